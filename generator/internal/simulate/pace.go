package simulate

import "guntime/generator/internal/race"

const (
	second = race.Clock(1000)
	minute = 60 * second
	hour   = 60 * minute
)

// marathon is the length that all times here refer to. For a race of another length
// they are scaled.
const marathon race.Distance = 42_195_000

// Net times of the general field over a marathon, in seconds.
var (
	menTake = []knot{
		{0, 9480}, {50, 9960}, {100, 10260}, {200, 10620}, {500, 11340}, {1000, 12180}, {2000, 13140}, {3000, 13800},
		{4000, 14280}, {5000, 14700}, {6000, 15360}, {7000, 16200}, {8000, 17220}, {9000, 18780}, {9500, 19860}, {9800, 20940},
		{9900, 21600}, {9970, 22500}, {10000, 24600},
	}
	womenTake = []knot{
		{0, 10740}, {50, 11280}, {100, 11640}, {200, 12060}, {500, 12780}, {1000, 13500}, {2000, 14460}, {3000, 15120},
		{4000, 15720}, {5000, 16230}, {6000, 16860}, {7000, 17640}, {8000, 18540}, {9000, 19860}, {9500, 20760}, {9800, 21660},
		{9900, 22200}, {9970, 22800}, {10000, 24600},
	}
)

// goals are times in minutes that many runners finish just below.
var goals = []race.Clock{180, 190, 200, 210, 225, 240, 255, 270, 300, 330, 360}

// towardsGoal adjusts a net time: some of those who would just miss a goal reach
// it.
func towardsGoal(d *dice, net race.Clock) race.Clock {
	for _, goal := range goals {
		goal *= minute
		if net > goal && net <= goal+6*minute && d.chance(3300) {
			return goal - race.Clock(d.below(400)*d.below(400))
		}
	}
	return net
}

// effort is how a runner divides a net time over the course, in thousandths of the
// mean pace.
type effort struct {
	fade  int // how much slower the end is than the middle; negative for a negative split
	wall  int // how far into the course, in thousandths, strength ends; 1000 for never
	crash int // how much slower the end is after that
	rough int // how irregular the segments are
}

// Efforts of fixed races, without chance.
var (
	even   = effort{fade: 30, wall: 1000}
	tiring = effort{fade: 250, wall: 1000} // in time at every point except the last
)

// generalEffort draws the effort of an amateur. Slower runners start too fast more
// often, the slowest also because the first points close early. One in four hits
// the wall between 28 and 34 km.
func generalEffort(d *dice, net race.Clock) effort {
	e := effort{fade: 25 + int((net-3*hour)/minute)/5 + d.bell(34), wall: 1000, rough: 7}
	e.fade += int(max(net-5*hour, 0)/minute) * 3 / 2
	e.fade = min(max(e.fade, -30), 260)
	hits := 2600
	if net < 3*hour {
		hits = 700
	}
	if d.chance(hits) {
		e.wall, e.crash = d.between(660, 800), d.between(80, 380)
	}
	return e
}

// eliteEffort draws the effort of a professional.
func eliteEffort(d *dice) effort {
	return effort{fade: 6 + d.bell(12), wall: 1000, rough: 5}
}

// spread sets the time since the gun at every point: start at delay, finish net
// later, points between by effort.
func (f *field) spread(at []race.Clock, delay, net race.Clock, e effort) {
	total := int64(0)
	sums := f.sums[:len(at)]
	sums[0] = 0
	for i := 1; i < len(at); i++ {
		from, to := f.rc.Points[i-1].At, f.rc.Points[i].At
		middle := int((from + to) / 2 * 1000 / f.length())
		pace := 1000 + e.fade*(middle-500)/500
		if middle > e.wall {
			pace += e.crash * (middle - e.wall) / (1000 - e.wall)
		}
		if e.rough > 0 {
			pace += f.bell(e.rough)
		}
		total += int64((to-from)/1000) * int64(max(pace, 100))
		sums[i] = total
	}
	for i := range at {
		at[i] = delay + race.Clock(int64(net)*sums[i]/max(total, 1))
	}
}

// length returns the distance from the first point to the finish.
func (f *field) length() race.Distance { return f.rc.Points[f.rc.Finish()].At - f.rc.Points[0].At }

// scaled converts a time over a marathon to the length of this race.
func (f *field) scaled(c race.Clock) race.Clock {
	return race.Clock(int64(c) * int64(f.length()/1000) / int64(marathon/1000))
}

// near returns the point between start and finish nearest to a kilometre of the
// marathon, scaled; -1 where there is none.
func (f *field) near(km int) int {
	want := race.Distance(int64(km) * int64(f.length()) * 1000 / int64(marathon/1000))
	best := -1
	for i := 1; i < f.rc.Finish(); i++ {
		if best < 0 || distance(f.rc.Points[i].At, want) < distance(f.rc.Points[best].At, want) {
			best = i
		}
	}
	return best
}

func distance(a, b race.Distance) race.Distance { return max(a-b, b-a) }

// failed returns the first point that the runner passed at or after its closing
// time, -1 for none.
func (f *field) failed(r *runner) int {
	gun := f.rc.GunOf(f.division(r))
	for i, c := range r.at {
		limit := f.rc.Points[i].Cutoff
		if !limit.Set || limit.Unknown || c == race.NoTime {
			continue
		}
		if late := gun.After(c); late > limit.At || late == limit.At && !f.rc.Rules.Inclusive {
			return i
		}
	}
	return -1
}

// stopAfter removes the times of a runner after a point.
func (r *runner) stopAfter(point int) {
	for i := point + 1; i < len(r.at); i++ {
		r.at[i] = race.NoTime
	}
}
