package page

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/words"
)

func TestATemplateThatCallsItselfIsFoundBeforeAnythingIsDrawn(t *testing.T) {
	for _, c := range []struct {
		claim      string
		files      map[string]string
		path, says string
		line       int
	}{
		{"at once", map[string]string{"home.html": "{{define \"main\"}}\n{{template \"main\" .}}{{end}}"}, "templates/home.html", "main → main", 2},
		{"with something else", map[string]string{"home.html": `{{define "main"}}{{template "main" .Frame}}{{end}}`}, "templates/home.html", "main → main", 1},
		{"under a condition", map[string]string{"home.html": `{{define "main"}}{{if .Lang}}{{else}}{{template "main" .}}{{end}}{{end}}`}, "templates/home.html", "main → main", 1},
		{"for each", map[string]string{"home.html": `{{define "main"}}{{range .Languages}}{{with .}}{{template "main" $}}{{end}}{{end}}{{end}}`}, "templates/home.html", "main → main", 1},
		{"in a part", map[string]string{"parts/link.html": "{{define \"link\"}}\n\n{{template \"link\" .}}{{end}}"}, "templates/parts/link.html", "link → link", 3},
		{"by way of others", map[string]string{"home.html": `{{define "main"}}{{template "a" .}}{{end}}{{define "a"}}{{template "b" .}}{{end}}{{define "b"}}{{template "main" .}}{{end}}`},
			"templates/home.html", "main → a → b → main", 1},
		{"by way of its frame", map[string]string{"home.html": `{{define "main"}}{{template "base.html" .}}{{end}}`}, "templates/home.html", "base.html → main → base.html", 1},
		{"in a block", map[string]string{"home.html": `{{define "main"}}{{block "x" .}}{{template "x" .}}{{end}}{{end}}`}, "templates/home.html", "x → x", 1},
		{"a range over a number, which may have no end", map[string]string{"home.html": "{{define \"main\"}}\n{{range 1000000000000}}x{{end}}{{end}}"}, "templates/home.html", "cannot range over int", 2},
		{"a range over a number of a variable", map[string]string{"home.html": `{{define "main"}}{{$n := 1000000000000}}{{range $n}}x{{end}}{{end}}`}, "templates/home.html", "cannot range over int", 1},
	} {
		t.Run(c.claim, func(t *testing.T) {
			archive, _ := sample(1)
			book, problems := words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
			if problems.Errors() {
				t.Fatal(problems)
			}
			_, problems = New(overlay(t, templateFolder, c.files), fstest.MapFS{}, book, archive, links())
			if !slices.ContainsFunc(problems, func(p problem.Problem) bool {
				return p.Path == c.path && p.Line == c.line && p.Level == problem.Error && p.Code == "template" && strings.Contains(p.Text, c.says) && p.Hint != ""
			}) {
				t.Errorf("%v: not among the findings: %v", slices.Collect(maps.Keys(c.files)), problems)
			}
		})
	}
}

func TestATemplateByItselfThatCallsItselfIsFound(t *testing.T) {
	if found := pagetmpl.Alone(os.DirFS(templateFolder), "evidence.html"); len(found) > 0 {
		t.Fatal(found)
	}
	for text, says := range map[string]string{
		"{{define \"index\"}}{{end}}\n{{define \"sheet\"}}{{template \"sheet\" .}}{{end}}": "sheet → sheet",
		"\n{{define \"index\"}}{{if}}{{end}}":                                              "missing value for if",
	} {
		found := pagetmpl.Alone(fstest.MapFS{"evidence.html": {Data: []byte(text)}}, "evidence.html")
		if len(found) != 1 || found[0].Path != "templates/evidence.html" || found[0].Line != 2 || !strings.Contains(found[0].Text, says) {
			t.Errorf("%q: %v", text, found)
		}
	}
}
