package pagetmpl

import (
	"io/fs"
	"strings"

	"guntime/generator/internal/problem"
)

// compared are the attributes by which the script finds what it shows on a
// runner's page, each as a template may have it.
var compared = []struct{ name, example string }{
	{"data-bib", `<b data-bib>{{.Bib}}</b>`},
	{"data-name", `<h1 data-name>{{template "name" .Name}}</h1>`},
	{"data-status", `<strong data-status>{{.Status}}</strong>`},
	{"data-gun", `<dd data-gun>{{.Gun}}</dd>`},
	{"data-net", `<dd data-net>{{.Net}}</dd>`},
	{"data-place", `{{range .Places}}<div data-place><dt>{{.Label}}</dt><dd>{{.Place}}</dd></div>{{end}}`},
	{"data-splits", `<table data-splits>`},
}

// CheckCompared warns of each one that the runner's page of a project lacks, because
// the script could not compare its runners.
func CheckCompared(templates fs.FS, runnerPage string) problem.List {
	var problems problem.List
	var text strings.Builder
	parts, _ := fs.Glob(templates, "parts/*.html")
	for _, name := range append(parts, runnerPage) {
		source, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil // a missing file is reported elsewhere
		}
		text.Write(source)
	}
	for _, c := range compared {
		if !strings.Contains(text.String(), " "+c.name) {
			problems.Add(problem.Problem{Path: "templates/" + runnerPage, Level: problem.Warning, Code: "not_compared",
				Text: "nothing has the attribute " + c.name + ", by which the page that compares runners finds it", Hint: "such as " + c.example})
		}
	}
	return problems
}
