package judge

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"guntime/generator/internal/race"
)

// Release returns the revision that comes after an edition's ledger: what of
// the verdict moved since its last line, each with its cause and authority. The
// first revision holds every standing. Its number is 0 where there is nothing to
// release: nobody moved, and neither did the state or the rulings.
func Release(v *race.Verdict, now time.Time, note race.Text) race.Revision {
	ledger := v.Edition.Ledger
	next := race.Revision{Number: len(ledger) + 1, Released: now.In(v.Edition.Zone).Truncate(time.Second), State: v.Edition.State,
		Note: note, Rulings: map[string]int{}}
	for _, rv := range v.Races {
		next.Rulings[rv.Race.ID] = len(rv.Race.Rulings)
	}
	if len(ledger) == 0 {
		next.First = map[string]map[string]race.Standing{}
		for _, rv := range v.Races {
			next.First[rv.Race.ID] = standings(rv)
		}
		return next
	}
	next.Changes = v.Unreleased
	last := ledger[len(ledger)-1]
	if len(next.Changes) == 0 && last.State == next.State && maps.Equal(last.Rulings, next.Rulings) {
		next.Number = 0
	}
	return next
}

// changes returns what moved since the ledger's last revision: by race, those
// with a cause of their own first, then by the place they have now.
func changes(v *race.Verdict, ledger []race.Revision) []race.Change {
	if len(ledger) == 0 {
		return nil
	}
	then := lastStandings(ledger)
	known := ledger[len(ledger)-1].Rulings
	var all []race.Change
	for _, rv := range v.Races {
		id := rv.Race.ID
		now := standings(rv)
		var moved []race.Change
		for bib := range union(then[id], now) {
			from, was := then[id][bib]
			to, is := now[bib]
			if was && is && from.Equal(to) {
				continue
			}
			c := race.Change{Race: id, Bib: bib, Cause: race.CauseOthers}
			if was {
				c.From = &from
			}
			if is {
				c.To = &to
			}
			if !was || !is || from.Status != to.Status || from.Division != to.Division || !sameClock(from, to) {
				c.Cause = race.CauseTiming
			}
			moved = append(moved, c)
		}
		explain(moved, rv.Race, known[id])
		slices.SortFunc(moved, func(a, b race.Change) int {
			return cmp.Or(cmp.Compare(causeOrder[a.Cause], causeOrder[b.Cause]), cmp.Compare(placeNow(a), placeNow(b)), cmp.Compare(a.Bib, b.Bib))
		})
		all = append(all, moved...)
	}
	return all
}

var causeOrder = map[race.ChangeCause]int{race.CauseRuling: 0, race.CauseTiming: 1, race.CauseOthers: 2}

func placeNow(c race.Change) int {
	if c.To == nil || c.To.Place == 0 {
		return int(^uint(0) >> 1)
	}
	return c.To.Place
}

func sameClock(a, b race.Standing) bool {
	a.Place, b.Place = 0, 0
	return a.Equal(b)
}

// explain gives a runner's own new ruling as the cause of the runner's move.
// The file of rulings is only ever appended to: those past its first known
// ones are new, whatever date they bear.
func explain(moved []race.Change, rc *race.Race, known int) {
	if len(moved) == 0 {
		return
	}
	public := map[string]bool{}
	for _, e := range rc.Entries {
		public[race.FoldBib(e.Bib)] = e.Visibility == race.Public
	}
	rulings := slices.Clone(rc.Rulings)
	slices.SortStableFunc(rulings, func(a, b race.Ruling) int { return cmp.Compare(a.From.Line, b.From.Line) })
	latest := map[string]*race.Ruling{}
	for i := min(known, len(rulings)); i < len(rulings); i++ {
		switch r := &rulings[i]; r.Kind {
		case race.HoldCertificate, race.ReleaseCertificate: // these move nobody
		default:
			latest[race.FoldBib(r.Bib)] = r
		}
	}
	for i := range moved {
		bib := race.FoldBib(moved[i].Bib)
		r := latest[bib]
		if r == nil {
			continue
		}
		moved[i].Cause, moved[i].Clause, moved[i].Date = race.CauseRuling, r.Clause, r.Date
		moved[i].Authority, moved[i].Authorities = r.Authority, r.Authorities
		if r.Kind != race.Withdraw && public[bib] { // why somebody stopped is nobody's business (R41)
			moved[i].Note = r.Note
		}
	}
}

// standings are where everybody stands, by bib.
func standings(rv *race.RaceVerdict) map[string]race.Standing {
	m := make(map[string]race.Standing, len(rv.Results))
	for i := range rv.Results {
		r := &rv.Results[i]
		s := race.Standing{Status: r.Status, Place: r.Place}
		if r.Division != nil {
			s.Division = r.Division.ID
		}
		if r.Gun != race.NoTime {
			s.GunMS = &r.Gun
		}
		m[r.Entry.Bib] = s
	}
	return m
}

// lastStandings adds up a ledger: where everybody stood at its last revision.
func lastStandings(ledger []race.Revision) map[string]map[string]race.Standing {
	then := map[string]map[string]race.Standing{}
	for _, rev := range ledger {
		for id, first := range rev.First {
			then[id] = maps.Clone(first)
		}
		for _, c := range rev.Changes {
			if then[c.Race] == nil {
				then[c.Race] = map[string]race.Standing{}
			}
			if c.To == nil {
				delete(then[c.Race], c.Bib)
			} else {
				then[c.Race][c.Bib] = *c.To
			}
		}
	}
	return then
}

// union is the keys of two maps.
func union[V any](a, b map[string]V) map[string]bool {
	all := make(map[string]bool, len(a))
	for k := range a {
		all[k] = true
	}
	for k := range b {
		all[k] = true
	}
	return all
}
