package project

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
)

// Keys hashes the program and every source that it may read, with their paths: a
// file of the site whose key is unchanged has unchanged bytes. Call it before
// reading anything: a source that is edited meanwhile then differs from its key at
// the next build. Otherwise the change would never be noticed.
func (p *Project) Keys() (artifact.Sources, error) {
	var s artifact.Sources
	var err error
	if s.Program, err = programKey(); err != nil {
		return s, err
	}
	var data []source
	for _, folder := range []struct {
		key       *artifact.Key
		name, but string // but is a subfolder that is hashed separately
	}{{&s.Templates, "templates", ""}, {&s.Messages, messages, ""}, {&s.Content, "content", messages}, {&s.Data, "data", ""}} {
		if data, err = p.hashFolder(nil, folder.name, folder.but); err != nil {
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

// keyOf returns the key of several lists of sources.
func keyOf(lists ...[]source) artifact.Key {
	h := sha256.New()
	for _, list := range lists {
		for _, s := range list {
			fmt.Fprintf(h, "%s\x00%x\n", s.name, s.sum) // a hash never fails
		}
	}
	return artifact.Key(h.Sum(nil))
}

// editionKeys returns a key for each edition. It covers the files in its folder,
// the edition.yaml of all earlier editions, because rules are compared with theirs,
// and all files in no edition's folder. What is before an edition is a chain of keys,
// so that an archive of many editions is hashed once, not once for each.
func editionKeys(data []source) map[string]artifact.Key {
	own, head := map[string][]source{}, map[string]artifact.Key{}
	var shared []source
	for _, s := range data {
		if id, file, _ := strings.Cut(strings.TrimPrefix(s.name, "data/"), "/"); file == "edition.yaml" {
			own[id], head[id] = nil, keyOf([]source{s})
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
	before := keyOf(shared)
	for _, id := range slices.Sorted(maps.Keys(own)) {
		keys[id] = keyOf(own[id]).And(before)
		before = before.And(head[id])
	}
	return keys
}

// messages is the folder of a project with its own messages.
const messages = "content/messages"

// deepest limits the depth of folders: a link to a parent folder would never end.
const deepest = 16

// hashFolder appends the files below a folder.
func (p *Project) hashFolder(all []source, dir, but string) ([]source, error) {
	err := p.eachFile(dir, but, 0, func(name string, info fs.FileInfo) error {
		s := source{name: name}
		var err error
		if p.hashes == nil {
			s, err = hashFile(p.Root, name)
		} else {
			size := info.Size()
			if cut, ok := p.tree.cut[name]; ok {
				size = min(size, cut)
			}
			s.sum, err = p.hashes.sum(p.Root, name, info, size)
		}
		if err == nil {
			all = append(all, s)
		}
		return err
	})
	return all, err
}

// eachFile calls do for every file below a folder except those of one subfolder, in
// order. It follows links as reading does. Names with a leading dot, such as locks of
// an editor, are neither read nor hashed.
func (p *Project) eachFile(dir, but string, depth int, do func(name string, info fs.FileInfo) error) error {
	entries, err := fs.ReadDir(p.Root, dir)
	if errors.Is(err, fs.ErrNotExist) { // the folder is optional
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
		info, err := fs.Stat(p.Root, name)
		switch {
		case skipped(err):
			continue
		case err != nil:
			return err
		case info.IsDir() && depth < deepest:
			err = p.eachFile(name, but, depth+1, do)
		case info.Mode().IsRegular():
			err = do(name, info)
		}
		if err != nil && !skipped(err) {
			return err
		}
	}
	return nil
}

// skipped reports whether an error is that of a link to nothing, or of a file that
// may not be read. Whoever opens that file reports it.
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
