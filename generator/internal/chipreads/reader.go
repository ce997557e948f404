package chipreads

import (
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// reader is one reader of one source, or all the readers that one key of points
// names together.
type reader struct {
	name      string
	source    *Source
	mat       int           // -1 where points names none
	key       problem.Place // where points names it; zero where it does not
	place     problem.Place // its first read
	offset    int32
	radix     radix
	respelt   [respellings]int // reads whose chip is written in another way than in the list
	example   [respellings][2]string
	reads     int
	beforeGun int
	tooSoon   int
	otherDay  int
	undated   bool    // some of its lines have no date
	step      int     // every how manieth entry is a sample
	heard     []heard // when it heard the samples
}

// heard is when a reader first and last heard a chip; first is nowhere where it
// never did.
type heard struct{ first, last int32 }

// sample notes when a reader heard an entry, if that is one of the samples: every
// reader has the same ones, from the whole field.
func (rd *reader) sample(entry int, at int32) {
	if entry%rd.step != 0 {
		return
	}
	n := entry / rd.step
	for len(rd.heard) <= n {
		rd.heard = append(rd.heard, heard{nowhere, nowhere})
	}
	h := &rd.heard[n]
	if h.first == nowhere {
		h.first = at
	}
	h.first, h.last = min(h.first, at), max(h.last, at)
}

// readerOf returns the reader of a read.
func (c *collector) readerOf(r *vendors.Read) *reader {
	k := append(c.scratch[:0], r.Place...)
	k = append(append(k, 0), r.Reader...)
	k = append(append(k, 0), r.Part...)
	c.scratch = k
	if rd := c.byName[string(k)]; rd != nil {
		return rd
	}
	key := string(k)
	rd := c.newReader(r)
	if len(c.byName) < 10*mostReaders {
		c.byName[key] = rd
	}
	return rd
}

// namesOf returns the names, folded, by which an edition may mean a reader.
func (c *collector) namesOf(at, by, part string) []string {
	var names []string
	for _, n := range []string{join(at, by, part), join(at, part), join(by, part), join(at, by), at, by, part, path.Base(c.path), c.path, "*"} {
		if n != "" {
			names = append(names, FoldName(n))
		}
	}
	return names
}

// standing returns the station of the source that a reader is, or -1.
func (c *collector) standing(at, by, part string) int {
	for _, n := range c.namesOf(at, by, part) {
		if i := slices.IndexFunc(c.source.Stations, func(s Station) bool { return s.key == n }); i >= 0 {
			return i
		}
	}
	return -1
}

// newReader returns the reader that a name means: the one that a key of points
// names, else one of that name.
func (c *collector) newReader(r *vendors.Read) *reader {
	at, by, part := string(r.Place), string(r.Reader), string(r.Part)
	base := path.Base(c.path)
	names := c.namesOf(at, by, part)
	rd := &reader{source: c.source, mat: -1, place: problem.Place{Path: c.path, Line: c.line, Column: 1}, step: 1 + len(c.race.Entries)/mostSamples, radix: c.radixes[c.sampledKey(c.path, r)]}
	for _, n := range []string{at, by, part, base} {
		if rd.name == "" {
			rd.name = strings.ToValidUTF8(n, "\uFFFD")
		}
	}
	stands := c.standing(at, by, part)
	switch {
	case stands >= 0:
		s := c.source.Stations[stands]
		rd.mat, rd.key, rd.name = s.mat, s.At, s.Name
	case c.source.named():
		if points := c.pointNamed(at); points != nil {
			rd.mat = c.matOf(c.source, points)
		}
	case part != "" && slices.ContainsFunc(c.source.Stations, func(s Station) bool { return strings.HasPrefix(s.key, FoldName(rd.name)+"/") }):
		rd.name += "/" + part
	}
	for _, n := range names {
		if i := slices.IndexFunc(c.source.Offsets, func(o Offset) bool { return o.key == n }); i >= 0 {
			rd.offset = int32(c.source.Offsets[i].By)
			c.source.Offsets[i].used = true
			break
		}
	}
	same := slices.IndexFunc(c.readers, func(o *reader) bool {
		return o.source == rd.source && o.name == rd.name && o.mat == rd.mat && o.offset == rd.offset && o.radix == rd.radix
	})
	switch {
	case same >= 0:
		if c.before(rd.place, c.readers[same].place) {
			c.readers[same].place = rd.place
		}
		return c.readers[same]
	case rd.mat < 0 && len(c.readers) >= mostReaders:
		rd.name = "…" // one for all that are too many to name
		if c.rest == nil {
			c.rest = rd
			c.readers = append(c.readers, rd)
		}
		return c.rest
	}
	c.readers = append(c.readers, rd)
	return rd
}

// join puts the names of a reader and its parts together, with slashes between;
// "" where one of them is missing.
func join(names ...string) string {
	if slices.Contains(names, "") {
		return ""
	}
	return strings.Join(names, "/")
}

// pointNamed returns the points that a cell of the generic format means: one, or in
// a race of laps all that end one; nil for none.
func (c *collector) pointNamed(cell string) []int {
	folded := spelling.FoldHeader(cell)
	for _, points := range c.stands() {
		id := spelling.FoldHeader(c.race.Points[points[0]].ID)
		ends := c.race.OfLaps() && points[0] != c.race.Start()
		if ends {
			id = LapPoint
		}
		if id == folded || id == table.PointName(folded) || ends && table.PointName(folded) == c.race.Points[c.race.Finish()].ID {
			return points
		}
	}
	return nil
}

// stands are the points at which a reader can stand.
func (c *collector) stands() [][]int {
	if c.race.OfLaps() {
		return [][]int{{c.race.Start()}, Laps(c.race)}
	}
	var list [][]int
	for point := range c.race.Points {
		list = append(list, []int{point})
	}
	return list
}
