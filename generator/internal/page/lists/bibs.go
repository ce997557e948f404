package lists

import "cmp"

// CompareBibs orders folded bibs by their parts: digits by their value, the
// rest by letter.
func CompareBibs(a, b string) int {
	for x, y := a, b; ; {
		if x == "" || y == "" {
			return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
		}
		m, n := digitsOf(x), digitsOf(y)
		if m > 0 && n > 0 {
			one, other := value(x[:m]), value(y[:n])
			if c := cmp.Or(cmp.Compare(len(one), len(other)), cmp.Compare(one, other)); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
}

// digitsOf is how many digits a text begins with.
func digitsOf(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// value is a number without the zeros that it begins with.
func value(digits string) string {
	for digits != "" && digits[0] == '0' {
		digits = digits[1:]
	}
	return digits
}

// A plainBib is a folded bib with what most are compared by: nearly all are letters and
// then a number.
type plainBib struct {
	text    string
	letters int // how many come before the number; -1 for any other bib
	number  uint64
}

// plain looks at a folded bib. A number of more digits than an uint64 holds is not plain.
func plain(text string) plainBib {
	b := plainBib{text: text}
	for b.letters < len(text) && digitsOf(text[b.letters:]) == 0 {
		b.letters++
	}
	digits := text[b.letters:]
	if digits == "" || len(digits) > 18 || digitsOf(digits) < len(digits) {
		b.letters = -1
		return b
	}
	for i := range len(digits) {
		b.number = b.number*10 + uint64(digits[i]-'0')
	}
	return b
}

// compare is CompareBibs.
func (b plainBib) compare(other plainBib) int {
	if b.letters >= 0 && b.letters == other.letters && b.number != other.number && b.text[:b.letters] == other.text[:b.letters] {
		return cmp.Compare(b.number, other.number)
	}
	return CompareBibs(b.text, other.text)
}
