package truetype

import (
	"encoding/binary"
	"iter"
	"slices"
)

// The streams. Glyphs compress better when similar data are together: numbers of
// contours and their ends, bounding boxes, flags of points, steps along x of one
// byte and of two, those along y, and the bytes of everything that is not a plain
// outline.
const (
	counts = iota
	boxes
	flags
	shortX
	longX
	shortY
	longY
	odd
	kinds
)

// What a glyph's first number among the counts says: it is empty, it stands byte
// for byte, or it has one contour more than the number less plain.
const (
	empty = iota
	verbatim
	plain
)

// streams are the parts of some glyphs.
type streams [kinds][]byte

// parted splits glyphs into streams. It returns the number of glyphs, the lengths
// of all streams but the last, and the streams. joined is the inverse.
func parted(glyphs [][]byte) []byte {
	var s streams
	for _, g := range glyphs {
		switch {
		case len(g) == 0:
			s[counts] = append(s[counts], empty)
		case !s.add(g):
			s[counts] = append(s[counts], verbatim)
			s[counts] = binary.AppendUvarint(s[counts], uint64(len(g)))
			s[odd] = append(s[odd], g...)
		}
	}
	all := binary.AppendUvarint(nil, uint64(len(glyphs)))
	for _, stream := range s[:odd] {
		all = binary.AppendUvarint(all, uint64(len(stream)))
	}
	return append(all, slices.Concat(s[:]...)...)
}

// add adds a plain outline: one without instructions, with contours that end one
// after another. It returns false and adds nothing for any other glyph.
func (s *streams) add(g []byte) bool {
	n := i16(g, 0)
	if n <= 0 || len(g) < 12+2*n || u16(g, 10+2*n) != 0 {
		return false
	}
	ends := binary.AppendUvarint(nil, uint64(plain+n-1))
	last := -1
	for i := range n {
		end := int(u16(g, 10+2*i))
		if end <= last {
			return false
		}
		ends = binary.AppendUvarint(ends, uint64(end-last-1))
		last = end
	}
	from := 12 + 2*n
	at, x, y, ok := outlineLengths(g[from:], last+1)
	if !ok || from+at+x+y > len(g) {
		return false
	}
	fill := g[from+at+x+y:]
	for _, b := range fill {
		if b != 0 {
			return false
		}
	}
	s[counts] = binary.AppendUvarint(append(s[counts], ends...), uint64(len(fill)))
	s[boxes] = append(s[boxes], g[2:10]...)
	s[flags] = append(s[flags], g[from:from+at]...)
	points := g[from : from+at]
	s.addSteps(points, g[from+at:from+at+x], xShort, xSameOrUp, shortX)
	s.addSteps(points, g[from+at+x:from+at+x+y], yShort, ySameOrUp, shortY)
	return true
}

// addSteps adds the steps along one axis: those of one byte to a stream, those of
// two to the next.
func (s *streams) addSteps(points, steps []byte, short, sameOrUp byte, kind int) {
	for length := range stepLengths(points, short, sameOrUp) {
		s[kind+length-1] = append(s[kind+length-1], steps[:length]...)
		steps = steps[length:]
	}
}

// takeSteps appends the steps along one axis in the order of the font.
func (s *streams) takeSteps(dst, points []byte, short, sameOrUp byte, kind int) (all []byte, ok bool) {
	for length := range stepLengths(points, short, sameOrUp) {
		if dst, ok = s.move(dst, kind+length-1, length); !ok {
			return dst, false
		}
	}
	return dst, true
}

// stepLengths yields the lengths in bytes of the steps along one axis, given the
// flags of the points. It skips points without a step.
func stepLengths(points []byte, short, sameOrUp byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; at < len(points); at++ {
			flag, times := points[at], 1
			if flag&repeated != 0 && at+1 < len(points) {
				at++
				times += int(points[at])
			}
			length := stepLength(flag, short, sameOrUp)
			for ; length > 0 && times > 0; times-- {
				if !yield(length) {
					return
				}
			}
		}
	}
}

// outlineLengths returns how many bytes the flags of the points at the start of b
// take, and the steps along x and y.
func outlineLengths(b []byte, points int) (at, x, y int, ok bool) {
	for points > 0 {
		if at >= len(b) {
			return 0, 0, 0, false
		}
		flag, times := b[at], 1
		at++
		if flag&repeated != 0 {
			if at >= len(b) {
				return 0, 0, 0, false
			}
			times += int(b[at])
			at++
		}
		x += times * stepLength(flag, xShort, xSameOrUp)
		y += times * stepLength(flag, yShort, ySameOrUp)
		points -= times
	}
	return at, x, y, points == 0
}

// stepLength returns the length of a step in bytes.
func stepLength(flag, short, sameOrUp byte) int {
	switch {
	case flag&short != 0:
		return 1
	case flag&sameOrUp != 0:
		return 0
	}
	return 2
}

// joined restores glyphs from the result of parted.
func joined(data []byte) ([][]byte, error) {
	n := numbers{b: data}
	glyphs := make([][]byte, n.next())
	var lengths [odd]int
	for i := range lengths {
		lengths[i] = n.next()
	}
	var s streams
	rest := n.b
	for i, length := range lengths {
		if n.short || length > len(rest) {
			return nil, errPacked
		}
		s[i], rest = rest[:length], rest[length:]
	}
	s[odd] = rest
	all := make([]byte, 0, len(data)+10*len(glyphs))
	for i := range glyphs {
		start := len(all)
		var ok bool
		if all, ok = s.take(all); !ok {
			return nil, errPacked
		}
		glyphs[i] = all[start:len(all):len(all)]
	}
	return glyphs, nil
}

// take appends the next glyph.
func (s *streams) take(dst []byte) (all []byte, ok bool) {
	n := numbers{b: s[counts]}
	defer func() { s[counts] = n.b }()
	kind := n.next()
	switch {
	case n.short:
		return dst, false
	case kind == empty:
		return dst, true
	case kind == verbatim:
		return s.move(dst, odd, n.next())
	}
	contours := kind - plain + 1
	dst = binary.BigEndian.AppendUint16(dst, uint16(contours))
	if dst, ok = s.move(dst, boxes, 8); !ok {
		return dst, false
	}
	last := -1
	for range contours {
		last += n.next() + 1
		dst = binary.BigEndian.AppendUint16(dst, uint16(last))
	}
	fill := n.next()
	if n.short || last >= 1<<16 || fill > 3 {
		return dst, false
	}
	dst = append(dst, 0, 0) // instructions
	at, _, _, ok := outlineLengths(s[flags], last+1)
	if !ok {
		return dst, false
	}
	points := s[flags][:at]
	if dst, ok = s.move(dst, flags, at); ok {
		dst, ok = s.takeSteps(dst, points, xShort, xSameOrUp, shortX)
	}
	if ok {
		dst, ok = s.takeSteps(dst, points, yShort, ySameOrUp, shortY)
	}
	return append(dst, make([]byte, fill)...), ok
}

// move moves bytes from a stream to the end of dst.
func (s *streams) move(dst []byte, kind, length int) ([]byte, bool) {
	if length > len(s[kind]) {
		return dst, false
	}
	dst = append(dst, s[kind][:length]...)
	s[kind] = s[kind][length:]
	return dst, true
}
