package race

import "strings"

// ChampionStatus says how sure history is of a champion.
type ChampionStatus string

// The statuses of champions.csv.
const (
	Winner            ChampionStatus = "winner"
	ByRuling          ChampionStatus = "by_ruling"
	Second            ChampionStatus = "second"
	Disputed          ChampionStatus = "disputed"
	ChampionDQ        ChampionStatus = "disqualified"
	UnknownChampion   ChampionStatus = "unknown"
	CancelledChampion ChampionStatus = "cancelled"
)

// Champion is one line of champions.csv, or the winner of an edition that the
// file does not name.
type Champion struct {
	Year   int
	Gender Gender // NoGender for a year that was cancelled
	Status ChampionStatus
	Name   string // in Latin letters
	Names  Text   // as it is written in other languages
	Nat    string
	Time   Clock // NoTime where not found
	Note   Text
	Source string
	// Sources is what other languages say in place of Source, where that is not
	// for all.
	Sources Text
	From    Position

	Edition, Race string // where the result stands, "" where that is not on the site
	Bib           string // whose it is there
	Entry         *Entry // the winner's entry there; Name and Names are empty then
}

// Named reports whether a name is the champion's in any writing.
func (c *Champion) Named(name string) bool {
	if name == "" {
		return false
	}
	if strings.EqualFold(name, c.Name) {
		return true
	}
	for _, other := range c.Names {
		if name == other {
			return true
		}
	}
	return false
}

// RecordStep is a champion who set or equalled the course record (R45).
type RecordStep struct {
	Champion
	Equalled bool
	Disputed bool // listed, but no hurdle for those after it
}

// History is the race's own, over all its years.
type History struct {
	Champions []Champion // the latest year first
	Records   []RecordLine
}

// RecordLine is how the course record of a gender fell, the earliest first.
type RecordLine struct {
	Gender Gender
	Steps  []RecordStep
}
