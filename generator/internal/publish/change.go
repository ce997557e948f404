package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"
)

// change moves the files of staging into the output folder. It can undo itself.
type change struct {
	at       place
	disk     disk
	early    []string // old files to remove before the new ones come
	late     []string // old files to remove after that
	progress func(done int)

	partial bool // finishes an interrupted change: undo/ lacks some of the files that it replaced

	steps []step
	done  int
}

// step is a rename that was done: the file from now stands at to, and the file that
// stood at to is at saved. Each is "" where there was none.
type step struct {
	from, to, saved string
}

// apply makes the change. Its last step renames the journal to the manifest.
func (c *change) apply() error {
	if err := c.disk.mkdir(c.at.file("undo"), c.at.own); err != nil {
		return err
	}
	if !exists(c.at.dir) {
		if err := c.disk.mkdir(c.at.dir, c.at.site); err != nil {
			return err
		}
		c.made(c.at.dir)
	}
	if !c.at.marked() {
		if _, err := c.disk.write(c.at.mark(), []byte(markText)); err != nil && !(c.at.whole != "" && c.at.marked()) { // another shard may have been faster
			return err
		}
		c.made(c.at.mark())
	}
	if err := c.retire(c.early); err != nil {
		return err
	}
	if exists(c.at.file("staging")) {
		for _, over := range []bool{false, true} {
			if err := c.merge(".", over); err != nil {
				return err
			}
		}
	}
	if err := c.retire(c.late); err != nil {
		return err
	}
	if c.disk.durable {
		if err := c.disk.syncAll(c.folders()); err != nil {
			return err
		}
	}
	if exists(c.at.file("manifest.json")) && !c.partial {
		if err := c.disk.twin(c.at.file("manifest.json"), filepath.Join(c.at.file("undo"), "manifest.json"), c.at.own); err != nil {
			return err
		}
	}
	if err := c.disk.move(c.at.file("pending.json"), c.at.file("manifest.json")); err != nil {
		return err
	}
	c.clear()
	return nil
}

// folders returns the folders in which something changed.
func (c *change) folders() map[string]bool {
	all := map[string]bool{}
	for _, s := range c.steps {
		all[filepath.Dir(s.to)] = true
	}
	return all
}

// made records a new file or folder of the output folder, for undo. A shard does
// not undo it, because other shards may use it already.
func (c *change) made(name string) {
	if c.at.whole == "" {
		c.steps = append(c.steps, step{to: name})
	}
}

// clear deletes what a finished change leaves behind, except for the old files that
// Rollback may need. A failure does no harm: the next run deletes the rest.
func (c *change) clear() {
	promote(c.at, c.disk)
	c.disk.sync(c.at.state)
	c.disk.removeAll(c.at.file("staging"))
	c.makeUnreadable()
	if c.at.whole == "" && c.disk.removeAll(c.at.file("previous")) == nil && exists(filepath.Join(c.at.file("undo"), "manifest.json")) {
		c.disk.move(c.at.file("undo"), c.at.file("previous"))
	}
	c.disk.removeAll(c.at.file("undo"))
}

// makeUnreadable makes the files that the site lost unreadable for others. A file with a
// second name, which somebody made for a site of his own, stays readable.
func (c *change) makeUnreadable() {
	for _, s := range c.steps {
		if info, err := os.Lstat(s.saved); s.saved != "" && err == nil && !linked(info) {
			c.disk.setAs(s.saved, info, c.at.own)
		}
	}
}

// merge moves a folder of staging into the site. With over it replaces files;
// without, it moves what the site does not have, a whole folder in one rename.
func (c *change) merge(rel string, over bool) error {
	from, to := filepath.Join(c.at.file("staging"), rel), filepath.Join(c.at.dir, rel)
	entries, err := os.ReadDir(from)
	if err != nil {
		return &DiskError{err}
	}
	there, err := kinds(to)
	if err != nil {
		return &DiskError{err}
	}
	for _, e := range entries {
		rel, from, to := filepath.Join(rel, e.Name()), filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		kind, found := there[e.Name()]
		switch {
		case !found && e.IsDir():
			err = c.moveFolder(rel, from, to)
		case !found:
			err = c.moveFile(from, to, "")
		case e.IsDir() && kind.IsDir():
			err = c.merge(rel, over)
		case e.IsDir() || kind.IsDir():
			err = fmt.Errorf("%s: %w: a file and a folder with one path", to, ErrForeign)
		case over:
			err = c.replace(from, to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// kinds returns the names and types in a folder, in one question to the disk.
func kinds(folder string) (map[string]fs.FileMode, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	kinds := make(map[string]fs.FileMode, len(entries))
	for _, e := range entries {
		kinds[e.Name()] = e.Type()
	}
	return kinds, nil
}

// moveFolder moves a folder in one rename, or file by file where the output folder
// is on another disk or other shards write into it.
func (c *change) moveFolder(rel, from, to string) error {
	if c.at.whole == "" {
		err := c.disk.move(from, to)
		if err == nil {
			c.steps = append(c.steps, step{from: from, to: to})
			return c.count(to)
		}
		if !errors.Is(err, syscall.EXDEV) {
			return err
		}
	}
	if err := c.disk.mkdir(to, c.at.site); err != nil {
		return err
	}
	c.made(to)
	return c.merge(rel, false)
}

// count adds the files of a folder that was moved whole to the progress.
func (c *change) count(folder string) error {
	err := filepath.WalkDir(folder, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			c.done++
		}
		return err
	})
	if err != nil {
		return &DiskError{err}
	}
	c.progress(c.done)
	return nil
}

func (c *change) moveFile(from, to, saved string) error {
	if err := c.disk.moveFile(from, to); err != nil {
		return err
	}
	c.steps = append(c.steps, step{from: from, to: to, saved: saved})
	c.done++
	c.progress(c.done)
	return nil
}

// replace replaces an old file in one rename, so that a visitor always finds a
// file.
func (c *change) replace(from, to string) error {
	saved, err := c.name(to)
	if err != nil {
		return err
	}
	linked, err := c.disk.save(to, saved)
	if err != nil {
		return err
	}
	if !linked {
		c.steps = append(c.steps, step{to: to, saved: saved})
		saved = ""
	}
	return c.moveFile(from, to, saved)
}

// name returns the path in undo/ of an old file, the same as in the site.
func (c *change) name(old string) (string, error) {
	rel, err := filepath.Rel(c.at.dir, old)
	if err != nil {
		return "", err
	}
	saved := filepath.Join(c.at.file("undo"), "files", rel)
	if folder := filepath.Dir(saved); !exists(folder) {
		return saved, c.disk.mkdir(folder, c.at.own)
	}
	return saved, nil
}

// retire removes old files, then the folders that are empty now.
func (c *change) retire(names []string) error {
	folders := map[string]bool{}
	for _, name := range names {
		old := filepath.Join(c.at.dir, filepath.FromSlash(name))
		c.done++
		c.progress(c.done)
		info, err := os.Lstat(old)
		if err != nil || info.IsDir() {
			continue // somebody removed it, or put there what is not ours
		}
		saved, err := c.name(old)
		if err != nil {
			return err
		}
		if err := c.disk.moveFile(old, saved); err != nil {
			return err
		}
		c.steps = append(c.steps, step{to: old, saved: saved})
		for dir := path.Dir(name); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	deepest := make([]string, 0, len(folders))
	for dir := range folders {
		deepest = append(deepest, dir)
	}
	slices.Sort(deepest)
	for _, dir := range slices.Backward(deepest) {
		// A folder that is not empty stays, which harms no site.
		os.Remove(filepath.Join(c.at.dir, filepath.FromSlash(dir)))
	}
	return nil
}

// undo reverts the change, last step first. If it fails, the journal stays and the
// next run finishes the change instead.
func (c *change) undo() error {
	if err := c.revert(); err != nil {
		return err
	}
	if err := c.disk.removeAll(c.at.file("release.next")); err != nil {
		return err
	}
	return errors.Join(c.disk.remove(c.at.file("pending.json")), c.disk.removeAll(c.at.file("staging")), c.disk.removeAll(c.at.file("undo")))
}

// revert puts back every file that was moved, the last first.
func (c *change) revert() error {
	for _, s := range slices.Backward(c.steps) {
		var err error
		switch {
		case s.from != "":
			err = c.back(s.to, s.from)
		case s.saved == "":
			err = c.disk.remove(s.to)
		}
		if err == nil && s.saved != "" {
			err = c.back(s.saved, s.to)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// back moves a file or folder to where it was. It makes the folder again where
// retire removed it.
func (c *change) back(from, to string) error {
	if folder := filepath.Dir(to); !exists(folder) {
		if err := c.disk.mkdir(folder, c.at.site); err != nil {
			return err
		}
	}
	return c.disk.moveFile(from, to)
}
