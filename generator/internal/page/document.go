package page

import (
	"cmp"
	"fmt"
	"html/template"
	"io"
	"strings"

	"guntime/generator/internal/page/chart"
	"guntime/generator/internal/page/markdown"
	"guntime/generator/internal/race"
)

// documentView is a page of Markdown.
type documentView struct {
	Frame
	Heading  string
	TextLang string // "" if that of the page
	Guide    *Link  // to the edition's race day
	Contents []Link
	Parts    []partView
	Tables   []namedTable
	Notes    string // the script that goes with a long text
}

type partView struct {
	HTML     template.HTML
	Table    *chart.Table
	Compared *comparison
}

// isSection reports whether a document is a page of its own, not a part of an
// edition or of another page.
func isSection(name string) bool {
	return name != "history" && name != "404" && !strings.Contains(name, "/")
}

// Content is a page of content/{lang}, such as the glossary.
func (s *Set) Content(lang, name string) func(io.Writer) error {
	return s.draw(lang, "document.html", func() (any, error) {
		doc := s.documents[lang][name]
		if doc == nil {
			return nil, fmt.Errorf("there is no page %q", name)
		}
		at := func(lang string) string { return s.links.Section(lang, name) }
		d := s.draft(lang, at(lang))
		view := documentView{Frame: d.frame(doc.Title, cmp.Or(doc.Description, doc.Title), at), Heading: doc.Title, Contents: contentsOf(doc), Notes: d.url(s.assetPath[notesScript])}
		view.Parts, view.TextLang = d.parts(doc, nil), doc.In(lang)
		return view, d.err
	})
}

// ContentNames returns the names of the pages of content/{lang} that stand on their
// own, such as "glossary". Verify draws the page that checks certificates.
func (s *Set) ContentNames() []string {
	var names []string
	for _, name := range sortedKeys(s.documents[s.languages[0]]) {
		if isSection(name) && name != "verify" {
			names = append(names, name)
		}
	}
	return names
}

// Anchors returns the ids on the rules page of an edition, such as "clause-10.6";
// none without such a page.
func (s *Set) Anchors(edition string) map[string]bool {
	return s.anchors[edition]
}

// Rules is the rules page of an edition: the page of the project if there is one,
// else tables of the rules.
func (s *Set) Rules(lang string, v *race.Verdict) func(io.Writer) error {
	return s.draw(lang, "document.html", func() (any, error) {
		e := v.Edition
		at := func(lang string) string { return s.links.Rules(lang, e.ID) }
		d := s.draft(lang, at(lang))
		name := e.Name.In(lang)
		title := d.say("rules.title", "Edition", name)
		description := d.say("rules.description", "Edition", name)
		doc := s.documents[lang]["rules/"+e.ID]
		var view documentView
		if doc != nil {
			title = doc.Title
			if doc.Description != "" {
				description = doc.Description
			}
			view.Contents, view.Parts, view.TextLang = contentsOf(doc), d.parts(doc, v), doc.In(lang)
			view.Notes = d.url(s.assetPath[notesScript])
		} else {
			for _, rc := range e.Races {
				for _, t := range []struct{ title, kind string }{{"table.points", "points"}, {"table.cutoffs", "cutoffs"}, {"table.prizes", "prizes"}, {"table.records", "records"}} {
					made, err := d.table(t.kind, v, rc)
					d.note(err)
					view.Tables = append(view.Tables, namedTable{Title: d.say("rules.table", "Race", rc.Name.In(lang), "Table", d.say(t.title)), Table: made})
				}
			}
		}
		view.Frame, view.Heading, view.Guide = d.frame(title, description, at), title, d.guide(e)
		d.under(&view.Frame, v, d.editionCrumb(v))
		return view, d.err
	})
}

// parts inserts the tables of an edition into a document.
func (d *draft) parts(doc *markdown.Document, v *race.Verdict) []partView {
	var views []partView
	for _, p := range doc.Parts {
		if p.Kind == "" {
			views = append(views, partView{HTML: p.HTML})
			continue
		}
		for _, rc := range v.Edition.Races {
			switch {
			case rc.ID != p.Race:
			case p.Kind == "compared":
				views = append(views, partView{Compared: d.compared(v.Edition, rc)})
			default:
				t, err := d.table(p.Kind, v, rc)
				d.note(err)
				views = append(views, partView{Table: &t})
			}
		}
	}
	return views
}

// contentsOf returns links to the chapters of a document.
func contentsOf(doc *markdown.Document) []Link {
	var links []Link
	for _, c := range doc.Contents {
		links = append(links, Link{URL: "#" + c.ID, Label: c.Title})
	}
	return links
}
