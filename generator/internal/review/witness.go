package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Witness says how far the places that a race's own tables give agree with
// those by one clock or the other. Runners with the same time in whole seconds
// share what their places may be: inside the second the table may know more, or
// less.
type Witness struct {
	Column   string // place or gender_place
	Given    int    // runners of whom the table gives a place
	Gun, Net int    // of them, those who agree by that clock
	Clocked  bool   // there are net times
	first    *race.Result
	claimed  int32
}

// Witnesses holds the places that the tables of a race give against the verdict,
// a Witness for each column that gives any. A column named place may count all
// runners or those of a division: whichever agrees better is taken.
func Witnesses(rv *race.RaceVerdict) []Witness {
	var list []Witness
	for column, claim := range map[string]claims{
		"place":        func(t *race.Timing) (int32, int32) { return t.Place, t.PlaceOf },
		"gender_place": func(t *race.Timing) (int32, int32) { return t.GenderPlace, t.GenderPlaceOf },
	} {
		w := Witness{Column: column}
		for i := range rv.Results {
			r := &rv.Results[i]
			w.Clocked = w.Clocked || r.Net != race.NoTime && r.Net != r.Gun
			if t := r.Entry.Timing; t != nil {
				if place, _ := claim(t); place > 0 {
					w.Given++
				}
			}
		}
		if w.Given == 0 {
			continue
		}
		apart := w
		for _, d := range rv.Divisions {
			apart.hold(d.Results, rv.Race.Rules.Ranking.By, claim, func(r *race.Result) int { return r.Place })
		}
		if column == "place" {
			w.hold(rv.Results, rv.Race.Rules.Ranking.By, claim, func(r *race.Result) int { return r.PlaceOverall })
		}
		if max(apart.Gun, apart.Net) > max(w.Gun, w.Net) || column != "place" {
			w = apart
		}
		list = append(list, w)
	}
	if len(list) == 2 && list[0].Column > list[1].Column {
		list[0], list[1] = list[1], list[0]
	}
	return list
}

// claims are what a table says of a runner: a place, and of how many.
type claims func(*race.Timing) (place, of int32)

// hold counts who of a list agrees. Places by the clock that ranks are the
// verdict's own, which know of rulings; by the other clock they are counted. So
// are both where the table itself counts several fields, as wheelchairs apart.
func (w *Witness) hold(results []race.Result, by race.ClockKind, claim claims, place func(*race.Result) int) {
	if by == "" {
		by = race.ByGun
	}
	fields := map[int32][]*race.Result{}
	for i := range results {
		r := &results[i]
		if r.Entry.Timing == nil {
			if place(r) > 0 {
				fields[0] = append(fields[0], r)
			}
			continue
		}
		if _, of := claim(r.Entry.Timing); place(r) > 0 || of > 0 {
			fields[of] = append(fields[of], r)
		} else if n, _ := claim(r.Entry.Timing); n > 0 {
			fields[of] = append(fields[of], r)
		}
	}
	for _, field := range fields {
		for kind, agree := range map[race.ClockKind]*int{race.ByGun: &w.Gun, race.ByNet: &w.Net} {
			clock := func(r *race.Result) race.Clock { return r.Gun.Official() }
			if kind == race.ByNet {
				clock = func(r *race.Result) race.Clock { return r.Net.Official() }
			}
			counted := func(r *race.Result) bool { return place(r) > 0 || kind != by && onlyTheOther(r, by) }
			blocks := blocksOf(field, kind == by && len(fields) == 1, clock, place, counted)
			for _, r := range field {
				if r.Entry.Timing == nil {
					continue
				}
				n, _ := claim(r.Entry.Timing)
				b, ranked := blocks[clock(r)]
				switch {
				case n == 0:
				case ranked && counted(r) && n >= b.from && n <= b.to:
					*agree++
				case kind == by && (w.first == nil || n < w.claimed || n == w.claimed && r.Entry.Bib < w.first.Entry.Bib):
					w.first, w.claimed = r, n
				}
			}
		}
	}
}

// onlyTheOther reports whether a finisher has no place for want of a time by the
// clock that ranks, and would have one by the other.
func onlyTheOther(r *race.Result, by race.ClockKind) bool {
	has, lacks := r.Net, r.Gun
	if by == race.ByNet {
		has, lacks = r.Gun, r.Net
	}
	return r.Status == race.Unranked && lacks == race.NoTime && has != race.NoTime && r.Reason != nil && r.Reason.Code == race.MissedPoint
}

// block is the places that those share who have the same time.
type block struct{ from, to, n int32 }

// blocksOf are the places at each time of those who are counted by that clock. Own
// says that the places are by that clock; else they are counted.
func blocksOf(results []*race.Result, own bool, clock func(*race.Result) race.Clock, place func(*race.Result) int, counted func(*race.Result) bool) map[race.Clock]block {
	blocks := map[race.Clock]block{}
	for _, r := range results {
		at, c := int32(place(r)), clock(r)
		if !counted(r) || c == race.NoTime {
			continue
		}
		b := blocks[c]
		if b.n++; b.from == 0 || at < b.from {
			b.from = at
		}
		b.to = max(b.to, at, b.from+b.n-1)
		blocks[c] = b
	}
	if own {
		return blocks
	}
	next := int32(1)
	for _, c := range slices.Sorted(maps.Keys(blocks)) {
		b := blocks[c]
		b.from, b.to = next, next+b.n-1
		next += b.n
		blocks[c] = b
	}
	return blocks
}

// Says is a sentence about what the witness says, and whether most differ from
// the places by the clock that ranks.
func (w *Witness) Says(by race.ClockKind) (text string, differs bool) {
	agree, other := "gun", "net"
	count, counter := w.Gun, w.Net
	if by == race.ByNet {
		agree, other, count, counter = other, agree, w.Net, w.Gun
	}
	name := map[string]string{"place": "places", "gender_place": "places in the gender"}[w.Column]
	text = fmt.Sprintf("of %s %s that the table itself gives, %s agree by %s", problem.Grouped(w.Given), name, problem.Grouped(count), agree)
	if w.Clocked {
		text += fmt.Sprintf(", %s by %s", problem.Grouped(counter), other)
	}
	return text, count*2 < w.Given
}

// witnesses says how the places that tables give agree with the verdict, once the
// race is over: until then places are the order of arrival.
func witnesses(found *problem.List, e *race.Edition, rv *race.RaceVerdict) {
	if !rv.Over {
		return
	}
	ranking := rv.Race.Rules.Ranking
	for _, w := range Witnesses(rv) {
		text, differs := w.Says(ranking.By)
		p := problem.Problem{Path: rules(e), Level: problem.Review, Code: "own_places", Text: fmt.Sprintf("race %s: %s", rv.Race.ID, text)}
		if w.first != nil {
			p.Hint = w.differs()
		}
		if differs {
			p.Level, p.Code = problem.Warning, "places_differ"
			p.Hint = strings.Join([]string{w.remedy(ranking), p.Hint}, "; ")
		}
		found.Add(p)
	}
}

// differs names the best placed of those who differ.
func (w *Witness) differs() string {
	r := w.first
	here := "no place"
	if r.Place > 0 {
		here = fmt.Sprintf("place %d in the division", r.Place)
		if r.PlaceOverall > 0 {
			here += fmt.Sprintf(" and %d of all", r.PlaceOverall)
		}
	} else if r.Reason != nil && r.Reason.Point != "" {
		here += fmt.Sprintf(" (%s, %s)", r.Reason.Code, r.Reason.Point)
	} else if r.Reason != nil {
		here += fmt.Sprintf(" (%s)", r.Reason.Code)
	}
	line := ""
	if from := r.Entry.Timing.From; from.Path != "" {
		line = fmt.Sprintf(", %s:%d", from.Path, from.Line)
	}
	return fmt.Sprintf("the first that differs: bib %s%s, there %d, here %s", r.Entry.Bib, line, w.claimed, here)
}

// remedy is what to paste where most differ.
func (w *Witness) remedy(ranking race.Ranking) string {
	switch {
	case ranking.By == race.ByNet && w.Gun*2 > w.Given:
		return "to rank as the table does: ranking: {by: gun}"
	case ranking.By != race.ByNet && w.Net*2 > w.Given:
		return "to rank as the table does: ranking: {by: net}"
	case w.first != nil && w.first.Reason != nil && w.first.Reason.Code == race.MissedPoint:
		return "the table ranks who misses a point; to do so: ranking: {missing_point: ignored}"
	}
	return fmt.Sprintf("if the column gives other places, say so under entries or timing: columns: {HEADER: ignore}, for the header that is read as %s", w.Column)
}
