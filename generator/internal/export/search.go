package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Search is the search data for the runners of a race who have a page: two sorted
// lists, of bibs and of all ways to begin a name, cut into shards, and an index
// that tells a browser which shard to load. A shard has the names of its runners,
// so no other file is needed.
//
// It does not depend on results. It has masked names as published, and no anonymous
// entry.
type Search struct {
	version string
	runners []*race.Entry // by bib
	lists   [2]sortedList
}

// row returns the short line of a runner: the bib, and the names if there are any.
func row(e *race.Entry) (all [3]string, n int) {
	name, latin := published(e.PublishedName()), published(e.PublishedLatinName())
	all = [...]string{e.Bib, name, latin}
	switch {
	case latin != "" && latin != name:
		return all, 3
	case name != "":
		return all, 2
	}
	return all, 1
}

// appendRow appends a runner's line as JSON.
func appendRow(b []byte, e *race.Entry) []byte {
	b = append(b, '[')
	all, n := row(e)
	for i, text := range all[:n] {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, text, false)
	}
	return append(b, ']')
}

// sortedList maps keys to runners. The runners of keys[i] are
// refs[ends[i-1]:ends[i]].
type sortedList struct {
	prefix string // prefix of the names of its shards
	keys   []string
	ends   []int32
	refs   []int32
	size   int // number of refs in a shard
}

// Shard is one file of a list.
type Shard struct {
	Name string // "3f2a9c1b04/n12.json", beside index.json
	Draw func(io.Writer) error
}

// SearchRows is the usual number of rows in a shard, which loads fast on any
// connection.
const SearchRows = 400

// NewSearch prepares the search data of a race, with at least rows rows in a shard.
func NewSearch(rv *race.RaceVerdict, rows int) *Search {
	type entrant struct {
		*race.Entry
		folded string
	}
	entries := make([]entrant, 0, rv.Shown)
	for i := range rv.Results {
		if e := rv.Results[i].Entry; e.Visibility != race.Anonymous {
			entries = append(entries, entrant{e, race.FoldBib(e.Bib)})
		}
	}
	slices.SortFunc(entries, func(a, b entrant) int { return cmp.Compare(a.folded, b.folded) })
	s := &Search{runners: make([]*race.Entry, len(entries))}
	bibs, names := make([]string, len(entries)), collect(keysEach*len(entries))
	rd := newReader()
	for i, e := range entries {
		s.runners[i], bibs[i] = e.Entry, e.folded
		for _, key := range rd.nameKeys(e.Entry) {
			names.add(key, i)
		}
	}
	s.lists = [2]sortedList{oneEach("b", bibs, rows), names.sorted("n", rows)}
	s.version = s.digest()
	return s
}

// oneEach returns the list in which runner i has only the key keys[i].
func oneEach(prefix string, keys []string, rows int) sortedList {
	l := sortedList{prefix: prefix, size: max(rows, shardSize(len(keys)))}
	l.refs = inOrder(len(keys), func(a, b int32) int { return cmp.Or(compareKeys(keys[a], keys[b]), cmp.Compare(a, b)) })
	l.keys, l.ends = make([]string, 0, len(keys)), make([]int32, 0, len(keys))
	for at, ref := range l.refs {
		if n := len(l.keys); n == 0 || l.keys[n-1] != keys[ref] {
			l.keys, l.ends = append(l.keys, keys[ref]), append(l.ends, 0)
		}
		l.ends[len(l.ends)-1] = int32(at + 1)
	}
	return l
}

// inOrder returns the numbers from 0 to n-1, sorted by compare.
func inOrder(n int, compare func(a, b int32) int) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, compare)
	return order
}

// collected collects pairs of a key and a runner, and holds each key once.
type collected struct {
	ids  map[string]int32
	keys []string
	all  []pairing
}

type pairing struct{ key, ref int32 }

// keysEach is about how many keys a name has.
const keysEach = 6

// collect allocates memory for about this many pairs. Large fields have relatively
// fewer keys, because many people share a name.
func collect(pairs int) *collected {
	keys := min(pairs/2, 1<<17)
	return &collected{ids: make(map[string]int32, keys), keys: make([]string, 0, keys), all: make([]pairing, 0, pairs)}
}

func (c *collected) add(key []byte, ref int) {
	id, known := c.ids[string(key)]
	if !known {
		id = int32(len(c.keys))
		c.keys = append(c.keys, string(key))
		c.ids[c.keys[id]] = id
	}
	c.all = append(c.all, pairing{id, int32(ref)})
}

// sorted returns the pairs as a list, sorted by key, then by runner.
func (c *collected) sorted(prefix string, rows int) sortedList {
	order := inOrder(len(c.keys), func(a, b int32) int { return compareKeys(c.keys[a], c.keys[b]) })
	l := sortedList{prefix: prefix, keys: make([]string, len(order)), ends: make([]int32, len(order)), refs: make([]int32, len(c.all)), size: max(rows, shardSize(len(c.all)))}
	rank := make([]int32, len(order))
	for at, id := range order {
		l.keys[at], rank[id] = c.keys[id], int32(at)
	}
	for _, p := range c.all {
		l.ends[rank[p.key]]++
	}
	next := make([]int32, len(order)) // index for the next runner of each key
	sum := int32(0)
	for i, n := range l.ends {
		next[i] = sum
		sum += n
		l.ends[i] = sum
	}
	for _, p := range c.all { // runners are in order, also within a key
		at := rank[p.key]
		l.refs[next[at]] = p.ref
		next[at]++
	}
	return l
}

// shardSize returns how many rows a shard has, so that shards and the index grow
// equally with the race.
func shardSize(rows int) int { return int(math.Sqrt(float64(rows) / 4)) }

func (l *sortedList) shards() int { return (len(l.refs) + l.size - 1) / l.size }

// keyAt returns the index of the key of the n-th row.
func (l *sortedList) keyAt(n int) int {
	i, _ := slices.BinarySearch(l.ends, int32(n+1))
	return i
}

// starts returns where each shard begins: the shortest text that is greater than
// all keys of the shard before and not greater than its own.
func (l *sortedList) starts() []string {
	starts := make([]string, l.shards())
	for i := 1; i < len(starts); i++ {
		last, first := l.keys[l.keyAt(i*l.size-1)], l.keys[l.keyAt(i*l.size)]
		starts[i] = first
		for end := range first {
			if compareKeys(first[:end], last) > 0 {
				starts[i] = first[:end]
				break
			}
		}
	}
	return starts
}

// digest returns the version of the data, which changes with any difference.
func (s *Search) digest() string {
	h := sha256.New()
	var b []byte
	text := func(parts ...string) { // with lengths, so that different lists differ
		b = binary.AppendUvarint(b[:0], uint64(len(parts)))
		for _, p := range parts {
			b = append(binary.AppendUvarint(b, uint64(len(p))), p...)
		}
		h.Write(b)
	}
	for _, e := range s.runners {
		all, n := row(e)
		text(all[:n]...)
	}
	for _, l := range s.lists {
		text(strconv.Itoa(l.size), strconv.Itoa(len(l.keys)), strconv.Itoa(len(l.refs)))
		text(l.keys...)
		for _, numbers := range [][]int32{l.ends, l.refs} {
			for part := range slices.Chunk(numbers, 4096) {
				b = b[:0]
				for _, n := range part {
					b = binary.LittleEndian.AppendUint32(b, uint32(n))
				}
				h.Write(b)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:5])
}

// Index writes index.json: the version, which is also the folder of the shards; the
// number of runners; where the shards of each list begin; whether every bib has a
// digit, so that a name need not be searched as a bib; and the character forms in
// these names with the form that keys have.
func (s *Search) Index(w io.Writer) error {
	bibs, names := &s.lists[0], &s.lists[1]
	return json.NewEncoder(w).Encode(struct {
		Version string   `json:"version"`
		Runners int      `json:"runners"`
		Bibs    []string `json:"bibs"`
		Names   []string `json:"names"`
		Digits  bool     `json:"digits"`
		Forms   string   `json:"forms"`
	}{s.version, len(s.runners), bibs.starts(), names.starts(),
		!slices.ContainsFunc(bibs.keys, func(k string) bool { return !strings.ContainsAny(k, "0123456789") }), names.forms()})
}

// forms returns the traditional and Japanese forms of the characters in the keys,
// each followed by the simplified form.
func (l *sortedList) forms() string {
	used := map[rune]bool{}
	for _, key := range l.keys {
		for _, r := range key {
			if r >= 0x3400 {
				used[r] = true
			}
		}
	}
	var pairs []string
	for form, r := range hanForms() {
		if used[r] {
			pairs = append(pairs, string([]rune{form, r}))
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "")
}

// Shards returns the files of both lists, in order.
func (s *Search) Shards() []Shard {
	var all []Shard
	for i := range s.lists {
		l := &s.lists[i]
		for n := range l.shards() {
			all = append(all, Shard{Name: s.version + "/" + l.prefix + strconv.Itoa(n) + ".json",
				Draw: func(w io.Writer) error { return s.shard(w, l, n) }})
		}
	}
	return all
}

// shard writes the n-th part of a list: its runners, and its keys with the row
// numbers of their runners in the shard.
func (s *Search) shard(w io.Writer, l *sortedList, n int) error {
	runners := append(make([]byte, 0, 40*l.size), `{"runners":[`...)
	keys := append(make([]byte, 0, 32*l.size), `],"keys":[`...)
	here := make(map[int32]int, l.size)
	key := l.keyAt(n * l.size)
	begun := -1
	for at := n * l.size; at < min((n+1)*l.size, len(l.refs)); at++ {
		for l.ends[key] <= int32(at) {
			key++
		}
		if key != begun {
			if begun >= 0 {
				keys = append(keys, "],"...)
			}
			keys, begun = appendQuoted(append(keys, '['), l.keys[key], false), key
		}
		ref := l.refs[at]
		number, known := here[ref]
		if !known {
			number = len(here)
			here[ref] = number
			if number > 0 {
				runners = append(runners, ',')
			}
			runners = appendRow(runners, s.runners[ref])
		}
		keys = strconv.AppendInt(append(keys, ','), int64(number), 10)
	}
	if _, err := w.Write(runners); err != nil {
		return err
	}
	_, err := w.Write(append(keys, "]]}\n"...))
	return err
}
