package publish

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// outline holds the files and folders of a site by case-folded path, because many
// disks and hosts hold only one of A1.html and a1.html.
type outline struct {
	path    func(i int) string // of the i-th file
	files   *index             // index of their folded paths
	folders map[string]string  // folded path → path, the root left out
}

// newOutline returns the outline of a site of about that many files, which are in a
// list elsewhere.
func newOutline(about int, path func(i int) string) *outline {
	return &outline{path: path, files: newIndex(about, func(i int) string { return fold(path(i)) }), folders: map[string]string{}}
}

// add adds the i-th file of the list. The error says why the path is impossible in
// this site.
func (o *outline) add(name string, i int) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsRune(name, '\\') || strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("%q is not a clean path inside the site", name)
	}
	if _, err := filepath.Localize(name); err != nil {
		return fmt.Errorf("%q cannot be a file on this machine: %w", name, err)
	}
	if top, _, _ := strings.Cut(name, "/"); strings.EqualFold(top, mark) {
		return fmt.Errorf("%q is kept for the proof that the folder was made here", name)
	}
	key := fold(name)
	if first, ok := o.files.find(key); ok {
		other := o.path(first)
		if other == name {
			return fmt.Errorf("%q: two files with one path", name)
		}
		return fmt.Errorf("%q and %q: two paths differ only in upper/lower case", other, name)
	}
	if _, ok := o.folders[key]; ok {
		return fmt.Errorf("%q: a file and a folder with one path", name)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		key := fold(dir)
		other, ok := o.folders[key]
		if ok && other != dir {
			return fmt.Errorf("%q and %q: two paths differ only in upper/lower case", other, dir)
		}
		if ok {
			break
		}
		if _, ok := o.files.find(key); ok {
			return fmt.Errorf("%q: a file and a folder with one path", dir)
		}
		o.folders[key] = dir
	}
	o.files.add(key, i)
	return nil
}

// part separates old files that block this site from the others.
func (o *outline) part(old []string) (blocking, others []string) {
	for _, name := range old {
		if o.blocks(name) {
			blocking = append(blocking, name)
		} else {
			others = append(others, name)
		}
	}
	return blocking, others
}

// blocks reports whether an old file must go before the new files come: a new
// folder, file or other spelling needs its place.
func (o *outline) blocks(old string) bool {
	key := fold(old)
	if _, ok := o.folders[key]; ok {
		return true
	}
	for ; key != "."; key = path.Dir(key) {
		if _, ok := o.files.find(key); ok {
			return true
		}
	}
	return false
}

// fold returns one spelling for all texts that differ only in case.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < 0x80 && (s[i] < 'A' || s[i] > 'Z')
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return unicode.ToLower(r)
		}
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		if least < 0x80 { // the Kelvin sign folds to k
			return unicode.ToLower(least)
		}
		return least
	}, s)
}
