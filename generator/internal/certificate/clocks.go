package certificate

import (
	"encoding/binary"

	"guntime/generator/internal/race"
)

// dial has the glyphs of a clock in a font of the form. Most texts are times: what these
// share is made with the form.
type dial struct {
	glyphs [':' + 1]glyph
	ready  bool // the form has them all
}

// cell is a time in the table of splits. Lengths are in points.
type cell struct {
	dial                         *dial
	right, baseline, width, size float64
	ink                          ink
	piece                        int
}

// cellsOf returns the cells of times, by row.
func (f *Form) cellsOf() [][3]cell {
	t := &f.design.Splits
	dials := map[string]*dial{}
	for _, font := range []string{t.Font, t.Strong} {
		d := &dial{ready: true}
		for _, r := range "0123456789:" {
			face := f.design.stacks[font][0]
			d.glyphs[r] = glyph{r: r, face: face, advance: int32(face.Advance(face.Glyph(r)))}
			d.ready = d.ready && f.has(face, r)
		}
		dials[font] = d
	}
	cells := make([][3]cell, len(f.table))
	for i := range cells {
		for column := range cells[i] {
			font, colour, x, width := f.cellLook(i, column)
			cells[i][column] = cell{dial: dials[font], right: x / millimetres, baseline: (f.design.Page.Height - f.rowBaseline(i)) / millimetres,
				width: width, size: f.rowType(), ink: f.design.inks[colour], piece: f.cellPiece(i, column+1)}
		}
	}
	return cells
}

// cellLook returns the font and the colour of a time in the table, the right end of its
// column in millimetres, and its width in points.
func (f *Form) cellLook(row, column int) (font, colour string, x, width float64) {
	t := &f.design.Splits
	x, width = t.column(column)
	switch {
	case f.table[row].finish:
		return t.Strong, t.Accent, x, width
	case column == 1:
		return t.Font, t.Quiet, x, width
	}
	return t.Font, t.Colour, x, width
}

// putClock sets a time as put does, faster. It reports whether it could: a time that is
// not there, and one that is too wide, it leaves to put.
func (s *sheet) putClock(clock race.Clock, c *cell) bool {
	if clock == race.NoTime || clock < 0 || !c.dial.ready {
		return false
	}
	var room [24]byte
	text := clock.Official().Append(room[:0])
	advance := 0
	for _, r := range text {
		advance += int(c.dial.glyphs[r].advance)
	}
	if float64(advance)/1000*c.size > c.width {
		return false
	}
	s.said = append(binary.AppendUvarint(s.said, uint64(len(text))), text...)
	if s.silent {
		return true
	}
	start := len(s.glyphs)
	for _, r := range text {
		s.glyphs = append(s.glyphs, c.dial.glyphs[r])
	}
	width := float64(advance) / 1000 * c.size
	s.lines = append(s.lines, line{glyphs: s.glyphs[start:len(s.glyphs):len(s.glyphs)], size: c.size, ink: c.ink, x: c.right - width, y: c.baseline, piece: c.piece})
	return true
}
