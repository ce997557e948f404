package review

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/simulate"
)

// made is a file of a made-up project.
type made struct {
	bytes.Buffer
	close func([]byte)
}

// Close implements io.Closer.
func (m *made) Close() error {
	m.close(m.Bytes())
	return nil
}

// simulated is the edition of a made-up project of n runners.
func simulated(t testing.TB, n int) *race.Edition {
	t.Helper()
	files := fstest.MapFS{}
	err := simulate.Project(simulate.Options{Runners: n, Seed: 1}, func(path string) (io.WriteCloser, error) {
		return &made{close: func(b []byte) { files[path] = &fstest.MapFile{Data: b} }}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	archive, found := read.Project(files)
	if archive == nil {
		t.Fatal(found[0])
	}
	return archive.Editions[0]
}

// look reviews an edition long after it.
func look(e *race.Edition) problem.List {
	return Edition(judge.Rule(e, e.Date.AddDate(1, 0, 0)), nil, nil)
}

// kinds counts findings by code.
func kinds(list problem.List) map[string]int {
	n := map[string]int{}
	for _, p := range list {
		n[p.Code]++
	}
	return n
}

func TestAMadeUpField(t *testing.T) {
	n := 30_000
	if testing.Short() {
		n = 3_000
	}
	e := simulated(t, n)
	rc := e.Races[0]
	t.Run("what the referee has ruled on raises no flag, and honest runners raise none", func(t *testing.T) {
		got := kinds(look(e))
		for _, code := range []string{"side_by_side", "too_fast", "change_of_pace", "points_missed_in_a_row", "no_point_between", "start_before_gun", "chip_shared", "too_young", "sick_mat"} {
			if got[code] > 0 {
				t.Errorf("%s: %d", code, got[code])
			}
		}
	})
	t.Run("before any ruling each of those who cheated is pointed out, and the referee not flooded", func(t *testing.T) {
		unruled := *rc
		unruled.Rulings = nil
		edition := *e
		edition.Races = []*race.Race{&unruled}
		list := look(&edition)
		got := kinds(list)
		for _, code := range []string{"side_by_side", "too_fast", "points_missed_in_a_row"} {
			if got[code] != 1 {
				t.Errorf("%s: %d", code, got[code])
			}
		}
		if review := list.Count(problem.Review); review > 50 {
			t.Errorf("%d findings for the referee: %v", review, got)
		}
	})
	t.Run("with the mat at 25k failing for one in seven, the mat alone is new", func(t *testing.T) {
		before := lines(look(e))
		k := rc.Point("25k")
		for i, entry := range rc.Entries {
			if entry.Timing != nil && i%7 == 0 {
				entry.Timing.At[k] = race.Unseen
			}
		}
		var mat []string
		for _, p := range look(e) {
			if p.Code == "went_on" || p.Code == "order_incomplete" { // their first late read may have been that one; a place may have moved
				continue
			}
			if !strings.Contains(before, p.String()) {
				mat = append(mat, p.Code)
			}
		}
		if fmt.Sprint(mat) != "[sick_mat]" {
			t.Error(mat)
		}
	})
}

func BenchmarkReview30000(b *testing.B) { benchmark(b, 30_000) }

func BenchmarkReview300000(b *testing.B) { benchmark(b, 300_000) }

func benchmark(b *testing.B, n int) {
	e := simulated(b, n)
	v := judge.Rule(e, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	b.ReportAllocs()
	for b.Loop() {
		Edition(v, nil, nil)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/runner")
}
