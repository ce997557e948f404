package show

import (
	"fmt"
	"strings"

	"guntime/generator/internal/problem"

	"golang.org/x/text/width"
)

// Many returns a count with its noun, with commas between thousands.
func Many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return problem.Grouped(n) + " " + several
}

// Fitted returns as many words as fit, and how many are left.
func Fitted(words []string, room int) string {
	var b strings.Builder
	for i, w := range words {
		rest := fmt.Sprintf(" … %s more", problem.Grouped(len(words)-i))
		if i > 0 && Columns(b.String())+2+Columns(w)+Columns(rest) > room {
			return b.String() + rest
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(w)
	}
	return b.String()
}

// Columns returns the width of a text in a terminal. A Chinese character takes two
// columns.
func Columns(s string) (n int) {
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// First returns the beginning of a text.
func First(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
