package table

import (
	"cmp"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// Survey is what a table of results looks like before any edition names it:
// what each column can be, by its name and by its cells.
type Survey struct {
	Encoding   string      // its name
	Guessed    bool        // the text is not Unicode, and the encoding is the likeliest
	Candidates []Candidate // with Guessed, up to three
	Separator  string      // or Fixed, or XLSX
	Sheet      string      // of a spreadsheet
	Sheets     []string    // all that it has, but the hidden ones
	Title      []string    // the lines before the header
	Skip       int         // how many these are
	Headers    int         // lines of the header: 0 where the first line is data
	Rows       int
	Columns    []Surveyed
	Either     []string      // two readings of the genders that cannot be told apart: the first is taken
	Parts      []Part        // races in one table, or one part that is all of it
	Headings   []race.Gender // that headings between the rows say, where no column does, men first
	PartBy     string        // the header of the column that tells the races apart, "" for one race
	Lengths    []string      // lines between the rows that name lengths, as if races began there
	partColumn int
	finishKM   race.Distance // of a split that is the finish, 0 without
	finishBy   string        // its name
	bands      []AgeBand
	bandsFit   []int
	runners    map[uint64]struct{} // of a sheet of several: those in its rows, nil where nobody asks
}

// FinishAt is the distance of a split whose times are the results, and its name.
func (s *Survey) FinishAt() (race.Distance, string) { return s.finishKM, s.finishBy }

// Surveyed is a column of a surveyed table.
type Surveyed struct {
	Header  string
	Number  int    // from 1
	Means   string // a column, a point's id, SurveyedYear, SurveyedRace, or ignore
	Also    string // what else it is: gender where a category says it
	Known   bool   // by its name alone; else edition.yaml has to say it
	Given   bool   // somebody said so, with -column
	Why     string // why it means that, or is ignored; "" where its name says it
	KM      race.Distance
	Leg     int                    // of a relay: the leg at whose end its times were taken, from 1; 0 for none
	Filled  int                    // rows with anything in it
	Format  string                 // how its times are written, "" where it holds none
	Least   race.Clock             // of its times above zero; NoTime without any
	Fast    race.Clock             // two of a hundred are faster
	Values  []string               // of genders, categories, races and years: those that occur, in order
	Genders map[string]race.Gender // which of the values mean a gender
	Strange int                    // rows whose gender cannot be understood
	Codes   []StatusCode           // of statuses that are numbers
	example string
	stats
}

// Part is one race of a surveyed table.
type Part struct {
	Year    string   // of a table of several years
	Values  []string // of the column that tells the races apart
	Rows    int
	Times   map[string]int // rows with a time, by what the column means
	Fast    race.Clock     // two of a hundred have a faster result; NoTime without any
	Genders []race.Gender  // that occur, men first
	Placed  int            // rows with a result, and with a place where the table has places
	Lacking int            // of them, those that lack a split
	Aged    int            // rows with an age or a day of birth
}

// Example is the first cell with anything in it.
func (c *Surveyed) Example() string { return c.example }

// What a column of a survey can mean besides the columns of an edition.
const (
	SurveyedYear = "year" // its values are the years of editions
	SurveyedRace = "race" // its values tell races apart
)

// surveyWords are the columns that a table of results can have.
var surveyWords = Vocabulary{Columns: slices.Concat(EntryColumns, TimeColumns), Points: []string{"start", "half", "finish", "turn"}, Mappable: true}

// SurveyOptions say what is known of a table before it is looked at.
type SurveyOptions struct {
	Encoding string
	Sheet    string
	Columns  map[string]string // what columns mean, by their headers or numbers
	Alone    bool              // other files do not say who ran, or when
}

// surveySheet looks at one table, and says which sheets the file has.
func surveySheet(fsys fs.FS, file string, o SurveyOptions) (*Survey, []string, problem.List) {
	s := &surveyor{options: o, file: file, found: &problem.List{}}
	if !s.open(fsys) {
		return nil, s.Sheets, s.found.Sorted()
	}
	s.given()
	s.look()
	if s.Rows == 0 {
		problem.WholeFile(file).Report(s.found, problem.Error, "empty_file", "the file has no row below the names of its columns", "")
		return nil, s.Sheets, s.found.Sorted()
	}
	s.decide()
	s.parts()
	s.headings()
	s.ages()
	if len(s.Sheets) > 1 {
		s.noteRunners()
	}
	return &s.Survey, s.Sheets, s.found.Sorted()
}

// surveyor is one survey under way.
type surveyor struct {
	Survey
	options SurveyOptions
	file    string
	found   *problem.List
	table   *Table // as far as its names are known
}

// given takes what was said of columns.
func (s *surveyor) given() {
	for i := range s.Columns {
		c := &s.Columns[i]
		for header, means := range s.options.Columns {
			if c.is(header) {
				c.Means, c.Given, c.Why = means, true, "as given"
			}
		}
	}
}

// Takes reports whether a column has a header or a number.
func (s *Survey) Takes(header string) bool {
	return slices.ContainsFunc(s.Columns, func(c Surveyed) bool { return c.is(header) })
}

// is reports whether a column has a header or a number.
func (c *Surveyed) is(header string) bool {
	return c.Header != "" && spelling.FoldHeader(header) == spelling.FoldHeader(c.Header) || header == strconv.Itoa(c.Number)
}

// Names are the names of the columns, or their numbers where they have none.
func (s *Survey) Names() []string {
	list := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		list[i] = cmp.Or(c.Header, strconv.Itoa(c.Number))
	}
	return list
}

// each calls a function with all cells that are not blank.
func (s *surveyor) each(cell func(column int, cell string)) {
	s.rows(func(cells []string) bool {
		for i := range min(len(cells), len(s.Columns)) {
			if c := spelling.Given(cells[i]); c != "" {
				cell(i, c)
			}
		}
		return true
	})
}

// look reads every row once, and the times a second time when their formats are
// known.
func (s *surveyor) look() {
	row := 0
	s.rows(func(cells []string) bool {
		s.Rows++
		row++
		for i := range min(len(cells), len(s.Columns)) {
			if cell := spelling.Given(cells[i]); cell != "" {
				c := &s.Columns[i]
				if c.Filled++; c.Filled == 1 {
					c.example = strings.Clone(cell)
				}
				c.stats.add(cell, row)
			}
		}
		return true
	})
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.Format = string(c.shapes.Proposed()); c.Format == "" && c.stamps > 0 && most(c.stamps, c.Filled-c.words) {
			c.Format = string(spelling.AsClock)
		}
	}
	s.times()
}

// times notes the fastest of each column of times.
func (s *surveyor) times() {
	times := make([][]race.Clock, len(s.Columns))
	s.each(func(i int, cell string) {
		c := &s.Columns[i]
		if c.Format == "" || len(times[i]) >= 20*spelling.SampleCells {
			return
		}
		if t, err := spelling.TimeShown(cell, spelling.TimeFormat(c.Format)); err == nil && t > 0 {
			times[i] = append(times[i], t)
		}
	})
	for i, list := range times {
		if len(list) > 0 {
			slices.Sort(list)
			s.Columns[i].Least, s.Columns[i].Fast = list[0], list[len(list)/50]
		}
	}
}

// Chinese reports whether the names of the columns are Chinese.
func (s *Survey) Chinese() bool {
	return slices.ContainsFunc(s.Columns, func(c Surveyed) bool {
		return strings.ContainsFunc(c.Header, func(r rune) bool { return unicode.Is(unicode.Han, r) }) &&
			!strings.ContainsFunc(c.Header, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) })
	})
}

// Column is the column of a meaning, nil without one.
func (s *Survey) Column(means string) *Surveyed {
	if i := slices.IndexFunc(s.Columns, func(c Surveyed) bool { return c.Means == means || c.Also == means }); i >= 0 {
		return &s.Columns[i]
	}
	return nil
}

// Timed reports whether some column tells times or a status.
func (s *Survey) Timed() bool {
	return slices.ContainsFunc(s.Columns, func(c Surveyed) bool {
		return c.KM > 0 || slices.Contains([]string{"gun", "net", "finish", "half"}, c.Means)
	})
}

// Named reports whether some column tells names.
func (s *Survey) Named() bool {
	return s.Column("name") != nil || s.Column("family_name") != nil || s.Column("given_name") != nil
}

// Points are the columns of points between start and finish, in course order;
// the half stands where its distance is not yet known, at 0.
func (s *Survey) Points() []Surveyed {
	points := slices.DeleteFunc(slices.Clone(s.Columns), func(c Surveyed) bool { return c.KM == 0 && c.Leg == 0 && c.Means != "half" })
	slices.SortStableFunc(points, func(a, b Surveyed) int { return cmp.Or(cmp.Compare(a.KM, b.KM), cmp.Compare(a.Leg, b.Leg)) })
	return points
}
