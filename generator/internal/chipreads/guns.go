package chipreads

import (
	"fmt"
	"slices"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// How far a gun that was heard may be from that of the edition. Up to a second
// both are the same gun, for people write down whole seconds; beyond some minutes
// it is another race's, or a trial.
const (
	sameGun  = 1000
	otherGun = 10 * 60_000
)

// mostGuns is how many guns of a race's files are remembered.
const mostGuns = 100

// heardGun is a gun that a reader heard.
type heardGun struct {
	at    int64
	place problem.Place
}

// gun takes in a read of the gun.
func (c *collector) gun(r *vendors.Read) {
	at := r.At
	switch {
	case r.UTC:
		at += int64(r.Day)*dayLength - c.midnight
	case r.Dated:
		at = c.shown(at + int64(r.Day-c.day)*dayLength)
	default:
		at = c.shown(at)
	}
	if len(c.heardGuns) < mostGuns && !slices.ContainsFunc(c.heardGuns, func(g heardGun) bool { return max(g.at-at, at-g.at) <= sameGun }) {
		c.heardGuns = append(c.heardGuns, heardGun{at, c.here(c.text)})
	}
}

// shown is the first instant at which the wall clock shows a time.
func (c *collector) shown(at int64) int64 {
	first, _ := c.race.Wall.First(race.Clock(at))
	return int64(first)
}

// gunsReport reports guns that were heard at another time than the edition has.
func (c *collector) gunsReport() {
	for _, g := range c.heardGuns {
		nearest, between := race.Unseen, int64(otherGun)
		for _, declared := range append(declaredGuns(c.race), c.otherGuns...) {
			if d := max(g.at-int64(declared), int64(declared)-g.at); declared != race.Unseen && d < between {
				nearest, between = declared, d
			}
		}
		if nearest != race.Unseen && between > sameGun {
			g.place.Report(c.tables.Found, problem.Review, "gun_differs", fmt.Sprintf("a gun was heard at %s, the edition says %s", c.race.Wall.Text(race.Instant(g.at)), c.race.Wall.Text(nearest)), fmt.Sprintf("if the reader is right: gun: %q", c.race.Wall.Text(race.Instant(g.at))))
		}
	}
}

// declaredGuns are the guns of a race that the edition declares.
func declaredGuns(rc *race.Race) []race.Instant {
	list := []race.Instant{rc.Gun}
	for _, d := range rc.Divisions {
		if d.Gun != race.Unseen {
			list = append(list, d.Gun)
		}
	}
	return list
}
