package read

import (
	"fmt"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// timeRow is one row of a timing file, every cell as it stands. The columns
// of the points are the edition's to name; their cells are read from the record.
type timeRow struct {
	Bib    string `csv:"bib"`
	Gun    string `csv:"gun"`
	Net    string `csv:"net"`
	Status string `csv:"status"`
	// The places that the table gives itself are witnesses and no data: what
	// cannot be read of them is no finding.
	Place       string `csv:"place"`
	GenderPlace string `csv:"gender_place"`
}

// raceTables reads the entries of a race whose rules have no error. The function
// that it returns reads all else, once the entries of all races are known: a chip
// of one race is no unknown chip in another.
func (p *project) raceTables(e *race.Edition, rc *race.Race, u uses) (rest func()) {
	roster := p.rememberedEntries(e, rc, u)
	if roster != nil {
		p.rosters = append(p.rosters, fieldOf{rc, roster, u.reads})
	}
	return func() {
		several := len(u.timing)+len(u.reads)+len(u.orders) > 1
		for _, s := range u.timing {
			p.times(e, rc, s, roster, several)
		}
		p.rawReads(e, rc, u.reads, roster)
		p.handTiming(e, rc, u.orders, roster)
		if rc.OfLaps() {
			fewerLaps(rc)
		}
		p.joinTeams(rc, roster)
		if several || rc.Relay() {
			p.unconfirmed(rc, u)
		}
		p.rulings(e, rc, roster)
		p.releases(e, rc, roster)
	}
}

// fieldOf is who entered a race of the edition, with where its chips stand.
type fieldOf struct {
	race   *race.Race
	roster *roster
	reads  []readsSource
}

// times reads one timing file; without a roster its header alone.
func (p *project) times(e *race.Edition, rc *race.Race, s source, roster *roster, several bool) {
	t, ok := p.open(e, s, words(rc, "timing", "bib"))
	if !ok || roster == nil {
		return
	}
	b := &timeReader{found: p.found, edition: e, race: rc, table: t, roster: roster, options: s.timing, several: several,
		first: make([]firstRow, len(rc.Entries)), numbered: s.MapsTo(table.RowNumber), bib: t.Column("bib"), gun: t.Column("gun"), net: t.Column("net"), status: t.Column("status")}
	for i := range rc.Points {
		b.points = append(b.points, t.Column(rc.Points[i].ID))
	}
	b.filled = make([]bool, t.Width())
	if b.status < 0 && len(clocked(b.gun, b.net, b.points)) == 0 {
		t.FailHeader(0, "missing_column", "expected: gun, net, status or a point of the race", "the timing file has no column with times")
		return
	}
	declared := s.timing.timeFormat
	if declared == "" && s.timing.timeOfDay {
		declared = spelling.AsClock
	}
	for _, name := range []string{"place", "gender_place", "category", "remark"} {
		if column := t.Column(name); column >= 0 {
			b.says = append(b.says, column)
		}
	}
	t.Lengths(b.lengths())
	b.formats = t.TimeFormats(clocked(b.gun, b.net, b.points), declared)
	table.Rows(t, b.row)
	b.differ()
	b.suspect()
	b.strangers.report(p.found)
	b.zeros.reportAs(p.found, problem.Review, "leading_zeros", "write the bibs alike in all files")
	b.remarks.reportAs(p.found, problem.Review, "status_beside", "")
	b.swapped(p.found)
	b.suspect()
	b.emptyTimes(e.State)
}

// timeReader makes timing of rows.
type timeReader struct {
	found    *problem.List
	edition  *race.Edition
	race     *race.Race
	table    *table.Table
	roster   *roster
	options  timingOptions
	several  bool    // other files time the race too
	backs    bool    // the row is of a runner whom an earlier file has, and that one counts
	apart    []apart // by point, what differs from an earlier file that counts
	numbered bool    // bib: row_number
	first    []firstRow
	suspects []suspect
	slab     []race.Instant
	timings  []race.Timing
	formats  []spelling.TimeFormat // by column
	points   []int                 // column of each of the race's points, -1 without one
	bib      int
	gun      int
	net      int
	status   int
	filled   []bool // columns with a cell, by column
	taken    int    // rows with a time
	says     []int  // columns in which a status can stand beside what they hold
	zeros    tally
	remarks  tally
	strangers
	nets netTally
}

// firstRow is where a bib stands first in the file; line 0 where it does not yet.
type firstRow struct {
	at   table.Span
	line int
}

// row takes one row of the file.
func (b *timeReader) row(row *timeRow, r *table.Record) {
	t := b.table
	bib := spelling.Bib(row.Bib)
	if b.numbered {
		bib = strconv.Itoa(r.Number)
	}
	index, known := b.find(bib, r)
	b.backs = known && b.options.firstFile && b.race.Entries[index].Timing != nil && !b.race.Entries[index].Timing.SetAside
	if column, why := t.Excess(r); why != "" {
		b.report(r, column, "%s", why)
		if known {
			b.setAside(index, r)
		}
		return
	}
	if column, why := t.Ragged(r); why != "" {
		b.table.SetAside(r, column, b.level(), why, raggedHint(t, column, b.level()))
		if known {
			b.setAside(index, r)
		}
		b.suspects = append(b.suspects, suspect{strings.Clone(t.Written(r)), t.Row(r)})
		return
	}
	if bib == "" {
		b.report(r, b.bib, "the row has no bib")
		return
	}
	if !known && b.roster.torn != nil && b.roster.recover(b.race, bib) {
		index, known = len(b.race.Entries)-1, true
		for len(b.first) < len(b.race.Entries) {
			b.first = append(b.first, firstRow{})
		}
	}
	if !known {
		if b.roster.broken[race.FoldBib(bib)] {
			return
		}
		if b.options.strangers {
			t.SetAside(r, max(b.bib, 0), problem.Warning, fmt.Sprintf("bib %q is not in the entries", bib), "add it to the entries, or its place goes to the next")
			return
		}
		b.strangers.add(bib, t.Place(r, max(b.bib, 0)))
		return
	}
	at := r.Span()
	if first := b.first[index]; first.line > 0 {
		duplicate(t, bib, r, first.line, t.SameRow(at, first.at))
		return
	}
	b.first[index] = firstRow{at, r.Line}
	e := b.race.Entries[index]
	gun := b.race.GunFor(e, b.race.DivisionOf(e))
	timing := b.next(r)
	from := gun // of the table's times
	if b.race.Staggered() && !b.options.ownGun && !b.options.timeOfDay {
		from = b.race.Gun
	}
	if column, why := b.read(timing, row, r, gun, from); why != "" {
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

// next returns a new timing in which no point has been seen.
func (b *timeReader) next(r *table.Record) *race.Timing {
	n := len(b.race.Points)
	if len(b.timings) == 0 {
		b.timings = make([]race.Timing, atOnce)
		b.slab = make([]race.Instant, atOnce*n)
		for i := range b.slab {
			b.slab[i] = race.Unseen
		}
	}
	timing := &b.timings[0]
	timing.At = b.slab[:n:n]
	timing.Net = race.NoTime
	if b.options.timeOfDay {
		timing.Clock = race.ByTimeOfDay
	}
	timing.From = b.table.Row(r)
	b.timings, b.slab = b.timings[1:], b.slab[n:]
	return timing
}

// report says that a row is set aside, and why.
func (b *timeReader) report(r *table.Record, column int, format string, args ...any) {
	hint := becomes(b.level())
	if b.backs {
		hint = "this row is ignored; what the file before it says of the runner counts"
	}
	b.table.SetAside(r, column, b.level(), fmt.Sprintf(format, args...), hint)
}

// level is how bad a row is that cannot be read.
func (b *timeReader) level() problem.Level {
	if b.options.stop {
		return problem.Error
	}
	return problem.Warning
}

// setAside gives an entry a timing that says only that it is set aside.
func (b *timeReader) setAside(index int, r *table.Record) {
	if b.backs {
		return
	}
	timing := b.next(r)
	timing.SetAside = true
	b.race.Entries[index].Timing = timing
}

// read reads the cells of a row into a timing. Where they cannot be read or
// contradict each other it says why, and at which column. Times count from an
// instant that need not be the runner's own gun (R63).
func (b *timeReader) read(timing *race.Timing, row *timeRow, r *table.Record, gun, from race.Instant) (column int, why string) {
	status, ok := spelling.ParseStatus(row.Status)
	if !ok {
		return b.status, fmt.Sprintf("unknown status %q", row.Status)
	}
	timing.Status = status
	last := gun
	row.testify(timing)
	for i, column := range b.points {
		if column < 0 {
			continue
		}
		cell := b.seen(r.Cells[column], i != b.race.Start())
		if cell == "" {
			continue
		}
		b.filled[column] = true
		at, err := b.passing(cell, i, from, last)
		if err != nil {
			if b.instead(timing, cell) {
				continue
			}
			return column, fmt.Sprintf("%q is %v", r.Cells[column], err)
		}
		timing.At[i] = at
		last = max(last, at)
	}
	finish := b.race.Finish()
	if cell := b.seen(row.Gun, true); cell != "" && !b.instead(timing, cell) {
		b.filled[b.gun] = true
		clock, err := spelling.ParseTime(cell, b.formats[b.gun])
		if err != nil {
			return b.gun, fmt.Sprintf("%q is %v", row.Gun, err)
		}
		at, agree := reconcile(timing.At[finish], from.After(clock), from)
		if !agree {
			return b.gun, fmt.Sprintf("the gun time %s and the finish %s do not agree", clock, timing.At[finish].Since(from))
		}
		timing.At[finish] = at
	}
	if column, why := b.netTime(timing, row, r); why != "" {
		return column, why
	}
	if b.race.OfLaps() {
		if column, why := b.laps(timing, r); why != "" {
			return column, why
		}
	}
	b.placed(timing, r)
	if timing.Status == race.TimedNone && timing.At[finish] == race.Unseen && timing.Net == race.NoTime && r.Section != race.TimedFinished {
		timing.Status = r.Section
	}
	if timing.At[finish] != race.Unseen || timing.Net != race.NoTime {
		b.taken++
	}
	b.compare(timing, r, gun)
	point, why := inconsistent(b.race, timing, gun, !b.several && !b.race.Relay())
	if point == onStatus {
		return b.status, why
	}
	if column := b.points[point]; column >= 0 {
		return column, why
	}
	return b.gun, why
}

// passing reads the cell of a point as an instant; last is the latest of those of
// the points before it, or the gun.
func (b *timeReader) passing(cell string, point int, gun, last race.Instant) (race.Instant, error) {
	column := b.points[point]
	if at, ok := spelling.Moment(cell); ok && b.options.timeOfDay {
		return race.Instant(at.Sub(race.Midnight(b.edition.Date, b.edition.Zone)).Milliseconds()), nil
	}
	if parts, clock, ok := spelling.Stamp(cell); ok && b.options.timeOfDay {
		return b.dated(parts, clock, last)
	}
	clock, err := spelling.ParseTime(cell, b.formats[column])
	if err != nil {
		return race.Unseen, err
	}
	if f := b.formats[column]; !b.options.timeOfDay || f != spelling.AsClock && f != spelling.AsFraction {
		return gun.After(clock), nil
	}
	if clock < 0 || clock >= 2*race.Day {
		return race.Unseen, fmt.Errorf("not a time of day")
	}
	if point == b.race.Start() {
		return b.race.Wall.Start(gun, clock), nil
	}
	return b.race.Wall.Pass(gun, last, clock), nil
}

// netTime reads the net time. Where the file has a column of the start, the two
// are compared.
func (b *timeReader) netTime(timing *race.Timing, row *timeRow, r *table.Record) (column int, why string) {
	cell := b.seen(row.Net, true)
	if cell == "" || b.instead(timing, cell) {
		return 0, ""
	}
	b.filled[b.net] = true
	net, err := spelling.ParseTime(cell, b.formats[b.net])
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

// startDecides compares a net time with the start and drops it: where the start
// has a column of its own, the start decides (R2).
func (b *timeReader) startDecides(timing *race.Timing, r *table.Record) {
	start, finish := b.race.Start(), b.race.Finish()
	net := timing.Net
	timing.Net, timing.Started = race.NoTime, false
	switch own := timing.At[finish].Since(timing.At[start]); {
	case timing.At[start] == race.Unseen:
		b.table.Warn(r, b.net, "net_disagrees", "without a start there is no net time", "net time %s given but no start recorded", net)
	case timing.At[finish] == race.Unseen:
		timing.At[finish] = timing.At[start].After(net)
	case abs(own.Official()-net.Official()) > 1000:
		b.table.Warn(r, b.net, "net_disagrees", "the start decides", "the net time %s is not the %s from start to finish", net, own)
	}
}

func abs(c race.Clock) race.Clock { return max(c, -c) }

// clocked are the columns of a table that hold times.
func clocked(gun, net int, points []int) []int {
	var columns []int
	for _, c := range append([]int{gun, net}, points...) {
		if c >= 0 {
			columns = append(columns, c)
		}
	}
	return columns
}
