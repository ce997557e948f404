package preview

import (
	"fmt"
	"math"
	"strings"

	"guntime/generator/internal/certificate/drawing"
)

// ornament draws a piece of the artwork, as package drawing and the design draw it on the
// PDF.
func (w *writer) ornament(o *drawing.Ornament) {
	colour := w.sheet.Colours[o.Colour]
	switch o.Draw {
	case "panel":
		w.rect(o, `fill="`+colour+`"`)
		return
	case "gradient":
		w.gradient(o)
		return
	case "frame":
		w.rect(o, w.lined(o))
		return
	case "rule":
		w.put("<path ", w.lined(o), ` d="M`, o.At[0], " ", o.At[1], "L", o.To[0], " ", o.To[1], `"/>`)
		return
	}
	if !w.detail.artwork {
		return
	}
	switch o.Draw {
	case "rosette":
		w.put("<g ", w.lined(o), ">")
		w.rosette(o.At[0], o.At[1], o.Radius, o.Inner, o.Turns)
		w.put("</g>")
	case "band":
		w.band(o)
	case "waves":
		w.waves(o)
	case "path":
		w.path(o)
	case "image":
		w.image(o)
	}
}

func (w *writer) lined(o *drawing.Ornament) string {
	return `fill="none" stroke="` + w.sheet.Colours[o.Colour] + `" stroke-width="` + string(appendNumber(nil, o.Line, 3)) + `"`
}

func (w *writer) rect(o *drawing.Ornament, look string) {
	w.put("<rect ", look, ` x="`, o.At[0], `" y="`, o.At[1], `" width="`, o.Size[0], `" height="`, o.Size[1], `"/>`)
}

func (w *writer) gradient(o *drawing.Ornament) {
	sin, cos := math.Sincos(o.Angle * math.Pi / 180)
	x, y := o.At[0]+o.Size[0]/2, o.At[1]+o.Size[1]/2
	half := (math.Abs(float64(o.Size[0]*cos)) + math.Abs(float64(o.Size[1]*sin))) / 2
	id := w.id()
	w.put(`<linearGradient id="`, id, `" gradientUnits="userSpaceOnUse" x1="`, x-float64(half*cos), `" y1="`, y-float64(half*sin), `" x2="`, x+float64(half*cos), `" y2="`, y+float64(half*sin),
		`"><stop stop-color="`, w.sheet.Colours[o.Colour], `"/><stop offset="1" stop-color="`, w.sheet.Colours[o.Fade], `"/></linearGradient>`)
	w.rect(o, `fill="url(#`+id+`)"`)
}

// rosette draws one loop many times around a centre.
func (w *writer) rosette(x, y, radius, inner float64, turns int) {
	loop := (radius - inner) / 2
	w.put(`<g transform="translate(`, x, " ", y, `)">`)
	var draw strings.Builder
	fmt.Fprintf(&draw, `<ellipse cy="%s" rx="%s" ry="%s"/>`, appendNumber(nil, -inner-loop, 2), appendNumber(nil, loop*0.62, 2), appendNumber(nil, loop, 2))
	w.around(draw.String(), turns)
	w.put("</g>")
}

// around draws something so many times around the origin. Each step repeats what is there
// already: a rosette of 72 loops takes nine copies.
func (w *writer) around(what string, times int) {
	var steps []int // prime factors
	for n, p := times, 2; n > 1; p++ {
		for ; n%p == 0; n /= p {
			steps = append(steps, p)
		}
	}
	at := len(w.b)
	w.put(what)
	done := 1
	for _, p := range steps {
		id := w.id()
		inner := string(w.b[at:])
		w.b = w.b[:at]
		w.put(`<g id="`, id, `">`, inner, "</g>")
		for i := 1; i < p; i++ {
			w.put(`<use href="#`, id, `" transform="rotate(`)
			w.b = appendNumber(w.b, 360*float64(i*done)/float64(times), 4)
			w.put(`)"/>`)
		}
		done *= p
	}
}

// band draws interlaced loops along the four sides of a rectangle. All loops of a side are
// one path of relative moves: their bytes repeat, and compress to almost nothing.
func (w *writer) band(o *drawing.Ornament) {
	x, y, width, height, depth := o.At[0], o.At[1], o.Size[0], o.Size[1], o.Depth
	w.put("<g ", w.lined(o), ">")
	side := func(length, turn, cx, cy float64) {
		n := max(1, int(math.Round(length/o.Step)))
		w.put(`<path transform="translate(`, cx, " ", cy, `)`)
		if turn != 0 {
			w.put(" rotate(", turn, ")")
		}
		w.put(`" d="`)
		for _, part := range [...]float64{0.95, 0.45} {
			rx, ry := depth*part, depth*part*0.5/0.95
			if part == 0.45 {
				ry = depth / 4
			}
			w.put("M", rx-length/2, " 0")
			for i := range n + 1 {
				if i > 0 {
					w.put("m")
					w.b = appendNumber(w.b, length/float64(n), 4)
					w.put(" 0")
				}
				w.put("a", rx, " ", ry, " 0 1 0 ", -2*rx, " 0 ", rx, " ", ry, " 0 1 0 ", 2*rx, " 0")
			}
		}
		w.put(`"/>`)
	}
	long, short := width-3*depth, height-3*depth
	side(long, 0, x+width/2, y+depth/2)
	side(long, 0, x+width/2, y+height-depth/2)
	side(short, 90, x+depth/2, y+height/2)
	side(short, 90, x+width-depth/2, y+height/2)
	for _, cx := range [...]float64{x + depth/2, x + width - depth/2} {
		for _, cy := range [...]float64{y + depth/2, y + height - depth/2} {
			w.rosette(cx, cy, depth*0.72, depth*0.08, 24)
		}
	}
	w.put("</g>")
}

// waves draws lines along a strip, each shifted a little.
func (w *writer) waves(o *drawing.Ornament) {
	x, y, width, height := o.At[0], o.At[1], o.Size[0], o.Size[1]
	w.put(`<svg x="`, x, `" y="`, y, `" width="`, width, `" height="`, height, `" viewBox="`, x, " ", y, " ", width, " ", height, `"><g `, w.lined(o), ">")
	near, half, top := o.Step*0.1821, o.Step/2, height*0.48*4/3
	id := w.id()
	w.put(`<path id="`, id, `" d="M`, x-2*o.Step, " ", y+height/2)
	for range int(math.Ceil(width/o.Step)) + 3 {
		w.put("c", near, " ", -top, " ", half-near, " ", -top, " ", half, " 0 ", near, " ", top, " ", half-near, " ", top, " ", half, " 0")
	}
	w.put(`"/>`)
	for i := 1; i < o.Lines; i++ {
		w.put(`<use href="#`, id, `" x="`, o.Step*float64(i)/float64(o.Lines), `"/>`)
	}
	w.put("</g></svg>")
}

// path draws a figure with its copies and its mirror image.
func (w *writer) path(o *drawing.Ornament) {
	one, all := w.id(), w.id()
	look := `fill="none"`
	if o.Fill != "" {
		look = `fill="` + w.sheet.Colours[o.Fill] + `"`
	}
	if o.Line > 0 {
		look += ` stroke="` + w.sheet.Colours[o.Colour] + `" stroke-width="` + string(appendNumber(nil, o.Line, 3)) + `"`
	}
	w.put("<g ", look, ` transform="translate(`, o.At[0], " ", o.At[1], `)"><g id="`, all, `"><path id="`, one, `" d="`, strings.Join(strings.Fields(o.Path), " "), `"/>`)
	for i := 1; i < o.Copies; i++ {
		w.put(`<use href="#`, one, `" transform="rotate(`, -o.Turn*float64(i), `)"/>`)
	}
	w.put("</g>")
	if o.Mirror {
		w.put(`<use href="#`, all, `" transform="scale(-1 1)"/>`)
	}
	w.put("</g>")
}
