package certificate

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/pdf"
)

// artwork draws the certificate without its texts. It returns the content stream,
// which has only paths, its shadings, named S0, S1 and so on, and its
// pictures of dots, named I0, I1 and so on.
func (d *Design) artwork(rows int) (stream []byte, shadings []string, dots []*picture, err error) {
	stream, err = drawing.Paths(d.Page.Width, d.Page.Height, func(pdf *gofpdf.Fpdf) error {
		for _, o := range d.Artwork {
			if o.Draw == "gradient" {
				pdf.ClipRect(o.At[0], o.At[1], o.Size[0], o.Size[1], false)
				pdf.RawWriteStr(fmt.Sprintf("/S%d sh\n", len(shadings)))
				pdf.ClipEnd()
				shadings = append(shadings, d.shading(o))
				continue
			}
			if o.Draw == "image" {
				p := d.pictures[o.File]
				i := slices.Index(dots, p)
				if i < 0 && p.shapes == nil {
					i, dots = len(dots), append(dots, p)
				}
				p.draw(pdf, o, d.Page.Height, fmt.Sprintf("I%d", i))
				continue
			}
			if err := d.ornament(pdf, o); err != nil {
				return err
			}
		}
		d.rules(pdf, rows)
		return nil
	})
	return stream, shadings, dots, err
}

// shading returns a gradient as a PDF dictionary.
func (d *Design) shading(o ornament) string {
	sin, cos := math.Sincos(o.Angle * math.Pi / 180)
	x, y := o.At[0]+o.Size[0]/2, o.At[1]+o.Size[1]/2
	half := (math.Abs(o.Size[0]*cos) + math.Abs(o.Size[1]*sin)) / 2
	b := []byte("<</ShadingType 2 /ColorSpace /DeviceRGB /Extend [true true] /Coords [")
	for _, v := range []float64{x - half*cos, d.Page.Height - y + half*sin, x + half*cos, d.Page.Height - y - half*sin} {
		b = append(pdf.AppendNumber(b, v/millimetres), ' ')
	}
	b = append(b, "] /Function <</FunctionType 2 /N 1 /Domain [0 1] /C0 ["...)
	b = append(appendInk(b, d.inks[o.Colour], "] /C1 ["), ' ')
	return string(appendInk(b, d.inks[o.Fade], "]>>>>"))
}

func (d *Design) ornament(pdf *gofpdf.Fpdf, o ornament) error {
	d.stroke(pdf, o.Line, o.Colour)
	switch o.Draw {
	case "panel":
		d.fill(pdf, o.Colour)
		pdf.Rect(o.At[0], o.At[1], o.Size[0], o.Size[1], "F")
	case "frame":
		pdf.Rect(o.At[0], o.At[1], o.Size[0], o.Size[1], "D")
	case "rule":
		pdf.Line(o.At[0], o.At[1], o.To[0], o.To[1])
	case "rosette":
		drawing.Rosette(pdf, o.At[0], o.At[1], o.Radius, o.Inner, o.Turns)
	case "band":
		band(pdf, o)
	case "waves":
		waves(pdf, o)
	case "path":
		return d.path(pdf, o)
	}
	return nil
}

func (d *Design) fill(pdf *gofpdf.Fpdf, colour string) {
	c := d.inks[colour]
	pdf.SetFillColor(int(c.r), int(c.g), int(c.b))
}

func (d *Design) stroke(pdf *gofpdf.Fpdf, line float64, colour string) {
	c := d.inks[colour]
	pdf.SetDrawColor(int(c.r), int(c.g), int(c.b))
	pdf.SetLineWidth(line)
}

// band draws interlaced loops along the four sides of a rectangle, between rosettes
// at its corners. It draws each side as seen from the corner of the page, so that
// the bytes repeat.
func band(pdf *gofpdf.Fpdf, o ornament) {
	x, y, w, h, depth := o.At[0], o.At[1], o.Size[0], o.Size[1], o.Depth
	long, short := w-3*depth, h-3*depth
	side := func(length, turn, cx, cy float64) {
		n := max(1, int(math.Round(length/o.Step)))
		pdf.TransformBegin()
		pdf.TransformTranslate(cx, cy)
		pdf.TransformRotate(turn, 0, 0)
		pdf.TransformTranslate(-length/2, 0)
		for range n + 1 {
			drawing.Ellipse(pdf, 0, 0, depth*0.95, depth/2)
			drawing.Ellipse(pdf, 0, 0, depth*0.45, depth/4)
			pdf.TransformTranslate(length/float64(n), 0)
		}
		pdf.TransformEnd()
	}
	side(long, 0, x+w/2, y+depth/2)
	side(long, 0, x+w/2, y+h-depth/2)
	side(short, 90, x+depth/2, y+h/2)
	side(short, 90, x+w-depth/2, y+h/2)
	for _, corner := range [][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		pdf.TransformBegin()
		pdf.TransformTranslate(corner[0]+depth/2*sign(x+w/2-corner[0]), corner[1]+depth/2*sign(y+h/2-corner[1]))
		drawing.Rosette(pdf, 0, 0, depth*0.72, depth*0.08, 24)
		pdf.TransformEnd()
	}
}

// waves draws lines along a strip, each shifted a little, so that they cross. It
// draws one wave again and again.
func waves(pdf *gofpdf.Fpdf, o ornament) {
	x, y, w, h := o.At[0], o.At[1], o.Size[0], o.Size[1]
	pdf.ClipRect(x, y, w, h, false)
	defer pdf.ClipEnd()
	middle, high := y+h/2, h*0.48
	// The control points of half a wave, close to a sine.
	near, top := o.Step*0.1821, high*4/3
	n := int(math.Ceil(w/o.Step)) + 2
	pdf.TransformBegin()
	defer pdf.TransformEnd()
	pdf.TransformTranslate(-2*o.Step, 0)
	for range o.Lines {
		pdf.TransformTranslate(o.Step/float64(o.Lines), 0)
		pdf.MoveTo(x, middle)
		for i := range n {
			from := x + float64(i)*o.Step
			half := from + o.Step/2
			pdf.CurveBezierCubicTo(from+near, middle-top, half-near, middle-top, half, middle)
			pdf.CurveBezierCubicTo(half+near, middle+top, from+o.Step-near, middle+top, from+o.Step, middle)
		}
		pdf.DrawPath("D")
	}
}

func sign(v float64) float64 { return math.Copysign(1, v) }

// rules draws the lines of the table of splits.
func (d *Design) rules(pdf *gofpdf.Fpdf, rows int) {
	s := d.Splits
	if s.Hairpin == 0 {
		return
	}
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

// headHeight returns the height of the head of the table in millimetres: two lines
// of labels.
func (s *splitTable) headHeight() float64 { return s.Label * 3.4 * millimetres }

// rowHeight returns the height of each row in millimetres.
func (s *splitTable) rowHeight(rows int) float64 {
	return min(s.Row, (s.Size[1]-s.headHeight())/float64(max(1, rows)))
}

// millimetres is the length of a point in millimetres.
const millimetres = 25.4 / 72

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
