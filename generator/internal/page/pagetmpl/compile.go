package pagetmpl

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"sync"
	"text/template/parse"
)

// errUnknown is the error of a template that uses something this compiler does not
// support.
var errUnknown = errors.New("not known to the compiler")

// compile compiles a template, from its root, for a type of views.
func compile(t *template.Template, root string, view reflect.Type, l Sayer) (*compiled, error) {
	// The first drawing makes html/template decide how each value is escaped. Its
	// result is not used, and it may fail.
	_ = t.ExecuteTemplate(io.Discard, "base.html", reflect.Zero(view).Interface())
	c := &compiler{set: t, words: l, known: map[called]step{}}
	steps, err := c.template(root, view)
	if err != nil {
		return nil, err
	}
	return &compiled{of: view, steps: steps, pages: sync.Pool{New: func() any {
		return &page{variables: make([]reflect.Value, c.slots), plain: make([]string, c.actions)}
	}}}, nil
}

// compiler makes the steps of a template.
type compiler struct {
	set   *template.Template
	words Sayer
	known map[called]step // nil while it is being compiled
	slots int             // of variables

	actions int // number of actions that write a text
}

// called is a template with the type of its argument.
type called struct {
	name string
	with reflect.Type
}

// scope is the meaning of the names in a part of a template.
type scope struct {
	dot       reflect.Type
	variables map[string]variable
}

type variable struct {
	of   reflect.Type
	slot int // -1 for the argument of the whole template
}

// with returns the scope of a part with another dot. Variables can be added to it.
func (s scope) with(dot reflect.Type) scope {
	inner := scope{dot, make(map[string]variable, len(s.variables)+2)}
	for name, v := range s.variables {
		inner.variables[name] = v
	}
	return inner
}

// declare adds a variable and returns its slot.
func (c *compiler) declare(s scope, name string, of reflect.Type) int {
	c.slots++
	s.variables[name] = variable{of, c.slots - 1}
	return c.slots - 1
}

func (c *compiler) template(name string, dot reflect.Type) (step, error) {
	key := called{name, dot}
	if known, ok := c.known[key]; ok && known != nil {
		return known, nil
	} else if ok {
		return nil, fmt.Errorf("%w: %s calls itself", errUnknown, name)
	}
	c.known[key] = nil
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("%w: the template %s", errUnknown, name)
	}
	whole := c.declare(scope{dot, map[string]variable{}}, "$", dot)
	inner, err := c.list(t.Tree.Root, scope{dot, map[string]variable{"$": {dot, whole}}})
	if err != nil {
		return nil, err
	}
	c.known[key] = func(p *page, dot reflect.Value) {
		p.variables[whole] = dot
		inner(p, dot)
	}
	return c.known[key], nil
}

func (c *compiler) list(list *parse.ListNode, s scope) (step, error) {
	if list == nil {
		return func(*page, reflect.Value) {}, nil
	}
	s = s.with(s.dot)
	var steps []step
	for _, n := range list.Nodes {
		next, err := c.node(n, s)
		if err != nil {
			return nil, err
		}
		if next != nil {
			steps = append(steps, next)
		}
	}
	return func(p *page, dot reflect.Value) {
		for _, next := range steps {
			next(p, dot)
		}
	}, nil
}

func (c *compiler) node(n parse.Node, s scope) (step, error) {
	switch n := n.(type) {
	case *parse.CommentNode:
		return nil, nil
	case *parse.TextNode:
		return func(p *page, _ reflect.Value) { p.Write(n.Text) }, nil
	case *parse.ActionNode:
		return c.action(n.Pipe, s)
	case *parse.IfNode:
		s = s.with(s.dot)
		is, err := c.truth(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		list, other, err := c.both(n.List, n.ElseList, s, s)
		return func(p *page, dot reflect.Value) {
			if is(p, dot) {
				list(p, dot)
			} else {
				other(p, dot)
			}
		}, err
	case *parse.WithNode:
		s = s.with(s.dot)
		what, of, err := c.pipe(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		list, other, err := c.both(n.List, n.ElseList, s.with(of), s)
		return func(p *page, dot reflect.Value) {
			if inner := what(p, dot); holds(inner) {
				list(p, inner)
			} else {
				other(p, dot)
			}
		}, err
	case *parse.RangeNode:
		return c.each(n, s)
	case *parse.TemplateNode:
		if n.Pipe == nil {
			inner, err := c.template(n.Name, nil)
			return func(p *page, _ reflect.Value) { inner(p, reflect.Value{}) }, err
		}
		what, of, err := c.pipe(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		inner, err := c.template(n.Name, of)
		return func(p *page, dot reflect.Value) { inner(p, what(p, dot)) }, err
	}
	return nil, fmt.Errorf("%w: %s", errUnknown, n)
}

func (c *compiler) both(list, other *parse.ListNode, in, out scope) (step, step, error) {
	first, err := c.list(list, in)
	if err != nil {
		return nil, nil, err
	}
	second, err := c.list(other, out)
	return first, second, err
}

// each compiles a range over a list.
func (c *compiler) each(n *parse.RangeNode, s scope) (step, error) {
	pipe := *n.Pipe
	pipe.Decl = nil // they are declared for the elements
	over, of, err := c.pipe(&pipe, s)
	if err != nil {
		return nil, err
	}
	if of.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, fmt.Errorf("%w: a range over %s", errUnknown, of)
	}
	inner, index, element := s.with(of.Elem()), -1, -1
	switch names := n.Pipe.Decl; len(names) {
	case 1:
		element = c.declare(inner, names[0].Ident[0], of.Elem())
	case 2:
		index, element = c.declare(inner, names[0].Ident[0], reflect.TypeFor[int]()), c.declare(inner, names[1].Ident[0], of.Elem())
	}
	list, none, err := c.both(n.List, n.ElseList, inner, s)
	return func(p *page, dot reflect.Value) {
		all := over(p, dot)
		for i := range all.Len() {
			each := all.Index(i)
			if index >= 0 {
				p.variables[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				p.variables[element] = each
			}
			list(p, each)
		}
		if all.Len() == 0 {
			none(p, dot)
		}
	}, err
}

// action compiles the declaration of a variable, or the writing of a value with the
// escaping of its place.
func (c *compiler) action(pipe *parse.PipeNode, s scope) (step, error) {
	if len(pipe.Decl) > 0 {
		what, _, err := c.pipe(pipe, s)
		return func(p *page, dot reflect.Value) { what(p, dot) }, err
	}
	alone := *pipe
	alone.Cmds = pipe.Cmds[:1]
	what, of, err := c.pipe(&alone, s)
	if err != nil {
		return nil, err
	}
	how := escapers()[chainOf(pipe)]
	if how == nil {
		return nil, fmt.Errorf("%w: %s", errUnknown, pipe)
	}
	switch {
	case of == reflect.TypeFor[template.HTML]() && how.html:
		return func(p *page, dot reflect.Value) { p.WriteString(what(p, dot).String()) }, nil
	case of == reflect.TypeFor[string]():
		n := c.actions
		c.actions++
		return func(p *page, dot reflect.Value) {
			text := what(p, dot).String()
			if text == p.plain[n] {
				p.WriteString(text)
			} else if how.write(p.Buffer, text) {
				p.plain[n] = text
			}
		}, nil
	case of == reflect.TypeFor[template.URL]() && how.scheme:
		return func(p *page, dot reflect.Value) {
			if url := what(p, dot); !how.writeURL(p.Buffer, url.String()) {
				how.through(p.Buffer, url.Interface())
			}
		}, nil
	case of.Kind() == reflect.Int:
		return func(p *page, dot reflect.Value) { how.write(p.Buffer, strconv.FormatInt(what(p, dot).Int(), 10)) }, nil
	}
	return func(p *page, dot reflect.Value) { how.through(p.Buffer, what(p, dot).Interface()) }, nil
}

// pipe compiles a value and sets the variable that it declares.
func (c *compiler) pipe(pipe *parse.PipeNode, s scope) (value, reflect.Type, error) {
	if len(pipe.Cmds) != 1 || pipe.IsAssign || len(pipe.Decl) > 1 {
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, pipe)
	}
	what, of, err := c.command(pipe.Cmds[0], s)
	if err != nil {
		return nil, nil, err
	}
	if of == nil || of.Kind() == reflect.Interface {
		return nil, nil, fmt.Errorf("%w: %s of any type", errUnknown, pipe)
	}
	if len(pipe.Decl) == 0 {
		return what, of, nil
	}
	slot := c.declare(s, pipe.Decl[0].Ident[0], of)
	return func(p *page, dot reflect.Value) reflect.Value {
		p.variables[slot] = what(p, dot)
		return p.variables[slot]
	}, of, nil
}

func (c *compiler) command(cmd *parse.CommandNode, s scope) (value, reflect.Type, error) {
	if name, is := cmd.Args[0].(*parse.IdentifierNode); is {
		switch name.Ident {
		case "t":
			return c.message(cmd, s)
		case "len":
			if len(cmd.Args) == 2 {
				what, of, err := c.operand(cmd.Args[1], s)
				if err == nil && of.Kind() == reflect.Slice {
					return func(p *page, dot reflect.Value) reflect.Value { return reflect.ValueOf(what(p, dot).Len()) }, reflect.TypeFor[int](), nil
				}
			}
		}
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, cmd)
	}
	if len(cmd.Args) != 1 {
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, cmd)
	}
	return c.operand(cmd.Args[0], s)
}

// operand compiles one word of a command.
func (c *compiler) operand(n parse.Node, s scope) (value, reflect.Type, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		if s.dot != nil {
			return func(_ *page, dot reflect.Value) reflect.Value { return dot }, s.dot, nil
		}
	case *parse.FieldNode:
		if s.dot != nil {
			return fieldsIn(func(_ *page, dot reflect.Value) reflect.Value { return dot }, s.dot, n.Ident)
		}
	case *parse.VariableNode:
		v, ok := s.variables[n.Ident[0]]
		if ok && v.of != nil {
			return fieldsIn(func(p *page, _ reflect.Value) reflect.Value { return p.variables[v.slot] }, v.of, n.Ident[1:])
		}
	case *parse.PipeNode:
		return c.pipe(n, s)
	case *parse.StringNode:
		text := reflect.ValueOf(n.Text)
		return func(*page, reflect.Value) reflect.Value { return text }, text.Type(), nil
	case *parse.NumberNode:
		if n.IsInt {
			number := reflect.ValueOf(int(n.Int64))
			return func(*page, reflect.Value) reflect.Value { return number }, number.Type(), nil
		}
	}
	return nil, nil, fmt.Errorf("%w: %s", errUnknown, n)
}

// fieldsIn resolves names from a value.
func fieldsIn(from value, of reflect.Type, names []string) (value, reflect.Type, error) {
	for _, name := range names {
		before, pointer := from, of.Kind() == reflect.Pointer
		if _, method := of.MethodByName(name); method {
			return nil, nil, fmt.Errorf("%w: the method %s", errUnknown, name)
		}
		if pointer {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			return nil, nil, fmt.Errorf("%w: a field of %s", errUnknown, of)
		}
		field, ok := of.FieldByName(name)
		if !ok || !field.IsExported() {
			return nil, nil, fmt.Errorf("%w: the field %s of %s", errUnknown, name, of)
		}
		for n, outer := 0, of; n < len(field.Index)-1; n++ {
			if outer = outer.Field(field.Index[n]).Type; outer.Kind() == reflect.Pointer {
				return nil, nil, fmt.Errorf("%w: the field %s of %s through a pointer", errUnknown, name, of)
			}
		}
		at := field.Index
		of = field.Type
		from = func(p *page, dot reflect.Value) reflect.Value {
			v := before(p, dot)
			if pointer {
				v = v.Elem()
			}
			for _, i := range at {
				v = v.Field(i)
			}
			return v
		}
	}
	return from, of, nil
}

// message compiles a message with its placeholders.
func (c *compiler) message(cmd *parse.CommandNode, s scope) (value, reflect.Type, error) {
	var args []value
	for _, n := range cmd.Args[1:] {
		what, _, err := c.operand(n, s)
		if err != nil {
			return nil, nil, err
		}
		args = append(args, what)
	}
	return func(p *page, dot reflect.Value) reflect.Value {
		said := make([]any, len(args))
		for i, what := range args {
			said[i] = what(p, dot).Interface()
		}
		text, err := c.words.Say(said[0].(string), said[1:]...)
		if err != nil {
			panic(err) // html/template reports it with its place
		}
		return reflect.ValueOf(text)
	}, reflect.TypeFor[string](), nil
}
