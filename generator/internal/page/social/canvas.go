package social

import (
	"encoding/binary"
	"fmt"
	"image"
	"slices"
	"strconv"
	"sync"
)

// shade is what something is drawn in, from the paper on.
type shade int

const (
	ink shade = iota
	accent
	soft // ink, but lighter
)

// steps is how many colours lead from the paper to the ink, and to the accent.
const steps = 4

// canvas is some rows of a picture, a byte a pixel: 0 is the paper, 1 to steps lead to
// the ink, and as many more to the accent.
type canvas struct {
	top, bottom int // rows
	pixels      []byte
	packed      []byte
}

// canvases are reused: each has half a megabyte and more.
var canvases = sync.Pool{New: func() any { return new(canvas) }}

// newCanvas returns a canvas for some rows of the picture, with its ground. done gives
// it back.
func newCanvas(top, bottom int) *canvas {
	c := canvases.Get().(*canvas)
	c.top, c.bottom = top, bottom
	c.pixels = slices.Grow(c.pixels[:0], (bottom-top)*Width)[:(bottom-top)*Width]
	c.card()
	return c
}

func (c *canvas) done() { canvases.Put(c) }

// card draws the ground, the card on it, and its holes. Only a corner and a hole have
// other pixels than the row has outside of them.
func (c *canvas) card() {
	var edge [Width]byte // a row through the middle
	for x := range edge {
		if x < margin || x >= Width-margin {
			edge[x] = 2 * steps
		}
	}
	for y := c.top; y < c.bottom; y++ {
		row, up := c.row(y), min(y, Height-1-y)
		copy(row, edge[:])
		switch {
		case up < margin:
			for x := range row {
				row[x] = 2 * steps
			}
		case up < margin+corner:
			for x := margin; x < margin+corner; x++ {
				switch v := cover(x, up, margin+corner, margin+corner, corner); v {
				case 0:
					row[x], row[Width-1-x] = 2*steps, 2*steps
				case steps:
					row[x], row[Width-1-x] = 0, 0
				default:
					row[x], row[Width-1-x] = byte(2*steps-v), byte(2*steps-v)
				}
			}
		}
		if up < inset-hole-1 || up > inset+hole+1 {
			continue
		}
		for x := inset - hole - 1; x <= inset+hole+1; x++ {
			if v := cover(x, up, inset, inset, hole); v > 0 {
				row[x], row[Width-1-x] = byte(steps+v), byte(steps+v)
			}
		}
	}
}

// cover returns how much of a pixel a disc covers, from 0 to steps, by 16 points in it.
func cover(x, y, cx, cy, radius int) int {
	n := 0
	for i := range 16 {
		dx, dy := 8*(x-cx)+2*(i%4)+1, 8*(y-cy)+2*(i/4)+1
		if dx*dx+dy*dy <= 64*radius*radius {
			n++
		}
	}
	return (n*steps + 8) / 16
}

// row returns the pixels of a row of the picture.
func (c *canvas) row(y int) []byte { return c.pixels[(y-c.top)*Width:][:Width] }

// paint draws a mask whose origin is at x on the baseline.
func (c *canvas) paint(mask *image.Alpha, x, baseline int, in shade) {
	box := mask.Rect
	for y := max(c.top, baseline+box.Min.Y); y < min(c.bottom, baseline+box.Max.Y); y++ {
		row, from := c.row(y), mask.Pix[(y-baseline-box.Min.Y)*mask.Stride:][:box.Dx()]
		for i, alpha := range from {
			at := x + box.Min.X + i
			if alpha == 0 || at < 0 || at >= Width {
				continue
			}
			level := (int(alpha)*steps + 127) / 255
			if in == soft {
				level = level * 3 / 4
			}
			if level == 0 {
				continue
			}
			if in == accent {
				level += steps
			}
			row[at] = max(row[at], byte(level))
		}
	}
}

// rows returns some rows as PNG has them: two pixels a byte, and 0 before each row for
// no filter. They are valid until the canvas is done or asked again.
func (c *canvas) rows(top, bottom int) []byte {
	const stride = 1 + Width/2
	c.packed = slices.Grow(c.packed[:0], (bottom-top)*stride)[:(bottom-top)*stride]
	b := c.packed
	for y := top; y < bottom; y++ {
		row, to := c.row(y), b[(y-top)*stride:][:stride]
		to[0] = 0
		for i := range Width / 16 { // eight bytes at a time
			v, low := binary.LittleEndian.Uint64(row[16*i:]), binary.LittleEndian.Uint64(row[16*i+8:])
			binary.LittleEndian.PutUint64(to[1+8*i:], pairs(v)|pairs(low)<<32)
		}
	}
	return b
}

// pairs packs eight pixels of half a byte into four bytes, the first of each pair high.
func pairs(v uint64) uint64 {
	v = v<<4&0x00f000f000f000f0 | v>>8&0x000f000f000f000f
	v = v&0xff | v>>8&0xff00 | v>>16&0xff0000 | v>>24&0xff000000
	return v
}

// palette returns the colours of a picture as PNG has them.
func palette(c Colours) ([]byte, error) {
	var all [3][3]int
	for i, s := range []string{c.Paper, c.Ink, c.Accent} {
		v, err := strconv.ParseUint(s[min(1, len(s)):], 16, 32)
		if err != nil || len(s) != 7 || s[0] != '#' {
			return nil, fmt.Errorf("%q is not a colour", s)
		}
		all[i] = [3]int{int(v >> 16), int(v >> 8 & 255), int(v & 255)}
	}
	b := []byte{byte(all[0][0]), byte(all[0][1]), byte(all[0][2])}
	for _, end := range all[1:] {
		for level := 1; level <= steps; level++ {
			for i := range end {
				b = append(b, byte((all[0][i]*(steps-level)+end[i]*level)/steps))
			}
		}
	}
	return append(b, 0, 0, 0), nil // 16 in all
}
