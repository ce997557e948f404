package page

import (
	"html/template"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// fieldView shows where the gun time of a runner is among those of the division: a
// mark over a picture that all runners share.
type fieldView struct {
	Text       string
	Picture    string // its address
	Alt        string
	Mark       template.HTML // the mark, and the times under the picture
	Statistics string        // link to the histogram of all, with the mark
}

// fieldScale is what the pages of the runners of a division share with its picture.
// The outline is not part of it, so that a corrected time changes none of those
// pages.
type fieldScale struct {
	from, to race.Clock
	ticks    template.HTML
	alt      string
	chart    string // id of the histogram on the statistics page
}

// stripTickY is the position of the labels under the picture.
const stripTickY = 88

// among says how many of the division finished after a runner, and where the gun
// time is among all finishers; nil without a gun time.
func (d *draft) among(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, w *raceWords) *fieldView {
	scale := w.fields[r.Division]
	if scale == nil || r.Gun == race.NoTime || r.Gun < scale.from || r.Gun >= scale.to || r.Status != race.Finished && r.Status != race.Unranked {
		return nil
	}
	f := &fieldView{Picture: d.url(d.links.Field(v.Edition.ID, rv.Race.ID, fieldID(r.Division))), Alt: scale.alt,
		Statistics: d.url(d.links.Statistics(d.lang, v.Edition.ID, rv.Race.ID)) + "#" + scale.chart + "=" + r.Gun.Text()}
	x, anchor := chart.Share(int64(r.Gun-scale.from), int64(scale.to-scale.from)), "middle"
	switch where := (r.Gun - scale.from) * 100 / (scale.to - scale.from); {
	case where < 10:
		anchor = "start"
	case where >= 90:
		anchor = "end"
	}
	f.Mark = template.HTML(`<line class="you" x1="` + x + `" x2="` + x + `" y1="16" y2="76"/><text class="you" x="` + x + `" y="12" text-anchor="` + anchor + `">` +
		d.l.Clock(r.Gun) + "</text>\n" + string(scale.ticks))
	if ranked := w.ranked[r.Division]; r.Place > 0 && ranked > 1 {
		behind := max(0, ranked-r.Place)
		f.Text = d.say("runner.field_text", "Division", w.divisions[r.Division], "Behind", behind, "Share", d.percent(behind*100_00/ranked))
	} else {
		f.Text = d.say("runner.field_unplaced", "Division", w.divisions[r.Division])
	}
	return f
}

// fieldID returns the id of the picture of a division, or of runners without one.
func fieldID(division *race.Division) string {
	if division == nil {
		return "others"
	}
	return division.ID
}

// outlines calls each with the bins of every division that has finishers, without
// empty ones at the ends, and the id of the histogram.
func outlines(s *race.Statistics, call func(division *race.Division, id string, width race.Clock, bins []race.Bin, column int)) {
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
			call(division, histogramID(n), h.Width, h.Bins[first:last+1], column)
		}
	}
}

// fieldScales returns the scales of the divisions of a race.
func (d *draft) fieldScales(s *race.Statistics, names map[*race.Division]string) map[*race.Division]*fieldScale {
	all := map[*race.Division]*fieldScale{}
	outlines(s, func(division *race.Division, id string, width race.Clock, bins []race.Bin, _ int) {
		f := &fieldScale{from: bins[0].From, to: bins[len(bins)-1].From + width, chart: id, alt: d.say("runner.field_alt", "Division", names[division])}
		f.ticks = ticksHTML(chart.TimeTicks(int64(f.from), int64(f.to), chart.HoursMinutes), stripTickY)
		all[division] = f
	})
	return all
}

// Fields returns the pictures of how many of each division finished when. Pages of
// runners set a mark on them. Their names have no hash: otherwise one corrected
// time would change every page of the race.
func (s *Set) Fields(v *race.Verdict, rv *race.RaceVerdict) []asset.Asset {
	var all []asset.Asset
	outlines(rv.Statistics, func(division *race.Division, _ string, _ race.Clock, bins []race.Bin, column int) {
		id := fieldID(division)
		all = append(all, asset.Asset{Name: id, Path: s.links.Field(v.Edition.ID, rv.Race.ID, id), Bytes: chart.Outline(bins, column)})
	})
	return all
}
