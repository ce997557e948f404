package certificate

import (
	"fmt"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// draw makes the bytes that every certificate begins with: artwork, fonts, the
// content streams that runners share, and the catalogue.
func (f *Form) draw(rv *race.RaceVerdict) error {
	var err error
	if f.title, err = f.titleOf(); err != nil {
		return err
	}
	if f.table, err = f.rows(); err != nil {
		return err
	}
	art, shadings, err := f.design.artwork(len(f.table))
	if err != nil {
		return err
	}
	word := ""
	if f.edition.Demonstration {
		if word, err = f.languages.say("both", func(l *words.Language) (string, error) { return l.Say("certificate.mark") }); err != nil {
			return err
		}
	}
	mark, err := f.design.Mark.glyphs(f.design, word)
	if err != nil {
		return err
	}

	s := f.sheets.Get().(*sheet)
	s.reset()
	if err := f.layOutForm(s); err != nil {
		return err
	}
	fixed := len(s.lines)
	if err := f.layOutStatement(s, nil); err != nil {
		return err
	}
	stated := len(s.lines)
	if err := f.layOutStatement(s, &race.Result{Annulled: true}); err != nil {
		return err
	}
	if len(s.missing) > 0 {
		return fmt.Errorf("no font has %q, which a fixed text needs", string(s.missing))
	}
	if f.signer != nil {
		f.words = f.signer.wordsOfForm(f.edition, f.race, appendText(appendText(s.said, f.title), word))
	}
	if err := f.ready(s, rv); err != nil {
		return err
	}
	for _, g := range mark {
		s.own[g.face.Index] = append(s.own[g.face.Index], g.r)
	}
	for _, l := range s.lines { // the subsets of the form have these letters anyway
		for i := range l.glyphs {
			l.glyphs[i].own = false
		}
	}
	f.write(art, shadings, mark, s.lines[:fixed], [2][]line{s.lines[fixed:stated], s.lines[stated:]}, s.own)
	return nil
}

// write writes the form, a valid PDF without a runner. It has two statements; each
// certificate refers to the one that is true of it.
func (f *Form) write(art []byte, shadings []string, mark []glyph, lines []line, statements [2][]line, own [][]rune) {
	d := pdf.New()
	f.root, f.pages, f.sole, f.info = d.Reserve(1), d.Reserve(1), d.Reserve(1), d.Reserve(1)
	artwork, marked, fixed := d.Reserve(1), d.Reserve(1), d.Reserve(1)
	f.bases, f.fontRefs = d.Fonts(f.design.faces, own)
	d.Stream(artwork, "", art)
	m := &f.design.Mark
	d.Stream(marked, "", m.append(nil, mark, f.design.inks[m.Colour], f.design.Page.Height, f.bases))
	d.Stream(fixed, "", appendLines(nil, lines, f.bases, nil))
	for i, lines := range statements {
		number := d.Reserve(1)
		d.Stream(number, "", appendLines(nil, lines, f.bases, nil))
		f.statements[i] = fmt.Sprintf(" %d 0 R", number)
	}

	d.Catalogue(f.root, f.pages, []int{f.sole}, f.languages[0].Tag())
	f.pageHead = fmt.Sprintf("<</Type/Page/Parent %d 0 R%s/Contents[",
		f.pages, pdf.MediaBox(f.design.Page.Width/millimetres, f.design.Page.Height/millimetres))
	f.layers = [...]string{
		Whole:   fmt.Sprintf("%d 0 R %d 0 R %d 0 R", artwork, marked, fixed),
		Imprint: fmt.Sprintf("%d 0 R", marked), // a demonstration is marked on any paper
	}
	f.pageFonts = "]/Resources<<"
	if len(shadings) > 0 {
		f.pageFonts += "/Shading<<"
		for i, shading := range shadings {
			number := d.Reserve(1)
			d.Begin(number)
			d.Put(shading)
			d.End()
			f.pageFonts += fmt.Sprintf("/S%d %d 0 R", i, number)
		}
		f.pageFonts += ">>"
	}
	f.pageFonts += "/Font<<" + f.fontRefs
	d.Begin(f.sole)
	d.Put(f.pageHead + f.layers[Whole] + f.statements[0] + f.pageFonts + ">>>>>>")
	d.End()
	f.infoTail = information(f.edition, f.edition.Name.In(f.languages[0].Tag()), f.title)
	d.Begin(f.info)
	d.Put("<</Title")
	d.Text(f.title)
	d.Put(f.infoTail)
	d.End()

	f.key = artifact.KeyOf(f.design.key[:], d.Bytes())
	var id [2][16]byte
	copy(id[0][:], f.key[:])
	copy(id[1][:], f.key[:])
	f.xref = d.Close(f.root, f.info, 0, id)
	f.bytes, f.next = d.Bytes(), d.Reserve(0)
}
