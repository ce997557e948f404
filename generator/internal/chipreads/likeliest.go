package chipreads

import (
	"fmt"
	"math"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// What a chain of passings is worth. A point with a time outweighs all else but a
// leg that nobody can have run; of chains with as many points that is the
// likeliest whose start was read, whose pace is the most even and whose passings
// are the first.
const (
	worthPoint  = 1_000_000
	worthStart  = 300_000 // the start was read at a mat of its own
	worthShared = 2_000   // a pass of a mat that is passed again
	costTooFast = 500_000 // faster than anybody runs: a matter for the referee where there is no other way (R36)
	costEarly   = 1_100_000
	costSkipped = 800 // another passing of the same mat came before
	costAside   = 300 // a pass before the start or after the finish
	costMissed  = 400 // the start was not read, or the finish
	worthInTurn = 15
	worthLater  = 300 // of starts the last one counts (R2)
	doubtful    = 900 // chains that differ by less are as likely
)

// The bounds of the search: nodes of one point, and of a mat's passes how many
// may be missing or too many where there are very many laps.
const (
	mostChoices = 12
	manyChoices = 160
	mostNodes   = 600
	mostSlack   = 3
	mostSkipped = 6
	mostBans    = 12
)

// A node is a candidate for a point, on the way to the likeliest chain.
type node struct {
	candidate
	point int
	later bool // by a day or more than the read says
	worth int64
	begun int64 // what it is worth more as the first of a chain
	ended int64 // and as the last
}

// search is the room that the search for the likeliest chain works in.
type search struct {
	nodes []node
	first []int   // by point: its first node, and the number of nodes at the end
	best  []int64 // by pair of nodes: of the chain that ends with them
	from  []int32 // by pair: the node before them, or -1
}

const never = math.MinInt64 / 4

// likeliest chooses the likeliest chain by looking at all, and notes where another
// one is as likely.
func (c *collector) likeliest(entry int, chosen []candidate) []candidate {
	c.nodes(entry)
	worth, chosen := c.walk(entry, -1, chosen)
	c.doubt = doubt{}
	banned, most := 0, mostBans
	if len(c.find.nodes) > manyChoices {
		most = 3
	}
	for p, o := range chosen {
		if o.at == nowhere || len(c.candidates[p]) == 0 || len(c.mats[o.mat].points) < 2 || banned == most {
			continue
		}
		n := slices.IndexFunc(c.find.nodes, func(x node) bool { return x.point == p && x.mat == o.mat && x.pass == o.pass })
		if n < 0 {
			continue
		}
		banned++
		other, second := c.walk(entry, n, c.second)
		c.second = second
		if other > worth-doubtful && !sameTimes(chosen, second) {
			c.doubt = doubt{point: p, at: o.at, other: -1}
			for q, x := range second {
				if x.mat == o.mat && x.pass == o.pass && x.at != nowhere {
					c.doubt.other = q
				}
			}
			break
		}
	}
	return chosen
}

// doubt is a pass that can be that of another point as well; other is -1 where it
// can also be that of none.
type doubt struct {
	point, other int
	at           int32
}

func sameTimes(a, b []candidate) bool {
	return slices.EqualFunc(a, b, func(a, b candidate) bool { return a.at == b.at })
}

// nodes lists the nodes of one entry.
func (c *collector) nodes(entry int) {
	f := &c.find
	f.nodes, f.first = f.nodes[:0], f.first[:0]
	start := c.race.Start()
	total := 0
	shared := slices.ContainsFunc(c.mats, func(m mat) bool { return len(m.points) > 1 })
	for _, list := range c.candidates {
		total += len(list)
	}
	most := min(mostChoices, mostNodes/len(c.candidates)) // 0 where there are very many points
	if total <= manyChoices {
		most = manyChoices
	}
	for point, list := range c.candidates {
		f.first = append(f.first, len(f.nodes))
		listed, base := 0, 0
		for k, o := range list {
			m := &c.mats[o.mat]
			turn := slices.Index(m.points, point)
			x := node{candidate: o, point: point, worth: worthPoint}
			switch {
			case len(m.points) > 1:
				x.worth = worthShared
				off := int(o.pass) - turn
				missing := len(m.points) - len(c.passes[o.mat])
				if total > manyChoices && (off > max(0, -missing)+mostSlack || -off > max(0, missing)+mostSlack) || most == 0 && off != 0 {
					continue
				}
				if listed == max(1, most) {
					continue
				}
				if off == 0 {
					x.worth += worthInTurn
				}
			case point == start:
				if len(list)-k > max(1, most) {
					continue // the last ones count
				}
				if x.worth += worthStart; shared {
					x.worth = worthShared + costMissed
				}
				x.worth += int64(k) * worthLater
			case base > 0:
				x.worth -= costSkipped
			}
			if point == start {
				x.worth -= int64(c.lateStart(entry, o.at))
			}
			x.begun, x.ended = c.aside(entry, point, o)
			if listed++; listed > max(1, most) && point != start {
				break
			}
			if point == start || o.at-c.guns[entry] >= m.earliest {
				f.nodes = append(f.nodes, x)
				base++
			}
			if second, twice := c.again(o); twice && point != start {
				y := x
				y.at = second
				f.nodes = append(f.nodes, y)
			}
			x.worth -= 2 * costSkipped
			for day := 1; o.undated && point != start && day <= mostDays; day++ {
				if x.at, x.later = x.at+int32(dayLength), true; int64(x.at) > c.until {
					break
				}
				f.nodes = append(f.nodes, x)
			}
		}
	}
	f.first = append(f.first, len(f.nodes))
}

// aside is what passes of mats that are passed again are worth beside a chain
// that begins or ends with a candidate: one is heard there who waits for the start
// or stays at the finish.
func (c *collector) aside(entry, point int, o candidate) (before, after int64) {
	if point != c.race.Start() {
		before -= costMissed
	}
	if point != c.race.Finish() {
		after -= costMissed
	}
	for i := range c.mats {
		if len(c.mats[i].points) < 2 {
			continue
		}
		for _, p := range c.passes[i] {
			if p.until < o.at && (point == c.race.Start() || c.mats[i].points[0] != c.race.Start()) && p.first-c.guns[entry] <= c.startsBy() {
				before += worthShared - costAside
			}
			if p.first > o.at && point == c.race.Finish() {
				after += worthShared - costAside
			}
		}
	}
	return before, after
}

// timedBetween is at how many points between two others a reader stands.
func (c *collector) timedBetween(from, to int) int {
	n := 0
	for _, p := range c.timed {
		if p > from && p < to {
			n++
		}
	}
	return n
}

// mostDays is how many days after the first a read without a date can be of.
const mostDays = 3

// walk finds the likeliest chain without one of the nodes. Chains are known by
// their last two nodes, so that paces can be compared.
func (c *collector) walk(entry, without int, chosen []candidate) (int64, []candidate) {
	f := &c.find
	n := len(f.nodes)
	start := c.race.Start()
	size := (n + 1) * n // row n is for chains of one node
	f.best = slices.Grow(f.best[:0], size)[:size]
	f.from = slices.Grow(f.from[:0], size)[:size]
	chosen = chosen[:0]
	for range c.candidates {
		chosen = append(chosen, candidate{at: nowhere})
	}
	lastStart := int32(nowhere) // the last read at the start that can be one
	for k := f.first[start]; k < f.first[start+1]; k++ {
		if o := &f.nodes[k]; len(c.mats[o.mat].points) == 1 && c.lateStart(entry, o.at) < 3000 {
			lastStart = max(lastStart, o.at)
		}
	}
	gun := c.guns[entry]
	top, topJ, topI := int64(0), -1, -1
	for i := range n {
		o := &f.nodes[i]
		if i == without {
			for j := range n + 1 {
				f.best[j*n+i] = never
			}
			continue
		}
		// alone
		alone, k := o.worth+o.begun, n*n+i
		switch {
		case o.later:
			alone = never
		case o.point == start || o.at-gun >= c.least(entry, start, o.point):
		case lastStart > o.at:
			alone = never // before the own start
		default:
			alone -= costTooFast
		}
		f.best[k], f.from[k] = alone, -1
		if alone+o.ended > top {
			top, topJ, topI = alone+o.ended, n, i
		}
		lowest := 0
		if n > manyChoices {
			lowest = f.first[max(0, o.point-mostSkipped)]
		}
		for j := 0; j < f.first[o.point]; j++ {
			k := j*n + i
			f.best[k] = never
			if j < lowest || j == without {
				continue
			}
			b := &f.nodes[j]
			if b.at >= o.at || b.mat == o.mat && b.pass == o.pass || o.later && o.at-int32(dayLength) >= b.at-int32(dayLength/2) {
				continue
			}
			now := leg{c.race.Points[o.point].At - c.race.Points[b.point].At, o.at - b.at}
			step := o.worth - costMissed*int64(c.timedBetween(b.point, o.point))
			if now.ms < c.least(entry, b.point, o.point) {
				if step -= costTooFast; lastStart > o.at {
					step += costTooFast - costEarly
				}
			}
			best, from := int64(never), int32(-1)
			if alone := f.best[n*n+j]; alone > never {
				best = alone
				if b.point != start { // from the gun on, with the way to the start in it
					first := leg{c.race.Points[b.point].At - c.race.Points[start].At, b.at - gun}
					u := int64(uneven(first, now))
					if way := int64(now.ms) * int64(first.far/1000) / max(1, int64(now.far/1000)); int64(first.ms) > way {
						if u /= 4; c.lateStart(entry, b.at-int32(way)) == 0 {
							u = 0
						}
					}
					best -= u
				}
			}
			for h := lowest; h < f.first[b.point]; h++ {
				had := f.best[h*n+j]
				if had <= never {
					continue
				}
				p := &f.nodes[h]
				if w := had - int64(uneven(leg{c.race.Points[b.point].At - c.race.Points[p.point].At, b.at - p.at}, now)); w > best {
					best, from = w, int32(h)
				}
			}
			if best <= never {
				continue
			}
			f.best[k], f.from[k] = best+step, from
			if f.best[k]+o.ended > top {
				top, topJ, topI = f.best[k]+o.ended, j, i
			}
		}
	}
	for topI >= 0 {
		o := f.nodes[topI]
		chosen[o.point] = o.candidate
		if topJ == n {
			break
		}
		next := f.from[topJ*n+topI]
		topI = topJ
		if topJ = int(next); next < 0 {
			topJ = n
		}
	}
	return top, chosen
}

// mostDoubts is how many runners are named, for each mat, of whom a pass can be
// that of one point or of another.
const mostDoubts = 20

// doubts says that a pass can be that of another point as well.
func (c *collector) doubts(e *race.Entry, chosen []candidate, counts map[int]int) {
	d := c.doubt
	if d.at == 0 && d.point == 0 && d.other == 0 {
		return
	}
	o := chosen[d.point]
	if o.at == nowhere {
		return
	}
	if counts[int(o.mat)]++; counts[int(o.mat)] > mostDoubts {
		return
	}
	or := "or of none"
	if d.other >= 0 {
		or = "or of " + c.race.Points[d.other].ID
	}
	problem.Place{Path: c.files[o.file], Line: int(o.line), Column: 1}.Report(c.tables.Found, problem.Review, "doubtful_pass",
		fmt.Sprintf("bib %q: the pass at %s can be that of %s %s", e.Bib, c.race.Wall.Text(race.Instant(o.at)), c.race.Points[d.point].ID, or),
		fmt.Sprintf("it is taken for %s; a ruling decides where that is wrong", c.race.Points[d.point].ID))
}
