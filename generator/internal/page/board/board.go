// Package board writes the boards of a race in one language: who passed which point
// first, how far the others were behind, how the first stand against the course
// record, and how many passed each point. It computes nothing of a race: whom a board
// shows, and in which order, the verdict says.
package board

import (
	"fmt"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Leaders is how many of each division a board shows at a point.
const Leaders = 10

// View is a race's boards in finished texts. M is a runner's line.
type View[M any] struct {
	Running  bool
	Lead     string // what the page is
	AsOf     string // of when it is, "" without any passing
	Apart    string // that some are kept back, "" for none
	Figures  []Figure
	Passed   chart.Table  // how many passed each point
	Sections []Section[M] // of the points that anybody passed, the newest first
	None     string       // in place of sections
}

// Figure is a number and what it counts.
type Figure struct{ Value, Label string }

// Section is a point with the order of each division there.
type Section[M any] struct {
	ID, Title, Passed string
	Orders            []Order[M]
}

// Order is the order of a division at a point.
type Order[M any] struct {
	Name   string
	Point  string // where it is, "" where the section says it
	Passed string // with Point: how many of it were seen there or later
	Record string // how its first stand against the course record, "" without one
	State  string // ahead, on_pace or behind
	Rows   []Row[M]
}

// Row is a runner in an order.
type Row[M any] struct {
	Place, Time, Gap string
	Of               M
}

// Writer writes the boards of a race.
type Writer[M any] struct {
	Words     *words.Language
	Say       func(id string, args ...any) string
	Points    []string // by the index of the point
	Divisions map[*race.Division]string
	Runner    func(r *race.Result) M
	Outcome   func(r *race.Result) string // what a finisher of a race of laps achieved
}

// View is the boards of a race.
func (w *Writer[M]) View(rv *race.RaceVerdict) View[M] {
	b := rv.Board
	v := View[M]{Running: !rv.Over, Lead: w.Say("live.lead_over")}
	if v.Running {
		v.Lead = w.Say("live.lead")
		if b.AsOf != race.Unseen {
			v.AsOf = w.Say("live.as_of", "Time", w.Words.TimeOfDay(&rv.Race.Wall, b.AsOf-b.AsOf%1000))
		}
		if b.Apart > 0 {
			v.Apart = w.Say("live.apart")
		}
	}
	v.Figures = w.figures(rv)
	v.Passed = w.passed(rv)
	newest := newestOf(b)
	if v.Running && apart(newest) {
		v.Sections = append(v.Sections, w.latest(rv, newest))
	} else {
		clear(newest) // one section has them all
	}
	for i := len(b.Points) - 1; i >= 0; i-- {
		if s := w.section(rv, &b.Points[i], newest); len(s.Orders) > 0 {
			v.Sections = append(v.Sections, s)
		}
	}
	if len(v.Sections) == 0 {
		v.None = w.Say("live.none", "Time", w.Words.TimeOfDay(&rv.Race.Wall, rv.Race.Gun))
	}
	return v
}

func (w *Writer[M]) figures(rv *race.RaceVerdict) []Figure {
	all := []Figure{{w.Words.Number(rv.Counts.Starters), w.Say("live.started")}}
	if !rv.Over {
		all = append(all, Figure{w.Words.Number(rv.Board.OnCourse), w.Say("live.running")})
	}
	return append(all, Figure{w.Words.Number(rv.Counts.Finishers), w.Say("counts.finishers")})
}

// passed is how many of each division passed each point.
func (w *Writer[M]) passed(rv *race.RaceVerdict) chart.Table {
	t := chart.Table{Head: []string{w.Say("live.point")}}
	if rv.Race.OfLaps() || len(rv.Board.Points) == 0 {
		return t
	}
	divisions := rv.Board.Points[0].Divisions
	for _, d := range divisions {
		t.Head = append(t.Head, w.Divisions[d.Division])
	}
	if len(divisions) > 1 {
		t.Head = append(t.Head, w.Say("statistics.total"))
	}
	for _, p := range rv.Board.Points {
		row := []string{w.Points[p.Point]}
		for _, d := range p.Divisions {
			row = append(row, w.Words.Number(d.Passed))
		}
		if len(divisions) > 1 {
			row = append(row, w.Words.Number(p.Passed))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// newestOf is the newest point that anybody of each division passed.
func newestOf(b *race.Board) map[*race.Division]*race.BoardPoint {
	newest := map[*race.Division]*race.BoardPoint{}
	for i := range b.Points {
		for _, d := range b.Points[i].Divisions {
			if len(d.Order) > 0 {
				newest[d.Division] = &b.Points[i]
			}
		}
	}
	return newest
}

// apart reports whether not all divisions are at one point.
func apart(newest map[*race.Division]*race.BoardPoint) bool {
	points := map[*race.BoardPoint]bool{}
	for _, p := range newest {
		points[p] = true
	}
	return len(points) > 1
}

// latest is each division where it is now: wheelchairs are home before the first
// runner is half-way.
func (w *Writer[M]) latest(rv *race.RaceVerdict, newest map[*race.Division]*race.BoardPoint) Section[M] {
	s := Section[M]{ID: "now", Title: w.Say("live.now")}
	for n, d := range rv.Race.Divisions {
		if p := newest[d]; p != nil {
			o := w.order(rv, &p.Divisions[n], p.Point)
			o.Name, o.Point, o.Passed = w.Divisions[d], w.Points[p.Point], w.Say("live.passed", "Count", p.Divisions[n].Passed)
			s.Orders = append(s.Orders, o)
		}
	}
	return s
}

// section is a point with the divisions that somebody passed it of, without those
// that it is the newest of.
func (w *Writer[M]) section(rv *race.RaceVerdict, p *race.BoardPoint, newest map[*race.Division]*race.BoardPoint) Section[M] {
	s := Section[M]{ID: "at-" + rv.Race.Points[p.Point].ID, Title: w.Points[p.Point], Passed: w.Say("live.passed", "Count", p.Passed)}
	if rv.Race.OfLaps() {
		s.Title, s.Passed = w.Say("live.standing"), ""
	}
	for i := range p.Divisions {
		d := &p.Divisions[i]
		if len(d.Order) > 0 && newest[d.Division] != p {
			s.Orders = append(s.Orders, w.order(rv, d, p.Point))
		}
	}
	return s
}

func (w *Writer[M]) order(rv *race.RaceVerdict, d *race.BoardDivision, point int) Order[M] {
	o := Order[M]{Name: w.Divisions[d.Division]}
	rows := rv.LeadRows(d, point, Leaders)
	for n := range rows {
		o.Rows = append(o.Rows, w.row(rv, &rows[n]))
	}
	if against := rv.Race.AgainstRecord(d.Division.ID, point, rows[0].Clock); against != nil {
		o.Record, o.State = w.record(against), string(against.State)
	}
	return o
}

func (w *Writer[M]) row(rv *race.RaceVerdict, r *race.LeadRow) Row[M] {
	row := Row[M]{Place: w.Words.Number(r.At), Time: w.Words.Clock(r.Clock), Of: w.Runner(r.Result)}
	if r.Share {
		row.Place += "="
	}
	if rv.Race.OfLaps() {
		row.Time = w.Outcome(r.Result)
	}
	if r.Gap != race.NoTime {
		row.Gap = Gap(r.Gap)
	}
	return row
}

// record says how a race stands against the course record, and by what.
func (w *Writer[M]) record(a *race.AgainstRecord) string {
	gap, old := Gap(max(a.Gap, -a.Gap))[1:], w.Words.Clock(a.Record)
	if a.Finish == race.NoTime {
		switch a.State {
		case race.RecordAhead:
			return w.Say("live.record_under", "Record", old, "Gap", gap)
		case race.RecordBehind:
			return w.Say("live.record_over", "Record", old, "Gap", gap)
		}
		return w.Say("live.record_equal", "Record", old)
	}
	said := w.Say("live.record_on_pace", "Record", old)
	switch a.State {
	case race.RecordAhead:
		said = w.Say("live.record_ahead", "Record", old, "Gap", gap)
	case race.RecordBehind:
		said = w.Say("live.record_behind", "Record", old, "Gap", gap)
	}
	basis := w.Say("live.by_splits")
	if a.Even {
		basis = w.Say("live.by_even")
	}
	return w.Words.Sentences(said, basis, w.Say("live.projected", "Time", w.Words.Clock(a.Finish)))
}

// Gap writes an official time as the gap behind somebody: +0:05, +1:02:10.
func Gap(c race.Clock) string {
	s := int64(c / 1000)
	if s < 3600 {
		return fmt.Sprintf("+%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("+%d:%02d:%02d", s/3600, s/60%60, s%60)
}
