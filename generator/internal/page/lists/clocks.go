package lists

import (
	"slices"

	"guntime/generator/internal/race"
)

// Clock is the time by which a place was given.
func Clock(rc *race.Race, r *race.Result) race.Clock {
	if rc.Rules.Ranking.Clock(r.Place) == race.ByNet {
		return r.Net
	}
	return r.Gun
}

// AgeSetOf is what a group has in common with the others of its set; the zero one
// for a championship.
func AgeSetOf(rc *race.Race, g *race.Group) race.AgeSet {
	if g == nil || g.Ages == nil {
		return race.AgeSet{}
	}
	return rc.Rules.AgeSet(g.Ages.Set)
}

// GroupClock is the time that gives a result its place in a group.
func GroupClock(rc *race.Race, g *race.Group, r *race.Result) race.Clock {
	switch AgeSetOf(rc, g).By {
	case race.ByNet:
		if r.Net != race.NoTime {
			return r.Net
		}
		return r.Gun
	case race.ByGun:
		return r.Gun
	}
	return Clock(rc, r)
}

// Clock is the time by which a list gives a result its place.
func (l *List) Clock(rc *race.Race, r *race.Result) race.Clock {
	if l.Group == nil {
		return Clock(rc, r)
	}
	return GroupClock(rc, l.Group.Group, r)
}

// PlaceIn is a result's place in a classification, 0 without one.
func PlaceIn(r *race.Result, group string) int {
	if i := slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.ID == group }); i >= 0 {
		return r.Overlays[i].Place
	}
	return 0
}

// Pace is that of the net time, or of the gun time where there is none.
func Pace(r *race.Result, rc *race.Race) race.Clock {
	if r.Net != race.NoTime {
		return r.Net.Pace(rc.DistanceOf(r))
	}
	return r.Gun.Pace(rc.DistanceOf(r))
}

// Split is the time since the gun at a point, NoTime where there is none to show.
func Split(r *race.Result, point int) race.Clock {
	if point < 0 || point >= len(r.Splits) {
		return race.NoTime
	}
	return r.Splits[point]
}

// NetLeads reports whether the net time ranks a race, or a group of it, and stands before
// the gun time.
func NetLeads(rc *race.Race, g *race.Group) bool {
	if by := AgeSetOf(rc, g).By; by != "" {
		return by == race.ByNet
	}
	return len(rc.Rules.Ranking.Bands) == 0 && rc.Rules.Ranking.By == race.ByNet
}
