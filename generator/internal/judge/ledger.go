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
// first revision holds every standing, and what moved since before, which is what
// was published first as far as that is known, nil where it is not. Its number is 0
// where there is nothing to release: nobody moved, and neither did the state or the
// rulings.
func Release(v *race.Verdict, before *Snapshot, now time.Time, note race.Text) race.Revision {
	ledger := v.Edition.Ledger
	next := race.Revision{Number: len(ledger) + 1, Released: now.In(v.Edition.Zone).Truncate(time.Second), State: v.Edition.State,
		Note: note, Rulings: map[string]int{}}
	for _, rv := range v.Races {
		next.Rulings[rv.Race.ID] = len(rv.Race.Rulings)
	}
	next.Names = newNames(v, lastNames(ledger))
	if len(ledger) == 0 {
		next.First = map[string]map[string]race.Standing{}
		for _, rv := range v.Races {
			next.First[rv.Race.ID] = standings(rv)
		}
		if before != nil {
			next.Changes = before.past().moved(v)
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

// changes returns what moved since the ledger's last revision, as moved does.
func changes(v *race.Verdict, ledger []race.Revision) []race.Change {
	if len(ledger) == 0 {
		return nil
	}
	return past{lastStandings(ledger), lastNames(ledger), ledger[len(ledger)-1].Rulings}.moved(v)
}

// past is what was told of an edition's results at some moment, each by race.
type past struct {
	standings map[string]map[string]race.Standing // by bib
	names     map[string]map[string]string        // by bib, of those whose names were public
	rulings   map[string]int                      // how many were known
}

// moved returns what moved since: by race, those with a cause of their own first,
// then by the place they have now.
func (p past) moved(v *race.Verdict) []race.Change {
	var all []race.Change
	for _, rv := range v.Races {
		id := rv.Race.ID
		now, names := standings(rv), publicNames(rv)
		var moved []race.Change
		for bib := range union(p.standings[id], now) {
			from, was := p.standings[id][bib]
			to, is := now[bib]
			name, known := p.names[id][bib]
			renamed := known && names[bib] != "" && names[bib] != name
			if was && is && from.Equal(to) && !renamed {
				continue
			}
			c := race.Change{Race: id, Bib: bib, Cause: race.CauseOthers}
			if renamed {
				c.Renamed, c.Cause = &race.Renamed{From: name, To: names[bib]}, race.CauseName
			}
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
		explain(moved, rv.Race, p.rulings[id])
		slices.SortFunc(moved, func(a, b race.Change) int {
			return cmp.Or(cmp.Compare(causeOrder[a.Cause], causeOrder[b.Cause]), cmp.Compare(placeNow(a), placeNow(b)), cmp.Compare(a.Bib, b.Bib))
		})
		all = append(all, moved...)
	}
	return all
}

var causeOrder = map[race.ChangeCause]int{race.CauseRuling: 0, race.CauseTiming: 1, race.CauseName: 2, race.CauseOthers: 3}

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
		if r == nil || moved[i].From != nil && moved[i].To != nil && moved[i].From.Equal(*moved[i].To) { // it moved nobody
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
		m[r.Entry.Bib] = standingOf(r)
	}
	return m
}

func standingOf(r *race.Result) race.Standing {
	s := race.Standing{Status: r.Status, Place: r.Place}
	if r.Division != nil {
		s.Division = r.Division.ID
	}
	if r.Gun != race.NoTime {
		s.GunMS = &r.Gun
	}
	return s
}

// publicNames are the names that are published whole, by bib.
func publicNames(rv *race.RaceVerdict) map[string]string {
	m := make(map[string]string, len(rv.Results))
	for i := range rv.Results {
		if e := rv.Results[i].Entry; e.Visibility == race.Public {
			m[e.Bib] = e.Name
		}
	}
	return m
}

// lastNames adds up a ledger: the last public name of everybody who had one.
func lastNames(ledger []race.Revision) map[string]map[string]string {
	then := map[string]map[string]string{}
	for _, rev := range ledger {
		for id, names := range rev.Names {
			if then[id] == nil {
				then[id] = make(map[string]string, len(names))
			}
			maps.Copy(then[id], names)
		}
	}
	return then
}

// newNames are the public names of a verdict that are not known yet.
func newNames(v *race.Verdict, known map[string]map[string]string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, rv := range v.Races {
		names := publicNames(rv)
		maps.DeleteFunc(names, func(bib, name string) bool { return known[rv.Race.ID][bib] == name })
		if len(names) > 0 {
			all[rv.Race.ID] = names
		}
	}
	return all
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

// state puts down the field that certificates state: that of the ledger's last
// revision, so that what moved since changes no certificate but those of whom it moved.
// Without a ledger nothing is put down. A race that is not over has none.
func state(v *race.Verdict) {
	then := lastStandings(v.Edition.Ledger)
	for _, rv := range v.Races {
		if !rv.Over {
			continue
		}
		was, released := then[rv.Race.ID]
		if !released {
			continue
		}
		f := &rv.Stated
		f.Divisions = make(map[string]int, len(rv.Divisions))
		for _, s := range was {
			switch d := rv.Race.Division(s.Division); {
			case s.Division == "" && s.Status == race.Finished: // a place in the list of all alone (R66)
				f.Overall++
			case s.Place > 0 && d != nil:
				f.Divisions[s.Division]++
				if !d.Outside {
					f.Overall++
				}
			}
		}
	}
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
