package page

import (
	"cmp"
	"slices"
	"strconv"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// timeline is a chart of the winning times of all years, faster ones lower, with
// the course record as a line.
type timeline struct {
	ID, Title, Text string
	Height          int
	Legend          []chart.Series
	Grid            []chart.GridLine
	Ticks           []chart.Tick
	Steps           []stroke
	Dots            []dot
	Head            []string // heads of the table with the same data
	Rows            []timelineRow
}

// timelineRow is the time of a champion in the table under the chart.
type timelineRow struct {
	Year string
	championView
}

// stroke is a straight line. Its ends are shares of the width, and levels.
type stroke struct {
	Class, X1, X2 string
	Y1, Y2        int
}

// dot is one champion's time.
type dot struct {
	Class, X, Tip string
	Y             int
}

// timeline returns the chart of the champions' times, nil if fewer than two are
// known. A disputed time is hollow and is no record.
func (d *draft) timeline(history race.History) *timeline {
	t := &timeline{ID: "times", Title: d.say("history.times"), Text: d.say("history.times_text"), Height: chart.Drawing,
		Head: []string{d.say("history.year"), d.say("table.division"), d.say("history.champion"), d.say("time"), d.say("history.remarks")}}
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
		v := d.championView(c)
		mark := dot{Class: genderClass(c.Gender), X: x(c.Year), Y: y(c.Time), Tip: d.say("history.dot", "Year", strconv.Itoa(c.Year), "Name", v.Name.Text, "Time", v.Time)}
		if c.Status == race.Disputed {
			mark.Class += " hollow"
		}
		t.Dots = append(t.Dots, mark)
		t.Rows = append(t.Rows, timelineRow{strconv.Itoa(c.Year), v})
	}
	for _, line := range history.Records {
		class := genderClass(line.Gender)
		t.Legend = append(t.Legend, chart.Series{Class: class, Label: d.division(&race.Division{ID: genderID(line.Gender)})})
		var from *race.RecordStep
		for i := range line.Steps {
			to := &line.Steps[i]
			if to.Disputed {
				continue
			}
			if from != nil {
				t.Steps = append(t.Steps, stroke{class, x(from.Year), x(to.Year), y(from.Time), y(from.Time)}, stroke{class, x(to.Year), x(to.Year), y(from.Time), y(to.Time)})
			}
			from = to
		}
		if from != nil {
			t.Steps = append(t.Steps, stroke{class, x(from.Year), "100%", y(from.Time), y(from.Time)})
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

// wins counts the victories of each nation, also those of champions whose name is
// unknown but not their nation. It returns nil if no nation is known.
func (d *draft) wins(history race.History) *chart.Chart {
	count := map[string][2]int{}
	unknown := 0
	for i := range history.Champions {
		c := &history.Champions[i]
		nat := c.Nat
		if c.Entry != nil && c.Entry.Visibility == race.Anonymous {
			nat = ""
		}
		switch c.Status {
		case race.Winner, race.ByRuling, race.Disputed, race.UnknownChampion:
		default:
			continue
		}
		if nat == "" {
			unknown++
			continue
		}
		n := count[nat]
		n[first(c.Gender == race.Female)]++
		count[nat] = n
	}
	nations := sortedKeys(count)
	if len(nations) == 0 {
		return nil
	}
	all := func(nat string) int { return count[nat][0] + count[nat][1] }
	slices.SortStableFunc(nations, func(a, b string) int { return cmp.Compare(all(b), all(a)) })
	c := &chart.Chart{ID: "wins", Title: d.say("history.wins"), Text: d.say("history.wins_text", "Count", len(nations)),
		Table: chart.Table{Head: []string{d.say("table.nation"), d.division(&race.Division{ID: "men"}), d.division(&race.Division{ID: "women"}), d.say("history.wins_all")}}}
	var labels, values []string
	var counts []int
	for i, nat := range nations {
		n := count[nat]
		c.Table.Rows = append(c.Table.Rows, []string{d.l.Nation(nat), d.l.Number(n[0]), d.l.Number(n[1]), d.l.Number(all(nat))})
		if i < mostNations {
			labels, values, counts = append(labels, d.l.Nation(nat)), append(values, d.l.Number(all(nat))), append(counts, all(nat))
		}
	}
	if rest := len(nations) - mostNations; rest > 0 {
		c.Text = d.l.Sentences(c.Text, d.say("statistics.more_nations", "Count", rest))
	}
	if unknown > 0 {
		c.Text = d.l.Sentences(c.Text, d.say("history.wins_unknown", "Count", unknown))
	}
	c.Meters(labels, values, counts, counts[0])
	return c
}
