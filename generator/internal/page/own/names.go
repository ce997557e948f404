// Package own looks at what a project brings of its own: templates, their scripts and
// styles, and pages.
//
// It takes the project's folder and what the program has, and returns warnings: of
// files that nothing uses, with the name that is probably meant, and of what browsers
// refuse to load because of the site's content security policy. It changes nothing
// and draws nothing.
package own

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
)

// Project is what is looked at.
type Project struct {
	Root      fs.FS    // the project's folder
	Program   fs.FS    // the program's own templates
	Languages []string // of the site
	Content   fs.FS    // the program's own pages and messages: languages that the site may come to have
	Editions  []string // ids
	Pages     []string // common pages and those of a project, without .md
}

// Check looks at all templates and pages of the project.
func Check(p Project) (found problem.List) {
	p.walk("templates", func(name string) { p.template(name, &found) })
	p.walk("content", func(name string) { p.page(name, &found) })
	return found
}

// walk calls do with the path of each file below a folder, in order. What cannot be
// read is reported by those who need it.
func (p *Project) walk(folder string, do func(name string)) {
	fs.WalkDir(p.Root, folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && path.Ext(name) != ".go": // as in the program's own folder
			do(name)
		}
		return nil
	})
}

// template looks at a file of templates/.
func (p *Project) template(name string, found *problem.List) {
	inside := strings.TrimPrefix(name, "templates/")
	folder, _, nested := strings.Cut(inside, "/")
	if _, err := fs.Stat(p.Program, inside); err != nil {
		known, _ := fs.Glob(p.Program, path.Join(path.Dir(inside), "*"))
		switch {
		case nested && (folder == "fonts" || folder == "assets"): // may have any name
		case nested && folder == "parts" && path.Ext(name) == ".html": // so may a part, unless it is as good as one of the program
			if near := nearest(inside, known); near != "" && path.Base(near)[0] == path.Base(inside)[0] {
				misnamed(name, "parts with this name are used only where a template names them", path.Join("templates", near), found)
			}
		case !nested && strings.HasPrefix(inside, "certificate-") && path.Ext(name) == ".yaml": // a design that an edition names
		case p.inDesign(inside):
		default:
			misnamed(name, "no page uses this file", path.Join("templates", nearest(inside, known)), found)
		}
	}
	if inside != "evidence.html" && (path.Ext(name) == ".html" || path.Ext(name) == ".css") { // evidence is for the referee and never published
		if text, err := fs.ReadFile(p.Root, name); err == nil {
			blocked(name, string(text), found)
		}
	}
}

// inDesign reports whether a design of the project's names a file: its pictures may
// lie anywhere in templates/.
func (p *Project) inDesign(inside string) bool {
	designs, _ := fs.Glob(p.Root, "templates/certificate*.yaml") // the pattern is right
	return slices.ContainsFunc(designs, func(name string) bool {
		text, err := fs.ReadFile(p.Root, name)
		return err == nil && regexp.MustCompile(`\bfile: *["']?`+regexp.QuoteMeta(inside)+`\b`).Match(text)
	})
}

// page looks at a file of content/.
func (p *Project) page(name string, found *problem.List) {
	parts := strings.Split(strings.TrimPrefix(name, "content/"), "/")
	base, markdown := strings.CutSuffix(parts[len(parts)-1], ".md")
	language := parts[0]
	switch {
	case language == "messages" && len(parts) == 2:
		if path.Ext(name) != ".yaml" {
			misnamed(name, "messages are read from LANGUAGE.yaml", strings.TrimSuffix(name, path.Ext(name))+".yaml", found)
		}
	case len(parts) == 1: // beside the languages
		misnamed(name, "pages are read from the folder of a language", path.Join("content", p.Languages[0], base+".md"), found)
	case !slices.Contains(p.Languages, language):
		if near := problem.Nearest(language, p.Languages); near != "" && !p.speaks(language) {
			misnamed(name, fmt.Sprintf("the site has no language %q", language), path.Join("content", near, path.Join(parts[1:]...)), found)
		}
	case !markdown:
		misnamed(name, "pages are read from files that end in .md", strings.TrimSuffix(name, path.Ext(name))+".md", found)
	case len(parts) == 3 && parts[1] == "rules":
		if !slices.Contains(p.Editions, base) {
			near := problem.Nearest(base, p.Editions)
			if near == "" && len(p.Editions) > 0 {
				near = p.Editions[len(p.Editions)-1]
			}
			misnamed(name, fmt.Sprintf("there is no edition %q whose rules these could be", base), path.Join("content", language, "rules", near+".md"), found)
		}
	case len(parts) > 2:
		misnamed(name, "pages lie in the folder of a language or in its rules/", path.Join("content", language, base+".md"), found)
	default:
		if near := nearest(base, p.Pages); near != "" && near != base {
			misnamed(name, "this is a page of its own, beside those that the site knows", path.Join("content", language, near+".md"), found)
		}
	}
}

// speaks reports whether a language is one of the program, or has messages in the
// project.
func (p *Project) speaks(language string) bool {
	_, ours := fs.Stat(p.Content, "messages/"+language+".yaml")
	_, own := fs.Stat(p.Root, "content/messages/"+language+".yaml")
	return ours == nil || own == nil
}

// nearest is the name of a list that a wrong one is probably meant to be: of about
// the same length, and with two letters wrong at most.
func nearest(name string, known []string) string {
	near := problem.Nearest(name, known)
	if near == name || len(near)-len(name) > 1 || len(name)-len(near) > 1 {
		return ""
	}
	return near
}

// misnamed warns of a file with a name that is probably meant otherwise. meant that
// is a folder alone is no name.
func misnamed(name, why, meant string, found *problem.List) {
	hint := "guntime templates lists the templates; the others are parts/, assets/, fonts/ and certificate.yaml"
	if strings.HasPrefix(name, "content/") {
		hint = ""
	}
	if path.Ext(meant) != "" && meant != name {
		hint = fmt.Sprintf("is %s meant?", meant)
	}
	problem.WholeFile(name).Report(found, problem.Warning, "unknown_file", why, hint)
}
