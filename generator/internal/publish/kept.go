package publish

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"guntime/generator/internal/artifact"
)

// Keep is what the caller keeps for the next build. A part of it may be lost at any
// time, and what is there may belong to a build that failed: the caller must check it.
type Keep struct {
	Made  func() map[string][]byte // by name; called when all files are drawn
	Below []string                 // first folders of the names that stay from earlier builds
}

// Kept returns what the last build of an output folder kept, and opens files of the site
// as they are. Both find nothing where the folder is missing or foreign.
func Kept(dir string) *artifact.Kept {
	at, err := locate(dir)
	there := err == nil && at.marked()
	load := func(name string) []byte {
		if !there {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(at.file("kept"), filepath.FromSlash(name)))
		if err != nil {
			return nil
		}
		return data
	}
	return artifact.NewKept(load, func(path string) (artifact.Opened, error) {
		return os.Open(filepath.Join(at.dir, filepath.FromSlash(path)))
	})
}

// keep writes what the caller keeps, and removes what belongs to nothing any more.
func (b *build) keep() error {
	k := b.o.Keep
	if k.Made == nil || b.o.Shard.Partial() || b.o.back != nil {
		return nil
	}
	folder := b.at.file("kept")
	there, err := os.ReadDir(folder)
	if err != nil && !os.IsNotExist(err) {
		return &DiskError{err}
	}
	for _, e := range there {
		if !slices.Contains(k.Below, e.Name()) {
			if err := b.disk.removeAll(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	for name, data := range k.Made() {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := b.disk.mkdir(filepath.Dir(file), b.at.own); err != nil {
			return err
		}
		if err := b.disk.replace(file, b.at.own, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
			return err
		}
	}
	return nil
}
