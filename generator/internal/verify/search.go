package verify

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
)

// search checks the data of the finder: everybody it finds is in results.json, and
// is found by parts of their published name and by nothing else. It returns false
// for any other file.
func (r *reader) search(name string, data []byte) bool {
	part := strings.Split(name, "/")
	if len(part) < 4 || len(part) > 5 || part[2] != "search" || r.races[part[0]+"/"+part[1]] == nil {
		return false
	}
	if len(part) == 5 && part[3] == "times" {
		r.searchTimes(name, part[0]+"/"+part[1], data)
		return true
	}
	if len(part) == 5 && part[3] == "lists" && strings.HasPrefix(part[4], "w") {
		r.lookInShared(name, data)
		return true
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "%v", err)
		r.lookInShared(name, data)
		return true
	}
	known := map[string]bool{"files": true, "bibs": true, "names": true, "forms": true}
	if len(part) == 5 { // these are read as rows
		known = map[string]bool{"bibs": true, "names": true, "latin": true, "clubs": true, "keys": true}
	}
	for key, value := range all {
		if !known[key] {
			r.lookInShared(name, []byte(key))
			r.lookInShared(name, value)
		}
	}
	if len(part) == 4 {
		r.searchIndex(name, all)
	} else {
		r.searchShard(name, part[0]+"/"+part[1], data)
	}
	return true
}

// searchShard checks one part of the lists of the finder.
func (r *reader) searchShard(name, folder string, data []byte) {
	rows, keys, err := export.ReadSearchShard(data)
	if err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "%v", err)
		r.lookInShared(name, data)
		return
	}
	found := make([][]string, len(rows)) // the keys that may find each
	bibs := make([]string, len(rows))
	for i, row := range rows {
		bibs[i] = row.Bib
		if _, there := r.races[folder].at[row.Bib]; !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", row.Bib)
		}
		where := r.of(folder, row.Bib)
		for _, text := range []string{row.Bib, row.Name, row.Latin, row.Club} {
			r.lookInOwn(name, where, []byte(text))
		}
		found[i] = bibsOf(row.Bib, where)
		if strings.HasPrefix(path.Base(name), "n") {
			found[i] = r.keysOf(row, where)
		}
	}
	r.mu.Lock()
	r.shardBibs[name], r.firstKeys[name] = bibs, keys[0].Key
	r.mu.Unlock()
	for _, key := range keys {
		for _, n := range key.Rows {
			if !slices.Contains(found[n], key.Key) {
				r.wrong(name, "search_key", rebuild, "bib %s is found by %q, which is not in what is published of it", bibs[n], key.Key)
			}
		}
	}
}

// searchTimes notes the times and places beside a shard. checkTimes compares them when
// all shards are read.
func (r *reader) searchTimes(name, folder string, data []byte) {
	r.lookInShared(name, data)
	if r.races[folder].running {
		r.wrong(name, "early_results", rebuild, "the race is not over")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times[name] = slices.Clone(data)
}

// bibsOf returns the bibs that find a row: a relay team has those of its members too.
func bibsOf(bib string, where place) []string {
	all := export.BibKeys(race.FoldBib(bib))
	for _, e := range where.of {
		for _, m := range e.Members {
			if m.Bib != "" && m.Visibility != race.Anonymous {
				all = append(all, race.FoldBib(m.Bib))
			}
		}
	}
	return all
}

// keysOf returns the keys that find a row by name.
func (r *reader) keysOf(row export.SearchRow, where place) []string {
	masked := len(where.of) > 0 && where.of[0].Visibility == race.Masked
	keys := []string{}
	for _, key := range r.nameKeys(row.Name, row.Latin, masked) {
		keys = append(keys, string(key))
	}
	return keys
}

// searchIndex reads where each shard begins. checkFirstKeys uses it when all shards
// are read.
func (r *reader) searchIndex(name string, all map[string]json.RawMessage) {
	var index searchIndex
	for key, to := range map[string]any{"files": &index.files, "bibs": &index.bibs, "names": &index.names, "forms": &index.forms} {
		if err := json.Unmarshal(all[key], to); err != nil {
			r.wrong(name, "unreadable_shard", rebuild, "%s: %v", key, err)
			r.lookInShared(name, all[key])
		}
	}
	if !paired(index.forms) {
		r.lookInShared(name, []byte(index.forms))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.indexes[name] = index
}

type searchIndex struct {
	files       [2][]string
	forms       string
	bibs, names []string
}

// paired reports whether forms is a list of pairs of characters with ascending
// firsts. Such a list contains no name.
func paired(forms string) bool {
	runes := []rune(forms)
	if !utf8.ValidString(forms) || len(runes)%2 != 0 {
		return false
	}
	for i := 2; i < len(runes); i += 2 {
		if runes[i] <= runes[i-2] {
			return false
		}
	}
	return true
}

// checkFirstKeys reports shards of a finder that do not begin with the text that
// the index gives for them.
func (s *site) checkFirstKeys() {
	for name, index := range s.indexes {
		for list, starts := range [2][]string{index.bibs, index.names} {
			if len(starts) != len(index.files[list]) {
				s.wrong(name, "unreadable_shard", rebuild, "%d files have %d beginnings", len(index.files[list]), len(starts))
				continue
			}
			for i, start := range starts {
				shard := path.Join(path.Dir(name), "lists", [2]string{"b", "n"}[list]+index.files[list][i]+".json")
				if first, read := s.firstKeys[shard]; !strings.HasPrefix(first, strings.TrimSuffix(start, "\x00")) || !read {
					s.wrong(name, "search_key", rebuild, "it has %q begin with %q", path.Base(shard), start)
				}
			}
		}
	}
}

// checkTimes compares the times and places beside the shards of a finder with
// results.json.
func (s *site) checkTimes() {
	for name, data := range s.times {
		folder := path.Dir(path.Dir(name))
		bibs := s.shardBibs[path.Join(folder, "lists", path.Base(name))]
		race := s.races[path.Dir(folder)]
		rows, err := export.ReadSearchOutcomes(data, len(bibs))
		if err != nil {
			s.wrong(name, "unreadable_shard", rebuild, "beside a list of %d runners: %v", len(bibs), err)
			continue
		}
		for i, row := range rows {
			at, there := race.at[bibs[i]]
			if !there {
				s.wrong(name, "results_differ", rebuild, "row %d has no runner", i+1)
				continue
			}
			f := &race.facts[at]
			if row.Place != f.Place || row.Place == 0 && row.Status != f.Status {
				s.wrong(name, "results_differ", rebuild, "bib %s: it has %s, place %d, results.json %s, place %d", f.Bib, row.Status, row.Place, f.Status, f.Place)
			}
			if row.Time != "" && !strings.HasSuffix(row.Time, " km") && row.Time != f.Gun && row.Time != f.Net {
				s.wrong(name, "results_differ", rebuild, "bib %s: it has the time %s, results.json %s and %s", f.Bib, row.Time, f.Gun, f.Net)
			}
		}
	}
}
