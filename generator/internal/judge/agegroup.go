package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// oldestAge is the highest age that a table of age groups knows.
const oldestAge = 150

// member is a runner in an age group or a championship, with what gives the place
// there.
type member struct {
	*runner
	index int        // among the division's results
	order int        // the place in the division, which may be vacant
	clock race.Clock // of the group
	own   bool       // the clock is the runner's own
}

// groupings gives the places of one division's age groups and championships. The
// runners are those of the results, in their order.
type groupings struct {
	edition  *race.Edition
	race     *race.Race
	division *race.Division
	runners  []*runner
	results  []race.Result
	from     int  // the index of the first of them in the race's results
	official bool // prizes are due
}

// ages gives the places of the age groups (R11, R64), their trophies and prizes.
// Of the groups of a set a runner is in one at most: those with a place, less
// whoever is left out for a place among the first of the division. A place that
// stays vacant in the division is vacant in the group too (R54).
func (f *groupings) ages() []race.GroupVerdict {
	var all []race.GroupVerdict
	rules := &f.race.Rules
	for n, sets := 0, max(1, len(rules.AgeSets)); n < sets; n++ {
		var groups []*race.AgeGroup
		for i := range rules.AgeGroups {
			if g := &rules.AgeGroups[i]; g.Division == f.division.ID && g.Set == n {
				groups = append(groups, g)
			}
		}
		if len(groups) > 0 {
			all = append(all, f.set(rules.AgeSet(n), groups)...)
		}
	}
	return all
}

// set gives the places of the groups of one set.
func (f *groupings) set(set race.AgeSet, groups []*race.AgeGroup) []race.GroupVerdict {
	var byAge [oldestAge + 1]int // the group of an age, from 1; 0 for none
	for age := range byAge {
		byAge[age] = 1 + slices.IndexFunc(groups, func(g *race.AgeGroup) bool { return g.Holds(age) })
	}
	members, verdicts := make([][]member, len(groups)), make([]race.GroupVerdict, len(groups))
	best := slices.Repeat([]race.Clock{race.NoTime}, len(groups))
	for i, r := range f.runners {
		order := max(r.place, r.vacated)
		age := f.edition.AgeOf(r.entry, set)
		if order == 0 || age < 0 || age > oldestAge || byAge[age] == 0 {
			continue
		}
		g := byAge[age] - 1
		clock, own := r.groupClock(cmp.Or(set.By, f.race.Rules.Ranking.By))
		if f.race.OfLaps() { // a time says nothing without the laps: the division's order counts
			clock, own = race.Clock(order), true
		}
		if r.place > 0 {
			v := &verdicts[g]
			v.Finishers++
			if c := late(clock, best[g]); clock != race.NoTime && r.decision.annul == nil && c <= 0 {
				if c < 0 {
					best[g], v.Best = clock, nil
				}
				v.Best = append(v.Best, int32(f.from+i))
			}
		}
		if order > set.ExcludeTop {
			members[g] = append(members[g], member{runner: r, index: i, order: order, clock: clock, own: own})
		}
	}
	var all []race.GroupVerdict
	for g, in := range members {
		v := &verdicts[g]
		v.Group = &race.Group{ID: groups[g].ID, Name: groups[g].Name, Ages: groups[g]}
		v.Division = f.division
		f.place(v, set, in)
		if v.Finishers > 0 {
			all = append(all, *v)
		}
	}
	return all
}

// groupClock is the raw clock that gives a runner's place in a group. Whoever has
// no net time, for no start was read, is placed by gun time. A place by ruling is
// one whatever the times: then none is the runner's own.
func (r *runner) groupClock(by race.ClockKind) (c race.Clock, own bool) {
	if c = r.clockOf(by); c == race.NoTime {
		c = r.gunTime
	}
	return c, r.decision.place == nil && r.decision.annul == nil && c != race.NoTime
}

// place orders the members of a group and gives their places, trophies and
// prizes. Equal raw clocks share a place, unless the judges told them apart.
func (f *groupings) place(v *race.GroupVerdict, set race.AgeSet, in []member) {
	if set.By == "" {
		slices.SortFunc(in, func(a, b member) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.index, b.index)) })
	} else {
		sortByClock(in)
	}
	same := func(a, b member) bool {
		switch {
		case set.By == "" || !a.own || !b.own:
			return a.order == b.order
		case a.clock != b.clock:
			return false
		}
		return a.order == b.order || a.gunTime != b.gunTime
	}
	for first := 0; first < len(in); {
		next, living := first+1, 0
		for next < len(in) && same(in[next-1], in[next]) {
			next++
		}
		for _, m := range in[first:next] {
			if m.place > 0 {
				living++
			}
		}
		row := len(v.Members)
		if living == 0 {
			v.Vacant = append(v.Vacant, first+1)
		}
		for _, m := range in[first:next] {
			if m.place == 0 {
				continue // the place stays empty (R54)
			}
			o := race.Overlay{Group: v.Group, Place: first + 1, Row: row, Tied: living > 1}
			if !v.Division.Outside {
				o.Trophy = o.Place <= set.Trophies
				o.Prize = groupPrize(&f.race.Rules, set, o, next-first > 1, m.entry.Nat, f.official)
			}
			f.results[m.index].Overlays = append(f.results[m.index].Overlays, o)
			v.Members = append(v.Members, int32(f.from+m.index))
		}
		first = next
	}
	v.Ranked = len(v.Members)
}

// sortByClock orders by the group's clock. Whoever has no time that counts goes
// ahead of the best of those placed behind in the division.
func sortByClock(in []member) {
	for i := range in {
		if in[i].own {
			continue
		}
		in[i].clock = race.NoTime
		for _, m := range in {
			if m.own && m.order > in[i].order && late(m.clock, in[i].clock) < 0 {
				in[i].clock = m.clock
			}
		}
	}
	slices.SortFunc(in, func(a, b member) int {
		if c := late(a.clock, b.clock); c != 0 {
			return c
		}
		if a.own != b.own {
			if b.own {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.index, b.index))
	})
}

// groupPrize is what a place in an age group earns, nil where that is nothing. A
// shared place leaves it open until a ruling says how it is split (R13).
func groupPrize(rules *race.Rules, set race.AgeSet, o race.Overlay, shared bool, nat string, official bool) *race.PrizeDue {
	listed := slices.IndexFunc(set.Prizes, func(p race.Prize) bool { return p.Place == o.Place })
	if listed < 0 {
		return nil
	}
	amount := set.Prizes[listed].Amount
	due := &race.PrizeDue{Currency: rules.Prizes.Currency, Gross: amount.Cents, GrossOpen: amount.Unknown || shared,
		Reason: race.Reason{Code: race.PrizeByPlace, Clause: rules.Clauses.Prize, Limit: race.NoTime}}
	switch {
	case shared:
		due.Reason.Code = race.PrizeTied
	case amount.Unknown:
		due.Reason.Code = race.PrizeUnknown
	case due.Gross == 0:
		return nil
	}
	return total(rules, due, nat, official)
}

// overlays is how many classifications a runner of the race can be in: each has
// the room for them beforehand.
type overlays int

func newOverlays(rc *race.Race) overlays {
	if len(rc.Rules.AgeGroups)+len(rc.Rules.Championships) == 0 {
		return 0
	}
	most := min(len(rc.Rules.Championships), 1)
	if len(rc.Rules.AgeGroups) > 0 {
		most += max(1, len(rc.Rules.AgeSets))
	}
	return overlays(most)
}

// room gives those with a place, who stand first, the room for their places in
// classifications.
func (o overlays) room(results []race.Result) {
	ranked, each := 0, int(o)
	for ranked < len(results) && results[ranked].Place > 0 {
		ranked++
	}
	all := make([]race.Overlay, ranked*each)
	for i := range ranked * min(each, 1) {
		results[i].Overlays = all[i*each : i*each : (i+1)*each]
	}
}
