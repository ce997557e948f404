package markdown

import (
	"bytes"
	"errors"
	"fmt"
	entities "html"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/problem"

	"github.com/goccy/go-yaml"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// matter is the front matter of a page.
type matter struct {
	Title       string `yaml:"title"`
	Description string `yaml:"description"`
}

var (
	directive = regexp.MustCompile(`^\{\{\s*([a-z]+)(?:\s+([a-z0-9-]+(?:\s+[a-z0-9_-]+)*))?\s*\}\}`)
	footnotes = regexp.MustCompile(`^fn(ref)?[:0-9]`)
	// marker marks the place of a table in rendered HTML. Markdown never outputs a
	// NUL, so no text equals it.
	marker = regexp.MustCompile("\x00([0-9]+)\x00")
)

// Footnote reports whether an id is that of a footnote or of a reference to one.
func Footnote(id string) bool { return footnotes.MatchString(id) }

// manuscript is a page of Markdown that is being read.
type manuscript struct {
	*Page
	doc      *Document
	body     []byte
	above    int // number of lines before the body
	problems problem.List
}

// report adds a finding at an offset of the body, or at the first line of the file
// if that is below 0.
func (r *manuscript) report(at int, code, hint, format string, args ...any) {
	line, column := r.where(at)
	r.problems.Add(problem.Problem{Path: r.doc.Path, Line: line, Column: column, Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
}

// where converts an offset of the body into a line and a column of the file.
func (r *manuscript) where(at int) (line, column int) {
	if at < 0 {
		return 1, 1
	}
	before := r.body[:min(at, len(r.body))]
	begin := bytes.LastIndexByte(before, '\n') + 1
	return r.above + 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[begin:])
}

// Read reads a page and reports all that is wrong with it, except what depends on
// other pages.
func (p *Page) Read(source []byte) (*Document, problem.List) {
	r := &manuscript{Page: p, doc: &Document{Path: p.Path, Labels: map[string]string{}}}
	if at := invalid(source); at >= 0 {
		r.body = source
		r.report(at, "encoding", "save it as UTF-8", "the page is not UTF-8")
		return r.doc, r.problems
	}
	if !r.matter(bytes.ReplaceAll(bytes.TrimPrefix(source, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))) {
		return r.doc, r.problems
	}
	r.leaveOut()
	md := r.dialect()
	root := md.Parser().Parse(text.NewReader(r.body))
	asked := r.walk(root)
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, r.body, root); err != nil {
		r.report(-1, "markdown", "", "%s", err)
	}
	r.doc.Parts = parts(out.String(), asked)
	return r.doc, r.problems
}

// invalid returns the offset of the first byte that is not UTF-8, -1 for none.
func invalid(text []byte) int {
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// matter reads and removes the front matter, false if the page is unusable.
func (r *manuscript) matter(source []byte) bool {
	var head matter
	r.body = source
	if rest, ok := bytes.CutPrefix(source, []byte("---\n")); ok {
		front, after, closed := bytes.Cut(rest, []byte("\n---\n"))
		if !closed {
			r.report(-1, "front_matter", "end it with a line of ---", "the front matter has no end")
			return false
		}
		if err := yaml.UnmarshalWithOptions(front, &head, yaml.Strict()); err != nil {
			at, said := yaml.Error(nil), err.Error()
			line, column := 1, 1
			if errors.As(err, &at) {
				said = at.GetMessage()
				if token := at.GetToken(); token != nil {
					line, column = 1+token.Position.Line, token.Position.Column
				}
			}
			r.problems.Add(problem.Problem{Path: r.doc.Path, Line: line, Column: column, Level: problem.Error, Code: "front_matter", Text: said, Hint: "the keys are title and description"})
		}
		r.above, r.body = 2+bytes.Count(front, []byte("\n"))+1, after
	}
	if head.Title == "" {
		r.report(-1, "front_matter", "begin the page with ---, title: …, ---", "the page has no title")
	}
	r.doc.Title, r.doc.Description = head.Title, head.Description
	return true
}

// walk records headings and links of a page, reports what is not allowed, and puts
// a marker at each table.
func (r *manuscript) walk(root ast.Node) (asked []Part) {
	ids := map[string]bool{}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			r.heading(n, ids)
		case *ast.HTMLBlock, *ast.RawHTML:
			r.report(offset(n), "markup", "write Markdown", "a page cannot contain HTML")
		case *ast.Image:
			r.report(offset(n), "image", "", "%q: a page cannot contain images", n.Destination)
		case *ast.Link:
			r.link(n)
		case *ast.Paragraph:
			content := bytes.TrimSpace(n.Lines().Value(r.body))
			m := directive.FindSubmatch(content)
			if m == nil || len(m[0]) != len(content) || !slices.Contains(r.Tables, string(m[1])) {
				return ast.WalkContinue, nil
			}
			if err := r.Table(string(content), string(m[2])); err != nil {
				r.report(offset(n), "directive", r.Hint, "%s", err)
				return ast.WalkSkipChildren, nil
			}
			for c := n.FirstChild(); c != nil; c = n.FirstChild() {
				n.RemoveChild(n, c)
			}
			mark := ast.NewString(fmt.Appendf(nil, "\x00%d\x00", len(asked)))
			mark.SetRaw(true)
			mark.SetCode(true)
			n.AppendChild(n, mark)
			asked = append(asked, Part{Kind: string(m[1]), Race: string(m[2])})
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		r.report(-1, "markdown", "", "%s", err)
	}
	return asked
}

func (r *manuscript) heading(n *ast.Heading, ids map[string]bool) {
	v, ok := n.AttributeString("id")
	if !ok {
		return
	}
	id := string(v.([]byte))
	if ids[id] {
		r.report(offset(n), "headings", "", "the id %q is there twice", id)
	}
	ids[id] = true
	r.doc.Anchors = append(r.doc.Anchors, id)
	if cited, ok := n.AttributeString("label"); ok {
		if text, ok := cited.([]byte); ok && len(text) > 0 {
			r.doc.Labels[id] = string(text)
		}
	}
	if n.Level == 2 {
		r.doc.Contents = append(r.doc.Contents, Chapter{ID: id, Title: entities.UnescapeString(string(plain(n, r.body)))})
	}
}

// link records the target of a link, and converts the file of another page into its
// address: ../glossary.md#unranked.
func (r *manuscript) link(n *ast.Link) {
	to := string(n.Destination)
	file, anchor, _ := strings.Cut(to, "#")
	ref := Reference{Anchor: anchor, Text: to}
	ref.Line, ref.Column = r.where(offset(n))
	switch {
	case html.IsDangerousURL(n.Destination):
		r.report(offset(n), "link", "", "a page cannot contain the link %q", to)
		return
	case strings.Contains(to, ":"):
		return // a link out of the site
	case file != "":
		ref.Page = strings.TrimSuffix(path.Join(path.Dir(r.Name), file), ".md")
		if !strings.HasSuffix(file, ".md") || strings.HasPrefix(ref.Page, "../") {
			r.report(offset(n), "link", "a page is linked by its file, as rules/2022.md or ../glossary.md", "%q leads to no page", to)
			return
		}
		n.Destination = []byte(r.Address(ref.Page))
		if anchor != "" {
			n.Destination = append(n.Destination, "#"+anchor...)
		}
	}
	r.doc.References = append(r.doc.References, ref)
}

// offset returns where a node begins in the body: an inline one at its text minus
// its mark, a block at its first line; -1 if unknown.
func offset(n ast.Node) int {
	if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
		return raw.Segments.At(0).Start
	}
	if n.Type() == ast.TypeInline {
		for c := n.FirstChild(); c != nil; c = c.FirstChild() {
			if t, ok := c.(*ast.Text); ok {
				mark := 1
				if n.Kind() == ast.KindImage {
					mark = 2
				}
				return t.Segment.Start - mark
			}
		}
	}
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return -1
}

// parts splits rendered HTML at its markers.
func parts(rendered string, asked []Part) []Part {
	var all []Part
	for {
		m := marker.FindStringSubmatchIndex(rendered)
		if m == nil {
			break
		}
		n, _ := strconv.Atoi(rendered[m[2]:m[3]])
		before := strings.TrimSuffix(rendered[:m[0]], "<p>")
		all = append(all, Part{HTML: template.HTML(before)}, asked[n])
		rendered = strings.TrimPrefix(rendered[m[1]:], "</p>")
	}
	return append(all, Part{HTML: template.HTML(rendered)})
}

// plain returns the text of a node without markup.
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
