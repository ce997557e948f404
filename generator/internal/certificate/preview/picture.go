package preview

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/svg"
)

// image draws an image as large as it can be within its rectangle, in the middle.
func (w *writer) image(o *drawing.Ornament) {
	p, known := w.sheet.Pictures[o.File]
	if !known {
		return
	}
	x, y, width, height := p.Fitted(*o)
	switch {
	case p.Shapes == nil && w.detail.dots > 0:
		file, kind := small(p, min(1, w.detail.dots*width/float64(p.Width)))
		w.put(`<image x="`, x, `" y="`, y, `" width="`, width, `" height="`, height, `" href="data:image/`, kind, ";base64,", base64.StdEncoding.EncodeToString(file), `"/>`)
	case p.Shapes != nil && w.detail.shapes:
		left, top, scale := p.Shapes.Left, p.Shapes.Top, width/p.Shapes.Width
		for i := range p.Shapes.Shapes {
			w.shape(&p.Shapes.Shapes[i], func(p [2]float64) (float64, float64) {
				return x + float64((p[0]-left)*scale), y + float64((p[1]-top)*scale)
			}, scale)
		}
	}
}

// shape draws a shape of an image.
func (w *writer) shape(s *svg.Shape, at func([2]float64) (x, y float64), scale float64) {
	w.put(`<path`)
	switch {
	case s.Fill == nil:
		w.put(` fill="none"`)
	default:
		w.put(` fill="`, hex(*s.Fill), `"`)
	}
	if s.EvenOdd {
		w.put(` fill-rule="evenodd"`)
	}
	if s.Stroke != nil && s.Line > 0 {
		w.put(` stroke="`, hex(*s.Stroke), `" stroke-width="`, s.Line*scale, `"`)
	}
	w.put(` d="`)
	for _, step := range s.Steps {
		points := map[byte]int{'M': 1, 'L': 1, 'C': 3}[step.Command]
		w.put(string(step.Command))
		for i, p := range step.Points[:points] {
			if i > 0 {
				w.put(" ")
			}
			x, y := at(p)
			w.put(x, " ", y)
		}
	}
	w.put(`"/>`)
}

func hex(c svg.Colour) string {
	const digits = "0123456789abcdef"
	b := []byte{'#'}
	for _, v := range c {
		b = append(b, digits[v>>4], digits[v&15])
	}
	return string(b)
}

// small returns the image with fewer dots, as a file of this kind. Each dot is the mean of
// those that it stands for.
func small(p *drawing.Picture, scale float64) (file []byte, kind string) {
	from := decoded(p)
	bounds := from.Bounds()
	to := image.NewNRGBA(image.Rect(0, 0, max(1, int(math.Round(float64(p.Width)*scale))), max(1, int(math.Round(float64(p.Height)*scale)))))
	size := to.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			to.SetNRGBA(x, y, mean(from, image.Rect(x*bounds.Dx()/size.X, y*bounds.Dy()/size.Y, (x+1)*bounds.Dx()/size.X, (y+1)*bounds.Dy()/size.Y).Add(bounds.Min)))
		}
	}
	var out bytes.Buffer
	if p.JPEG != nil {
		if jpeg.Encode(&out, to, &jpeg.Options{Quality: 75}) == nil {
			return out.Bytes(), "jpeg"
		}
		return nil, "jpeg"
	}
	z := png.Encoder{CompressionLevel: png.BestCompression}
	if z.Encode(&out, to) != nil { // to memory: it does not fail
		return nil, "png"
	}
	return out.Bytes(), "png"
}

// decoded returns the dots; of a JPEG that cannot be read a clear one.
func decoded(p *drawing.Picture) image.Image {
	if p.JPEG != nil {
		if read, err := jpeg.Decode(bytes.NewReader(p.JPEG)); err == nil {
			return read
		}
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}
	all := image.NewNRGBA(image.Rect(0, 0, p.Width, p.Height))
	for i := range p.Width * p.Height {
		copy(all.Pix[4*i:], p.Dots[3*i:3*i+3])
		all.Pix[4*i+3] = 255
		if p.Alpha != nil {
			all.Pix[4*i+3] = p.Alpha[i]
		}
	}
	return all
}

// mostSamples is of about how many dots along each axis a mean is taken.
const mostSamples = 8

// mean returns the mean colour of a part of an image, of at least one dot.
func mean(of image.Image, part image.Rectangle) color.NRGBA {
	part.Max.X, part.Max.Y = max(part.Max.X, part.Min.X+1), max(part.Max.Y, part.Min.Y+1)
	var r, g, b, a, n uint64
	stepX, stepY := max(1, part.Dx()/mostSamples), max(1, part.Dy()/mostSamples)
	for y := part.Min.Y; y < part.Max.Y; y += stepY {
		for x := part.Min.X; x < part.Max.X; x += stepX {
			pr, pg, pb, pa := of.At(x, y).RGBA() // times the opacity
			r, g, b, a, n = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa), n+1
		}
	}
	if a == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r * 255 / a), uint8(g * 255 / a), uint8(b * 255 / a), uint8(a / n >> 8)}
}
