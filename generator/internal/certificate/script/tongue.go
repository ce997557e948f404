package script

import (
	"slices"
	"strings"
	"unicode"
)

// A Tongue is the language in which a glyph is spoken: 0 is that of its piece, the others
// are indices of Tongues.
type Tongue = uint8

// SecondTongue is the second language of the sheet.
const SecondTongue Tongue = 1

// Tongues are the languages of names that are written in another script than that of
// the document, as far as the script tells.
var Tongues = [...]string{"", "", "zh", "ja", "ko", "en", "ru", "el", "ar", "he", "th", "hi"}

func tongueNamed(tag string) Tongue { return Tongue(slices.Index(Tongues[2:], tag) + 2) }

var scriptTongues = []struct {
	script *unicode.RangeTable
	tag    string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Cyrillic, "ru"}, {unicode.Greek, "el"},
	{unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Thai, "th"}, {unicode.Devanagari, "hi"},
}

// isLatin reports whether a language is written in Latin letters.
func isLatin(tag string) bool {
	return !slices.Contains([]string{"zh", "ja", "ko", "ru", "el", "ar", "he", "th", "hi"}, primary(tag))
}

// primary returns the first part of the name of a language: that of zh-Hant is zh.
func primary(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	return tag
}

// TongueOf returns in which language a letter of a runner's text is spoken; ok is false
// for what is not a letter.
func TongueOf(r rune, nat, first, second string) (_ Tongue, ok bool) {
	tag := ""
	switch {
	case unicode.Is(unicode.Han, r):
		switch {
		case nat == "JPN":
			tag = "ja"
		case nat == "KOR":
			tag = "ko"
		default:
			tag = "zh"
		}
	case !unicode.IsLetter(r):
		return 0, false
	case unicode.Is(unicode.Latin, r):
		switch {
		case isLatin(first):
			return 0, true
		case isLatin(second):
			return SecondTongue, true
		}
		tag = "en"
	default:
		for _, s := range scriptTongues {
			if unicode.Is(s.script, r) {
				tag = s.tag
			}
		}
	}
	if tag == "" || tag == primary(first) {
		return 0, true
	}
	return tongueNamed(tag), true
}
