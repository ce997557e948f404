package chipreads

import (
	"slices"
	"strings"

	"golang.org/x/text/encoding"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// Source says how to read one lot of files of raw reads: what readers wrote
// down each time they heard a chip, many times a passing.
type Source struct {
	At        problem.Place // where it is declared
	Files     []string      // inside the project
	Format    string        // the name of one of vendors.Formats
	Encoding  encoding.Encoding
	Stations  []Station
	Offsets   []Offset
	Chips     table.Source     // its path is "" where the entries alone name chips
	Columns   []vendors.Column // of the generic format
	Separator byte             // of the generic format; 0 to find it out
	Order     vendors.Order    // of the parts of its dates
	SinceGun  bool             // its times are those since the gun
	TimeOfDay bool             // its times are surely not those since the gun
	Wall      bool             // seconds since 1970 are the wall clock, written as if it were UTC
	Skip      int              // lines at the beginning of each file that say nothing
	Picks     map[int]Pick     // by point, where not the default
	Window    race.Clock       // reads no further apart are one passing
	Gap       race.Clock       // passings closer together are one pass; 0: as near as anybody can come by again
	Stop      bool             // a line that cannot be read is an error

	spoke bool // a line of it was read
}

// Station says which points a reader stands at: more than one where the course
// comes by again, in course order.
type Station struct {
	Name   string // of the reader, as it was declared
	Points []int  // of the race
	At     problem.Place

	key string // the name folded
	mat int    // into the collector's mats
}

// Offset is added to the times of a reader.
type Offset struct {
	Name string // of the reader, as it was declared
	By   race.Clock
	At   problem.Place

	key  string // the name folded
	used bool
}

// named reports whether a column of the format generic names the point.
func (s *Source) named() bool {
	return slices.ContainsFunc(s.Columns, func(c vendors.Column) bool { return c.Role == "point" })
}

// Pick is which read of a passing gives its time.
type Pick string

// The picks. The first read is the default.
const (
	PickFirst     Pick = "first"
	PickLast      Pick = "last"
	PickStrongest Pick = "strongest"
)

// The defaults of how reads are gathered: a chip is heard for some seconds at a
// mat, and nobody passes one again within ten minutes except those who wait
// around it.
const (
	DefaultWindow race.Clock = 30_000
	DefaultGap    race.Clock = 600_000
)

// FoldName returns a form of a reader's name that is equal for equal names.
func FoldName(name string) string { return strings.ToUpper(spelling.FoldWidth(name)) }
