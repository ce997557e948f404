package certificate

import (
	"strconv"

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

// append draws a code on a page with this height in millimetres: the extra glyph of
// subset s, which is font R of this number.
func (q *symbol) append(b []byte, code *coding.Code, s *truetype.Subset, number int, height float64, piece int) []byte {
	b = append(appendPiece(append(b, '\n'), piece), "/Span<</ActualText()>>BDC "...)
	b = append(appendInk(b, ink{}, "rg "), "BT /R"...)
	b = append(strconv.AppendInt(b, int64(number), 10), ' ')
	b = append(pdf.AppendNumber(b, q.Size/millimetres*float64(s.Face.Em())/float64(code.Size*side(s.Face))), " Tf "...)
	b = append(pdf.AppendNumber(b, q.At[0]/millimetres), ' ')
	b = append(pdf.AppendNumber(b, (height-q.At[1]-q.Size)/millimetres), " Td ("...)
	return append(pdf.AppendCode(b, s.DrawnCode()), ")Tj ET EMC EMC"...)
}

// side returns the side of a square of a code in units of the grid of a subset.
func side(f *truetype.Face) int { return max(1, f.Em()/50) }
