package project

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
)

// Keys hashes the program and every source it may read, each with its path, so
// that a file whose key is unchanged has unchanged bytes. They are taken before
// anything is read: a source that is edited meanwhile differs from its key at
// the next build and not for ever.
func (p *Project) Keys() (artifact.Sources, error) {
	var s artifact.Sources
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
func (p *Project) hashFolder(all []source, dir, but string, depth int) ([]source, error) {
	entries, err := fs.ReadDir(p.Root, dir)
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
		info, err := fs.Stat(p.Root, name)
		switch {
		case skipped(err):
			continue
		case err != nil:
			return all, err
		case info.IsDir() && depth < deepest:
			all, err = p.hashFolder(all, name, but, depth+1)
		case info.Mode().IsRegular():
			var s source
			if s, err = hashFile(p.Root, name); err == nil {
				all = append(all, s)
			}
		}
		if err != nil && !skipped(err) {
			return all, err
		}
	}
	return all, nil
}

// skipped reports whether an error is that of a link to nothing, or of what may
// not be read: whoever asks for it says so.
func skipped(err error) bool {
	bad := (*problem.FileError)(nil)
	return errors.Is(err, fs.ErrNotExist) || errors.As(err, &bad)
}

func hashFile(root fs.FS, name string) (source, error) {
	s := source{name: name}
	f, err := root.Open(name)
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
