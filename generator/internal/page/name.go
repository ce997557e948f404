package page

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// name returns the name of an entry as its visibility allows. Pages in Chinese and
// Japanese show the name as its owner writes it; others show the Latin name first,
// if there is one, and the native one beside it.
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

// plainText returns a text of the entries without direction marks and control
// characters.
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

// scriptOf guesses the language of a name by its script: Chinese characters are
// Chinese, or Japanese for a runner of Japan. It returns "" if unknown.
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

// champion returns the name of a champion for a page: as the language of the page
// writes it; on a Chinese or Japanese page as a nation with Chinese characters
// writes it; else in Latin letters, with the native form beside it.
func (d *draft) champion(c *race.Champion) Name {
	own := writing[c.Nat]
	switch native := c.Names[own]; {
	case c.Names[d.lang] != "":
		return Name{Text: c.Names[d.lang], Other: c.Name}
	case native != "" && (isHan(d.lang) || c.Name == ""):
		return Name{Text: native, Lang: own, Other: c.Name}
	case c.Name != "":
		return Name{Text: c.Name, Other: native, OLang: own}
	}
	for _, lang := range slices.Sorted(maps.Keys(c.Names)) {
		return Name{Text: c.Names[lang], Lang: lang}
	}
	return Name{}
}

// writing returns the language of the names of a nation that writes them in Chinese
// characters.
var writing = map[string]string{"CHN": "zh", "HKG": "zh", "MAC": "zh", "TPE": "zh", "JPN": "ja"}
