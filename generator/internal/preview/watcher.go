package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// watcher reports changes below files and folders, also if they do not exist yet.
type watcher struct {
	roots []string // absolute
	aside string   // the output folder, absolute, where changes are ignored
	fs    *fsnotify.Watcher
	dirty chan struct{} // has one token while there are unseen changes
}

func newWatcher(watch []string, aside string) (*watcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{fs: notify, dirty: make(chan struct{}, 1)}
	w.aside, err = actual(aside)
	for _, name := range watch {
		root, failed := actual(name)
		w.roots = append(w.roots, root)
		err = errors.Join(err, failed)
	}
	for _, root := range w.roots {
		// The parent folder shows when the root is removed and comes back.
		if err == nil {
			err = errors.Join(w.add(root), w.add(filepath.Dir(root)))
		}
	}
	if err != nil {
		return nil, errors.Join(err, notify.Close())
	}
	return w, nil
}

// actual returns the absolute path of a name, links resolved where it exists.
func actual(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if target, err := filepath.EvalSymlinks(abs); err == nil {
		return target, nil
	}
	return abs, nil
}

// add watches a folder and its subfolders. For a file or a missing folder it
// watches the nearest parent that exists.
func (w *watcher) add(root string) error {
	for {
		info, err := os.Stat(root)
		if err == nil && info.IsDir() {
			break
		}
		if parent := filepath.Dir(root); parent != root {
			root = parent
			continue
		}
		return err
	}
	if !w.concerns(root) {
		return w.fs.Add(root)
	}
	return filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // gone while we walked
		case err != nil:
			return err
		case !e.IsDir():
			return nil
		case !w.concerns(name):
			return filepath.SkipDir
		}
		return w.fs.Add(name)
	})
}

// concerns reports whether a path is watched: a root or below one, not in the
// output folder, and not a hidden or temporary file.
func (w *watcher) concerns(name string) bool {
	if within(name, w.aside) {
		return false
	}
	return slices.ContainsFunc(w.roots, func(root string) bool {
		if !within(name, root) {
			return false
		}
		for part := range strings.SplitSeq(strings.TrimPrefix(name[len(root):], string(filepath.Separator)), string(filepath.Separator)) {
			if strings.HasPrefix(part, ".") || strings.HasPrefix(part, "#") || strings.HasSuffix(part, "~") || strings.HasSuffix(part, ".swp") {
				return false
			}
		}
		return true
	})
}

// leads reports whether a path is a parent of a root: it may have appeared with the
// root in it.
func (w *watcher) leads(name string) bool {
	return slices.ContainsFunc(w.roots, func(root string) bool { return within(root, name) })
}

// within reports whether name is folder or below it.
func within(name, folder string) bool {
	rest, ok := strings.CutPrefix(name, folder)
	return ok && (rest == "" || rest[0] == filepath.Separator || strings.HasSuffix(folder, string(filepath.Separator)))
}

// run reports changes until ctx ends.
func (w *watcher) run(ctx context.Context) {
	defer w.fs.Close()
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.fs.Events:
			if !ok {
				return
			}
			w.heed(e)
		case _, ok := <-w.fs.Errors:
			if !ok {
				return
			}
			w.tell() // events were lost: anything may have changed
		}
	}
}

// heed watches new folders and reports relevant changes.
func (w *watcher) heed(e fsnotify.Event) {
	concerns := w.concerns(e.Name)
	if e.Op == fsnotify.Chmod || !concerns && !w.leads(e.Name) {
		return
	}
	if e.Has(fsnotify.Create) {
		for _, root := range w.roots {
			if within(root, e.Name) {
				w.add(root) // a folder that cannot be watched counts as one change
			}
		}
		if info, err := os.Stat(e.Name); err == nil && info.IsDir() && concerns {
			w.add(e.Name)
		}
	}
	w.tell()
}

func (w *watcher) tell() {
	select {
	case w.dirty <- struct{}{}:
	default:
	}
}

// Changes returns a channel that has a token when a file or folder of watch changed
// since it was last empty, until ctx ends. The output folder aside is not watched. The
// error says that this system or this disk does not tell of changes.
func Changes(ctx context.Context, watch []string, aside string) (<-chan struct{}, error) {
	w, err := newWatcher(watch, aside)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	go w.run(ctx)
	return w.dirty, nil
}
