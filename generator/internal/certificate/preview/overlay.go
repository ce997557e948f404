package preview

import (
	"fmt"
	"html"
	"math"
	"strconv"
)

// Class is the class of the drawing on a runner's page. Its children are the runner's
// texts, one for each Place.
const Class = "sheet"

// MostOfAPage is how many bytes of a runner's page the drawing has at most.
const MostOfAPage = 480

// Place is where a text of the runner stands, in points from the upper left corner.
type Place struct {
	X, Y, Size  float64
	Track       float64 // space between characters, in ems
	Align       string  // left, centre or right
	Colour      string
	Font        Font
	Width, Most float64 // of a line; the height of all lines
}

// Style returns the rules that put the picture at an address, and the texts over it, for
// sheets of this size in millimetres.
func Style(width, height float64, address string, places []Place) []byte {
	w, h := round(width), round(height)
	most := math.Round(285*width/height) / 10 // 28.5rem high: with the times above it, a screen
	var b []byte
	b = fmt.Appendf(b, ".%s{--serif:%s;background:#fff url(\"%s\") 0 0/100%% 100%%}\n", Class, serif, address)
	b = fmt.Appendf(b, ".%s,.%[1]s+a::before{width:min(var(--wide,100%%),%grem);aspect-ratio:%d/%d}\n", Class, most, w, h)
	for i, p := range places {
		b = fmt.Appendf(b, ".%s>:nth-child(%d){transform:translate(%spx,%spx);font-size:%spx;fill:%s", Class, i+1,
			appendNumber(nil, p.X, 1), appendNumber(nil, p.Y, 1), appendNumber(nil, p.Size, 2), p.Colour)
		if p.Font.Serif {
			b = append(b, ";font-family:var(--serif)"...)
		}
		if p.Font.Bold {
			b = append(b, ";font-weight:700"...)
		}
		if anchor := map[string]string{"centre": "middle", "right": "end"}[p.Align]; anchor != "" {
			b = append(b, ";text-anchor:"+anchor...)
		}
		if p.Track != 0 {
			b = fmt.Appendf(b, ";letter-spacing:%sem", appendNumber(nil, p.Track, 3))
		}
		b = append(b, "}\n"...)
	}
	return b
}

// round returns a length in millimetres as whole points.
func round(length float64) int { return int(math.Round(length * millimetre)) }

// Said is a text of the runner.
type Said struct {
	Lines   []Part
	Size    float64
	Leading float64 // from one line to the next
	Up      bool    // lines are added above
}

// Part is a line of a text and how wide it is; 0 where there is room enough for any font.
type Part struct {
	Text  string
	Width float64
}

// Overlay appends the drawing of a runner's page: an element for each place, empty where
// the runner has nothing. What has no room within MostOfAPage is left out, from the end.
func Overlay(b []byte, width, height float64, places []Place, said []Said) []byte {
	start := len(b)
	b = append(b, `<svg class="`+Class+`" viewBox="0 0 `...)
	b = strconv.AppendInt(b, int64(round(width)), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(round(height)), 10)
	b = append(b, `" aria-hidden="true">`...)
	end := len(b)
	for i, s := range said {
		if len(s.Lines) == 0 {
			b = append(b, "<text/>"...)
			continue
		}
		before := len(b)
		b = s.append(b, places[i].Size)
		if len(b)-start > MostOfAPage-len("</svg>") {
			b = append(b[:before], "<text/>"...)
			continue
		}
		end = len(b)
	}
	return append(b[:end], "</svg>"...)
}

// append appends a text. What a style sheet says of an element its attributes cannot
// change, so another size is that of a part within.
func (s *Said) append(b []byte, size float64) []byte {
	if len(s.Lines) == 1 && s.Size == size {
		b = s.Lines[0].append(append(b, "<text"...))
		return append(b, "</text>"...)
	}
	b = append(b, "<text>"...)
	for i := range s.Lines {
		b = append(appendNumber(append(b, `<tspan font-size="`...), s.Size, 2), '"')
		if len(s.Lines) > 1 {
			y := float64(float64(i) * s.Leading)
			if s.Up {
				y -= float64(float64(len(s.Lines)-1) * s.Leading)
			}
			b = append(appendNumber(append(b, ` x="0" y="`...), y, 1), '"')
		}
		b = append(s.Lines[i].append(b), "</tspan>"...)
	}
	return append(b, "</text>"...)
}

// append appends the end of a tag, with the width, and the text.
func (p *Part) append(b []byte) []byte {
	if p.Width > 0 {
		b = appendNumber(append(b, ` textLength="`...), p.Width, 1)
		b = append(b, `" lengthAdjust="spacingAndGlyphs"`...)
	}
	return append(append(b, '>'), html.EscapeString(p.Text)...)
}
