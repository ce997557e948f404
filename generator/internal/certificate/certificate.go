// Package certificate draws finish certificates as PDF.
//
// In go a design (certificate.yaml and the fonts it names), the words of one or
// two languages, and the verdict on a race; out comes a Form, which draws the
// certificate of any of the race's results. What the runners share, artwork and
// labels and the letters and digits to set times in, is drawn once, when the
// form is made. A runner's certificate is those bytes followed by an
// incremental update in the sense of ISO 32000: the page again with one more
// content stream, that stream, and the few glyphs of the runner's own texts
// that the form does not have. So drawing one is hardly more than copying.
//
// Draw may be called from any goroutine, keeps nothing, and gives the same
// bytes for the same result, whenever and wherever: dates come from the race,
// identifiers from the content. Every text can be copied out of the PDF as it
// went in, characters beyond U+FFFF included. A character that no font has is
// an error, found beforehand by Check, and never a box or a gap.
//
// The site's script picture.js paints a certificate's PDF for phones that open
// none. It knows the operators and the objects that are written here, and takes
// any other for an error: what is new here is to be told to it too.
//
// From the same design and fonts Rulings draws the referee's sheet: all rulings
// of an edition, to be signed.
package certificate

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"

	"rsc.io/qr/coding"
)

// Form is the certificate of one race before any runner's facts are on it.
type Form struct {
	design        *Design
	signer        *Signer                           // nil for unsigned ones
	link          func(*sheet, *race.Result) string // where a certificate is checked; nil for unsigned ones
	words         [sha256.Size]byte                 // of all that the signed certificates say alike
	results       []race.Result                     // of the race
	issues        func() ([]issue, error)           // by result
	listing       sync.Once
	lists         []List
	unlisted      error // why there are none
	scribe        scribe
	edition       *race.Edition
	race          *race.Race
	languages     sheetLanguages
	ranked        map[*race.Division]int
	rankedOverall int
	title         string // of the document, to be followed by the runner's name
	fields        []*field
	table         []splitRow
	personal      []stack            // the fonts of the runner\'s own texts
	bases         []*truetype.Subset // by the index of the face; nil where the form needs none of it

	bytes       []byte    // the form as a PDF: what every certificate begins with
	root, pages int       // numbers of its objects
	sole, info  int       // its only page, and what is said of the document
	next        int       // the first number that it does not use
	xref        int       // where its table of objects is
	pageHead    string    // the page object up to its contents
	layers      [2]string // of those, the form's own, by Layer, without the statement
	statements  [2]string // the statement: of a result, and of one whose time was annulled
	pageFonts   string    // from there to the end of the form's fonts
	fontRefs    string
	infoTail    string // the document's information but for its title
	key         artifact.Key
	sheets      sync.Pool
}

// New makes the form of a race. The languages are those of the sheet: the
// first leads, the second accompanies it, further ones are left out. A fixed
// text that the messages lack or the fonts cannot draw is an error. Without a
// signer no certificate has a code.
func New(design *Design, book *words.Book, languages []string, e *race.Edition, rc *race.Race, rv *race.RaceVerdict, signer *Signer) (*Form, error) {
	f := &Form{signer: signer, design: design, edition: e, race: rc, results: rv.Results, ranked: map[*race.Division]int{}}
	if signer != nil {
		f.link = func(s *sheet, r *race.Result) string { return signer.linkTo(f.payload(s, r)) }
		f.issues = sync.OnceValues(f.issueAll)
	}
	var err error
	if f.languages, err = sheetLanguagesOf(book, languages); err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	for i := range rv.Divisions {
		d := &rv.Divisions[i]
		f.ranked[d.Division] = d.Counts.Ranked
	}
	f.rankedOverall = rv.RankedOverall()
	for i := range design.Fields {
		if field := &design.Fields[i]; slices.Contains([]string{"name", "latin_name", "club", "bib"}, field.Fact) {
			f.personal = append(f.personal, design.stacks[field.Font])
		}
	}
	f.sheets.New = func() any {
		s := &sheet{own: make([][]rune, len(design.faces)), points: make([]truetype.Point, 0, 4096), doc: pdf.Quick()}
		if signer != nil {
			s.stamper = signer.stamper()
		}
		return s
	}
	if err := f.draw(rv); err != nil {
		return nil, fmt.Errorf("certificate of %s/%s: %w", e.ID, rc.ID, err)
	}
	return f, nil
}

// Key depends on everything a certificate shows but the runner.
func (f *Form) Key() artifact.Key { return f.key }

// laidOut is a sheet with a result's certificate on it. A result whose
// certificate is not ready has none: that is an error, whoever asks.
func (f *Form) laidOut(r *race.Result) (*sheet, error) {
	if r.Certificate.Status != race.CertificateReady {
		return nil, fmt.Errorf("certificate %s: it is %q, not ready", r.Entry.Bib, r.Certificate.Status)
	}
	s := f.sheets.Get().(*sheet)
	s.reset()
	if err := f.layOut(s, r); err != nil {
		return nil, fmt.Errorf("certificate %s: %w", r.Entry.Bib, err)
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

// imprinted hands over what of a result's certificate follows the form's bytes,
// to be read at once.
func (f *Form) imprinted(r *race.Result, use func(imprint []byte) error) error {
	s, err := f.laidOut(r)
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

// imprint writes what follows the form's bytes: the runner's update.
func (f *Form) imprint(s *sheet, r *race.Result) error {
	d := &s.doc
	d.Continue(len(f.bytes), f.next)
	if err := f.page(d, f.sole, s, r, Whole); err != nil {
		return err
	}
	title := f.title
	if name, _ := f.nameOf(r); name != "" {
		title += " · " + name
	}
	d.Begin(f.info)
	d.Put("<</Title")
	d.Text(title + " · " + r.Entry.Bib)
	d.Put(f.infoTail)
	d.End()

	var id [2][16]byte
	first := f.key.With(r.Entry.Bib)
	second := sha256.Sum256(d.Bytes())
	copy(id[0][:], first[:])
	copy(id[1][:], second[:])
	d.Close(f.root, f.info, f.xref, id)
	return nil
}

// page writes the page of a result that is laid out, and what it needs beside
// the form.
func (f *Form) page(d *pdf.Document, number int, s *sheet, r *race.Result, layer Layer) error {
	content := d.Reserve(1)
	var code *coding.Code
	carrier := 0 // the face of the subset that the code is a glyph of
	if link := f.linkOf(s, r); link != "" {
		var err error
		if code, err = f.scribe.write(link); err != nil {
			return err
		}
		carrier = max(0, slices.IndexFunc(s.own, func(runes []rune) bool { return len(runes) > 0 }))
	}
	refs := s.refs[:0]
	for i, runes := range s.own {
		coded := code != nil && i == carrier
		if len(runes) == 0 && !coded {
			s.subsets = append(s.subsets, nil)
			continue
		}
		sub := truetype.NewSubset(f.design.faces[i], runes)
		if coded {
			sub.Drawn = outline(s.points[:0], code, square(sub.Face))
		}
		s.subsets = append(s.subsets, sub)
		first := d.Reserve(pdf.FontObjects)
		d.Font(first, sub)
		refs = fmt.Appendf(refs, "/R%d %d 0 R", i, first)
	}
	s.refs = refs
	s.content = appendLines(s.content[:0], s.lines, f.bases, s.subsets)
	if code != nil {
		s.content = f.design.QR.append(s.content, code, s.subsets[carrier], carrier, f.design.Page.Height)
	}
	d.Stream(content, "", s.content)

	d.Begin(number)
	d.Put(f.pageHead)
	d.Put(f.layers[layer])
	if layer == Whole {
		d.Put(f.stated(r))
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

// stated is the part of the form that says what a result's certificate attests.
func (f *Form) stated(r *race.Result) string {
	if r.Annulled {
		return f.statements[1]
	}
	return f.statements[0]
}

// information is a document's information but for its title. Its dates are
// the race day.
func information(e *race.Edition, author, subject string) string {
	_, offset := e.Date.Zone()
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	date := fmt.Sprintf("%s%c%02d'%02d'", e.Date.Format("D:20060102150405"), sign, offset/3600, offset/60%60)
	var d pdf.Document
	d.Put("/Author")
	d.Text(author)
	d.Put("/Subject")
	d.Text(subject)
	d.Put("/Creator(Guntime)/CreationDate(" + date + ")/ModDate(" + date + ")>>")
	return string(d.Bytes())
}

// fieldText is what a runner's field says.
func (f *Form) fieldText(field *field, r *race.Result) (string, error) {
	if shown, err := f.shows(field, r); err != nil || !shown {
		return "", err
	}
	return f.languages.say(field.Language, func(l *words.Language) (string, error) {
		switch {
		case field.Say == "" && field.Fact == "statement":
			return f.statement(l, r != nil && r.Annulled)
		case isShared(field):
			return f.fixedText(field, l)
		}
		return f.text(field.Fact, l, r)
	})
}

// titleOf is what a document of this form is about.
func (f *Form) titleOf() (string, error) {
	l := f.languages[0]
	title, err := l.Say("certificate.title")
	parts := []string{f.edition.Name.In(l.Tag()), f.race.Name.In(l.Tag()), title}
	for i := range parts {
		parts[i], _ = clean(parts[i])
	}
	return strings.Join(parts, " · "), err
}
