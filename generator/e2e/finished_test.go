package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// With so many runners no median pace of a division crosses a half minute: where one
// does, the charts of pace of the whole division have another scale.
var finishedField = flag.Int("finished", 640, "runners of the race that is over and of which a change is measured")

// A change on a race that is over may change so many files besides those of the runners
// whose own line changed and their lists.
const filesAChange = 200

// lines are what results.json says of each runner, by bib, and their places in their divisions.
func lines(t testing.TB, public string) (all map[string]string, men []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(public, "2022/marathon/results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Results []json.RawMessage }
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	all = map[string]string{}
	for _, line := range said.Results {
		var r struct {
			Bib, Division string
			Place         *int
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		all[r.Bib] = string(line)
		if r.Division == "men" && r.Place != nil {
			men = append(men, r.Bib)
		}
	}
	return all, men
}

// slower adds a second to somebody's time at the finish.
func slower(t testing.TB, table, bib string) {
	t.Helper()
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	rows := bytes.Split(text, []byte("\n"))
	for i, row := range rows {
		if bytes.HasPrefix(row, []byte(bib+",")) {
			at := bytes.LastIndexByte(row, ',') + 1
			clock, err := race.ParseClock(string(row[at:]))
			if err != nil {
				t.Fatal(err)
			}
			rows[i] = append(bytes.Clone(row[:at]), (clock + 1000).Text()...)
		}
	}
	if err := os.WriteFile(table, bytes.Join(rows, []byte("\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// rule appends a ruling.
func rule(t *testing.T, dir, bib, ruling string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "data/2022/marathon/rulings.csv"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := fmt.Fprintf(f, "%s,%s,,Referee,2022-11-07,,,,,,,\n", bib, ruling); err != nil {
		t.Fatal(err)
	}
}

func TestAChangeOnAFinishedRaceChangesTheFilesOfThoseWhomItMoves(t *testing.T) {
	for layout, settings := range map[string]string{"a file a runner": "", "compact": "layout: compact\n"} {
		t.Run(layout, func(t *testing.T) {
			d := newRaceDay(t, *finishedField, settings)
			d.do("release", "2022")
			build := func() (map[string][32]byte, map[string]string, []string) {
				d.do("build", "-quiet", "-now", "2026-01-01T00:00:00Z")
				said, men := lines(t, d.public)
				return sums(t, d.public), said, men
			}
			before, was, men := build()
			deep := len(men) * 2 / 3
			for _, change := range []struct {
				name string
				make func()
			}{
				{"a corrected time", func() { slower(t, d.table, men[deep-1]) }},
				{"a withdrawn runner", func() { rule(t, d.dir, men[deep], "withdraw") }},
				{"a disqualification", func() { rule(t, d.dir, men[deep+1], "disqualify") }},
			} {
				change.make()
				after, said, _ := build()
				moved := map[string]bool{}
				for bib, line := range said {
					if was[bib] != line {
						moved[bib] = true
					}
				}
				certificates, lists, others := 0, 0, 0
				changed := changedBetween(before, after)
				for _, name := range changed {
					bib := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
					switch {
					case settings == "" && strings.Contains(name, "/certificates/"):
						if certificates++; certificates > len(moved) {
							t.Errorf("%s changed more certificates than it moved runners, that of %s too", change.name, bib)
						}
					case settings == "" && strings.Contains(name, "/runners/") && !moved[bib]:
						others++ // a neighbour's page names whoever came or went
					case strings.Contains(name, "/search/") && (before[name] == [32]byte{} || after[name] == [32]byte{}):
						t.Errorf("%s changed which files the finder has: %s", change.name, name)
					case strings.Contains(name, "/bibs/"), strings.Contains(name, "/surnames/"), strings.Contains(name, "/search/"):
						lists++
					case strings.Contains(name, "/overall/"), strings.Contains(name, "/men/"), strings.Contains(name, "/open/"):
						lists++
					}
				}
				t.Logf("%s moved %d runners and changed %d of %d files: %d certificates, %d pages of lists", change.name, len(moved), len(changed), len(after), certificates, lists)
				if most := 2*len(moved) + certificates + lists + filesAChange; len(changed) > most || len(moved) == 0 {
					t.Errorf("%s changed %d files, at most %d may change", change.name, len(changed), most)
				}
				if others > 8 {
					t.Errorf("%s changed %d pages of runners whom it does not move", change.name, others)
				}
				for _, bib := range men[:deep-50] {
					if moved[bib] && change.name == "a corrected time" {
						t.Errorf("%s moved %s, who is far ahead", change.name, bib)
					}
				}
				before, was = after, said
			}
		})
	}
}
