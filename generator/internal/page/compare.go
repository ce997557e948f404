package page

import (
	"io"

	"guntime/generator/internal/page/lists"
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
	// The net time ranks, and is shown at first.
	NetLeads bool
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
			Join: d.join(v, rv), NetLeads: lists.NetLeads(rc, nil),
		}
		view.NoIndex = true
		d.underRace(&view.Frame, v, rv)
		d.counted(&view.Frame, v, rv)
		for i := rc.Start() + 1; i < len(rc.Points); i++ {
			if p := &rc.Points[i]; p.Listed {
				view.Points = append(view.Points, comparedPoint{Name: w.points[i], Metres: int64(p.At / (race.Kilometre / 1000))})
			}
		}
		return view, d.err
	})
}
