package page

import (
	"io"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// listIndexView tells which places and times are on which page of a list. A script
// sends a visitor who asks for a place or a time to the page.
type listIndexView struct {
	Frame
	Heading string
	List    Link
	Script  string
	Rows    []span
}

// span is the first and last entry of a page. First, Last and Slowest are the
// numbers for the script: places, and the last official time in seconds, -1 for
// none.
type span struct {
	URL, Places, From, To string
	First, Last, Slowest  int
}

// jumpScript sends visitors to the page they asked for.
const jumpScript = "jump.js"

// ListIndex is the index of a list that has more than one page.
func (s *Set) ListIndex(lang string, v *race.Verdict, rv *race.RaceVerdict, of *lists.List) func(io.Writer) error {
	return s.draw(lang, "listindex.html", func() (any, error) {
		e, rc := v.Edition, rv.Race
		path := func(lang string) string { return s.links.ListIndex(lang, e.ID, rc.ID, of.ID) }
		d := s.draft(lang, path(lang))
		w := d.words(v, rv)
		name := d.listName(of, w)
		title := d.say("jump.title", "Edition", w.edition, "Race", w.race, "Division", name)
		view := listIndexView{
			Frame:   d.frame(title, d.say("jump.description", "Edition", w.edition, "Race", w.race, "Division", name), path),
			Heading: d.say("jump.heading", "Division", name), Script: d.url(s.assetPath[jumpScript]),
		}
		view.NoIndex = true
		d.underRace(&view.Frame, v, rv, Link{URL: d.url(s.links.Division(lang, e.ID, rc.ID, of.ID, 1)), Label: name})
		for page := 1; page <= of.Pages(); page++ {
			rows := of.Shown(page)
			last := of.Place(&rv.Results[rows[len(rows)-1]])
			line := span{Last: last, URL: d.url(s.links.Division(lang, e.ID, rc.ID, of.ID, page)), First: of.FirstPlace(rv, page), Slowest: -1}
			line.Places = d.say("statistics.span", "From", d.l.Number(line.First), "To", d.l.Number(last))
			fastest, slowest := race.NoTime, race.NoTime
			for _, i := range rows {
				c := of.Clock(rc, &rv.Results[i])
				if c != race.NoTime && (fastest == race.NoTime || c < fastest) {
					fastest = c
				}
				slowest = max(slowest, c)
			}
			line.From, line.To = d.l.Clock(fastest), d.l.Clock(slowest)
			if slowest != race.NoTime {
				line.Slowest = int(slowest.Official() / 1000)
			}
			view.Rows = append(view.Rows, line)
		}
		return view, d.err
	})
}
