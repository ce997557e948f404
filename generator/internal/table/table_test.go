package table

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/problem"
)

// people is the kind of table that these tests read.
var people = Vocabulary{Kind: "entries", Columns: []string{"bib", "name"}, Points: []string{"half"}, Required: []string{"bib"}, Prefixes: []string{"note"}, Mappable: true}

type person struct {
	Bib  string `csv:"bib"`
	Name string `csv:"name"`
}

// read reads a table and writes its rows, each with the place of its name, and
// then its findings.
func read(t *testing.T, of Source, text string) string {
	t.Helper()
	var found problem.List
	var b strings.Builder
	of.Path = "a.csv"
	r := NewReader(fstest.MapFS{"a.csv": {Data: []byte(text)}}, &found)
	if table, ok := r.Open(of, people); ok {
		Rows(table, func(p *person, r *Record) {
			if table.SetAsideExcess(r) || table.RefuseRagged(r) {
				return
			}
			at := table.Place(r, table.Column("name"))
			fmt.Fprintf(&b, "%d: %s %s at %s:%d:%d\n", r.Number, p.Bib, p.Name, at.Path, at.Line, at.Column)
		})
	}
	for _, p := range found.Sorted() {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func TestRowsComeUnderTheirCanonicalColumnsWithThePlaceOfEachCell(t *testing.T) {
	for claim, c := range map[string]struct {
		of         Source
		text, want string
	}{
		"whatever the header is called and the separator is": {Source{}, "号码;姓名\n1;张三\n2; \"A;\nB\"\n3;C\n",
			"1: 1 张三 at a.csv:2:3\n2: 2 A;\nB at a.csv:3:4\n3: 3 C at a.csv:5:3\n"},
		"a quote that is never closed costs its own row":        {Source{}, "bib,name\n1,\"A\n2,B\n", "2: 2 B at a.csv:3:3\na.csv:2:3: error: a quote in the row has no other half [cell_count]\n"},
		"a row with too many cells is an error and no other is": {Source{}, "bib,name\n1,A,x\n2,B\n", "2: 2 B at a.csv:3:3\na.csv:2:5: error: the row has 3 cells, the header has 2 [cell_count]\n"},
		"lines before the header are skipped":                   {Source{Skip: 2}, "Race\n\nbib,name\n1,A\n", "1: 1 A at a.csv:4:3\n"},
		"a header of two lines":                                 {Source{Headers: 2}, "Runner,\nbib,name\n1,A\n", "1: 1 A at a.csv:3:3\n"},
		"a declared column and a condition": {Source{Columns: []Mapping{{Header: "who", Target: "name"}, {Header: "x", Target: Ignore}},
			Where: []Condition{{Header: "x", Equals: "y"}}}, "bib,who,x\n1,A,n\n2,B,y\n", "2: 2 B at a.csv:3:3\n"},
		"cells that are not read as they are written are one finding": {Source{}, "bib,name\n１,A\n２,B\n",
			"1: １ A at a.csv:2:3\n2: ２ B at a.csv:3:3\na.csv:2:1: review: 2 cells of the column \"bib\" have full-width characters: \"１\" is read as \"1\" [normalised]\n"},
		"a column that is not known is an error":       {Source{}, "bib,shoes\n1,A\n", "a.csv:1:5: error: unknown column \"shoes\" [unknown_column]\n"},
		"a column of private data is an error":         {Source{}, "bib,电话\n1,A\n", "a.csv:1:5: error: the column \"电话\" looks like private data [private_column]\n"},
		"bytes that are in no encoding stand in a row": {Source{}, "bib,name\n1,Jos\xE9\n", "a.csv:2:6: error: the text is neither UTF-8 nor UTF-16 nor GB18030 [encoding]\n"},
		"a row that is too long is set aside":          {Source{}, "bib,name\n1," + strings.Repeat("x", longestCell+2) + "\n2,B\n", "2: 2 B at a.csv:3:3\na.csv:2:3: warning: the cell has 64 KB, a cell has at most 64 KB [row_set_aside]\n"},
	} {
		if diff := cmp.Diff(c.want, read(t, c.of, c.text)); diff != "" {
			t.Errorf("%s:\n%s", claim, diff)
		}
	}
}

func TestAFileThatIsNotThereIsForItsSourceToReport(t *testing.T) {
	var found problem.List
	asked := 0
	r := NewReader(fstest.MapFS{}, &found)
	if _, ok := r.Open(Source{Path: "a.csv", Missing: func() { asked++ }}, people); ok || asked != 1 || len(found) != 0 || !r.Opened["a.csv"] {
		t.Errorf("asked %d times; %v", asked, found)
	}
	if _, ok := r.Open(Source{Path: "b.csv"}, people); ok || len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestTheIntakeKeepsEveryRowThatIsSetAside(t *testing.T) {
	var found problem.List
	r := NewReader(fstest.MapFS{"data/2022/a.csv": {Data: []byte("bib,name,note_zh\n1,A,甲\n2,B,\n")}}, &found)
	r.Intake = &Intake{}
	table, ok := r.Open(Source{Path: "data/2022/a.csv"}, people)
	if !ok {
		t.Fatal(found)
	}
	Rows(table, func(p *person, row *Record) {
		if note := table.Texts(row, "note"); note != nil {
			table.SetAside(row, 1, problem.Warning, "not today", "")
		}
	})
	want := []*File{{Path: "data/2022/a.csv", Edition: "2022", Kind: "entries", Encoding: "UTF-8", Table: "csv", Separator: ",", Rows: 2,
		Columns: []Column{{Header: "bib", Means: "bib"}, {Header: "name", Means: "name"}, {Header: "note_zh", Means: "note_zh"}},
		Aside:   []Aside{{Line: 2, Column: 3, Reason: "not today", Text: "1,A,甲"}}}}
	got := r.Intake.Files
	for _, f := range got {
		f.text = ""
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(File{})); diff != "" {
		t.Error(diff)
	}
}
