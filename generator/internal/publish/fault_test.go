package publish

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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

func TestAFaultAtAnyChangeLeavesOneWholeSite(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	for _, from := range []string{"a missing folder", "an older site"} {
		t.Run("from "+from, func(t *testing.T) {
			t.Parallel()
			for at := 1; ; at++ {
				dir := room(t)
				was := map[string]string(nil)
				if from == "an older site" {
					must(t, dir, before()...)
					was = texts(t, dir)
				}
				count, where := 0, ""
				_, err := tree(dir, plan(after()...), Options{Jobs: 1}, disk{fault: func(op, path string) error {
					if count++; count == at {
						where = op + " " + path
						return full
					}
					return nil
				}})
				if where == "" {
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
					same(t, where, wanted(t, after()...), texts(t, dir))
				case was == nil && exists(dir):
					t.Errorf("%s: %v: the folder stands", where, err)
				case was != nil:
					same(t, where, was, texts(t, dir))
				}
				if err != nil && (!errors.Is(err, full) || !errors.As(err, new(*DiskError))) {
					t.Errorf("%s: the machine is not blamed: %v", where, err)
				}
				must(t, dir, after()...)
				same(t, where+": the next run", wanted(t, after()...), texts(t, dir))
				clean(t, dir)
			}
		})
	}
}

func TestADiskThatDiesInTheChangeIsFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	dead := errors.New("input/output error")
	for at := 1; ; at++ {
		dir := room(t)
		must(t, dir, before()...)
		count := 0
		_, err := tree(dir, plan(after()...), Options{Jobs: 1}, disk{fault: func(op, path string) error {
			if count++; count >= at {
				return dead
			}
			return nil
		}})
		if count < at {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		// The next run finishes or drops the change before its own work, so even a
		// plan that fails at once leaves a whole site.
		_, err = Tree(dir, func(yield func(artifact.File, error) bool) { yield(artifact.File{}, errors.New("bad data")) }, Options{})
		if err == nil {
			t.Fatal("no error")
		}
		got := texts(t, dir)
		if len(got) == len(before()) && got["turn"] != "" {
			same(t, "the old site", wanted(t, before()...), got)
		} else {
			same(t, "the new site", wanted(t, after()...), got)
		}
		must(t, dir, after()...)
		same(t, "the run after", wanted(t, after()...), texts(t, dir))
		clean(t, dir)
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

func TestAKilledBuildIsMadeGoodByTheNext(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv("PUBLISH_AND_DIE"); dir != "" {
		for _, salt := range []string{"a", "b"} {
			if err := publishAll(dir, field(1500, func(int) string { return salt })); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := room(t)
	for i := range 8 {
		c := exec.Command(program, "-test.run", "^"+t.Name()+"$")
		c.Env = append(os.Environ(), "PUBLISH_AND_DIE="+dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+i*45) * time.Millisecond)
		if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		c.Wait() // killed, or done before
	}
	if err := publishAll(dir, field(1500, func(int) string { return "c" })); err != nil {
		t.Fatal(err)
	}
	found, err := Verify(dir)
	if err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	if n := len(texts(t, dir)); n != 1500 {
		t.Errorf("%d files", n)
	}
	clean(t, dir)
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
