package certificate

import (
	"fmt"
	"io/fs"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/problem"
)

// heavyPicture is how many bytes of a picture are worth a warning: every certificate
// carries them.
const heavyPicture = 150 << 10

// picture is a picture of a design.
type picture struct {
	file string
	*drawing.Picture
}

// readPictures reads the pictures that the artwork names, each once. It returns
// their bytes, on which the key depends.
func (d *Design) readPictures(c *checker, templates fs.FS) (sources [][]byte) {
	d.pictures = map[string]*picture{}
	for i := range d.Artwork {
		o := &d.Artwork[i]
		if o.Draw != "image" || d.pictures[o.File] != nil {
			continue
		}
		at := d.artworkAt(i)
		const hint = "an image is an SVG of shapes, a PNG or a JPEG in templates, such as file: images/logo.svg"
		if !fs.ValidPath(o.File) || o.File == "." {
			c.at(at, "image", hint, "%q is not a file in templates", o.File)
			continue
		}
		data, err := fs.ReadFile(templates, o.File)
		if err != nil {
			c.at(at, "image", hint, "the image cannot be read: %v", err)
			continue
		}
		parsed, err := drawing.ParsePicture(o.File, data)
		if err != nil {
			c.at(at, "image", hint, "the image %q cannot be used: %v", o.File, err)
			continue
		}
		p := &picture{o.File, parsed}
		if size := p.size(); size > heavyPicture {
			c.at(at, "image", "use an SVG, or fewer dots: 300 to the inch are enough", "the image %q takes %d KB, and every certificate carries it", o.File, size>>10)
			c.problems[len(c.problems)-1].Level = problem.Warning
		}
		d.pictures[o.File] = p
		sources = append(sources, data)
	}
	return sources
}

// size returns about how many bytes a picture takes on a certificate.
func (p *picture) size() int {
	if p.Shapes != nil {
		return 0
	}
	if p.JPEG != nil {
		return len(p.JPEG)
	}
	d := pdf.New()
	p.write(&d, d.Reserve(2))
	return len(d.Bytes())
}

// write writes the picture as the object with this number, and its opacity as the
// next.
func (p *picture) write(d *pdf.Document, number int) {
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

// draw draws the shapes of a picture, or refers to its dots by the name of the
// object.
func (p *picture) draw(to *gofpdf.Fpdf, o ornament, pageHeight float64, name string) {
	x, y, w, h := p.Fitted(o)
	if p.Shapes == nil {
		to.RawWriteStr("q " + string(pdf.AppendNumber(nil, w/millimetres)) + " 0 0 " + string(pdf.AppendNumber(nil, h/millimetres)) + " " +
			string(pdf.AppendNumber(nil, x/millimetres)) + " " + string(pdf.AppendNumber(nil, (pageHeight-y-h)/millimetres)) + " cm /" + name + " Do Q\n")
		return
	}
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
