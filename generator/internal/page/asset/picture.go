package asset

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"
)

// builtIn is the accent in the style sheet and the icon.
const builtIn = "#9e1b1e"

// draw draws the stopwatch of the icon in white on the accent, as a PNG of any
// size, because messengers do not accept SVG.
func draw(accent string, width, height int) ([]byte, error) {
	ground, err := parseColour(accent)
	if err != nil {
		return nil, err
	}
	const shades = 64
	palette := make(color.Palette, shades+1)
	for i := range palette {
		mix := func(c uint8) uint8 { return uint8((int(c)*(shades-i) + 255*i) / shades) }
		palette[i] = color.RGBA{mix(ground.R), mix(ground.G), mix(ground.B), 255}
	}
	picture := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	unit := float64(min(width, height)) / 32 // as in icon.svg, which is 32 wide
	left, top := (float64(width)-32*unit)/2, (float64(height)-32*unit)/2
	for y := int(top + 3*unit); y < int(top+28*unit); y++ { // no part of the watch is outside
		for x := int(left + 5*unit); x < int(left+27*unit); x++ {
			px, py := (float64(x)+0.5-left)/unit, (float64(y)+0.5-top)/unit
			ink := min(math.Abs(length(px-16, py-17.5)-8.5), // the case
				toSegment(px, py, 16, 17.5, 16, 12), // the hand
				toSegment(px, py, 13, 5, 19, 5))     // the crown
			cover := min(1, max(0, (1.3-ink)*unit+0.5))
			picture.Pix[y*picture.Stride+x] = uint8(cover*shades + 0.5)
		}
	}
	var b bytes.Buffer
	err = png.Encode(&b, picture)
	return b.Bytes(), err
}

// toSegment returns the distance of a point from a line segment.
func toSegment(x, y, x1, y1, x2, y2 float64) float64 {
	dx, dy := x2-x1, y2-y1
	t := min(1, max(0, (float64((x-x1)*dx)+float64((y-y1)*dy))/(float64(dx*dx)+float64(dy*dy))))
	return length(x-x1-float64(t*dx), y-y1-float64(t*dy))
}

// length returns the length of a vector. The conversions here and above prevent
// fused multiply-add, which would round differently on some machines.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// parseColour parses #rgb and #rrggbb.
func parseColour(s string) (color.RGBA, error) {
	hex, ok := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if !ok || err != nil || len(hex) != 6 {
		return color.RGBA{}, fmt.Errorf("%q is not a colour", s)
	}
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}, nil
}
