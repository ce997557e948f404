package words

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spaced is a space between a character of Chinese or Japanese and a figure, a
// Latin letter or a placeholder, for which one of them will stand.
var spaced = regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}ー] +(?:[0-9A-Za-z]|\{\{)|(?:[0-9A-Za-z]|\}\}) +[\p{Han}\p{Hiragana}\p{Katakana}]`)

func TestNoSpaceStandsBetweenChineseOrJapaneseAndAFigure(t *testing.T) {
	// The space parts two statements there, as in CLDR's date and time.
	apart := []string{"status.disqualified_clause:"}
	number := regexp.MustCompile(`^#+ [0-9.]+ `) // a clause's number before its title
	root := os.DirFS(path.Dir(catalogues))
	var files []string
	for _, lang := range []string{"zh", "ja"} {
		files = append(files, "messages/"+lang+".yaml")
		for _, pattern := range []string{lang + "/*.md", lang + "/rules/*.md"} {
			found, err := fs.Glob(root, pattern)
			if err != nil || len(found) == 0 {
				t.Fatalf("%s: %v, %v", pattern, found, err)
			}
			files = append(files, found...)
		}
	}
	for _, file := range files {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			id, rest, message := strings.Cut(line, " ")
			if strings.HasSuffix(file, ".yaml") {
				if !message || strings.HasPrefix(line, "#") || slices.Contains(apart, id) {
					continue
				}
				line = rest
			}
			line = number.ReplaceAllString(line, "")
			line, _, _ = strings.Cut(line, " {#")
			if m := spaced.FindString(line); m != "" {
				t.Errorf("content/%s:%d: %q has a space", file, n+1, m)
			}
		}
	}
}
