package chipreads

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// collector gathers the reads of one race. It keeps the passings of each entry at
// each mat, and counts of everything else, but no single reads.
type collector struct {
	tables   *table.Reader
	edition  *race.Edition
	race     *race.Race
	index    map[string]int // of entries, by folded bib
	join     func(e *race.Entry, t *race.Timing, level problem.Level)
	counts   Counts
	day      int   // of the race, since 1970; 0 where it is not known
	midnight int64 // when the race day begins, in milliseconds since 1970
	until    int64 // when the last runner can still be on the course
	byClock  bool  // some of the reads are by the wall clock, without a zone

	chips     map[string]chipOwner
	chipFiles map[string]bool
	chipped   []uint8 // by entry: how many chips are named for it, eight for more
	guns      []int32
	first     int32 // the earliest gun where runners have guns of their own: some start with a wave before theirs

	plainly    map[string]chipOwner // by plain spelling
	radixes    map[string]radix     // by sampledKey, where not as the list
	otherChips map[string]bool      // of other races of the edition, by plain spelling
	otherBibs  []map[string]int

	mats  []mat
	cells []cell // by entry, then mat
	runs  []run

	list    []Source
	source  *Source // being read
	parser  vendors.Parser
	path    string
	format  string // of the file: as declared, or as it was found out
	head    []byte // its beginning, where it may say what wrote it; nil once reads were read
	text    []byte // the line
	line    int
	lead    int // characters before the record on the line
	files   []string
	current int            // the file's index
	ranks   map[string]int // of files, where they are not read one after the other
	good    int            // reads of the file that could be parsed
	faults  []problem.Problem
	more    int // faults of the file that are not listed
	byName  map[string]*reader
	scratch []byte
	listed  *table.File // what the file was taken for, nil where nobody asks

	epochs    epochs // of the file
	heardGuns []heardGun
	otherGuns []race.Instant

	readers      []*reader
	rest         *reader // all that are too many to name
	strays       map[string]*stray
	zeros        zeros
	order        []string // of strays
	unnamed      int      // reads of chips too many to keep
	others       int      // reads of chips that run another race
	spoilt       map[spot]readPlace
	shape        shape            // of the file's lines
	shapes       map[string]shape // by file
	rolled       rolled
	lastRead     []int32 // by entry: of the file, in a race of laps whose file goes from chip to chip; else nil
	cut          bool    // the line is the last of its file and was cut short
	readersNamed bool    // a line of the file says its reader

	passes     [][]passage // of one entry by mat
	candidates [][]candidate
	find       search
	second     []candidate
	doubt      doubt
	lapDoubts  []lapDoubt
	usualLap   int32 // how long a lap takes; 0 where that is not known

	speeds      []uint8         // by entry: onFoot or onWheels
	timed       []int           // the points at which some reader stands
	soonests    [speeds][]int32 // by speed: from point to point, how long anybody takes at the least
	startsUntil int32           // after their gun: when all but a few of the field had started; 0 where it is not known
}

// A mat is one or more readers that stand at the same points and are read in
// the same way.
type mat struct {
	points     []int
	window     int32
	gap        [speeds]int32
	derived    bool // the gap follows from the distance
	picks      map[int]Pick
	earliest   int32 // after the gun
	skipped    int   // chips whose first passing does not count, for an earlier point came after it
	skippedBib string
	short      int  // chips that passed a mat of several points less often than that
	off        bool // the clock of one of its readers is wrong
	spoilt     int  // chips whose reads contradict each other for that
}

// A cell is what one entry's chip did at one mat.
type cell struct {
	head, passings int32 // the first of its runs, 0 for none; and how many
}

// A run is one passing: reads no further apart than the window. Times are
// milliseconds of the race day; 32 bits hold three weeks.
type run struct {
	first, last, best int32
	next              int32 // in c.runs, 0 at the end
	reads             int32
	line              int32 // of the first read
	file              uint16
	strength          int16 // of the best
	chips             uint8 // which of the entry's chips were read, a bit each
	undated           bool  // no line of it has a date
}

// readPlace is where a read stands.
type readPlace struct {
	line int32
	file uint16
}

// stray is a chip that nobody has.
type stray struct {
	at          problem.Place
	name        string
	bib         bool
	claimed     string // the bib that the reader writes beside it, of an entry with other chips
	reads       int
	from, until int32
	reader      *reader
	passed      []int32 // its first read at each point, nil before any
}

// The bounds of what is remembered. Passings of one chip at one mat, readers
// and unknown chips beyond these are counted, not kept.
const (
	mostRuns    = 512
	mostReaders = 1000
	mostStrays  = 20_000
	mostFaults  = 200 // lines of one file
	mostSamples = 512 // entries by which a reader's clock is judged
)

// earliestStart is how long before the gun a read at the start can be its
// runner's start. Earlier reads are of people who wait there.
const earliestStart = 10 * 60_000

func newCollector(in Input, sources []Source) *collector {
	e, rc, list := in.Edition, in.Race, slices.Clone(sources)
	c := &collector{tables: in.Tables, edition: e, race: rc, index: in.Bibs, join: in.Join, otherGuns: in.Guns, list: list, chips: map[string]chipOwner{}, chipFiles: map[string]bool{}, chipped: make([]uint8, len(rc.Entries)),
		strays: map[string]*stray{}, spoilt: map[spot]readPlace{}, runs: make([]run, 1, len(rc.Entries)+1)}
	if !e.Date.IsZero() {
		c.day = vendors.DayNumber(e.Date)
		c.midnight = race.Midnight(e.Date, e.Zone).UnixMilli()
	}
	c.guns, c.first = make([]int32, len(rc.Entries)), math.MaxInt32
	c.until = raceUntil(e, rc)
	c.guns = make([]int32, len(rc.Entries))
	for i, entry := range rc.Entries {
		c.guns[i] = int32(rc.GunFor(entry, rc.DivisionOf(entry)))
		if rc.Staggered() {
			c.first = min(c.first, c.guns[i])
		}
	}
	c.speedsOf()
	for i := range list {
		s := &list[i]
		s.Stations, s.Offsets = slices.Clone(s.Stations), slices.Clone(s.Offsets)
		for j := range s.Offsets {
			s.Offsets[j].key = FoldName(s.Offsets[j].Name)
		}
		for j := range s.Stations {
			s.Stations[j].key = FoldName(s.Stations[j].Name)
			s.Stations[j].mat = c.matOf(s, s.Stations[j].Points)
		}
		if s.named() {
			for _, points := range c.stands() {
				c.matOf(s, points)
			}
		}
	}
	c.cells = make([]cell, len(rc.Entries)*len(c.mats))
	c.passes = make([][]passage, len(c.mats))
	c.candidates = make([][]candidate, len(rc.Points))
	c.entryChips()
	c.radixes, c.shapes = map[string]radix{}, map[string]shape{}
	c.othersOf(in.Others)
	return c
}

// matOf returns the mat at some points whose reads a source gathers as this one
// does; it adds one where there is none.
func (c *collector) matOf(s *Source, points []int) int {
	m := mat{points: points, window: int32(s.Window), gap: [speeds]int32{int32(s.Gap), int32(s.Gap)}, derived: s.Gap == 0, picks: s.Picks}
	if m.derived {
		for speed := range m.gap {
			m.gap[speed] = c.gapOf(points, speed)
			m.window = min(m.window, max(m.gap[speed]/2, 1))
			m.gap[speed] = max(m.gap[speed], m.window)
		}
	}
	i := slices.IndexFunc(c.mats, func(o mat) bool {
		return slices.Equal(o.points, m.points) && o.window == m.window && o.gap == m.gap && !slices.ContainsFunc(points, func(p int) bool { return o.picks[p] != m.picks[p] })
	})
	if i >= 0 {
		return i
	}
	m.earliest = -earliestStart
	if points[0] != c.race.Start() && !c.race.OfLaps() {
		m.earliest = soonest(c.race.Points[points[0]].At, onWheels)
	}
	c.mats = append(c.mats, m)
	return len(c.mats) - 1
}

// begin passes over the lines that say nothing, finds out what wrote a file where
// that is asked for, and returns its parser; nil where nobody knows it.
func (c *collector) begin(l *lines, name string, found *problem.List) vendors.Parser {
	s := c.source
	for range s.Skip {
		if _, _, _, err := l.next(); err != nil && err != errTooLong {
			break
		}
	}
	head, _ := l.r.Peek(longestLine)
	of := vendors.File{Path: name, Zone: c.edition.Zone, Day: c.day, Wall: s.Wall, Head: bytes.Clone(head), Columns: s.Columns, Separator: s.Separator, Order: s.Order, SinceGun: s.SinceGun, Found: found}
	if finish := c.race.Finish(); !s.TimeOfDay && c.race.Points[finish].Cutoff.Set && !c.race.Points[finish].Cutoff.Unknown {
		of.Gun, of.Close = int64(c.race.Wall.Shows(c.race.Gun)), int64(c.race.Wall.Shows(c.race.Points[finish].Cutoff.At))
	}
	c.format, c.head = s.Format, of.Head
	if s.Format == vendors.Auto {
		c.format = vendors.Detect(of)
	}
	l.as = vendors.EndsOf(c.format)
	return vendors.NewParser(c.format, of)
}

// open begins a file; false where nobody knows what wrote it.
func (c *collector) open(name string, parser vendors.Parser) bool {
	c.parser = parser
	c.path, c.line, c.lead, c.good, c.more = name, 0, 0, 0, 0
	c.faults, c.epochs = c.faults[:0], epochs{}
	c.cut, c.readersNamed = false, false
	c.shape, c.rolled, c.lastRead = c.shapes[name], rolled{}, nil
	if c.race.OfLaps() && !c.shape.ascends && c.shape.ascendsByChip {
		c.lastRead = slices.Repeat([]int32{nowhere}, len(c.race.Entries))
	}
	c.byName = map[string]*reader{}
	c.current = min(len(c.files), math.MaxUint16)
	c.files = append(c.files, name)
	c.listed = c.tables.Intake.Add(&table.File{Path: c.path, Edition: c.edition.ID, Race: c.race.ID, Kind: "reads", Format: c.format, FormatFound: c.source.Format == vendors.Auto})
	if parser == nil && len(c.head) > 0 {
		problem.WholeFile(name).Report(c.tables.Found, problem.Error, "wrong_format", "nothing is known that writes such a file", "say what its columns are: format: generic, columns: {\"1\": chip, \"2\": time, \"3\": reader}")
	} else if parser == nil {
		c.close() // it is empty, which is said
	}
	return parser != nil
}

// close ends a file and reports which of its lines could not be read.
func (c *collector) close() {
	c.listed.CountLines(c.good)
	c.epochReport()
	switch {
	case len(c.faults) > 0 && c.good == 0 && c.looksLike() != "":
		problem.WholeFile(c.path).Report(c.tables.Found, problem.Error, "wrong_format", "no line of the file can be read as "+c.format+"; it looks like "+c.looksLike(), "format: "+c.looksLike())
		return
	case len(c.faults)+c.more >= 10 && c.good == 0:
		f := c.faults[0]
		problem.WholeFile(c.path).Report(c.tables.Found, problem.Error, "wrong_format", "no line of the file can be read as "+c.format+": line "+strconv.Itoa(f.Line)+": "+f.Text,
			"declare its format, or format: auto to have it found out")
		return
	case c.line == 0:
		problem.WholeFile(c.path).Report(c.tables.Found, problem.Warning, "empty_file", "the file is empty", "")
	}
	c.source.spoke = c.source.spoke || c.line > 0
	for _, f := range c.faults {
		c.tables.Found.Add(f)
	}
	if c.more > 0 {
		problem.WholeFile(c.path).Report(c.tables.Found, c.level(), "row_set_aside", problem.Quantity(c.more, "line more of the file is", "lines more of the file are")+" ignored", "")
	}
}

// looksLike returns the format that the file has by its beginning; "" where it is
// the one it was read by, or none that is known.
func (c *collector) looksLike() string {
	name := vendors.Detect(vendors.File{Path: c.path, Zone: c.edition.Zone, Day: c.day, Head: c.head})
	if name == c.format || name == vendors.Generic {
		return ""
	}
	return name
}

// level is how bad a line that cannot be read is.
func (c *collector) level() problem.Level {
	if c.source.Stop {
		return problem.Error
	}
	return problem.Warning
}

// setLineAside sets the line aside for a reason; the offset is that of what is
// wrong.
func (c *collector) setLineAside(offset int, why string) {
	c.listed.KeepLine(c.line, 1+c.lead+utf8.RuneCount(c.text[:min(offset, len(c.text))]), why, c.text)
	if len(c.faults) == mostFaults {
		c.more++
		return
	}
	column := 1 + c.lead
	if offset <= len(c.text) {
		column += utf8.RuneCount(c.text[:offset])
	}
	quote := ""
	if len(c.text) > 0 && why != errTooLong.Error() {
		quote = ": " + quoted(string(c.text[:min(len(c.text), 80)]))
	}
	c.faults = append(c.faults, problem.Problem{Path: c.path, Line: c.line, Column: column, Level: c.level(), Code: "row_set_aside", Text: why + quote,
		Hint: "the line is ignored; all others are used"})
}

// quoted puts a text of the input in quotes.
func quoted(s string) string { return strconv.Quote(strings.ToValidUTF8(s, "\uFFFD")) }

// addRead adds one read.
func (c *collector) addRead(r *vendors.Read) {
	c.counts.Reads++
	switch {
	case r.Why != "":
	case c.cut:
		r.Why, r.Offset = cutShort, 0
	case c.shape.odd(c.text):
		r.Why, r.Offset = oddShape, 0
	}
	if r.Why != "" {
		c.setLineAside(r.Offset, r.Why)
		c.torn(r)
		return
	}
	c.good++
	if r.Gun || len(r.Bib) == 0 && vendors.Zeros(r.Chip) {
		if _, known := c.owner(r, nil); !known {
			c.gun(r)
			return
		}
	}
	rd := c.readerOf(r)
	owner, known := c.owner(r, rd)
	entry := owner.entry
	rd.reads++
	if rd.mat < 0 {
		c.nowhere(r)
		return
	}
	c.readersNamed = c.readersNamed || len(r.Place)+len(r.Reader)+len(r.Part) > 0
	gun := int32(c.race.Gun)
	if known && entry != elsewhere {
		gun = c.guns[entry]
	}
	at, ok := c.instant(r, rd, gun)
	if !known {
		c.stray(r, rd, at, ok)
		return
	}
	switch {
	case entry == elsewhere:
		c.others++
	case !ok:
		rd.otherDay++
	default:
		c.countEpoch(r, at)
		c.hear(owner, rd, at, r)
	}
}

// instant places a read on the race day; ok is false where it is of another day.
func (c *collector) instant(r *vendors.Read, rd *reader, gun int32) (int32, bool) {
	at := r.At + int64(rd.offset)
	c.byClock = c.byClock || !r.UTC
	switch m := &c.mats[rd.mat]; {
	case r.UTC && c.day != 0:
		at += int64(r.Day)*dayLength - c.midnight
	case r.SinceGun:
		at += int64(c.race.Gun)
	case r.Dated && c.day != 0:
		at, _ = c.byWall(at+int64(r.Day-c.day)*dayLength, m, gun)
	case c.race.OfLaps() && c.shape.ascends:
		at, _ = c.byWall(c.rolled.day(at, int64(c.race.Wall.Shows(c.race.Gun))), m, gun)
	default:
		shown, twice := at, false
		if at, twice = c.byWall(shown, m, gun); !twice || at <= int64(gun) {
			at, _ = c.byWall(c.dayOf(shown, m, int64(c.race.Wall.Shows(race.Instant(gun)))), m, gun)
		}
	}
	if at < int64(gun)-dayLength || at > int64(gun)+7*dayLength {
		return 0, false
	}
	return int32(at), true
}

// byWall is the instant at which the wall clock shows a time. Where it shows it
// twice (R50), that is the first one, but at the start the one that is nearer to
// the gun, and elsewhere none before anybody can be there; a later point of the course may still
// ask for the second.
func (c *collector) byWall(shown int64, m *mat, gun int32) (at int64, twice bool) {
	first, _ := c.race.Wall.First(race.Clock(shown))
	second := c.race.Wall.Second(first)
	if first == second {
		return int64(first), false
	}
	after := first.Since(race.Instant(gun))
	if m.points[0] == c.race.Start() && len(m.points) == 1 {
		if before := second.Since(race.Instant(gun)); max(before, -before) < max(after, -after) {
			return int64(second), true
		}
	} else if after <= 0 || after < race.Clock(m.earliest) {
		return int64(second), true
	}
	return int64(first), true
}

// dayOf gives a time of day its day. At the start that is the one on which it is
// nearest to the gun; at any other point a time at or before the gun is of the
// next day (R51), unless the race is over by then: somebody was there before it
// began.
func (c *collector) dayOf(at int64, m *mat, gun int64) int64 {
	if at %= dayLength; at < 0 {
		at += dayLength
	}
	if m.points[0] == c.race.Start() {
		if len(m.points) == 1 {
			for at < gun-dayLength/2 {
				at += dayLength
			}
			for at > gun+dayLength/2 {
				at -= dayLength
			}
			return at
		}
		if at-dayLength >= gun-earliestStart {
			return at - dayLength
		}
		if at > gun-earliestStart {
			return at
		}
	}
	if at > gun {
		return at
	}
	next := at
	for next <= gun {
		next += dayLength
	}
	if next > c.until {
		return at
	}
	return next
}

// raceUntil is when the last runner can still be on the course: some hours after
// the race's end, where that is known, else as long as a slow walk takes.
func raceUntil(e *race.Edition, rc *race.Race) int64 {
	const spare = 6 * 3_600_000
	end := race.Unseen
	if cutoff := rc.Points[rc.Finish()].Cutoff; cutoff.Set && !cutoff.Unknown {
		end = cutoff.At
	}
	if end = max(end, e.RaceEnd); rc.RaceEnd != 0 {
		end = rc.RaceEnd
	}
	if end != race.Unseen {
		return int64(end) + spare
	}
	return int64(rc.Gun) + max(dayLength/2, int64(rc.Points[rc.Finish()].At)*2_400_000/int64(race.Kilometre)) // 1.5 km/h
}

// hear adds a read of an entry to its passings at the reader's mat.
func (c *collector) hear(owner chipOwner, rd *reader, at int32, r *vendors.Read) {
	entry, strength, undated := owner.entry, r.Strength, !r.SinceGun && (c.day == 0 || !r.Dated && !r.UTC)
	rd.undated = rd.undated || undated
	rd.sample(int(entry), c.compared(rd, at, c.guns[entry], undated))
	m := &c.mats[rd.mat]
	since := at - min(c.guns[entry], c.first)
	switch {
	case undated && 0 < since && since < m.earliest && int64(at)+dayLength <= c.until: // of the next day, if an earlier point says so
	case since < m.earliest || since <= 0 && m.points[0] != c.race.Start():
		if since <= 0 {
			rd.beforeGun++
		} else {
			rd.tooSoon++
		}
		return
	}
	if undated && c.lastRead != nil {
		if last := c.lastRead[entry]; int64(last)-int64(at) > dayLength/2 {
			at += int32(dayLength)
		}
		c.lastRead[entry] = at
	}
	cell := &c.cells[int(entry)*len(c.mats)+rd.mat]
	before, i := int32(0), cell.head
	for i != 0 && c.runs[i].last+m.window < at {
		before, i = i, c.runs[i].next
	}
	if i == 0 || at < c.runs[i].first-m.window {
		if cell.passings >= c.mostRuns() {
			return
		}
		cell.passings++
		n := int32(len(c.runs))
		c.runs = append(c.runs, run{first: at, last: at, best: at, next: i, reads: 1, line: int32(c.line), file: uint16(c.current), strength: strength, chips: owner.chip, undated: undated})
		if before == 0 {
			cell.head = n
		} else {
			c.runs[before].next = n
		}
		return
	}
	x := &c.runs[i]
	x.reads++
	x.chips |= owner.chip
	x.undated = x.undated && undated
	if at < x.first {
		x.first, x.line, x.file = at, int32(c.line), uint16(c.current)
	}
	x.last = max(x.last, at)
	if strength > x.strength || strength == x.strength && at < x.best {
		x.best, x.strength = at, strength
	}
	for x.next != 0 && c.runs[x.next].first-m.window <= x.last {
		o := &c.runs[x.next]
		x.last, x.reads = max(x.last, o.last), x.reads+o.reads
		x.chips |= o.chips
		x.undated = x.undated && o.undated
		if o.strength > x.strength {
			x.best, x.strength = o.best, o.strength
		}
		x.next = o.next
		cell.passings--
	}
}

// mostRuns is how many passings of one chip at one mat are kept.
func (c *collector) mostRuns() int32 {
	if c.race.OfLaps() {
		return 4 * int32(len(c.race.Points))
	}
	return mostRuns
}

// stray counts a read of a chip that nobody has.
func (c *collector) stray(r *vendors.Read, rd *reader, at int32, today bool) {
	c.counts.Unknown++
	name, bib := r.Chip, false
	if len(name) == 0 {
		name, bib = r.Bib, true
	}
	c.scratch = foldBytes(c.scratch[:0], name)
	s := c.strays[string(c.scratch)]
	if s == nil {
		if len(c.strays) >= mostStrays {
			c.unnamed++
			return
		}
		s = &stray{at: c.here(name), name: string(bytes.ToValidUTF8(name, []byte("\uFFFD"))), bib: bib, from: at, until: at, reader: rd}
		key := string(c.scratch)
		if i, ok := c.index[string(foldBytes(nil, r.Bib))]; ok && !bib && len(r.Bib) > 0 {
			s.claimed = c.race.Entries[i].Bib
		}
		c.strays[key] = s
		c.order = append(c.order, key)
	}
	if c.ranks != nil && c.before(problem.Place{Path: c.path, Line: c.line}, s.at) {
		s.at = c.here(name)
	}
	s.reads++
	s.from, s.until = min(s.from, at), max(s.until, at)
	if m := &c.mats[rd.mat]; today && !bib && len(m.points) == 1 && at > int32(c.race.Gun)-earliestStart {
		if s.passed == nil {
			s.passed = slices.Repeat([]int32{nowhere}, len(c.race.Points))
		}
		if p := m.points[0]; s.passed[p] == nowhere || at < s.passed[p] {
			s.passed[p] = at
		}
	}
}

// here is the place of a part of the line.
func (c *collector) here(part []byte) problem.Place {
	offset := cap(c.text) - cap(part)
	if offset < 0 || offset > len(c.text) {
		offset = 0
	}
	return problem.Place{Path: c.path, Line: c.line, Column: 1 + c.lead + utf8.RuneCount(c.text[:offset])}
}

const dayLength = int64(race.Day)
