package publish

import "hash/maphash"

// index finds a text in a list. It holds a hash and an index for each text, not the
// text, because a site has millions of paths.
type index struct {
	text  func(i int) string // the list
	hash  func(text string) uint64
	first map[uint64]int32 // index of a text by its hash
	twins map[string]int32 // texts with the hash of an earlier text: very rare
}

// newIndex returns an empty index of a list of about that length.
func newIndex(about int, text func(i int) string) *index {
	seed := maphash.MakeSeed()
	return &index{text: text, hash: func(s string) uint64 { return maphash.String(seed, s) },
		first: make(map[uint64]int32, about), twins: map[string]int32{}}
}

// add adds the i-th text of the list, which must differ from those before.
func (x *index) add(text string, i int) {
	h := x.hash(text)
	if _, taken := x.first[h]; taken {
		x.twins[text] = int32(i)
		return
	}
	x.first[h] = int32(i)
}

// find returns the index of a text in the list.
func (x *index) find(text string) (int, bool) {
	i, ok := x.first[x.hash(text)]
	if ok && x.text(int(i)) != text {
		i, ok = x.twins[text]
	}
	return int(i), ok
}
