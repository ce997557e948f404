package review

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// every makes each k-th of the runners miss points.
func every(k int, ids ...string) func(*race.Race) {
	return func(rc *race.Race) {
		for bib := k; bib <= len(rc.Entries); bib += k {
			miss(rc, bib, ids...)
		}
	}
}

func TestMats(t *testing.T) {
	hold(t, 200, []claim{
		{"a sound course has none that is sick", func(*race.Race) {}, ""},
		{"a sick mat is one finding, and no runner is asked about it", every(4, "25k"),
			"data/2022/edition.yaml:1:1: warning: race marathon: the mat at 25k read 150 of 200 runners who were seen before and after it, 75.0 %, where the other points read 100.0 % [sick_mat]"},
		{"two sick mats in a row make no hole", func(rc *race.Race) {
			every(4, "25k", "30k")(rc)
		}, "data/2022/edition.yaml:1:1: warning: race marathon: the mat at 25k read 150 of 200 runners who were seen before and after it, 75.0 %, where the other points read 100.0 % [sick_mat]\n" +
			"data/2022/edition.yaml:1:1: warning: race marathon: the mat at 30k read 150 of 200 runners who were seen before and after it, 75.0 %, where the other points read 100.0 % [sick_mat]"},
		{"a start that reads badly is sick too", every(3, "start"),
			"data/2022/edition.yaml:1:1: warning: race marathon: the mat at start read 134 of 200 runners who were seen before and after it, 67.0 %, where the other points read 100.0 % [sick_mat]"},
		{"a start known by the net times of finishers alone is no mat that missed the others", func(rc *race.Race) {
			for bib := range rc.Entries {
				miss(rc, bib+1, "start")
				rc.Entries[bib].Timing.Started = bib%3 > 0
			}
		}, ""},
		{"95 % is sound", every(20, "25k"), ""},
		{"a point declared out of order is not asked", func(rc *race.Race) {
			rc.Points[point(rc, "25k")].Required = false
			every(4, "25k")(rc)
		}, ""},
		{"a clock that is slow is the mat's, and nobody flew or waited", func(rc *race.Race) {
			for _, e := range rc.Entries {
				e.Timing.At[point(rc, "25k")] -= 25 * 60_000
			}
		}, "data/2022/edition.yaml:1:1: warning: race marathon: half the field passed 25k at least 0:25:00 earlier than the points around it say: its clock is wrong [wrong_clock]"},
		{"two wrong clocks in a row are two, and the mats beside them are right", func(rc *race.Race) {
			for _, e := range rc.Entries {
				e.Timing.At[point(rc, "20k")] += 20 * 60_000
				e.Timing.At[point(rc, "25k")] += 24 * 60_000
			}
		}, "data/2022/edition.yaml:1:1: warning: race marathon: half the field passed 20k at least 0:20:00 later than the points around it say: its clock is wrong [wrong_clock]\n" +
			"data/2022/edition.yaml:1:1: warning: race marathon: half the field passed 25k at least 0:24:00 later than the points around it say: its clock is wrong [wrong_clock]"},
		{"a hill that slows everybody is a hill", func(rc *race.Race) {
			for bib := range rc.Entries {
				shift(rc, bib+1, "25k", 5*60_000)
			}
		}, ""},
		{"a cut-off that a wrong clock judged is not held against anybody", func(rc *race.Race) {
			for _, e := range rc.Entries {
				e.Timing.At[point(rc, "25k")] += 20 * 60_000
			}
			rc.Points[point(rc, "25k")].Cutoff = race.Cutoff{Set: true, At: gun + 2*3600_000}
		}, "data/2022/edition.yaml:1:1: warning: race marathon: half the field passed 25k at least 0:20:00 later than the points around it say: its clock is wrong [wrong_clock]"},
		{"points that nobody was read at are the mats', and no finish is short for it", func(rc *race.Race) {
			for _, p := range rc.Points[1:9] {
				every(1, p.ID)(rc)
			}
		}, strings.Join(func() (all []string) {
			for _, id := range []string{"10k", "15k", "20k", "25k", "30k", "35k", "40k", "5k"} {
				all = append(all, fmt.Sprintf("data/2022/edition.yaml:1:1: warning: race marathon: the mat at %s read 0 of 200 runners who were seen before and after it, 0.0 %%, where the other points read 0.0 %% [sick_mat]", id))
			}
			return all
		}(), "\n")},
		{"mats that miss as often as each other are no worse than the others", func(rc *race.Race) {
			for i, p := range rc.Points[1:9] {
				for bib := i + 1; bib <= len(rc.Entries); bib += 14 {
					miss(rc, bib, p.ID)
				}
			}
			for bib := range len(rc.Entries) { // but nobody misses two in a row
				at := rc.Entries[bib].Timing.At
				for p := 2; p < 9; p++ {
					if at[p] == race.Unseen && at[p-1] == race.Unseen {
						t.Fatal("the sample has a hole")
					}
				}
			}
		}, ""},
	})
	hold(t, 49, []claim{{"fewer than fifty runners say nothing about a mat", every(4, "25k"), ""}})
}
