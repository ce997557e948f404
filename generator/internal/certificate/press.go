package certificate

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"

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
	bases   []*truetype.Subset // by the index of the face
	fonts   string             // their entries in the resources of a page
	mark    string             // the stream before a page's own
	kids    []int              // the pages so far
	content []byte
}

// press begins a document with the characters that the flow has so far, and a word
// across each page unless mark is "".
func (f *flow) press(w io.Writer, mark string) *press {
	p := &press{d: pdf.New(), w: w, sum: sha256.New()}
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
	p.content = (&lineWriter{form: p.bases}).append(appendStrokes(p.content[:0], page.strokes), page.lines)
	content := p.d.Reserve(1)
	p.d.Stream(content, "", p.content)
	kid := p.d.Reserve(1)
	p.d.Begin(kid)
	p.d.Put(fmt.Sprintf("<</Type/Page/Parent %d 0 R%s/Contents[%s%d 0 R]/Resources<</Font<<%s>>>>>>",
		p.pages, pdf.MediaBox(leafWidth, leafHeight), p.mark, content, p.fonts))
	p.d.End()
	p.kids = append(p.kids, kid)
	p.flush()
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
