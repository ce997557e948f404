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
	Headers  int         // lines of the header: 1 or 2, 0 for one
	Missing  func()      // reports that there is no such file; nil where that is no finding
}

// MapsTo reports whether something is mapped to a target: with RowNumber no
// column is the bib, with NoName none is the name.
func (of *Source) MapsTo(target string) bool {
	return slices.ContainsFunc(of.Columns, func(m Mapping) bool { return m.Target == target })
}

// Without reports whether the edition says that there is no such column.
func (of *Source) Without(column string) bool {
	return slices.ContainsFunc(of.Columns, func(m Mapping) bool { return m.Target == NoName && m.Header == FoldHeader(column) })
}

// Mapping says which column a header stands for.
type Mapping struct {
	Header string // folded
	Target string // a column, a point or one of the targets below
	Name   string // the header as it was declared
	At     problem.Place
}

// Condition says which value a row must have in a column to be used.
type Condition struct {
	Header string // folded
	Equals string
	Name   string // the column as it was declared
	At     problem.Place
}

// The targets that are no columns.
const (
	Ignore    = "ignore"     // of a column that is not read
	RowNumber = "row_number" // of bib: the bibs are the numbers of the rows, from 1
	NoName    = "none"       // of name and gender: the table has none
)
