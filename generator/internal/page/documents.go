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

// readDocuments reads the Markdown of every language and compares the languages.
func (s *Set) readDocuments(content fs.FS) problem.List {
	var problems problem.List
	s.documents = map[string]map[string]*markdown.Document{}
	for _, lang := range s.languages {
		s.documents[lang] = map[string]*markdown.Document{}
		for _, dir := range []string{lang, lang + "/rules"} {
			entries, err := fs.ReadDir(content, dir)
			if err != nil {
				continue // compareDocuments reports a language without pages
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
	problems = append(problems, s.checkReferences()...)
	return append(problems, s.compareDocuments()...)
}

// largestPage is the limit of a page of Markdown in bytes.
const largestPage = 1 << 20

// drawn reports whether the site draws a page with this name itself.
func (s *Set) drawn(name string) bool {
	return name == "records" || name == "search" || name == "editions" ||
		slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == name })
}

// place returns the path of a page of Markdown on the site.
func (s *Set) place(lang, name string) string {
	if edition, ok := strings.CutPrefix(name, "rules/"); ok {
		return s.links.Rules(lang, edition)
	}
	return s.links.Section(lang, name)
}

// checkReferences reports links to pages and headings that do not exist.
func (s *Set) checkReferences() problem.List {
	var problems problem.List
	for _, lang := range s.languages {
		for _, name := range sortedKeys(s.documents[lang]) {
			doc := s.documents[lang][name]
			for _, r := range doc.References {
				target := doc
				if r.Page != "" {
					target = s.documents[lang][r.Page]
				}
				text, hint := "", ""
				switch {
				case target == nil || !s.onSite(r.Page):
					text, hint = fmt.Sprintf("%q leads to no page", r.Text), "a page is linked by its file, as rules/2022.md or ../glossary.md"
				case r.Anchor != "" && !slices.Contains(target.Anchors, r.Anchor) && !markdown.Footnote(r.Anchor):
					text = fmt.Sprintf("%q: there is no heading %q on that page", r.Text, "#"+r.Anchor)
				default:
					continue
				}
				problems.Add(problem.Problem{Path: doc.Path, Line: r.Line, Column: r.Column, Level: problem.Error, Code: "link", Text: text, Hint: hint})
			}
		}
	}
	return problems
}

// onSite reports whether a page of Markdown is drawn: rules only with their
// edition.
func (s *Set) onSite(name string) bool {
	edition, rules := strings.CutPrefix(name, "rules/")
	return !rules || slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == edition })
}

// compareDocuments reports pages that a language lacks, or that have other headings
// there.
func (s *Set) compareDocuments() problem.List {
	var problems problem.List
	all := map[string]*markdown.Document{}
	for _, lang := range s.languages {
		for _, name := range sortedKeys(s.documents[lang]) {
			if all[name] == nil {
				all[name] = s.documents[lang][name]
			}
		}
	}
	for _, lang := range s.languages {
		for _, name := range sortedKeys(all) {
			doc, want := s.documents[lang][name], all[name]
			switch {
			case doc == nil:
				problems.Add(problem.Problem{Path: "content/" + lang + "/" + name + ".md", Level: problem.Error, Code: "missing_page",
					Text: fmt.Sprintf("the page does not exist, but %s does", want.Path), Hint: "a page must exist in every language of the site"})
			case !slices.Equal(doc.Anchors, want.Anchors):
				problems.Add(problem.Problem{Path: doc.Path, Level: problem.Error, Code: "headings",
					Text: fmt.Sprintf("the headings' ids are not those of %s: %s", want.Path, difference(doc.Anchors, want.Anchors)),
					Hint: "give each heading the same {#id} in every language, in the same order"})
			}
		}
	}
	return problems
}

// difference returns the first id in which two lists differ.
func difference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			return fmt.Sprintf("%q is missing", want[i])
		case i >= len(want):
			return fmt.Sprintf("%q is too many", got[i])
		case got[i] != want[i]:
			return fmt.Sprintf("%q instead of %q", got[i], want[i])
		}
	}
	return "none"
}
