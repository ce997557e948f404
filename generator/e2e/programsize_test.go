package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestTheProgramIsSmall bounds what the program takes, in bytes: a third of it are fonts. A
// new library is what most often makes it larger.
func TestTheProgramIsSmall(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("links the program twice, for the machine that the bounds are of")
	}
	for _, c := range []struct {
		claim, flags string
		most         int64
	}{{"as go build makes it", "", 55_500_000}, {"without symbols, as it is released", "-s -w", 43_500_000}} {
		to := filepath.Join(t.TempDir(), "guntime")
		if out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags", c.flags, "-o", to, "../../generator").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		info, err := os.Stat(to)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > c.most {
			t.Errorf("%s it has %d bytes, more than %d", c.claim, info.Size(), c.most)
		}
	}
}
