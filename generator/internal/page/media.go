package page

import (
	"fmt"
	"html"
	"io"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

type mediaView struct {
	Frame
	Heading   string
	Data      []string // which results these are
	Clock     string
	Downloads []download
	Summaries []summary
	Tops      []top
	Points    []string // column heads of the splits
	Records   chart.Table
	Snippet   string
	Divisions []Link // what the embedded page may be asked for: id and name
	Embed     Link
	Changes   Link
}

// download is a file and a description of its content.
type download struct {
	URL, Name, Text string
	Save            bool // to save and not to open
}

// summary is a text about a race, to be copied.
type summary struct{ Lang, Name, Text string }

// top is the first runners of a division with their splits.
type top struct {
	ID, Name string
	Rows     []topRow
}

type topRow struct {
	row
	Splits []string
	More   bool // of the embedded page: shown where it is asked for more rows
}

// Media is the page for journalists: the data as files, the first of each division
// with splits, records, and texts to copy.
func (s *Set) Media(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "media.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Media(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := mediaView{Frame: d.frame(d.say("media.title", "Edition", w.edition, "Race", w.race),
			d.say("media.description", "Edition", w.edition, "Race", w.race), path),
			Heading: d.say("media.link"), Data: d.data(v), Clock: w.clock, Records: d.fallen(rv, w),
			Embed:   Link{URL: d.url(s.links.Embed(lang, e.ID, rc.ID)), Label: d.say("media.embed_look")},
			Changes: Link{URL: d.url(s.links.Changes(lang, e.ID)), Label: d.say("changes.link")}}
		d.underRace(&view.Frame, v, rv)
		view.Feed = d.url(s.links.Feed(lang, e.ID))
		for _, file := range []struct {
			path, message string
			save          bool
		}{{s.links.PDF(e.ID, rc.ID), "pdf", false}, {s.links.XLSX(e.ID, rc.ID), "xlsx", true}, {s.links.CSV(e.ID, rc.ID), "csv", true}, {s.links.JSON(e.ID, rc.ID), "json", false}, {s.links.Schema(), "schema", false}, {s.links.Leaders(e.ID, rc.ID), "leaders", false}, {s.links.LiveSchema(), "live_schema", false},
			{s.links.ChangesJSON(e.ID), "changes", false}, {s.links.Feed(lang, e.ID), "atom", false}, {s.links.FeedJSON(lang, e.ID), "jsonfeed", false}} {
			if !rv.Over && (file.message == "pdf" || file.message == "xlsx") {
				continue // they wait for the end
			}
			view.Downloads = append(view.Downloads, download{URL: d.url(file.path), Name: file.path[strings.LastIndexByte(file.path, '/')+1:],
				Text: d.say("media.file_" + file.message), Save: file.save})
		}
		for _, other := range s.languages {
			view.Summaries = append(view.Summaries, d.summary(other, v, rv))
		}
		for i := rc.Start() + 1; i < rc.Finish(); i++ {
			view.Points = append(view.Points, w.points[i])
		}
		for i := range rv.Divisions {
			dv := &rv.Divisions[i]
			t := top{Name: w.divisions[dv.Division]}
			vacant := dv.Vacant
			for j := range firstOf(dv) {
				r := &dv.Results[j]
				for ; len(vacant) > 0 && vacant[0] < r.Place; vacant = vacant[1:] {
					t.Rows = append(t.Rows, topRow{row: row{Place: d.l.Number(vacant[0]), Vacant: d.say("list.vacant")}})
				}
				line := topRow{row: d.row(v, rv, r, w)}
				for p := rc.Start() + 1; p < rc.Finish(); p++ {
					line.Splits = append(line.Splits, d.l.Clock(lists.Split(r, p)))
				}
				t.Rows = append(t.Rows, line)
			}
			if len(t.Rows) > 0 {
				view.Tops = append(view.Tops, t)
			}
		}
		view.Snippet = fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="600" loading="lazy"></iframe><script src="%s" async></script>`,
			html.EscapeString(s.archive.Site.BaseURL+s.links.Embed(lang, e.ID, rc.ID)), html.EscapeString(w.title), html.EscapeString(s.archive.Site.BaseURL+s.links.EmbedScript()))
		for i := range rv.Divisions {
			if dv := rv.Divisions[i].Division; !dv.Outside {
				view.Divisions = append(view.Divisions, Link{URL: dv.ID, Label: w.divisions[dv]})
			}
		}
		return view, d.err
	})
}

// firstOf returns the leaders of a division.
func firstOf(dv *race.DivisionVerdict) []race.Result {
	ranked := rankedOf(dv.Results)
	return ranked[:min(leaders, len(ranked))]
}

// data describes the results: their state, the revision and its date, and whether
// anything changed since.
func (d *draft) data(v *race.Verdict) []string {
	e := v.Edition
	lines := []string{d.say("media.state", "State", d.stateName(v))}
	if n := len(e.Ledger); n > 0 {
		lines = append(lines, d.say("media.released", "Revision", e.Revision(), "Moment", d.l.Moment(e.Ledger[n-1].Released.In(e.Zone))))
	} else {
		lines = append(lines, d.say("revision.first"))
	}
	if n := len(v.Unreleased); n > 0 {
		lines = append(lines, d.say("media.moved", "Count", n))
	}
	return lines
}

// summary describes a race in a language of the site.
func (d *draft) summary(lang string, v *race.Verdict, rv *race.RaceVerdict) summary {
	own := d.draft(lang, d.links.Media(d.lang, v.Edition.ID, rv.Race.ID))
	w := own.words(v, rv)
	lines := []string{own.say("media.headline", "Title", w.title, "Date", own.l.Date(v.Edition.Date), "State", own.stateName(v))}
	if v.Edition.Demonstration {
		lines = append(lines, own.say("banner.demonstration"))
	}
	lines = append(lines, own.facts(v, rv, w)...)
	lines = append(lines, own.say("media.source", "URL", d.archive.Site.BaseURL+d.links.Race(lang, v.Edition.ID, rv.Race.ID)))
	d.note(own.err)
	return summary{Lang: lang, Name: d.languageName(lang), Text: strings.Join(lines, "\n")}
}

// fallen compares the winners' times with the records in the rules.
func (d *draft) fallen(rv *race.RaceVerdict, w *raceWords) chart.Table {
	t := chart.Table{Head: []string{d.say("table.division"), d.say("media.old"), d.say("media.best"), d.say("media.outcome")}, None: d.say("media.no_records")}
	for i := range rv.Divisions {
		dv := &rv.Divisions[i]
		baseline, ok := rv.Race.Rules.Records[dv.Division.ID]
		if !ok {
			continue
		}
		old, best, outcome := d.say("not_stated"), d.l.Clock(race.NoTime), d.l.Clock(race.NoTime)
		if baseline.Time != race.NoTime {
			old = d.l.Clock(baseline.Time)
		}
		if len(dv.Results) > 0 && dv.Results[0].Place == 1 {
			first := &dv.Results[0]
			best = d.outcome(rv.Race, first)
			switch {
			case first.Record != nil:
				outcome = d.say("media.fell")
			case baseline.Time != race.NoTime && first.Gun != race.NoTime:
				outcome = d.say("media.stands")
			}
		}
		t.Rows = append(t.Rows, []string{w.divisions[dv.Division], old, best, outcome})
	}
	return t
}

type embedView struct {
	Frame
	Heading string
	Clock   string
	Script  string
	Outcome string // the head of the column of times
	Tops    []top
	Full    Link
}

// embedded is how many rows of a division the page for frames can show.
const embedded = 20

// Embed is a page with the leaders of each ranked division, for frames on other
// sites.
func (s *Set) Embed(lang string, v *race.Verdict, rv *race.RaceVerdict) func(io.Writer) error {
	return s.draw(lang, "embed.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.Embed(lang, e.ID, rc.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		view := embedView{Frame: d.frame(w.title, w.title, path), Heading: w.title, Clock: w.clock, Outcome: d.outcomeHead(rc), Script: d.url(s.assetPath[embedScript]),
			Full: Link{URL: d.url(s.links.Race(lang, e.ID, rc.ID)), Label: d.say("race.go")}}
		d.under(&view.Frame, v)
		for i := range rv.Divisions {
			dv := &rv.Divisions[i]
			t := top{ID: dv.Division.ID, Name: w.divisions[dv.Division]}
			for j, line := range d.leaders(v, rv, dv, w, dv.Results[:min(embedded, len(rankedOf(dv.Results)))]) {
				t.Rows = append(t.Rows, topRow{row: line, More: j >= leaders})
			}
			if len(t.Rows) > 0 && !dv.Division.Outside {
				view.Tops = append(view.Tops, t)
			}
		}
		return view, d.err
	})
}
