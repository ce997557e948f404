package certificate

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"strconv"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/truetype"
)

// press writes finished A4 pages one by one, so that a document of a thousand pages
// needs the memory of one. Errors are returned at the end.
type press struct {
	d       pdf.Document
	w       io.Writer
	sum     hash.Hash // of all bytes written
	err     error
	root    int // object numbers
	pages   int
	about   int
	parts   *artifact.Parts    // of the last build
	base    artifact.Key       // covers what all pages depend on
	bases   []*truetype.Subset // by the index of the face
	fonts   string             // their entries in the resources of a page
	mark    string             // the stream before a page's own
	kids    []int              // the pages so far
	content []byte
}

// press begins a document with the characters that the flow has so far, and a word
// across each page unless mark is "". Fonts and pages are taken from the parts of the last
// build where they are the same; base covers everything else that they depend on.
func (f *flow) press(w io.Writer, mark string, parts *artifact.Parts, base artifact.Key) *press {
	p := &press{d: pdf.New(), w: w, sum: sha256.New(), parts: parts, base: base}
	p.root, p.pages, p.about = p.d.Reserve(1), p.d.Reserve(1), p.d.Reserve(1)
	m := f.design.Mark
	m.At, m.Width, m.Angle = [2]float64{105, 148}, 200, 52
	m.Line /= 2 // small type crosses it
	word, err := m.glyphs(f.design, mark)
	p.err = err
	for _, g := range word {
		if g.shaped != nil {
			g.shaped.gather(&f.shaped[g.face.Index])
			continue
		}
		f.own[g.face.Index].Add(g.r)
	}
	own := make([][]rune, len(f.own))
	for i := range f.own {
		own[i] = f.own[i].Sorted()
	}
	shaped := make([][]truetype.Piece, len(f.shaped))
	for i := range f.shaped {
		shaped[i] = f.shaped[i].all
	}
	p.d.Outlines = func(number int, s *truetype.Subset) {
		h := sha256.New()
		fmt.Fprint(h, number, " ", s.Face.Name, s.Runes) // a hash never fails
		for _, piece := range s.Pieces {
			piece.Hash(h)
		}
		p.base = p.base.And(artifact.Key(h.Sum(nil))) // pages name characters by their numbers in the fonts
		p.part(p.base, []int{number}, func() int { p.d.FontFile(number, s); return 0 })
	}
	p.bases, p.fonts = p.d.Fonts(f.design.faces, own, shaped)
	if len(word) > 0 {
		number := p.d.Reserve(1)
		p.d.Stream(number, "", m.append(nil, word, f.design.inks[m.Colour], leafHeight*millimetres, p.bases))
		p.mark = fmt.Sprintf("%d 0 R ", number)
	}
	p.d.PackOnce(pagePacking)
	p.flush()
	return p
}

// pagePacking is the compression level of pages. The highest takes three times as
// long and saves 2 % of the bytes.
const pagePacking = 8

// print adds a page.
func (p *press) print(page leaf) {
	content, kid := p.d.Reserve(1), p.d.Reserve(1)
	p.kids = append(p.kids, kid)
	p.part(p.base.And(page.key()).With(p.fonts, p.mark, strconv.Itoa(content)), []int{content, kid}, func() int {
		page := page.completed()
		p.content = (&lineWriter{form: p.bases}).append(appendStrokes(p.content[:0], page.strokes), page.lines)
		p.d.Stream(content, "", p.content)
		at := len(p.d.Bytes())
		p.d.Begin(kid)
		p.d.Put(fmt.Sprintf("<</Type/Page/Parent %d 0 R%s/Contents[%s%d 0 R]/Resources<</Font<<%s>>>>>>",
			p.pages, pdf.MediaBox(leafWidth, leafHeight), p.mark, content, p.fonts))
		p.d.End()
		return at
	})
}

// part writes one or two objects: those of the last build with this key, or what draw
// draws, which returns where the second begins.
func (p *press) part(key artifact.Key, numbers []int, draw func() int) {
	if p.flush(); p.err != nil {
		return
	}
	p.parts.Begin()
	drawn := false
	size, figures, err := p.parts.Keyed(io.MultiWriter(p.sum, p.w), key, func() ([]byte, [2]uint32, error) {
		drawn = true
		second := draw()
		return p.d.Bytes(), [2]uint32{0, uint32(second)}, nil
	})
	if p.err = err; drawn {
		p.d.Written()
		return
	}
	for i, number := range numbers {
		p.d.Again(number, int(figures[i]))
	}
	p.d.Skip(int(size))
}

// finish ends the document. info is its information after the title.
func (p *press) finish(language, title, info string) error {
	p.d.Begin(p.about)
	p.d.Put("<</Title")
	p.d.Text(title)
	p.d.Put(info)
	p.d.End()
	p.d.Catalogue(p.root, p.pages, p.kids, language)
	p.flush()
	var id [2][16]byte
	sum := p.sum.Sum(nil)
	copy(id[0][:], sum)
	copy(id[1][:], sum)
	p.d.Close(p.root, p.about, 0, id)
	p.flush()
	return p.err
}

// flush writes the bytes so far and keeps only their number.
func (p *press) flush() {
	if p.err == nil {
		p.sum.Write(p.d.Bytes())
		_, p.err = p.w.Write(p.d.Bytes())
	}
	p.d.Written()
}
