package chart

import (
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// Axis is a time axis, rounded outwards to coarse steps, so that a correction of the
// first or the last finisher hardly ever moves it.
type Axis struct{ From, To race.Clock }

// axisOf returns the axis for times between two.
func axisOf(from, to race.Clock) Axis {
	const minute = race.Clock(60_000)
	step := minute
	for _, s := range []race.Clock{30, 15, 5} {
		if to-from >= 6*s*minute {
			step = s * minute
			break
		}
	}
	down := func(c race.Clock) race.Clock { return c - (c%step+step)%step }
	return Axis{down(from), down(to + step - 1)}
}

// Outline draws the outline of one column of a histogram over an axis, to be stretched
// to its place, in the style sheet's soft colour on its paper. Its unit is a second.
func Outline(bins []race.Bin, width race.Clock, column int, axis Axis) []byte {
	highest := 1
	for _, b := range bins {
		highest = max(highest, b.Counts[column])
	}
	second := func(c race.Clock) string { return strconv.FormatInt(int64(c-axis.From)/1000, 10) }
	var p strings.Builder
	p.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ` + second(axis.To) + ` 100" preserveAspectRatio="none">` +
		`<style>@media(prefers-color-scheme:dark){path{fill:#524e49}}</style><path fill="#bebab6" d="M0 100`)
	level := 100
	for _, b := range bins {
		if y := 100 - b.Counts[column]*100/highest; y != level {
			p.WriteString("H" + second(b.From) + "V" + strconv.Itoa(y))
			level = y
		}
	}
	p.WriteString("H" + second(bins[len(bins)-1].From+width) + "V100Z\"/></svg>\n")
	return []byte(p.String())
}

// Outlines calls each with every division that has finishers: the id of its histogram,
// the time axis, and its picture.
func Outlines(s *race.Statistics, call func(division *race.Division, id string, axis Axis, picture func() []byte)) {
	for n, h := range []*race.Histogram{&s.Finish, &s.Outside} {
		for column, division := range h.Divisions {
			first, last := -1, 0
			for i, b := range h.Bins {
				if b.Counts[column] > 0 {
					if first < 0 {
						first = i
					}
					last = i
				}
			}
			bins := h.Bins[first : last+1]
			axis := axisOf(bins[0].From, bins[len(bins)-1].From+h.Width)
			call(division, HistogramID(n), axis, func() []byte { return Outline(bins, h.Width, column, axis) })
		}
	}
}

// HistogramID returns the id of the n-th histogram of finish times. A link to it
// that ends in "=2:14:34" marks that time.
func HistogramID(n int) string { return "finish-" + strconv.Itoa(n+1) }
