package truetype

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"guntime/generator/internal/artifact"
)

// Face is a TrueType font as one design uses it. Nothing but Index and Grid is ever
// written to, so any number of goroutines may set text in it once they are set.
type Face struct {
	*font
	Index int // among the faces of whoever opened it
	Grid  int // how many units of the font a subset counts as one; 1 keeps all of them
}

// font is what all who use a font have in common.
type font struct {
	Name string // as PDF names it: "NotoSansSC-Regular"

	Ascent, Descent, CapHeight int    // thousandths of the em
	Box                        [4]int // around all glyphs, thousandths of the em

	head, hhea, maxp []byte
	loca, hmtx       []byte
	cmap             []byte // one subtable, of format 4 or 12
	unitsPerEm       int
	glyphs           int
	metrics          int  // how many glyphs have an advance of their own in hmtx
	longLoca         bool // loca holds offsets of four bytes

	glyfAt, glyfSize int64 // where the table of outlines lies in the file

	glyf     func(glyph int, from, to int64) []byte // the bytes of a glyph, which lie there in the table
	basic    [1 << 16]uint16                        // the glyphs of the characters up to U+FFFF
	outlines sync.Map                               // from glyphs and grids to outlines in subsets, of which there are no more than the font has
}

var errFont = errors.New("not a TrueType font with outlines of its own (glyf)")

// PackedSuffix ends the name of a packed font, which stands for the font file of
// the name before it.
const PackedSuffix = ".packed"

// Open opens a font file, or the packed one that stands for it. The key is that
// of the font file either way. A packed font that is in memory already, as those
// that the program brings are, is read where it lies: a glyph unpacks its own
// block alone.
func Open(fonts fs.FS, name string) (*Face, artifact.Key, error) {
	title := strings.TrimSuffix(path.Base(name), ".ttf")
	data, err := fs.ReadFile(fonts, name)
	if err == nil {
		f, err := parseFile(title, data)
		return f, artifact.KeyOf(data), err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, artifact.Key{}, err
	}
	file, packedErr := fonts.Open(name + PackedSuffix)
	if packedErr != nil {
		return nil, artifact.Key{}, err
	}
	defer file.Close() // what is in memory stays there
	held, err := inMemory(file)
	if err != nil {
		return nil, artifact.Key{}, err
	}
	sum := sumOf(title, held)
	if known, ok := opened.Load(sum); ok {
		was := known.(openedFont)
		return &Face{font: was.font, Grid: 1}, was.key, nil
	}
	p, err := openPacked(held)
	if err != nil {
		return nil, artifact.Key{}, fmt.Errorf("%s: %w", name+PackedSuffix, err)
	}
	f, err := parse(title, int64(p.size), p.part, p.glyph)
	if err != nil {
		return nil, artifact.Key{}, err
	}
	p.skeleton = nil
	opened.Store(sum, openedFont{f.font, p.key})
	return f, p.key, nil
}

// opened are the packed fonts that this process has opened, by name and content:
// who builds again and again unpacks a glyph once.
var opened sync.Map

type openedFont struct {
	*font
	key artifact.Key
}

var seed = maphash.MakeSeed()

// sumOf is a hash of a packed font's name and content, good within the process.
func sumOf(name string, held *io.SectionReader) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(name)
	io.Copy(&h, io.NewSectionReader(held, 0, held.Size())) // a hash takes everything, and memory gives it
	return h.Sum64()
}

// parseFile reads a font file that is in memory.
func parseFile(name string, data []byte) (*Face, error) {
	part := func(offset, length int64) ([]byte, error) {
		if offset+length > int64(len(data)) {
			return nil, errFont
		}
		return data[offset : offset+length], nil
	}
	f, err := parse(name, int64(len(data)), part, nil)
	if err != nil {
		return nil, err
	}
	f.glyf = func(_ int, from, to int64) []byte { return slices.Clone(data[f.glyfAt+from : f.glyfAt+to]) }
	return f, nil
}

// parse reads a font file of a size, of which part returns what lies at a place
// and glyf the bytes of a glyph. Fonts in collections and fonts with PostScript
// outlines are refused: a PDF embeds them in other ways.
func parse(name string, fileSize int64, part func(offset, length int64) ([]byte, error), glyf func(glyph int, from, to int64) []byte) (*Face, error) {
	f := &Face{font: &font{Name: name, glyf: glyf}, Grid: 1}
	start, err := part(0, 12)
	if err != nil {
		return nil, errFont
	}
	if v := u32(start, 0); v != 0x00010000 && v != 0x74727565 {
		return nil, errFont
	}
	directory, err := part(12, 16*int64(u16(start, 4)))
	if err != nil {
		return nil, fmt.Errorf("%w: table directory cut short", errFont)
	}
	tables := map[string][2]int64{} // where they begin and how long they are
	for record := range slices.Chunk(directory, 16) {
		t := [2]int64{int64(u32(record, 8)), int64(u32(record, 12))}
		if t[0]+t[1] > fileSize {
			return nil, fmt.Errorf("%w: table %q reaches past the end", errFont, record[:4])
		}
		tables[string(record[:4])] = t
	}
	outlines, ok := tables["glyf"]
	if !ok {
		return nil, fmt.Errorf("%w: no table %q", errFont, "glyf")
	}
	f.glyfAt, f.glyfSize = outlines[0], outlines[1]
	var cmap, os2 []byte
	for _, want := range []struct {
		tag   string
		bytes int // at least; 0 for a table that need not be there
		into  *[]byte
	}{
		{"head", 54, &f.head}, {"hhea", 36, &f.hhea}, {"maxp", 32, &f.maxp}, {"loca", 4, &f.loca}, {"hmtx", 4, &f.hmtx},
		{"cmap", 0, &cmap}, {"OS/2", 0, &os2},
	} {
		t, ok := tables[want.tag]
		if !ok && want.bytes > 0 || t[1] < int64(want.bytes) {
			return nil, fmt.Errorf("%w: no table %q", errFont, want.tag)
		}
		if *want.into, err = part(t[0], t[1]); err != nil {
			return nil, err
		}
	}
	f.unitsPerEm = int(u16(f.head, 18))
	f.longLoca = u16(f.head, 50) == 1
	f.glyphs = int(u16(f.maxp, 4))
	f.metrics = int(u16(f.hhea, 34))
	if f.unitsPerEm == 0 || f.metrics == 0 || len(f.hmtx) < 4*f.metrics+2*(f.glyphs-f.metrics) {
		return nil, fmt.Errorf("%w: broken metrics", errFont)
	}
	size := 2
	if f.longLoca {
		size = 4
	}
	if len(f.loca) < size*(f.glyphs+1) {
		return nil, fmt.Errorf("%w: broken glyph index", errFont)
	}
	if err := f.chooseCmap(cmap); err != nil {
		return nil, err
	}
	f.learn()
	f.Ascent, f.Descent = f.thousandths(i16(f.hhea, 4)), f.thousandths(i16(f.hhea, 6))
	f.CapHeight = f.Ascent * 7 / 10
	if len(os2) >= 90 && u16(os2, 0) >= 2 {
		f.CapHeight = f.thousandths(i16(os2, 88))
	}
	for i := range f.Box {
		f.Box[i] = f.thousandths(i16(f.head, 36+2*i))
	}
	return f, nil
}

// chooseCmap takes the widest Unicode subtable of a format that is read here.
func (f *Face) chooseCmap(cmap []byte) error {
	best := 0
	for i := range int(u16(cmap, 2)) {
		record := 4 + 8*i
		if record+8 > len(cmap) {
			break
		}
		platform, offset := u16(cmap, record), int64(u32(cmap, record+4))
		if platform != 0 && platform != 3 || offset+16 > int64(len(cmap)) {
			continue
		}
		sub := cmap[offset:]
		switch format := int(u16(sub, 0)); {
		case format == 12 && int64(len(sub)) >= 16+12*int64(u32(sub, 12)) && best < 12:
			f.cmap, best = sub[:16+12*int(u32(sub, 12))], 12
		case format == 4 && int(u16(sub, 6)) >= 2 && len(sub) >= 16+4*int(u16(sub, 6)) && best < 4:
			f.cmap, best = sub, 4
		}
	}
	if best == 0 {
		return fmt.Errorf("%w: no Unicode cmap of format 4 or 12", errFont)
	}
	return nil
}

// learn looks up the characters that names are made of once for all.
func (f *Face) learn() {
	const size, last = 12, 1<<16 - 1
	if u16(f.cmap, 0) != size {
		for c := range f.basic {
			f.basic[c] = uint16(f.find(rune(c)))
		}
		return
	}
	for i := range (len(f.cmap) - 16) / size {
		for c := u32(f.cmap, 16+size*i); c <= min(u32(f.cmap, 16+size*i+4), last); c++ {
			f.basic[c] = uint16(f.find(rune(c)))
		}
	}
}

// Glyph returns the index of a character's glyph, 0 where the font has none.
func (f *Face) Glyph(r rune) int {
	if r >= 0 && int(r) < len(f.basic) {
		return int(f.basic[r])
	}
	return f.find(r)
}

// find looks a character up in the font's own table.
func (f *Face) find(r rune) int {
	c, g := uint32(r), 0
	if u16(f.cmap, 0) == 12 {
		n := (len(f.cmap) - 16) / 12
		i := sort.Search(n, func(i int) bool { return u32(f.cmap, 16+12*i+4) >= c })
		if i < n && u32(f.cmap, 16+12*i) <= c {
			g = int(u32(f.cmap, 16+12*i+8) + c - u32(f.cmap, 16+12*i))
		}
	} else if c <= 0xFFFF {
		g = f.glyph4(int(c))
	}
	if g < 0 || g >= f.glyphs {
		return 0
	}
	return g
}

// glyph4 looks a character up in a segment map: four parallel arrays of ends,
// starts, deltas and offsets into what follows them.
func (f *Face) glyph4(c int) int {
	twice := int(u16(f.cmap, 6)) &^ 1
	n := twice / 2
	i := sort.Search(n, func(i int) bool { return int(u16(f.cmap, 14+2*i)) >= c })
	if i == n {
		return 0
	}
	start := int(u16(f.cmap, 16+twice+2*i))
	delta := int(u16(f.cmap, 16+2*twice+2*i))
	at := 16 + 3*twice + 2*i
	offset := int(u16(f.cmap, at))
	switch {
	case start > c:
		return 0
	case offset == 0:
		return (c + delta) & 0xFFFF
	}
	g := int(u16(f.cmap, at+offset+2*(c-start)))
	if g == 0 {
		return 0
	}
	return (g + delta) & 0xFFFF
}

// Has reports whether the font can draw a character.
func (f *Face) Has(r rune) bool { return f.Glyph(r) != 0 }

// Advance is a glyph's width in thousandths of the em.
func (f *Face) Advance(glyph int) int {
	return f.thousandths(int(u16(f.hmtx, 4*min(glyph, f.metrics-1))))
}

// bearing is the distance from the origin to the glyph's left edge, in the
// font's own units.
func (f *Face) bearing(glyph int) uint16 {
	if glyph < f.metrics {
		return u16(f.hmtx, 4*glyph+2)
	}
	return u16(f.hmtx, 4*f.metrics+2*(glyph-f.metrics))
}

// Outline is a glyph's description as the file has it, empty for a blank one.
func (f *Face) Outline(glyph int) []byte {
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	from, to := int64(u32(f.loca, 4*glyph)), int64(u32(f.loca, 4*glyph+4))
	if !f.longLoca {
		from, to = 2*int64(u16(f.loca, 2*glyph)), 2*int64(u16(f.loca, 2*glyph+2))
	}
	if from >= to || to > f.glyfSize {
		return nil
	}
	return f.glyf(glyph, from, to)
}

// Em is the size of a subset's grid.
func (f *Face) Em() int { return f.unitsPerEm / f.Grid }

func (f *Face) thousandths(units int) int { return units * 1000 / f.unitsPerEm }

// u8, u16 and u32 read big-endian numbers, 0 past the end.
func u8(b []byte, at int) byte {
	if at < 0 || at >= len(b) {
		return 0
	}
	return b[at]
}

func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}

func i16(b []byte, at int) int { return int(int16(u16(b, at))) }
