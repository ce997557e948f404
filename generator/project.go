package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"guntime/content"
	"guntime/generator/internal/artifact"
	"guntime/generator/internal/site"
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

// keys hashes the program and every source it may read, each with its path, so
// that a file whose key is unchanged has unchanged bytes. They are taken before
// anything is read: a source that is edited meanwhile differs from its key at
// the next build and not for ever.
func (p projectFiles) keys() (site.Sources, error) {
	var s site.Sources
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	program := sha256.New()
	if err := hashFile(program, "", func() (io.ReadCloser, error) { return os.Open(self) }); err != nil {
		return s, err
	}
	s.Program = artifact.Key(program.Sum(nil))
	for _, folder := range []struct {
		key       *artifact.Key
		name, but string // but is a folder in it that is hashed apart
	}{{&s.Data, "data", ""}, {&s.Templates, "templates", ""}, {&s.Messages, messages, ""}, {&s.Content, "content", messages}} {
		h := sha256.New()
		if err := p.hashFolder(h, folder.name, folder.but, 0); err != nil {
			return s, err
		}
		*folder.key = artifact.Key(h.Sum(nil))
	}
	return s, nil
}

// messages is where a project's own messages lie.
const messages = "content/messages"

// deepest is how far folders are followed: a link to a folder above it would
// lead round for ever.
const deepest = 16

// hashFolder follows links as reading does. Names with a leading dot, an
// editor's locks among them, are not read and not hashed.
func (p projectFiles) hashFolder(w io.Writer, dir, but string, depth int) error {
	entries, err := fs.ReadDir(p.root, dir)
	if errors.Is(err, fs.ErrNotExist) { // a project need not have it
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if strings.HasPrefix(e.Name(), ".") || name == but {
			continue
		}
		info, err := fs.Stat(p.root, name)
		switch {
		case errors.Is(err, fs.ErrNotExist): // a link to nothing
		case err != nil:
			return err
		case info.IsDir() && depth < deepest:
			err = p.hashFolder(w, name, but, depth+1)
		case info.Mode().IsRegular():
			err = hashFile(w, name, func() (io.ReadCloser, error) { return p.root.Open(name) })
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
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
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
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
