package propose

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// divisions proposes who is ranked apart.
func (rc *Race) divisions() {
	names := map[race.Gender]string{race.Male: "men: {gender: M}", race.Female: "women: {gender: F}", race.GenderX: "nonbinary: {gender: X}", race.Mixed: "mixed: {gender: mixed}"}
	genders := rc.part.Genders
	if rc.survey != rc.timing && len(rc.survey.Parts) > 0 {
		genders = rc.survey.Parts[0].Genders
	}
	if len(rc.Legs) > 0 && slices.Contains(genders, race.Male) && slices.Contains(genders, race.Female) && !slices.Contains(genders, race.Mixed) {
		genders = append(slices.Clone(genders), race.Mixed) // of both in one team
	}
	for _, g := range genders {
		if name := names[g]; name != "" {
			rc.Divisions = append(rc.Divisions, name)
		}
	}
	if c := rc.survey.Column("gender"); len(rc.Divisions) == 0 && c == nil {
		if g := rc.wholeGender(); g != race.NoGender {
			rc.Divisions, rc.DivisionsWhy = []string{names[g]}, "assumed: the name of the file or its title says so of everybody"
		} else {
			rc.DivisionsWhy = "to fill in: no column says the gender, so all are ranked together; men: {gender: M}, women: {gender: F}"
		}
	}
	if len(rc.Divisions) == 0 {
		rc.Divisions = []string{"all: {}"}
	}
	if c := rc.survey.Column("category"); c != nil {
		for v := range c.Cells() {
			rc.Wheelchair = rc.Wheelchair || spelling.FoldCategory(v) == "wheelchair"
		}
	}
}

// wholeGender is the gender that the file's name or its title says of all.
func (rc *Race) wholeGender() race.Gender {
	if g := spelling.GenderOfTitle(rc.called); g != race.NoGender {
		return g
	}
	return spelling.GenderOfTitle(strings.Join(rc.survey.Title, " "))
}

// table proposes how a race uses a table.
func (p *Proposal) table(rc *Race, s *Source, entries bool) *Table {
	t := &Table{source: s, Skip: s.Survey.Skip, NoHeader: s.Survey.Headers == 0, TwoLines: s.Survey.Headers == 2, Encoding: s.Encoding, Sheet: s.Sheet}
	if s.Survey.Guessed {
		t.Encoding, t.EncodingWhy = s.Survey.Candidates[0].Encoding, "assumed: the text is not UTF-8, and this is the likeliest of several"
	}
	formats := map[string]bool{}
	values := map[string]race.Gender{}
	for i := range s.Survey.Columns {
		c := &s.Survey.Columns[i]
		key := quoteYAML(c.Header)
		if c.Header == "" || s.Survey.Repeated(c) {
			key = strconv.Itoa(c.Number)
		}
		means := c.Means
		if means == table.SurveyedYear || means == table.SurveyedRace {
			means = table.Ignore
		}
		if (c.KM > 0 || c.Leg > 0) && !slices.ContainsFunc(rc.Points, func(at Point) bool { return at.ID == c.Means }) {
			means = table.Ignore // no point of this race
		}
		if c.Also != "" {
			means = fmt.Sprintf("[%s, %s]", means, c.Also)
		}
		if means == "gender" || c.Also == "gender" {
			if len(s.Survey.Either) > 0 {
				maps.Copy(values, c.Genders)
			}
			maps.Copy(values, c.GenderValues())
		}
		if (!c.Known || means != c.Means) && (c.Header != "" || c.Filled > 0) {
			t.Columns = append(t.Columns, Column{key, means, c.Why})
		}
		if c.Format != "" && means != table.Ignore && c.IsTime() {
			formats[c.Format] = true
			t.TimeFormat = c.Format
		}
	}
	switch points := string(spelling.AsPoints); {
	case formats[points] && (len(formats) == 1 || len(formats) == 2 && formats["clock"]): // that reads a clock as well
		t.TimeFormat = points
	case len(formats) != 1 || formats["clock"]:
		t.TimeFormat = ""
	}
	if rc.Shifted && t.TimeFormat == "" {
		t.TimeFormat = string(spelling.AsShifted)
	}
	if len(values) > 0 {
		t.Values = append(t.Values, "gender: "+genderValues(values))
		if len(s.Survey.Either) > 1 {
			t.ValuesWhy = "the letters can also mean " + s.Survey.Either[1]
		}
	}
	if c := s.Survey.Column("status"); c != nil && len(c.Codes) > 0 {
		t.statusValues(c.Codes)
	}
	if c := s.Survey.Column(table.SurveyedYear); c != nil && p.several {
		t.Where, t.WhereWhy = fmt.Sprintf("{%s: %q}", quoteYAML(c.Header), p.year), "the table holds further years"
	}
	if len(rc.part.Values) > 0 && s.Survey.PartBy != "" {
		t.Where, t.WhereWhy = where(s.Survey, rc.part, t.Where), "the table holds further races"
	}
	if entries {
		p.lacking(rc, s.Survey, t)
	} else if s.Survey.Column("bib") == nil {
		t.Columns = append(t.Columns, Column{"bib", table.RowNumber, "assumed: there is no such column"})
	}
	return t
}

// statusValues writes what the numbers of a column of statuses mean.
func (t *Table) statusValues(codes []table.StatusCode) {
	var list, custom []string
	for _, c := range codes {
		list = append(list, fmt.Sprintf("%q: %s", c.Code, c.Means))
		if c.Custom {
			custom = append(custom, fmt.Sprintf("%s is %s", c.Code, c.Means))
		}
	}
	t.Values = append(t.Values, "status: {"+strings.Join(list, ", ")+"}")
	if len(custom) > 0 {
		if t.ValuesWhy != "" {
			t.ValuesWhy += "; "
		}
		t.ValuesWhy += "that " + strings.Join(custom, " and ") + " is the custom, the table says only that they have no time"
	}
}

// where says which rows are those of a part.
func where(s *table.Survey, part *table.Part, more string) string {
	header := quoteYAML(s.PartBy)
	var list []string
	for _, v := range part.Values {
		list = append(list, quoteYAML(v))
	}
	value := strings.Join(list, ", ")
	if len(list) > 1 {
		value = "[" + value + "]"
	}
	if more != "" {
		return fmt.Sprintf("%s, %s: %s}", strings.TrimSuffix(more, "}"), header, value)
	}
	return fmt.Sprintf("{%s: %s}", header, value)
}

// lacking says what becomes of the columns that entries need and a table lacks.
func (p *Proposal) lacking(rc *Race, s *table.Survey, t *Table) {
	if s.Column("bib") == nil {
		t.Columns = slices.DeleteFunc(t.Columns, func(o Column) bool {
			return o.Means == table.Ignore && spelling.FoldHeader(strings.Trim(o.Key, `"`)) == "bib"
		}) // row_number takes its place
		t.Columns = append(t.Columns, Column{"bib", table.RowNumber, "assumed: there is no such column, so runners are called by their row"})
	}
	if !s.Named() {
		t.Columns = append(t.Columns, Column{"name", table.NoName, "to fill in: no column was recognised as the name"})
	}
	if s.Column("gender") != nil {
		return
	}
	if len(s.Headings) > 0 {
		t.Columns = append(t.Columns, Column{"gender", table.NoName, "the headings between the rows say it"})
		return
	}
	g := rc.wholeGender()
	carrier := -1
	for i, c := range s.Columns {
		if (c.Means == "bib" || c.Means == "name") && c.Header != "" && c.Also == "" {
			carrier = i
			break
		}
	}
	if g == race.NoGender || carrier < 0 {
		t.Columns = append(t.Columns, Column{"gender", table.NoName, "to fill in: no column says it, and without it nobody can be ranked apart"})
		if g != race.NoGender {
			rc.Divisions = []string{"all: {}"}
		}
		return
	}
	c := &s.Columns[carrier]
	t.Columns = slices.DeleteFunc(t.Columns, func(o Column) bool { return o.Key == quoteYAML(c.Header) })
	t.Columns = append(t.Columns, Column{quoteYAML(c.Header), fmt.Sprintf("[%s, gender]", c.Means), "the name of the file or its title says the gender of all"})
	t.Values = append(t.Values, fmt.Sprintf(`gender: {"*": %s}`, g))
}

// genderValues writes what values mean, with a pattern for each letter that all
// of one gender begin with and nobody else.
func genderValues(values map[string]race.Gender) string {
	var list []string
	done := map[string]bool{}
	for _, v := range slices.Sorted(maps.Keys(values)) {
		if done[v] {
			continue
		}
		begin := string([]rune(v)[:1])
		alike, other := 0, false
		for o, g := range values {
			if strings.HasPrefix(strings.ToLower(o), strings.ToLower(begin)) {
				alike++
				other = other || g != values[v]
			}
		}
		if alike > 1 && !other {
			for o := range values {
				done[o] = done[o] || strings.HasPrefix(strings.ToLower(o), strings.ToLower(begin))
			}
			list = append(list, fmt.Sprintf("%q: %s", begin+"*", values[v]))
			continue
		}
		list = append(list, fmt.Sprintf("%s: %s", quoteYAML(v), values[v]))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// judgement proposes what becomes of those who lack a split: a table of results
// has decided already who is ranked.
func (rc *Race) judgement() {
	rc.ByWhy = "by: gun or net"
	rc.MissingWhy = "missing_point: unranked, disqualified or ignored"
	if rc.part.Lacking == 0 {
		return
	}
	if rc.timing.Column("place") != nil || rc.timing.Column("gender_place") != nil {
		rc.Missing = "ignored"
		rc.MissingWhy = fmt.Sprintf("assumed: %d of %d rows with a place lack a split, and the table ranks them", rc.part.Lacking, rc.part.Placed)
		return
	}
	rc.MissingWhy = fmt.Sprintf("%d of %d rows with a result lack a split and are not ranked; missing_point: ignored ranks them", rc.part.Lacking, rc.part.Placed)
}

// LeavesOut sets the rows of times aside whose bibs have no entry, for a reason.
func (rc *Race) LeavesOut(why string) {
	for _, t := range rc.Timing {
		if t.source != rc.Entries.source {
			t.UnknownBibs = why
		}
	}
}

// ByNet takes the net times as those that rank.
func (rc *Race) ByNet(why string) { rc.By, rc.ByWhy = "net", "assumed: "+why }

// Agrees notes that the places of the table agree with the clock that ranks.
func (rc *Race) Agrees(why string) { rc.ByWhy = why }

// RowNumbers calls the runners by the numbers of their rows, for a reason.
func (rc *Race) RowNumbers(why string) {
	for _, t := range append([]*Table{rc.Entries}, rc.Timing...) {
		if t.source != rc.Entries.source {
			continue
		}
		for i := range t.source.Survey.Columns {
			c := &t.source.Survey.Columns[i]
			if c.Means != "bib" {
				continue
			}
			key := quoteYAML(c.Header)
			if c.Header == "" {
				key = strconv.Itoa(c.Number)
			}
			t.Columns = slices.DeleteFunc(t.Columns, func(o Column) bool { return o.Key == key })
			if spelling.FoldHeader(c.Header) != "bib" { // row_number takes the place of that
				t.Columns = append(t.Columns, Column{key, table.Ignore, ""})
			}
		}
		t.Columns = append(t.Columns, Column{"bib", table.RowNumber, why})
	}
}
