package judge

import (
	"time"

	"guntime/generator/internal/race"
)

// ageOn returns the age on a day, 0 where it is not known.
func ageOn(e *race.Entry, day time.Time) int {
	if e.Birth.IsZero() {
		return e.Age
	}
	age := day.Year() - e.Birth.Year()
	if day.Month() < e.Birth.Month() || day.Month() == e.Birth.Month() && day.Day() < e.Birth.Day() {
		age--
	}
	return age
}

// classify gives the places of the overlay classifications, age groups (R11)
// and championships (R44), in the order of the division's own places.
func classify(e *race.Edition, rc *race.Race, d *race.Division, results []race.Result) {
	overlay := func(id string, name race.Text, member func(*race.Result) bool) {
		var in []*race.Result
		for i := range results {
			if results[i].Place > 0 && member(&results[i]) {
				in = append(in, &results[i])
			}
		}
		place := 0
		for i, r := range in {
			if i == 0 || in[i-1].Place != r.Place {
				place = i + 1
			}
			r.Overlays = append(r.Overlays, race.Overlay{ID: id, Name: name, Place: place, Ranked: len(in)})
		}
	}
	for _, g := range rc.Rules.AgeGroups {
		if g.Division != d.ID {
			continue
		}
		overlay(g.ID, g.Name, func(r *race.Result) bool {
			age := ageOn(r.Entry, e.Date)
			return age > 0 && age >= g.From && (g.To == 0 || age <= g.To)
		})
	}
	for _, c := range rc.Rules.Championships {
		overlay(c.ID, c.Name, func(r *race.Result) bool { return r.Entry.Championship == c.ID })
	}
}

// grade is the best level of the grade table that a net time earns, 1 for the
// first; 0 for none.
func (r *runner) grade(e *race.Edition, rc *race.Race, net race.Clock) int {
	g := rc.Rules.Grades
	if g == nil || net == race.NoTime || r.status != race.Finished {
		return 0
	}
	age := ageOn(r.entry, e.Date)
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
