package read

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"guntime/generator/internal/problem"
)

// document is one YAML file being read.
type document struct {
	path    string
	lines   []string
	anchors map[string]ast.Node
	found   *problem.List
	errors  int
}

// value is one spot of a document: a node, or the absence of one. Reading an
// absent value gives its default and no finding.
type value struct {
	doc    *document
	node   ast.Node // nil where absent
	name   string   // the keys that lead to it: "races.marathon.gun"
	line   int      // of the node, or of what should have held it
	column int
}

// document reads and parses a YAML file. ok is false where nothing can be made
// of it; the finding has then been added.
func (p *project) document(file string) (root value, ok bool) {
	raw, err := p.bytes(file, largestRules)
	if err != nil {
		p.unreadable(file, err, whole(file))
		return value{}, false
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	// goccy/go-yaml miscounts lines that end in CR LF after a comment.
	text := strings.ReplaceAll(string(raw), "\r\n", "\n")
	doc := &document{path: file, lines: strings.Split(text, "\n"), anchors: map[string]ast.Node{}, found: p.found}
	if i := strings.IndexFunc(text, notText); i >= 0 || !utf8.ValidString(text) {
		if i < 0 {
			i = firstInvalid(text)
		}
		at := placeIn(file, text, i)
		at.report(p.found, problem.Error, "encoding", "the file is not plain UTF-8 text", "save it as UTF-8")
		return value{}, false
	}
	if i := deep(text); i >= 0 {
		placeIn(file, text, i).report(p.found, problem.Error, "yaml_syntax", "the file is nested too deeply", "")
		return value{}, false
	}
	tree, err := parse(text)
	if err != nil {
		doc.syntax(err)
		return value{}, false
	}
	root = value{doc: doc, line: 1, column: 1}
	for i, d := range tree.Docs {
		if i > 0 {
			root.fail("yaml_syntax", "", "the file contains %d documents and must be one", len(tree.Docs))
			return value{}, false
		}
		if d.Body != nil {
			ast.Walk(anchorer{doc}, d.Body)
			root = root.of(d.Body, "")
		}
	}
	return root, true
}

// deepest is how far lists and keys may stand inside each other: far
// more than any rule data needs. The parser would take hours over a file that
// goes on for ever, and its stack has an end.
const deepest = 1000

// deep returns the offset at which a text goes too far in, or -1. Brackets in
// quotes and comments count as well; none but a broken file opens so many.
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

// notText reports whether a character has no place in a text file.
func notText(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }

// parse calls the parser, which must not take the program down with it.
func parse(text string) (tree *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

// syntax reports what the parser could not understand.
func (d *document) syntax(err error) {
	at := value{doc: d, line: 1, column: 1}
	text, _, _ := strings.Cut(err.Error(), "\n")
	var located yaml.Error
	if errors.As(err, &located) {
		text = strings.ToLower(located.GetMessage())
		if t := located.GetToken(); t != nil && t.Position != nil {
			at.line, at.column = d.within(t.Position.Line, t.Position.Column)
		}
	}
	at.fail("yaml_syntax", "", "not valid YAML: %s", text)
}

// anchorer notes where each anchor stands.
type anchorer struct{ doc *document }

// Visit implements ast.Visitor.
func (a anchorer) Visit(n ast.Node) ast.Visitor {
	if n, ok := n.(*ast.AnchorNode); ok && n.Name != nil {
		a.doc.anchors[n.Name.String()] = n.Value
	}
	return a
}

// within keeps a position inside the document.
func (d *document) within(line, column int) (int, int) {
	line = min(max(line, 1), len(d.lines))
	return line, min(max(column, 1), utf8.RuneCountInString(d.lines[line-1])+1)
}

// of returns the value a node stands for, called key within v.
func (v value) of(n ast.Node, key string) value {
	child := value{doc: v.doc, name: key, line: v.line, column: v.column}
	if v.name != "" {
		child.name = v.name + "." + key
	}
	for range 8 { // an alias may stand for an alias, but hardly for more
		switch t := n.(type) {
		case *ast.AnchorNode:
			n = t.Value
			continue
		case *ast.AliasNode:
			at := child.at(t)
			if n = v.doc.anchors[t.Value.String()]; n == nil {
				at.fail("yaml_syntax", "", "the alias %q is not defined", t.Value.String())
				return child
			}
			continue
		case *ast.TagNode:
			n = t.Value
			continue
		}
		break
	}
	if n == nil {
		return child
	}
	child = child.at(n)
	if _, null := n.(*ast.NullNode); !null {
		child.node = n
	}
	return child
}

// at moves v to where a node stands.
func (v value) at(n ast.Node) value {
	first := n
	switch t := n.(type) {
	case *ast.MappingNode:
		if !t.IsFlowStyle && len(t.Values) > 0 {
			first = t.Values[0].Key
		}
	case *ast.MappingValueNode:
		first = t.Key
	}
	if t := first.GetToken(); t != nil && t.Position != nil {
		v.line, v.column = v.doc.within(t.Position.Line, t.Position.Column)
	}
	return v
}

// exists reports whether the file gives the value.
func (v value) exists() bool { return v.node != nil }

// place is where the value stands.
func (v value) place() place { return place{path: v.doc.path, line: v.line, column: v.column} }

// fail reports an error at the value. The line itself is part of the hint.
func (v value) fail(code, hint, format string, args ...any) {
	v.doc.errors++
	v.report(problem.Error, code, hint, format, args...)
}

// warn reports a warning at the value.
func (v value) warn(code, hint, format string, args ...any) {
	v.report(problem.Warning, code, hint, format, args...)
}

func (v value) report(level problem.Level, code, hint, format string, args ...any) {
	line := strings.TrimSpace(v.doc.lines[v.line-1])
	if runes := []rune(line); len(runes) > 100 {
		line = string(runes[:100]) + "…"
	}
	if line != "" {
		if hint != "" {
			hint += "; "
		}
		hint += "the line reads: " + line
	}
	v.place().report(v.doc.found, level, code, fmt.Sprintf(format, args...), hint)
}

// pair is one key of a mapping with its value.
type pair struct {
	key   string
	named value // the key itself, for findings about it
	value value
}

// pairs returns the keys of a mapping in the file's order, each once; a second
// one of the same name is reported.
func (v value) pairs() []pair {
	if !v.exists() {
		return nil
	}
	var nodes []*ast.MappingValueNode
	switch n := v.node.(type) {
	case *ast.MappingNode:
		nodes = n.Values
	case *ast.MappingValueNode:
		nodes = []*ast.MappingValueNode{n}
	default:
		v.fail("wrong_type", "", "%s must be keys with values, not %s", v.title(), v.kind())
		return nil
	}
	var list []pair
	lines := map[string]int{}
	for _, n := range nodes {
		key := scalarText(n.Key)
		named := v.at(n.Key)
		named.node, named.name = n.Key, key
		if first, twice := lines[key]; twice {
			named.fail("duplicate_key", "", "the key %q is already on line %d", key, first)
			continue
		}
		lines[key] = named.line
		child := named
		child.node, child.name = nil, v.name
		child = child.of(n.Value, key)
		if !child.exists() { // an empty value has no place of its own
			child.line, child.column = named.line, named.column
		}
		list = append(list, pair{key, named, child})
	}
	return list
}

// fields are the values of a mapping by key.
type fields struct {
	of     value
	values map[string]value
}

// fields reads a mapping all of whose keys are known; any other is an error.
func (v value) fields(known ...string) fields {
	f := fields{of: v, values: map[string]value{}}
	for _, p := range v.pairs() {
		if !slices.Contains(known, p.key) {
			p.named.unknownKey(known)
			continue
		}
		f.values[p.key] = p.value
	}
	return f
}

func (v value) unknownKey(known []string) {
	hint := "known here: " + strings.Join(known, ", ")
	if near := nearest(v.name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	v.fail("unknown_key", hint, "unknown key %q", v.name)
}

// get returns the value under a key; absent where there is none.
func (f fields) get(key string) value {
	if v, ok := f.values[key]; ok {
		return v
	}
	v := f.of
	v.node = nil
	if v.name != "" {
		v.name += "."
	}
	v.name += key
	return v
}

// need returns the value under a key and reports it where it is missing.
func (f fields) need(key string) value {
	v := f.get(key)
	if !v.exists() {
		v.fail("missing_key", "", "the key %q is missing", v.name)
	}
	return v
}

// items returns the values of a list.
func (v value) items() []value {
	if !v.exists() {
		return nil
	}
	n, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.fail("wrong_type", "", "%s must be a list, not %s", v.title(), v.kind())
		return nil
	}
	list := make([]value, 0, len(n.Values))
	for i, item := range n.Values {
		child := v.of(item, fmt.Sprint(i+1))
		if !child.exists() {
			child.fail("wrong_type", "", "%s is empty", child.title())
			continue
		}
		list = append(list, child)
	}
	return list
}

// title names the value in a finding.
func (v value) title() string {
	if v.name == "" {
		return "the file"
	}
	return v.name
}

// mapping reports whether the node holds keys with values.
func (v value) mapping() bool {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// kind names what the node is.
func (v value) kind() string {
	if v.mapping() {
		return "keys with values"
	}
	switch v.node.(type) {
	case *ast.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", scalarText(v.node))
}

// scalarText is the text of a scalar as the file has it, without quotes.
func scalarText(n ast.Node) string {
	switch t := n.(type) {
	case *ast.LiteralNode:
		return t.Value.Value
	case *ast.MappingKeyNode:
		return scalarText(t.Value)
	case nil:
		return ""
	}
	if t := n.GetToken(); t != nil {
		return t.Value
	}
	return ""
}

// nearest returns the word of a list that a misspelt one may stand for, or "".
func nearest(word string, list []string) string {
	best, found := 3, ""
	if len(word) > 100 { // nobody means a known word by it
		return ""
	}
	for _, w := range list {
		if d := distance(strings.ToLower(word), w); d < best && d < len(w) {
			best, found = d, w
		}
	}
	return found
}

// distance is how many letters must be changed, added or dropped to turn one
// word into another.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		corner := row[0]
		row[0] = i + 1
		for j := range y {
			change := corner
			if x[i] != y[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}
