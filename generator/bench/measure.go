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

// figures are the measurements of one run. Peak is in bytes, 0 where the system
// does not report it.
type figures struct {
	wall, cpu   time.Duration
	peak, bytes int64
	files       int
}

// measure runs a program and returns its measurements and output. This process
// stays small, because on Linux the peak of a child begins at that of its parent.
func (b *bench) measure(args ...string) (f figures, printed string, err error) {
	settle()
	cmd := exec.CommandContext(b.ctx, args[0], args[1:]...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &out, &complaint, b.env
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

// walk calls visit for every file below a folder, with its relative path. It skips
// names with a leading dot.
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

// moduleVersion returns the version of a module in this program.
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
