package drawing

import "github.com/jung-kurt/gofpdf"

// Figure draws a path with its copies and its mirror image, in the colours that are set.
func Figure(pdf *gofpdf.Fpdf, o Ornament) error {
	moves, err := ParsePath(o.Path)
	if err != nil {
		return err
	}
	style := ""
	if o.Fill != "" {
		style = "F"
	}
	if o.Line > 0 {
		style += "D"
	}
	draw := func() {
		for range max(1, o.Copies) {
			for _, m := range moves {
				p := m.Points
				for i := range p {
					p[i][0], p[i][1] = p[i][0]+o.At[0], p[i][1]+o.At[1]
				}
				switch m.Command {
				case 'M':
					pdf.MoveTo(p[0][0], p[0][1])
				case 'L':
					pdf.LineTo(p[0][0], p[0][1])
				case 'C':
					pdf.CurveBezierCubicTo(p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
				case 'Z':
					pdf.ClosePath()
				}
			}
			pdf.DrawPath(style)
			pdf.TransformRotate(o.Turn, o.At[0], o.At[1])
		}
	}
	pdf.TransformBegin()
	draw()
	pdf.TransformEnd()
	if o.Mirror {
		pdf.TransformBegin()
		pdf.TransformMirrorHorizontal(o.At[0])
		draw()
		pdf.TransformEnd()
	}
	return nil
}
