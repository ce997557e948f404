package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestWhatEndsAProgramIsToldByItsParent(t *testing.T) {
	for _, c := range []struct {
		claim, shell string
		want         int
		says, not    string
	}{
		{"a status of its own", "exit 101", BadData, "", "guntime"},
		{"wrong usage", "exit 102", BadUsage, "", "guntime"},
		{"a bug", "echo 'panic: a bug' >&3; exit 2", Machine, "panic: a bug", "memory"},
		{"no memory", "echo 'fatal error: runtime: out of memory' >&3; echo goroutine 1 >&3; exit 2", Machine, "does not suffice", "goroutine"},
		{"no memory for a thread", "echo 'runtime/cgo: pthread_create failed: Resource temporarily unavailable' >&3; kill -ABRT $$", Machine, "does not suffice", "pthread"},
		{"the system", "kill -KILL $$", Machine, "the system ended the program", "panic"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			last, words, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("sh", "-c", c.shell)
			cmd.ExtraFiles = []*os.File{words}
			ran := cmd.Run()
			words.Close()
			if exit := (*exec.ExitError)(nil); !errors.As(ran, &exit) {
				t.Fatal(ran)
			}
			said, err := io.ReadAll(last)
			if err != nil {
				t.Fatal(err)
			}
			var told bytes.Buffer
			if got := outcome(cmd.ProcessState, said, &told); got != c.want || !strings.Contains(told.String(), c.says) || strings.Contains(told.String(), c.not) {
				t.Errorf("status %d, and it says %q", got, &told)
			}
		})
	}
}
