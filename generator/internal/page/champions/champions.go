// Package champions lays out the charts of the history: the winning times of all years,
// and the victories of each nation. R is a line of the table under a chart, which the
// page makes.
package champions

import (
	"strconv"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// Writer writes the charts in one language.
type Writer[R any] struct {
	Say      func(id string, args ...any) string
	Number   func(n int) string
	Nation   func(code string) string
	Division func(g race.Gender) string
	Row      func(c *race.Champion) (row R, name, time string)
	Join     func(first string, more ...string) string // sentences
}

// Timeline is a chart of the winning times of all years, faster ones lower, with
// the course record as a line.
type Timeline[R any] struct {
	ID, Title, Text string
	Height          int
	Legend          []chart.Series
	Grid            []chart.GridLine
	Ticks           []chart.Tick
	Steps           []Stroke
	Dots            []Dot
	Head            []string // heads of the table with the same data
	Rows            []TimelineRow[R]
}

// TimelineRow is the time of a champion in the table under the chart.
type TimelineRow[R any] struct {
	Year string
	Of   R
}

// Stroke is a straight line. Its ends are shares of the width, and levels.
type Stroke struct {
	Class, X1, X2 string
	Y1, Y2        int
}

// Dot is one champion's time.
type Dot struct {
	Class, X, Tip string
	Y             int
}

// Timeline returns the chart of the champions' times, nil if fewer than two are
// known. A disputed time is hollow and is no record.
func (w *Writer[R]) Timeline(history race.History) *Timeline[R] {
	t := &Timeline[R]{ID: "times", Title: w.Say("history.times"), Text: w.Say("history.times_text"), Height: chart.Drawing,
		Head: []string{w.Say("history.year"), w.Say("table.division"), w.Say("history.champion"), w.Say("time"), w.Say("history.remarks")}}
	won := func(c *race.Champion) bool {
		return c.Time != race.NoTime && (c.Status == race.Winner || c.Status == race.Disputed)
	}
	first, last, low, high := 0, 0, race.NoTime, race.Clock(0)
	for i := range history.Champions {
		if c := &history.Champions[i]; won(c) {
			if low == race.NoTime {
				first, last, low = c.Year, c.Year, c.Time
			}
			first, last, low, high = min(first, c.Year), max(last, c.Year), min(low, c.Time), max(high, c.Time)
		}
	}
	if first == last {
		return nil
	}
	const step = race.Clock(5 * 60_000)
	low, high = low/step*step, (high+step-1)/step*step
	if high == low {
		high += step
	}
	x := func(year int) string { return chart.Share(int64(year-first), int64(last-first)) }
	y := func(c race.Clock) int { return chart.PlotBottom - int(int64(c-low)*chart.PlotHeight/int64(high-low)) }
	for level := low; level <= high; level += 2 * step {
		t.Grid = append(t.Grid, chart.GridLine{Y: y(level), LabelY: y(level) + 4, Label: chart.HoursMinutes(int64(level))})
	}
	for year := (first + 4) / 5 * 5; year <= last; year += 5 {
		anchor := "middle"
		switch {
		case year == first:
			anchor = "start"
		case year >= last-1:
			anchor = "end"
		}
		t.Ticks = append(t.Ticks, chart.Tick{X: x(year), Label: strconv.Itoa(year), Anchor: anchor, Minor: year%10 != 0})
	}
	for i := range history.Champions {
		c := &history.Champions[i]
		if !won(c) {
			continue
		}
		row, name, at := w.Row(c)
		mark := Dot{Class: genderClass(c.Gender), X: x(c.Year), Y: y(c.Time), Tip: w.Say("history.dot", "Year", strconv.Itoa(c.Year), "Name", name, "Time", at)}
		if c.Status == race.Disputed {
			mark.Class += " hollow"
		}
		t.Dots = append(t.Dots, mark)
		t.Rows = append(t.Rows, TimelineRow[R]{strconv.Itoa(c.Year), row})
	}
	for _, line := range history.Records {
		class := genderClass(line.Gender)
		t.Legend = append(t.Legend, chart.Series{Class: class, Label: w.Division(line.Gender)})
		var from *race.RecordStep
		for i := range line.Steps {
			to := &line.Steps[i]
			if to.Disputed {
				continue
			}
			if from != nil {
				t.Steps = append(t.Steps, Stroke{class, x(from.Year), x(to.Year), y(from.Time), y(from.Time)}, Stroke{class, x(to.Year), x(to.Year), y(from.Time), y(to.Time)})
			}
			from = to
		}
		if from != nil {
			t.Steps = append(t.Steps, Stroke{class, x(from.Year), "100%", y(from.Time), y(from.Time)})
		}
	}
	return t
}

func genderClass(g race.Gender) string {
	if g == race.Female {
		return chart.SeriesClass(1)
	}
	return chart.SeriesClass(0)
}

// mostNations is how many nations the chart of wins has.
const mostNations = 8

// Wins shows the victories of each nation; nil if no nation is known.
func (w *Writer[R]) Wins(history race.History) *chart.Chart {
	nations, unknown := lists.WinsOf(history.Champions)
	if len(nations) == 0 {
		return nil
	}
	c := &chart.Chart{ID: "wins", Title: w.Say("history.wins"), Text: w.Say("history.wins_text", "Count", len(nations)),
		Table: chart.Table{Head: []string{w.Say("table.nation"), w.Division(race.Male), w.Division(race.Female), w.Say("history.wins_all")}}}
	var labels, values []string
	var counts []int
	for i, n := range nations {
		name := w.Nation(n.Nation)
		c.Table.Rows = append(c.Table.Rows, []string{name, w.Number(n.Men), w.Number(n.Women), w.Number(n.All)})
		if i < mostNations {
			labels, values, counts = append(labels, name), append(values, w.Number(n.All)), append(counts, n.All)
		}
	}
	if rest := len(nations) - mostNations; rest > 0 {
		c.Text = w.Join(c.Text, w.Say("statistics.more_nations", "Count", rest))
	}
	if unknown > 0 {
		c.Text = w.Join(c.Text, w.Say("history.wins_unknown", "Count", unknown))
	}
	c.Meters(labels, values, counts, counts[0])
	return c
}
