package certificate

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/certificate/pdf"
)

// A4 upright, in points.
const (
	leafWidth  = 210 / millimetres
	leafHeight = 297 / millimetres
	leafMargin = 18 / millimetres // on the left and on the right
	leafTop    = 17 / millimetres
	leafBottom = leafHeight - 21/millimetres // where the last line ends
	leafInner  = leafWidth - 2*leafMargin
)

// paragraph is a text of one font and size.
type paragraph struct {
	text   string
	strong bool
	size   float64
	ink    ink
	above  float64 // points of white before it, unless it comes first
}

// block is a part of a page: lines whose y counts downwards from its top.
type block struct {
	lines  []line
	height float64
}

// item is a block in its turn. It is broken only where no page could hold it.
type item struct {
	block
	rule float64      // width of the line under it, 0 for none
	ink  ink          // of that line
	runs [][2]float64 // where that line begins and how far it goes; nil for from margin to margin
	keep bool         // it stays on one page with the next one
	head []item       // what a new page that begins with it, or with its rest, repeats
}

// stroke is a line across a page, y from the lower edge.
type stroke struct {
	x, y, width, line float64
	ink               ink
}

// leaf is one finished page.
type leaf struct {
	lines   []line
	strokes []stroke
}

// flow fills pages of A4 with blocks, one below the other.
type flow struct {
	design *Design
	leaves []leaf
	own    []runeSet // by face: the characters of all lines
	y      float64   // from the upper edge: where the next block begins
	fresh  bool      // nothing stands on the page that a new one would not repeat
	glyphs room[glyph]
	lines  room[line]
	texts  room[[]glyph]
}

func newFlow(d *Design) *flow { return &flow{design: d, own: make([]runeSet, len(d.faces))} }

// room hands out small slices, cut from large ones that live as long as any of
// their parts: a page has thousands.
type room[T any] struct{ free []T }

// take returns an empty slice that n elements can be appended to.
func (r *room[T]) take(n int) []T {
	if len(r.free) < n {
		r.free = make([]T, max(n, 4096))
	}
	part := r.free[:0:n]
	r.free = r.free[n:]
	return part
}

// set sets a text. A character that no font has is spelled out by its number, so
// that a reader knows that there is one and which it is.
func (f *flow) set(text string, strong bool) []glyph {
	font := f.design.stacks[f.design.Splits.Font]
	if strong {
		font = f.design.stacks[f.design.Splits.Strong]
	}
	glyphs, ok := plain(font[0], f.glyphs.take(utf8.RuneCountInString(text)), text)
	if !ok {
		var missing []rune
		text, _ = clean(text)
		glyphs, missing = font.set(nil, text, nil)
		if len(missing) > 0 {
			var b strings.Builder
			for _, r := range text {
				if slices.Contains(missing, r) {
					fmt.Fprintf(&b, "[U+%04X]", r)
				} else {
					b.WriteRune(r)
				}
			}
			glyphs, _ = font.set(nil, b.String(), nil)
		}
	}
	for i := range glyphs {
		glyphs[i].own = false // the document has one subset of each face
		f.own[glyphs[i].face.Index].add(glyphs[i].r)
	}
	return glyphs
}

// block sets paragraphs in a column that begins at x.
func (f *flow) block(x, width float64, paragraphs ...paragraph) block {
	b := block{lines: f.lines.take(len(paragraphs))}
	for _, p := range paragraphs {
		leading := 1.4 * p.size
		for i, g := range f.broken(f.set(p.text, p.strong), int(1000*width/p.size)) {
			if i == 0 && len(b.lines) > 0 {
				b.height += p.above
			}
			b.lines = append(b.lines, line{glyphs: g, x: x, y: b.height + (leading-p.size)/2 + 0.88*p.size, size: p.size, ink: p.ink})
			b.height += leading
		}
	}
	return b
}

// broken breaks a text into lines of at most a width: nearly every one is one
// line.
func (f *flow) broken(g []glyph, width int) [][]glyph {
	used := 0
	for i := range g {
		used += g[i].advance
	}
	if used > width || len(trim(g)) == 0 {
		return greedy(g, width)
	}
	return append(f.texts.take(1), trim(g))
}

// beside puts blocks next to each other, with white above and below.
func (f *flow) beside(above, below float64, blocks ...block) block {
	n := 0
	for _, b := range blocks {
		n += len(b.lines)
	}
	all := block{lines: f.lines.take(n)}
	for _, b := range blocks {
		for _, l := range b.lines {
			l.y += above
			all.lines = append(all.lines, l)
		}
		all.height = max(all.height, b.height)
	}
	all.height += above + below
	return all
}

// split parts a block at a height: no line is lost or cut through.
func (b block) split(height float64) (head, tail block) {
	top := b.height
	for _, l := range b.lines {
		if l.y+0.3*l.size > height {
			tail.lines = append(tail.lines, l)
			top = min(top, l.y-1.1*l.size)
			continue
		}
		head.lines = append(head.lines, l)
		head.height = max(head.height, l.y+0.5*l.size)
	}
	for i := range tail.lines {
		tail.lines[i].y -= top
	}
	tail.height = b.height - top
	return head, tail
}

// turn begins a page.
func (f *flow) turn(head []item) {
	var page leaf
	if n := len(f.leaves); n > 0 { // a page is much like the one before
		page = leaf{make([]line, 0, len(f.leaves[n-1].lines)+16), make([]stroke, 0, len(f.leaves[n-1].strokes)+8)}
	}
	f.leaves = append(f.leaves, page)
	f.y = leafTop
	height := 0.0
	for _, h := range head {
		height += h.height
	}
	if height < (leafBottom-leafTop)/2 { // what is repeated leaves room for more
		for _, h := range head {
			f.place(h.block, h)
		}
	}
	f.fresh = true
}

// fill places items in order. Those that keep together stand on one page where
// one page can hold them.
func (f *flow) fill(items []item) {
	if len(f.leaves) == 0 {
		f.turn(nil)
	}
	for i := 0; i < len(items); {
		j, height := i, items[i].height
		for items[j].keep && j+1 < len(items) {
			j++
			height += items[j].height
		}
		if f.y+height > leafBottom && !f.fresh {
			f.turn(items[i].head)
		}
		for ; i <= j; i++ {
			b := items[i].block
			for f.y+b.height > leafBottom {
				head, tail := b.split(leafBottom - f.y)
				if len(head.lines) == 0 && f.fresh {
					break
				}
				f.place(head, item{})
				f.turn(items[i].head)
				b = tail
			}
			f.place(b, items[i])
		}
	}
}

// place puts a block where the last one ended.
func (f *flow) place(b block, i item) {
	page := &f.leaves[len(f.leaves)-1]
	for _, l := range b.lines {
		l.y = leafHeight - f.y - l.y
		page.lines = append(page.lines, l)
	}
	f.y += b.height
	f.fresh = false
	if i.rule == 0 {
		return
	}
	if i.runs == nil {
		f.rule(len(f.leaves)-1, f.y, i.rule, i.ink)
	}
	for _, run := range i.runs {
		page.strokes = append(page.strokes, stroke{run[0], leafHeight - f.y, run[1], i.rule, i.ink})
	}
}

// margin puts one line outside the flow, made smaller where it has no room.
// Its baseline is y points from the upper edge, its right end at the margin if
// so asked.
func (f *flow) margin(page int, text string, strong, right bool, width, y, size float64, colour ink) {
	lines, size, _ := box{width: width, size: size}.fit(nil, f.set(text, strong))
	for _, g := range lines {
		l := line{glyphs: g, x: leafMargin, y: leafHeight - y, size: size, ink: colour}
		if right {
			l.x += leafInner - float64(widthOf(g))/1000*size
		}
		f.leaves[page].lines = append(f.leaves[page].lines, l)
	}
}

// rule draws a line across a page, y points from the upper edge.
func (f *flow) rule(page int, y, width float64, colour ink) {
	f.leaves[page].strokes = append(f.leaves[page].strokes, stroke{leafMargin, leafHeight - y, leafInner, width, colour})
}

// appendStrokes appends the content stream that draws lines.
func appendStrokes(b []byte, strokes []stroke) []byte {
	b = append(b, "0 J\n"...)
	for _, s := range strokes {
		b = appendInk(b, s.ink, "RG ")
		b = append(pdf.AppendNumber(b, s.line), " w "...)
		b = append(pdf.AppendNumber(b, s.x), ' ')
		b = append(pdf.AppendNumber(b, s.y), " m "...)
		b = append(pdf.AppendNumber(b, s.x+s.width), ' ')
		b = append(pdf.AppendNumber(b, s.y), " l S\n"...)
	}
	return b
}
