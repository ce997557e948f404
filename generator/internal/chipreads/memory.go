package chipreads

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"fmt"
	"hash"
	"hash/fnv"
	"io"
	"io/fs"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
)

// Memory keeps what was gathered of races from one reading of a project to the next.
// Where nothing changed but files of reads that grew, Gather reads only what is new;
// else it reads everything. What comes out is what one reading of everything gives, but
// for this: of lines that say the same, a finding may name the one that came first by the
// clock and not by the file.
type Memory struct {
	// Replaced counts how often a file was anything but the same or longer.
	Replaced func(name string) int

	races map[string]*kept
	Lines int // lines that were read, for those who measure
}

// kept is what was gathered of a race: the collector as it was before it made timing.
type kept struct {
	signed [sha256.Size]byte // everything but the reads
	of     *collector
	said   problem.List // findings about chips
	opened []string     // files of chips
	files  []*keptFile
}

// keptFile is a file of reads.
type keptFile struct {
	name     string
	source   int // of the collector's list
	replaced int
	end      *ending // nil for a file that is empty
}

// ending is where the reading of a file ended, with all that the collector knows of the
// file.
type ending struct {
	size       int64 // bytes that were read
	open       bool  // the last line has no end
	code       bool  // the bytes are not those of the text
	ends       byte
	as         vendors.Ends
	line, lead int

	parser       vendors.Parser
	format       string
	head         []byte
	last, good   int // the line, and reads that could be parsed
	faults       []problem.Problem
	more         int
	epochs       epochs
	cut          bool
	readersNamed bool
	byName       map[string]*reader
	current      int
}

// endOf returns where the reading of the file ended.
func (c *collector) endOf(l *lines, size int64) *ending {
	return &ending{size: size, open: l.open, code: l.code, ends: l.ends, as: l.as, line: l.line, lead: l.lead,
		parser: c.parser, format: c.format, head: c.head, last: c.line, good: c.good, faults: slices.Clone(c.faults), more: c.more, epochs: c.epochs,
		cut: c.cut, readersNamed: c.readersNamed, byName: c.byName, current: c.current}
}

// resume makes a file the one that is being read.
func (c *collector) resume(f *keptFile) {
	p := f.end
	c.source, c.path = &c.list[f.source], f.name
	c.parser, c.format, c.head, c.line, c.good, c.more = p.parser, p.format, p.head, p.last, p.good, p.more
	c.faults, c.shape = append(c.faults[:0], p.faults...), c.shapes[f.name]
	c.epochs, c.cut, c.readersNamed, c.byName, c.current = p.epochs, p.cut, p.readersNamed, p.byName, p.current
}

// counted counts the bytes that are read through it.
type counted struct {
	from io.Reader
	n    int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	c.n += int64(n)
	return n, err
}

// gather is Gather with a memory.
func (m *Memory) gather(in Input, sources []Source) Counts {
	name := in.Edition.ID + "/" + in.Race.ID
	if m.races == nil {
		m.races = map[string]*kept{}
	}
	signed := signature(in, sources)
	k := m.races[name]
	if k == nil || k.signed != signed || !m.goOn(k, in, sources) {
		delete(m.races, name)
		var counts Counts
		if k, counts = m.begin(in, sources); k == nil {
			return counts
		}
		k.signed = signed
		m.races[name] = k
	}
	return k.finish(in)
}

// begin reads everything. Where that cannot be kept, k is nil, and all is done.
func (m *Memory) begin(in Input, sources []Source) (k *kept, counts Counts) {
	k = &kept{}
	before := maps.Clone(in.Tables.Opened)
	chips, reads := *in.Tables, *in.Tables
	var found problem.List
	chips.Found, reads.Found = &k.said, &found
	quiet := in
	quiet.Tables = &chips
	c := newCollector(quiet, sources)
	for i := range c.list {
		c.source = &c.list[i]
		c.chipsFile(c.source)
	}
	for file := range in.Tables.Opened {
		if !before[file] {
			k.opened = append(k.opened, file)
		}
	}
	c.tables = &reads
	k.of, c.ranks = c, map[string]int{}
	for i := range c.list {
		for _, file := range c.list[i].Files {
			if _, twice := c.ranks[file]; !twice {
				c.ranks[file] = len(c.ranks)
			}
		}
	}
	can := true
	for i := range c.list {
		c.source = &c.list[i]
		c.sample()
		for _, file := range c.source.Files {
			in.Tables.Opened[file] = true
			f := &keptFile{name: file, source: i, replaced: m.replaced(file)}
			k.files = append(k.files, f)
			can = m.beginFile(c, f) && can
		}
	}
	if can {
		return k, counts
	}
	for _, list := range []problem.List{k.said, found} {
		for _, p := range list {
			in.Tables.Found.Add(p)
		}
	}
	c.tables = in.Tables
	c.finish()
	return nil, c.counts
}

// beginFile reads a file from its beginning; false where it cannot be gone on with.
func (m *Memory) beginFile(c *collector, f *keptFile) bool {
	c.source = &c.list[f.source]
	if empty, err := isEmpty(c.tables.FS, f.name); err != nil || empty {
		if err == nil {
			c.file(f.name) // which says so
		}
		return err == nil
	}
	f.end = c.file(f.name)
	if f.end != nil {
		m.Lines += f.end.line - 1
	}
	return f.end != nil && !f.end.code
}

func isEmpty(fsys fs.FS, name string) (bool, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	n, err := io.ReadFull(f, make([]byte, 1))
	if err == io.EOF {
		err = nil
	}
	return n == 0, err
}

func (m *Memory) replaced(name string) int {
	if m.Replaced == nil {
		return 0
	}
	return m.Replaced(name)
}

// goOn reads what the files of a race have more than before; false where anything else
// changed, so that everything must be read again.
func (m *Memory) goOn(k *kept, in Input, sources []Source) bool {
	n := 0
	for i := range sources {
		for _, name := range sources[i].Files {
			if n == len(k.files) || k.files[n].name != name || k.files[n].source != i || k.files[n].replaced != m.replaced(name) {
				return false
			}
			n++
		}
	}
	if n != len(k.files) {
		return false
	}
	var found problem.List
	tables := *in.Tables
	tables.Found = &found
	k.of.tables = &tables
	for i := range k.of.list {
		of := slices.DeleteFunc(slices.Clone(k.files), func(f *keptFile) bool { return f.source != i })
		if slices.ContainsFunc(of, func(f *keptFile) bool { return f.short() && f.grew(in.Tables.FS) }) {
			if k.of.source = &k.of.list[i]; !k.of.sampleAgain(of) {
				return false
			}
		}
	}
	for _, f := range k.files {
		in.Tables.Opened[f.name] = true
		if !m.goOnFile(k.of, f) {
			return false
		}
	}
	return true
}

// short reports whether more of a file may change what a sample of it says.
func (f *keptFile) short() bool { return f.end == nil || f.end.line <= 2*sampledReads }

// grew reports whether a file may be longer than what was read of it.
func (f *keptFile) grew(fsys fs.FS) bool {
	had := int64(0)
	if f.end != nil {
		had = f.end.size
	}
	info, err := fs.Stat(fsys, f.name)
	return err != nil || info.Size() != had
}

// goOnFile reads what a file has more than before.
func (m *Memory) goOnFile(c *collector, f *keptFile) bool {
	if f.end == nil {
		empty, err := isEmpty(c.tables.FS, f.name)
		return err == nil && (empty || m.beginFile(c, f))
	}
	file, err := c.tables.FS.Open(f.name)
	if err != nil {
		return false
	}
	defer file.Close()
	at, ok := file.(io.ReaderAt)
	if !ok {
		return false
	}
	from := &counted{from: io.NewSectionReader(at, f.end.size, math.MaxInt64-f.end.size)}
	l := &lines{r: bufio.NewReaderSize(from, longestLine), ends: f.end.ends, as: f.end.as, line: f.end.line, lead: f.end.lead}
	if more, _ := l.r.Peek(1); len(more) == 0 {
		return true
	}
	c.resume(f)
	if f.end.open || len(f.end.head) < longestLine && !c.sameHead(f) {
		return false
	}
	if !c.readOn(l) {
		return false
	}
	m.Lines += l.line - f.end.line
	f.end = c.endOf(l, f.end.size+from.n)
	return true
}

// sameHead reports whether a file that is longer than before is to be read as it was
// read, and takes over its head.
func (c *collector) sameHead(f *keptFile) bool {
	file, err := c.tables.FS.Open(f.name)
	if err != nil {
		return false
	}
	defer file.Close()
	l, _, refused := openLines(file, c.source.Encoding)
	if refused != nil || l.code || l.ends != f.end.ends {
		return false
	}
	parser := c.parser
	var unsaid problem.List
	if c.begin(l, f.name, &unsaid) == nil || c.format != f.end.format || c.format == vendors.Generic || l.as != f.end.as {
		return false
	}
	head := c.head
	c.resume(f)
	c.parser, c.head = parser, head
	return true
}

// sampleAgain samples the files of a source that has short ones, and reports whether
// that says what it said before of all that was read.
func (c *collector) sampleAgain(files []*keptFile) bool {
	was, shapes := c.radixes, c.shapes
	c.radixes, c.shapes = maps.Clone(was), maps.Clone(shapes)
	maps.DeleteFunc(c.radixes, func(key string, _ radix) bool { return c.mine(key) })
	c.sample()
	for _, f := range files {
		if f.end != nil && c.shapes[f.name] != shapes[f.name] {
			return false
		}
	}
	return maps.Equal(c.radixes, was)
}

// mine reports whether a key of radixes is that of a reader of the source.
func (c *collector) mine(key string) bool {
	at, _, _ := strings.Cut(key, "\x00")
	return at == c.sourceKey() || slices.Contains(c.source.Files, at)
}

// before reports whether a place comes before another one when all files are read one
// after the other, and they are not.
func (c *collector) before(a, b problem.Place) bool {
	return c.ranks != nil && c.compare(a, b) < 0
}

func (c *collector) compare(a, b problem.Place) int {
	return cmp.Or(cmp.Compare(c.ranks[a.Path], c.ranks[b.Path]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// finish makes timing of a copy of what was gathered.
func (k *kept) finish(in Input) Counts {
	c := *k.of
	c.tables, c.edition, c.race, c.index, c.join, c.otherGuns = in.Tables, in.Edition, in.Race, in.Bibs, in.Join, in.Guns
	c.mats, c.readers, c.order = slices.Clone(c.mats), slices.Clone(c.readers), slices.Clone(c.order)
	slices.SortStableFunc(c.readers, func(a, b *reader) int { return c.compare(a.place, b.place) })
	slices.SortStableFunc(c.order, func(a, b string) int { return c.compare(c.strays[a].at, c.strays[b].at) })
	for _, p := range k.said {
		in.Tables.Found.Add(p)
	}
	for _, file := range k.opened {
		in.Tables.Opened[file] = true
	}
	for _, f := range k.files {
		if f.end == nil {
			problem.WholeFile(f.name).Report(c.tables.Found, problem.Warning, "empty_file", "the file is empty", "")
			continue
		}
		c.resume(f)
		c.close()
	}
	c.finish()
	return c.counts
}

// signature covers all that the gathering of reads depends on, but for the reads.
func signature(in Input, sources []Source) (sum [sha256.Size]byte) {
	h := sha256.New()
	e, rc := in.Edition, *in.Race
	entries := rc.Entries
	rc.Entries, rc.Rulings, rc.Released, rc.Strays, rc.Readers = nil, nil, nil, nil, nil
	fmt.Fprintf(h, "%s %s %s %d\n", e.ID, e.Date, e.Zone, e.RaceEnd)
	describe(h, reflect.ValueOf(rc), 0)
	var text []byte
	for _, entry := range entries {
		d := in.Race.DivisionOf(entry)
		for _, part := range []string{entry.Bib, entry.Chip, entry.Category} {
			text = append(append(text, part...), 0)
		}
		if d != nil {
			text = append(text, d.ID...)
		}
		text = strconv.AppendInt(append(text, 0), int64(in.Race.GunFor(entry, d)), 10)
		text = strconv.AppendInt(append(text, 0), int64(entry.From.Line), 10)
		if text = append(text, '\n'); len(text) > 1<<15 {
			h.Write(text)
			text = text[:0]
		}
	}
	h.Write(text)
	bibs := uint64(0) // in any order
	for bib, i := range in.Bibs {
		one := fnv.New64a()
		io.WriteString(one, bib)
		bibs += one.Sum64() * uint64(2*i+1)
	}
	fmt.Fprintln(h, len(in.Bibs), bibs)
	for i := range sources {
		s := sources[i]
		fmt.Fprintf(h, "%v %T\n", s.At, s.Encoding)
		signFile(h, in.Tables, s.Chips.Path)
		s.Encoding, s.Chips, s.Files = nil, table.Source{Path: s.Chips.Path}, nil
		describe(h, reflect.ValueOf(s), 0)
	}
	for _, o := range in.Others {
		fmt.Fprintf(h, "%q %q\n", o.Chips, slices.Sorted(maps.Keys(o.Bibs)))
		for i := range o.Sources {
			signFile(h, in.Tables, o.Sources[i].Chips.Path)
		}
	}
	fmt.Fprint(h, in.Guns)
	h.Sum(sum[:0])
	return sum
}

// signFile adds the content of a file of chips.
func signFile(h hash.Hash, tables *table.Reader, name string) {
	fmt.Fprintf(h, "%q\n", name)
	if name == "" {
		return
	}
	if f, err := tables.FS.Open(name); err == nil {
		io.Copy(h, f) // a fault is met again where the file is read
		f.Close()
	}
}

// describe adds all that a value has, what pointers lead to included.
func describe(h hash.Hash, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || depth > 8 {
			fmt.Fprint(h, "nil;")
			return
		}
		describe(h, v.Elem(), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			describe(h, v.Field(i), depth+1)
		}
	case reflect.Slice, reflect.Array:
		fmt.Fprintf(h, "%d:", v.Len())
		for i := range v.Len() {
			describe(h, v.Index(i), depth+1)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for _, key := range keys {
			fmt.Fprintf(h, "%v=", key)
			describe(h, v.MapIndex(key), depth+1)
		}
	case reflect.Func:
	default:
		fmt.Fprintf(h, "%v;", v)
	}
}
