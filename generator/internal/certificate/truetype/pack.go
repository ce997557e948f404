package truetype

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/andybalholm/brotli"

	"guntime/generator/internal/artifact"
)

// Pack packs a font file. rank says how common a character is, 0 for the most
// common: glyphs are packed together with others that are as common. The error says
// that the font cannot be used, or that unpacking would not restore it.
func Pack(data []byte, rank func(rune) int) ([]byte, error) {
	f, err := parseFile("font", data)
	if err != nil {
		return nil, err
	}
	order := f.byRank(rank)
	var blocks [][]byte
	for some := range slices.Chunk(order, glyphsInBlock) {
		glyphs := make([][]byte, len(some))
		for i, g := range some {
			glyphs[i] = f.Outline(g)
		}
		blocks = append(blocks, squeeze(parted(glyphs)))
	}
	skeleton := squeeze(slices.Concat(data[:f.glyfAt], data[f.glyfAt+f.glyfSize:]))
	var places []byte
	for _, g := range order {
		places = binary.BigEndian.AppendUint16(places, uint16(g))
	}
	places = squeeze(places)

	key := artifact.KeyOf(data)
	all := append([]byte(magic), key[:]...)
	for _, n := range []int{len(data), int(f.glyfAt), int(f.glyfSize), len(order), glyphsInBlock, len(skeleton), len(places)} {
		all = binary.AppendUvarint(all, uint64(n))
	}
	for _, b := range blocks {
		all = binary.AppendUvarint(all, uint64(len(b)))
	}
	if len(all) > longestHead {
		return nil, fmt.Errorf("%w: too many glyphs", errFont)
	}
	all = append(append(all, skeleton...), places...)
	all = append(all, bytes.Join(blocks, nil)...)
	if back, err := Unpack(all); err != nil || !bytes.Equal(back, data) {
		return nil, fmt.Errorf("%w: it would not come back as it is", errFont)
	}
	return all, nil
}

// byRank returns the glyphs of the font, those of common characters first, those
// without a character last.
func (f *Face) byRank(rank func(rune) int) []int {
	const none = 1 << 30
	ranks := make([]int, f.glyphs)
	order := make([]int, f.glyphs)
	for g := range ranks {
		ranks[g], order[g] = none, g
	}
	for r := rune(0); r < 1<<18; r++ {
		if g := f.Glyph(r); g != 0 {
			ranks[g] = min(ranks[g], rank(r))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return ranks[a] - ranks[b] })
	return order
}

// squeeze compresses with the strongest settings of Brotli, with a window that
// covers a block.
func squeeze(data []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 19})
	w.Write(data) // a buffer never fails
	w.Close()
	return b.Bytes()
}
