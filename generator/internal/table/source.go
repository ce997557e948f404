package table

import (
	"slices"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/problem"
)

// Source says which file a table is and what is declared of it. All but the path
// may be left out: what is not declared is found out.
type Source struct {
	Path     string // inside the project
	Encoding encoding.Encoding
	Columns  []Mapping
	Values   []*Values   // what cells of columns stand for
	Where    []Condition // all of which a row must meet to be used
	Skip     int         // lines before the header
	Headers  int         // lines of the header: 1, 2 or NoHeader; 0 where that is found out
	Sheet    string      // of a spreadsheet; "" for the first
	SheetAt  problem.Place
	Default  bool   // nobody named it: where there is no .csv, it may be an .xlsx
	Missing  func() // reports that there is no such file; nil where that is no finding
}

// Shares reports whether two sources are the same table.
func (of *Source) Shares(other Source) bool { return of.Path == other.Path && of.Sheet == other.Sheet }

// MapsTo reports whether something is mapped to a target: with RowNumber no
// column is the bib, with NoName none is the name.
func (of *Source) MapsTo(target string) bool {
	return slices.ContainsFunc(of.Columns, func(m Mapping) bool { return m.Target == target })
}

// Without reports whether the edition says that there is no such column.
func (of *Source) Without(column string) bool {
	return slices.ContainsFunc(of.Columns, func(m Mapping) bool { return m.Target == NoName && m.Header == FoldHeader(column) })
}

// NoHeader as the lines of the header says that the first line is a row.
const NoHeader = -1

// Everything as the name of a Mapping is all columns that are neither mapped nor
// known.
const Everything = "*"

// Mapping says which column a header stands for. A column that is two things has
// two mappings of the same header.
type Mapping struct {
	Header   string // folded
	Position int    // of the column, from 1, where it is not named; else 0
	Target   string // a column, a point or one of the targets below
	Name     string // the header as it was declared
	At       problem.Place
}

// Same reports whether two mappings are of the same column.
func (m *Mapping) Same(o Mapping) bool { return m.Header == o.Header && m.Position == o.Position }

// Condition says which value a row must have in a column to be used.
type Condition struct {
	Header   string // folded
	Position int    // of the column, from 1, where it is not named; else 0
	Equals   string
	Or       []string // further values that do as well
	Name     string   // the column as it was declared
	At       problem.Place
}

// The targets that are no columns.
const (
	Ignore    = "ignore"     // of a column that is not read
	RowNumber = "row_number" // of bib: the bibs are the numbers of the rows, from 1
	NoName    = "none"       // of name and gender: the table has none
)
