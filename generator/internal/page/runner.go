package page

import (
	"bytes"
	"cmp"
	"html/template"
	"io"

	"guntime/generator/internal/page/field"
	"guntime/generator/internal/page/hubs"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/page/oncourse"
	"guntime/generator/internal/page/splits"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

type runnerView struct {
	Frame
	Name              Name
	Bib, Nation, Club string
	Division          Link
	NationURL         string // of the nation's page, "" without one
	ClubURL           string
	Start             string // from when the gun time counts, "" for the race's gun
	Kind              string // the status, for the style sheet
	Status            string
	Star              *star
	Timed             bool // there is a time or a place to show
	Gun, Net, Pace    string
	NetLeads          bool   // the net time ranks, and stands first
	PaceOf            string // which time the pace is of
	Laps, Distance    string // of a race of laps
	Places            []placeView
	Legs              []lists.LegRow[Name]
	Splits            template.HTML // rows of the table, not drawn by the template because of the number of cells
	HasPlaces, HasNet bool
	Seen              *oncourse.View // nil when the race is over
	Paces             *paceView
	Field             *fieldView
	Share             *share
	Compare           string
	Reason            string
	Clause            *Link
	Notes             []string
	Prize             *prizeView
	Extras            []string
	Teams             []teamPlace
	Years             string // the address of the runner's other years, "" without
	Media             []Link // to photos and the like, elsewhere
	Certificate       certificateView
	Previous, Next    *neighbour
	Objections        Objections
}

// star makes a runner followed: the name under which, and the script.
type star struct{ ID, Script string }

// placeView is a place, with the address of the list, and the class by which the style
// sheet of the field says of how many.
type placeView struct{ URL, Label, Place, Of string }

type certificateView struct {
	URL, Text string
	File      string // what it is saved as
	Join      *join  // nil where the URL is that of a PDF
	Picture   painter
	Preview   template.HTML // "" without one
	Find      *Link         // link to the form, where a code is needed
}

type neighbour struct {
	Name  Name
	URL   string
	Place string
}

// runnerPage is the template of runners' pages.
const runnerPage = "runner.html"

// Runner is the page of the i-th of the race's results. It must not be called for
// an anonymous entry, which has no page.
func (s *Set) Runner(lang string, v *race.Verdict, rv *race.RaceVerdict, i int) func(io.Writer) error {
	return buffered(lang, runnerPage, func(b *bytes.Buffer) error {
		f, err := s.cachedFrame(lang, v, rv)
		if err != nil {
			return err
		}
		view, err := s.runner(lang, v, rv, i, f)
		if err != nil {
			return err
		}
		return s.templates[lang][runnerPage].Write(b, view)
	})
}

// runner returns the view of a runner's page.
func (s *Set) runner(lang string, v *race.Verdict, rv *race.RaceVerdict, i int, f *cachedFrame) (*runnerView, error) {
	r := &rv.Results[i]
	e, rc, entry := v.Edition, rv.Race, r.Entry
	d := s.draft(lang, s.links.Runner(lang, e.ID, rc.ID, entry.Bib))
	w := d.words(v, rv)
	name := d.name(entry)
	status, err := d.l.Status(r)
	d.note(err)
	view := &runnerView{
		Frame: f.of(name.Text, entry.Bib),
		Name:  name, Bib: entry.Bib, Nation: d.nation(entry), Club: words.PlainText(entry.Club), Start: d.start(r, rc), Kind: string(r.Status), Status: status,
		Gun: d.time(r, r.Gun), Net: d.time(r, r.Net), Pace: d.l.Pace(lists.Pace(r, rc)), NetLeads: lists.NetLeads(rc, nil) && r.Net != race.NoTime, PaceOf: d.say("pace.gun"),
	}
	if r.Net != race.NoTime {
		view.PaceOf = d.say("pace.net")
	}
	if r.Division != nil {
		on := 1
		if !rv.Over {
			on = s.Unplaced(rv).PageOf(i)
		}
		view.Division = Link{Label: w.divisions[r.Division], URL: d.url(s.links.Others(lang, e.ID, rc.ID, r.Division.ID, on))}
	}
	view.NationURL, view.ClubURL = d.hub(v, rv, hubs.Nations, entry), d.hub(v, rv, hubs.Clubs, entry)
	view.Description = cmp.Or(d.shared(w).Result(rv, r), view.Description)
	if !d.archive.Site.Compact && d.archive.Site.Pictures.Of(rv, r) {
		view.Card = d.absolute(d.links.RunnerPicture(e.ID, rc.ID, entry.Bib))
	}
	view.Places = d.places(v, rv, i, w)
	if rc.OfLaps() && r.Laps > 0 {
		view.Laps, view.Distance = d.l.Number(r.Laps), d.l.Distance(rc.DistanceOf(r))
	}
	switch {
	case r.Place > 0 && len(view.Places) > 0:
		view.Division.URL = view.Places[0].URL
	case r.Place > 0: // of a race of laps that is not over
		view.Division.URL = d.url(s.links.Division(lang, e.ID, rc.ID, r.Division.ID, 1))
	}
	view.Seen = d.course(v, rv, w).Of(r, view.Division.Label)
	view.Timed = r.Gun != race.NoTime || r.Net != race.NoTime || r.Annulled || len(view.Places) > 0
	points := splits.Writer{Language: d.l, Points: w.pointsHTML, Place: d.place}
	if view.Splits, view.HasPlaces, view.HasNet = points.Rows(rc, r); view.Splits != "" {
		view.Compare = d.compare(v, rv, i)
	}
	if rc.Relay() {
		legs := lists.LegWriter[Name]{Number: d.l.Number, Clock: d.l.Clock, Pace: d.l.Pace, Runner: d.name}
		view.Legs = legs.Rows(rc, r, w.points)
	}
	view.Paces, view.Field = d.paces(r, rc, w), d.among(v, rv, r, w)
	if view.Paces != nil && rc.Drawn != nil && rc.Drawn.Heights {
		view.Paces.Profile = d.url(d.links.Profile(e.ID, rc.ID))
	}
	if r.Reason != nil && (r.Status != race.OnCourse || view.Seen == nil) {
		view.Reason, view.Clause = d.reason(rc, r.Reason), d.clause(e, r.Reason.Clause)
	}
	view.Notes, view.Extras = d.notes(r, rc), append(d.extras(r, rc), d.groupExtras(r, w)...)
	view.Media, view.Years = d.media(rc, r), d.years(v, rv, r)
	view.Prize, view.Teams = d.prize(e, rc, r.Prize), d.teamsOf(v, rv, r)
	view.Certificate = d.certificate(v, rv, r)
	view.Objections, view.Star = f.objections, &star{e.ID + "/" + rc.ID + "/" + entry.Bib, d.url(d.assetPath[starScript])}
	if rv.Over {
		view.Previous, view.Next = d.beside(v, rv, i, -1), d.beside(v, rv, i, +1)
	}
	view.Share = d.share(view.Canonical)
	return view, d.err
}

// course writes where runners were last seen.
func (d *draft) course(v *race.Verdict, rv *race.RaceVerdict, w *raceWords) *oncourse.Writer {
	return &oncourse.Writer{Language: d.l, Say: d.say, Edition: v.Edition, Race: rv.Race, Points: w.points}
}

// places returns the places of a runner: in the division, overall, then in
// classifications. Each links to the first row with that place. While the race is not
// over it is the order of arrival, of nobody knows how many; a race of laps has none
// that the next lap does not change.
func (d *draft) places(v *race.Verdict, rv *race.RaceVerdict, i int, w *raceWords) []placeView {
	r := &rv.Results[i]
	var all []placeView
	add := func(list string, size int, label, shown string, place, row int) {
		link := d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, list, row/size+1)) + "#" + placeID(place)
		p := placeView{URL: link, Label: label, Place: shown}
		if rv.Over {
			p.Of = field.Of(list)
		}
		all = append(all, p)
	}
	if r.Place > 0 && (rv.Over || !rv.Race.OfLaps()) {
		begun := w.first[r.Division]
		row := i - begun
		for row > 0 && rv.Results[begun+row-1].Place == r.Place {
			row--
		}
		add(r.Division.ID, d.listPageSize(), w.divisions[r.Division], d.place(r), r.Place, row)
	}
	switch {
	case r.PlaceOverall > 0 && w.overallRows != nil:
		add(lists.Overall, d.crossListPageSize(), d.say("overall"), d.l.Number(r.PlaceOverall), r.PlaceOverall, int(w.overallRows[i]))
	case r.PlaceOverall > 0: // one division is ranked: its list is that of all
		all = append(all, placeView{Label: d.say("overall"), Place: d.l.Number(r.PlaceOverall), Of: field.Of(lists.Overall)})
	}
	for i := range r.Overlays {
		o := &r.Overlays[i]
		add(lists.GroupID(rv, r.Division, o.ID), d.crossListPageSize(), d.l.GroupOf(w.divisions[r.Division], o.Group), d.tied(o.Place, o.Tied), o.Place, o.Row)
	}
	return all
}

// compare returns the address for comparing a runner with the neighbours in the
// list.
func (d *draft) compare(v *race.Verdict, rv *race.RaceVerdict, i int) string {
	link := d.url(d.links.Compare(d.lang, v.Edition.ID, rv.Race.ID)) + "#" + rv.Results[i].Entry.Bib
	for _, step := range []int{-1, +1} {
		if r := lists.Beside(rv, i, step); r != nil && rv.Over {
			link += "," + r.Entry.Bib
		}
	}
	return link
}

// notes returns further remarks about a result.
func (d *draft) notes(r *race.Result, rc *race.Race) []string {
	var notes []string
	if r.Tied {
		notes = append(notes, d.say("note.tied"))
	}
	if ruling := r.PlaceRuling; ruling != nil {
		note := d.say("note.place_ruling")
		if by := ruling.By(d.lang); by != "" {
			note = d.l.Sentences(note, d.say("reason.ruled", "Authority", by))
		}
		notes = append(notes, d.l.Sentences(note, ruling.Note.In(d.lang)))
	}
	if r.Annulled && (r.Reason == nil || r.Reason.Code != race.TimeAnnulled) {
		notes = append(notes, d.reason(rc, &race.Reason{Code: race.TimeAnnulled}))
	}
	return notes
}

// extras returns what a runner receives besides money.
func (d *draft) extras(r *race.Result, rc *race.Race) []string {
	var extras []string
	if r.Trophy {
		extras = append(extras, d.say("extra.trophy"))
	}
	if r.Package {
		extras = append(extras, d.say("extra.package"))
	}
	if g := rc.Rules.Grades; g != nil && r.Grade > 0 && r.Grade <= len(g.Levels) {
		extras = append(extras, d.say("extra.grade", "Name", g.Name.In(d.lang), "Level", g.Levels[r.Grade-1].In(d.lang)))
	}
	return extras
}

// certificate returns how to get the certificate, or when, or why there is none.
func (d *draft) certificate(v *race.Verdict, rv *race.RaceVerdict, r *race.Result) certificateView {
	c := r.Certificate
	switch {
	case c.Status == race.CertificateReady && c.ByCode:
		return certificateView{Text: d.say("runner.certificate_by_code"), Find: d.find(v, rv, r.Entry.Bib)}
	case c.Status == race.CertificateReady:
		view := certificateView{URL: d.certificateAt(v, rv, r.Entry.Bib), File: rv.Race.ID + "-" + r.Entry.Bib + ".pdf", Join: d.join(v, rv),
			Text: d.say("runner.certificate_open"), Picture: painter{Script: d.url(d.assetPath[pictureScript])}}
		if rv.Over && d.Preview != nil {
			preview, err := d.Preview(rv, r)
			d.note(err)
			view.Preview = template.HTML(preview)
		}
		return view
	case c.Status == race.CertificateScheduled && !c.From.IsZero():
		return certificateView{Text: d.say("runner.certificate_from", "Moment", d.l.Moment(c.From.In(v.Edition.Zone)))}
	case c.Reason != "":
		return certificateView{Text: d.reason(rv.Race, &race.Reason{Code: c.Reason})}
	}
	return certificateView{}
}

// beside leads to a neighbour by place.
func (d *draft) beside(v *race.Verdict, rv *race.RaceVerdict, i, step int) *neighbour {
	r := lists.Beside(rv, i, step)
	if r == nil {
		return nil
	}
	return &neighbour{Name: d.name(r.Entry), URL: d.runner(v, rv, r), Place: d.place(r)}
}

// media leads to what others keep of a runner who is public and was there.
func (d *draft) media(rc *race.Race, r *race.Result) (all []Link) {
	if r.Entry.Visibility != race.Public || r.Status == race.DNS || r.Status == race.NotStarted {
		return nil
	}
	for i := range rc.Links {
		all = append(all, Link{URL: rc.Links[i].Of(r.Entry.Bib), Label: rc.Links[i].Name.In(d.lang)})
	}
	return all
}
