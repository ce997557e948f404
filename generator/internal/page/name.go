package page

import (
	"maps"
	"slices"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// name returns the name of an entry as its visibility allows. Pages in Chinese and
// Japanese show the name as its owner writes it; others show the Latin name first,
// if there is one, and the native one beside it.
func (d *draft) name(e *race.Entry) Name {
	if e.Visibility == race.Anonymous {
		return Name{Text: d.say("anonymous")}
	}
	native, latin := words.PlainText(e.PublishedName()), words.PlainText(e.PublishedLatinName())
	if e.Members != nil && latin != native {
		return Name{Text: native, Other: latin, Team: true}
	}
	lang := words.ScriptOf(native, e.Nat)
	if lang == d.lang {
		lang = ""
	}
	if latin == "" || latin == native || words.IsHan(d.lang) {
		return Name{Text: native, Lang: lang}
	}
	return Name{Text: latin, Other: native, OLang: lang}
}

// champion is a champion's name on a page of this language: as the language
// writes it; on a page in Chinese or Japanese as a nation of Chinese characters
// writes it; else in Latin letters, with the nation's own writing beside them.
func (d *draft) champion(c *race.Champion) Name {
	own := words.Writing(c.Nat)
	switch native := c.Names[own]; {
	case c.Names[d.lang] != "":
		return Name{Text: c.Names[d.lang], Other: c.Name}
	case native != "" && (words.IsHan(d.lang) || c.Name == ""):
		return Name{Text: native, Lang: own, Other: c.Name}
	case c.Name != "":
		return Name{Text: c.Name, Other: native, OLang: own}
	}
	for _, lang := range slices.Sorted(maps.Keys(c.Names)) {
		return Name{Text: c.Names[lang], Lang: lang}
	}
	return Name{}
}
