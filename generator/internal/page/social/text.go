package social

import (
	"image"
	"image/draw"
	"strings"
	"sync"
	"unicode"

	"guntime/generator/internal/certificate/truetype"

	"golang.org/x/image/vector"
)

// line is a line of text in the middle of a picture.
type line struct {
	text        string
	faces       []*truetype.Face
	size, least int // pixels an em
	baseline    int
	shade       shade
	width       int // greatest width
}

// faceOf returns the first face that has a character, and its glyph.
func faceOf(r rune, faces []*truetype.Face) (*truetype.Face, int) {
	for _, f := range faces {
		if g := f.Glyph(r); g != 0 {
			return f, g
		}
	}
	return nil, 0
}

// drawable reports whether a text is not empty, and the faces have each of its
// characters.
func drawable(text string, faces []*truetype.Face) bool {
	for _, r := range text {
		if f, _ := faceOf(r, faces); f == nil && !unicode.IsSpace(r) {
			return false
		}
	}
	return text != ""
}

// width returns the width of a text in thousandths of the em.
func width(text string, faces []*truetype.Face) int {
	all := 0
	for _, r := range text {
		if f, g := faceOf(r, faces); f != nil {
			all += f.Advance(g)
		} else {
			all += 300
		}
	}
	return all
}

// lines breaks a text that is too wide at its largest size into two, at the space
// nearest its middle; a text without spaces stays one.
func (m *Maker) lines(text string, faces []*truetype.Face, size, most int) []string {
	if width(text, faces)*size/1000 <= most {
		return []string{text}
	}
	best, words := -1, strings.Fields(text)
	var broken []string
	for i := 1; i < len(words); i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if wide := max(width(a, faces), width(b, faces)); best < 0 || wide < best {
			best, broken = wide, []string{a, b}
		}
	}
	if broken == nil {
		return []string{text}
	}
	return broken
}

// centred draws a line, smaller where it is too wide. What is too wide at the least
// size ends with "…".
func (m *Maker) centred(c *canvas, l line) {
	if l.text == "" {
		return
	}
	size, wide := l.size, width(l.text, l.faces)
	if wide*size/1000 > l.width {
		size = max(l.least, l.width*1000/wide)
	}
	for runes := []rune(l.text); wide*size/1000 > l.width && len(runes) > 1; wide = width(l.text, l.faces) {
		runes = runes[:len(runes)-1]
		l.text = strings.TrimSpace(string(runes)) + "…"
	}
	x := (Width*1000 - wide*size) / 2 // thousandths of a pixel
	for _, r := range l.text {
		f, g := faceOf(r, l.faces)
		if f == nil {
			x += 300 * size
			continue
		}
		if mask := m.masks.of(f, r, g, size); mask != nil {
			c.paint(mask, x/1000, l.baseline, l.shade)
		}
		x += f.Advance(g) * size
	}
}

// glyphs keeps the masks of letters and figures, which every picture has.
type glyphs struct{ known sync.Map }

type glyphKey struct {
	face  *truetype.Face
	glyph int
	size  int
}

// kept is the first character whose masks are not kept: Han are too many.
const kept = 0x2E80

// of returns the mask of a glyph, nil for a blank one. Its rectangle is that from the
// origin of the glyph on the baseline.
func (k *glyphs) of(f *truetype.Face, r rune, glyph, size int) *image.Alpha {
	of := glyphKey{f, glyph, size}
	if known, ok := k.known.Load(of); ok {
		return known.(*image.Alpha)
	}
	mask := rasterized(f, glyph, size)
	if r < kept {
		k.known.Store(of, mask)
	}
	return mask
}

// rasterized fills the outline of a glyph. All that is computed here is whole numbers,
// in 64ths of a pixel, and the rasterizer gets glyphs of less than 512 pixels, which it
// fills in fixed point: a fraction could round differently on another machine.
func rasterized(f *truetype.Face, glyph, size int) *image.Alpha {
	contours := f.Contours(glyph)
	em := f.Em()
	left, top, right, bottom := 1<<30, 1<<30, -1<<30, -1<<30
	for _, c := range contours {
		for i, p := range c {
			c[i].X, c[i].Y = p.X*size*64/em, -p.Y*size*64/em
			left, right = min(left, c[i].X), max(right, c[i].X)
			top, bottom = min(top, c[i].Y), max(bottom, c[i].Y)
		}
	}
	if left > right {
		return nil
	}
	box := image.Rect(left>>6-1, top>>6-1, right>>6+2, bottom>>6+2)
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p truetype.Point) (x, y float32) {
		return float32(p.X-box.Min.X*64) / 64, float32(p.Y-box.Min.Y*64) / 64
	}
	for _, c := range contours {
		outline(r, c, at)
	}
	mask := image.NewAlpha(box)
	r.DrawOp = draw.Src
	r.Draw(mask, box, image.Opaque, image.Point{})
	return mask
}

// outline gives a contour to the rasterizer, its curves as short lines.
func outline(r *vector.Rasterizer, c []truetype.Point, at func(truetype.Point) (x, y float32)) {
	if len(c) < 2 {
		return
	}
	middle := func(a, b truetype.Point) truetype.Point {
		return truetype.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2, On: true}
	}
	start := c[0]
	if !start.On {
		if start = c[len(c)-1]; !start.On {
			start = middle(c[0], c[len(c)-1])
		}
	}
	r.MoveTo(at(start))
	from := start
	var bend *truetype.Point
	to := func(p truetype.Point) {
		if bend == nil {
			r.LineTo(at(p))
		} else {
			const steps = 6
			for i := 1; i <= steps; i++ {
				u := steps - i
				r.LineTo(at(truetype.Point{X: (u*u*from.X + 2*u*i*bend.X + i*i*p.X) / (steps * steps), Y: (u*u*from.Y + 2*u*i*bend.Y + i*i*p.Y) / (steps * steps)}))
			}
		}
		from, bend = p, nil
	}
	for i := range c {
		p := &c[i]
		switch {
		case p.On:
			to(*p)
		case bend != nil:
			to(middle(*bend, *p))
			bend = p
		default:
			bend = p
		}
	}
	to(start)
	r.ClosePath()
}
