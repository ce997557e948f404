package export

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// Limits for the keys of one name, against names that are made to be long.
const (
	maxSuffixes = 24
	maxTurns    = 16
)

// betweenMembers stands between the members of a relay team, whose names take the
// place of the Latin one.
const betweenMembers = " · "

// nameKeys returns every key that finds the name of a runner by its beginning,
// sorted, without doubles. A masked name gives only keys of what is published, and
// no reading of what is hidden. The result is valid until the next call.
func (rd *reader) nameKeys(e *race.Entry) [][]byte {
	return rd.publishedKeys(published(e.PublishedName()), published(e.PublishedLatinName()), e.Visibility == race.Masked)
}

// NameKeys returns a function that returns the keys of a published name, masked or
// not. Its result is valid until the next call. Calls must not run at the same
// time.
func NameKeys() func(name, latin string, masked bool) [][]byte { return newReader().publishedKeys }

func (rd *reader) publishedKeys(name, latin string, masked bool) [][]byte {
	rd.text, rd.keys = rd.text[:0], rd.keys[:0]
	if strings.Contains(name+latin, betweenMembers) { // a team is found by each of its members
		for part := range strings.SplitSeq(name+betweenMembers+latin, betweenMembers) {
			rd.keysOf(part, "", masked || strings.Contains(part, "*"))
		}
	} else {
		rd.keysOf(name, latin, masked)
	}
	slices.SortFunc(rd.keys, bytes.Compare)
	rd.keys = slices.CompactFunc(rd.keys, bytes.Equal)
	return rd.keys
}

// keysOf adds the keys of one name.
func (rd *reader) keysOf(name, latin string, masked bool) {
	han := hanRunes(name)
	if masked {
		if len(han) == 0 {
			return
		}
		shown, _, _ := strings.Cut(name, "*")
		if surname := hanRunes(shown); len(surname) > 0 {
			for _, syllables := range rd.name(surname, len(surname)) {
				rd.add(syllables)
			}
		}
		latin, han = "", nil
	}
	for _, text := range []string{name, latin} {
		rd.turns(foldWords(text))
		if out := spelledOut(text); out != "" {
			rd.turns(foldWords(out))
		}
		for _, way := range Romanise(text) {
			rd.turns(slices.DeleteFunc(foldWords(way), func(word string) bool { return strings.ContainsFunc(word, eastern) }))
		}
	}
	if len(han) > 0 {
		surname := surnameLength(han)
		for _, syllables := range rd.name(han, surname) {
			n := min(surname, len(syllables))
			family, given := syllables[:n], syllables[n:]
			rd.add(syllables)
			rd.add(given, family)
			rd.add(family, initials(given))
			if len(given) > 0 {
				rd.add(initials(syllables))
			}
		}
	}
}

// add adds a key made of several lists of texts, nothing for an empty one.
func (rd *reader) add(lists ...[]string) {
	start := len(rd.text)
	for _, list := range lists {
		for _, text := range list {
			rd.text = append(rd.text, text...)
		}
	}
	if key := cut(rd.text[start:]); len(key) > 0 {
		rd.keys = append(rd.keys, key[:len(key):len(key)])
	}
}

// turns adds a name beginning with each of its words, with the words before it at
// the end. For an Eastern name without spaces it does so with each character.
func (rd *reader) turns(words []string) {
	whole := words
	if len(words) > 1 {
		whole = []string{strings.Join(words, "")}
	}
	if len(whole) > 0 && strings.ContainsFunc(whole[0], eastern) {
		n := 0
		for i := range whole[0] {
			if n == maxSuffixes {
				break
			}
			rd.add([]string{whole[0][i:]})
			n++
		}
		return
	}
	for i := range words[:min(len(words), maxTurns)] {
		rd.add(words[i:], words[:i])
	}
}

func eastern(r rune) bool {
	return usual(r) || r > unicode.MaxASCII && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Co)
}

// initials returns the first letter of each syllable.
func initials(syllables []string) []string {
	letters := make([]string, len(syllables))
	for i, s := range syllables {
		letters[i] = s[:1]
	}
	return letters
}

// published returns a name without direction marks and control characters.
func published(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return !usual(r) && (r < ' ' || r > '~') }) {
		return strings.TrimSpace(name)
	}
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
