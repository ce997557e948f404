package certificate

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/preview"
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
				if i < 0 && p.Shapes == nil {
					i, dots = len(dots), append(dots, p)
				}
				p.Draw(pdf, o, d.Page.Height, fmt.Sprintf("I%d", i))
				continue
			}
			if err := d.ornament(pdf, o); err != nil {
				return err
			}
		}
		last := preview.Stroke{}
		for _, l := range d.rules(rows) {
			if l.Width != last.Width || l.Colour != last.Colour {
				d.stroke(pdf, l.Width, l.Colour)
			}
			last = l
			pdf.Line(l.From[0], l.From[1], l.To[0], l.To[1])
		}
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
		drawing.Band(pdf, o)
	case "waves":
		drawing.Waves(pdf, o)
	case "path":
		if o.Fill != "" {
			d.fill(pdf, o.Fill)
		}
		return drawing.Figure(pdf, o)
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

// rules returns the lines of the table of splits.
func (d *Design) rules(rows int) (all []preview.Stroke) {
	s := d.Splits
	if s.Hairpin == 0 {
		return nil
	}
	x, w, row := s.At[0], s.Size[0], s.rowHeight(rows)
	top := s.At[1] + s.headHeight()
	for i := range rows + 1 {
		y := top + float64(i)*row
		line := preview.Stroke{From: [2]float64{x, y}, To: [2]float64{x + w, y}, Width: s.Hairpin, Colour: s.Rule}
		if i == 0 || i == rows {
			line.Width, line.Colour = 2*s.Hairpin, s.Accent
		}
		all = append(all, line)
	}
	return all
}

// headHeight returns the height of the head of the table in millimetres: two lines
// of labels.
func (s *splitTable) headHeight() float64 { return s.Label * 3.4 * millimetres }

// rowHeight returns the height of each row in millimetres.
func (s *splitTable) rowHeight(rows int) float64 {
	return min(s.Row, (s.Size[1]-s.headHeight())/float64(max(1, rows)))
}

// millimetres is the length of a point in millimetres.
const millimetres = drawing.Point

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
