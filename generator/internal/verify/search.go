package verify

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strconv"
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
	if len(part) == 5 {
		known = map[string]bool{"runners": true, "keys": true}
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
		r.searchShard(name, part[0]+"/"+part[1], all)
	}
	return true
}

// searchShard checks one part of the lists of the finder.
func (r *reader) searchShard(name, folder string, all map[string]json.RawMessage) {
	var rows [][]any
	var keys []keyLine
	if err := json.Unmarshal(all["runners"], &rows); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "its runners: %v", err)
		r.lookInShared(name, all["runners"])
		return
	}
	if err := json.Unmarshal(all["keys"], &keys); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "its keys: %v", err)
		r.lookInShared(name, all["keys"])
		return
	}
	found := make([][]string, len(rows)) // the keys that may find each
	runners := make([][]string, len(rows))
	for i, cells := range rows {
		row, fits := textsOf(cells)
		if runners[i] = row; !fits {
			r.wrong(name, "unreadable_shard", rebuild, "row %d has other values than a bib, names, the number of a label, and a club or the number of a nation", i+1)
			r.lookInShared(name, all["runners"])
			runners[i] = []string{""}
			continue
		}
		if _, there := r.races[folder].at[row[0]]; !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", row[0])
		}
		where := r.of(folder, row[0])
		for _, text := range row {
			r.lookInOwn(name, where, []byte(text))
		}
		found[i] = bibsOf(row[0], where)
		if strings.HasPrefix(path.Base(name), "n") {
			found[i] = r.keysOf(row, where)
		}
	}
	bibs := make([]string, len(runners))
	for i, row := range runners {
		bibs[i] = row[0]
	}
	r.mu.Lock()
	r.shardBibs[name] = bibs
	r.mu.Unlock()
	for i := range keys {
		key := keys[i].key
		if i == 0 {
			r.mu.Lock()
			r.firstKeys[name] = key
			r.mu.Unlock()
		}
		for _, n := range keys[i].runners {
			if n < 0 || n >= len(runners) {
				r.wrong(name, "unreadable_shard", rebuild, "the key %q leads to runner %d, whom it does not have", key, n)
				continue
			}
			if found[n] != nil && !slices.Contains(found[n], key) {
				r.wrong(name, "search_key", rebuild, "bib %s is found by %q, which is not in what is published of it", runners[n][0], key)
			}
		}
	}
}

// textsOf returns the texts of a row: the bib, the names, and the club if there is one.
func textsOf(cells []any) (texts []string, fits bool) {
	for i, cell := range cells {
		switch value := cell.(type) {
		case string:
			if texts = append(texts, value); i == 3 || i > 4 {
				return texts, false
			}
		case float64:
			if i < 3 || i > 4 {
				return texts, false
			}
		default:
			return texts, false
		}
	}
	return texts, len(texts) > 0
}

// searchTimes notes the times and places beside a shard. checkTimes compares them when
// all shards are read.
func (r *reader) searchTimes(name, folder string, data []byte) {
	var rows [][]any
	if err := json.Unmarshal(data, &rows); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "%v", err)
		r.lookInShared(name, data)
		return
	}
	r.lookInShared(name, data)
	if r.races[folder].running {
		r.wrong(name, "early_results", rebuild, "the race is not over")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times[name] = rows
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

// keyLine is a key and the row numbers of the runners that it finds.
type keyLine struct {
	key     string
	runners []int
}

// UnmarshalJSON reads ["key",0,12].
func (k *keyLine) UnmarshalJSON(data []byte) error {
	text, numbers, _ := bytes.Cut(bytes.TrimSuffix(bytes.TrimPrefix(data, []byte("[")), []byte("]")), []byte(`",`))
	if err := json.Unmarshal(append(text[:len(text):len(text)], '"'), &k.key); err != nil {
		return err
	}
	for number := range bytes.SplitSeq(numbers, []byte(",")) {
		n, err := strconv.Atoi(string(number))
		if err != nil {
			return err
		}
		k.runners = append(k.runners, n)
	}
	return nil
}

// keysOf returns the keys that find a row by name.
func (r *reader) keysOf(row []string, where place) []string {
	var name, latin string
	if len(row) > 1 {
		name = row[1]
	}
	if len(row) > 2 {
		latin = row[2]
	}
	masked := len(where.of) > 0 && where.of[0].Visibility == race.Masked
	keys := []string{}
	for _, key := range r.nameKeys(name, latin, masked) {
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
	for name, rows := range s.times {
		folder := path.Dir(path.Dir(name))
		bibs := s.shardBibs[path.Join(folder, "lists", path.Base(name))]
		race := s.races[path.Dir(folder)]
		if len(bibs) != len(rows) {
			s.wrong(name, "unreadable_shard", rebuild, "it has %d runners, the list beside it %d", len(rows), len(bibs))
			continue
		}
		for i, row := range rows {
			at, there := race.at[bibs[i]]
			if !there || len(row) != 2 {
				s.wrong(name, "results_differ", rebuild, "row %d has no runner, or not a time and a place", i+1)
				continue
			}
			f := &race.facts[at]
			place, status := float64(f.Place), f.Status
			if p, ok := row[1].(float64); ok && p != place || !ok && (place > 0 || row[1] != status) {
				s.wrong(name, "results_differ", rebuild, "bib %s: it has %v, results.json %s, place %d", f.Bib, row[1], f.Status, f.Place)
			}
			if time, _ := row[0].(string); time != "" && !strings.HasSuffix(time, " km") && time != f.Gun && time != f.Net {
				s.wrong(name, "results_differ", rebuild, "bib %s: it has the time %v, results.json %s and %s", f.Bib, time, f.Gun, f.Net)
			}
		}
	}
}
