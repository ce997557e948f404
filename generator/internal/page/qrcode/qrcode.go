// Package qrcode draws QR codes of many addresses of one length as SVG paths. What
// they share is encoded once.
package qrcode

import (
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"html/template"
	"math/bits"
	"strconv"
	"sync"
	"sync/atomic"

	"rsc.io/qr/coding"
)

// qrLevel and qrMask are those of all codes: codes on a screen do not wear off, and
// with one mask all texts of a length share a plan.
const (
	qrLevel = coding.L
	qrMask  = coding.Mask(0)
)

// Code is an address as a link and as a QR code.
type Code struct {
	URL, Box string
	Modules  template.HTML
}

// Maker makes codes on any number of goroutines.
type Maker struct{ known sync.Map } // length of a text → *codes

// Make returns the code of an address, with the margin of four modules that readers
// need.
func (m *Maker) Make(url string) (*Code, error) {
	known, ok := m.known.Load(len(url))
	if !ok {
		made, err := newCodes(url)
		if err != nil {
			return nil, fmt.Errorf("QR code of %s: %w", url, err)
		}
		known, _ = m.known.LoadOrStore(len(url), made)
	}
	made := known.(*codes)
	var room [2048]byte // for this call
	bitmap, err := made.bitmap(room[:0], url)
	if err != nil {
		return nil, fmt.Errorf("QR code of %s: %w", url, err)
	}
	side := strconv.Itoa(made.code.Size + 8)
	return &Code{URL: url, Box: "-4 -4.5 " + side + " " + side, Modules: modules(bitmap, made.code.Size, made.code.Stride)}, nil
}

// codes makes the codes of texts of one length. With a fixed plan a code is linear:
// changing a bit of the text inverts the same modules, whatever the other bits are.
// So only the first text is encoded completely. Later texts, which differ in a bib
// or a language, need only the bits that differ.
type codes struct {
	plan  *coding.Plan
	text  string // the first one
	code  *coding.Code
	turns []atomic.Pointer[[]byte] // modules that each bit of the text inverts, once known
}

func newCodes(text string) (*codes, error) {
	version := coding.Version(coding.MinVersion)
	for version < coding.MaxVersion && coding.String(text).Bits(version) > version.DataBytes(qrLevel)*8 {
		version++
	}
	plan, err := coding.NewPlan(version, qrLevel, qrMask)
	if err != nil {
		return nil, err
	}
	code, err := plan.Encode(coding.String(text))
	return &codes{plan, text, code, make([]atomic.Pointer[[]byte], 8*len(text))}, err
}

// bitmap appends the modules of a text as long as the first.
func (c *codes) bitmap(b []byte, text string) ([]byte, error) {
	b = append(b, c.code.Bitmap...)
	for i := range len(text) {
		for differ := text[i] ^ c.text[i]; differ != 0; differ &= differ - 1 {
			turned, err := c.turned(i, bits.TrailingZeros8(differ))
			if err != nil {
				return nil, err
			}
			subtle.XORBytes(b, b, turned)
		}
	}
	return b, nil
}

// turned returns the modules that a bit of a byte inverts.
func (c *codes) turned(at, bit int) ([]byte, error) {
	known := &c.turns[8*at+bit]
	if turned := known.Load(); turned != nil {
		return *turned, nil
	}
	text := []byte(c.text)
	text[at] ^= 1 << bit
	code, err := c.plan.Encode(coding.String(text))
	if err != nil {
		return nil, err
	}
	subtle.XORBytes(code.Bitmap, code.Bitmap, c.code.Bitmap)
	known.Store(&code.Bitmap)
	return code.Bitmap, nil
}

// strokes are the path commands for a move and a stroke, by their lengths.
var strokes = sync.OnceValue(func() *[16][16]string {
	var all [16][16]string
	for gap := range all {
		for long := range all[gap] {
			all[gap][long] = "m" + strconv.Itoa(gap) + " 0h" + strconv.Itoa(long)
		}
	}
	return &all
})

// modules draws dark modules as strokes along the middle of each row.
func modules(bitmap []byte, size, stride int) template.HTML {
	var room [4096]byte
	b, drawn := append(room[:0], `<path d="`...), strokes()
	for y := range size {
		row := bitmap[y*stride:][:stride]
		at := -1 // position of the pen
		for from := alike(row, 0, size, false); from < size; from = alike(row, at, size, false) {
			end := alike(row, from, size, true)
			switch gap, long := from-at, end-from; {
			case at < 0:
				b = strconv.AppendInt(append(b, 'M'), int64(from), 10)
				b = strconv.AppendInt(append(b, ' '), int64(y), 10)
				b = strconv.AppendInt(append(b, 'h'), int64(long), 10)
			case gap < len(drawn) && long < len(drawn[0]):
				b = append(b, drawn[gap][long]...)
			default:
				b = strconv.AppendInt(append(b, 'm'), int64(gap), 10)
				b = strconv.AppendInt(append(b, " 0h"...), int64(long), 10)
			}
			at = end
		}
	}
	return template.HTML(append(b, `"/>`...))
}

// alike returns how many modules of a row, from one on, have the same colour.
func alike(row []byte, from, size int, dark bool) int {
	for from < size {
		next := binary.BigEndian.Uint64(row[from>>3:]) << (from & 7) // there is enough memory behind a row
		if dark {
			next = ^next
		}
		n := bits.LeadingZeros64(next)
		if n < 57 {
			return min(from+n, size)
		}
		from += 57
	}
	return size
}
