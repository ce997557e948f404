// Package review looks at an edition and its verdict for what cannot be true
// together, or what a referee ought to see, and says so as findings. It decides
// nothing: a warning is the organiser's to mend, a review finding the referee's
// to weigh, and neither changes a place.
package review

import (
	"fmt"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Edition returns the findings on one edition. Anchors are the clauses that its
// rules page has, by their ids; nil where there is no such page.
func Edition(v *race.Verdict, anchors map[string]bool) problem.List {
	var found problem.List
	if v.Edition.State == race.Official && !v.Over {
		found.Add(problem.Problem{Path: "data/" + v.Edition.ID + "/edition.yaml", Level: problem.Warning, Code: "official_too_early",
			Text: "the state is official before the race's end",
			Hint: "prizes stay pending and nobody is DNF until then: state: provisional says so"})
	}
	if n := len(v.Unreleased); n > 0 {
		found.Add(problem.Problem{Path: "data/" + v.Edition.ID + "/revisions.jsonl", Level: problem.Warning, Code: "unreleased_changes",
			Text: fmt.Sprintf("%d standings moved since revision %d", n, v.Edition.Revision()),
			Hint: "guntime release " + v.Edition.ID + " records them; until then they are published as not yet recorded"})
	}
	for _, rv := range v.Races {
		rulings(&found, rv, anchors)
		entries(&found, rv)
	}
	return found.Sorted()
}

// rulings finds rulings that cite no known clause or change nothing.
func rulings(found *problem.List, rv *race.RaceVerdict, anchors map[string]bool) {
	results := map[string]*race.Result{}
	sharers := map[race.Clock]int{}
	for i := range rv.Results {
		r := &rv.Results[i]
		results[race.FoldBib(r.Entry.Bib)] = r
		if r.Status == race.Finished {
			sharers[r.Gun]++
		}
	}
	for _, ruling := range rv.Race.Rulings {
		add := func(level problem.Level, code, text, hint string) {
			found.Add(problem.Problem{Path: ruling.From.Path, Line: ruling.From.Line, Column: 1, Level: level, Code: code, Text: text, Hint: hint})
		}
		if ruling.Clause != "" && anchors != nil && !anchors["clause-"+ruling.Clause] {
			add(problem.Warning, "clause_without_anchor", fmt.Sprintf("clause %q has no anchor on the rules page", ruling.Clause),
				fmt.Sprintf("give its heading {#clause-%s} in every language", ruling.Clause))
		}
		r := results[race.FoldBib(ruling.Bib)]
		if r == nil {
			continue
		}
		switch {
		case ruling.Kind == race.JudgesOrder && rv.Race.Rules.Ranking.By != race.ByNet && r.Status == race.Finished && sharers[r.Gun] < 2:
			add(problem.Review, "order_without_tie", fmt.Sprintf("the judges' order of %s orders nothing: nobody has the same time", ruling.Bib),
				"a place that goes against the times needs the ruling place")
		case ruling.Kind == race.ConfirmPoint && r.Entry.Timing != nil && !r.Entry.Timing.SetAside && rv.Race.Point(ruling.Point) >= 0 &&
			r.Entry.Timing.At[rv.Race.Point(ruling.Point)] != race.Unseen:
			add(problem.Review, "point_was_read", fmt.Sprintf("%s was read at %s anyway", ruling.Bib, ruling.Point), "")
		}
	}
}

// entries finds what entries and timing say against the rules or each other.
func entries(found *problem.List, rv *race.RaceVerdict) {
	limit := rv.Race.Rules.Eligibility.BornBefore
	for i := range rv.Results {
		r := &rv.Results[i]
		at := func(p race.Position, level problem.Level, code, text, hint string) {
			found.Add(problem.Problem{Path: p.Path, Line: p.Line, Column: 1, Level: level, Code: code, Text: text, Hint: hint})
		}
		if !limit.IsZero() && !r.Entry.Birth.IsZero() && !r.Entry.Birth.Before(limit) {
			at(r.Entry.From, problem.Review, "too_young", fmt.Sprintf("%s was born on %s, not before %s", r.Entry.Bib,
				r.Entry.Birth.Format("2006-01-02"), limit.Format("2006-01-02")), "")
		}
		if r.Certificate.Reason == race.CertNoCode {
			at(r.Entry.From, problem.Warning, "no_code", fmt.Sprintf("%s can have no certificate: it is open by code alone and the entry has none", r.Entry.Bib),
				"fill certificate_code")
		}
		if t := r.Entry.Timing; t != nil && t.Status == race.TimedDQ && r.Status == race.Disqualified && r.Reason.Ruling == nil {
			at(t.From, problem.Review, "dq_without_ruling", fmt.Sprintf("%s is disqualified by the timing file alone", r.Entry.Bib),
				"a ruling gives the clause and the authority")
		}
	}
}
