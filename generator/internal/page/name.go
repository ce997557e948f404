package page

import (
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// name is an entry's name under its visibility. Pages in Chinese and Japanese
// show the name as its owner writes it; others the Latin one first, where
// there is one, and the native beside it.
func (d *draft) name(e *race.Entry) Name {
	if e.Visibility == race.Anonymous {
		return Name{Text: d.say("anonymous")}
	}
	native, latin := plainText(e.PublishedName()), plainText(e.PublishedLatinName())
	lang := scriptOf(native, e.Nat)
	if lang == d.lang {
		lang = ""
	}
	if latin == "" || latin == native || isHan(d.lang) {
		return Name{Text: native, Lang: lang}
	}
	return Name{Text: latin, Other: native, OLang: lang}
}

// plainText is a text from the entries without the marks that turn the writing
// direction of what follows them, and without control characters.
func plainText(s string) string {
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

// isHan reports whether a language is written in Chinese characters.
func isHan(lang string) bool { return len(lang) >= 2 && (lang[:2] == "zh" || lang[:2] == "ja") }

// scriptOf guesses the language of a name from its script: Han is Chinese, or
// Japanese for a runner of Japan. It is "" where the script says nothing.
func scriptOf(name, nat string) string {
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

// champion is a champion's name on a page of this language.
func (d *draft) champion(c *race.Champion) Name {
	lang := scriptOf(c.NameZH, c.Nat)
	if lang == "ja" { // the column holds the Chinese form of every name
		lang = "zh"
	}
	if isHan(d.lang) {
		if c.NameZH != "" {
			return Name{Text: c.NameZH, Other: c.Name}
		}
		return Name{Text: c.Name}
	}
	if c.Name == "" {
		return Name{Text: c.NameZH, Lang: lang}
	}
	return Name{Text: c.Name, Other: c.NameZH, OLang: lang}
}
