package lists

import (
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// ByBib returns the results that have a page, by bib in numeric order: 9 before 10.
func ByBib(rv *race.RaceVerdict) []int32 {
	type slot struct {
		bib    plainBib // folded
		result int32
	}
	slots := make([]slot, 0, rv.Shown)
	for i := range rv.Results {
		if e := rv.Results[i].Entry; e.Visibility != race.Anonymous {
			slots = append(slots, slot{plain(race.FoldBib(e.Bib)), int32(i)})
		}
	}
	slices.SortFunc(slots, func(a, b slot) int { return a.bib.compare(b.bib) })
	order := make([]int32, len(slots))
	for n := range slots {
		order[n] = slots[n].result
	}
	return order
}

// Reading returns how a surname is read that is not in Latin letters, with a
// capital.
func Reading(s race.Surnamed) string {
	if s.Reading == "" || s.Reading[0] > 'z' || words.ScriptOf(s.Surname, "") == "" {
		return ""
	}
	return strings.ToUpper(s.Reading[:1]) + s.Reading[1:]
}

// SurnameID returns the id of the line where a surname begins.
func SurnameID(s race.Surnamed) string {
	if Reading(s) == "" {
		return s.Reading
	}
	return s.Reading + "-" + s.Surname
}

// Shared is a surname of several runners: the entries from From to before To.
type Shared struct{ From, To int }

// Common returns the surnames that at least so many entries of a register share.
func Common(entries []race.Surnamed, least int) (all []Shared) {
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to].Surname == entries[from].Surname && entries[to].Reading == entries[from].Reading {
			to++
		}
		if to-from >= least && entries[from].Surname != "" {
			all = append(all, Shared{from, to})
		}
		from = to
	}
	return all
}
