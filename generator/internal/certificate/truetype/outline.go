package truetype

import "encoding/binary"

// Point is a point of an outline.
type Point struct {
	X, Y int
	On   bool // on the curve
}

// Flags of a point in the file.
const (
	onCurve   = 1 << 0
	xShort    = 1 << 1
	yShort    = 1 << 2
	repeated  = 1 << 3
	xSameOrUp = 1 << 4
	ySameOrUp = 1 << 5
)

// readOutline parses the contours of a glyph that is not composite. ok is false
// where the bytes are not a glyph.
func readOutline(data []byte) (contours [][]Point, ok bool) {
	n := i16(data, 0)
	if n <= 0 {
		return nil, n == 0
	}
	at := 10 + 2*n
	at += 2 + int(u16(data, at)) // its instructions
	flags := make([]byte, int(u16(data, 8+2*n))+1)
	points := make([]Point, len(flags))
	for i := 0; i < len(flags); {
		flag, times := u8(data, at), 1
		at++
		if flag&repeated != 0 {
			times += int(u8(data, at))
			at++
		}
		for ; times > 0 && i < len(flags); times-- {
			flags[i], points[i].On = flag, flag&onCurve != 0
			i++
		}
	}
	x, y := 0, 0
	for i, flag := range flags {
		x += step(data, &at, flag, xShort, xSameOrUp)
		points[i].X = x
	}
	for i, flag := range flags {
		y += step(data, &at, flag, yShort, ySameOrUp)
		points[i].Y = y
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

// step reads the distance of a point from the one before along one axis.
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

// appendOutline appends a glyph with these contours, without instructions.
func appendOutline(b []byte, contours [][]Point) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(len(contours)))
	box := len(b)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0)
	end := -1
	low, high := Point{X: 1 << 15, Y: 1 << 15}, Point{X: -1 << 15, Y: -1 << 15}
	for _, c := range contours {
		end += len(c)
		b = binary.BigEndian.AppendUint16(b, uint16(end))
		for _, p := range c {
			low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
			high.X, high.Y = max(high.X, p.X), max(high.Y, p.Y)
		}
	}
	for i, v := range []int{low.X, low.Y, high.X, high.Y} {
		binary.BigEndian.PutUint16(b[box+2*i:], uint16(v))
	}
	b = append(b, 0, 0)
	flags := len(b)
	b = append(b, make([]byte, end+1)...)
	at, from := flags, 0
	for _, c := range contours {
		for _, p := range c {
			if p.On {
				b[at] = onCurve
			}
			b = appendStep(b, at, p.X-from, xShort, xSameOrUp)
			from = p.X
			at++
		}
	}
	at, from = flags, 0
	for _, c := range contours {
		for _, p := range c {
			b = appendStep(b, at, p.Y-from, yShort, ySameOrUp)
			from = p.Y
			at++
		}
	}
	return b
}

// appendStep writes what step reads, and completes the flag of the point at b[at].
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

// Contours returns the contours of a glyph in units of the font, none for a blank
// one. The parts of a composite glyph are placed.
func (f *Face) Contours(glyph int) [][]Point {
	if glyph <= 0 || glyph&narrowed == 0 {
		return f.contours(glyph, 4)
	}
	all := f.contours(glyph&^narrowed, 4)
	for _, c := range all {
		for i := range c {
			c[i].X += f.beside() - i16(f.Outline(glyph&^narrowed), 2)
		}
	}
	return all
}

// contours follows the parts of composite glyphs down to a depth.
func (f *Face) contours(glyph, depth int) [][]Point {
	data := f.Outline(glyph)
	if len(data) < 10 {
		return nil
	}
	if i16(data, 0) >= 0 {
		contours, _ := readOutline(data)
		return contours
	}
	var all [][]Point
	for at := 10; depth > 0 && at+4 <= len(data); {
		flags := u16(data, at)
		dx, dy, behind := int(int8(u8(data, at+4))), int(int8(u8(data, at+5))), at+6
		if flags&wordArguments != 0 {
			dx, dy, behind = i16(data, at+4), i16(data, at+6), at+8
		}
		if flags&offsets == 0 { // numbers of points, which no font here has
			dx, dy = 0, 0
		}
		scale := [4]int{1 << 14, 0, 0, 1 << 14} // 2.14 fixed: xx, xy, yx, yy
		switch {
		case flags&oneScale != 0:
			scale[0], scale[3] = i16(data, behind), i16(data, behind)
		case flags&twoScales != 0:
			scale[0], scale[3] = i16(data, behind), i16(data, behind+2)
		case flags&twoByTwo != 0:
			scale = [4]int{i16(data, behind), i16(data, behind+2), i16(data, behind+4), i16(data, behind+6)}
		}
		for _, c := range f.contours(int(u16(data, at+2)), depth-1) {
			placed := make([]Point, len(c))
			for i, p := range c {
				placed[i] = Point{X: (p.X*scale[0]+p.Y*scale[2])>>14 + dx, Y: (p.X*scale[1]+p.Y*scale[3])>>14 + dy, On: p.On}
			}
			all = append(all, placed)
		}
		if at += 4 + componentArguments(flags); flags&moreComponents == 0 {
			break
		}
	}
	return all
}

// Coarse returns the contours of a glyph in larger units, of so many units of the font
// each, with fewer points where that makes no difference.
func (f *Face) Coarse(glyph, grid int) [][]Point {
	all := f.Contours(glyph)
	for i, c := range all {
		all[i] = simplify(c, grid)
	}
	return all
}

// AppendSquares appends a glyph of dark squares, as a QR code has them: a bit for each,
// a row of them in so many bytes, each as wide as square. A row is one contour, up where
// a dark run begins and down where it ends. Only the lengths of runs differ, so it takes
// a fifth of the bytes of rectangles. square times size must be less than 1<<15, size
// less than 256, and a run less than 256 units wide.
func AppendSquares(b, bitmap []byte, stride, size, square int) []byte {
	start := len(b)
	b = append(b, make([]byte, 10)...)
	runs := make([][2]uint8, 0, size*(size+1)/2) // from and to, in squares; of all rows
	rows := make([][2]int, 0, size)              // number of the row, and of runs up to its end
	low, high := [2]int{size, size}, [2]int{}
	for y := range size {
		line, before := bitmap[y*stride:(y+1)*stride], len(runs)
		for x := 0; x < size; x++ {
			from := x
			for x < size && line[x/8]&(0x80>>(x%8)) != 0 {
				x++
			}
			if x > from {
				runs = append(runs, [2]uint8{uint8(from), uint8(x)})
				low[0], high[0] = min(low[0], from), max(high[0], x)
			}
		}
		if len(runs) > before {
			row := size - 1 - y
			rows = append(rows, [2]int{row, len(runs)})
			low[1], high[1] = min(low[1], row), max(high[1], row+1)
			b = binary.BigEndian.AppendUint16(b, uint16(4*len(runs)-1))
		}
	}
	for i, v := range [...]int{len(rows), low[0] * square, low[1] * square, high[0] * square, high[1] * square} {
		binary.BigEndian.PutUint16(b[start+2*i:], uint16(v))
	}
	b = append(b, 0, 0)
	flags := len(b)
	for range runs {
		b = append(b, onCurve|xShort|xSameOrUp|ySameOrUp, onCurve|xSameOrUp|yShort|ySameOrUp, onCurve|xShort|xSameOrUp|ySameOrUp, onCurve|xSameOrUp|yShort)
	}
	at, n := 0, 0
	for _, row := range rows {
		for first := n; n < row[1]; n++ {
			if n == first { // it may be anywhere
				b[flags+4*n] = onCurve
				b = appendStep(b, flags+4*n, (int(runs[n][0])-at)*square, xShort, xSameOrUp)
			} else {
				b = append(b, byte((int(runs[n][0])-at)*square))
			}
			b = append(b, byte(int(runs[n][1]-runs[n][0])*square))
			at = int(runs[n][1])
		}
	}
	at, n = 0, 0
	for _, row := range rows {
		b = appendStep(b, flags+4*n, (row[0]-at)*square, yShort, ySameOrUp)
		for at = row[0]; n < row[1]; n++ {
			b = append(b, byte(square), byte(square))
		}
	}
	return b
}
