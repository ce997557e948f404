package certificate

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/truetype"
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
	if f.signer != nil {
		check, err := f.languages[0].Say("certificate.check")
		if err != nil {
			return err
		}
		f.alternative = "QR · " + check + " · " + f.signer.page
	}
	art, shadings, dots, err := f.design.artwork(len(f.table))
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
	if err := f.layOutStatement(s, nil, nil); err != nil {
		return err
	}
	// The statement of a runner whose time was annulled is a part of that runner's
	// certificate, because hardly any race has one. What it says is known before.
	rare := f.sheets.Get().(*sheet)
	rare.reset()
	if err := f.layOutStatement(rare, &race.Result{Annulled: true}, nil); err != nil {
		return err
	}
	s.said = append(s.said, rare.said...)
	if missing := append(s.missing, rare.missing...); len(missing) > 0 {
		return fmt.Errorf("no font has %q, which a fixed text needs", string(missing))
	}
	f.preview(s.lines, mark, word)
	f.fixed = sha256.Sum256(appendText(appendText(slices.Clone(s.said), f.title), word))
	if f.signer != nil {
		f.words = f.signer.wordsOfForm(f.edition, f.race, appendText(appendText(s.said, f.title), word))
	}
	if err := f.ready(s, rv); err != nil {
		return err
	}
	for _, g := range mark {
		if g.shaped != nil {
			g.shaped.gather(&s.shaped[g.face.Index])
			continue
		}
		s.own[g.face.Index] = append(s.own[g.face.Index], g.r)
	}
	for _, l := range s.lines { // the subsets of the form have these letters anyway
		for i := range l.glyphs {
			l.glyphs[i].own = false
		}
	}
	shaped := make([][]truetype.Piece, len(s.shaped))
	for i := range s.shaped {
		shaped[i] = s.shaped[i].all
	}
	f.write(art, shadings, dots, mark, s.lines[:fixed], s.lines[fixed:], s.own, shaped)
	return nil
}

// write writes the form, a valid PDF without a runner. Certificates refer to the statement
// unless another is true of them.
func (f *Form) write(art []byte, shadings []string, dots []*picture, mark []glyph, lines, statement []line, own [][]rune, shaped [][]truetype.Piece) {
	d := pdf.NewCompact()
	if f.design.caption != "" {
		d = pdf.New()
	}
	f.root, f.pages, f.sole, f.info = d.Reserve(1), d.Reserve(1), d.Reserve(1), d.Reserve(1)
	f.about, f.data = d.Reserve(1), d.Reserve(1)
	artwork, marked, fixed := d.Reserve(1), d.Reserve(1), d.Reserve(1)
	f.bases, f.fontRefs = d.Fonts(f.design.faces, own, shaped)
	d.Stream(artwork, "", asArtifact(art))
	m := &f.design.Mark
	d.Stream(marked, "", asArtifact(m.append(nil, mark, f.design.inks[m.Colour], f.design.Page.Height, f.bases)))
	w := lineWriter{form: f.bases, tag: f.tag, tagged: true}
	d.Stream(fixed, "", w.append(nil, lines))
	stated := d.Reserve(1)
	d.Stream(stated, "", w.append(nil, statement))
	f.stated = fmt.Sprintf(" %d 0 R", stated)

	f.catalogue(&d, slices.Concat(lines, statement))
	f.pageHead = fmt.Sprintf("/Parent %d 0 R%s/Contents[",
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
	if len(dots) > 0 {
		f.pageFonts += "/XObject<<"
		for i, p := range dots {
			number := d.Reserve(1)
			if p.Alpha != nil {
				d.Reserve(1)
			}
			p.WriteObject(&d, number)
			f.pageFonts += fmt.Sprintf("/I%d %d 0 R", i, number)
		}
		f.pageFonts += ">>"
	}
	f.pageFonts += "/Font<<" + f.fontRefs
	d.Begin(f.sole)
	d.Put("<</Type/Page/StructParents 0" + f.pageHead + f.layers[Whole] + f.stated + f.pageFonts + ">>>>>>")
	d.End()
	f.ordering = d.Ordering()
	f.information(&d)
	d.Begin(f.info)
	d.Put("<</Title")
	d.Text(f.title)
	d.Put(f.infoTail)
	d.End()

	d.Gather()
	f.key = artifact.KeyOf(f.design.key[:], d.Bytes())
	var id [2][16]byte
	copy(id[0][:], f.key[:])
	copy(id[1][:], f.key[:])
	f.xref = d.Close(f.root, f.info, 0, id)
	f.bytes, f.next = d.Bytes(), d.Reserve(0)
}

// asArtifact marks content as one that says nothing.
func asArtifact(content []byte) []byte {
	if len(content) == 0 {
		return nil
	}
	return slices.Concat([]byte("/Artifact BMC\n"), content, []byte("\nEMC"))
}

// information writes what the documents say of themselves besides their titles, as
// objects that each refers to.
func (f *Form) information(d *pdf.Document) {
	author := f.edition.Name.In(f.languages[0].Tag())
	f.packet = pdf.NewPacket(author, f.title, f.edition.Date)
	f.infoTail = ""
	for _, entry := range [...][2]string{{"Author", textOf(author)}, {"Subject", textOf(f.title)}, {"CreationDate", dateOf(f.edition.Date)}} {
		number := d.Reserve(1)
		d.Begin(number)
		d.Put(entry[1])
		d.End()
		f.infoTail += fmt.Sprintf("/%s %d 0 R", entry[0], number)
		if entry[0] == "CreationDate" {
			f.infoTail += fmt.Sprintf("/ModDate %d 0 R", number)
		}
	}
	f.infoTail += "/Creator(Guntime)>>"
}

// dataFile is the name of what a certificate carries for programs.
const dataFile = "result.json"

// catalogue writes the catalogue, with all that makes the document one for archives
// (PDF/A-3) and for those who hear it (PDF/UA-1): the tree of its content, of which lines
// are a part, what its colours mean, and the file that it carries.
func (f *Form) catalogue(d *pdf.Document, lines []line) {
	there := map[int]bool{}
	for i := range lines {
		there[lines[i].piece] = true
	}
	tree := f.tree(d, func(piece int) bool { return there[piece] })
	colours := d.Reserve(pdf.ColourObjects)
	d.Colours(colours)
	file := d.Reserve(1)
	d.Begin(file)
	d.Put("<</Type/Filespec/AFRelationship/Data/F(" + dataFile + ")/UF(" + dataFile + ")/Desc")
	d.Text(f.title)
	d.Put("/EF<<")
	d.Ref("F", f.data)
	d.Ref("UF", f.data)
	d.Put(">>>>")
	d.End()
	params := d.Reserve(1)
	d.Begin(params)
	d.Put("<</ModDate" + dateOf(f.edition.Date) + ">>")
	d.End()
	// The form alone says neither what it is nor of whom: it has no objects of these numbers.
	f.dataHead = fmt.Sprintf("/Subtype/application#2Fjson/Params %d 0 R", params)

	d.Begin(f.root)
	d.Put("<</Type/Catalog")
	d.Ref("Pages", f.pages)
	d.Put("/Lang(" + f.languages[0].Tag() + ")/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>")
	d.Ref("StructTreeRoot", tree)
	d.Ref("Metadata", f.about)
	d.Put(fmt.Sprintf("/OutputIntents[%d 0 R]/AF[%d 0 R]/Names<</EmbeddedFiles<</Names[(%s)%d 0 R]>>>>>>", colours, file, dataFile, file))
	d.End()
	d.Kids(f.pages, []int{f.sole})
}
