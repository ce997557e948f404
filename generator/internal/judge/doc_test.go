package judge

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// rulesPage is where the rules are told, with what proves each.
const rulesPage = "../../docs/rules.md"

// TestThePageOfRulesNamesTheirProofs holds every claim, worked edition and test
// on the page of rules against the tree, and every rule that the code cites
// against the page.
func TestThePageOfRulesNamesTheirProofs(t *testing.T) {
	page, err := os.ReadFile(rulesPage)
	if err != nil {
		t.Fatal(err)
	}
	tests := sources(t, "../..", true)
	editions := os.DirFS("../../e2e/editions")
	rule := regexp.MustCompile(`(?m)^\*\*R(\d+) [^*]+\*\*[^\n]*\nProof: (.*)$`)
	told := map[string]bool{}
	for n, m := range rule.FindAllStringSubmatch(string(page), -1) {
		number, proof := m[1], m[2]
		if number != fmt.Sprint(n+1) {
			t.Errorf("R%s stands where R%d is expected", number, n+1)
		}
		told[number] = true
		for _, claim := range regexp.MustCompile(`"[^"]+"`).FindAllString(proof, -1) {
			if !strings.Contains(tests, "t.Run("+claim) {
				t.Errorf("R%s: no test claims %s", number, claim)
			}
		}
		for _, name := range regexp.MustCompile(`\bTest\w+`).FindAllString(proof, -1) {
			if !strings.Contains(tests, "func "+name+"(") {
				t.Errorf("R%s: there is no test %s", number, name)
			}
		}
		bare := regexp.MustCompile(`"[^"]+"`).ReplaceAllString(proof, "")
		for _, folder := range regexp.MustCompile(`(?:^| )([a-z0-9]+(?:-[a-z0-9]+){2,})`).FindAllStringSubmatch(bare, -1) {
			if _, err := fs.Stat(editions, folder[1]+"/why.txt"); err != nil {
				t.Errorf("R%s: there is no worked edition %s", number, folder[1])
			}
		}
		if strings.TrimSpace(proof) == "" {
			t.Errorf("R%s has no proof", number)
		}
	}
	const rules = 66
	if len(told) != rules {
		t.Errorf("the page tells %d rules of %d", len(told), rules)
	}
	for _, cited := range regexp.MustCompile(`\bR(\d{1,2})\b`).FindAllStringSubmatch(sources(t, "../..", false), -1) {
		if !told[cited[1]] {
			t.Errorf("the code cites R%s, which the page does not tell", cited[1])
		}
	}
}

// sources are the Go files below a folder, as one text: the tests, or all others.
func sources(t *testing.T, folder string, tests bool) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") != tests {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
