package cli

import (
	"fmt"
	"slices"

	"guntime/generator/internal/race"
)

// legs are the legs of a relay team: who ran each, where it ended, what it took
// (R65).
func (a account) legs() (rows [][2]string) {
	rc, e := a.rv.Race, a.r.Entry
	for n, end := range rc.Legs {
		who := "nobody is named"
		if i := slices.IndexFunc(e.Members, func(m race.Member) bool { return m.Leg == n+1 }); i >= 0 {
			m := &e.Members[i]
			who = listed(" ", m.Name, listed(", ", optional("bib ", m.Bib), string(m.Visibility), place(m.From)))
		}
		took := "no time"
		if a.r.Legs != nil && a.r.Legs[n].Time != race.NoTime {
			took = rounded(a.r.Legs[n].Time)
			if p := a.r.Legs[n].Place; p > 0 {
				took += fmt.Sprintf(", place %d in the division", p)
			}
		}
		rows = append(rows, [2]string{fmt.Sprintf("leg %d", n+1), fmt.Sprintf("%s; to %s: %s [R65]", who, rc.Points[end].ID, took)})
	}
	return rows
}

// named reports whether a bib is an entry's, or that of somebody of its team.
func named(e *race.Entry, bib string) bool {
	bib = race.FoldBib(bib)
	return race.FoldBib(e.Bib) == bib || slices.ContainsFunc(e.Members, func(m race.Member) bool { return m.Bib != "" && race.FoldBib(m.Bib) == bib })
}
