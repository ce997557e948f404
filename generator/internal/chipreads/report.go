package chipreads

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// A chip that is read more often, or for longer, in one passage lies at the
// point.
const (
	parkedReads = 100
	parkedFor   = 30 * 60_000
)

// mostNamed is how many chips are named by a finding of their own; those
// beyond are counted.
const mostNamed = 1000

// report reports what the reads left open.
func (c *collector) report() {
	c.readersReport()
	c.straysReport()
	c.parkedReport()
	c.clocks()
	for i := range c.mats {
		m := &c.mats[i]
		if m.skipped > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Review, "stray_reads", fmt.Sprintf("%s read at %s before the points that lead there, the first of them that of bib %q", problem.Quantity(m.skipped, "chip was", "chips were"), c.matName(i), m.skippedBib), "the passing that follows the other points is taken")
		}
		if m.short > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Review, "pass_missing", fmt.Sprintf("%s by the mat of %s fewer times than it has points", problem.Quantity(m.short, "chip came", "chips came"), c.matName(i)), "where no other point decides, the first pass counts for the first point")
		}
	}
}

// matName names the points of a mat.
func (c *collector) matName(i int) string {
	var ids []string
	for _, p := range c.mats[i].points {
		ids = append(ids, c.race.Points[p].ID)
	}
	return strings.Join(ids, ", ")
}

// matAt is where the edition declares a reader of a mat.
func (c *collector) matAt(i int) problem.Place {
	for _, rd := range c.readers {
		if rd.mat == i && !rd.key.IsZero() {
			return rd.key
		}
	}
	for _, rd := range c.readers {
		if rd.mat == i {
			return rd.source.At
		}
	}
	return c.source.At
}

// readersReport reports readers that no key of points names, keys without a
// reader, and reads that cannot be of the race.
func (c *collector) readersReport() {
	for _, rd := range c.readers {
		if rd.mat < 0 {
			rd.place.Report(c.tables.Found, problem.Warning, "unknown_reader", fmt.Sprintf("points does not say where the reader %q is: %s ignored", rd.name, problem.Quantity(rd.reads, "read is", "reads are")),
				fmt.Sprintf("declare points: {%q: finish}, or the point where it is", rd.name))
			continue
		}
		at := rd.source.At
		if !rd.key.IsZero() {
			at = rd.key
		}
		early := problem.Warning
		if c.mats[rd.mat].points[0] == c.race.Start() {
			early = problem.Review // those who wait for the start are heard there
		}
		if rd.beforeGun > 0 {
			at.Report(c.tables.Found, early, "before_gun", fmt.Sprintf("the reader %q has %s before the gun", rd.name, problem.Quantity(rd.beforeGun, "read", "reads")), "they are ignored; is its clock right?")
		}
		if rd.tooSoon > 0 {
			at.Report(c.tables.Found, problem.Warning, "too_soon", fmt.Sprintf("the reader %q has %s too soon after the gun (faster than 60 km/h)", rd.name, problem.Quantity(rd.tooSoon, "read", "reads")), "they are ignored")
		}
		if rd.otherDay > 0 {
			at.Report(c.tables.Found, problem.Warning, "other_day", fmt.Sprintf("the reader %q has %s of another day", rd.name, problem.Quantity(rd.otherDay, "read", "reads")), "they are ignored; is its clock right, or the edition's date?")
		}
	}
	for i := range c.list {
		s := &c.list[i]
		if !s.spoke { // there is no file, or nothing in it, which is said elsewhere
			continue
		}
		for _, st := range s.Stations {
			if !slices.ContainsFunc(c.readers, func(rd *reader) bool { return rd.key == st.At }) {
				st.At.Report(c.tables.Found, problem.Warning, "silent_reader", fmt.Sprintf("there are no reads from the reader %q", st.Name), "")
			}
		}
		for _, o := range s.Offsets {
			if !o.used {
				o.At.Report(c.tables.Found, problem.Warning, "silent_reader", fmt.Sprintf("there are no reads from the reader %q, whose clock this corrects", o.Name), "")
			}
		}
	}
}

// straysReport names the chips that nobody has.
func (c *collector) straysReport() {
	named, more, reads := 0, 0, 0
	for _, key := range c.order {
		s := c.strays[key]
		switch {
		case s.bib:
			s.at.Report(c.tables.Found, problem.Error, "unknown_bib", fmt.Sprintf("bib %q is not in the entries", s.name), "add it to the entries or remove it here")
			continue
		case named == mostNamed:
			more, reads = more+1, reads+s.reads
			continue
		}
		named++
		s.at.Report(c.tables.Found, problem.Warning, "unknown_chip", fmt.Sprintf("no entry has the chip %q: %s ignored", s.name, problem.Quantity(s.reads, "read is", "reads are")),
			"name it in the entries' column chip or in a chips file")
		if s.reads > parkedReads {
			s.at.Report(c.tables.Found, problem.Warning, "parked_chip", fmt.Sprintf("unassigned chip %q was read %d times between %s and %s by the reader %q and others (probably left near the mat)",
				s.name, s.reads, c.race.Wall.Text(race.Instant(s.from)), c.race.Wall.Text(race.Instant(s.until)), s.reader.name), "")
		}
	}
	if more += min(c.unnamed, 1); more > 0 {
		c.list[0].At.Report(c.tables.Found, problem.Warning, "unknown_chip", fmt.Sprintf("no entry has %s more: %s ignored", problem.Quantity(more, "chip", "chips or more"), problem.Quantity(reads+c.unnamed, "read is", "reads are")), "do the entries or the chips file belong to these reads?")
	}
	if c.others > 0 {
		c.list[0].At.Report(c.tables.Found, problem.Review, "other_race", fmt.Sprintf("%s by chips that do not run in this race", problem.Quantity(c.others, "read is", "reads are")), "the chips file gives them bibs that are not in these entries")
	}
}

// parkedReport names the chips of entries that lay at a point.
func (c *collector) parkedReport() {
	named, more := 0, 0
	for entry, e := range c.race.Entries {
		for i := range c.mats {
			m, cell := &c.mats[i], c.cells[entry*len(c.mats)+i]
			if cell.head == 0 {
				continue
			}
			c.passes[i] = c.pass(c.passes[i], cell.head, m.gap)
			waits := m.points[0] == c.race.Start()
			lay := slices.IndexFunc(c.passes[i], func(p passage) bool {
				return p.until-p.first > parkedFor || p.reads > parkedReads && !waits
			})
			if lay < 0 {
				continue
			}
			if named++; named > mostNamed {
				more++
				continue
			}
			p := c.passes[i][lay]
			problem.Place{Path: c.files[p.file], Line: int(p.line), Column: 1}.Report(c.tables.Found, problem.Warning, "parked_chip",
				fmt.Sprintf("the chip of bib %q was read %d times at %s between %s and %s (probably left near the mat): %s ignored",
					e.Bib, p.reads, c.matName(i), c.race.Wall.Text(race.Instant(p.first)), c.race.Wall.Text(race.Instant(p.until)), problem.Quantity(int(p.reads)-1, "read is", "reads are")), "")
		}
	}
	if more > 0 {
		c.list[0].At.Report(c.tables.Found, problem.Warning, "parked_chip", fmt.Sprintf("%s more were left near a mat", problem.Quantity(more, "chip", "chips")), "")
	}
}

// clocks reports readers whose clock is off by whole hours or minutes. It compares
// their reads with the times at which the same runners should have been there by
// their other points, and with another reader at the same mat.
func (c *collector) clocks() {
	const hour, minute = 3_600_000, 60_000
	named := map[*reader]bool{}
	for _, rd := range c.readers {
		if rd.mat < 0 {
			continue
		}
		deviations, between := c.deviations(rd)
		off := int32(0)
		if k := wholes(deviations, hour, 15*minute); k != 0 {
			off = k * hour
		} else if k := wholes(between, minute, 10_000); k >= 2 || k <= -2 {
			off = k * minute
		}
		if off == 0 {
			continue
		}
		named[rd] = true
		c.clockOffset(rd, off, fmt.Sprintf("against the other points of %s", problem.Quantity(len(deviations), "runner", "runners")))
	}
	for i, rd := range c.readers {
		for _, other := range c.readers[:i] {
			if rd.mat < 0 || rd.mat != other.mat || named[rd] || named[other] {
				continue
			}
			var apart []int32
			for _, entry := range sampled(rd) {
				if h, ok := other.heard[entry]; ok {
					apart = append(apart, rd.heard[entry].first-h.first)
				}
			}
			if k := wholes(apart, minute, 5_000); k != 0 {
				c.clockOffset(rd, k*minute, fmt.Sprintf("against the reader %q at the same point, if that one is right", other.name))
			}
		}
	}
}

// clockOffset reports a reader whose clock is off.
func (c *collector) clockOffset(rd *reader, off int32, against string) {
	at, way := rd.source.At, "fast"
	if !rd.key.IsZero() {
		at = rd.key
	}
	if off < 0 {
		way = "slow"
	}
	at.Report(c.tables.Found, problem.Review, "clock_offset", fmt.Sprintf("the clock of the reader %q seems to be %s %s, %s", rd.name, race.Clock(max(off, -off)), way, against), fmt.Sprintf("to correct it, declare offsets: {%q: %q}", rd.name, race.Clock(rd.offset-off)))
}

// sampled are the entries by which a reader's clock is judged, in order.
func sampled(rd *reader) []int32 {
	var entries []int32
	for e := range rd.heard {
		entries = append(entries, e)
	}
	slices.Sort(entries)
	return entries
}

// wholes returns the whole number of units around which deviations gather; 0
// where they do not or are fewer than three. The median must be within the slack
// of it, and three in four within twice the slack.
func wholes(deviations []int32, unit, slack int32) int32 {
	if len(deviations) < 3 {
		return 0
	}
	list := slices.Sorted(slices.Values(deviations))
	middle := list[len(list)/2]
	k := (middle + unit/2) / unit
	if middle < 0 {
		k = (middle - unit/2) / unit
	}
	near := 0
	for _, d := range list {
		if max(d-k*unit, k*unit-d) <= 2*slack {
			near++
		}
	}
	if k == 0 || max(middle-k*unit, k*unit-middle) > slack || 4*near < 3*len(list) {
		return 0
	}
	return k
}

// deviations returns how much later a reader read some runners than their other
// points let expect. Between holds those of runners with a point on either side,
// which are exact to some seconds.
func (c *collector) deviations(rd *reader) (all, between []int32) {
	m := &c.mats[rd.mat]
	var chosen []candidate
	for _, entry := range sampled(rd) {
		chosen = c.chain(int(entry), chosen)
		h := rd.heard[entry]
		var best int32
		sure, found := false, false
		for _, p := range m.points {
			expected, sides, ok := c.expected(chosen, int(entry), p, m.points)
			if !ok {
				continue
			}
			d := h.first - expected
			if p == c.race.Start() {
				d = h.last - expected
			}
			if !found || max(d, -d) < max(best, -best) {
				best, sure, found = d, sides, true
			}
		}
		if found {
			all = append(all, best)
			if sure {
				between = append(between, best)
			}
		}
	}
	return all, between
}

// expected returns when a runner should have passed a point by the reads at
// others. Sides says that there is one on either side; ok is false where nothing
// can be said.
func (c *collector) expected(chosen []candidate, entry, point int, without []int) (at int32, sides, ok bool) {
	type mark struct {
		km race.Distance
		at int32
	}
	if point == c.race.Start() {
		return c.guns[entry], false, true
	}
	marks := []mark{{0, c.guns[entry]}}
	if s := chosen[c.race.Start()]; s.at != nowhere && !slices.Contains(without, c.race.Start()) {
		marks[0].at = s.at
	}
	for i, o := range chosen {
		if i != c.race.Start() && o.at != nowhere && !slices.Contains(without, i) {
			marks = append(marks, mark{c.race.Points[i].At, o.at})
		}
	}
	km := c.race.Points[point].At
	i, _ := slices.BinarySearchFunc(marks, km, func(x mark, km race.Distance) int { return cmp.Compare(x.km, km) })
	if sides = i < len(marks); !sides {
		i--
	}
	if i < 1 || !sides && km > 2*marks[i].km { // too far beyond the last point to tell
		return 0, false, false
	}
	a, b := marks[i-1], marks[i]
	if !sides {
		a = marks[0] // the pace of the whole way, for that of the last leg alone may not last
	}
	return a.at + int32(int64(b.at-a.at)*int64(km-a.km)/int64(b.km-a.km)), sides && i > 1, true
}
