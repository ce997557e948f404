package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Notes returns what the last build was told to note for the next one, by path;
// nothing where the output folder is not there any more, or was not made here. A
// note may be of a build that went no further, and outlives a Rollback: whoever
// reads it sees for himself whether it is of the site that the manifest lists.
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
