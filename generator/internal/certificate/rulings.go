package certificate

import (
	"fmt"
	"io"
	"strings"
	"time"

	"guntime/generator/internal/certificate/ruled"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Rulings writes the referee's sheet of an edition: every ruling of every race in
// order, numbered by race, with the result of the runner in this verdict, and room
// for three signatures. It is a PDF of A4 pages in the first two of the languages,
// in the fonts and colours of the design. Without rulings it has a page that says
// so.
//
// The sheet is passed around, so it shows names as published. It omits the notes of
// withdrawals and of certificates held or released (R25, R41). A character that no
// font has is spelled as in [U+1F600]. The same verdict gives the same bytes.
func Rulings(w io.Writer, design *Design, book *words.Book, languages []string, v *race.Verdict) error {
	t, err := sheetLanguagesOf(book, languages)
	if err != nil {
		return fmt.Errorf("rulings: %w", err)
	}
	s := &rulingSheet{report: newReport(design, t, v)}
	for _, rv := range v.Races {
		s.count += len(rv.Race.Rulings)
	}
	items := s.title()
	if s.count > 0 {
		for _, rv := range v.Races {
			items = append(items, s.race(rv)...)
		}
		// Every page with signatures has a ruling above them.
		for i := len(items) - 2; i < len(items); i++ {
			items[i].keep = true
		}
	}
	s.fill(append(items, s.signatures()...))
	foot := s.foot("rulings.title")
	for i := range s.leaves {
		s.margins(i, i+1, len(s.leaves), foot)
	}
	if err := s.write(w, "rulings.title"); err != nil {
		return fmt.Errorf("rulings of %s: %w", v.Edition.ID, err)
	}
	return nil
}

// rulingSheet is a referee's sheet in progress.
type rulingSheet struct {
	*report
	count int // of all rulings
}

// Columns of the table of rulings in points: left end and width.
var rulingColumns = [5][2]float64{
	{leafMargin, 17 / millimetres},
	{leafMargin + 20/millimetres, 31 / millimetres},
	{leafMargin + 54/millimetres, 61 / millimetres},
	{leafMargin + 118/millimetres, 30 / millimetres},
	{leafMargin + 150/millimetres, 24 / millimetres},
}

// Columns of the signatures, likewise.
var signatureColumns = [][2]float64{
	{leafMargin, 41 / millimetres},
	{leafMargin + 44/millimetres, 41 / millimetres},
	{leafMargin + 88/millimetres, 29 / millimetres},
	{leafMargin + 120/millimetres, 54 / millimetres},
}

// title returns the beginning of the sheet: title, subject and state.
func (s *rulingSheet) title() []item {
	items := s.heading("rulings.title")
	facts := s.facts("rulings.count", func(l *words.Language) (string, error) { return l.Number(s.count), nil })
	return append(items, item{block: s.beside(8, 16, facts...), keep: s.count > 0})
}

// gap separates races, and the last race from the signatures.
var gap = item{block: block{height: 24}}

// race returns the part of one race: its name, the head of the table, and its
// rulings.
func (s *rulingSheet) race(rv *race.RaceVerdict) []item {
	rulings := rv.Race.Rulings
	name := strings.Join(s.each(func(l *words.Language) (string, error) { return rv.Race.Name.In(l.Tag()), nil }), " ")
	heads := make([]block, len(rulingColumns))
	for i, id := range []string{"number", "runner", "ruling", "clause", "now"} {
		var labels []paragraph
		for _, text := range s.each(func(l *words.Language) (string, error) { return l.Say("rulings." + id) }) {
			labels = append(labels, paragraph{text: text, size: 7.5, ink: s.quiet})
		}
		heads[i] = s.block(rulingColumns[i][0], rulingColumns[i][1], labels...)
	}
	head := item{block: s.beside(0, 4, heads...), rule: 0.9, ink: s.accent, keep: true}
	heading := func(text string) item {
		return item{block: s.beside(0, 6, s.block(leafMargin, leafInner, paragraph{text: text, strong: true, size: 13, ink: s.black})), keep: true}
	}
	again := []item{heading(name + " " + s.both("rulings.continued")), head}
	items := []item{heading(name), head}
	results, ranked := ruled.Results(rv), map[*race.Division]int{}
	for i := range rv.Divisions {
		ranked[rv.Divisions[i].Division] = rv.Divisions[i].Counts.Ranked
	}
	others := ruled.CancelledBy(rulings)
	for i := range rulings {
		r := results[race.FoldBib(rulings[i].Bib)]
		cells := [5][]paragraph{s.when(i+1, &rulings[i]), s.whom(&rulings[i], r), s.what(rv.Race, &rulings[i], others[i]),
			s.by(&rulings[i]), s.now(&rulings[i], r, ranked)}
		blocks := make([]block, len(cells))
		for column, c := range cells {
			blocks[column] = s.block(rulingColumns[column][0], rulingColumns[column][1], c...)
		}
		items = append(items, item{block: s.beside(5, 5, blocks...), rule: 0.4, ink: s.hair, head: again})
	}
	if len(rulings) == 0 {
		none := s.stacked(s.each(func(l *words.Language) (string, error) { return l.Say("rulings.none_in_race") }), false, 9.5, s.black)
		return []item{heading(name), {block: s.beside(0, 0, s.block(leafMargin, leafInner, none...))}, gap}
	}
	last := &items[len(items)-1]
	last.rule, last.ink = 0.9, s.accent
	return append(items, gap)
}

// when returns the number and the date of a ruling.
func (s *rulingSheet) when(number int, ruling *race.Ruling) []paragraph {
	date := words.Nothing
	if !ruling.Date.IsZero() {
		date = ruling.Date.Format(time.DateOnly)
	}
	return []paragraph{{text: s.sheetLanguages[0].Number(number), strong: true, size: 10, ink: s.accent}, {text: date, size: 8, ink: s.black, above: 1}}
}

// whom returns the runner that a ruling is about, with the published name.
func (s *rulingSheet) whom(ruling *race.Ruling, r *race.Result) []paragraph {
	if r == nil {
		return []paragraph{{text: ruling.Bib, strong: true, size: 10, ink: s.black}}
	}
	cell := []paragraph{{text: r.Entry.Bib, strong: true, size: 10, ink: s.black}}
	if r.Entry.Visibility == race.Anonymous {
		return append(cell, paragraph{text: s.both("anonymous"), size: 9, ink: s.quiet, above: 1})
	}
	name, latin := r.Entry.PublishedName(), r.Entry.PublishedLatinName()
	cell = append(cell, paragraph{text: name, size: 9, ink: s.black, above: 1})
	if !strings.EqualFold(name, latin) {
		cell = append(cell, paragraph{text: latin, size: 8.25, ink: s.quiet})
	}
	return cell
}

// what returns the ruling and its reason. other is the number of the ruling that it
// cancels or that cancels it, 0 for none.
func (s *rulingSheet) what(rc *race.Race, ruling *race.Ruling, other int) []paragraph {
	cell := s.stacked(s.each(func(l *words.Language) (string, error) { return ruled.KindOf(l, rc, ruling) }), true, 9.5, s.black)
	if other > 0 {
		id := "rulings.cancelled_by"
		if ruling.Kind == race.Reinstate {
			id = "rulings.cancels"
		}
		cell = append(cell, paragraph{text: s.both(id, "Number", other), strong: true, size: 8, ink: s.accent, above: 2})
	}
	notes := s.each(func(l *words.Language) (string, error) { return ruling.Note.In(l.Tag()), nil })
	if ruled.Private(ruling.Kind) && len(notes) > 0 {
		return append(cell, paragraph{text: s.both("rulings.on_file"), size: 8, ink: s.quiet, above: 2})
	}
	for _, note := range notes {
		cell = append(cell, paragraph{text: note, size: 8.5, ink: s.black, above: 2})
	}
	return cell
}

// by returns the clause of a ruling and who made it.
func (s *rulingSheet) by(ruling *race.Ruling) []paragraph {
	or := func(text string) string { return orElse(strings.TrimSpace(text), words.Nothing) }
	all := []paragraph{{text: or(ruling.Clause), strong: true, size: 9.5, ink: s.black}}
	names := s.each(func(l *words.Language) (string, error) { return ruling.By(l.Tag()), nil })
	if len(names) == 0 {
		names = []string{words.Nothing}
	}
	return append(all, s.stacked(names, false, 8.25, s.black)...)
}

// now returns the result of the runner after all rulings: status, place and, if the
// ruling is about it, the certificate.
func (s *rulingSheet) now(ruling *race.Ruling, r *race.Result, ranked map[*race.Division]int) []paragraph {
	if r == nil {
		return []paragraph{{text: words.Nothing, size: 9.5, ink: s.black}}
	}
	cell := s.stacked(s.each(func(l *words.Language) (string, error) { return l.Status(r) }), true, 9.5, s.black)
	if r.Place > 0 && r.Division != nil {
		l := s.sheetLanguages[0]
		cell = append(cell, paragraph{text: l.Number(r.Place) + " / " + l.Number(ranked[r.Division]), strong: true, size: 9.5, ink: s.accent, above: 1},
			paragraph{text: strings.Join(s.each(func(l *words.Language) (string, error) { return l.Division(r.Division) }), " "), size: 8.25, ink: s.quiet})
	}
	if r.Annulled {
		cell = append(cell, paragraph{text: s.both("certificate.annulled"), size: 8.25, ink: s.black})
	}
	if (ruling.Kind == race.HoldCertificate || ruling.Kind == race.ReleaseCertificate) && r.Certificate.Status != "" {
		cell = append(cell, s.stacked(s.each(func(l *words.Language) (string, error) {
			return l.Say("rulings.certificate." + string(r.Certificate.Status))
		}), false, 8.25, s.black)...)
	}
	return cell
}

// signatures returns the end of the sheet: a statement, and room for three
// signatures.
func (s *rulingSheet) signatures() []item {
	statement := "rulings.statement"
	if s.count == 0 {
		statement = "rulings.none"
	}
	heading := s.stacked(s.each(func(l *words.Language) (string, error) { return l.Say(statement, "Count", s.count) }), false, 10, s.black)
	items := []item{{block: s.beside(0, 12, s.block(leafMargin, leafInner, heading...)), keep: true}}
	var labels []block
	for i, id := range []string{"name", "function", "signed_on", "signature"} {
		labels = append(labels, s.block(signatureColumns[i][0], signatureColumns[i][1], paragraph{text: s.both("rulings." + id), size: 7.5, ink: s.quiet}))
	}
	items = append(items, item{block: s.beside(0, 4, labels...), rule: 0.9, ink: s.accent, keep: true})
	for i := range 3 {
		items = append(items, item{block: block{height: 15 / millimetres}, rule: 0.6, ink: s.quiet, runs: signatureColumns, keep: i < 2})
	}
	return items
}
