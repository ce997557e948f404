package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldWidth makes full-width forms of ASCII narrow and drops invisible
// characters, and white space at both ends.
func FoldWidth(s string) string {
	for i := range len(s) {
		if !plain(s[i]) && s[i] != ' ' {
			return trim(strings.Map(narrow, s))
		}
	}
	return trim(s)
}

func narrow(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x2212: // minus sign
		return '-'
	case invisible(r) || IsDirectionMark(r):
		return -1
	}
	return r
}

// narrowLetters makes letters and digits narrow, and leaves the punctuation of
// Chinese names as it is.
func narrowLetters(r rune) rune {
	if n := narrow(r); n != r && (n >= '0' && n <= '9' || n >= 'A' && n <= 'Z' || n >= 'a' && n <= 'z') {
		return n
	}
	return r
}

// FoldHeader returns a form of a header that is equal for equal headers: narrow,
// lower-case, without spaces, underscores and invisible characters.
func FoldHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if r = narrow(r); r < 0 || r == '_' || blank(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// IsDirectionMark reports whether a character does nothing but change the
// direction of the text around it. In a name it can only deceive.
func IsDirectionMark(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// unwrapped is a text without the ="…" about it.
func unwrapped(s string) string {
	if len(s) > 3 && s[0] == '=' && s[1] == '"' {
		return unwrap(s)
	}
	return s
}

// Tidy puts a text on one line, with single spaces, narrow letters and nothing
// invisible, its accents composed (NFC).
func Tidy(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return IsDirectionMark(r) || invisible(r) || narrowLetters(r) != r }) {
		s = strings.Map(func(r rune) rune {
			if IsDirectionMark(r) || invisible(r) {
				return -1
			}
			return narrowLetters(r)
		}, s)
	}
	s = norm.NFC.String(unwrapped(s))
	i := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && blank(r) || unicode.IsControl(r) })
	if i < 0 && !strings.Contains(s, "  ") {
		return strings.Clone(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return blank(r) || unicode.IsControl(r) }), " ")
}

// Bib reads a bib. What spreadsheets do to one is undone: 7.0, '7, ="007", and
// the commas between thousands.
func Bib(cell string) string {
	bib := unwrap(FoldWidth(cell))
	if strings.IndexByte(bib, ',') > 0 && thousands.MatchString(bib) {
		bib = strings.ReplaceAll(bib, ",", "")
	}
	return wholeFloat(bib)
}

// Shortened reports whether a cell is a number that a spreadsheet wrote as
// 5.80E+15, so that most of its digits are lost.
func Shortened(cell string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(cell), "E+")
	return ok && digits(exponent) && digits(strings.NewReplacer(".", "", ",", "").Replace(mantissa))
}

// wholeFloat writes a whole number without its decimals, 7.0 as 7.
func wholeFloat(s string) string {
	if whole, decimals, dotted := strings.Cut(s, "."); dotted && digits(whole) && decimals != "" && strings.Trim(decimals, "0") == "" {
		return whole
	}
	return s
}

// plainCell is a cell with a number as people write it.
func plainCell(cell string) string { return wholeFloat(Given(cell)) }

// unwrap takes off what keeps a spreadsheet from reading a cell as a number or a
// formula: an apostrophe before it, and ="…" about it.
func unwrap(cell string) string {
	if len(cell) < 2 {
		return cell
	}
	switch cell[0] {
	case '\'':
		if c := cell[1]; c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && strings.ContainsAny(cell, "0123456789") || strings.IndexByte("=+-@", c) >= 0 {
			return unwrap(cell[1:])
		}
	case '=':
		if len(cell) > 3 && cell[1] == '"' && cell[len(cell)-1] == '"' {
			return trim(cell[2 : len(cell)-1])
		}
	}
	return cell
}

// Given returns a cell folded by FoldWidth, or "" where it holds a sign that
// stands for nothing: -, —, --:--, n/a.
func Given(cell string) string {
	if cell == "" {
		return ""
	}
	cell = unwrap(FoldWidth(cell))
	if c := cell; c == "" || c[0] >= '0' && c[0] <= '9' {
		return cell
	}
	if strings.Trim(cell, "-—–―－:._") == "" {
		return ""
	}
	if len(cell) <= 8 {
		switch strings.ToLower(cell) {
		case "n/a", "#n/a", "na", "n.a.", "null", "nan", "nil", "none", "#value!", "#num!", "#ref!", "#####":
			return ""
		}
	}
	return cell
}

// plain reports whether a byte is a visible character of ASCII.
func plain(b byte) bool { return b > ' ' && b < 0x7F }

// blank reports whether a character is white space or cannot be seen.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\v', '\f', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x2060:
		return true
	}
	return r >= 0x2000 && r <= 0x200D
}

// invisible reports whether a character takes no room at all.
func invisible(r rune) bool { return r >= 0x200B && r <= 0x200D || r == 0xFEFF || r == 0x2060 }
