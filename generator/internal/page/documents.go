package page

import (
	"io/fs"
	"slices"
	"strings"

	"guntime/generator/internal/page/markdown"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// readDocuments reads the Markdown of every language.
func (s *Set) readDocuments(content fs.FS) problem.List {
	library := markdown.Library{Languages: s.languages, Page: s.manuscript, Taken: s.drawn, OnSite: s.onSite}
	var problems problem.List
	s.documents, problems = library.Read(content)
	s.anchors = map[string]map[string]bool{}
	for name, doc := range s.documents[s.languages[0]] {
		if edition, ok := strings.CutPrefix(name, "rules/"); ok {
			s.anchors[edition] = map[string]bool{}
			for _, id := range doc.Anchors {
				s.anchors[edition][id] = true
			}
		}
	}
	return problems
}

// drawn reports whether the site draws a page with this name itself.
func (s *Set) drawn(name string) bool {
	return name == "records" || name == "search" || name == "editions" || name == "following" ||
		slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == name })
}

// place returns the path of a page of Markdown on the site.
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
