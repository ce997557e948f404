// Package checked is the report of the command check: how each file was read, who was
// recorded where, and what is wrong.
package checked

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/review"
	"guntime/generator/internal/table"
)

// Report is the report of check: how each file was read, who was recorded
// where, and what is wrong. Data with errors are not judged and have no races.
type Report struct {
	Files    []*table.File `json:"files"`
	Races    []Race        `json:"races"`
	Findings problem.List  `json:"findings"`
}

// Race counts what the mats of a race recorded.
type Race struct {
	Edition  string     `json:"edition"`
	Race     string     `json:"race"`
	State    race.State `json:"state"`
	Entries  int        `json:"entries"`
	Seen     int        `json:"seen"`
	SetAside []string   `json:"set_aside"`    // bibs
	NotSeen  []string   `json:"never_seen"`   // bibs
	Stated   []string   `json:"status_alone"` // bibs without any time whose status in the table is DNF or DQ
	Chips    []string   `json:"unknown_chips"`
	Points   []Point    `json:"points"`
	Readers  []Clock    `json:"readers"`
}

// Clock is what the clock of a reader of raw reads said, by the wall clock:
// the first, the middle and the last of the runners by whom clocks are compared.
// Off is how far it is ahead of the others, "" where it agrees.
type Clock struct {
	Reader string   `json:"reader"`
	Points []string `json:"points"`
	Reads  int      `json:"reads"`
	First  string   `json:"first"`
	Middle string   `json:"middle"`
	Last   string   `json:"last"`
	Off    string   `json:"off"`
}

// Point is a point and how many runners it recorded. The rate is a
// percentage of those who were recorded both before and after the point.
type Point struct {
	Point      string  `json:"point"`
	KM         string  `json:"km"`
	Seen       int     `json:"seen"`
	Read       int     `json:"read"`
	Passed     int     `json:"passed"`
	Rate       float64 `json:"rate"`
	Sick       bool    `json:"sick"`
	WrongClock bool    `json:"wrong_clock"`
}

// Timed reports whether a race has any times.
func Timed(rv *race.RaceVerdict) bool {
	for i := range rv.Results {
		if rv.Results[i].Entry.Timing != nil {
			return true
		}
	}
	return false
}

// NewRace counts what the mats of a race recorded.
func NewRace(e *race.Edition, rv *race.RaceVerdict) Race {
	d := Race{Edition: e.ID, Race: rv.Race.ID, State: e.State, Entries: len(rv.Race.Entries),
		SetAside: []string{}, NotSeen: []string{}, Stated: []string{}, Chips: []string{}, Points: []Point{}, Readers: []Clock{}}
	for _, entry := range rv.Race.Entries {
		t := entry.Timing
		switch {
		case t != nil && t.SetAside:
			d.SetAside = append(d.SetAside, entry.Bib)
			d.Seen++
		case t != nil && (t.Started || slices.ContainsFunc(t.At, func(at race.Instant) bool { return at != race.Unseen })):
			d.Seen++
		case t != nil && (t.Status == race.TimedDNF || t.Status == race.TimedDQ):
			d.Stated = append(d.Stated, entry.Bib)
		default:
			d.NotSeen = append(d.NotSeen, entry.Bib)
		}
	}
	for _, s := range rv.Race.Strays {
		d.Chips = append(d.Chips, s.Chip)
	}
	for _, k := range rv.Race.Readers {
		one := Clock{Reader: k.Reader, Points: []string{}, Reads: k.Reads}
		for _, p := range k.Points {
			one.Points = append(one.Points, rv.Race.Points[p].ID)
		}
		for _, c := range []struct {
			to *string
			at race.Instant
		}{{&one.First, k.First}, {&one.Middle, k.Middle}, {&one.Last, k.Last}} {
			if c.at != race.Unseen {
				*c.to = rv.Race.Wall.Text(c.at)
			}
		}
		if k.Off != 0 {
			one.Off = k.Off.String()
		}
		d.Readers = append(d.Readers, one)
	}
	for i, c := range review.Captures(rv) {
		d.Points = append(d.Points, Point{Point: c.Point, KM: rv.Race.Points[i].At.String(), Seen: c.Seen, Read: c.Read, Passed: c.Passed,
			Rate: float64(c.Rate) / 100, Sick: c.Sick, WrongClock: c.WrongClock})
	}
	return d
}

// WriteAside writes the ignored rows with their original text.
func WriteAside(b *bytes.Buffer, files []*table.File) {
	b.WriteString("\ufefffile,line,column,reason,row\n")
	table := csv.NewWriter(b)
	for _, f := range files {
		file := f.Path
		if f.Sheet != "" {
			file += ":" + f.Sheet
		}
		for _, a := range f.Aside {
			table.Write([]string{file, strconv.Itoa(a.Line), strconv.Itoa(a.Column), a.Reason, a.Text}) // a buffer takes everything
		}
	}
	table.Flush()
}
