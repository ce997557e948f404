package read

import (
	"fmt"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// timeRow is one row of a timing file, every cell as it stands. The cells of
// the points have columns of the edition's making; they come with the record.
type timeRow struct {
	Bib    string `csv:"bib"`
	Gun    string `csv:"gun"`
	Net    string `csv:"net"`
	Status string `csv:"status"`
}

// tables reads the race's files once its rules are sound.
func (p *project) tables(e *race.Edition, rc *race.Race, u uses) {
	roster := p.entries(e, rc, u)
	several := len(u.timing)+len(u.reads) > 1
	for _, s := range u.timing {
		p.times(e, rc, s, roster, several)
	}
	p.reads(e, rc, u.reads, roster)
	if several {
		p.unconfirmed(rc, u)
	}
	p.rulings(e, rc, roster)
	p.releases(e, rc, roster)
}

// times reads one timing file. Without a roster its header is checked alone.
func (p *project) times(e *race.Edition, rc *race.Race, s source, roster *roster, several bool) {
	t, ok := p.table(s, words(rc, s, "timing", "bib"), func() { p.missing(e, s) })
	if !ok || roster == nil {
		return
	}
	b := &timeReader{race: rc, table: t, roster: roster, options: s.timing, several: several,
		first: make([]firstRow, len(rc.Entries)), bib: t.column("bib"), gun: t.column("gun"), net: t.column("net"), status: t.column("status")}
	for _, m := range s.columns {
		b.numbered = b.numbered || m.target == rowNumber
	}
	for i := range rc.Points {
		b.points = append(b.points, t.column(rc.Points[i].ID))
	}
	if b.status < 0 && len(clocked(b.gun, b.net, b.points)) == 0 {
		t.fail(&t.head, 0, "missing_column", "expected: gun, net, status or a point of the race", "the timing file has no column with times")
		return
	}
	b.formats = b.formatsOf()
	t.file.formats(clocked(b.gun, b.net, b.points), b.formats)
	rows(t, b.row)
}

// timeReader makes timing of rows.
type timeReader struct {
	race     *race.Race
	table    *table
	roster   *roster
	options  timingOptions
	several  bool // other files time the race too
	numbered bool // bib: row_number
	first    []firstRow
	slab     []race.Instant
	timings  []race.Timing
	formats  []timeFormat // by column
	points   []int        // column of each of the race's points, -1 without one
	bib      int
	gun      int
	net      int
	status   int
}

// firstRow is where a bib stood first in the file, line 0 for nowhere.
type firstRow struct {
	at   span
	line int
}

// row takes one row of the file.
func (b *timeReader) row(row *timeRow, r *record) {
	t := b.table
	bib := bibOf(row.Bib)
	if b.numbered {
		bib = strconv.Itoa(r.number)
	}
	index, known := b.roster.index[race.FoldBib(bib)]
	if column, why := t.excess(r); why != "" {
		b.report(r, column, "%s", why)
		if known {
			b.setAside(index, r)
		}
		return
	}
	if why := t.ragged(r); why != "" {
		b.report(r, len(t.names), "%s", why)
		if known {
			b.setAside(index, r)
		}
		return
	}
	if bib == "" {
		b.report(r, b.bib, "the row has no bib")
		return
	}
	if !known {
		if b.roster.broken[race.FoldBib(bib)] {
			return
		}
		t.fail(r, max(b.bib, 0), "unknown_bib", "add it to the entries or remove it here", "bib %q is not in the entries", bib)
		return
	}
	at := span{r.start, r.end}
	if first := b.first[index]; first.line > 0 {
		duplicate(t, bib, r, first.line, same(t.scan.text, at, first.at))
		return
	}
	b.first[index] = firstRow{at, r.line}
	e := b.race.Entries[index]
	gun := b.race.GunOf(b.race.DivisionOf(e))
	timing := b.next(r)
	if column, why := b.read(timing, row, r, gun); why != "" {
		b.report(r, column, "%s", why)
		b.setAside(index, r)
		return
	}
	if e.Timing == nil {
		e.Timing = timing
		return
	}
	b.merge(index, timing, r, gun)
}

// next returns the memory of a timing in which nothing has been seen; it is
// made for many at a time.
func (b *timeReader) next(r *record) *race.Timing {
	n := len(b.race.Points)
	if len(b.timings) == 0 {
		b.timings = make([]race.Timing, batch)
		b.slab = make([]race.Instant, batch*n)
		for i := range b.slab {
			b.slab[i] = race.Unseen
		}
	}
	timing := &b.timings[0]
	timing.At = b.slab[:n:n]
	timing.Net = race.NoTime
	timing.From = race.Position{Path: b.table.scan.path, Line: r.line}
	b.timings, b.slab = b.timings[1:], b.slab[n:]
	return timing
}

// report says that a row is set aside, and why.
func (b *timeReader) report(r *record, column int, format string, args ...any) {
	level := problem.Warning
	if b.options.stop {
		level = problem.Error
	}
	at, why := b.table.scan.cellAt(r, column), fmt.Sprintf(format, args...)
	at.Report(b.table.found, level, "row_set_aside", why, asideHint)
	b.table.aside(r, at, why)
}

// setAside leaves an entry with nothing but the word that its row could not be read.
func (b *timeReader) setAside(index int, r *record) {
	timing := b.next(r)
	timing.SetAside = true
	b.race.Entries[index].Timing = timing
}

// read takes the cells of a row. What cannot be is said by a column and a
// reason.
func (b *timeReader) read(timing *race.Timing, row *timeRow, r *record, gun race.Instant) (column int, why string) {
	status, ok := parseStatus(row.Status)
	if !ok {
		return b.status, fmt.Sprintf("unknown status %q", row.Status)
	}
	timing.Status = status
	for i, column := range b.points {
		if column < 0 {
			continue
		}
		cell := seen(r.cells[column])
		if cell == "" {
			continue
		}
		at, err := b.passing(cell, column, gun)
		if err != nil {
			return column, fmt.Sprintf("%q is %v", r.cells[column], err)
		}
		timing.At[i] = at
	}
	finish := b.race.Finish()
	if cell := seen(row.Gun); cell != "" {
		clock, err := parseTime(cell, b.formats[b.gun])
		if err != nil {
			return b.gun, fmt.Sprintf("%q is %v", row.Gun, err)
		}
		at, agree := meet(timing.At[finish], gun.After(clock), gun)
		if !agree {
			return b.gun, fmt.Sprintf("the gun time %s and the finish %s do not agree", clock, timing.At[finish].Since(gun))
		}
		timing.At[finish] = at
	}
	if column, why := b.netTime(timing, row, r); why != "" {
		return column, why
	}
	point, why := inconsistent(b.race, timing, gun, !b.several)
	if point == onStatus {
		return b.status, why
	}
	if column := b.points[point]; column >= 0 {
		return column, why
	}
	return b.gun, why
}

// passing reads the cell of a point as an instant.
func (b *timeReader) passing(cell string, column int, gun race.Instant) (race.Instant, error) {
	clock, err := parseTime(cell, b.formats[column])
	if err != nil {
		return race.Unseen, err
	}
	if f := b.formats[column]; !b.options.timeOfDay || f != asClock && f != asFraction {
		return gun.After(clock), nil
	}
	if clock < 0 || clock >= 2*race.Day {
		return race.Unseen, fmt.Errorf("not a time of day")
	}
	at := race.Instant(clock)
	if clock < race.Day && at < gun-race.Instant(race.Day/2) {
		at += race.Instant(race.Day)
	}
	return at, nil
}

// netTime reads the net time: as given where the file has no column of the
// start, else held against the start.
func (b *timeReader) netTime(timing *race.Timing, row *timeRow, r *record) (column int, why string) {
	cell := seen(row.Net)
	if cell == "" {
		return 0, ""
	}
	net, err := parseTime(cell, b.formats[b.net])
	if err != nil {
		return b.net, fmt.Sprintf("%q is %v", row.Net, err)
	}
	if net <= 0 {
		return b.net, fmt.Sprintf("the net time %s is not above zero", net)
	}
	timing.Net, timing.Started = net, true
	if timing.Status == race.TimedDNF || timing.Status == race.TimedDNS {
		return b.status, fmt.Sprintf("the status is %s, but there is a net time %s", timing.Status, net)
	}
	if b.points[b.race.Start()] < 0 {
		return 0, ""
	}
	b.startDecides(timing, r)
	return 0, ""
}

// startDecides drops a net time where the start has a column of its own (R2),
// once the two are held against each other.
func (b *timeReader) startDecides(timing *race.Timing, r *record) {
	start, finish := b.race.Start(), b.race.Finish()
	net := timing.Net
	timing.Net, timing.Started = race.NoTime, false
	switch own := timing.At[finish].Since(timing.At[start]); {
	case timing.At[start] == race.Unseen:
		b.table.warn(r, b.net, "net_disagrees", "without a start there is no net time", "net time %s given but no start recorded", net)
	case timing.At[finish] == race.Unseen:
		timing.At[finish] = timing.At[start].After(net)
	case abs(own.Official()-net.Official()) > 1000:
		b.table.warn(r, b.net, "net_disagrees", "the start decides", "the net time %s is not the %s from start to finish", net, own)
	}
}

func abs(c race.Clock) race.Clock { return max(c, -c) }
