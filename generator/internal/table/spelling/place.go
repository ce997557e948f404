package spelling

import "strings"

// OwnPlace reads a place as tables write it: 12, 12., 12.0, 12th, 10,201,
// 12 / 345, 第12名; and of how many it is, 0 where that is not said. The place is
// 0 for anything else.
func OwnPlace(cell string) (place, of int32) {
	cell = strings.TrimPrefix(FoldWidth(cell), "第")
	place, cell, ok := leadingNumber(cell)
	if !ok {
		return 0, 0
	}
	rest := strings.TrimSpace(cell)
	for _, sign := range []string{"/", "of ", "von ", "sur ", "de "} {
		if all, found := strings.CutPrefix(rest, sign); found {
			of, _, _ = leadingNumber(strings.TrimSpace(all))
			return place, of
		}
	}
	switch strings.ToLower(rest) {
	case "", ".", ".0", "st", "nd", "rd", "th", "º", "ª", "°", "e", "er", "ème", "位", "名", "위":
		return place, 0
	}
	return 0, 0
}

// leadingNumber is the number that a text begins with, commas between its
// thousands left out, and what follows it.
func leadingNumber(s string) (n int32, rest string, ok bool) {
	digits, i := 0, 0
	for ; i < len(s); i++ {
		if s[i] == ',' && digits > 0 && thousand(s[i+1:]) {
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			break
		}
		if n, digits = n*10+int32(s[i]-'0'), digits+1; digits > 8 {
			return 0, s, false
		}
	}
	return n, s[i:], digits > 0
}

// thousand reports whether a text begins with three digits and no fourth.
func thousand(s string) bool {
	return len(s) >= 3 && strings.Trim(s[:3], "0123456789") == "" && (len(s) == 3 || s[3] < '0' || s[3] > '9')
}
