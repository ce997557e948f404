package pdf

import (
	"encoding/binary"

	"guntime/generator/internal/certificate/truetype"
)

// Hardly anything repeats in the outlines of some letters, so in the file of a small font
// bytes are coded one after another, without looking for what was there before. Then an
// outline has the same bits in every file, and is coded once for all that have it.

// bitString are bits, the first lowest.
type bitString struct {
	words []uint32
	rest  uint64 // what fills no word
	size  uint
}

// outlineOf returns the bits of an outline of a font.
func outlineOf(k truetype.Kept) *bitString {
	if known, ok := k.Coded.Load().(*bitString); ok {
		return known
	}
	var w bitWriter
	w.bytes(codesOfKind()[ofFont], k.Outline)
	made := w.string()
	k.Coded.Store(made)
	return made
}

// string returns what was written so far to an empty writer.
func (w *bitWriter) string() *bitString {
	s := &bitString{rest: w.bits, size: w.size}
	for b := w.b; len(b) > 0; b = b[4:] { // which holds whole words
		s.words = append(s.words, binary.LittleEndian.Uint32(b))
	}
	return s
}

// put writes bits.
func (w *bitWriter) put(s *bitString) {
	for _, v := range s.words {
		w.add(uint64(v), 32)
	}
	w.add(s.rest, s.size)
}

// bytes writes bytes one after another; of what repeats, only runs of one byte are told.
func (w *bitWriter) bytes(c *codes, data []byte) {
	for i := 0; i < len(data); {
		n := 1
		for i+n < len(data) && n < longest+1 && data[i+n] == data[i] {
			n++
		}
		k := c.letters[data[i]]
		w.add(uint64(k.bits), uint(k.size))
		i++
		if n--; n < 4 {
			continue
		}
		long, near := c.lengths[n], c.distances[0]
		w.add(uint64(long.bits), uint(long.size))
		w.add(uint64(near.bits), uint(near.size))
		i += n
	}
}

// appendFont appends the file of a subset, packed.
func appendFont(dst []byte, f *finder, data []byte, s *truetype.Subset) []byte {
	w := bitWriter{b: append(dst, 0x78, 0x9C)}
	c, at := codesOfKind()[ofFont], 0
	w.begin(c, s.Drawn == nil)
	if s.Drawn != nil { // a code to scan is of another kind
		from, to := s.DrawnAt()
		w.glyphs(c, data[:from], at, s.Kept())
		w.end(c)
		squares := codesOfKind()[ofCode]
		w.begin(squares, false)
		w.tokens(squares, f.find(data[from:to]))
		w.end(squares)
		w.begin(c, true)
		at = to
	}
	w.glyphs(c, data, at, s.Kept())
	w.end(c)
	return w.closed(data)
}

// glyphs writes what a file has from a place on, outlines by their bits.
func (w *bitWriter) glyphs(c *codes, data []byte, at int, kept []truetype.Kept) {
	for _, k := range kept {
		if k.At >= at && k.At < len(data) {
			w.bytes(c, data[at:k.At])
			w.put(outlineOf(k))
			at = k.At + len(k.Outline)
		}
	}
	w.bytes(c, data[at:])
}
