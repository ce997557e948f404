package judge

import "guntime/generator/internal/race"

// championships gives the places of the championships (R44), in the order of the
// division's own places; one that is vacant there is vacant in them too (R54).
func (f *groupings) championships() []race.GroupVerdict {
	var all []race.GroupVerdict
	for _, c := range f.race.Rules.Championships {
		var in []member
		for i, r := range f.runners {
			if order := max(r.place, r.vacated); order > 0 && r.entry.Championship == c.ID {
				in = append(in, member{runner: r, index: i, order: order})
			}
		}
		v := race.GroupVerdict{Group: &race.Group{ID: c.ID, Name: c.Name}, Division: f.division}
		f.place(&v, race.AgeSet{}, in)
		if v.Ranked > 0 {
			all = append(all, v)
		}
	}
	return all
}

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
