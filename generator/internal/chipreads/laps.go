package chipreads

import (
	"fmt"
	"math"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// LapPoint is what a mat stands at in a race of laps where each lap ends.
const LapPoint = "lap"

// Laps are the points of a race of laps at which laps end.
func Laps(rc *race.Race) []int {
	var points []int
	for i := rc.Start() + 1; i < rc.Finish(); i++ {
		points = append(points, i)
	}
	return points
}

// What the laps of a runner show, in hundredths of the lap beside it: a first pass
// sooner than surelyStart is that of the start and no lap, one up to maybeStart, or
// after muchLater, can be either; a pass sooner than tooShort can be none of a lap,
// and between twoFrom and twoUntil one can be missing.
const (
	surelyStart = 70
	maybeStart  = 80
	muchLater   = 150
	tooShort    = 60
	twoFrom     = 175
	twoUntil    = 225
)

// lapGap is how far apart two laps end at the least: as long as anybody takes for
// one, however long that is, for whoever waits at the line has ended one.
func (c *collector) lapGap(speed int) int32 { return max(1, soonest(c.race.Lap, speed)) }

// endsLaps reports whether a mat is one at which laps end.
func (m *mat) endsLaps() bool { return m.points[len(m.points)-1] > 0 }

// lapPasses gathers the passes of one entry at all mats where laps end, in order;
// two mats side by side make one pass.
func (c *collector) lapPasses(entry int) (passes []candidate, ends []int32) {
	var all []passage
	var mats []int16
	gap := int32(1)
	for i := range c.mats {
		m := &c.mats[i]
		if !m.endsLaps() {
			continue
		}
		gap = max(gap, m.gap[c.speeds[entry]])
		c.passes[i] = c.pass(c.passes[i], c.cells[entry*len(c.mats)+i].head, m.gap[c.speeds[entry]])
		for _, p := range c.passes[i] {
			at, _ := slices.BinarySearchFunc(all, p.first, func(o passage, first int32) int { return int(o.first) - int(first) })
			all, mats = slices.Insert(all, at, p), slices.Insert(mats, at, int16(i))
		}
	}
	for i, p := range all {
		m := &c.mats[mats[i]]
		if n := len(passes); n > 0 && p.first-ends[n-1] < gap {
			ends[n-1] = max(ends[n-1], p.until)
			continue
		}
		passes = append(passes, candidate{at: m.picked(m.points[len(m.points)-1], p.first, p.last, p.best), line: p.line, file: p.file, mat: mats[i]})
		ends = append(ends, p.until)
	}
	return passes, ends
}

// lapChain chooses the start of one entry and when each of its laps ended.
func (c *collector) lapChain(entry int, chosen []candidate) []candidate {
	chosen = chosen[:0]
	for range c.race.Points {
		chosen = append(chosen, candidate{at: nowhere})
	}
	passes, ends := c.lapPasses(entry)
	gun, soon := c.guns[entry], c.lapGap(int(c.speeds[entry]))
	first := int32(math.MaxInt32)
	n := 0
	for n < len(passes) && passes[n].at-gun < soon { // nobody has run a lap by then
		n++
	}
	starts := n
	if n < len(passes) {
		first = passes[n].at
	}
	start, own := c.ownStart(entry, first)
	if starts > 0 && c.mats[passes[starts-1].mat].points[0] == c.race.Start() {
		if at := ends[starts-1]; at > start.at && at < first {
			start, own = passes[starts-1], true
			if start.at = at; c.picks(start.mat) {
				start.at = passes[starts-1].at
			}
		}
	}
	if !own && n < len(passes) && c.shared() && c.firstIsStart(entry, passes[n:]) {
		start = passes[n]
		if !c.picks(start.mat) {
			start.at = ends[n]
		}
		n++
	}
	chosen[c.race.Start()] = start
	lap := c.race.Start()
	for ; n < len(passes) && lap < c.race.Finish()-1; n++ {
		lap++
		chosen[lap] = passes[n]
		if !c.race.InTime(race.Instant(passes[n].at)) {
			break // that the race was over then is said by one
		}
	}
	return chosen
}

// picks reports whether it is declared which read at the start counts.
func (c *collector) picks(m int16) bool {
	_, picked := c.mats[m].picks[c.race.Start()]
	return picked
}

// shared reports whether a mat stands at the start and where laps end.
func (c *collector) shared() bool {
	return slices.ContainsFunc(c.mats, func(m mat) bool { return m.endsLaps() && m.points[0] == c.race.Start() })
}

// ownStart is the last read of an entry at a mat of the start alone, before a first
// lap ends.
func (c *collector) ownStart(entry int, first int32) (start candidate, ok bool) {
	start.at = nowhere
	for i := range c.mats {
		m := &c.mats[i]
		if m.endsLaps() {
			continue
		}
		for k := c.cells[entry*len(c.mats)+i].head; k != 0; k = c.runs[k].next {
			r := &c.runs[k]
			at := r.last
			if c.picks(int16(i)) {
				at = m.picked(c.race.Start(), r.first, r.last, r.best)
			}
			if at < first && at > start.at {
				start, ok = candidate{at: at, line: r.line, file: r.file, mat: int16(i)}, true
			}
		}
	}
	return start, ok
}

// firstIsStart decides whether the first pass of a mat at the start, when a lap can
// have been run, is that of somebody who started late, and notes where it can be
// either.
func (c *collector) firstIsStart(entry int, passes []candidate) bool {
	took := passes[0].at - c.guns[entry]
	lap := c.usualLap
	if len(passes) > 1 {
		lap = passes[1].at - passes[0].at
	}
	if len(passes) > 2 {
		lap = min(lap, passes[2].at-passes[1].at)
	}
	if lap == 0 {
		return false
	}
	share := int64(took) * 100 / int64(lap)
	is := share < surelyStart || share > muchLater && took <= c.startsUntil
	if share >= surelyStart && share < maybeStart || share > muchLater {
		other := "the end of its first lap"
		if !is {
			other = "its start"
		}
		c.lapDoubts = append(c.lapDoubts, lapDoubt{entry, passes[0], "doubtful_pass", fmt.Sprintf("the first pass at %s can be %s as well", c.race.Wall.Text(race.Instant(passes[0].at)), other)})
	}
	return is
}

// A lapDoubt is what the laps of a runner leave open.
type lapDoubt struct {
	entry int
	at    candidate
	code  string
	text  string
}

// lapDoubtsOf notes laps that are much shorter or longer than those beside them.
func (c *collector) lapDoubtsOf(entry int, chosen []candidate) {
	var took []int32
	var ends []candidate
	last := chosen[c.race.Start()].at
	for _, o := range chosen[c.race.Start()+1:] {
		if o.at == nowhere {
			break
		}
		if last != nowhere {
			took, ends = append(took, o.at-last), append(ends, o)
		}
		last = o.at
	}
	if len(took) < 3 {
		return
	}
	usual := int64(median(took))
	for i, ms := range took {
		at := c.race.Wall.Text(race.Instant(ends[i].at))
		share := int64(ms) * 100 / usual
		beside := took[max(0, i-1)]
		if i == 0 {
			beside = took[1]
		}
		switch near := int64(ms) * 100 / int64(max(1, beside)); {
		case share < tooShort:
			c.lapDoubts = append(c.lapDoubts, lapDoubt{entry, ends[i], "doubtful_pass", fmt.Sprintf("the lap that ends at %s took %s, where its laps take %s", at, race.Clock(ms), race.Clock(usual))})
		case share >= twoFrom && share <= twoUntil && near >= twoFrom && near <= twoUntil:
			c.lapDoubts = append(c.lapDoubts, lapDoubt{entry, ends[i], "pass_missing", fmt.Sprintf("the lap that ends at %s took as long as two: a pass may not have been read", at)})
		default:
			continue
		}
	}
}

// lapFinish makes timing of the passes of a race of laps.
func (c *collector) lapFinish() {
	c.lapClocks()
	var chosen []candidate
	for entry, e := range c.race.Entries {
		chosen = c.lapChain(entry, chosen)
		seen := slices.IndexFunc(chosen, func(o candidate) bool { return o.at != nowhere })
		if seen < 0 {
			continue
		}
		c.lapDoubtsOf(entry, chosen)
		t := &race.Timing{At: make([]race.Instant, len(c.race.Points)), Net: race.NoTime, Clock: race.ByReads,
			From: race.Position{Path: c.files[chosen[seen].file], Line: int(chosen[seen].line)}}
		for i, o := range chosen {
			if t.At[i] = race.Unseen; o.at != nowhere {
				t.At[i] = race.Instant(o.at)
				c.counts.Timed++
				if i > c.race.Start() {
					t.Laps = i
				}
			}
		}
		c.join(e, t, c.stops())
	}
	c.lapReport()
}

// lapsUndated says that reads without dates cannot tell the days of a long race.
func (c *collector) lapsUndated() {
	if limit := c.race.Limit; limit > 0 && limit <= race.Day {
		return
	}
	for _, rd := range c.readers {
		if rd.mat >= 0 && rd.undated {
			at := rd.source.At
			if !rd.key.IsZero() {
				at = rd.key
			}
			at.Report(c.tables.Found, problem.Error, "undated_laps", fmt.Sprintf("the reader %q writes no dates: on which day of a race that may last more than one its reads were taken is not known", rd.name),
				"export the reads with their dates, or limit: 24h where the race was over within a day")
		}
	}
}

// lapReport reports what laps leave open.
func (c *collector) lapReport() {
	c.lapsUndated()
	named := map[string]int{}
	for _, d := range c.lapDoubts {
		if named[d.code]++; named[d.code] > mostDoubts {
			continue
		}
		hint := "it counts as it was read; where that is wrong declare a gap, or give the runner's laps in a table"
		if d.code == "pass_missing" {
			hint = "where somebody saw the runner pass, add the read to a file of reads of its own: chip, time"
		}
		problem.Place{Path: c.files[d.at.file], Line: int(d.at.line), Column: 1}.Report(c.tables.Found, problem.Review, d.code, fmt.Sprintf("bib %q: %s", c.race.Entries[d.entry].Bib, d.text), hint)
	}
	for _, code := range []string{"doubtful_pass", "pass_missing"} {
		if more := named[code] - mostDoubts; more > 0 {
			c.list[0].At.Report(c.tables.Found, problem.Review, code, fmt.Sprintf("%s more are in doubt in the same way", problem.Quantity(more, "lap", "laps")), "where many are too short, somebody passes the mat without ending a lap: declare a gap, such as gap: \"0:30:00\"")
		}
	}
}

// lapClocks finds out how long a lap usually takes, when the field had started, and
// which readers' clocks are off: by the first lap, which takes as long as the others.
func (c *collector) lapClocks() {
	var laps, delays []int32
	firsts := map[*reader][]int32{}
	step := 1 + len(c.race.Entries)/mostSamples
	for entry := 0; entry < len(c.race.Entries); entry += step {
		passes, ends := c.lapPasses(entry)
		var took []int32
		for i := 1; i < len(passes); i++ {
			took = append(took, passes[i].at-passes[i-1].at)
		}
		if len(passes) > 0 && passes[0].at-c.guns[entry] < c.lapGap(int(c.speeds[entry])) {
			delays = append(delays, ends[0]-c.guns[entry])
		}
		if len(took) < 2 {
			continue
		}
		lap := median(took)
		laps = append(laps, lap)
		for _, rd := range c.readers {
			if n := entry / step; rd.mat >= 0 && c.mats[rd.mat].endsLaps() && n < len(rd.heard) && rd.heard[n].first != nowhere {
				firsts[rd] = append(firsts[rd], rd.heard[n].first-c.guns[entry]-lap)
			}
		}
	}
	if len(laps) > 0 {
		c.usualLap = median(laps)
	}
	if len(delays) >= enoughShared {
		slices.Sort(delays)
		c.startsUntil = max(1, delays[len(delays)*98/100])
	}
	found := map[*reader]verdict{}
	var list []witness
	for _, rd := range c.readers {
		if rd.mat < 0 {
			continue
		}
		w := witness{reader: rd, point: c.mats[rd.mat].points[0], undated: rd.undated}
		for _, h := range rd.heard {
			w.times = append(w.times, h.first)
		}
		list = append(list, w)
		if k := wholes(firsts[rd], hour, 15*minute); k != 0 {
			found[rd] = verdict{off: k * hour, runners: len(firsts[rd])}
		}
	}
	c.beside(list, found)
	c.clockReport(found)
	c.readerClocks(found)
}

// lapMissing says whether a pass of a runner can be one that no line gives: the
// start, or the end of a lap where one took as long as two, or after the last.
func (c *collector) lapMissing(t *race.Timing) (points []int, missing int) {
	points = Laps(c.race)
	if t == nil {
		return points, 0
	}
	if t.SetAside {
		return points, -1
	}
	var took []int32
	last := t.At[c.race.Start()]
	for _, p := range points[:t.Laps] {
		if last != race.Unseen {
			took = append(took, int32(t.At[p]-last))
		}
		last = t.At[p]
	}
	if len(took) == 0 {
		return points, 0
	}
	usual := median(took)
	for i, ms := range took {
		if int64(ms)*100 >= int64(usual)*muchLater {
			return points, i
		}
	}
	if t.Laps < len(points) && c.race.InTime(last.After(race.Clock(usual))) {
		return points, t.Laps
	}
	return points, -1
}

// rolled gives the times of day of a file their days: a file that is written as
// time goes by begins a new day where they fall by half a day and more.
type rolled struct {
	begun          bool
	last, from, on int64
}

// testedBefore is how long before the gun readers are tried out; a file that begins
// earlier in the day than that is of the next day.
const testedBefore = 3 * int64(hour)

// day returns a time of day with its day, in milliseconds of the race day.
func (r *rolled) day(at, gun int64) int64 {
	switch {
	case !r.begun:
		for r.begun = true; at+r.from < gun-testedBefore; {
			r.from += dayLength
		}
	case at < r.last-dayLength/2:
		r.on += dayLength
	case at > r.last+dayLength/2 && r.on > 0:
		r.on -= dayLength
	}
	r.last = at
	return at + r.from + r.on
}
