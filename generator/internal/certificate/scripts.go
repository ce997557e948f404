package certificate

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/language"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/script"
	"guntime/generator/internal/certificate/truetype"
)

// cluster is a part of a shaped text that cannot be divided: characters, and the
// glyphs that draw them together, from left to right.
type cluster struct {
	text  []rune
	order []truetype.Piece // what is drawn, in order: the glyphs, then what is read with them
	codes []int            // by index in order: the piece in the subset, after gather
}

// shape appends the glyphs of a text with characters that join, in the order in
// which it is read. visual puts a line of them in the order in which it is drawn.
func (s stack) shape(dst []glyph, text string, form wordSet) (glyphs []glyph, missing []rune) {
	runes := []rune(text)
	for _, run := range script.RunsOf(text, runes) {
		for from := run.From; from < run.To; {
			to, writing := script.Same(runes, from, run.To)
			dst, missing = s.shapePart(dst, missing, runes, from, to, run.Level, writing, form)
			from = to
		}
	}
	return dst, missing
}

// shapePart appends the glyphs of runes[from:to], which are of one script: in the
// first face that has them all, or else each word or letter in the first that has it.
func (s stack) shapePart(dst []glyph, missing, runes []rune, from, to int, level uint8, writing language.Script, form wordSet) ([]glyph, []rune) {
	face := s.shaper(runes[from:to])
	if face == nil {
		if end := script.PartEnd(runes, from, to, func(r rune) bool { return r == ' ' }); end < to {
			dst, missing = s.shapePart(dst, missing, runes, from, end, level, writing, form)
			return s.shapePart(dst, missing, runes, end, to, level, writing, form)
		}
		end := from + 1
		for end < to && (unicode.Is(unicode.M, runes[end]) || unicode.Is(unicode.Cf, runes[end])) {
			end++
		}
		if end < to {
			dst, missing = s.shapePart(dst, missing, runes, from, end, level, writing, form)
			return s.shapePart(dst, missing, runes, end, to, level, writing, form)
		}
		for _, r := range runes[from:to] {
			if !s.has(r) {
				missing = append(missing, r)
			}
		}
		if face = s.shaper(runes[from : from+1]); face == nil {
			return dst, missing
		}
	}
	if level%2 == 0 && !slices.ContainsFunc(runes[from:to], joins) {
		start := len(dst)
		letters := lettered(string(runes))
		for _, r := range runes[from:to] {
			r = among(face, r, letters)
			dst = append(dst, glyph{r: r, face: face, advance: int32(face.Advance(face.Glyph(r))), level: level})
		}
		claim(dst[start:], form)
		return dst, missing
	}
	placed := face.Shape(runes, from, to, level%2 == 1, writing)
	if level%2 == 1 {
		slices.Reverse(placed) // to the order of reading
	}
	for len(placed) > 0 {
		n := 1
		for n < len(placed) && placed[n].Cluster == placed[0].Cluster {
			n++
		}
		end := to
		if n < len(placed) {
			end = placed[n].Cluster
		}
		c := &cluster{text: runes[placed[0].Cluster:end]}
		for _, p := range placed[:n] {
			if p.Glyph == 0 {
				missing = append(missing, c.text[0])
			}
		}
		if level%2 == 1 {
			slices.Reverse(placed[:n])
		}
		c.make(placed[:n], level%2 == 1)
		g := glyph{r: c.text[0], advance: int32(c.order[0].Width), face: face, own: form != nil, level: level, shaped: c}
		dst = append(dst, g)
		placed = placed[n:]
	}
	return dst, missing
}

// shaper returns the first face that has all characters of a part; invisible ones
// it need not have. Where marks stand about letters, one that knows their places is
// preferred.
func (s stack) shaper(runes []rune) *truetype.Face {
	if !slices.ContainsFunc(runes, joins) {
		return s.faceOf(string(runes), func(rune) bool { return true })
	}
	var other *truetype.Face
	for _, f := range s {
		switch {
		case slices.ContainsFunc(runes, func(r rune) bool { return !f.Has(r) && !unicode.Is(unicode.Cf, r) }):
		case f.Shapes():
			return f
		case other == nil:
			other = f
		}
	}
	return other
}

// has reports whether any face has a character.
func (s stack) has(r rune) bool { return s.shaper([]rune{r}) != nil }

// make makes the pieces of a cluster from its glyphs, so that whoever copies the
// text gets it as it was given. Programs that read a PDF may turn what is written
// from right to left, a character at a time: so the glyphs are one character there,
// and pieces without glyphs at its left are the others.
func (c *cluster) make(placed []truetype.Placed, rightToLeft bool) {
	if !rightToLeft {
		c.order = []truetype.Piece{truetype.NewPiece(placed, string(c.text))}
		return
	}
	for i, r := range c.text {
		c.order = append(c.order, truetype.NewPiece(placed, string(r)))
		if i == 0 {
			placed = nil
		}
	}
}

// appendShaped appends the operators that draw a line with shaped glyphs, in the
// order in which it is read. Each glyph is moved to its place from where the one
// before ended.
func appendShaped(b []byte, line []glyph, size float64, form, own []*truetype.Subset) []byte {
	w := shapedWriter{b: b, size: size, face: -1}
	places := placesOf(line)
	for i, g := range line {
		set, name := form, byte('F')
		if g.own {
			set, name = own, 'R'
		}
		w.font(name, g.face.Index)
		subset := set[g.face.Index]
		c := g.shaped
		if c == nil {
			w.show(places[i], subset.Code(g.r), int(g.advance))
			continue
		}
		for k, p := range c.order { // what has no glyph stands at the left, the last of it furthest
			w.show(places[i]-k, subset.PieceCode(c.codes[k]), p.Width)
		}
	}
	w.close()
	return w.b
}

// shapedWriter writes the operators of one line.
type shapedWriter struct {
	b    []byte
	size float64 // points
	name byte    // of the font in use
	face int     // its index
	pen  int     // where the next glyph would stand, in thousandths of the em from the start of the line
	open bool    // within the brackets of TJ
}

func (w *shapedWriter) font(name byte, face int) {
	if name == w.name && face == w.face {
		return
	}
	w.close()
	w.b = append(strconv.AppendInt(append(w.b, '/', name), int64(face), 10), ' ')
	w.b = append(pdf.AppendNumber(w.b, w.size), " Tf "...)
	w.name, w.face = name, face
}

// show draws a glyph that is width wide, at a distance from the start of the line.
func (w *shapedWriter) show(at, code, width int) {
	if !w.open {
		w.b, w.open = append(w.b, '['), true
	}
	if at != w.pen {
		w.b = strconv.AppendInt(w.b, int64(w.pen-at), 10)
	}
	if n := len(w.b); w.b[n-1] == ')' && w.b[n-2] != '\\' {
		w.b = w.b[:n-1]
	} else {
		w.b = append(w.b, '(')
	}
	w.b = append(pdf.AppendCode(w.b, code), ')')
	w.pen = at + width
}

func (w *shapedWriter) close() {
	if w.open {
		w.b, w.open = append(w.b, "]TJ "...), false
	}
}

// placesOf returns where the glyphs of a line stand that is given in the order in
// which it is read, in thousandths of the em.
func placesOf(line []glyph) []int {
	order := make([]int, len(line))
	for i := range order {
		order[i] = i
	}
	order = script.Visual(order, func(i int) uint8 { return line[i].level })
	places, at := make([]int, len(line)), 0
	for _, i := range order {
		places[i] = at
		at += int(line[i].advance)
	}
	return places
}

// pieces are the glyphs of shaped texts that one subset needs, each once.
type pieces struct {
	all   []truetype.Piece
	index map[truetype.Piece]int
}

// add returns the index of a piece.
func (p *pieces) add(of truetype.Piece) int {
	i, known := p.index[of]
	if !known {
		if p.index == nil {
			p.index = map[truetype.Piece]int{}
		}
		i = len(p.all)
		p.index[of] = i
		p.all = append(p.all, of)
	}
	return i
}

func (p *pieces) reset() {
	p.all = p.all[:0]
	clear(p.index)
}

// gather adds what draws a cluster to the pieces of its face.
func (c *cluster) gather(to *pieces) {
	c.codes = make([]int, len(c.order))
	for i, p := range c.order {
		c.codes[i] = to.add(p)
	}
}

// joined reports whether a text has characters that must be shaped.
func joined(text string) bool { return strings.ContainsFunc(text, joins) }
