// Package certificate draws finish certificates as PDF.
//
// It takes a design (certificate.yaml and the fonts it names), the messages of one or two
// languages, and the verdict on a race. It returns a Form, which draws the certificate of
// any result of the race. The form has what all runners share: artwork, labels, and the
// letters and digits for times. It is drawn once. A certificate is the bytes of the form
// followed by an incremental update (ISO 32000): the page again with one more content
// stream, that stream, and the glyphs of the runner's own texts that the form lacks. So
// drawing a certificate costs little more than copying the form.
//
// Draw may be called from any goroutine, keeps nothing, and always gives the same bytes for
// the same result: dates come from the race, identifiers from the content. Every text can
// be copied out of the PDF unchanged, characters beyond U+FFFF included. A character that
// no font has is an error, which Check finds beforehand, and never a box or a gap.
//
// A certificate is written as PDF/A-3 (level A) and PDF/UA-1 ask: its content is tagged,
// and it carries its facts as JSON. The tree of the tags is a part of the form.
//
// The script picture.js of the site draws certificates on phones that cannot open PDF. It
// knows only the operators and objects that this package writes and reports any other as
// an error. Whoever adds one here must add it there too.
//
// With the same design and fonts, Rulings draws the referee's sheet: all rulings of an
// edition, to be signed.
package certificate

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/scan"
	"guntime/generator/internal/certificate/signing"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"

	"rsc.io/qr/coding"
)

// Form is the certificate of one race without the facts of a runner.
type Form struct {
	design    *Design
	signer    *Signer                           // nil for unsigned ones
	link      func(*sheet, *race.Result) string // where a certificate is checked; nil for unsigned ones
	words     [sha256.Size]byte                 // of all that the signed certificates say alike
	fixed     [sha256.Size]byte                 // of all that the certificates say alike, signed or not
	results   []race.Result                     // of the race
	issues    func() ([]signing.Issue, error)   // by result
	listing   sync.Once
	lists     []List
	unlisted  error // why there are none
	scribe    scan.Scribe
	edition   *race.Edition
	race      *race.Race
	languages sheetLanguages
	field     race.Field
	grouped   bool     // certificates say the place in an age group, of how many
	title     string   // title of the document, before the name of the runner
	all       []field  // of the design, with those of its grid that somebody has
	fields    []*field // those of the runner
	table     []splitRow
	cells     [][3]cell          // by row of the table: its times
	points    []string           // by row of the table: its label on the certificate
	personal  []stack            // the fonts of the runner's own texts
	bases     []*truetype.Subset // by index of the face; nil where the form needs no glyph of it

	previewed previewed

	bytes       []byte    // the form as a PDF, the beginning of every certificate
	root, pages int       // object numbers
	sole, info  int       // object numbers of its only page and of its information
	about, data int       // object numbers of its metadata and of what it carries for programs
	next        int       // the first free object number
	xref        int       // offset of its cross-reference table
	pageHead    string    // the page object before its contents
	layers      [2]string // by Layer: references to the contents of the form, without the statement
	stated      string    // reference to the statement of a result whose time was not annulled
	pageFonts   string    // the page object from the contents to the end of the fonts of the form
	fontRefs    string
	ordering    int    // object number of what all fonts say alike
	infoTail    string // the information of the document after its title
	packet      *pdf.Packet
	dataHead    string // entries of what it carries for programs
	alternative string // what a code is, for those who do not see it
	key         artifact.Key
	sheets      sync.Pool
}

// New makes the form of a race. It uses the first two languages: the first leads,
// the second accompanies it. A fixed text that the messages lack or the fonts
// cannot draw is an error. Without a signer no certificate has a code.
func New(design *Design, book *words.Book, languages []string, e *race.Edition, rc *race.Race, rv *race.RaceVerdict, signer *Signer) (*Form, error) {
	f := &Form{signer: signer, design: design, edition: e, race: rc, results: rv.Results, field: rv.Stated}
	if signer != nil {
		f.link = func(s *sheet, r *race.Result) string { return signer.linkTo(f.payload(s, r)) }
		f.issues = sync.OnceValues(f.issueAll)
	}
	if f.field.Divisions == nil {
		f.field = race.Field{Divisions: map[string]int{}, Overall: rv.RankedOverall()}
		for i := range rv.Divisions {
			if d := &rv.Divisions[i]; rv.Over {
				f.field.Divisions[d.Division.ID] = d.Counts.Ranked
			}
		}
	}
	var err error
	if f.languages, err = sheetLanguagesOf(book, languages); err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	if f.all, err = f.fieldsOf(rv.Results); err != nil {
		return nil, fmt.Errorf("certificate of %s/%s: %w", e.ID, rc.ID, err)
	}
	for i := range f.all {
		f.grouped = f.grouped || f.all[i].Fact == "age_group_place"
		if field := &f.all[i]; slices.Contains([]string{"name", "latin_name", "club", "team", "wave", "bib"}, field.Fact) {
			if faces := design.stacks[field.Font]; !slices.ContainsFunc(f.personal, func(known stack) bool { return slices.Equal(known, faces) }) {
				f.personal = append(f.personal, faces)
			}
		}
	}
	f.all = slices.Clone(f.all)
	for i := range f.all {
		f.all[i].piece = i
	}
	f.sheets.New = func() any {
		s := &sheet{own: make([][]rune, len(design.faces)), shaped: make([]pieces, len(design.faces)), doc: pdf.Quick()}
		if design.caption == "" {
			s.doc.Pack()
		}
		if signer != nil {
			s.stamper = signer.stamper()
		}
		return s
	}
	if err := f.draw(rv); err != nil {
		return nil, fmt.Errorf("certificate of %s/%s: %w", e.ID, rc.ID, err)
	}
	f.cells = f.cellsOf()
	return f, nil
}

// Key depends on everything a certificate shows except the runner and the field, also
// on the fonts that a name may need.
func (f *Form) Key() artifact.Key { return artifact.KeyOf(f.key[:], f.design.others[:]) }

// FieldKey depends on what the certificate of a result says of the field.
func (f *Form) FieldKey(r *race.Result) artifact.Key {
	stated := []int{f.field.Overall, 0, 0}
	if r.Division != nil {
		stated[1] = f.field.Divisions[r.Division.ID]
	}
	if o := r.Aged(); o != nil && f.grouped {
		stated[2] = o.Ranked
	}
	return artifact.Sum(stated)
}

// laidOut returns a sheet with the certificate of a result. A certificate that is
// not ready is an error.
func (f *Form) laidOut(r *race.Result, layer Layer) (*sheet, error) {
	if r.Certificate.Status != race.CertificateReady {
		return nil, fmt.Errorf("certificate %s: it is %q, not ready", r.Entry.Bib, r.Certificate.Status)
	}
	s := f.sheets.Get().(*sheet)
	s.reset()
	if err := f.layOut(s, r); err != nil {
		return nil, fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
	}
	if r.Annulled && layer == Whole {
		said := len(s.said)
		if err := f.layOutStatement(s, r, f); err != nil {
			return nil, fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
		}
		s.said = s.said[:said] // all certificates of the race say it
	}
	if len(s.missing) > 0 {
		return nil, fmt.Errorf("certificate %s: no font has %q", r.Entry.Bib, string(s.missing))
	}
	return s, nil
}

// Draw writes the certificate of a result. One that is not ready is an error.
func (f *Form) Draw(w io.Writer, r *race.Result) error {
	return f.imprinted(r, func(imprint []byte) error {
		if _, err := w.Write(f.bytes); err != nil {
			return err
		}
		_, err := w.Write(imprint)
		return err
	})
}

// imprinted calls use with the part of a certificate that follows the form. use
// must not keep it.
func (f *Form) imprinted(r *race.Result, use func(imprint []byte) error) error {
	s, err := f.laidOut(r, Whole)
	if err != nil {
		return err
	}
	defer f.sheets.Put(s)
	if err := f.imprint(s, r); err != nil {
		return fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
	}
	if err := use(s.doc.Bytes()); err != nil {
		return fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
	}
	return nil
}

// imprint writes the part that follows the form: the incremental update for the
// runner.
func (f *Form) imprint(s *sheet, r *race.Result) error {
	d := &s.doc
	d.Continue(len(f.bytes), f.next)
	d.SetOrdering(f.ordering)
	if err := f.page(d, f.sole, s, r, Whole); err != nil {
		return err
	}
	whose := ""
	if name, _ := f.nameOf(r); name != "" {
		whose = " · " + name
	}
	whose += " · " + r.Entry.Bib
	d.Begin(f.info)
	d.Put("<</Title")
	d.Text(f.title + whose)
	d.Put(f.infoTail)
	d.End()
	d.Metadata(f.about, f.packet, whose)
	s.content = f.appendData(s.content[:0], r)
	d.Data(f.data, f.dataHead, s.content)

	var id [2][16]byte
	first := f.key.With(r.Entry.Bib)
	second := sha256.Sum256(d.Bytes())
	copy(id[0][:], first[:])
	copy(id[1][:], second[:])
	d.Close(f.root, f.info, f.xref, id)
	return nil
}

// page writes the page of a result that is laid out, and the objects it needs
// besides the form.
func (f *Form) page(d *pdf.Document, number int, s *sheet, r *race.Result, layer Layer) error {
	content := d.Reserve(1)
	var code *coding.Code
	carrier := 0 // index of the face whose subset has the QR code as a glyph
	if link := f.linkOf(s, r); link != "" {
		var err error
		if code, err = f.scribe.Write(link); err != nil {
			return err
		}
		carrier = max(0, slices.IndexFunc(s.own, func(runes []rune) bool { return len(runes) > 0 }))
	}
	refs := s.refs[:0]
	for i, runes := range s.own {
		coded := code != nil && i == carrier
		if len(runes) == 0 && len(s.shaped[i].all) == 0 && !coded {
			s.subsets = append(s.subsets, nil)
			continue
		}
		sub := truetype.NewSubset(f.design.faces[i], runes, s.shaped[i].all)
		if coded {
			s.code = truetype.AppendSquares(s.code[:0], code.Bitmap, code.Stride, code.Size, side(sub.Face))
			sub.Drawn = s.code
		}
		s.subsets = append(s.subsets, sub)
		first := d.Reserve(pdf.FontObjects)
		d.Font(first, sub)
		refs = fmt.Appendf(refs, "/R%d %d 0 R", i, first)
	}
	s.refs = refs
	w := lineWriter{form: f.bases, own: s.subsets, tag: f.tag, tagged: true}
	s.content = f.appendAbsent(w.append(s.content[:0], s.lines), s.lines)
	if code != nil {
		s.content = f.design.QR.append(s.content, code, s.subsets[carrier], carrier, f.design.Page.Height, f.codePiece())
	}
	d.Stream(content, "", s.content)

	d.Begin(number)
	d.Put("<</Type/Page")
	if number == f.sole {
		d.Put("/StructParents 0")
	}
	d.Put(f.pageHead)
	d.Put(f.layers[layer])
	if layer == Whole && !r.Annulled {
		d.Put(f.stated)
	}
	d.Put(" ")
	d.Int(content)
	d.Put(" 0 R")
	d.Put(f.pageFonts)
	d.PutBytes(refs)
	d.Put(">>>>>>")
	d.End()
	return nil
}

// textOf returns a string of a dictionary.
func textOf(text string) string {
	var d pdf.Document
	d.Text(text)
	return string(d.Bytes())
}

// dateOf returns an instant as PDF writes it.
func dateOf(t time.Time) string {
	_, offset := t.Zone()
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("(%s%c%02d'%02d')", t.Format("D:20060102150405"), sign, offset/3600, offset/60%60)
}

// information returns the information of a document after its title. Its dates are
// the race day.
func information(e *race.Edition, author, subject string) string {
	return "/Author" + textOf(author) + "/Subject" + textOf(subject) + "/Creator(Guntime)/CreationDate" + dateOf(e.Date) + "/ModDate" + dateOf(e.Date) + ">>"
}

// fieldText returns the text of a field for a runner.
func (f *Form) fieldText(field *field, r *race.Result) (string, error) {
	text, _, err := f.fieldParts(field, r)
	return text, err
}

// fixedParts returns the text of a field that runners share, clean, and where the second
// language begins in it.
func (f *Form) fixedParts(field *field, r *race.Result) (text string, second int, err error) {
	text, second, err = f.fieldParts(field, r)
	tidy, _ := clean(text)
	if tidy != text {
		second = 0
	}
	return tidy, second, err
}

// fieldParts returns the text of a field for a runner, and where the second language
// begins in it.
func (f *Form) fieldParts(field *field, r *race.Result) (text string, second int, err error) {
	if shown, err := f.shows(field, r); err != nil || !shown {
		return "", 0, err
	}
	return f.languages.parts(field.Language, func(l *words.Language) (string, error) {
		switch {
		case field.Say == "" && field.Fact == "statement":
			return f.statement(l, r != nil && r.Annulled)
		case isShared(field):
			return f.fixedText(field, l)
		}
		return f.text(field.Fact, l, r)
	})
}

// titleOf returns the title of documents of this form, without the runner.
func (f *Form) titleOf() (string, error) {
	l := f.languages[0]
	title, err := l.Say("certificate.title")
	parts := []string{f.edition.Name.In(l.Tag()), f.race.Name.In(l.Tag()), title}
	for i := range parts {
		parts[i], _ = clean(parts[i])
	}
	return strings.Join(parts, " · "), err
}
