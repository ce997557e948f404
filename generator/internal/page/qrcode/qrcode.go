// Package qrcode draws QR codes of many addresses of one length as pictures. What
// they share is encoded once.
package qrcode

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"html/template"
	"math/bits"
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

// Code is an address as a link and as a QR code without its margin.
type Code struct {
	URL     string
	Picture template.URL // an address that holds the picture, a pixel for each module
}

// Maker makes codes on any number of goroutines.
type Maker struct{ known sync.Map } // length of a text → *codes

// Make returns the code of an address. Readers need a margin of four modules around it.
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
	return &Code{URL: url, Picture: template.URL(picture(bitmap, made.code.Size, made.code.Stride))}, nil
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

// picture returns the modules as a PNG file of a bit for each, in an address that holds
// it: a quarter of the bytes of a path. Its rows are not compressed, because modules
// hardly can be.
func picture(bitmap []byte, size, stride int) string {
	wide := (size + 7) / 8
	var room [1 << 11]byte
	b := append(room[:0], "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"...)
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	b = append(b, 1, 0, 0, 0, 0) // one bit, grey
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
	n := size * (1 + wide)
	b = binary.BigEndian.AppendUint32(b, uint32(2+5+n+4))
	data := len(b)
	b = append(b, "IDAT\x78\x01\x01"...) // one block, as it is
	b = binary.LittleEndian.AppendUint16(b, uint16(n))
	b = binary.LittleEndian.AppendUint16(b, ^uint16(n))
	rows := len(b)
	for y := range size {
		b = append(b, 0) // no filter
		for _, eight := range bitmap[y*stride:][:wide] {
			b = append(b, ^eight) // 0 is black
		}
	}
	b = binary.BigEndian.AppendUint32(b, adler32.Checksum(b[rows:]))
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[data:]))
	b = append(b, "\x00\x00\x00\x00IEND\xae\x42\x60\x82"...)
	const scheme = "data:image/png;base64,"
	var text [1 << 12]byte
	return string(base64.StdEncoding.AppendEncode(append(text[:0], scheme...), b))
}
