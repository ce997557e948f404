package chipreads

import "guntime/generator/internal/race"

// The speeds of a race's entries: those on foot, and those on wheels.
const (
	onFoot   = int(race.OnFoot)
	onWheels = int(race.OnWheels)
	speeds   = int(race.Speeds)
)

const metre = race.Kilometre / 1000

// leg is a part of the course and how long it took.
type leg struct {
	far race.Distance
	ms  int32
}

// soonest is how long anybody takes at the least for a distance (race.Soonest).
func soonest(d race.Distance, speed int) int32 { return int32(race.Soonest(d, race.Speed(speed))) }

// least is how long an entry takes at the least from one point to another.
func (c *collector) least(entry, from, to int) int32 {
	n := len(c.race.Points)
	return c.soonests[c.speeds[entry]][from*n+to]
}

// speedsOf fills in who is on wheels and how soon anybody can be where.
func (c *collector) speedsOf() {
	n := len(c.race.Points)
	if c.race.OfLaps() {
		n = 0 // they are counted, no chain is looked for
	}
	for s := range c.soonests {
		c.soonests[s] = make([]int32, n*n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				c.soonests[s][i*n+j] = soonest(c.race.Points[j].At-c.race.Points[i].At, s)
			}
		}
	}
	c.speeds = make([]uint8, len(c.race.Entries))
	for i, e := range c.race.Entries {
		c.speeds[i] = uint8(c.race.SpeedOf(e))
	}
}

// gapOf is how far apart two passes of a mat are at the least: half a gap of
// those who wait, or as long as anybody needs from one of its points to the next.
func (c *collector) gapOf(points []int, speed int) int32 {
	if c.race.OfLaps() {
		return c.lapGap(speed)
	}
	gap := int32(DefaultGap)
	for i := 1; i < len(points); i++ {
		gap = min(gap, max(1, soonest(c.race.Points[points[i]].At-c.race.Points[points[i-1]].At, speed)))
	}
	return gap
}

// uneven says how much the paces of two legs differ: 0 where they are the same,
// 250 where one is half as fast again, 810 where one is about twice as fast.
func uneven(a, b leg) int32 {
	const shortest = 500 * metre // where a mat lies some metres off, the pace of shorter legs says nothing
	if a.far < shortest || b.far < shortest {
		return 0
	}
	x, y := int64(max(a.ms, 1))*int64(b.far/1000), int64(max(b.ms, 1))*int64(a.far/1000)
	if x < y {
		x, y = y, x
	}
	more := min(x*1000/y-1000, 900) // whoever rests is slow, how long does not matter
	return int32(more * more / 1000)
}

// lateStart says how much later than the field one started: 0 where as others
// did, 300 for each minute more; nothing is known before the field was looked at.
func (c *collector) lateStart(entry int, at int32) int32 {
	if c.startsUntil == 0 {
		return 0
	}
	late := at - c.guns[entry] - c.startsUntil
	return max(0, min(late/200, 6000))
}

// startsBy is how long after the gun one starts at the latest.
func (c *collector) startsBy() int32 {
	if c.startsUntil == 0 {
		return 20 * 60_000
	}
	return c.startsUntil
}
