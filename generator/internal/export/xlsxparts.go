package export

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"

	"guntime/generator/internal/artifact"
)

// packed writes a file of an archive whose rows are parts. Each is packed by itself and
// ends at a whole byte, so that what is kept of the last build can be put behind what is
// new; the sum of the file is that of its parts, put together.
type packed struct {
	z     *zip.Writer
	parts *artifact.Parts
	head  zip.FileHeader
	w     io.Writer
	pack  *flate.Writer
	bytes bytes.Buffer
}

// begin begins a file. Its sizes are written behind it, when they are known.
func (p *packed) begin(name string) (err error) {
	p.head = zip.FileHeader{Name: name, Method: zip.Deflate, Flags: 0x8, Modified: aDate}
	p.head.SetModTime(aDate)
	if p.w, err = p.z.CreateRaw(&p.head); err != nil {
		return err
	}
	if err := p.z.Flush(); err != nil {
		return err
	}
	p.parts.Begin()
	p.pack, err = flate.NewWriter(&p.bytes, flate.BestSpeed)
	return err
}

// add packs a part of the file.
func (p *packed) add(from, to int, draw func() []byte) error {
	size, figures, err := p.parts.Part(p.w, from, to, func() ([]byte, [2]uint32, error) {
		text := draw()
		p.bytes.Reset()
		p.pack.Reset(&p.bytes)
		if _, err := p.pack.Write(text); err != nil {
			return nil, [2]uint32{}, err
		}
		if err := p.pack.Flush(); err != nil {
			return nil, [2]uint32{}, err
		}
		return p.bytes.Bytes(), [2]uint32{crc32.ChecksumIEEE(text), uint32(len(text))}, nil
	})
	if err != nil {
		return err
	}
	p.head.CRC32 = joined(p.head.CRC32, figures[0], int64(figures[1]))
	p.head.UncompressedSize64 += uint64(figures[1])
	p.head.CompressedSize64 += uint64(size)
	return nil
}

// end ends the file with a text, and tells its sizes for the list of the archive.
func (p *packed) end(text string) error {
	p.bytes.Reset()
	p.pack.Reset(&p.bytes)
	if _, err := io.WriteString(p.pack, text); err != nil {
		return err
	}
	if err := p.pack.Close(); err != nil {
		return err
	}
	p.head.CRC32 = joined(p.head.CRC32, crc32.ChecksumIEEE([]byte(text)), int64(len(text)))
	p.head.UncompressedSize64 += uint64(len(text))
	p.head.CompressedSize64 += uint64(p.bytes.Len())
	//lint:ignore SA1019 the writer of the archive reads it for files whose sizes stand behind them
	p.head.CompressedSize = uint32(min(p.head.CompressedSize64, 1<<32-1))
	//lint:ignore SA1019 as above
	p.head.UncompressedSize = uint32(min(p.head.UncompressedSize64, 1<<32-1))
	_, err := p.w.Write(p.bytes.Bytes())
	return err
}

// joined returns the CRC-32 of a text and another of that length behind it, from those of
// the two: the first goes through as many zero bytes as the other has, which is linear
// over its bits, and so is a matrix that is squared for each bit of the length.
func joined(first, second uint32, length int64) uint32 {
	if length == 0 {
		return first
	}
	var step, square [32]uint32
	step[0] = crc32.IEEE // one zero bit
	for i := 1; i < 32; i++ {
		step[i] = 1 << (i - 1)
	}
	for range 3 { // a byte has eight
		squared(&square, &step)
		step = square
	}
	for ; length > 0; length >>= 1 {
		if length&1 != 0 {
			first = times(&step, first)
		}
		squared(&square, &step)
		step = square
	}
	return first ^ second
}

func times(m *[32]uint32, v uint32) (sum uint32) {
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 != 0 {
			sum ^= m[i]
		}
	}
	return sum
}

func squared(to, m *[32]uint32) {
	for i := range m {
		to[i] = times(m, m[i])
	}
}
