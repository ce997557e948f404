package publish

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"
)

// outline is the shape of a site: its files and folders by their case-folded
// paths, because many disks and hosts hold only one of A1.html and a1.html.
type outline struct {
	files   map[string]string // folded path → path
	folders map[string]string // folded path → path, the root left out
}

func newOutline() *outline {
	return &outline{files: map[string]string{}, folders: map[string]string{}}
}

// add takes a file in, or says why the path cannot stand in the site.
func (o *outline) add(name string) error {
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
	if other, ok := o.files[key]; ok {
		if other == name {
			return fmt.Errorf("%q: two files with one path", name)
		}
		return fmt.Errorf("%q and %q: two files with one path but for upper and lower case", other, name)
	}
	if _, ok := o.folders[key]; ok {
		return fmt.Errorf("%q: a file and a folder with one path", name)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		key := fold(dir)
		other, ok := o.folders[key]
		if ok && other != dir {
			return fmt.Errorf("%q and %q: two folders with one path but for upper and lower case", other, dir)
		}
		if ok {
			break
		}
		if _, ok := o.files[key]; ok {
			return fmt.Errorf("%q: a file and a folder with one path", dir)
		}
		o.folders[key] = dir
	}
	o.files[key] = name
	return nil
}

// blocks reports whether an old file must go before the new ones come: its place
// is wanted by a folder, by a file above it, or by a file that differs in case.
func (o *outline) blocks(old string) bool {
	key := fold(old)
	if _, ok := o.folders[key]; ok {
		return true
	}
	for ; key != "."; key = path.Dir(key) {
		if _, ok := o.files[key]; ok {
			return true
		}
	}
	return false
}

// fold returns one spelling for all that differ in case only.
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
		if least < 0x80 { // the Kelvin sign folds with k and K
			return unicode.ToLower(least)
		}
		return least
	}, s)
}
