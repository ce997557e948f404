package page

import (
	"html/template"
	"io"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

type runnerView struct {
	Frame
	Name              Name
	Bib, Nation, Club string
	Division          Link
	Kind              string // the status, for the style sheet
	Status            string
	Timed             bool // there is a time or a place to show
	Gun, Net, Pace    string
	Places            []placeView
	Splits            template.HTML // the rows of the table: most of a page, and too many cells for the template to write
	HasPlaces, HasNet bool
	Reason            string
	Clause            *Link
	Notes             []string
	Prize             *prizeView
	Extras            []string
	Certificate       certificateView
	Previous, Next    *neighbour
	Objections        Objections
}

// placeView is a place among so many.
type placeView struct{ Label, Place, Of string }

// splitView is one point of a runner's race. Times are rounded up once, each
// from the raw clock.
type splitView struct {
	Point, Time, Net, Segment, Pace, Place string
	Missed, Finish                         bool
}

type certificateView struct {
	URL, Text string
	Find      *Link // the form for a code, where it takes one
}

type neighbour struct {
	Name  Name
	URL   string
	Place string
}

// Runner is the page of one runner, the i-th of the race's results. An
// anonymous entry has none: do not ask for it.
func (s *Set) Runner(lang string, v *race.Verdict, rv *race.RaceVerdict, i int) func(io.Writer) error {
	return s.draw(lang, "runner.html", func() (any, error) {
		r := &rv.Results[i]
		e, rc, entry := v.Edition, rv.Race, r.Entry
		path := func(lang string) string { return s.links.Runner(lang, e.ID, rc.ID, entry.Bib) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		name := d.name(entry)
		status, err := d.l.Status(r)
		d.note(err)
		view := runnerView{
			Frame: d.frame(d.say("runner.title", "Name", name.Text, "Bib", entry.Bib, "Edition", w.edition, "Race", w.race),
				d.say("runner.description", "Name", name.Text, "Bib", entry.Bib, "Edition", w.edition, "Race", w.race), path),
			Name: name, Bib: entry.Bib, Nation: d.nation(entry), Club: plainText(entry.Club), Kind: string(r.Status), Status: status,
			Gun: d.time(r, r.Gun), Net: d.time(r, r.Net), Pace: d.l.Pace(pace(r, rc)),
		}
		view.NoIndex = true
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		if r.Division != nil {
			view.Division = Link{Label: w.divisions[r.Division], URL: d.url(s.links.Others(lang, e.ID, rc.ID, r.Division.ID, 1))}
			if r.Place > 0 {
				at := pageOf(w, rv, i)
				view.Division.URL = d.url(s.links.Division(lang, e.ID, rc.ID, r.Division.ID, at))
				view.Places = append(view.Places, placeView{w.divisions[r.Division], d.place(r), d.l.Number(w.ranked[r.Division])})
			}
		}
		if r.PlaceOverall > 0 {
			view.Places = append(view.Places, placeView{d.say("overall"), d.l.Number(r.PlaceOverall), d.l.Number(w.overall)})
		}
		for _, o := range r.Overlays {
			view.Places = append(view.Places, placeView{o.Name.In(lang), d.l.Number(o.Place), d.l.Number(o.Ranked)})
		}
		view.Timed = r.Gun != race.NoTime || r.Net != race.NoTime || r.Annulled || len(view.Places) > 0
		splits := d.splits(r, rc, w)
		for _, split := range splits {
			view.HasPlaces = view.HasPlaces || split.Place != ""
			view.HasNet = view.HasNet || split.Net != ""
		}
		if slices.ContainsFunc(splits, func(s splitView) bool { return !s.Missed }) {
			view.Splits = splitRows(splits, view.HasNet, view.HasPlaces)
		}
		if r.Reason != nil {
			view.Reason, view.Clause = d.reason(rc, r.Reason), d.clause(e, r.Reason.Clause)
		}
		view.Notes, view.Extras = d.notes(r, rc), d.extras(r, rc)
		view.Prize = d.prize(e, rc, r.Prize)
		view.Certificate = d.certificate(v, rv, r)
		view.Objections = d.objections(rc)
		view.Previous, view.Next = d.beside(v, rv, i, -1), d.beside(v, rv, i, +1)
		return view, d.err
	})
}

// pageOf is the page of the division's list on which the i-th result stands.
func pageOf(w *raceWords, rv *race.RaceVerdict, i int) int {
	return (i-w.first[rv.Results[i].Division])/PageSize + 1
}

// pace is that of the net time, or of the gun time where there is none.
func pace(r *race.Result, rc *race.Race) race.Clock {
	if r.Net != race.NoTime {
		return r.Net.Pace(rc.Length)
	}
	return r.Gun.Pace(rc.Length)
}

// splits are the points of a runner's race after the start. A segment and its
// pace stand only where both of its ends were seen.
func (d *draft) splits(r *race.Result, rc *race.Race, w *raceWords) []splitView {
	if r.Splits == nil {
		return nil
	}
	var all []splitView
	before, from := race.Clock(0), race.Distance(0) // since the gun
	if r.StartDelay != race.NoTime {
		before = r.StartDelay
	}
	for i := 1; i < len(rc.Points); i++ {
		p := &rc.Points[i]
		if !p.Listed {
			continue
		}
		at := split(r, i)
		s := splitView{Point: w.points[i], Time: d.l.Clock(at), Segment: d.l.Clock(race.NoTime), Pace: d.l.Clock(race.NoTime),
			Missed: at == race.NoTime, Finish: i == rc.Finish()}
		if at != race.NoTime {
			if r.StartDelay != race.NoTime {
				s.Net = d.l.Clock(at - r.StartDelay)
			}
			if before != race.NoTime && p.At > from {
				s.Segment, s.Pace = d.l.Clock(at-before), d.l.Pace((at - before).Pace(p.At-from))
			}
			if i < len(r.SplitPlaces) && r.SplitPlaces[i] > 0 {
				s.Place = d.l.Number(int(r.SplitPlaces[i]))
			}
			if s.Finish && s.Place != "" && r.Place > 0 { // rulings move places; the finish has the official one
				s.Place = d.place(r)
			}
		}
		before, from = at, p.At
		all = append(all, s)
	}
	return all
}

// splitRows writes the rows of a table of splits, with the columns it has.
func splitRows(splits []splitView, net, places bool) template.HTML {
	var b strings.Builder
	cell := func(class, text string) {
		b.WriteString("<td" + class + ">")
		b.WriteString(template.HTMLEscapeString(text))
		b.WriteString("</td>")
	}
	for _, s := range splits {
		switch {
		case s.Missed:
			b.WriteString(`<tr class="missed">`)
		case s.Finish:
			b.WriteString(`<tr class="finish">`)
		default:
			b.WriteString("<tr>")
		}
		b.WriteString(`<th scope="row">` + template.HTMLEscapeString(s.Point) + "</th>")
		cell("", s.Time)
		if net {
			cell(` class="n"`, s.Net)
		}
		cell("", s.Segment)
		cell("", s.Pace)
		if places {
			cell(` class="pl"`, s.Place)
		}
		b.WriteString("</tr>\n")
	}
	return template.HTML(b.String())
}

// notes are what else must be known of a result.
func (d *draft) notes(r *race.Result, rc *race.Race) []string {
	var notes []string
	if r.Tied {
		notes = append(notes, d.say("note.tied"))
	}
	if ruling := r.PlaceRuling; ruling != nil {
		note := d.say("note.place_ruling")
		if ruling.Authority != "" {
			note = d.l.Sentences(note, d.say("reason.ruled", "Authority", ruling.Authority))
		}
		notes = append(notes, d.l.Sentences(note, ruling.Note.In(d.lang)))
	}
	if r.Annulled && (r.Reason == nil || r.Reason.Code != race.TimeAnnulled) {
		notes = append(notes, d.reason(rc, &race.Reason{Code: race.TimeAnnulled}))
	}
	return notes
}

// extras are what a runner receives besides money.
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

// certificate is the way to a certificate, or when or why there is none.
func (d *draft) certificate(v *race.Verdict, rv *race.RaceVerdict, r *race.Result) certificateView {
	c := r.Certificate
	switch {
	case c.Status == race.CertificateReady && c.ByCode:
		return certificateView{Text: d.say("runner.certificate_by_code"), Find: d.find(v, rv, r.Entry.Bib)}
	case c.Status == race.CertificateReady:
		return certificateView{URL: d.url(d.links.Certificate(v.Edition.ID, rv.Race.ID, r.Entry.Bib)), Text: d.say("runner.certificate_open")}
	case c.Status == race.CertificateScheduled && !c.From.IsZero():
		return certificateView{Text: d.say("runner.certificate_from", "Moment", d.l.Moment(c.From.In(v.Edition.Zone)))}
	case c.Reason != "":
		return certificateView{Text: d.reason(rv.Race, &race.Reason{Code: c.Reason})}
	}
	return certificateView{}
}

// beside is the next runner of the division with a place and a page, towards
// the front or the back.
func (d *draft) beside(v *race.Verdict, rv *race.RaceVerdict, i, step int) *neighbour {
	if rv.Results[i].Place == 0 {
		return nil
	}
	for j := i + step; j >= 0 && j < len(rv.Results); j += step {
		r := &rv.Results[j]
		if r.Division != rv.Results[i].Division || r.Place == 0 {
			return nil
		}
		if url := d.runner(v, rv, r); url != "" {
			return &neighbour{Name: d.name(r.Entry), URL: url, Place: d.place(r)}
		}
	}
	return nil
}
