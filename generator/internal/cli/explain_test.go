package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/race"
)

func TestExplainSaysWhatKeepsSomebodyFromTheFront(t *testing.T) {
	rc := &race.Race{Points: []race.Point{{ID: "start"}, {ID: "15k"}, {ID: "20k"}, {ID: "finish"}}}
	r := &race.Result{Entry: &race.Entry{Bib: "M17"}, Doubts: []race.Doubt{
		{Point: 2, Place: 1, Missed: 1},
		{Point: 3, Place: 2, Missed: -1, From: 2, To: 3, Took: 3_000_000, Least: 3_600_000},
	}}
	want := [][2]string{
		{"doubt", "not shown in front: M17 leads at 20k and was never seen at 15k"},
		{"doubt", "not shown in front: M17 would be number 2 at finish and came from 20k to finish in 0:50:00, where nobody takes less than 1:00:00"},
		{"", `until the missing read is there, or live: {confirmed: ["M17"]} in edition.yaml`},
	}
	if diff := cmp.Diff(want, account{rv: &race.RaceVerdict{Race: rc}, r: r}.doubts()); diff != "" {
		t.Error(diff)
	}
	if rows := (account{rv: &race.RaceVerdict{Race: rc}, r: &race.Result{Entry: r.Entry}}).doubts(); rows != nil {
		t.Errorf("without a doubt: %v", rows)
	}
}
