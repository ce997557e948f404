package publish

import "hash/maphash"

// index finds the texts of a list by what they say. It holds a hash and a number
// of each and none of the texts, for a site has millions of paths.
type index struct {
	text  func(i int) string // the list
	hash  func(text string) uint64
	first map[uint64]int32 // by hash
	twins map[string]int32 // texts whose hash an earlier one has: hardly ever any
}

// newIndex returns an empty index of a list that will be about so long.
func newIndex(about int, text func(i int) string) *index {
	seed := maphash.MakeSeed()
	return &index{text: text, hash: func(s string) uint64 { return maphash.String(seed, s) },
		first: make(map[uint64]int32, about), twins: map[string]int32{}}
}

// add takes in the i-th text of the list, which is none of those before it.
func (x *index) add(text string, i int) {
	h := x.hash(text)
	if _, taken := x.first[h]; taken {
		x.twins[text] = int32(i)
		return
	}
	x.first[h] = int32(i)
}

// find returns where a text stands in the list, false where it does not.
func (x *index) find(text string) (int, bool) {
	i, ok := x.first[x.hash(text)]
	if ok && x.text(int(i)) != text {
		i, ok = x.twins[text]
	}
	return int(i), ok
}
