package table

import (
	"slices"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/problem"
)

// Source says which file a table is and how it is to be read. All but the
// path may be left out: what is not said is found out.
type Source struct {
	Path     string // inside the project
	Encoding encoding.Encoding
	Columns  []Mapping
	Where    []Condition // all of which a row must meet to be used
	Skip     int         // lines before the header
	Headers  int         // lines of the header: 1 or 2, 0 for one
	Missing  func()      // reports that there is no such file; nil where that is no finding
}

// MapsTo reports whether a column of the table is given by no header: the bib
// by the number of its row, the name by nothing.
func (of *Source) MapsTo(target string) bool {
	return slices.ContainsFunc(of.Columns, func(m Mapping) bool { return m.Target == target })
}

// Mapping says which column a header stands for.
type Mapping struct {
	Header string // folded
	Target string // a column, a point or ignore
	Name   string // the header as it was declared
	At     problem.Place
}

// Condition keeps the rows that have a value in a column.
type Condition struct {
	Header string // folded
	Equals string
	Name   string // the column as it was declared
	At     problem.Place
}

// The special targets and values of columns.
const (
	Ignore    = "ignore"
	RowNumber = "row_number"
	NoName    = "none"
)
