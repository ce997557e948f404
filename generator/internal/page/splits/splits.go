// Package splits writes the rows of the table of a runner's points. It is written by Go and
// not by a template because its cells are most of a page.
package splits

import (
	"html/template"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Writer writes the rows in one language.
type Writer struct {
	Language *words.Language
	Points   []string                  // names by the index of the point, escaped
	Place    func(*race.Result) string // the official place
}

// The script that compares runners finds their times by the names of the cells; the style
// sheet counts the others. Cells and
// rows have no end tags, which HTML does not need before the next one, and heads no scope,
// which follows from their row or column being all heads: together a tenth of a page.
const (
	figure = "<td>"
	gun    = "<td data-gun>"
	net    = "<td data-net>"
)

// Rows returns the rows of the points after the start, "" where the runner was seen at
// none of them, and whether they have the columns of places and of net times. A segment
// and its pace stand only where both of its ends were seen. Times are rounded up once,
// each from the raw clock. All but the points' names is figures.
func (w *Writer) Rows(rc *race.Race, r *race.Result) (rows template.HTML, places, nets bool) {
	placed := func(i int) int { // 0 without a place there
		if i < len(r.SplitPlaces) && lists.Split(r, i) != race.NoTime {
			return max(0, int(r.SplitPlaces[i]))
		}
		return 0
	}
	seen := false
	for i := 1; i < len(r.Splits) && i < len(rc.Points); i++ {
		if rc.Points[i].Listed && lists.Split(r, i) != race.NoTime {
			seen = true
			places = places || placed(i) > 0
		}
	}
	if !seen {
		return "", false, false
	}
	nets = r.StartDelay != race.NoTime
	var room [4096]byte
	b, before := room[:0], 0 // place at the last point that has one
	for i := 1; i < len(rc.Points); i++ {
		p := &rc.Points[i]
		if !p.Listed {
			continue
		}
		at, segment, open := lists.Split(r, i), r.Segment(rc, i), `<tr>`
		switch {
		case at == race.NoTime:
			open = `<tr class="missed">`
		case i == rc.Finish():
			open = `<tr class="finish">`
		}
		b = append(append(append(b, open...), "<th>"...), w.Points[i]...)
		b = w.Language.AppendClock(append(b, gun...), at)
		if nets {
			own := race.NoTime
			if at != race.NoTime {
				own = at - r.StartDelay
			}
			b = w.Language.AppendClock(append(b, net...), own)
		}
		b = w.Language.AppendClock(append(b, figure...), segment)
		b = w.Language.AppendPace(append(b, figure...), segment.Pace(p.At-rc.Points[rc.Before(i)].At))
		if places {
			here := placed(i)
			b = append(b, figure...)
			switch {
			case here > 0 && i == rc.Finish() && r.Place > 0: // rulings move places; the finish has the official one
				b = append(b, w.Place(r)...)
			case here > 0:
				b = w.Language.AppendNumber(b, here)
			}
			b = append(b, figure...)
			if here > 0 && before > 0 {
				b = w.gained(b, before-here)
			}
			if here > 0 {
				before = here
			}
		}
		b = append(b, '\n')
	}
	return template.HTML(b), places, nets
}

// gained appends how many places were won or lost.
func (w *Writer) gained(b []byte, places int) []byte {
	switch {
	case places > 0:
		return w.Language.AppendNumber(append(b, '+'), places)
	case places < 0:
		return w.Language.AppendNumber(append(b, "−"...), -places)
	}
	return append(b, '=')
}
