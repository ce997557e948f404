package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"guntime/generator/internal/build"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// proposedReal judges a real file by what new -from makes of it alone.
func proposedReal(t *testing.T, file string) []*race.Verdict {
	t.Helper()
	source := filepath.Join("..", "..", "..", "shared", "data", "real", file)
	if _, err := os.Stat(source); errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real results here")
	}
	dir := filepath.Join(t.TempDir(), "p")
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"new", "-from", source, "-now", "2026-01-01T00:00:00Z", dir}, &out, &errs); status != done {
		t.Fatalf("status %d: %s", status, &errs)
	}
	in, found, err := build.Judge(t.Context(), build.Options{Dir: dir, Now: newYear}, read.Project)
	if err != nil {
		t.Fatal(found, err)
	}
	return in.Verdicts
}

func TestBoston2001ComesInByItselfAndIsRankedByGun(t *testing.T) {
	const file = "boston2001_gun_net.csv"
	rv := proposedReal(t, file)[0].Races[0]
	if ranked, out := outside(t, rv, officialRanks(t, file), gunOf); ranked != 13408 || out != 0 || rv.Race.Rules.Ranking.By == race.ByNet {
		t.Errorf("%d ranked, %d outside their block", ranked, out)
	}
}

func TestBoston2014ComesInByItselfAndRanksWhoMissedASplit(t *testing.T) {
	const file = "boston2014_splits.csv"
	rv := proposedReal(t, file)[0].Races[0]
	if ranked, out := outside(t, rv, officialRanks(t, file), gunOf); ranked != 31931 || out != 0 {
		t.Errorf("%d ranked, %d outside their block", ranked, out)
	}
}

func TestBoston2012ComesInByItselfAndIsRankedByNet(t *testing.T) {
	rv := proposedReal(t, "boston2012_original.csv")[0].Races[0]
	if rv.Race.Rules.Ranking.By != race.ByNet || rv.Counts.Entries != 21652 {
		t.Errorf("by %s, %d entries", rv.Race.Rules.Ranking.By, rv.Counts.Entries)
	}
}

func TestMoscowComesInByItselfAsAnEditionAYear(t *testing.T) {
	verdicts := proposedReal(t, "moscow2013-2018.csv")
	rows := realRows(t, "moscow2013-2018.csv")
	years := 0
	for _, v := range verdicts {
		if v.Edition.ID > "2016" {
			continue // their positions follow other rules
		}
		years++
		for _, r := range v.Races[0].Results {
			n, err := strconv.Atoi(r.Entry.Bib)
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			if row := rows[n]; row[4] != "" {
				place, err := strconv.ParseFloat(row[4], 64)
				if err != nil {
					t.Fatal(err)
				}
				want = int(place)
			}
			if r.Place != want {
				t.Fatalf("%s, row %d: place %d, want %d", v.Edition.ID, n, r.Place, want)
			}
		}
	}
	if len(verdicts) != 6 || years != 4 {
		t.Errorf("%d editions, %d of them held", len(verdicts), years)
	}
}
