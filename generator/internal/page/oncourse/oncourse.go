// Package oncourse says what a runner's page and the lists say of somebody while the
// race is not over: where and when they were last seen, their place in the order of
// arrival there, and when they are expected at the next point and at the finish.
//
// It takes the verdict, the forecast and the words of one language, and returns
// finished texts. All instants stand in the page with their moment, so that a script
// can say how long ago they were, and who is overdue: the page itself changes only
// when the runner was seen.
package oncourse

import (
	"html/template"
	"strings"
	"time"

	"guntime/generator/internal/forecast"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// View is where somebody was last seen.
type View struct {
	Point, Time  string        // the point, and the time since the gun there
	Order, Place string        // what the place is of, and the place; "" without one
	Text, Finish template.HTML // when that was, and what is expected
	Reason       string        // of what is expected, or of the place
	Due, Overdue string        // the moment until which they are expected at the next point, and what is true after it; "" without one
}

// Writer writes in one language.
type Writer struct {
	*words.Language
	Say     func(id string, args ...any) string
	Edition *race.Edition
	Race    *race.Race
	Points  []string // their names
}

// Of returns what is said of a runner, nil where there is nothing. Division is the
// name of the runner's.
func (w *Writer) Of(r *race.Result, division string) *View {
	a := r.Arrival
	if a == nil {
		return nil
	}
	clock := w.timed("data-seen", a.At, w.second(a.At))
	v := &View{Point: w.Points[a.Point], Time: w.Clock(r.Splits[a.Point]), Text: filled(w.Say("oncourse.seen", "Clock", "{Clock}"), "{Clock}", clock)}
	if a.Point == w.Race.Finish() {
		v.Text = filled(w.Say("oncourse.arrived", "Clock", "{Clock}"), "{Clock}", clock)
		if r.Place > 0 {
			v.Reason = w.Say("oncourse.places")
		}
	}
	if a.Place > 0 {
		v.Order, v.Place = w.Say("oncourse.order", "Division", division, "Point", v.Point), w.Number(a.Place)
		if a.Tied {
			v.Place += "="
		}
	}
	f, ok := forecast.Of(w.Race, r)
	if !ok {
		return v
	}
	v.Text = w.expected(w.Say("oncourse.seen_next", "Clock", "{Clock}", "Point", "{Point}", "About", "{About}", "From", "{From}", "Before", "{Before}"), "data-next", f.Next, "{Clock}", clock)
	v.Due, v.Overdue = w.moment(f.Next.Before), w.Say("oncourse.overdue", "Point", w.Points[f.Next.Point], "Before", w.TimeOfDay(&w.Race.Wall, f.Next.Before))
	if !f.Finish.Empty() {
		v.Finish = w.expected(w.Say("oncourse.finish", "About", "{About}", "From", "{From}", "Before", "{Before}"), "data-finish", f.Finish)
	}
	v.Reason = w.Say("oncourse.reason", "From", w.Points[f.From], "To", w.Points[f.To], "Pace", w.Pace(f.Pace))
	return v
}

// second is what the clock showed at an instant, to the second.
func (w *Writer) second(at race.Instant) string {
	at -= at % 1000
	return w.Race.Wall.Text(at) + w.Race.Wall.Which(at)
}

// expected fills the band into a message. Its instants bear the name, and with -from
// and -before those at its ends.
func (w *Writer) expected(message, name string, b forecast.Band, more ...string) template.HTML {
	at := func(name string, i race.Instant) string { return w.timed(name, i, w.TimeOfDay(&w.Race.Wall, i)) }
	return filled(message, append(more, "{Point}", template.HTMLEscapeString(w.Points[b.Point]),
		"{About}", at(name, b.About), "{From}", at(name+"-from", b.From), "{Before}", at(name+"-before", b.Before))...)
}

// filled is a message with HTML in the places of its marks.
func filled(message string, marks ...string) template.HTML {
	return template.HTML(strings.NewReplacer(marks...).Replace(template.HTMLEscapeString(message)))
}

// timed is an instant as text, with its moment for scripts.
func (w *Writer) timed(name string, at race.Instant, text string) string {
	return "<time " + name + ` datetime="` + w.moment(at) + `">` + template.HTMLEscapeString(text) + "</time>"
}

// moment is an instant for scripts.
func (w *Writer) moment(at race.Instant) string {
	return w.Edition.At(at).In(w.Edition.Zone).Format(time.RFC3339)
}
