package review

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// contradictions finds what the rules of a race say against themselves (R29).
// The text is published as it is; a warning says what does not fit.
func contradictions(found *problem.List, e *race.Edition, rc *race.Race) {
	add := func(code, text, hint string) {
		found.Add(problem.Problem{Path: rules(e), Level: problem.Warning, Code: code, Text: fmt.Sprintf("race %s: %s", rc.ID, text), Hint: hint})
	}
	if bags := rc.Rules.Baggage; bags.Set {
		const hint = "a runner who finishes in between is in time but too late for the bag"
		if c := rc.Points[rc.Finish()].Cutoff; c.Set && !c.Unknown && bags.Until < c.At {
			add("bags_close_early", fmt.Sprintf("bags can be picked up until %s, the finish is open until %s", rc.Wall.Text(bags.Until), rc.Wall.Text(c.At)), hint)
		} else if p := rc.Rules.Package; p.Set && p.Before != race.Unseen && bags.Until < p.Before {
			add("bags_close_early", fmt.Sprintf("bags can be picked up until %s, the finisher's package is for all before %s", rc.Wall.Text(bags.Until), rc.Wall.Text(p.Before)), hint)
		}
	}
	for _, zone := range slices.Sorted(maps.Keys(rc.Rules.Zones)) {
		if !slices.ContainsFunc(rc.Entries, func(e *race.Entry) bool { return race.FoldBib(e.Zone) == zone }) {
			add("zone_of_nobody", fmt.Sprintf("no entry has the zone %q, which starts at %s", zone, rc.Wall.Text(rc.Rules.Zones[zone])), "use the names of the entries' column zone")
		}
	}
	if rule := rc.Rules.Eligibility; rule.Over > 0 && !rule.BornBefore.IsZero() {
		youngest := rule.BornBefore.AddDate(0, 0, -1)
		if age := ageOn(youngest, e.Date); age < rule.Over {
			add("age_rules_disagree", fmt.Sprintf("eligibility contradicts itself: a runner born on %s satisfies born_before %s but is %d on race day, not over %d",
				youngest.Format(time.DateOnly), rule.BornBefore.Format(time.DateOnly), age, rule.Over), "born_before is used; remove or correct `over`")
		}
	}
}

// ageOn is how many birthdays somebody has had on a day.
func ageOn(birth, day time.Time) int {
	age := day.Year() - birth.Year()
	if day.Month() < birth.Month() || day.Month() == birth.Month() && day.Day() < birth.Day() {
		age--
	}
	return age
}

// clauses finds paragraphs that the rule data cites and the rules page does not
// have. Anchors are those of the page, nil where there is none.
func clauses(found *problem.List, rc *race.Race, anchors map[string]bool) {
	cited := &rc.Rules.Clauses
	if anchors == nil || cited.From.Path == "" {
		return
	}
	for _, c := range cited.All() {
		if c.Clause != "" && !anchors["clause-"+c.Clause] {
			found.Add(problem.Problem{Path: cited.From.Path, Sheet: cited.From.Sheet, Line: cited.From.Line, Column: 1, Level: problem.Warning, Code: "clause_without_anchor",
				Text: fmt.Sprintf("race %s: clause %q of %s has no anchor on the rules page", rc.ID, c.Clause, c.Key),
				Hint: fmt.Sprintf("give its heading {#clause-%s} in every language", c.Clause)})
		}
	}
}
