// Package forecast says when a runner is expected at the next point and at the
// finish, while the race is not over.
//
// It takes a runner's own passings and nothing else, so that what it says changes
// only when the runner was seen. Each answer is a band: the pace of the last stretch,
// and how much faster or slower people go on from there. How often they arrive
// within it is measured on real races by this package's test. Where the passings say
// too little, or somebody will be stopped, it says nothing.
package forecast

import "guntime/generator/internal/race"

// The band, in thousandths of the time that the last pace would take. To the next
// point people are seldom much faster, and slower more often. To the finish the more
// they slow down the more of the course is left: at first nobody can be trusted to
// keep the pace.
const (
	nextEarly, nextLate = 940, 1110
	endEarly, endLate   = 920, 1080
	leftEarly, leftLate = 60, 300 // more, if the whole course is left
)

// The last stretch is at least a tenth of the course long: over a shorter one a pace
// says little.
const tenth = 10

const minute race.Instant = 60_000

// slower is by how much a last stretch may be slower than all before it, in
// thousandths, before it is taken for a stop: whoever stood still does not go on at
// that pace.
const slower = 1600

// slowest is the pace of a kilometre that nobody holds: whoever took longer stood
// still.
const slowest = race.Clock(20 * 60_000)

// Forecast is what the last stretch leads to expect. Next and Finish may be empty.
type Forecast struct {
	From, To int        // the points of the last stretch
	Pace     race.Clock // over it, for a kilometre
	Next     Band
	Finish   Band // empty too where the finish is the next point
}

// Band is when somebody is expected at a point, in whole minutes: at that pace about
// then, and at least four times of five between the other two.
type Band struct {
	Point               int
	From, About, Before race.Instant
}

// Empty reports whether nothing is expected.
func (b Band) Empty() bool { return b.Point == 0 }

// Of returns what is expected of a runner who is on the course; false where there
// is nothing that would be true.
func Of(rc *race.Race, r *race.Result) (Forecast, bool) {
	if r.Status != race.OnCourse || r.Arrival == nil || rc.OfLaps() || rc.Length <= 0 || r.Arrival.Point <= rc.Start() || stopped(rc, r) {
		return Forecast{}, false
	}
	to := r.Arrival.Point
	f := Forecast{From: stretch(rc, r, to), To: to}
	if f.From < 0 {
		return Forecast{}, false
	}
	took, over := r.Splits[to]-r.Splits[f.From], rc.Points[to].At-rc.Points[f.From].At
	f.Pace = took.Pace(over)
	if took <= 0 || f.Pace > slowest || stood(rc, r, f) {
		return Forecast{}, false
	}
	band := func(point, early, late int) Band {
		left := int64(rc.Points[point].At - rc.Points[to].At)
		at := func(thousandths int) race.Instant {
			return r.Arrival.At + race.Instant(left*int64(took)/int64(over)*int64(thousandths)/1000)
		}
		return Band{Point: point, From: at(early) / minute * minute, About: (at(1000) + minute/2) / minute * minute, Before: (at(late) + minute - 1) / minute * minute}
	}
	next := to + 1
	for next < rc.Finish() && !rc.Points[next].Listed {
		next++
	}
	if f.Next = band(next, nextEarly, nextLate); closed(rc, f.Next) {
		return Forecast{}, false
	}
	if next == rc.Finish() {
		return f, true
	}
	finish := Band{}
	for point := next; point <= rc.Finish(); point++ {
		left := int((rc.Length - rc.Points[to].At) * 1000 / rc.Length)
		if finish = band(point, endEarly+leftEarly*left/1000, endLate+leftLate*left/1000); closed(rc, finish) {
			return f, true // somewhere before the finish they will be stopped
		}
	}
	f.Finish = finish
	return f, true
}

// stretch is the point at which the last stretch begins, -1 where there is none. The
// start counts only if the runner was read there: without that read nobody knows how
// long after the gun they set out.
func stretch(rc *race.Race, r *race.Result, to int) int {
	for p := to - 1; p >= rc.Start(); p-- {
		if r.Splits[p] != race.NoTime && (rc.Points[to].At-rc.Points[p].At)*tenth >= rc.Length {
			return p
		}
	}
	return -1
}

// stood reports whether the last stretch was so much slower than all before it that
// the runner must have stood still.
func stood(rc *race.Race, r *race.Result, f Forecast) bool {
	first := rc.Start()
	for first < f.From && r.Splits[first] == race.NoTime {
		first++
	}
	before := (r.Splits[f.From] - r.Splits[first]).Pace(rc.Points[f.From].At - rc.Points[first].At)
	return before > 0 && f.Pace*1000 > before*slower
}

// stopped reports whether the runner passed a point after it was closed.
func stopped(rc *race.Race, r *race.Result) bool {
	gun := rc.GunFor(r.Entry, r.Division)
	for p, c := range rc.Points {
		if at := gun.After(r.Splits[p]); c.Cutoff.Set && !c.Cutoff.Unknown && at != race.Unseen && at >= c.Cutoff.At {
			return true
		}
	}
	return false
}

// closed reports whether a point is closed even before the earliest that a runner is
// expected there.
func closed(rc *race.Race, b Band) bool {
	c := rc.Points[b.Point].Cutoff
	return c.Set && !c.Unknown && b.From >= c.At
}
