package social

import (
	"strings"

	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Writer says results in one language, as messengers show them beside a link. While a
// race is not over it tells no place.
type Writer struct {
	Language  *words.Language
	Say       func(id string, args ...any) string
	Points    []string // names, by the index of the point
	Divisions map[*race.Division]string
}

// Result says a result in a line: the time, the place and the net time, or how far the
// runner came. It is "" where there is nothing to tell.
func (w *Writer) Result(rv *race.RaceVerdict, r *race.Result) string {
	var said []string
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	if r.Status == race.Finished {
		if rv.Race.OfLaps() && r.Laps > 0 {
			add(w.outcome(rv.Race, r))
		}
		if r.Gun != race.NoTime {
			add(w.Language.FullClock(r.Gun))
		}
		add(w.place(rv, r))
		if r.Net != race.NoTime && r.Net != r.Gun {
			add(w.Say("shared.net", "Time", w.Language.FullClock(r.Net)))
		}
		return strings.Join(said, " · ")
	}
	for i := min(len(r.Splits), len(rv.Race.Points)) - 1; i > 0; i-- {
		if at := lists.Split(r, i); at != race.NoTime && rv.Race.Points[i].Listed {
			add(w.Say("shared.at", "Point", w.Points[i], "Time", w.Language.Clock(at)))
			break
		}
	}
	if len(said) == 0 && !rv.Over {
		return ""
	}
	if status, err := w.Language.Status(r); err == nil { // the page says it too, and fails with the error
		add(status)
	}
	return strings.Join(said, " · ")
}

// place says the place in the division: 58th of the women. It is "" without one, and
// while the race is not over.
func (w *Writer) place(rv *race.RaceVerdict, r *race.Result) string {
	if r.Place == 0 || !rv.Over {
		return ""
	}
	message := "shared.place"
	if id := r.Division.ID; len(r.Division.Name) == 0 && (id == "men" || id == "women") {
		message += "_" + id
	}
	return w.Say(message, "Division", w.Divisions[r.Division], "Ordinal", w.Language.Ordinal(r.Place))
}

// outcome is what the places of a race go by: a time, or a distance.
func (w *Writer) outcome(rc *race.Race, r *race.Result) string {
	switch {
	case rc.OfLaps() && r.Laps > 0:
		return w.Language.Distance(rc.DistanceOf(r))
	case r.Gun == race.NoTime:
		return ""
	}
	return w.Language.Clock(r.Gun)
}

// Runner returns the texts of the picture of a runner with these published names.
func (w *Writer) Runner(rv *race.RaceVerdict, r *race.Result, name, latin string) Runner {
	says := Runner{Name: name, Time: w.outcome(rv.Race, r), Says: r.Entry.Bib}
	if latin != name {
		says.Latin = latin
	}
	if place := w.place(rv, r); place != "" {
		says.Says += " · " + place
	}
	return says
}
