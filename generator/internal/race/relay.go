package race

import "strings"

// In a relay an entry is a team: it has one bib, one place and one certificate, and
// is timed as one runner would be. Its legs end at points of the course, the last
// one at the finish.

// Member is somebody who runs for a team of a relay.
type Member struct {
	Leg             int    // from 1; 0 where nothing says which
	Bib             string // the member's own; "" where it is the team's
	Name, LatinName string
	Visibility      Visibility
	From            Position `sum:"-"`
}

// Relay reports whether a race is run in legs by teams.
func (r *Race) Relay() bool { return len(r.Legs) > 0 }

// LegStart is the index of the point at which a leg, from 1, begins.
func (r *Race) LegStart(leg int) int {
	if leg <= 1 {
		return r.Start()
	}
	return r.Legs[leg-2]
}

// LegAt is the leg in which a point is passed, from 1: the first for the start, and
// for the point at which a leg ends that leg.
func (r *Race) LegAt(point int) int {
	for i, end := range r.Legs {
		if point <= end {
			return i + 1
		}
	}
	return len(r.Legs)
}

// LegLength is how far a leg goes.
func (r *Race) LegLength(leg int) Distance {
	return r.Points[r.Legs[leg-1]].At - r.Points[r.LegStart(leg)].At
}

// LegTime is what a team took for a leg, NoTime where one of its ends was not seen,
// and the leg's place in the division among the teams with a place, 0 without one.
type LegTime struct {
	Time  Clock
	Place int
}

// PublishedMember is a member's name and Latin name as they may be shown: under the
// member's own visibility and the team's, whichever hides more.
func (e *Entry) PublishedMember(m *Member) (name, latin string) {
	one := Entry{Name: m.Name, LatinName: m.LatinName, Visibility: m.Visibility}
	switch {
	case e.Visibility == Anonymous:
		one.Visibility = Anonymous
	case e.Visibility == Masked && one.Visibility == Public:
		one.Visibility = Masked
	}
	return one.PublishedName(), one.PublishedLatinName()
}

// PublishedMembers are the names of a relay team's members in the order of their
// legs, as they may be shown, without the anonymous; "" without any.
func (e *Entry) PublishedMembers() string {
	var names []string
	for i := range e.Members {
		if name, _ := e.PublishedMember(&e.Members[i]); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " · ")
}

// HidesSomebody reports whether an entry or somebody of its team is not public.
func (e *Entry) HidesSomebody() bool {
	for i := range e.Members {
		if e.Members[i].Visibility != Public {
			return true
		}
	}
	return e.Visibility != Public
}

// OwnNames are the names as only the entry's owner may read them. What other members
// of a relay team hide stays hidden.
func (e *Entry) OwnNames() (name, latin string) {
	if e.Members != nil {
		return e.Name, e.PublishedMembers()
	}
	return e.Name, e.LatinName
}
