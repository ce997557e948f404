package preview

import (
	"math"
	"strconv"
	"strings"

	"guntime/generator/internal/certificate/truetype"
)

// Fonts that browsers have. No picture can bring its own: they are too large.
const (
	sans  = "'Noto Sans','Noto Sans SC','Noto Sans CJK SC','PingFang SC','Hiragino Sans','Microsoft YaHei',sans-serif"
	serif = "'Noto Serif','Noto Serif SC','Noto Serif CJK SC','Songti SC','Hiragino Mincho ProN','Times New Roman',serif"
)

// line draws a line of text: a large one in the outlines of its own font, another by a font
// of the browser, as wide as it is on the certificate.
func (w *writer) line(l *Line) {
	if l.Letters != nil && l.Size >= w.detail.outlined {
		w.put(`<g fill="`, l.Colour, `">`)
		w.outlines(l, "")
		w.put("</g>")
		return
	}
	w.put(`<text x="`, l.X, `" y="`, l.Y, `" font-size="`, l.Size, `" fill="`, l.Colour, `"`)
	if l.Font.Serif {
		w.put(` font-family="`, serif, `"`)
	}
	if l.Font.Bold {
		w.put(` font-weight="700"`)
	}
	w.put(` textLength="`, l.Width, `" lengthAdjust="spacingAndGlyphs">`, escaped.Replace(l.Text), "</text>")
}

var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// mark draws the word across the sheet.
func (w *writer) mark(m *Mark) {
	w.put(`<g transform="translate(`, m.X, " ", m.Y, ") rotate(", -m.Turn, `)" fill="none" stroke="`, m.Colour, `" stroke-linejoin="round"`)
	l := m.Line
	l.X, l.Y = -m.Width/2, 0.36*m.Size
	if l.Letters == nil {
		w.put(` stroke-width="`, m.Stroke, `"><text font-weight="700" font-size="`, l.Size, `" x="`, l.X, `" y="`, l.Y, `" textLength="`, l.Width, `" lengthAdjust="spacingAndGlyphs">`, escaped.Replace(l.Text), "</text></g>")
		return
	}
	w.put(">")
	w.outlines(&l, "stroke")
	w.put("</g>")
}

// fineness is how many units of an outline make an em: on a sheet of the size of a hand
// they are smaller than a dot of a screen.
const fineness = 250

// outlines draws the letters of a line as paths, one for each face in turn.
func (w *writer) outlines(l *Line, stroked string) {
	for from := 0; from < len(l.Letters); {
		face := l.Letters[from].Face
		em := face.Em() * face.Grid
		grid := max(1, em/fineness)
		scale := l.Size * float64(grid) / float64(em)
		w.put(`<path transform="translate(`, l.X+l.Letters[from].At, " ", l.Y, ") scale(")
		w.b = appendNumber(w.b, scale, 5)
		w.put(`)"`)
		if stroked != "" {
			w.put(` stroke-width="`, w.sheet.Mark.Stroke/scale, `"`)
		}
		w.put(` d="`)
		at := from
		for ; at < len(l.Letters) && l.Letters[at].Face == face; at++ {
			moved := int(math.Round((l.Letters[at].At - l.Letters[from].At) / scale))
			for _, contour := range face.Coarse(l.Letters[at].Glyph, grid) {
				w.contour(contour, moved)
			}
		}
		w.put(`"/>`)
		from = at
	}
}

// contour appends a contour of TrueType, which is of lines and of quadratic curves, moved
// to the right. Between two points off the curve the curve passes their middle.
func (w *writer) contour(c []truetype.Point, moved int) {
	first := 0
	for first < len(c) && !c[first].On {
		first++
	}
	if first == len(c) {
		return // of a dot, which no font here draws so
	}
	p := pen{b: w.b}
	x, y := c[first].X, c[first].Y
	p.b = appendPair(append(p.b, 'M'), float64(x+moved), float64(-y))
	var off *truetype.Point
	for i := 1; i <= len(c); i++ {
		q := &c[(first+i)%len(c)]
		switch {
		case q.On && off == nil:
			p.to('l', float64(q.X-x), float64(y-q.Y))
			x, y = q.X, q.Y
		case q.On:
			p.curve(float64(off.X-x), float64(y-off.Y), float64(q.X-x), float64(y-q.Y))
			x, y, off = q.X, q.Y, nil
		case off == nil:
			off = q
		default: // the middle, on a unit: nobody sees the half
			mx, my := (off.X+q.X)/2, (off.Y+q.Y)/2
			p.curve(float64(off.X-x), float64(y-off.Y), float64(mx-x), float64(y-my))
			x, y, off = mx, my, q
		}
	}
	w.b = append(p.b, 'z')
}

// pen writes relative moves, whose command stands once for many.
type pen struct {
	b    []byte
	last byte
}

func (p *pen) to(command byte, v ...float64) {
	if p.last != command {
		p.b, p.last = append(p.b, command), command
	} else if v[0] >= 0 {
		p.b = append(p.b, ' ')
	}
	for i := 0; i < len(v); i += 2 {
		if i > 0 && v[i] >= 0 {
			p.b = append(p.b, ' ')
		}
		p.b = appendPair(p.b, v[i], v[i+1])
	}
}

func (p *pen) curve(cx, cy, x, y float64) { p.to('q', cx, cy, x, y) }

func appendPair(b []byte, x, y float64) []byte {
	b = strconv.AppendInt(b, int64(x), 10)
	if y >= 0 {
		b = append(b, ' ')
	}
	return strconv.AppendInt(b, int64(y), 10)
}

// code draws a sign for a code: its three corners and a few squares in grey.
func (w *writer) code(c *Code) {
	unit := c.Size / 25
	w.put(`<g transform="translate(`, c.X, " ", c.Y, ") scale(")
	w.b = appendNumber(w.b, unit, 5)
	w.put(`)" fill="#000" fill-opacity=".3"><path fill-rule="evenodd" d="`)
	for _, at := range [...][2]int{{0, 0}, {18, 0}, {0, 18}} {
		w.put("M", at[0], " ", at[1], "h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z")
	}
	w.put(`"/><path fill-opacity=".16" d="`)
	seed := uint32(1)
	for y := range 25 {
		for x := range 25 {
			if x < 8 && (y < 8 || y > 16) || x > 16 && y < 8 {
				continue
			}
			if seed = seed*1664525 + 1013904223; seed>>30 < 2 {
				w.put("M", x, " ", y, "h1v1h-1z")
			}
		}
	}
	w.put(`"/></g>`)
}
