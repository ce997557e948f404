package script

import (
	"maps"
	"math/bits"
	"slices"
)

// Set is a set of characters. It is fast for those below U+10000 and for adding
// a known one.
type Set struct {
	basic [1 << 16 / 64]uint64
	more  map[rune]bool
}

func (s *Set) Add(r rune) {
	if r >= 0 && int(r) < 64*len(s.basic) {
		s.basic[r/64] |= 1 << (r % 64)
		return
	}
	if s.more == nil {
		s.more = map[rune]bool{}
	}
	s.more[r] = true
}

// Sorted returns the characters in ascending order.
func (s *Set) Sorted() []rune {
	var all []rune
	for i, word := range s.basic {
		for ; word != 0; word &= word - 1 {
			all = append(all, rune(64*i+bits.TrailingZeros64(word)))
		}
	}
	return append(all, slices.Sorted(maps.Keys(s.more))...)
}
