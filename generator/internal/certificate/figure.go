package certificate

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// path draws a figure with its copies and its mirror image.
func (d *Design) path(pdf *gofpdf.Fpdf, o ornament) error {
	moves, err := parsePath(o.Path)
	if err != nil {
		return err
	}
	style := ""
	if o.Fill != "" {
		d.fill(pdf, o.Fill)
		style = "F"
	}
	if o.Line > 0 {
		style += "D"
	}
	draw := func() {
		for range max(1, o.Copies) {
			for _, m := range moves {
				p := m.points
				for i := range p {
					p[i][0], p[i][1] = p[i][0]+o.At[0], p[i][1]+o.At[1]
				}
				switch m.command {
				case 'M':
					pdf.MoveTo(p[0][0], p[0][1])
				case 'L':
					pdf.LineTo(p[0][0], p[0][1])
				case 'C':
					pdf.CurveBezierCubicTo(p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
				case 'Z':
					pdf.ClosePath()
				}
			}
			pdf.DrawPath(style)
			pdf.TransformRotate(o.Turn, o.At[0], o.At[1])
		}
	}
	pdf.TransformBegin()
	draw()
	pdf.TransformEnd()
	if o.Mirror {
		pdf.TransformBegin()
		pdf.TransformMirrorHorizontal(o.At[0])
		draw()
		pdf.TransformEnd()
	}
	return nil
}

// move is one command of a path: M, L, C or Z.
type move struct {
	command byte
	points  [3][2]float64
}

// parsePath parses a path of SVG with absolute commands.
func parsePath(path string) ([]move, error) {
	var moves []move
	var at, start [2]float64
	rest := path
	number := func() (float64, error) {
		rest = strings.TrimLeft(rest, " ,\n\t")
		n := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune("+-.0123456789", r) })
		if n < 0 {
			n = len(rest)
		}
		if next := strings.IndexByte(rest[min(1, n):n], '-') + 1; next > 0 {
			n = next // a minus sign begins the next number
		}
		v, err := strconv.ParseFloat(rest[:n], 64)
		rest = rest[n:]
		return v, err
	}
	command := byte(0)
	for {
		rest = strings.TrimLeft(rest, " ,\n\t")
		if rest == "" {
			break
		}
		if c := rest[0]; strings.IndexByte("MLHVCQZ", c) >= 0 {
			command, rest = c, rest[1:]
		} else if command == 'Z' || command == 0 {
			return nil, fmt.Errorf("no command before %q", rest)
		}
		var v [6]float64
		for i := range map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'Q': 4}[command] {
			var err error
			if v[i], err = number(); err != nil {
				return nil, fmt.Errorf("%c wants more numbers: %w", command, err)
			}
		}
		if len(moves) == 0 && command != 'M' {
			return nil, errors.New("it does not begin with M")
		}
		m := move{command: 'L', points: [3][2]float64{{v[0], v[1]}}}
		switch command {
		case 'M':
			m.command, command = 'M', 'L' // more points after M are lines
			start = m.points[0]
		case 'H':
			m.points[0][1] = at[1]
		case 'V':
			m.points[0] = [2]float64{at[0], v[0]}
		case 'C':
			m.command, m.points = 'C', [3][2]float64{{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}}
		case 'Q':
			m.command = 'C'
			m.points = [3][2]float64{{at[0] + (v[0]-at[0])*2/3, at[1] + (v[1]-at[1])*2/3}, {v[2] + (v[0]-v[2])*2/3, v[3] + (v[1]-v[3])*2/3}, {v[2], v[3]}}
		case 'Z':
			m.command, m.points[0] = 'Z', start
		}
		at = m.points[0]
		if m.command == 'C' {
			at = m.points[2]
		}
		moves = append(moves, m)
	}
	if len(moves) < 2 {
		return nil, errors.New("it draws nothing")
	}
	return moves, nil
}
