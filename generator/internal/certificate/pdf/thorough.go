package pdf

import (
	"encoding/binary"
	"hash/adler32"
)

// thorough compresses what is written once and copied often, a zlib stream. It chooses
// among all ways to repeat what was there before the one that takes the fewest bits, by
// the codes that the choice before it led to. That saves 1 % of a font, and 8 % of a tree
// of tags.
func thorough(data []byte) []byte {
	w := bitWriter{b: []byte{0x78, 0xDA}}
	tokens := tokensOf(data)
	if cut := cutOf(tokens); cut > 0 {
		w.block(tokens[:cut], false)
		tokens = tokens[cut:]
	}
	w.block(tokens, true)
	w.flush()
	if w.size > 0 {
		w.b = append(w.b, byte(w.bits))
	}
	return binary.BigEndian.AppendUint32(w.b, adler32.Checksum(data))
}

// tokensOf returns the tokens that take the fewest bits of those that were tried.
func tokensOf(data []byte) []token {
	found := matchesOf(data)
	best, least := []token(nil), 0
	costs := firstCosts()
	for range 3 {
		tokens := cheapest(data, found, &costs)
		size := sizeOf(tokens)
		if best == nil || size < least {
			best, least = tokens, size
		}
		costs = costsOf(countOf(tokens))
	}
	return best
}

// token is a byte, or with a distance so many bytes that were there before.
type token struct{ length, distance uint16 }

// match is the nearest place where so many bytes were there before.
type match token

const shortest, longest, farthest = 3, 258, 1 << 15

// matchesOf returns for each byte what was there before, the longer the farther.
func matchesOf(data []byte) [][]match {
	const tried = 60 // places with the same three bytes
	all := make([][]match, len(data))
	last, before := map[[3]byte]int{}, make([]int, len(data))
	for i := 0; i+shortest <= len(data); i++ {
		key := [3]byte(data[i:])
		at, known := last[key]
		before[i] = -1
		if known {
			before[i] = at
		}
		last[key] = i
		length := shortest - 1
		for at, n := before[i], 0; at >= 0 && i-at < farthest && n < tried && length < longest; at, n = before[at], n+1 {
			if i+length < len(data) && data[at+length] != data[i+length] {
				continue
			}
			same := 0
			for same < longest && i+same < len(data) && data[at+same] == data[i+same] {
				same++
			}
			if same > length {
				length = same
				all[i] = append(all[i], match{uint16(same), uint16(i - at)})
			}
		}
	}
	return all
}

// counts are how often each symbol is in a stream.
type counts struct {
	letters   [286]int
	distances [30]int
}

func countOf(tokens []token) *counts {
	c := &counts{}
	c.letters[256] = 1
	for _, t := range tokens {
		if t.distance == 0 {
			c.letters[t.length]++
			continue
		}
		symbol, _, _ := lengthSymbol(int(t.length))
		c.letters[symbol]++
		symbol, _, _ = distanceSymbol(int(t.distance))
		c.distances[symbol]++
	}
	return c
}

// bitCosts are what symbols take, in bits, with their extra bits.
type bitCosts struct {
	letters   [286]int
	lengths   [longest + 1]int
	distances [30]int
}

func firstCosts() bitCosts {
	c := countOf(nil)
	for i := range c.letters {
		c.letters[i]++
	}
	for i := range c.distances {
		c.distances[i]++
	}
	return costsOf(c)
}

// costsOf returns what symbols take that are met so often. One that was not met takes as
// much as one that was met least.
func costsOf(c *counts) bitCosts {
	var all bitCosts
	each := func(to, often []int) {
		sizes, most := sizesOf(often, 15), 1
		for _, s := range sizes {
			most = max(most, s)
		}
		for i, s := range sizes {
			if to[i] = s; s == 0 {
				to[i] = most
			}
		}
	}
	each(all.letters[:], c.letters[:])
	each(all.distances[:], c.distances[:])
	for n := shortest; n <= longest; n++ {
		symbol, _, extra := lengthSymbol(n)
		all.lengths[n] = all.letters[symbol] + int(extra)
	}
	for i := range all.distances {
		all.distances[i] += max(0, i/2-1)
	}
	return all
}

// cheapest returns the tokens that take the fewest bits.
func cheapest(data []byte, found [][]match, costs *bitCosts) []token {
	type step struct {
		cost int
		token
	}
	steps := make([]step, len(data)+1)
	for i := 1; i < len(steps); i++ {
		steps[i].cost = 1 << 60
	}
	for i := range data {
		here := steps[i].cost
		if cost := here + costs.letters[data[i]]; cost < steps[i+1].cost {
			steps[i+1] = step{cost, token{uint16(data[i]), 0}}
		}
		from := shortest
		for _, m := range found[i] {
			symbol, _, _ := distanceSymbol(int(m.distance))
			for n := from; n <= int(m.length); n++ {
				if cost := here + costs.distances[symbol] + costs.lengths[n]; cost < steps[i+n].cost {
					steps[i+n] = step{cost, token{uint16(n), m.distance}}
				}
			}
			from = int(m.length) + 1
		}
	}
	var tokens []token
	for i := len(data); i > 0; {
		t := steps[i].token
		tokens = append(tokens, t)
		if i--; t.distance > 0 {
			i -= int(t.length) - 1
		}
	}
	for i, j := 0, len(tokens)-1; i < j; i, j = i+1, j-1 {
		tokens[i], tokens[j] = tokens[j], tokens[i]
	}
	return tokens
}

// cutOf returns where to divide tokens so that codes of their own for both parts take
// fewer bits, 0 for nowhere. Few places are tried, and none in what is short.
func cutOf(tokens []token) (cut int) {
	const worth = 1000
	if len(tokens) < worth {
		return 0
	}
	least := sizeOf(tokens)
	for _, sixteenths := range []int{4, 8, 12, 14, 15} { // a font ends in tables of another kind
		at := len(tokens) * sixteenths / 16
		if size := sizeOf(tokens[:at]) + sizeOf(tokens[at:]); size < least {
			cut, least = at, size
		}
	}
	return cut
}

// plan is how the tokens of a block are coded.
type plan struct {
	letters, distances []int // sizes of codes
	runs               [][3]int
	inner              []int // sizes of the codes of runs
	last               int   // how many of these are written
	head, body         int   // bits
}

// planOf makes codes for tokens.
func planOf(tokens []token) *plan {
	c := countOf(tokens)
	p := &plan{letters: sizesOf(c.letters[:], 15), distances: sizesOf(c.distances[:], 15)}
	for i, n := range c.letters {
		extra := 0
		if i > 264 && i < 285 {
			extra = (i - 261) / 4
		}
		p.body += n * (p.letters[i] + extra)
	}
	if used := usedOf(c.distances[:]); used < 2 { // a reader may want a whole tree
		for i := range p.distances {
			if p.distances[i] = min(c.distances[i], 1); p.distances[i] == 0 && used < 2 {
				p.distances[i], used = 1, used+1
			}
		}
	}
	for i, n := range c.distances {
		p.body += n * (p.distances[i] + max(0, i/2-1))
	}
	for len(p.letters) > 257 && p.letters[len(p.letters)-1] == 0 {
		p.letters = p.letters[:len(p.letters)-1]
	}
	for len(p.distances) > 1 && p.distances[len(p.distances)-1] == 0 {
		p.distances = p.distances[:len(p.distances)-1]
	}
	p.runs = runsOf(append(append([]int(nil), p.letters...), p.distances...))
	var met [19]int
	for _, r := range p.runs {
		met[r[0]]++
		p.head += r[2]
	}
	p.inner = sizesOf(met[:], 7)
	for i, n := range met {
		p.head += n * p.inner[i]
	}
	p.last = len(order)
	for p.last > 4 && p.inner[order[p.last-1]] == 0 {
		p.last--
	}
	p.head += 17 + 3*p.last
	return p
}

// usedOf returns how many symbols are met.
func usedOf(often []int) int {
	used := 0
	for _, n := range often {
		used += min(n, 1)
	}
	return used
}

// runsOf writes sizes of codes as symbols, each with its extra bits and how many these
// are: 16 repeats the size before, 17 and 18 are zeros.
func runsOf(sizes []int) (runs [][3]int) {
	for i := 0; i < len(sizes); {
		n := 1
		for i+n < len(sizes) && sizes[i+n] == sizes[i] {
			n++
		}
		i += n
		size := sizes[i-1]
		if size > 0 {
			runs = append(runs, [3]int{size, 0, 0})
			n--
		}
		for size == 0 && n >= 11 {
			k := min(n, 138)
			runs = append(runs, [3]int{18, k - 11, 7})
			n -= k
		}
		for size == 0 && n >= 3 {
			k := min(n, 10)
			runs = append(runs, [3]int{17, k - 3, 3})
			n -= k
		}
		for size > 0 && n >= 3 {
			k := min(n, 6)
			if n == 7 || n == 8 {
				k = n - 3
			}
			runs = append(runs, [3]int{16, k - 3, 2})
			n -= k
		}
		for ; n > 0; n-- {
			runs = append(runs, [3]int{size, 0, 0})
		}
	}
	return runs
}

// sizeOf returns how many bits a block takes.
func sizeOf(tokens []token) int {
	p := planOf(tokens)
	return p.head + p.body
}

// block writes a block.
func (w *bitWriter) block(tokens []token, last bool) {
	p := planOf(tokens)
	var letters [286]code
	var distances [30]code
	var inner [19]code
	assign(letters[:], p.letters)
	assign(distances[:], p.distances)
	assign(inner[:], p.inner)
	final := uint64(0)
	if last {
		final = 1
	}
	w.add(final|2<<1, 3)
	w.add(uint64(len(p.letters)-257), 5)
	w.add(uint64(len(p.distances)-1), 5)
	w.add(uint64(p.last-4), 4)
	for _, symbol := range order[:p.last] {
		w.add(uint64(p.inner[symbol]), 3)
	}
	put := func(c code) { w.add(uint64(c.bits), uint(c.size)) }
	for _, r := range p.runs {
		put(inner[r[0]])
		w.add(uint64(r[1]), uint(r[2]))
	}
	for _, t := range tokens {
		if t.distance == 0 {
			put(letters[t.length])
			continue
		}
		symbol, extra, size := lengthSymbol(int(t.length))
		put(letters[symbol])
		w.add(extra, size)
		symbol, extra, size = distanceSymbol(int(t.distance))
		put(distances[symbol])
		w.add(extra, size)
	}
	put(letters[256])
}
