package pagetmpl

import (
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/problem"
)

// A Compiler compiles the pages of a site in one language after another. It
// remembers what it compiled: a program that builds again, as `guntime serve`
// does, compiles only what was edited.
type Compiler struct {
	Frame string         // the file of what is around every page
	Parts string         // a pattern of the files that pages share
	Views map[string]any // what each page is drawn from, by file
	made  artifact.Memo[compiledFrom, map[string]*Template]
}

// compiledFrom is what the pages of a language depend on.
type compiledFrom struct {
	sources artifact.Key
	words   Sayer
}

// Pages compiles every page, the words of a language bound to it, and checks it
// against its view. A page with a fault is left out, and the fault is a finding.
func (c *Compiler) Pages(templates fs.FS, l Sayer) (map[string]*Template, problem.List) {
	var problems problem.List
	sources, complete := c.sources(templates)
	pages := c.made.Find(compiledFrom{sources, l}, func() (map[string]*Template, bool) {
		var pages map[string]*Template
		pages, problems = c.compile(templates, l)
		return pages, complete && len(problems) == 0
	})
	return pages, problems
}

// sources is the key of all files that pages are compiled from, and whether
// each of them could be read.
func (c *Compiler) sources(templates fs.FS) (artifact.Key, bool) {
	var parts [][]byte
	for _, pattern := range []string{"*" + path.Ext(c.Frame), c.Parts} {
		names, err := fs.Glob(templates, pattern)
		if err != nil {
			return artifact.Key{}, false
		}
		for _, name := range names {
			source, err := fs.ReadFile(templates, name)
			if err != nil {
				return artifact.Key{}, false
			}
			parts = append(parts, []byte(name), source)
		}
	}
	return artifact.KeyOf(parts...), true
}

func (c *Compiler) compile(templates fs.FS, l Sayer) (map[string]*Template, problem.List) {
	var problems problem.List
	report := func(path string, err error) {
		if p := Problem(templates, path, err); !slices.Contains(problems, p) {
			problems.Add(p)
		}
	}
	pages := map[string]*Template{}
	frame, err := template.New(c.Frame).Option("missingkey=error").Funcs(template.FuncMap{"t": l.Say}).ParseFS(templates, c.Frame, c.Parts)
	if err != nil {
		report(c.Frame, err)
		return pages, problems
	}
	for _, name := range slices.Sorted(maps.Keys(c.Views)) {
		page, err := template.Must(frame.Clone()).ParseFS(templates, name)
		if err == nil {
			err = Circle(page, c.Frame)
		}
		if err == nil {
			err = Check(page, c.Frame, c.Views[name], l)
		}
		if err == nil {
			err = FillMessages(page, l)
		}
		if err != nil {
			report(name, err)
			continue
		}
		pages[name] = New(page, c.Frame, c.Views[name], l)
	}
	return pages, problems
}
