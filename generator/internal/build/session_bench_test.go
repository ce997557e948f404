package build

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// heard is a read of a made-up race.
type heard struct {
	at    race.Clock // since the gun
	point string
	line  string
}

// onReads makes the simulated project in dir one whose race is run: its times become
// reads. It returns them in the order of the clock. Nobody's are in the project yet.
func onReads(t testing.TB, dir string) (all []heard) {
	t.Helper()
	folder := filepath.Join(dir, "data", "2022", "marathon")
	table := func(name string) [][]string {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(bufio.NewReader(f)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	entries, times := table("entries.csv"), table("times.csv")
	chip := slices.Index(entries[0], "chip")
	chips := map[string]string{}
	for _, row := range entries[1:] {
		chips[row[0]] = row[chip]
	}
	const gun = race.Clock(7*60+30) * 60_000
	var stations []string
	for i, point := range times[0][1:] {
		stations = append(stations, fmt.Sprintf("%q: %s", "m-"+point, point))
		for _, row := range times[1:] {
			at, err := race.ParseClock(row[i+1])
			if err != nil {
				continue // nobody was there, or nobody can read it
			}
			shown := at + gun
			all = append(all, heard{at, point, fmt.Sprintf("m-%s,%s,%02d%02d%02d.%03d000,0,-60\n", point, chips[row[0]], shown/3_600_000, shown/60_000%60, shown/1000%60, shown%1000)})
		}
	}
	slices.SortStableFunc(all, func(a, b heard) int { return cmp.Compare(a.at, b.at) })
	edition := filepath.Join(dir, "data", "2022", "edition.yaml")
	text, err := os.ReadFile(edition)
	if err != nil {
		t.Fatal(err)
	}
	rules := strings.Replace(string(text), "    ranking:", "    timing: [{file: \"reads/*.txt\", kind: reads, format: impinj, points: {"+strings.Join(stations, ", ")+"}}]\n    ranking:", 1)
	rules = strings.Replace(rules, "state: official", "state: provisional", 1)
	if err := os.WriteFile(edition, []byte(rules), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"times.csv", "rulings.csv", "releases.csv"} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "reads"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, point := range times[0][1:] {
		appendTo(t, dir, point, "")
	}
	return all
}

// appendTo appends lines to the reads of a point.
func appendTo(t testing.TB, dir, point, lines string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "data", "2022", "marathon", "reads", point+".txt"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(lines); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// addReads adds what was heard up to some time, and returns what is left.
func addReads(t testing.TB, dir string, all []heard, until race.Clock) []heard {
	t.Helper()
	lines := map[string]*strings.Builder{}
	for ; len(all) > 0 && all[0].at < until; all = all[1:] {
		b := lines[all[0].point]
		if b == nil {
			b = &strings.Builder{}
			lines[all[0].point] = b
		}
		b.WriteString(all[0].line)
	}
	for point, b := range lines {
		appendTo(t, dir, point, b.String())
	}
	return all
}

// BenchmarkCycle measures a cycle of a race day of 30,000 runners, three hours after the
// gun: one in which nothing changed, and one in which some fifty were seen.
func BenchmarkCycle(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "race")
	simulated(b, 30_000, dir)
	rest := onReads(b, dir)
	until := 3 * race.Clock(3_600_000)
	rest = addReads(b, dir, rest, until)
	s, err := OpenSession(Options{Dir: dir, Public: filepath.Join(b.TempDir(), "public")}, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	now := func() time.Time {
		return time.Date(2022, 11, 6, 7, 30, 0, 0, time.FixedZone("CST", 8*3600)).Add(time.Duration(until) * time.Millisecond)
	}
	cycle := func() Result {
		r, err := s.Build(b.Context(), Run{Now: now(), Later: func(string) bool { return true }})
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	cycle()
	b.Run("nothing changed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			cycle()
		}
	})
	b.Run("fifty seen", func(b *testing.B) {
		b.ReportAllocs()
		seen, files := 0, 0
		for b.Loop() {
			until += 3_000
			rest = addReads(b, dir, rest, until)
			r := cycle()
			seen, files = seen+r.Seen.Runners, files+r.Published.Written
		}
		b.ReportMetric(float64(seen)/float64(b.N), "runners/op")
		b.ReportMetric(float64(files)/float64(b.N), "files/op")
	})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
