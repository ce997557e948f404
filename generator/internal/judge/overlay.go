package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// classify gives the places of the overlay classifications, age groups (R11)
// and championships (R44), in the order of the division's own places. A place that
// stays vacant there stays vacant here too, and counts nobody (R54).
func classify(rc *race.Race, d *race.Division, results []race.Result) {
	overlay := func(id string, name race.Text, member func(*race.Result) bool) {
		var in []*race.Result
		group, place := &race.Group{ID: id, Name: name}, 0
		for i := range results {
			if r := &results[i]; held(r) > 0 && member(r) {
				in = append(in, r)
				if r.Place > 0 {
					group.Ranked++
				}
			}
		}
		slices.SortStableFunc(in, func(a, b *race.Result) int { return cmp.Compare(held(a), held(b)) })
		for i, r := range in {
			if i == 0 || held(in[i-1]) != held(r) {
				place = i + 1
			}
			if r.Place > 0 {
				r.Overlays = append(r.Overlays, race.Overlay{Group: group, Place: place})
			}
		}
	}
	for _, g := range rc.Rules.AgeGroups {
		if g.Division != d.ID {
			continue
		}
		overlay(g.ID, g.Name, func(r *race.Result) bool {
			age := r.Entry.Age
			return age > 0 && age >= g.From && (g.To == 0 || age <= g.To)
		})
	}
	for _, c := range rc.Rules.Championships {
		overlay(c.ID, c.Name, func(r *race.Result) bool { return r.Entry.Championship == c.ID })
	}
}

// held is the place that a result has in its division, or leaves vacant there; 0
// for none.
func held(r *race.Result) int { return r.Place + r.Vacated }

// grade is the best level of the grade table that a net time earns, 1 for the
// first; 0 for none.
func (r *runner) grade(rc *race.Race, net race.Clock) int {
	g := rc.Rules.Grades
	if g == nil || net == race.NoTime || r.status != race.Finished {
		return 0
	}
	age := r.entry.Age
	for _, row := range g.Rows {
		if row.Gender != r.entry.Gender || age == 0 || age < row.From || row.To > 0 && age > row.To {
			continue
		}
		for level, within := range row.Within {
			if net.Official() <= within {
				return level + 1
			}
		}
	}
	return 0
}
