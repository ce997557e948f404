//go:build !windows

package cli

import (
	"runtime"
	"syscall"
	"time"
)

// Used returns the CPU time of all threads of this process, and the most memory it
// had, in bytes.
func Used() (cpu time.Duration, peak int64) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0, 0
	}
	peak = int64(r.Maxrss) << 10
	if runtime.GOOS == "darwin" { // macOS counts in bytes
		peak = int64(r.Maxrss)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), peak
}
