package problem

import (
	"strings"
	"testing"
)

// rows are findings of one kind about a file, one a line.
func rows(path string, level Level, code string, from, to int) (l List) {
	for line := from; line <= to; line++ {
		l.Add(Problem{Path: path, Line: line, Level: level, Code: code, Text: "odd"})
	}
	return l
}

func TestShortened(t *testing.T) {
	text := func(l List) string {
		var b strings.Builder
		if err := l.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	t.Run("of a million of a kind the first few stand, and one that counts the others", func(t *testing.T) {
		got := text(rows("a.csv", Warning, "row_set_aside", 2, 1_000_001).Shortened(2))
		want := `a.csv:2:1: warning: odd [row_set_aside]
a.csv:3:1: warning: odd [row_set_aside]
a.csv:4:1: warning: from here on 999998 more of this kind [row_set_aside]
    hint: guntime check -report FILE.json lists them all
`
		if got != want {
			t.Errorf("%.1000s", got)
		}
	})
	t.Run("no error is hidden behind warnings, nor a file behind another", func(t *testing.T) {
		l := append(rows("a.csv", Warning, "odd", 1, 50), rows("a.csv", Error, "odd", 51, 51)...)
		l = append(append(l, rows("a.csv", Warning, "even", 52, 52)...), rows("b.csv", Warning, "odd", 1, 1)...)
		short := l.Shortened(3)
		for _, want := range []string{"a.csv:4:1: warning: from here on 47 more", "a.csv:51:1: error: odd", "a.csv:52:1: warning: odd [even]", "b.csv:1:1: warning: odd"} {
			if !strings.Contains(text(short), want) {
				t.Errorf("%q is not in\n%s", want, text(short))
			}
		}
		if !short.Errors() || len(short) != 7 {
			t.Errorf("%d findings", len(short))
		}
	})
	t.Run("a single one beyond stands for itself, and what is short stays as it is", func(t *testing.T) {
		l := rows("a.csv", Error, "odd", 1, 4)
		if got := text(l.Shortened(3)); got != text(l) {
			t.Error(got)
		}
	})
}
