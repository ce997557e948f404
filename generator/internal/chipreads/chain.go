package chipreads

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"guntime/generator/internal/problem"
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
}

// A candidate is one time at which an entry may have passed a point.
type candidate struct {
	at     int32
	line   int32
	file   uint16
	inTurn bool // its passage is the one whose number is the point's
}

// nowhere is the time of a point that was not passed.
const nowhere = math.MinInt32

// pass gathers the passages of a cell.
func (c *collector) pass(list []passage, i int32, gap int32) []passage {
	list = list[:0]
	for ; i != 0; i = c.runs[i].next {
		r := &c.runs[i]
		if n := len(list); n > 0 && r.first-list[n-1].until < gap {
			list[n-1].until, list[n-1].reads = r.last, list[n-1].reads+r.reads
			continue
		}
		list = append(list, passage{first: r.first, last: r.last, best: r.best, until: r.last, reads: r.reads, line: r.line, file: r.file})
	}
	return list
}

// gather fills c.passes and c.candidates with what one entry's chip did.
func (c *collector) gather(entry int) {
	for i := range c.candidates {
		c.candidates[i] = c.candidates[i][:0]
	}
	start := c.race.Start()
	for i := range c.mats {
		m := &c.mats[i]
		head := c.cells[entry*len(c.mats)+i].head
		c.passes[i] = c.pass(c.passes[i], head, m.gap)
		for turn, point := range m.points {
			_, picked := m.picks[point]
			if point == start && len(m.points) == 1 && !picked {
				// R2: the last read before the first later point, whichever passing it is in.
				for r := head; r != 0; r = c.runs[r].next {
					c.candidates[point] = append(c.candidates[point], candidate{c.runs[r].last, c.runs[r].line, c.runs[r].file, true})
				}
				continue
			}
			for k, p := range c.passes[i] {
				at := p.first
				switch {
				case point == start && !picked:
					at = p.until
				case m.picks[point] == PickLast:
					at = p.last
				case m.picks[point] == PickStrongest:
					at = p.best
				}
				c.candidates[point] = append(c.candidates[point], candidate{at, p.line, p.file, k == turn})
			}
		}
	}
	for i := range c.candidates {
		slices.SortFunc(c.candidates[i], func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
		})
	}
}

// chain chooses at which times one entry passed the points. Each time is later
// than the one before. As many points get a time as can; of several such choices
// it is the one with most passages in turn: the first passage of a mat for its
// first point, the second for its second. The start is the last read before the
// next point.
func (c *collector) chain(entry int, chosen []candidate) []candidate {
	c.gather(entry)
	chosen = chosen[:0]
	next, straight := int32(math.MaxInt32), true
	for range c.candidates {
		chosen = append(chosen, candidate{at: nowhere})
	}
	for i := len(c.candidates) - 1; i >= 0; i-- {
		list := c.candidates[i]
		if len(list) == 0 {
			continue
		}
		k := slices.IndexFunc(list, func(o candidate) bool { return o.inTurn })
		if i == c.race.Start() {
			for k = len(list) - 1; k >= 0 && list[k].at >= next; k-- {
			}
		}
		if k < 0 {
			continue
		}
		straight = straight && list[k].at < next
		chosen[i], next = list[k], list[k].at
	}
	if straight && c.astray(chosen) < 0 {
		return chosen
	}
	return c.longest(chosen)
}

// longest chooses the longest chain of candidates that ascends, by looking at all.
func (c *collector) longest(chosen []candidate) []candidate {
	type link struct{ point, candidate, before, score int }
	var links []link
	best := -1
	for i, list := range c.candidates {
		chosen[i] = candidate{at: nowhere}
		from := len(links)
		for k, o := range list {
			l := link{i, k, -1, 1000}
			if o.inTurn {
				l.score++
			}
			own := l.score
			for j := range from {
				b := c.candidates[links[j].point][links[j].candidate]
				later := links[j].point == c.race.Start() // of starts that are as good the last counts
				if b.at < o.at && (links[j].score+own > l.score || later && links[j].score+own == l.score) {
					l.score, l.before = links[j].score+own, j
				}
			}
			links = append(links, l)
			if best < 0 || l.score > links[best].score {
				best = len(links) - 1
			}
		}
	}
	for ; best >= 0; best = links[best].before {
		l := links[best]
		chosen[l.point] = c.candidates[l.point][l.candidate]
	}
	return chosen
}

// astray returns a mat with reads that the chain could not use, or -1: there the
// chip was read at a time at which its runner cannot have been there.
func (c *collector) astray(chosen []candidate) int {
	for i := range c.mats {
		m := &c.mats[i]
		used := 0
		for _, p := range m.points {
			if chosen[p].at != nowhere {
				used++
			}
		}
		if used < min(len(c.passes[i]), len(m.points)) && !slices.Equal(m.points, []int{c.race.Start()}) {
			return i
		}
	}
	return -1
}

// finish makes timing of what was gathered, hands it to join and reports what is
// left open.
func (c *collector) finish() {
	var chosen []candidate
	var timings []race.Timing
	var slab []race.Instant
	n := len(c.race.Points)
	const atOnce = 1024    // timings are allocated together
	apart := map[int]int{} // by mat, how many were set aside for it
	for entry, e := range c.race.Entries {
		chosen = c.chain(entry, chosen)
		seen := slices.IndexFunc(chosen, func(o candidate) bool { return o.at != nowhere })
		if seen < 0 {
			continue
		}
		if len(timings) == 0 {
			timings, slab = make([]race.Timing, atOnce), make([]race.Instant, atOnce*n)
		}
		t := &timings[0]
		t.At, t.Net, t.Clock = slab[:n:n], race.NoTime, race.ByReads
		t.From = race.Position{Path: c.files[chosen[seen].file], Line: int(chosen[seen].line)}
		timings, slab = timings[1:], slab[n:]
		for i := range t.At {
			if t.At[i] = race.Unseen; chosen[i].at != nowhere {
				t.At[i] = race.Instant(chosen[i].at)
				c.counts.Timed++
			}
		}
		t.Later = c.later(entry, chosen)
		c.oddities(e, chosen)
		if i := c.astray(chosen); i >= 0 {
			c.contradiction(e, t, i, apart)
		}
		c.join(e, t, c.stops())
	}
	for i := range c.mats {
		if more := apart[i] - mostApart; more > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Warning, "row_set_aside", fmt.Sprintf("the reads of %s at %s do not fit either", problem.Quantity(more, "chip more", "chips more"), c.matName(i)), "")
		}
	}
	c.underReview()
	c.strayPaths()
	c.report()
}

// mostApart is how many runners are named, for each mat, whose reads contradict
// each other.
const mostApart = 20

// oddities counts chips whose chain leaves a passage or a point of a mat out.
func (c *collector) oddities(e *race.Entry, chosen []candidate) {
	for i := range c.mats {
		m := &c.mats[i]
		passes := c.passes[i]
		if len(m.points) > 1 && len(passes) > 0 && len(passes) < len(m.points) {
			m.short++
		}
		if p := m.points[0]; len(m.points) == 1 && p != c.race.Start() && len(passes) > 0 && chosen[p].at > passes[0].until {
			if m.skipped++; m.skipped == 1 {
				m.skippedBib = e.Bib
			}
		}
	}
}

// contradiction sets a runner aside whose chip was read at a mat when it cannot
// have been there.
func (c *collector) contradiction(e *race.Entry, t *race.Timing, at int, apart map[int]int) {
	m := &c.mats[at]
	point := m.points[0]
	for _, p := range m.points {
		if t.At[p] == race.Unseen {
			point = p
			break
		}
	}
	read := c.passes[at][0]
	var beside string
	for i, other := range t.At {
		if other == race.Unseen || other == race.Instant(read.first) {
			continue
		}
		if wrong := i < point && other >= race.Instant(read.first) || i > point && other <= race.Instant(read.first); wrong {
			beside = fmt.Sprintf(", though %s at %s", c.race.Points[i].ID, c.race.Wall.Text(other))
			break
		}
	}
	t.SetAside = true
	for i := range t.At {
		t.At[i] = race.Unseen
	}
	t.From = race.Position{Path: c.files[read.file], Line: int(read.line)}
	if apart[at]++; apart[at] > mostApart {
		return
	}
	problem.At(t.From).Report(c.tables.Found, c.stops(), "row_set_aside",
		fmt.Sprintf("the chip of bib %q was read at %s at %s%s", e.Bib, c.race.Points[point].ID, c.race.Wall.Text(race.Instant(read.first)), beside),
		"the reads contradict each other; the runner is shown as under review, no other runner is affected")
}

// stops is the level of reads that contradict each other: an error where any
// source is declared so, else a warning.
func (c *collector) stops() problem.Level {
	for _, rd := range c.readers {
		if rd.source.Stop {
			return problem.Error
		}
	}
	return problem.Warning
}

// underReview sets a runner aside where a line of a point could not be read and
// no other line gives a time there.
func (c *collector) underReview() {
	var keys []int32
	for k := range c.spoilt {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		e, m, at := c.race.Entries[int(k)/len(c.mats)], &c.mats[int(k)%len(c.mats)], c.spoilt[k]
		missing := slices.IndexFunc(m.points, func(p int) bool { return e.Timing == nil || !e.Timing.SetAside && e.Timing.At[p] == race.Unseen })
		if missing < 0 {
			continue
		}
		from := race.Position{Path: c.files[at.file], Line: int(at.line)}
		problem.At(from).Report(c.tables.Found, c.stops(), "row_set_aside",
			fmt.Sprintf("bib %q has no other read at %s", e.Bib, c.race.Points[m.points[missing]].ID), "the runner is shown as under review; no other runner is affected")
		e.Timing = &race.Timing{At: slices.Repeat([]race.Instant{race.Unseen}, len(c.race.Points)), Net: race.NoTime, SetAside: true, From: from}
	}
}
