package publish

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"guntime/generator/internal/artifact"
)

func TestAFailureLeavesTheOldSite(t *testing.T) {
	broken := errors.New("no such glyph")
	breakAt := func(files []artifact.File, i int) []artifact.File {
		files[i].Key = artifact.Key{}
		files[i].Draw = func(w io.Writer) error {
			if _, err := io.WriteString(w, "half a page"); err != nil {
				return err
			}
			return broken
		}
		return files
	}
	ended, end := context.WithCancelCause(t.Context())
	end(errors.New("interrupted"))
	for _, c := range []struct {
		claim string
		files iter.Seq2[artifact.File, error]
		ctx   context.Context
		says  string
	}{
		{"a drawing that fails in the middle", plan(breakAt(small("2"), 3)...), nil, "draw zh/index.html: no such glyph"},
		{"of two that fail the first in the plan is told", plan(breakAt(breakAt(small("2"), 5), 2)...), nil, "draw assets/site.0a.css: no such glyph"},
		{"a plan that fails", func(yield func(artifact.File, error) bool) {
			_ = yield(page("index.html", "home 2"), nil) && yield(artifact.File{}, errors.New("no such race"))
		}, nil, "plan: no such race"},
		{"two files with one path", plan(append(small("2"), page("zh/index.html", "x"))...), nil, `plan: "zh/index.html": two files with one path`},
		{"two files with one path but for case", plan(append(small("2"), page("zh/2022/marathon/runners/m1.html", "x"))...), nil, `differ only in upper/lower case`},
		{"two folders with one path but for case", plan(append(small("2"), page("ZH/history.html", "x"))...), nil, `"zh" and "ZH": two paths differ only in upper/lower case`},
		{"a file under a file", plan(append(small("2"), page("404.html/x", "x"))...), nil, `"404.html": a file and a folder with one path`},
		{"a file in a folder's place", plan(append(small("2"), page("zh/2022", "x"))...), nil, `"zh/2022": a file and a folder with one path`},
		{"the place of the proof", plan(append(small("2"), page(".guntime", "x"))...), nil, "kept for the proof"},
		{"a path that leads out", plan(append(small("2"), page("../x", "x"))...), nil, `"../x" is not a clean path`},
		{"a path from the root of the machine", plan(append(small("2"), page("/etc/x", "x"))...), nil, "not a clean path"},
		{"a path that is not clean", plan(append(small("2"), page("a//x", "x"))...), nil, "not a clean path"},
		{"a path with a backslash", plan(append(small("2"), page(`a\x`, "x"))...), nil, "not a clean path"},
		{"a path with a line break", plan(append(small("2"), page("a\nx", "x"))...), nil, "not a clean path"},
		{"no path", plan(append(small("2"), page("", "x"))...), nil, "not a clean path"},
		{"an end of the context", plan(small("2")...), ended, "stopped: interrupted"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, small("1")...)
			before := inventory(t, dir)
			_, err := Tree(dir, c.files, Options{Jobs: 3, Context: c.ctx})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error %v, want one with %q", err, c.says)
			}
			if errors.As(err, new(*DiskError)) {
				t.Error("the machine is blamed")
			}
			same(t, "folder", before, inventory(t, dir))
			clean(t, dir)
		})
	}
	t.Run("a first build that fails makes no folder", func(t *testing.T) {
		dir := room(t)
		if _, err := Tree(dir, plan(breakAt(small("1"), 6)...), Options{}); !errors.Is(err, broken) {
			t.Fatalf("error %v", err)
		}
		if exists(dir) {
			t.Error("the folder is there")
		}
		clean(t, dir)
	})
	t.Run("an end in the middle of the drawing stops it", func(t *testing.T) {
		dir := room(t)
		ctx, cancel := context.WithCancel(t.Context())
		var drawn atomic.Int64
		files := field(100_000, plain)
		_, err := Tree(dir, func(yield func(artifact.File, error) bool) {
			for f, err := range files {
				draw := f.Draw
				f.Draw = func(w io.Writer) error {
					if drawn.Add(1) == 10 {
						cancel()
					}
					return draw(w)
				}
				if !yield(f, err) {
					return
				}
			}
		}, Options{Jobs: 2, Context: ctx})
		if !errors.Is(err, context.Canceled) || drawn.Load() > 20 {
			t.Errorf("error %v after %d drawings", err, drawn.Load())
		}
	})
}

func TestWhatIsNotOursIsRefused(t *testing.T) {
	refused := func(t *testing.T, dir, says string) {
		t.Helper()
		before := inventory(t, filepath.Dir(dir))
		_, err := Tree(dir, plan(small("1")...), Options{})
		if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
		same(t, "folder", before, inventory(t, filepath.Dir(dir)))
	}
	t.Run("a folder with other files", func(t *testing.T) {
		dir := room(t)
		put(t, filepath.Join(dir, "thesis.txt"), "mine")
		refused(t, dir, "public: not made by guntime")
	})
	t.Run("a folder with folders", func(t *testing.T) {
		dir := room(t)
		put(t, filepath.Join(dir, "work", ".keep"), "")
		refused(t, dir, "public: not made by guntime")
	})
	t.Run("a file", func(t *testing.T) {
		dir := room(t)
		put(t, dir, "mine")
		refused(t, dir, "not a folder")
	})
	t.Run("the root of the machine", func(t *testing.T) {
		if _, err := Tree("/", plan(small("1")...), Options{}); !errors.Is(err, ErrForeign) {
			t.Errorf("error %v", err)
		}
	})
	for _, c := range []struct{ claim, name, text string }{
		{"another's file in a new file's place", "en/index.html", "mine"},
		{"another's file in a new folder's place", "en", "mine"},
		{"another's folder in a new file's place", "en/index.html/x", "mine"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, small("1")...)
			put(t, filepath.Join(dir, c.name), c.text)
			before := texts(t, dir)
			_, err := Tree(dir, plan(append(small("2"), page("en/index.html", "English"))...), Options{})
			if !errors.Is(err, ErrForeign) {
				t.Errorf("error %v", err)
			}
			same(t, "files", before, texts(t, dir))
			clean(t, dir)
		})
	}
	t.Run("a link in a folder's place leads nowhere", func(t *testing.T) {
		dir, other := room(t), t.TempDir()
		must(t, dir, page("index.html", "home"))
		if err := os.Symlink(other, filepath.Join(dir, "zh")); err != nil {
			t.Skip(err)
		}
		if _, err := Tree(dir, plan(small("1")...), Options{}); !errors.Is(err, ErrForeign) {
			t.Errorf("error %v", err)
		}
		same(t, "files behind the link", map[string]string{}, texts(t, other))
	})
	t.Run("another's file with the very bytes is taken as ours", func(t *testing.T) {
		dir := room(t)
		must(t, dir, small("1")...)
		put(t, filepath.Join(dir, "robots.txt"), "allow")
		must(t, dir, append(small("1"), page("robots.txt", "allow"))...)
		must(t, dir, small("1")...)
		same(t, "files", wanted(t, small("1")...), texts(t, dir))
	})
}

func TestALostManifestBricksNothing(t *testing.T) {
	for _, c := range []struct {
		claim string
		lose  func(state string) error
	}{
		{"removed", func(state string) error { return os.Remove(filepath.Join(state, "manifest.json")) }},
		{"removed with all state", func(state string) error { return os.RemoveAll(filepath.Dir(state)) }},
		{"cut", func(state string) error { return os.Truncate(filepath.Join(state, "manifest.json"), 400) }},
		{"emptied", func(state string) error { return os.Truncate(filepath.Join(state, "manifest.json"), 0) }},
		{"of another version", func(state string) error {
			return os.WriteFile(filepath.Join(state, "manifest.json"), []byte("{\"version\":99,\"files\":[\n]}\n"), 0o644)
		}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, small("1")...)
			if err := c.lose(filepath.Join(filepath.Dir(dir), ".guntime", "public")); err != nil {
				t.Fatal(err)
			}
			s := must(t, dir, small("2")...)
			same(t, "files", wanted(t, small("2")...), texts(t, dir))
			if s.Drawn != 7 || s.Written != 4 {
				t.Errorf("summary %+v", s)
			}
			same(t, "the summary after", Summary{Files: 7, Kept: 7, Bytes: 39}, must(t, dir, small("2")...))
		})
	}
}
