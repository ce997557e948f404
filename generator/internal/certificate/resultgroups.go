package certificate

import (
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// placedLine is a runner with what stands for the place: a place, or a clause. Of a
// place that stays vacant there is no runner.
type placedLine struct {
	*race.Result
	place string
}

// lines are results with their places in the division, and the places that stay
// vacant above each of them.
func (s *resultSheet) lines(results []race.Result, vacant []int) []placedLine {
	all := make([]placedLine, 0, len(results))
	for i := range results {
		r := &results[i]
		line := placedLine{Result: r}
		switch {
		case r.Place > 0:
			all, vacant = s.vacant(all, vacant, r.Place)
			line.place = s.place(r.Place, r.Tied)
		case r.Reason != nil:
			line.place = r.Reason.Clause
		}
		all = append(all, line)
	}
	return all
}

// vacant adds lines for the vacant places before another one, and returns those that
// are left.
func (s *resultSheet) vacant(lines []placedLine, vacant []int, before int) ([]placedLine, []int) {
	for len(vacant) > 0 && vacant[0] < before {
		lines = append(lines, placedLine{place: s.place(vacant[0], false)})
		vacant = vacant[1:]
	}
	return lines, vacant
}

// after are the vacant places behind a place.
func after(vacant []int, place int) []int {
	for len(vacant) > 0 && vacant[0] <= place {
		vacant = vacant[1:]
	}
	return vacant
}

func (s *resultSheet) place(n int, shared bool) string {
	place := s.sheetLanguages[0].Number(n)
	if shared {
		place += "="
	}
	return place
}

// groupLeaders is how many of an age group are listed where fewer places earn
// something.
const groupLeaders = 3

// groups lists the first of each age group.
func (s *resultSheet) groups(put func(...item)) {
	for i := range s.rv.Groups {
		g := &s.rv.Groups[i]
		if g.Ages == nil {
			continue
		}
		set := s.rv.Race.Rules.AgeSet(g.Ages.Set)
		last := max(groupLeaders, set.Trophies)
		for _, p := range set.Prizes {
			last = max(last, p.Place)
		}
		var lines []placedLine
		vacant := g.Vacant
		for _, at := range g.Members {
			r := &s.rv.Results[at]
			o := r.Overlays[slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.ID == g.ID })]
			if o.Place > last {
				break
			}
			lines, vacant = s.vacant(lines, vacant, o.Place)
			lines = append(lines, placedLine{r, s.place(o.Place, o.Tied)})
		}
		if g.Ranked < last {
			lines, _ = s.vacant(lines, vacant, last+1)
		}
		if len(lines) > 0 {
			put(s.list(s.group(g), "", lines, 7.5, len(lines) <= 2*groupLeaders)...)
		}
	}
}

// group names an age group in the languages of the sheet.
func (s *resultSheet) group(g *race.GroupVerdict) string {
	return strings.Join(s.each(func(l *words.Language) (string, error) {
		division, err := l.Division(g.Division)
		if err != nil || l.ByAges(g.Group) {
			return l.GroupOf(division, g.Group), err
		}
		return l.Say("division.group", "Division", division, "Group", l.Group(g.Group))
	}), " ")
}
