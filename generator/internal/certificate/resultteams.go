package certificate

import (
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// The columns of teams.
var (
	teamColumn    = column{leafMargin + 14/millimetres, 46 / millimetres, false}
	scorersColumn = column{leafMargin + 62/millimetres, 92 / millimetres, false}
	scoreColumn   = column{leafMargin + 156/millimetres, 18 / millimetres, true}
)

// teams lists the complete teams of each classification with their scorers.
func (s *resultSheet) teams(put func(...item)) {
	for i := range s.rv.Teams {
		table := &s.rv.Teams[i]
		if len(table.Teams) == 0 {
			continue
		}
		name := strings.Join(s.each(func(l *words.Language) (string, error) { return table.Name.In(l.Tag()), nil }), " ")
		heading := func(more string) item {
			text := strings.TrimSpace(name + " " + more)
			return item{block: s.beside(10, 3, s.block(leafMargin, leafInner, paragraph{text: text, strong: true, size: 11, ink: s.black})), keep: true}
		}
		label := func(id string) paragraph { return paragraph{text: s.both(id), size: 6.5, ink: s.quiet} }
		score := "time"
		if table.ByPlaces {
			score = "teams.points"
		}
		head := item{block: s.beside(0, 3, s.cell(placeColumn, label("table.place")), s.cell(teamColumn, label("teams.link")), s.cell(scorersColumn, label("table.name")), s.cell(scoreColumn, label(score))),
			rule: 0.9, ink: s.accent, keep: true}
		again := []item{heading(s.both("rulings.continued")), head}
		items := []item{heading(""), head}
		for j := range table.Teams {
			items = append(items, item{block: s.team(&table.Teams[j]), rule: 0.25, ink: s.hair, head: again})
			if len(items) >= 100 { // a part at a time: nothing long is held
				put(items...)
				items = items[:0]
			}
		}
		put(items...)
	}
}

// team is a team's line.
func (s *resultSheet) team(t *race.Team) block {
	var scorers []string
	for _, m := range t.Members {
		e := s.rv.Results[m].Entry
		name, _ := clean(e.PublishedName())
		if name == "" {
			name = e.Bib
		}
		scorers = append(scorers, name)
	}
	name, _ := clean(t.FullName())
	const size = 7.5
	return s.beside(0.4, 0.4, s.cell(placeColumn, paragraph{text: s.place(t.Place, t.Tied), strong: true, size: size, ink: s.accent}),
		s.cell(teamColumn, paragraph{text: name, size: size, ink: s.black}), s.cell(scorersColumn, paragraph{text: strings.Join(scorers, " · "), size: size, ink: s.black}),
		s.cell(scoreColumn, paragraph{text: t.Score(), strong: true, size: size, ink: s.black}))
}
