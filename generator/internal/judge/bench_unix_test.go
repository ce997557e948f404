//go:build unix

package judge

import (
	"math"
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// BenchmarkGroupsWavesAndTeams judges the same field plain and with all that a race
// may have, in turns, and gives the processor time of the one as a multiple of the
// other: 1.5 at most is wanted.
func BenchmarkGroupsWavesAndTeams(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the program's ballast holds it off as well
	plain, grouped := crowd(30_000, false), crowd(30_000, true)
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	took := func(e *race.Edition) time.Duration {
		runtime.GC() // what the other left is not on this one's account
		begin := used()
		Rule(e, later)
		return used() - begin
	}
	base, full := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	b.ReportAllocs()
	for b.Loop() {
		base, full = min(base, took(plain)), min(full, took(grouped))
	}
	b.ReportMetric(float64(base.Microseconds())/1000, "ms/plain")
	b.ReportMetric(float64(full)/float64(base), "×plain")
}
