package page

import (
	"html/template"
	"slices"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/field"
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

// among says where the gun time of a runner is among all finishers of the division; nil
// without a gun time.
func (d *draft) among(v *race.Verdict, rv *race.RaceVerdict, r *race.Result, w *raceWords) *fieldView {
	scale := w.fields[r.Division]
	if scale == nil || r.Gun == race.NoTime || r.Gun < scale.from || r.Gun >= scale.to || r.Status != race.Finished && r.Status != race.Unranked {
		return nil
	}
	f := &fieldView{Picture: d.url(d.links.Field(v.Edition.ID, rv.Race.ID, fieldID(r.Division))), Alt: scale.alt,
		Statistics: d.url(d.links.Statistics(d.lang, v.Edition.ID, rv.Race.ID)) + "#" + scale.chart + "=" + r.Gun.Text()}
	x, anchor := chart.Share(int64(r.Gun-scale.from), int64(scale.to-scale.from)), ""
	switch where := (r.Gun - scale.from) * 100 / (scale.to - scale.from); {
	case where < 10:
		anchor = ` text-anchor="start"`
	case where >= 90:
		anchor = ` text-anchor="end"`
	}
	f.Mark = template.HTML(`<rect width="2" height="60" x="` + x + `"/><text x="` + x + `"` + anchor + `>` + d.l.Clock(r.Gun) + "</text>" + string(scale.ticks)) // the style sheet has the rest
	f.Text = d.say("runner.field_text", "Division", w.divisions[r.Division])
	return f
}

// fieldID returns the id of the picture of a division, or of runners without one.
func fieldID(division *race.Division) string {
	if division == nil {
		return "others"
	}
	return division.ID
}

// fieldScales returns the scales of the divisions of a race.
func (d *draft) fieldScales(s *race.Statistics, names map[*race.Division]string) map[*race.Division]*fieldScale {
	all := map[*race.Division]*fieldScale{}
	chart.Outlines(s, func(division *race.Division, id string, axis chart.Axis, _ func() []byte) {
		f := &fieldScale{from: axis.From, to: axis.To, chart: id, alt: d.say("runner.field_alt", "Division", names[division])}
		ticks := chart.TimeTicks(int64(f.from), int64(f.to), chart.HoursMinutes)
		f.ticks = chart.TicksHTML(slices.DeleteFunc(ticks, func(t chart.Tick) bool { return t.Minor })) // the ends are round times, and need room
		all[division] = f
	})
	return all
}

// Fields returns what counts the field of a race for all its pages: a picture for each
// division of how many finished when, which runners' pages set a mark on, the lines of
// the median paces, and the style sheet with all numbers in each language. Their names
// have no hash: otherwise one corrected time would change every page of the race.
func (s *Set) Fields(v *race.Verdict, rv *race.RaceVerdict) ([]asset.Asset, error) {
	var all []asset.Asset
	chart.Outlines(rv.Statistics(), func(division *race.Division, _ string, _ chart.Axis, picture func() []byte) {
		id := fieldID(division)
		all = append(all, asset.Asset{Name: id, Path: s.links.Field(v.Edition.ID, rv.Race.ID, id), Bytes: picture()})
	})
	all = append(all, asset.Asset{Name: "paces", Path: s.links.FieldPaces(v.Edition.ID, rv.Race.ID), Bytes: field.Picture(rv)})
	for _, lang := range s.archive.Site.Languages {
		d := s.draft(lang, "")
		w := field.Writer{Say: d.say, Number: d.l.Number, Pace: d.l.AppendPace}
		sheet := asset.Asset{Name: lang, Path: s.links.FieldStyle(lang, v.Edition.ID, rv.Race.ID), Bytes: w.Sheet(rv, s.Lists(rv))}
		if d.err != nil {
			return nil, d.err
		}
		all = append(all, sheet)
	}
	return all, nil
}

// counted has a page load the style sheet that counts the field, once there is one.
func (d *draft) counted(f *Frame, v *race.Verdict, rv *race.RaceVerdict) {
	if rv.Over {
		f.FieldStyle = d.url(d.links.FieldStyle(d.lang, v.Edition.ID, rv.Race.ID))
	}
}
