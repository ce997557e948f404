package review

import (
	"fmt"
	"slices"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// fronts reports who is kept from the front of a running race, and why: each runner
// once, at the newest point. Whom the desk confirmed and nobody entered is said too.
func fronts(found *problem.List, e *race.Edition, rv *race.RaceVerdict) {
	rc := rv.Race
	var flags []flag
	unknown := make([]string, 0, len(rc.Rules.Live.Confirmed))
	for bib := range rc.Rules.Live.Confirmed {
		unknown = append(unknown, bib)
	}
	slices.Sort(unknown)
	for i := range rv.Results {
		r := &rv.Results[i]
		if len(unknown) > 0 {
			bib := race.FoldBib(r.Entry.Bib)
			unknown = slices.DeleteFunc(unknown, func(u string) bool { return u == bib })
		}
		if len(r.Doubts) == 0 {
			continue
		}
		d := r.Doubts[len(r.Doubts)-1]
		flags = append(flags, flag{code: "kept_from_front", at: r.Entry.Timing.From, bib: r.Entry.Bib, weight: int64(d.Point)<<32 - int64(d.Place),
			text: Doubted(rc, r.Entry.Bib, d),
			hint: fmt.Sprintf("the boards do not show it there until it is seen rightly, or somebody looked and confirms it: live: {confirmed: [%s]}", strconv.Quote(r.Entry.Bib))})
	}
	sortFlags(flags)
	report(found, e, rc, flags)
	for _, bib := range unknown {
		found.Add(problem.Problem{Path: rules(e), Level: problem.Warning, Code: "unknown_bib",
			Text: fmt.Sprintf("race %s: live confirms %q, which is not in the entries", rc.ID, bib), Hint: "correct the bib or take it out of confirmed"})
	}
}

// Doubted says what speaks against a runner in front.
func Doubted(rc *race.Race, bib string, d race.Doubt) string {
	id := func(point int) string { return rc.Points[point].ID }
	at := fmt.Sprintf("%s leads at %s", bib, id(d.Point))
	if d.Place > 1 {
		at = fmt.Sprintf("%s would be number %d at %s", bib, d.Place, id(d.Point))
	}
	if d.Missed >= 0 {
		return fmt.Sprintf("%s and was never seen at %s", at, id(d.Missed))
	}
	return fmt.Sprintf("%s and came from %s to %s in %s, where nobody takes less than %s", at, id(d.From), id(d.To), d.Took, d.Least)
}
