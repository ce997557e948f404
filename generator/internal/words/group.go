package words

import (
	"cmp"

	"guntime/generator/internal/race"
)

// ByAges reports whether an age group has no name and is called by its ages.
func (l *Language) ByAges(g *race.Group) bool { return g.Name.In(l.tag) == "" && g.Ages != nil }

// Group names an age group or a championship within its division: M40, 40–44.
func (l *Language) Group(g *race.Group) string {
	if !l.ByAges(g) {
		return cmp.Or(g.Name.In(l.tag), g.ID)
	}
	switch {
	case g.Ages.To == 0:
		return l.own("ages.over", "From", g.Ages.From)
	case g.Ages.From <= 1:
		return l.own("ages.under", "Age", g.Ages.To+1)
	}
	return l.own("ages.span", "From", g.Ages.From, "To", g.Ages.To)
}

// GroupOf names one where its division is not known, which is called so.
func (l *Language) GroupOf(division string, g *race.Group) string {
	if !l.ByAges(g) {
		return l.Group(g)
	}
	return l.own("ages.of", "Division", division, "Ages", l.Group(g))
}
