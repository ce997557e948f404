package race

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Gender of an entry or a division.
type Gender byte

// The genders that divisions are made of (R11).
const (
	NoGender Gender = 0
	Male     Gender = 'M'
	Female   Gender = 'F'
	GenderX  Gender = 'X' // neither of both (R66)
	Mixed    Gender = 'B' // of a team: both
)

// String is "M", "F", "X", "mixed" or empty.
func (g Gender) String() string {
	switch g {
	case NoGender:
		return ""
	case Mixed:
		return "mixed"
	}
	return string(rune(g))
}

// Visibility is how much of an entry is published.
type Visibility string

// The visibilities of an entry.
const (
	Public    Visibility = "public"
	Masked    Visibility = "masked"    // the name is masked, everywhere
	Anonymous Visibility = "anonymous" // place and time alone are published
)

// Position is where an entry, a ruling or a row of timing stands in its file.
// Findings tell it and the site does not: its fields are tagged `sum:"-"`, so
// that a line more in a file makes nothing new of those below it.
type Position struct {
	Path  string // inside the project, with slashes: "data/2022/marathon/entries.csv"
	Sheet string // of a spreadsheet, whose rows are the lines; "" in any other file
	Line  int
	// Column counts from 1 in characters; 0 where it is the first or nobody needs it.
	Column int
}

// String is the position as findings name it: "a.csv:7", and "a.xlsx:Runners!7"
// for a row of a spreadsheet.
func (p Position) String() string {
	if p.Sheet != "" {
		return p.Path + ":" + p.Sheet + "!" + strconv.Itoa(p.Line)
	}
	return p.Path + ":" + strconv.Itoa(p.Line)
}

// Entry is somebody who may run.
type Entry struct {
	Bib          string
	Name         string // as its owner writes it
	LatinName    string // "" where there is none
	Gender       Gender
	Hold         bool   // certificate_hold
	Nat          string // IOC code, "" where unknown
	Birth        time.Time
	BirthYear    int // of somebody whose day of birth may be unknown; 0 unknown
	Age          int // on race day; 0 unknown
	Club         string
	Team         string // of a classification of teams or of a relay; "" where it is the club
	Category     string
	Zone         string
	Wave         string // the id of one of the race's waves; "" for none
	OwnStart     bool   // StartOffset counts
	StartOffset  Clock  // when the entry starts, after the race's gun (R63)
	Chip         string
	Person       string // joins the entries of one runner over the years: a hash of the column id; "" without one
	Visibility   Visibility
	Code         string // certificate_code
	Championship string
	Members      []Member // of a relay team, by leg; nil for anybody else
	Timing       *Timing  `sum:"-"` // nil where no timing file names the bib; the site shows the verdict alone
	From         Position `sum:"-"`
}

// FoldBib returns the form under which two bibs are the same.
func FoldBib(bib string) string {
	if foldedBib(bib) {
		return bib
	}
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width forms of ASCII
			r -= 0xFEE0
		}
		return unicode.ToUpper(r)
	}, strings.TrimSpace(bib))
}

// foldedBib reports whether a bib is its own folded form: capital letters, digits,
// - and _ alone.
func foldedBib(bib string) bool {
	for i := range len(bib) {
		if c := bib[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// PublishedName is the name under the entry's visibility, "" where anonymous.
func (e *Entry) PublishedName() string {
	switch e.Visibility {
	case Masked:
		return MaskName(e.Name)
	case Anonymous:
		return ""
	}
	return e.Name
}

// PublishedLatinName is the Latin name under the entry's visibility. Of a relay team
// it is the names of its members, which stand beside the name wherever the Latin
// name of a runner would.
func (e *Entry) PublishedLatinName() string {
	if e.Members != nil {
		return e.PublishedMembers()
	}
	switch e.Visibility {
	case Masked:
		return MaskName(e.LatinName)
	case Anonymous:
		return ""
	}
	return e.LatinName
}

// Timing is what the timing files say of one bib.
type Timing struct {
	At       []Instant   // wall clock at each of the race's points, Unseen where not read
	Laps     int         // of a race of laps: how many were run, whether in time or not
	Net      Clock       // the net time as given, where no start was read; else NoTime
	Status   TimedStatus // what the file itself claims
	Clock    TimedBy     // which clock the file has
	Started  bool        // the start counts as seen though its instant is unknown
	LegOut   int         // of a relay: the leg that was given up, from 1; 0 for none
	SetAside bool        // a row that could not be read: the runner is under review
	From     Position
	Later    []Sighting // reads that gave no time, nil for most
	Testimony
}

// Testimony are the places that a table itself gives, 0 without, and of how many
// where it says so: 12 / 345. They decide nothing: they are held against the
// places given here.
type Testimony struct{ Place, PlaceOf, GenderPlace, GenderPlaceOf int32 }

// Sighting is a read of a runner that gave no time and that a referee may want
// to know of: at the finish again (R37), or by another of the bib's chips (R38).
type Sighting struct {
	Point int
	At    Instant
	Chip  string // the other chip; "" for the one whose times count
	From  Position
}

// Stray is a chip that no entry has and that was read on the course (R38).
type Stray struct {
	Chip string
	At   []Instant // its first read at each of the race's points, Unseen where not read
	From Position
}

// TimedBy is the clock whose times a file has (R50).
type TimedBy uint8

// The clocks of timing files.
const (
	BySinceGun  TimedBy = iota // time since the gun
	ByTimeOfDay                // the wall clock of the edition's zone
	ByReads                    // raw reads, each by the wall clock or with its own zone
)

// ReaderClock is what the clock of one reader said: when it heard the first, the
// middle and the last of the runners by whom clocks are compared, Unseen where it
// heard none of them. Off is how far it is ahead by the others, 0 where it agrees
// or nothing is known.
type ReaderClock struct {
	Reader              string
	Points              []int
	Reads               int
	First, Middle, Last Instant
	Off                 Clock
}

// TimedStatus is the status column of a timing file.
type TimedStatus string

// The statuses a timing file may give; TimedNone where it gives none.
const (
	TimedNone     TimedStatus = ""
	TimedFinished TimedStatus = "finished"
	TimedDNF      TimedStatus = "dnf"
	TimedDNS      TimedStatus = "dns"
	TimedDQ       TimedStatus = "dq"
)
