package page

import (
	"io"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/course"
	"guntime/generator/internal/race"
)

type courseView struct {
	Frame
	Heading, When string
	Map           course.Map
	Stations      bool
	Profile       *chart.Chart // nil where heights are not known
	Points        chart.Table  // the points and stations in words
}

// Course is the page of where a race goes.
func (s *Set) Course(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "course.html", func() (any, error) {
		rc := rv.Race
		path := func(lang string) string { return s.links.Course(lang, v.Edition.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := courseView{Frame: d.frame(d.say("course.title", "Race", w.title), d.say("course.description", "Race", w.title), path),
			Heading: d.say("course.link"), When: d.l.Distance(rc.Length)}
		var marks []course.Mark
		for _, station := range rc.Rules.Services.Stations {
			view.Stations = true
			marks = append(marks, course.Mark{At: station.At, Label: d.l.Distance(station.At), Station: true})
		}
		for i := range rc.Points {
			if rc.Points[i].Listed || i == rc.Start() {
				marks = append(marks, course.Mark{At: rc.Points[i].At, Label: w.points[i]})
			}
		}
		view.Map = course.MapOf(rc.Drawn, rc.Length, marks)
		writer := course.Writer{Words: d.l, Say: d.say}
		if view.Points = writer.Points(rc, w.points); rc.Drawn.Heights {
			view.Profile = writer.Profile(rc)
			view.Profile.Ticks = d.courseTicks(rc)
		}
		d.under(&view.Frame, v, d.editionCrumb(v), d.raceCrumb(v, rv))
		return view, d.err
	})
}

// climbs says how the field slowed on the climbs of the course.
func (d *draft) climbs(rv *race.RaceVerdict, w *raceWords) section {
	writer := course.Writer{Words: d.l, Say: d.say, Percent: d.percent, Divisions: w.divisions, Stretches: w.stretches}
	t := writer.Climbs(rv)
	if len(t.Rows) == 0 {
		return section{}
	}
	return section{ID: "climbs", Title: d.say("course.climbs"), Tables: []namedTable{{d.say("course.climbs_table"), t}}, Note: d.say("course.climbs_note")}
}

// courseLink leads to the page of the course, nil without one.
func (d *draft) courseLink(v *race.Verdict, rv *race.RaceVerdict) *Link {
	if rv.Race.Drawn == nil {
		return nil
	}
	return &Link{URL: d.url(d.links.Course(d.lang, v.Edition.ID, rv.Race.ID)), Label: d.say("course.link")}
}
