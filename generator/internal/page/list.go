package page

import (
	"fmt"
	"io"

	"guntime/generator/internal/page/field"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// row is a line of a list.
type row struct {
	Place, Bib     string
	Name           Name
	Nation         string
	Half, Gun, Net string // Half may be the division instead; of a list the time that ranks stands in Gun
	URL            string // of the runner's page, "" without one
	Certificate    string // its address, "" where there is none to open here
	Ruled          bool   // a ruling gave the place, whatever the times
	Reason         string
	Clause         *Link
	ID             string // by which the row can be linked to
	Vacant         string // in place of a name: nobody has the place
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
	Size      string // class of where the style sheet says how many there are, "" for nowhere
	Laps      bool   // the column in the middle is what ranks
	Middle    string // the head of the column between nation and time, "" without one: half way, or the division
	Ranking   string // the head of the times that rank
	Other     string // and of the others, "" if nobody has one
	Nations   bool   // somebody has one
	Printed   bool   // somebody has a certificate to open here
	Rows      []row
	Jump      *jump
	Pages     *lists.Ways // above the list
	Below     *lists.Ways // the same, under another name
	Others    string
	OthersURL string
	Rest      string // class of where the style sheet says how many those are
	Siblings  []Link // the race's divisions
	Groups    []Link // the classifications within the division
	Sift      string // the script that filters and sorts, "" while the list grows
	Note      string // what kind of list it is, "" for a plain division
}

// jump leads to the page of a place or a time: a form whose answer is the index
// of the list.
type jump struct{ Action string }

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
		d.counted(&view.Frame, v, rv)
		d.underRace(&view.Frame, v, rv)
		switch {
		case rc.OfLaps():
			view.Laps, view.Middle = true, d.say("laps.laps")
		case of.Division == nil:
			view.Middle = d.say("table.division")
		case w.half >= 0:
			view.Middle = d.say("point.half")
		}
		byNet, nets := lists.NetLeads(rc, of.Classification()), false
		shown := of.Shown(page)
		before := of.Before(rv, page) // the place of the row above
		if rv.Over && len(shown) > lists.AtAGlance {
			view.Sift = d.url(s.assetPath[siftScript])
		}
		for n, i := range shown {
			r := &rv.Results[i]
			view.Rows = append(view.Rows, d.vacant(of.VacantBefore(rv, page, n))...)
			line := d.row(v, rv, r, w)
			nets = nets || r.Net != race.NoTime
			view.Nations, view.Printed = view.Nations || line.Nation != "", view.Printed || line.Certificate != ""
			if byNet {
				line.Gun, line.Net = line.Net, line.Gun
			}
			place := of.Place(r)
			if line.Place = d.l.Number(place); of.Shared(rv, page, n) {
				line.Place += "="
			}
			if place != before { // those who share a place are found by the first of them
				line.ID = placeID(place)
			}
			before = place
			if of.Division == nil && !view.Laps {
				line.Half = w.divisions[r.Division]
			}
			view.Rows = append(view.Rows, line)
		}
		if page == last {
			view.Rows = append(view.Rows, d.vacant(of.VacantBefore(rv, page, len(shown)))...)
		}
		switch view.Ranking = d.say("gun_time"); {
		case byNet:
			view.Ranking, view.Other = d.say("net_time"), view.Ranking
		case nets:
			view.Other = d.say("net_time")
		}
		switch {
		case len(shown) > 0 && rv.Over:
			view.Range = d.say("division.range", "From", of.FirstPlace(rv, page), "To", before)
			view.Size = field.Size(of.ID)
		case len(shown) > 0:
			view.Range = d.say("division.range_running", "From", of.FirstPlace(rv, page), "To", before)
		}
		if last > 1 {
			view.Pages, view.Below = d.pages(rv.Over)(page, last, func(n int) string { return d.url(link(lang, n)) })
			view.Pages.Last, view.Below.Last = "", "" // how many pages there are would change each of them; the index of the list tells
		}
		if last > 1 && rv.Over {
			view.Jump = &jump{Action: d.url(s.links.ListIndex(lang, e.ID, rc.ID, of.ID))}
		}
		if of.Division != nil && of.Group == nil {
			if s.Unplaced(rv).Pages(of.Division) > 0 {
				view.Others = d.say("division.rest")
				if !rv.Over {
					view.Others = d.say("division.others_running")
				} else {
					view.Rest = field.Without(of.Division, "")
				}
				view.OthersURL = d.url(s.links.Others(lang, e.ID, rc.ID, of.ID, 1))
			}
		}
		return view, d.err
	})
}

// vacant are the rows of places that stay vacant.
func (d *draft) vacant(places []int) (rows []row) {
	for _, place := range places {
		rows = append(rows, row{Place: d.l.Number(place), Vacant: d.say("list.vacant"), ID: placeID(place)})
	}
	return rows
}

// othersLink is the text of the link to those who have no place.
func (d *draft) othersLink(rv *race.RaceVerdict, count int) string {
	if !rv.Over {
		return d.say("division.others_running")
	}
	return d.say("division.others", "Count", count)
}

// pages makes the ways through a list, for above and below it, of one that is whole or
// still grows.
func (d *draft) pages(whole bool) func(page, last int, link func(int) string) (above, below *lists.Ways) {
	return func(page, last int, link func(int) string) (above, below *lists.Ways) {
		return lists.WaysOf(page, last, whole, [2]string{d.say("pages.label"), d.say("pages.label_below")}, d.l.Number, link)
	}
}

// Unplaced returns the order of those of a race who have no place, made once.
func (s *Set) Unplaced(rv *race.RaceVerdict) *lists.Others {
	if known, ok := s.unplaced.Load(rv); ok {
		return known.(*lists.Others)
	}
	all := lists.OthersOf(rv, s.crossListPageSize(), func() []int32 { return s.byBib(rv) })
	s.unplaced.Store(rv, all)
	return all
}

type othersView struct {
	Frame
	Headline string
	Groups   []group
	Pages    *lists.Ways // above the list
	Below    *lists.Ways // the same, under another name
	Siblings []Link
	Back     *Link // to the ranked list
}

// group is everybody of a division with one status, as far as they stand on
// this page.
type group struct {
	ID, Title, Text string
	Count           string // class of where the style sheet says how many they are, "" for nowhere
	Times, Plain    bool   // whether anybody in it has a time to show; whether there is nothing to say of them
	Rows            []row
}

// Others is one page of the list of those of a division who have no place,
// each with the reason, in the order of the results; while the race is not over
// of all of them, by bib. Without a division it lists those who fit none.
func (s *Set) Others(lang string, v *race.Verdict, rv *race.RaceVerdict, division *race.Division, page int) func(io.Writer) error {
	return s.draw(lang, "others.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		id, others, running := "", s.Unplaced(rv), ""
		if division != nil {
			id = division.ID
		}
		if !rv.Over {
			running = "_running"
		}
		path := func(lang string) string { return s.links.Others(lang, e.ID, rc.ID, id, page) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		name := w.divisions[division]
		last := others.Pages(division)
		if page < 1 || page > last {
			return nil, fmt.Errorf("the list of %q without a place has %d pages, not a page %d", id, last, page)
		}
		title := d.say("others.title"+running, "Edition", w.edition, "Race", w.race, "Division", name)
		if page > 1 {
			title = d.say("others.title_page"+running, "Edition", w.edition, "Race", w.race, "Division", name, "Page", page)
		}
		view := othersView{
			Frame:    d.frame(title, d.say("others.description"+running, "Edition", w.edition, "Race", w.race, "Division", name), path),
			Headline: d.say("others.headline"+running, "Division", name), Siblings: d.siblings(v, rv, nil, w),
		}
		view.NoIndex = true
		d.counted(&view.Frame, v, rv)
		d.underRace(&view.Frame, v, rv)
		if division != nil {
			view.Back = &Link{URL: d.url(s.links.Division(lang, e.ID, rc.ID, id, 1)), Label: name}
		}
		view.Pages, view.Below = d.pages(true)(page, last, func(n int) string { return d.url(s.links.Others(lang, e.ID, rc.ID, id, n)) })
		for _, i := range others.Shown(division, page) {
			r := &rv.Results[i]
			if !rv.Over && lists.Field(r) {
				if len(view.Groups) == 0 {
					view.Groups = []group{{ID: "field", Title: d.say("others.field"), Text: d.say("others.field_text"), Plain: true}}
				}
				line := d.row(v, rv, r, w)
				view.Groups[0].Rows = append(view.Groups[0].Rows, row{Bib: line.Bib, URL: line.URL, Name: line.Name, Nation: line.Nation})
				continue
			}
			if n := len(view.Groups); n == 0 || view.Groups[n-1].ID != string(r.Status) {
				text := "others." + string(r.Status)
				if r.Status == race.Finished && division != nil { // the boards do not believe the times yet
					text = "others.in_doubt"
				}
				g := group{ID: string(r.Status), Text: d.say(text), Title: d.say("status." + string(r.Status))}
				if rv.Over {
					g.Count = field.Without(division, r.Status)
				}
				view.Groups = append(view.Groups, g)
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
