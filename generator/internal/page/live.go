package page

import (
	"io"

	"guntime/generator/internal/page/board"
	"guntime/generator/internal/race"
)

type liveView struct {
	Frame
	board.View[row]
	Heading, Race string
	Clock         string
	Leaders       string // the address of leaders.json
	Script        string
}

// liveScript shows the boards on a wall.
const liveScript = "live.js"

// Live is the page of a race with the order of its first at every point.
func (s *Set) Live(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "live.html", func() (any, error) {
		path := func(lang string) string { return s.links.Live(lang, v.Edition.ID, rv.Race.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		writer := board.Writer[row]{Words: d.l, Say: d.say, Points: w.points, Divisions: w.divisions,
			Runner:  func(r *race.Result) row { return d.row(v, rv, r, w) },
			Outcome: func(r *race.Result) string { return d.outcome(rv.Race, r) }}
		title := d.liveLink(v, rv)
		view := liveView{Frame: d.frame(d.say("live.title", "Live", title.Label, "Race", w.title), d.say("live.description", "Race", w.title), path), View: writer.View(rv),
			Heading: title.Label, Race: w.title, Clock: w.clock, Leaders: d.url(s.links.Leaders(v.Edition.ID, rv.Race.ID)), Script: d.url(s.assetPath[liveScript])}
		d.underRace(&view.Frame, v, rv)
		return view, d.err
	})
}

// liveLink leads to the boards of a race.
func (d *draft) liveLink(v *race.Verdict, rv *race.RaceVerdict) Link {
	l := Link{URL: d.url(d.links.Live(d.lang, v.Edition.ID, rv.Race.ID)), Label: d.say("live.link_over")}
	if !rv.Over {
		l.Label = d.say("live.link")
	}
	return l
}
