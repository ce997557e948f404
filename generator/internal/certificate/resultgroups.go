package certificate

import (
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// placedLine is a runner with what stands for the place: a place, or a clause.
type placedLine struct {
	*race.Result
	place string
}

// lines are results with their places in the division.
func (s *resultSheet) lines(results []race.Result) []placedLine {
	all := make([]placedLine, len(results))
	for i := range results {
		r := &results[i]
		all[i].Result = r
		switch {
		case r.Place > 0:
			all[i].place = s.place(r.Place, r.Tied)
		case r.Reason != nil:
			all[i].place = r.Reason.Clause
		}
	}
	return all
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
		for _, at := range g.Members {
			r := &s.rv.Results[at]
			o := r.Overlays[slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.ID == g.ID })]
			if o.Place > last {
				break
			}
			lines = append(lines, placedLine{r, s.place(o.Place, o.Tied)})
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
