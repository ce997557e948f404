package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"guntime/generator/internal/problem"
)

// Verify compares an output folder with its manifest: every file has its bytes,
// every compressed twin decompresses to its original, and there are no other files
// except dotfiles. Error findings are missing_file, changed_file, wrong_twin and
// unfinished_build; foreign_file is a warning. The error is that of ReadManifest or
// a *DiskError.
func Verify(dir string) (problem.List, error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	m, unfinished, err := at.manifest()
	if err != nil {
		return nil, fmt.Errorf("manifest of %s: %w", dir, err)
	}
	var found problem.List
	add := func(name string, level problem.Level, code, text, hint string) {
		found.Add(problem.Problem{Path: filepath.ToSlash(filepath.Join(dir, name)), Level: level, Code: code, Text: text, Hint: hint})
	}
	const again = "build again"
	if unfinished || exists(at.file("pending.json")) {
		add("", problem.Error, "unfinished_build", "the last build was interrupted while it put files in place", again)
	}
	verdicts, err := compare(at.dir, m)
	if err != nil {
		return nil, err
	}
	for i, verdict := range verdicts {
		switch verdict {
		case missing:
			add(m.Files[i].Path, problem.Error, "missing_file", "the file is in the manifest and not in the folder", again)
		case changed:
			add(m.Files[i].Path, problem.Error, "changed_file", "the file is not as it was written", again)
		case otherTwin:
			add(m.Files[i].Path, problem.Error, "wrong_twin", "the file does not unpack to the one beside it", again)
		}
	}
	err = filepath.WalkDir(at.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == at.dir {
			return nil
		}
		if strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(at.dir, name)
		if err != nil || e.IsDir() {
			return err
		}
		if _, ok := m.Find(filepath.ToSlash(rel)); !ok {
			add(rel, problem.Warning, "foreign_file", "the file was not written by guntime", "remove it if the site does not need it")
		}
		return nil
	})
	if err != nil && !(errors.Is(err, fs.ErrNotExist) && !exists(at.dir)) {
		return nil, &DiskError{err}
	}
	return found.Sorted(), nil
}

// finding is what happened to a file since it was written.
type finding byte

const (
	whole finding = iota
	missing
	changed
	otherTwin
)

// compare compares files with the disk, with one worker for each core.
func compare(dir string, m *Manifest) ([]finding, error) {
	files := m.Files
	findings := make([]finding, len(files))
	failures := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for w := range failures {
		workers.Go(func() {
			for i := w; i < len(files) && failures[w] == nil; i += len(failures) {
				findings[i], failures[w] = inspect(dir, m, &files[i])
			}
		})
	}
	workers.Wait()
	return findings, errors.Join(failures...)
}

func inspect(dir string, m *Manifest, e *Entry) (finding, error) {
	name := filepath.Join(dir, filepath.FromSlash(e.Path))
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing, nil
	case err != nil:
		return missing, &DiskError{fmt.Errorf("verify: %w", err)}
	case !info.Mode().IsRegular() || info.Size() != e.Size:
		return changed, nil
	}
	sum, err := hashFile(name)
	if err != nil {
		return changed, &DiskError{fmt.Errorf("verify: %w", err)}
	}
	if sum != e.SHA256 {
		return changed, nil
	}
	if original, twin := m.Plain(e.Path); twin != "" {
		plain, _ := m.Find(original)
		if sum, err := unpacked(name); err != nil || sum != plain.SHA256 {
			return otherTwin, nil
		}
	}
	return whole, nil
}
