package table

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Survey is what a table of results looks like before any edition names it:
// what each column can be, by its name and by its cells.
type Survey struct {
	Encoding  string // its name
	Guessed   bool   // the text is not UTF-8, and GB18030 made sense of it
	Separator string
	Skip      int // lines before the header
	Rows      int
	Columns   []Surveyed
}

// Surveyed is a column of a surveyed table.
type Surveyed struct {
	Header  string
	Means   string // a column, a point's id, SurveyedYear, or ignore
	Known   bool   // by its name alone; else edition.yaml has to say it
	Why     string // why it means that, or is ignored; "" where its name says it
	KM      race.Distance
	Filled  int        // rows with anything in it
	Format  string     // how its times are written, "" where it holds none
	Least   race.Clock // of its times above zero; NoTime without any
	Fast    race.Clock // two of a hundred are faster
	Values  []string   // of genders, categories and years: those that occur, in order
	Strange int        // rows whose gender cannot be understood
	example string
}

// Example is the first cell with anything in it.
func (c *Surveyed) Example() string { return c.example }

// SurveyedYear is what a column means whose values are the years of editions.
const SurveyedYear = "year"

// surveyWords are the columns that a table of results can have.
var surveyWords = Vocabulary{Columns: slices.Concat(EntryColumns, TimeColumns), Points: []string{"start", "half", "finish", "turn"}, Mappable: true}

// timeHeaders are folded names of a table's only time, which say neither gun nor
// net; yearHeaders those of the year of the edition.
var (
	timeHeaders = []string{"time", "result", "resulttime", "official", "officialtime", "finaltime", "totaltime", "racetime", "zeit", "成绩", "成績", "完赛成绩", "完賽成績", "完赛时间", "最终成绩", "总成绩", "总用时", "用时"}
	yearHeaders = []string{"year", "edition", "年", "年份", "年度"}
)

// pointHeader is a distance in the name of a column: 5K, split 10 km, 15公里成绩.
var pointHeader = regexp.MustCompile(`^(?:split|at|passing)?(\d{1,3}(?:[.,]\d{1,4})?)(k|km|公里|千米|mi|miles?|英里)(?:split|time|成绩|成績|用时|时间|点)?$`)

// SurveyFile looks at a table of results. What it says of the columns are
// proposals for somebody to check. The Survey is nil where no table can be made
// of the file; the findings say why.
func SurveyFile(fsys fs.FS, file string) (*Survey, problem.List) {
	p := NewReader(fsys, &problem.List{})
	text, refused := p.content(Source{Path: file, Missing: func() { problem.WholeFile(file).ReportUnreadable(p.Found, file, fs.ErrNotExist) }})
	if refused != nil {
		problem.PlaceIn(file, refused.in, refused.offset).Report(p.Found, problem.Error, refused.code, refused.text, refused.hint)
	}
	if len(*p.Found) > 0 {
		return nil, p.Found.Sorted()
	}
	s := &surveyor{Survey: Survey{Encoding: text.encoding, Guessed: text.guessed}}
	s.header(text)
	if _, confirmed := surveyWords.anyKnown(s.head.Cells); text.guessed && text.unlikely && !confirmed {
		problem.WholeFile(file).Report(p.Found, problem.Error, "encoding", "the text is not UTF-8, and probably not Chinese in GB18030", "save it as CSV in UTF-8")
		return nil, p.Found.Sorted()
	}
	s.look()
	s.decide()
	return &s.Survey, p.Found.Sorted()
}

// surveyor is one survey under way.
type surveyor struct {
	Survey
	head   Record
	scan   scanner // as it stood after the header
	shapes []shapes
	years  []int // cells that are a year, by column
	codes  []int // that are the code of a nation
	known  []int // that are a status
}

// header takes as the header the first of twenty lines in which two columns are
// known, else the first line.
func (s *surveyor) header(text *content) {
	for skip := range 20 {
		scan := text.scanner(skip)
		var r Record
		if !scan.read(&r) {
			break
		}
		known := 0
		for _, cell := range r.Cells {
			if surveyWords.canonical(cell) != "" {
				known++
			}
		}
		if skip == text.header || known >= 2 {
			s.Skip, s.scan, s.head = r.Line-1, *scan, r
		}
		if known >= 2 {
			break
		}
	}
	s.Separator = string(s.scan.comma)
	s.scan.width = len(s.head.Cells)
	s.Columns = make([]Surveyed, len(s.head.Cells))
	for i, cell := range s.head.Cells {
		s.Columns[i] = Surveyed{Header: strings.Clone(cell), Means: surveyWords.canonical(cell), Least: race.NoTime, Fast: race.NoTime}
	}
}

// mostValues is how many different values of a column are kept.
const mostValues = 60

// look reads every row once, and the times a second time when their formats are
// known.
func (s *surveyor) look() {
	n := len(s.Columns)
	s.shapes, s.years, s.codes, s.known = make([]shapes, n), make([]int, n), make([]int, n), make([]int, n)
	s.each(func(i int, cell string) {
		c := &s.Columns[i]
		if c.Filled++; c.Filled == 1 {
			c.example = strings.Clone(cell)
		}
		if s.shapes[i].cells < sampleCells {
			s.shapes[i].add(cell)
		}
		switch {
		case c.Means == "gender":
			if _, err := ParseGender(cell); err != nil {
				c.Strange++
			}
			c.value(cell)
		case c.Means == "category":
			c.value(FoldCategory(cell))
		case c.Means == "nat":
			if IsNation(strings.ToUpper(cell)) {
				s.codes[i]++
			}
		case c.Means == "status":
			if _, ok := ParseStatus(cell); ok {
				s.known[i]++
			}
		case slices.Contains(yearHeaders, FoldHeader(c.Header)):
			if len(cell) == 4 && cell >= "1896" && cell <= "2999" && strings.Trim(cell, "0123456789") == "" {
				s.years[i]++
			}
			c.value(cell)
		}
	}, true)
	for i := range s.Columns {
		s.Columns[i].Format = string(s.shapes[i].proposed())
		slices.Sort(s.Columns[i].Values)
	}
	times := make([][]race.Clock, n)
	s.each(func(i int, cell string) {
		c := &s.Columns[i]
		if c.Format == "" {
			return
		}
		if t, err := ParseTime(cell, TimeFormat(c.Format)); err == nil && t > 0 && len(times[i]) < 20*sampleCells {
			times[i] = append(times[i], t)
		}
	}, false)
	for i, list := range times {
		if len(list) > 0 {
			slices.Sort(list)
			s.Columns[i].Least, s.Columns[i].Fast = list[0], list[len(list)/50]
		}
	}
}

// each calls a function with all cells that are not blank.
func (s *surveyor) each(cell func(column int, cell string), count bool) {
	scan := s.scan
	var r Record
	for scan.read(&r) {
		if count {
			s.Rows++
		}
		for i := range min(len(r.Cells), len(s.Columns)) {
			if c := Given(r.Cells[i]); c != "" {
				cell(i, c)
			}
		}
	}
}

// value notes a value of a column.
func (c *Surveyed) value(cell string) {
	if len(c.Values) < mostValues && !slices.Contains(c.Values, cell) {
		c.Values = append(c.Values, strings.Clone(cell))
	}
}

// proposed is how the times of a column are most likely written, "" where it
// holds none. A column of cells such as 62:13 alone is proposed as minutes and
// seconds, for nobody runs for 62 hours.
func (s *shapes) proposed() TimeFormat {
	f := s.format(0)
	times := map[TimeFormat]int{AsClock: s.clocks, AsMinutes: s.clocks + s.short, AsDecimal: s.decimals, AsFraction: s.fractions}[f]
	if f == AsClock && s.clocks == 0 && s.short*20 >= s.cells*19 {
		f, times = AsMinutes, s.short
	}
	if s.cells == 0 || times*2 < s.cells {
		return ""
	}
	return f
}

// decide says what each column is.
func (s *surveyor) decide() {
	for i := range s.Columns {
		s.one(i)
	}
	s.time()
	first := map[string]string{}
	vocabulary := surveyWords
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means == Ignore {
			continue
		}
		if other, twice := first[c.Means]; twice {
			c.pass(fmt.Sprintf("%q is the %s already", other, c.Means))
			continue
		}
		first[c.Means] = c.Header
		if c.KM > 0 {
			vocabulary.Points = append(vocabulary.Points[:len(vocabulary.Points):len(vocabulary.Points)], c.Means)
		}
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		c.Known = c.Means != Ignore && c.Means != SurveyedYear && vocabulary.canonical(c.Header) == c.Means
	}
}

// one says what a column is, by its name and its cells.
func (s *surveyor) one(i int) {
	c := &s.Columns[i]
	if c.Means == "" || c.Means == "half" {
		c.point()
	}
	times := c.KM > 0 || slices.Contains([]string{"gun", "net", "start", "half", "finish", "turn"}, c.Means)
	switch {
	case c.Filled == 0:
		c.pass("every cell is empty")
	case c.Means == "" && isPrivate(FoldHeader(c.Header)):
		c.pass("it looks like private data: better remove it from the file")
	case times && c.Format == "":
		c.pass("its cells are no times")
	case c.Means == "turn":
		c.pass("the place of the turn is not known: add it under points")
	case c.Means == "nat" && s.codes[i]*2 < c.Filled:
		c.pass("its cells are not the codes of nations, such as CHN or KEN")
	case c.Means == "status" && s.known[i]*2 < c.Filled:
		c.pass("its cells are not finished, DNF, DNS or DQ")
	case c.Means == "" && s.years[i] == c.Filled:
		c.Means, c.Why = SurveyedYear, "its cells are years"
	case c.Means == "" && c.Format == "":
		c.pass("")
	}
}

// pass proposes that a column be ignored, and says why.
func (c *Surveyed) pass(why string) { c.Means, c.Why, c.KM = Ignore, why, 0 }

// point finds the distance in a column's name, as in 5K or 15公里成绩.
func (c *Surveyed) point() {
	folded := FoldHeader(c.Header)
	m := pointHeader.FindStringSubmatch(simplified.Replace(folded))
	if m == nil {
		return
	}
	km, err := race.ParseDistance(strings.Replace(m[1], ",", ".", 1))
	if err != nil || km == 0 {
		return
	}
	id := strings.Replace(m[1], ",", ".", 1) + "k"
	if strings.HasPrefix(m[2], "mi") || m[2] == "英里" {
		km, id = km*1_609_344/1_000_000, strings.TrimSuffix(id, "k")+"mi"
	}
	switch near := race.Kilometre / 20; {
	case max(km-half, half-km) < near:
		id, km = "half", half
	case max(km-2*half, 2*half-km) < near:
		id, km = "finish", 0
	}
	c.Means, c.KM = id, km
}

// half is half a marathon.
const half = 21_097_500 * race.Kilometre / 1_000_000

// time finds the result of a table in which no column is called the gun time or
// the finish: a column with the name of a result, else the longest time that is
// written with colons. Other times that are not known are ignored.
func (s *surveyor) time() {
	var best, net *Surveyed
	named := func(c *Surveyed) bool { return c != nil && slices.Contains(timeHeaders, FoldHeader(c.Header)) }
	for i := range s.Columns {
		c := &s.Columns[i]
		switch {
		case c.Means == "gun" || c.Means == "finish":
			best = c
		case c.Means == "net":
			net = c
		}
	}
	there := best != nil
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Means != "" {
			continue
		}
		colons := c.Format == string(AsClock) || c.Format == string(AsMinutes)
		if !there && !named(best) && (named(c) || net == nil && colons && (best == nil || c.Least > best.Least)) {
			best = c
		}
	}
	for i := range s.Columns {
		if c := &s.Columns[i]; c.Means == "" && c != best {
			c.pass("")
		}
	}
	switch {
	case there:
	case best != nil:
		best.Means, best.Why = "gun", "no other column can be the result: taken as the gun time"
	case net != nil:
		net.Means, net.Why = "gun", "there is no gun time: places follow this one"
	}
}

// Chinese reports whether the names of the columns are Chinese.
func (s *Survey) Chinese() bool {
	return slices.ContainsFunc(s.Columns, func(c Surveyed) bool {
		return strings.ContainsFunc(c.Header, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	})
}

// Genders are those that occur: men, women, then X.
func (s *Survey) Genders() []race.Gender {
	var occur []race.Gender
	if c := s.Column("gender"); c != nil {
		for _, v := range c.Values {
			if g, err := ParseGender(v); err == nil && !slices.Contains(occur, g) {
				occur = append(occur, g)
			}
		}
	}
	order := []race.Gender{race.Male, race.Female, race.GenderX}
	slices.SortFunc(occur, func(a, b race.Gender) int { return cmp.Compare(slices.Index(order, a), slices.Index(order, b)) })
	return occur
}

// Column is the column of a meaning, nil without one.
func (s *Survey) Column(means string) *Surveyed {
	if i := slices.IndexFunc(s.Columns, func(c Surveyed) bool { return c.Means == means }); i >= 0 {
		return &s.Columns[i]
	}
	return nil
}

// Points are the columns of points between start and finish, in course order;
// the half stands where its distance is not yet known, at 0.
func (s *Survey) Points() []Surveyed {
	points := slices.DeleteFunc(slices.Clone(s.Columns), func(c Surveyed) bool { return c.KM == 0 && c.Means != "half" })
	slices.SortStableFunc(points, func(a, b Surveyed) int { return cmp.Compare(a.KM, b.KM) })
	return points
}
