// Package drawing draws the lines of a design.
package drawing

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Move is one command of a path: M, L, C or Z.
type Move struct {
	Command byte
	Points  [3][2]float64
}

// ParsePath parses a path of SVG with absolute commands.
func ParsePath(path string) ([]Move, error) {
	var moves []Move
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
		m := Move{Command: 'L', Points: [3][2]float64{{v[0], v[1]}}}
		switch command {
		case 'M':
			m.Command, command = 'M', 'L' // more points after M are lines
			start = m.Points[0]
		case 'H':
			m.Points[0][1] = at[1]
		case 'V':
			m.Points[0] = [2]float64{at[0], v[0]}
		case 'C':
			m.Command, m.Points = 'C', [3][2]float64{{v[0], v[1]}, {v[2], v[3]}, {v[4], v[5]}}
		case 'Q':
			m.Command = 'C'
			m.Points = [3][2]float64{{at[0] + (v[0]-at[0])*2/3, at[1] + (v[1]-at[1])*2/3}, {v[2] + (v[0]-v[2])*2/3, v[3] + (v[1]-v[3])*2/3}, {v[2], v[3]}}
		case 'Z':
			m.Command, m.Points[0] = 'Z', start
		}
		at = m.Points[0]
		if m.Command == 'C' {
			at = m.Points[2]
		}
		moves = append(moves, m)
	}
	if len(moves) < 2 {
		return nil, errors.New("it draws nothing")
	}
	return moves, nil
}
