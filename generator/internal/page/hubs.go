package page

import (
	"io"
	"strings"

	"guntime/generator/internal/page/hubs"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

type hubView struct {
	Frame
	hubs.View
	Script string // that filters and sorts
}

// Hubs are the clubs, nations and points of a race, gathered once.
func (s *Set) Hubs(rv *race.RaceVerdict) *hubs.Hubs {
	if known, ok := s.hubs.Load(rv); ok {
		return known.(*hubs.Hubs)
	}
	o := hubs.Options{Size: s.crossListPageSize(), AtPoint: PageSize, Share: s.archive.Site.Compact, ByBib: func() []int32 { return s.byBib(rv) }}
	if o.Share && rv.Over { // files are scarce: the front alone
		o.AtPoint, o.Front = 5*PageSize, true
	}
	known, _ := s.hubs.LoadOrStore(rv, hubs.Of(rv, o))
	return known.(*hubs.Hubs)
}

// Hub is the page of a club, a nation or a point, or an overview of them.
func (s *Set) Hub(lang string, v *race.Verdict, rv *race.RaceVerdict, p *hubs.Page) func(io.Writer) error {
	return s.draw(lang, "hub.html", func() (any, error) {
		path := func(lang string) string { return s.links.Division(lang, v.Edition.ID, rv.Race.ID, p.Folder, p.N) }
		d := s.draft(lang, path(lang))
		w, h := d.words(v, rv), s.Hubs(rv)
		view := hubView{View: h.View(d.hubWriter(v, rv, w), p), Script: d.url(s.assetPath[siftScript])}
		title := d.say("division.title", "Edition", w.edition, "Race", w.race, "Division", view.Words)
		if p.N > 1 {
			title = d.say("division.title_page", "Edition", w.edition, "Race", w.race, "Division", view.Words, "Page", p.N)
		}
		view.Frame = d.frame(title, d.say("hubs.description", "Edition", w.edition, "Race", w.race, "What", view.Words), path)
		crumbs := []Link{d.editionCrumb(v), d.raceCrumb(v, rv)}
		if !p.Index {
			crumbs = append(crumbs, Link{URL: d.url(s.links.Division(lang, v.Edition.ID, rv.Race.ID, string(p.Kind), 1)), Label: d.say("hubs." + string(p.Kind))})
		}
		d.under(&view.Frame, v, crumbs...)
		return view, d.err
	})
}

func (d *draft) hubWriter(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) *hubs.Writer {
	return &hubs.Writer{Words: d.l, Say: d.say, Time: d.time, Points: w.points, Divisions: w.divisions, Ways: d.pages(true),
		Address: func(folder string, page int) string {
			return d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, folder, page))
		},
		Runner: func(r *race.Result) string { return d.runner(v, rv, r) },
		Name:   func(e *race.Entry) hubs.Name { return hubs.Name(d.name(e)) }}
}

// hub is the address of an entry's club or nation, "" without one.
func (d *draft) hub(v *race.Verdict, rv *race.RaceVerdict, kind hubs.Kind, e *race.Entry) string {
	g := d.Hubs(rv).Group(kind, e)
	if g == nil {
		return ""
	}
	folder, page := g.Folder() // from the page of a runner, whose folder stands beside it
	return "../" + strings.TrimPrefix(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, folder, page), d.links.Race(d.lang, v.Edition.ID, rv.Race.ID)) + g.Anchor()
}

// hubLinks lead to a race's clubs, nations and points.
func (d *draft) hubLinks(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) []lists.Link {
	return d.hubWriter(v, rv, w).Kinds(d.Hubs(rv), "")
}
