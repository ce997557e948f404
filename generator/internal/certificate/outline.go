package certificate

import "encoding/binary"

// point is one of those that an outline in a TrueType font is made of.
type point struct {
	x, y int
	on   bool // the curve goes through it
}

// Flags of a point in a font's bytes.
const (
	onCurve   = 1 << 0
	xShort    = 1 << 1
	yShort    = 1 << 2
	repeated  = 1 << 3
	xSameOrUp = 1 << 4
	ySameOrUp = 1 << 5
)

// readOutline reads the contours of a glyph that is no composite one. It
// reports whether the bytes are those of a glyph.
func readOutline(data []byte) (contours [][]point, ok bool) {
	n := i16(data, 0)
	if n <= 0 {
		return nil, n == 0
	}
	at := 10 + 2*n
	at += 2 + int(u16(data, at)) // its instructions
	flags := make([]byte, int(u16(data, 8+2*n))+1)
	points := make([]point, len(flags))
	for i := 0; i < len(flags); {
		flag, times := u8(data, at), 1
		at++
		if flag&repeated != 0 {
			times += int(u8(data, at))
			at++
		}
		for ; times > 0 && i < len(flags); times-- {
			flags[i], points[i].on = flag, flag&onCurve != 0
			i++
		}
	}
	x, y := 0, 0
	for i, flag := range flags {
		x += step(data, &at, flag, xShort, xSameOrUp)
		points[i].x = x
	}
	for i, flag := range flags {
		y += step(data, &at, flag, yShort, ySameOrUp)
		points[i].y = y
	}
	from := 0
	for i := range n {
		to := int(u16(data, 10+2*i)) + 1
		if to < from || to > len(points) {
			return nil, false
		}
		contours = append(contours, points[from:to:to])
		from = to
	}
	return contours, at <= len(data)
}

// step reads how far a point is from the one before it along one axis.
func step(data []byte, at *int, flag, short, sameOrUp byte) int {
	switch {
	case flag&short != 0:
		v := int(u8(data, *at))
		*at++
		if flag&sameOrUp == 0 {
			return -v
		}
		return v
	case flag&sameOrUp != 0:
		return 0
	}
	*at += 2
	return i16(data, *at-2)
}

// appendOutline appends a glyph of contours, without instructions.
func appendOutline(b []byte, contours [][]point) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(contours)))
	box := len(b)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	end := -1
	low, high := point{x: 1 << 15, y: 1 << 15}, point{x: -1 << 15, y: -1 << 15}
	for _, c := range contours {
		end += len(c)
		b = binary.BigEndian.AppendUint16(b, uint16(end))
		for _, p := range c {
			low.x, low.y = min(low.x, p.x), min(low.y, p.y)
			high.x, high.y = max(high.x, p.x), max(high.y, p.y)
		}
	}
	for i, v := range []int{low.x, low.y, high.x, high.y} {
		binary.BigEndian.PutUint16(b[box+2*i:], uint16(v))
	}
	b = append(b, 0, 0)
	flags := len(b)
	b = append(b, make([]byte, end+1)...)
	at, from := flags, 0
	for _, c := range contours {
		for _, p := range c {
			if p.on {
				b[at] = onCurve
			}
			b = appendStep(b, at, p.x-from, xShort, xSameOrUp)
			from = p.x
			at++
		}
	}
	at, from = flags, 0
	for _, c := range contours {
		for _, p := range c {
			b = appendStep(b, at, p.y-from, yShort, ySameOrUp)
			from = p.y
			at++
		}
	}
	return b
}

// appendStep is what step reads; it completes the point's flag, which is at b[at].
func appendStep(b []byte, at, v int, short, sameOrUp byte) []byte {
	switch {
	case v == 0:
		b[at] |= sameOrUp
		return b
	case v > 0 && v < 256:
		b[at] |= short | sameOrUp
		return append(b, byte(v))
	case v < 0 && v > -256:
		b[at] |= short
		return append(b, byte(-v))
	}
	return binary.BigEndian.AppendUint16(b, uint16(v))
}
