// Package qrcode draws the QR codes of many addresses of one length, as paths of
// SVG: what they have in common is encoded once.
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

// qrLevel and qrMask are those of all codes: a code on a screen is not worn
// off, and with one mask a plan serves all texts of a length.
const (
	qrLevel = coding.L
	qrMask  = coding.Mask(0)
)

// Code is an address, to be sent or to be scanned.
type Code struct {
	URL, Box string
	Modules  template.HTML
}

// Maker makes codes, on any number of goroutines.
type Maker struct{ known sync.Map } // length of a text → *codes

// Make makes the code of an address, with the free margin of four modules that
// readers want.
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
	var room [2048]byte // of this page alone
	bitmap, err := made.bitmap(room[:0], url)
	if err != nil {
		return nil, fmt.Errorf("QR code of %s: %w", url, err)
	}
	side := strconv.Itoa(made.code.Size + 8)
	return &Code{URL: url, Box: "-4 -4.5 " + side + " " + side, Modules: modules(bitmap, made.code.Size, made.code.Stride)}, nil
}

// codes makes the codes of texts of one length. With one plan a code is linear:
// a bit of the text that is turned round turns the same modules, whatever the
// others say. So the first text is encoded in full, and of those after it, which
// differ in a bib or a language, the bits that differ.
type codes struct {
	plan  *coding.Plan
	text  string // the first one
	code  *coding.Code
	turns []atomic.Pointer[[]byte] // the modules that each bit of the text turns, once they are known
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

// turned are the modules that a bit of a byte turns.
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

// strokes are the moves to a stroke from the end of the one before and the
// strokes, by how far and how long.
var strokes = sync.OnceValue(func() *[16][16]string {
	var all [16][16]string
	for gap := range all {
		for long := range all[gap] {
			all[gap][long] = "m" + strconv.Itoa(gap) + " 0h" + strconv.Itoa(long)
		}
	}
	return &all
})

// modules draws the dark modules as strokes along the middle of each row.
func modules(bitmap []byte, size, stride int) template.HTML {
	var room [4096]byte
	b, drawn := append(room[:0], `<path d="`...), strokes()
	for y := range size {
		row := bitmap[y*stride:][:stride]
		at := -1 // where the pen stands
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

// alike is how far the modules of a row, from one on, are all dark or all
// light.
func alike(row []byte, from, size int, dark bool) int {
	for from < size {
		next := binary.BigEndian.Uint64(row[from>>3:]) << (from & 7) // a row is followed by more room than this takes
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
