package main

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"

	"guntime/content"
	"guntime/generator/internal/artifact"
	"guntime/templates"
)

// projectFiles are a project's folders, with the program's own content and
// templates beneath them, file by file.
type projectFiles struct {
	root, content, messages, templates fs.FS
}

func openProject(dir string) projectFiles {
	root := os.DirFS(dir)
	pages := overlay{sub(root, "content"), content.FS}
	return projectFiles{
		root:      root,
		content:   pages,
		messages:  sub(pages, "messages"),
		templates: overlay{sub(root, "templates"), templates.FS},
	}
}

// sub is a folder of a file system; a missing one is empty.
func sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // a name in this file is not a path
	}
	return s
}

// key hashes the program and every source it may read, each with its path, so
// that a file whose key is unchanged has unchanged bytes.
func (p projectFiles) key() (artifact.Key, error) {
	h := sha256.New()
	self, err := os.Executable()
	if err != nil {
		return artifact.Key{}, err
	}
	if err := hashFile(h, "", func() (io.ReadCloser, error) { return os.Open(self) }); err != nil {
		return artifact.Key{}, err
	}
	for _, dir := range []string{"content", "data", "templates"} {
		err := fs.WalkDir(p.root, dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && name == dir: // a project need not have it
				return nil
			case err != nil || d.IsDir():
				return err
			}
			return hashFile(h, name, func() (io.ReadCloser, error) { return p.root.Open(name) })
		})
		if err != nil {
			return artifact.Key{}, err
		}
	}
	return artifact.Key(h.Sum(nil)), nil
}

func hashFile(w io.Writer, name string, open func() (io.ReadCloser, error)) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = fmt.Fprintf(w, "%s\x00%x\n", name, h.Sum(nil))
	return err
}

// overlay is several file systems as one: a file is taken from the first that
// has it, a folder lists what all of them have.
type overlay []fs.FS

func (o overlay) Open(name string) (fs.File, error) {
	var first error
	for _, layer := range o {
		f, err := layer.Open(name)
		if err == nil {
			return f, nil
		}
		first = cmp.Or(first, err)
	}
	return nil, first
}

// ReadDir lists a folder by name, each entry once.
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

// Sub keeps the folders of an overlay an overlay.
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
