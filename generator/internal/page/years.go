package page

import (
	"io"

	"guntime/generator/internal/page/years"
	"guntime/generator/internal/race"
)

type yearsView struct {
	Frame
	People []years.PersonView[Name]
}

// yearsDigits is by how many digits the pages of runners' years are told apart.
func (s *Set) yearsDigits() int {
	if s.archive.Site.Compact {
		return 1
	}
	return 3
}

// YearsPages are the pages of runners over the years.
func (s *Set) YearsPages(verdicts []*race.Verdict) []years.Page {
	return years.Of(verdicts, s.yearsDigits())
}

// Years is a page of runners over the years.
func (s *Set) Years(lang string, p *years.Page) func(io.Writer) error {
	return s.draw(lang, "years.html", func() (any, error) {
		path := func(lang string) string { return s.links.Section(lang, years.Folder+"/"+p.Name) }
		d := s.draft(lang, path(lang))
		view := yearsView{Frame: d.frame(d.say("years.title"), d.say("years.description"), path)}
		view.NoIndex = !s.archive.Site.IndexRunners
		w := years.Writer[Name]{Words: d.l, Say: d.say, Division: d.division, Name: d.name,
			Runner: func(edition, race, bib string) string { return d.url(s.links.Runner(lang, edition, race, bib)) }}
		view.People = w.People(p)
		return view, d.err
	})
}

// years leads to a runner's other years, "" where the result does not stand among them.
func (d *draft) years(v *race.Verdict, rv *race.RaceVerdict, r *race.Result) string {
	if r.Entry.Person == "" || !rv.Over || !r.OfYears() {
		return ""
	}
	return d.url(d.links.Section(d.lang, years.Folder+"/"+years.NameOf(r.Entry.Person, d.yearsDigits()))) + "#" + years.Anchor(r.Entry.Person)
}
