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
	"strings"

	"guntime/generator/internal/race"
)

// Search is the search data for the runners of a race who have a page: two sorted
// lists, of bibs and of all ways to begin a name, cut into shards, and an index
// that tells a browser which shard to load. A shard has what a row shows of its
// runners, so that no other file is needed, but for times and places.
//
// It does not depend on results. It has masked names as published, and no anonymous
// entry. A change of one entry changes the few shards that have it: each is called
// by its content, and where they are cut depends on the rows near the cut alone.
type Search struct {
	runners []*race.Entry // by bib
	about   about
	lists   [2]sortedList
	words   []byte      // the file of beginnings
	rows    []SearchRow // by number
	size    int         // about how many rows a shard of names has
}

// sortedList maps keys to runners. The runners of keys[i] are
// refs[ends[i-1]:ends[i]].
type sortedList struct {
	prefix string // prefix of the names of its shards
	keys   []string
	ends   []int32
	refs   []int32
	cuts   []int32  // where each shard begins among the refs
	names  []string // the shards by their content, as "3f2a9c1b04"
}

// Shard is one file of a list. Times is the name of the file of its times and places,
// which stay beside it under that name while they change.
type Shard struct {
	Name, Times string         // "lists/n3f2a9c1b04.json", "times/n3f2a9c1b04.json", beside index.json
	Runners     func() []int32 // by number, in the order of the file
	Draw        func(io.Writer) error
}

// SearchRows is the usual number of rows in a shard, which loads fast on any
// connection. CompactSearchRows is that of hosts that limit the number of files: of 30,000
// runners a first answer then takes less than 60 KB, as TestTheFirstAnswerIsSmall measures.
const (
	SearchRows        = 400
	CompactSearchRows = 2_000
)

// rowsTogether is about how many rows are put in order together.
const rowsTogether = 3 * SearchRows

// NewSearch prepares the search data of a race, with about rows rows in a shard, or
// more in a large field.
func NewSearch(e *race.Edition, rv *race.RaceVerdict, rows int) *Search {
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
	s.about = aboutOf(e, rv.Race, s.runners)
	s.lists = [2]sortedList{bibList(s.runners, bibs), names.sorted("n")}
	s.words = s.lists[1].beginnings()
	own := make([]uint64, len(s.runners))
	digests := make([][16]byte, len(s.runners))
	s.rows, s.size = make([]SearchRow, len(s.runners)), rows
	var b []byte
	for i, bib := range bibs {
		s.rows[i] = s.row(i)
		b = s.rows[i].append(b[:0])
		own[i], digests[i] = hashOf(bib), sumOf(b)
	}
	for i := range s.lists {
		l := &s.lists[i]
		size := max(rows, shardSize(len(l.refs)))
		if i == 0 {
			size = max(min(rows, SearchRows), size*2/3) // by bib names are in no order, and larger
		}
		l.cut(size, own)
		l.name(digests)
	}
	return s
}

// bibList is the list of bibs. A bib is found by its number too, without the letters
// and zeros before it, and a relay team by the bibs of its members.
func bibList(runners []*race.Entry, bibs []string) sortedList {
	all := collect(2 * len(bibs))
	for i, e := range runners {
		all.add([]byte(bibs[i]), i)
		if n := bibNumber(bibs[i]); n != bibs[i] {
			all.add([]byte(n), i)
		}
		for _, m := range e.Members {
			if key := race.FoldBib(m.Bib); key != "" && key != bibs[i] && m.Visibility != race.Anonymous {
				all.add([]byte(key), i)
			}
		}
	}
	return all.sorted("b")
}

// BibKeys returns what finds a folded bib in the list of bibs.
func BibKeys(bib string) []string {
	if n := bibNumber(bib); n != bib {
		return []string{bib, n}
	}
	return []string{bib}
}

// bibNumber returns the number of a folded bib with what is behind it, without the
// letters, signs and zeros before it: 120 of C00120. A bib without a number is its own.
func bibNumber(bib string) string {
	n := strings.TrimLeft(strings.TrimLeft(bib, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"), "0")
	if n == "" || n[0] < '1' || n[0] > '9' {
		return bib
	}
	return n
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
func (c *collected) sorted(prefix string) sortedList {
	order := inOrder(len(c.keys), func(a, b int32) int { return compareKeys(c.keys[a], c.keys[b]) })
	l := sortedList{prefix: prefix, keys: make([]string, len(order)), ends: make([]int32, len(order)), refs: make([]int32, len(c.all))}
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

func (l *sortedList) shards() int { return len(l.cuts) }

// part returns the refs of the n-th shard: from, to.
func (l *sortedList) part(n int) (from, to int) {
	if n+1 < len(l.cuts) {
		return int(l.cuts[n]), int(l.cuts[n+1])
	}
	return int(l.cuts[n]), len(l.refs)
}

// cut decides where shards of about size runners begin: within bounds where a key has least
// in common with the one before, so that those who are asked for together stand together.
// Of equal places the hash of the row decides, own is a number of each runner: so the cuts
// stay where they are when rows come and go elsewhere. A runner whom the shard has already
// counts little, as another row of them is little in the file.
func (l *sortedList) cut(size int, own []uint64) {
	const again, anew = 1, 6 // of the weight of a row
	least, most := size*anew*3/4, size*anew*9/8
	seen := make([]int32, len(own)) // by runner: in which shard they were last
	for from := 0; from < len(l.refs); {
		l.cuts = append(l.cuts, int32(from))
		shard, weight, key := int32(len(l.cuts)), 0, l.keyAt(from)
		best, common, hash := len(l.refs), math.MaxInt, uint64(0)
		for at := from; at < len(l.refs); at++ {
			same := true
			for int(l.ends[key]) <= at {
				key, same = key+1, false
			}
			if weight >= most {
				break
			}
			if weight >= least {
				n, h := keyRunes, mixed(hashOf(l.keys[key])^own[l.refs[at]])
				if !same {
					n = commonRunes(l.keys[key-1], l.keys[key])
				}
				if n < common || n == common && h < hash {
					best, common, hash = at, n, h
				}
			}
			if at+1 == len(l.refs) { // the rest fits
				best = len(l.refs)
			}
			if ref := l.refs[at]; seen[ref] == shard {
				weight += again
			} else {
				weight, seen[ref] = weight+anew, shard
			}
		}
		from = best
	}
}

// commonRunes is how many characters two keys have in common at their beginning.
func commonRunes(a, b string) (n int) {
	for i, r := range b {
		if !strings.HasPrefix(a[min(i, len(a)):], string(r)) {
			break
		}
		n++
	}
	return n
}

// hashOf is the FNV-1a hash of a text.
func hashOf(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}

// mixed spreads a hash over all its bits.
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	return h ^ h>>33
}

func sumOf(b []byte) [16]byte {
	sum := sha256.Sum256(b)
	return [16]byte(sum[:16])
}

// name calls each shard by its content: its keys, and the digests of its runners.
func (l *sortedList) name(digests [][16]byte) {
	l.names = make([]string, l.shards())
	h := sha256.New()
	var b []byte
	for n := range l.names {
		h.Reset()
		h.Write([]byte(packedForm))
		from, to := l.part(n)
		key, begun := l.keyAt(from), -1
		for at := from; at < to; at++ {
			for int(l.ends[key]) <= at {
				key++
			}
			b = b[:0]
			if key != begun {
				begun = key
				b = append(binary.AppendUvarint(b, uint64(len(l.keys[key]))+1), l.keys[key]...)
			} else {
				b = append(b, 0)
			}
			h.Write(append(b, digests[l.refs[at]][:]...))
		}
		l.names[n] = hex.EncodeToString(h.Sum(nil)[:5])
	}
}

// continued ends the start of a shard whose first key is the last of the one before.
const continued = "\x00"

// keyAt returns the index of the key of the n-th row.
func (l *sortedList) keyAt(n int) int {
	i, _ := slices.BinarySearch(l.ends, int32(n+1))
	return i
}

// starts returns where each shard begins: the shortest text that is greater than
// all keys of the shard before and not greater than its own; where a key goes on from
// the shard before, the key and U+0000.
func (l *sortedList) starts() []string {
	starts := make([]string, l.shards())
	for i := 1; i < len(starts); i++ {
		last, first := l.keys[l.keyAt(int(l.cuts[i])-1)], l.keys[l.keyAt(int(l.cuts[i]))]
		starts[i] = first
		if first == last {
			starts[i] += continued
		}
		for end := range first {
			if compareKeys(first[:end], last) > 0 {
				starts[i] = first[:end]
				break
			}
		}
	}
	return starts
}

// SearchNames are the texts of the index in each language, by its tag.
type SearchNames struct {
	Labels  map[string][]string `json:"labels"`  // of Search.Labels
	Nations map[string][]string `json:"nations"` // of Search.Nations
}

// Index returns a function that draws index.json: the number of runners; where the
// shards of each list begin, and what they are called; how many of them are read together,
// so that some runners are put in order, and little is loaded; the file of beginnings;
// whether every bib has a digit, so that a name need not be searched as a bib, and whether
// one begins with a digit, so that a number may be the beginning of a bib; the character
// forms in these names with the form that keys have; and names of divisions,
// age groups and nations.
func (s *Search) Index(names SearchNames) func(io.Writer) error {
	return func(w io.Writer) error {
		bibs, all := &s.lists[0], &s.lists[1]
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		return out.Encode(struct {
			Runners  int         `json:"runners"`
			Bibs     []string    `json:"bibs"`
			Names    []string    `json:"names"`
			Files    [2][]string `json:"files"`
			Together int         `json:"together"`
			Words    string      `json:"words"`
			Digits   bool        `json:"digits"`
			Bare     bool        `json:"bare"`
			Forms    string      `json:"forms"`
			SearchNames
		}{len(s.runners), bibs.starts(), all.starts(), [2][]string{bibs.names, all.names}, max(1, rowsTogether/s.size), s.wordsName(),
			!slices.ContainsFunc(s.runners, func(e *race.Entry) bool { return !strings.ContainsAny(e.Bib, "0123456789") }),
			slices.ContainsFunc(s.runners, func(e *race.Entry) bool { return e.Bib[0] <= '9' && e.Bib[0] >= '0' }), all.forms(), names})
	}
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
			all = append(all, Shard{Name: "lists/" + l.prefix + l.names[n] + ".json", Times: "times/" + l.prefix + l.names[n] + ".json",
				Runners: func() []int32 { return l.runners(n) }, Draw: func(w io.Writer) error { return s.shard(w, l, n) }})
		}
	}
	return all
}

// runners returns whom the n-th shard has, each once, in order.
func (l *sortedList) runners(n int) []int32 {
	from, to := l.part(n)
	all, here := make([]int32, 0, to-from), make(map[int32]bool, to-from)
	for _, ref := range l.refs[from:to] {
		if !here[ref] {
			here[ref] = true
			all = append(all, ref)
		}
	}
	return all
}

// shard writes the n-th part of a list.
func (s *Search) shard(w io.Writer, l *sortedList, n int) error {
	from, to := l.part(n)
	rows, keys := make([]SearchRow, 0, to-from), make([]SearchKey, 0, to-from)
	numbers := make([]int, 0, to-from)
	here := make(map[int32]int, to-from)
	key := l.keyAt(from)
	begun := -1
	for at := from; at < to; at++ {
		for int(l.ends[key]) <= at {
			key++
		}
		if key != begun {
			keys, begun = append(keys, SearchKey{Key: l.keys[key]}), key
		}
		ref := l.refs[at]
		number, known := here[ref]
		if !known {
			number = len(here)
			here[ref] = number
			rows = append(rows, s.rows[ref])
		}
		numbers = append(numbers, number)
		last := &keys[len(keys)-1]
		last.Rows = numbers[len(numbers)-len(last.Rows)-1:]
	}
	_, err := w.Write(appendShard(make([]byte, 0, 48*(to-from)), rows, keys))
	return err
}
