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

// The record of what is to be deployed lies in release/, beside the manifest:
//
//	changed.txt    files to upload, in the order in which to upload them
//	deleted.txt    files to delete: certificates at once, the others after all uploads
//	purge.txt      what a CDN has to forget: URLs, or folders where those are too many
//	manifest.json  the site that is reached with them
//	uploaded.json  the site that they begin from; not there where they begin from nothing
//
// The lists are all that differs between the site and what was uploaded last,
// and nothing else. What that was, uploaded.json beside the manifest says: Uploaded
// writes it, or whoever has uploaded by the lists puts their manifest.json there.
// None of the builds in between is forgotten, however many they are, and a build
// with nothing to do takes notice of an upload, too.

// Purge says what a host lets one purge.
type Purge struct {
	Base    string // what a URL begins with, up to the slash before a path
	URLs    int    // the most at a time; beyond them folders are listed; 0 for any number
	Folders int    // the most folders at a time; beyond them folders above them; 0 for any number
	Folder  string // what a folder's line ends in, after its slash
}

// record writes into release.next/ what is to be done for the site of a manifest,
// which lies at from. Of a shard's change the index step makes the record.
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
	}{{"changed.txt", "", upload}, {"deleted.txt", "", slices.Values(deleted)}, {"purge.txt", p.Base, p.lines(changed, deleted)}} {
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

// uploaded returns the manifest of what was uploaded last, empty when nothing
// was, or when it cannot be read any more.
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

// recorded reports whether the record begins from what was uploaded last, as
// far as can be told without reading it; where disks cannot link it cannot.
func (p place) recorded() bool {
	if !exists(path.Join(p.file("release"), "purge.txt")) { // it was broken off
		return false
	}
	now, err := os.Stat(p.file("uploaded.json"))
	then, failed := os.Stat(path.Join(p.file("release"), "uploaded.json"))
	if err != nil || failed != nil {
		return errors.Is(err, fs.ErrNotExist) && errors.Is(failed, fs.ErrNotExist)
	}
	return os.SameFile(now, then)
}

// Uploaded notes that the site of a manifest is what was uploaded last: the lists
// of the builds to come begin from it. The error is a *DiskError.
func Uploaded(dir string, m *Manifest) error {
	at, err := locate(dir)
	if err != nil {
		return err
	}
	return m.write(disk{}, at.file("uploaded.json"), at.own)
}

// Once yields the paths that the site had once, as far as is known here: those of
// what was uploaded last, of what is to be deleted since, and of the release before.
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

// promote makes the new record the one that counts.
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

// moved returns what is to be uploaded, in order, and what to be deleted, that
// which waits for no upload first.
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
	return inTurns(changed, (*Entry).turn), deleted
}

// inTurns puts what is sorted by path into the order of its turns.
func inTurns[T any](all []T, turn func(T) int) []T {
	next := map[int]int{} // how many have a turn, and then where the next of them goes
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

// DeleteFirst reports whether a file that is gone is deleted before anything is
// uploaded: no page needs a certificate to be whole, and one that was revoked
// should not have to wait. A form, to which browsers join what runners have of
// their own, is needed until that is there anew.
func DeleteFirst(name string) bool {
	return path.Ext(name) == ".pdf" && !strings.HasPrefix(path.Base(name), "form-")
}

// SortDeletions sorts the paths of files that are gone into the order in which they
// are deleted: those that hurry first.
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
	copy(paths, inTurns(paths, m.Turn))
}

// Turn is when a file is uploaded: what stands for a page that was withdrawn
// first, then what pages load before them, and what leads to them after. Files of
// one turn may go in any order.
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

// lines lists what to purge, behind the base of its URLs: each file's, a folder's
// for its index.html, what was withdrawn first; or folders, as few as the host
// wants.
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

// within reports whether a folder above this one is listed too.
func within(folder string, listed map[string]bool) bool {
	for folder != "." {
		if folder = path.Dir(folder); listed[folder] {
			return true
		}
	}
	return false
}
