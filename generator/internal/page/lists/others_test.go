package lists

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// field is a race of men with these bibs, in the order of the results. A bib with a
// star is anonymous; all are on the course.
func field(over bool, bibs ...string) *race.RaceVerdict {
	men := &race.Division{ID: "men"}
	rv := &race.RaceVerdict{Race: &race.Race{Divisions: []*race.Division{men}}, Over: over}
	for i, bib := range bibs {
		e := &race.Entry{Bib: strings.TrimSuffix(bib, "*"), Visibility: race.Public}
		if e.Bib != bib {
			e.Visibility = race.Anonymous
		}
		rv.Results = append(rv.Results, race.Result{Entry: e, Division: men, Status: race.OnCourse, Arrival: &race.Arrival{At: race.Instant(100 - i)}})
	}
	return rv
}

// pages are the bibs on each page of two slots.
func pages(rv *race.RaceVerdict) (all []string) {
	o, men := OthersOf(rv, 2, func() []int32 { return ByBib(rv) }), rv.Race.Divisions[0]
	for n := 1; n <= o.Pages(men); n++ {
		var bibs []string
		for _, i := range o.Shown(men, n) {
			bibs = append(bibs, rv.Results[i].Entry.Bib)
		}
		all = append(all, strings.Join(bibs, " "))
	}
	return all
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("pages %q, want %q", got, want)
	}
}

func TestOthers(t *testing.T) {
	t.Run("while the race is run everybody has a slot by bib", func(t *testing.T) {
		rv := field(false, "M10", "M9", "M2", "M1", "M3")
		want(t, pages(rv), "M1 M2", "M3 M9", "M10")
		if o := OthersOf(rv, 2, func() []int32 { return ByBib(rv) }); o.PageOf(0) != 3 || o.PageOf(1) != 2 || o.PageOf(3) != 1 {
			t.Error("a result stands on another page than is said")
		}
	})
	t.Run("whoever starts or finishes moves nobody", func(t *testing.T) {
		rv := field(false, "M9", "M2", "M1", "M3")
		rv.Results[0].Place, rv.Results[0].Status = 1, race.Finished
		rv.Results[1].Status = race.NotStarted
		want(t, pages(rv), "M1 M2", "M3 M9")
	})
	t.Run("whoever is ruled on stands behind the others of the page", func(t *testing.T) {
		rv := field(false, "M1", "M2", "M3", "M4")
		rv.Results[0].Status = race.Disqualified
		want(t, pages(rv), "M2 M1", "M3 M4")
	})
	t.Run("the anonymous stand last, in an order that no bib gives", func(t *testing.T) {
		want(t, pages(field(false, "M1*", "M2*", "M3", "M4")), "M3 M4", "M1 M2")
		want(t, pages(field(false, "M2*", "M1*", "M3", "M4")), "M3 M4", "M2 M1")
	})
	t.Run("when it is over the order is that of the results, without those who have a place", func(t *testing.T) {
		rv := field(true, "M9", "M2", "M1", "M3")
		rv.Results[0].Place = 1
		want(t, pages(rv), "M2 M1", "M3")
	})
}
