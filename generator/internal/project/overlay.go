package project

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
)

// overlay combines file systems: a file comes from the first that has it, a folder
// lists the files of all.
type overlay []fs.FS

func (o overlay) Open(name string) (fs.File, error) {
	var first error
	for _, layer := range o {
		f, err := layer.Open(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
		first = cmp.Or(first, err)
	}
	return nil, first
}

// ReadDir lists a folder by name, without doubles.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	var first error
	found := false
	for _, layer := range o {
		entries, err := fs.ReadDir(layer, name)
		if err != nil {
			first = cmp.Or(first, err)
			continue
		}
		found = true
		for _, e := range entries {
			if !slices.ContainsFunc(all, func(have fs.DirEntry) bool { return have.Name() == e.Name() }) {
				all = append(all, e)
			}
		}
	}
	if !found {
		return nil, first
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return all, nil
}

// Sub returns the overlay of the subfolders.
func (o overlay) Sub(dir string) (fs.FS, error) {
	if !fs.ValidPath(dir) {
		return nil, &fs.PathError{Op: "sub", Path: path.Clean(dir), Err: fs.ErrInvalid}
	}
	subs := make(overlay, len(o))
	for i, layer := range o {
		s, err := fs.Sub(layer, dir)
		if err != nil {
			return nil, err
		}
		subs[i] = s
	}
	return subs, nil
}
