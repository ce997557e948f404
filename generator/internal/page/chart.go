package page

import (
	"fmt"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// chart is a drawing with its title, what it says in a sentence, and the table
// it is made from. It is as wide as its place: whatever lies across is a share
// of the width, so that text keeps its size on any screen.
type chart struct {
	ID, Title, Text string
	From, To        int64 // what the axis spans, in seconds, where a time on it can be marked
	Said            bool  // a heading above it has said the title
	Height          int
	Legend          []series // "" where there is one series
	Grid            []gridLine
	Ticks           []tick
	Bars            []bar
	Area            *area
	Rows            []meter
	Table           table
}

// series is a group of bars; its class gives the colour.
type series struct{ Class, Label string }

// gridLine is a level with its figure.
type gridLine struct {
	Y, LabelY int
	Label     string
}

// tick is a label under the drawing.
type tick struct {
	X, Label, Anchor string
	Minor            bool // left out where there is little room
}

// bar is an upright one.
type bar struct {
	X, Width  string
	Y, Height int
	Class     string
	Tip       string
}

// area is an outline in a coordinate system of its own that is stretched over
// the width.
type area struct{ Box, Path string }

// meter is a lying bar with its texts above it.
type meter struct {
	Label, Value        string
	TextY, BarY, Height int
	Width, Class        string
}

// Where things lie in an upright drawing, from its top.
const (
	plotTop    = 20
	plotHeight = 180
	plotBottom = plotTop + plotHeight
	tickY      = plotBottom + 18
	drawing    = tickY + 8
	meterStep  = 42
)

// share writes n of all as a share of the width.
func share(n, all int64) string {
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

// levels are the lines of a drawing whose highest figure is most: at most
// four, at round figures. The first result is what its full height stands for.
func (d *draft) levels(most int) (int, []gridLine) {
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
	var lines []gridLine
	for n := 0; n <= most; n += step {
		y := plotBottom - n*plotHeight/top
		lines = append(lines, gridLine{Y: y, LabelY: y + 4, Label: d.l.Number(n)})
	}
	return top, lines
}

// tickSteps are the spans between two labels of a time axis, in minutes.
var tickSteps = []int64{1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400}

// timeTicks labels an axis of times: at most twelve, at round figures; on a
// narrow screen every other one.
func timeTicks(from, to int64, label func(int64) string) []tick {
	const minute, most = 60_000, 12
	step := tickSteps[len(tickSteps)-1] * minute
	for _, s := range tickSteps {
		if (to-from)/(s*minute) < most {
			step = s * minute
			break
		}
	}
	var ticks []tick
	first := (from + step - 1) / step * step
	for at := first; at <= to; at += step {
		t := tick{X: share(at-from, to-from), Label: label(at), Anchor: "middle", Minor: (at-first)/step%2 == 1}
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

// hoursMinutes writes a time without its seconds: 3:05.
func hoursMinutes(ms int64) string { return strings.TrimSuffix(race.Clock(ms).String(), ":00") }

// stacks draws a column a bin, its series on top of each other, tips[i] saying
// what the i-th is. No column with anybody in it is invisible.
func (d *draft) stacks(c *chart, columns [][]int, tips []string) {
	most := 0
	for _, counts := range columns {
		most = max(most, sum(counts))
	}
	var top int
	top, c.Grid = d.levels(most)
	c.Height = drawing
	gap := int64(8) // of a column's hundred parts
	for i, counts := range columns {
		below := 0
		for s, n := range counts {
			if n == 0 {
				continue
			}
			low := plotBottom - below*plotHeight/top
			below += n
			high := min(plotBottom-below*plotHeight/top, low-1)
			c.Bars = append(c.Bars, bar{X: share(int64(i)*100+gap/2, int64(len(columns))*100), Width: share(100-gap, int64(len(columns))*100),
				Y: high, Height: low - high, Class: seriesClass(s), Tip: tips[i]})
		}
	}
}

// seriesClass is the class of a series; after the sixth they begin again.
func seriesClass(i int) string { return "s" + strconv.Itoa(i%6) }

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// outline draws figures that follow each other without a gap, such as those of
// every minute. Those that are nothing may be absent.
func (d *draft) outline(c *chart, at []int64, count []int, from, length int64) {
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	top, lines := d.levels(most)
	c.Grid, c.Height = lines, drawing
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
	c.Area = &area{Box: fmt.Sprintf("0 0 %d 1000", length), Path: p.String()}
}

// meters draws lying bars, each a share of the longest or of a whole.
func (c *chart) meters(labels, values []string, counts []int, whole int) {
	for i := range labels {
		y := i * meterStep
		c.Rows = append(c.Rows, meter{Label: labels[i], Value: values[i], TextY: y + 15, BarY: y + 22, Height: 8,
			Width: share(int64(counts[i]), int64(max(whole, 1))), Class: seriesClass(0)})
	}
	c.Height = len(labels) * meterStep
}
