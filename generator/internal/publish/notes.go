package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Notes returns the notes of the last build for the next one, by path. It returns
// nothing where the output folder is missing or foreign. The build may have failed
// after it wrote its notes, and a Rollback keeps them, so the caller must check
// that a note belongs to the site in the manifest.
func Notes(dir string) (map[string][]byte, error) {
	at, err := locate(dir)
	if err != nil || !at.marked() {
		return nil, err
	}
	entries, err := os.ReadDir(at.file("notes"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	notes := make(map[string][]byte, len(entries))
	for _, e := range entries {
		var text []byte
		if err == nil && e.Type().IsRegular() {
			text, err = os.ReadFile(filepath.Join(at.file("notes"), e.Name()))
			notes[e.Name()] = text
		}
	}
	if err != nil {
		return nil, &DiskError{err}
	}
	return notes, nil
}
