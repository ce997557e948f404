package e2e

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// resultsOf are the results of an edition as far as times, places and reasons go,
// a line a result.
func resultsOf(t *testing.T, dir, edition string) []string {
	t.Helper()
	in, found, err := build.Judge(t.Context(), build.Options{Dir: dir, Now: newYear.AddDate(10, 0, 0)}, read.Project)
	if err != nil {
		t.Fatal(found[:min(len(found), 10)], err)
	}
	var list []string
	for _, v := range in.Verdicts {
		if v.Edition.ID != edition {
			continue
		}
		for _, rv := range v.Races {
			for _, r := range rv.Results {
				var at []race.Instant
				why := race.Reason{}
				if r.Reason != nil {
					why = *r.Reason
					why.Ruling = nil
				}
				if r.Entry.Timing != nil { // a row of nothing is as good as none
					at = r.Entry.Timing.At
				}
				if !slices.ContainsFunc(at, func(at race.Instant) bool { return at != race.Unseen }) {
					at = nil
				}
				list = append(list, fmt.Sprintf("%s %s %s %s %d %d %v %v %+v %v", rv.Race.ID, r.Entry.Bib, r.Entry.PublishedName(), r.Status, r.Place, r.PlaceOverall, r.Gun, r.Net, why, at))
			}
		}
	}
	return list
}

// mustRun runs a command line that must succeed, and returns what it prints.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	var out, complaint bytes.Buffer
	if status := run(t.Context(), args, &out, &complaint); status != done {
		t.Fatalf("guntime %q: status %d\n%s%s", args, status, &out, &complaint)
	}
	return out.String()
}

// same reports the first line in which two lists differ.
func same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d results, not %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("result %d is\n%s\nnot\n%s", i, got[i], want[i])
		}
	}
}

func TestAReplayedEditionHasTheResultsOfItsSource(t *testing.T) {
	t.Run("the demonstration, all its races", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "day")
		mustRun(t, "replay", "-C", "../..", "-speed", "0", dir)
		same(t, resultsOf(t, dir, "2022"), resultsOf(t, "../..", "2022"))
	})
	worked, err := filepath.Glob("editions/*/data/*/edition.yaml")
	if err != nil || len(worked) < 30 {
		t.Fatal(worked, err)
	}
	for i, file := range worked {
		id := filepath.Base(filepath.Dir(file))
		from := filepath.Dir(filepath.Dir(filepath.Dir(file)))
		t.Run(filepath.Base(from)+" "+id, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "day")
			var out, complaint bytes.Buffer
			seed := fmt.Sprint(i)
			if status := run(t.Context(), []string{"replay", "-C", from, "-edition", id, "-speed", "0", "-seed", seed, dir}, &out, &complaint); status == badUsage {
				t.Skip(&complaint)
			} else if status != done {
				t.Fatal(&complaint)
			}
			same(t, resultsOf(t, dir, id), resultsOf(t, from, id))
		})
	}
}

func TestSimulatedReadsHaveTheResultsOfTheSimulatedTables(t *testing.T) {
	base := t.TempDir()
	tables, reads := filepath.Join(base, "tables"), filepath.Join(base, "reads")
	mustRun(t, "simulate", "-runners", "300", tables)
	mustRun(t, "simulate", "-runners", "300", "-reads", "-format", "feibot,zebra,jchip", reads)
	same(t, resultsOf(t, reads, "2022"), resultsOf(t, tables, "2022"))
	if _, err := os.Stat(filepath.Join(reads, "data/2022/marathon/times.csv")); err == nil {
		t.Error("the table of times is there as well")
	}
}

// filesIn are the texts of all files below a folder.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAReplayThatIsStoppedGoesOnToTheSameFiles(t *testing.T) {
	base := t.TempDir()
	from, whole, parts := filepath.Join(base, "p"), filepath.Join(base, "whole"), filepath.Join(base, "parts")
	mustRun(t, "simulate", "-runners", "200", from)
	mustRun(t, "replay", "-C", from, "-speed", "0", whole)
	var stopped bytes.Buffer
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if status := run(ctx, []string{"replay", "-C", from, "-speed", "5000", "-from", "2:00", parts}, &stopped, io.Discard); status != done || !strings.Contains(stopped.String(), "stopped after") {
		t.Fatalf("status %d\n%s", status, &stopped)
	}
	half := filesIn(t, parts)
	for name, text := range half {
		if strings.Contains(name, "/reads/") && text != "" && !strings.HasSuffix(text, "\n") {
			t.Errorf("%s ends in half a line", name)
		}
	}
	if _, early := half["data/2022/marathon/rulings.csv"]; early {
		t.Error("the desk has decided before the last runner was in")
	}
	// A kill leaves half a line.
	torn := filepath.Join(parts, "data/2022/marathon/reads/5k.txt")
	if err := os.Truncate(torn, int64(len(half["data/2022/marathon/reads/5k.txt"])-7)); err != nil {
		t.Fatal(err)
	}
	if out := mustRun(t, "replay", "-C", from, "-speed", "0", parts); !strings.Contains(out, "all at once") {
		t.Error(out)
	}
	got, want := filesIn(t, parts), filesIn(t, whole)
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s differs", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, not %d", len(got), len(want))
	}
	t.Run("other options are refused, and so is a folder that is not the replay's", func(t *testing.T) {
		for _, args := range [][]string{{"-seed", "2", parts}, {"-faults", "none", parts}, {from}, {filepath.Join(from, "day")}, {base}} {
			var complaint bytes.Buffer
			if status := run(t.Context(), append([]string{"replay", "-C", from, "-speed", "0"}, args...), io.Discard, &complaint); status != badUsage {
				t.Errorf("%v: status %d, %s", args, status, &complaint)
			}
		}
		if now := filesIn(t, parts); !slices.Equal(sortedNames(now), sortedNames(got)) {
			t.Error("files were written")
		}
	})
}

func sortedNames(files map[string]string) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
