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
	var err error
	if s.Program, err = programKey(); err != nil {
		return s, err
	}
	var data []source
	for _, folder := range []struct {
		key       *artifact.Key
		name, but string // but is a folder in it that is hashed apart
	}{{&s.Templates, "templates", ""}, {&s.Messages, messages, ""}, {&s.Content, "content", messages}, {&s.Data, "data", ""}} {
		if data, err = p.hashFolder(nil, folder.name, folder.but, 0); err != nil {
			return s, err
		}
		*folder.key = keyOf(data)
	}
	s.Editions = editionKeys(data)
	return s, nil
}

// source is a file that a site is made from.
type source struct {
	name string
	sum  [sha256.Size]byte
}

// keyOf is the key of what is made from several lists of sources.
func keyOf(lists ...[]source) artifact.Key {
	h := sha256.New()
	for _, list := range lists {
		for _, s := range list {
			fmt.Fprintf(h, "%s\x00%x\n", s.name, s.sum) // a hash takes everything
		}
	}
	return artifact.Key(h.Sum(nil))
}

// editionKeys are the keys of what each edition is made from: the files in its
// folder, the edition.yaml of all before it, with whose rules its own are
// compared, and whatever lies in no edition's folder.
func editionKeys(data []source) map[string]artifact.Key {
	own := map[string][]source{}
	var heads, shared []source
	for _, s := range data {
		if id, file, _ := strings.Cut(strings.TrimPrefix(s.name, "data/"), "/"); file == "edition.yaml" {
			own[id], heads = nil, append(heads, s)
		}
	}
	for _, s := range data {
		id, _, _ := strings.Cut(strings.TrimPrefix(s.name, "data/"), "/")
		if files, is := own[id]; is {
			own[id] = append(files, s)
		} else {
			shared = append(shared, s)
		}
	}
	keys := make(map[string]artifact.Key, len(own))
	for id, files := range own {
		before := slices.DeleteFunc(slices.Clone(heads), func(s source) bool { return path.Base(path.Dir(s.name)) >= id })
		keys[id] = keyOf(shared, before, files)
	}
	return keys
}

// messages is where a project's own messages lie.
const messages = "content/messages"

// deepest is how far folders are followed: a link to a folder above it would
// lead round for ever.
const deepest = 16

// hashFolder appends the files of a folder and of those in it. It follows links
// as reading does. Names with a leading dot, an editor's locks among them, are
// not read and not hashed.
func (p projectFiles) hashFolder(all []source, dir, but string, depth int) ([]source, error) {
	entries, err := fs.ReadDir(p.root, dir)
	if errors.Is(err, fs.ErrNotExist) { // a project need not have it
		return all, nil
	}
	if err != nil {
		return all, err
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
			return all, err
		case info.IsDir() && depth < deepest:
			all, err = p.hashFolder(all, name, but, depth+1)
		case info.Mode().IsRegular():
			var s source
			if s, err = hashFile(name, func() (io.ReadCloser, error) { return p.root.Open(name) }); err == nil {
				all = append(all, s)
			}
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return all, err
		}
	}
	return all, nil
}

func hashFile(name string, open func() (io.ReadCloser, error)) (source, error) {
	s := source{name: name}
	f, err := open()
	if err != nil {
		return s, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	h.Sum(s.sum[:0])
	return s, nil
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
