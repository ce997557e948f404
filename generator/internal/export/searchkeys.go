package export

import (
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// bounds on the keys of one name, for names that are made to be long.
const (
	maxSuffixes = 24
	maxTurns    = 6
)

// nameKeys returns every text by whose beginning a runner's name is found,
// sorted, without repetition. They hold no more of a masked name than is
// published, and no reading of what it hides.
func (rd *reader) nameKeys(e *race.Entry) []string {
	var keys []string
	add := func(parts ...string) {
		if key := cut(strings.Join(parts, "")); key != "" {
			keys = append(keys, key)
		}
	}
	name, latin := published(e.PublishedName()), published(e.PublishedLatinName())
	han := hanRunes(name)
	if e.Visibility == race.Masked {
		if len(han) == 0 {
			return nil
		}
		shown, _, _ := strings.Cut(name, "*")
		if surname := hanRunes(shown); len(surname) > 0 {
			for _, syllables := range rd.name(surname, len(surname)) {
				add(syllables...)
			}
		}
		latin, han = "", nil
	}
	for _, text := range []string{name, latin} {
		turns(foldWords(text), add)
	}
	if len(han) > 0 {
		surname := surnameLength(han)
		for _, syllables := range rd.name(han, surname) {
			family := strings.Join(syllables[:min(surname, len(syllables))], "")
			given := syllables[min(surname, len(syllables)):]
			add(family, strings.Join(given, ""))
			add(strings.Join(given, ""), family)
			add(family, initials(given))
			if len(given) > 0 {
				add(initials(syllables))
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// turns adds a name from each of its words on, the words before it behind; of a
// name without spaces in an Eastern script, from each of its characters on.
func turns(words []string, add func(parts ...string)) {
	whole := []rune(strings.Join(words, ""))
	if slices.ContainsFunc(whole, eastern) {
		for i := range whole[:min(len(whole), maxSuffixes)] {
			add(string(whole[i:]))
		}
		return
	}
	for i := range words[:min(len(words), maxTurns)] {
		add(strings.Join(words[i:], ""), strings.Join(words[:i], ""))
	}
}

func eastern(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Co)
}

func initials(syllables []string) string {
	var b strings.Builder
	for _, s := range syllables {
		b.WriteString(s[:1])
	}
	return b.String()
}

// published is a name without marks that turn the direction of writing and
// without control characters.
func published(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, name))
}
