package verify

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// matcher finds many texts in one pass over another, whatever the case of
// their ASCII letters: at each place it narrows a sorted list byte by byte, and
// at most places two bytes tell that there is nothing.
type matcher struct {
	texts  []string             // folded, sorted, each once and of two bytes at least
	starts [1<<16 + 1]int32     // where those begin that have these first two bytes
	may    [1 << 16 / 64]uint64 // whether there are any
}

// newMatcher takes texts in any order; the numbers of those it finds are their
// places in its own list.
func newMatcher(texts []string) *matcher {
	m := &matcher{}
	for _, text := range texts {
		if len(text) > 1 {
			m.texts = append(m.texts, foldCase(text))
		}
	}
	slices.Sort(m.texts)
	m.texts = slices.Compact(m.texts)
	for _, text := range m.texts {
		two := uint16(text[0])<<8 | uint16(text[1])
		m.starts[int(two)+1]++
		m.may[two>>6] |= 1 << (two & 63)
	}
	for i := 1; i < len(m.starts); i++ {
		m.starts[i] += m.starts[i-1]
	}
	return m
}

// number is where a text stands in the list.
func (m *matcher) number(text string) (int, bool) {
	return slices.BinarySearch(m.texts, foldCase(text))
}

// find tells every place at which one of the texts stands as words of its own:
// its number, and where it begins and ends.
func (m *matcher) find(text []byte, hit func(n, from, to int)) {
	for i := 0; i+1 < len(text); i++ {
		two := uint16(lower[text[i]])<<8 | uint16(lower[text[i+1]])
		if m.may[two>>6]&(1<<(two&63)) == 0 {
			continue
		}
		if i > 0 && class[text[i]] == class[text[i-1]] && class[text[i]] != 0 { // within a word
			continue
		}
		low, high := int(m.starts[two]), int(m.starts[int(two)+1])
		for depth := 2; low < high; depth++ {
			if len(m.texts[low]) == depth {
				if apart(text, i, i+depth) {
					hit(low, i, i+depth)
				}
				low++
			}
			if i+depth == len(text) {
				break
			}
			low, high = m.narrow(low, high, depth, lower[text[i+depth]])
		}
	}
}

// narrow is the part of a part of the list whose next byte is this one.
func (m *matcher) narrow(low, high, depth int, next byte) (int, int) {
	at := func(from int, least byte) int {
		to := high
		for from < to {
			if half := (from + to) / 2; m.texts[half][depth] < least {
				from = half + 1
			} else {
				to = half
			}
		}
		return from
	}
	low = at(low, next)
	if next == 0xFF {
		return low, high
	}
	return low, at(low, next+1)
}

// lower is the fold of bytes: of ASCII letters their small form.
var lower = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if 'A' <= i && i <= 'Z' {
			table[i] += 'a' - 'A'
		}
	}
	return table
}()

// class is 1 for ASCII's small letters, 2 for its capitals and 3 for its digits.
// Within a run of one class no word begins.
var class = func() (table [256]byte) {
	for i := range table {
		switch {
		case 'a' <= i && i <= 'z':
			table[i] = 1
		case 'A' <= i && i <= 'Z':
			table[i] = 2
		case '0' <= i && i <= '9':
			table[i] = 3
		}
	}
	return table
}()

func foldCase(text string) string {
	folded := []byte(text)
	for i, c := range folded {
		folded[i] = lower[c]
	}
	return string(folded)
}

// apart reports whether the text from i to j is not a part of a longer word. In
// scripts without spaces a word can end after any character. The words of a table's
// cells may follow each other without a space, so a word also ends at a change of
// script, or before a capital.
func apart(text []byte, i, j int) bool {
	first, _ := utf8.DecodeRune(text[i:])
	last, _ := utf8.DecodeLastRune(text[:j])
	before, after := rune(-1), rune(-1)
	if i > 0 {
		before, _ = utf8.DecodeLastRune(text[:i])
	}
	if j < len(text) {
		after, _ = utf8.DecodeRune(text[j:])
	}
	return parted(before, first) && parted(last, after)
}

// parted reports whether a word may end between two characters.
func parted(a, b rune) bool {
	return script(a) == none || script(a) == eastern || script(a) != script(b) || unicode.IsLower(a) && unicode.IsUpper(b)
}

const (
	none = iota // no part of a word
	digit
	eastern
	letter
)

func script(r rune) int {
	switch {
	case r < 0:
		return none
	case r < utf8.RuneSelf:
		return [...]int{none, letter, letter, digit}[class[r]]
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Co):
		return eastern
	case unicode.IsDigit(r):
		return digit
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return letter
	}
	return none
}
