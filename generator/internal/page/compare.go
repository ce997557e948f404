package page

import (
	"io"
	"io/fs"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// compareView is the page on which a script puts runners side by side. The script
// reads their own pages, so it shows nothing else. The bibs are in the address
// after the #.
type compareView struct {
	Frame
	Most   int
	Finder *finder
	Script string
	Runner string // the address of a runner's page, * for the bib
	Join   *join
	Clock  string
	Points []comparedPoint
	Lists  []Link
}

// comparedPoint is a listed point of the course, in the order of the splits.
type comparedPoint struct {
	Name   string
	Metres int64
}

// most is how many runners can be compared.
const most = 4

// compareScript puts runners side by side.
const compareScript = "compare.js"

// compared are the attributes by which the script finds what it shows on a
// runner's page, each as a template may have it.
var compared = []struct{ name, example string }{
	{"data-bib", `<b data-bib>{{.Bib}}</b>`},
	{"data-name", `<h1 data-name>{{template "name" .Name}}</h1>`},
	{"data-status", `<strong data-status>{{.Status}}</strong>`},
	{"data-gun", `<dd data-gun>{{.Gun}}</dd>`},
	{"data-net", `<dd data-net>{{.Net}}</dd>`},
	{"data-place", `{{range .Places}}<div data-place><dt>{{.Label}}</dt><dd>{{.Place}}</dd></div>{{end}}`},
	{"data-splits", `<table data-splits>`},
}

// checkCompared warns of each one that a template of the project lacks, because the
// script could not compare its runners.
func checkCompared(templates fs.FS) problem.List {
	var problems problem.List
	var text strings.Builder
	parts, _ := fs.Glob(templates, "parts/*.html")
	for _, name := range append(parts, runnerPage) {
		source, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil // a missing file is reported elsewhere
		}
		text.Write(source)
	}
	for _, c := range compared {
		if !strings.Contains(text.String(), " "+c.name) {
			problems.Add(problem.Problem{Path: "templates/" + runnerPage, Level: problem.Warning, Code: "not_compared",
				Text: "nothing has the attribute " + c.name + ", by which the page that compares runners finds it", Hint: "such as " + c.example})
		}
	}
	return problems
}

// Compare is the page of a race for comparing runners.
func (s *Set) Compare(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "compare.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Compare(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := compareView{
			Frame: d.frame(d.say("compare.title", "Edition", w.edition, "Race", w.race), d.say("compare.description", "Edition", w.edition, "Race", w.race), path),
			Most:  most, Finder: d.finder(v, rv), Script: d.url(s.assetPath[compareScript]),
			Runner: d.url(s.links.Runner(lang, e.ID, rc.ID, "*")), Clock: w.clock, Lists: d.siblings(v, rv, nil, w),
			Join: d.join(v, rv),
		}
		view.NoIndex = true
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		for i := rc.Start() + 1; i < len(rc.Points); i++ {
			if p := &rc.Points[i]; p.Listed {
				view.Points = append(view.Points, comparedPoint{Name: w.points[i], Metres: int64(p.At / (race.Kilometre / 1000))})
			}
		}
		return view, d.err
	})
}
