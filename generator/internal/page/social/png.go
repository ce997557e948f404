package social

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// part is some rows of a picture, compressed so that parts can stand behind one another.
type part struct {
	deflated []byte
	sum      uint32 // Adler-32 of the rows
	size     int    // of the rows, bytes
}

// writers are reused: each has tables of a megabyte. What is drawn once for a race is
// compressed as well as it can be, and what is drawn for each runner quickly.
var quick, thorough = writersOf(5), writersOf(9)

func writersOf(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		w, err := flate.NewWriter(io.Discard, level)
		if err != nil {
			panic(err) // there are such levels
		}
		return w
	}}
}

// compressed compresses rows. A part begins and ends at a whole byte and refers to
// nothing before it.
func compressed(rows []byte, writers *sync.Pool) part {
	var b bytes.Buffer
	w := writers.Get().(*flate.Writer)
	defer writers.Put(w)
	w.Reset(&b)
	w.Write(rows) // a buffer does not fail
	w.Flush()
	return part{b.Bytes(), adler32.Checksum(rows), len(rows)}
}

// joined returns the Adler-32 of two texts from theirs.
func joined(a, b uint32, size int) uint32 {
	const base = 65521
	low := (a&0xffff + b&0xffff + base - 1) % base
	high := (uint64(a>>16) + uint64(b>>16) + uint64(size%base)*uint64((a&0xffff+base-1)%base)) % base
	return uint32(high)<<16 | low
}

// write writes a PNG of these parts.
func (m *Maker) write(w io.Writer, parts ...part) error {
	b := make([]byte, 0, 16<<10)
	b = append(b, "\x89PNG\r\n\x1a\n"...)
	b = chunk(b, "IHDR", append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, Width), Height), 4, 3, 0, 0, 0))
	b = chunk(b, "PLTE", m.palette)
	data, sum := []byte{0x78, 0x5e}, uint32(1)
	for _, p := range parts {
		data, sum = append(data, p.deflated...), joined(sum, p.sum, p.size)
	}
	data = append(data, 0x03, 0x00) // an empty last block
	b = chunk(b, "IDAT", binary.BigEndian.AppendUint32(data, sum))
	_, err := w.Write(chunk(b, "IEND", nil))
	return err
}

// chunk appends a chunk of PNG.
func chunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	from := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[from:]))
}
