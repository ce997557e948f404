package chipreads

import (
	"bytes"
	"fmt"
	"slices"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// somewhere stands for the mat of a torn line that no longer says its reader.
const somewhere = -1

// spot is an entry at a mat.
type spot struct {
	entry int32
	mat   int16
}

// torn notes whose line cannot be read, and at which mat, whether the line, the
// file's name or "*" says the reader.
func (c *collector) torn(r *vendors.Read) {
	c.glued(r)
	if len(r.Chip) == 0 && len(r.Bib) == 0 {
		return
	}
	owner, known := c.owner(r, nil)
	if !known || owner.entry == elsewhere || len(c.spoilt) >= mostStrays {
		return
	}
	mat := somewhere
	if s := c.standing(string(r.Place), string(r.Reader), string(r.Part)); s >= 0 {
		mat = c.readerOf(r).mat
	} else if c.source.named() {
		if points := c.pointNamed(string(r.Place)); points != nil {
			mat = c.matOf(c.source, points)
		}
	}
	c.spoilt[spot{owner.entry, int16(mat)}] = readPlace{int32(c.line), uint16(c.current)}
}

// underReview sets a runner aside where a line of a point could not be read and
// no other line gives a time there.
func (c *collector) underReview() {
	var keys []spot
	for k := range c.spoilt {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b spot) int {
		if a.entry != b.entry {
			return int(a.entry - b.entry)
		}
		return int(a.mat - b.mat)
	})
	for _, k := range keys {
		e, at := c.race.Entries[k.entry], c.spoilt[k]
		points := c.timed
		if k.mat >= 0 {
			points = c.mats[k.mat].points
		}
		missing := slices.IndexFunc(points, func(p int) bool { return e.Timing == nil || !e.Timing.SetAside && e.Timing.At[p] == race.Unseen })
		if c.race.OfLaps() {
			points, missing = c.lapMissing(e.Timing)
		}
		if missing < 0 {
			continue
		}
		from := race.Position{Path: c.files[at.file], Line: int(at.line)}
		problem.Place{Path: from.Path, Line: from.Line, Column: 1}.Report(c.tables.Found, c.stops(), "row_set_aside",
			fmt.Sprintf("bib %q has no other read at %s", e.Bib, c.race.Points[points[missing]].ID), "the runner is shown as under review; no other runner is affected")
		e.Timing = &race.Timing{At: slices.Repeat([]race.Instant{race.Unseen}, len(c.race.Points)), Net: race.NoTime, SetAside: true, From: from}
	}
}

// shape is how the lines of a file are built: how many times the sign that parts
// them comes in each, and how long what stands behind the last sign is.
type shape struct {
	sign  byte // 0 where the lines are built in several ways
	signs int
	last  int // -1 where that varies

	ascends       bool // its times of day go by, but for midnights
	ascendsByChip bool // those of each chip do
}

// oddShape is why a line cannot be used that reads well and is built in another
// way than nearly all others: it is torn in the middle of its time, or the next one
// stands behind what is left of it.
const oddShape = "the line is built in another way than the others: it may be torn"

// How many of a hundred lines must have as many signs, and as long a last part, for
// the others to be odd. Decimals whose last zeros are left out make one in ten shorter.
const (
	alikeSigns = 90
	alikeLasts = 95
)

// mostNights is how many midnights the beginning of a file that is written as time
// goes by can have; one that goes from chip to chip has more.
const mostNights = 2

// shapeSigns are the signs that part the columns of a line.
var shapeSigns = []byte(",;\t~| ")

// shapes counts how the lines of a file are built that say a read.
type shapes struct {
	lines   int
	signs   [6]map[int]int // by sign: how many lines have it how often
	lasts   map[int]int
	objects map[int]int // by braces that open

	at, falls, nights int64            // the time of day of the last; how many are before the one before, by less than half a day and by more
	last              map[string]int64 // by chip
	fallsByChip       int64
}

// add counts a line with a read at a time of day.
func (s *shapes) add(line []byte, r *vendors.Read) {
	switch fall := s.at - r.At; {
	case fall > dayLength/2:
		s.nights++
	case fall > 0:
		s.falls++
	}
	if s.last == nil {
		s.last = map[string]int64{}
	}
	if fall := s.last[string(r.Chip)] - r.At; fall > 0 && fall < dayLength/2 {
		s.fallsByChip++
	}
	s.at, s.last[string(r.Chip)] = r.At, r.At
	if s.lasts == nil {
		s.lasts, s.objects = map[int]int{}, map[int]int{}
		for i := range s.signs {
			s.signs[i] = map[int]int{}
		}
	}
	line = bytes.TrimSpace(line)
	s.lines++
	s.lasts[lastPart(line)]++
	s.objects[bytes.Count(line, []byte{'{'})]++
	for i := range s.signs {
		s.signs[i][bytes.Count(line, shapeSigns[i:i+1])]++
	}
}

// shape is how nearly all lines are built, where they are.
func (s *shapes) shape() shape {
	const least = 10
	best := shape{last: -1, ascends: 20*s.falls <= int64(s.lines) && s.nights <= mostNights, ascendsByChip: 20*s.fallsByChip <= int64(s.lines)}
	if s.lines < least {
		return best
	}
	for i, counts := range s.signs {
		for n, alike := range counts {
			if n > best.signs && 100*alike >= alikeSigns*s.lines {
				best.sign, best.signs = shapeSigns[i], n
			}
		}
	}
	for n, alike := range s.lasts {
		if 100*alike >= alikeLasts*s.lines {
			best.last = n
		}
	}
	return best
}

// braces is how objects of JSON are built: the rest of one may hold the next.
func (s *shapes) braces() shape {
	for n, alike := range s.objects {
		if 100*alike >= alikeSigns*s.lines && s.lines > 2 {
			return shape{sign: '{', signs: n, last: -1}
		}
	}
	return shape{last: -1}
}

// odd reports whether a line is built in another way than the lines of its file.
// Numbers of many digits at the end may be those of a clock, which grow by a digit.
func (s shape) odd(line []byte) bool {
	switch {
	case s.sign == '{':
		return bytes.Count(line, []byte{'{'}) > s.signs
	case s.sign == 0, bytes.IndexByte(line, '"') >= 0:
		return false
	}
	line = bytes.TrimSpace(line)
	if bytes.Count(line, []byte{s.sign}) != s.signs {
		return true
	}
	n := lastPart(line)
	return n < s.last && s.last < 7
}

// lastPart is how many letters and digits stand at the end of a line.
func lastPart(line []byte) int {
	n := len(line)
	for n > 0 && (line[n-1] >= '0' && line[n-1] <= '9' || line[n-1]|0x20 >= 'a' && line[n-1]|0x20 <= 'z' || line[n-1] >= 0x80) {
		n--
	}
	return len(line) - n
}

// cutShort is why the last line of a file cannot be used that has neither a line
// end nor all that the other lines have: its time or its reader may be cut.
const cutShort = "the last line of the file is cut short"

// shorter reports whether a line has less than the lines at the beginning of its
// file: fewer signs between its parts than nine of ten of them, or all but one, or as many and a
// shorter last part than that which nine of ten have.
func (c *collector) shorter(line []byte) bool {
	signs, last := build(line)
	lines, asMany, fewer, lengths := 0, 0, 0, map[int]int{}
	for rest := c.head; ; {
		n := bytes.IndexAny(rest, "\r\n")
		if n < 0 { // this may be the line itself
			break
		}
		other := bytes.TrimSpace(rest[:n])
		rest = rest[n+1:]
		if !bytes.ContainsAny(other, "0123456789") {
			continue
		}
		lines++
		switch s, l := build(other); {
		case s == signs:
			asMany++
			lengths[l]++
		case s < signs:
			fewer++
		}
	}
	if lines > 2 && asMany+fewer <= max(1, lines/10) {
		return true
	}
	for l, n := range lengths {
		if last < l && 10*n >= 9*asMany && asMany > 2 {
			return true
		}
	}
	return false
}

// build is how a line is built: how many signs are between its parts, and how long
// the last part is.
func build(line []byte) (signs, last int) {
	for _, b := range line {
		if b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80 {
			last++
		} else {
			signs++
			last = 0
		}
	}
	return signs, last
}

// nowhere notes a read of which nothing says where it was taken, where other lines
// of the file say it: it is no proof that its runner was not there.
func (c *collector) nowhere(r *vendors.Read) {
	if c.readersNamed && len(r.Place)+len(r.Reader)+len(r.Part) == 0 {
		c.torn(r)
	}
}

// glued notes the owners of all other chips in a line that cannot be read: where
// one line is torn, the next may stand right behind what is left of it.
func (c *collector) glued(r *vendors.Read) {
	for rest := c.text; len(rest) > 0; {
		n := bytes.IndexFunc(rest, func(l rune) bool { return !(l >= '0' && l <= '9' || l|0x20 >= 'a' && l|0x20 <= 'z') })
		if n < 0 {
			n = len(rest)
		}
		token := rest[:n]
		rest = rest[min(n+1, len(rest)):]
		if len(token) < 2 || bytes.Equal(token, r.Chip) {
			continue
		}
		for skip := 0; skip <= 3 && skip+2 <= len(token); skip++ { // behind the digits of a torn time
			if skip > 0 && (token[skip-1] < '0' || token[skip-1] > '9') {
				break
			}
			c.scratch = foldBytes(c.scratch[:0], token[skip:])
			if o, ok := c.chips[string(c.scratch)]; ok && (skip == 0 && len(token) > 4 || token[skip] > '9') {
				if o.entry != elsewhere && len(c.spoilt) < mostStrays {
					c.spoilt[spot{o.entry, somewhere}] = readPlace{int32(c.line), uint16(c.current)}
				}
				break
			}
		}
	}
}
