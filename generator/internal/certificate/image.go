package certificate

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // pictures of designs
	_ "image/png"
	"io/fs"
	"path"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/svg"
	"guntime/generator/internal/problem"
)

// Limits of pictures. A certificate carries its pictures, so heavy ones are found.
const (
	largestPicture = 8 << 20  // bytes of a file
	mostDots       = 16 << 20 // of a picture
	heavyPicture   = 150 << 10
)

// picture is a picture of a design: shapes, or dots.
type picture struct {
	file          string
	shapes        *svg.Drawing
	width, height int    // in dots
	jpeg          []byte // the file, where it can stand in a PDF as it is
	grey          bool   // of a JPEG
	dots, alpha   []byte // red, green and blue of each dot; its opacity, nil where all is opaque
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
		p, err := parsePicture(o.File, data)
		if err != nil {
			c.at(at, "image", hint, "the image %q cannot be used: %v", o.File, err)
			continue
		}
		if size := p.size(); size > heavyPicture {
			c.at(at, "image", "use an SVG, or fewer dots: 300 to the inch are enough", "the image %q takes %d KB, and every certificate carries it", o.File, size>>10)
			c.problems[len(c.problems)-1].Level = problem.Warning
		}
		p.file = o.File
		d.pictures[o.File] = p
		sources = append(sources, data)
	}
	return sources
}

// parsePicture reads an image file by its ending.
func parsePicture(name string, data []byte) (*picture, error) {
	if len(data) > largestPicture {
		return nil, fmt.Errorf("it has %d MB; at most %d are read", len(data)>>20, largestPicture>>20)
	}
	ending := strings.ToLower(path.Ext(name))
	if ending == ".svg" {
		shapes, err := svg.Parse(data)
		return &picture{shapes: shapes}, err
	}
	if ending != ".png" && ending != ".jpg" && ending != ".jpeg" {
		return nil, fmt.Errorf("its name ends in %q", ending)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if config.Width < 1 || config.Height < 1 || config.Width > mostDots/config.Height {
		return nil, fmt.Errorf("it has %d by %d dots; at most %d millions are drawn", config.Width, config.Height, mostDots>>20)
	}
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	p := &picture{width: config.Width, height: config.Height}
	if format == "jpeg" {
		switch config.ColorModel {
		case color.YCbCrModel:
			p.jpeg = data
			return p, nil
		case color.GrayModel:
			p.jpeg, p.grey = data, true
			return p, nil
		}
		return nil, errors.New("a JPEG must be in RGB or grey, not for print (CMYK)")
	}
	p.dots = make([]byte, 0, 3*p.width*p.height)
	p.alpha = make([]byte, 0, p.width*p.height)
	opaque := true
	for y := decoded.Bounds().Min.Y; y < decoded.Bounds().Max.Y; y++ {
		for x := decoded.Bounds().Min.X; x < decoded.Bounds().Max.X; x++ {
			v := color.NRGBAModel.Convert(decoded.At(x, y)).(color.NRGBA)
			p.dots = append(p.dots, v.R, v.G, v.B)
			p.alpha = append(p.alpha, v.A)
			opaque = opaque && v.A == 255
		}
	}
	if opaque {
		p.alpha = nil
	}
	return p, nil
}

// size returns about how many bytes a picture takes on a certificate.
func (p *picture) size() int {
	if p.shapes != nil {
		return 0
	}
	if p.jpeg != nil {
		return len(p.jpeg)
	}
	d := pdf.New()
	p.write(&d, d.Reserve(2))
	return len(d.Bytes())
}

// write writes the picture as the object with this number, and its opacity as the
// next.
func (p *picture) write(d *pdf.Document, number int) {
	head := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8", p.width, p.height)
	switch {
	case p.jpeg != nil && p.grey:
		d.Packed(number, head+"/ColorSpace/DeviceGray/Filter/DCTDecode", p.jpeg)
	case p.jpeg != nil:
		d.Packed(number, head+"/ColorSpace/DeviceRGB/Filter/DCTDecode", p.jpeg)
	case p.alpha != nil:
		d.Stream(number+1, head+"/ColorSpace/DeviceGray", p.alpha)
		head += fmt.Sprintf("/SMask %d 0 R", number+1)
		fallthrough
	default:
		d.Stream(number, head+"/ColorSpace/DeviceRGB", p.dots)
	}
}

// fitted returns the rectangle of a picture within that of its ornament: as large as
// it can be, in the middle, in millimetres.
func (p *picture) fitted(o ornament) (x, y, w, h float64) {
	width, height := float64(p.width), float64(p.height)
	if p.shapes != nil {
		width, height = p.shapes.Width, p.shapes.Height
	}
	scale := min(o.Size[0]/width, o.Size[1]/height)
	w, h = width*scale, height*scale
	return o.At[0] + (o.Size[0]-w)/2, o.At[1] + (o.Size[1]-h)/2, w, h
}

// draw draws the shapes of a picture, or refers to its dots by the name of the
// object.
func (p *picture) draw(to *gofpdf.Fpdf, o ornament, pageHeight float64, name string) {
	x, y, w, h := p.fitted(o)
	if p.shapes == nil {
		to.RawWriteStr("q " + string(pdf.AppendNumber(nil, w/millimetres)) + " 0 0 " + string(pdf.AppendNumber(nil, h/millimetres)) + " " +
			string(pdf.AppendNumber(nil, x/millimetres)) + " " + string(pdf.AppendNumber(nil, (pageHeight-y-h)/millimetres)) + " cm /" + name + " Do Q\n")
		return
	}
	d := p.shapes
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
