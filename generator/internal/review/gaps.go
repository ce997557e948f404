package review

import (
	"fmt"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// gaps reports what nobody has: a point that counts and at which nobody was seen,
// though runners came by later, and a division that nobody fits. It needs no number
// of runners: where all lack it, it is the data that do. The points of a race of laps
// are its laps.
func gaps(found *problem.List, e *race.Edition, rv *race.RaceVerdict, mats []mat, over bool) {
	rc := rv.Race
	if !e.State.HasResults() || len(rc.Entries) == 0 {
		return
	}
	add := func(from race.Position, code, text, hint string) {
		at := problem.WholeFile(rules(e))
		if from.Path != "" {
			at = problem.At(from)
		}
		at.Report(found, problem.Warning, code, fmt.Sprintf("race %s: %s", rc.ID, text), hint)
	}
	seen := make([]int, len(rc.Points))
	last := -1
	for _, entry := range rc.Entries {
		t := entry.Timing
		if t == nil || t.SetAside {
			continue
		}
		for p := range seen {
			if p < len(t.At) && t.At[p] != race.Unseen || p == rc.Start() && t.Started {
				seen[p]++
				last = max(last, p)
			}
		}
		if t.Net != race.NoTime {
			last = max(last, rc.Finish())
		}
	}
	for p, point := range rc.Points {
		if !point.Required || rc.OfLaps() || seen[p] > 0 || last < 0 || p > last && !over || rc.Rules.Ranking.MissingPoint == race.MissingIgnored || p < len(mats) && mats[p].sick {
			continue
		}
		add(point.From, "point_without_data", fmt.Sprintf("nobody was seen at %s in any file, and whoever was not seen there is not ranked", point.ID),
			fmt.Sprintf(`name the column that holds it: columns: {"HEADER": %s}; or say that it does not count: {id: %s, missing: ignored} under points, or ranking: {missing_point: ignored}`, point.ID, point.ID))
	}
	for _, d := range rv.Divisions {
		if d.Counts.Entries == 0 && !d.Division.Outside {
			hint := "take it out of divisions"
			if g := d.Division.Gender; g != race.NoGender {
				hint += fmt.Sprintf(`; or say which cells mean it: values: {gender: {"CELL": %s}}`, g)
			}
			add(d.Division.From, "empty_division", fmt.Sprintf("nobody fits the division %s", d.Division.ID), hint)
		}
	}
}
