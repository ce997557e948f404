package page

import (
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// A race has tens of thousands of runners, and the frames of their pages differ
// only by name and bib. So a frame is made once for a race and language, with marks
// for those two.

// cachedFrame is the frame that the runners' pages of a race share.
type cachedFrame struct {
	frame      Frame      // with marks
	cuts       [][]string // its texts with marks, split at them, in the order of marked
	objections Objections
}

// The marks for the name and the bib.
const (
	nameMark = "\x00name\x00"
	bibMark  = "\x00bib\x00"
)

// cachedFrame returns the frame of the runners' pages of a race, made once.
func (s *Set) cachedFrame(lang string, v *race.Verdict, rv *race.RaceVerdict) (*cachedFrame, error) {
	if known, ok := s.frames.Load(raceKey{lang, rv}); ok {
		return known.(*cachedFrame), nil
	}
	d := s.draft(lang, s.links.Runner(lang, v.Edition.ID, rv.Race.ID, bibMark))
	f := &cachedFrame{frame: d.runnerFrame(v, rv, nameMark, bibMark), objections: d.objections(rv.Race)}
	if d.err != nil {
		return nil, d.err
	}
	for _, text := range marked(&f.frame) {
		f.cuts = append(f.cuts, cut(*text))
	}
	known, _ := s.frames.LoadOrStore(raceKey{lang, rv}, f)
	return known.(*cachedFrame), nil
}

// runnerFrame returns the frame of a runner's page.
func (d *draft) runnerFrame(v *race.Verdict, rv *race.RaceVerdict, name, bib string) Frame {
	w := d.words(v, rv)
	f := d.frame(d.say("runner.title", "Name", name, "Bib", bib, "Edition", w.edition, "Race", w.race),
		d.say(described("runner.description", rv.Race), "Name", name, "Bib", bib, "Edition", w.edition, "Race", w.race),
		func(lang string) string { return d.links.Runner(lang, v.Edition.ID, rv.Race.ID, bib) })
	f.NoIndex = !d.archive.Site.IndexRunners
	d.counted(&f, v, rv)
	d.underRace(&f, v, rv)
	return f
}

// marked returns the texts of a frame that may have marks.
func marked(f *Frame) []*string {
	all := []*string{&f.Title, &f.OwnTitle, &f.Description, &f.Canonical, &f.Default}
	for i := range f.Languages {
		all = append(all, &f.Languages[i].URL, &f.Languages[i].Absolute)
	}
	return all
}

// cut splits a text at its marks, which become parts of the result.
func cut(text string) []string {
	var parts []string
	for text != "" {
		at, mark := len(text), ""
		for _, m := range []string{nameMark, bibMark} {
			if i := strings.Index(text, m); i >= 0 && i < at {
				at, mark = i, m
			}
		}
		parts = append(parts, text[:at], mark)
		text = text[at+len(mark):]
	}
	return parts
}

// of returns the frame for a name and a bib.
func (f *cachedFrame) of(name, bib string) Frame {
	frame := f.frame
	frame.Languages = slices.Clone(frame.Languages)
	b := make([]byte, 0, 256)
	for i, text := range marked(&frame) {
		b = b[:0]
		for _, part := range f.cuts[i] {
			switch part {
			case nameMark:
				part = name
			case bibMark:
				part = bib
			}
			b = append(b, part...)
		}
		*text = string(b)
	}
	return frame
}
