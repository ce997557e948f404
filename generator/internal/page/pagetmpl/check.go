package pagetmpl

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"guntime/generator/internal/problem"
)

// Check follows every branch of a template with the types of its view, so that
// unknown fields, missing messages and missing placeholders are found at the start
// and not when a rare page is drawn.
func Check(set *template.Template, name string, view any, l Sayer) error {
	c := &checker{set: set, words: l, seen: map[string]bool{}}
	return c.template(name, reflect.TypeOf(view))
}

// checker follows one page. A nil type is unknown and is not checked.
type checker struct {
	set   *template.Template
	words Sayer
	seen  map[string]bool
}

func (c *checker) template(name string, dot reflect.Type) error {
	if key := fmt.Sprint(name, " ", dot); c.seen[key] {
		return nil
	} else {
		c.seen[key] = true
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return fmt.Errorf("there is no template %q", name)
	}
	return c.list(t.Tree.Root, dot, map[string]reflect.Type{"$": dot})
}

func (c *checker) list(list *parse.ListNode, dot reflect.Type, vars map[string]reflect.Type) error {
	if list == nil {
		return nil
	}
	for _, n := range list.Nodes {
		if err := c.node(n, dot, vars); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) node(n parse.Node, dot reflect.Type, vars map[string]reflect.Type) error {
	switch n := n.(type) {
	case *parse.ActionNode:
		_, err := c.pipe(n.Pipe, dot, vars)
		return err
	case *parse.IfNode:
		if _, err := c.pipe(n.Pipe, dot, vars); err != nil {
			return err
		}
		return c.both(n.List, dot, n.ElseList, dot, vars)
	case *parse.WithNode:
		inner, err := c.pipe(n.Pipe, dot, vars)
		if err != nil {
			return err
		}
		return c.both(n.List, inner, n.ElseList, dot, vars)
	case *parse.RangeNode:
		over, err := c.pipe(n.Pipe, dot, vars)
		if err != nil {
			return err
		}
		var each reflect.Type
		if over = pointed(over); over != nil {
			if over.Kind() != reflect.Slice {
				return &nodeError{n.Pipe, fmt.Sprintf("%s: cannot range over %s", n.Pipe, over), "a range goes over a list of the page's data"}
			}
			each = over.Elem()
		}
		for i, v := range n.Pipe.Decl { // the last one is the element, one before it the index
			vars[v.Ident[0]] = each
			if i < len(n.Pipe.Decl)-1 {
				vars[v.Ident[0]] = reflect.TypeFor[int]()
			}
		}
		return c.both(n.List, each, n.ElseList, dot, vars)
	case *parse.TemplateNode:
		var inner reflect.Type
		if n.Pipe != nil {
			var err error
			if inner, err = c.pipe(n.Pipe, dot, vars); err != nil {
				return err
			}
		}
		return c.template(n.Name, inner)
	}
	return nil
}

func (c *checker) both(list *parse.ListNode, dot reflect.Type, other *parse.ListNode, otherDot reflect.Type, vars map[string]reflect.Type) error {
	if err := c.list(list, dot, vars); err != nil {
		return err
	}
	return c.list(other, otherDot, vars)
}

func (c *checker) pipe(p *parse.PipeNode, dot reflect.Type, vars map[string]reflect.Type) (reflect.Type, error) {
	if p == nil {
		return nil, nil
	}
	var last reflect.Type
	for _, cmd := range p.Cmds {
		var err error
		if last, err = c.command(cmd, dot, vars); err != nil {
			return nil, err
		}
	}
	for _, v := range p.Decl {
		vars[v.Ident[0]] = last
	}
	return last, nil
}

func (c *checker) command(cmd *parse.CommandNode, dot reflect.Type, vars map[string]reflect.Type) (reflect.Type, error) {
	for _, arg := range cmd.Args[1:] {
		if _, err := c.value(arg, dot, vars); err != nil {
			return nil, err
		}
	}
	if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		switch f.Ident {
		case "t":
			return reflect.TypeFor[string](), c.message(cmd, dot, vars)
		case "len":
			return reflect.TypeFor[int](), nil
		}
		return nil, nil
	}
	return c.value(cmd.Args[0], dot, vars)
}

func (c *checker) value(n parse.Node, dot reflect.Type, vars map[string]reflect.Type) (reflect.Type, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return dot, nil
	case *parse.FieldNode:
		return field(dot, n.Ident, n)
	case *parse.VariableNode:
		return field(vars[n.Ident[0]], n.Ident[1:], n)
	case *parse.NumberNode: // nothing ranges over a number: it might have no end
		return reflect.TypeFor[int](), nil
	case *parse.PipeNode:
		return c.pipe(n, dot, vars)
	case *parse.ChainNode:
		t, err := c.value(n.Node, dot, vars)
		if err != nil {
			return nil, err
		}
		return field(t, n.Field, n)
	}
	return nil, nil
}

// message tests a message with the placeholders that a template gives it.
func (c *checker) message(cmd *parse.CommandNode, dot reflect.Type, vars map[string]reflect.Type) error {
	if len(cmd.Args) < 2 {
		return fmt.Errorf("%s: a message needs its id", cmd)
	}
	id, ok := cmd.Args[1].(*parse.StringNode)
	if !ok {
		return fmt.Errorf("%s: the id of a message is written out", cmd)
	}
	args := []any{}
	for i, arg := range cmd.Args[2:] {
		if i%2 == 0 {
			name, ok := arg.(*parse.StringNode)
			if !ok {
				return fmt.Errorf("%s: the name of a placeholder is written out", cmd)
			}
			args = append(args, name.Text)
			continue
		}
		t, err := c.value(arg, dot, vars)
		if err != nil {
			return err
		}
		if t != nil && t.Kind() == reflect.Int {
			args = append(args, 1)
		} else {
			args = append(args, "x")
		}
	}
	_, err := c.words.Say(id.Text, args...)
	return err
}

// field resolves names through structs.
func field(t reflect.Type, names []string, at parse.Node) (reflect.Type, error) {
	for _, name := range names {
		if t = pointed(t); t == nil {
			return nil, nil
		}
		if t.Kind() != reflect.Struct {
			return nil, &nodeError{at, fmt.Sprintf("%s: %s has no fields", at, t), ""}
		}
		f, ok := t.FieldByName(name)
		if !ok {
			var there []string
			for _, f := range Fields(t) {
				there = append(there, f.Name)
			}
			return nil, &nodeError{at, fmt.Sprintf("%s: %s has no field %q", at, NameOf(t), name), "it has " + strings.Join(there, ", ")}
		}
		t = f.Type
	}
	return t, nil
}

// nodeError is an error at a place of a template.
type nodeError struct {
	at         parse.Node
	text, hint string
}

func (e *nodeError) Error() string { return e.text }

// templateLocation matches the place in errors of the template packages:
// race.html:3 or race.html:3:14.
var templateLocation = regexp.MustCompile(`^(?:(?:html/)?template: )?([^:\s]+\.html):(\d+)(?::(\d+))?(?:: )?(.*)$`)

// Problem returns the finding for an error of a template, in the file where it is,
// which may be a part of the page. Columns count bytes from 1.
func Problem(templates fs.FS, path string, err error) problem.Problem {
	p := problem.Problem{Path: "templates/" + path, Level: problem.Error, Code: "template", Text: err.Error()}
	where := p.Text
	var unknown *nodeError
	if errors.As(err, &unknown) {
		where, _ = (*parse.Tree)(nil).ErrorContext(unknown.at)
		p.Hint = unknown.hint
	}
	m := templateLocation.FindStringSubmatch(where)
	if m == nil {
		return p
	}
	if unknown == nil {
		p.Text = m[4]
	}
	p.Path = "templates/" + m[1]
	if _, err := fs.Stat(templates, m[1]); err != nil {
		p.Path = "templates/parts/" + m[1]
	}
	p.Line, _ = strconv.Atoi(m[2])
	if m[3] != "" {
		p.Column, _ = strconv.Atoi(m[3])
		p.Column++ // the packages count from 0
	}
	return p
}

func pointed(t reflect.Type) reflect.Type {
	if t != nil && t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// Fields returns the fields of a struct that a template can use, embedded ones
// included.
func Fields(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return !f.IsExported() || f.Anonymous })
}

// NameOf returns the name of a type in templates.
func NameOf(t reflect.Type) string {
	if t == reflect.TypeFor[template.HTML]() {
		return "HTML"
	}
	return strings.NewReplacer("page.", "", "*", "").Replace(t.String())
}
