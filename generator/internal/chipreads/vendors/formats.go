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

// File is the file whose lines a parser reads, and what is declared of it.
type File struct {
	Path string // inside the project
	Zone *time.Location
	Day  int    // of the race, since 1970-01-01; 0 where it is not known
	Wall bool   // seconds since 1970 are the wall clock, written as if it were UTC
	Head []byte // how the file begins: many whole lines, from the first

	// Of the format generic alone.
	Columns   []Column
	Separator byte  // 0 to find it out
	Order     Order // of the parts of a date; 0 to find it out
	SinceGun  bool  // times are those since the gun
	Gun       int64 // when the gun is and when the finish closes, in milliseconds of the race day by the wall clock;
	Close     int64 // 0 where it does not close
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
	ends   Ends
	writer Writer
}

// Ends is how the records of a format end.
type Ends int

// The ends of records. What a record is, the parser gets as one line.
const (
	AtLineEnds Ends = iota
	AtDollars       // also after each $, where lines end as they like to
	AtBraces        // where the brace that opens an object of JSON is closed; line ends are blanks
)

// The names of the formats that are no vendor's: that whose columns the edition
// names, and that which is found out for each file.
const (
	Generic = "generic"
	Auto    = "auto"
)

// Formats are all formats of raw reads, each in a file of its own.
var Formats = []Format{raceResultFormat, raceResultJSONFormat, chronoTrackFormat, mylapsFormat, ipicoFormat, impinjFormat, rfidUltraFormat,
	wiclaxFormat, jchipFormat, feibotFormat, alienFormat, zebraFormat, orionFormat, genericFormat}

// Names are what edition.yaml can say of a format.
func Names() []string {
	names := make([]string, 0, len(Formats)+1)
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return append(names, Auto)
}

// EndsOf returns how the records of a format end.
func EndsOf(name string) Ends {
	for _, f := range Formats {
		if f.Name == name {
			return f.ends
		}
	}
	return AtLineEnds
}

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
