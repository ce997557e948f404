package lists

import "guntime/generator/internal/race"

// Beside is the next runner of the division with a place and a page, towards
// the front or the back, nil without one.
func Beside(rv *race.RaceVerdict, i, step int) *race.Result {
	if rv.Results[i].Place == 0 {
		return nil
	}
	for j := i + step; j >= 0 && j < len(rv.Results); j += step {
		r := &rv.Results[j]
		if r.Division != rv.Results[i].Division || r.Place == 0 {
			return nil
		}
		if r.Entry.Visibility != race.Anonymous {
			return r
		}
	}
	return nil
}
