// Package docs holds what is told of the program; the test holds it against the
// tree.
package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documents are all that tell how the program is made.
func documents(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"*.md", "howto/*.md", "../../.github/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[filepath.ToSlash(name)] = string(text)
		}
	}
	return all
}

// A file that a document names by its path from the root, alone in backticks.
// NAME and LANG stand for any name.
var namedFile = regexp.MustCompile("`((?:generator|content|templates|data|\\.ci|\\.github)(?:/[^`\\s…]*)?|README\\.md|go\\.mod)`")

// A file of Go by its bare name, and a name of the code.
var (
	bareFile = regexp.MustCompile("`([a-z_]+\\.go)`")
	codeName = regexp.MustCompile("`([a-z]+[A-Z]\\w*|[A-Z][a-z]\\w*)`")
)

// A test, a fuzz target or a benchmark.
var namedTest = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*`)

func TestDocumentsNameWhatExists(t *testing.T) {
	code, sources := goFiles(t)
	words := map[string]bool{}
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(code, -1) {
		words[word] = true
	}
	there := func(document, name, pattern string) {
		found, err := filepath.Glob(filepath.FromSlash("../../" + strings.NewReplacer("NAME", "*", "LANG", "*").Replace(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			t.Errorf("%s names %s, which does not exist", document, name)
		}
	}
	files, tests := 0, 0
	for document, text := range documents(t) {
		for _, m := range namedFile.FindAllStringSubmatch(text, -1) {
			files++
			there(document, m[1], m[1])
		}
		for _, name := range namedTest.FindAllString(text, -1) {
			tests++
			if !strings.HasSuffix(name, "NAME") && !strings.Contains(code, "func "+name+"(") {
				t.Errorf("%s names %s, and there is no such test", document, name)
			}
		}
	}
	for document, text := range documents(t) {
		if !strings.Contains(document, "howto") && !strings.Contains(document, "architecture") {
			continue
		}
		for _, m := range bareFile.FindAllStringSubmatch(text, -1) {
			if !sources[m[1]] {
				t.Errorf("%s names %s, and there is no such file", document, m[1])
			}
		}
		for _, m := range codeName.FindAllStringSubmatch(text, -1) {
			if !words[m[1]] {
				t.Errorf("%s names %s, which is nowhere in the code", document, m[1])
			}
		}
	}
	if files < 100 || tests < 40 {
		t.Errorf("only %d files and %d tests are named", files, tests)
	}

	// The map has every room, and no other.
	page := documents(t)["architecture.md"]
	_, rooms, ok := strings.Cut(page, "\n## The rooms\n")
	rooms, _, end := strings.Cut(rooms, "\n## ")
	if !ok || !end {
		t.Fatal("the architecture tells no rooms")
	}
	told := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^- `([a-z]+)`:").FindAllStringSubmatch(rooms, -1) {
		told[m[1]] = true
		there("architecture.md", "room "+m[1], "generator/internal/"+m[1])
	}
	folders, err := os.ReadDir("../internal")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder.IsDir() && !told[folder.Name()] {
			t.Errorf("the architecture does not tell the room %s", folder.Name())
		}
	}
}

// goFiles are the files of the whole program, as one text and by their names.
func goFiles(t *testing.T) (code string, names map[string]bool) {
	t.Helper()
	var all strings.Builder
	names = map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		names[d.Name()] = true
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String(), names
}
