package build

import (
	"testing"

	"guntime/generator/internal/problem"
)

func TestAFindingIsNewOnceWhereverItsLineMoves(t *testing.T) {
	var was, is problem.List
	was.Add(problem.Problem{Path: "a.csv", Line: 2, Level: problem.Warning, Code: "no_code", Text: "1 has none"})
	is.Add(problem.Problem{Path: "a.csv", Line: 9, Level: problem.Warning, Code: "no_code", Text: "1 has none"})
	is.Add(problem.Problem{Path: "a.csv", Line: 3, Level: problem.Warning, Code: "no_code", Text: "2 has none"})
	unknown := &lastBuild{}
	if fresh := unknown.unseen(is); fresh != nil {
		t.Errorf("without a last build %v is new", fresh)
	}
	var note bytesOf
	if err := noteFindings(was).Draw(&note); err != nil {
		t.Fatal(err)
	}
	last := &lastBuild{texts: map[string][]byte{findingsNote: note}}
	if fresh := last.unseen(is); len(fresh) != 1 || fresh[0].Text != "2 has none" {
		t.Errorf("new: %v", fresh)
	}
}

type bytesOf []byte

func (b *bytesOf) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}
