package table

import (
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
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
				if genders, understood := s.judgeGenders(c.values); most(understood, c.Filled) && c.words > 0 {
					c.Means, c.Genders, c.Strange, c.Why = "gender", genders, c.Filled-understood, "its cells are genders"
					c.noteValues()
					break
				}
			}
		}
	}
	if s.Column("status") == nil {
		for i := range s.Columns {
			c := &s.Columns[i]
			if (c.Means == "" || c.Means == Ignore || c.Means == "remark") && !c.Given && c.words > 0 && most(c.statuses, c.Filled) {
				c.Means, c.Why = "status", "its cells are statuses"
				break
			}
		}
	}
	if s.Column("status") == nil && s.Column("remark") == nil {
		for i := range s.Columns {
			if c := &s.Columns[i]; (c.Means == "" || c.Means == Ignore && c.Why == "") && !c.Given && c.out > 0 {
				c.Means, c.Why = "remark", "some of its cells say DNF, DNS or DQ"
				break
			}
		}
	}
	s.races()
	if s.Column("gender") == nil {
		s.genderOfCategory()
	}
	s.place()
	s.places()
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

// Words in the names of columns of places.
var (
	placeWords    = regexp.MustCompile(`(?i)rank|place|position|(?:^|[ _])pos(?:$|[ _.])|名次|排名|順位`)
	genderWords   = regexp.MustCompile(`(?i)gender|sex|m/f|m/w|男女|性別|性别`)
	categoryWords = regexp.MustCompile(`(?i)cat|class|div|age|ag[ _]|group|(?:^|[ _(])ak(?:$|[ _.)])|组|組|部門|種目|split|km|pace|club|team`)
)

// places finds the places by words in the names of columns, where nothing else is
// called so.
func (s *surveyor) places() {
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means != "" && c.Means != Ignore || c.Given || c.whole*2 < c.Filled-c.statuses || c.whole == 0 || !placeWords.MatchString(c.Header) || categoryWords.MatchString(c.Header) {
			continue
		}
		means := "place"
		if genderWords.MatchString(c.Header) {
			means = "gender_place"
		}
		if s.Column(means) == nil {
			c.Means, c.Why = means, "by its name and its cells"
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
		genders := spelling.GenderOfCategories(c.values, s.spoken()...)
		understood := 0
		for v, rows := range c.values {
			if genders[v] != race.NoGender {
				understood += rows
			}
		}
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

// headings finds out whether headings between the rows say the genders of most, where
// no column does.
func (s *surveyor) headings() {
	var r Record
	s.table.walk(func() *Record { return &r }, func(*Record) bool { return true }, func(r *Record, kind lineKind) {
		if text := s.table.lineText(r); kind == aFootnote && namesLength(text) && len(s.Lengths) < 5 {
			s.Lengths = append(s.Lengths, text)
		}
	})
	if s.Column("gender") != nil {
		return
	}
	rows := s.table.Sections()
	if rows == nil || !most(s.Rows-rows[race.NoGender], s.Rows) {
		return
	}
	genders := map[race.Gender]bool{}
	for g := range rows {
		genders[g] = true
	}
	s.Headings = ordered(genders)
	for i := range s.Parts {
		s.Parts[i].Genders = s.Headings
	}
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
	slices.SortFunc(list, func(a, b race.Gender) int {
		return strings.IndexByte("MFXB", byte(a)) - strings.IndexByte("MFXB", byte(b))
	})
	return list
}

// GenderValues are the values that ParseGender does not know, or knows as
// another gender, with what they mean in this column.
func (c *Surveyed) GenderValues() map[string]race.Gender {
	list := map[string]race.Gender{}
	for v, g := range c.Genders {
		if known, err := spelling.ParseGender(v); err != nil || known != g {
			list[v] = g
		}
	}
	return list
}

// judgeGenders finds out which of the values of a column mean a gender, and how
// many rows have one of those. Of two readings that cannot be told apart the
// first is taken.
func (s *surveyor) judgeGenders(values map[string]int) (genders map[string]race.Gender, understood int) {
	var g spelling.Genders
	for _, header := range s.spoken() {
		g.Spoken(header)
	}
	for v, rows := range values {
		g.AddRows(v, rows)
	}
	r := g.Read()
	genders = r.Of
	if r.Either[0] != "" {
		s.Either = r.Either[:]
		for v := range values {
			if _, after, ok := strings.Cut(r.Either[0], strconv.Quote(spelling.Given(v))+": "); ok && after != "" {
				genders[v] = race.Gender(after[0])
			}
		}
	}
	for v, rows := range values {
		if genders[v] != race.NoGender {
			understood += rows
		}
	}
	return genders, understood
}

// spoken are the headers that are words of the language of most headers, and of
// no other.
func (s *surveyor) spoken() (list []string) {
	votes := [64]int{}
	for _, c := range s.Columns {
		for in := spelling.SpokenIn(c.Header); in != 0; in &= in - 1 {
			votes[bits.TrailingZeros64(uint64(in))]++
		}
	}
	most := slices.Max(votes[:])
	var best spelling.Languages
	for i, n := range votes {
		if n == most && n > 0 {
			best |= 1 << i
		}
	}
	for _, c := range s.Columns {
		if in := spelling.SpokenIn(c.Header); in != 0 && in&^best == 0 {
			list = append(list, c.Header)
		}
	}
	return list
}
