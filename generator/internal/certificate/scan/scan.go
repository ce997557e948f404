// Package scan makes the codes to scan of certificates.
package scan

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"rsc.io/qr/coding"
)

// Scribe makes QR codes. It keeps the layouts of the kinds of codes that it has
// made; a race needs two or three.
type Scribe struct{ plans sync.Map } // from codeKind to *codePlan

type codeKind struct {
	version coding.Version
	level   coding.Level
}

// codePlan is how the codes of a kind are drawn: the squares that all have, and where each
// bit of data belongs. coding.Plan goes through all squares for each code.
type codePlan struct {
	kind   codeKind
	size   int
	bitmap []byte // a row of squares in stride bytes
	stride int
	places []square // by bit of the data and the bytes that check it
}

// square is a bit of a bitmap.
type square struct {
	at  uint16
	bit uint8
}

func newCodePlan(kind codeKind) (*codePlan, error) {
	plan, err := coding.NewPlan(kind.version, kind.level, 3)
	if err != nil {
		return nil, err
	}
	p := &codePlan{kind: kind, size: len(plan.Pixel), stride: (len(plan.Pixel) + 7) / 8, places: make([]square, 8*(plan.DataBytes+plan.CheckBytes))}
	p.bitmap = make([]byte, p.size*p.stride)
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			s := square{uint16(y*p.stride + x/8), 0x80 >> (x % 8)}
			if pixel&coding.Black != 0 {
				p.bitmap[s.at] |= s.bit
			}
			if role := pixel.Role(); role == coding.Data || role == coding.Check {
				p.places[pixel.Offset()] = s
			}
		}
	}
	return p, nil
}

// code returns the code for a text, of which there is room.
func (p *codePlan) code(parts []coding.Encoding) (*coding.Code, error) {
	var b coding.Bits
	for _, part := range parts {
		if err := part.Check(); err != nil {
			return nil, err
		}
		part.Encode(&b, p.kind.version)
	}
	b.AddCheckBytes(p.kind.version, p.kind.level)
	bitmap := slices.Clone(p.bitmap)
	for i, v := range b.Bytes() {
		for n, s := range p.places[8*i : 8*i+8] {
			if v&(0x80>>n) != 0 {
				bitmap[s.at] ^= s.bit
			}
		}
	}
	return &coding.Code{Bitmap: bitmap, Size: p.size, Stride: p.stride}, nil
}

// Write returns the smallest code for a text, with as much redundancy as fits in
// that size. Digits at the end of the text are packed as digits.
func (s *Scribe) Write(text string) (*coding.Code, error) {
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
				made, err := newCodePlan(kind)
				if err != nil {
					return nil, err
				}
				plan, _ = s.plans.LoadOrStore(kind, made)
			}
			return plan.(*codePlan).code(parts)
		}
	}
	return nil, fmt.Errorf("a qr code has no room for %d characters", len(text))
}
