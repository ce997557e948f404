package drawing

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // pictures of designs
	_ "image/png"
	"path"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/svg"
)

// Limits of pictures.
const (
	largestPicture = 8 << 20  // bytes of a file
	mostDots       = 16 << 20 // of a picture
)

// Picture is a picture of a design: shapes, or dots.
type Picture struct {
	Shapes        *svg.Drawing
	Width, Height int    // in dots
	JPEG          []byte // the file, where it can stand in a PDF as it is
	Grey          bool   // of a JPEG
	Dots, Alpha   []byte // red, green and blue of each dot; its opacity, nil where all is opaque
}

// ParsePicture reads an image file by its ending.
func ParsePicture(name string, data []byte) (*Picture, error) {
	if len(data) > largestPicture {
		return nil, fmt.Errorf("it has %d MB; at most %d are read", len(data)>>20, largestPicture>>20)
	}
	ending := strings.ToLower(path.Ext(name))
	if ending == ".svg" {
		shapes, err := svg.Parse(data)
		return &Picture{Shapes: shapes}, err
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
	p := &Picture{Width: config.Width, Height: config.Height}
	if format == "jpeg" {
		switch config.ColorModel {
		case color.YCbCrModel:
			p.JPEG = data
			return p, nil
		case color.GrayModel:
			p.JPEG, p.Grey = data, true
			return p, nil
		}
		return nil, errors.New("a JPEG must be in RGB or grey, not for print (CMYK)")
	}
	p.Dots = make([]byte, 0, 3*p.Width*p.Height)
	p.Alpha = make([]byte, 0, p.Width*p.Height)
	opaque := true
	for y := decoded.Bounds().Min.Y; y < decoded.Bounds().Max.Y; y++ {
		for x := decoded.Bounds().Min.X; x < decoded.Bounds().Max.X; x++ {
			v := color.NRGBAModel.Convert(decoded.At(x, y)).(color.NRGBA)
			p.Dots = append(p.Dots, v.R, v.G, v.B)
			p.Alpha = append(p.Alpha, v.A)
			opaque = opaque && v.A == 255
		}
	}
	if opaque {
		p.Alpha = nil
	}
	return p, nil
}

// Fitted returns the rectangle of a picture within that of its ornament: as large as
// it can be, in the middle, in millimetres.
func (p *Picture) Fitted(o Ornament) (x, y, w, h float64) {
	width, height := float64(p.Width), float64(p.Height)
	if p.Shapes != nil {
		width, height = p.Shapes.Width, p.Shapes.Height
	}
	scale := min(o.Size[0]/width, o.Size[1]/height)
	w, h = width*scale, height*scale
	return o.At[0] + (o.Size[0]-w)/2, o.At[1] + (o.Size[1]-h)/2, w, h
}

// Draw draws the shapes of a picture, or refers to its dots by the name of the object, on
// a page of this height in millimetres.
func (p *Picture) Draw(to *gofpdf.Fpdf, o Ornament, height float64, name string) {
	x, y, w, h := p.Fitted(o)
	if p.Shapes != nil {
		p.DrawShapes(to, x, y, w)
		return
	}
	b := append(pdf.AppendNumber([]byte("q "), w/Point), " 0 0 "...)
	for _, v := range []float64{h, x, height - y - h} {
		b = append(pdf.AppendNumber(b, v/Point), ' ')
	}
	to.RawWriteStr(string(b) + "cm /" + name + " Do Q\n")
}
