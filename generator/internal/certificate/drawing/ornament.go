package drawing

import (
	"math"

	"github.com/jung-kurt/gofpdf"
)

// Ornament is one piece of vector artwork.
type Ornament struct {
	Draw   string     `yaml:"draw"`   // panel, gradient, frame, rule, path, band, waves, rosette, image
	At     [2]float64 `yaml:"at"`     // upper left; rule: its beginning; path: its origin; rosette: its centre
	Size   [2]float64 `yaml:"size"`   // panel, gradient, frame, band and waves
	To     [2]float64 `yaml:"to"`     // rule: its end
	Path   string     `yaml:"path"`   // path: M L H V C Q Z of SVG, absolute, in millimetres from its origin
	Mirror bool       `yaml:"mirror"` // path: draw a mirrored copy too
	Copies int        `yaml:"copies"` // path: number of copies, each turned about the origin
	Turn   float64    `yaml:"turn"`   // path: angle between two copies in degrees, counter-clockwise
	Depth  float64    `yaml:"depth"`  // band: breadth
	Step   float64    `yaml:"step"`   // band: from one loop to the next; waves: from crest to crest
	Lines  int        `yaml:"lines"`  // waves: number of lines
	Radius float64    `yaml:"radius"` // rosette
	Inner  float64    `yaml:"inner"`  // rosette: radius of the open middle
	Turns  int        `yaml:"turns"`  // rosette: number of loops
	Line   float64    `yaml:"line"`   // width of the line; path: 0 for none
	Colour string     `yaml:"colour"` // of the line; panel, gradient: of the surface
	Fade   string     `yaml:"fade"`   // gradient: the colour at its other end
	Angle  float64    `yaml:"angle"`  // gradient: 0 from left to right, 90 from top to bottom
	Fill   string     `yaml:"fill"`   // path: colour of the surface, "" for none
	File   string     `yaml:"file"`   // image: SVG, PNG or JPEG in templates
}

// Band draws interlaced loops along the four sides of a rectangle, between rosettes
// at its corners. It draws each side as seen from the corner of the page, so that
// the bytes repeat.
func Band(pdf *gofpdf.Fpdf, o Ornament) {
	x, y, w, h, depth := o.At[0], o.At[1], o.Size[0], o.Size[1], o.Depth
	long, short := w-3*depth, h-3*depth
	side := func(length, turn, cx, cy float64) {
		n := max(1, int(math.Round(length/o.Step)))
		pdf.TransformBegin()
		pdf.TransformTranslate(cx, cy)
		pdf.TransformRotate(turn, 0, 0)
		pdf.TransformTranslate(-length/2, 0)
		for range n + 1 {
			Ellipse(pdf, 0, 0, depth*0.95, depth/2)
			Ellipse(pdf, 0, 0, depth*0.45, depth/4)
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
		Rosette(pdf, 0, 0, depth*0.72, depth*0.08, 24)
		pdf.TransformEnd()
	}
}

// Waves draws lines along a strip, each shifted a little, so that they cross. It
// draws one wave again and again.
func Waves(pdf *gofpdf.Fpdf, o Ornament) {
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
