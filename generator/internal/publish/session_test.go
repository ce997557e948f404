package publish

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"guntime/generator/internal/artifact"
)

// during is a site whose difference from before() needs every kind of change that a
// session logs: new folders, new, replaced and removed files.
func during() []artifact.File {
	return append(small("2"), page("old/gone.html", "gone"), page("en/2022/index.html", "new"), page("zh/new.html", "new"), page("turn", "file"))
}

// open opens a session and publishes a site in it.
func open(t *testing.T, dir string, d disk, files ...artifact.File) *Session {
	t.Helper()
	s, err := openSession(dir, Purge{}, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Publish(plan(files...), Options{Jobs: 1}, nil); err != nil {
		t.Fatal(err)
	}
	return s
}

// logged reports whether a session's last change is in the log alone.
func logged(s *Session) bool { return s.size > 0 && exists(s.at.file(sinceName)) }

func TestASessionLeavesTheSiteOfOneBuild(t *testing.T) {
	t.Parallel()
	dir := room(t)
	s := open(t, dir, quick, before()...)
	random := rand.New(rand.NewPCG(3, 4))
	var files []artifact.File
	for run := range 60 {
		files = small(fmt.Sprint(run / 2))
		for n := range 30 {
			if random.IntN(3) > 0 {
				files = append(files, page(fmt.Sprintf("zh/list/%d/%d/index.html", n%4, n), fmt.Sprint(random.IntN(4))))
			}
		}
		if run == 40 {
			files = append(small("x"), page("zh/list", "a file in the place of a folder"))
		}
		random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		sum, _, err := s.Publish(plan(files...), Options{Jobs: 2}, nil)
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprint("run ", run), wanted(t, files...), texts(t, dir))
		if sum.Files != len(files) {
			t.Errorf("run %d counts %d files of %d", run, sum.Files, len(files))
		}
		if whole := run == 40 || run == 41; !whole && !logged(s) {
			t.Errorf("run %d was not logged", run)
		}
		m, err := ReadManifest(dir)
		if err != nil || len(m.Files) != len(files) {
			t.Fatalf("run %d: the manifest and its log have %d files of %d, %v", run, len(m.Files), len(files), err)
		}
		if found, err := Verify(dir); err != nil || len(found) > 0 {
			t.Fatalf("run %d: %v, %v", run, found, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if exists(s.at.file(sinceName)) {
		t.Error("the log stands after the end")
	}
	if sum := must(t, dir, files...); sum.Drawn+sum.Written+sum.Removed > 0 {
		t.Errorf("a build after the session draws %d files, writes %d, removes %d", sum.Drawn, sum.Written, sum.Removed)
	}
	clean(t, dir)
}

func TestARunOfASessionThatChangesNothingWritesNothing(t *testing.T) {
	dir := room(t)
	s := open(t, dir, quick, before()...)
	defer s.Close()
	changes := 0
	s.disk.fault = func(op, path string) error { changes++; return nil }
	sum, moves, err := s.Publish(plan(before()...), Options{}, nil)
	if err != nil || changes > 0 || sum.Written+sum.Drawn > 0 || len(moves.Changed)+len(moves.Gone) > 0 {
		t.Errorf("%d changes, %+v, %+v, %v", changes, sum, moves, err)
	}
}

func TestWhatWaitsStaysUntilItsTurn(t *testing.T) {
	dir := room(t)
	s := open(t, dir, quick, before()...)
	later := func(path string) bool { return path == "2022/marathon/certificates/M1.pdf" }
	if _, _, err := s.Publish(plan(during()...), Options{}, later); err != nil {
		t.Fatal(err)
	}
	if got := texts(t, dir)["2022/marathon/certificates/M1.pdf"]; got != "%PDF 1" {
		t.Errorf("what waits is %q", got)
	}
	if _, _, err := s.Publish(plan(during()...), Options{}, nil); err != nil {
		t.Fatal(err)
	}
	same(t, "files", wanted(t, during()...), texts(t, dir))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASecondSessionIsRefused(t *testing.T) {
	dir := room(t)
	s := open(t, dir, quick, before()...)
	if _, err := OpenSession(dir, Purge{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a second session: %v", err)
	}
	if _, err := Tree(dir, plan(before()...), Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("a build beside it: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, dir, before()...)
}

func TestASessionFindsWhatWasDamagedInTime(t *testing.T) {
	dir := room(t)
	s := open(t, dir, quick, before()...)
	put(t, filepath.Join(dir, "zh", "index.html"), "edited by hand")
	if err := os.Remove(filepath.Join(dir, "404.html")); err != nil {
		t.Fatal(err)
	}
	for range len(before()) { // it looks at one file a run
		if _, _, err := s.Publish(plan(before()...), Options{}, nil); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "files", wanted(t, before()...), texts(t, dir))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Publish(plan(before()...), Options{}, nil); err != nil {
		t.Fatal(err)
	}
	same(t, "files after the folder was lost", wanted(t, before()...), texts(t, dir))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	clean(t, dir)
}

func TestASessionSurvivesAFaultAtAnyChange(t *testing.T) {
	t.Parallel()
	for at := 1; ; at++ {
		dir := room(t)
		s := open(t, dir, quick, before()...)
		f := &failing{first: at, last: at, with: faults[at%len(faults)]}
		s.disk = f.disk()
		_, _, err := s.Publish(plan(during()...), Options{Jobs: 1}, nil)
		if f.where == "" {
			if err != nil {
				t.Fatal(err)
			}
			if at < 15 {
				t.Fatalf("only %d changes were seen", at)
			}
			return
		}
		if err == nil { // after the last visible change only tidying is left
			same(t, f.where, wanted(t, during()...), texts(t, dir))
		} else {
			same(t, f.where, wanted(t, before()...), texts(t, dir))
			if !errors.Is(err, f.with) || !errors.As(err, new(*DiskError)) {
				t.Errorf("%s: the machine is not blamed: %v", f.where, err)
			}
		}
		for _, files := range [][]artifact.File{during(), before(), during()} {
			if _, _, err := s.Publish(plan(files...), Options{Jobs: 1}, nil); err != nil {
				t.Fatalf("%s: the next run: %v", f.where, err)
			}
			same(t, f.where+": the next run", wanted(t, files...), texts(t, dir))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if sum := must(t, dir, during()...); sum.Drawn > 0 {
			t.Errorf("%s: a build after it draws %d files", f.where, sum.Drawn)
		}
		clean(t, dir)
	}
}

func TestASessionThatDiesInAChangeIsFinishedByTheNextRun(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"a build", "a session"} {
		for at := 1; ; at++ {
			dir := room(t)
			s := open(t, dir, quick, before()...)
			f := &failing{first: at, last: math.MaxInt, with: syscall.EIO}
			s.disk = f.disk()
			s.Publish(plan(during()...), Options{Jobs: 1}, nil)
			s.Close()
			if f.where == "" {
				break
			}
			if next == "a build" {
				oneOf(t, f.where, wanted(t, before()...), wanted(t, during()...), settled(t, dir))
				must(t, dir, after()...)
				same(t, "the run after", wanted(t, after()...), texts(t, dir))
			} else {
				again, err := openSession(dir, Purge{}, quick)
				if err != nil {
					t.Fatal(err)
				}
				oneOf(t, f.where, wanted(t, before()...), wanted(t, during()...), texts(t, dir))
				if _, _, err := again.Publish(plan(after()...), Options{}, nil); err != nil {
					t.Fatal(err)
				}
				same(t, "the session after", wanted(t, after()...), texts(t, dir))
				if err := again.Close(); err != nil {
					t.Fatal(err)
				}
			}
			clean(t, dir)
		}
	}
}

// TestAKilledSessionIsMadeGoodByTheNext kills, at moments that nobody chose, a process
// that publishes one site after the other in one session.
func TestAKilledSessionIsMadeGoodByTheNext(t *testing.T) {
	t.Parallel()
	const files = 120
	site := func(salt string) []artifact.File {
		var all []artifact.File
		for f := range field(files, func(i int) string { return strings.Repeat(salt, 1+i%2) }) {
			all = append(all, f)
		}
		for n := range 10 {
			all = append(all, page(fmt.Sprintf("%s/%d/index.html", salt, n), salt))
		}
		return all
	}
	if dir := os.Getenv("PUBLISH_AND_DIE"); dir != "" {
		d := quick
		d.fault = func(string, string) error { _, err := os.Stdout.Write([]byte{'.'}); return err }
		s, err := openSession(dir, Purge{}, d)
		if err != nil {
			t.Fatal(err)
		}
		for {
			for _, salt := range []string{"a", "b"} {
				if _, _, err := s.Publish(plan(site(salt)...), Options{}, nil); err != nil {
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
	for _, salt := range []string{"a", "b"} {
		must(t, dir, site(salt)...)
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
		_, err = io.CopyN(io.Discard, changes, random.Int64N(15*files))
		if err := errors.Join(err, c.Process.Kill()); err != nil {
			t.Fatal(err)
		}
		c.Wait() // it was killed
		if at, err := locate(dir); err == nil {
			if l, err := at.since(); err == nil && l != nil && l.open {
				broken++
			}
		}
		oneOf(t, "killed", whole["a"], whole["b"], settled(t, dir))
	}
	t.Logf("%d of %d in the middle of a change", broken, *kills)
	must(t, dir, site("c")...)
	if found, err := Verify(dir); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
	clean(t, dir)
}
