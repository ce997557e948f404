package course

import (
	"strconv"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Writer writes about a course in one language.
type Writer struct {
	Words     *words.Language
	Say       func(id string, args ...any) string
	Percent   func(hundredths int) string
	Divisions map[*race.Division]string
	Stretches []string // by the index of the point: the stretch that ends there
}

func (w *Writer) metres(n int) string { return w.Say("course.metres", "Number", w.Words.Number(n)) }

// Points is a table of the points, with the heights where they are known.
func (w *Writer) Points(rc *race.Race, names []string) (t chart.Table) {
	c := rc.Drawn
	t.Head = []string{w.Say("table.point"), w.Say("table.distance")}
	if c.Heights {
		t.Head = append(t.Head, w.Say("course.height"), w.Say("course.up"), w.Say("course.down"))
	}
	for i := range rc.Points {
		if !rc.Points[i].Listed && i != rc.Start() {
			continue
		}
		at, from := rc.Points[i].At, rc.Points[rc.Start()].At
		if i != rc.Start() {
			from = rc.Points[rc.Before(i)].At
		}
		row := []string{names[i], w.Words.Distance(at)}
		if c.Heights {
			up, down := c.Climbed(from, at, rc.Length)
			row = append(row, w.metres(int(c.At[c.Index(at, rc.Length)].Height)/10), w.metres(up), w.metres(down))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Profile is the chart of the heights, without the labels of the kilometres.
func (w *Writer) Profile(rc *race.Race) *chart.Chart {
	up, down := rc.Drawn.Climbed(0, rc.Length, rc.Length)
	c := &chart.Chart{ID: "profile", Title: w.Say("course.profile"), Text: w.Say("course.profile_text", "Up", w.metres(up), "Down", w.metres(down))}
	Profile(rc.Drawn, c)
	c.Table.Head = []string{w.Say("table.distance"), w.Say("course.height")}
	for km := race.Distance(0); km <= rc.Length; km += race.Kilometre {
		c.Table.Rows = append(c.Table.Rows, []string{w.Words.Distance(km), w.metres(int(rc.Drawn.At[rc.Drawn.Index(km, rc.Length)].Height) / 10)})
	}
	return c
}

// Climbs is a table of how the field slowed on the climbs, empty without any, and while
// the race is not over.
func (w *Writer) Climbs(rv *race.RaceVerdict) (t chart.Table) {
	rc := rv.Race
	climbs := Climbs(rc)
	if len(climbs) == 0 || !rv.Over {
		return t
	}
	t.Head = []string{w.Say("course.climb"), w.Say("course.up"), w.Say("course.grade"), w.Say("segment")}
	var figures []*race.DivisionFigure
	for i := range rv.Statistics().Divisions {
		if f := &rv.Statistics().Divisions[i]; f.Timed > 0 && !f.Division.Outside {
			figures = append(figures, f)
			t.Head = append(t.Head, w.Divisions[f.Division])
		}
	}
	for i := range climbs {
		c := &climbs[i]
		row := []string{w.Say("course.span", "From", Kilometres(c.From), "To", w.Words.Distance(c.To/100_000*100_000)), w.metres(c.Up), w.Percent(c.Grade()), w.Stretches[c.Point]}
		for _, f := range figures {
			cell := ""
			if pace, than, known := Slowed(rc, f, c.Point); known {
				sign := "+"
				if than < 0 {
					sign, than = "−", -than
				}
				cell = w.Say("course.slowed", "Pace", w.Words.Pace(pace), "Than", sign+strconv.Itoa(int(than/1000)))
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
