package spelling

import "strings"

// Unpadded finds numbers that are written with other leading zeros, 001 for 1: it has
// what belongs to each number by its text without them, -1 where several are meant.
type Unpadded map[string]int

// UnpaddedOf makes it of what belongs to each text.
func UnpaddedOf(index map[string]int) Unpadded {
	u := make(Unpadded, len(index))
	for text, i := range index {
		short := strings.TrimLeft(text, "0")
		if _, twice := u[short]; twice {
			i = -1
		}
		u[short] = i
	}
	return u
}

// Find returns what belongs to a text of digits, where only one can be meant.
func (u Unpadded) Find(text string) (i int, ok bool) {
	short := strings.TrimLeft(text, "0")
	if i, ok = u[short]; !ok || i < 0 || !Digits(short) {
		return 0, false
	}
	return i, true
}
