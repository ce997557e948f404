package svg

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// matrix is a transform: x' = m0 x + m2 y + m4, y' = m1 x + m3 y + m5.
type matrix [6]float64

func (m matrix) of(p [2]float64) [2]float64 {
	return [2]float64{m[0]*p[0] + m[2]*p[1] + m[4], m[1]*p[0] + m[3]*p[1] + m[5]}
}

// after returns the matrix that applies n first.
func (m matrix) after(n matrix) matrix {
	o := m.of([2]float64{n[4], n[5]})
	return matrix{m[0]*n[0] + m[2]*n[1], m[1]*n[0] + m[3]*n[1], m[0]*n[2] + m[2]*n[3], m[1]*n[2] + m[3]*n[3], o[0], o[1]}
}

// scale returns by how much lengths grow, on average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

func parseTransform(text string) (matrix, error) {
	m := matrix{1, 0, 0, 1, 0, 0}
	for text = strings.Trim(text, " ,\n\t"); text != ""; text = strings.Trim(text, " ,\n\t") {
		name, rest, ok := strings.Cut(text, "(")
		inner, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return m, fmt.Errorf("the transform %q is not understood", text)
		}
		text = after
		s := scanner{text: inner}
		var v []float64
		for !s.end() {
			n, err := s.number()
			if err != nil {
				return m, err
			}
			v = append(v, n)
		}
		var n matrix
		switch name = strings.TrimSpace(name); {
		case name == "matrix" && len(v) == 6:
			copy(n[:], v)
		case name == "translate" && (len(v) == 1 || len(v) == 2):
			n = matrix{1, 0, 0, 1, v[0], append(v, 0)[1]}
		case name == "scale" && (len(v) == 1 || len(v) == 2):
			n = matrix{v[0], 0, 0, append(v, v[0])[1], 0, 0}
		case name == "rotate" && (len(v) == 1 || len(v) == 3):
			sin, cos := math.Sincos(v[0] * math.Pi / 180)
			v = append(v, 0, 0)
			n = matrix{1, 0, 0, 1, v[1], v[2]}.after(matrix{cos, sin, -sin, cos, 0, 0}).after(matrix{1, 0, 0, 1, -v[1], -v[2]})
		default:
			return m, fmt.Errorf("the transform %s of %d numbers is not supported", name, len(v))
		}
		m = m.after(n)
	}
	return m, nil
}

// outlineOf returns the path of an element.
func outlineOf(name string, a map[string]string) ([]Step, error) {
	number := func(key string) float64 {
		v, err := length(a[key])
		if err != nil {
			return 0
		}
		return v
	}
	switch name {
	case "path":
		return parsePath(a["d"])
	case "rect":
		x, y, w, h := number("x"), number("y"), number("width"), number("height")
		rx, ry := number("rx"), number("ry")
		if rx == 0 {
			rx = ry
		}
		if ry == 0 {
			ry = rx
		}
		if rx, ry = min(rx, w/2), min(ry, h/2); rx > 0 && ry > 0 {
			return parsePath(fmt.Sprintf("M%g %gH%gA%g %g 0 0 1 %g %gV%gA%g %g 0 0 1 %g %gH%gA%g %g 0 0 1 %g %gV%gA%g %g 0 0 1 %g %gZ",
				x+rx, y, x+w-rx, rx, ry, x+w, y+ry, y+h-ry, rx, ry, x+w-rx, y+h, x+rx, rx, ry, x, y+h-ry, y+ry, rx, ry, x+rx, y))
		}
		return parsePath(fmt.Sprintf("M%g %gH%gV%gH%gZ", x, y, x+w, y+h, x))
	case "circle", "ellipse":
		x, y, rx, ry := number("cx"), number("cy"), number("rx"), number("ry")
		if name == "circle" {
			rx, ry = number("r"), number("r")
		}
		return parsePath(fmt.Sprintf("M%g %gA%g %g 0 0 1 %g %gA%g %g 0 0 1 %g %gZ", x-rx, y, rx, ry, x+rx, y, rx, ry, x-rx, y))
	case "line":
		return parsePath(fmt.Sprintf("M%g %gL%g %g", number("x1"), number("y1"), number("x2"), number("y2")))
	case "polyline", "polygon":
		d := "M" + a["points"]
		if name == "polygon" {
			d += "Z"
		}
		return parsePath(d)
	}
	return nil, errors.New("this element is not supported; convert texts and pictures to paths")
}

// scanner reads the numbers of a path.
type scanner struct {
	text string
	at   int
}

func (s *scanner) space() {
	for s.at < len(s.text) && strings.IndexByte(" ,\n\t\r", s.text[s.at]) >= 0 {
		s.at++
	}
}

func (s *scanner) end() bool {
	s.space()
	return s.at >= len(s.text)
}

// number reads a number; one ends where a second sign or point begins.
func (s *scanner) number() (float64, error) {
	s.space()
	from, point, exponent := s.at, false, false
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; {
		case c >= '0' && c <= '9':
			continue
		case c == '.' && !point && !exponent:
			point = true
			continue
		case (c == 'e' || c == 'E') && !exponent && s.at > from:
			exponent = true
			continue
		case (c == '-' || c == '+') && (s.at == from || s.text[s.at-1]|0x20 == 'e'):
			continue
		}
		break
	}
	v, err := strconv.ParseFloat(s.text[from:s.at], 64)
	if err != nil || math.IsInf(v, 0) || math.Abs(v) > 1e7 {
		return 0, fmt.Errorf("no number at %.20q", s.text[from:])
	}
	return v, nil
}

// flag reads a flag of an arc, which may stand against the next number.
func (s *scanner) flag() (bool, error) {
	if s.end() || s.text[s.at] != '0' && s.text[s.at] != '1' {
		return false, errors.New("an arc lacks a flag")
	}
	s.at++
	return s.text[s.at-1] == '1', nil
}

// operands is how many numbers a command takes.
var operands = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'Z': 0, 'A': 7}

// parsePath reads the data of a path into absolute lines and cubic curves.
func parsePath(data string) ([]Step, error) {
	s := scanner{text: data}
	var steps []Step
	var at, start, control [2]float64
	var command, before byte
	for !s.end() {
		if c := s.text[s.at]; c >= 'A' {
			command = c
			s.at++
		} else if command == 0 || command|0x20 == 'z' {
			return nil, fmt.Errorf("no command at %.20q", s.text[s.at:])
		}
		upper := command &^ 0x20
		n, known := operands[upper]
		if !known {
			return nil, fmt.Errorf("the command %q of a path is unknown", command)
		}
		if len(steps) == 0 && upper != 'M' {
			return nil, errors.New("a path must begin with M")
		}
		var v [7]float64
		for i := range n {
			if upper == 'A' && (i == 3 || i == 4) {
				on, err := s.flag()
				if err != nil {
					return nil, err
				}
				if on {
					v[i] = 1
				}
				continue
			}
			x, err := s.number()
			if err != nil {
				return nil, err
			}
			if command >= 'a' && (upper != 'A' || i >= 5) { // relative
				axis := i % 2
				if upper == 'V' || upper == 'A' && i == 6 {
					axis = 1
				} else if upper == 'A' {
					axis = 0
				}
				x += at[axis]
			}
			v[i] = x
		}
		curve := func(b, c, to [2]float64) {
			steps = append(steps, Step{'C', [3][2]float64{b, c, to}})
			control, at = c, to
		}
		mirrored := at
		if (upper == 'S' && strings.IndexByte("CS", before) >= 0) || (upper == 'T' && strings.IndexByte("QT", before) >= 0) {
			mirrored = [2]float64{2*at[0] - control[0], 2*at[1] - control[1]}
		}
		switch upper {
		case 'M', 'L':
			at = [2]float64{v[0], v[1]}
			steps = append(steps, Step{upper, [3][2]float64{at}})
			if upper == 'M' {
				start = at
				command-- // L or l: further pairs are lines
			}
		case 'H':
			at[0] = v[0]
			steps = append(steps, Step{'L', [3][2]float64{at}})
		case 'V':
			at[1] = v[0]
			steps = append(steps, Step{'L', [3][2]float64{at}})
		case 'C':
			curve([2]float64{v[0], v[1]}, [2]float64{v[2], v[3]}, [2]float64{v[4], v[5]})
		case 'S':
			curve(mirrored, [2]float64{v[0], v[1]}, [2]float64{v[2], v[3]})
		case 'Q', 'T':
			q, to := [2]float64{v[0], v[1]}, [2]float64{v[2], v[3]}
			if upper == 'T' {
				q, to = mirrored, q
			}
			third := func(a [2]float64) [2]float64 { return [2]float64{a[0] + (q[0]-a[0])*2/3, a[1] + (q[1]-a[1])*2/3} }
			curve(third(at), third(to), to)
			control = q
		case 'A':
			for _, c := range arc(at, v) {
				curve(c[0], c[1], c[2])
			}
			at = [2]float64{v[5], v[6]}
		case 'Z':
			steps = append(steps, Step{Command: 'Z'})
			at = start
		}
		before = upper
	}
	return steps, nil
}

// arc returns the curves of an elliptical arc, as the appendix of SVG on its
// implementation computes it.
func arc(from [2]float64, v [7]float64) [][3][2]float64 {
	to := [2]float64{v[5], v[6]}
	rx, ry := math.Abs(v[0]), math.Abs(v[1])
	if rx == 0 || ry == 0 || from == to {
		return [][3][2]float64{{from, to, to}}
	}
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	dx, dy := (from[0]-to[0])/2, (from[1]-to[1])/2
	x, y := cos*dx+sin*dy, -sin*dx+cos*dy
	if over := x*x/(rx*rx) + y*y/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	root := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x)))
	if (v[3] == 1) == (v[4] == 1) {
		root = -root
	}
	cx, cy := root*rx*y/ry, -root*ry*x/rx
	first := math.Atan2((y-cy)/ry, (x-cx)/rx)
	turn := math.Atan2((-y-cy)/ry, (-x-cx)/rx) - first
	if v[4] == 0 && turn > 0 {
		turn -= 2 * math.Pi
	} else if v[4] == 1 && turn < 0 {
		turn += 2 * math.Pi
	}
	m := matrix{cos * rx, sin * rx, -sin * ry, cos * ry, cos*cx - sin*cy + (from[0]+to[0])/2, sin*cx + cos*cy + (from[1]+to[1])/2}
	n := int(math.Ceil(math.Abs(turn)/(math.Pi/2) - 1e-9))
	k := 4.0 / 3 * math.Tan(turn/float64(max(1, n))/4)
	var curves [][3][2]float64
	for i := range n {
		s0, c0 := math.Sincos(first + turn*float64(i)/float64(n))
		s1, c1 := math.Sincos(first + turn*float64(i+1)/float64(n))
		curves = append(curves, [3][2]float64{m.of([2]float64{c0 - k*s0, s0 + k*c0}), m.of([2]float64{c1 + k*s1, s1 - k*c1}), m.of([2]float64{c1, s1})})
	}
	curves[n-1][2] = to
	return curves
}
