package show

import (
	"strings"
	"testing"

	"guntime/generator/internal/problem"
)

func TestATerminalShowsFindingsByKindAndWhatIsNewFirst(t *testing.T) {
	var found, fresh problem.List
	for i := range 5 {
		found.Add(problem.Problem{Path: "a.csv", Line: i + 2, Level: problem.Warning, Code: "no_code", Text: "no code", Hint: "fill it in"})
	}
	found.Add(problem.Problem{Path: "b.csv", Line: 7, Level: problem.Review, Code: "went_on", Text: "went on"})
	found.Add(problem.Problem{Path: "b.csv", Line: 9, Level: problem.Error, Code: "bad", Text: "bad: warning: worse"})
	fresh.Add(found[4])
	want := `warning no_code, 5 times, 1 new
    a.csv:6:1: no code
    a.csv:2:1: no code
    a.csv:3:1: no code
    … 2 more
    hint: fill it in
error bad
    b.csv:9:1: bad: warning: worse
review went_on
    b.csv:7:1: went on
guntime check -all lists each of them
`
	if got := Kinds(found, fresh, false); got != want {
		t.Errorf("%s\nnot\n%s", got, want)
	}
	if got := Kinds(found[5:6], nil, true); !strings.HasPrefix(got, "\x1b[36mreview\x1b[0m") || strings.Contains(got, "check -all") {
		t.Errorf("%q", got)
	}
}
