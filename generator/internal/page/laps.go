package page

import (
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

// outcome is what a result is told by: the time that ranks, or the distance in laps.
func (d *draft) outcome(rc *race.Race, r *race.Result) string {
	switch c := lists.Clock(rc, r); {
	case rc.OfLaps() && r.Laps > 0:
		return d.l.Distance(rc.DistanceOf(r))
	case c != race.NoTime:
		return d.l.Clock(c)
	}
	return d.time(r, r.Gun)
}

// outcomeHead is the head of the column of outcomes.
func (d *draft) outcomeHead(rc *race.Race) string {
	switch {
	case rc.OfLaps():
		return d.say("table.distance")
	case len(rc.Rules.Ranking.Bands) > 0:
		return d.say("time")
	case lists.NetLeads(rc, nil):
		return d.say("net_time")
	}
	return d.say("gun_time")
}

// lengthOf is how long a race is: of a race of laps, a lap.
func (d *draft) lengthOf(rc *race.Race) string {
	if rc.OfLaps() {
		return d.say("laps.of", "Distance", d.l.Distance(rc.Lap))
	}
	return d.l.Distance(rc.Length)
}

// bestOf is the best of an age group: a time, or how far in laps.
func (d *draft) bestOf(rc *race.Race, g *race.GroupVerdict, results []race.Result) string {
	if best := &results[g.Best[0]]; rc.OfLaps() {
		return d.outcome(rc, best)
	}
	return d.l.Clock(lists.GroupClock(rc, g.Group, &results[g.Best[0]]))
}
