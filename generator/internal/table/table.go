package table

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// Table is a table whose header is understood.
type Table struct {
	scan  *scanner
	found *problem.List
	head  Record
	names []string // the canonical column each cell belongs to
	where []filter
	start scanner    // as it stood after the header
	file  *File      // what it was taken for, nil where nobody asks
	odd   []oddities // by column

	content *content
	width   int        // columns that stand in the text
	surplus int        // blank cells that most rows have behind the last column
	needed  int        // cells without which a row is ragged
	again   []doubled  // columns that are two things
	heads   [][]string // the lines of the header, as written
	titles  []string   // the lines before it
	skipped int        // how many
	bib     int
	proof   []int // columns of genders, statuses and times
	digital []int // columns in which nearly every cell has a digit
	numeric bool  // nearly every bib has a digit
	counted int
	over    [anotherTable + 1]passed
	headed  string                // the first line that says the gender of the rows below it
	aside   problem.Place         // the first cell of a sheet beside the table
	empty   []int                 // columns that edition.yaml names, without a cell so far
	values  []*Values             // declared of its columns
	meant   []*Values             // the same by column, made when it is needed
	lengths map[int]race.Distance // how far its columns of times are from the start, where that is known
}

// filter keeps the records whose cell has a value.
type filter struct {
	column int
	equals string
	or     []string
	at     problem.Place
}

// Path is the file's path inside the project.
func (t *Table) Path() string { return t.scan.path }

// mostExpected is for how many rows memory is set aside before they are read.
const mostExpected = 1 << 20

// Expect is about how many rows the table has, by its lines.
func (t *Table) Expect() int {
	return min(strings.Count(t.scan.text[t.start.next:], "\n"), mostExpected)
}

// Row is where a row stands.
func (t *Table) Row(r *Record) race.Position {
	return race.Position{Path: t.scan.path, Sheet: t.scan.sheet, Line: r.Line}
}

// Written is a row as it is written, without the end of its line.
func (t *Table) Written(r *Record) string {
	return strings.TrimRight(t.scan.text[r.start:r.end], "\r\n")
}

// Column returns the index of a canonical column, or -1.
func (t *Table) Column(name string) int { return slices.Index(t.names, name) }

func (t *Table) keeps(r *Record) bool {
	for _, f := range t.where {
		if f.column < len(r.Cells) {
			if cell := spelling.FoldWidth(r.Cells[f.column]); cell != f.equals && !slices.Contains(f.or, cell) {
				return false
			}
		}
	}
	return true
}

// Ragged says why the cells of a row cannot be told apart, as where their number
// is not that of the header; "" where they can. The column is where that is seen:
// behind the last, it is the first cell too many or the end of the row.
func (t *Table) Ragged(r *Record) (column int, why string) { return r.at, r.torn }

// RaggedHint says what to do with a row whose cells cannot be told apart, as it
// is seen at a column; "" where there is nothing to say.
func (t *Table) RaggedHint(column int) string {
	if column < len(t.names) || t.scan.sheet != "" || t.scan.cuts != nil { // a quote, or a text that crosses columns
		return ""
	}
	return "put quotes around a cell that contains the separator"
}

// RefuseRagged reports an error where a row has not the header's number of
// cells, and returns whether that is so.
func (t *Table) RefuseRagged(r *Record) bool {
	column, why := t.Ragged(r)
	if why == "" {
		return false
	}
	t.Fail(r, column, "cell_count", t.RaggedHint(column), "%s", why)
	return true
}

// Place is where a cell of a row stands. Column -1 is the row itself; a column
// behind the last is the row's end.
func (t *Table) Place(r *Record, column int) problem.Place { return t.scan.cellAt(r, column) }

// SameRow reports whether two rows are written alike.
func (t *Table) SameRow(a, b Span) bool {
	return strings.TrimRight(t.scan.text[a.start:a.end], "\r") == strings.TrimRight(t.scan.text[b.start:b.end], "\r")
}

// FailHeader reports an error at a column's name.
func (t *Table) FailHeader(column int, code, hint, format string, args ...any) {
	t.Fail(&t.head, column, code, hint, format, args...)
}

// WarnHeader reports a warning at the row of the columns' names.
func (t *Table) WarnHeader(code, hint, format string, args ...any) {
	t.Warn(&t.head, -1, code, hint, format, args...)
}

// Warn reports a warning at a cell of a row; column -1 is the row.
func (t *Table) Warn(r *Record, column int, code, hint, format string, args ...any) {
	t.scan.cellAt(r, column).Report(t.found, problem.Warning, code, fmt.Sprintf(format, args...), hint)
}

// Fail reports an error at a cell of a row; column -1 is the row.
func (t *Table) Fail(r *Record, column int, code, hint, format string, args ...any) {
	t.scan.cellAt(r, column).Report(t.found, problem.Error, code, fmt.Sprintf(format, args...), hint)
}

// batch is how many rows are decoded at a time, so that a million need no more
// memory than these.
const batch = 1024

// Rows calls each with every row of the table that meets the conditions, decoded
// into a struct by the csv tags of its fields (all of them strings), and with the
// record that it came from. Neither may be kept. Cells that are not read exactly
// as they are written are reported, once for each column.
func Rows[T any](t *Table, each func(*T, *Record)) {
	records := make([]Record, batch)
	cells := make([][]string, 1, batch+1)
	cells[0] = t.names
	var decoded []T
	flush := func() {
		// All fields are strings and the reader never fails: there is no error.
		if err := gocsv.UnmarshalCSV(rowReader(cells), &decoded); err != nil {
			panic(err)
		}
		for i := range cells[1:] {
			each(&decoded[i], &records[i])
		}
		cells = cells[:1]
	}
	t.walk(func() *Record { return &records[len(cells)-1] }, func(r *Record) bool {
		t.file.count()
		if r.torn == "" {
			if len(t.empty) > 0 {
				t.filledIn(r)
			}
			t.look(r)
			t.translate(r)
		}
		if cells = append(cells, r.Cells); len(cells) > batch {
			flush()
		}
		return true
	}, t.other)
	if len(cells) > 1 {
		flush()
	}
	t.oddities()
	t.tellOthers()
	if decoded != nil {
		t.emptyColumns()
	}
	if decoded == nil && len(t.where) > 0 {
		t.where[0].at.Report(t.found, problem.Warning, "no_rows", fmt.Sprintf("no row of the file %q matches where", t.scan.path), "")
	}
}

// rowReader hands gocsv rows that have been read, the first of them the
// canonical names of the columns.
type rowReader [][]string

// Read implements gocsv.CSVReader.
func (r rowReader) Read() ([]string, error) { return nil, io.EOF }

// ReadAll implements gocsv.CSVReader.
func (r rowReader) ReadAll() ([][]string, error) { return r, nil }

// Texts returns the cells of a row whose columns are named by a prefix and a
// language, as note_zh and note_en are, by language; nil where all are blank.
func (t *Table) Texts(r *Record, prefix string) race.Text {
	var text race.Text
	for i, name := range t.names {
		tag, ok := strings.CutPrefix(name, prefix+"_")
		if !ok || r.Cells[i] == "" {
			continue
		}
		if text == nil {
			text = race.Text{}
		}
		text[tag] = spelling.Tidy(r.Cells[i])
	}
	return text
}
