package page

import (
	"io"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// nationsShown is how many nations the chart has; the table has them all.
const nationsShown = 12

type statisticsView struct {
	Frame
	Heading  string
	Clock    string
	Figures  []figure
	Sections []section
	Script   string
}

// markScript marks the time of a runner in a histogram that the runner's page links
// to.
const markScript = "mark.js"

// section is a part of the page: charts, tables, or why there are none.
type section struct {
	ID, Title, Text string
	Charts          []chart.Chart
	Tables          []namedTable
	None            string
	Note            string
}

// Statistics is the statistics page of a race.
func (s *Set) Statistics(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "statistics.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Statistics(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := statisticsView{Frame: d.frame(d.say("statistics.title", "Edition", w.edition, "Race", w.race),
			d.say("statistics.description", "Edition", w.edition, "Race", w.race), path),
			Heading: d.say("statistics.link"), Clock: w.clock, Figures: d.keyFigures(rv, w), Script: d.url(s.assetPath[markScript])}
		d.underRace(&view.Frame, v, rv)
		view.Sections = append(view.Sections, d.finishTimes(rv, w), d.flow(rv), d.points(rv, w))
		for _, more := range []section{d.pacing(rv, w), d.climbs(rv, w), d.dropOuts(rv, w), d.nations(rv), d.ages(rv), d.groupBests(rv, w)} {
			if more.ID != "" {
				view.Sections = append(view.Sections, more)
			}
		}
		return view, d.err
	})
}

// keyFigures returns the number of finishers, the median time of each division, and
// the busiest minute.
func (d *draft) keyFigures(rv *race.RaceVerdict, w *raceWords) []figure {
	s := rv.Statistics()
	all := []figure{{d.l.Number(rv.Counts.Finishers), d.say("counts.finishers")}}
	for i := range s.Divisions {
		f := &s.Divisions[i]
		if n := len(f.Passages); f.Timed > 0 && !f.Division.Outside {
			all = append(all, figure{d.l.Clock(f.Passages[n-1].Median), d.say("statistics.median_of", "Division", w.divisions[f.Division])})
		}
	}
	if s.Busiest.Count > 0 {
		all = append(all, figure{d.l.Number(s.Busiest.Count), d.say("statistics.busiest", "Time", d.l.TimeOfDay(&rv.Race.Wall, s.Busiest.At))})
	}
	return all
}

// finishTimes returns how many finished when, by division, and separately for
// categories outside the ranking.
func (d *draft) finishTimes(rv *race.RaceVerdict, w *raceWords) section {
	s := rv.Statistics()
	part := section{ID: "finish", Title: d.say("statistics.finish"), None: d.say("statistics.no_times")}
	for i, h := range []*race.Histogram{&s.Finish, &s.Outside} {
		if h.Total() == 0 {
			continue
		}
		title := d.say("statistics.finish_ranked")
		if i == 1 {
			title = d.say("statistics.finish_outside")
		}
		part.Charts = append(part.Charts, d.histogram(chart.HistogramID(i), title, h, w))
	}
	if without := rv.Counts.Finishers - s.Finish.Total() - s.Outside.Total(); without > 0 && !rv.Race.OfLaps() {
		part.Note = d.say("statistics.untimed", "Count", without)
	}
	return part
}

func (d *draft) histogram(id, title string, h *race.Histogram, w *raceWords) chart.Chart {
	from := h.Bins[0].From
	to := h.Bins[len(h.Bins)-1].From + h.Width
	c := chart.Chart{ID: id, From: int64(from / 1000), To: int64(to / 1000), Title: title, Text: d.say("statistics.finish_text", "Count", h.Total(), "From", chart.HoursMinutes(int64(from)), "To", chart.HoursMinutes(int64(to)),
		"Step", d.say("statistics.minutes", "Count", int(h.Width/60_000)))}
	c.Table.Head = []string{d.say("gun_time")}
	for i, division := range h.Divisions {
		name := w.divisions[division]
		c.Legend = append(c.Legend, chart.Series{Class: chart.SeriesClass(i), Label: name})
		c.Table.Head = append(c.Table.Head, name)
	}
	if len(h.Divisions) > 1 {
		c.Table.Head = append(c.Table.Head, d.say("statistics.total"))
	}
	var columns [][]int
	var tips []string
	for _, b := range h.Bins {
		span := d.say("statistics.span", "From", chart.HoursMinutes(int64(b.From)), "To", chart.HoursMinutes(int64(b.From+h.Width)))
		cells := []string{span}
		for _, n := range b.Counts {
			cells = append(cells, d.l.Number(n))
		}
		if len(b.Counts) > 1 {
			cells = append(cells, d.l.Number(chart.Sum(b.Counts)))
		}
		c.Table.Rows = append(c.Table.Rows, cells)
		columns = append(columns, b.Counts)
		tips = append(tips, d.say("statistics.tip", "Span", span, "Count", chart.Sum(b.Counts)))
	}
	c.Stacks(columns, tips, d.l.Number)
	c.Ticks = chart.TimeTicks(int64(from), int64(to), chart.HoursMinutes)
	return c
}

// tableSpan is how many minutes a row of the table of the flow covers.
const tableSpan = 10

// flow returns how many crossed the finish in each minute.
func (d *draft) flow(rv *race.RaceVerdict) section {
	s := rv.Statistics()
	part := section{ID: "flow", Title: d.say("statistics.flow"), None: d.say("statistics.no_times")}
	if len(s.Minutes) == 0 {
		return part
	}
	const minute = 60_000
	from := int64(s.Minutes[0].At) / minute
	to := int64(s.Minutes[len(s.Minutes)-1].At)/minute + 1
	busiest := d.l.TimeOfDay(&rv.Race.Wall, s.Busiest.At)
	c := chart.Chart{ID: "flow-1", Said: true, Title: d.say("statistics.flow"), Text: d.say("statistics.flow_text", "Count", s.Busiest.Count, "Time", busiest)}
	c.Table.Head = []string{d.say("statistics.clock"), d.say("counts.finishers"), d.say("statistics.flow_most")}
	var at []int64
	var count []int
	span, total, most := int64(-1), 0, 0
	row := func() {
		if total > 0 {
			begin := race.Instant(span * tableSpan * minute)
			c.Table.Rows = append(c.Table.Rows, []string{d.say("statistics.span", "From", d.l.TimeOfDay(&rv.Race.Wall, begin), "To", d.l.TimeOfDay(&rv.Race.Wall, begin+tableSpan*minute)),
				d.l.Number(total), d.l.Number(most)})
		}
		total, most = 0, 0
	}
	for _, m := range s.Minutes {
		at, count = append(at, int64(m.At)/minute), append(count, m.Count)
		if now := int64(m.At) / minute / tableSpan; now != span {
			row()
			span = now
		}
		total += m.Count
		most = max(most, m.Count)
	}
	row()
	c.Outline(at, count, from, to-from, d.l.Number)
	c.Ticks = chart.TimeTicks(from*minute, to*minute, func(at int64) string { return chart.HoursMinutes(int64(rv.Race.Wall.Shows(race.Instant(at)))) })
	part.Charts = []chart.Chart{c}
	return part
}

// points returns how well each point recorded, and when each division passed it.
func (d *draft) points(rv *race.RaceVerdict, w *raceWords) section {
	s, rc := rv.Statistics(), rv.Race
	part := section{ID: "points", Title: d.say("statistics.points"), None: d.say("statistics.no_times")}
	c := chart.Chart{ID: "points-1", Title: d.say("statistics.capture"), Text: d.say("statistics.capture_text")}
	c.Table.Head = []string{d.say("table.point"), d.say("statistics.passed"), d.say("statistics.read"), d.say("statistics.share")}
	var labels, values []string
	var rates []int
	for _, p := range s.Points {
		if p.Of == 0 {
			continue
		}
		label := w.points[rc.Point(p.Point)]
		labels, rates = append(labels, label), append(rates, p.Rate())
		values = append(values, d.say("statistics.of", "Share", d.percent(p.Rate()), "Part", p.Read, "Whole", p.Of))
		c.Table.Rows = append(c.Table.Rows, []string{label, d.l.Number(p.Of), d.l.Number(p.Read), d.percent(p.Rate())})
	}
	if len(labels) > 0 {
		c.Meters(labels, values, rates, 100_00)
		part.Charts = []chart.Chart{c}
	}
	for i := range s.Divisions {
		f := &s.Divisions[i]
		if len(f.Passages) == 0 {
			continue
		}
		t := chart.Table{Head: []string{d.say("table.point"), d.say("statistics.seen"), d.say("statistics.first"), d.say("statistics.median"), d.say("statistics.last")}}
		for _, p := range f.Passages {
			t.Rows = append(t.Rows, []string{w.points[rc.Point(p.Point)], d.l.Number(p.Seen), d.l.Clock(p.First), d.l.Clock(p.Median), d.l.Clock(p.Last)})
		}
		part.Tables = append(part.Tables, namedTable{Title: d.say("statistics.passages", "Division", w.divisions[f.Division]), Table: t})
	}
	return part
}

// percent returns hundredths of a percent with one decimal, truncated.
func (d *draft) percent(hundredths int) string { return d.l.Percent(int64(hundredths / 10 * 10)) }

// pacing returns how many ran the second half faster.
func (d *draft) pacing(rv *race.RaceVerdict, w *raceWords) section {
	c := chart.Chart{ID: "pacing-1", Said: true, Title: d.say("statistics.pacing"), Text: d.say("statistics.pacing_text")}
	c.Table.Head = []string{d.say("table.division"), d.say("statistics.paced"), d.say("statistics.negative"), d.say("statistics.share")}
	var labels, values []string
	var rates []int
	for _, f := range rv.Statistics().Divisions {
		if f.Paced == 0 {
			continue
		}
		rate := f.Negative * 100_00 / f.Paced
		labels, rates = append(labels, w.divisions[f.Division]), append(rates, rate)
		values = append(values, d.say("statistics.of", "Share", d.percent(rate), "Part", f.Negative, "Whole", f.Paced))
		c.Table.Rows = append(c.Table.Rows, []string{w.divisions[f.Division], d.l.Number(f.Paced), d.l.Number(f.Negative), d.percent(rate)})
	}
	if len(labels) == 0 {
		return section{}
	}
	c.Meters(labels, values, rates, 100_00)
	return section{ID: "pacing", Title: c.Title, Charts: []chart.Chart{c}}
}

// dropOuts returns where runners who did not finish were last recorded.
func (d *draft) dropOuts(rv *race.RaceVerdict, w *raceWords) section {
	c := chart.Chart{ID: "dropouts-1", Said: true, Title: d.say("statistics.dropouts")}
	c.Table.Head = []string{d.say("statistics.last_seen"), d.say("statistics.people")}
	var labels, values []string
	var counts []int
	total, most := 0, 0
	for _, o := range rv.Statistics().DropOuts {
		label := d.say("statistics.unseen")
		if o.Point != "" {
			label = w.points[rv.Race.Point(o.Point)]
		}
		labels, values, counts = append(labels, label), append(values, d.l.Number(o.Count)), append(counts, o.Count)
		c.Table.Rows = append(c.Table.Rows, []string{label, d.l.Number(o.Count)})
		total += o.Count
		most = max(most, o.Count)
	}
	if total == 0 {
		return section{}
	}
	c.Text = d.say("statistics.dropouts_text", "Count", total)
	c.Meters(labels, values, counts, most)
	return section{ID: "dropouts", Title: c.Title, Charts: []chart.Chart{c}}
}

// nations returns where the finishers come from.
func (d *draft) nations(rv *race.RaceVerdict) section {
	s := rv.Statistics()
	if len(s.Nations) == 0 {
		return section{}
	}
	c := chart.Chart{ID: "nations-1", Said: true, Title: d.say("statistics.nations")}
	c.Table.Head = []string{d.say("table.nation"), d.say("counts.starters"), d.say("counts.finishers")}
	var labels, values []string
	var counts []int
	with := 0
	line := func(name string, n race.Nation) {
		c.Table.Rows = append(c.Table.Rows, []string{name, d.l.Number(n.Starters), d.l.Number(n.Finishers)})
	}
	for i, n := range s.Nations {
		name := d.l.Nation(n.Code)
		line(name, n)
		if n.Finishers == 0 {
			continue
		}
		if with++; i < nationsShown {
			labels, values, counts = append(labels, name), append(values, d.l.Number(n.Finishers)), append(counts, n.Finishers)
		}
	}
	if s.Unplaced.Starters > 0 {
		line(d.say("statistics.no_nation"), s.Unplaced)
	}
	c.Text = d.say("statistics.nations_text", "Count", with)
	if len(labels) > 0 {
		c.Meters(labels, values, counts, counts[0])
	}
	part := section{ID: "nations", Title: c.Title, Charts: []chart.Chart{c}}
	if with > len(labels) {
		part.Note = d.say("statistics.more_nations", "Count", with-len(labels))
	}
	return part
}

// ages returns the finishers by decade of age.
func (d *draft) ages(rv *race.RaceVerdict) section {
	a := rv.Statistics().Ages
	if len(a.Bands) == 0 {
		return section{}
	}
	c := chart.Chart{ID: "ages-1", Said: true, Title: d.say("statistics.ages"), Text: d.say("statistics.ages_text", "Crowd", race.Crowd)}
	c.Table.Head = []string{d.say("statistics.age")}
	for i, g := range a.Genders {
		name := d.division(&race.Division{ID: genderID(g), Gender: g})
		c.Legend = append(c.Legend, chart.Series{Class: chart.SeriesClass(i), Label: name})
		c.Table.Head = append(c.Table.Head, name)
	}
	var columns [][]int
	var tips []string
	for i, b := range a.Bands {
		span := d.say("statistics.years", "From", b.From, "To", b.To)
		cells := []string{span}
		for _, n := range b.Counts {
			cells = append(cells, d.l.Number(n))
		}
		c.Table.Rows = append(c.Table.Rows, cells)
		columns, tips = append(columns, b.Counts), append(tips, d.say("statistics.tip", "Span", span, "Count", chart.Sum(b.Counts)))
		c.Ticks = append(c.Ticks, chart.Tick{X: chart.Share(int64(2*i+1), int64(2*len(a.Bands))), Label: span, Anchor: "middle"})
	}
	c.Stacks(columns, tips, d.l.Number)
	part := section{ID: "ages", Title: c.Title, Charts: []chart.Chart{c}}
	if a.Left > 0 {
		part.Note = d.say("statistics.ages_left", "Count", a.Left)
	}
	return part
}
