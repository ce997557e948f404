package judge

import (
	"cmp"
	"math"
	"slices"

	"guntime/generator/internal/race"
)

// clockOf is the raw clock of a kind.
func (r *runner) clockOf(by race.ClockKind) race.Clock {
	switch by {
	case race.ByNet:
		return r.netTime
	case byArrival:
		return r.finishAt.Since(0)
	}
	return r.gunTime
}

// bands are the ranking clocks by place; the last one is open. While the race is
// not over it is the wall clock that gives the places.
func bands(rc *race.Race, over bool) []race.Band {
	if !over {
		return arrivalBands
	}
	if len(rc.Rules.Ranking.Bands) > 0 {
		return rc.Rules.Ranking.Bands
	}
	return []race.Band{{By: rc.Rules.Ranking.By}}
}

// rankable reports whether the clock of any band caught the runner (R62). Whether
// one of them has a place for the runner turns out when places are given.
func (r *runner) rankable(rc *race.Race) bool {
	return slices.ContainsFunc(bands(rc, true), func(b race.Band) bool { return r.clockOf(b.By) != race.NoTime })
}

// inDivision returns the runners that take part in a division's order: those
// with a place to be given and those whose place stays vacant; nobody whom
// something keeps from its front while the race runs.
func inDivision(runners []*runner, d *race.Division) []*runner {
	var in []*runner
	for _, r := range runners {
		if r.division == d && (r.status == race.Finished && !r.keptBack || r.vacates) {
			in = append(in, r)
		}
	}
	return in
}

// judgesOrder is the place that a judges' order gave among equal times, last
// where none did.
func (r *runner) judgesOrder() int {
	if r.settled > 0 {
		return r.settled
	}
	return math.MaxInt
}

// byClock orders by laps, where a race has any, then by a raw clock (R12), runners
// without one last.
func byClock(by race.ClockKind) func(a, b *runner) int {
	return func(a, b *runner) int { return cmp.Or(byLaps(a, b), late(a.clockOf(by), b.clockOf(by))) }
}

// late compares two clocks, NoTime after all others.
func late(a, b race.Clock) int {
	last := func(c race.Clock) race.Clock {
		if c == race.NoTime {
			return math.MaxInt64
		}
		return c
	}
	return cmp.Compare(last(a), last(b))
}

// rank gives the places of one division (R12, R13, R17). Places set by ruling
// are taken first; the others fill what is free, in the order of each band's
// clock. Equal clocks share a place unless a judges' order settles them. A vacated
// place is used up by nobody.
func rank(bands []race.Band, in []*runner) {
	fixed := map[int][]*runner{}
	var rest []*runner
	for _, r := range in {
		if r.decision.place != nil {
			fixed[r.decision.place.Place] = append(fixed[r.decision.place.Place], r)
			continue
		}
		rest = append(rest, r)
	}
	for place, group := range fixed {
		share(group, place)
	}
	taken := map[int]bool{}
	for place, group := range fixed {
		for i := range group { // a shared place uses up those after it (R13)
			taken[place+i] = true
		}
	}
	next, places := 1, []int(nil)
	free := func() int {
		for taken[next] {
			next++
		}
		return next
	}
	for _, band := range bands {
		compare := byClock(band.By)
		slices.SortFunc(rest, compare)
		for len(rest) > 0 && (band.To == 0 || free() <= band.To) && rest[0].clockOf(band.By) != race.NoTime {
			n := 1
			for n < len(rest) && compare(rest[0], rest[n]) == 0 {
				n++
			}
			places = places[:0]
			for range n {
				places = append(places, free())
				next++
			}
			settle(rest[:n], places)
			rest = rest[n:]
		}
	}
	for _, r := range in {
		if r.vacates {
			r.vacated, r.place, r.tied = r.place, 0, false
		}
	}
}

// settle gives runners with equal clocks their places (R13, R52): each place that a
// judges' order names to whom it names, the one that is left to the only one whom it
// does not name. Where it names others, or too few, they share the first.
func settle(group []*runner, places []int) {
	if len(group) == 1 {
		group[0].place = places[0]
		return
	}
	own := make([]int, len(group))
	unnamed, taken := -1, make([]bool, len(places))
	for i, r := range group {
		if r.decision.order == 0 && unnamed < 0 {
			unnamed = i
			continue
		}
		at := slices.Index(places, r.decision.order)
		if at < 0 || taken[at] {
			share(group, places[0])
			return
		}
		own[i], taken[at] = places[at], true
	}
	if unnamed >= 0 {
		own[unnamed] = places[slices.Index(taken, false)]
	}
	for i, r := range group {
		r.place, r.settled = own[i], own[i]
	}
}

// share gives one place to runners with equal clocks.
func share(group []*runner, place int) {
	living := 0
	for _, r := range group {
		if !r.vacates {
			living++
		}
	}
	for _, r := range group {
		r.place, r.tied, r.tiedVacant = place, living > 1, living < len(group) && !r.vacates
	}
}

// rankOverall gives the overall place, for information (R11): all divisions
// together but the ones outside the ranking, and those of gender X who have none
// (R66). A runner whom a ruling placed without a time has none, but uses one up
// before those placed behind.
func rankOverall(rc *race.Race, runners []*runner) (vacant []int) {
	type rung struct {
		*runner
		clock race.Clock
		ahead int // 0 for a place without a time, else 1
	}
	by := rc.Rules.Ranking.By
	var in []rung
	for _, r := range runners {
		switch {
		case r.division == nil && r.status != race.Finished && !r.vacates:
		case r.division != nil && (r.place == 0 && !r.vacates || r.division.Outside):
		case r.decision.annul == nil && r.clockOf(by) != race.NoTime:
			in = append(in, rung{r, r.clockOf(by), 1})
		case r.place > 0:
			in = append(in, rung{r, clockBehind(runners, r, by), 0})
		}
	}
	compare := func(a, b rung) int {
		return cmp.Or(byLaps(a.runner, b.runner), late(a.clock, b.clock), cmp.Compare(a.ahead, b.ahead), cmp.Compare(a.judgesOrder(), b.judgesOrder()))
	}
	slices.SortFunc(in, compare)
	place := 0
	for i, r := range in {
		if i == 0 || compare(in[i-1], r) != 0 {
			place = i + 1
			vacant = append(vacant, place)
		}
		if r.vacates {
			continue
		}
		if n := len(vacant); n > 0 && vacant[n-1] == place { // somebody holds it
			vacant = vacant[:n-1]
		}
		if r.ahead > 0 {
			r.overall = place
		}
	}
	return vacant
}

// vacancies are the places of a division that stay vacant: those of the
// disqualified that nobody shared.
func vacancies(results []race.Result) (vacant []int) {
	held := 0 // the first so many results have a place
	for held < len(results) && results[held].Place > 0 {
		held++
	}
	for i := held; i < len(results); i++ {
		place := results[i].Vacated
		if place == 0 || slices.Contains(vacant, place) {
			continue
		}
		if _, taken := slices.BinarySearchFunc(results[:held], place, func(r race.Result, place int) int { return cmp.Compare(r.Place, place) }); !taken {
			vacant = append(vacant, place)
		}
	}
	slices.Sort(vacant)
	return vacant
}

// clockBehind is the best time among those placed behind a runner in the same
// division.
func clockBehind(runners []*runner, ahead *runner, by race.ClockKind) race.Clock {
	best := race.NoTime
	for _, r := range runners {
		if r.division == ahead.division && r.place > ahead.place && r.decision.annul == nil && late(r.clockOf(by), best) < 0 {
			best = r.clockOf(by)
		}
	}
	return best
}

// statusOrder is the order of the results within a division.
var statusOrder = map[race.Status]int{race.Finished: 0, race.Unranked: 1, race.UnderReview: 2, race.Disqualified: 3,
	race.DNF: 4, race.DNS: 5, race.OnCourse: 6, race.NotStarted: 7}

// order sorts the runners as the results are published. The bib orders the
// display and never a place. Times that are not published order nothing.
func order(rc *race.Race, runners []*runner) {
	shown := func(r *runner) race.Clock {
		if r.status == race.Disqualified && !rc.Rules.Disqualification.ShowTimes || r.decision.annul != nil {
			return race.NoTime
		}
		return r.gunTime
	}
	type slot struct { // what is compared lies together: there are many comparisons
		rank uint64 // division, status, place
		time race.Clock
		bib  string
		of   *runner
	}
	slots := make([]slot, len(runners))
	for i, r := range runners {
		place := uint64(r.place)
		if place == 0 {
			place = math.MaxUint32
		}
		slots[i] = slot{uint64(r.index)<<40 | uint64(statusOrder[r.status])<<32 | place, shown(r), r.entry.Bib, r}
	}
	slices.SortFunc(slots, func(a, b slot) int {
		if a.rank != b.rank {
			return cmp.Compare(a.rank, b.rank)
		}
		return cmp.Or(late(a.time, b.time), cmp.Compare(a.bib, b.bib))
	})
	for i := range slots {
		runners[i] = slots[i].of
	}
}

// splitPlaces gives each runner's place in the division at every point, by the
// raw time since the gun, among those who have a place at the finish; at the
// finish, that place itself.
func splitPlaces(rc *race.Race, results []race.Result) {
	type at struct {
		clock race.Clock
		index int
	}
	ranked := 0
	for ranked < len(results) && results[ranked].Place > 0 {
		ranked++
	}
	places := make([]int32, ranked*len(rc.Points))
	for i := range ranked {
		if results[i].Splits != nil {
			results[i].SplitPlaces = places[i*len(rc.Points) : (i+1)*len(rc.Points) : (i+1)*len(rc.Points)]
		}
	}
	field := make([]at, 0, ranked)
	for p := range rc.Points {
		field = field[:0]
		for i := range ranked {
			if results[i].Splits != nil && results[i].Splits[p] != race.NoTime {
				field = append(field, at{results[i].Splits[p], i})
			}
		}
		slices.SortFunc(field, func(a, b at) int { return cmp.Compare(a.clock, b.clock) })
		place := int32(0)
		for n, f := range field {
			if n == 0 || field[n-1].clock != f.clock {
				place = int32(n + 1)
			}
			results[f.index].SplitPlaces[p] = place
		}
	}
	for i := range ranked { // vacated places and rulings count at the finish
		if results[i].SplitPlaces != nil {
			results[i].SplitPlaces[rc.Finish()] = int32(results[i].Place)
		}
	}
}
