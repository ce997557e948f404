package build

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/simulate"
)

// newYear is after every race of these projects.
var newYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// simulated writes a project with a made-up edition of 2022 into a folder.
func simulated(t testing.TB, runners int, dir string) {
	t.Helper()
	err := simulate.Project(simulate.Options{Runners: runners, Seed: 1}, func(path string) (io.WriteCloser, error) {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return nil, err
		}
		return os.Create(full)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// archive writes a project of three editions and returns how it is built.
func archive(t *testing.T) Options {
	t.Helper()
	dir := t.TempDir()
	o := Options{Dir: filepath.Join(dir, "p"), Public: filepath.Join(dir, "public"), Now: newYear}
	simulated(t, 20, o.Dir)
	for _, year := range []string{"2020", "2021"} {
		to := filepath.Join(o.Dir, "data", year)
		if err := os.CopyFS(to, os.DirFS(filepath.Join(o.Dir, "data", "2022"))); err != nil {
			t.Fatal(err)
		}
		replace(t, filepath.Join(to, "edition.yaml"), "2022", year)
	}
	return o
}

// replace replaces every occurrence of a text in a file, of which there is one at
// least.
func replace(t *testing.T, name, old, new string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q", name, old)
	}
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(text), old, new)), 0o666); err != nil {
		t.Fatal(err)
	}
}
