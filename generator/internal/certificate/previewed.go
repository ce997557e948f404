package certificate

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"guntime/generator/internal/certificate/drawing"
	"guntime/generator/internal/certificate/preview"
	"guntime/generator/internal/certificate/truetype"
	"guntime/generator/internal/race"
)

// previewed is what the preview of the certificates of a race shows: of all of them, and
// which fields of a runner, those that nearly everybody has first.
type previewed struct {
	sheet  preview.Sheet
	fields []*field
	places []preview.Place
}

// common are the facts that nearly every runner has, by what they are to who looks at a
// small picture.
var common = []string{"name", "gun", "net", "place", "bib", "overall", "division", "pace", "nation", "speed"}

// placed are the facts that say of how many a place is.
var placed = []string{"place", "overall", "age_group_place", "team_place"}

// preview prepares the preview from the fixed lines and the word across the sheet.
func (f *Form) preview(lines []line, mark []glyph, word string) {
	d := f.design
	p := &f.previewed
	p.sheet = preview.Sheet{Width: d.Page.Width, Height: d.Page.Height, Language: f.languages[0].Tag(), Artwork: d.Artwork, Colours: map[string]string{}, Pictures: map[string]*drawing.Picture{}, Strokes: d.rules(len(f.table))}
	for name, c := range d.inks {
		p.sheet.Colours[name] = c.hex()
	}
	for i, l := range p.sheet.Strokes {
		p.sheet.Strokes[i].Colour = p.sheet.Colours[l.Colour]
	}
	for file, of := range d.pictures {
		p.sheet.Pictures[file] = of.Picture
	}
	for _, l := range lines {
		p.sheet.Lines = append(p.sheet.Lines, f.previewLine(l))
	}
	if m := &d.Mark; word != "" {
		em := m.em(mark)
		of := f.previewLine(line{glyphs: mark, size: em, ink: d.inks[m.Colour]})
		of.X, of.Y = m.At[0]/millimetres, m.At[1]/millimetres
		p.sheet.Mark = preview.Mark{Line: of, Turn: m.Angle, Stroke: m.Line / millimetres}
	}
	for i := range f.table {
		for column := range 3 {
			size, colour := f.rowType(), d.Splits.Quiet
			if f.table[i].finish {
				colour = d.Splits.Accent
			}
			right, most := d.Splits.column(column)
			width, height := min(0.85*most, 3.2*size), 0.36*size
			p.sheet.Bars = append(p.sheet.Bars, preview.Bar{X: right/millimetres - width, Y: f.rowBaseline(i)/millimetres - 0.36*size - height/2, Width: width, Height: height, Colour: d.inks[colour].hex()})
		}
	}
	if q := d.QR; q != nil && f.link != nil {
		p.sheet.Code = &preview.Code{X: q.At[0] / millimetres, Y: q.At[1] / millimetres, Size: q.Size / millimetres}
	}
	rank := func(field *field) int {
		if i := slices.Index(common, field.Fact); i >= 0 && field.Unless == "" {
			return i
		}
		return len(common)
	}
	p.fields = slices.Clone(f.fields)
	slices.SortStableFunc(p.fields, func(a, b *field) int { return rank(a) - rank(b) })
	for _, field := range p.fields {
		p.places = append(p.places, preview.Place{X: field.At[0] / millimetres, Y: field.At[1] / millimetres, Size: field.Size, Track: field.Track,
			Align: field.Align, Colour: d.inks[field.Colour].hex(), Font: fontOf(d.stacks[field.Font])})
	}
}

// previewLine returns a line as the preview draws it.
func (f *Form) previewLine(l line) preview.Line {
	of := preview.Line{X: l.x, Y: f.design.Page.Height/millimetres - l.y, Size: l.size, Width: float64(widthOf(l.glyphs))/1000*l.size + l.track*float64(len(l.glyphs)-1),
		Track: l.track, Colour: l.ink.hex(), Text: spelled(l.glyphs), Font: fontOf(stack{l.glyphs[0].face})}
	at := 0.0
	for _, g := range l.glyphs {
		if g.shaped != nil {
			of.Letters = nil
			break
		}
		of.Letters = append(of.Letters, preview.Letter{Face: g.face, Glyph: g.face.Glyph(g.r), At: at})
		at += float64(g.advance)/1000*l.size + l.track
	}
	return of
}

// spelled is the text of glyphs in the order in which they are read.
func spelled(glyphs []glyph) string {
	var b strings.Builder
	for _, g := range glyphs {
		if g.shaped != nil {
			b.WriteString(string(g.shaped.text))
			continue
		}
		b.WriteRune(truetype.Plain(g.r))
	}
	return b.String()
}

// fontOf tells from its name what a font looks like.
func fontOf(s stack) preview.Font {
	name := s[0].Name
	return preview.Font{Serif: strings.Contains(name, "Serif") || strings.Contains(name, "Naskh"), Bold: strings.Contains(name, "Bold") || strings.Contains(name, "Black")}
}

func (c ink) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

// PreviewForm writes what the previews of the race share, as an SVG.
func (f *Form) PreviewForm(w io.Writer) error {
	_, err := w.Write(f.previewed.sheet.SVG())
	return err
}

// PreviewStyle returns the rules of a style sheet by which a runner's page shows that file
// with the runner's texts over it.
func (f *Form) PreviewStyle(address string) []byte {
	return preview.Style(f.design.Page.Width, f.design.Page.Height, address, f.previewed.places)
}

// Previewed reports whether there is a preview of a certificate: not of one that is not
// ready or not open to everybody, nor of one that says less than the others.
func Previewed(r *race.Result) bool {
	c := r.Certificate
	return c.Status == race.CertificateReady && !c.ByCode && r.Entry.Visibility == race.Public && !r.Annulled
}

// Preview returns the runner's texts of a preview, as HTML; "" where there is none. Of a
// place it says nothing but the place: how many have one is no fact of the runner, and a
// page does not change with it.
func (f *Form) Preview(r *race.Result) (string, error) {
	if !Previewed(r) {
		return "", nil
	}
	s := f.sheets.Get().(*sheet)
	defer f.sheets.Put(s)
	s.told, s.parts = s.told[:0], s.parts[:0]
	for _, field := range f.previewed.fields {
		text, err := f.fieldText(field, r)
		if err != nil {
			return "", fmt.Errorf("preview %s: %w", r.Entry.Bib, err)
		}
		if slices.Contains(placed, field.Fact) {
			text, _, _ = strings.Cut(text, outOf)
		}
		s.told = append(s.told, f.told(s, field, text))
	}
	s.content = preview.Overlay(s.content[:0], f.design.Page.Width, f.design.Page.Height, f.previewed.places, s.told)
	return string(s.content), nil
}

// told sets a text for the preview, as put does for the certificate.
func (f *Form) told(s *sheet, field *field, text string) preview.Said {
	said := preview.Said{Size: field.Size, Up: field.Grow == "up"}
	if text == "" {
		return said
	}
	width, need := field.Width/millimetres, 0.0
	for _, r := range text {
		if need += 0.72; wide(r) {
			need += 0.28
		}
	}
	start := len(s.parts)
	if need*field.Size <= 0.8*width { // in any font
		s.parts = append(s.parts, preview.Part{Text: text})
	} else {
		s.glyphs, _ = f.design.stacks[field.Font].set(s.glyphs[:0], text, nil)
		s.fitted, said.Size, _ = field.box().fit(s.fitted[:0], s.glyphs)
		said.Leading = field.Leading * said.Size
		for _, g := range s.fitted {
			part := preview.Part{Text: spelled(g)}
			if long := float64(widthOf(g)) / 1000 * said.Size; long > 0.8*width {
				part.Width = long
			}
			s.parts = append(s.parts, part)
		}
	}
	said.Lines = s.parts[start:len(s.parts):len(s.parts)]
	return said
}
