// Package chart lays out charts: columns, outlines, horizontal bars, time axes. It
// computes positions and has no words; each chart has a table with the same data.
package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Chart is a chart with its title, a sentence about it, and its table. It is as
// wide as its place: horizontal positions are shares of the width, so that text
// keeps its size on any screen.
type Chart struct {
	ID, Title, Text string
	From, To        int64 // ends of the time axis in seconds, where a time can be marked
	Said            bool  // the heading above has the title already
	Height          int
	Legend          []Series // "" where there is one series
	Grid            []GridLine
	Ticks           []Tick
	Bars            []Bar
	Area            *Area
	Rows            []Meter
	Table           Table
}

// Table is the data of a chart, or of a page, in rows.
type Table struct {
	Head []string
	Rows [][]string
	None string // text in place of an empty table
}

// Series is a group of bars; its class sets the colour.
type Series struct{ Class, Label string }

// GridLine is a horizontal line with its number.
type GridLine struct {
	Y, LabelY int
	Label     string
}

// Tick is a label under the chart.
type Tick struct {
	X, Label, Anchor string
	Minor            bool // left out on narrow screens
}

// Bar is a vertical bar.
type Bar struct {
	X, Width  string
	Y, Height int
	Class     string
	Tip       string
}

// Area is an outline in its own coordinates, stretched over the width.
type Area struct{ Box, Path string }

// Meter is a horizontal bar with its texts above it.
type Meter struct {
	Label, Value        string
	TextY, BarY, Height int
	Width, Class        string
}

// Vertical positions in a chart, from its top.
const (
	PlotTop    = 20
	PlotHeight = 180
	PlotBottom = PlotTop + PlotHeight
	TickY      = PlotBottom + 18
	Drawing    = TickY + 8
	MeterStep  = 42
)

// Share returns n as a share of all, for positions across the width.
func Share(n, all int64) string {
	if all <= 0 {
		return "0%"
	}
	s := n * 100_000 / all
	text := strconv.FormatInt(s/1000, 10)
	if rest := s % 1000; rest > 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(1000+rest, 10)[1:], "0")
	}
	return text + "%"
}

// levels returns the grid lines of a chart with this highest number: at most four,
// at round numbers. The first result is the number at full height.
func levels(most int, number func(int) string) (int, []GridLine) {
	step := 1
	for most > 4*step {
		switch { // 1, 2, 5, 10 …
		case strings.HasPrefix(strconv.Itoa(step), "2"):
			step = step / 2 * 5
		default:
			step *= 2
		}
	}
	top := max(most, 1)
	var lines []GridLine
	for n := 0; n <= most; n += step {
		y := PlotBottom - n*PlotHeight/top
		lines = append(lines, GridLine{Y: y, LabelY: y + 4, Label: number(n)})
	}
	return top, lines
}

// tickSteps are the possible distances between labels of a time axis, in minutes.
var tickSteps = []int64{1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400}

// TimeTicks returns the labels of a time axis: at most twelve, at round times;
// every other one on a narrow screen.
func TimeTicks(from, to int64, label func(int64) string) []Tick {
	const minute, most = 60_000, 12
	step := tickSteps[len(tickSteps)-1] * minute
	for _, s := range tickSteps {
		if (to-from)/(s*minute) < most {
			step = s * minute
			break
		}
	}
	var ticks []Tick
	first := (from + step - 1) / step * step
	for at := first; at <= to; at += step {
		t := Tick{X: Share(at-from, to-from), Label: label(at), Anchor: "middle", Minor: (at-first)/step%2 == 1}
		switch where := (at - from) * 100; {
		case where < 3*(to-from):
			t.Anchor = "start"
		case where > 97*(to-from):
			t.Anchor = "end"
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// HoursMinutes returns a time without seconds: 3:05.
func HoursMinutes(ms int64) string { return strings.TrimSuffix(race.Clock(ms).String(), ":00") }

// Stacks returns a column for each bin, with its series stacked; tips[i] describes
// the i-th. No column with a runner is invisible.
func (c *Chart) Stacks(columns [][]int, tips []string, number func(int) string) {
	most := 0
	for _, counts := range columns {
		most = max(most, Sum(counts))
	}
	var top int
	top, c.Grid = levels(most, number)
	c.Height = Drawing
	gap := int64(8) // hundredths of a column
	for i, counts := range columns {
		below := 0
		for s, n := range counts {
			if n == 0 {
				continue
			}
			low := PlotBottom - below*PlotHeight/top
			below += n
			high := min(PlotBottom-below*PlotHeight/top, low-1)
			c.Bars = append(c.Bars, Bar{X: Share(int64(i)*100+gap/2, int64(len(columns))*100), Width: Share(100-gap, int64(len(columns))*100),
				Y: high, Height: low - high, Class: SeriesClass(s), Tip: tips[i]})
		}
	}
}

// SeriesClass returns the class of a series. There are six, which then repeat.
func SeriesClass(i int) string { return "s" + strconv.Itoa(i%6) }

// Sum returns the sum of all counts.
func Sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// Outline returns an outline of consecutive numbers, such as those of every minute.
// Zeros may be missing.
func (c *Chart) Outline(at []int64, count []int, from, length int64, number func(int) string) {
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	top, lines := levels(most, number)
	c.Grid, c.Height = lines, Drawing
	var p strings.Builder
	p.WriteString("M0 1000")
	end := int64(0)
	for i, n := range count {
		x := at[i] - from
		if x > end {
			fmt.Fprintf(&p, "V1000H%d", x)
		}
		fmt.Fprintf(&p, "V%dH%d", 1000-n*1000/top, x+1)
		end = x + 1
	}
	p.WriteString("V1000Z")
	c.Area = &Area{Box: fmt.Sprintf("0 0 %d 1000", length), Path: p.String()}
}

// Meters returns horizontal bars, each a share of the longest or of a total.
func (c *Chart) Meters(labels, values []string, counts []int, whole int) {
	for i := range labels {
		y := i * MeterStep
		c.Rows = append(c.Rows, Meter{Label: labels[i], Value: values[i], TextY: y + 15, BarY: y + 22, Height: 8,
			Width: Share(int64(counts[i]), int64(max(whole, 1))), Class: SeriesClass(0)})
	}
	c.Height = len(labels) * MeterStep
}

// TicksHTML returns the labels under a chart that many pages share, at a height in
// pixels.
func TicksHTML(ticks []Tick) template.HTML {
	var b strings.Builder
	b.WriteString("<g>")
	for _, t := range ticks {
		b.WriteString("<text")
		if t.Minor {
			b.WriteString(` class="minor"`)
		}
		if t.Anchor != "middle" {
			b.WriteString(` text-anchor="` + t.Anchor + `"`)
		}
		b.WriteString(` x="` + t.X + `">` + template.HTMLEscapeString(t.Label) + "</text>")
	}
	b.WriteString("</g>")
	return template.HTML(b.String())
}
