package verify

import (
	"bytes"
	"cmp"
	"slices"
)

// flow is the visible text of a page, a block of it a line, joined across inline
// elements: a browser shows <b>Ann</b>a as one word. Blocks without an inline
// element in their text are left out, because page.words has them whole.
type flow struct {
	text   []byte
	pieces []flowPiece // in order
	ruby   bool        // inside <rt> or <rp>: shown above the line, not in it

	block, first int // where the open block begins in text and in pieces
}

// flowPiece is a run of text between two tags.
type flowPiece struct {
	from, to int // in flow.text
	part     int // its index in page.parts
}

// inline lists the elements that do not end a line of text. Scripts and styles
// show nothing.
var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "data": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "ins": true, "kbd": true, "mark": true, "q": true, "rb": true,
	"rp": true, "rt": true, "ruby": true, "s": true, "samp": true, "script": true, "small": true, "span": true, "strong": true,
	"style": true, "sub": true, "sup": true, "time": true, "tspan": true, "tt": true, "u": true, "var": true, "wbr": true}

func (f *flow) reset() { *f = flow{text: f.text[:0], pieces: f.pieces[:0]} }

// tag takes note of a start or end tag: an element that is not inline ends the
// block.
func (f *flow) tag(name []byte, end bool) {
	if !inline[string(name)] {
		f.endBlock()
		return
	}
	if len(name) == 2 && name[0] == 'r' && (name[1] == 't' || name[1] == 'p') || end && string(name) == "ruby" {
		f.ruby = !end
	}
}

// add appends the text between two tags. A run of white space becomes one space.
func (f *flow) add(text []byte, part int) {
	if f.ruby {
		return
	}
	space := func(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }
	from := len(f.text)
	for _, c := range text {
		if !space(c) {
			f.text = append(f.text, c)
		} else if n := len(f.text); n > f.block && f.text[n-1] != ' ' {
			f.text = append(f.text, ' ')
		}
	}
	if len(f.text) > from {
		f.pieces = append(f.pieces, flowPiece{from, len(f.text), part})
	}
}

func (f *flow) endBlock() {
	if len(f.pieces)-f.first < 2 {
		f.text, f.pieces = f.text[:f.block], f.pieces[:f.first]
	} else {
		f.text = append(f.text, '\n')
	}
	f.ruby, f.block, f.first = false, len(f.text), len(f.pieces)
}

// at returns the index of the piece that has the byte at i.
func (f *flow) at(i int) int {
	n, _ := slices.BinarySearchFunc(f.pieces, i, func(p flowPiece, i int) int { return cmp.Compare(p.to, i+1) })
	return n
}

// line returns where the block around text[from:to] begins and ends.
func (f *flow) line(from, to int) [2]int {
	end := len(f.text)
	if n := bytes.IndexByte(f.text[to:], '\n'); n >= 0 {
		end = to + n
	}
	return [2]int{bytes.LastIndexByte(f.text[:from], '\n') + 1, end}
}

// lookAcross reports secrets that inline tags split, which look cannot see. One
// that begins in one link and ends in another is in neither.
func (r *reader) lookAcross(file, on string, owner *place, list bool) {
	f := &r.page.flow
	r.scan(file, f.text, func(from, to int) (context, bool) {
		i, j := f.at(from), f.at(to-1)
		if i == j {
			return context{}, false
		}
		part := f.pieces[i].part
		link := r.page.parts[part].link
		for _, p := range f.pieces[i+1 : j+1] {
			if r.page.parts[p.part].link != link {
				link = 0
			}
		}
		return context{part: f.line(from, to), where: r.placeOf(on, part, link, owner, list)}, true
	})
}
