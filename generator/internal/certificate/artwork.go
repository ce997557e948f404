package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/pdf"
)

// artwork draws the certificate without its texts. It returns the content stream,
// which has only paths, and its shadings, named S0, S1 and so on.
func (d *Design) artwork(rows int) (stream []byte, shadings []string, err error) {
	stream, err = paths(d.Page.Width, d.Page.Height, func(pdf *gofpdf.Fpdf) error {
		for _, o := range d.Artwork {
			if o.Draw == "gradient" {
				pdf.ClipRect(o.At[0], o.At[1], o.Size[0], o.Size[1], false)
				pdf.RawWriteStr(fmt.Sprintf("/S%d sh\n", len(shadings)))
				pdf.ClipEnd()
				shadings = append(shadings, d.shading(o))
				continue
			}
			if err := d.ornament(pdf, o); err != nil {
				return err
			}
		}
		d.rules(pdf, rows)
		return nil
	})
	return stream, shadings, err
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

// paths returns the content stream of what draw draws on a page, given the size of
// the page in millimetres.
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
	var short []byte
	for line := range bytes.Lines(stream) {
		short = trimDecimals(short, bytes.TrimSuffix(line, []byte("\n")))
	}
	return bytes.TrimSuffix(short, []byte("\n")), nil
}

// trimDecimals appends a line of a content stream without needless decimals. Lines
// that draw need only the precision of a printer, lines that rotate need more.
func trimDecimals(b, line []byte) []byte {
	draws := false
	switch line = bytes.TrimSpace(line); string(line[bytes.LastIndexByte(line, ' ')+1:]) {
	case "m", "l", "c", "re":
		draws = true
	}
	for word := range bytes.FieldsSeq(line) {
		v, err := strconv.ParseFloat(string(word), 64)
		switch {
		case err == nil && draws:
			b = pdf.AppendNumber(b, v)
		case err == nil && bytes.IndexByte(word, '.') >= 0:
			b = append(b, bytes.TrimRight(bytes.TrimRight(word, "0"), ".")...)
		default:
			b = append(b, word...)
		}
		b = append(b, ' ')
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b[n-1] = '\n'
	}
	return b
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
		rosette(pdf, o.At[0], o.At[1], o.Radius, o.Inner, o.Turns)
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

// rosette draws one loop many times around a centre, each turned from the one
// before. The same bytes repeat, so they compress to almost nothing.
func rosette(pdf *gofpdf.Fpdf, x, y, radius, inner float64, turns int) {
	loop := (radius - inner) / 2
	pdf.TransformBegin()
	for range turns {
		pdf.TransformRotate(360/float64(turns), x, y)
		ellipse(pdf, x, y-inner-loop, loop*0.62, loop)
	}
	pdf.TransformEnd()
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
			ellipse(pdf, 0, 0, depth*0.95, depth/2)
			ellipse(pdf, 0, 0, depth*0.45, depth/4)
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
		rosette(pdf, 0, 0, depth*0.72, depth*0.08, 24)
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

// ellipse draws an ellipse around its centre, as four curves.
func ellipse(pdf *gofpdf.Fpdf, x, y, rx, ry float64) {
	const k = 0.5522847498 // distance of the control points of a quarter, for radius 1
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
