package yamlpos

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"guntime/generator/internal/problem"
)

// document is a YAML file that is being read.
type document struct {
	path    string
	lines   []string
	anchors map[string]ast.Node
	found   *problem.List
	errors  int
}

// Parse parses the text of the YAML file at path, and adds all findings about it
// and its values to found. ok is false for an unusable text, which is reported. The
// root of an empty file is absent.
func Parse(path string, raw []byte, found *problem.List) (root Value, ok bool) {
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	// goccy/go-yaml miscounts lines that end in CR LF after a comment.
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	doc := &document{path: path, lines: strings.Split(text, "\n"), anchors: map[string]ast.Node{}, found: found}
	if i := notPlain(text); i >= 0 {
		problem.PlaceIn(path, text, i).Report(found, problem.Error, "encoding", "the file is not plain UTF-8 text", "save it as UTF-8")
		return Value{}, false
	}
	if i := deep(text); i >= 0 {
		problem.PlaceIn(path, text, i).Report(found, problem.Error, "yaml_syntax", "the file is nested too deeply", "")
		return Value{}, false
	}
	tree, err := parseTree(text)
	if err != nil {
		doc.syntax(err)
		return Value{}, false
	}
	root = Value{doc: doc, line: 1, column: 1}
	for i, d := range tree.Docs {
		if i > 0 {
			root.Fail("yaml_syntax", "", "the file contains %d documents and must be one", len(tree.Docs))
			return Value{}, false
		}
		if d.Body != nil {
			ast.Walk(anchorer{doc}, d.Body)
			root = root.of(d.Body, "")
		}
	}
	return root, true
}

// deepest is how deeply lists and keys may be nested, far more than rules need.
// Without a limit a broken file could keep the parser busy for hours or exhaust its
// stack.
const deepest = 1000

// deep returns the offset at which a text is nested too deeply, or -1. It also
// counts brackets in quotes and comments: only a broken file has so many.
func deep(text string) int {
	open, markers, head := 0, 0, true
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\n':
			markers, head = 0, true
			continue
		case c == '[' || c == '{':
			open++
		case (c == ']' || c == '}') && open > 0:
			open--
		case head && (c == '-' || c == '?' || c == ':'):
			markers++
		}
		head = head && strings.IndexByte("-?: ", text[i]) >= 0
		if open > deepest || markers > deepest {
			return i
		}
	}
	return -1
}

// notPlain returns the offset of the first byte that does not belong into a UTF-8
// text file, or -1.
func notPlain(text string) int {
	for i, r := range text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return i
		}
	}
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

// parseTree calls the parser and turns its panics into errors.
func parseTree(text string) (tree *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

// syntax reports a syntax error.
func (d *document) syntax(err error) {
	at := Value{doc: d, line: 1, column: 1}
	text, _, _ := strings.Cut(err.Error(), "\n")
	var located yaml.Error
	if errors.As(err, &located) {
		text = strings.ToLower(located.GetMessage())
		if t := located.GetToken(); t != nil && t.Position != nil {
			at.line, at.column = d.within(t.Position.Line, t.Position.Column)
		}
	}
	at.Fail("yaml_syntax", "", "not valid YAML: %s", text)
}

// anchorer records the place of each anchor.
type anchorer struct{ doc *document }

// Visit implements ast.Visitor.
func (a anchorer) Visit(n ast.Node) ast.Visitor {
	if n, ok := n.(*ast.AnchorNode); ok && n.Name != nil {
		a.doc.anchors[n.Name.String()] = n.Value
	}
	return a
}

// within limits a position to the document.
func (d *document) within(line, column int) (int, int) {
	line = min(max(line, 1), len(d.lines))
	return line, min(max(column, 1), utf8.RuneCountInString(d.lines[line-1])+1)
}
