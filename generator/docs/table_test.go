package docs

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"guntime/generator/internal/table"
)

// The page of columns has every column, and each name on it is taken for its column.
func TestThePageOfColumnsSaysWhatTheReaderKnows(t *testing.T) {
	text, err := os.ReadFile("table.md")
	if err != nil {
		t.Fatal(err)
	}
	points := []string{"start", "half", "finish"}
	words := table.Vocabulary{Columns: append(append([]string{}, table.EntryColumns...), table.TimeColumns...), Points: points, Mappable: true}
	told, names := map[string]bool{}, 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "/"), " | ")
		if len(cells) != 5 || !strings.HasPrefix(cells[0], "| `") {
			continue
		}
		column := strings.Trim(cells[0], "| `")
		told[column] = true
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[3]+cells[4], -1) {
			names++
			got := words.Decide([]string{m[1]}, func(int) []string { return nil })[0].Means
			if got != column {
				t.Errorf("%q is taken for %q, not for %s", m[1], got, column)
			}
		}
	}
	for _, column := range append(words.Columns, points...) {
		if !told[column] {
			t.Errorf("the page lacks %s", column)
		}
	}
	if names < 150 {
		t.Errorf("only %d names", names)
	}
}
