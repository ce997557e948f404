package truetype

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// leanTables are the tables that a lean font keeps as they are, but for what follows from
// its glyphs: names and licence, and what readers of fonts want to know.
var leanTables = []string{"OS/2", "head", "hhea", "maxp", "name", "post"}

// Lean returns a font file with the glyphs of the characters that keep is true for, and
// with less detail: its points are on a grid of some units, and its curves have as few
// points as they would have on a grid of curves units (simplify). It has neither
// instructions nor tables for shaping, so it is for letters that do not join. The error
// says that the font cannot be used.
func Lean(data []byte, keep func(rune) bool, grid, curves int) ([]byte, error) {
	f, err := parseFile("font", data)
	if err != nil {
		return nil, err
	}
	groups, order := f.groupsOf(keep)
	var glyf, hmtx []byte
	loca := []byte{0, 0, 0, 0}
	for _, glyph := range order {
		outline, contours, ok := f.Outline(glyph), [][]Point(nil), true
		if len(outline) > 0 {
			contours, ok = readOutline(outline)
		}
		if !ok {
			return nil, fmt.Errorf("%w: glyph %d is not a plain outline", errFont, glyph)
		}
		left := i16(outline, 2)
		for i, c := range contours {
			c = merged(c, curves)
			for k := range c {
				c[k].X, c[k].Y = snap(c[k].X, grid)*grid, snap(c[k].Y, grid)*grid
			}
			contours[i] = c
		}
		outline = nil
		if len(contours) > 0 {
			outline = appendOutline(nil, contours)
		}
		glyf = append(glyf, outline...)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, u16(f.hmtx, 4*min(glyph, f.metrics-1)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(glyph)+uint16(i16(outline, 2)-left))
	}
	tables := []table{{"cmap", cmapOf(groups)}, {"glyf", glyf}, {"hmtx", hmtx}, {"loca", loca}}
	for i := range int(u16(data, 4)) {
		record := data[12+16*i:]
		tag, at := string(record[:4]), u32(record, 8)
		if slices.Contains(leanTables, tag) {
			tables = append(tables, table{tag, slices.Clone(data[at : at+u32(record, 12)])})
		}
	}
	slices.SortFunc(tables, func(a, b table) int { return strings.Compare(a.tag, b.tag) })
	for _, t := range tables {
		switch t.tag {
		case "head":
			binary.BigEndian.PutUint32(t.data[8:], 0)  // the sum of the file is set last
			binary.BigEndian.PutUint16(t.data[50:], 1) // loca has four bytes an offset
		case "hhea":
			binary.BigEndian.PutUint16(t.data[34:], uint16(len(order)))
		case "maxp":
			binary.BigEndian.PutUint16(t.data[4:], uint16(len(order)))
			binary.BigEndian.PutUint16(t.data[26:], 0) // no instructions
		}
	}
	return appendTables(nil, tables), nil
}

// group is some characters in a row whose glyphs are in a row, too.
type group struct{ first, last, glyph int }

// groupsOf returns the characters that keep is true for, with the glyphs that they get,
// and which glyphs of the font those are. Glyph 0 stands for what the font lacks.
func (f *Face) groupsOf(keep func(rune) bool) (groups []group, order []int) {
	order = []int{0}
	place := map[int]int{}
	for r := rune(0); r < 1<<18; r++ {
		glyph := f.Glyph(r)
		if glyph == 0 || !keep(r) {
			continue
		}
		to, known := place[glyph]
		if !known {
			to = len(order)
			place[glyph], order = to, append(order, glyph)
		}
		if n := len(groups) - 1; n >= 0 && groups[n].last == int(r)-1 && groups[n].glyph+int(r)-groups[n].first == to && r != 1<<16 {
			groups[n].last = int(r)
			continue
		}
		groups = append(groups, group{int(r), int(r), to})
	}
	return groups, order
}

// cmapOf returns a table of characters: one of format 4 for those up to U+FFFF, and one of
// format 12 for all.
func cmapOf(groups []group) []byte {
	basic := slices.DeleteFunc(slices.Clone(groups), func(g group) bool { return g.last >= 1<<16-1 })
	basic = append(basic, group{1<<16 - 1, 1<<16 - 1, 0}) // which ends it
	power, log := 1, 0
	for power*2 <= len(basic) {
		power, log = power*2, log+1
	}
	const head = 4 + 2*8
	short := 16 + 8*len(basic)
	var b []byte
	word := func(values ...int) {
		for _, v := range values {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
	}
	long := func(values ...int) {
		for _, v := range values {
			b = binary.BigEndian.AppendUint32(b, uint32(v))
		}
	}
	word(0, 2)
	word(3, 1)
	long(head)
	word(3, 10)
	long(head + short)
	word(4, min(short, 1<<16-1), 0, 2*len(basic), 2*power, log, 2*(len(basic)-power))
	for _, g := range basic {
		word(g.last)
	}
	word(0)
	for _, g := range basic {
		word(g.first)
	}
	for _, g := range basic {
		word(g.glyph - g.first)
	}
	for range basic {
		word(0)
	}
	word(12, 0)
	long(16+12*len(groups), 0, len(groups))
	for _, g := range groups {
		long(g.first, g.last, g.glyph)
	}
	return b
}
