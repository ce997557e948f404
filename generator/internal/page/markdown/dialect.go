package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// dialect is the Markdown of the pages: tables, footnotes, ids on headings, numbers
// of the rules in running text, quotation marks of the language; no HTML.
func (r *manuscript) dialect() goldmark.Markdown {
	quote := func(name string) string {
		text, err := r.Quote(name)
		if err != nil {
			r.report(-1, "markdown", "", "%s", err)
		}
		return text
	}
	marks := extension.NewTypographer(extension.WithTypographicSubstitutions(map[extension.TypographicPunctuation]string{
		extension.LeftSingleQuote: quote("inner_open"), extension.RightSingleQuote: quote("inner_close"), extension.Apostrophe: "’",
		extension.EnDash: "–", extension.EmDash: "—", extension.Ellipsis: "…"}))
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Footnote, marks),
		goldmark.WithParserOptions(parser.WithAttribute(), parser.WithInlineParsers(
			util.Prioritized(&quotes{open: quote("open"), close: quote("close")}, 900),
			util.Prioritized(&figures{r}, 910))))
}

// quotes replaces straight double quotes with the quotation marks of a language.
// The first of a block opens, the next closes: in languages without spaces nothing
// else tells.
type quotes struct {
	open, close string
	block       ast.Node // the last block, and whether a quote is open in it
	opened      bool
}

func (q *quotes) Trigger() []byte { return []byte{'"'} }

func (q *quotes) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	for parent.Type() == ast.TypeInline {
		parent = parent.Parent()
	}
	if q.block != parent {
		q.block, q.opened = parent, false
	}
	block.Advance(1)
	q.opened = !q.opened
	if q.opened {
		return ast.NewString([]byte(q.open))
	}
	return ast.NewString([]byte(q.close))
}

// figures inserts numbers of the rules and champions' times into running text:
// {{tax marathon}}, {{time 1984 men}}.
type figures struct{ *manuscript }

func (f *figures) Trigger() []byte { return []byte{'{'} }

func (f *figures) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, at := block.PeekLine()
	if !strings.HasPrefix(string(line), "{{") {
		return nil
	}
	report := func(format string, args ...any) ast.Node {
		f.report(at.Start, "directive", f.Hint, format, args...)
		return nil
	}
	said, _, closed := strings.Cut(string(line), "}}")
	said += "}}"
	m := directive.FindStringSubmatch(said)
	whole := parent.Kind() == ast.KindParagraph && strings.TrimSpace(string(parent.Lines().Value(f.body))) == said
	switch {
	case m != nil && whole && slices.Contains(f.Tables, m[1]):
		return nil // a table, which walk handles
	case m != nil && m[1] == "time":
		text, err := f.Time(said, strings.Fields(m[2]))
		if err != nil {
			return report("%s", err)
		}
		block.Advance(len(m[0]))
		return ast.NewString([]byte(text))
	case !closed || m == nil || !slices.Contains(slices.Concat(f.Figures, f.Tables), m[1]):
		return report("%q is not a directive", strings.TrimSpace(said))
	case slices.Contains(f.Tables, m[1]):
		return report("%q is a table and must be a paragraph of its own", said)
	}
	text, err := f.Figure(said, m[1], m[2])
	if err != nil {
		return report("%s", err)
	}
	block.Advance(len(m[0]))
	return ast.NewString([]byte(text))
}
