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
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/artifact"
)

// page is a file with its text as its key.
func page(path, text string) artifact.File {
	return artifact.File{Path: path, Key: artifact.KeyOf([]byte(text)), Draw: artifact.Bytes([]byte(text))}
}

func plan(files ...artifact.File) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// small is a site of every kind of place, each text with the salt.
func small(salt string) []artifact.File {
	return []artifact.File{
		page("index.html", "home "+salt),
		page("404.html", "none"),
		page("assets/site.0a.css", "css"),
		page("zh/index.html", "中文 "+salt),
		page("zh/2022/marathon/runners/M1.html", "M1 "+salt),
		page("zh/2022/marathon/runners/A_00-123.html", "A_00-123"),
		page("2022/marathon/certificates/M1.pdf", "%PDF "+salt),
	}
}

// room is an output folder in a folder of its own; in memory where there is such
// a disk, for thousands of small sites come and go here.
func room(t *testing.T) string {
	base, err := os.MkdirTemp("/dev/shm", "guntime-*")
	if err != nil {
		return filepath.Join(t.TempDir(), "public")
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(base); err != nil {
			t.Error(err)
		}
	})
	return filepath.Join(base, "public")
}

func must(t *testing.T, dir string, files ...artifact.File) Summary {
	t.Helper()
	s, err := tree(dir, plan(files...), Options{}, quick)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// quick is a disk on which nothing is forced: a slow one takes 50 ms for that,
// and there are thousands of builds here.
var quick = disk{force: func(*os.File) error { return nil }}

// inventory is every file and folder below dir with its hash and modification
// time, so that two inventories are equal only if nothing was touched.
func inventory(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if e.IsDir() {
			all[rel+"/"] = info.ModTime().String()
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		all[rel] = fmt.Sprintf("%x %s", sha256.Sum256(data), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// texts is the text of every file below dir, the proof left out.
func texts(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == mark {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wanted(t *testing.T, files ...artifact.File) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, f := range files {
		var b strings.Builder
		if err := f.Draw(&b); err != nil {
			t.Fatal(err)
		}
		all[f.Path] = b.String()
	}
	return all
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// clean holds that no part of a build is left in the state folder.
func clean(t *testing.T, dir string) {
	t.Helper()
	for _, left := range []string{"staging", "undo", "pending.json", "pending.json.new", "release.next"} {
		if exists(filepath.Join(filepath.Dir(dir), ".guntime", filepath.Base(dir), left)) {
			t.Errorf("%s is left behind", left)
		}
	}
}

func TestABuildMakesTheFolderWhatThePlanSays(t *testing.T) {
	t.Run("a missing folder is made", func(t *testing.T) {
		dir := room(t)
		s := must(t, dir, small("1")...)
		same(t, "files", wanted(t, small("1")...), texts(t, dir))
		same(t, "summary", Summary{Files: 7, Drawn: 7, Written: 7, Bytes: 39, Moved: 39}, s)
		clean(t, dir)
	})
	t.Run("dotfiles stay and are no obstacle", func(t *testing.T) {
		dir := room(t)
		put(t, filepath.Join(dir, ".gitkeep"), "")
		put(t, filepath.Join(dir, ".git", "HEAD"), "ref")
		must(t, dir, small("1")...)
		must(t, dir, page("index.html", "alone"))
		same(t, "files", map[string]string{".gitkeep": "", ".git/HEAD": "ref", "index.html": "alone"}, texts(t, dir))
	})
	t.Run("what changed is replaced and what is gone goes, with its empty folders", func(t *testing.T) {
		dir := room(t)
		must(t, dir, small("1")...)
		put(t, filepath.Join(dir, "zh", "by-hand.txt"), "mine")
		s := must(t, dir, page("index.html", "home 2"), page("404.html", "none"), page("en/index.html", "English"))
		same(t, "files", map[string]string{"index.html": "home 2", "404.html": "none", "en/index.html": "English", "zh/by-hand.txt": "mine"}, texts(t, dir))
		same(t, "summary", Summary{Files: 3, Drawn: 2, Written: 2, Kept: 1, Removed: 5, Bytes: 17, Moved: 13}, s)
		for _, folder := range []string{"2022", "assets", "zh/2022"} {
			if exists(filepath.Join(dir, folder)) {
				t.Errorf("the empty folder %s stays", folder)
			}
		}
		clean(t, dir)
	})
	t.Run("a file may become a folder, and a folder a file", func(t *testing.T) {
		dir := room(t)
		must(t, dir, page("a", "file"), page("b/c/d", "deep"), page("e", "e"))
		must(t, dir, page("a/x/y", "deep"), page("b", "file"), page("e", "e"))
		same(t, "files", map[string]string{"a/x/y": "deep", "b": "file", "e": "e"}, texts(t, dir))
		must(t, dir, page("a", "file"), page("b/c/d", "deep"))
		same(t, "files", map[string]string{"a": "file", "b/c/d": "deep"}, texts(t, dir))
	})
	t.Run("a path may change its case", func(t *testing.T) {
		dir := room(t)
		must(t, dir, page("runners/a1.html", "1"))
		must(t, dir, page("runners/A1.html", "2"))
		same(t, "files", map[string]string{"runners/A1.html": "2"}, texts(t, dir))
	})
	t.Run("an empty plan empties the site", func(t *testing.T) {
		dir := room(t)
		must(t, dir, small("1")...)
		same(t, "summary", Summary{Removed: 7}, must(t, dir))
		same(t, "files", map[string]string{}, texts(t, dir))
		same(t, "summary", Summary{}, must(t, dir))
	})
	t.Run("a link to a folder is followed and stays a link", func(t *testing.T) {
		base := t.TempDir()
		link := filepath.Join(base, "public")
		if err := os.MkdirAll(filepath.Join(base, "srv", "www"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join("srv", "www"), link); err != nil {
			t.Skip(err)
		}
		must(t, link, small("1")...)
		must(t, link, small("2")...)
		same(t, "files", wanted(t, small("2")...), texts(t, filepath.Join(base, "srv", "www")))
		if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
			t.Errorf("the link is now %v, %v", info, err)
		}
	})
}

func TestASecondBuildOfTheSameTouchesNothing(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	state := filepath.Join(filepath.Dir(dir), ".guntime", "public", "manifest.json")
	before, manifest := inventory(t, dir), inventory(t, filepath.Dir(state))["manifest.json"]
	s := must(t, dir, small("1")...)
	same(t, "summary", Summary{Files: 7, Kept: 7, Bytes: 39}, s)
	same(t, "folder", before, inventory(t, dir))
	same(t, "manifest", manifest, inventory(t, filepath.Dir(state))["manifest.json"])
}

func TestWhatIsDrawnWithTheBytesItHadIsNotWritten(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	before := inventory(t, dir)
	files := small("1")
	for i := range files {
		files[i].Key = files[i].Key.With("a new version of the program")
	}
	same(t, "summary", Summary{Files: 7, Drawn: 7, Kept: 7, Bytes: 39}, must(t, dir, files...))
	same(t, "folder", before, inventory(t, dir))
	same(t, "the summary after", Summary{Files: 7, Kept: 7, Bytes: 39}, must(t, dir, files...))
}

func TestAFileWithoutAKeyIsAlwaysDrawn(t *testing.T) {
	dir := room(t)
	f := page("index.html", "home")
	f.Key = artifact.Key{}
	must(t, dir, f)
	same(t, "summary", Summary{Files: 1, Drawn: 1, Kept: 1, Bytes: 4}, must(t, dir, f))
}

func TestTheNumberOfWorkersChangesNoByte(t *testing.T) {
	var first map[string]string
	for _, jobs := range []int{1, 2, 7, 64} {
		dir := room(t)
		if _, err := Tree(dir, field(300, plain), Options{Jobs: jobs}); err != nil {
			t.Fatal(err)
		}
		got := texts(t, dir)
		if first == nil {
			first = got
		}
		if len(got) != 300 {
			t.Fatalf("%d files", len(got))
		}
		same(t, fmt.Sprintf("files of %d workers", jobs), first, got)
	}
}

func TestHandEditsAreMended(t *testing.T) {
	for _, c := range []struct {
		claim string
		edit  func(name string) error
	}{
		{"an edited file is restored", func(name string) error { return os.WriteFile(name, []byte("home X"), 0o644) }},
		{"a cut file is restored", func(name string) error { return os.Truncate(name, 1) }},
		{"a removed file comes back", os.Remove},
		{"a removed folder comes back", func(name string) error { return os.RemoveAll(filepath.Dir(name)) }},
		{"a link in a file's place makes way", func(name string) error {
			if err := os.Rename(name, name+".away"); err != nil {
				return err
			}
			return os.Symlink(filepath.Base(name)+".away", name)
		}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, small("1")...)
			if err := c.edit(filepath.Join(dir, "zh", "index.html")); err != nil {
				t.Fatal(err)
			}
			must(t, dir, small("1")...)
			got := texts(t, dir)
			delete(got, "zh/index.html.away")
			same(t, "files", wanted(t, small("1")...), got)
			if info, err := os.Lstat(filepath.Join(dir, "zh", "index.html")); err != nil || !info.Mode().IsRegular() {
				t.Errorf("zh/index.html is %v, %v", info, err)
			}
		})
	}
	t.Run("an edit of the same size in the moment of the build is seen", func(t *testing.T) {
		dir := room(t)
		must(t, dir, page("index.html", "old"))
		name := filepath.Join(dir, "index.html")
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		put(t, name, "OLD")
		if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
		must(t, dir, page("index.html", "old"))
		same(t, "files", map[string]string{"index.html": "old"}, texts(t, dir))
	})
	t.Run("a new time alone is no change", func(t *testing.T) {
		dir := room(t)
		must(t, dir, small("1")...)
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(filepath.Join(dir, "index.html"), later, later); err != nil {
			t.Fatal(err)
		}
		same(t, "summary", Summary{Files: 7, Kept: 7, Bytes: 39}, must(t, dir, small("1")...))
	})
}

func TestTwoBuildsAtOnceAreOneAndAnError(t *testing.T) {
	dir := room(t)
	files := small("1")
	inside, second := files[3].Draw, error(nil)
	files[3].Draw = func(w io.Writer) error {
		_, second = Tree(dir, plan(small("2")...), Options{})
		return inside(w)
	}
	must(t, dir, files...)
	if !errors.Is(second, ErrLocked) || !strings.Contains(second.Error(), dir) {
		t.Errorf("the second build says %v", second)
	}
	same(t, "files", wanted(t, small("1")...), texts(t, dir))
	must(t, dir, small("2")...)
	same(t, "files afterwards", wanted(t, small("2")...), texts(t, dir))
}

func TestProgressCountsEveryFileOnce(t *testing.T) {
	dir := room(t)
	for _, salt := range []string{"1", "2"} {
		var drawing, moving []int
		var total int
		_, err := Tree(dir, plan(small(salt)...), Options{Jobs: 3, Progress: func(p Progress) {
			if p.Moving {
				moving, total = append(moving, p.Done), p.Total
				return
			}
			drawing = append(drawing, p.Done)
		}})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "drawing", []int{1, 2, 3, 4, 5, 6, 7}, drawing)
		if last := moving[len(moving)-1]; last != total || total != map[string]int{"1": 7, "2": 4}[salt] {
			t.Errorf("build %s: moved %d of %d", salt, last, total)
		}
	}
}

func TestFoldJoinsWhatDisksTakeForOne(t *testing.T) {
	for _, pair := range [][2]string{{"M1", "m1"}, {"ÉCLAIR", "éclair"}, {"Σας", "σασ"}, {"K", "K"}, {"ſ", "S"}} {
		if fold(pair[0]) != fold(pair[1]) {
			t.Errorf("%q and %q are two", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"M1", "M2"}, {"e", "é"}, {"中", "文"}, {"a_1", "a-1"}} {
		if fold(pair[0]) == fold(pair[1]) {
			t.Errorf("%q and %q are one", pair[0], pair[1])
		}
	}
}
