package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pageTypes returns one page of each kind in each language, as sorted paths from
// the root. Paths of one kind differ only by a page number, the race, the division,
// the club, nation or point, or a runner with the same status.
func pageTypes(t *testing.T, public string) []string {
	t.Helper()
	first := map[string]string{}
	err := fs.WalkDir(os.DirFS(public), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		kind := kindOfPage(path)
		if strings.Contains(path, "/runners/") {
			source, err := os.ReadFile(filepath.Join(public, path))
			if err != nil {
				return err
			}
			kind += string(article.Find(source))
		}
		if have, ok := first[kind]; !ok || preferred(path) && !preferred(have) {
			first[kind] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, path := range first {
		all = append(all, strings.TrimSuffix(path, "index.html"))
	}
	slices.Sort(all)
	if len(all) < 40 {
		t.Fatalf("only %d kinds of pages: %v", len(all), all)
	}
	return all
}

var (
	article  = regexp.MustCompile(`<article class="runner [a-z_]+"`)
	edition  = regexp.MustCompile(`^([a-z-]+/\d{4})/([^/]+)/(.+)$`)
	ordinals = regexp.MustCompile(`/\d+/`)
)

// preferred reports whether a page belongs to the race with the most on its pages.
func preferred(path string) bool { return strings.Contains(path, "/marathon/") }

// kindOfPage returns the path of a page without what differs within its kind.
func kindOfPage(path string) string {
	part := edition.FindStringSubmatch(path)
	if part == nil || part[2] == "rules" || part[2] == "guide" || part[2] == "changes" {
		return path
	}
	rest := ordinals.ReplaceAllString("/"+part[3], "/1/")
	switch folder, more, _ := strings.Cut(strings.TrimPrefix(rest, "/"), "/"); folder {
	case "index.html", "compare.html", "awards", "statistics", "media", "embed", "bibs", "surnames", "others", "overall", "course", "live", "teams":
	case "runners":
		rest = "/runners/"
	case "clubs", "nations", "points":
		if strings.Contains(more, "/") { // of one of them
			rest = "/" + folder + "/one/"
		}
	default:
		rest = "/division/" + more
	}
	return part[1] + "/race" + rest // an edition has pages of the same names
}
