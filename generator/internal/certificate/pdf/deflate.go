package pdf

import (
	"cmp"
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"slices"
	"sync"
)

// kind is a kind of stream.
type kind int

const (
	ofContent kind = iota
	ofFont
	ofData
	ofObjects
	ofNames
	ofCode
)

// kinds are the sizes of the codes of each kind, a digit each: those of the letters, the
// end and the lengths, then of the distances. They are those of Huffman for what streams of
// some hundred certificates have, names and times at random.
var kinds = [...]string{
	ofContent: "3888887777777777779bbbbbbbbbbbbb6d9999999999d75755555555679999999999999999999999999999999999999999999999aaaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee555568888884777777dddddddddddd788888594444433335555ccccccc",
	ofFont:    "3566664566666666666666568888888888858875999988888886876699999999999999999999999aaaaaaaaaaaaaaaaaa99999999999999999999999999999aaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbb333333677777777777777776666666",
	ofData:    "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee783eeeeeeeee5eee55555577774eeeeee99999999999999999999999888888877777777775c77777777777777788888888888888888bbbbbbbbbbbbbbbbbbbcccccccccccccccccccccccccccccccccccccccccccccccccccccccccccceeeeeeeeee8888888aaaaaaaaaaaaaaaaaaaaa888888888848cccccccccccccccccc555555544444444444777777777777",
	ofObjects: "5eeeeeeeeeeeeeeeeeeeeeeeeeeeeeee4aaaaaaaaaaaa6855556666666d8888888888888888888888888888888888888866665666666666566665aaaaaaaaaaaaaaaaaddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddbbbbbbbbbb5568aaaaaaaaaaaaaeeeeeeeeeee555555544444444444777777777777",
	ofNames:   "eeeeaaaaaaaaaaaeeeeeeeeeeeeeeeee4eeeeeeeeeeeeee666666677777777777777777777777777777777777eeeeeeee5555557777777556666666eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee557888888888888ddddddddddddd555555544444444466666666666666",
	ofCode:    "677777777749eeeee9ea498aeeeaee4a7ee9eeea5e7aeeeae95889eeeeea6e8aeeeaee6aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaeeebbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbeaee5a9e2467699999e9996666aaaaaaaaa9555555554444444444456aa9999999",
}

// codesOfKind are the codes of each kind.
var codesOfKind = sync.OnceValue(func() (all [len(kinds)]*codes) {
	for k, digits := range kinds {
		var sizes [286 + 30]int
		for i := range sizes {
			if sizes[i] = int(digits[i] - '0'); digits[i] >= 'a' {
				sizes[i] = int(digits[i]-'a') + 10
			}
		}
		all[k] = codesOf(sizes[:])
	}
	return all
})

// Codes are how a kind of stream is coded. The codes of a stream are usually made for it
// alone, which takes longer than all the rest of packing a short one. Streams of a kind are
// alike, so theirs are made once and every stream of the kind has them.
type codes struct {
	letters   [286]code             // letters, the end, and lengths
	lengths   [longest + 1]longCode // by length, with its extra bits
	distances [30]code
	head      *bitString // what begins a part, after whether it is the last
}

// code is a Huffman code, the first bit last.
type code struct {
	bits uint16
	size uint8
}

// longCode is a Huffman code and what follows it.
type longCode struct {
	bits uint32
	size uint8
}

// order is in which lengths of the codes of lengths stand in a stream.
var order = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// codesOf makes codes of these sizes: those of 286 letters and lengths, and of 30 distances.
func codesOf(sizes []int) *codes {
	c := &codes{}
	assign(c.letters[:], sizes[:286])
	assign(c.distances[:], sizes[286:])
	c.measure()

	runs := runsOf(sizes)
	var met [19]int
	for _, r := range runs {
		met[r[0]]++
	}
	inner := sizesOf(met[:], 7)
	var innerCodes [19]code
	assign(innerCodes[:], inner)
	last := len(order)
	for inner[order[last-1]] == 0 {
		last--
	}
	w := bitWriter{}
	w.add(2, 2) // a block with codes of its own; that it is the last is told before
	w.add(286-257, 5)
	w.add(30-1, 5)
	w.add(uint64(last-4), 4)
	for _, symbol := range order[:last] {
		w.add(uint64(inner[symbol]), 3)
	}
	for _, r := range runs {
		w.add(uint64(innerCodes[r[0]].bits), uint(innerCodes[r[0]].size))
		w.add(uint64(r[1]), uint(r[2]))
	}
	c.head = w.string()
	return c
}

// measure makes the codes of lengths from those of their symbols.
func (c *codes) measure() {
	for n := shortest; n <= longest; n++ {
		symbol, extra, more := lengthSymbol(n)
		k := c.letters[symbol]
		c.lengths[n] = longCode{uint32(k.bits) | uint32(extra)<<k.size, k.size + uint8(more)}
	}
}

// sizesOf returns the sizes of Huffman codes, none longer than most. What is never met has
// none.
func sizesOf(often []int, most int) []int {
	type node struct{ weight, symbol, parent int } // symbol is -1 for what joins two others
	nodes := make([]node, 0, 2*len(often))
	for i, n := range often {
		if n > 0 {
			nodes = append(nodes, node{n, i, 0})
		}
	}
	sizes := make([]int, len(often))
	if len(nodes) == 1 {
		sizes[nodes[0].symbol] = 1
		return sizes
	}
	for leaves := len(nodes); ; {
		slices.SortFunc(nodes, func(a, b node) int { return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.symbol, b.symbol)) })
		// The two that weigh least are joined: the next of the leaves, or of what was joined.
		leaf, joined := 0, leaves
		next := func() int {
			if leaf < leaves && (joined == len(nodes) || nodes[leaf].weight <= nodes[joined].weight) {
				leaf++
				return leaf - 1
			}
			joined++
			return joined - 1
		}
		for n := 1; n < leaves; n++ {
			a := next()
			b := next()
			nodes[a].parent, nodes[b].parent = len(nodes), len(nodes)
			nodes = append(nodes, node{nodes[a].weight + nodes[b].weight, -1, 0})
		}
		deepest := 0
		for i := len(nodes) - 2; i >= 0; i-- { // from the root down, whose depth is 0
			depth := 1
			if up := nodes[i].parent; up < len(nodes)-1 {
				depth += nodes[up].weight
			}
			if deepest = max(deepest, depth); nodes[i].symbol >= 0 {
				sizes[nodes[i].symbol] = depth
			} else {
				nodes[i].weight = depth // which is not needed any more
			}
		}
		if deepest <= most {
			return sizes
		}
		nodes = nodes[:leaves]
		for i := range nodes { // nearer to each other
			nodes[i].weight = nodes[i].weight/2 + 1
		}
	}
}

// assign gives codes of these sizes.
func assign(to []code, sizes []int) {
	next := 0
	for size := 1; size <= 15; size++ {
		next <<= 1
		for i, s := range sizes {
			if s == size {
				to[i] = code{bits.Reverse16(uint16(next)) >> (16 - size), uint8(size)}
				next++
			}
		}
	}
}

// bitWriter appends bits, the first lowest.
type bitWriter struct {
	b    []byte
	bits uint64
	size uint
}

func (w *bitWriter) add(v uint64, size uint) {
	w.bits |= v << w.size
	w.size += size
	if w.size >= 32 {
		w.b = binary.LittleEndian.AppendUint32(w.b, uint32(w.bits))
		w.bits >>= 32
		w.size -= 32
	}
}

// flush appends all whole bytes.
func (w *bitWriter) flush() {
	for ; w.size >= 8; w.size -= 8 {
		w.b = append(w.b, byte(w.bits))
		w.bits >>= 8
	}
}

// finder finds what was there before in a stream.
type finder struct {
	last   [1 << 12]int32 // by what four bytes begin with: where, counted over all streams
	base   int32
	tokens []token
}

// slot returns the place in last of four bytes.
func slot(four uint32) uint32 { return four * 2654435761 >> 20 }

// find returns the bytes that are new, and the parts that were there before. It is valid
// until it is called again.
func (f *finder) find(data []byte) []token {
	if f.base > 1<<30 {
		f.last, f.base = [1 << 12]int32{}, 0
	}
	f.base += 1 << 16 // none of an earlier stream is near
	base, tokens := int(f.base), f.tokens[:0]
	i := 0
	for i+4 <= len(data) {
		four := binary.LittleEndian.Uint32(data[i:])
		at := &f.last[slot(four)]
		from := int(*at) - base
		*at = int32(base + i)
		if from < 0 || i-from >= farthest || binary.LittleEndian.Uint32(data[from:]) != four {
			tokens = append(tokens, token{uint16(data[i]), 0})
			i++
			continue
		}
		n := 4 + alike(data[from+4:], data[i+4:min(len(data), i+longest)])
		tokens = append(tokens, token{uint16(n), uint16(i - from)})
		for k := i + 1; k < i+n && k+4 <= len(data); k += 2 {
			f.last[slot(binary.LittleEndian.Uint32(data[k:]))] = int32(base + k)
		}
		i += n
	}
	for ; i < len(data); i++ {
		tokens = append(tokens, token{uint16(data[i]), 0})
	}
	f.base += int32(len(data))
	f.tokens = tokens
	return tokens
}

// alike returns how many bytes of b are those of a, which is as long at least.
func alike(a, b []byte) int {
	n := 0
	for ; n+8 <= len(b); n += 8 {
		if other := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); other != 0 {
			return n + bits.TrailingZeros64(other)/8
		}
	}
	for n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// lengthSymbol returns the symbol of a length, and its extra bits.
func lengthSymbol(n int) (symbol int, extra uint64, size uint) {
	n -= 3
	if n == 255 {
		return 285, 0, 0
	}
	if n < 8 {
		return 257 + n, 0, 0
	}
	size = uint(bits.Len(uint(n))) - 3
	return 257 + int(size)*4 + n>>size, uint64(n & (1<<size - 1)), size
}

// distanceSymbol returns the symbol of a distance, and its extra bits.
func distanceSymbol(n int) (symbol int, extra uint64, size uint) {
	n--
	if n < 4 {
		return n, 0, 0
	}
	size = uint(bits.Len(uint(n))) - 2
	return int(size)*2 + n>>size, uint64(n & (1<<size - 1)), size
}

// append appends a stream, packed.
func (c *codes) append(dst []byte, f *finder, data []byte) []byte {
	w := bitWriter{b: append(dst, 0x78, 0x9C)}
	w.begin(c, true)
	w.tokens(c, f.find(data))
	w.end(c)
	return w.closed(data)
}

// closed ends a stream of these bytes.
func (w *bitWriter) closed(data []byte) []byte {
	w.flush()
	if w.size > 0 {
		w.b = append(w.b, byte(w.bits))
	}
	return binary.BigEndian.AppendUint32(w.b, adler32.Checksum(data))
}

// begin begins a part.
func (w *bitWriter) begin(c *codes, last bool) {
	final := uint64(0)
	if last {
		final = 1
	}
	w.add(final, 1)
	w.put(c.head)
}

// tokens writes tokens and their end.
func (w *bitWriter) tokens(c *codes, tokens []token) {
	for _, t := range tokens {
		if t.distance == 0 {
			k := c.letters[t.length]
			w.add(uint64(k.bits), uint(k.size))
			continue
		}
		k := c.lengths[t.length]
		w.add(uint64(k.bits), uint(k.size))
		symbol, extra, more := distanceSymbol(int(t.distance))
		far := c.distances[symbol]
		w.add(uint64(far.bits)|extra<<far.size, uint(far.size)+more)
	}
}

// end ends a part.
func (w *bitWriter) end(c *codes) { w.add(uint64(c.letters[256].bits), uint(c.letters[256].size)) }
