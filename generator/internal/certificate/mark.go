package certificate

import (
	"fmt"
	"math"
	"strconv"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/certificate/truetype"
)

// glyphs returns the glyphs of the word across a certificate that is not real, none
// for "". They come from a font that the sheet needs anyway, because outlines would
// take more bytes than all artwork.
func (m *mark) glyphs(d *Design, word string) ([]glyph, error) {
	glyphs, missing := d.stacks[m.Font].set(nil, word, nil)
	if len(missing) > 0 || word != "" && widthOf(glyphs) == 0 {
		return nil, fmt.Errorf("mark %q: no font has %q", word, string(missing))
	}
	return script.Visual(glyphs, func(g glyph) uint8 { return g.level }), nil
}

// em is the size of the word in points.
func (m *mark) em(glyphs []glyph) float64 {
	return min(m.Width*1000/float64(widthOf(glyphs)), m.Width/4) / millimetres
}

// append appends the outlines of the word around the centre of the mark, on a page
// with this height in millimetres. Later drawing covers it. It is marked as an
// artifact, so that a reader does not mix its text with others.
func (m *mark) append(b []byte, glyphs []glyph, colour ink, height float64, form []*truetype.Subset) []byte {
	if len(glyphs) == 0 {
		return b
	}
	em := m.em(glyphs)
	sin, cos := math.Sincos(m.Angle * math.Pi / 180)
	// Start half a word to the left and half a letter below the centre.
	left, down := float64(widthOf(glyphs))/2000*em, 0.36*em
	x := m.At[0]/millimetres - left*cos + down*sin
	y := (height-m.At[1])/millimetres - left*sin - down*cos
	b = append(b, "q /Span <</ActualText ()>> BDC 1 Tr 1 j "...)
	b = append(pdf.AppendNumber(appendInk(b, colour, "RG "), m.Line/millimetres), " w BT"...)
	for _, v := range []float64{cos, sin, -sin, cos} {
		b = strconv.AppendFloat(append(b, ' '), v, 'f', 4, 64)
	}
	b = append(pdf.AppendNumber(append(pdf.AppendNumber(append(b, ' '), x), ' '), y), " Tm"...)
	for _, g := range glyphs {
		b = append(strconv.AppendInt(append(b, " /F"...), int64(g.face.Index), 10), ' ')
		if g.shaped != nil {
			b = appendShaped(append(pdf.AppendNumber(b, em), " Tf "...), []glyph{g}, em, form, nil)
			continue
		}
		b = append(pdf.AppendNumber(b, em), " Tf ("...)
		b = append(pdf.AppendCode(b, form[g.face.Index].Code(g.r)), ")Tj"...)
	}
	return append(b, " ET EMC Q\n"...)
}
