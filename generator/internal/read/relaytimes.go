package read

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// joinTeams makes one entry of each team of a relay whose runners have bibs of their
// own: the first runner's, with the times of all. Whatever names a runner's bib after
// this means the team.
func (p *project) joinTeams(rc *race.Race, roster *roster) {
	if roster == nil || len(roster.teams) == 0 {
		return
	}
	var outside tally
	lead := map[*race.Entry]*race.Entry{}
	for _, team := range roster.teams {
		team[0].Timing = teamTiming(rc, team, &outside)
		for _, one := range team[1:] {
			lead[one.Entry] = team[0].Entry
		}
	}
	outside.reportAs(p.found, problem.Review, "outside_leg", "each runner counts from the end of the leg before to the end of the own one")
	at, kept := map[*race.Entry]int{}, rc.Entries[:0:0]
	for _, e := range rc.Entries {
		if lead[e] == nil {
			at[e] = len(kept)
			kept = append(kept, e)
		}
	}
	for bib, i := range roster.index {
		e := rc.Entries[i]
		if of := lead[e]; of != nil {
			e = of
		}
		roster.index[bib] = at[e]
	}
	rc.Entries, roster.teams = kept, nil
}

// teamTiming joins the times of a team's runners, each within the own leg. Where one
// of them alone was timed, and beyond the own leg, the chip was handed on.
func teamTiming(rc *race.Race, team relayTeam, outside *tally) *race.Timing {
	var timed relayTeam
	for _, one := range team {
		if one.Timing != nil {
			timed = append(timed, one)
		}
	}
	switch {
	case len(timed) == 0:
		return nil
	case len(timed) == 1 && beyond(rc, timed[0]) >= 0:
		return timed[0].Timing
	}
	out := *timed[0].Timing
	out.At = slices.Repeat([]race.Instant{race.Unseen}, len(rc.Points))
	out.Net, out.Started, out.Status, out.Later = race.NoTime, false, race.TimedNone, nil
	absent, seen := 0, false
	for _, one := range timed {
		t := one.Timing
		out.SetAside = out.SetAside || t.SetAside
		out.Later, out.Testimony = append(out.Later, t.Later...), t.Testimony
		if point := beyond(rc, one); point >= 0 {
			outside.add("", problem.At(t.From), fmt.Sprintf("bib %q runs leg %d, and a time at %s is not of it", one.Bib, one.leg, rc.Points[point].ID))
		}
		from := rc.LegStart(one.leg) + 1
		if one.leg == 1 {
			from = rc.Start()
			out.Started = t.Started
		}
		for i := from; i <= rc.Legs[one.leg-1]; i++ {
			out.At[i] = t.At[i]
			seen = seen || t.At[i] != race.Unseen
		}
		switch {
		case t.Status == race.TimedDQ:
			out.Status = race.TimedDQ
		case t.Status == race.TimedDNF && out.LegOut == 0:
			out.LegOut = one.leg
		case t.Status == race.TimedDNS && absent == 0:
			absent = one.leg
		}
	}
	switch {
	case absent == 0 || out.LegOut > 0:
	case seen:
		out.LegOut = absent
	case out.Status == race.TimedNone:
		out.Status = race.TimedDNS
	}
	return &out
}

// beyond is the first point that is not of a runner's leg and at which there is a
// time; -1 for none. Where the leg begins, whoever waits may be read.
func beyond(rc *race.Race, one legRow) int {
	for i, at := range one.Timing.At {
		if at != race.Unseen && i != rc.LegStart(one.leg) && (i < rc.LegStart(one.leg) || i > rc.Legs[one.leg-1]) {
			return i
		}
	}
	return -1
}
