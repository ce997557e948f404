package lists

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// A list of places 2, 4, 5, 6 and 9 of which 1, 3, 7 and 10 stay vacant, two rows a
// page: each vacant place stands once, between those that it lies between.
func TestEachVacantPlaceStandsOnceWhereItLies(t *testing.T) {
	d := &race.Division{ID: "men"}
	rv := &race.RaceVerdict{}
	l := &List{Division: d, Vacant: []int{1, 3, 7, 10}, size: 2}
	for i, place := range []int{2, 4, 5, 6, 9} {
		rv.Results = append(rv.Results, race.Result{Division: d, Place: place})
		l.Rows = append(l.Rows, int32(i))
	}
	var pages []string
	for page := 1; page <= l.Pages(); page++ {
		var rows []string
		vacant := func(n int) {
			for _, place := range l.VacantBefore(rv, page, n) {
				rows = append(rows, fmt.Sprintf("(%d)", place))
			}
		}
		shown := l.Shown(page)
		for n, i := range shown {
			vacant(n)
			rows = append(rows, fmt.Sprint(rv.Results[i].Place))
		}
		if page == l.Pages() {
			vacant(len(shown))
		}
		pages = append(pages, fmt.Sprint(strings.Join(rows, " "), l.VacantOn(rv, page)))
	}
	if got, want := strings.Join(pages, ", "), "(1) 2 (3) 4[1 3], 5 6[], (7) 9 (10)[7 10]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
