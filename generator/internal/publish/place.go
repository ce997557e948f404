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

// mark is the name of the file that proves that an output folder is ours.
const mark = ".guntime"

// markText is its content. It is published, so it tells nothing about the machine.
const markText = "This folder is made by guntime: what its last build wrote here, the next one replaces or removes.\n"

// place is the output folder of a site and the state beside it. Both paths are
// absolute, and dir is no symbolic link, so that renames stay on one disk.
type place struct {
	dir, state string
	whole      string // for a shard: the state folder of the site; "" otherwise
	own, site  modes  // of the state and of the site
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

// file returns the path of a file of the state.
func (p place) file(name string) string { return filepath.Join(p.state, name) }

// mark returns the path of the proof in the output folder.
func (p place) mark() string { return filepath.Join(p.dir, mark) }

// marked reports whether the output folder has the proof.
func (p place) marked() bool {
	_, err := os.Lstat(p.mark())
	return err == nil
}

// ours returns nil if we may build into the output folder: it is missing, empty,
// has only dotfiles, or was made by us.
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
