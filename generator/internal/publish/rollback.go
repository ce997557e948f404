package publish

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"guntime/generator/internal/artifact"
)

// ErrNoPrevious is the error of a rollback without a previous release: nothing was
// replaced yet, or an interrupted build was finished since.
var ErrNoPrevious = errors.New("there is no previous release")

// Rollback makes dir hold the release before the last change, completely or not at
// all. A second Rollback brings back what the first one replaced. Errors are
// ErrNoPrevious, that of Options.Back, and those of Tree.
func Rollback(dir string, o Options) (Summary, error) {
	at, err := locate(dir)
	if err != nil {
		return Summary{}, err
	}
	m, err := readManifest(filepath.Join(at.file("previous"), "manifest.json"))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errCorrupt):
		return Summary{}, fmt.Errorf("%s: %w", dir, ErrNoPrevious)
	case err != nil:
		return Summary{}, &DiskError{err}
	}
	o.back, o.HostConfig, o.Limits = m, nil, Limits{}
	return Tree(dir, at.previous(m), o)
}

// previous yields the files of the previous release, each drawn from where its
// bytes are now.
func (p place) previous(m *Manifest) iter.Seq2[artifact.File, error] {
	inputs := make([]artifact.Input, 0, len(m.Inputs))
	for name, key := range m.Inputs {
		inputs = append(inputs, artifact.Input{Name: name, Key: key})
	}
	return func(yield func(artifact.File, error) bool) {
		for _, e := range m.Files {
			draw := func(w io.Writer) error {
				data, err := os.ReadFile(filepath.Join(p.file("previous"), "files", filepath.FromSlash(e.Path)))
				if errors.Is(err, fs.ErrNotExist) { // it was not replaced since
					data, err = os.ReadFile(filepath.Join(p.dir, filepath.FromSlash(e.Path)))
				}
				if err != nil {
					return &DiskError{err}
				}
				if sha256.Sum256(data) != e.SHA256 {
					return errors.New("the previous release is no longer complete")
				}
				_, err = w.Write(data)
				return err
			}
			if !yield(artifact.File{Path: e.Path, Key: e.Key, Inputs: inputs, Cache: e.Cache, Removed: e.Removed, Draw: draw}, nil) {
				return
			}
		}
	}
}
