//go:build !windows

package main

import (
	"runtime"
	"syscall"
	"time"
)

// used is the CPU time of all threads of this process and the most memory it
// had, in bytes.
func used() (cpu time.Duration, peak int64) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0, 0
	}
	peak = int64(r.Maxrss) << 10
	if runtime.GOOS == "darwin" { // which counts in bytes
		peak = int64(r.Maxrss)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), peak
}
