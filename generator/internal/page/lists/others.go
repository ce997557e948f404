package lists

import (
	"cmp"
	"slices"

	"guntime/generator/internal/race"
)

// Others is the order of those of a race who have no place, by division: that of
// the results. While the race is not over it has everybody by bib, so that whoever is
// seen, or finishes, changes none of its pages: where they are stands on their own.
type Others struct {
	rv    *race.RaceVerdict
	slots map[*race.Division][]int32 // by index of the result; nil is for those who fit no division
	at    []int32                    // by index of the result: the slot of those who have one
	size  int                        // how many slots a page has
}

// OthersOf returns the order of those of a race who have no place, with so many on a
// page. byBib is ByBib of the race; it is asked for while the race is not over alone.
func OthersOf(rv *race.RaceVerdict, size int, byBib func() []int32) *Others {
	o := &Others{rv: rv, slots: map[*race.Division][]int32{}, at: make([]int32, len(rv.Results)), size: size}
	if rv.Over {
		for i := range rv.Results {
			if r := &rv.Results[i]; r.Place == 0 {
				o.slots[r.Division] = append(o.slots[r.Division], int32(i))
			}
		}
	} else {
		for _, i := range byBib() {
			d := rv.Results[i].Division
			o.slots[d] = append(o.slots[d], i)
		}
		for _, i := range anonymous(rv) {
			d := rv.Results[i].Division
			o.slots[d] = append(o.slots[d], i)
		}
	}
	for _, all := range o.slots {
		for slot, i := range all {
			o.at[i] = int32(slot)
		}
	}
	return o
}

// anonymous are the results of those who are anonymous, in an order that tells no more of
// them than their rows do.
func anonymous(rv *race.RaceVerdict) (all []int32) {
	for i := range rv.Results {
		if rv.Results[i].Entry.Visibility == race.Anonymous {
			all = append(all, int32(i))
		}
	}
	slices.SortStableFunc(all, func(a, b int32) int { return shownOrder(&rv.Results[a], &rv.Results[b]) })
	return all
}

// Field reports whether a result is one of those of whom the list says nothing while the
// race is not over: they are on their way, or have finished.
func Field(r *race.Result) bool {
	return r.Status == race.OnCourse || r.Status == race.NotStarted || r.Place > 0
}

// statuses are the groups of a page behind the field, in their order while a race is
// not over.
var statuses = []race.Status{race.Finished, race.Unranked, race.UnderReview, race.Disqualified, race.DNF, race.DNS}

func byStatus(a, b *race.Result) int {
	group := func(r *race.Result) int {
		if Field(r) {
			return -1
		}
		return slices.Index(statuses, r.Status)
	}
	return cmp.Compare(group(a), group(b))
}

// shownOrder orders by what a row without a name shows.
func shownOrder(a, b *race.Result) int {
	if Field(a) && Field(b) {
		return 0
	}
	return cmp.Or(byStatus(a, b), cmp.Compare(a.Gun, b.Gun))
}

// Pages is how many pages the list of a division has, 0 where it has nobody.
func (o *Others) Pages(d *race.Division) int { return Filled(len(o.slots[d]), o.size) }

// Shown are the results on a page, from 1 on, those of one status together. While the
// race is not over, the field stands first.
func (o *Others) Shown(d *race.Division, page int) []int32 {
	rows := o.slots[d][(page-1)*o.size : min(page*o.size, len(o.slots[d]))]
	if o.rv.Over {
		return rows
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b int32) int { return byStatus(&o.rv.Results[a], &o.rv.Results[b]) })
	return rows
}

// PageOf is the page on which a result stands, or would without a place.
func (o *Others) PageOf(result int) int { return int(o.at[result])/o.size + 1 }
