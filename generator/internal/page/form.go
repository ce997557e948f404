package page

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"guntime/generator/internal/race"
)

// A race has tens of thousands of runners, and what stands around their pages
// differs by the name and the bib alone. The frame is therefore drawn once a
// race and language, with marks in their place, and a page is that form with the
// marks filled.

// form is the frame of a race's runners' pages.
type form struct {
	frame      Frame // with marks
	objections Objections
	pieces     []string // of the drawing, nil where it cannot be filled
	marks      []string // between them
}

// What stands in a form where the name, the bib and the matter of a page
// belong: texts that no escaping changes.
const (
	nameMark = "guntime-name-mark"
	bibMark  = "guntime-bib-mark"
	mainMark = "guntime-main-mark"
)

// inHTML escapes a text as html/template does in text and in attributes.
var inHTML = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// form returns the form of a race's runners' pages, made once.
func (s *Set) form(lang string, v *race.Verdict, rv *race.RaceVerdict) (*form, error) {
	if known, ok := s.forms.Load(raceKey{lang, rv}); ok {
		return known.(*form), nil
	}
	d := s.draft(lang, s.links.Runner(lang, v.Edition.ID, rv.Race.ID, bibMark))
	f := &form{frame: d.runnerFrame(v, rv, nameMark, bibMark), objections: d.objections(rv.Race)}
	// Templates may be anybody's: one that does more with a name than to write it
	// into text or an attribute is drawn in full for every page.
	const name, bib = `<x y="z">'&+ é王`, "A-1_b"
	probe := d.runnerFrame(v, rv, name, bib)
	if d.err != nil {
		return nil, d.err
	}
	var marked, plain, filled bytes.Buffer
	for frame, to := range map[*Frame]*bytes.Buffer{&f.frame: &marked, &probe: &plain} {
		if err := s.frames[lang].ExecuteTemplate(to, "base.html", *frame); err != nil {
			return nil, fmt.Errorf("frame of runners' pages (%s): %w", lang, err)
		}
	}
	f.cut(marked.String())
	f.fill(&filled, name, bib, func() error { filled.WriteString(mainMark); return nil })
	if !bytes.Equal(filled.Bytes(), plain.Bytes()) {
		f.pieces, f.marks = nil, nil
	}
	known, _ := s.forms.LoadOrStore(raceKey{lang, rv}, f)
	return known.(*form), nil
}

// runnerFrame is the frame of one runner's page.
func (d *draft) runnerFrame(v *race.Verdict, rv *race.RaceVerdict, name, bib string) Frame {
	w := d.words(v, rv)
	f := d.frame(d.say("runner.title", "Name", name, "Bib", bib, "Edition", w.edition, "Race", w.race),
		d.say("runner.description", "Name", name, "Bib", bib, "Edition", w.edition, "Race", w.race),
		func(lang string) string { return d.links.Runner(lang, v.Edition.ID, rv.Race.ID, bib) })
	f.NoIndex = !d.archive.Site.IndexRunners
	d.under(&f, v, d.editionCrumb(v), d.raceCrumb(v, rv))
	return f
}

// cut takes a drawing apart at its marks.
func (f *form) cut(text string) {
	for {
		at, mark := len(text), ""
		for _, m := range []string{nameMark, bibMark, mainMark} {
			if i := strings.Index(text, m); i >= 0 && i < at {
				at, mark = i, m
			}
		}
		f.pieces = append(f.pieces, text[:at])
		if mark == "" {
			return
		}
		f.marks = append(f.marks, mark)
		text = text[at+len(mark):]
	}
}

// fill writes the drawing with a name, a bib and the page's own matter.
func (f *form) fill(b *bytes.Buffer, name, bib string, matter func() error) error {
	name = inHTML.Replace(name)
	for i, piece := range f.pieces {
		b.WriteString(piece)
		if i == len(f.marks) {
			break
		}
		switch f.marks[i] {
		case nameMark:
			b.WriteString(name)
		case bibMark:
			b.WriteString(bib)
		case mainMark:
			if err := matter(); err != nil {
				return err
			}
		}
	}
	return nil
}

// of is the frame with a name and a bib.
func (f *form) of(name, bib string) Frame {
	frame := f.frame
	swap := func(text *string) {
		*text = strings.ReplaceAll(strings.ReplaceAll(*text, bibMark, bib), nameMark, name)
	}
	frame.Languages = append([]Switch(nil), frame.Languages...)
	for i := range frame.Languages {
		swap(&frame.Languages[i].URL)
		swap(&frame.Languages[i].Absolute)
	}
	for _, text := range []*string{&frame.Title, &frame.Description, &frame.Canonical, &frame.Default} {
		swap(text)
	}
	return frame
}

// parseFrame makes the frame around a mark.
func parseFrame(frame *template.Template) *template.Template {
	return template.Must(template.Must(frame.Clone()).New("main").Parse(mainMark))
}
