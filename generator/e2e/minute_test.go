package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

var minuteField = flag.Int("minute", 1500, "runners of the race of which a minute is measured")

// A minute of a race may change so many files of a site in two languages.
const (
	filesASeenRunner = 3
	filesAMinute     = 150
)

// timesUntil rewrites the table of times of a simulated race as it was at a time
// since the gun, and returns the bibs that were seen in the minute before.
func timesUntil(t *testing.T, whole []byte, file string, now string) map[string]bool {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(whole)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	limit, err := race.ParseClock(now)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		for i := range row[1:] {
			switch at, err := race.ParseClock(row[i+1]); {
			case err != nil: // nothing, or a cell that nobody can read
			case at > limit:
				row[i+1] = ""
			case at > limit-60_000:
				seen[row[0]] = true
			}
		}
	}
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return seen
}

// sums are the sums of all files of a site.
func sums(t *testing.T, public string) map[string][32]byte {
	all := map[string][32]byte{}
	for name, data := range tree(t, public) {
		all[filepath.ToSlash(name)] = sha256.Sum256(data)
	}
	return all
}

// changedBetween are the files that came, went or have other bytes.
func changedBetween(before, after map[string][32]byte) []string {
	var all []string
	for name, sum := range after {
		if was, there := before[name]; !there || was != sum {
			all = append(all, name)
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			all = append(all, name)
		}
	}
	return all
}

// raceDay is a simulated project on its race day.
type raceDay struct {
	t             *testing.T
	dir           string
	table, public string
	whole         []byte // the table of times as it is at the end
}

func newRaceDay(t *testing.T, runners int, settings string) *raceDay {
	t.Helper()
	dir := simulated(t, runners, settings)
	d := &raceDay{t: t, dir: dir, table: filepath.Join(dir, "data/2022/marathon/times.csv"), public: filepath.Join(dir, "public")}
	var err error
	if d.whole, err = os.ReadFile(d.table); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *raceDay) do(args ...string) {
	d.t.Helper()
	var complaint bytes.Buffer
	if status := run(d.t.Context(), append(args, "-C", d.dir), io.Discard, &complaint); status != done {
		d.t.Fatalf("%v: %s", args, complaint.String())
	}
}

// at builds the site of a time since the gun, as the clock shows it then, and
// returns the sums of its files and who was seen in the minute before.
func (d *raceDay) at(sinceGun, clock string) (files map[string][32]byte, seen map[string]bool) {
	d.t.Helper()
	seen = timesUntil(d.t, d.whole, d.table, sinceGun)
	d.do("build", "-quiet", "-now", "2022-11-06T"+clock+"+08:00")
	return sums(d.t, d.public), seen
}

func TestAMinuteOfARaceChangesWhatItMoved(t *testing.T) {
	for layout, settings := range map[string]string{"a file a runner": "", "compact": "layout: compact\n"} {
		t.Run(layout, func(t *testing.T) {
			d := newRaceDay(t, *minuteField, settings)
			rewrite(t, filepath.Join(d.dir, "data/2022/edition.yaml"), "certificate: {from: race_end", "certificate: {from: 2022-11-06T08:00") // each at the finish
			before, _ := d.at("4:29:00", "11:59:00")
			after, seen := d.at("4:30:00", "12:00:00")
			changed := changedBetween(before, after)
			t.Logf("%d of %d files changed, %d runners were seen", len(changed), len(after), len(seen))
			if len(seen) == 0 || len(changed) > filesASeenRunner*len(seen)+filesAMinute {
				t.Errorf("%d files changed for %d runners seen", len(changed), len(seen))
			}
			lists := map[string]int{}
			for _, name := range changed {
				if folder := filepath.Dir(filepath.Dir(name)); filepath.Base(filepath.Dir(folder)) == "marathon" && !strings.Contains(name, "/runners/") && !strings.Contains(name, "/live/") {
					if lists[folder]++; lists[folder] > 2 {
						t.Errorf("of the list %s pages changed that were full", folder)
					}
				}
				bib, page := strings.CutSuffix(filepath.Base(name), ".html")
				switch {
				case strings.Contains(name, "/runners/") && page && !seen[bib]:
					t.Errorf("%s changed, and the runner was not seen", name)
				case strings.Contains(name, "/search/"), strings.Contains(name, "/bibs/"), strings.Contains(name, "/surnames/"):
					t.Errorf("%s changed: it says neither times nor places", name)
				}
			}
		})
	}
}

func TestARunningSiteIsTrueAndDrawnOnceMoreAtTheEnd(t *testing.T) {
	d := newRaceDay(t, 300, "")
	running, _ := d.at("4:00:00", "11:30:00")
	d.do("verify")
	t.Run("its pages are valid HTML", func(t *testing.T) { validHTML(t, d.public) })
	over, _ := d.at("9:00:00", "13:45:00")
	if changed := changedBetween(running, over); len(changed) < len(over)/2 {
		t.Errorf("at the end only %d of %d files are drawn anew", len(changed), len(over))
	}
	later, _ := d.at("9:00:00", "14:45:00")
	if changed := changedBetween(over, later); len(changed) > 0 {
		t.Errorf("after the end %s changed", changed)
	}
	fresh := newRaceDay(t, 300, "")
	if whole, _ := fresh.at("9:00:00", "14:45:00"); len(changedBetween(later, whole)) > 0 {
		t.Error("the site that was drawn while the race was run is not the one of a single build")
	}
}
