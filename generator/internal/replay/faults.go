package replay

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// Fault is something that goes wrong on a race day.
type Fault string

// The faults. A clock that is off is declared in edition.yaml, as after a call to
// the timekeeper; one that is not declared is for the desk to find.
const (
	Late       Fault = "late"             // what one point hears comes in batches, every three minutes
	Silent     Fault = "silent"           // one point says nothing for ten minutes, then sends all
	Clock      Fault = "clock"            // the clock at one point is an hour fast
	ClockUnset Fault = "clock-undeclared" // and nobody knows it
	Doubles    Fault = "doubles"          // a chip is heard two or three times
	Torn       Fault = "torn"             // a line is written in two halves
)

// Faults are all of them, in the order of the help; Usual are those of a day for
// which none are named.
var (
	Faults = []Fault{Late, Silent, Clock, ClockUnset, Doubles, Torn}
	Usual  = []Fault{Late, Silent, Clock, Doubles, Torn}
)

// ParseFaults reads a list of faults with commas between them, or none.
func ParseFaults(text string) ([]Fault, error) {
	if text == "none" {
		return nil, nil
	}
	var list []Fault
	for word := range strings.SplitSeq(text, ",") {
		f := Fault(strings.TrimSpace(word))
		if !slices.Contains(Faults, f) {
			return nil, fmt.Errorf("%q is no fault", word)
		}
		list = append(list, f)
	}
	if slices.Contains(list, Clock) && slices.Contains(list, ClockUnset) {
		return nil, fmt.Errorf("%s and %s exclude each other", Clock, ClockUnset)
	}
	return list, nil
}

const (
	minute  = 60_000
	batch   = 3 * minute
	silence = 10 * minute
	hour    = 60 * minute
	tornIn  = 250 // one line of so many is torn
	tornFor = 45_000
)

// faulty makes the reads of one race with its faults.
type faulty struct {
	plan          *Plan
	start         int // the feed of the start
	doubles, torn bool
	dice          *rand.Rand
}

// faults chooses at which points the faults are: in the middle of the course, each
// at another point, as far as there are enough.
func (d *day) faults() *faulty {
	p, rc := d.plan, d.race
	has := func(f Fault) bool { return slices.Contains(d.o.Faults, f) }
	f := &faulty{plan: p, start: d.feedOf[rc.Start()], doubles: has(Doubles), torn: has(Torn), dice: rand.New(rand.NewPCG(d.o.Seed, uint64(d.number)))}
	var at []int
	for point, feed := range d.feedOf {
		if feed >= 0 && point != rc.Start() && point != rc.Finish() {
			at = append(at, feed)
		}
	}
	if finish := d.feedOf[rc.Finish()]; len(at) < 3 && finish >= 0 {
		at = append(at, finish)
	}
	if len(at) == 0 {
		return f
	}
	f.dice.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	if has(Late) {
		p.Feeds[at[0]].late = true
	}
	if has(Silent) {
		feed := &p.Feeds[at[1%len(at)]]
		from := middle(rc, feed.point)
		feed.silence = [2]race.Instant{from, from + silence}
	}
	if has(Clock) || has(ClockUnset) {
		p.Feeds[at[2%len(at)]].ahead = hour
	}
	return f
}

// middle is when half of those whom a point saw had passed it.
func middle(rc *race.Race, point int) race.Instant {
	var all []race.Instant
	for _, e := range rc.Entries {
		if e.Timing != nil && e.Timing.At[point] != race.Unseen {
			all = append(all, e.Timing.At[point])
		}
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// add appends the reads of a passing.
func (f *faulty) add(to []event, v event) []event {
	n := len(to)
	to = append(to, v)
	if f.doubles && f.dice.IntN(3) == 0 {
		for _, later := range []race.Instant{310, 1500}[:1+f.dice.IntN(2)] {
			if int(v.feed) == f.start {
				later = -later // the last read at the start counts
			}
			twin := v
			twin.at += later
			to = append(to, twin)
		}
	}
	feed := &f.plan.Feeds[v.feed]
	for i := n; i < len(to); i++ {
		due := to[i].at
		if s := feed.silence; due >= s[0] && due < s[1] {
			due = s[1]
		}
		if feed.late {
			due += (batch - due%batch) % batch
		}
		to[i].due, to[i].torn = due, f.torn && f.dice.IntN(tornIn) == 0
	}
	return to
}
