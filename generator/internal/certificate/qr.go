package certificate

import (
	"fmt"
	"strconv"

	"github.com/boombuler/barcode/qr"
)

// symbol is where the QR code stands that leads to the page which checks the
// certificate.
type symbol struct {
	At   [2]float64 `yaml:"at"` // its upper left corner
	Size float64    `yaml:"size"`
}

// appendSymbol draws a text as a QR code of squares, one path row by row, in
// a page's height.
func (q *symbol) appendSymbol(b []byte, text string, height float64) ([]byte, error) {
	code, err := qr.Encode(text, qr.L, qr.Unicode)
	if err != nil {
		return b, fmt.Errorf("qr code of %d characters: %w", len(text), err)
	}
	modules := code.Bounds().Dx()
	dark := func(x, y int) bool {
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	// One unit is a module, so that the numbers below are short.
	module := q.Size / millimetres / float64(modules)
	b = append(appendInk(append(b, "\nq "...), ink{}, "rg "), '\n')
	for _, v := range []float64{module, 0, 0, module, q.At[0] / millimetres, (height - q.At[1] - q.Size) / millimetres} {
		b = append(appendNumber(b, v), ' ')
	}
	b = append(b, "cm\n"...)
	for y := range modules {
		for x := 0; x < modules; x++ {
			from := x
			for x < modules && dark(x, y) {
				x++
			}
			if x > from { // a run of dark modules is one rectangle
				for _, n := range []int{from, modules - 1 - y, x - from, 1} {
					b = append(strconv.AppendInt(b, int64(n), 10), ' ')
				}
				b = append(b, "re\n"...)
			}
		}
	}
	return append(b, "f Q\n"...), nil
}
