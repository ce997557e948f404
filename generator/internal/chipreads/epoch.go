package chipreads

import (
	"fmt"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
)

// epochs counts the reads of a file that are instants: how many are while the race
// is on, and how many would be if their numbers were the wall clock.
type epochs struct{ all, on, onByWall int }

// countEpoch counts a read of an entry at an instant.
func (c *collector) countEpoch(r *vendors.Read, at int32) {
	finish := c.race.Points[c.race.Finish()].Cutoff
	if !r.UTC || !finish.Set || finish.Unknown {
		return
	}
	on := func(at int64) bool { return at >= int64(c.race.Gun)-earliestStart && at <= int64(finish.At) }
	c.epochs.all++
	if on(int64(at)) {
		c.epochs.on++
	}
	if on(c.shown(r.At + int64(r.Day-c.day)*dayLength)) {
		c.epochs.onByWall++
	}
}

// epochReport says that the seconds since 1970 of a file are the wall clock, where
// nearly all of its reads show it.
func (c *collector) epochReport() {
	e := c.epochs
	if e.all == 0 || c.source.Wall || 10*e.on > e.all || 10*e.onByWall < 9*e.all {
		return
	}
	problem.WholeFile(c.path).Report(c.tables.Found, problem.Review, "epoch", fmt.Sprintf("the seconds since 1970 of the file seem to be the wall clock written as if it were UTC: %d of %d reads are while the race is on then, and %d as they are", e.onByWall, e.all, e.on),
		"to read them so, declare epoch: wall")
}
