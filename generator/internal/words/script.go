package words

import (
	"strings"
	"unicode"
)

// PlainText is a text from the entries without the marks that turn the writing
// direction of what follows them, and without control characters.
func PlainText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
}

// IsHan reports whether a language is written in Chinese characters.
func IsHan(lang string) bool { return len(lang) >= 2 && (lang[:2] == "zh" || lang[:2] == "ja") }

// ScriptOf guesses the language of a name from its script: Han is Chinese, or
// Japanese for a runner of Japan. It is "" where the script says nothing.
func ScriptOf(name, nat string) string {
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r), unicode.Is(unicode.Han, r) && nat == "JPN":
			return "ja"
		case unicode.Is(unicode.Han, r):
			return "zh"
		case unicode.Is(unicode.Hangul, r):
			return "ko"
		}
	}
	return ""
}

// Writing is the language that a nation's names are written in, where that is in
// Chinese characters, "" elsewhere.
func Writing(nat string) string { return writing[nat] }

var writing = map[string]string{"CHN": "zh", "HKG": "zh", "MAC": "zh", "TPE": "zh", "JPN": "ja"}
