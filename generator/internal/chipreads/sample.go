package chipreads

import (
	"bytes"
	"strconv"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
)

// The bounds of what is read of each file before all of it is.
const (
	sampledReads = 2000 // of a file
	sampledChips = 500  // of a reader
)

// A sampled reader is what the first reads of its files say of how it writes the
// numbers of chips.
type sampled struct {
	chips map[string]bool
	hits  [respellings]int
	large int
}

// sampledKey is the name by which a reader is the same in all files of a source;
// one without a name is that of its file alone.
func (c *collector) sampledKey(path string, r *vendors.Read) string {
	if len(r.Place)+len(r.Reader)+len(r.Part) > 0 {
		path = c.sourceKey()
	}
	return path + "\x00" + string(r.Place) + "\x00" + string(r.Reader) + "\x00" + string(r.Part)
}

func (c *collector) sourceKey() string {
	return c.source.At.Path + ":" + strconv.Itoa(c.source.At.Line) + ":" + strconv.Itoa(c.source.At.Column)
}

// sample finds out by the first reads of all files of the source how their lines
// are built and in which radix each of its readers writes the chips: that in which
// most are somebody's.
func (c *collector) sample() {
	if c.plainly == nil {
		c.spellings()
	}
	readers := map[string]*sampled{}
	for _, name := range c.source.Files {
		c.sampleFile(name, readers)
	}
	for key, t := range readers {
		for _, how := range []radix{asHexadecimal, asDecimal} {
			n := t.hits[how]
			if n <= t.hits[asWritten] {
				continue
			}
			nearly := 10*n >= 8*len(t.chips) && (n > 1 || t.large > 0 || c.sparse())
			if by := 2*n >= len(t.chips) && n >= 10 && 2*t.large >= n; nearly || by { // chance does not meet ten long numbers
				c.radixes[key] = how
				break
			}
		}
	}
}

// sampleFile samples one file.
func (c *collector) sampleFile(name string, readers map[string]*sampled) {
	f, err := c.tables.FS.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	l, _, refused := openLines(f, c.source.Encoding)
	if refused != nil {
		return
	}
	var unsaid problem.List
	parser := c.begin(l, name, &unsaid)
	if parser == nil {
		return
	}
	var built shapes
	for lines, reads := 0, 0; reads < sampledReads && lines < 2*sampledReads; lines++ {
		line, _, _, err := l.next()
		if err != nil && err != errTooLong {
			break
		}
		if err != nil || len(bytes.TrimSpace(line)) == 0 || bytes.IndexByte(line, 0) >= 0 {
			continue
		}
		parser.Parse(line, func(r *vendors.Read) {
			if reads++; r.Why != "" || r.Gun {
				return
			}
			built.add(line, r)
			if len(r.Chip) > 0 && len(c.chips) > 0 {
				c.sampleChip(r, name, readers)
			}
		})
	}
	switch vendors.EndsOf(c.format) {
	case vendors.AtLineEnds:
		c.shapes[name] = built.shape()
	case vendors.AtBraces:
		c.shapes[name] = built.braces()
	}
}

// sampleChip counts in which radixes a chip is somebody's.
func (c *collector) sampleChip(r *vendors.Read, file string, readers map[string]*sampled) {
	key := c.sampledKey(file, r)
	t := readers[key]
	if t == nil {
		t = &sampled{chips: map[string]bool{}}
		readers[key] = t
	}
	folded := foldBytes(nil, r.Chip)
	if t.chips[string(folded)] || len(t.chips) == sampledChips {
		return
	}
	t.chips[string(folded)] = true
	plain := plainChip(nil, folded)
	for how := range t.hits {
		key, ok := plain, true
		if radix(how) != asWritten {
			key, ok = radix(how).converted(nil, plain)
		}
		if owner, mine := c.plainly[string(key)]; ok && mine && owner.entry != ambiguous {
			t.hits[how]++
		}
	}
	if len(plain) > 6 {
		t.large++
	}
}
