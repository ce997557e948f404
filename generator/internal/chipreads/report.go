package chipreads

import (
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
	c.spellingReport()
	c.gunsReport()
	c.parkedReport()
	for i := range c.mats {
		m := &c.mats[i]
		if m.skipped > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Review, "stray_reads", fmt.Sprintf("%s read at %s before the points that lead there, the first of them that of bib %q", problem.Quantity(m.skipped, "chip was", "chips were"), c.matName(i), m.skippedBib), "the passing that follows the other points is taken")
		}
		if m.short > 0 {
			c.matAt(i).Report(c.tables.Found, problem.Review, "pass_missing", fmt.Sprintf("%s by the mat of %s fewer times than it has points", problem.Quantity(m.short, "chip came", "chips came"), c.matName(i)), "a pass counts for the point that the pace and the other points allow, in doubt for the first")
		}
	}
}

// matName names the points of a mat.
func (c *collector) matName(i int) string {
	var ids []string
	points := c.mats[i].points
	if c.race.OfLaps() && c.mats[i].endsLaps() {
		if points[0] == c.race.Start() {
			return c.race.Points[c.race.Start()].ID + ", " + LapPoint
		}
		return LapPoint
	}
	for _, p := range points {
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
		if rd.mat < 0 && rd.reads == 0 { // nothing but the gun
			continue
		}
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
		if c.mats[rd.mat].points[0] == c.race.Start() || c.race.OfLaps() {
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
	c.zerosReport()
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
		s.at.Report(c.tables.Found, problem.Warning, "unknown_chip", fmt.Sprintf("no entry has the chip %q%s: %s ignored", s.name, claim(s.claimed), problem.Quantity(s.reads, "read is", "reads are")),
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
		c.list[0].At.Report(c.tables.Found, problem.Review, "other_race", fmt.Sprintf("%s by chips that do not run in this race", problem.Quantity(c.others, "read is", "reads are")), "they are those of bibs that are not in these entries")
	}
}

// claim says which bib a reader wrote beside a chip that nobody has.
func claim(bib string) string {
	if bib == "" {
		return ""
	}
	return fmt.Sprintf(", which the reader calls bib %q, who has other chips", bib)
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
			waits := m.points[0] == c.race.Start()
			lies := func(from, until, reads int32) bool {
				return until-from > parkedFor || reads > parkedReads && !waits
			}
			if r := &c.runs[cell.head]; r.next == 0 && !lies(r.first, r.last, r.reads) {
				continue // of one run, as nearly all are
			}
			c.passes[i] = c.pass(c.passes[i], cell.head, max(m.gap[c.speeds[entry]], m.window))
			lay := slices.IndexFunc(c.passes[i], func(p passage) bool { return lies(p.first, p.until, p.reads) })
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
