package build

import (
	"os"
	"runtime"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// mostLive is how many bytes a runner may take in memory when the race is
// judged, with entry, times and result: a build of a million then needs 1.6 GB.
const mostLive = 1050

func TestARunnerTakesLittleMemory(t *testing.T) {
	small, large := heldBy(t, 2_000), heldBy(t, 6_000)
	if judged := (large.judged - small.judged) / 4_000; judged > mostLive {
		t.Errorf("a runner takes %d bytes when judged, more than %d", judged, mostLive)
	}
}

// BenchmarkLiveBytesARunner reports what a runner takes in memory when read, when
// judged, and when the times are let go.
func BenchmarkLiveBytesARunner(b *testing.B) {
	for b.Loop() {
		small, large := heldBy(b, 2_000), heldBy(b, 6_000)
		for name, bytes := range map[string]int64{"read": large.read - small.read, "judged": large.judged - small.judged, "drawn": large.drawn - small.drawn} {
			b.ReportMetric(float64(bytes)/4_000, name+"-B/runner")
		}
	}
}

// held is how many bytes are in use after each step of a build.
type held struct{ read, judged, drawn int64 }

func heldBy(t testing.TB, runners int) (h held) {
	t.Helper()
	dir := t.TempDir()
	simulated(t, runners, dir)
	before := inUse()
	archive, found := read.Project(os.DirFS(dir))
	if found.Errors() {
		t.Fatal(found)
	}
	h.read = inUse() - before
	var verdicts []*race.Verdict
	for _, e := range archive.Editions {
		verdicts = append(verdicts, judge.Rule(e, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
	}
	h.judged = inUse() - before
	dropJudged(archive)
	h.drawn = inUse() - before
	runtime.KeepAlive(verdicts)
	return h
}

// inUse is how many bytes of the heap are in use, without garbage.
func inUse() int64 {
	runtime.GC()
	runtime.GC() // what the first one found has been swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
