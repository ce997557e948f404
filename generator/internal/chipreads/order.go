package chipreads

import (
	"cmp"
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Order says how to read a finish that was timed by hand: a list of times in the
// order of arrival and a list of bibs in the same order, joined by place.
type Order struct {
	At          problem.Place // where it is declared
	Times, Bibs List
	SinceGun    bool // the times are those since the gun, and
	TimeOfDay   bool // of the wall clock; neither where it is to be found out
	Stop        bool // what cannot be read is an error
}

// How far a time by hand may be from that of a chip: people press late, and write
// whole seconds.
const handSlack = 3000

// place is what the lists have at one place.
type place struct {
	at    race.Instant // Unseen where there is no time
	entry int          // -1 where there is no bib, or nobody's
	time  *listRow     // nil where there is none
	bib   *listRow
}

// hand joins the two lists of one finish.
type hand struct {
	in     Input
	order  *Order
	places []place // from place 1
	times  int     // the last place that has a time
	bibs   int     // and a bib
	review int     // from this place on nothing is sure; more than all where all is
	twice  map[int]bool
}

// Hand joins lists of times and of bibs and gives each runner the finish at its
// place, where nothing else does: a time of a table or a chip stays. It must be
// called after Gather. Where the lists have slipped against each other, which
// times with a bib and bibs with a chip show, the runners from there on are set
// aside; nobody's place is guessed.
func Hand(in Input, orders []Order) {
	for i := range orders {
		h := &hand{in: in, order: &orders[i], twice: map[int]bool{}}
		if h.read() {
			h.align()
			h.give()
		}
	}
}

// level is how bad it is that something cannot be used.
func (h *hand) level() problem.Level {
	if h.order.Stop {
		return problem.Error
	}
	return problem.Warning
}

// read reads both lists.
func (h *hand) read() bool {
	times, ok := readList(h.in, &h.order.Times, true)
	bibs, ok2 := readList(h.in, &h.order.Bibs, false)
	if !ok || !ok2 {
		return false
	}
	h.times, h.bibs = lastPlace(times), lastPlace(bibs)
	h.places = make([]place, max(h.times, h.bibs))
	for i := range h.places {
		h.places[i] = place{at: race.Unseen, entry: -1}
	}
	h.review = len(h.places) + 1
	clock := h.clock(times)
	for i := range times {
		row := &times[i]
		p := &h.places[row.place-1]
		if p.time != nil {
			h.report(row, "row_set_aside", fmt.Sprintf("place %d has a time already, in line %d", row.place, p.time.line))
			continue
		}
		p.time = row
		if p.at = clock(row); p.at == race.Unseen {
			h.report(row, "row_set_aside", fmt.Sprintf("the time %q of place %d cannot be read", row.time, row.place))
		}
	}
	h.names(bibs)
	return h.ascending()
}

// names finds whose bibs they are.
func (h *hand) names(bibs []listRow) {
	first := map[int]int{}
	for i := range bibs {
		row := &bibs[i]
		p := &h.places[row.place-1]
		if p.bib != nil {
			h.report(row, "row_set_aside", fmt.Sprintf("place %d has a bib already, in line %d", row.place, p.bib.line))
			continue
		}
		p.bib = row
		if row.bib == "" {
			continue // nobody read it
		}
		entry, known := h.in.Bibs[race.FoldBib(row.bib)]
		switch had, again := first[entry]; {
		case !known:
			h.report(row, "unknown_bib", fmt.Sprintf("bib %q at place %d is not in the entries", row.bib, row.place))
		case again:
			h.report(row, "row_set_aside", fmt.Sprintf("bib %q is at place %d and at place %d", row.bib, had, row.place))
			h.twice[entry] = true
			p.entry = entry
		default:
			first[entry], p.entry = row.place, entry
		}
	}
}

func (h *hand) report(row *listRow, code, text string) {
	problem.Place{Path: row.path, Line: row.line, Column: 1}.Report(h.in.Tables.Found, h.level(), code, text, "the place keeps its number; the runner is shown as under review unless something else times it")
}

// ascending checks that times never go back. Where many do, the list is one of laps
// and no time of it can be used; where one does, the two places that disagree are
// not sure.
func (h *hand) ascending() bool {
	last, back, timed := -1, 0, 0
	for i := range h.places {
		if h.places[i].at == race.Unseen {
			continue
		}
		timed++
		if last >= 0 && h.places[i].at < h.places[last].at {
			back++
		}
		last = i
	}
	if 10*back > timed && back > 1 {
		problem.WholeFile(h.order.Times.Path).Report(h.in.Tables.Found, problem.Error, "order_of_times", fmt.Sprintf("%d of %d times are before that of the place before: the list has laps, not times since the start", back, timed),
			"columns: {Total: time}, by the header of the column that has the times since the start")
		return false
	}
	last = -1
	for i := range h.places {
		p := &h.places[i]
		if p.at == race.Unseen {
			continue
		}
		if last >= 0 && p.at < h.places[last].at {
			h.report(p.time, "order_of_times", fmt.Sprintf("the time of place %d is before that of place %d", i+1, last+1))
			h.twice[p.entry], h.twice[h.places[last].entry] = true, true
		}
		last = i
	}
	return true
}

// anchor is a place at which something shows which time belongs to the bib.
type anchor struct {
	place  int // of the bib
	shifts []int
}

// align finds where the lists have slipped against each other.
func (h *hand) align() {
	// Where both lists end together, so do their last places.
	anchors := append(h.anchors(), anchor{max(h.times, h.bibs), []int{h.times - h.bibs}})
	shift, sure := 0, 0 // by how much the time of a bib is further on; the last place where that is sure
	for i := 0; i < len(anchors); i++ {
		a := anchors[i]
		if slices.Contains(a.shifts, shift) {
			sure = a.place
			continue
		}
		next, ok := agreed(anchors[i:], shift)
		if !ok {
			continue // a bib that was written wrong, not a slip
		}
		h.slipped(next-shift, sure, a.place)
		shift, sure = next, a.place
	}
}

// agreed returns the shift on which anchors from a slip on agree: most of the next
// few.
func agreed(anchors []anchor, before int) (int, bool) {
	const few = 5
	ahead := anchors[:min(few, len(anchors))]
	best, most := 0, 0
	for _, s := range anchors[0].shifts {
		n := 0
		for _, a := range ahead {
			if slices.Contains(a.shifts, s) {
				n++
			}
		}
		if n > most || n == most && abs(s-before) < abs(best-before) {
			best, most = s, n
		}
	}
	stay := 0
	for _, a := range ahead {
		if slices.Contains(a.shifts, before) {
			stay++
		}
	}
	return best, most > stay
}

func abs(n int) int { return max(n, -n) }

// anchors are the places of which something shows the time: times that were taken
// with a bib, and bibs whose chip was read at the finish.
func (h *hand) anchors() []anchor {
	selected := map[int]int{} // by entry: the place of the time that was taken with its bib
	for i := range h.places {
		if t := h.places[i].time; t != nil && t.bib != "" {
			if entry, ok := h.in.Bibs[race.FoldBib(t.bib)]; ok {
				selected[entry] = i + 1
			}
		}
	}
	var timed []int // the places that have a time, by it
	for i := range h.places {
		if h.places[i].at != race.Unseen {
			timed = append(timed, i)
		}
	}
	slices.SortStableFunc(timed, func(a, b int) int { return cmp.Compare(h.places[a].at, h.places[b].at) })
	finish := h.in.Race.Finish()
	var list []anchor
	for i := range h.places {
		entry := h.places[i].entry
		if entry < 0 || h.twice[entry] {
			continue
		}
		if p, ok := selected[entry]; ok {
			list = append(list, anchor{i + 1, []int{p - (i + 1)}})
			continue
		}
		t := h.in.Race.Entries[entry].Timing
		if t == nil || t.SetAside || t.At[finish] == race.Unseen {
			continue
		}
		a := anchor{place: i + 1}
		from, _ := slices.BinarySearchFunc(timed, t.At[finish]-handSlack, func(p int, at race.Instant) int { return cmp.Compare(h.places[p].at, at) })
		for _, p := range timed[from:] {
			if h.places[p].at > t.At[finish]+handSlack {
				break
			}
			a.shifts = append(a.shifts, p-i)
		}
		if len(a.shifts) > 0 {
			list = append(list, a)
		}
	}
	return list
}

// slipped reports that so many bibs, or times where it is negative, are missing
// between two places.
func (h *hand) slipped(by, after, before int) {
	h.review = min(h.review, after+1)
	what, list := "bib", &h.order.Bibs
	if by < 0 {
		what, list = "time", &h.order.Times
	}
	n := problem.Quantity(abs(by), what+" is", what+"s are")
	if abs(by) == 1 {
		n = "one " + what + " is"
	}
	where := fmt.Sprintf("near place %d", before)
	if after+1 < before {
		where = fmt.Sprintf("near place %d, between places %d and %d", before, after+1, before)
	}
	text := fmt.Sprintf("%s missing %s", n, where)
	if h.times != h.bibs {
		text += fmt.Sprintf(": the lists have %d times and %d bibs", h.times, h.bibs)
	}
	problem.WholeFile(list.Path).Report(h.in.Tables.Found, h.level(), "order_slipped", text,
		fmt.Sprintf("put a line with the place and no %s where it belongs; from place %d on the runners that nothing else times are under review", what, after+1))
}

// give gives the runners their times.
func (h *hand) give() {
	finish := h.in.Race.Finish()
	n := len(h.in.Race.Points)
	apart, worst := 0, -1
	done := map[int]bool{}
	for i := range h.places {
		p := &h.places[i]
		if p.entry < 0 || done[p.entry] {
			continue
		}
		done[p.entry] = true
		e := h.in.Race.Entries[p.entry]
		if t := e.Timing; t != nil && (t.SetAside || t.At[finish] != race.Unseen) {
			if i+1 < h.review && p.at != race.Unseen && !t.SetAside && max(p.at-t.At[finish], t.At[finish]-p.at) > handSlack {
				if apart++; worst < 0 {
					worst = i
				}
			}
			continue
		}
		t := &race.Timing{At: slices.Repeat([]race.Instant{race.Unseen}, n), Net: race.NoTime, From: race.Position{Path: p.bib.path, Line: p.bib.line}}
		if i+1 >= h.review || p.at == race.Unseen || h.twice[p.entry] {
			t.SetAside = true
		} else {
			t.At[finish] = p.at
		}
		h.in.Join(e, t, h.level())
	}
	if apart > 0 {
		p := &h.places[worst]
		e := h.in.Race.Entries[p.entry]
		problem.Place{Path: p.bib.path, Line: p.bib.line, Column: 1}.Report(h.in.Tables.Found, problem.Review, "hand_differs", fmt.Sprintf("%s by hand more than %d s from that of the chip or table, the first that of bib %q at place %d: %s, not %s",
			problem.Quantity(apart, "time is", "times are"), handSlack/1000, e.Bib, worst+1, h.in.Race.Wall.Text(p.at), h.in.Race.Wall.Text(e.Timing.At[finish])), "the chip or table counts; is a bib at a wrong place?")
	}
}
