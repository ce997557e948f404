package judge

import (
	"cmp"
	"maps"
	"slices"

	"guntime/generator/internal/race"
)

// scorer is a runner who may score for a team.
type scorer struct {
	index int32 // in the race's results
	score int64 // milliseconds or a place; the less the better
	woman bool
}

// squad is everybody who may score under one name.
type squad struct {
	spellings map[string]int // of the name, with how many write it so
	scorers   []scorer
}

// teams gives the places of one classification of teams (R65). A runner scores
// who has a place; by time also only with a time that stands.
func teams(rv *race.RaceVerdict, rules *race.TeamRules) race.TeamTable {
	squads := map[string]*squad{}
	for i := range rv.Results {
		r := &rv.Results[i]
		name := r.Entry.TeamOf(rules.By)
		if name == "" || r.Division == nil || r.Place == 0 || r.Division.ID != rules.Division && (rules.Division != "" || r.Division.Outside) {
			continue
		}
		score, ok := teamScore(rv.Race, rules, r)
		if !ok {
			continue
		}
		key := race.FoldTeam(name)
		s := squads[key]
		if s == nil {
			s = &squad{spellings: map[string]int{}}
			squads[key] = s
		}
		s.spellings[name]++
		s.scorers = append(s.scorers, scorer{int32(i), score, r.Entry.Gender == race.Female})
	}
	table := race.TeamTable{TeamRules: rules}
	for _, key := range slices.Sorted(maps.Keys(squads)) {
		squads[key].enter(&table)
	}
	rankTeams(&table, rv, rules)
	return table
}

// teamScore is what a runner brings to a team.
func teamScore(rc *race.Race, rules *race.TeamRules, r *race.Result) (score int64, ok bool) {
	if rules.ByPlaces {
		place := rules.PlaceOf(r)
		return int64(place), place > 0
	}
	clock := race.TeamClock(rc, r)
	return int64(clock), clock != race.NoTime
}

// name is how most write it; of spellings that are equally common the first.
func (s *squad) name() string {
	best := ""
	for _, name := range slices.Sorted(maps.Keys(s.spellings)) {
		if best == "" || s.spellings[name] > s.spellings[best] {
			best = name
		}
	}
	return best
}

// enter makes teams of a squad: its best scorers, and with Several the next best
// as often as they suffice. Whoever is left stands with the last of its teams.
func (s *squad) enter(table *race.TeamTable) {
	slices.SortFunc(s.scorers, func(a, b scorer) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.index, b.index)) })
	rest, name, number := s.scorers, s.name(), 1
	for {
		chosen, left, ok := choose(rest, table.Scorers, table.Women)
		if !ok {
			break
		}
		t := race.Team{Name: name, Number: number, Time: race.NoTime}
		sum := int64(0)
		for _, m := range chosen {
			t.Members = append(t.Members, m.index)
			sum += m.score
		}
		if table.ByPlaces {
			t.Points = int(sum)
		} else {
			t.Time = race.Clock(sum)
		}
		table.Teams = append(table.Teams, t)
		rest = left
		number++
		if !table.Several {
			break
		}
	}
	if len(rest) == 0 {
		return
	}
	var others []int32
	for _, m := range rest {
		others = append(others, m.index)
	}
	if number > 1 {
		table.Teams[len(table.Teams)-1].Others = others
		return
	}
	table.Incomplete = append(table.Incomplete, race.Team{Name: name, Number: 1, Time: race.NoTime, Members: others})
}

// choose takes the best scorers of which so many are women, and returns them and
// the others, both best first. It is false where they do not suffice.
func choose(from []scorer, scorers, women int) (chosen, left []scorer, ok bool) {
	needed := women
	for _, m := range from {
		switch {
		case len(chosen) == scorers:
			left = append(left, m)
		case m.woman:
			chosen = append(chosen, m)
			needed--
		case scorers-len(chosen) > max(needed, 0): // a place that no woman needs
			chosen = append(chosen, m)
		default:
			left = append(left, m)
		}
	}
	return chosen, left, len(chosen) == scorers
}

// rankTeams orders the complete teams by score, then by the better last scorer;
// teams that are equal in both share a place.
func rankTeams(table *race.TeamTable, rv *race.RaceVerdict, rules *race.TeamRules) {
	last := func(t *race.Team) int64 {
		score, _ := teamScore(rv.Race, rules, &rv.Results[t.Members[len(t.Members)-1]])
		return score
	}
	compare := func(a, b race.Team) int {
		return cmp.Or(cmp.Compare(a.Points, b.Points), cmp.Compare(a.Time, b.Time), cmp.Compare(last(&a), last(&b)))
	}
	slices.SortStableFunc(table.Teams, compare)
	for i := range table.Teams {
		t := &table.Teams[i]
		t.Place = i + 1
		if i > 0 && compare(table.Teams[i-1], *t) == 0 {
			t.Place, t.Tied, table.Teams[i-1].Tied = table.Teams[i-1].Place, true, true
		}
	}
}

// inTeamTable tells the runners of a classification of their teams.
func inTeamTable(rv *race.RaceVerdict, table *race.TeamTable) {
	place := func(t *race.Team, row int, members []int32, scores bool) {
		for _, m := range members {
			r := &rv.Results[m]
			r.Teams = append(r.Teams, race.TeamPlace{Rules: table.TeamRules, Name: t.FullName(), Place: t.Place, Of: len(table.Teams), Tied: t.Tied, Scores: scores, Row: row})
		}
	}
	for i := range table.Teams {
		t := &table.Teams[i]
		place(t, i, t.Members, true)
		place(t, i, t.Others, false)
	}
	for i := range table.Incomplete {
		place(&table.Incomplete[i], len(table.Teams)+i, table.Incomplete[i].Members, false)
	}
}
