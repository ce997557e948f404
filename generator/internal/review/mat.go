package review

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// When a mat is sick (R5, Chicago 2009): of at least enoughPassed runners who
// passed it, for they were seen before and after it, it read less than
// soundRate, and clearly less than the mats of the other points did, by more
// than clearGap below their median; or less than half, whatever the others did.
// Rates are in hundredths of a per cent.
const (
	enoughPassed = 50
	soundRate    = 95_00
	clearGap     = 3_00
	uselessRate  = 50_00
)

// mat is how well one point read its chips.
type mat struct {
	required   bool // the rules count a miss there; the finish is never asked
	read, of   int  // of those who passed, who was read
	rate, rest int  // its own, and the median of the others
	sick       bool
	off        race.Clock // how far its times lie behind where the points around it put them, in the middle of the field
	wrong      bool       // its clock is: its times say nothing about a runner's pace
}

// sound reports whether a miss at the mat says anything about a runner.
func (m *mat) sound() bool { return m.required && !m.sick && m.read > 0 }

// Capture is how well one point of a race read its chips. Passed are those who
// were seen before and after it, and Read are those of them it read; of the
// finish nothing can be said, and Passed is 0. Rate is in hundredths of a per
// cent.
type Capture struct {
	Point      string
	Seen       int // everybody it read
	Read       int
	Passed     int
	Rate       int
	Sick       bool // it failed: its misses say nothing about a runner
	WrongClock bool
}

// Captures says how well each point of a race read, in course order.
func Captures(rv *race.RaceVerdict) []Capture {
	mats := capture(rv)
	list := make([]Capture, len(mats))
	for p, m := range mats {
		list[p] = Capture{Point: rv.Race.Points[p].ID, Read: m.read, Passed: m.of, Rate: m.rate, Sick: m.sick, WrongClock: m.wrong}
	}
	for i := range rv.Results {
		t := rv.Results[i].Entry.Timing
		if t == nil || t.SetAside {
			continue
		}
		for p, at := range t.At {
			if at != race.Unseen || p == rv.Race.Start() && t.Started {
				list[p].Seen++
			}
		}
	}
	return list
}

// capture finds out how well each point of a race read: among those who were
// seen both before and after it. Whoever was seen at all passed the start, and
// nobody is seen after the finish, so that of the finish nothing can be said;
// nor of a start that is known by net times alone, which only finishers have.
func capture(rv *race.RaceVerdict) []mat {
	rc := rv.Race
	mats := make([]mat, len(rc.Points))
	started, timed := false, false // somebody passed the start, was read at it
	for i := range rv.Results {
		t := rv.Results[i].Entry.Timing
		if t != nil && !t.SetAside {
			timed = timed || t.At[rc.Start()] != race.Unseen
			started = started || timed || t.Started
		}
	}
	for i := range rv.Results {
		t := rv.Results[i].Entry.Timing
		if t == nil || t.SetAside {
			continue
		}
		last := -1
		for p, at := range t.At {
			if at != race.Unseen {
				last = p
			}
		}
		before := !timed
		for p := 0; p < last; p++ {
			if p == rc.Start() && started && !timed {
				continue
			}
			read := t.At[p] != race.Unseen || p == rc.Start() && t.Started
			if before || p == rc.Start() {
				mats[p].of++
				if read {
					mats[p].read++
				}
			}
			before = before || read
		}
	}
	for p := range mats {
		m := &mats[p]
		m.required = rc.Points[p].Required && p != rc.Finish()
		if m.of > 0 {
			m.rate = m.read * 100_00 / m.of
		}
	}
	for p := range mats {
		m := &mats[p]
		if !m.required || m.of < enoughPassed {
			continue
		}
		m.rest = median(mats, p)
		m.sick = m.rate < uselessRate || m.rate < soundRate && m.rate < m.rest-clearGap
	}
	clocks(rv, mats)
	return mats
}

// A mat's clock is wrong where half the field passed it later, or earlier, than
// at an even pace from the point before it to the point after it by more than
// strayClock and by more than a tenth of the time between those two; asked of
// enoughPassed runners and of clockSample at most. Half a field does not slow
// down that much in one place.
const (
	strayClock  = race.Clock(5 * 60 * 1000)
	clockSample = 1000
)

// clocks finds the mats between start and finish whose clock is wrong, the
// worst first: a wrong one makes its neighbours look wrong until it is set
// apart.
func clocks(rv *race.RaceVerdict, mats []mat) {
	step := max(1, len(rv.Results)/clockSample)
	for range mats {
		worst := -1
		for p := 1; p < rv.Race.Finish(); p++ {
			if mats[p].wrong {
				continue
			}
			off, limit, asked := clockOff(rv, mats, p, step)
			if asked >= enoughPassed && max(off, -off) > limit && (worst < 0 || max(off, -off) > max(mats[worst].off, -mats[worst].off)) {
				worst = p
				mats[p].off = off
			}
		}
		if worst < 0 {
			break
		}
		mats[worst].wrong = true
	}
	for p := range mats {
		if mats[p].wrong {
			mats[p].off, _, _ = clockOff(rv, mats, p, step)
		}
	}
}

// clockOff returns by how much the middle of the field passed a point later
// than the points around it say, how much of that is no wonder, and how many
// runners say so.
func clockOff(rv *race.RaceVerdict, mats []mat, p, step int) (off, limit race.Clock, asked int) {
	var offs, spans []race.Clock
	for i := 0; i < len(rv.Results); i += step {
		t := rv.Results[i].Entry.Timing
		if t == nil || t.SetAside || t.At[p] == race.Unseen {
			continue
		}
		a, b := p-1, p+1
		for a >= 0 && (mats[a].wrong || t.At[a] == race.Unseen) {
			a--
		}
		for b < len(t.At) && (mats[b].wrong || t.At[b] == race.Unseen) {
			b++
		}
		if a < 0 || b == len(t.At) {
			continue
		}
		span := t.At[b].Since(t.At[a])
		whole, part := rv.Race.Points[b].At-rv.Race.Points[a].At, rv.Race.Points[p].At-rv.Race.Points[a].At
		even := race.Clock(int64(span) * int64(part/1000) / max(1, int64(whole/1000)))
		offs, spans = append(offs, t.At[p].Since(t.At[a])-even), append(spans, span)
	}
	if len(offs) == 0 {
		return 0, 0, 0
	}
	slices.Sort(offs)
	slices.Sort(spans)
	return offs[len(offs)/2], max(strayClock, spans[len(spans)/2]/10), len(offs)
}

// median is the median rate of the required points but one, 100 % where there
// is no other to go by.
func median(mats []mat, but int) int {
	var rates []int
	for p := range mats {
		if p != but && mats[p].required && mats[p].of >= enoughPassed {
			rates = append(rates, mats[p].rate)
		}
	}
	n := len(rates)
	if n == 0 {
		return 100_00
	}
	slices.Sort(rates)
	return (rates[(n-1)/2] + rates[n/2]) / 2
}

// sickMats reports each mat that failed, once.
func sickMats(found *problem.List, e *race.Edition, rc *race.Race, mats []mat) {
	for p, m := range mats {
		if m.wrong {
			way := "later"
			if m.off < 0 {
				way = "earlier"
			}
			found.Add(problem.Problem{Path: rules(e), Level: problem.Warning, Code: "wrong_clock",
				Text: fmt.Sprintf("race %s: half the field passed %s at least %s %s than the points around it say: its clock is wrong", rc.ID, rc.Points[p].ID, max(m.off, -m.off).Official(), way),
				Hint: "its times raise no flag, but a cut-off there is judged by them: offsets correct the clock of a reader"})
		}
		if !m.sick {
			continue
		}
		found.Add(problem.Problem{Path: rules(e), Level: problem.Warning, Code: "sick_mat",
			Text: fmt.Sprintf("race %s: the mat at %s read %d of %d runners who were seen before and after it, %s, where the other points read %s",
				rc.ID, rc.Points[p].ID, m.read, m.of, percent(m.rate), percent(m.rest)),
			Hint: fmt.Sprintf("missed reads there are not held against runners; {id: %s, missing: ignored} keeps them from costing a place", rc.Points[p].ID)})
	}
}

// percent writes hundredths of a per cent with one decimal, cut off.
func percent(rate int) string { return fmt.Sprintf("%d.%d %%", rate/100, rate/10%10) }
