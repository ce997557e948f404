package page

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// These charts are drawn tens of thousands of times: shared parts are made once for
// a race, the rest is a few numbers.

// paceView is the pace of a runner from point to point, beside the median of the
// division.
type paceView struct {
	Text    string
	Median  string        // name of the median
	Drawing template.HTML // levels, steps and points
	Rows    template.HTML // the same as a table
}

// Positions in the chart of paces, in pixels from its top.
const (
	paceTop    = 12
	paceHeight = 140
)

// paceOpen begins the box of the steps, which is stretched over the drawing.
var paceOpen = fmt.Sprintf(`<svg y="%d" width="100%%" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="none">`, paceTop, paceHeight, chart.PaceBox, chart.PaceBox)

// paces returns the pace of every segment that has one, nil with fewer than two.
func (d *draft) paces(r *race.Result, rc *race.Race, w *raceWords) *paceView {
	if r.Splits == nil || r.Division == nil || rc.Length <= 0 {
		return nil
	}
	middle := w.middles[r.Division]
	var room [24]race.Clock
	own := append(room[:0], make([]race.Clock, len(rc.Points))...)
	fastest, slowest, timed := 0, 0, 0
	low, high := race.NoTime, race.NoTime // the paces between which the drawing lies
	reach := func(c race.Clock) {
		if c != race.NoTime {
			if low == race.NoTime || c < low {
				low = c
			}
			high = max(high, c)
		}
	}
	for i := range rc.Points {
		own[i] = race.NoTime
		if i == rc.Start() || !rc.Points[i].Listed {
			continue
		}
		own[i] = r.Segment(rc, i).Pace(rc.Points[i].At - rc.Points[rc.Before(i)].At)
		reach(own[i])
		reach(middle[i])
		if own[i] == race.NoTime {
			continue
		}
		timed++
		if fastest == 0 || own[i] < own[fastest] {
			fastest = i
		}
		if slowest == 0 || own[i] > own[slowest] {
			slowest = i
		}
	}
	if timed < 2 {
		return nil
	}
	step := chart.PaceStep(high - low)
	top, bottom := low-low%step, high+(step-high%step)%step
	if top == bottom {
		bottom += step
	}
	p := &paceView{Median: w.medians[r.Division],
		Text: d.say("runner.pace_text", "Fastest", d.l.Pace(own[fastest]), "FastestAt", w.stretches[fastest], "Slowest", d.l.Pace(own[slowest]), "SlowestAt", w.stretches[slowest])}
	var html [4096]byte
	b := html[:0]
	for at := top; at <= bottom; at += step {
		y := int64(paceTop + (at-top)*paceHeight/(bottom-top))
		b = strconv.AppendInt(append(b, `<line class="grid" x2="100%" y1="`...), y, 10)
		b = strconv.AppendInt(append(b, `" y2="`...), y, 10)
		b = strconv.AppendInt(append(b, `"/><text x="-8" y="`...), y+4, 10)
		b = append(d.l.AppendPace(append(b, `" text-anchor="end">`...), at), "</text>\n"...)
	}
	b = append(b, paceOpen...)
	b = append(chart.PaceSteps(append(b, `<path class="middle" d="`...), rc, middle, top, bottom), `"/>`...)
	b = append(chart.PaceSteps(append(b, `<path class="mine" d="`...), rc, own, top, bottom), "\"/></svg>\n"...)
	b = append(b, w.pointTicks...)
	rows := len(b)
	for i := range rc.Points {
		if i != rc.Start() && rc.Points[i].Listed {
			b = append(append(append(b, `<tr><th scope="row">`...), w.stretchesHTML[i]...), "</th><td>"...)
			b = d.l.AppendPace(append(d.l.AppendPace(b, own[i]), "</td><td>"...), middle[i])
			b = append(b, "</td></tr>\n"...)
		}
	}
	all := template.HTML(b)
	p.Drawing, p.Rows = all[:rows], all[rows:]
	return p
}

// paceTickY is where the labels under the drawing of paces stand.
const paceTickY = paceTop + paceHeight + 18

// ticksHTML returns the labels under a chart that many pages share.
func ticksHTML(ticks []chart.Tick, y int) template.HTML {
	var b strings.Builder
	b.WriteString(`<g text-anchor="middle">`)
	for _, t := range ticks {
		b.WriteString("<text")
		if t.Minor {
			b.WriteString(` class="minor"`)
		}
		if t.Anchor != "middle" {
			b.WriteString(` text-anchor="` + t.Anchor + `"`)
		}
		b.WriteString(` x="` + t.X + `" y="` + strconv.Itoa(y) + `">` + template.HTMLEscapeString(t.Label) + "</text>")
	}
	b.WriteString("</g>")
	return template.HTML(b.String())
}

// courseTicks returns labels for the kilometres of the listed points. Labels at the
// ends of the axis are aligned inwards; labels too close to the one before are left
// out.
func (d *draft) courseTicks(rc *race.Race) []chart.Tick {
	var ticks []chart.Tick
	last := race.Distance(0)
	for i := range rc.Points {
		p := &rc.Points[i]
		if i == rc.Start() || !p.Listed || i != rc.Finish() && (p.At-last < rc.Length/20 || rc.Length-p.At < rc.Length*3/10) {
			continue
		}
		t := chart.Tick{X: chart.Share(int64(p.At), int64(rc.Length)), Anchor: "middle", Label: d.l.Distance(p.At), Minor: len(ticks)%2 == 0 && i != rc.Finish()}
		if i == rc.Finish() {
			t.Anchor = "end"
		}
		ticks = append(ticks, t)
		last = p.At
	}
	return ticks
}
