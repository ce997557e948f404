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

	otf "github.com/go-text/typesetting/font"

	"guntime/generator/internal/artifact"
)

// Face is a TrueType font as one design uses it. Only Index and Grid are ever
// written. Once they are set, any number of goroutines may use the face.
type Face struct {
	*font
	Index int // index among the faces of the design
	Grid  int // units of the font that make one unit of a subset; 1 keeps full precision
}

// font is the part of a font that all its users share.
type font struct {
	Name string // PostScript name, such as "NotoSansSC-Regular"

	Ascent, Descent, CapHeight int    // thousandths of the em
	Box                        [4]int // bounding box of all glyphs, thousandths of the em

	head, hhea, maxp []byte
	loca, hmtx       []byte
	cmap             []byte // one subtable, of format 4 or 12
	unitsPerEm       int
	glyphs           int
	metrics          int  // number of glyphs with an own advance in hmtx
	longLoca         bool // loca has offsets of four bytes

	glyfAt, glyfSize int64 // offset and size in bytes of the table of outlines

	glyf     func(glyph int, from, to int64) []byte // returns the bytes of a glyph, given where they are in that table
	basic    [1 << 16]uint16                        // glyphs of the characters up to U+FFFF
	outlines sync.Map                               // outlines in subsets, by glyph and grid; at most as many as the font has
	shaping  func() *otf.Font                       // the font as the shaper reads it, nil where it cannot
	shapers  sync.Pool                              // of *shaper
}

var errFont = errors.New("not a TrueType font with outlines of its own (glyf)")

// PackedSuffix is the suffix of a packed font file. It replaces the font file with
// the name before it.
const PackedSuffix = ".packed"

// Fullest is the font of the program with the most characters. Its NotoSansSC-Regular lacks
// the rare ones of Chinese, so each text that is set in that has this one as its last.
const Fullest = "NotoSerifSC-Bold.ttf"

// Open opens a font file, or the packed file that replaces it. The key is that of
// the font file in both cases. A packed font that is in memory already, such as
// those in the program, is read from there: a glyph unpacks only its own block.
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
	defer file.Close() // memory stays readable
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

// opened caches packed fonts of this process by name and content, so repeated
// builds unpack a glyph once.
var opened sync.Map

type openedFont struct {
	*font
	key artifact.Key
}

var seed = maphash.MakeSeed()

// sumOf returns a hash of the name and content of a packed font, valid within the
// process.
func sumOf(name string, held *io.SectionReader) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(name)
	io.Copy(&h, io.NewSectionReader(held, 0, held.Size())) // neither memory nor a hash fails
	return h.Sum64()
}

// parseFile parses a font file in memory.
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

// parse parses a font file, given its size and functions that return any part of it
// and the bytes of a glyph. It refuses collections and PostScript outlines, which a
// PDF embeds in other ways.
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
	tables := map[string][2]int64{} // offset and length
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
	var cmap, os2, define, substitute, place []byte
	for _, want := range []struct {
		tag   string
		bytes int // minimum size; 0 for an optional table
		into  *[]byte
	}{
		{"head", 54, &f.head}, {"hhea", 36, &f.hhea}, {"maxp", 32, &f.maxp}, {"loca", 4, &f.loca}, {"hmtx", 4, &f.hmtx},
		{"cmap", 0, &cmap}, {"OS/2", 0, &os2},
		{"GDEF", 0, &define}, {"GSUB", 0, &substitute}, {"GPOS", 0, &place},
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
	if f.glyphs > mostShaped { // Chinese needs no shaping, and these tables are large
		define, substitute, place = nil, nil, nil
	}
	f.shaping = f.shapingOf([]table{{"GDEF", define}, {"GPOS", place}, {"GSUB", substitute}, {"OS/2", os2}, {"cmap", cmap},
		{"head", f.head}, {"hhea", f.hhea}, {"hmtx", f.hmtx}, {"maxp", f.maxp}})
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

// mostShaped is how many glyphs a font has at most whose tables for shaping are
// kept.
const mostShaped = 12000

// chooseCmap chooses the Unicode subtable with the most characters whose format is
// supported.
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

// learn looks up the characters that names usually have, once.
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
	if r&narrowed != 0 {
		return f.Glyph(Plain(r)) | narrowed
	}
	return f.find(r)
}

// find looks a character up in the cmap.
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

// glyph4 looks a character up in a subtable of format 4: four parallel arrays of
// ends, starts, deltas and offsets.
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

// Advance returns the width of a glyph in thousandths of the em.
func (f *Face) Advance(glyph int) int {
	if glyph&narrowed != 0 {
		return f.thousandths(f.narrowWidth(glyph))
	}
	return f.thousandths(int(u16(f.hmtx, 4*min(glyph, f.metrics-1))))
}

// Declared returns the width that a document may declare for a glyph of this width, in
// thousandths of the em: at most one (ISO 19005) from that on the grid, which its font
// file has.
func (f *Face) Declared(width int) int {
	inFile := f.onGrid(max(0, width)) * 1000 / f.Em()
	return min(max(width, inFile-1), inFile+1)
}

// bearing returns the distance from the origin to the left edge of a glyph, in
// units of the font.
func (f *Face) bearing(glyph int) uint16 {
	if glyph < f.metrics {
		return u16(f.hmtx, 4*glyph+2)
	}
	return u16(f.hmtx, 4*f.metrics+2*(glyph-f.metrics))
}

// Outline returns the bytes of a glyph in the file, empty for a blank one.
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

// Em returns the size of the em in units of the grid.
func (f *Face) Em() int { return f.unitsPerEm / f.Grid }

func (f *Face) thousandths(units int) int { return units * 1000 / f.unitsPerEm }

// u8, u16 and u32 read big-endian numbers, 0 beyond the end.
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
