package judge

import (
	"time"

	"guntime/generator/internal/race"
)

// Rule judges an edition as it stands at a moment. An edition whose state has
// no results still gets a verdict: its counts of entries are true.
func Rule(e *race.Edition, now time.Time) *race.Verdict {
	v := &race.Verdict{Edition: e, Over: !now.Before(e.End())}
	for _, rc := range e.Races {
		v.Races = append(v.Races, judgeRace(e, rc, !now.Before(e.EndOf(rc)), now))
	}
	v.Unreleased = changes(v, e.Ledger)
	state(v)
	v.Years = years(v)
	return v
}

func judgeRace(e *race.Edition, rc *race.Race, over bool, now time.Time) *race.RaceVerdict {
	decisions, undecided := fold(rc.Rulings), &decision{}
	clocks := make([]race.Clock, len(rc.Entries)*len(rc.Points))
	runners := make([]*runner, len(rc.Entries))
	store := make([]runner, len(rc.Entries))
	for i, entry := range rc.Entries {
		d := decisions[race.FoldBib(entry.Bib)]
		switch {
		case d == nil:
			d = undecided
		case entry.HidesSomebody():
			d = d.silenced()
		}
		splits := clocks[i*len(rc.Points) : (i+1)*len(rc.Points) : (i+1)*len(rc.Points)]
		store[i] = assess(rc, entry, d, over, splits)
		runners[i] = &store[i]
	}
	boards := newWatch(rc, runners, over)
	boards.doubt()
	for _, d := range rc.Divisions {
		rank(bands(rc, over), inDivision(runners, d))
	}
	for _, r := range runners {
		r.leftOver(rc)
	}
	var vacant []int
	if over {
		vacant = rankOverall(rc, runners)
	}

	rv := &race.RaceVerdict{Race: rc, Over: over, Vacant: vacant, Results: make([]race.Result, len(runners))}
	order(rc, runners)
	certificates := shared{}
	for i, r := range runners {
		rv.Results[i] = r.result(rc)
		if !over {
			rv.Results[i].Doubts = r.doubts
		}
		rv.Results[i].Certificate = certificates.one(r.certificate(e, rc, now))
		if r.entry.Visibility != race.Anonymous {
			rv.Shown++
		}
	}
	rv.Counts = count(rv.Results)
	rest, overlays := rv.Results, newOverlays(rc)
	for _, d := range rc.Divisions {
		n := 0
		for n < len(rest) && rest[n].Division == d {
			n++
		}
		part := rest[:n:n]
		from := len(rv.Results) - len(rest)
		rest = rest[n:]
		award(e, rc, d, part, over)
		if over {
			overlays.room(part)
			in := groupings{e, rc, d, runners[from : from+n], part, from, e.State == race.Official}
			rv.Groups = append(append(rv.Groups, in.ages()...), in.championships()...)
			splitPlaces(rc, part)
		} else {
			arrivals(rc, runners[from:from+n], part)
		}
		legTimes(rc, part, over)
		rv.Divisions = append(rv.Divisions, race.DivisionVerdict{Division: d, Counts: count(part), Results: part, Vacant: vacancies(part)})
	}
	if over {
		rv.Teams = teamTables(rv)
	} else {
		arrivals(rc, runners[len(runners)-len(rest):], rest)
	}
	rv.Statistics = Statistics(rv)
	rv.Board = boards.board(race.Instant(now.Sub(e.At(0)).Milliseconds()))
	return rv
}

// count adds up the figures of R49.
func count(results []race.Result) race.Counts {
	c := race.Counts{Entries: len(results)}
	for i := range results {
		r := &results[i]
		if starter(r) {
			c.Starters++
		}
		if finisher(r) {
			c.Finishers++
		}
		if r.Place > 0 {
			c.Ranked++
		}
	}
	return c
}

// result puts down what is published of a runner: times that the rules
// withhold are left out here, once, for everybody after.
func (r *runner) result(rc *race.Race) race.Result {
	out := race.Result{
		Entry: r.entry, Division: r.division, Status: r.status, Reason: r.reason,
		Place: r.place, PlaceOverall: r.overall, Tied: r.tied, TiedVacant: r.tiedVacant, Vacated: r.vacated, PlaceRuling: r.decision.place,
		Gun: r.gunTime, Net: r.netTime, StartDelay: r.startDelay, Splits: r.splits,
		Laps:     r.laps,
		Annulled: r.decision.annul != nil,
	}
	if r.status != race.Finished {
		out.PlaceRuling = nil
	}
	hidden := r.status == race.Disqualified && !rc.Rules.Disqualification.ShowTimes
	if hidden || out.Annulled || r.status == race.UnderReview {
		out.Laps, out.Gun, out.Net, out.StartDelay, out.Splits = 0, race.NoTime, race.NoTime, race.NoTime, nil
	}
	out.Package = r.earnsPackage(rc)
	out.Grade = r.grade(rc, out.Net)
	return out
}
