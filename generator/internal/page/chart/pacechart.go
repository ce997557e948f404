package chart

import (
	"fmt"
	"html/template"
	"strconv"

	"guntime/generator/internal/race"
)

// PaceChart is the pace of a runner from point to point, beside the median of the
// division. It is drawn tens of thousands of times: shared parts are made once for a
// race, the rest is a few numbers.
type PaceChart struct {
	Race      *race.Race
	Result    *race.Result
	Median    string     // address of the line of the median, "" where it is unknown
	Low, High race.Clock // between which it lies, roughly
	Pace      func(b []byte, c race.Clock) []byte
	Stretches []string      // by index of the point, escaped: the stretch that ends there
	Ticks     template.HTML // the points, under the drawing
}

// PaceAt is the pace of the stretch that ends at a point.
type PaceAt struct {
	Point int
	Pace  race.Clock
}

// Positions in the chart of paces, in pixels from its top. The style sheet has the others:
// how high the chart is, and where the points stand under it.
const (
	paceTop    = 12
	paceHeight = 140
)

// paceOpen begins the box of the steps, which is stretched over the drawing.
var paceOpen = fmt.Sprintf(`<svg y="%d" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="none">`, paceTop, paceHeight, PaceBox, PaceBox)

// Draw returns the levels, steps and points, the same as rows of a table, and the
// fastest and the slowest stretch; nothing with fewer than two stretches.
func (c *PaceChart) Draw() (drawing, rows template.HTML, ends [2]PaceAt) {
	rc := c.Race
	var room [24]race.Clock
	own := append(room[:0], make([]race.Clock, len(rc.Points))...)
	timed := 0
	low, high := race.NoTime, race.NoTime // the paces between which the drawing lies
	reach := func(p race.Clock) {
		if p != race.NoTime {
			if low == race.NoTime || p < low {
				low = p
			}
			high = max(high, p)
		}
	}
	for i := range rc.Points {
		own[i] = race.NoTime
		if i == rc.Start() || !rc.Points[i].Listed {
			continue
		}
		own[i] = c.Result.Segment(rc, i).Pace(rc.Points[i].At - rc.Points[rc.Before(i)].At)
		reach(own[i])
		if own[i] == race.NoTime {
			continue
		}
		timed++
		if timed == 1 || own[i] < ends[0].Pace {
			ends[0] = PaceAt{i, own[i]}
		}
		if timed == 1 || own[i] > ends[1].Pace {
			ends[1] = PaceAt{i, own[i]}
		}
	}
	if timed < 2 {
		return "", "", ends
	}
	if c.Median != "" {
		reach(c.Low)
		reach(c.High)
	}
	step := PaceStep(high - low)
	top, bottom := low-low%step, high+(step-high%step)%step
	if top == bottom {
		bottom += step
	}
	var html [4096]byte
	var beside [512]byte
	b, labels := append(html[:0], `<svg><path class="grid" d="`...), beside[:0] // the box cuts the lines
	for at := top; at <= bottom; at += step {
		y := int64(paceTop + (at-top)*paceHeight/(bottom-top))
		b = append(strconv.AppendInt(append(b, "M0 "...), y, 10), "h9e3"...)
		labels = strconv.AppendInt(append(labels, `<text y="`...), y+4, 10)
		labels = append(c.Pace(append(labels, `">`...), at), "</text>"...)
	}
	b = append(append(append(b, `"/></svg>`...), labels...), paceOpen...)
	if c.Median != "" { // the line of all runners, brought to this chart's scale
		b = append(append(append(b, `<use class="middle" href="`...), c.Median...), `" transform="matrix(1 0 0 `...)
		b = strconv.AppendFloat(b, float64(PaceBox*PaceUnit)/float64(bottom-top), 'f', 4, 64)
		b = strconv.AppendFloat(append(b, " 0 -"...), float64(top)*PaceBox/float64(bottom-top), 'f', 1, 64)
		b = append(b, `)"/>`...)
	}
	b = append(PaceSteps(append(b, `<path class="mine" d="`...), rc, own, top, bottom), "\"/></svg>"...)
	b = append(b, c.Ticks...)
	cut := len(b)
	for i := range rc.Points {
		if i == rc.Start() || !rc.Points[i].Listed {
			continue
		}
		b = append(append(append(b, "<tr><th>"...), c.Stretches[i]...), "<td>"...)
		if b = c.Pace(b, own[i]); c.Median != "" {
			b = append(b, "<td>"...)
		}
		b = append(b, '\n')
	}
	all := template.HTML(b)
	return all[:cut], all[cut:], ends
}
