package lists

import (
	"slices"

	"guntime/generator/internal/race"
)

// LegRow is a leg of a relay team in finished texts. N is a name.
type LegRow[N any] struct {
	Leg, Point, Bib   string
	Runner            N
	Known             bool // who ran it
	Time, Pace, Place string
}

// LegWriter writes the legs of relay teams in one language.
type LegWriter[N any] struct {
	Number      func(int) string
	Clock, Pace func(race.Clock) string
	Runner      func(*race.Entry) N // of a member as if it were an entry
}

// Rows writes the legs of a team, nil in any other race. Points are the names of the
// race's points.
func (w *LegWriter[N]) Rows(rc *race.Race, r *race.Result, points []string) []LegRow[N] {
	var all []LegRow[N]
	e := r.Entry
	for n, end := range rc.Legs {
		row := LegRow[N]{Leg: w.Number(n + 1), Point: points[end], Time: w.Clock(race.NoTime), Pace: w.Pace(race.NoTime)}
		if i := slices.IndexFunc(e.Members, func(m race.Member) bool { return m.Leg == n+1 }); i >= 0 {
			m := e.Members[i]
			one := &race.Entry{Name: m.Name, LatinName: m.LatinName, Visibility: race.Public}
			if one.Name, one.LatinName = e.PublishedMember(&m); one.Name == "" {
				one.Visibility = race.Anonymous
			} else {
				row.Bib = m.Bib
			}
			row.Runner, row.Known = w.Runner(one), true
		}
		if r.Legs != nil {
			row.Time, row.Pace = w.Clock(r.Legs[n].Time), w.Pace(r.Legs[n].Time.Pace(rc.LegLength(n+1)))
			if r.Legs[n].Place > 0 {
				row.Place = w.Number(r.Legs[n].Place)
			}
		}
		all = append(all, row)
	}
	return all
}
