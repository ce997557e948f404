package certificate

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"rsc.io/qr/coding"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/truetype"
)

// symbol is the place of the QR code that leads to the page which checks the
// certificate. It needs a white margin of four squares.
type symbol struct {
	At   [2]float64 `yaml:"at"` // its upper left corner
	Size float64    `yaml:"size"`
}

// smallestSymbol is the least width of a code in millimetres: it may have 57
// squares a side, and a printer with 150 dots per inch needs half a millimetre for
// each.
const smallestSymbol = 31

// scribe makes QR codes. It keeps the layouts of the kinds of codes that it has
// made; a race needs two or three.
type scribe struct{ plans sync.Map } // from codeKind to *coding.Plan

type codeKind struct {
	version coding.Version
	level   coding.Level
}

// write returns the smallest code for a text, with as much redundancy as fits in
// that size. Digits at the end of the text are packed as digits.
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

// append draws a code on a page with this height in millimetres: the extra glyph of
// subset s, which is font R of this number.
func (q *symbol) append(b []byte, code *coding.Code, s *truetype.Subset, number int, height float64, piece int) []byte {
	b = append(appendPiece(append(b, '\n'), piece), "/Span<</ActualText()>>BDC "...)
	b = append(appendInk(b, ink{}, "rg "), "BT /R"...)
	b = append(strconv.AppendInt(b, int64(number), 10), ' ')
	b = append(pdf.AppendNumber(b, q.Size/millimetres*float64(s.Face.Em())/float64(code.Size*square(s.Face))), " Tf "...)
	b = append(pdf.AppendNumber(b, q.At[0]/millimetres), ' ')
	b = append(pdf.AppendNumber(b, (height-q.At[1]-q.Size)/millimetres), " Td ("...)
	return append(pdf.AppendCode(b, s.DrawnCode()), ")Tj ET EMC EMC"...)
}

// square returns the side of a square of a code in units of the grid of a subset.
func square(f *truetype.Face) int { return max(1, f.Em()/50) }
