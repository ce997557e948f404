package publish

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
)

// The release record lies in release/, beside the manifest:
//
//	changed.txt    files to upload, in the order of the upload
//	deleted.txt    files to delete: certificates at once, the others after all uploads
//	purge.txt      what a CDN must purge: URLs, or folders where URLs are too many
//	manifest.json  the site after the upload
//	uploaded.json  the site before it; missing where nothing was uploaded yet
//
// The lists hold every difference between the site and the last upload, and nothing
// else, however many builds there were since. uploaded.json beside the manifest tells
// what the last upload was. Uploaded writes it, or somebody who uploads by the lists
// copies their manifest.json there. A build that changes nothing takes notice of it
// too.

// Purge says what the CDN of a host accepts.
type Purge struct {
	Base    string // beginning of every URL, up to the slash before the path
	URLs    int    // most URLs in one purge; with more, folders are listed; 0 for no limit
	Folders int    // most folders in one purge; with more, their parents are listed; 0 for no limit
	Folder  string // suffix of a folder after its slash
}

// record writes the release record of a manifest into release.next/. The manifest
// file is at from. A shard writes none: the index step does.
func record(at place, d disk, from string, m *Manifest, p Purge) error {
	if at.whole != "" {
		return nil
	}
	folder := at.file("release.next")
	if err := errors.Join(d.removeAll(folder), d.mkdir(folder, at.own)); err != nil {
		return err
	}
	uploaded, err := at.uploaded()
	if err != nil {
		return err
	}
	if err := d.twin(from, path.Join(folder, "manifest.json"), at.own); err != nil {
		return err
	}
	if exists(at.file("uploaded.json")) {
		if err := d.twin(at.file("uploaded.json"), path.Join(folder, "uploaded.json"), at.own); err != nil {
			return err
		}
	}
	changed, deleted := moved(uploaded, m)
	upload := func(yield func(string) bool) {
		for _, e := range changed {
			if !yield(e.Path) {
				return
			}
		}
	}
	for _, list := range []struct {
		name, before string
		lines        iter.Seq[string]
	}{{"changed.txt", "", upload}, {"deleted.txt", "", slices.Values(deleted)}, {"purge.txt", p.Base, p.lines(known(uploaded, changed), deleted)}} {
		err := d.replace(path.Join(folder, list.name), at.own, func(w io.Writer) error {
			var line []byte
			for text := range list.lines {
				line = append(append(append(line[:0], list.before...), text...), '\n')
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// uploaded returns the manifest of the last upload, empty where there was none or
// the file is unreadable.
func (p place) uploaded() (*Manifest, error) {
	m, err := readManifest(p.file("uploaded.json"))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errCorrupt):
		return &Manifest{}, nil
	case err != nil:
		return nil, &DiskError{err}
	}
	return m, nil
}

// recorded reports whether the release record begins from the last upload. It
// compares files, not content, and reports false on disks without hard links.
func (p place) recorded() bool {
	if !exists(path.Join(p.file("release"), "purge.txt")) { // it was interrupted
		return false
	}
	now, err := os.Stat(p.file("uploaded.json"))
	then, failed := os.Stat(path.Join(p.file("release"), "uploaded.json"))
	if err != nil || failed != nil {
		return errors.Is(err, fs.ErrNotExist) && errors.Is(failed, fs.ErrNotExist)
	}
	return os.SameFile(now, then)
}

// Uploaded records that the site of this manifest is uploaded. The lists of later
// builds begin from it. The error is a *DiskError.
func Uploaded(dir string, m *Manifest) error {
	at, err := locate(dir)
	if err != nil {
		return err
	}
	return m.write(disk{}, at.file("uploaded.json"), at.own)
}

// Once yields the paths that the site had before, as far as known here: those of
// the last upload, those to be deleted since, and those of the previous release.
func Once(dir string) (iter.Seq[string], error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	var known []*Manifest
	for _, name := range []string{"uploaded.json", path.Join("release", "uploaded.json"), path.Join("previous", "manifest.json")} {
		m, err := readManifest(at.file(name))
		switch {
		case err == nil:
			known = append(known, m)
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errCorrupt):
			return nil, &DiskError{err}
		}
	}
	deleted, err := os.ReadFile(at.file(path.Join("release", "deleted.txt")))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &DiskError{err}
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(deleted)) {
			if !yield(strings.TrimSuffix(line, "\n")) {
				return
			}
		}
		for _, m := range known {
			for i := range m.Files {
				if !yield(m.Files[i].Path) {
					return
				}
			}
		}
	}, nil
}

// Pending are the paths to upload, in their order, and to delete: what differs from
// the last upload that is known here. fs.ErrNotExist where nothing was built.
func Pending(dir string) (upload, remove []string, err error) {
	at, err := locate(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, list := range []struct {
		name string
		into *[]string
	}{{"changed.txt", &upload}, {"deleted.txt", &remove}} {
		text, err := os.ReadFile(at.file(path.Join("release", list.name)))
		if err != nil {
			return nil, nil, err
		}
		*list.into = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(text) == 0 {
			*list.into = nil
		}
	}
	return upload, remove, nil
}

// promote moves the new record from release.next/ to release/.
func promote(at place, d disk) error {
	next := at.file("release.next")
	if !exists(next) {
		return nil
	}
	if err := d.removeAll(at.file("release")); err != nil {
		return err
	}
	return d.move(next, at.file("release"))
}

// moved returns the files to upload, in order, and the files to delete, first those
// that need not wait for the uploads.
func moved(uploaded, next *Manifest) (changed []*Entry, deleted []string) {
	last := uploaded.Files
	if len(last) == 0 {
		changed = make([]*Entry, 0, len(next.Files))
	}
	for i := range next.Files {
		e := &next.Files[i]
		for ; len(last) > 0 && last[0].Path < e.Path; last = last[1:] {
			deleted = append(deleted, last[0].Path)
		}
		if len(last) == 0 || last[0].Path != e.Path {
			changed = append(changed, e)
			continue
		}
		if last[0].SHA256 != e.SHA256 || last[0].Cache != e.Cache {
			changed = append(changed, e)
		}
		last = last[1:]
	}
	for i := range last {
		deleted = append(deleted, last[i].Path)
	}
	SortDeletions(deleted)
	return sortByTurn(changed, (*Entry).turn), deleted
}

// sortByTurn sorts by turn what is already sorted by path.
func sortByTurn[T any](all []T, turn func(T) int) []T {
	next := map[int]int{} // first the number of items of each turn, then the index of the next one
	for _, each := range all {
		next[turn(each)]++
	}
	sum := 0
	for _, n := range slices.Sorted(maps.Keys(next)) {
		next[n], sum = sum, sum+next[n]
	}
	sorted := make([]T, len(all))
	for _, each := range all {
		n := turn(each)
		sorted[next[n]] = each
		next[n]++
	}
	return sorted
}

// DeleteFirst reports whether a file is deleted before the uploads. Certificates
// are, because no page needs them and a revoked one should not wait. A form of
// certificates is not: browsers need it until the new one is there.
func DeleteFirst(name string) bool {
	return path.Ext(name) == ".pdf" && !strings.HasPrefix(path.Base(name), "form-")
}

// SortDeletions sorts paths into the order in which they are deleted: those of
// DeleteFirst first.
func SortDeletions(paths []string) {
	turn := func(name string) int {
		if DeleteFirst(name) {
			return 0
		}
		return 1
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Or(cmp.Compare(turn(a), turn(b)), cmp.Compare(a, b)) })
}

// Order sorts paths of the manifest into the order in which they are uploaded.
func (m *Manifest) Order(paths []string) {
	slices.Sort(paths)
	copy(paths, sortByTurn(paths, m.Turn))
}

// Turn returns when a file is uploaded, small numbers first: tombstones, then what
// pages load, then pages, then what links to them. Files of one turn may go in any
// order.
func (m *Manifest) Turn(name string) int {
	e, _ := m.Find(name)
	e.Path = name
	return e.turn()
}

func (e *Entry) turn() int {
	name := e.Path
	switch {
	case e.Removed != 0:
		return -1
	case e.Cache == artifact.Immutable:
		return 0
	case path.Ext(name) != ".html" && strings.Contains(name, "/"):
		return 1
	case path.Ext(name) == ".html" && path.Base(name) != "index.html" && strings.Contains(name, "/"):
		return 2
	}
	return 3 + max(0, 9-strings.Count(name, "/")) // the deepest folder first, the root last
}

// known returns the changed files of which a cache may have a copy: those that are
// uploaded already. A new file is in no cache.
func known(uploaded *Manifest, changed []*Entry) []*Entry {
	return slices.DeleteFunc(slices.Clone(changed), func(e *Entry) bool {
		_, there := uploaded.Find(e.Path)
		return !there
	})
}

// lines yields what to purge, without the base of the URLs, withdrawn pages first:
// every file, and a folder for its index.html; or only folders, as few as the host
// accepts.
func (p Purge) lines(changed []*Entry, deleted []string) iter.Seq[string] {
	var first []string
	names := make([]string, 0, len(changed)+len(deleted))
	for _, e := range changed {
		switch {
		case e.Removed != 0:
			first = append(first, e.Path)
		case e.Cache != artifact.Immutable:
			names = append(names, e.Path)
		}
	}
	for _, name := range deleted {
		if DeleteFirst(name) {
			first = append(first, name)
		} else {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Insert(names, 0, first...)
	if p.URLs == 0 || len(names) <= p.URLs {
		return func(yield func(string) bool) {
			for _, name := range names {
				if path.Base(name) == "index.html" && !yield(strings.TrimSuffix(name, "index.html")) || !yield(name) {
					return
				}
			}
		}
	}
	folders := map[string]bool{}
	for _, name := range names {
		folders[path.Dir(name)] = true
	}
	for depth := 9; p.Folders > 0 && len(folders) > p.Folders && depth >= 0; depth-- {
		above := map[string]bool{}
		for folder := range folders {
			if strings.Count(folder, "/") >= depth {
				folder = path.Dir(folder)
			}
			above[folder] = true
		}
		folders = above
	}
	var lines []string
	for folder := range folders {
		if !within(folder, folders) {
			lines = append(lines, strings.TrimPrefix(folder+"/", "./")+p.Folder)
		}
	}
	slices.Sort(lines)
	return slices.Values(lines)
}

// within reports whether a parent of this folder is listed too.
func within(folder string, listed map[string]bool) bool {
	for folder != "." {
		if folder = path.Dir(folder); listed[folder] {
			return true
		}
	}
	return false
}
