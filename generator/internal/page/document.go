package page

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	entities "html"
	"html/template"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"

	"github.com/goccy/go-yaml"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// document is a Markdown page, rendered but for the tables its directives ask for.
type document struct {
	path, title, description string
	parts                    []part
	anchors                  []string // the ids of its headings, in order
	contents                 []Link   // its chapters
}

// part is a run of HTML or a directive.
type part struct {
	html       template.HTML
	kind, race string
}

// documentView is a page of Markdown.
type documentView struct {
	Frame
	Heading  string
	Contents []Link
	Parts    []partView
	Tables   []namedTable
}

type partView struct {
	HTML  template.HTML
	Table *table
}

// isSection reports whether a document is a page of its own beside the
// editions, not the matter of another one.
func isSection(name string) bool {
	return name != "history" && name != "404" && !strings.Contains(name, "/")
}

// readDocuments reads the Markdown of every language and holds the languages
// against each other.
func (s *Set) readDocuments(content fs.FS) problem.List {
	var problems problem.List
	s.documents = map[string]map[string]*document{}
	for _, lang := range s.languages {
		s.documents[lang] = map[string]*document{}
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
				source, err := fs.ReadFile(content, dir+"/"+entry.Name())
				if err != nil {
					problems.Add(problem.Problem{Path: "content/" + dir + "/" + entry.Name(), Level: problem.Error, Code: "missing_file", Text: err.Error()})
					continue
				}
				if taken := name == "records" || slices.ContainsFunc(s.archive.Editions, func(e *race.Edition) bool { return e.ID == name }); taken {
					problems.Add(problem.Problem{Path: "content/" + dir + "/" + entry.Name(), Level: problem.Error, Code: "name_taken",
						Text: fmt.Sprintf("the site has a page of its own at %q", lang+"/"+name+"/"), Hint: "give the file another name; the rules of an edition are rules/" + name + ".md"})
				}
				doc, found := s.readDocument(lang, name, source)
				problems = append(problems, found...)
				s.documents[lang][name] = doc
			}
		}
	}
	s.anchors = map[string]map[string]bool{}
	for name, doc := range s.documents[s.languages[0]] {
		if edition, ok := strings.CutPrefix(name, "rules/"); ok {
			s.anchors[edition] = map[string]bool{}
			for _, id := range doc.anchors {
				s.anchors[edition][id] = true
			}
		}
	}
	return append(problems, s.compareDocuments()...)
}

// compareDocuments finds pages that a language lacks or that have other
// headings there.
func (s *Set) compareDocuments() problem.List {
	var problems problem.List
	all := map[string]*document{}
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
					Text: fmt.Sprintf("the page is not there, but %s is", want.path), Hint: "a page stands in every language of the site"})
			case !slices.Equal(doc.anchors, want.anchors):
				problems.Add(problem.Problem{Path: doc.path, Level: problem.Error, Code: "headings",
					Text: fmt.Sprintf("the headings' ids are not those of %s: %s", want.path, difference(doc.anchors, want.anchors)),
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
			return fmt.Sprintf("%q where %q is wanted", got[i], want[i])
		}
	}
	return "none"
}

// matter is the head of a page.
type matter struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
}

var directive = regexp.MustCompile(`^\{\{\s*([a-z]+)(?:\s+([a-z0-9-]+))?\s*\}\}$`)

// marker stands in rendered HTML where a table goes. A NUL never gets through
// Markdown, so no text can be taken for one.
var marker = regexp.MustCompile("\x00([0-9]+)\x00")

func (s *Set) readDocument(lang, name string, source []byte) (*document, problem.List) {
	doc := &document{path: "content/" + lang + "/" + name + ".md"}
	var problems problem.List
	report := func(line int, code, hint, format string, args ...any) {
		problems.Add(problem.Problem{Path: doc.path, Line: line, Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
	}
	source = bytes.ReplaceAll(bytes.TrimPrefix(source, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	var head matter
	body, above := source, 0
	if rest, ok := bytes.CutPrefix(source, []byte("---\n")); ok {
		front, after, closed := bytes.Cut(rest, []byte("\n---\n"))
		if !closed {
			report(1, "front_matter", "end it with a line of ---", "the front matter has no end")
			return doc, problems
		}
		above, body = 2+bytes.Count(front, []byte("\n"))+1, after
		if err := yaml.UnmarshalWithOptions(front, &head, yaml.Strict()); err != nil {
			line, text := 0, err.Error()
			if y := yaml.Error(nil); errors.As(err, &y) {
				text = y.GetMessage()
				if token := y.GetToken(); token != nil {
					line = token.Position.Line
				}
			}
			report(1+line, "front_matter", "the keys are title and description", "%s", text)
		}
	}
	if head.Title == "" {
		report(1, "front_matter", "begin the page with ---, title: …, ---", "the page has no title")
	}
	doc.title, doc.description = head.Title, head.Description

	md := markdown(lang)
	root := md.Parser().Parse(text.NewReader(body))
	lineOf := func(n ast.Node) int { return above + lineAt(n, body) }
	var asked []part
	ids := map[string]bool{}
	var within []struct {
		id   string
		line int
	}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if v, ok := n.AttributeString("id"); ok {
				id := string(v.([]byte))
				if ids[id] {
					report(lineOf(n), "headings", "", "the id %q is there twice", id)
				}
				ids[id] = true
				doc.anchors = append(doc.anchors, id)
				if n.Level == 2 {
					doc.contents = append(doc.contents, Link{URL: "#" + id, Label: entities.UnescapeString(string(plain(n, body)))})
				}
			}
		case *ast.HTMLBlock, *ast.RawHTML:
			report(lineOf(n), "markup", "write Markdown", "HTML does not stand in a page")
		case *ast.Image:
			report(lineOf(n), "image", "", "%q is not there: a page holds no images", n.Destination)
		case *ast.Link:
			to := string(n.Destination)
			switch {
			case html.IsDangerousURL(n.Destination):
				report(lineOf(n), "link", "", "%q is not a link a page may hold", to)
			case strings.HasPrefix(to, "#"):
				within = append(within, struct {
					id   string
					line int
				}{to[1:], lineOf(n)})
			}
		case *ast.Paragraph:
			content := strings.TrimSpace(string(n.Lines().Value(body)))
			if !strings.HasPrefix(content, "{{") {
				return ast.WalkContinue, nil
			}
			p, err := s.directive(name, content)
			if err != nil {
				report(lineOf(n), "directive", "the directives are "+strings.Join(directives, ", ")+", each with a race: {{cutoffs marathon}}", "%s", err)
				return ast.WalkSkipChildren, nil
			}
			for c := n.FirstChild(); c != nil; c = n.FirstChild() {
				n.RemoveChild(n, c)
			}
			mark := ast.NewString(fmt.Appendf(nil, "\x00%d\x00", len(asked)))
			mark.SetRaw(true)
			mark.SetCode(true)
			n.AppendChild(n, mark)
			asked = append(asked, p)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		report(0, "markdown", "", "%s", err)
	}
	for _, link := range within {
		if !ids[link.id] && !strings.HasPrefix(link.id, "fn") {
			report(link.line, "link", "", "there is no heading %q on this page", "#"+link.id)
		}
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, body, root); err != nil {
		report(0, "markdown", "", "%s", err)
	}
	doc.parts = parts(out.String(), asked)
	return doc, problems
}

// directive reads {{kind race}} on a page of rules.
func (s *Set) directive(name, content string) (part, error) {
	m := directive.FindStringSubmatch(content)
	if m == nil || !slices.Contains(directives, m[1]) {
		return part{}, fmt.Errorf("%q is not a directive", content)
	}
	id, ok := strings.CutPrefix(name, "rules/")
	if !ok {
		return part{}, fmt.Errorf("%q stands outside an edition's rules", content)
	}
	for _, e := range s.archive.Editions {
		if e.ID != id {
			continue
		}
		for _, rc := range e.Races {
			if rc.ID == m[2] {
				return part{kind: m[1], race: m[2]}, nil
			}
		}
		return part{}, fmt.Errorf("the edition %s has no race %q", id, m[2])
	}
	return part{kind: m[1], race: m[2]}, nil // rules of an edition that is not in this project are never drawn
}

// parts cuts rendered HTML at its markers.
func parts(rendered string, asked []part) []part {
	var all []part
	for {
		m := marker.FindStringSubmatchIndex(rendered)
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(rendered[m[2]:m[3]])
		before := strings.TrimSuffix(rendered[:m[0]], "<p>")
		all = append(all, part{html: template.HTML(before)}, asked[n])
		rendered = strings.TrimPrefix(rendered[m[1]:], "</p>")
	}
	return append(all, part{html: template.HTML(rendered)})
}

// markdown is the dialect of the pages: tables, footnotes, ids on headings;
// no HTML. Quotes are made typographic where the language is English.
func markdown(lang string) goldmark.Markdown {
	extensions := []goldmark.Extender{extension.Table, extension.Footnote}
	if lang == "en" || strings.HasPrefix(lang, "en-") {
		extensions = append(extensions, extension.Typographer)
	}
	return goldmark.New(goldmark.WithExtensions(extensions...), goldmark.WithParserOptions(parser.WithAttribute()))
}

// lineAt is the line in the body at which a node begins, from 1.
func lineAt(n ast.Node, body []byte) int {
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return 1 + bytes.Count(body[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return 1
}

// plain is the text of a node without its marks.
func plain(n ast.Node, body []byte) []byte {
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b = append(b, c.Value(body)...)
		case *ast.String:
			b = append(b, c.Value...)
		default:
			b = append(b, plain(c, body)...)
		}
	}
	return b
}

// Content is a page of content/{lang}: the glossary, how to verify a result.
func (s *Set) Content(lang, name string) func(io.Writer) error {
	return s.draw(lang, "document.html", func() (any, error) {
		doc := s.documents[lang][name]
		if doc == nil {
			return nil, fmt.Errorf("there is no page %q", name)
		}
		at := func(lang string) string { return s.links.Section(lang, name) }
		d := s.draft(lang, at(lang))
		view := documentView{Frame: d.frame(doc.title, cmp.Or(doc.description, doc.title), at), Heading: doc.title, Contents: doc.contents}
		view.Parts = d.parts(doc, nil)
		return view, d.err
	})
}

// ContentNames returns the pages of content/{lang} that stand by themselves, by
// name: "glossary". The one that checks certificates is drawn by Verify.
func (s *Set) ContentNames() []string {
	var names []string
	for _, name := range sortedKeys(s.documents[s.languages[0]]) {
		if isSection(name) && name != "verify" {
			names = append(names, name)
		}
	}
	return names
}

// Anchors returns the ids of an edition's rules page, such as "clause-10.6";
// none where the edition has no such page.
func (s *Set) Anchors(edition string) map[string]bool {
	return s.anchors[edition]
}

// Rules is an edition's rules: its own page where the project has one, else
// the tables of its rule data.
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
			title = doc.title
			if doc.description != "" {
				description = doc.description
			}
			view.Contents, view.Parts = doc.contents, d.parts(doc, v)
		} else {
			for _, rc := range e.Races {
				for _, t := range []struct{ title, kind string }{{"table.points", "points"}, {"table.cutoffs", "cutoffs"}, {"table.prizes", "prizes"}, {"table.records", "records"}} {
					made, err := d.table(t.kind, v, rc)
					d.note(err)
					view.Tables = append(view.Tables, namedTable{Title: d.say("rules.table", "Race", rc.Name.In(lang), "Table", d.say(t.title)), Table: made})
				}
			}
		}
		view.Frame, view.Heading = d.frame(title, description, at), title
		d.under(&view.Frame, v, d.editionCrumb(v))
		return view, d.err
	})
}

// parts puts the tables of an edition in a document's places for them.
func (d *draft) parts(doc *document, v *race.Verdict) []partView {
	var views []partView
	for _, p := range doc.parts {
		if p.kind == "" {
			views = append(views, partView{HTML: p.html})
			continue
		}
		for _, rc := range v.Edition.Races {
			if rc.ID == p.race {
				t, err := d.table(p.kind, v, rc)
				d.note(err)
				views = append(views, partView{Table: &t})
			}
		}
	}
	return views
}
