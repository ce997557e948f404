package cli

import (
	"fmt"
	"slices"

	"guntime/generator/internal/race"
)

// teams are the runner's teams in each classification, and why there is none (R65).
func (a account) teams() (rows [][2]string) {
	if !a.rv.Over {
		return nil
	}
	for i := range a.rv.Race.Rules.Teams {
		rules := &a.rv.Race.Rules.Teams[i]
		rows = append(rows, [2]string{"team", rules.ID + ": " + a.team(rules) + " [R65]"})
	}
	return rows
}

func (a account) team(rules *race.TeamRules) string {
	r := a.r
	if at := slices.IndexFunc(r.Teams, func(t *race.TeamPlace) bool { return t.Rules.ID == rules.ID }); at >= 0 {
		t := r.Teams[at]
		what := "the sum of the raw times"
		if rules.ByPlaces {
			what = "the sum of the places"
		}
		role := "one of the scorers"
		if !t.Scores {
			role = "does not score"
		}
		shared := ""
		if t.Tied {
			shared = ", shared: equal, the last scorers too"
		}
		if t.Place == 0 {
			need := fmt.Sprintf("%d", rules.Scorers)
			if rules.Women > 0 {
				need += fmt.Sprintf(", %d of them women", rules.Women)
			}
			return fmt.Sprintf("%s, incomplete: it needs %s", t.Name, need)
		}
		return fmt.Sprintf("%s, place %d of %d by %s of %d%s; %s", t.Name, t.Place, t.Of, what, rules.Scorers, shared, role)
	}
	switch {
	case r.Entry.Visibility == race.Anonymous:
		return "none: whoever is anonymous scores for nobody"
	case r.Entry.TeamOf(rules.By) == "":
		return "none: the entry has no " + string(rules.By)
	case r.Place == 0:
		return r.Entry.TeamOf(rules.By) + ", but does not score without a place"
	case rules.Division != "" && r.Division.ID != rules.Division:
		return fmt.Sprintf("%s, but does not score: only the division %s does", r.Entry.TeamOf(rules.By), rules.Division)
	case r.Division.Outside:
		return r.Entry.TeamOf(rules.By) + ", but does not score: the division is outside the ranking"
	}
	return r.Entry.TeamOf(rules.By) + ", but does not score without a time that stands"
}
