package page

import (
	"bytes"
	"html/template"
	"io"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/page/qrcode"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

type runnerView struct {
	Frame
	Name              Name
	Bib, Nation, Club string
	Division          Link
	Start             string // from when the gun time counts, "" for the race's gun
	Kind              string // the status, for the style sheet
	Status            string
	Timed             bool // there is a time or a place to show
	Gun, Net, Pace    string
	Laps, Distance    string // of a race of laps
	Places            []placeView
	Splits            template.HTML // rows of the table, not drawn by the template because of the number of cells
	HasPlaces, HasNet bool
	Paces             *paceView
	Field             *fieldView
	Share             *qrcode.Code
	Compare           string
	Reason            string
	Clause            *Link
	Notes             []string
	Prize             *prizeView
	Extras            []string
	Teams             []Link
	Certificate       certificateView
	Previous, Next    *neighbour
	Objections        Objections
}

// placeView is a place of how many, with the address of the list.
type placeView struct{ URL, Label, Place, Of string }

type certificateView struct {
	URL, Text string
	File      string // what it is saved as
	Join      *join  // nil where the URL is that of a PDF
	Script    string // script that draws it as a picture
	Find      *Link  // link to the form, where a code is needed
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
		Gun: d.time(r, r.Gun), Net: d.time(r, r.Net), Pace: d.l.Pace(lists.Pace(r, rc)),
	}
	if r.Division != nil {
		view.Division = Link{Label: w.divisions[r.Division], URL: d.url(s.links.Others(lang, e.ID, rc.ID, r.Division.ID, 1))}
	}
	view.Places = d.places(v, rv, i, w)
	if rc.OfLaps() && r.Laps > 0 {
		view.Laps, view.Distance = d.l.Number(r.Laps), d.l.Distance(rc.DistanceOf(r))
	}
	if r.Place > 0 {
		view.Division.URL = view.Places[0].URL
	}
	view.Timed = r.Gun != race.NoTime || r.Net != race.NoTime || r.Annulled || len(view.Places) > 0
	if d.splits(view, r, rc, w) {
		view.Compare = d.compare(v, rv, i)
	}
	view.Paces, view.Field = d.paces(r, rc, w), d.among(v, rv, r, w)
	if r.Reason != nil {
		view.Reason, view.Clause = d.reason(rc, r.Reason), d.clause(e, r.Reason.Clause)
	}
	view.Notes, view.Extras = d.notes(r, rc), append(d.extras(r, rc), d.groupExtras(r, w)...)
	view.Prize, view.Teams = d.prize(e, rc, r.Prize), d.teamsOf(v, rv, r)
	view.Certificate = d.certificate(v, rv, r)
	view.Objections = f.objections
	view.Previous, view.Next = d.beside(v, rv, i, -1), d.beside(v, rv, i, +1)
	view.Share, err = s.codes.Make(view.Canonical)
	d.note(err)
	return view, d.err
}

// places returns the places of a runner: in the division, overall, then in
// classifications. Each links to the first row with that place.
func (d *draft) places(v *race.Verdict, rv *race.RaceVerdict, i int, w *raceWords) []placeView {
	r := &rv.Results[i]
	var all []placeView
	add := func(list string, size int, label, shown string, place, of, row int) {
		link := d.url(d.links.Division(d.lang, v.Edition.ID, rv.Race.ID, list, row/size+1)) + "#" + placeID(place)
		all = append(all, placeView{link, label, shown, d.l.Number(of)})
	}
	if r.Place > 0 {
		begun := w.first[r.Division]
		row := i - begun
		for row > 0 && rv.Results[begun+row-1].Place == r.Place {
			row--
		}
		add(r.Division.ID, PageSize, w.divisions[r.Division], d.place(r), r.Place, w.ranked[r.Division], row)
	}
	switch {
	case r.PlaceOverall > 0 && w.overallRows != nil:
		add(lists.Overall, d.crossListPageSize(), d.say("overall"), d.l.Number(r.PlaceOverall), r.PlaceOverall, w.overall, int(w.overallRows[i]))
	case r.PlaceOverall > 0: // one division is ranked: its list is that of all
		all = append(all, placeView{Label: d.say("overall"), Place: d.l.Number(r.PlaceOverall), Of: d.l.Number(w.overall)})
	}
	for i := range r.Overlays {
		o := &r.Overlays[i]
		add(lists.GroupID(rv, r.Division, o.ID), d.crossListPageSize(), d.l.GroupOf(w.divisions[r.Division], o.Group), d.tied(o.Place, o.Tied), o.Place, o.Ranked, o.Row)
	}
	return all
}

// compare returns the address for comparing a runner with the neighbours in the
// list.
func (d *draft) compare(v *race.Verdict, rv *race.RaceVerdict, i int) string {
	link := d.url(d.links.Compare(d.lang, v.Edition.ID, rv.Race.ID)) + "#" + rv.Results[i].Entry.Bib
	for _, step := range []int{-1, +1} {
		if r := lists.Beside(rv, i, step); r != nil {
			link += "," + r.Entry.Bib
		}
	}
	return link
}

// splits writes the table of the points of a runner's race after the start, with
// the columns it has, and reports whether the runner was seen at any of them. A
// segment and its pace stand only where both of its ends were seen. Times are
// rounded up once, each from the raw clock. All but the points' names is figures.
func (d *draft) splits(view *runnerView, r *race.Result, rc *race.Race, w *raceWords) (seen bool) {
	placed := func(i int) int { // 0 without a place there
		if i < len(r.SplitPlaces) && lists.Split(r, i) != race.NoTime {
			return max(0, int(r.SplitPlaces[i]))
		}
		return 0
	}
	for i := 1; i < len(r.Splits) && i < len(rc.Points); i++ {
		if rc.Points[i].Listed && lists.Split(r, i) != race.NoTime {
			seen = true
			view.HasPlaces = view.HasPlaces || placed(i) > 0
		}
	}
	if !seen {
		return false
	}
	view.HasNet = r.StartDelay != race.NoTime
	// The script that compares runners finds their times by the names of the cells.
	const figure, gun, net, place, gain, closed = "<td>", "<td data-gun>", `<td class="n" data-net>`, `<td class="pl">`, `<td class="up">`, "</td>"
	var room [4096]byte
	b, before := room[:0], 0 // place at the last point that has one
	for i := 1; i < len(rc.Points); i++ {
		p := &rc.Points[i]
		if !p.Listed {
			continue
		}
		at, segment, open := lists.Split(r, i), r.Segment(rc, i), `<tr>`
		switch {
		case at == race.NoTime:
			open = `<tr class="missed">`
		case i == rc.Finish():
			open = `<tr class="finish">`
		}
		b = append(append(append(append(b, open...), `<th scope="row">`...), w.pointsHTML[i]...), "</th>"...)
		b = append(d.l.AppendClock(append(b, gun...), at), closed...)
		if view.HasNet {
			own := race.NoTime
			if at != race.NoTime {
				own = at - r.StartDelay
			}
			b = append(d.l.AppendClock(append(b, net...), own), closed...)
		}
		b = append(d.l.AppendClock(append(b, figure...), segment), closed...)
		b = append(d.l.AppendPace(append(b, figure...), segment.Pace(p.At-rc.Points[rc.Before(i)].At)), closed...)
		if view.HasPlaces {
			here := placed(i)
			b = append(b, place...)
			switch {
			case here > 0 && i == rc.Finish() && r.Place > 0: // rulings move places; the finish has the official one
				b = append(b, d.place(r)...)
			case here > 0:
				b = d.l.AppendNumber(b, here)
			}
			b = append(append(b, closed...), gain...)
			if here > 0 && before > 0 {
				b = d.gained(b, before-here)
			}
			b = append(b, closed...)
			if here > 0 {
				before = here
			}
		}
		b = append(b, "</tr>\n"...)
	}
	view.Splits = template.HTML(b)
	return true
}

// gained appends how many places were won or lost.
func (d *draft) gained(b []byte, places int) []byte {
	switch {
	case places > 0:
		return d.l.AppendNumber(append(b, '+'), places)
	case places < 0:
		return d.l.AppendNumber(append(b, "−"...), -places)
	}
	return append(b, '=')
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
		return certificateView{URL: d.certificateAt(v, rv, r.Entry.Bib), File: rv.Race.ID + "-" + r.Entry.Bib + ".pdf", Join: d.join(v, rv),
			Text: d.say("runner.certificate_open"), Script: d.url(d.assetPath[pictureScript])}
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
