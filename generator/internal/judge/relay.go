package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// legOut is the leg of a relay that a team did not bring to its end, from 1: the one
// that its file says was given up, whatever was read after it, else, of a team
// without a finish, the one it was on when it was last seen. 0 without one.
func (r *runner) legOut(rc *race.Race) int {
	switch {
	case !rc.Relay():
		return 0
	case r.entry.Timing != nil && r.entry.Timing.LegOut > 0:
		return r.entry.Timing.LegOut
	case r.passed(rc, rc.Finish()):
		return 0
	}
	for i := rc.Finish() - 1; i > rc.Start(); i-- {
		if r.passed(rc, i) {
			return rc.LegAt(i + 1)
		}
	}
	return 1
}

// legTimes gives the times of a relay's legs in one division and their places (R65).
// The first counts from where the team's own time does, each other from the end of
// the one before. Equal raw times share a place.
func legTimes(rc *race.Race, results []race.Result, over bool) {
	if !rc.Relay() {
		return
	}
	legs := len(rc.Legs)
	all := make([]race.LegTime, len(results)*legs)
	for i := range results {
		r := &results[i]
		if r.Splits == nil {
			continue
		}
		r.Legs = all[i*legs : (i+1)*legs : (i+1)*legs]
		before := race.Clock(0)
		if rc.Rules.Ranking.By == race.ByNet && r.StartDelay != race.NoTime {
			before = r.StartDelay
		}
		for n, end := range rc.Legs {
			at := r.Splits[end]
			r.Legs[n].Time = race.NoTime
			if at != race.NoTime && before != race.NoTime {
				r.Legs[n].Time = at - before
			}
			before = at
		}
	}
	if !over {
		return
	}
	for n := range legs {
		var in []*race.Result
		for i := range results {
			if r := &results[i]; r.Place > 0 && r.Legs != nil && r.Legs[n].Time != race.NoTime {
				in = append(in, r)
			}
		}
		slices.SortStableFunc(in, func(a, b *race.Result) int { return cmp.Compare(a.Legs[n].Time, b.Legs[n].Time) })
		for i, r := range in {
			r.Legs[n].Place = i + 1
			if i > 0 && in[i-1].Legs[n].Time == r.Legs[n].Time {
				r.Legs[n].Place = in[i-1].Legs[n].Place
			}
		}
	}
}
