package cli

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

// Without memory, Go's runtime ends a program with status 2 and a trace, or the
// system kills it with a signal that cannot be caught. Both break the promise of
// the exit statuses. So the program runs as a child of itself. The parent needs
// almost no memory, passes signals on, and reports in a sentence how the child
// ended.

// childOf is the environment variable that gives the child the process id of its
// parent.
const childOf = "GUNTIME_CHILD_OF"

// childStatus is added to the exit statuses of a child, to distinguish them from
// those of the runtime.
const childStatus = 100

// realStderr is the file descriptor of the real standard error in a child.
// Descriptor 2, where the runtime writes, goes to the parent.
const realStderr = 3

// supervise runs this program as a child and returns its exit status. ended is
// false in the child, and where no child can be started.
func supervise() (status int, ended bool) {
	if os.Getenv(childOf) == strconv.Itoa(os.Getppid()) {
		os.Unsetenv(childOf)
		os.Stderr = os.NewFile(realStderr, "/dev/stderr")
		log.SetOutput(os.Stderr)
		exitStatus = func(status int) int { return childStatus + status }
		return 0, false
	}
	// The parent makes no garbage, and each thread takes address space.
	procs, percent := runtime.GOMAXPROCS(1), debug.SetGCPercent(-1)
	signals := make(chan os.Signal, 16)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2} {
		if !signal.Ignored(s) { // nohup ignores it
			signal.Notify(signals, s)
		}
	}
	runtime.LockOSThread() // the child is killed when the thread that started it ends
	child, last, err := begin()
	if err != nil {
		runtime.UnlockOSThread()
		signal.Reset()
		debug.SetGCPercent(percent)
		runtime.GOMAXPROCS(procs)
		return 0, false
	}
	go func() {
		for s := range signals {
			child.Process.Signal(s) // it may have ended already
		}
	}()
	var said bytes.Buffer
	io.Copy(&said, io.LimitReader(last, 4<<20))
	io.Copy(io.Discard, last)
	child.Wait() // the state tells how it ended
	return outcome(child.ProcessState, said.Bytes(), os.Stderr), true
}

// begin starts the child. last has what its runtime writes, to read after it ends.
func begin() (child *exec.Cmd, last *os.File, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	last, words, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	env := append(os.Environ(), childOf+"="+strconv.Itoa(os.Getpid()))
	if os.Getenv("MALLOC_ARENA_MAX") == "" { // the C library reserves a third of the initial address space for arenas of threads
		env = append(env, "MALLOC_ARENA_MAX=1")
	}
	child = &exec.Cmd{Path: self, Args: os.Args, Env: env, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: words, ExtraFiles: []*os.File{os.Stderr},
		SysProcAttr: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}}
	if err = child.Start(); err != nil {
		last.Close()
	}
	words.Close()
	return child, last, err
}

// outcome returns the exit status for how a child ended, given the last output of
// its runtime.
func outcome(state *os.ProcessState, said []byte, stderr io.Writer) int {
	ended := state.Sys().(syscall.WaitStatus)
	switch {
	case ended.Exited() && ended.ExitStatus() >= childStatus:
		stderr.Write(said)
		return ended.ExitStatus() - childStatus
	case starved(said), ended.Signaled() && ended.Signal() == syscall.SIGKILL:
		why := "the memory that there is does not suffice"
		if !starved(said) {
			why = "the system ended the program, as it does where memory runs out"
		}
		fmt.Fprintf(stderr, "guntime: %s: it had %d MB%s; the old site stands\n    hint: raise the limit, or let several machines share the build: guntime help deploy\n", why, peak(state)>>20, limit())
		return Machine
	}
	stderr.Write(said)
	if ended.Signaled() {
		signal.Reset(ended.Signal())
		syscall.Kill(os.Getpid(), ended.Signal())
		time.Sleep(100 * time.Millisecond) // for the signals that a program of Go outlives
		return 128 + int(ended.Signal())
	}
	return Machine
}

// starved reports whether the last output of the runtime says that it found no
// memory.
func starved(said []byte) bool {
	for _, words := range []string{"out of memory", "cannot allocate memory", "failed to reserve", "errno=12", "pthread_create failed"} {
		if bytes.Contains(said[:min(len(said), 4096)], []byte(words)) {
			return true
		}
	}
	return false
}

// peak returns the most memory that a process had, in bytes.
func peak(state *os.ProcessState) int64 {
	if used, ok := state.SysUsage().(*syscall.Rusage); ok {
		return used.Maxrss << 10
	}
	return 0
}

// limit describes the memory limit of this process and its children, "" for none.
func limit() string {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &l) != nil || l.Cur >= 1<<62 {
		return ""
	}
	return fmt.Sprintf(" of the %d MB of address space that ulimit -v allows", l.Cur>>20)
}
