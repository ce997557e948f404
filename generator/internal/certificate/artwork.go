package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// artwork draws the certificate without its texts and returns the content
// stream: nothing but paths.
func (d *Design) artwork(rows int, word string) ([]byte, error) {
	return paths(d.Page.Width, d.Page.Height, func(pdf *gofpdf.Fpdf) error {
		for _, o := range d.Artwork {
			d.ornament(pdf, o)
		}
		d.rules(pdf, rows)
		return d.drawMark(pdf, d.Mark, word)
	})
}

// paths returns the content stream of a page of that many millimetres on which
// something is drawn.
func paths(width, height float64, draw func(*gofpdf.Fpdf) error) ([]byte, error) {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: gofpdf.SizeType{Wd: width, Ht: height}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetCompression(false)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()
	pdf.SetLineCapStyle("round")
	if err := draw(pdf); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("artwork: %w", err)
	}
	_, after, found := bytes.Cut(b.Bytes(), []byte(">>\nstream\n"))
	stream, _, closed := bytes.Cut(after, []byte("\nendstream\n"))
	if !found || !closed {
		return nil, errors.New("artwork: a PDF without a content stream")
	}
	return stream, nil
}

func (d *Design) ornament(pdf *gofpdf.Fpdf, o ornament) {
	d.stroke(pdf, o.Line, o.Colour)
	switch o.Draw {
	case "panel":
		c := d.inks[o.Colour]
		pdf.SetFillColor(int(c.r), int(c.g), int(c.b))
		pdf.Rect(o.At[0], o.At[1], o.Size[0], o.Size[1], "F")
	case "frame":
		pdf.Rect(o.At[0], o.At[1], o.Size[0], o.Size[1], "D")
	case "rule":
		pdf.Line(o.At[0], o.At[1], o.To[0], o.To[1])
	case "rosette":
		rosette(pdf, o.At[0], o.At[1], o.Radius, o.Inner, o.Turns)
	case "band":
		band(pdf, o)
	}
}

func (d *Design) stroke(pdf *gofpdf.Fpdf, line float64, colour string) {
	c := d.inks[colour]
	pdf.SetDrawColor(int(c.r), int(c.g), int(c.b))
	pdf.SetLineWidth(line)
}

// rosette turns one loop about a centre, each turn from where the last one
// left off: the same bytes again and again, which compress to next to nothing.
func rosette(pdf *gofpdf.Fpdf, x, y, radius, inner float64, turns int) {
	loop := (radius - inner) / 2
	pdf.TransformBegin()
	for range turns {
		pdf.TransformRotate(360/float64(turns), x, y)
		ellipse(pdf, x, y-inner-loop, loop*0.62, loop)
	}
	pdf.TransformEnd()
}

// band runs interlaced loops along the four sides of a rectangle, between
// rosettes at its corners. Like the rosette it repeats one drawing.
func band(pdf *gofpdf.Fpdf, o ornament) {
	x, y, w, h, depth := o.At[0], o.At[1], o.Size[0], o.Size[1], o.Depth
	side := func(length, turn, cx, cy float64) {
		length -= 3 * depth
		n := max(1, int(math.Round(length/o.Step)))
		pdf.TransformBegin()
		pdf.TransformRotate(turn, cx, cy)
		pdf.TransformTranslate(-length/2, 0)
		for range n + 1 {
			ellipse(pdf, cx, cy, depth*0.95, depth/2)
			ellipse(pdf, cx, cy, depth*0.45, depth/4)
			pdf.TransformTranslate(length/float64(n), 0)
		}
		pdf.TransformEnd()
	}
	side(w, 0, x+w/2, y+depth/2)
	side(w, 0, x+w/2, y+h-depth/2)
	side(h, 90, x+depth/2, y+h/2)
	side(h, 90, x+w-depth/2, y+h/2)
	for _, corner := range [][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		cx := corner[0] + depth/2*sign(x+w/2-corner[0])
		cy := corner[1] + depth/2*sign(y+h/2-corner[1])
		rosette(pdf, cx, cy, depth*0.72, depth*0.08, 24)
	}
}

// ellipse draws an ellipse of four curves, about its centre.
func ellipse(pdf *gofpdf.Fpdf, x, y, rx, ry float64) {
	const k = 0.5522847498 // how far the control points of a quarter lie
	pdf.MoveTo(x+rx, y)
	pdf.CurveBezierCubicTo(x+rx, y-k*ry, x+k*rx, y-ry, x, y-ry)
	pdf.CurveBezierCubicTo(x-k*rx, y-ry, x-rx, y-k*ry, x-rx, y)
	pdf.CurveBezierCubicTo(x-rx, y+k*ry, x-k*rx, y+ry, x, y+ry)
	pdf.CurveBezierCubicTo(x+k*rx, y+ry, x+rx, y+k*ry, x+rx, y)
	pdf.DrawPath("D")
}

func sign(v float64) float64 { return math.Copysign(1, v) }

// rules draws the lines of the table of splits.
func (d *Design) rules(pdf *gofpdf.Fpdf, rows int) {
	s := d.Splits
	x, w, row := s.At[0], s.Size[0], s.rowHeight(rows)
	top := s.At[1] + s.headHeight()
	d.stroke(pdf, 2*s.Hairpin, s.Accent)
	pdf.Line(x, top, x+w, top)
	d.stroke(pdf, s.Hairpin, s.Rule)
	for i := 1; i < rows; i++ {
		pdf.Line(x, top+float64(i)*row, x+w, top+float64(i)*row)
	}
	d.stroke(pdf, 2*s.Hairpin, s.Accent)
	pdf.Line(x, top+float64(rows)*row, x+w, top+float64(rows)*row)
}

// headHeight is the height of the table's head: two lines of labels.
func (s *splitTable) headHeight() float64 { return s.Label * 3.4 * millimetres }

// rowHeight is the height of each of the table's rows.
func (s *splitTable) rowHeight(rows int) float64 {
	return min(s.Row, (s.Size[1]-s.headHeight())/float64(max(1, rows)))
}

// millimetres in a point.
const millimetres = 25.4 / 72

// drawMark strokes the outlines of a word about the mark's centre: as text,
// which lies across other text, it would be read into it.
func (d *Design) drawMark(pdf *gofpdf.Fpdf, m mark, word string) error {
	if word == "" {
		return nil
	}
	glyphs, missing := d.stacks[m.Font].set(nil, word, nil)
	if len(missing) > 0 || widthOf(glyphs) == 0 {
		return fmt.Errorf("mark %q: no font has %q", word, string(missing))
	}
	d.stroke(pdf, m.Line, m.Colour)
	pdf.TransformBegin()
	defer pdf.TransformEnd()
	pdf.TransformRotate(m.Angle, m.At[0], m.At[1])
	size := min(m.Width*1000/float64(widthOf(glyphs)), m.Width/4) // millimetres
	x, y := m.At[0]-float64(widthOf(glyphs))/2000*size, m.At[1]+0.36*size
	outlines := map[*face]*sfnt.Font{}
	for _, g := range glyphs {
		f := outlines[g.face]
		if f == nil {
			var err error
			if f, err = sfnt.Parse(g.face.data); err != nil {
				return fmt.Errorf("mark %q: font %s: %w", word, g.face.name, err)
			}
			outlines[g.face] = f
		}
		if err := outline(pdf, f, g.face.glyph(g.r), x, y, size); err != nil {
			return fmt.Errorf("mark %q: %w", word, err)
		}
		x += float64(g.advance) / 1000 * size
	}
	return nil
}

// outline strokes one glyph with its origin at x, y.
func outline(pdf *gofpdf.Fpdf, f *sfnt.Font, index int, x, y, size float64) error {
	const em = 1000
	var b sfnt.Buffer
	segments, err := f.LoadGlyph(&b, sfnt.GlyphIndex(index), fixed.I(em), nil)
	if err != nil {
		return err
	}
	// A fifth of a point is finer than the line is broad, and short to write.
	round := func(v float64) float64 { return math.Round(v/millimetres*5) / 5 * millimetres }
	at := func(p fixed.Point26_6) (float64, float64) {
		return round(x + float64(p.X)/64/em*size), round(y + float64(p.Y)/64/em*size)
	}
	open := false
	var x0, y0 float64 // where the path has got to
	for _, s := range segments {
		x1, y1 := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				pdf.ClosePath()
			}
			pdf.MoveTo(x1, y1)
			open, x0, y0 = true, x1, y1
		case sfnt.SegmentOpLineTo:
			pdf.LineTo(x1, y1)
			x0, y0 = x1, y1
		case sfnt.SegmentOpQuadTo:
			x2, y2 := at(s.Args[1])
			pdf.CurveBezierCubicTo(x0+(x1-x0)*2/3, y0+(y1-y0)*2/3, x2+(x1-x2)*2/3, y2+(y1-y2)*2/3, x2, y2)
			x0, y0 = x2, y2
		case sfnt.SegmentOpCubeTo:
			x2, y2 := at(s.Args[1])
			x3, y3 := at(s.Args[2])
			pdf.CurveBezierCubicTo(x1, y1, x2, y2, x3, y3)
			x0, y0 = x3, y3
		}
	}
	if open {
		pdf.ClosePath()
		pdf.DrawPath("D")
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
