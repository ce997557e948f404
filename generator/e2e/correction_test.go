package e2e

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
	"guntime/generator/internal/site"
)

func TestOneCorrectedTimeMovesOnlyThePlacesAroundIt(t *testing.T) {
	t.Parallel()
	const runners = 2_000
	w := &workshop{t: t, dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}
	w.must("simulate", "-runners", strconv.Itoa(runners), w.path("p"))
	before := w.planned()
	men := before.verdict.Divisions[0].Results
	step := before.verdict.Statistics().Finish.Width
	at := 300 // in the crowd, where a minute crosses a step in the picture of the field
	for men[at].Gun/step == (men[at].Gun+60_000)/step {
		at++
	}
	corrected := men[at].Entry.Bib
	w.later(corrected, time.Minute)
	after := w.planned()

	// Runners whose place changed, and those whose page shows such a neighbour.
	was, moved := map[string]race.Result{}, map[string]bool{}
	for _, r := range before.verdict.Results {
		was[r.Entry.Bib] = r
	}
	for i, r := range after.verdict.Results {
		old := was[r.Entry.Bib]
		if r.Gun == old.Gun && r.Place == old.Place && r.PlaceOverall == old.PlaceOverall && slices.Equal(r.SplitPlaces, old.SplitPlaces) {
			continue
		}
		for n := max(0, i-2); n <= min(i+2, len(after.verdict.Results)-1); n++ {
			moved[after.verdict.Results[n].Entry.Bib] = true
		}
	}
	if len(moved) < 3 || len(moved) > runners/10 {
		t.Fatalf("%d runners are moved or beside one who is: the example shows nothing", len(moved))
	}
	pages, others := 0, 0
	for path, key := range after.keys {
		if before.keys[path] == key {
			continue
		}
		_, name, isRunner := strings.Cut(path, "/runners/")
		if !isRunner {
			others++
			continue
		}
		if pages++; !moved[strings.TrimSuffix(name, ".html")] {
			t.Errorf("%s is drawn again", path)
		}
	}
	if len(before.keys) != len(after.keys) {
		t.Errorf("%d files became %d", len(before.keys), len(after.keys))
	}
	if (pages+others)*10 > len(after.keys) {
		t.Errorf("more than a tenth of the files")
	}
	t.Logf("%d of %d files are drawn again, %d of them runners' pages", pages+others, len(after.keys), pages)
	for _, lang := range []string{"en", "zh"} {
		path := lang + "/2022/marathon/runners/" + corrected + ".html"
		if before.keys[path] == after.keys[path] {
			t.Errorf("%s is kept", path)
		}
	}
	for _, field := range []string{"men", "women"} {
		path := "2022/marathon/field/" + field + ".svg"
		if drawn := before.keys[path] != after.keys[path]; drawn != (field == before.verdict.Divisions[0].Division.ID) {
			t.Errorf("%s is drawn again: %v", path, drawn)
		}
	}
}

// planned is the planned files by key, and their verdict.
type planned struct {
	keys    map[string]artifact.Key
	verdict *race.RaceVerdict
}

func (w *workshop) planned() planned {
	w.t.Helper()
	in := w.input()
	p := planned{map[string]artifact.Key{}, in.Verdicts[0].Races[0]}
	for f, err := range site.Plan(in) {
		if err != nil {
			w.t.Fatal(err)
		}
		p.keys[f.Path] = f.Key
	}
	return p
}

// later adds to the finish time of a runner.
func (w *workshop) later(bib string, by time.Duration) {
	w.t.Helper()
	const name = "data/2022/marathon/times.csv"
	rows, err := csv.NewReader(strings.NewReader(w.read(name))).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	row := slices.IndexFunc(rows, func(row []string) bool { return row[slices.Index(rows[0], "bib")] == bib })
	at := slices.Index(rows[0], "finish")
	c, err := race.ParseClock(rows[row][at])
	if err != nil {
		w.t.Fatal(err)
	}
	rows[row][at] = (c + race.Clock(by.Milliseconds())).String()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		w.t.Fatal(err)
	}
	w.write(name, b.String())
}
