package chipreads

import (
	"cmp"
	"math"
	"slices"

	"guntime/generator/internal/race"
)

// A passage is one visit of a chip to a mat: all passings that are less than the
// gap apart.
type passage struct {
	first, last, best int32 // the first, last and strongest read of the visit's first passing
	until             int32 // its last read
	reads             int32
	line              int32
	file              uint16
	undated           bool // no line of it has a date
}

// A candidate is one time at which an entry may have passed a point.
type candidate struct {
	at      int32
	line    int32
	file    uint16
	mat     int16
	pass    int16 // the number of its passage, or of its passing at a mat of one point
	undated bool  // it may be of a later day
}

// nowhere is the time of a point that was not passed.
const nowhere = math.MinInt32

// pass gathers the passages of a cell.
func (c *collector) pass(list []passage, i int32, gap int32) []passage {
	list = list[:0]
	for ; i != 0; i = c.runs[i].next {
		r := &c.runs[i]
		if n := len(list); n > 0 && r.first-list[n-1].until < gap {
			p := &list[n-1]
			p.until, p.reads, p.undated = max(p.until, r.last), p.reads+r.reads, p.undated && r.undated
			continue
		}
		list = append(list, passage{first: r.first, last: r.last, best: r.best, until: r.last, reads: r.reads, line: r.line, file: r.file, undated: r.undated})
	}
	return list
}

// picked is the time of a passing that counts at a point.
func (m *mat) picked(point int, first, last, best int32) int32 {
	switch m.picks[point] {
	case PickLast:
		return last
	case PickStrongest:
		return best
	}
	return first
}

// gather fills c.passes and c.candidates with what one entry's chip did.
func (c *collector) gather(entry int) {
	for i := range c.candidates {
		c.candidates[i] = c.candidates[i][:0]
	}
	start, speed := c.race.Start(), c.speeds[entry]
	for i := range c.mats {
		m := &c.mats[i]
		head := c.cells[entry*len(c.mats)+i].head
		c.passes[i] = c.pass(c.passes[i], head, m.gap[speed])
		for _, point := range m.points {
			_, picked := m.picks[point]
			if len(m.points) == 1 {
				n := int16(0)
				for r := head; r != 0; r = c.runs[r].next {
					x := &c.runs[r]
					at := x.last // R2: the last read before the first later point, whichever passing it is in
					if point != start || picked {
						at = m.picked(point, x.first, x.last, x.best)
					}
					c.candidates[point] = append(c.candidates[point], candidate{at, x.line, x.file, int16(i), n, x.undated})
					n++
				}
				continue
			}
			for k, p := range c.passes[i] {
				at := p.until
				if point != start || picked {
					at = m.picked(point, p.first, p.last, p.best)
				}
				c.candidates[point] = append(c.candidates[point], candidate{at, p.line, p.file, int16(i), int16(k), p.undated})
			}
		}
	}
	for i := range c.candidates {
		if len(c.candidates[i]) > 1 {
			slices.SortFunc(c.candidates[i], func(a, b candidate) int {
				return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
			})
		}
	}
}

// chain chooses at which times one entry passed the points. Each time is later
// than the one before. Where nothing contradicts it, that is the first passing of
// each mat, the passes of one that is passed again in turn, and at the start the
// last read before the next point. Else the likeliest chain is searched for.
func (c *collector) chain(entry int, chosen []candidate) []candidate {
	c.gather(entry)
	if chosen, ok := c.plain(entry, chosen[:0]); ok {
		return chosen
	}
	return c.likeliest(entry, chosen[:0])
}

// plain chooses the passes in turn; ok is false where that leaves anything to ask.
func (c *collector) plain(entry int, chosen []candidate) (_ []candidate, ok bool) {
	start := c.race.Start()
	for i := range c.mats {
		if m := &c.mats[i]; len(m.points) > 1 && len(c.passes[i]) > 0 && len(c.passes[i]) != len(m.points) {
			return chosen, false
		}
	}
	for range c.candidates {
		chosen = append(chosen, candidate{at: nowhere})
	}
	last := candidate{at: nowhere}
	first := int32(math.MaxInt32) // when the first point after the start was passed
	from, even, past, opening := -1, false, leg{}, leg{}
	for i, list := range c.candidates {
		even = even || i != start && len(list) > 1 && list[len(list)-1].at-list[0].at > int32(DefaultGap)
	}
	for i, list := range c.candidates {
		if len(list) == 0 || i == start {
			continue
		}
		m := &c.mats[list[0].mat]
		o := list[0]
		if turn := slices.Index(m.points, i); len(m.points) > 1 {
			if len(list) != len(m.points) {
				return chosen, false // another mat stands there as well
			}
			o, even = list[turn], true
		}
		before := o.at
		if o = c.follow(last, o); o.at != before && (int64(o.at) > c.until || len(list) > 1) {
			return chosen, false
		}
		if from < 0 {
			first = o.at
			if o.at-c.guns[entry] < c.least(entry, 0, i) {
				return chosen, false
			}
		} else if l := (leg{c.race.Points[i].At - c.race.Points[from].At, o.at - last.at}); o.at <= last.at || l.ms < c.least(entry, from, i) {
			return chosen, false
		} else if past.ms > 0 && even && uneven(past, l) > 400 {
			return chosen, false
		} else if past = l; opening.ms == 0 {
			opening = l
		}
		chosen[i], last, from = o, o, i
	}
	if list := c.candidates[start]; len(list) > 0 {
		o := list[len(list)-1]
		if shared := &c.mats[o.mat]; len(shared.points) > 1 {
			o, even = list[0], true
		} else if _, picked := shared.picks[start]; picked {
			o = list[0]
		}
		if o.at >= first || c.lateStart(entry, o.at) > 0 && even {
			return chosen, false
		}
		chosen[start] = o
		if from >= 0 {
			next := slices.IndexFunc(chosen[start+1:], func(o candidate) bool { return o.at != nowhere }) + start + 1
			l := leg{c.race.Points[next].At - c.race.Points[start].At, first - o.at}
			if l.ms < c.least(entry, start, next) || even && opening.ms > 0 && uneven(l, opening) > 400 {
				return chosen, false
			}
		}
	}
	return chosen, true
}

// follow moves a candidate to the reading of the clock, or to the day, at which it
// can follow another.
func (c *collector) follow(before, o candidate) candidate {
	if second, twice := c.again(o); twice && before.at != nowhere && o.at <= before.at && second > before.at {
		o.at = second
		return o
	}
	return later(before, o)
}

// again is the other instant at which the wall clock shows what it shows at a
// candidate's, where the clocks go back between the two (R50).
func (c *collector) again(o candidate) (second int32, twice bool) {
	if !c.byClock || len(c.race.Wall.Spans) == 0 {
		return o.at, false
	}
	second = int32(c.race.Wall.Second(race.Instant(o.at)))
	return second, second != o.at
}

// later moves a candidate without a date to the day on which it can follow
// another: a point cannot lie more than half a day before an earlier one (R51).
func later(before, o candidate) candidate {
	for o.undated && before.at != nowhere && o.at < before.at-int32(dayLength/2) && o.at < math.MaxInt32-int32(dayLength) {
		o.at += int32(dayLength)
	}
	return o
}

// astray returns a mat with reads that the chain could not use, or -1: there the
// chip was read at a time at which its runner cannot have been there. Reads from
// before the runner's own start, or sooner after it than anybody can be there,
// are of somebody who passed by, and no contradiction.
func (c *collector) astray(entry int, chosen []candidate) int {
	for i := range c.mats {
		m := &c.mats[i]
		if slices.Equal(m.points, []int{c.race.Start()}) {
			continue
		}
		used := 0
		for _, p := range m.points {
			if chosen[p].at != nowhere {
				used++
			}
		}
		harmless := 0
		for k, p := range c.passes[i] {
			if c.harmless(entry, chosen, m, int16(k), p) {
				harmless++
			}
		}
		if used < min(len(c.passes[i])-harmless, len(m.points)) {
			return i
		}
	}
	return -1
}

// harmless reports whether a passage that was not used is of somebody who was on
// the way to the start.
func (c *collector) harmless(entry int, chosen []candidate, m *mat, k int16, p passage) bool {
	for _, point := range m.points {
		if o := chosen[point]; o.at != nowhere && (p.first <= o.at && o.at <= p.until || len(m.points) > 1 && o.pass == k || o.undated && (o.at-p.first)%int32(dayLength) == 0) {
			return false
		}
	}
	start := chosen[c.race.Start()].at
	if start != nowhere && p.first < start {
		return true
	}
	from := max(start, c.guns[entry])
	point := m.points[0]
	if point == c.race.Start() {
		return true
	}
	return p.first-from < c.least(entry, c.race.Start(), point)
}
