// Package lists orders a race's runners as the site lists them: those of each
// division, of each classification within it, and all together. Each list has a
// folder of the race's and is cut into pages. It computes nothing of a race: the
// places are the verdict's.
package lists

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// List is an order of a race's runners with places of its own: that of a
// division, that of all of them together, for information (R11), or that of a
// classification within a division, such as an age group (R44, R64).
type List struct {
	ID       string             // the path of its folder in the race's: "men", "overall", "men-40"
	Division *race.Division     // nil for all together
	Group    *race.GroupVerdict // nil for a list that is no classification
	Rows     []int32            // the indices of its results
	Vacant   []int              // the places that stay vacant, in order
	size     int                // how many of them a page shows
}

// Overall is the folder of the list of all divisions together.
const Overall = "overall"

// Of returns a race's lists: the divisions in their order, each with its
// classifications behind it, then all together where more than one division is
// ranked, or somebody has a place there alone (R66). A division has a list though
// nobody is ranked in it, a classification has none then. A page shows size rows,
// and crossSize of a list that shows once more whom the divisions' lists show.
func Of(rv *race.RaceVerdict, size, crossSize int) []*List {
	var all []*List
	overall := &List{ID: Overall, Vacant: rv.Vacant, size: crossSize}
	begun, ranked := 0, 0
	for i := range rv.Divisions {
		dv := &rv.Divisions[i]
		division := &List{ID: dv.Division.ID, Division: dv.Division, Vacant: dv.Vacant, size: size}
		all = append(all, division)
		for at := begun; at < begun+len(dv.Results) && rv.Results[at].Place > 0; at++ {
			division.Rows = append(division.Rows, int32(at))
			if rv.Results[at].PlaceOverall > 0 {
				overall.Rows = append(overall.Rows, int32(at))
			}
		}
		if !dv.Division.Outside && len(division.Rows) > 0 {
			ranked++
		}
		begun += len(dv.Results)
		for n := range rv.Groups {
			if g := &rv.Groups[n]; g.Division == dv.Division && len(g.Members) > 0 {
				all = append(all, &List{ID: GroupID(rv, g.Division, g.ID), Division: g.Division, Group: g, Rows: g.Members, Vacant: g.Vacant, size: crossSize})
			}
		}
	}
	for at := begun; at < len(rv.Results); at++ {
		if rv.Results[at].PlaceOverall > 0 {
			overall.Rows = append(overall.Rows, int32(at))
			ranked = 2
		}
	}
	if ranked > 1 && len(overall.Rows) > 0 {
		slices.SortStableFunc(overall.Rows, func(a, b int32) int {
			return cmp.Compare(rv.Results[a].PlaceOverall, rv.Results[b].PlaceOverall)
		})
		all = append(all, overall)
	}
	return all
}

// GroupID is the folder of a classification within a division. Where several
// divisions have it, as a championship of men and women, that of the first is its
// id, and the others' lie in it.
func GroupID(rv *race.RaceVerdict, division *race.Division, id string) string {
	for i := range rv.Groups {
		if g := &rv.Groups[i]; g.ID == id && len(g.Members) > 0 {
			if g.Division == division {
				return id
			}
			break
		}
	}
	return id + "/" + division.ID
}

// Pages is how many pages a list has: at least one.
func (l *List) Pages() int { return max(1, Filled(len(l.Rows), l.size)) }

// Filled is how many pages of a size so many rows fill.
func Filled(rows, size int) int { return (rows + size - 1) / size }

// Shown are the results on a page.
func (l *List) Shown(page int) []int32 {
	return l.Rows[(page-1)*l.size : min(page*l.size, len(l.Rows))]
}

// DependsOn returns the results that a page of the list looks at: those it shows,
// the one before them and the one after them, whose places they may share.
func (l *List) DependsOn(page int) []int32 {
	return l.Rows[max(0, (page-1)*l.size-1):min(page*l.size+1, len(l.Rows))]
}

// Place is a result's place in the list.
func (l *List) Place(r *race.Result) int {
	switch {
	case l.Division == nil:
		return r.PlaceOverall
	case l.Group != nil:
		for i := range r.Overlays {
			if r.Overlays[i].ID == l.Group.ID {
				return r.Overlays[i].Place
			}
		}
	}
	return r.Place
}

// Shared reports whether the n-th row of a page has its place together with the
// one before or after it: in a list of all, or of a group, that need not be
// whoever it is shared with in the division.
func (l *List) Shared(rv *race.RaceVerdict, page, n int) bool {
	row := (page-1)*l.size + n
	of := func(row int) int { return l.Place(&rv.Results[l.Rows[row]]) }
	if l.Division != nil && l.Group == nil {
		return rv.Results[l.Rows[row]].Tied
	}
	return row > 0 && of(row-1) == of(row) || row+1 < len(l.Rows) && of(row+1) == of(row)
}

// FirstPlace is the place with which a page of the list begins.
func (l *List) FirstPlace(rv *race.RaceVerdict, page int) int {
	return l.Place(&rv.Results[l.Rows[(page-1)*l.size]])
}

// Before is the place of the row before a page, 0 before the first.
func (l *List) Before(rv *race.RaceVerdict, page int) int {
	if page <= 1 {
		return 0
	}
	return l.Place(&rv.Results[l.Rows[(page-1)*l.size-1]])
}

// VacantBefore are the vacant places that stand above the n-th row of a page, between
// the place before it and its own; with n past the last row of the list those below.
func (l *List) VacantBefore(rv *race.RaceVerdict, page, n int) (vacant []int) {
	if len(l.Vacant) == 0 {
		return nil
	}
	row := (page-1)*l.size + n
	from, to := 0, l.Vacant[len(l.Vacant)-1]+1
	if row > 0 {
		from = l.Place(&rv.Results[l.Rows[row-1]])
	}
	if row < len(l.Rows) {
		to = l.Place(&rv.Results[l.Rows[row]])
	}
	for _, place := range l.Vacant {
		if place > from && place < to {
			vacant = append(vacant, place)
		}
	}
	return vacant
}

// VacantOn are the vacant places that stand on a page.
func (l *List) VacantOn(rv *race.RaceVerdict, page int) (vacant []int) {
	shown := len(l.Shown(page))
	for n := range shown {
		vacant = append(vacant, l.VacantBefore(rv, page, n)...)
	}
	if page == l.Pages() {
		vacant = append(vacant, l.VacantBefore(rv, page, shown)...)
	}
	return vacant
}

// Classification is what a list shows within its division, nil for none.
func (l *List) Classification() *race.Group {
	if l.Group == nil {
		return nil
	}
	return l.Group.Group
}

// Races returns the races of all editions.
func Races(verdicts []*race.Verdict) []*race.Race {
	var all []*race.Race
	for _, v := range verdicts {
		all = append(all, v.Edition.Races...)
	}
	return all
}
