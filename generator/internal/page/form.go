package page

import (
	"strings"

	"guntime/generator/internal/race"
)

// A race has tens of thousands of runners, and what stands around their pages
// differs by the name and the bib alone. It is therefore made once a race and
// language, with marks in their place.

// form is what the runners' pages of a race share.
type form struct {
	frame      Frame // with marks
	objections Objections
}

// What stands in a form where the name and the bib of a page belong.
const (
	nameMark = "\x00name\x00"
	bibMark  = "\x00bib\x00"
)

// form returns the form of a race's runners' pages, made once.
func (s *Set) form(lang string, v *race.Verdict, rv *race.RaceVerdict) (*form, error) {
	if known, ok := s.forms.Load(raceKey{lang, rv}); ok {
		return known.(*form), nil
	}
	d := s.draft(lang, s.links.Runner(lang, v.Edition.ID, rv.Race.ID, bibMark))
	f := &form{frame: d.runnerFrame(v, rv, nameMark, bibMark), objections: d.objections(rv.Race)}
	if d.err != nil {
		return nil, d.err
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

// of is the frame with a name and a bib.
func (f *form) of(name, bib string) Frame {
	frame := f.frame
	marks := strings.NewReplacer(nameMark, name, bibMark, bib)
	frame.Languages = append([]Switch(nil), frame.Languages...)
	for i := range frame.Languages {
		l := &frame.Languages[i]
		l.URL, l.Absolute = marks.Replace(l.URL), marks.Replace(l.Absolute)
	}
	for _, text := range []*string{&frame.Title, &frame.Description, &frame.Canonical, &frame.Default} {
		*text = marks.Replace(*text)
	}
	return frame
}
