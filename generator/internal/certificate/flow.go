package certificate

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/script"
)

// A4 portrait, in points.
const (
	leafWidth  = 210 / millimetres
	leafHeight = 297 / millimetres
	leafMargin = 18 / millimetres // left and right
	leafTop    = 17 / millimetres
	leafBottom = leafHeight - 21/millimetres // lower limit of the last line
	leafInner  = leafWidth - 2*leafMargin
)

// paragraph is a text of one font and size.
type paragraph struct {
	text   string
	strong bool
	size   float64
	ink    ink
	above  float64 // space before it in points, unless it is the first
}

// block is a part of a page. The y of its lines counts downwards from its top.
type block struct {
	lines  []line
	height float64
}

// item is a block with its rules for page breaks. It is split only if no page can
// hold it.
type item struct {
	block
	rule float64      // width of the line under it, 0 for none
	ink  ink          // of that line
	runs [][2]float64 // beginning and length of each part of that line; nil for margin to margin
	keep bool         // keep it on one page with the next item
	head []item       // what is repeated on top of a new page that begins with it or its rest

	later func() block // sets the lines of the block when its page is printed; nil if they are there
	key   artifact.Key // of what later sets
}

// stroke is a horizontal line, y from the lower edge of the page.
type stroke struct {
	x, y, width, line float64
	ink               ink
}

// leaf is one finished page.
type leaf struct {
	lines   []line
	strokes []stroke
	later   []postponed
}

// postponed is a block of a page whose lines are not set yet.
type postponed struct {
	set    func() block
	key    artifact.Key // of what set returns
	before int          // how many of the lines that are there stand before it
	y      float64      // its top from the upper edge
}

// completed returns the page with all its lines.
func (l leaf) completed() leaf {
	all, at := make([]line, 0, len(l.lines)+9*len(l.later)), 0
	for _, p := range l.later {
		all = append(all, l.lines[at:p.before]...)
		at = p.before
		for _, line := range p.set().lines {
			line.y = leafHeight - p.y - line.y
			all = append(all, line)
		}
	}
	l.lines, l.later = append(all, l.lines[at:]...), nil
	return l
}

// key covers all that is on the page.
func (l leaf) key() artifact.Key {
	h := sha256.New() // never fails
	var b []byte
	for _, of := range l.lines {
		b = fmt.Append(b[:0], of.x, of.y, of.size, of.ink, len(of.glyphs))
		for _, g := range of.glyphs {
			b = fmt.Append(b, " ", g.r, g.face.Index, g.level)
			if g.shaped != nil {
				for _, piece := range g.shaped.order {
					piece.Hash(h)
				}
			}
		}
		h.Write(b)
	}
	for _, of := range l.later {
		h.Write(fmt.Append(of.key[:], of.before, of.y))
	}
	fmt.Fprint(h, l.strokes)
	return artifact.Key(h.Sum(nil))
}

// flow fills A4 pages with blocks, one below the other.
type flow struct {
	design *Design
	leaves []leaf
	own    []script.Set // by index of the face: the characters of all lines
	shaped []pieces     // and the glyphs of shaped texts
	y      float64      // distance of the next block from the upper edge
	fresh  bool         // the page has nothing but what a new page repeats
	glyphs room[glyph]
	lines  room[line]
	texts  room[[]glyph]

	scratch []glyph // of width
}

func newFlow(d *Design) *flow {
	return &flow{design: d, own: make([]script.Set, len(d.faces)), shaped: make([]pieces, len(d.faces))}
}

// room allocates small slices as parts of large ones, because a page has thousands.
// A large one lives as long as any of its parts.
type room[T any] struct{ free []T }

// take returns an empty slice with capacity n.
func (r *room[T]) take(n int) []T {
	if len(r.free) < n {
		r.free = make([]T, max(n, 4096))
	}
	part := r.free[:0:n]
	r.free = r.free[n:]
	return part
}

// width returns how wide a text is that has only usual characters, in thousandths of the em,
// and remembers them; ok is false for any other text.
func (f *flow) width(text string, strong bool) (width int, ok bool) {
	face := f.font(strong)[0]
	f.scratch, ok = plain(face, f.scratch[:0], text)
	for _, g := range f.scratch {
		f.own[face.Index].Add(g.r)
		width += int(g.advance)
	}
	return width, ok
}

// font returns the faces of plain or of strong texts.
func (f *flow) font(strong bool) stack {
	if strong {
		return f.design.stacks[f.design.Splits.Strong]
	}
	return f.design.stacks[f.design.Splits.Font]
}

// set returns the glyphs of a text. A character that no font has is written as its
// number, so that the reader knows which it is.
func (f *flow) set(text string, strong bool) []glyph {
	font := f.font(strong)
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
		glyphs[i].own = false // the document has one subset for each face
		if c := glyphs[i].shaped; c != nil {
			c.gather(&f.shaped[glyphs[i].face.Index])
			continue
		}
		f.own[glyphs[i].face.Index].Add(glyphs[i].r)
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

// broken breaks a text into lines of at most a width. Most texts need only one.
func (f *flow) broken(g []glyph, width int) [][]glyph {
	used := 0
	for i := range g {
		used += int(g[i].advance)
	}
	if used > width || len(trim(g)) == 0 {
		return greedy(g, width)
	}
	return append(f.texts.take(1), trim(g))
}

// beside puts blocks next to each other, with space above and below.
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

// split divides a block at a height, between lines.
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

// turn begins a new page.
func (f *flow) turn(head []item) {
	var page leaf
	if n := len(f.leaves); n > 0 { // a page is about as large as the one before
		last := &f.leaves[n-1]
		page = leaf{make([]line, 0, len(last.lines)+16), make([]stroke, 0, len(last.strokes)+8), make([]postponed, 0, len(last.later)+8)}
	}
	f.leaves = append(f.leaves, page)
	f.y = leafTop
	height := 0.0
	for _, h := range head {
		height += h.height
	}
	if height < (leafBottom-leafTop)/2 { // repeat it only where enough room remains
		for _, h := range head {
			f.place(h.block, h)
		}
	}
	f.fresh = true
}

// fill places items in order. Items with keep stay on one page with the next if a
// page can hold them.
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
				if items[i].later != nil {
					b, items[i].later = items[i].later(), nil
				}
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

// place puts a block below the last one.
func (f *flow) place(b block, i item) {
	page := &f.leaves[len(f.leaves)-1]
	if i.later != nil {
		page.later = append(page.later, postponed{i.later, i.key, len(page.lines), f.y})
	}
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

// margin puts one line outside of the flow and makes it smaller where it does not
// fit. Its baseline is y points from the upper edge. right aligns it at the right
// margin.
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
