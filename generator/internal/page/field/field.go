// Package field says what counts the field of a race that is over: how many have a
// place in each list, how many have none and why, and the median paces.
//
// Tens of thousands of pages show these figures, and a correction of one runner may
// change any of them. So they do not stand in the pages: they are in one style sheet for
// each race and language, as generated text, and in one picture. A page has the places
// for them and never changes with them. Screen readers read generated text as they read
// other text; no script is needed.
package field

import (
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// Writer writes in one language.
type Writer struct {
	Say    func(id string, args ...any) string
	Number func(int) string
	Pace   func(b []byte, c race.Clock) []byte
}

// The classes of elements behind which the style sheet writes.

// Of is the class where the number of those with a place in a list follows a place:
// "/1,203".
func Of(list string) string { return "of-" + flat(list) }

// Size is the class where that number stands as words.
func Size(list string) string { return "size-" + flat(list) }

// Teams is the class where the number of the complete teams of a classification stands
// as words.
func Teams(id string) string { return "size-" + flat(lists.Teams+"/"+id) }

// Without is the class where the number of those of a division with a status follows,
// who have no place there; "" is all of them.
func Without(division *race.Division, status race.Status) string {
	class := "rest"
	if status != "" {
		class += "-" + string(status)
	}
	if division != nil {
		class += "_" + division.ID
	}
	return class
}

// Medians is the class of a table with a row for each listed point but the start: its
// last cells get the median pace of a division to that point.
func Medians(division *race.Division) string { return "medians-" + division.ID }

// flat makes the id of a list a part of a class. No id has an underscore.
func flat(list string) string { return strings.ReplaceAll(list, "/", "_") }

// Sheet is the style sheet of a race.
func (w *Writer) Sheet(rv *race.RaceVerdict, all []*lists.List) []byte {
	var b []byte
	after := func(selector, text string) {
		b = append(append(append(b, selector...), `::after{content:"`...), quoted(text)...)
		b = append(b, "\"}\n"...)
	}
	listed := func(id string, ranked, rows int) {
		after("."+Of(id), "/"+w.Number(ranked))
		after("."+Size(id), " · "+w.Say("division.size", "Count", rows))
	}
	for _, t := range rv.Teams {
		after("."+Teams(t.ID), " · "+w.Say("teams.size", "Count", len(t.Teams)))
	}
	overall := false
	for _, l := range all {
		switch {
		case l.Group != nil:
			listed(l.ID, l.Group.Ranked, len(l.Rows))
		case l.Division != nil:
			listed(l.ID, rv.Division(l.Division).Counts.Ranked, len(l.Rows))
		default:
			overall = true
			listed(l.ID, rv.RankedOverall(), len(l.Rows))
		}
	}
	if !overall { // one division is ranked, and its list is that of all
		after("."+Of(lists.Overall), "/"+w.Number(rv.RankedOverall()))
	}
	without := func(division *race.Division, results []race.Result) {
		counts := map[race.Status]int{}
		rest := 0
		for i := range results {
			if r := &results[i]; r.Place == 0 {
				counts[r.Status]++
				rest++
			}
		}
		after("."+Without(division, ""), " · "+w.Say("others.count", "Count", rest))
		for _, status := range race.Statuses {
			if counts[status] > 0 {
				after("."+Without(division, status), " · "+w.Say("others.count", "Count", counts[status]))
			}
		}
	}
	for i := range rv.Divisions {
		without(rv.Divisions[i].Division, rv.Divisions[i].Results)
	}
	without(nil, rv.Undivided())
	for division, paces := range medians(rv) {
		row := 0
		for i, p := range paces {
			if i == rv.Race.Start() || !rv.Race.Points[i].Listed {
				continue
			}
			row++
			after("."+Medians(division)+" tr:nth-child("+strconv.Itoa(row)+") td:last-child", string(w.Pace(nil, p)))
		}
	}
	return b
}

// quoted makes a text a part of a string of CSS.
func quoted(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\a `, "<", `\3c `).Replace(text)
}

// medians yields the divisions with their median pace to each point from the one
// before, NoTime where there is none.
func medians(rv *race.RaceVerdict) func(yield func(*race.Division, []race.Clock) bool) {
	return func(yield func(*race.Division, []race.Clock) bool) {
		rc := rv.Race
		for n := range rv.Statistics().Divisions {
			f := &rv.Statistics().Divisions[n]
			paces := slices.Repeat([]race.Clock{race.NoTime}, len(rc.Points))
			for _, p := range f.Passages {
				i := rc.Point(p.Point)
				paces[i] = p.Segment.Pace(rc.Points[i].At - rc.Points[rc.Before(i)].At)
			}
			if f.Division != nil && !yield(f.Division, paces) {
				return
			}
		}
	}
}

// Reach is between which paces the median of a division lies, in coarse steps: a chart
// has room for it, and a correction hardly ever changes it.
type Reach struct{ Low, High race.Clock }

// reachStep is the coarse step, per kilometre.
const reachStep race.Clock = 30_000

// Reaches are those of the divisions that have medians.
func Reaches(rv *race.RaceVerdict) map[*race.Division]Reach {
	all := map[*race.Division]Reach{}
	for division, paces := range medians(rv) {
		paces = slices.DeleteFunc(paces, func(p race.Clock) bool { return p == race.NoTime })
		if len(paces) > 0 {
			low, high := slices.Min(paces), slices.Max(paces)
			all[division] = Reach{low - low%reachStep, high + (reachStep-high%reachStep)%reachStep}
		}
	}
	return all
}

// Picture is the lines of the median paces of a race: for each division a path whose
// id is that of the division, across chart.PaceBox, a hundredth of a second per
// kilometre being one unit of height.
func Picture(rv *race.RaceVerdict) []byte {
	b := []byte(`<svg xmlns="http://www.w3.org/2000/svg">` + "\n")
	for division, paces := range medians(rv) {
		b = append(append(append(b, `<path id="`...), division.ID...), `" vector-effect="non-scaling-stroke" d="`...)
		b = append(chart.PaceSteps(b, rv.Race, paces, 0, chart.PaceBox*chart.PaceUnit), "\"/>\n"...)
	}
	return append(b, "</svg>\n"...)
}
