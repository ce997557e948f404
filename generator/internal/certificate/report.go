package certificate

import (
	"io"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/certificate/ruled"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// report is a document about an edition in progress: A4 pages in the languages of
// the sheet, with the fonts and colours of the design. It keeps the first missing
// message as its error.
type report struct {
	*flow
	sheetLanguages
	verdict                    *race.Verdict
	black, quiet, hair, accent ink
	err                        error
}

func newReport(design *Design, t sheetLanguages, v *race.Verdict) *report {
	table := &design.Splits
	return &report{flow: newFlow(design), sheetLanguages: t, verdict: v,
		black: design.inks[table.Colour], quiet: design.inks[table.Quiet], hair: design.inks[table.Rule], accent: design.inks[table.Accent]}
}

// one returns a message in one language.
func (r *report) one(l *words.Language, id string, args ...any) string {
	text, err := l.Say(id, args...)
	if r.err == nil {
		r.err = err
	}
	return text
}

// each returns a text in every language of the sheet, without doubles.
func (r *report) each(say func(*words.Language) (string, error)) []string {
	var texts []string
	for _, l := range r.sheetLanguages {
		text, err := say(l)
		if r.err == nil {
			r.err = err
		}
		if text, _ = clean(text); text != "" && (len(texts) == 0 || text != texts[0]) {
			texts = append(texts, text)
		}
	}
	return texts
}

// both returns a message in the languages of the sheet, on one line.
func (r *report) both(id string, args ...any) string {
	return strings.Join(r.each(func(l *words.Language) (string, error) { return l.Say(id, args...) }), " ")
}

// stacked makes a paragraph of each language: the first in black, the second quiet
// and smaller.
func (r *report) stacked(texts []string, strong bool, size float64, colour ink) []paragraph {
	var all []paragraph
	for i, text := range texts {
		p := paragraph{text: text, strong: strong, size: size, ink: colour, above: 1}
		if i > 0 {
			p.strong, p.size, p.ink, p.above = false, size-0.75, r.quiet, 0
		}
		all = append(all, p)
	}
	return all
}

// heading returns the beginning of a report: its subject and its title.
func (r *report) heading(title string, of ...race.Text) []item {
	e := r.verdict.Edition
	names := r.stacked(r.each(func(l *words.Language) (string, error) {
		parts := []string{e.Name.In(l.Tag())}
		for _, name := range of {
			parts = append(parts, name.In(l.Tag()))
		}
		return strings.Join(parts, " · "), nil
	}), true, 12, r.black)
	var large []paragraph
	for i, text := range r.each(func(l *words.Language) (string, error) { return l.Say(title) }) {
		large = append(large, paragraph{text: text, strong: i == 0, size: []float64{25, 12}[i], ink: r.accent})
	}
	above := 0.0
	if e.Demonstration {
		above = 8 // below the line in the margin that says so
	}
	return []item{
		{block: r.beside(above, 10, r.block(leafMargin, leafInner, names...)), keep: true},
		{block: r.beside(0, 12, r.block(leafMargin, leafInner, large...)), keep: true, rule: 1, ink: r.accent},
	}
}

// Columns of the facts of a report in points: left end and width.
var factColumns = [4][2]float64{
	{leafMargin, 44 / millimetres},
	{leafMargin + 48/millimetres, 64 / millimetres},
	{leafMargin + 116/millimetres, 30 / millimetres},
	{leafMargin + 150/millimetres, 24 / millimetres},
}

// facts returns the date and the state of the results; the last fact depends on the
// report.
func (r *report) facts(label string, last func(*words.Language) (string, error)) []block {
	e := r.verdict.Edition
	var facts []block
	for i, fact := range []struct {
		label string
		say   func(*words.Language) (string, error)
	}{
		{"rulings.date", func(l *words.Language) (string, error) { return l.Date(e.Date), nil }},
		{"rulings.state", func(l *words.Language) (string, error) { return ruled.StateOf(l, r.verdict) }},
		{"rulings.revision", func(l *words.Language) (string, error) {
			if !e.State.HasResults() {
				return words.Nothing, nil
			}
			return l.Number(e.Revision()), nil
		}},
		{label, last},
	} {
		paragraphs := append([]paragraph{{text: r.both(fact.label), size: 7.5, ink: r.quiet}}, r.stacked(r.each(fact.say), true, 10, r.black)...)
		facts = append(facts, r.block(factColumns[i][0], factColumns[i][1], paragraphs...))
	}
	return facts
}

// foot returns the text at the end of every page: the subject and the state of the
// results.
func (r *report) foot(title string, of ...string) string {
	e, lead := r.verdict.Edition, r.sheetLanguages[0]
	state, err := ruled.StateOf(lead, r.verdict)
	if r.err == nil {
		r.err = err
	}
	parts := append(append([]string{e.Name.In(lead.Tag())}, of...), r.one(lead, title), lead.Date(e.Date), state)
	if e.State.HasResults() {
		parts = append(parts, r.one(lead, "certificate.revision", "Number", e.Revision()))
	}
	return strings.Join(parts, " · ")
}

// margins adds the foot and the page number to the i-th page in hand, and on a
// demonstration a line at the top.
func (r *report) margins(i, number, of int, foot string) {
	if r.verdict.Edition.Demonstration {
		r.margin(i, r.both("certificate.demonstration"), true, false, leafInner, 11/millimetres, 8.5, r.accent)
	}
	r.rule(i, leafBottom+5/millimetres, 0.4, r.hair)
	y := leafBottom + 10/millimetres
	r.margin(i, foot, false, false, leafInner-60, y, 7.5, r.quiet)
	r.margin(i, r.sheetLanguages[0].Number(number)+" / "+r.sheetLanguages[0].Number(of), true, true, 56, y, 8.5, r.black)
}

// mark returns the word across every page of a demonstration, "" for real results.
func (r *report) mark() string {
	if !r.verdict.Edition.Demonstration {
		return ""
	}
	return r.both("certificate.mark")
}

// end finishes the document with a title.
func (r *report) end(p *press, title string, of ...string) error {
	lead := r.sheetLanguages[0]
	edition, _ := clean(r.verdict.Edition.Name.In(lead.Tag()))
	name := strings.Join(append(append([]string{edition}, of...), r.one(lead, title)), " · ")
	if r.err != nil {
		return r.err
	}
	return p.finish(lead.Tag(), name, information(r.verdict.Edition, edition, name))
}

// write writes the pages in hand as a document.
func (r *report) write(w io.Writer, title string) error {
	if r.err != nil {
		return r.err
	}
	p := r.press(w, r.mark(), nil, artifact.Key{})
	for _, page := range r.leaves {
		p.print(page)
	}
	return r.end(p, title)
}
