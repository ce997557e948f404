package chipreads

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// finish makes timing of what was gathered, hands it to join and reports what is
// left open.
func (c *collector) finish() {
	var chosen []candidate
	var timings []race.Timing
	var slab []race.Instant
	n := len(c.race.Points)
	const atOnce = 1024 // timings are allocated together
	if c.race.OfLaps() {
		c.timed = nil
		c.lapFinish()
		c.underReview()
		c.report()
		return
	}
	apart := map[int]int{}   // by mat, how many were set aside for it
	doubted := map[int]int{} // and how many have a pass that can be another one
	c.clocks()
	c.look()
	for entry, e := range c.race.Entries {
		c.doubt = doubt{}
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
		i := c.astray(entry, chosen)
		c.oddities(e, chosen, i >= 0)
		if i >= 0 {
			c.contradiction(entry, chosen, t, i, apart)
		} else {
			c.doubts(e, chosen, doubted)
		}
		c.join(e, t, c.stops())
	}
	for i := range c.mats {
		if more := apart[i] - mostApart; more > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Warning, "row_set_aside", fmt.Sprintf("the reads of %s at %s do not fit either", problem.Quantity(more, "chip more", "chips more"), c.matName(i)), "")
		}
	}
	for i := range c.mats {
		if n := c.mats[i].spoilt; n > 0 {
			c.matAt(i).Report(c.tables.Found, c.stops(), "row_set_aside", fmt.Sprintf("the reads of %s contradict each other, for the clock at %s is off", problem.Quantity(n, "chip", "chips"), c.matName(i)),
				"correct the clock by offsets; until then these runners are shown as under review")
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
func (c *collector) oddities(e *race.Entry, chosen []candidate, aside bool) {
	for i := range c.mats {
		m := &c.mats[i]
		passes := c.passes[i]
		if len(m.points) > 1 && len(passes) > 0 && len(passes) < len(m.points) {
			m.short++
		}
		if p := m.points[0]; len(m.points) == 1 && p != c.race.Start() && len(passes) > 0 && (chosen[p].at > passes[0].until && chosen[p].pass > 0 || chosen[p].at == nowhere && !aside) {
			if m.skipped++; m.skipped == 1 {
				m.skippedBib = e.Bib
			}
		}
	}
}

// contradiction sets a runner aside whose chip was read at a mat when it cannot
// have been there.
func (c *collector) contradiction(entry int, chosen []candidate, t *race.Timing, at int, apart map[int]int) {
	e, m := c.race.Entries[entry], &c.mats[at]
	point := m.points[0]
	for _, p := range m.points {
		if t.At[p] == race.Unseen {
			point = p
			break
		}
	}
	read := c.passes[at][0]
	for k, p := range c.passes[at] {
		if !c.harmless(entry, chosen, m, int16(k), p) && !slices.ContainsFunc(m.points, func(q int) bool { return chosen[q].at != nowhere && int(chosen[q].pass) == k }) {
			read = p
			break
		}
	}
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
	for i := range c.mats {
		if c.mats[i].off && len(c.passes[i]) > 0 {
			c.mats[i].spoilt++
			return // said once, for the clock
		}
	}
	if apart[at]++; apart[at] > mostApart {
		return
	}
	problem.Place{Path: t.From.Path, Line: t.From.Line, Column: 1}.Report(c.tables.Found, c.stops(), "row_set_aside",
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

// look finds out from entries whose reads leave nothing to ask when the field had
// started.
func (c *collector) look() {
	const sampled, enough, spare = 4096, 20, 2 * 60_000
	c.startsUntil = 0
	c.timed = nil
	for p := range c.race.Points {
		if slices.ContainsFunc(c.mats, func(m mat) bool { return slices.Contains(m.points, p) }) {
			c.timed = append(c.timed, p)
		}
	}
	var chosen []candidate
	var delays []int32
	start, step := c.race.Start(), 1+len(c.race.Entries)/sampled
	for entry := 0; entry < len(c.race.Entries); entry += step {
		c.gather(entry)
		got, ok := c.plain(entry, chosen[:0])
		if chosen = got; !ok || chosen[start].at == nowhere || !slices.ContainsFunc(chosen[start+1:], func(o candidate) bool { return o.at != nowhere }) {
			continue
		}
		delays = append(delays, chosen[start].at-c.guns[entry])
	}
	if len(delays) >= enough {
		slices.Sort(delays)
		c.startsUntil = max(1, delays[len(delays)*98/100]+spare)
	}
}
