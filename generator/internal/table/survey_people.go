package table

import (
	"regexp"
	"slices"
	"strings"

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

// categoryGenders finds the gender of each category, and how many rows that
// covers.
func categoryGenders(values map[string]int) (genders map[string]race.Gender, understood int) {
	genders = GenderOfCategories(values)
	for v := range genders {
		understood += values[v]
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

// judgeGenders finds out which of the values of a column mean a gender, and how
// many rows have one of those.
func judgeGenders(values map[string]int) (genders map[string]race.Gender, understood int) {
	var g Genders
	for v, rows := range values {
		g.AddRows(v, rows)
	}
	genders = g.Read().Of
	for v := range genders {
		understood += values[v]
	}
	return genders, understood
}

// GenderIn is the gender that a text names for all of a table: women, Frauen,
// 女子; NoGender where it names none, or both.
func GenderIn(text string) race.Gender { return GenderOfTitle(text) }
