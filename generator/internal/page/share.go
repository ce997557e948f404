package page

import (
	"fmt"
	"html/template"
	"math/bits"
	"strconv"

	"rsc.io/qr/coding"
)

// qrLevel and qrMask are those of all codes: a code on a screen is not worn
// off, and with one mask a plan serves all texts of a length.
const (
	qrLevel = coding.L
	qrMask  = coding.Mask(0)
)

// shareView is a page's own address, to be sent or to be scanned.
type shareView struct {
	URL, Box string
	Modules  template.HTML
}

// share makes the code of an address, with the free margin of four modules that
// readers want.
func (s *Set) share(url string) (*shareView, error) {
	version := coding.Version(coding.MinVersion)
	for version < coding.MaxVersion && coding.String(url).Bits(version) > version.DataBytes(qrLevel)*8 {
		version++
	}
	known, ok := s.plans.Load(version)
	if !ok {
		plan, err := coding.NewPlan(version, qrLevel, qrMask)
		if err != nil {
			return nil, fmt.Errorf("QR code of %s: %w", url, err)
		}
		known, _ = s.plans.LoadOrStore(version, plan)
	}
	code, err := known.(*coding.Plan).Encode(coding.String(url))
	if err != nil {
		return nil, fmt.Errorf("QR code of %s: %w", url, err)
	}
	side := strconv.Itoa(code.Size + 8)
	return &shareView{URL: url, Box: "-4 -4.5 " + side + " " + side, Modules: modules(code)}, nil
}

// modules draws the dark modules as strokes along the middle of each row.
func modules(code *coding.Code) template.HTML {
	b := append(make([]byte, 0, 3000), `<path d="`...)
	for y := range code.Size {
		row := code.Bitmap[y*code.Stride:][:code.Stride]
		at := -1 // where the pen stands
		for x := run(row, 0, 0); x < code.Size; x = run(row, at, 0) {
			end := min(run(row, x, 0xFF), code.Size)
			if at < 0 {
				b = strconv.AppendInt(append(b, 'M'), int64(x), 10)
				b = strconv.AppendInt(append(b, ' '), int64(y), 10)
			} else {
				b = strconv.AppendInt(append(b, 'm'), int64(x-at), 10)
				b = append(b, ' ', '0')
			}
			b = strconv.AppendInt(append(b, 'h'), int64(end-x), 10)
			at = end
		}
	}
	return template.HTML(append(b, `"/>`...))
}

// run is where the modules from x on are no longer as those of the byte: eight
// to a byte, the dark ones ones, the first one highest.
func run(row []byte, x int, as byte) int {
	for x < 8*len(row) {
		left := 8 - x%8
		n := min(left, bits.LeadingZeros8((row[x/8]^as)<<(x%8)))
		if x += n; n < left {
			break
		}
	}
	return x
}
