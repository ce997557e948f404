package truetype

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"

	"guntime/generator/internal/artifact"
)

// A packed font is a font file in parts that unpack separately: a skeleton, which is the
// file without its outlines, and blocks of some glyphs that are often used together. It is
// lossless: Unpack restores the file byte for byte. All numbers are varints of
// encoding/binary.
//
//	magic
//	the key of the font file (32 bytes), its size, where its outlines begin, their size
//	how many glyphs there are, and how many in a block
//	how long the packed skeleton is, the packed order, and each packed block
//	the packed skeleton; the packed order (the glyphs, block after block, two bytes each); the packed blocks
//
// Everything is packed with Brotli.
const magic = "guntime packed font 2\n"

// glyphsInBlock is how many glyphs are packed together: more are a little smaller,
// but slower to unpack for one glyph.
const glyphsInBlock = 320

// longestHead is the most bytes before the packed skeleton.
const longestHead = 1 << 16

// keptBlocks is how many unpacked blocks are cached, about 100 KB each. Common
// Chinese and Japanese characters are in fewer.
const keptBlocks = 20

var errPacked = errors.New("the packed font is damaged")

// packed is a font that is read from its packed file.
type packed struct {
	key            artifact.Key // of the font file
	size           int
	glyfAt, glyfIs int    // offset and size of the outlines in the font file
	skeleton       []byte // the font file without them; nil after it was read
	inBlock        int
	places         []uint16 // by glyph: its index in the packed order
	at             []int64  // offsets of the blocks in the packed file, and the end of the last

	file io.ReaderAt
	mu   sync.Mutex
	kept map[int][][]byte // cached blocks: the bytes of each glyph
	last []int            // cached blocks, the last used one at the end
}

// inMemory returns a file in memory. It reads a file that is not there yet
// completely, because a file on disk can change meanwhile.
func inMemory(file fs.File) (*io.SectionReader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if at, ok := file.(io.ReaderAt); ok && info.Sys() == nil {
		return io.NewSectionReader(at, 0, info.Size()), nil
	}
	held, err := io.ReadAll(file)
	return io.NewSectionReader(bytes.NewReader(held), 0, int64(len(held))), err
}

// openPacked parses the head of a packed font.
func openPacked(file *io.SectionReader) (*packed, error) {
	size := file.Size()
	p := &packed{kept: map[int][][]byte{}, file: file}
	head := make([]byte, min(size, longestHead))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	rest, ok := bytes.CutPrefix(head, []byte(magic))
	if !ok || len(rest) < len(p.key) {
		return nil, errPacked
	}
	copy(p.key[:], rest)
	n := numbers{b: rest[len(p.key):]}
	p.size, p.glyfAt, p.glyfIs = n.next(), n.next(), n.next()
	glyphs, inBlock := n.next(), n.next()
	skeletonIs, orderIs := n.next(), n.next()
	if n.short || inBlock == 0 || glyphs > 1<<16 || p.glyfAt+p.glyfIs > p.size {
		return nil, errPacked
	}
	p.inBlock = inBlock
	lengths := make([]int, (glyphs+inBlock-1)/inBlock)
	for i := range lengths {
		lengths[i] = n.next()
	}
	if n.short {
		return nil, errPacked
	}
	begin := int64(len(head) - len(n.b))
	skeleton, err := p.unpack(begin, skeletonIs)
	if err != nil {
		return nil, err
	}
	p.skeleton = skeleton
	order, err := p.unpack(begin+int64(skeletonIs), orderIs)
	if err != nil || len(order) != 2*glyphs || p.glyfAt > len(p.skeleton) || len(p.skeleton) != p.size-p.glyfIs {
		return nil, errPacked
	}
	p.places = make([]uint16, glyphs)
	for place := range glyphs {
		g := int(u16(order, 2*place))
		if g >= glyphs {
			return nil, errPacked
		}
		p.places[g] = uint16(place)
	}
	p.at = append(p.at, begin+int64(skeletonIs+orderIs))
	for _, length := range lengths {
		p.at = append(p.at, p.at[len(p.at)-1]+int64(length))
	}
	if p.at[len(p.at)-1] != size {
		return nil, errPacked
	}
	return p, nil
}

// part returns a part of the font file outside of its outlines.
func (p *packed) part(offset, length int64) ([]byte, error) {
	if offset >= int64(p.glyfAt+p.glyfIs) {
		offset -= int64(p.glyfIs)
	} else if offset+length > int64(p.glyfAt) {
		return nil, errFont
	}
	if offset+length > int64(len(p.skeleton)) {
		return nil, errFont
	}
	return slices.Clone(p.skeleton[offset : offset+length]), nil
}

// glyph returns the bytes of a glyph, nil where the packed file is damaged.
func (p *packed) glyph(glyph int, from, to int64) []byte {
	if glyph >= len(p.places) {
		return nil
	}
	place := int(p.places[glyph])
	p.mu.Lock()
	defer p.mu.Unlock()
	glyphs, err := p.block(place / p.inBlock)
	if err != nil || place%p.inBlock >= len(glyphs) {
		return nil
	}
	b := glyphs[place%p.inBlock]
	if int64(len(b)) != to-from {
		return nil
	}
	return b
}

// block returns the glyphs of a block and caches them.
func (p *packed) block(i int) ([][]byte, error) {
	if at := slices.Index(p.last, i); at >= 0 {
		p.last = append(slices.Delete(p.last, at, at+1), i)
		return p.kept[i], nil
	}
	data, err := p.unpack(p.at[i], int(p.at[i+1]-p.at[i]))
	if err != nil {
		return nil, err
	}
	glyphs, err := joined(data)
	if err != nil {
		return nil, err
	}
	if len(p.last) == keptBlocks {
		delete(p.kept, p.last[0])
		p.last = slices.Delete(p.last, 0, 1)
	}
	p.kept[i], p.last = glyphs, append(p.last, i)
	return glyphs, nil
}

// unpack unpacks a part of the packed file.
func (p *packed) unpack(at int64, length int) ([]byte, error) {
	b := make([]byte, length)
	if n, err := p.file.ReadAt(b, at); n < length {
		return nil, fmt.Errorf("%w: %w", errPacked, err)
	}
	all, err := io.ReadAll(brotli.NewReader(bytes.NewReader(b)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPacked, err)
	}
	return all, nil
}

// Unpack restores the font file from a packed one. It returns an error if that is
// damaged.
func Unpack(packed []byte) ([]byte, error) {
	p, err := openPacked(io.NewSectionReader(bytes.NewReader(packed), 0, int64(len(packed))))
	if err != nil {
		return nil, err
	}
	data := slices.Clone(p.skeleton[:p.glyfAt])
	for i := range p.places {
		place := int(p.places[i])
		glyphs, err := p.block(place / p.inBlock)
		if err != nil || place%p.inBlock >= len(glyphs) {
			return nil, errPacked
		}
		data = append(data, glyphs[place%p.inBlock]...)
	}
	if len(data) > p.glyfAt+p.glyfIs {
		return nil, errPacked
	}
	data = append(data, make([]byte, p.glyfAt+p.glyfIs-len(data))...)
	data = append(data, p.skeleton[p.glyfAt:]...)
	if artifact.KeyOf(data) != p.key {
		return nil, errPacked
	}
	return data, nil
}

// numbers reads varints one after another.
type numbers struct {
	b     []byte
	short bool // there were too few
}

func (n *numbers) next() int {
	v, size := binary.Uvarint(n.b)
	if size <= 0 || v > 1<<31-1 {
		n.short = true
		return 0
	}
	n.b = n.b[size:]
	return int(v)
}
