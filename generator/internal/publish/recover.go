package publish

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// recoverChange finishes the change of a build that was killed during it, and
// deletes what a build left that was killed before.
func recoverChange(at place, d disk, p Purge) error {
	if err := at.fold(d); err != nil {
		return err
	}
	next, err := readManifest(at.file("pending.json"))
	switch {
	case err == nil:
		return finish(at, d, next, p)
	case errors.Is(err, fs.ErrNotExist): // without a journal, the record belongs to a finished change
		err = promote(at, d)
	case errors.Is(err, errCorrupt):
		err = d.removeAll(at.file("release.next"))
	default:
		return &DiskError{err}
	}
	return errors.Join(err, d.removeAll(at.file("staging")), d.removeAll(at.file("undo")), d.remove(at.file("pending.json")))
}

// finish makes the rest of the change in the journal. It deletes staged files that
// differ from the journal, which a power cut may have damaged: the next build draws
// them again.
func finish(at place, d disk, next *Manifest, p Purge) error {
	last, _, err := at.last(nil)
	if err != nil {
		return err
	}
	c := &change{at: at, disk: d, partial: true, progress: func(int) {}}
	site := newOutline(len(next.Files), func(i int) string { return next.Files[i].Path })
	for i := range next.Files {
		if err := site.add(next.Files[i].Path, i); err != nil {
			return errors.Join(d.remove(at.file("pending.json")), d.removeAll(at.file("staging")))
		}
	}
	var gone []string
	for i := range last.Files {
		if _, stays := next.Find(last.Files[i].Path); !stays && at.whole == "" {
			gone = append(gone, last.Files[i].Path)
		}
	}
	c.early, c.late = site.part(gone)
	if err := d.removeAll(at.file("undo")); err != nil {
		return err
	}
	if err := dropTorn(at.file("staging"), d, next); err != nil {
		return err
	}
	if err := record(at, d, at.file("pending.json"), next, p); err != nil {
		return err
	}
	return c.apply()
}

// dropTorn deletes the staged files that differ from the journal.
func dropTorn(staging string, d disk, next *Manifest) error {
	err := filepath.WalkDir(staging, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(staging, name)
		if err != nil {
			return err
		}
		sum, err := hashFile(name)
		if err != nil {
			return err
		}
		if want, ok := next.Find(filepath.ToSlash(rel)); !ok || want.SHA256 != sum {
			return d.remove(name)
		}
		return nil
	})
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist) && !exists(staging):
		return nil
	case errors.As(err, new(*DiskError)):
		return err
	}
	return &DiskError{err}
}
