package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/race"
)

// unnamed finds the bib, the name, the gender and the nation by their cells where
// no column has the name of them.
func (s *surveyor) unnamed() {
	open := func(i int) *Surveyed {
		if c := &s.Columns[i]; c.Means == "" && c.Filled > 0 && !c.Given {
			return c
		}
		return nil
	}
	if s.Column("gender") == nil {
		for i := range s.Columns {
			if c := open(i); c != nil && !c.many && len(c.values) <= 12 {
				if genders, understood := judgeGenders(c.values); most(understood, c.Filled) && c.words > 0 {
					c.Means, c.Genders, c.Strange, c.Why = "gender", genders, c.Filled-understood, "its cells are genders"
					c.noteValues()
					break
				}
			}
		}
	}
	s.races()
	if s.Column("gender") == nil {
		s.genderOfCategory()
	}
	s.place()
	if s.Column("bib") == nil {
		var best *Surveyed
		for i := range s.Columns {
			c := open(i)
			if c == nil || c.Format != "" || c.repeated > 0 || c.counter == c.Filled || !most(c.whole, c.Filled) && !most(c.bibs(), c.Filled) {
				continue
			}
			if best == nil || c.Filled > best.Filled {
				best = c
			}
		}
		if best != nil && best.Filled*2 > s.Rows {
			best.Means, best.Why = "bib", "its cells are all different, as bibs are"
		}
	}
	if !s.Named() {
		var best *Surveyed
		for i := range s.Columns {
			if c := open(i); c != nil && c.words*10 >= c.Filled*8 && c.repeated*10 <= c.Filled*3 && c.Format == "" && (best == nil || c.spaced > best.spaced) {
				best = c
			}
		}
		if best != nil {
			best.Means, best.Why = "name", "its cells look like names"
		}
	}
	if s.Column("nat") == nil {
		for i := range s.Columns {
			if c := open(i); c != nil && most(c.codes, c.Filled) && c.Filled > 1 {
				c.Means, c.Why = "nat", "its cells are the codes of nations"
				break
			}
		}
	}
}

// place finds, in a table without a header, the places: they count the rows.
func (s *surveyor) place() {
	if s.Headers > 0 || s.Column("place") != nil {
		return
	}
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Means == "" && c.Filled > 2 && c.counter == c.Filled && c.whole == c.Filled {
			c.Means, c.Why = "place", "it counts the rows"
			return
		}
	}
}

var bibShape = regexp.MustCompile(`^[A-Za-z]{0,3}[-_]?\d{1,6}[A-Za-z]?$`)

// bibs is how many cells look like bibs, as far as their values are kept.
func (c *Surveyed) bibs() int {
	n, of := 0, 0
	for v, rows := range c.values {
		of += rows
		if bibShape.MatchString(v) {
			n += rows
		}
	}
	if of == 0 {
		return 0
	}
	return n * c.Filled / of
}

// genderOfCategory takes the gender from the categories where each of them says
// it: M35, F-Sen, 男40-49歲, Senior Women.
func (s *surveyor) genderOfCategory() {
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means != "category" && c.Means != "" || c.Given || c.many || c.Filled == 0 || c.Format != "" {
			continue
		}
		genders, understood := categoryGenders(c.values)
		if !most(understood, c.Filled) {
			continue
		}
		c.Genders, c.Strange = genders, c.Filled-understood
		c.noteValues()
		if c.Means == "" {
			c.Why = "its cells are categories that tell the gender"
		} else {
			c.Why = "the categories tell the gender"
		}
		c.Means, c.Also = "category", "gender"
		return
	}
}

// inCategory are the places of a category where the gender may stand.
var inCategory = []func(string) string{
	func(v string) string { // 男40-49, 女子30代
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("男女남여", r) {
				return r
			}
			return -1
		}, v)
	},
	func(v string) string { // Senior Women, Men 18-39
		for _, w := range strings.FieldsFunc(v, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if _, err := ParseGender(w); err == nil && len([]rune(w)) > 1 {
				return w
			}
		}
		return ""
	},
	func(v string) string { return letterAt(v, true) },
	func(v string) string { return letterAt(v, false) },
}

var letterFirst = regexp.MustCompile(`^(\p{L})(?:\P{L}|[A-ZŽЖ]|$)`)
var letterLast = regexp.MustCompile(`(?:\P{L}|[A-Z])(\p{L})$`)

// letterAt is the letter that a category begins or ends with, if it stands for
// itself: M of M35, M-Sen and MJ, F of V1F.
func letterAt(v string, first bool) string {
	at := letterLast
	if first {
		at = letterFirst
	}
	if m := at.FindStringSubmatch(v); m != nil {
		return m[1]
	}
	return ""
}

// categoryGenders finds the gender of each category, in all of them at the same
// place, and how many rows that covers.
func categoryGenders(values map[string]int) (genders map[string]race.Gender, understood int) {
	for _, in := range inCategory {
		letters := map[string]int{}
		for v, rows := range values {
			if l := in(v); l != "" {
				letters[l] += rows
			}
		}
		of, n := judgeGenders(letters)
		if n <= understood || len(letters) == 1 && len(values) == 1 {
			continue
		}
		understood, genders = n, map[string]race.Gender{}
		for v := range values {
			if g, ok := of[in(v)]; ok && in(v) != "" {
				genders[v] = g
			}
		}
	}
	return genders, understood
}

// Genders are those that occur, men first.
func (s *Survey) Genders() []race.Gender {
	occur := map[race.Gender]bool{}
	for _, p := range s.Parts {
		for _, g := range p.Genders {
			occur[g] = true
		}
	}
	return ordered(occur)
}

// ordered are the genders of a set, men first.
func ordered(set map[race.Gender]bool) (list []race.Gender) {
	for g := range set {
		if g != race.NoGender {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b race.Gender) int { return strings.Index("MFX", a.String()) - strings.Index("MFX", b.String()) })
	return list
}

// GenderValues are the values that ParseGender does not know, or knows as
// another gender, with what they mean in this column.
func (c *Surveyed) GenderValues() map[string]race.Gender {
	list := map[string]race.Gender{}
	for v, g := range c.Genders {
		if known, err := ParseGender(v); err != nil || known != g {
			list[v] = g
		}
	}
	return list
}

// pairsOfLetters are the letters that languages write for men and women. Which
// is meant is decided by all letters of a column together.
var pairsOfLetters = [][2]string{{"m", "f"}, {"m", "w"}, {"m", "k"}, {"h", "f"}, {"h", "m"}, {"h", "d"}, {"m", "v"}, {"m", "ž"}, {"m", "z"}, {"m", "n"}, {"u", "d"}, {"v", "s"}, {"м", "ж"}, {"e", "k"}, {"l", "p"}, {"m", "d"}}

// judgeGenders finds out which of the values of a column mean a gender, and how
// many rows have one of those.
func judgeGenders(values map[string]int) (genders map[string]race.Gender, understood int) {
	genders = map[string]race.Gender{}
	letters := map[string]bool{}
	for v := range values {
		if f := strings.ToLower(FoldWidth(v)); len([]rune(f)) == 1 && f < "一" {
			letters[f] = true
		}
	}
	pair := [2]string{}
	for _, p := range pairsOfLetters {
		if letters[p[0]] && letters[p[1]] {
			pair = p
			break
		}
	}
	if pair[0] == "" {
		for _, p := range pairsOfLetters {
			if letters[p[1]] && p[1] != "m" || letters[p[0]] && !letters[p[1]] && p[0] == "m" {
				pair = p
				break
			}
		}
	}
	for v, rows := range values {
		f := strings.ToLower(FoldWidth(v))
		g := race.NoGender
		switch {
		case f == pair[0] && f != "":
			g = race.Male
		case f == pair[1] && f != "":
			g = race.Female
		case len([]rune(f)) > 1 || f >= "一":
			g, _ = ParseGender(v)
		}
		if g != race.NoGender {
			genders[v] = g
			understood += rows
		}
	}
	return genders, understood
}

// GenderIn is the gender that a text names for all of a table: women, Frauen,
// 女子; NoGender where it names none, or both.
func GenderIn(text string) race.Gender {
	found := map[race.Gender]bool{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len([]rune(w)) < 2 {
			continue
		}
		if g, err := ParseGender(w); err == nil {
			found[g] = true
		}
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			for sign, g := range map[string]race.Gender{"男": race.Male, "女": race.Female} {
				if strings.Contains(w, sign) {
					found[g] = true
				}
			}
		}
	}
	if list := ordered(found); len(list) == 1 {
		return list[0]
	}
	return race.NoGender
}
