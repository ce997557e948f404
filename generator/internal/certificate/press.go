package certificate

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
)

// press prints finished pages of A4, one by one, so that a document of a
// thousand pages needs the room of one. What went wrong while it printed is
// told at the end.
type press struct {
	d       document
	w       io.Writer
	sum     hash.Hash // of all that was written
	err     error
	root    int // numbers of objects
	pages   int
	about   int
	bases   []*subset // by the index of the face
	fonts   string    // what a page's resources say of them
	mark    string    // the stream before a page's own
	kids    []int     // the pages so far
	content []byte
}

// press begins a document in the characters that the flow has set by now, with
// a word across each page if there is one.
func (f *flow) press(w io.Writer, mark string) *press {
	p := &press{d: whole(), w: w, sum: sha256.New()}
	p.root, p.pages, p.about = p.d.reserve(1), p.d.reserve(1), p.d.reserve(1)
	m := f.design.Mark
	m.At, m.Width, m.Angle = [2]float64{105, 148}, 200, 52
	m.Line /= 2 // small type lies across it
	word, err := m.glyphs(f.design, mark)
	p.err = err
	for _, g := range word {
		f.own[g.face.index].add(g.r)
	}
	own := make([][]rune, len(f.own))
	for i := range f.own {
		own[i] = f.own[i].sorted()
	}
	p.bases, p.fonts = p.d.fonts(f.design.faces, own)
	if len(word) > 0 {
		number := p.d.reserve(1)
		p.d.stream(number, "", m.append(nil, word, f.design.inks[m.Colour], leafHeight*millimetres, p.bases))
		p.mark = fmt.Sprintf("%d 0 R ", number)
	}
	p.d.packer, p.d.least = packer(pagePacking), 1 // packed once
	p.flush()
	return p
}

// pagePacking is how hard a page is packed. The hardest, and that twice where it
// pays, takes three times as long for a fiftieth of the bytes.
const pagePacking = 8

// print adds a page.
func (p *press) print(page leaf) {
	p.content = appendLines(appendStrokes(p.content[:0], page.strokes), page.lines, p.bases, nil)
	content := p.d.reserve(1)
	p.d.stream(content, "", p.content)
	kid := p.d.reserve(1)
	p.d.begin(kid)
	p.d.str(fmt.Sprintf("<</Type/Page/Parent %d 0 R%s/Contents[%s%d 0 R]/Resources<</Font<<%s>>>>>>",
		p.pages, mediaBox(leafWidth, leafHeight), p.mark, content, p.fonts))
	p.d.end()
	p.kids = append(p.kids, kid)
	p.flush()
}

// finish ends the document. The information is all of it but the title.
func (p *press) finish(language, title, info string) error {
	p.d.begin(p.about)
	p.d.str("<</Title")
	p.d.text(title)
	p.d.str(info)
	p.d.end()
	p.d.catalogue(p.root, p.pages, p.kids, language)
	p.flush()
	var id [2][16]byte
	sum := p.sum.Sum(nil)
	copy(id[0][:], sum)
	copy(id[1][:], sum)
	p.d.close(p.root, p.about, 0, id)
	p.flush()
	return p.err
}

// flush writes what there is and keeps no more of it than where it stands.
func (p *press) flush() {
	if p.err == nil {
		p.sum.Write(p.d.buf)
		_, p.err = p.w.Write(p.d.buf)
	}
	p.d.origin += len(p.d.buf)
	p.d.buf = p.d.buf[:0]
}
