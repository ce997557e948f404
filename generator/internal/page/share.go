package page

import (
	"fmt"
	"html/template"
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
	b := append(make([]byte, 0, 4000), `<path d="`...)
	for y := range code.Size {
		row := code.Bitmap[y*code.Stride:][:code.Stride]
		at, from := -1, -1 // where the pen stands, and where the stroke began that is under way
		for x := range code.Size + 1 {
			switch dark := x < code.Size && row[x>>3]&(0x80>>(x&7)) != 0; {
			case dark && from < 0:
				from = x
			case !dark && from >= 0:
				if at < 0 {
					b = strconv.AppendInt(append(b, 'M'), int64(from), 10)
					b = strconv.AppendInt(append(b, ' '), int64(y), 10)
				} else {
					b = strconv.AppendInt(append(b, 'm'), int64(from-at), 10)
					b = append(b, ' ', '0')
				}
				b = strconv.AppendInt(append(b, 'h'), int64(x-from), 10)
				at, from = x, -1
			}
		}
	}
	return template.HTML(append(b, `"/>`...))
}
