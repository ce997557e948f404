package judge

import (
	"testing"

	"guntime/generator/internal/race"
)

func TestAmongARunnersYearsStandsNobodyHiddenOrWithdrawn(t *testing.T) {
	entry := func(bib, person string, visibility race.Visibility) *race.Entry {
		return &race.Entry{Bib: bib, Name: "N" + bib, Person: person, Visibility: visibility}
	}
	results := []race.Result{
		{Entry: entry("1", "a", race.Public), Status: race.Finished, Place: 1},
		{Entry: entry("2", "b", race.Masked), Status: race.Finished, Place: 2},
		{Entry: entry("3", "c", race.Anonymous), Status: race.Finished, Place: 3},
		{Entry: entry("4", "d", race.Public), Status: race.DNF, Reason: &race.Reason{Ruling: &race.Ruling{Kind: race.Withdraw}}},
		{Entry: entry("5", "e", race.Public), Status: race.DNS},
		{Entry: entry("6", "f", race.Public), Status: race.Finished, Place: 4}, // the same id twice
		{Entry: entry("7", "f", race.Public), Status: race.Finished, Place: 5},
		{Entry: entry("8", "", race.Public), Status: race.Finished, Place: 6},
	}
	for over, want := range map[bool]string{true: "1", false: ""} {
		v := &race.Verdict{Edition: &race.Edition{State: race.Official}, Races: []*race.RaceVerdict{{Race: &race.Race{ID: "run"}, Over: over, Results: results}}}
		got := ""
		for _, y := range years(v) {
			got += y.Bib
		}
		if got != want {
			t.Errorf("over %v: %q, not %q", over, got, want)
		}
	}
}
