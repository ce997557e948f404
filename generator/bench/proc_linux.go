package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// usedBy is the processor time of a process and all below it, and the most memory
// that they held, in bytes.
func usedBy(pid int) (cpu time.Duration, peak int64) {
	parents := map[int]int{}
	ticks := map[int]int64{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // a good pattern
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		id, _ := strconv.Atoi(strings.Split(name, "/")[2])
		fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
		var numbers [4]int64
		for i, n := range []int{1, 11, 12} { // parent, user and system time
			numbers[i], _ = strconv.ParseInt(string(fields[n]), 10, 64)
		}
		parents[id], ticks[id] = int(numbers[0]), numbers[1]+numbers[2]
	}
	most, files := int64(0), int64(0)
	for id := range parents {
		for up, ok := id, true; ok && up > 1; up, ok = parents[up] {
			if up != pid {
				continue
			}
			cpu += time.Duration(ticks[id]) * (time.Second / 100)
			of, file := memoryOf(id)
			peak += of
			most, files = max(most, file), files+file
			break
		}
	}
	return cpu, peak - files + most // they run one program, whose pages they share
}

// memoryOf is the most memory that a process held, and what it now holds of files.
func memoryOf(pid int) (most, files int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	of := func(name string) int64 {
		_, rest, _ := strings.Cut(string(text), name)
		kb, _ := strconv.ParseInt(strings.Fields(rest + " 0")[0], 10, 64)
		return kb << 10
	}
	return of("VmHWM:"), of("RssFile:")
}
