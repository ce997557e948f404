package problem

import (
	"strconv"
	"strings"
)

// Nearest returns the word of a list that a misspelt one may stand for, or ""
// where none is within two letters of it. Case makes no difference.
func Nearest(word string, list []string) string {
	best, found := 3, ""
	if len(word) > 100 { // nobody means a known word by it
		return ""
	}
	for _, w := range list {
		if d := distance(strings.ToLower(word), w); d < best && d < len(w) {
			best, found = d, w
		}
	}
	return found
}

// distance is how many letters must be changed, added or dropped to turn one
// word into another.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		corner := row[0]
		row[0] = i + 1
		for j := range y {
			change := corner
			if x[i] != y[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// ListOf writes the words that a hint offers, with commas between.
func ListOf[T ~string](words []T) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// Quantity writes a count with its noun: "1 row", "2 rows".
func Quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Grouped writes a number with a comma between thousands.
func Grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
