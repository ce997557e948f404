package verify

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// matcher finds many texts in one pass over another text, ignoring the case of
// ASCII letters. At each place it narrows a sorted list byte by byte; at most
// places the first two bytes show already that no text begins there.
type matcher struct {
	texts  []string             // folded, sorted, no doubles, each of two bytes or more
	starts [1<<16 + 1]int32     // by the first two bytes: the index of the first text that begins with them
	may    [1 << 16 / 64]uint64 // a bit for each pair of first bytes: whether a text begins with it
}

// newMatcher accepts texts in any order. find reports indexes into matcher.texts.
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

// number returns the index of a text in the list.
func (m *matcher) number(text string) (int, bool) {
	return slices.BinarySearch(m.texts, foldCase(text))
}

// find calls hit for every place where one of the texts stands as whole words, with
// the number of the text and where it begins and ends.
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
				if isWholeWord(text, i, i+depth) {
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

// narrow returns the part of texts[low:high] whose byte at depth is next.
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

// lower maps each byte to itself, and capital ASCII letters to small ones.
var lower = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if 'A' <= i && i <= 'Z' {
			table[i] += 'a' - 'A'
		}
	}
	return table
}()

// class is 1 for small ASCII letters, 2 for capitals, 3 for digits, 0 for other
// bytes. No word begins between two bytes of the same class.
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

// isWholeWord reports whether text[i:j] is not a part of a longer word. In scripts
// without spaces a word may end after any character. Cells of a table may follow
// each other without a space, so a word also ends at a change of script, or before
// a capital.
func isWholeWord(text []byte, i, j int) bool {
	first, _ := utf8.DecodeRune(text[i:])
	last, _ := utf8.DecodeLastRune(text[:j])
	before, after := rune(-1), rune(-1)
	if i > 0 {
		before, _ = utf8.DecodeLastRune(text[:i])
	}
	if j < len(text) {
		after, _ = utf8.DecodeRune(text[j:])
	}
	return wordsMeet(before, first) && wordsMeet(last, after)
}

// wordsMeet reports whether one word may end and another begin between two
// characters.
func wordsMeet(a, b rune) bool {
	return script(a) == none || script(a) == eastern || script(a) != script(b) || unicode.IsLower(a) && unicode.IsUpper(b)
}

const (
	none = iota // not part of a word
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
