package markdown

import (
	"fmt"
	"maps"
	"slices"

	"guntime/generator/internal/problem"
)

// CheckReferences finds links to pages and headings that are not there. OnSite
// reports whether a page is drawn.
func CheckReferences(languages []string, documents Documents, onSite func(name string) bool) problem.List {
	var problems problem.List
	for _, lang := range languages {
		for _, name := range slices.Sorted(maps.Keys(documents[lang])) {
			doc := documents[lang][name]
			for _, r := range doc.References {
				target := doc
				if r.Page != "" {
					target = documents[lang][r.Page]
				}
				text, hint := "", ""
				switch {
				case target == nil || !onSite(r.Page):
					text, hint = fmt.Sprintf("%q leads to no page", r.Text), "a page is linked by its file, as rules/2022.md or ../glossary.md"
				case r.Anchor != "" && !slices.Contains(target.Anchors, r.Anchor) && !Footnote(r.Anchor):
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

// Compare finds pages that have other headings in another language.
func Compare(languages []string, documents Documents) problem.List {
	var problems problem.List
	all := map[string]*Document{}
	for _, lang := range languages {
		for _, name := range slices.Sorted(maps.Keys(documents[lang])) {
			if all[name] == nil {
				all[name] = documents[lang][name]
			}
		}
	}
	for _, lang := range languages {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			doc, want := documents[lang][name], all[name]
			if doc != nil && !slices.Equal(doc.Anchors, want.Anchors) {
				problems.Add(problem.Problem{Path: doc.Path, Level: problem.Error, Code: "headings",
					Text: fmt.Sprintf("the headings' ids are not those of %s: %s", want.Path, difference(doc.Anchors, want.Anchors)),
					Hint: "give each heading the same {#id} in every language, in the same order"})
			}
		}
	}
	return problems
}

// difference names the first id at which two lists part.
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
