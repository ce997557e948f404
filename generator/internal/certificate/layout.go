package certificate

import (
	"slices"
	"strings"

	"guntime/generator/internal/race"

	"guntime/generator/internal/certificate/pdf"
	"guntime/generator/internal/certificate/preview"
	"guntime/generator/internal/certificate/truetype"
)

// line is a piece of text and its place in points from the lower left corner of the
// page.
type line struct {
	glyphs     []glyph
	x, y, size float64
	track      float64 // points
	ink        ink
	piece      int // its number on a certificate
}

// saying tells what a text is that is put on a certificate, besides its words.
type saying struct {
	piece  int
	second int         // where the second language begins in it, 0 or less for nowhere
	runner *race.Entry // whose own text it is, nil for one in the languages of the sheet
}

// sheet is the working memory of one drawing.
type sheet struct {
	glyphs  []glyph   // of all lines
	fitted  [][]glyph // lines of the text in hand
	lines   []line
	said    []byte   // every text of the certificate, each after its length
	silent  bool     // collect said only, set nothing
	stamper *stamper // nil for unsigned certificates
	missing []rune
	shaped  []pieces           // by index of the face: glyphs of shaped texts
	own     [][]rune           // by index of the face: characters that the subsets of the form lack
	subsets []*truetype.Subset // the subsets with those characters
	code    []byte             // the QR code as a glyph
	content []byte
	told    []preview.Said // of a preview
	parts   []preview.Part // of these
	refs    []byte
	doc     pdf.Document
}

func (s *sheet) reset() {
	s.said = s.said[:0]
	s.glyphs, s.lines, s.missing, s.subsets = s.glyphs[:0], s.lines[:0], s.missing[:0], s.subsets[:0]
	for i := range s.own {
		s.own[i] = s.own[i][:0]
		s.shaped[i].reset()
	}
	s.doc.Reset()
}

// has implements wordSet with the subsets of the form.
func (f *Form) has(face *truetype.Face, r rune) bool {
	b := f.bases[face.Index]
	return b != nil && b.Code(r) != 0
}

// letterTrack is the space between letters as a share of that between Chinese
// characters: letters are read as words.
const letterTrack = 0.3

// put sets a text with its anchor at x, y, in millimetres from the upper left
// corner. It reports whether the text fits. Every text of a certificate goes
// through here, so said is complete.
func (f *Form) put(s *sheet, text, font, colour, align, grow string, x, y float64, b box, form wordSet, of saying) bool {
	s.said = appendText(s.said, text)
	if text == "" || s.silent {
		return true
	}
	start := len(s.glyphs)
	var missing []rune
	s.glyphs, missing = f.design.stacks[font].set(s.glyphs, text, form)
	s.missing = append(s.missing, missing...)
	glyphs := s.glyphs[start:len(s.glyphs):len(s.glyphs)]
	f.speak(glyphs, of.second, of.runner)
	for _, g := range glyphs {
		if g.shaped != nil {
			g.shaped.gather(&s.shaped[g.face.Index])
			b.track = 0 // letters that join stay together
			continue
		}
		if g.own {
			s.own[g.face.Index] = append(s.own[g.face.Index], g.r)
		}
	}
	if b.track != 0 && !strings.ContainsFunc(text, wide) {
		b.track *= letterTrack
	}
	var ok bool
	var size float64
	s.fitted, size, ok = b.fit(s.fitted[:0], glyphs)
	baseline := (f.design.Page.Height - y) / millimetres
	if grow == "up" {
		baseline += float64(len(s.fitted)-1) * b.leading * size
	}
	for _, g := range s.fitted {
		l := line{glyphs: g, size: size, track: b.track * size, ink: f.design.inks[colour], x: x / millimetres, y: baseline, piece: of.piece}
		width := float64(widthOf(g))/1000*size + l.track*float64(len(g)-1)
		switch align {
		case "centre":
			l.x -= width / 2
		case "right":
			l.x -= width
		}
		s.lines = append(s.lines, l)
		baseline -= b.leading * size
	}
	return ok
}

// putField sets a field's text.
func (f *Form) putField(s *sheet, field *field, text string, second int, r *race.Result, form wordSet) bool {
	of := saying{piece: field.piece, second: second}
	if r != nil && slices.Contains(ofRunners, field.Fact) {
		of.runner = r.Entry
	}
	return f.put(s, text, field.Font, field.Colour, field.Align, field.Grow, field.At[0], field.At[1],
		field.box(), form, of)
}

// box is the room of a field.
func (f *field) box() box {
	return box{width: f.Width / millimetres, height: f.Height / millimetres, size: f.Size, least: f.Least, track: f.Track, leading: f.Leading}
}

// ofRunners are the facts that are in a language of the runner's own.
var ofRunners = []string{"name", "latin_name", "club", "team", "wave"}

// layOut sets all texts of the runner.
func (f *Form) layOut(s *sheet, r *race.Result) error {
	for _, field := range f.fields {
		text, second, err := f.fieldParts(field, r)
		if err != nil {
			return err
		}
		f.putField(s, field, text, second, r, f)
	}
	for i := range f.table {
		gun, segment, net := f.splitTimes(r, f.table, i)
		for column, clock := range [...]race.Clock{gun, segment, net} {
			c := &f.cells[i][column]
			if s.putClock(clock, c) {
				continue
			}
			font, colour, x, width := f.cellLook(i, column)
			f.put(s, f.languages[0].FullClock(clock), font, colour, "right", "down", x, f.rowBaseline(i), box{width: width, size: c.size}, f, saying{piece: c.piece})
		}
	}
	return nil
}

// column returns the right end of a column of times in millimetres, and its width
// in points.
func (s *splitTable) column(i int) (x, width float64) {
	each := (s.Size[0] - s.Point) / 3
	return s.At[0] + s.Point + float64(i+1)*each, (each - 1) / millimetres
}

// rowType returns the size of type in the table, smaller than in the design where
// there are many rows.
func (f *Form) rowType() float64 {
	t := &f.design.Splits
	return max(0.25, min(t.Type, quarter(t.rowHeight(len(f.table))/millimetres*0.72)))
}

// rowBaseline returns the baseline of a row, centred between its lines.
func (f *Form) rowBaseline(i int) float64 {
	t := &f.design.Splits
	row := t.rowHeight(len(f.table))
	return t.At[1] + t.headHeight() + float64(i)*row + row/2 + 0.36*f.rowType()*millimetres
}

// layOutStatement sets the statement for a result; with nil, for any result with a
// valid time.
func (f *Form) layOutStatement(s *sheet, r *race.Result, form wordSet) error {
	for i := range f.all {
		field := &f.all[i]
		if field.Fact != "statement" || !field.isFixed() {
			continue
		}
		text, second, err := f.fixedParts(field, r)
		if err != nil {
			return err
		}
		f.putField(s, field, text, second, nil, form)
	}
	return nil
}

// layOutForm sets all texts that runners share, except the statement.
func (f *Form) layOutForm(s *sheet) error {
	for i := range f.all {
		field := &f.all[i]
		if !field.isFixed() {
			f.fields = append(f.fields, field)
			continue
		}
		if field.Fact == "statement" {
			continue
		}
		text, second, err := f.fixedParts(field, nil)
		if err != nil {
			return err
		}
		f.putField(s, field, text, second, nil, nil)
	}
	f.putCaption(s)
	t := &f.design.Splits
	for i, row := range f.table {
		font, colour := t.Font, t.Colour
		if row.finish {
			font, colour = t.Strong, t.Accent
		}
		room := box{width: (t.Point - 1) / millimetres, size: f.rowType()}
		label := ""
		for _, label = range row.labels {
			label, _ = clean(label)
			glyphs, _ := f.design.stacks[font].set(nil, label, nil)
			if _, size, _ := room.fit(nil, glyphs); size >= 0.85*room.size {
				break
			}
		}
		f.points = append(f.points, label)
		f.put(s, label, font, colour, "left", "down", t.At[0], f.rowBaseline(i), room, nil, saying{piece: f.cellPiece(i, 0)})
	}
	for column, id := range []string{"point", "gun_split", "segment", "net_split"} {
		x, width, align := t.At[0], (t.Point-1)/millimetres, "left"
		if column > 0 {
			x, width = t.column(column - 1)
			align = "right"
		}
		for i, l := range f.languages {
			text, err := l.Say("certificate." + id)
			if err != nil {
				return err
			}
			y := t.At[1] + (1+1.3*float64(i))*t.Label*millimetres
			f.put(s, text, t.Head, t.Quiet, align, "down", x, y, box{width: width, size: t.Label}, nil, saying{piece: f.headPiece(column, i)})
		}
	}
	return nil
}

// charset are the characters of numbers and times, which the form always has, and signs
// those that it has where the runner needs no font of its own for the name.
const charset, signs = " 0123456789:/,", ".—-"

// few decides when a letter belongs into the form: if one in so many runners needs
// it, whose own font would be ten times as large. Where names stand in the same font there
// is one anyway, and it takes four in five runners.
const few, most = 20, 1.25

// ready adds characters to the form that many runners need: for times and places,
// bibs, Latin names, divisions, and the most frequent nation.
func (f *Form) ready(s *sheet, rv *race.RaceVerdict) error {
	bibs, latins, divisions, nations := letters{}, letters{}, map[*race.Division]int{}, map[string]int{}
	for i := range rv.Results {
		r := &rv.Results[i]
		nations[r.Entry.Nat]++
		divisions[r.Division]++
		bibs.count(r.Entry.Bib)
		_, latin := f.nameOf(r)
		latins.count(latin)
	}
	common := ""
	for _, nat := range sortedKeys(nations) {
		if nations[nat] > nations[common] {
			common = nat
		}
	}
	say := func(font, text string) {
		text, _ = clean(text)
		glyphs, _ := f.design.stacks[font].set(nil, text, nil)
		for _, g := range glyphs {
			if g.shaped == nil {
				s.own[g.face.Index] = append(s.own[g.face.Index], g.r)
			}
		}
	}
	named := func(font string) bool {
		return slices.ContainsFunc(f.fields, func(field *field) bool { return field.Fact == "name" && field.Font == font })
	}
	always := func(font string) {
		if say(font, charset); !named(font) {
			say(font, signs)
		}
	}
	often := func(font string, counted letters) {
		share := map[bool]float64{false: few, true: most}[named(font)]
		for c, n := range counted {
			if n > 0 && float64(n)*share >= float64(len(rv.Results)) {
				say(font, string(rune(c)))
			}
		}
	}
	for _, field := range f.fields {
		always(field.Font)
		switch field.Fact {
		case "bib":
			often(field.Font, bibs)
		case "latin_name":
			often(field.Font, latins)
		case "nation":
			for _, l := range f.languages {
				say(field.Font, l.Nation(common))
			}
		case "division":
			for i := range rv.Divisions {
				if divisions[rv.Divisions[i].Division]*few < len(rv.Results) {
					continue
				}
				for _, l := range f.languages {
					name, err := l.Division(rv.Divisions[i].Division)
					if err != nil {
						return err
					}
					say(field.Font, name)
				}
			}
		}
	}
	always(f.design.Splits.Font)
	always(f.design.Splits.Strong)
	for i := range s.own {
		slices.Sort(s.own[i])
	}
	return nil
}

// letters are how many texts have each ASCII letter or sign.
type letters [0x80]int

// count counts the letters of a text.
func (l *letters) count(text string) {
	var met [2]uint64 // a bit for each letter
	for i := range len(text) {
		c := text[i]
		if c <= ' ' || c >= 0x7F || met[c/64]>>(c%64)&1 == 1 {
			continue
		}
		met[c/64] |= 1 << (c % 64)
		l[c]++
	}
}
