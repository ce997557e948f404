package chipreads

import (
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// The paces that the middle of a field can have from one point to another, in
// milliseconds a kilometre.
const (
	fastestField = 100_000
	slowestField = 1_000_000
	enoughShared = 3  // runners whom readers must share to be compared
	mostWitness  = 40 // of readers and points, for all pairs are looked at
)

// A witness is what one reader says of one point: when it heard each sample. That
// of the gun has no reader.
type witness struct {
	reader  *reader
	point   int
	km      race.Distance
	times   []int32 // by sample; nowhere where not heard
	undated bool
}

// A verdict is what the field says of a reader's clock.
type verdict struct {
	off     int32 // how far it is ahead
	runners int
	drift   []int32 // where it drifts: the reader's time and how far it is ahead, early and late
	against *reader // the reader at the same point that says so; nil where the other points do
	unsure  bool    // it may be the other one that is wrong
}

// witnesses lists who can say something about clocks. A reader of a mat that is
// passed again speaks of its first point and of its last.
func (c *collector) witnesses() []witness {
	start := c.race.Start()
	gun := witness{times: make([]int32, 0, mostSamples+1)}
	step := 1 + len(c.race.Entries)/mostSamples
	for entry := 0; entry < len(c.race.Entries); entry += step {
		gun.times = append(gun.times, c.guns[entry])
	}
	for _, rd := range c.readers {
		gun.undated = gun.undated || rd.undated
	}
	list := []witness{gun}
	for _, rd := range c.readers {
		if rd.mat < 0 || len(list) >= mostWitness {
			continue
		}
		m := &c.mats[rd.mat]
		points := m.points[:1]
		if n := len(m.points); n > 1 {
			points = []int{m.points[0], m.points[n-1]}
		}
		for k, p := range points {
			w := witness{reader: rd, point: p, km: c.race.Points[p].At, undated: rd.undated}
			for _, h := range rd.heard {
				at := h.first
				if waits := h.last-h.first < parkedFor; len(points) == 1 && p == start && waits || k == 1 {
					at = h.last
				}
				if len(points) > 1 && h.last-h.first < m.gap[onFoot] {
					at = nowhere // which of its points it passed is not known
				}
				w.times = append(w.times, at)
			}
			list = append(list, w)
		}
	}
	return list
}

func (w *witness) at(sample int) int32 {
	if sample >= len(w.times) {
		return nowhere
	}
	return w.times[sample]
}

// between returns how much later a witness heard the samples than two others let
// expect at an even pace, in the order of the middle of the two times: whoever lost
// time on the way stands late by the one and early by the other.
func between(w, a, b *witness) (off []timed) {
	for i, at := range w.times {
		x, y := a.at(i), b.at(i)
		if at == nowhere || x == nowhere || y == nowhere {
			continue
		}
		expected := int64(x) + int64(since(a, b, x, y))*int64(w.km-a.km)/int64(b.km-a.km)
		d := int64(at) - expected
		if w.undated {
			// halves of a day and the hours of all zones are away from where it wraps
			d = (d%dayLength+dayLength+wraps)%dayLength - wraps
		}
		off = append(off, timed{at, int32(d)})
	}
	slices.SortFunc(off, func(a, b timed) int { return int(a.at) - int(a.off)/2 - int(b.at) + int(b.off)/2 })
	return off
}

// since is how much later than one witness another heard somebody; without dates
// that is less than a day.
func since(a, b *witness, x, y int32) int32 {
	if d := y - x; d >= 0 || !a.undated && !b.undated {
		return d
	}
	return (y-x)%int32(dayLength) + int32(dayLength)
}

// wraps is how far a clock without a date can be slow; beyond it, it is fast.
const wraps = 6*hour + hour/2

// timed is how far a clock is ahead when it says a time.
type timed struct{ at, off int32 }

func offs(list []timed) []int32 {
	var out []int32
	for _, t := range list {
		out = append(out, t.off)
	}
	return out
}

func median(list []int32) int32 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// wholes returns the whole number of units around which deviations gather; 0
// where they do not or are fewer than three. The median must be within the slack
// of it, and three in four within twice the slack.
func wholes(deviations []int32, unit, slack int32) int32 {
	if len(deviations) < enoughShared {
		return 0
	}
	middle := median(deviations)
	k := (middle + unit/2) / unit
	if middle < 0 {
		k = (middle - unit/2) / unit
	}
	near := 0
	for _, d := range deviations {
		if max(d-k*unit, k*unit-d) <= 2*slack {
			near++
		}
	}
	if k == 0 || max(middle-k*unit, k*unit-middle) > slack || 4*near < 3*len(deviations) {
		return 0
	}
	return k
}

const hour, minute = 3_600_000, 60_000

// compared is a time by which clocks are compared. A time of day is taken for one
// of the day that begins some hours before the gun, where no hour of a zone and no
// half of a day from it lies: clocks that are wrong do not jump by a day.
func (c *collector) compared(rd *reader, at, gun int32, undated bool) int32 {
	if !undated {
		return at
	}
	before := int32(3 * hour)
	if m := &c.mats[rd.mat]; len(m.points) == 1 && m.points[0] == c.race.Start() {
		before = 10*hour + 45*minute
	}
	return gun - before + (at-gun+before+8*int32(dayLength))%int32(dayLength)
}

// agrees is what a witness who agrees counts; one who is off by whole hours counts
// a little, for that is how clocks are wrong. Farther away from the two who are
// taken to be right than these are from each other, it says less.
const (
	agrees = 4
	aloof  = 3
)

// A jury is a pair of witnesses who are taken to be right, with who agrees.
type jury struct {
	a, b    int
	agree   []bool
	offs    []int32 // by witness: by how many whole hours it is off
	runners []int
	score   int
}

// verdictOf takes two witnesses to be right and asks all others.
func (c *collector) verdictOf(list []witness, a, b int) (jury, bool) {
	x, y := &list[a], &list[b]
	var paces []int32
	for i, at := range x.times {
		if o := y.at(i); at != nowhere && o != nowhere {
			paces = append(paces, int32(int64(since(x, y, at, o))*int64(race.Kilometre)/max(1, int64(y.km-x.km))))
		}
	}
	if len(paces) < enoughShared {
		return jury{}, false
	}
	if pace := median(paces); pace < fastestField || pace > slowestField {
		return jury{}, false
	}
	j := jury{a: a, b: b, agree: make([]bool, len(list)), offs: make([]int32, len(list)), runners: make([]int, len(list))}
	for i := range list {
		if i == a || i == b {
			j.agree[i] = true
			j.score += agrees
			continue
		}
		res := offs(between(&list[i], x, y))
		j.runners[i] = len(res)
		if len(res) < enoughShared {
			j.agree[i] = true
			continue
		}
		counts, far := agrees, y.km-x.km
		if w := &list[i]; w.km < x.km-far || w.km > y.km+far {
			counts = aloof
		}
		if list[i].reader == nil {
			if j.offs[i] = gunOff(res); j.offs[i] == 0 {
				j.agree[i] = true
				j.score += counts
			} else if counts == agrees {
				j.score++
			}
			continue
		}
		off := median(res)
		slack := int32(5 * minute)
		if w := &list[i]; w.km < x.km || w.km > y.km { // too far beyond the two to tell well
			slack = 15 * minute
		}
		switch {
		case max(off, -off) <= slack:
			j.agree[i] = true
			j.score += counts
		default:
			if k := wholes(res, hour, 15*minute); k != 0 {
				if k > 12 && list[i].undated {
					k -= 24
				}
				j.offs[i] = k * hour
				if j.score++; k == 12 || k == -12 || k == 1 || k == -1 {
					j.score++ // what people set wrong
				}
			} else if k := wholes(res, hour/2, 7*minute); k != 0 {
				j.offs[i] = k * hour / 2
			}
		}
	}
	return j, true
}

// gunOff returns by how many whole hours the gun is ahead of the start that the
// field had by its reads; the first of the field start some minutes after it.
func gunOff(res []int32) int32 {
	sorted := slices.Sorted(slices.Values(res))
	first := sorted[len(sorted)*9/10]
	if first > -30*minute && first <= 10*minute {
		return 0
	}
	k := int32(1)
	if first < 0 {
		k = -((-first + 25*minute) / hour)
	} else {
		k = (first + 30*minute) / hour
	}
	return k * hour
}

// clocks finds the readers whose clock is off, by who agrees with whom, and keeps
// what each reader's clock says for the report.
func (c *collector) clocks() {
	list := c.witnesses()
	found := map[*reader]verdict{}
	best, rival := c.juries(list)
	sure := best != nil && rival == nil
	switch {
	case best == nil:
	case !best.agree[0] && best.offs[0] != 0 && c.unanimous(list, best) && !c.startsWithGun(list):
		c.wrongAlike(best.offs[0])
		for _, rd := range c.readers {
			if rd.mat >= 0 {
				found[rd] = verdict{off: -best.offs[0]}
			}
		}
	case rival != nil:
		c.undecided(list, best, rival)
	default:
		for i := range list {
			if rd := list[i].reader; rd != nil && !best.agree[i] && best.offs[i] != 0 {
				found[rd] = verdict{off: best.offs[i], runners: best.runners[i]}
			}
		}
	}
	if best != nil && sure {
		c.minutes(list, best, found)
	}
	c.beside(list, found)
	for rd, v := range found {
		c.mats[rd.mat].off = c.mats[rd.mat].off || v.runners > 0
	}
	c.clockReport(found)
	c.readerClocks(found)
}

// juries returns the pair of witnesses with whom most agree, and one with whom as
// many do although others are right by it.
func (c *collector) juries(list []witness) (best, rival *jury) {
	var all []jury
	for a := range list {
		for b := range list {
			if list[a].km >= list[b].km || list[b].reader == nil {
				continue
			}
			if j, ok := c.verdictOf(list, a, b); ok {
				all = append(all, j)
			}
		}
	}
	for i := range all {
		if best == nil || all[i].score > best.score || all[i].score == best.score && countAgree(&all[i]) > countAgree(best) {
			best = &all[i]
		}
	}
	if best == nil {
		return nil, nil
	}
	if countAgree(best) == len(list) {
		return best, nil
	}
	for i := range all {
		if o := &all[i]; o != best && o.score >= best.score && !slices.Equal(o.agree, best.agree) && !slices.Equal(o.offs, best.offs) {
			rival = o
		}
	}
	return best, rival
}

func countAgree(j *jury) (n int) {
	for _, ok := range j.agree {
		if ok {
			n++
		}
	}
	return n
}

// unanimous reports whether all readers agree with each other.
func (c *collector) unanimous(list []witness, j *jury) bool {
	readers := map[*reader]bool{}
	for i := range list {
		if list[i].reader == nil {
			continue
		}
		readers[list[i].reader] = true
		if !j.agree[i] {
			return false
		}
	}
	return len(readers) > 0
}

// startsWithGun reports whether a reader at the start heard the field in the hour
// after the gun: then the gun is right, however the course after it looks.
func (c *collector) startsWithGun(list []witness) bool {
	for i := range list {
		var after []int32
		for n, at := range list[i].times {
			if list[i].reader != nil && list[i].point == c.race.Start() && at != nowhere {
				after = append(after, at-list[0].at(n))
			}
		}
		if len(after) >= enoughShared && max(median(after)-20*minute, 20*minute-median(after)) < 30*minute {
			return true
		}
	}
	return false
}

// wrongAlike says in one sentence that all clocks are off by the same.
func (c *collector) wrongAlike(gun int32) {
	off := -gun // the gun is ahead where the clocks are slow
	reason := ""
	if c.day != 0 {
		if _, zone := c.edition.Date.In(c.edition.Zone).Zone(); int32(zone)*1000 == gun {
			reason = ", as clocks on UTC are in this zone"
		}
	}
	who := "the clocks of all readers agree with each other and seem"
	if len(c.readers) == 1 {
		who = fmt.Sprintf("the clock of the reader %q seems", c.readers[0].name)
	}
	c.list[0].At.Report(c.tables.Found, problem.Review, "clock_offset", fmt.Sprintf("%s to be %s %s against the gun%s", who, race.Clock(max(off, -off)), way(off), reason),
		fmt.Sprintf("to correct them, declare offsets: {\"*\": %q}; if the clocks are right, the gun is wrong", signed(-off)))
}

func way(off int32) string {
	if off < 0 {
		return "slow"
	}
	return "fast"
}

// signed writes an offset as edition.yaml takes it.
func signed(off int32) string { return race.Clock(off).String() }

// undecided says that clocks contradict each other and that it cannot be known
// which are right.
func (c *collector) undecided(list []witness, best, rival *jury) {
	say := func(j *jury) string {
		var names []string
		for i := range list {
			if j.offs[i] == 0 {
				continue
			}
			who := "the gun"
			if list[i].reader != nil {
				who = fmt.Sprintf("the reader %q", list[i].reader.name)
			}
			if text := fmt.Sprintf("%s is %s %s", who, race.Clock(max(j.offs[i], -j.offs[i])), way(j.offs[i])); !slices.Contains(names, text) {
				names = append(names, text)
			}
		}
		return strings.Join(names, " and ")
	}
	a, b := say(best), say(rival)
	if a == "" || b == "" || a == b {
		return
	}
	c.list[0].At.Report(c.tables.Found, problem.Review, "clock_offset", fmt.Sprintf("clocks contradict each other: either %s, or %s; it cannot be known which", a, b), "ask the timekeeper, then declare offsets")
}

// clockReport says which clocks are off, each with the one offset that makes all
// agree.
func (c *collector) clockReport(found map[*reader]verdict) {
	for _, rd := range c.readers {
		v, off := found[rd]
		if !off || v.runners == 0 {
			continue
		}
		at := rd.source.At
		if !rd.key.IsZero() {
			at = rd.key
		}
		against := "against the other points of " + problem.Quantity(v.runners, "runner", "runners")
		if v.against != nil {
			against = fmt.Sprintf("against the reader %q at the same point, if that one is right", v.against.name)
		}
		if v.drift != nil {
			at.Report(c.tables.Found, problem.Review, "clock_offset", fmt.Sprintf("the clock of the reader %q seems to drift: it is %s %s at %s and %s %s at %s, %s", rd.name,
				race.Clock(max(v.drift[1], -v.drift[1])), way(v.drift[1]), c.race.Wall.Text(race.Instant(v.drift[0])), race.Clock(max(v.drift[3], -v.drift[3])), way(v.drift[3]), c.race.Wall.Text(race.Instant(v.drift[2])), against),
				"no one offset corrects a drift: take the times of another reader at the point")
			continue
		}
		at.Report(c.tables.Found, problem.Review, "clock_offset", fmt.Sprintf("the clock of the reader %q seems to be %s %s, %s", rd.name, race.Clock(max(v.off, -v.off)), way(v.off), against),
			fmt.Sprintf("to correct it, declare offsets: {%q: %q}", rd.name, signed(rd.offset-v.off)))
	}
}

// standingAt are the points of a mat; of all laps the first stands for them, for
// those that nobody runs are no points in the end.
func (c *collector) standingAt(i int) []int {
	points := c.mats[i].points
	if n := slices.Index(points, c.race.Start()+1); c.race.OfLaps() && n >= 0 {
		return points[:n+1]
	}
	return points
}

// readerClocks keeps what each reader's clock says.
func (c *collector) readerClocks(found map[*reader]verdict) {
	for _, rd := range c.readers {
		if rd.mat < 0 {
			continue
		}
		k := race.ReaderClock{Reader: rd.name, Points: c.standingAt(rd.mat), Reads: rd.reads, First: race.Unseen, Middle: race.Unseen, Last: race.Unseen, Off: race.Clock(found[rd].off)}
		var firsts []int32
		for _, h := range rd.heard {
			if h.first != nowhere {
				firsts = append(firsts, h.first)
			}
		}
		if len(firsts) > 0 {
			slices.Sort(firsts)
			if rd.undated { // its own time of day
				for i := range firsts {
					firsts[i] = (firsts[i]%int32(dayLength) + int32(dayLength)) % int32(dayLength)
				}
			}
			k.First, k.Middle, k.Last = race.Instant(firsts[0]), race.Instant(firsts[len(firsts)/2]), race.Instant(firsts[len(firsts)-1])
		}
		c.race.Readers = append(c.race.Readers, k)
	}
}
