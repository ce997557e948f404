package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// countLaps takes the laps that count, and the time of the last of them as that of
// the finish. A lap that ends after the limit does not count. Of laps that were not
// seen one by one the reader of the table said that they are in time.
func (r *runner) countLaps(rc *race.Race) {
	t, finish := r.entry.Timing, rc.Finish()
	r.laps = t.Laps
	seen := false
	for i := finish - 1; i > rc.Start(); i-- {
		switch {
		case t.At[i] == race.Unseen:
		case !rc.InTime(t.At[i]):
			r.splits[i] = race.NoTime
			seen = true
		default:
			r.laps, r.finishAt = i, t.At[i]
			r.gunTime, r.splits[finish] = r.splits[i], r.splits[i]
			return
		}
	}
	if seen {
		r.laps, r.finishAt, r.gunTime, r.splits[finish] = 0, race.Unseen, race.NoTime, race.NoTime
	}
}

// byLaps puts more laps first; in a race without laps all have equal many.
func byLaps(a, b *runner) int { return cmp.Compare(b.laps, a.laps) }

// untimed is a verdict of which a race of laps counts no times of the last lap:
// they say nothing of who ran how well. Any other is as it is.
func untimed(rv *race.RaceVerdict) *race.RaceVerdict {
	if !rv.Race.OfLaps() {
		return rv
	}
	without := *rv
	without.Results, without.Divisions = slices.Clone(rv.Results), slices.Clone(rv.Divisions)
	for i := range without.Results {
		without.Results[i].Gun, without.Results[i].Net = race.NoTime, race.NoTime
	}
	rest := without.Results
	for i := range without.Divisions {
		n := len(without.Divisions[i].Results)
		without.Divisions[i].Results, rest = rest[:n:n], rest[n:]
	}
	return &without
}
