package chipreads

import (
	"math/bits"
	"slices"

	"guntime/generator/internal/race"
)

// The bounds of what a referee is told beside the times: who crossed the finish
// again, whose two chips were apart, and which chips ran that nobody has.
const (
	crossedAgain = 60_000 // after the finish, in milliseconds: later reads are another crossing (R37)
	mostLater    = 8      // of one runner
	mostPaths    = 1000   // chips that nobody has, of one race
)

// later returns the reads of one entry that gave no time and show that it crossed
// the finish again (R37) or that another chip of the bib was elsewhere (R38), in
// the order of the points. The reads of a chip that lay at the point show
// neither. It uses what gather has filled in for the entry.
func (c *collector) later(entry int, chosen []candidate) []race.Sighting {
	var list []race.Sighting
	finish := c.race.Finish()
	for i := range c.mats {
		m := &c.mats[i]
		point := m.points[len(m.points)-1]
		at, head := chosen[point].at, c.cells[entry*len(c.mats)+i].head
		if at == nowhere || head == 0 || c.runs[head].next == 0 || slices.ContainsFunc(c.passes[i], parked) {
			continue
		}
		own := uint8(0) // the chips that gave the time
		for k := head; k != 0; k = c.runs[k].next {
			if r := &c.runs[k]; r.first <= at && at <= r.last {
				own = r.chips
			}
		}
		for k := head; k != 0 && len(list) < mostLater; k = c.runs[k].next {
			r := &c.runs[k]
			other := ""
			if own != 0 && r.chips != 0 && own&r.chips == 0 && len(m.points) == 1 && point != c.race.Start() {
				other = c.chipNamed(int32(entry), r.chips)
			}
			if other == "" && (point != finish || r.first <= at+crossedAgain) {
				continue
			}
			list = append(list, race.Sighting{Point: point, At: race.Instant(r.first), Chip: other,
				From: race.Position{Path: c.files[r.file], Line: int(r.line)}})
		}
	}
	slices.SortStableFunc(list, func(a, b race.Sighting) int { return a.Point - b.Point })
	return list
}

// parked reports whether a passage is that of a chip that lay at the point.
func parked(p passage) bool { return p.until-p.first > parkedFor || p.reads > parkedReads }

// chipNamed returns the chip of an entry with the lowest of some bits.
func (c *collector) chipNamed(entry int32, of uint8) string {
	lowest := uint8(1) << bits.TrailingZeros8(of)
	var names []string // the eighth chip and all later ones share one bit
	for name, o := range c.chips {
		if o.entry == entry && o.chip == lowest {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// strayPaths keeps the chips that nobody has and that were read at two points
// or more after the start: somebody ran with each.
func (c *collector) strayPaths() {
	for _, key := range c.order {
		s := c.strays[key]
		passed := 0
		for p, at := range s.passed {
			if p != c.race.Start() && at != nowhere {
				passed++
			}
		}
		if passed < 2 || len(c.race.Strays) == mostPaths {
			continue
		}
		stray := race.Stray{Chip: s.name, At: make([]race.Instant, len(s.passed)), From: race.Position{Path: s.at.Path, Sheet: s.at.Sheet, Line: s.at.Line}}
		for p, at := range s.passed {
			if stray.At[p] = race.Unseen; at != nowhere {
				stray.At[p] = race.Instant(at)
			}
		}
		c.race.Strays = append(c.race.Strays, stray)
	}
}
