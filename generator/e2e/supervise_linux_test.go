package e2e

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soon is how long the program may take to end: a second, plus what a loaded
// machine may add.
const soon = 3 * time.Second

// itself runs the program as a separate process.
type itself struct {
	*testing.T
	dir, program string
}

func newItself(t *testing.T) itself {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := itself{t, t.TempDir(), filepath.Join(t.TempDir(), "guntime")}
	if err := os.Symlink(self, o.program); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o itself) path(name string) string { return filepath.Join(o.dir, filepath.FromSlash(name)) }

// start starts a shell command in which "$@" is the program with its words.
func (o itself) start(shell string, words ...string) (*exec.Cmd, *bytes.Buffer) {
	o.Helper()
	var said bytes.Buffer
	cmd := exec.Command("sh", append([]string{"-c", shell, "sh", o.program}, words...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.dir, &said, &said
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1767225600")
	if err := cmd.Start(); err != nil {
		o.Fatal(err)
	}
	return cmd, &said
}

// status waits for a command to end.
func status(cmd *exec.Cmd) int {
	cmd.Wait() // its state says how it ended
	return cmd.ProcessState.ExitCode()
}

// run runs the program, which must end with a status, and returns what it said.
func (o itself) run(want int, shell string, words ...string) string {
	o.Helper()
	cmd, said := o.start(shell, words...)
	if got := status(cmd); got != want {
		o.Fatalf("%s: status %d, not %d:\n%s", strings.Join(words, " "), got, want, said)
	}
	return said.String()
}

// project makes a project with a built site, and returns a function that checks
// that the site is unchanged.
func (o itself) project() (intact func()) {
	o.Helper()
	o.run(done, `"$@"`, "new", "p")
	o.run(done, `"$@"`, "build", "-C", "p", "-quiet")
	before := o.site()
	return func() {
		o.Helper()
		if after := o.site(); after != before {
			o.Errorf("the site has changed: %d bytes were %d", len(after), len(before))
		}
	}
}

// site returns all content of the built site.
func (o itself) site() string {
	o.Helper()
	var b strings.Builder
	if err := filepath.WalkDir(o.path("p/public"), func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		b.WriteString(name + "\n" + string(text))
		return err
	}); err != nil {
		o.Fatal(err)
	}
	return b.String()
}

// file is a file of the project's only race.
func (o itself) file(name string) string {
	o.Helper()
	found, err := filepath.Glob(o.path("p/data/*/race/" + name))
	if err != nil || len(found) != 1 {
		o.Fatal(found, err)
	}
	return found[0]
}

// children returns the child processes of a process.
func (o itself) children(pid int) (pids []int) {
	o.Helper()
	for end := time.Now().Add(10 * time.Second); len(pids) == 0 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		tasks, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/children")
		for _, task := range tasks {
			text, _ := os.ReadFile(task)
			for _, word := range strings.Fields(string(text)) {
				if n, err := strconv.Atoi(word); err == nil {
					pids = append(pids, n)
				}
			}
		}
	}
	return pids
}

func TestMemoryThatDoesNotSufficeIsTheMachinesFailureAndTheOldSiteStands(t *testing.T) {
	t.Parallel()
	const limit = `ulimit -v 2100000; exec "$@"`
	o := newItself(t)
	intact := o.project()
	if cmd, said := o.start(limit, "check", "-C", "p"); status(cmd) != done { // as with the race detector
		t.Skipf("the program of this test does not begin with so little: %s", said)
	}
	if err := os.Truncate(o.file("times.csv"), 700<<20); err != nil { // a table is held in memory
		t.Fatal(err)
	}
	said := o.run(machine, limit, "build", "-C", "p", "-quiet")
	if !strings.HasPrefix(said, "guntime: the memory that there is does not suffice: it had ") || !strings.Contains(said, "2050 MB") || strings.Count(said, "\n") != 2 || !strings.Contains(said, "\n    hint: ") {
		t.Errorf("it says:\n%s", said)
	}
	intact()
}

func TestAProgramThatTheSystemKillsIsTheMachinesFailure(t *testing.T) {
	t.Parallel()
	o := newItself(t)
	intact := o.project()
	cmd, said := o.start(`exec "$@"`, "watch", "-C", "p", "-quiet")
	ended := make(chan struct{})
	go func() { // a child that is killed before it is the program does not count, so that the next is, too
		for ; ; time.Sleep(100 * time.Millisecond) {
			select {
			case <-ended:
				return
			default:
			}
			for _, pid := range o.children(cmd.Process.Pid) {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}()
	defer close(ended)
	if got := status(cmd); got != machine || !strings.HasPrefix(said.String(), "guntime: the system ended the program, as it does where memory runs out") {
		t.Errorf("status %d:\n%s", got, said)
	}
	intact()
}

func TestAProgramEndsWithItsParent(t *testing.T) {
	t.Parallel()
	o := newItself(t)
	o.project()
	cmd, _ := o.start(`exec "$@"`, "watch", "-C", "p", "-quiet")
	pids := o.children(cmd.Process.Pid)
	if len(pids) != 1 {
		t.Fatalf("it has %d children", len(pids))
	}
	cmd.Process.Kill()
	cmd.Wait()
	for end := time.Now().Add(soon); ; time.Sleep(10 * time.Millisecond) {
		text, err := os.ReadFile("/proc/" + strconv.Itoa(pids[0]) + "/stat")
		if err != nil || bytes.Contains(text, []byte(") Z ")) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the child goes on: %s", text)
		}
	}
}

func TestASignalWhileReadingEndsTheProgramWithinASecond(t *testing.T) {
	t.Parallel()
	endless := func(o itself) { // no machine reads it in the time of a test
		if err := os.Truncate(o.file("times.csv"), 60<<30); err != nil {
			o.Skip(err)
		}
	}
	large := func(o itself, rows int) { // a table that keeps its reader busy for a while
		f, err := os.OpenFile(o.file("entries.csv"), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			o.Fatal(err)
		}
		defer f.Close()
		text := bufio.NewWriter(f)
		for i := range rows {
			text.WriteString("X" + strconv.Itoa(i) + ",张三丰丰丰丰丰丰,,M,CHN,general\n")
		}
		if err := text.Flush(); err != nil {
			o.Fatal(err)
		}
	}
	whole := func(o itself) { large(o, 400_000) }
	read := func(o itself) { large(o, 1_500_000) } // for those that draw nothing, and hash no file
	pipe := func(o itself) {
		if err := syscall.Mkfifo(o.path("key"), 0o600); err != nil {
			o.Fatal(err)
		}
	}
	for _, c := range []struct {
		claim  string
		make   func(itself)
		signal syscall.Signal
		status int
		words  []string
	}{
		{"a build of a file without an end", endless, syscall.SIGINT, machine, []string{"build", "-C", "p"}},
		{"a check of a large table", read, syscall.SIGTERM, machine, []string{"check", "-C", "p"}},
		{"a release of a large table", read, syscall.SIGTERM, machine, []string{"release", "-C", "p", "2025"}},
		{"watching a file without an end", endless, syscall.SIGTERM, done, []string{"watch", "-C", "p"}},
		{"serving a file without an end", endless, syscall.SIGINT, done, []string{"serve", "-C", "p", "-addr", "127.0.0.1:0"}},
		{"a build of a large table", whole, syscall.SIGTERM, machine, []string{"build", "-C", "p"}},
		{"a key that never comes", pipe, syscall.SIGINT, machine, []string{"build", "-C", "p", "-key", "key"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			o := newItself(t)
			intact := o.project()
			c.make(o)
			cmd, said := o.start(`exec "$@"`, c.words...)
			ended := make(chan int, 1)
			go func() { ended <- status(cmd) }()
			select {
			case got := <-ended:
				t.Fatalf("it ended by itself with %d:\n%s", got, said)
			case <-time.After(800 * time.Millisecond): // it reads by now
			}
			begun := time.Now()
			if err := cmd.Process.Signal(c.signal); err != nil {
				t.Fatal(err)
			}
			select {
			case got := <-ended:
				if took := time.Since(begun); got != c.status || took > soon {
					t.Errorf("it ended with %d after %s:\n%s", got, took, said)
				}
			case <-time.After(20 * time.Second):
				cmd.Process.Kill()
				t.Fatal("it goes on")
			}
			intact()
		})
	}
}
