package page

import "guntime/generator/internal/race"

// waves say by which guns the field of a race started, "" where there was one for
// all (R63).
func (d *draft) waves(rc *race.Race) string {
	var all []string
	for _, w := range rc.Waves {
		all = append(all, d.say("waves.wave", "Wave", w.ID, "Time", d.l.TimeOfDay(&rc.Wall, w.Gun)))
	}
	switch {
	case len(all) > 0:
		return d.say("waves.all", "Waves", d.l.List(all))
	case rc.OwnStarts:
		return d.say("waves.own_starts")
	}
	return ""
}

// start says from when a runner's gun time counts, "" where that is the race's
// gun.
func (d *draft) start(r *race.Result, rc *race.Race) string {
	e := r.Entry
	switch {
	case e.OwnStart:
		return d.say("waves.own_start", "Time", d.l.TimeOfDay(&rc.Wall, rc.GunFor(e, r.Division)))
	case e.Wave != "":
		return d.say("waves.wave", "Wave", e.Wave, "Time", d.l.TimeOfDay(&rc.Wall, rc.GunFor(e, r.Division)))
	}
	return ""
}
