package truetype

import (
	"encoding/binary"
	"io"
	"slices"
	"sync/atomic"
)

// Subset is the part of a face for some characters. The code of a character is its
// index among them, from 1, and also its glyph in the subset: CIDToGIDMap is
// Identity.
type Subset struct {
	Face   *Face
	Runes  []rune      // ascending, no doubles
	Pieces []Piece     // glyphs of shaped texts; their codes follow those of the characters
	Drawn  []byte      // an extra glyph of AppendSquares, whose code stands for no character; nil for none
	at     int         // where it stands in the file
	kept   []Kept      // of the file
	plain  [128]uint16 // codes of ASCII characters
}

// Piece is what a shaped text draws for some of its characters: one glyph of the
// face, several about each other, or none.
type Piece struct {
	parts string // six bytes a glyph: its index, and how far it is moved along x and y
	Text  string // what a reader gets for it
	Width int    // thousandths of the em
}

// NewPiece returns a piece of glyphs from left to right that begin at 0.
func NewPiece(placed []Placed, text string) Piece {
	var parts []byte
	at := 0
	for _, p := range placed {
		for _, v := range [...]int{p.Glyph, at + p.DX, p.DY} {
			parts = binary.BigEndian.AppendUint16(parts, uint16(v))
		}
		at += p.Advance
	}
	return Piece{string(parts), text, at}
}

// Hash writes what distinguishes the piece.
func (p Piece) Hash(to io.Writer) {
	io.WriteString(to, p.parts) // a hash never fails
	io.WriteString(to, p.Text)
}

// NewSubset returns a subset of a face. runes may have any order and doubles;
// pieces must have none.
func NewSubset(f *Face, runes []rune, pieces []Piece) *Subset {
	runes = slices.Clone(runes)
	slices.Sort(runes)
	s := &Subset{Face: f, Runes: slices.Compact(runes), Pieces: slices.Clone(pieces)}
	for i, r := range s.Runes {
		if int(r) >= len(s.plain) {
			break
		}
		s.plain[r] = uint16(i + 1)
	}
	return s
}

// Code returns the code of a character, 0 where the subset lacks it.
func (s *Subset) Code(r rune) int {
	if r >= 0 && int(r) < len(s.plain) {
		return int(s.plain[r])
	}
	if i, ok := slices.BinarySearch(s.Runes, r); ok {
		return i + 1
	}
	return 0
}

// PieceCode returns the code of the piece with this index.
func (s *Subset) PieceCode(i int) int { return len(s.Runes) + 1 + i }

// DrawnCode returns the code of the extra glyph.
func (s *Subset) DrawnCode() int { return len(s.Runes) + len(s.Pieces) + 1 }

// drawn is the index of the extra glyph, which the face lacks.
const drawn = -1

// firstPiece is the index of the first piece among the glyphs of a file, and those
// after it count down.
const firstPiece = -2

// Flags of a component of a composite glyph.
const (
	wordArguments   = 1 << 0
	offsets         = 1 << 1
	oneScale        = 1 << 3
	moreComponents  = 1 << 5
	twoScales       = 1 << 6
	twoByTwo        = 1 << 7
	hasInstructions = 1 << 8
)

// AppendFont appends a TrueType file with the glyphs of the subset. It drops
// instructions, because they call programs that a subset lacks.
func (s *Subset) AppendFont(dst []byte) []byte {
	// Glyphs of the file: an empty one for code 0, those of the characters, then
	// the parts of composite ones.
	order := make([]int, 1, len(s.Runes)+len(s.Pieces)+8)
	for _, r := range s.Runes {
		order = append(order, s.Face.Glyph(r))
	}
	for i := range s.Pieces {
		order = append(order, firstPiece-i)
	}
	if s.Drawn != nil {
		order = append(order, drawn)
	}
	s.kept = s.kept[:0]
	glyf := make([]byte, 0, 256*len(order))
	places := make([]int, 1, len(order)+9)
	hmtx := make([]byte, 0, 4*len(order)+36)
	for i := 0; i < len(order); i++ {
		start := len(glyf)
		switch {
		case order[i] == drawn:
			glyf = append(glyf, s.Drawn...)
			s.at = start
		case order[i] <= firstPiece:
			glyf, order = s.appendPiece(glyf, order, &s.Pieces[firstPiece-order[i]])
		case i > 0:
			glyf, order = s.appendGlyph(glyf, order, order[i])
		}
		hmtx = s.appendMetric(hmtx, order[i], glyf[start:])
		if len(glyf)%2 != 0 {
			glyf = append(glyf, 0)
		}
		places = append(places, len(glyf))
	}
	head := slices.Clone(s.Face.head[:54])
	binary.BigEndian.PutUint32(head[8:], 0) // the checksum of the file is set last
	clear(head[20:36])                      // when the font was made
	binary.BigEndian.PutUint16(head[18:], uint16(s.Face.Em()))
	s.snap(head, 36, 38, 40, 42) // bounding box of all glyphs
	loca := make([]byte, 0, 4*len(places))
	long := len(glyf) >= 2<<16 // offsets of four bytes, else of two, which count pairs
	for _, at := range places {
		if long {
			loca = binary.BigEndian.AppendUint32(loca, uint32(at))
			continue
		}
		loca = binary.BigEndian.AppendUint16(loca, uint16(at/2))
	}
	binary.BigEndian.PutUint16(head[50:], 0)
	if long {
		binary.BigEndian.PutUint16(head[50:], 1)
	}
	hhea := slices.Clone(s.Face.hhea[:36])
	s.snap(hhea, 4, 6, 8, 10, 12, 14, 16) // heights, the widest glyph, the least bearings
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	maxp := slices.Clone(s.Face.maxp[:32])
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	if s.Drawn != nil {
		contours := u16(s.Drawn, 0)
		binary.BigEndian.PutUint16(maxp[6:], max(u16(maxp, 6), u16(s.Drawn, 8+2*int(contours))+1))
		binary.BigEndian.PutUint16(maxp[8:], max(u16(maxp, 8), contours))
	}
	if len(s.Pieces) > 0 { // a part may be composite itself
		binary.BigEndian.PutUint16(maxp[28:], max(u16(maxp, 28), 16))
		binary.BigEndian.PutUint16(maxp[30:], u16(maxp, 30)+1)
	}
	binary.BigEndian.PutUint16(maxp[26:], 0) // no instructions
	const before = 12 + 6*16                 // the list of the tables, of which glyf is the first
	s.at += before
	for i := range s.kept {
		s.kept[i].At += before
	}
	return appendTables(dst, []table{
		{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp},
	})
}

// DrawnAt returns where the extra glyph stands in the file of AppendFont.
func (s *Subset) DrawnAt() (from, to int) { return s.at, s.at + len(s.Drawn) }

// Kept is an outline that the face keeps for all its subsets, and where it stands in the
// file of one.
type Kept struct {
	At      int
	Outline []byte        // not empty
	Coded   *atomic.Value // what whoever packs outlines keeps with this one, the same for all subsets
}

// Kept returns what the file of AppendFont has of these, in its order.
func (s *Subset) Kept() []Kept { return s.kept }

// onGrid converts thousandths of the em to units of the grid of the face.
func (f *Face) onGrid(v int) int { return snap(v*f.unitsPerEm, 1000*f.Grid) }

// appendPiece appends a piece as a composite glyph. Its parts are added to order,
// if they are not there yet.
func (s *Subset) appendPiece(glyf []byte, order []int, p *Piece) ([]byte, []int) {
	start := len(glyf)
	low, high := [2]int{1 << 15, 1 << 15}, [2]int{-1 << 15, -1 << 15}
	parts := []byte(p.parts)
	last := -1 // where the flags of the last part are
	for ; len(parts) > 0; parts = parts[6:] {
		glyph, move := int(u16(parts, 0)), [2]int{s.Face.onGrid(i16(parts, 2)), s.Face.onGrid(i16(parts, 4))}
		outline := s.Face.simplified(glyph)
		if len(outline.outline) < 10 {
			continue
		}
		for axis := range move {
			from, to := i16(outline.outline, 2+2*axis), i16(outline.outline, 6+2*axis)
			if outline.composite {
				from, to = snap(from, s.Face.Grid), snap(to, s.Face.Grid)
			}
			low[axis], high[axis] = min(low[axis], from+move[axis]), max(high[axis], to+move[axis])
		}
		if last < 0 {
			glyf = append(glyf, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0)
		}
		place := slices.Index(order[1:], glyph) + 1
		if place == 0 {
			place = len(order)
			order = append(order, glyph)
		}
		last = len(glyf)
		for _, v := range [...]int{wordArguments | offsets | moreComponents, place, move[0], move[1]} {
			glyf = binary.BigEndian.AppendUint16(glyf, uint16(v))
		}
	}
	if last < 0 {
		return glyf, order
	}
	glyf[last+1] &^= moreComponents
	for i, v := range [...]int{low[0], low[1], high[0], high[1]} {
		binary.BigEndian.PutUint16(glyf[start+2+2*i:], uint16(v))
	}
	return glyf, order
}

// snap converts lengths in a table to the grid of the face.
func (s *Subset) snap(table []byte, at ...int) {
	for _, i := range at {
		binary.BigEndian.PutUint16(table[i:], uint16(snap(i16(table, i), s.Face.Grid)))
	}
}

// appendMetric appends the width of a glyph and its left bearing, which moves with
// its outline.
func (s *Subset) appendMetric(hmtx []byte, glyph int, outline []byte) []byte {
	f := s.Face
	if glyph > 0 && glyph&narrowed != 0 {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(snap(f.narrowWidth(glyph), f.Grid)))
		return binary.BigEndian.AppendUint16(hmtx, u16(outline, 2))
	}
	if glyph <= firstPiece {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.onGrid(max(0, s.Pieces[firstPiece-glyph].Width))))
		return binary.BigEndian.AppendUint16(hmtx, u16(outline, 2))
	}
	if glyph == drawn {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Em()))
		return binary.BigEndian.AppendUint16(hmtx, u16(outline, 2))
	}
	width := u16(f.hmtx, 4*min(glyph, f.metrics-1))
	off := f.simplified(glyph).left - int(int16(f.bearing(glyph)))
	hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(snap(int(width), f.Grid)))
	return binary.BigEndian.AppendUint16(hmtx, uint16(i16(outline, 2)-snap(off, f.Grid)))
}

// appendGlyph appends a glyph on the grid of its face, without instructions. Parts
// of a composite glyph are added to order, if they are not there yet.
func (s *Subset) appendGlyph(glyf []byte, order []int, glyph int) ([]byte, []int) {
	known := s.Face.simplified(glyph)
	if !known.composite {
		if len(known.outline) > 0 {
			s.kept = append(s.kept, Kept{len(glyf), known.outline, &known.coded})
		}
		return append(glyf, known.outline...), order
	}
	start := len(glyf)
	glyf = append(glyf, known.outline...)
	part := glyf[start:]
	s.snap(part, 2, 4, 6, 8)
	for at := 10; at+4 <= len(part); {
		flags := u16(part, at)
		component := int(u16(part, at+2))
		place := slices.Index(order[1:], component) + 1
		if place == 0 {
			place = len(order)
			order = append(order, component)
		}
		binary.BigEndian.PutUint16(part[at:], flags&^hasInstructions)
		binary.BigEndian.PutUint16(part[at+2:], uint16(place))
		switch { // offset of the component
		case flags&offsets == 0:
		case flags&wordArguments == 0 && at+6 <= len(part):
			part[at+4], part[at+5] = byte(snap(int(int8(part[at+4])), s.Face.Grid)), byte(snap(int(int8(part[at+5])), s.Face.Grid))
		case at+8 <= len(part):
			s.snap(part, at+4, at+6)
		}
		at += 4 + componentArguments(flags)
		if flags&moreComponents == 0 {
			return glyf[:start+min(at, len(part))], order
		}
	}
	return glyf, order
}

// simplified is a glyph on the grid of the face.
type simplified struct {
	outline   []byte // as in a subset; for a composite glyph as in the font
	composite bool   // composite: its parts are not merged
	coded     atomic.Value
	left      int // left edge of the outline, in units of the font
}

// simplified returns a glyph on the grid of the face, computed once.
func (f *Face) simplified(glyph int) *simplified {
	of := [2]int{glyph, f.Grid}
	if known, ok := f.outlines.Load(of); ok {
		return known.(*simplified)
	}
	data := f.Outline(glyph &^ narrowed)
	s := &simplified{left: i16(data, 2)}
	if len(data) >= 10 && i16(data, 0) < 0 {
		s.outline, s.composite = data, true
	} else if contours, ok := readOutline(data); ok && len(contours) > 0 {
		for i, c := range contours {
			for k := range c {
				if glyph&narrowed != 0 {
					c[k].X += f.beside() - s.left
				}
			}
			contours[i] = simplify(c, f.Grid)
		}
		s.outline = appendOutline(nil, contours)
	}
	f.outlines.Store(of, s)
	return s
}

// componentArguments returns the length in bytes of what follows the glyph index of
// a component.
func componentArguments(flags uint16) int {
	n := 2
	if flags&wordArguments != 0 {
		n = 4
	}
	switch {
	case flags&oneScale != 0:
		n += 2
	case flags&twoScales != 0:
		n += 4
	case flags&twoByTwo != 0:
		n += 8
	}
	return n
}

// table is one table of a font file.
type table struct {
	tag  string
	data []byte
}

// appendTables appends a font file with these tables, which must be in ascending
// order of their tags.
func appendTables(dst []byte, tables []table) []byte {
	start := len(dst)
	power, log := 1, 0
	for power*2 <= len(tables) {
		power, log = power*2, log+1
	}
	dst = binary.BigEndian.AppendUint32(dst, 0x00010000)
	for _, n := range []int{len(tables), 16 * power, log, 16 * (len(tables) - power)} {
		dst = binary.BigEndian.AppendUint16(dst, uint16(n))
	}
	offset, head := 12+16*len(tables), 0
	for _, t := range tables {
		dst = append(dst, t.tag...)
		dst = binary.BigEndian.AppendUint32(dst, checksum(t.data))
		dst = binary.BigEndian.AppendUint32(dst, uint32(offset))
		dst = binary.BigEndian.AppendUint32(dst, uint32(len(t.data)))
		if t.tag == "head" {
			head = offset
		}
		offset += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		dst = append(dst, t.data...)
		for (len(dst)-start)%4 != 0 {
			dst = append(dst, 0)
		}
	}
	binary.BigEndian.PutUint32(dst[start+head+8:], 0xB1B0AFBA-checksum(dst[start:]))
	return dst
}

// checksum returns the sum of the big-endian words of a table, padded with zeros.
func checksum(b []byte) uint32 {
	sum := uint32(0)
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}
