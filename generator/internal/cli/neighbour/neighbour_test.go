package neighbour

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheStateBesideAServedFolderIsSaid(t *testing.T) {
	base := t.TempDir()
	for _, folder := range []string{"indexed", "plain"} {
		if err := os.MkdirAll(filepath.Join(base, folder), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(base, "indexed", "index.html"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		out, base string
		served    bool
	}{
		{filepath.Join(base, "plain", "public"), "https://example.org/", false},
		{filepath.Join(base, "plain", "2026"), "https://example.org/", false},
		{filepath.Join(base, "indexed", "public"), "https://example.org/", true},
		{filepath.Join(base, "plain", "results"), "https://example.org/results/", true},
		{filepath.Join(base, "plain", "y"), "https://example.org/x/y/", true},
		{filepath.Join(base, "plain", "public"), "https://example.org/results/", false},
		{filepath.Join(base, "public_html", "race", "public"), "https://example.org/", true},
		{filepath.Join(base, "public", "race"), "https://example.org/", true},
		{filepath.Join(base, "htdocs"), "https://example.org/", false},
		{"/var/www/html", "https://example.org/", false},
		{"/var/www/html/race", "https://example.org/", true},
		{"/var/www/race.example.org/public", "https://example.org/", false},
		{"/srv/www/race", "https://example.org/", true},
		{"/srv/race/public", "https://example.org/", false},
	} {
		found := Served(c.out, c.base)
		if (len(found) > 0) != c.served {
			t.Errorf("%s at %s: %v", strings.TrimPrefix(c.out, base), c.base, found)
		}
	}
}
