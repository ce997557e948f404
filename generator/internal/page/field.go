package page

import (
	"html/template"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/race"
)

// fieldView is where a runner's gun time lies among the division's: a mark over
// a picture that is the same for all of them.
type fieldView struct {
	Text       string
	Picture    string // its address
	Alt        string
	Mark       template.HTML // over the picture, and the times under it
	Statistics string        // the same among all, marked there
}

// fieldScale is what the pages of a division's runners share with its picture:
// not its outline, so that a time that moves from one step to the next moves
// none of them.
type fieldScale struct {
	from, to race.Clock
	ticks    template.HTML
	alt      string
	chart    string // the id of the histogram on the page of statistics
}

// stripTickY is where the labels under the picture stand.
const stripTickY = 88

// among says how many of the division a runner left behind, and where the gun
// time lies among all of its finishers; nil where there is none.
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

// fieldID names the picture of a division, and of those who fit none.
func fieldID(division *race.Division) string {
	if division == nil {
		return "others"
	}
	return division.ID
}

// outlines calls with the bins of every division that has finishers, from the
// first to the last that holds any, and with the id of the histogram they are
// from.
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

// fieldScales are those of a race's divisions.
func (d *draft) fieldScales(s *race.Statistics, names map[*race.Division]string) map[*race.Division]*fieldScale {
	all := map[*race.Division]*fieldScale{}
	outlines(s, func(division *race.Division, id string, width race.Clock, bins []race.Bin, _ int) {
		f := &fieldScale{from: bins[0].From, to: bins[len(bins)-1].From + width, chart: id, alt: d.say("runner.field_alt", "Division", names[division])}
		f.ticks = ticksHTML(chart.TimeTicks(int64(f.from), int64(f.to), chart.HoursMinutes), stripTickY)
		all[division] = f
	})
	return all
}

// Fields are the pictures of how many of each division finished when, over
// which runners' pages set a mark. Their names carry no hash: were it in the
// pages, one time corrected would change every page of a race.
func (s *Set) Fields(v *race.Verdict, rv *race.RaceVerdict) []asset.Asset {
	var all []asset.Asset
	outlines(rv.Statistics, func(division *race.Division, _ string, _ race.Clock, bins []race.Bin, column int) {
		id := fieldID(division)
		all = append(all, asset.Asset{Name: id, Path: s.links.Field(v.Edition.ID, rv.Race.ID, id), Bytes: chart.Outline(bins, column)})
	})
	return all
}
