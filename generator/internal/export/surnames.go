package export

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// Surnames returns the runners of a race who have a page, ordered by the reading of
// the surname, the surname, the reading of the whole name, and the bib. Runners
// whose surname is unknown come last.
func Surnames(rv *race.RaceVerdict) []race.Surnamed {
	type line struct {
		race.Surnamed
		simple, whole, bib string
	}
	lines := make([]line, 0, rv.Shown)
	rd, texts := newReader(), map[string]string{}
	one := func(text string) string { // many share a surname: hold its text once
		if _, known := texts[text]; !known {
			texts[text] = text
		}
		return texts[text]
	}
	for i := range rv.Results {
		e := rv.Results[i].Entry
		if e.Visibility == race.Anonymous {
			continue
		}
		l := line{bib: race.FoldBib(e.Bib)}
		l.Surname, l.Reading, l.whole = rd.surname(e)
		l.Surname, l.Reading = one(l.Surname), one(l.Reading)
		l.simple = one(strings.Map(simplified, l.Surname))
		l.Result = i
		lines = append(lines, l)
	}
	order := inOrder(len(lines), func(i, j int32) int {
		a, b := &lines[i], &lines[j]
		return cmp.Or(cmp.Compare(last(a.Reading == ""), last(b.Reading == "")), cmp.Compare(a.Reading, b.Reading),
			cmp.Compare(a.simple, b.simple), cmp.Compare(a.Surname, b.Surname), cmp.Compare(a.whole, b.whole), cmp.Compare(a.bib, b.bib))
	})
	all := make([]race.Surnamed, len(lines))
	for at, i := range order {
		all[at] = lines[i].Surnamed
	}
	return all
}

func last(is bool) int {
	if is {
		return 1
	}
	return 0
}

// surname returns the surname of a runner, its reading, and the reading of the
// whole name. In Chinese the surname is the first character or a compound surname.
// In letters it is the words in capitals if others are not, as in "KIPTUM Kelvin",
// else the last word. For a masked name in letters it returns nothing.
func (rd *reader) surname(e *race.Entry) (name, reading, whole string) {
	native, latin := published(e.PublishedName()), published(e.PublishedLatinName())
	if e.Members != nil { // they stand in its place
		latin = ""
	}
	if e.Visibility == race.Masked {
		latin = ""
		native, _, _ = strings.Cut(native, "*")
	}
	if han := hanRunes(native); len(han) > 0 {
		n := surnameLength(han)
		if e.Visibility == race.Masked {
			n = len(han)
		}
		if all := rd.name(han, n); all != nil && len(all[0]) >= n {
			return string(han[:n]), strings.Join(all[0][:n], ""), strings.Join(all[0], " ")
		}
		return string(han[:n]), "", ""
	}
	if e.Visibility == race.Masked {
		return "", "", ""
	}
	if latin == "" {
		latin = native
	}
	words := strings.Fields(latin)
	if len(words) == 0 {
		return "", "", ""
	}
	capitals := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !inCapitals(w) })
	name = words[len(words)-1]
	if len(capitals) > 0 && len(capitals) < len(words) {
		name = strings.Join(capitals, " ")
	}
	return name, strings.Join(foldWords(name), ""), strings.Join(foldWords(latin), " ")
}

// inCapitals reports whether a word has at least two letters and none is small.
func inCapitals(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsLower(r) {
				return false
			}
		}
	}
	return letters > 1
}
