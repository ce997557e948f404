package pdf

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"sync"
)

// kind is a kind of stream.
type kind int

const (
	ofContent kind = iota
	ofFont
	ofData
)

// kinds are the sizes of the codes of each kind, a digit each: those of the letters, the
// end and the lengths, then of the distances. They are those of Huffman for what streams of
// some hundred certificates have, names and times at random.
var kinds = [...]string{
	ofContent: "478aa97766667e78787e9eee9eeeeee95ee9ee8977e986575565656556ee7e8eea87888ea9ee98ea9e997eeeeeee7eeee8ea9998ee8eae8eae7e9aeeaeffeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeffffeeeeffffeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeffeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee9e55546778777478867cedeeeeeeeeeaa758ab5e6435434335454eeeeeff",
	ofFont:    "45666655665777667677566678878868778688766988999999678776999979998aa9aa7a9aaaaaaa9aaaaabaabaaabb9a8b999998baa89a99aaaabca9aaaabbbbbbbacc9bbbbbbbbbbbabcbbbbcbcdbbacaabbbbbabbcccbbbcbccc9bdcbadcbcccbbacacdcacccbbcbaabcbbfdbabcaadabccbbacabcbcbcdcb89cbbccbca68af457889a9aabbcba879bcabecdcd9579575564533344445468bee7aeedd",
	ofData:    "ffffffffffffffffffffffffffffffff7f3fffffffff5fff55555577774ffffff8d8ff8f7fdffd8dfffddffffff8f8f7f578768875f856567f76577ffdd7f7ffbc8cdbcb8c88f8bcacfcebdccbdacbccdcbbfffc8ccddbcdbddacbbfc8a8bbccfffcdbfffffffffffffffffffffffffffbdfb796aaffffffffffffffffffffff8f5678797757ceffffffffffffffffee9ddd5d4528224675ddeedddddddd",
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
	letters   [286]code // letters, the end, and lengths
	distances [30]code
	head      []byte // the begin of a stream, up to the codes of its bytes
	headBits  uint64 // what follows, which fills no byte
	headSize  uint
}

// code is a Huffman code, the first bit last.
type code struct {
	bits uint16
	size uint8
}

// order is in which lengths of the codes of lengths stand in a stream.
var order = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// codesOf makes codes of these sizes: those of 286 letters and lengths, and of 30 distances.
func codesOf(sizes []int) *codes {
	c := &codes{}
	assign(c.letters[:], sizes[:286])
	assign(c.distances[:], sizes[286:])

	// The sizes themselves are coded: 16 repeats the one before three to six times.
	var runs [][2]int // symbol and its extra bits
	var met [19]int
	for i := 0; i < len(sizes); {
		n := 1
		for i+n < len(sizes) && sizes[i+n] == sizes[i] && n < 7 {
			n++
		}
		runs = append(runs, [2]int{sizes[i], -1})
		met[sizes[i]]++
		if n >= 4 {
			runs = append(runs, [2]int{16, n - 4})
			met[16]++
			i += n
			continue
		}
		i++
	}
	inner := sizesOf(met[:], 7)
	var innerCodes [19]code
	assign(innerCodes[:], inner)
	last := len(order)
	for inner[order[last-1]] == 0 {
		last--
	}
	w := bitWriter{b: []byte{0x78, 0x9C}}
	w.add(1|2<<1, 3) // the last block, with codes of its own
	w.add(286-257, 5)
	w.add(30-1, 5)
	w.add(uint64(last-4), 4)
	for _, symbol := range order[:last] {
		w.add(uint64(inner[symbol]), 3)
	}
	for _, r := range runs {
		w.add(uint64(innerCodes[r[0]].bits), uint(innerCodes[r[0]].size))
		if r[0] == 16 {
			w.add(uint64(r[1]), 2)
		}
	}
	w.flush()
	c.head, c.headBits, c.headSize = w.b, w.bits, w.size
	return c
}

// sizesOf returns the sizes of Huffman codes, none longer than most. What is never met has
// none.
func sizesOf(often []int, most int) []int {
	often = append([]int(nil), often...)
	for {
		type node struct{ weight, parent int }
		nodes := make([]node, 0, 2*len(often))
		var live []int
		for i, n := range often {
			nodes = append(nodes, node{n, -1})
			if n > 0 {
				live = append(live, i)
			}
		}
		for len(live) > 1 {
			for k := range 2 { // the two that weigh least go last
				least := 0
				for i := range live[:len(live)-k] {
					if nodes[live[i]].weight <= nodes[live[least]].weight {
						least = i
					}
				}
				end := len(live) - 1 - k
				live[least], live[end] = live[end], live[least]
			}
			a, b := live[len(live)-1], live[len(live)-2]
			nodes = append(nodes, node{nodes[a].weight + nodes[b].weight, -1})
			nodes[a].parent, nodes[b].parent = len(nodes)-1, len(nodes)-1
			live = append(live[:len(live)-2], len(nodes)-1)
		}
		sizes, deepest := make([]int, len(often)), 0
		for i := range sizes {
			for up := nodes[i].parent; up >= 0; up = nodes[up].parent {
				sizes[i]++
			}
			deepest = max(deepest, sizes[i])
		}
		if deepest <= most {
			return sizes
		}
		for i, n := range often { // nearer to each other
			if n > 0 {
				often[i] = n/2 + 1
			}
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
	last [1 << 12]int32 // by what four bytes begin with: where, counted over all streams
	base int32
}

func (f *finder) slot(data []byte, at int) *int32 {
	return &f.last[binary.LittleEndian.Uint32(data[at:])*2654435761>>20]
}

// each calls letter for each byte that is new and again for each part that was there
// before, its length and distance.
func (f *finder) each(data []byte, letter func(byte), again func(length, distance int)) {
	if f.base > 1<<30 {
		*f = finder{}
	}
	f.base += 1 << 16 // none of an earlier stream is near
	base := f.base
	for i := 0; i < len(data); {
		if i+4 > len(data) {
			letter(data[i])
			i++
			continue
		}
		slot := f.slot(data, i)
		from := int(*slot - base)
		*slot = base + int32(i)
		if from < 0 || i-from > 1<<15 || binary.LittleEndian.Uint32(data[from:]) != binary.LittleEndian.Uint32(data[i:]) {
			letter(data[i])
			i++
			continue
		}
		n := 4
		for i+n < len(data) && n < 258 && data[from+n] == data[i+n] {
			n++
		}
		again(n, i-from)
		for k := i + 1; k < i+n && k+4 <= len(data); k += 2 {
			*f.slot(data, k) = base + int32(k)
		}
		i += n
	}
	f.base += int32(len(data))
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
	w := bitWriter{b: append(dst, c.head...), bits: c.headBits, size: c.headSize}
	f.each(data, func(letter byte) {
		k := c.letters[letter]
		w.add(uint64(k.bits), uint(k.size))
	}, func(length, distance int) {
		symbol, extra, size := lengthSymbol(length)
		k := c.letters[symbol]
		w.add(uint64(k.bits)|extra<<k.size, uint(k.size)+size)
		symbol, extra, size = distanceSymbol(distance)
		k = c.distances[symbol]
		w.add(uint64(k.bits)|extra<<k.size, uint(k.size)+size)
	})
	k := c.letters[256]
	w.add(uint64(k.bits), uint(k.size))
	w.flush()
	if w.size > 0 {
		w.b = append(w.b, byte(w.bits))
	}
	return binary.BigEndian.AppendUint32(w.b, adler32.Checksum(data))
}
