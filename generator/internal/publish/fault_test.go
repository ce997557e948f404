package publish

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/artifact"
)

// before and after are two sites whose difference needs every kind of change: new
// folders, new, replaced and removed files, a file that becomes a folder.
func before() []artifact.File {
	return append(small("1"), page("old/gone.html", "gone"), page("old/deep/gone.html", "gone"), page("turn", "file"))
}

func after() []artifact.File {
	return append(small("2"), page("en/2022/index.html", "new"), page("zh/new.html", "new"), page("turn/page.html", "folder"))
}

// faults are how a machine fails.
var faults = []syscall.Errno{syscall.ENOSPC, syscall.EIO, syscall.EACCES, syscall.EROFS}

// failing is a disk of which the changes from first to last fail.
type failing struct {
	first, last int
	with        error
	seen        int
	where       string          // the first that failed
	forced      map[string]bool // files and folders that were forced to the disk before
}

func (f *failing) disk() disk {
	f.forced = map[string]bool{}
	return disk{fault: func(op, path string) error {
		if f.seen++; f.seen < f.first || f.seen > f.last {
			return nil
		}
		if f.where == "" {
			f.where = op + " " + path
		}
		return f.with
	}, force: func(file *os.File) error {
		f.forced[file.Name()] = true
		return nil
	}}
}

func TestAFaultAtAnyChangeLeavesOneWholeSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		o    Options
	}{{"a missing folder", Options{Jobs: 1}}, {"an older site, with a note for the next build", Options{Jobs: 1, Notes: []artifact.File{page("a.json", "note")}}}, {"an older site, durably", Options{Jobs: 1, Durable: true}}} {
		t.Run("from "+c.from, func(t *testing.T) {
			t.Parallel()
			for at := 1; ; at++ {
				dir := room(t)
				was := map[string]string(nil)
				if c.from != "a missing folder" {
					must(t, dir, before()...)
					was = texts(t, dir)
				}
				f := &failing{first: at, last: at, with: faults[at%len(faults)]}
				_, err := tree(dir, plan(after()...), c.o, f.disk())
				if f.where == "" {
					if err != nil {
						t.Fatal(err)
					}
					if at < 20 {
						t.Fatalf("only %d changes were seen", at)
					}
					return
				}
				switch {
				case err == nil: // after the last visible change only tidying is left
					same(t, f.where, wanted(t, after()...), texts(t, dir))
				case was == nil && exists(dir):
					t.Errorf("%s: %v: the folder stands", f.where, err)
				case was != nil:
					same(t, f.where, was, texts(t, dir))
				}
				if err != nil && (!errors.Is(err, f.with) || !errors.As(err, new(*DiskError))) {
					t.Errorf("%s: the machine is not blamed: %v", f.where, err)
				}
				must(t, dir, after()...)
				same(t, f.where+": the next run", wanted(t, after()...), texts(t, dir))
				clean(t, dir)
			}
		})
	}
}

// bad is a plan that fails at once, so that a build does nothing but finish or
// drop what the one before left.
func bad(yield func(artifact.File, error) bool) { yield(artifact.File{}, errors.New("bad data")) }

// settled runs a bad build and returns the files that stand then.
func settled(t *testing.T, dir string) map[string]string {
	t.Helper()
	if _, err := tree(dir, bad, Options{}, quick); err == nil || !strings.Contains(err.Error(), "bad data") {
		t.Fatalf("error %v", err)
	}
	return texts(t, dir)
}

// oneOf holds that files are those of one of two sites.
func oneOf(t *testing.T, what string, old, next, got map[string]string) {
	t.Helper()
	if !maps.Equal(got, old) && !maps.Equal(got, next) {
		t.Errorf("%s: neither the old site nor the new one (-old +got):\n%s", what, cmp.Diff(old, got))
	}
}

func TestADiskThatDiesInTheChangeIsFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		dir := room(t)
		must(t, dir, before()...)
		f := &failing{first: at, last: math.MaxInt, with: syscall.EIO}
		if _, err := tree(dir, plan(after()...), Options{Jobs: 1}, f.disk()); f.where == "" {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		oneOf(t, f.where, wanted(t, before()...), wanted(t, after()...), settled(t, dir))
		must(t, dir, after()...)
		same(t, "the run after", wanted(t, after()...), texts(t, dir))
		clean(t, dir)
	}
}

// A power cut takes the bytes of every file that was not forced to the disk;
// names are there in the order in which they were given, as disks with a journal
// keep them.
func TestWhatAPowerCutTakesIsDrawnAgain(t *testing.T) {
	t.Parallel()
	for _, durable := range []bool{false, true} {
		t.Run(fmt.Sprintf("durable %v", durable), func(t *testing.T) {
			t.Parallel()
			for at, ended := 1, false; !ended; at++ {
				dir := room(t)
				must(t, dir, before()...)
				place, err := locate(dir)
				if err != nil {
					t.Fatal(err)
				}
				f := &failing{first: at, last: math.MaxInt, with: syscall.EIO}
				_, err = tree(dir, plan(after()...), Options{Jobs: 1, Durable: durable}, f.disk())
				if ended = f.where == ""; ended && err != nil {
					t.Fatal(err)
				}
				staging := place.file("staging")
				for _, file := range after() {
					name := filepath.FromSlash(file.Path)
					if f.forced[filepath.Join(staging, name)] {
						continue
					}
					if staged := filepath.Join(staging, name); exists(staged) {
						err = os.Truncate(staged, 0)
					} else if info, failed := os.Lstat(filepath.Join(dir, name)); failed == nil && info.Mode().IsRegular() && texts(t, dir)[file.Path] != wanted(t, before()...)[file.Path] {
						err = os.Truncate(filepath.Join(dir, name), 0)
					} else {
						err = nil
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				if durable {
					oneOf(t, f.where, wanted(t, before()...), wanted(t, after()...), settled(t, dir))
				}
				must(t, dir, after()...)
				same(t, f.where+": the next run", wanted(t, after()...), texts(t, dir))
				clean(t, dir)
			}
		})
	}
}

func TestDurablyEveryFileAndFolderIsForcedToTheDiskBeforeItCounts(t *testing.T) {
	dir := room(t)
	place, err := locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	must(t, dir, before()...)
	f := &failing{}
	if _, err := tree(dir, plan(append(after(), page("results.json", strings.Repeat("x", 2*largest)))...), Options{Jobs: 1, Durable: true}, f.disk()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"staging/index.html", "staging/results.json", "staging/zh/new.html", "staging/en/2022/index.html", "staging", "staging/en", "staging/en/2022", "staging/zh/2022/marathon/runners"} {
		if !f.forced[place.file(name)] {
			t.Errorf("%s was not forced", name)
		}
	}
	for _, name := range []string{"", "zh", "2022/marathon/certificates"} {
		if !f.forced[filepath.Join(dir, name)] {
			t.Errorf("%q was not forced", name)
		}
	}
}

func TestATornStagedFileIsDrawnAgain(t *testing.T) {
	dir := room(t)
	must(t, dir, before()...)
	at, err := locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	tree(dir, plan(after()...), Options{Jobs: 1}, disk{fault: func(op, path string) error {
		if path == filepath.Join(at.dir, "zh", "new.html") || count > 0 {
			count++
			return errors.New("power")
		}
		return nil
	}})
	if count == 0 || !exists(at.file("pending.json")) {
		t.Fatal("the change was not broken off")
	}
	torn := filepath.Join(at.file("staging"), "index.html")
	if err := os.Truncate(torn, 0); err != nil {
		t.Fatal(err)
	}
	must(t, dir, after()...)
	same(t, "files", wanted(t, after()...), texts(t, dir))
	clean(t, dir)
}

var kills = flag.Int("kills", 15, "at how many moments a build is killed")

// TestAKilledBuildIsMadeGoodByTheNext kills, at moments that nobody chose, a
// process that publishes one of two sites after the other.
func TestAKilledBuildIsMadeGoodByTheNext(t *testing.T) {
	t.Parallel()
	const files = 240
	sites := []string{"a", "b"}
	publishing := func(dir, salt string) error {
		d := quick
		d.fault = func(string, string) error { _, err := os.Stdout.Write([]byte{'.'}); return err }
		_, err := tree(dir, field(files, func(i int) string { return strings.Repeat(salt, 1+i%2) }), Options{}, d)
		return err
	}
	if dir := os.Getenv("PUBLISH_AND_DIE"); dir != "" {
		for {
			for _, salt := range sites {
				if err := publishing(dir, salt); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := room(t)
	whole := map[string]map[string]string{}
	for _, salt := range sites {
		if _, err := tree(dir, field(files, func(i int) string { return strings.Repeat(salt, 1+i%2) }), Options{}, quick); err != nil {
			t.Fatal(err)
		}
		whole[salt] = texts(t, dir)
	}
	random, broken := rand.New(rand.NewPCG(1, 2)), 0
	for range *kills {
		c := exec.Command(program, "-test.run", "^"+t.Name()+"$")
		c.Env = append(os.Environ(), "PUBLISH_AND_DIE="+dir)
		changes, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.CopyN(io.Discard, changes, random.Int64N(3*files))
		if err := errors.Join(err, c.Process.Kill()); err != nil {
			t.Fatal(err)
		}
		c.Wait() // it was killed
		if at, err := locate(dir); err == nil && exists(at.file("pending.json")) {
			broken++
		}
		oneOf(t, "killed", whole["a"], whole["b"], settled(t, dir))
	}
	t.Logf("%d of %d in the middle of a change", broken, *kills)
	if err := publishAll(dir, field(files, func(int) string { return "c" })); err != nil {
		t.Fatal(err)
	}
	if found, err := Verify(dir); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	clean(t, dir)
}

func TestAClockThatIsWrongHidesNoEdit(t *testing.T) {
	for claim, by := range map[string]time.Duration{"it goes back by an hour": -time.Hour, "it jumps an hour ahead": time.Hour, "and by years": -20 * 365 * 24 * time.Hour} {
		t.Run(claim, func(t *testing.T) {
			dir := room(t)
			must(t, dir, before()...)
			state := filepath.Join(filepath.Dir(dir), ".guntime", "public")
			for _, name := range []string{filepath.Join(state, "manifest.json"), filepath.Join(dir, "zh", "index.html")} {
				at := time.Now().Add(by)
				if err := os.Chtimes(name, at, at); err != nil {
					t.Fatal(err)
				}
			}
			put(t, filepath.Join(dir, "index.html"), "HOME 1") // the same size
			must(t, dir, before()...)
			same(t, "files", wanted(t, before()...), texts(t, dir))
			must(t, dir, after()...)
			same(t, "the next site", wanted(t, after()...), texts(t, dir))
		})
	}
}

func TestAFileIsCarriedToAnotherDisk(t *testing.T) {
	other, err := os.MkdirTemp("/dev/shm", "guntime-*")
	if err != nil {
		t.Skip(err)
	}
	defer os.RemoveAll(other)
	from, to := filepath.Join(t.TempDir(), "a"), filepath.Join(other, "b")
	put(t, from, "new")
	put(t, to, "old")
	if err := os.Link(from, filepath.Join(other, "c")); !errors.Is(err, syscall.EXDEV) {
		t.Skip("only one disk here")
	}
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := (disk{}).moveFile(from, to); err != nil {
		t.Fatal(err)
	}
	same(t, "files there", map[string]string{"b": "new"}, texts(t, other))
	if moved, err := os.Stat(to); err != nil || !moved.ModTime().Equal(info.ModTime()) || moved.Mode() != info.Mode() {
		t.Errorf("moved as %v, %v", moved, err)
	}
	if exists(from) {
		t.Error("the file is still here")
	}
}
