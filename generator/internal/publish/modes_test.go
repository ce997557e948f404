//go:build !windows

package publish

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"guntime/generator/internal/artifact"
)

// stateOf is the folder beside an output folder.
func stateOf(dir string) string { return filepath.Join(filepath.Dir(dir), ".guntime") }

// holdModes holds that all below a folder, and it itself, has these modes.
func holdModes(t *testing.T, what, root string, folder, file fs.FileMode) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		want := file
		if e.IsDir() {
			want = folder
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: %s is %04o, want %04o", what, strings.TrimPrefix(name, filepath.Dir(root)), got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// manyWays fills the state of a site with everything that ever stands there.
func manyWays(t *testing.T, dir string) {
	t.Helper()
	beside := []artifact.File{page("a.json", "beside")}
	great := func(salt string) artifact.File {
		return artifact.File{Path: "2022/results.json", Key: artifact.KeyOf([]byte(salt)), Draw: func(w io.Writer) error {
			_, err := io.WriteString(w, strings.Repeat(salt, 3<<20))
			return err
		}}
	}
	for _, salt := range []string{"1", "2"} {
		if _, err := tree(dir, plan(append(small(salt), great(salt))...), Options{HostConfig: beside, Notes: beside}, quick); err != nil {
			t.Fatal(err)
		}
		m, release, err := LockForDeploy(dir, Shard{})
		if err != nil {
			t.Fatal(err)
		}
		release()
		if err := Uploaded(dir, m); err != nil {
			t.Fatal(err)
		}
	}
	must(t, dir, small("3")...)
	for part := range 3 {
		s := Shard{Part: part, Of: 2, Many: func(path string) bool { return strings.Contains(path, "runners/") }}
		if _, err := tree(dir, plan(append(small("4"), page("zh/2023/run/runners/7.html", "7"))...), Options{Shard: s}, quick); err != nil {
			t.Fatal(err)
		}
	}
	must(t, dir, small("5")...)
	if !exists(filepath.Join(stateOf(dir), "public/previous/files/index.html")) || !exists(filepath.Join(stateOf(dir), "public/shard-1-of-2/manifest.json")) {
		t.Fatal("the state lacks what it is to hold")
	}
}

// underMask runs under a umask. No test runs beside it: it is the process's.
func underMask(t *testing.T, mask int) {
	before := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(before) })
}

func TestTheStateIsForItsOwnerAndTheSiteForEverybody(t *testing.T) {
	for _, mask := range []int{0, 0o002, 0o022, 0o027, 0o077} {
		t.Run(fmt.Sprintf("umask %03o", mask), func(t *testing.T) {
			underMask(t, mask)
			dir := room(t)
			manyWays(t, dir)
			holdModes(t, "state", stateOf(dir), 0o700, 0o600)
			holdModes(t, "site", dir, 0o755, 0o644)
			if _, err := Rollback(dir, Options{}); err != nil {
				t.Fatal(err)
			}
			holdModes(t, "state, rolled back", stateOf(dir), 0o700, 0o600)
			holdModes(t, "site, rolled back", dir, 0o755, 0o644)
		})
	}
}

func TestALooserStateIsTightened(t *testing.T) {
	dir := room(t)
	manyWays(t, dir)
	loosen := func() {
		err := filepath.WalkDir(stateOf(dir), func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() {
				return os.Chmod(name, 0o755)
			}
			return os.Chmod(name, 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	loosen()
	must(t, dir, small("5")...)
	holdModes(t, "by a build that changes nothing", stateOf(dir), 0o700, 0o600)
	loosen()
	must(t, dir, small("6")...)
	holdModes(t, "by a build", stateOf(dir), 0o700, 0o600)
	loosen()
	if _, err := Rollback(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	holdModes(t, "by a rollback", stateOf(dir), 0o700, 0o600)
	holdModes(t, "site", dir, 0o755, 0o644)
}

func TestABrokenBuildLeavesNothingLooser(t *testing.T) {
	underMask(t, 0)
	for at := 1; ; at++ {
		dir := room(t)
		must(t, dir, before()...)
		f := &failing{first: at, last: 1 << 30, with: syscall.ENOSPC} // as if it were killed: nothing can be taken back
		tree(dir, plan(after()...), Options{Jobs: 1}, f.disk())
		if info, err := os.Stat(stateOf(dir)); err != nil || info.Mode().Perm() != 0o700 {
			t.Fatalf("%s: %v %v", f.where, info.Mode(), err)
		}
		must(t, dir, after()...)
		holdModes(t, f.where+": state", stateOf(dir), 0o700, 0o600)
		holdModes(t, f.where+": site", dir, 0o755, 0o644)
		if f.where == "" {
			return
		}
	}
}

func TestAStateGivenToAGroupStaysTheGroups(t *testing.T) {
	for _, c := range []struct {
		claim  string
		mode   fs.FileMode // of .guntime, made beforehand
		parent fs.FileMode // of the folder above
		group  bool
	}{
		{"group-writable and setgid", 0o770 | fs.ModeSetgid, 0o755, true},
		{"setgid alone", 0o755 | fs.ModeSetgid, 0o755, true},
		{"in a group's folder, made for the group as well", 0o770 | fs.ModeSetgid, 0o775 | fs.ModeSetgid, true},
		{"the setgid bit is inherited", 0o755 | fs.ModeSetgid, 0o775 | fs.ModeSetgid, false},
		{"no setgid bit", 0o770, 0o755, false},
	} {
		t.Run(c.claim, func(t *testing.T) {
			underMask(t, 0o077)
			dir := room(t)
			if err := os.MkdirAll(stateOf(dir), 0o777); err != nil {
				t.Fatal(err)
			}
			for name, mode := range map[string]fs.FileMode{filepath.Dir(dir): c.parent, stateOf(dir): c.mode} {
				if err := os.Chmod(name, mode); err != nil {
					t.Fatal(err)
				}
			}
			manyWays(t, dir)
			if !c.group {
				holdModes(t, "state", stateOf(dir), 0o700, 0o600)
				holdModes(t, "site", dir, 0o755, 0o644)
				return
			}
			holdModes(t, "state", stateOf(dir), 0o770, 0o660)
			holdModes(t, "site", dir, 0o775, 0o644) // machines add files to one another's folders
			if info, err := os.Stat(filepath.Join(stateOf(dir), "public")); err != nil || info.Mode()&fs.ModeSetgid == 0 {
				t.Errorf("the state does not hand the group on: %v %v", info.Mode(), err)
			}
		})
	}
}

// TestACopyByLinksGoesOnBeingRead: whoever publishes by links to the files of
// the site keeps a site that a web server can read.
func TestACopyByLinksGoesOnBeingRead(t *testing.T) {
	dir := room(t)
	must(t, dir, small("1")...)
	copied := filepath.Join(filepath.Dir(dir), "live.html")
	if err := os.Link(filepath.Join(dir, "index.html"), copied); err != nil {
		t.Fatal(err)
	}
	must(t, dir, small("2")...)
	must(t, dir, small("2")...)
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}
