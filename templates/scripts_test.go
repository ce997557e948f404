package templates

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheTemplatesGiveTheScriptsWhatTheirTypesPromise holds .ci/pages.d.ts, by
// which the scripts are checked, against the templates: what it says is there
// must be there.
func TestTheTemplatesGiveTheScriptsWhatTheirTypesPromise(t *testing.T) {
	types, err := os.ReadFile("../.ci/pages.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	var html strings.Builder
	for _, pattern := range []string{"*.html", "parts/*.html"} {
		names, err := fs.Glob(FS, pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(FS, name)
			if err != nil {
				t.Fatal(err)
			}
			html.Write(text)
		}
	}
	ids, data := 0, 0
	for _, line := range regexp.MustCompile(`getElementById\(id: ([^)]+)\)`).FindAllStringSubmatch(string(types), -1) {
		for _, id := range regexp.MustCompile(`"([^"]+)"`).FindAllStringSubmatch(line[1], -1) {
			ids++
			if !strings.Contains(html.String(), `id="`+id[1]+`"`) {
				t.Errorf("no template has the id %q", id[1])
			}
		}
	}
	_, names, _ := strings.Cut(string(types), "interface DOMStringMap {")
	names, _, _ = strings.Cut(names, "}")
	for _, name := range regexp.MustCompile(`(?m)^  (\w+): string;`).FindAllStringSubmatch(names, -1) {
		data++
		if !regexp.MustCompile(`[ "}]data-` + name[1] + `[=}> ]`).MatchString(html.String()) {
			t.Errorf("no template has the attribute data-%s", name[1])
		}
	}
	if ids < 10 || data < 15 {
		t.Errorf("only %d ids and %d attributes are promised", ids, data)
	}
}
