package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// Two chips run side by side (R32) where they are read less than sideways
// apart at every point after the start that read both, of which there are at
// least enoughShared.
const (
	sideways     = race.Clock(1000)
	enoughShared = 4
)

// spot is a runner at one point, with the time at an earlier one by which most
// who only happen to be near are told apart.
type spot struct {
	at, probe race.Instant
	runner    int
}

// sideBySide flags two runners whose chips were never apart. Each pair is
// looked at where it was seen together last: at the finish or, where one of
// them was not read there, before. Only neighbours are compared, so the work
// grows with how many pass a point within a second and not with all pairs.
func (f *field) sideBySide() []flag {
	var pairs strongest
	finish := f.race.Finish()
	var all, some []spot // who was read at a point; of them, before the finish, who never finished
	for p := finish; p >= enoughShared; p-- {
		probe := p / 2
		all, some = all[:0], some[:0]
		for i := range f.runners {
			r := &f.runners[i]
			if r.at == nil || r.at[p] == race.Unseen {
				continue
			}
			s := spot{r.at[p], r.at[probe], i}
			all = append(all, s)
			if p < finish && r.at[finish] == race.Unseen {
				some = append(some, s)
			}
		}
		if p == finish {
			some = append(some, all...)
		}
		slices.SortFunc(some, func(a, b spot) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.runner, b.runner)) })
		for _, a := range all {
			first, _ := slices.BinarySearchFunc(some, a.at-race.Instant(sideways)+1, func(s spot, at race.Instant) int { return cmp.Compare(s.at, at) })
			for _, b := range some[first:] {
				if b.at-a.at >= race.Instant(sideways) {
					break
				}
				if a.probe != race.Unseen && b.probe != race.Unseen && apart(a.probe, b.probe) >= sideways {
					continue
				}
				x, y := &f.runners[a.runner], &f.runners[b.runner]
				// A pair both of whom are among some comes up twice.
				if a.runner == b.runner || b.runner < a.runner && (p == finish || x.at[finish] == race.Unseen) {
					continue
				}
				if one, ok := f.pair(x, y, p); ok {
					pairs.add(one)
				}
			}
		}
	}
	return f.sayPairs(pairs.list(), pairs.weaker)
}

// pair is two runners who were last read together at a point, and never apart.
type pair struct {
	x, y   *runner // the finding stands at the row of the first
	last   int
	shared int // points
	widest race.Clock
	weight int64
	mixed  bool // they are of different genders
}

// mostPairs is how many pairs of one race are looked at further. Where one race has
// the times of another again and again, there are more than anybody could hear of.
const mostPairs = 10_000

// strongest are the strongest pairs, and how many weaker ones there were.
type strongest struct {
	pairs  []pair
	weaker int
}

func (s *strongest) add(p pair) {
	if s.weaker > 0 && p.compare(&s.pairs[mostPairs-1]) > 0 {
		s.weaker++
		return
	}
	if s.pairs = append(s.pairs, p); len(s.pairs) == 2*mostPairs {
		s.cut()
	}
}

// cut leaves the strongest, in their order.
func (s *strongest) cut() {
	slices.SortFunc(s.pairs, func(a, b pair) int { return a.compare(&b) })
	if len(s.pairs) > mostPairs {
		s.weaker += len(s.pairs) - mostPairs
		s.pairs = s.pairs[:mostPairs]
	}
}

// compare orders pairs, the stronger first.
func (p *pair) compare(o *pair) int {
	if c := cmp.Compare(o.weight, p.weight); c != 0 {
		return c
	}
	x, y := p.x.row(), o.x.row()
	return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line), cmp.Compare(p.y.bib(), o.y.bib()))
}

func (s *strongest) list() []pair {
	s.cut()
	return s.pairs
}

// pair judges two runners who were last read together at a point: ok is false where
// they were apart somewhere.
func (f *field) pair(x, y *runner, last int) (p pair, ok bool) {
	if x.heard && y.heard {
		return p, false
	}
	shared, widest := 0, race.Clock(0)
	for at := 1; at < len(x.at); at++ {
		if x.at[at] == race.Unseen || y.at[at] == race.Unseen {
			continue
		}
		gap := apart(x.at[at], y.at[at])
		if gap >= sideways || at > last {
			return p, false
		}
		shared++
		widest = max(widest, gap)
	}
	if shared < enoughShared {
		return p, false
	}
	if x.heard || !y.heard && later(x.row(), y.row()) {
		x, y = y, x
	}
	p = pair{x: x, y: y, last: last, shared: shared, widest: widest, weight: int64(shared)*int64(sideways) - int64(widest)}
	if x.Entry.Gender != y.Entry.Gender && x.Entry.Gender != race.NoGender && y.Entry.Gender != race.NoGender {
		p.weight, p.mixed = p.weight+1<<32, true
	}
	return p, true
}

// sayPairs flags pairs; the weaker ones are counted.
func (f *field) sayPairs(pairs []pair, weaker int) []flag {
	flags := make([]flag, 0, len(pairs))
	for _, p := range pairs {
		who, severity := "", Slight
		if p.mixed {
			who, severity = ", of different genders,", Fair
		}
		flags = append(flags, f.ask(flag{code: "side_by_side", at: p.x.row(), bib: p.x.bib() + "+" + p.y.bib(), weight: p.weight, severity: severity, runners: []*runner{p.x, p.y}, to: p.last,
			text: fmt.Sprintf("%s and %s%s were read at all %d points they share after the start, never more than %d.%03d s apart, at last at %s, %s after the gun",
				p.x.bib(), p.y.bib(), who, p.shared, p.widest/1000, p.widest%1000, f.id(p.last), p.x.at[p.last].Since(p.x.gun))}, twoChips))
	}
	if weaker > 0 {
		flags[0].weaker = weaker
	}
	return flags
}

func apart(a, b race.Instant) race.Clock { return race.Clock(max(a-b, b-a)) }

func later(a, b race.Position) bool {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Line, b.Line)) > 0
}

// sharedChips flags a chip that the entries give to more than one bib (R38).
func (f *field) sharedChips() []flag {
	if !slices.ContainsFunc(f.race.Entries, func(e *race.Entry) bool { return e.Chip != "" }) {
		return nil
	}
	by := make(map[*race.Entry]*runner, len(f.runners))
	for i := range f.runners {
		by[f.runners[i].Entry] = &f.runners[i]
	}
	first := map[string]*race.Entry{}
	carriers := map[string][]*race.Entry{} // of chips that come up twice
	var chips []string                     // those, in the order of the entries
	for _, e := range f.race.Entries {
		chip := strings.ToUpper(strings.TrimSpace(e.Chip))
		if chip == "" || by[e].heard {
			continue
		}
		if first[chip] == nil {
			first[chip] = e
			continue
		}
		if carriers[chip] == nil {
			chips = append(chips, chip)
			carriers[chip] = []*race.Entry{first[chip]}
		}
		carriers[chip] = append(carriers[chip], e)
	}
	var flags []flag
	for _, chip := range chips {
		list := carriers[chip]
		var bibs []string
		var runners []*runner
		for _, e := range list[:min(len(list), named)] {
			bibs = append(bibs, e.Bib)
			runners = append(runners, by[e])
		}
		if more := len(list) - len(bibs); more > 0 {
			bibs = append(bibs, fmt.Sprintf("and %d others", more))
		}
		flags = append(flags, f.ask(flag{code: "chip_shared", at: list[1].From, bib: list[1].Bib, weight: int64(len(list)), severity: Fair, runners: runners,
			text: fmt.Sprintf("the chip %q is given to %d entries: %s", list[1].Chip, len(list), strings.Join(bibs, ", "))}, otherChip))
	}
	return flags
}

// twoChips flags a bib of which two chips were read apart from each other at
// one point (R38): two people may run under it. From a table of times nothing
// is known of chips.
func (f *field) twoChips(flags []flag, r *runner) []flag {
	if r.Entry.Timing == nil {
		return flags
	}
	points, first := 0, (*race.Sighting)(nil)
	var marks []Mark
	for i := range r.Entry.Timing.Later {
		s := &r.Entry.Timing.Later[i]
		if s.Chip == "" {
			continue
		}
		if first == nil {
			first = s
		}
		if points == 0 || r.Entry.Timing.Later[i-1].Point != s.Point {
			points++
		}
		marks = append(marks, f.instantMark("chip "+s.Chip+" at "+f.id(s.Point), s.At, true))
		if at := r.Entry.Timing.At[s.Point]; at != race.Unseen {
			marks = append(marks, f.instantMark("counted at "+f.id(s.Point), at, false))
		}
	}
	if first == nil {
		return flags
	}
	text := fmt.Sprintf("%s has two chips that were read apart at %s: the chip %q at %s at %s", r.bib(), count(points, "point"), first.Chip, f.id(first.Point), f.clock(first.At))
	if at := r.Entry.Timing.At[first.Point]; at != race.Unseen {
		text += fmt.Sprintf(", where the time that counts is %s", f.clock(at))
	}
	return append(flags, f.ask(flag{code: "two_chips", at: first.From, bib: r.bib(), weight: int64(len(marks)), severity: Strong, runners: []*runner{r}, text: text, marks: marks}, otherChip))
}

// strays flags chips that no entry has and that ran the course all the same
// (R38).
func (f *field) strays() []flag {
	var flags []flag
	for i := range f.race.Strays {
		s := &f.race.Strays[i]
		points, first, last := 0, -1, -1
		for p, at := range s.At {
			if at == race.Unseen {
				continue
			}
			if first < 0 {
				first = p
			}
			last = p
			if p != f.race.Start() {
				points++
			}
		}
		if points < 2 {
			continue
		}
		flags = append(flags, f.ask(flag{code: "unofficial_chip", at: s.From, bib: s.Chip, weight: int64(points), severity: Fair, runners: []*runner{f.unnamed(s)}, from: first, to: last,
			text: fmt.Sprintf("the chip %q, which belongs to no entry, was read at %s after the start, from %s at %s to %s at %s",
				s.Chip, count(points, "point"), f.id(first), f.clock(s.At[first]), f.id(last), f.clock(s.At[last]))}, otherChip))
	}
	return flags
}

// unnamed is the runner of whom nothing is known but a chip's reads.
func (f *field) unnamed(s *race.Stray) *runner {
	e := &race.Entry{Chip: s.Chip, From: s.From, Timing: &race.Timing{At: s.At, Net: race.NoTime, From: s.From}}
	return &runner{Result: &race.Result{Entry: e, Gun: race.NoTime, Net: race.NoTime, StartDelay: race.NoTime},
		at: s.At, start: s.At[f.race.Start()], gun: f.race.Gun}
}
