package words

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// Hong Kong, China and Chinese Taipei stand in the same column and the same count
// as Japan does: it is one of countries and regions.
func TestNoTextOfTheSiteSpeaksOfNations(t *testing.T) {
	nations := regexp.MustCompile(`(?i)\bnations?\b|\bnationality\b`)
	root := os.DirFS(path.Dir(catalogues))
	files, err := fs.Glob(root, "en/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range append(files, "messages/en.yaml") {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if strings.HasSuffix(file, ".yaml") {
				_, line, _ = strings.Cut(line, ": ") // the ids are nobody's to read
			}
			if m := nations.FindString(placeholder.ReplaceAllString(line, "")); m != "" {
				t.Errorf("content/%s:%d: %q", file, n+1, m)
			}
		}
	}
}
