package judge

import (
	"cmp"
	"slices"
	"sync"

	"guntime/generator/internal/race"
)

// Statistics returns the function that counts a race: what is published of its results,
// and nothing else. Times that the rules withhold count nowhere. Who started is found
// out at once, because the timing is dropped after the judging; the rest waits until
// somebody asks, because of a running race few builds draw it.
func Statistics(rv *race.RaceVerdict) func() *race.Statistics {
	of, unplaced := nations(rv.Results)
	return sync.OnceValue(func() *race.Statistics {
		s := statistics(untimed(rv))
		s.Nations, s.Unplaced = of, unplaced
		return s
	})
}

// statistics counts all but the nations.
func statistics(rv *race.RaceVerdict) *race.Statistics {
	rc := rv.Race
	s := &race.Statistics{
		Finish:   histogram(rv, func(d *race.Division) bool { return d == nil || !d.Outside }),
		Outside:  histogram(rv, func(d *race.Division) bool { return d != nil && d.Outside }),
		Minutes:  minutes(rc, rv.Results),
		DropOuts: dropOuts(rc, rv.Results),
		Ages:     ages(rv.Results),
	}
	if !rc.OfLaps() { // who stops has missed no lap
		s.Points = captures(rc, rv.Results)
	}
	for _, m := range s.Minutes {
		if m.Count > s.Busiest.Count {
			s.Busiest = m
		}
	}
	half := halfway(rc)
	for i := range rv.Divisions {
		s.Divisions = append(s.Divisions, figure(rc, &rv.Divisions[i], half))
	}
	return s
}

// finisher reports whether a result counts among the finishers (R49).
func finisher(r *race.Result) bool { return r.Status == race.Finished || r.Status == race.Unranked }

// starter reports whether a result counts among the starters (R49): who was seen
// anywhere or is said to have started (R53). Whoever was struck before the start
// was not.
func starter(r *race.Result) bool {
	switch r.Status {
	case race.DNS, race.NotStarted:
		return false
	case race.Disqualified:
		return r.Reason.LastPoint != "" || saidToStart(r.Entry.Timing)
	}
	return true
}

// saidToStart reports whether a row that saw nobody anywhere says that its runner
// started all the same.
func saidToStart(t *race.Timing) bool {
	return t != nil && (t.SetAside || t.Started || t.Status != race.TimedNone && t.Status != race.TimedDNS)
}

// binWidths are what a bin may be wide: the first that needs no more than
// mostBins of them.
var binWidths = []race.Clock{5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 5760, 11520}

const oneMinute race.Clock = 60_000

const mostBins = 120

// histogram counts the finish times of the divisions that are wanted; nil asks
// for those who fit none.
func histogram(rv *race.RaceVerdict, wanted func(*race.Division) bool) race.Histogram {
	h := race.Histogram{Width: binWidths[0] * oneMinute}
	column := map[*race.Division]int{}
	first, last := race.NoTime, race.NoTime
	for i := range rv.Results {
		r := &rv.Results[i]
		if !finisher(r) || r.Gun == race.NoTime || !wanted(r.Division) {
			continue
		}
		if _, ok := column[r.Division]; !ok { // results stand by division, those who fit none last
			column[r.Division] = len(h.Divisions)
			h.Divisions = append(h.Divisions, r.Division)
		}
		if first == race.NoTime || r.Gun < first {
			first = r.Gun
		}
		last = max(last, r.Gun)
	}
	if first == race.NoTime {
		return h
	}
	for _, w := range binWidths {
		h.Width = w * oneMinute
		if floor(last, h.Width)-floor(first, h.Width) < mostBins*h.Width {
			break
		}
	}
	from := floor(first, h.Width)
	for at := from; at <= last; at += h.Width {
		h.Bins = append(h.Bins, race.Bin{From: at, Counts: make([]int, len(h.Divisions))})
	}
	for i := range rv.Results {
		r := &rv.Results[i]
		if finisher(r) && r.Gun != race.NoTime && wanted(r.Division) {
			h.Bins[(r.Gun-from)/h.Width].Counts[column[r.Division]]++
		}
	}
	return h
}

// floor rounds down to a multiple of a step.
func floor(c, step race.Clock) race.Clock {
	rest := c % step
	if rest < 0 {
		rest += step
	}
	return c - rest
}

// minutes counts the finishers of each minute of the wall clock.
func minutes(rc *race.Race, results []race.Result) []race.Minute {
	count := map[race.Instant]int{}
	for i := range results {
		r := &results[i]
		if at := rc.GunFor(r.Entry, r.Division).After(r.Gun); finisher(r) && at != race.Unseen {
			count[race.Instant(floor(race.Clock(at), oneMinute))]++
		}
	}
	all := make([]race.Minute, 0, len(count))
	for at, n := range count {
		all = append(all, race.Minute{At: at, Count: n})
	}
	slices.SortFunc(all, func(a, b race.Minute) int { return cmp.Compare(a.At, b.At) })
	return all
}

// dropOuts counts those who did not finish by where they were last seen.
func dropOuts(rc *race.Race, results []race.Result) []race.DropOut {
	count := map[string]int{}
	for i := range results {
		if r := &results[i]; r.Status == race.DNF {
			last := ""
			if r.Reason != nil {
				last = r.Reason.LastPoint
			}
			count[last]++
		}
	}
	var all []race.DropOut
	if n := count[""]; n > 0 {
		all = append(all, race.DropOut{Count: n})
	}
	for _, p := range rc.Points {
		if n := count[p.ID]; n > 0 {
			all = append(all, race.DropOut{Point: p.ID, Count: n})
		}
	}
	return all
}

// nations counts who started and finished by nation. An anonymous entry
// counts among those without one, so that no rare nation tells who it is.
func nations(results []race.Result) ([]race.Nation, race.Nation) {
	count := map[string]*race.Nation{}
	var without race.Nation
	for i := range results {
		r := &results[i]
		if !starter(r) {
			continue
		}
		n := &without
		if r.Entry.Nat != "" && r.Entry.Visibility != race.Anonymous {
			if count[r.Entry.Nat] == nil {
				count[r.Entry.Nat] = &race.Nation{Code: r.Entry.Nat}
			}
			n = count[r.Entry.Nat]
		}
		n.Starters++
		if finisher(r) {
			n.Finishers++
		}
	}
	all := make([]race.Nation, 0, len(count))
	for _, n := range count {
		all = append(all, *n)
	}
	slices.SortFunc(all, func(a, b race.Nation) int {
		return cmp.Or(cmp.Compare(b.Finishers, a.Finishers), cmp.Compare(b.Starters, a.Starters), cmp.Compare(a.Code, b.Code))
	})
	return all, without
}

// oldest is the highest age that is believed.
const oldest = 120

// ages counts finishers by decade and gender, and folds what would single
// somebody out.
func ages(results []race.Result) race.Ages {
	genders := []race.Gender{race.Male, race.Female, race.GenderX, race.Mixed, race.NoGender}
	known := make([]int, len(genders))
	var decades [][]int // by decade, then gender
	out := race.Ages{}
	for i := range results {
		r := &results[i]
		if !finisher(r) {
			continue
		}
		g := slices.Index(genders, r.Entry.Gender)
		if r.Entry.Age <= 0 || r.Entry.Age > oldest || r.Entry.Visibility == race.Anonymous || g < 0 {
			out.Left++
			continue
		}
		for len(decades) <= r.Entry.Age/10 {
			decades = append(decades, make([]int, len(genders)))
		}
		decades[r.Entry.Age/10][g]++
		known[g]++
	}
	for d, counts := range decades {
		band := race.AgeBand{From: 10 * d, To: 10*d + 9}
		for g := range genders {
			if known[g] >= race.Crowd {
				band.Counts = append(band.Counts, counts[g])
			}
		}
		if len(out.Bands) > 0 || slices.Max(append(band.Counts, 0)) > 0 {
			out.Bands = append(out.Bands, band)
		}
	}
	for g, n := range known {
		if n >= race.Crowd {
			out.Genders = append(out.Genders, genders[g])
		} else {
			out.Left += n
		}
	}
	out.Bands = crowds(out.Bands)
	return out
}

// crowds folds each band with a count between none and Crowd into the one
// below it, the lowest into the one above. Some fold always ends it: no
// gender has fewer than Crowd in all.
func crowds(bands []race.AgeBand) []race.AgeBand {
	lonely := func(b race.AgeBand) bool {
		return slices.ContainsFunc(b.Counts, func(n int) bool { return n > 0 && n < race.Crowd })
	}
	for i := len(bands) - 1; i >= 0 && len(bands) > 1; {
		if !lonely(bands[i]) {
			i--
			continue
		}
		low := max(0, i-1)
		sum := race.AgeBand{From: bands[low].From, To: bands[low+1].To, Counts: make([]int, len(bands[i].Counts))}
		for g := range sum.Counts {
			sum.Counts[g] = bands[low].Counts[g] + bands[low+1].Counts[g]
		}
		bands = slices.Replace(bands, low, low+2, sum)
		i = low
	}
	return bands
}

// captures says of each listed point how many of those who passed it were
// seen at it.
func captures(rc *race.Race, results []race.Result) []race.Capture {
	all := make([]race.Capture, len(rc.Points))
	for i := range results {
		r := &results[i]
		if r.Splits == nil {
			continue
		}
		later := false
		for p := rc.Finish(); p >= 0; p-- {
			seen := r.Splits[p] != race.NoTime || p == rc.Start() && r.Net != race.NoTime
			if later {
				all[p].Of++
				if seen {
					all[p].Read++
				}
			}
			later = later || seen
		}
	}
	var listed []race.Capture
	for p := range rc.Points {
		if all[p].Point = rc.Points[p].ID; rc.Points[p].Listed {
			listed = append(listed, all[p])
		}
	}
	return listed
}

// halfway is the point at half the course, give or take a metre, or -1.
func halfway(rc *race.Race) int {
	for i := range rc.Points {
		if off := 2*rc.Points[i].At - rc.Length; off >= -race.Kilometre/500 && off <= race.Kilometre/500 {
			return i
		}
	}
	return -1
}

// figure counts one division.
func figure(rc *race.Race, dv *race.DivisionVerdict, half int) race.DivisionFigure {
	f := race.DivisionFigure{Division: dv.Division}
	passed := make([]race.Clock, 0, len(dv.Results))
	for p := range rc.Points {
		passed = passed[:0]
		for i := range dv.Results {
			if c := passage(rc, &dv.Results[i], p); c != race.NoTime {
				passed = append(passed, c)
			}
		}
		if p == rc.Finish() {
			f.Timed = len(passed)
		}
		if len(passed) == 0 || !rc.Points[p].Listed {
			continue
		}
		slices.Sort(passed)
		at := race.Passage{Point: rc.Points[p].ID, Seen: len(passed), First: passed[0], Median: middle(passed), Last: passed[len(passed)-1], Segment: race.NoTime}
		passed = passed[:0]
		for i := range dv.Results {
			r := &dv.Results[i]
			if c := r.Segment(rc, p); p != rc.Start() && c != race.NoTime && passage(rc, r, p) != race.NoTime {
				passed = append(passed, c)
			}
		}
		if len(passed) > 0 {
			slices.Sort(passed)
			at.Segment = middle(passed)
		}
		f.Passages = append(f.Passages, at)
	}
	for i := range dv.Results {
		r := &dv.Results[i]
		if half < 0 || passage(rc, r, rc.Finish()) == race.NoTime || r.StartDelay == race.NoTime {
			continue
		}
		at := passage(rc, r, half)
		if at == race.NoTime {
			continue
		}
		f.Paced++
		if r.Gun-at < at-r.StartDelay {
			f.Negative++
		}
	}
	return f
}

// middle is the one in the middle of sorted clocks, of an even number the
// earlier of the two.
func middle(sorted []race.Clock) race.Clock { return sorted[(len(sorted)-1)/2] }

// passage is the time since the gun that counts at a point, NoTime where none does.
func passage(rc *race.Race, r *race.Result, p int) race.Clock {
	switch {
	case r.Status == race.Disqualified:
		return race.NoTime
	case p == rc.Finish():
		if !finisher(r) {
			return race.NoTime
		}
		return r.Gun
	case r.Splits == nil:
		return race.NoTime
	}
	return r.Splits[p]
}
