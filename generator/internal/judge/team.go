package judge

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// scorer is a runner who may score for a team.
type scorer struct {
	index int32 // in the race's results
	score int64 // milliseconds or a place; the less the better
	woman bool
}

// squad is everybody who may score under one name, however it is written.
type squad struct {
	key       string  // the folded name
	spellings []int32 // the numbers of the names
	scorers   []scorer
}

// squads are whose team each runner of a race is in by one column of the entries: a
// name is folded once, however many have it and however many classifications ask.
type squads struct {
	names []string // by number, as they are written
	of    []int32  // by name: the squad
	all   []squad
	order []int32 // the squads by folded name
	runs  []int32 // by result: the number of the name, -1 without one
	women []bool  // by result
}

// squadsBy numbers the names of teams and of squads.
func squadsBy(rv *race.RaceVerdict, by race.TeamKey) *squads {
	s := &squads{runs: make([]int32, len(rv.Results)), women: make([]bool, len(rv.Results))}
	numbers, keys := map[string]int32{}, map[string]int32{}
	for i := range rv.Results {
		e := rv.Results[i].Entry
		name := e.TeamOf(by)
		s.women[i] = e.Gender == race.Female
		if s.runs[i] = -1; name == "" {
			continue
		}
		n, known := numbers[name]
		if !known {
			key := race.FoldTeam(name)
			at, there := keys[key]
			if !there {
				at = int32(len(s.all))
				keys[key] = at
				s.all, s.order = append(s.all, squad{key: key}), append(s.order, at)
			}
			n = int32(len(s.names))
			numbers[name] = n
			s.names, s.of = append(s.names, name), append(s.of, at)
			s.all[at].spellings = append(s.all[at].spellings, n)
		}
		s.runs[i] = n
	}
	slices.SortFunc(s.order, func(a, b int32) int { return cmp.Compare(s.all[a].key, s.all[b].key) })
	return s
}

// teamTables gives the places of all classifications of teams of a race, and tells
// the runners of them.
func teamTables(rv *race.RaceVerdict) []race.TeamTable {
	rules := rv.Race.Rules.Teams
	if len(rules) == 0 {
		return nil
	}
	tables, by := make([]race.TeamTable, len(rules)), map[race.TeamKey]*squads{}
	for i := range rules {
		s := by[rules[i].By]
		if s == nil {
			s = squadsBy(rv, rules[i].By)
			by[rules[i].By] = s
		}
		tables[i] = s.table(rv, &rules[i])
	}
	places, next := make([]int32, len(rv.Results)), 0 // how many classifications each is in
	for i := range tables {
		each(&tables[i], func(m int32) {
			places[m]++
			next++
		})
	}
	room := make([]*race.TeamPlace, next)
	for i, n := range places {
		if n > 0 {
			rv.Results[i].Teams, room = room[:0:n], room[n:]
		}
	}
	for i := range tables {
		inTeamTable(rv, &tables[i])
	}
	return tables
}

// each goes through all runners of a classification, each once.
func each(table *race.TeamTable, do func(int32)) {
	for _, teams := range [][]race.Team{table.Teams, table.Incomplete} {
		for i := range teams {
			for _, members := range [][]int32{teams[i].Members, teams[i].Others} {
				for _, m := range members {
					do(m)
				}
			}
		}
	}
}

// table gives the places of one classification of teams (R65). A runner scores
// who has a place; by time also only with a time that stands.
func (s *squads) table(rv *race.RaceVerdict, rules *race.TeamRules) race.TeamTable {
	counts, in := make([]int32, len(s.names)), make([]int32, len(s.all))
	scores := make([]int64, len(rv.Results))
	total, only := 0, rv.Race.Division(rules.Division)
	for i := range rv.Results {
		r := &rv.Results[i]
		n := s.runs[i]
		if scores[i] = -1; n < 0 || r.Division == nil || r.Place == 0 || r.Division != only && (rules.Division != "" || r.Division.Outside) {
			continue
		}
		if score, ok := teamScore(rv.Race, rules, r); ok {
			scores[i] = score
			counts[n]++
			in[s.of[n]]++
			total++
		}
	}
	room := make([]scorer, total)
	for at, n := range in {
		s.all[at].scorers, room = room[:0:n], room[n:]
	}
	for i, score := range scores {
		if score >= 0 {
			q := &s.all[s.of[s.runs[i]]]
			q.scorers = append(q.scorers, scorer{int32(i), score, s.women[i]})
		}
	}
	table := race.TeamTable{TeamRules: rules, Teams: make([]race.Team, 0, min(len(s.all), total/max(1, rules.Scorers)))}
	for _, at := range s.order {
		if q := &s.all[at]; len(q.scorers) > 0 {
			q.enter(&table, s.name(q, counts))
		}
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

// name is how most of a squad's scorers write it; of spellings that are equally
// common the first.
func (s *squads) name(q *squad, counts []int32) string {
	best := q.spellings[0]
	for _, n := range q.spellings[1:] {
		if counts[n] > counts[best] || counts[n] == counts[best] && s.names[n] < s.names[best] {
			best = n
		}
	}
	return s.names[best]
}

// enter makes teams of a squad: its best scorers, and with Several the next best
// as often as they suffice. Whoever is left stands with the last of its teams.
func (s *squad) enter(table *race.TeamTable, name string) {
	slices.SortFunc(s.scorers, func(a, b scorer) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.index, b.index)) })
	rest, number := s.scorers, 1
	for choose(rest, table.Scorers, table.Women) {
		t := race.Team{Name: name, Number: number, Time: race.NoTime, Members: indices(rest[:table.Scorers])}
		sum := int64(0)
		for _, m := range rest[:table.Scorers] {
			sum += m.score
		}
		if table.ByPlaces {
			t.Points = int(sum)
		} else {
			t.Time = race.Clock(sum)
		}
		table.Teams = append(table.Teams, t)
		rest = rest[table.Scorers:]
		number++
		if !table.Several {
			break
		}
	}
	switch {
	case len(rest) == 0:
	case number > 1:
		table.Teams[len(table.Teams)-1].Others = indices(rest)
	default:
		table.Incomplete = append(table.Incomplete, race.Team{Name: name, Number: 1, Time: race.NoTime, Members: indices(rest)})
	}
}

// indices are those of scorers in the race's results.
func indices(of []scorer) []int32 {
	all := make([]int32, len(of))
	for i, m := range of {
		all[i] = m.index
	}
	return all
}

// choose moves the best scorers of which so many are women to the front; they and
// the others stay best first. It is false, and nothing is moved, where they do not
// suffice.
func choose(from []scorer, scorers, women int) bool {
	chosen, needed, late := 0, women, false
	takes := func(m scorer) bool {
		switch {
		case chosen == scorers:
			return false
		case m.woman:
			needed--
		case scorers-chosen <= max(needed, 0): // a place that a woman needs
			return false
		}
		chosen++
		return true
	}
	for i, m := range from {
		late = takes(m) && i >= chosen || late
	}
	if chosen < scorers || !late {
		return chosen == scorers
	}
	chosen, needed = 0, women
	var left []scorer
	for _, m := range from {
		if takes(m) {
			from[chosen-1] = m
		} else {
			left = append(left, m)
		}
	}
	copy(from[chosen:], left)
	return true
}

// rankTeams orders the complete teams by score, then by the better last scorer;
// teams that are equal in both share a place.
func rankTeams(table *race.TeamTable, rv *race.RaceVerdict, rules *race.TeamRules) {
	type rung struct{ score, last, at int64 }
	rungs, teams := make([]rung, len(table.Teams)), make([]race.Team, len(table.Teams))
	for i := range table.Teams {
		t := &table.Teams[i]
		last, _ := teamScore(rv.Race, rules, &rv.Results[t.Members[len(t.Members)-1]])
		rungs[i] = rung{max(int64(t.Points), int64(t.Time)), last, int64(i)}
	}
	equal := func(a, b rung) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.last, b.last)) }
	slices.SortFunc(rungs, func(a, b rung) int { return cmp.Or(equal(a, b), cmp.Compare(a.at, b.at)) })
	for i, r := range rungs {
		t := &teams[i]
		*t = table.Teams[r.at]
		t.Place = i + 1
		if i > 0 && equal(rungs[i-1], r) == 0 {
			t.Place, t.Tied, teams[i-1].Tied = teams[i-1].Place, true, true
		}
	}
	if len(teams) > 0 {
		table.Teams = teams
	}
}

// inTeamTable tells the runners of a classification of their teams.
func inTeamTable(rv *race.RaceVerdict, table *race.TeamTable) {
	store := make([]race.TeamPlace, 2*len(table.Teams)+len(table.Incomplete)) // one for all of whom the same is true
	place := func(t *race.Team, row int, members []int32, scores bool) {
		if len(members) == 0 {
			return
		}
		one := &store[0]
		store = store[1:]
		*one = race.TeamPlace{Rules: table.TeamRules, Name: t.FullName(), Place: t.Place, Of: len(table.Teams), Tied: t.Tied, Scores: scores, Row: row}
		for _, m := range members {
			r := &rv.Results[m]
			r.Teams = append(r.Teams, one)
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
