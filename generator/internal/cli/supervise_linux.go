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

// Where memory runs out, Go's runtime ends a program with status 2 and a trace, or
// the system kills it with a signal that it cannot catch. The exit statuses promise
// neither. So the program runs as a child of itself. The parent needs almost no
// memory, passes signals on, and reports in a sentence how the child ended.

// childOf is the variable that tells a child the process of its parent.
const childOf = "GUNTIME_CHILD_OF"

// childStatus is added to a child's exit statuses, which tells them from the
// runtime's own.
const childStatus = 100

// realStderr is the file under which a child finds standard error. What the
// runtime itself writes goes to the parent.
const realStderr = 3

// supervise runs this program as a child and returns its exit status. It returns
// false in the child, and where there can be none.
func supervise() (status int, ended bool) {
	if os.Getenv(childOf) == strconv.Itoa(os.Getppid()) {
		os.Unsetenv(childOf)
		os.Stderr = os.NewFile(realStderr, "/dev/stderr")
		log.SetOutput(os.Stderr)
		exitStatus = func(status int) int { return childStatus + status }
		return 0, false
	}
	// A parent makes no garbage, and each of its threads takes address space.
	procs, percent := runtime.GOMAXPROCS(1), debug.SetGCPercent(-1)
	signals := make(chan os.Signal, 16)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2} {
		if !signal.Ignored(s) { // as nohup has it
			signal.Notify(signals, s)
		}
	}
	runtime.LockOSThread() // the child ends with the thread that began it
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
			child.Process.Signal(s) // it may just have ended
		}
	}()
	var said bytes.Buffer
	io.Copy(&said, io.LimitReader(last, 4<<20))
	io.Copy(io.Discard, last)
	child.Wait() // its state says how it ended
	return outcome(child.ProcessState, said.Bytes(), os.Stderr), true
}

// begin starts the child. What the runtime says in it can be read until it ends.
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
	if os.Getenv("MALLOC_ARENA_MAX") == "" { // a third of the space that a process of Go begins with is what the C library keeps for its threads
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

// outcome is the exit status of how a child ended, by what the runtime said last.
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

// starved reports whether the runtime's last words are that it found no memory.
func starved(said []byte) bool {
	for _, words := range []string{"out of memory", "cannot allocate memory", "failed to reserve", "errno=12", "pthread_create failed"} {
		if bytes.Contains(said[:min(len(said), 4096)], []byte(words)) {
			return true
		}
	}
	return false
}

// peak is the most memory that a process had, in bytes.
func peak(state *os.ProcessState) int64 {
	if used, ok := state.SysUsage().(*syscall.Rusage); ok {
		return used.Maxrss << 10
	}
	return 0
}

// limit says what this process and its children are limited to, "" for nothing.
func limit() string {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &l) != nil || l.Cur >= 1<<62 {
		return ""
	}
	return fmt.Sprintf(" of the %d MB of address space that ulimit -v allows", l.Cur>>20)
}
