package e2e

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
)

func TestABuildSaysThatItsStateWouldBeServed(t *testing.T) {
	j := judgedTwice{dir: t.TempDir()}
	j.write(t, twoRaces)
	build := func(out string) string {
		t.Helper()
		var complaint strings.Builder
		if status := run(t.Context(), []string{"build", "-C", j.dir, "-quiet", "-out", out}, io.Discard, &complaint); status != done {
			t.Fatalf("exit status %d: %s", status, complaint.String())
		}
		return complaint.String()
	}
	if said := build(filepath.Join(t.TempDir(), "htdocs", "race")); !strings.Contains(said, "htdocs/.guntime") || !strings.Contains(said, "[state_served]") || !strings.Contains(said, "hint: build into a folder") {
		t.Error(said)
	}
	if said := build(filepath.Join(t.TempDir(), "public")); strings.Contains(said, "state_served") {
		t.Error(said)
	}
}
