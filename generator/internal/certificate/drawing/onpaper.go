package drawing

import (
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/pdf"
)

// Size returns about how many bytes a picture takes on a certificate.
func (p *Picture) Size() int {
	if p.Shapes != nil {
		return 0
	}
	if p.JPEG != nil {
		return len(p.JPEG)
	}
	d := pdf.New()
	p.WriteObject(&d, d.Reserve(2))
	return len(d.Bytes())
}

// WriteObject writes the dots of a picture as the object with this number, and its opacity as the
// next.
func (p *Picture) WriteObject(d *pdf.Document, number int) {
	head := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8", p.Width, p.Height)
	switch {
	case p.JPEG != nil && p.Grey:
		d.Packed(number, head+"/ColorSpace/DeviceGray/Filter/DCTDecode", p.JPEG)
	case p.JPEG != nil:
		d.Packed(number, head+"/ColorSpace/DeviceRGB/Filter/DCTDecode", p.JPEG)
	case p.Alpha != nil:
		d.Stream(number+1, head+"/ColorSpace/DeviceGray", p.Alpha)
		head += fmt.Sprintf("/SMask %d 0 R", number+1)
		fallthrough
	default:
		d.Stream(number, head+"/ColorSpace/DeviceRGB", p.Dots)
	}
}

// DrawShapes draws the shapes of a picture with its upper left corner at x and y, w wide,
// all in millimetres.
func (p *Picture) DrawShapes(to *gofpdf.Fpdf, x, y, w float64) {
	d := p.Shapes
	scale := w / d.Width
	at := func(p [2]float64) (float64, float64) { return x + (p[0]-d.Left)*scale, y + (p[1]-d.Top)*scale }
	for _, s := range d.Shapes {
		how := ""
		if s.Stroke != nil && s.Line > 0 {
			to.SetDrawColor(int(s.Stroke[0]), int(s.Stroke[1]), int(s.Stroke[2]))
			to.SetLineWidth(s.Line * scale)
			how = "D"
		}
		if s.Fill != nil {
			to.SetFillColor(int(s.Fill[0]), int(s.Fill[1]), int(s.Fill[2]))
			how = "F" + how
			if s.EvenOdd {
				how += "*"
			}
		}
		if how == "" {
			continue
		}
		for _, step := range s.Steps {
			ax, ay := at(step.Points[0])
			switch step.Command {
			case 'M':
				to.MoveTo(ax, ay)
			case 'L':
				to.LineTo(ax, ay)
			case 'C':
				bx, by := at(step.Points[1])
				cx, cy := at(step.Points[2])
				to.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
			case 'Z':
				to.ClosePath()
			}
		}
		to.DrawPath(how)
	}
}
