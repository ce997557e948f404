package certificate

import (
	"slices"
	"strconv"
	"sync"
	"unicode/utf16"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/truetype"
)

// lineWriter appends the content stream that draws lines.
type lineWriter struct {
	form, own []*truetype.Subset     // by index of the face; their fonts are named F and R with that index
	tag       func(of tongue) string // the name of a language
	tagged    bool                   // lines are pieces of a certificate
}

// append appends the content stream that draws lines. Glyphs of the runner come from
// own, others from form.
func (w *lineWriter) append(b []byte, lines []line) []byte {
	b = append(b, "BT\n"...)
	var last ink
	first, font, inOwn, size, track, piece := true, -1, false, 0.0, 0.0, noPiece
	var x, y int64 // start of the last line, in hundredths of a point
	for _, l := range lines {
		if w.tagged && l.piece != piece {
			if piece != noPiece {
				b = append(b, "EMC "...)
			}
			if piece = l.piece; piece != noPiece {
				b = appendPiece(b, piece)
			}
		}
		if first || l.ink != last {
			b = appendInk(b, l.ink, "rg ")
			last, first = l.ink, false
		}
		if l.track != track {
			b = append(pdf.AppendNumber(b, l.track), " Tc "...)
			track = l.track
		}
		toX, toY := pdf.Hundredths(l.x), pdf.Hundredths(l.y)
		b = append(pdf.AppendHundredths(b, toX-x), ' ')
		b = append(pdf.AppendHundredths(b, toY-y), " Td "...)
		x, y = toX, toY
		if slices.ContainsFunc(l.glyphs, func(g glyph) bool { return g.shaped != nil }) {
			spoken := l.glyphs[0].tongue
			if spoken != 0 {
				b = append(w.appendLang(append(b, "/Span<<"...), spoken), ">>BDC "...)
			}
			b = appendShaped(b, l.glyphs, l.size, w.form, w.own)
			if spoken != 0 {
				b = append(b, "EMC "...)
			}
			b[len(b)-1] = '\n'
			font = -1
			continue
		}
		open := false                        // a span within the line
		if track != 0 && len(l.glyphs) > 0 { // a reader must see spaced letters as one text
			b = append(b, "/Span<<"...)
			if t := l.glyphs[0].tongue; t != 0 {
				b = w.appendLang(b, t)
			}
			b, open = append(appendActual(b, l.glyphs), ">>BDC "...), true
		}
		spoken := tongue(0)
		for i := 0; i < len(l.glyphs); {
			g := l.glyphs[i]
			if track == 0 && g.tongue != spoken {
				if open {
					b = append(b, "EMC "...)
				}
				if open = g.tongue != 0; open {
					b = append(w.appendLang(append(b, "/Span<<"...), g.tongue), ">>BDC "...)
				}
				spoken = g.tongue
			}
			name, set := byte('F'), w.form
			if g.own {
				name, set = 'R', w.own
			}
			if g.face.Index != font || g.own != inOwn || l.size != size {
				b = append(strconv.AppendInt(append(b, '/', name), int64(g.face.Index), 10), ' ')
				b = append(pdf.AppendNumber(b, l.size), " Tf "...)
				font, inOwn, size = g.face.Index, g.own, l.size
			}
			b = append(b, '(')
			for ; i < len(l.glyphs) && l.glyphs[i].face == g.face && l.glyphs[i].own == g.own && (track != 0 || l.glyphs[i].tongue == spoken); i++ {
				b = pdf.AppendCode(b, set[g.face.Index].Code(l.glyphs[i].r))
			}
			b = append(b, ")Tj "...)
		}
		if open {
			b = append(b, "EMC "...)
		}
		b[len(b)-1] = '\n'
	}
	if piece != noPiece {
		b = append(b, "EMC "...)
	}
	return append(b, "ET"...)
}

// appendLang appends the language of a span.
func (w *lineWriter) appendLang(b []byte, of tongue) []byte {
	return append(append(append(b, "/Lang("...), w.tag(of)...), ')')
}

// appendActual appends which characters the glyphs of a span are.
func appendActual(b []byte, line []glyph) []byte {
	b = append(b, "/ActualText<FEFF"...)
	for _, g := range line {
		for _, u := range utf16.AppendRune(nil, truetype.Plain(g.r)) {
			b = pdf.AppendHex(b, int(u))
		}
	}
	return append(b, '>')
}

// appendInk appends an operator that sets a colour: rg for texts and surfaces, RG
// for lines.
func appendInk(b []byte, c ink, operator string) []byte {
	for _, v := range [...]uint8{c.r, c.g, c.b} {
		b = append(b, shades()[v]...)
	}
	return append(b, operator...)
}

// shades are the values of a colour component as operators take them, from 0 to 1.
var shades = sync.OnceValue(func() *[256]string {
	var all [256]string
	for v := range all {
		all[v] = strconv.FormatFloat(float64(v)/255, 'f', 3, 64) + " "
	}
	return &all
})
