package yamlpos

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"guntime/generator/internal/problem"
)

// Value is a value of a file, or the place where it is absent. Reading an absent
// value gives the default and no finding.
type Value struct {
	doc    *document
	node   ast.Node // nil if absent
	name   string   // keys from the root: "races.marathon.gun"
	line   int      // line of the node, or of its parent if absent
	column int
}

// of returns the value of a node, with key as its name within v.
func (v Value) of(n ast.Node, key string) Value {
	child := Value{doc: v.doc, name: key, line: v.line, column: v.column}
	if v.name != "" {
		child.name = v.name + "." + key
	}
	for range 8 { // aliases of aliases, but not endless ones
		switch t := n.(type) {
		case *ast.AnchorNode:
			n = t.Value
			continue
		case *ast.AliasNode:
			at := child.at(t)
			if n = v.doc.anchors[t.Value.String()]; n == nil {
				at.Fail("yaml_syntax", "", "the alias %q is not defined", t.Value.String())
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

// at returns v at the place of a node.
func (v Value) at(n ast.Node) Value {
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

// Exists reports whether the file has the value.
func (v Value) Exists() bool { return v.node != nil }

// Name returns the keys from the root, separated by points, such as
// "races.marathon.gun". Items of a list count from 1. The name of a key is only the
// key.
func (v Value) Name() string { return v.name }

// Errors returns the number of errors reported in the file so far.
func (v Value) Errors() int { return v.doc.errors }

// Place returns the place of the value, with the text of its line.
func (v Value) Place() problem.Place {
	return problem.Place{Path: v.doc.path, Line: v.line, Column: v.column, Text: v.doc.lines[v.line-1]}
}

// Fail reports an error at the value. The hint ends with the line itself.
func (v Value) Fail(code, hint, format string, args ...any) {
	v.doc.errors++
	v.Report(problem.Error, code, hint, format, args...)
}

// Warn reports a warning at the value, likewise.
func (v Value) Warn(code, hint, format string, args ...any) {
	v.Report(problem.Warning, code, hint, format, args...)
}

// Report reports a finding with a level at the value, likewise.
func (v Value) Report(level problem.Level, code, hint, format string, args ...any) {
	v.Place().Report(v.doc.found, level, code, fmt.Sprintf(format, args...), hint)
}

// Items returns the values of a list. An empty item is an error.
func (v Value) Items() []Value {
	if !v.Exists() {
		return nil
	}
	n, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.Fail("wrong_type", "", "%s must be a list, not %s", v.Title(), v.kind())
		return nil
	}
	list := make([]Value, 0, len(n.Values))
	for i, item := range n.Values {
		child := v.of(item, fmt.Sprint(i+1))
		if !child.Exists() {
			child.Fail("wrong_type", "", "%s is empty", child.Title())
			continue
		}
		list = append(list, child)
	}
	return list
}

// OneOrMore returns the values of a list, or the value itself if it is no list.
func (v Value) OneOrMore() []Value {
	if _, ok := v.node.(*ast.SequenceNode); ok {
		return v.Items()
	}
	if !v.Exists() {
		return nil
	}
	return []Value{v}
}

// Title returns the name of the value for findings, or "the file".
func (v Value) Title() string {
	if v.name == "" {
		return "the file"
	}
	return v.name
}

// IsMapping reports whether the value is a mapping.
func (v Value) IsMapping() bool {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	}
	return false
}

// kind returns the kind of the node in words.
func (v Value) kind() string {
	if v.IsMapping() {
		return "keys with values"
	}
	switch v.node.(type) {
	case *ast.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", scalarText(v.node))
}

// scalarText returns the text of a scalar without quotes.
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
