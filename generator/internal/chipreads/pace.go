package chipreads

import (
	"slices"

	"guntime/generator/internal/race"
)

// The speeds of a race's entries: those on foot, and those on wheels.
const (
	onFoot = iota
	onWheels
	speeds
)

// records are distances with times that nobody on foot has beaten by a tenth:
// the men's world records of 2024, rounded. Between them a time is in proportion.
var records = []leg{{0, 0}, {100 * metre, 9_580}, {400 * metre, 43_030}, {800 * metre, 100_900}, {1500 * metre, 206_000}, {3000 * metre, 437_000},
	{5000 * metre, 755_000}, {10_000 * metre, 1_571_000}, {21_097_500, 3_402_000}, {42_195_000, 7_235_000}, {100_000 * metre, 21_935_000}, {1_000_000 * metre, 300_000_000}}

const (
	metre = race.Kilometre / 1000
	// A mat lies some metres off the place that is declared.
	misplaced = 50 * metre
	// No runner is faster than a record by more than a tenth (R36).
	recordShare = 90
)

// leg is a part of the course and how long it took.
type leg struct {
	far race.Distance
	ms  int32
}

// soonest is how long anybody takes at the least for a distance: on wheels that
// of 60 km/h, on foot a tenth less than the world record.
func soonest(d race.Distance, speed int) int32 {
	if speed == onWheels {
		return int32(int64(d) * 60_000 / int64(race.Kilometre))
	}
	if d -= misplaced; d <= 0 {
		return 0
	}
	i := 1
	for i < len(records)-1 && d > records[i].far {
		i++
	}
	a, b := records[i-1], records[i]
	ms := int64(a.ms) + int64(b.ms-a.ms)*int64((d-a.far)/1000)/int64((b.far-a.far)/1000)
	return int32(min(ms*recordShare/100, int64(7*race.Day)))
}

// least is how long an entry takes at the least from one point to another.
func (c *collector) least(entry, from, to int) int32 {
	n := len(c.race.Points)
	return c.soonests[c.speeds[entry]][from*n+to]
}

// speedsOf fills in who is on wheels and how soon anybody can be where.
func (c *collector) speedsOf() {
	n := len(c.race.Points)
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
		if d := c.race.DivisionOf(e); d != nil && d.Outside || wheeled(e.Category) {
			c.speeds[i] = onWheels
		}
	}
}

// wheeled reports whether a category is one on wheels.
func wheeled(category string) bool {
	return slices.Contains([]string{"wheelchair", "handcycle", "handbike", "hand-cycle", "racing-wheelchair", "skate", "inline", "bike"}, category)
}

// gapOf is how far apart two passes of a mat are at the least: half a gap of
// those who wait, or as long as anybody needs from one of its points to the next.
func (c *collector) gapOf(points []int, speed int) int32 {
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
