package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "%v", err)
		r.lookInShared(name, data)
		return true
	}
	known := map[string]bool{"version": true, "bibs": true, "names": true, "forms": true}
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
	var runners [][]string
	var keys []keyLine
	if err := json.Unmarshal(all["runners"], &runners); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "its runners: %v", err)
		r.lookInShared(name, all["runners"])
		return
	}
	if err := json.Unmarshal(all["keys"], &keys); err != nil {
		r.wrong(name, "unreadable_shard", rebuild, "its keys: %v", err)
		r.lookInShared(name, all["keys"])
		return
	}
	found := make([][]string, len(runners)) // the keys that may find each
	for i, row := range runners {
		if len(row) == 0 || len(row) > 3 {
			r.wrong(name, "unreadable_shard", rebuild, "row %d has %d texts", i+1, len(row))
			continue
		}
		if _, there := r.races[folder].at[row[0]]; !there {
			r.wrong(name, "row_too_many", rebuild, "results.json has no runner with bib %s", row[0])
		}
		where := r.of(folder, row[0])
		for _, text := range row {
			r.lookInOwn(name, where, []byte(text))
		}
		found[i] = []string{race.FoldBib(row[0])}
		if strings.HasPrefix(path.Base(name), "n") {
			found[i] = r.keysOf(row, where)
		}
	}
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
	for key, to := range map[string]any{"version": &index.version, "bibs": &index.bibs, "names": &index.names, "forms": &index.forms} {
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
	version, forms string
	bibs, names    []string
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
		if !fitsPath(index.version) {
			s.wrong(name, "unreadable_shard", rebuild, "no folder is called %q", index.version)
			continue
		}
		for list, starts := range map[string][]string{"b": index.bibs, "n": index.names} {
			for i, start := range starts {
				shard := path.Join(path.Dir(name), index.version, fmt.Sprintf("%s%d.json", list, i))
				if first, read := s.firstKeys[shard]; !strings.HasPrefix(first, start) || !read {
					s.wrong(name, "search_key", rebuild, "it has %q begin with %q", path.Base(shard), start)
				}
			}
		}
	}
}

// fitsPath reports whether a version is the digits of a hash.
func fitsPath(version string) bool {
	return version != "" && strings.Trim(version, "0123456789abcdef") == ""
}
