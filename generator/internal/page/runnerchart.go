package page

import (
	"html/template"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/field"
	"guntime/generator/internal/race"
)

// paceView is the pace of a runner from point to point, beside the median of the
// division, which is unknown while the race is not over.
type paceView struct {
	Text    string
	Own     string        // name of the own one
	Median  string        // name of the median, "" without one
	Medians string        // class of the table that gets it
	Profile string        // the address of the course's profile, which lies under it; "" without one
	Drawing template.HTML // levels, steps and points
	Rows    template.HTML // the same as a table
}

// paces returns the pace of every segment that has one, nil with fewer than two.
func (d *draft) paces(r *race.Result, rc *race.Race, w *raceWords) *paceView {
	if r.Splits == nil || r.Division == nil || rc.Length <= 0 {
		return nil
	}
	c := chart.PaceChart{Race: rc, Result: r, Pace: d.l.AppendPace, Stretches: w.stretchesHTML, Ticks: w.pointTicks}
	name, known := w.medians[r.Division]
	if known {
		reach := w.reaches[r.Division]
		c.Median, c.Low, c.High = d.url(w.mediansAt)+"#"+r.Division.ID, reach.Low, reach.High
	}
	drawing, rows, ends := c.Draw()
	if drawing == "" {
		return nil
	}
	fast, slow := ends[0], ends[1]
	return &paceView{Own: w.own, Median: name, Medians: field.Medians(r.Division), Drawing: drawing, Rows: rows,
		Text: d.say("runner.pace_text", "Fastest", d.l.Pace(fast.Pace), "FastestAt", w.stretches[fast.Point], "Slowest", d.l.Pace(slow.Pace), "SlowestAt", w.stretches[slow.Point])}
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
