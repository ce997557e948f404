package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mark is the name of the file that proves an output folder ours.
const mark = ".guntime"

// markText is what stands in it: it is published with the site, so it tells
// nothing about the machine.
const markText = "This folder is made by guntime: what its last build wrote here, the next one replaces or removes.\n"

// place is where one site lives: its output folder and the state beside it.
// Both are absolute, and dir is no link, so that renames stay on one disk.
type place struct {
	dir, state string
	whole      string // of a shard: the state of the site; "" otherwise
	own, site  modes  // of the state, and of what is published
}

func locate(dir string) (place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, &DiskError{err}
	}
	target, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil:
		abs = target
	case !errors.Is(err, fs.ErrNotExist):
		return place{}, &DiskError{err}
	}
	parent, name := filepath.Dir(abs), filepath.Base(abs)
	if parent == abs {
		return place{}, fmt.Errorf("%s: %w: a site needs a folder of its own", dir, ErrForeign)
	}
	p := place{dir: abs, state: filepath.Join(parent, ".guntime", name)}
	p.own, p.site = modesOf(p.state)
	return p, nil
}

// file is the path of a part of the state.
func (p place) file(name string) string { return filepath.Join(p.state, name) }

// mark is the path of the proof in the output folder.
func (p place) mark() string { return filepath.Join(p.dir, mark) }

// marked reports whether the output folder carries the proof.
func (p place) marked() bool {
	_, err := os.Lstat(p.mark())
	return err == nil
}

// ours returns nil when the output folder may be built into: it is missing,
// empty, holds only dotfiles, or was made here.
func (p place) ours() error {
	info, err := os.Stat(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &DiskError{err}
	}
	if !info.IsDir() {
		return fmt.Errorf("%s: %w: it is not a folder", p.dir, ErrForeign)
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return &DiskError{err}
	}
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") }) {
		return nil
	}
	for _, proof := range []string{p.mark(), p.file("manifest.json"), p.file("pending.json")} {
		if _, err := os.Lstat(proof); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%s: %w: the folder already contains other files", p.dir, ErrForeign)
}
