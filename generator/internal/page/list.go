package page

import (
	"fmt"
	"io"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// row is a line of a list.
type row struct {
	Place, Bib     string
	Name           Name
	Nation         string
	Half, Gun, Net string // Half may be the division instead
	URL            string // of the runner's page, "" without one
	Certificate    string // its address, "" where there is none to open here
	Ruled          bool   // a ruling gave the place, whatever the times
	Reason         string
	Clause         *Link
	ID             string // by which the row can be linked to
}

func (d *draft) row(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, w *raceWords) row {
	e := r.Entry
	line := row{Place: d.place(r), Name: d.name(e), Nation: d.nation(e), Gun: d.time(r, r.Gun), Net: d.time(r, r.Net), URL: d.runner(v, rv, r), Ruled: r.PlaceRuling != nil}
	if e.Visibility != race.Anonymous {
		line.Bib = e.Bib
	}
	switch {
	case rv.Race.OfLaps():
		line.Half = d.l.Number(r.Laps) + " · " + d.l.Distance(rv.Race.DistanceOf(r))
	case w.half >= 0:
		line.Half = d.l.Clock(lists.Split(r, w.half))
	}
	if r.Certificate.Status == race.CertificateReady && !r.Certificate.ByCode && e.Visibility != race.Anonymous && !d.archive.Site.Compact {
		line.Certificate = d.url(d.links.Certificate(v.Edition.ID, rv.Race.ID, e.Bib))
	}
	return line
}

type divisionView struct {
	Frame
	Heading   string
	Clock     string // which clock gives the places
	Range     string // which places this page shows
	Middle    string // the head of the column between nation and time, "" without one: half way, or the division
	Rows      []row
	Jump      *jump
	Pages     *pages // above the list
	Below     *pages // the same, under another name
	Others    string
	OthersURL string
	Siblings  []Link // the race's divisions
	Groups    []Link // the classifications within the division
	Note      string // what kind of list it is, "" for a plain division
}

// jump leads to the page of a place or a time: a form whose answer is the index
// of the list.
type jump struct{ Action string }

// pages leads from one page of a list to the others.
type pages struct {
	Label                       string // tells it from the other one of its page
	First, Previous, Next, Last string // "" where this page is it
	Window                      []Link
}

// reach is how many pages the window shows to each side of the current one.
const reach = 2

// Division is one page of a list, from 1 on.
func (s *Set) Division(lang string, v *race.Verdict, rv *race.RaceVerdict, of *lists.List, page int) func(io.Writer) error {
	return s.draw(lang, "division.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		link := func(lang string, n int) string { return s.links.Division(lang, e.ID, rc.ID, of.ID, n) }
		path := func(lang string) string { return link(lang, page) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		last := of.Pages()
		if page < 1 || page > last {
			return nil, fmt.Errorf("list %s has %d pages, not a page %d", of.ID, last, page)
		}
		name := d.listName(of, w)
		title := d.say("division.title", "Edition", w.edition, "Race", w.race, "Division", name)
		if page > 1 {
			title = d.say("division.title_page", "Edition", w.edition, "Race", w.race, "Division", name, "Page", page)
		}
		view := divisionView{
			Frame:   d.frame(title, d.say("division.description", "Edition", w.edition, "Race", w.race, "Division", name, "Clock", d.rankedBy(of, rc, w)), path),
			Heading: name, Clock: d.rankedBy(of, rc, w), Note: d.listNote(of, rc, w), Siblings: d.siblings(v, rv, of, w), Groups: d.groups(v, rv, of),
		}
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		switch {
		case of.Division == nil:
			view.Middle = d.say("table.division")
		case rc.OfLaps():
			view.Middle = d.say("laps.laps")
		case w.half >= 0:
			view.Middle = d.say("point.half")
		}
		shown := of.Shown(page)
		before := of.Before(rv, page) // the place of the row above
		for n, i := range shown {
			r := &rv.Results[i]
			line := d.row(v, rv, r, w)
			place := of.Place(r)
			if line.Place = d.l.Number(place); of.Shared(rv, page, n) {
				line.Place += "="
			}
			if place != before { // those who share a place are found by the first of them
				line.ID = placeID(place)
			}
			before = place
			if of.Division == nil {
				line.Half = w.divisions[r.Division]
			}
			view.Rows = append(view.Rows, line)
		}
		if len(shown) > 0 {
			view.Range = d.say("division.range", "From", of.FirstPlace(rv, page), "To", before, "Count", len(of.Rows))
		}
		if last > 1 {
			view.Pages, view.Below = d.pages(page, last, func(n int) string { return link(lang, n) })
			view.Jump = &jump{Action: d.url(s.links.ListIndex(lang, e.ID, rc.ID, of.ID))}
		}
		if of.Division != nil && of.Group == nil {
			if others := rv.Division(of.Division).Unplaced(); others > 0 {
				view.Others = d.say("division.others", "Count", others)
				view.OthersURL = d.url(s.links.Others(lang, e.ID, rc.ID, of.ID, 1))
			}
		}
		return view, d.err
	})
}

// pages makes the ways through a list, for above and below it.
func (d *draft) pages(page, last int, link func(int) string) (above, below *pages) {
	p := &pages{Label: d.say("pages.label")}
	if page > 1 {
		p.First, p.Previous = d.url(link(1)), d.url(link(page-1))
	}
	if page < last {
		p.Next, p.Last = d.url(link(page+1)), d.url(link(last))
	}
	// The window keeps its width at both ends of the list.
	from := max(1, min(page-reach, last-2*reach))
	for n := from; n <= min(last, from+2*reach); n++ {
		p.Window = append(p.Window, Link{URL: d.url(link(n)), Label: d.l.Number(n), Current: n == page})
	}
	again := *p
	again.Label = d.say("pages.label_below")
	return p, &again
}

// OthersPages returns how many pages the list of a division's runners without
// a place has, and of those who fit no division where there is none given: 0
// where there is nobody to list.
func (s *Set) OthersPages(rv *race.RaceVerdict, dv *race.DivisionVerdict) int {
	return pageCount(len(othersOf(rv, dv)))
}

func pageCount(rows int) int { return lists.Filled(rows, PageSize) }

// othersOf returns the results of a division that have no place, or of those
// who fit no division where there is none given.
func othersOf(rv *race.RaceVerdict, dv *race.DivisionVerdict) []race.Result {
	if dv == nil {
		return rv.Undivided()
	}
	return dv.Results[len(rankedOf(dv.Results)):]
}

type othersView struct {
	Frame
	Heading  string
	Groups   []group
	Pages    *pages // above the list
	Below    *pages // the same, under another name
	Siblings []Link
	Back     *Link // to the ranked list
}

// group is everybody of a division with one status, as far as they stand on
// this page.
type group struct {
	ID, Title, Text string
	Times           bool // whether anybody in it has a time to show
	Rows            []row
}

// Others is one page of the list of those of a division who have no place,
// each with the reason, in the order of the results. Without a division it
// lists those who fit none.
func (s *Set) Others(lang string, v *race.Verdict, rv *race.RaceVerdict, dv *race.DivisionVerdict, page int) func(io.Writer) error {
	return s.draw(lang, "others.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		id, results := "", othersOf(rv, dv)
		var division *race.Division
		if dv != nil {
			id, division = dv.Division.ID, dv.Division
		}
		path := func(lang string) string { return s.links.Others(lang, e.ID, rc.ID, id, page) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		name := w.divisions[division]
		last := max(1, pageCount(len(results)))
		if page < 1 || page > last {
			return nil, fmt.Errorf("the list of %q without a place has %d pages, not a page %d", id, last, page)
		}
		title := d.say("others.title", "Edition", w.edition, "Race", w.race, "Division", name)
		if page > 1 {
			title = d.say("others.title_page", "Edition", w.edition, "Race", w.race, "Division", name, "Page", page)
		}
		view := othersView{
			Frame:   d.frame(title, d.say("others.description", "Edition", w.edition, "Race", w.race, "Division", name), path),
			Heading: name, Siblings: d.siblings(v, rv, nil, w),
		}
		view.NoIndex = true
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		if dv != nil {
			view.Back = &Link{URL: d.url(s.links.Division(lang, e.ID, rc.ID, id, 1)), Label: name}
		}
		if last > 1 {
			view.Pages, view.Below = d.pages(page, last, func(n int) string { return s.links.Others(lang, e.ID, rc.ID, id, n) })
		}
		for i := (page - 1) * PageSize; i < min(page*PageSize, len(results)); i++ {
			r := &results[i]
			if n := len(view.Groups); n == 0 || view.Groups[n-1].ID != string(r.Status) {
				view.Groups = append(view.Groups, group{ID: string(r.Status), Text: d.say("others." + string(r.Status)),
					Title: d.say("others.heading", "Status", d.say("status."+string(r.Status)), "Count", w.without[division][r.Status])})
			}
			g := &view.Groups[len(view.Groups)-1]
			line := d.row(v, rv, r, w)
			g.Times = g.Times || r.Gun != race.NoTime
			if r.Reason != nil {
				line.Reason, line.Clause = d.reason(rc, r.Reason), d.clause(e, r.Reason.Clause)
			}
			g.Rows = append(g.Rows, line)
		}
		return view, d.err
	})
}

// reason says a reason in whole sentences.
func (d *draft) reason(rc *race.Race, reason *race.Reason) string {
	text, err := d.l.Reason(rc, reason)
	d.note(err)
	return text
}
