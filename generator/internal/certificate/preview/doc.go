// Package preview makes the small picture of a certificate that a runner's page shows.
//
// What the certificates of a race share is one SVG: artwork, fixed lines, and bars where a
// certificate has times that the picture is too small for. A style sheet places the
// runner's own texts over it, so that a page holds nothing but those texts. Neither needs
// a script.
package preview

import (
	"bytes"
	"compress/gzip"
	"math"
	"strconv"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/truetype"
)

// MostBytes is how many bytes the picture of a race has at most, compressed by gzip.
const MostBytes = 12 << 10

// Sheet is what the certificates of a race share. Places and sizes of texts are points from
// the upper left corner, all other lengths are millimetres.
type Sheet struct {
	Width, Height float64
	Language      string // of the fixed lines (BCP 47)
	Artwork       []drawing.Ornament
	Colours       map[string]string // of the artwork, as "#rrggbb"
	Pictures      map[string]*drawing.Picture
	Strokes       []Stroke
	Mark          Mark
	Lines         []Line
	Bars          []Bar
	Code          *Code // nil for none
}

// Line is a fixed line of text.
type Line struct {
	Text        string
	Letters     []Letter // that draw the text one by one; nil where they join
	X, Y        float64  // of its baseline
	Size, Width float64
	Track       float64 // space between characters
	Colour      string
	Font        Font
}

// Letter is a glyph of a line.
type Letter struct {
	Face  *truetype.Face
	Glyph int
	At    float64 // from the start of the line
}

// Mark is the word across a sheet that is not real, drawn in outlines.
type Mark struct {
	Line
	Turn   float64 // degrees, counter-clockwise
	Stroke float64 // width of the outlines in points
}

// Stroke is a straight line.
type Stroke struct {
	From, To [2]float64
	Width    float64
	Colour   string
}

// Bar stands for a text that the picture is too small for.
type Bar struct {
	X, Y, Width, Height float64
	Colour              string
}

// Code is where the QR code of a certificate stands. Each runner has another one, so the
// picture has a mere sign of it, which no reader takes for a code.
type Code struct{ X, Y, Size float64 }

// Font is by which fonts of a browser a text is set.
type Font struct{ Serif, Bold bool }

// detail is how much of a sheet a picture has.
type detail struct {
	outlined float64 // points: lines from this size on are outlines of their own font
	dots     float64 // of pictures, to the millimetre; 0 for none
	shapes   bool    // pictures made of shapes
	artwork  bool    // what is not straight, too
}

// details are tried until the picture is small enough.
var details = []detail{
	{12, 4, true, true}, {20, 4, true, true}, {20, 2.5, true, true}, {20, 1.5, true, true}, {20, 0, true, true}, {20, 0, false, true},
	{math.Inf(1), 0, false, true}, {math.Inf(1), 0, false, false},
}

// SVG returns the picture, with as much detail as MostBytes allow; nil where even the
// least is too much.
func (s *Sheet) SVG() []byte {
	for _, d := range details {
		w := writer{sheet: s, detail: d}
		if w.draw(); packed(w.b) <= MostBytes {
			return w.b
		}
	}
	return nil
}

// packed returns how many bytes a file has when gzip compresses it.
func packed(b []byte) int {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, 6) // a level that there is
	_, _ = z.Write(b)                    // to memory
	_ = z.Close()
	return out.Len()
}

// millimetre is its length in points.
const millimetre = 1 / drawing.Point

// writer writes the SVG of a sheet.
type writer struct {
	sheet  *Sheet
	detail detail
	b      []byte
	ids    int
}

// put appends texts as they are, and numbers with as few digits as the eye needs.
func (w *writer) put(parts ...any) {
	for _, part := range parts {
		switch v := part.(type) {
		case string:
			w.b = append(w.b, v...)
		case int:
			w.b = strconv.AppendInt(w.b, int64(v), 10)
		case float64:
			w.b = appendNumber(w.b, v, 2)
		}
	}
}

// id returns a new name for a part of the picture.
func (w *writer) id() string {
	w.ids++
	return "p" + strconv.Itoa(w.ids)
}

// appendNumber appends a number with at most so many decimals.
func appendNumber(b []byte, v float64, decimals int) []byte {
	scale := math.Pow10(decimals)
	v = math.Round(v*scale) / scale
	if v == 0 {
		return append(b, '0') // never -0
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// draw writes the whole picture.
func (w *writer) draw() {
	s := w.sheet
	width, height := s.Width*millimetre, s.Height*millimetre
	w.put(`<svg xmlns="http://www.w3.org/2000/svg" width="`, math.Round(width), `" height="`, math.Round(height), `" viewBox="0 0 `, width, " ", height, `" lang="`, s.Language, `" font-family="`, sans, `">`)
	w.put(`<path fill="#fff" d="M0 0H`, width, "V", height, `H0z"/><g transform="scale(`)
	w.b = appendNumber(w.b, millimetre, 5)
	w.put(`)" stroke-linecap="round">`)
	for i := range s.Artwork {
		w.ornament(&s.Artwork[i])
	}
	for _, l := range s.Strokes {
		w.put(`<path stroke="`, l.Colour, `" stroke-width="`, l.Width, `" d="M`, l.From[0], " ", l.From[1], "L", l.To[0], " ", l.To[1], `"/>`)
	}
	w.put("</g>")
	if s.Mark.Text != "" {
		w.mark(&s.Mark)
	}
	for i := range s.Lines {
		w.line(&s.Lines[i])
	}
	if len(s.Bars) > 0 {
		w.put(`<g fill-opacity=".25">`)
		for _, b := range s.Bars {
			w.put(`<rect x="`, b.X, `" y="`, b.Y, `" width="`, b.Width, `" height="`, b.Height, `" rx="`, b.Height/2, `" fill="`, b.Colour, `"/>`)
		}
		w.put("</g>")
	}
	if s.Code != nil {
		w.code(s.Code)
	}
	w.put("</svg>\n")
}
