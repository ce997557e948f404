package judge

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestTheTableOfRulesNamesWhatIsThere holds every claim, worked edition and
// test of the table in doc.go against the tree.
func TestTheTableOfRulesNamesWhatIsThere(t *testing.T) {
	table, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tests.Write(text)
	}
	editions := os.DirFS("../../testdata/editions")
	for _, line := range strings.Split(string(table), "\n") {
		if !regexp.MustCompile(`^\tR\d`).MatchString(line) {
			continue
		}
		for _, claim := range regexp.MustCompile(`"[^"]+"`).FindAllString(line, -1) {
			if !strings.Contains(tests.String(), "t.Run("+claim) {
				t.Errorf("no test claims %s", claim)
			}
		}
		for _, name := range regexp.MustCompile(`\bTest\w+`).FindAllString(line, -1) {
			if !strings.Contains(tests.String(), "func "+name+"(") {
				t.Errorf("no test %s", name)
			}
		}
		_, proofs, _ := strings.Cut(line[1:], "   ")
		for _, folder := range regexp.MustCompile(`(?:^| )([a-z0-9]+(?:-[a-z0-9]+){2,})`).FindAllStringSubmatch(regexp.MustCompile(`"[^"]+"`).ReplaceAllString(proofs, ""), -1) {
			if _, err := fs.Stat(editions, folder[1]+"/why.txt"); err != nil {
				t.Errorf("no worked edition %s", folder[1])
			}
		}
	}
	for n := 1; n <= 30; n++ {
		if !regexp.MustCompile(`(?m)^\tR` + strconv.Itoa(n) + ` `).Match(table) {
			t.Errorf("R%d is not in the table", n)
		}
	}
}
