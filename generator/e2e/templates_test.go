package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"guntime/generator/internal/page"
)

func TestTemplatesAreCopiedOutWithTheirDataAndMisspeltFieldsAreFound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	guntime := func(status int, args ...string) (out, errs string) {
		t.Helper()
		var o, e bytes.Buffer
		if got := run(t.Context(), args, &o, &e); got != status {
			t.Fatalf("guntime %q: status %d, want %d\n%s%s", args, got, status, &o, &e)
		}
		return o.String(), e.String()
	}
	guntime(done, "new", "-now", "2026-01-01T00:00:00Z", dir)
	guntime(done, "build", "-C", dir, "-now", "2026-01-01T00:00:00Z")
	for _, one := range page.Templates() {
		if one.Says == "" {
			t.Errorf("%s: nothing says what it is for", one.Name)
		}
		guntime(done, "templates", "-C", dir, "-eject", one.Name)
	}
	if out, _ := guntime(done, "build", "-C", dir, "-now", "2026-01-01T00:00:00Z"); !strings.Contains(out, " 0 changed") {
		t.Errorf("templates copied out make another site: %s", out)
	}
	if out, _ := guntime(done, "templates", "-C", dir); !strings.Contains(out, "runner.html") || !strings.Contains(out, "the project has its own") {
		t.Errorf("the list: %s", out)
	}
	if _, errs := guntime(badUsage, "templates", "-C", dir, "-eject", "race.html"); !strings.Contains(errs, "already exists") {
		t.Error(errs)
	}
	name := filepath.Join(dir, "templates", "race.html")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\n    .Divisions            []divisionBlock\n") {
		t.Errorf("race.html does not tell its data:\n%.2000s", text)
	}
	if err := os.WriteFile(name, append([]byte("{{/* my own */}}\n  {{define \"main\"}}{{.Titel}}{{end}}\n"), '\n'), 0o666); err != nil {
		t.Fatal(err)
	}
	_, errs := guntime(badData, "build", "-C", dir)
	if !strings.Contains(errs, `templates/race.html:2:22: error: .Titel: raceView has no field "Titel" [template]`) || !strings.Contains(errs, "hint: it has Lang, Title,") {
		t.Error(errs)
	}
}
