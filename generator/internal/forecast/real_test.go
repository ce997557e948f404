package forecast

import (
	"encoding/csv"
	"os"
	"testing"

	"guntime/generator/internal/race"
)

// TestOnARealRaceMostArriveWithinTheBand reads the 31,931 finishers of a marathon of
// 2014 with its splits: at each point, at least four of five arrive at the next one
// and at the finish within the band that their passings up to there lead to.
func TestOnARealRaceMostArriveWithinTheBand(t *testing.T) {
	file, err := os.Open("../../../../shared/data/real/boston2014_splits.csv")
	if os.IsNotExist(err) {
		t.Skip("the real results are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	metres := map[string]race.Distance{"5K": 5000, "10K": 10_000, "20K": 20_000, "Half": 21_097, "25K": 25_000, "30K": 30_000, "35K": 35_000, "40K": 40_000, "finish": 42_195}
	rc := &race.Race{Length: 42_195 * race.Kilometre / 1000, Points: []race.Point{{ID: "start", Listed: true}}}
	column := []int{-1}
	for i, head := range rows[0] {
		if m := metres[head]; m > 0 {
			rc.Points, column = append(rc.Points, race.Point{ID: head, At: m * race.Kilometre / 1000, Listed: true}), append(column, i)
		}
	}
	type tally struct{ said, right int }
	next, finish := make([]tally, len(rc.Points)), make([]tally, len(rc.Points))
	count := func(in *tally, b Band, at race.Clock) {
		if b.Empty() || at == race.NoTime {
			return
		}
		in.said++
		if race.Instant(at) >= b.From && race.Instant(at) <= b.Before {
			in.right++
		}
	}
	at := make([]race.Clock, len(rc.Points))
	r := race.Result{Entry: &race.Entry{}, Status: race.OnCourse, Splits: make([]race.Clock, len(rc.Points))}
	for _, row := range rows[1:] {
		for p := range at {
			at[p], r.Splits[p] = 0, race.NoTime
			if column[p] >= 0 {
				if at[p], err = race.ParseClock(row[column[p]]); err != nil {
					at[p] = race.NoTime
				}
			}
		}
		for p := range rc.Finish() {
			if r.Splits[p] = at[p]; at[p] == race.NoTime {
				continue
			}
			r.Arrival = &race.Arrival{Point: p, At: race.Instant(at[p])}
			if f, ok := Of(rc, &r); ok {
				count(&next[p], f.Next, at[f.Next.Point])
				count(&finish[p], f.Finish, at[rc.Finish()])
			}
		}
	}
	for p := range rc.Finish() {
		for what, in := range map[string]tally{"next point": next[p], "finish": finish[p]} {
			if in.said == 0 {
				if p > 0 && (what == "next point" || p < rc.Finish()-1) {
					t.Errorf("at %s nobody is expected at the %s", rc.Points[p].ID, what)
				}
				continue
			}
			t.Logf("at %s, of %d expected at the %s %.1f %% came within the band", rc.Points[p].ID, in.said, what, float64(in.right*100)/float64(in.said))
			if in.right*5 < in.said*4 {
				t.Errorf("at %s only %d of %d were at the %s when they were expected", rc.Points[p].ID, in.right, in.said, what)
			}
		}
	}
}
