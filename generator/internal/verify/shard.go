package verify

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// runnerShard is a file of the compact layout with the pages of many runners. A
// page is made of the pieces of a form, with the slots of the runner between them.
// A runner's line has the name, the number of the form, and the slots.
type runnerShard struct {
	Forms   [][]string
	Runners map[string][]json.RawMessage
}

// certificateShard is a file of the compact layout with certificates, without the
// form that all of them begin with.
type certificateShard struct {
	Form     string
	Imprints map[string][]byte
}

// shard checks each page or certificate in a shard as if it were a file.
func (r *reader) shard(name string, data []byte) error {
	part := strings.Split(name, "/")
	switch {
	case len(part) == 5 && part[2] == "runners" && slices.Contains(r.languages, part[3]):
		r.lookInShared(name, data)
		var s runnerShard
		if err := json.Unmarshal(data, &s); err != nil {
			r.wrong(name, "unreadable_shard", rebuild, "%v", err)
			return nil
		}
		folder := part[0] + "/" + part[1]
		r.pages(name, part[3]+"/"+folder+"/runners/index.html", folder, &s)
	case len(part) == 4 && part[2] == "certificates":
		var s certificateShard
		var all map[string]json.RawMessage
		if err := errors.Join(json.Unmarshal(data, &s), json.Unmarshal(data, &all)); err != nil {
			r.wrong(name, "unreadable_shard", rebuild, "%v", err)
			r.lookInShared(name, data)
			return nil
		}
		for key, value := range all {
			r.lookInShared(name, []byte(key))
			if key != "imprints" { // PDF in base64, checked by checkImprints
				r.lookInShared(name, value)
			}
		}
		return r.checkImprints(name, part[0]+"/"+part[1], &s)
	default:
		r.lookInShared(name, data)
	}
	return nil
}

// pages checks the pages of runners in a shard, which the page shownOn shows.
func (r *reader) pages(name, shownOn, folder string, s *runnerShard) {
	if !r.paths[shownOn] {
		r.wrong(name, "no_page", rebuild, "no page shows its runners: %s is missing", shownOn)
	}
	for bib, line := range s.Runners {
		var form int
		var page strings.Builder
		whole := len(line) > 1 && json.Unmarshal(line[1], &form) == nil && form >= 0 && form < len(s.Forms) && len(s.Forms[form]) == len(line)-1
		for i := 0; whole && i < len(s.Forms[form]); i++ {
			page.WriteString(s.Forms[form][i])
			if i+2 < len(line) {
				var slot string
				whole = json.Unmarshal(line[i+2], &slot) == nil
				page.WriteString(slot)
			}
		}
		if !whole {
			r.wrong(name, "unreadable_shard", rebuild, "bib %s: its slots do not fit their form", bib)
			continue
		}
		where := r.of(folder, bib)
		var called string // title of the page
		if err := json.Unmarshal(line[0], &called); err != nil {
			called = string(line[0])
		}
		r.lookInOwn(name, where, []byte(called))
		r.page.parse([]byte(page.String()))
		r.follow(name, shownOn)
		r.look(name, shownOn, &where, false)
		r.runner(name, folder, bib)
		r.mu.Lock()
		if r.shown[shownOn] == nil {
			r.shown[shownOn] = map[string]bool{}
		}
		twice := r.shown[shownOn][bib]
		r.shown[shownOn][bib] = true
		r.mu.Unlock()
		if twice {
			r.wrong(name, "runner_twice", rebuild, "bib %s is also in another shard", bib)
		}
	}
}

// checkImprints checks the certificates in a shard and records whose they are.
func (r *reader) checkImprints(name, folder string, s *certificateShard) error {
	race := r.races[folder]
	if race == nil {
		return nil
	}
	if form := path.Join(path.Dir(name), s.Form); !r.paths[form] {
		r.wrong(name, "no_certificate", rebuild, "its certificates begin with %s, which does not exist", form)
		return nil
	}
	form, err := fs.ReadFile(r.files, path.Join(path.Dir(name), s.Form))
	if err != nil {
		return r.unread(name, err)
	}
	for bib, imprint := range s.Imprints {
		if _, there := race.at[bib]; !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", bib)
		}
		r.certificate(name, folder, bib, slices.Concat(form, imprint), r.of(folder, bib))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	race.forms[s.Form] = true
	for bib := range s.Imprints {
		race.imprints[bib] = name
	}
	return nil
}

// joinImprint returns a certificate that lies in a shard, nil where a part of it is
// missing.
func (s *site) joinImprint(name, bib string) ([]byte, error) {
	data, err := s.file(name)
	if data == nil {
		return nil, err
	}
	var shard certificateShard
	if err := json.Unmarshal(data, &shard); err != nil {
		return nil, nil // reported already
	}
	form, err := s.file(path.Join(path.Dir(name), shard.Form))
	if form == nil {
		return nil, err
	}
	return append(form, shard.Imprints[bib]...), nil
}
