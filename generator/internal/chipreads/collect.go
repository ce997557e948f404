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

	chips     map[string]chipOwner
	chipFiles map[string]bool
	chipped   []uint8 // by entry: how many chips are named for it, eight for more
	guns      []int32
	first     int32 // the earliest gun where runners have guns of their own: some start with a wave before theirs

	mats  []mat
	cells []cell // by entry, then mat
	runs  []run

	list    []Source
	source  *Source // being read
	parser  vendors.Parser
	path    string
	text    []byte // the line
	line    int
	files   []string
	current int // the file's index
	good    int // reads of the file that could be parsed
	faults  []problem.Problem
	more    int // faults of the file that are not listed
	byName  map[string]*reader
	scratch []byte
	listed  *table.File // what the file was taken for, nil where nobody asks

	readers []*reader
	rest    *reader // all that are too many to name
	strays  map[string]*stray
	order   []string // of strays
	unnamed int      // reads of chips too many to keep
	others  int      // reads of chips that run another race
	spoilt  map[int32]readPlace

	passes     [][]passage // of one entry by mat
	candidates [][]candidate
}

// A mat is one or more readers that stand at the same points and are read in
// the same way.
type mat struct {
	points      []int
	window, gap int32
	picks       map[int]Pick
	earliest    int32 // after the gun
	skipped     int   // chips whose first passing does not count, for an earlier point came after it
	skippedBib  string
	short       int // chips that passed a mat of several points less often than that
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
	mostSamples = 256 // entries by which a reader's clock is judged
)

// earliestStart is how long before the gun a read at the start can be its
// runner's start. Earlier reads are of people who wait there.
const earliestStart = 10 * 60_000

func newCollector(in Input, sources []Source) *collector {
	e, rc, list := in.Edition, in.Race, slices.Clone(sources)
	c := &collector{tables: in.Tables, edition: e, race: rc, index: in.Bibs, join: in.Join, list: list, chips: map[string]chipOwner{}, chipFiles: map[string]bool{}, chipped: make([]uint8, len(rc.Entries)),
		strays: map[string]*stray{}, spoilt: map[int32]readPlace{}, runs: make([]run, 1, len(rc.Entries)+1)}
	if !e.Date.IsZero() {
		c.day = vendors.DayNumber(e.Date)
		c.midnight = race.Midnight(e.Date, e.Zone).UnixMilli()
	}
	c.guns, c.first = make([]int32, len(rc.Entries)), math.MaxInt32
	for i, entry := range rc.Entries {
		c.guns[i] = int32(rc.GunFor(entry, rc.DivisionOf(entry)))
		if rc.Staggered() {
			c.first = min(c.first, c.guns[i])
		}
	}
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
			for point := range rc.Points {
				c.matOf(s, []int{point})
			}
		}
	}
	c.cells = make([]cell, len(rc.Entries)*len(c.mats))
	c.passes = make([][]passage, len(c.mats))
	c.candidates = make([][]candidate, len(rc.Points))
	c.entryChips()
	return c
}

// matOf returns the mat at some points whose reads a source gathers as this one
// does; it adds one where there is none.
func (c *collector) matOf(s *Source, points []int) int {
	m := mat{points: points, window: int32(s.Window), gap: int32(s.Gap), picks: s.Picks}
	i := slices.IndexFunc(c.mats, func(o mat) bool {
		return slices.Equal(o.points, m.points) && o.window == m.window && o.gap == m.gap && !slices.ContainsFunc(points, func(p int) bool { return o.picks[p] != m.picks[p] })
	})
	if i >= 0 {
		return i
	}
	m.earliest = -earliestStart
	if points[0] != c.race.Start() {
		m.earliest = soonest(c.race.Points[points[0]].At)
	}
	c.mats = append(c.mats, m)
	return len(c.mats) - 1
}

// soonest is how long after the gun nobody can have covered a distance yet: no
// runner and no wheelchair averages 60 km/h.
func soonest(d race.Distance) int32 { return int32(int64(d) * 60_000 / int64(race.Kilometre)) }

// open begins a file.
func (c *collector) open(name string) {
	c.parser = vendors.NewParser(c.source.Format, vendors.File{Path: name, Zone: c.edition.Zone, Columns: c.source.Columns, Separator: c.source.Separator, Found: c.tables.Found})
	c.path, c.line, c.good, c.more = name, 0, 0, 0
	c.faults = c.faults[:0]
	c.byName = map[string]*reader{}
	c.current = min(len(c.files), math.MaxUint16)
	c.files = append(c.files, name)
	c.listed = c.tables.Intake.Add(&table.File{Path: c.path, Edition: c.edition.ID, Race: c.race.ID, Kind: "reads", Format: c.source.Format})
}

// close ends a file and reports which of its lines could not be read.
func (c *collector) close() {
	c.listed.CountLines(c.good)
	switch {
	case len(c.faults)+c.more >= 10 && c.good == 0:
		f := c.faults[0]
		problem.WholeFile(c.path).Report(c.tables.Found, problem.Error, "wrong_format", "no line of the file can be read as "+c.source.Format+": line "+strconv.Itoa(f.Line)+": "+f.Text,
			"declare its format")
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
	c.listed.KeepLine(c.line, 1+utf8.RuneCount(c.text[:min(offset, len(c.text))]), why, c.text)
	if len(c.faults) == mostFaults {
		c.more++
		return
	}
	column := 1
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
	owner, known := c.owner(r)
	entry := owner.entry
	if r.Why != "" {
		c.setLineAside(r.Offset, r.Why)
		if known && entry != elsewhere && (len(r.Place) > 0 || len(r.Reader) > 0 || len(r.Part) > 0) {
			if rd := c.readerOf(r); rd != nil && rd.mat >= 0 && len(c.spoilt) < mostStrays {
				c.spoilt[entry*int32(len(c.mats))+int32(rd.mat)] = readPlace{int32(c.line), uint16(c.current)}
			}
		}
		return
	}
	c.good++
	if r.Gun && !known {
		return
	}
	rd := c.readerOf(r)
	rd.reads++
	if rd.mat < 0 {
		return
	}
	at, ok := c.instant(r, rd)
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
		c.hear(owner, rd, at, r.Strength)
	}
}

// instant places a read on the race day; ok is false where it is of another day.
// A time of day more than half a day before the gun is the next day's. In the
// hour that comes twice it is the first reading.
func (c *collector) instant(r *vendors.Read, rd *reader) (int32, bool) {
	at := r.At + int64(rd.offset)
	switch {
	case r.UTC && c.day != 0:
		at += int64(r.Day)*dayLength - c.midnight
	case r.Dated && c.day != 0:
		at = c.byWall(at + int64(r.Day-c.day)*dayLength)
	default:
		shown := at
		for at = c.byWall(shown); at < int64(c.race.Gun)-dayLength/2; at = c.byWall(shown) {
			shown += dayLength
		}
	}
	if at < int64(c.race.Gun)-dayLength || at > int64(c.race.Gun)+7*dayLength {
		return 0, false
	}
	return int32(at), true
}

// byWall is the first instant at which the wall clock shows a time.
func (c *collector) byWall(shown int64) int64 {
	at, _ := c.race.Wall.First(race.Clock(shown))
	return int64(at)
}

// hear adds a read of an entry to its passings at the reader's mat.
func (c *collector) hear(owner chipOwner, rd *reader, at int32, strength int16) {
	entry := owner.entry
	if h, ok := rd.heard[entry]; ok {
		if at < h.first || at > h.last {
			rd.heard[entry] = heard{min(at, h.first), max(at, h.last)}
		}
	} else if len(rd.heard) < mostSamples {
		rd.heard[entry] = heard{at, at}
	}
	m := &c.mats[rd.mat]
	since := at - min(c.guns[entry], c.first)
	switch {
	case since < m.earliest || since <= 0 && m.points[0] != c.race.Start():
		if since <= 0 {
			rd.beforeGun++
		} else {
			rd.tooSoon++
		}
		return
	}
	cell := &c.cells[int(entry)*len(c.mats)+rd.mat]
	before, i := int32(0), cell.head
	for i != 0 && c.runs[i].last+m.window < at {
		before, i = i, c.runs[i].next
	}
	if i == 0 || at < c.runs[i].first-m.window {
		if cell.passings >= mostRuns {
			return
		}
		cell.passings++
		n := int32(len(c.runs))
		c.runs = append(c.runs, run{first: at, last: at, best: at, next: i, reads: 1, line: int32(c.line), file: uint16(c.current), strength: strength, chips: owner.chip})
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
		if o.strength > x.strength {
			x.best, x.strength = o.best, o.strength
		}
		x.next = o.next
		cell.passings--
	}
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
		c.strays[key] = s
		c.order = append(c.order, key)
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
	return problem.Place{Path: c.path, Line: c.line, Column: 1 + utf8.RuneCount(c.text[:offset])}
}

const dayLength = int64(race.Day)
