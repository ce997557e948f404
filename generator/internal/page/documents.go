package page

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"guntime/generator/internal/page/markdown"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// readDocuments reads the Markdown of every language and holds the languages
// against each other.
func (s *Set) readDocuments(content fs.FS) problem.List {
	var problems problem.List
	s.documents = map[string]map[string]*markdown.Document{}
	for _, lang := range s.languages {
		s.documents[lang] = map[string]*markdown.Document{}
		for _, dir := range []string{lang, lang + "/rules"} {
			entries, err := fs.ReadDir(content, dir)
			if err != nil {
				continue // a language without pages is found below, against the others
			}
			for _, entry := range entries {
				base, ok := strings.CutSuffix(entry.Name(), ".md")
				if !ok || entry.IsDir() {
					continue
				}
				name := strings.TrimPrefix(dir+"/"+base, lang+"/")
				report := func(code, hint, format string, args ...any) {
					problems.Add(problem.Problem{Path: "content/" + dir + "/" + entry.Name(), Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
				}
				if info, err := entry.Info(); err == nil && info.Size() > largestPage {
					report("too_large", "a page is text for reading; split it", "the page has %d bytes, more than %d", info.Size(), largestPage)
					s.documents[lang][name] = &markdown.Document{Path: "content/" + dir + "/" + entry.Name()}
					continue
				}
				source, err := fs.ReadFile(content, dir+"/"+entry.Name())
				if err != nil {
					report("missing_file", "", "%s", err)
					continue
				}
				if s.drawn(name) {
					report("name_taken", "give the file another name; the rules of an edition are rules/"+name+".md", "the site has a page of its own at %q", lang+"/"+name+"/")
				}
				doc, found := s.manuscript(lang, name).Read(source)
				problems = append(problems, found...)
				s.documents[lang][name] = doc
			}
		}
	}
	s.anchors = map[string]map[string]bool{}
	for name, doc := range s.documents[s.languages[0]] {
		if edition, ok := strings.CutPrefix(name, "rules/"); ok {
			s.anchors[edition] = map[string]bool{}
			for _, id := range doc.Anchors {
				s.anchors[edition][id] = true
			}
		}
	}
	problems = append(problems, markdown.CheckReferences(s.languages, s.documents, s.onSite)...)
	return append(problems, markdown.Compare(s.languages, s.documents)...)
}

// largestPage is how many bytes a page of Markdown may have.
const largestPage = 1 << 20

// drawn reports whether the site draws a page of this name itself.
func (s *Set) drawn(name string) bool {
	return name == "records" || name == "search" || name == "editions" ||
		slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == name })
}

// place is the path of a page of Markdown on the site.
func (s *Set) place(lang, name string) string {
	if edition, ok := strings.CutPrefix(name, "rules/"); ok {
		return s.links.Rules(lang, edition)
	}
	return s.links.Section(lang, name)
}

// onSite reports whether a page of Markdown is drawn: rules are with their
// edition alone.
func (s *Set) onSite(name string) bool {
	edition, rules := strings.CutPrefix(name, "rules/")
	return !rules || slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == edition })
}
