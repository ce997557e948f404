package yamlpos

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"guntime/generator/internal/problem"
)

// Pair is one key of a mapping with its value.
type Pair struct {
	Key   string
	At    Value // the key itself, for findings about it
	Value Value
}

// Number is the whole number that a key is, where it stands without quotes; else
// 0. A quoted number is a text like any other.
func (p Pair) Number() int {
	n := p.At.node
	if k, ok := n.(*ast.MappingKeyNode); ok {
		n = k.Value
	}
	if _, whole := n.(*ast.IntegerNode); !whole {
		return 0
	}
	number, err := strconv.Atoi(p.Key)
	if err != nil {
		return 0
	}
	return max(0, number)
}

// Pairs returns the keys of a mapping in the file's order, each once; a second
// one of the same name is reported.
func (v Value) Pairs() []Pair {
	if !v.Exists() {
		return nil
	}
	var nodes []*ast.MappingValueNode
	switch n := v.node.(type) {
	case *ast.MappingNode:
		nodes = n.Values
	case *ast.MappingValueNode:
		nodes = []*ast.MappingValueNode{n}
	default:
		v.Fail("wrong_type", "", "%s must be keys with values, not %s", v.Title(), v.kind())
		return nil
	}
	var list []Pair
	lines := map[string]int{}
	for _, n := range nodes {
		key := scalarText(n.Key)
		named := v.at(n.Key)
		named.node, named.name = n.Key, key
		if first, twice := lines[key]; twice {
			named.Fail("duplicate_key", "", "the key %q is already on line %d", key, first)
			continue
		}
		lines[key] = named.line
		child := named
		child.node, child.name = nil, v.name
		child = child.of(n.Value, key)
		if !child.Exists() { // an empty value has no place of its own
			child.line, child.column = named.line, named.column
		}
		list = append(list, Pair{key, named, child})
	}
	return list
}

// Fields are the values of a mapping by key.
type Fields struct {
	Mapping Value // as a whole, for findings about it
	values  map[string]Value
}

// Fields reads a mapping all of whose keys are known; any other is an error.
func (v Value) Fields(known ...string) Fields {
	f := Fields{Mapping: v, values: map[string]Value{}}
	for _, p := range v.Pairs() {
		if !slices.Contains(known, p.Key) {
			p.At.unknownKey(known)
			continue
		}
		f.values[p.Key] = p.Value
	}
	return f
}

func (v Value) unknownKey(known []string) {
	hint := "known here: " + strings.Join(known, ", ")
	if near := problem.Nearest(v.name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q? %s", near, hint)
	}
	v.Fail("unknown_key", hint, "unknown key %q", v.name)
}

// SomeFields reads a mapping of which only some keys are known: those are the
// fields, the others come as pairs in the file's order.
func (v Value) SomeFields(known ...string) (Fields, []Pair) {
	f := Fields{Mapping: v, values: map[string]Value{}}
	var others []Pair
	for _, p := range v.Pairs() {
		if slices.Contains(known, p.Key) {
			f.values[p.Key] = p.Value
		} else {
			others = append(others, p)
		}
	}
	return f, others
}

// Get returns the value under a key; absent where there is none.
func (f Fields) Get(key string) Value {
	if v, ok := f.values[key]; ok {
		return v
	}
	v := f.Mapping
	v.node = nil
	if v.name != "" {
		v.name += "."
	}
	v.name += key
	return v
}

// Need returns the value under a key; a key that is missing is an error.
func (f Fields) Need(key string) Value {
	v := f.Get(key)
	if !v.Exists() {
		v.Fail("missing_key", "", "the key %q is missing", v.name)
	}
	return v
}
