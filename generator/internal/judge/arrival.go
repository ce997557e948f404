package judge

import (
	"slices"

	"guntime/generator/internal/race"
)

// While a race is not over, places are the order of arrival by the wall clock. By
// any other clock somebody who is still to come may take a place that is given
// already; by this one nobody can.

// byArrival is the wall clock at the finish, as a clock that ranks.
const byArrival race.ClockKind = "arrival"

// arrivalBands give the places of a race that is not over. Whoever has a net time
// alone, and nobody knows since when, stands behind the others.
var arrivalBands = []race.Band{{By: byArrival}, {By: race.ByNet}}

// arrivalRanks reports whether the order of arrival is that of the results, as long
// as nobody is ruled on: all start by one gun, and the gun time ranks.
func arrivalRanks(rc *race.Race) bool {
	return !rc.OfLaps() && !rc.Staggered() && !slices.ContainsFunc(bands(rc, true), func(b race.Band) bool { return b.By == race.ByNet })
}

// arrivals gives those of a division, or those who fit none, the point at which they
// were last seen, and the place in the order in which the division arrived there. It
// counts everybody who was read there and is believed, whatever became of them later: otherwise
// whoever is stopped at one point would change the order at those before it.
func arrivals(rc *race.Race, runners []*runner, results []race.Result) {
	at := make([][]race.Instant, len(rc.Points)) // when they passed each point
	seen := make([]race.Arrival, len(results))
	count := make([]int, len(rc.Points))
	for i := range results {
		for p, c := range runners[i].splits {
			if c != race.NoTime {
				count[p]++
			}
		}
	}
	for p := range at {
		at[p] = make([]race.Instant, 0, count[p])
	}
	for i := range results {
		r := &results[i]
		gun := rc.GunFor(r.Entry, r.Division)
		for p, c := range runners[i].splits {
			if c == race.NoTime || rc.OfLaps() && p == rc.Finish() { // that is the last lap again
				continue
			}
			seen[i] = race.Arrival{Point: p, At: gun.After(c)}
			if runners[i].doubtAt(p) == nil {
				at[p] = append(at[p], seen[i].At)
			}
			if r.Splits != nil { // they are published
				r.Arrival = &seen[i]
			}
		}
	}
	for p := range at {
		slices.Sort(at[p])
	}
	for i := range results {
		r := &results[i]
		running := r.Status == race.OnCourse || rc.OfLaps() && r.Status == race.Finished
		if a := r.Arrival; a != nil && a.Point > rc.Start() && r.Division != nil && running && runners[i].doubtAt(a.Point) == nil {
			all := at[a.Point]
			before, _ := slices.BinarySearch(all, a.At)
			a.Place, a.Tied = before+1, before+1 < len(all) && all[before+1] == a.At
		}
	}
}
