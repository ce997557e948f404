package export

import (
	"slices"
	"strconv"

	"guntime/generator/internal/race"
)

// leg is what is published of one leg of a relay team: who ran it, as far as that
// may be shown, and how.
type leg struct {
	bib, name, latin string
	point            string // where it ends
	race.LegTime
}

// legs are the legs of a relay team, in order; nil in any other race.
func (f *facts) legs(rc *race.Race) []leg {
	all := make([]leg, len(rc.Legs))
	for n, end := range rc.Legs {
		l := &all[n]
		l.point, l.Time = rc.Points[end].ID, race.NoTime
		if f.Legs != nil {
			l.LegTime = f.Legs[n]
		}
		e := f.Entry
		if at := slices.IndexFunc(e.Members, func(m race.Member) bool { return m.Leg == n+1 }); at >= 0 {
			m := &e.Members[at]
			l.name, l.latin = e.PublishedMember(m)
			if l.name != "" {
				l.bib = m.Bib
			}
		}
	}
	return all
}

// appendLegs appends the legs of a relay team, nothing in any other race, and
// "members" where nothing says who ran which leg.
func (f *facts) appendLegs(b []byte, rc *race.Race) []byte {
	next := `,"legs":[{"leg":`
	for n, l := range f.legs(rc) {
		b = strconv.AppendInt(append(b, next...), int64(n+1), 10)
		b = appendQuoted(append(b, `,"point":`...), l.point, true)
		b = appendText(append(b, `,"bib":`...), l.bib)
		b = appendText(append(b, `,"name":`...), l.name)
		b = appendText(append(b, `,"latin_name":`...), l.latin)
		b = appendTime(append(b, `,"time":`...), l.Time, `,"ms":`)
		b = append(appendPlace(append(b, `,"place":`...), l.Place), '}')
		next = `,{"leg":`
	}
	if !rc.Relay() {
		return b
	}
	b = append(b, ']')
	if f.unassigned() {
		b = appendText(append(b, `,"members":`...), f.Entry.PublishedMembers())
	}
	return b
}

// unassigned reports whether a relay team has members of whom nothing says which leg
// they ran.
func (f *facts) unassigned() bool { return len(f.Entry.Members) > 0 && f.Entry.Members[0].Leg == 0 }

// legColumns are the columns of a relay in results.csv and results.xlsx.
func legColumns(rc *race.Race) (names []string) {
	for n := range rc.Legs {
		at := "leg_" + strconv.Itoa(n+1)
		names = append(names, at+"_bib", at+"_name", at, at+"_ms", at+"_place")
	}
	if rc.Relay() {
		names = append(names, "members")
	}
	return names
}

// legCells appends the cells of those columns. Members are all of them, by leg.
func (f *facts) legCells(cells []cell, rc *race.Race) []cell {
	for _, l := range f.legs(rc) {
		cells = append(cells, said(l.bib), said(l.name), timed(l.Time), counted(l.Time), placed(l.Place))
	}
	if rc.Relay() {
		cells = append(cells, said(f.Entry.PublishedMembers()))
	}
	return cells
}
