package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/project"
	"guntime/generator/internal/read"
)

// hashed opens a project and hashes its sources.
func hashed(t *testing.T, o Options) (*project.Project, artifact.Sources) {
	t.Helper()
	files, err := project.Open(t.Context(), o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := files.Keys()
	if err != nil {
		t.Fatal(err)
	}
	return files, sources
}

func built(t *testing.T, o Options) {
	t.Helper()
	if r, err := Site(t.Context(), o); err != nil {
		t.Fatal(r.Found, err)
	}
}

func TestAnotherProgramFindsNoEditionCached(t *testing.T) {
	t.Parallel()
	o := archive(t)
	built(t, o)
	_, sources := hashed(t, o)
	if n := len(o.lastBuild(sources).cached); n != 3 {
		t.Fatalf("%d are cached", n)
	}
	sources.Program = artifact.KeyOf([]byte("another"))
	if n := len(o.lastBuild(sources).cached); n != 0 {
		t.Errorf("%d are cached", n)
	}
}

// lacking is a project without some of its files.
type lacking struct {
	fs.FS
	file *regexp.Regexp
}

func (l lacking) Open(name string) (fs.File, error) {
	if l.file.MatchString(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return l.FS.Open(name)
}

func TestOfACachedEditionTheRulesAloneAreReadAndNothingIsDrawn(t *testing.T) {
	t.Parallel()
	o := archive(t)
	built(t, o)
	replace(t, filepath.Join(o.Dir, "data/2022/marathon/times.csv"), "2:", "3:")
	files, sources := hashed(t, o)
	last := o.lastBuild(sources)
	if len(last.cached) != 2 {
		t.Fatalf("%d are cached", len(last.cached))
	}
	files.Root = lacking{files.Root, regexp.MustCompile(`^data/202[01]/.*\.csv$`)}
	if r, err := o.after(t.Context(), files, sources, last); err != nil { // as it is where a cached edition's file is drawn
		t.Fatal(r.Found, err)
	}
	fresh := o
	fresh.Public = filepath.Join(t.TempDir(), "public")
	built(t, fresh)
	want, got := contents(t, fresh.Public), contents(t, o.Public)
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s is not what a fresh build draws", name)
		}
	}
	if len(want) < 100 || len(got) != len(want) {
		t.Errorf("%d files, and %d of a fresh build", len(got), len(want))
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name()[0] == '.' {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatWritesNoSiteMakesNoKeys(t *testing.T) {
	t.Parallel()
	o := archive(t)
	for name, prepare := range map[string]func() (Prepared, error){
		"judge":        func() (Prepared, error) { in, _, err := Judge(t.Context(), o, read.Project); return in, err },
		"certificates": func() (Prepared, error) { in, _, err := Certificates(t.Context(), o, read.Project); return in, err },
		"prepare":      func() (Prepared, error) { in, _, err := Prepare(t.Context(), o, read.Project); return in, err },
	} {
		in, err := prepare()
		if err != nil || len(in.Verdicts) != 3 {
			t.Fatal(name, len(in.Verdicts), err)
		}
		if in.Sources.Program != (artifact.Key{}) || len(in.Sources.Editions) > 0 {
			t.Errorf("%s hashes the sources", name)
		}
		if drawn := in.Pages != nil; drawn != (name == "prepare") {
			t.Errorf("%s parses the pages' templates: %t", name, drawn)
		}
		if drawn := len(in.Forms) > 0; drawn == (name == "judge") {
			t.Errorf("%s draws the forms of certificates: %t", name, drawn)
		}
	}
}
