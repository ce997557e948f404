package vendors

import (
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
)

// Parser reads the lines of one file, in order: it may remember what a header
// said.
type Parser interface {
	// Parse hands each read of a line to add, also one that cannot be used. It
	// hands out nothing for a line of settings or control. The line is not
	// blank; the read is valid until add returns.
	Parse(line []byte, add func(*Read))
}

// File is the file whose lines a parser reads, and what is declared of it. All
// of it concerns the format generic alone.
type File struct {
	Path      string // inside the project
	Zone      *time.Location
	Columns   []Column
	Separator byte // 0 to find it out
	Found     *problem.List
}

// Column says what a column of the format generic holds.
type Column struct {
	Header string // folded; a number counts columns from 1
	Role   string // one of Roles
	Name   string // the header as it was declared
	At     problem.Place
}

// Roles are what a column of the format generic can hold.
var Roles = []string{"chip", "bib", "time", "date", "reader", "point", "strength", table.Ignore}

// Format is a way to write raw reads, by the name that edition.yaml gives it.
type Format struct {
	Name   string
	parser func(File) Parser
}

// Generic is the name of the format whose columns the edition names.
const Generic = "generic"

// Formats are all formats of raw reads, each in a file of its own.
var Formats = []Format{raceResultFormat, chronoTrackFormat, mylapsFormat, ipicoFormat, impinjFormat, rfidUltraFormat, genericFormat}

// NewParser returns a parser for one file. The name must be that of one of
// Formats.
func NewParser(name string, of File) Parser {
	for _, f := range Formats {
		if f.Name == name {
			return f.parser(of)
		}
	}
	return nil
}
