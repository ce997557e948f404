package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"time"
)

// figures are what one run took and left. Peak is in bytes, 0 where the system
// does not tell.
type figures struct {
	wall, cpu   time.Duration
	peak, bytes int64
	files       int
}

// measure runs a program and returns what it took and printed. This process
// stays small: on Linux a child begins with its parent's peak.
func (b *bench) measure(args ...string) (f figures, printed string, err error) {
	settle()
	cmd := exec.CommandContext(b.ctx, args[0], args[1:]...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	start := time.Now()
	err = cmd.Run()
	f.wall = time.Since(start)
	if err != nil {
		return f, "", fmt.Errorf("%v: %w\n%s%s", args, err, &out, &complaint)
	}
	f.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	f.peak = peak(cmd.ProcessState)
	return f, out.String(), nil
}

// walk calls visit for every file below a folder that has no name with a dot in
// front, by its path from there.
func walk(dir string, visit func(name string, size int64)) error {
	return filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err == nil && e.Name()[0] != '.' {
			visit(filepath.ToSlash(rel), info.Size())
		}
		return err
	})
}

// moduleVersion is the version of a module in this program.
func moduleVersion(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return "of go.mod"
}
