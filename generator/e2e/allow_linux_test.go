package e2e

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAChangeInAnAllowedFolderIsBuilt(t *testing.T) {
	t.Parallel()
	o := newItself(t)
	o.project()
	times := o.file("times.csv")
	text, err := os.ReadFile(times)
	if err != nil {
		t.Fatal(err)
	}
	share := o.path("share/times.csv")
	write := func(text string) {
		if err := os.WriteFile(share, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(o.path("share"), 0o777); err != nil {
		t.Fatal(err)
	}
	write(string(text))
	if err := os.Remove(times); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(share, times); err != nil {
		t.Fatal(err)
	}
	before := o.site()
	cmd, said := o.start(`exec "$@"`, "watch", "-C", "p", "-quiet", "-allow", "share")
	lines := strings.SplitAfter(string(text), "\n")
	until := func(text string, seen func(site string) bool) {
		for end := time.Now().Add(30 * time.Second); !seen(o.site()); time.Sleep(100 * time.Millisecond) {
			if time.Now().After(end) {
				cmd.Process.Kill()
				t.Fatal("the change is not built")
			}
			if now, err := os.ReadFile(share); err != nil || string(now) != text {
				write(text)
			}
		}
	}
	until(lines[0]+lines[1], func(site string) bool { return site != before }) // it may be its first build that sees it
	until(string(text), func(site string) bool { return site == before })
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := status(cmd); got != done {
		t.Errorf("status %d:\n%s", got, said)
	}
}
