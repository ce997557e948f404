package certificate

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"rsc.io/qr/coding"
)

// symbol is where the QR code stands that leads to the page which checks the
// certificate. Around it the page is white, four squares wide.
type symbol struct {
	At   [2]float64 `yaml:"at"` // its upper left corner
	Size float64    `yaml:"size"`
}

// smallestSymbol is how many millimetres a code is wide at least: it may have
// 57 squares to the side, and one of half a millimetre is what a print of 150
// dots to the inch shows well.
const smallestSymbol = 31

// scribe writes QR codes. It keeps how the squares of each kind of code are
// laid out, of which a race needs two or three.
type scribe struct{ plans sync.Map } // from codeKind to *coding.Plan

type codeKind struct {
	version coding.Version
	level   coding.Level
}

// write returns the smallest code of a text, with as much redundancy as that
// size has room for. The digits a text ends in are packed as such.
func (s *scribe) write(text string) (*coding.Code, error) {
	end := len(strings.TrimRight(text, "0123456789"))
	parts := []coding.Encoding{coding.String(text[:end]), coding.Num(text[end:])}
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		bits := parts[0].Bits(v) + parts[1].Bits(v)
		for level := coding.H; level >= coding.L; level-- {
			if bits > 8*v.DataBytes(level) {
				continue
			}
			kind := codeKind{v, level}
			plan, ok := s.plans.Load(kind)
			if !ok {
				made, err := coding.NewPlan(v, level, 3)
				if err != nil {
					return nil, err
				}
				plan, _ = s.plans.LoadOrStore(kind, made)
			}
			return plan.(*coding.Plan).Encode(parts...)
		}
	}
	return nil, fmt.Errorf("a qr code has no room for %d characters", len(text))
}

// append draws a code in a page's height, as one path of a rectangle for each
// run of dark squares.
func (q *symbol) append(b []byte, code *coding.Code, height float64) []byte {
	// One unit is a square, so that the numbers below are short.
	square := q.Size / millimetres / float64(code.Size)
	b = append(appendInk(append(b, "\nq "...), ink{}, "rg "), '\n')
	for _, v := range []float64{square, 0, 0, square, q.At[0] / millimetres, (height - q.At[1] - q.Size) / millimetres} {
		b = append(appendNumber(b, v), ' ')
	}
	b = append(b, "cm\n"...)
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for code.Black(x, y) {
				x++
			}
			if x > from {
				for _, n := range []int{from, code.Size - 1 - y, x - from, 1} {
					b = append(strconv.AppendInt(b, int64(n), 10), ' ')
				}
				b = append(b, "re\n"...)
			}
		}
	}
	return append(b, "f Q\n"...)
}
