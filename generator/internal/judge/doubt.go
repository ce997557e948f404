package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// watch looks at who passes the points of a race. While it runs, its front is
// believed only where nothing speaks against it: whoever would be among the first of
// a division at a point, and missed a required point before it, or came there faster
// than anybody can, is kept back until seen rightly or confirmed. Further behind
// nobody is asked, and a race that is over is judged by its rules alone.
type watch struct {
	race    *race.Race
	runners []*runner
	over    bool
	silent  []bool      // points whose mats say nothing: most who came by were not read there
	in      [][]*runner // those of each division who stand on boards
	passed  [][]int     // by division, then point: how many were seen there or later; those of none come last
}

// fewSeen is how many must have been seen after a point before its mat is thought
// to be silent: fewer may have taken another way. Nobody comes to another point
// without the start, so that one is asked of anybody.
const fewSeen = 5

func newWatch(rc *race.Race, runners []*runner, over bool) *watch {
	w := &watch{race: rc, runners: runners, over: over, silent: make([]bool, len(rc.Points)), in: make([][]*runner, len(rc.Divisions)+1)}
	for range w.in {
		w.passed = append(w.passed, make([]int, len(rc.Points)))
	}
	seen, later := make([]int, len(rc.Points)), make([]int, len(rc.Points))
	for _, r := range runners {
		if !r.onBoard() {
			continue
		}
		w.in[r.index] = append(w.in[r.index], r)
		after, count := false, w.passed[r.index]
		for p := rc.Finish(); p >= 0; p-- {
			passed := r.passed(rc, p)
			if after {
				later[p]++
				if passed {
					seen[p]++
				}
			}
			if after = after || passed; after {
				count[p]++
			}
		}
	}
	for p := range w.silent {
		w.silent[p] = later[p] > 0 && seen[p]*2 < later[p] && (later[p] >= fewSeen || p == rc.Start())
	}
	return w
}

// onBoard reports whether a runner's passings are shown: not those of the
// disqualified, the withdrawn, those under review and those whose time is annulled;
// nor of whoever is not ranked.
func (r *runner) onBoard() bool {
	switch r.status {
	case race.Finished, race.OnCourse, race.DNF:
		return r.decision.withdrawn == nil && r.decision.annul == nil
	}
	return false
}

// A clockAt is a time that puts runners in order at a point, NoTime for whoever was
// not seen there.
type clockAt func(r *runner, point int) race.Clock

// byLead is the order of the boards.
func (w *watch) byLead(r *runner, point int) race.Clock {
	return w.race.LeadClock(r.splits, r.startDelay, point)
}

// byArrival is the order of the wall clock.
func (w *watch) byArrival(r *runner, point int) race.Clock {
	if r.splits[point] == race.NoTime {
		return race.NoTime
	}
	return r.entry.Timing.At[point].Since(0)
}

// doubt finds whom something keeps from the front of a division at a point.
func (w *watch) doubt() {
	if w.race.OfLaps() {
		return
	}
	orders := []clockAt{w.byLead}
	if w.race.Staggered() || w.race.LeadsByNet() { // else the first to come are the first there
		orders = append(orders, w.byArrival)
	}
	for d := range w.race.Divisions {
		for p := w.race.Start() + 1; p < len(w.race.Points); p++ {
			for _, by := range orders {
				if w.race.Points[p].Listed {
					w.front(d, p, by)
				}
			}
		}
	}
}

// front looks at the first of a division at a point, until as many as make its
// front are beyond doubt.
func (w *watch) front(d, point int, by clockAt) {
	rows := w.race.Rules.Live.FrontRows()
	for most := 2 * rows; ; most *= 4 {
		in, all := w.first(d, point, most, by)
		believed := 0
		var doubts []race.Doubt
		for i := 0; i < len(in) && believed < rows; i++ {
			found := w.against(in[i], point)
			found.Place = believed + 1
			doubts = append(doubts, found)
			if found.Point < 0 {
				believed++
			}
		}
		if believed < rows && !all {
			continue // so many are in doubt that those behind them are needed
		}
		for i := range doubts {
			r := in[i]
			if doubts[i].Point < 0 || r.doubtAt(point) != nil {
				continue
			}
			r.doubts = append(r.doubts, doubts[i])
			r.keptBack = r.keptBack || point == w.race.Finish() && !w.over
		}
		return
	}
}

// first returns the first runners of a division at a point in their order, at least
// so many if there are, and whether that are all.
func (w *watch) first(d, point, most int, by clockAt) (in []*runner, all bool) {
	type passed struct {
		at race.Clock
		*runner
	}
	compare := func(a, b passed) int {
		if a.at != b.at { // as for nearly all
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.entry.Bib, b.entry.Bib))
	}
	last := race.NoTime // once it is known, nobody behind it is asked for
	all = true
	found := make([]passed, 0, 4*most)
	for _, r := range w.in[d] {
		at := by(r, point)
		if at == race.NoTime || last != race.NoTime && at > last {
			continue
		}
		if found = append(found, passed{at, r}); len(found) >= 4*most {
			slices.SortFunc(found, compare)
			found, all = found[:2*most], false
			last = found[len(found)-1].at
		}
	}
	slices.SortFunc(found, compare)
	for _, f := range found {
		in = append(in, f.runner)
	}
	return in, all
}

// against is what speaks against a runner at a point; its Point is -1 where nothing
// does.
func (w *watch) against(r *runner, point int) race.Doubt {
	rc := w.race
	none := race.Doubt{Point: -1}
	if w.over && r.status == race.Finished || rc.Rules.Live.Confirmed[race.FoldBib(r.entry.Bib)] || r.decision.place != nil {
		return none
	}
	if rc.Rules.Ranking.MissingPoint != race.MissingIgnored {
		for p := range point {
			if rc.Points[p].Required && !w.silent[p] && !r.passed(rc, p) {
				return race.Doubt{Point: point, Missed: p, Took: race.NoTime, Least: race.NoTime}
			}
		}
	}
	for to := rc.Start() + 1; to <= point; to++ {
		for from := to - 1; from >= rc.Start() && r.splits[to] != race.NoTime; from-- {
			at := r.splits[from]
			if from == rc.Start() && at == race.NoTime {
				at = 0 // nobody started before the gun
			}
			if at == race.NoTime {
				continue
			}
			least := rc.SoonestOf(r.entry, r.division, rc.Points[to].At-rc.Points[from].At)
			if took := r.splits[to] - at; took < least {
				return race.Doubt{Point: point, Missed: -1, From: from, To: to, Took: took, Least: least}
			}
		}
	}
	return none
}

// doubtAt is what keeps a runner from the front at a point, nil where nothing does.
func (r *runner) doubtAt(point int) *race.Doubt {
	for i := range r.doubts {
		if r.doubts[i].Point == point {
			return &r.doubts[i]
		}
	}
	return nil
}
