package spelling

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// Genders reads the genders of one column. A letter does not mean the same in
// all languages (M is a man in M/F and a woman in the Spanish H/M), so it is
// read by all that the column holds, never by its cell alone.
type Genders struct {
	counts map[string]int // rows by the cell as it is written
	folded map[string]string
	spoken Languages // of the words about the column
}

// Spoken says that a word is in some of the languages of the lexicon, which
// decides where letters alone do not.
func (g *Genders) Spoken(header string) { g.spoken |= SpokenIn(header) }

// SpokenIn are the languages in which a header is the name of a column.
func SpokenIn(header string) (in Languages) {
	for _, s := range Lexicon().Senses[FoldWord(header)] {
		in |= s.In
	}
	return in
}

// Add counts a cell.
func (g *Genders) Add(cell string) { g.AddRows(cell, 1) }

// AddRows counts a cell that stands in several rows.
func (g *Genders) AddRows(cell string, rows int) {
	if g.counts == nil {
		g.counts, g.folded = map[string]int{}, map[string]string{}
	}
	if _, known := g.folded[cell]; !known {
		cell = strings.Clone(cell)
		if g.folded[cell] = ""; !strings.Contains(cell, `"`) {
			g.folded[cell] = FoldWord(Given(cell))
		}
	}
	g.counts[cell] += rows
}

// GenderReading is what the cells of a column mean.
type GenderReading struct {
	Of      map[string]race.Gender // by the cell as it is written; those that cannot be read are not there
	Letters map[string]race.Gender // what the letters alone were taken for
	Either  [2]string              // two readings that cannot be told apart, the likelier first, as text to paste; "" where there is one
	Mixed   bool                   // the letters are of several languages
}

// strayLetters is how few rows of a hundred may have a letter that does not count
// when the language of the letters is found.
const strayLetters = 2

// Read says what each cell means.
func (g *Genders) Read() GenderReading {
	x := Lexicon()
	out := GenderReading{Of: map[string]race.Gender{}, Letters: map[string]race.Gender{}}
	letters, rows := map[string]int{}, 0
	for cell, n := range g.counts {
		if f := g.folded[cell]; x.hasLetter(f) && (utf8.RuneCountInString(f) == 1 || g.paired(f)) {
			letters[f] += n
			rows += n
		}
	}
	var major []string
	for f, n := range letters {
		if n*100 >= rows*strayLetters {
			major = append(major, f)
		}
	}
	slices.Sort(major)
	pairs := x.covering(major)
	if len(pairs) > 1 && !agree(pairs, major) {
		pairs = x.likeliest(pairs, major, g.spoken)
	}
	switch {
	case len(major) == 0:
	case len(pairs) > 0 && agree(pairs, major):
		for _, f := range major {
			out.Letters[f] = pairs[0].means(f)
		}
		x.strays(out.Letters, letters)
	case len(pairs) > 1:
		a, b := pairs[0], pairs[1+slices.IndexFunc(pairs[1:], func(p letterPair) bool { return !agree([]letterPair{pairs[0], p}, major) })]
		if b.means("m") == race.Male && a.means("m") != race.Male { // as in most languages
			a, b = b, a
		}
		out.Either = [2]string{g.paste(a, major), g.paste(b, major)}
	default:
		out.Mixed = true
		x.mixed(out.Letters, letters)
	}
	for cell, f := range g.folded {
		if means, ok := x.genders[f]; ok && utf8.RuneCountInString(f) > 1 || ok && Eastern([]rune(f)[0]) || ok && f == "x" {
			out.Of[cell] = means
		} else if means := out.Letters[f]; means != race.NoGender {
			out.Of[cell] = means
		}
	}
	return out
}

// Values are the cells, those of most rows first.
func (g *Genders) Values() []string {
	var list []string
	for cell := range g.counts {
		list = append(list, cell)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(g.counts[b], g.counts[a]), cmp.Compare(a, b)) })
	return list
}

// Rows is how many rows have a cell.
func (g *Genders) Rows(cell string) int { return g.counts[cell] }

// means is the gender of a letter, NoGender where the pair has not got it.
func (p letterPair) means(letter string) race.Gender {
	switch letter {
	case p.male:
		return race.Male
	case p.female:
		return race.Female
	case p.other:
		return race.GenderX
	}
	return race.NoGender
}

// paired reports whether a word that means a gender only beside another, as Nam does
// beside Nữ, has that beside it.
func (g *Genders) paired(word string) bool {
	for _, p := range Lexicon().letters {
		other := map[string]string{p.male: p.female, p.female: p.male}[word]
		for _, f := range g.folded {
			if other != "" && f == other {
				return true
			}
		}
	}
	return false
}

// hasLetter reports whether some pair has a letter.
func (x *lexicon) hasLetter(letter string) bool {
	return slices.ContainsFunc(x.letters, func(p letterPair) bool { return p.means(letter) != race.NoGender })
}

// covering are the pairs that have all letters.
func (x *lexicon) covering(letters []string) (list []letterPair) {
	for _, p := range x.letters {
		if !slices.ContainsFunc(letters, func(f string) bool { return f == "" || p.means(f) == race.NoGender }) {
			list = append(list, p)
		}
	}
	return list
}

// agree reports whether all pairs give the letters the same meanings.
func agree(pairs []letterPair, letters []string) bool {
	for _, p := range pairs {
		for _, f := range letters {
			if p.means(f) != pairs[0].means(f) {
				return false
			}
		}
	}
	return true
}

// likeliest keeps the pairs of the languages that are spoken about the column. M
// alone is a man and F alone a woman: that is so in most languages.
func (x *lexicon) likeliest(pairs []letterPair, letters []string, spoken Languages) []letterPair {
	if spoken != 0 {
		best, most := pairs[:0:0], 0
		for _, p := range pairs {
			switch n := bits.OnesCount64(uint64(p.in & spoken)); {
			case n == 0 || n < most:
			case n > most:
				best, most = []letterPair{p}, n
			default:
				best = append(best, p)
			}
		}
		if len(best) > 0 && bits.OnesCount64(uint64(spoken)) <= 3 && agree(best, letters) {
			return best
		}
	}
	if usual := map[string]race.Gender{"m": race.Male, "f": race.Female}; len(letters) == 1 && usual[letters[0]] != race.NoGender {
		return slices.DeleteFunc(slices.Clone(pairs), func(p letterPair) bool { return p.means(letters[0]) != usual[letters[0]] })
	}
	return pairs
}

// strays adds letters of a few rows where all pairs that have a letter that is known, and
// do not contradict what is known, mean the same by them: K beside M, and not L.
func (x *lexicon) strays(known map[string]race.Gender, letters map[string]int) {
	means := map[string]race.Gender{}
	for f := range letters {
		if known[f] != race.NoGender {
			continue
		}
		for _, p := range x.letters {
			m := p.means(f)
			if m == race.NoGender || f == "f" && m != race.Female || slices.ContainsFunc([]string{p.male, p.female}, func(o string) bool { return known[o] != race.NoGender && known[o] != p.means(o) }) {
				continue
			}
			if known[p.male] == race.NoGender && known[p.female] == race.NoGender {
				continue
			}
			if old, twice := means[f]; twice && old != m {
				m = 0xFF // two meanings
			}
			means[f] = m
		}
	}
	for f, m := range means {
		if m != 0xFF {
			known[f] = m
		}
	}
}

// mixed reads letters of several languages: those that mean the same in all of
// them, and M as a man where some other letter is a woman's for certain.
func (x *lexicon) mixed(known map[string]race.Gender, letters map[string]int) {
	for f := range letters {
		first := race.NoGender
		for _, p := range x.letters {
			m := p.means(f)
			if m == race.NoGender || f == "f" && m != race.Female { // a man in Hungarian alone
				continue
			}
			if first != race.NoGender && first != m {
				first = race.NoGender
				break
			}
			first = m
		}
		if first != race.NoGender {
			known[f] = first
		}
	}
	for _, m := range known {
		if _, there := letters["m"]; there && m == race.Female {
			known["m"] = race.Male
			return
		}
	}
}

// paste writes a reading of letters as edition.yaml wants it.
func (g *Genders) paste(p letterPair, letters []string) string {
	var parts []string
	for _, f := range letters {
		for _, cell := range g.Values() {
			if g.folded[cell] == f {
				parts = append(parts, fmt.Sprintf("%s: %s", strconv.Quote(Given(cell)), p.means(f)))
				break
			}
		}
	}
	return "values: {gender: {" + strings.Join(parts, ", ") + "}}"
}

// GenderCells reports whether cells can be those of a column of genders.
func GenderCells(cells []string) bool {
	var g Genders
	for _, c := range cells {
		if g.Add(c); len(g.counts) > 20 {
			return false
		}
	}
	r := g.Read()
	n := 0
	for cell, rows := range g.counts {
		if _, ok := r.Of[cell]; ok || r.Either[0] != "" && utf8.RuneCountInString(cell) == 1 {
			n += rows
		}
	}
	return len(cells) > 0 && n*10 >= len(cells)*9
}

// ageWords are words of categories about which a letter says the gender.
var ageWords = []string{"sen", "jun", "vet", "mas", "esp", "cad", "open", "elite", "hk", "jg", "u", "ak", "abs", "gen", "pro", "min", "ben", "juv", "sub", "rec", "s", "v", "j", "se", "es", "ca", "ju", "mi", "be", "po", "ma", "ve"}

// GenderOfCategories finds the genders that categories say, such as M35, F-Sen,
// W40, 男40-49歲 or Senior Women, where all of them say one. The result has a
// gender by category, nil where they do not say it.
func GenderOfCategories(rows map[string]int, about ...string) map[string]race.Gender {
	for _, token := range []func(string) string{genderWord, leadingLetter, trailingLetter} {
		var g Genders
		for _, h := range about {
			g.Spoken(h)
		}
		said := map[string]string{}
		all, found := 0, 0
		for category, n := range rows {
			if Given(category) == "" {
				continue
			}
			all += n
			if t := token(category); t != "" {
				said[category] = t
				found += n
				g.AddRows(t, n)
			}
		}
		if found == 0 || found*20 < all*19 {
			continue
		}
		r := g.Read()
		if r.Either[0] != "" || r.Mixed {
			continue
		}
		out := map[string]race.Gender{}
		good := 0
		for category, t := range said {
			if m := r.Of[t]; m != race.NoGender {
				out[category] = m
				good += rows[category]
			}
		}
		if good*20 >= all*19 {
			return out
		}
	}
	return nil
}

// GenderOfTitle finds the gender that the name of a file or a title says, as
// women-10k.csv does; NoGender where it says none or both.
func GenderOfTitle(title string) race.Gender {
	g := race.NoGender
	for _, w := range letterWords(title) {
		if m := Lexicon().genders[FoldWord(w)]; m != race.NoGender && m != race.Mixed && (utf8.RuneCountInString(w) > 2 || Eastern([]rune(w)[0])) {
			if g != race.NoGender && g != m {
				return race.NoGender
			}
			g = m
		}
	}
	return g
}

// letterWords are the words of a text; the first character and the first two of
// a word in Chinese characters stand for themselves as well.
func letterWords(s string) []string {
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	for _, w := range words {
		r := []rune(w)
		if len(r) > 1 && Eastern(r[0]) {
			words = append(words, string(r[:1]), string(r[len(r)-1:]))
			if len(r) > 2 {
				words = append(words, string(r[:2]), string(r[len(r)-2:]), string(r[len(r)-3:]))
			}
		}
	}
	return words
}

// genderWord is a word in a category that is a gender in full.
func genderWord(category string) string {
	for _, w := range letterWords(Given(category)) {
		if m, ok := Lexicon().genders[FoldWord(w)]; ok && m != race.Mixed && (utf8.RuneCountInString(w) > 1 || Eastern([]rune(w)[0])) {
			return w
		}
	}
	return ""
}

// leadingLetter is the letter that a category begins with, alone or before a
// number or a word about age.
func leadingLetter(category string) string {
	r := []rune(Given(category))
	if len(r) == 0 || !unicode.IsLetter(r[0]) {
		return ""
	}
	if len(r) == 1 || !unicode.IsLetter(r[1]) || ageWord(string(r[1:])) {
		return string(r[:1])
	}
	return ""
}

// trailingLetter is the letter that a category ends with, alone or behind a
// number or a word about age.
func trailingLetter(category string) string {
	r := []rune(Given(category))
	n := len(r)
	if n == 0 || !unicode.IsLetter(r[n-1]) {
		return ""
	}
	if n == 1 || !unicode.IsLetter(r[n-2]) || ageWord(string(r[:n-1])) || ageWord(strings.TrimLeft(string(r[:n-1]), "0123456789")) {
		return string(r[n-1:])
	}
	return ""
}

// ageWord reports whether a text begins with a word about age.
func ageWord(s string) bool {
	letters := strings.ToLower(s)
	if i := strings.IndexFunc(letters, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		letters = letters[:i]
	}
	return slices.ContainsFunc(ageWords, func(w string) bool { return letters == w || len(w) > 2 && strings.HasPrefix(letters, w) })
}

// Plain reports whether the cells so far are read alike in every language.
func (g *Genders) Plain() bool {
	if len(g.counts) > 50 {
		return true
	}
	f := map[string]bool{}
	for cell := range g.counts {
		if w := g.folded[cell]; len(w) == 1 {
			f[w] = true
		}
	}
	delete(f, "x")
	return len(f) == 0 || f["m"] && (f["f"] || f["w"]) && len(f) == 2
}
