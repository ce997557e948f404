package table

import (
	"strings"
	"unicode"
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

// Tidy puts a text on one line, with single spaces, narrow letters and nothing
// invisible.
func Tidy(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return IsDirectionMark(r) || invisible(r) || narrowLetters(r) != r }) {
		s = strings.Map(func(r rune) rune {
			if IsDirectionMark(r) || invisible(r) {
				return -1
			}
			return narrowLetters(r)
		}, s)
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r != ' ' && blank(r) || unicode.IsControl(r) })
	if i < 0 && !strings.Contains(s, "  ") {
		return strings.Clone(s)
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return blank(r) || unicode.IsControl(r) }), " ")
}

// Bib reads a bib; the commas that a spreadsheet puts between thousands are
// not part of it.
func Bib(cell string) string {
	bib := FoldWidth(cell)
	if strings.IndexByte(bib, ',') > 0 && thousands.MatchString(bib) {
		bib = strings.ReplaceAll(bib, ",", "")
	}
	return bib
}

// Given returns a cell folded by FoldWidth, or "" where it holds a dash that
// stands for nothing.
func Given(cell string) string {
	switch cell = FoldWidth(cell); cell {
	case "-", "--", "—", "–", "——":
		return ""
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
