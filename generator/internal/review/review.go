// Package review looks at an edition and its verdict for what cannot be true
// together, or what a referee ought to see, and says so as findings. It decides
// nothing: a warning is the organiser's to mend, a review finding the referee's
// to weigh, and neither changes a status or a place.
//
// Mats are judged before runners: what a sick mat missed is held against
// nobody. A runner on whose race the referee has ruled already raises no flag
// any more. Every flag carries the figures that are its evidence; of one kind
// in one race the strongest stand alone and the others in one line, so that a
// referee is never flooded.
package review

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Edition returns the findings on one edition. Anchors are the clauses that its
// rules page has, by their ids; nil where there is no such page. Bans are those
// of the whole project.
func Edition(v *race.Verdict, anchors map[string]bool, bans []race.Ban) problem.List {
	var found problem.List
	if v.Edition.State == race.Official && !v.Over {
		found.Add(problem.Problem{Path: rules(v.Edition), Level: problem.Warning, Code: "official_too_early",
			Text: "the state is official before the race's end",
			Hint: "prizes are pending and there is no DNF until then: use state: provisional"})
	}
	if n := len(v.Unreleased); n > 0 {
		found.Add(problem.Problem{Path: "data/" + v.Edition.ID + "/revisions.jsonl", Level: problem.Warning, Code: "unreleased_changes",
			Text: fmt.Sprintf("%d results changed since revision %d", n, v.Edition.Revision()),
			Hint: "guntime release " + v.Edition.ID + " records them; until then they are published as not yet recorded"})
	}
	banned := byName(bans)
	for _, rv := range v.Races {
		contradictions(&found, v.Edition, rv.Race)
		rulings(&found, rv, anchors)
		clauses(&found, rv.Race, anchors)
		codes(&found, rv)
		witnesses(&found, v.Edition, rv)
		mats := capture(rv)
		sickMats(&found, v.Edition, rv.Race, mats)
		gaps(&found, v.Edition, rv, mats, v.Over)
		fronts(&found, v.Edition, rv)
		report(&found, v.Edition, rv.Race, newField(v.Edition, rv, mats).flags(banned))
	}
	return found.Sorted()
}

// flags returns what a referee may want to look into, by kind, the strongest
// of each first.
func (f *field) flags(banned map[string][]*race.Ban) []flag {
	var flags []flag
	for i := range f.runners {
		flags = f.look(flags, &f.runners[i])
	}
	flags = append(flags, f.sideBySide()...)
	flags = append(flags, f.sharedChips()...)
	flags = append(flags, f.strays()...)
	flags = append(flags, f.banned(banned)...)
	sortFlags(flags)
	return flags
}

// rules is the file that holds an edition's rule data.
func rules(e *race.Edition) string { return "data/" + e.ID + "/edition.yaml" }

// look adds the flags that a runner raises alone.
func (f *field) look(flags []flag, r *runner) []flag {
	if r.heard {
		return flags
	}
	flags = f.tooYoung(flags, r)
	flags = dqWithoutRuling(flags, r)
	flags = f.twoChips(flags, r)
	if r.at == nil {
		return flags
	}
	flags = f.falseStart(flags, r)
	flags = f.zoneStart(flags, r)
	flags = f.wentOn(flags, r)
	flags = f.hole(flags, r)
	flags = f.finishedAgain(flags, r)
	return f.pace(flags, r)
}

// rulings finds rulings that cite no known clause or change nothing.
func rulings(found *problem.List, rv *race.RaceVerdict, anchors map[string]bool) {
	if len(rv.Race.Rulings) == 0 {
		return
	}
	results := map[string]*race.Result{} // of those ruled on
	ordered := false
	for _, ruling := range rv.Race.Rulings {
		results[race.FoldBib(ruling.Bib)] = nil
		ordered = ordered || ruling.Kind == race.JudgesOrder
	}
	sharers := map[tie]int{}
	clocks := clocksOf(&rv.Race.Rules.Ranking)
	for i := range rv.Results {
		r := &rv.Results[i]
		bib := race.FoldBib(r.Entry.Bib)
		if _, ruledOn := results[bib]; ruledOn {
			results[bib] = r
		}
		if ordered && (r.Status == race.Finished || r.Vacated > 0) { // a tie with one whose place stays vacant is one too (R59)
			for _, by := range clocks {
				sharers[tie{r.Division, by, rawClock(rv.Race, r, by)}]++
			}
		}
	}
	unsettled(found, rv, ordered)
	ranked := map[*race.Division]int{}
	for _, d := range rv.Divisions {
		ranked[d.Division] = d.Counts.Ranked
	}
	for _, ruling := range rv.Race.Rulings {
		add := func(level problem.Level, code, text, hint string) {
			found.Add(problem.Problem{Path: ruling.From.Path, Sheet: ruling.From.Sheet, Line: ruling.From.Line, Column: 1, Level: level, Code: code, Text: text, Hint: hint})
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
		case ruling.Kind == race.PlaceRuling && r.Place == ruling.Place && r.Tied:
			add(problem.Warning, "place_given_twice", fmt.Sprintf("place %d of %s is also given to another runner", ruling.Place, r.Division.ID), "each place by ruling is one runner's, unless they share it")
		case ruling.Kind == race.PlaceRuling && r.Place == ruling.Place && r.Place > ranked[r.Division]:
			add(problem.Warning, "place_beyond_field", fmt.Sprintf("place %d is given in a division with %d places", ruling.Place, ranked[r.Division]), "")
		case ruling.Kind == race.JudgesOrder && (r.Tied || r.TiedVacant): // told above
		case ruling.Kind == race.JudgesOrder && (r.Status == race.Finished || r.Vacated > 0) &&
			!slices.ContainsFunc(clocks, func(by race.ClockKind) bool { return sharers[tie{r.Division, by, rawClock(rv.Race, r, by)}] > 1 }):
			add(problem.Review, "order_without_tie", fmt.Sprintf("the judges' order of %s has no effect: no other runner has the same time", ruling.Bib),
				"a place that goes against the times needs the ruling place")
		case ruling.Kind == race.ConfirmPoint && r.Entry.Timing != nil && !r.Entry.Timing.SetAside && rv.Race.Point(ruling.Point) >= 0 &&
			r.Entry.Timing.At[rv.Race.Point(ruling.Point)] != race.Unseen:
			add(problem.Review, "point_was_read", fmt.Sprintf("%s was read at %s anyway", ruling.Bib, ruling.Point), "")
		}
	}
}

// tie is what runners share who crossed the line together.
type tie struct {
	division *race.Division
	by       race.ClockKind
	clock    race.Clock
}

// clocksOf are the clocks that give places.
func clocksOf(ranking *race.Ranking) []race.ClockKind {
	if len(ranking.Bands) == 0 {
		return []race.ClockKind{ranking.By}
	}
	var all []race.ClockKind
	for _, b := range ranking.Bands {
		all = append(all, b.By)
	}
	return all
}

// rawClock is a runner's time as it was read, published or not.
func rawClock(rc *race.Race, r *race.Result, by race.ClockKind) race.Clock {
	t := r.Entry.Timing
	switch {
	case t == nil || t.SetAside:
		return race.NoTime
	case by != race.ByNet:
		return t.At[rc.Finish()].Since(rc.GunFor(r.Entry, r.Division))
	case t.At[rc.Start()] == race.Unseen:
		return t.Net
	}
	return t.At[rc.Finish()].Since(t.At[rc.Start()])
}

// unsettled finds the places that are shared although a judges' order names some of
// those who share them (R52): whom it lacks, or that it names other places.
func unsettled(found *problem.List, rv *race.RaceVerdict, ordered bool) {
	if !ordered {
		return
	}
	orders := map[string]*race.Ruling{}
	for i := range rv.Race.Rulings {
		if r := &rv.Race.Rulings[i]; r.Kind == race.JudgesOrder {
			orders[race.FoldBib(r.Bib)] = r
		}
	}
	type shared struct {
		division *race.Division
		place    int
	}
	bibs, first, lacks := map[shared][]string{}, map[shared]*race.Ruling{}, map[shared][]string{}
	open := map[shared]bool{}
	var order []shared
	for i := range rv.Results {
		r := &rv.Results[i]
		at := shared{r.Division, r.Place + r.Vacated}
		if at.place == 0 || r.PlaceRuling != nil {
			continue
		}
		if len(bibs[at]) == 0 {
			order = append(order, at)
		}
		bibs[at], open[at] = append(bibs[at], r.Entry.Bib), open[at] || r.Tied || r.TiedVacant
		ruling := orders[race.FoldBib(r.Entry.Bib)]
		if ruling == nil {
			lacks[at] = append(lacks[at], r.Entry.Bib)
		} else if first[at] == nil {
			first[at] = ruling
		}
	}
	for _, at := range order {
		ruling := first[at]
		if !open[at] || ruling == nil {
			continue
		}
		n := len(bibs[at])
		why := fmt.Sprintf("it lacks %s", problem.ListOf(lacks[at]))
		if len(lacks[at]) < 2 {
			why = fmt.Sprintf("it does not give each of the places %d to %d to one of them", at.place, at.place+n-1)
		}
		found.Add(problem.Problem{Path: ruling.From.Path, Sheet: ruling.From.Sheet, Line: ruling.From.Line, Column: 1, Level: problem.Warning, Code: "order_incomplete",
			Text: fmt.Sprintf("%s share place %d of %s, for the judges' order does not settle it: %s", problem.ListOf(bibs[at]), at.place, at.division.ID, why),
			Hint: fmt.Sprintf("give each of them one of the places %d to %d by a line with the ruling judges_order", at.place, at.place+n-1)})
	}
}

// codes finds whoever can have no certificate for want of a code.
func codes(found *problem.List, rv *race.RaceVerdict) {
	for i := range rv.Results {
		if r := &rv.Results[i]; r.Certificate.Reason == race.CertNoCode {
			found.Add(problem.Problem{Path: r.Entry.From.Path, Sheet: r.Entry.From.Sheet, Line: r.Entry.From.Line, Column: 1, Level: problem.Warning, Code: "no_code",
				Text: fmt.Sprintf("%s gets no certificate: certificates need a code, and this entry has none", r.Entry.Bib),
				Hint: "fill in the column certificate_code (guntime codes makes them)"})
		}
	}
}
