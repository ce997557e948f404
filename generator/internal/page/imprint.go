package page

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"sync"
	"text/template/parse"

	"guntime/generator/internal/words"
)

// A site has tens of thousands of pages of a few kinds, and html/template asks
// anew on each what a field is called and where it stands. So a page's template,
// which anybody may have edited, is followed once with the types of its view and
// becomes an imprint: steps that copy the fixed parts and set the values between
// them. Where a value stands, and so how it is escaped, html/template has said
// beforehand; what escaping would change goes through html/template itself. A
// template that does what is not known here is drawn by html/template in full,
// and so is a page on which a step fails, for the sake of its error.

// sheet is a page's template and, from its first drawing on, its imprint.
type sheet struct {
	*template.Template
	root    string          // which of its templates is drawn
	imprint func() *imprint // nil where there is none
}

func newSheet(t *template.Template, root string, view any, l *words.Language) *sheet {
	return &sheet{t, root, sync.OnceValue(func() *imprint {
		made, err := makeImprint(t, root, reflect.TypeOf(view), l)
		if err != nil {
			return nil
		}
		return made
	})}
}

// write draws the page of a view.
func (s *sheet) write(b *bytes.Buffer, view any) error {
	if made := s.imprint(); made != nil && made.set(b, reflect.Indirect(reflect.ValueOf(view))) {
		return nil
	}
	b.Reset()
	return s.ExecuteTemplate(b, s.root, view)
}

// imprint is a page's template made ready for views of one type.
type imprint struct {
	of    reflect.Type
	steps step
	pages sync.Pool // of *page
}

// step writes a part of a page; dot is what the template's dot is there.
type step func(p *page, dot reflect.Value)

// value finds a value of a type that is known beforehand.
type value func(p *page, dot reflect.Value) reflect.Value

// page is one that is being drawn.
type page struct {
	*bytes.Buffer
	variables []reflect.Value
	// plain is, by action, the text of the page drawn last that stands there as it
	// is: what pages share is looked through once.
	plain []string
}

// set writes the page of a view, or reports that it cannot.
func (m *imprint) set(b *bytes.Buffer, view reflect.Value) (done bool) {
	if view.Type() != m.of {
		return false
	}
	defer func() { done = recover() == nil }()
	p := m.pages.Get().(*page)
	p.Buffer = b
	m.steps(p, view)
	clear(p.variables)
	m.pages.Put(p)
	return true
}

// errUnknown is the error of a template that does what is not known here.
var errUnknown = errors.New("not known to imprints")

// makeImprint follows a template from its root on: from its frame, for a page.
func makeImprint(t *template.Template, root string, view reflect.Type, l *words.Language) (*imprint, error) {
	// The first drawing decides how each value is escaped. Nobody looks at it, and
	// it may fail.
	_ = t.ExecuteTemplate(io.Discard, "base.html", reflect.Zero(view).Interface())
	f := &follower{set: t, words: l, known: map[called]step{}}
	steps, err := f.template(root, view)
	if err != nil {
		return nil, err
	}
	return &imprint{of: view, steps: steps, pages: sync.Pool{New: func() any {
		return &page{variables: make([]reflect.Value, f.slots), plain: make([]string, f.actions)}
	}}}, nil
}

// follower makes the steps of one page.
type follower struct {
	set   *template.Template
	words *words.Language
	known map[called]step // nil while it is being followed
	slots int             // of variables

	actions int // that write a text
}

// called is a template that is called with a value of a type.
type called struct {
	name string
	with reflect.Type
}

// scope is what the names mean in a part of a template.
type scope struct {
	dot       reflect.Type
	variables map[string]variable
}

type variable struct {
	of   reflect.Type
	slot int // -1 for what the whole template was called with
}

// with is the scope of a part with a dot of its own, to which more variables
// can be added.
func (s scope) with(dot reflect.Type) scope {
	inner := scope{dot, make(map[string]variable, len(s.variables)+2)}
	for name, v := range s.variables {
		inner.variables[name] = v
	}
	return inner
}

// declare adds a variable and returns its slot.
func (f *follower) declare(s scope, name string, of reflect.Type) int {
	f.slots++
	s.variables[name] = variable{of, f.slots - 1}
	return f.slots - 1
}

func (f *follower) template(name string, dot reflect.Type) (step, error) {
	key := called{name, dot}
	if known, ok := f.known[key]; ok && known != nil {
		return known, nil
	} else if ok {
		return nil, fmt.Errorf("%w: %s calls itself", errUnknown, name)
	}
	f.known[key] = nil
	t := f.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, fmt.Errorf("%w: the template %s", errUnknown, name)
	}
	whole := f.declare(scope{dot, map[string]variable{}}, "$", dot)
	inner, err := f.list(t.Tree.Root, scope{dot, map[string]variable{"$": {dot, whole}}})
	if err != nil {
		return nil, err
	}
	f.known[key] = func(p *page, dot reflect.Value) {
		p.variables[whole] = dot
		inner(p, dot)
	}
	return f.known[key], nil
}

func (f *follower) list(list *parse.ListNode, s scope) (step, error) {
	if list == nil {
		return func(*page, reflect.Value) {}, nil
	}
	s = s.with(s.dot)
	var steps []step
	for _, n := range list.Nodes {
		next, err := f.node(n, s)
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

func (f *follower) node(n parse.Node, s scope) (step, error) {
	switch n := n.(type) {
	case *parse.CommentNode:
		return nil, nil
	case *parse.TextNode:
		return func(p *page, _ reflect.Value) { p.Write(n.Text) }, nil
	case *parse.ActionNode:
		return f.action(n.Pipe, s)
	case *parse.IfNode:
		s = s.with(s.dot)
		is, err := f.truth(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		list, other, err := f.both(n.List, n.ElseList, s, s)
		return func(p *page, dot reflect.Value) {
			if is(p, dot) {
				list(p, dot)
			} else {
				other(p, dot)
			}
		}, err
	case *parse.WithNode:
		s = s.with(s.dot)
		what, of, err := f.pipe(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		list, other, err := f.both(n.List, n.ElseList, s.with(of), s)
		return func(p *page, dot reflect.Value) {
			if inner := what(p, dot); holds(inner) {
				list(p, inner)
			} else {
				other(p, dot)
			}
		}, err
	case *parse.RangeNode:
		return f.each(n, s)
	case *parse.TemplateNode:
		if n.Pipe == nil {
			inner, err := f.template(n.Name, nil)
			return func(p *page, _ reflect.Value) { inner(p, reflect.Value{}) }, err
		}
		what, of, err := f.pipe(n.Pipe, s)
		if err != nil {
			return nil, err
		}
		inner, err := f.template(n.Name, of)
		return func(p *page, dot reflect.Value) { inner(p, what(p, dot)) }, err
	}
	return nil, fmt.Errorf("%w: %s", errUnknown, n)
}

func (f *follower) both(list, other *parse.ListNode, in, out scope) (step, step, error) {
	first, err := f.list(list, in)
	if err != nil {
		return nil, nil, err
	}
	second, err := f.list(other, out)
	return first, second, err
}

// each goes over a list.
func (f *follower) each(n *parse.RangeNode, s scope) (step, error) {
	pipe := *n.Pipe
	pipe.Decl = nil // they are of the elements
	over, of, err := f.pipe(&pipe, s)
	if err != nil {
		return nil, err
	}
	if of.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, fmt.Errorf("%w: a range over %s", errUnknown, of)
	}
	inner, index, element := s.with(of.Elem()), -1, -1
	switch names := n.Pipe.Decl; len(names) {
	case 1:
		element = f.declare(inner, names[0].Ident[0], of.Elem())
	case 2:
		index, element = f.declare(inner, names[0].Ident[0], reflect.TypeFor[int]()), f.declare(inner, names[1].Ident[0], of.Elem())
	}
	list, none, err := f.both(n.List, n.ElseList, inner, s)
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

// action declares a variable or writes a value as its place wants it.
func (f *follower) action(pipe *parse.PipeNode, s scope) (step, error) {
	if len(pipe.Decl) > 0 {
		what, _, err := f.pipe(pipe, s)
		return func(p *page, dot reflect.Value) { what(p, dot) }, err
	}
	alone := *pipe
	alone.Cmds = pipe.Cmds[:1]
	what, of, err := f.pipe(&alone, s)
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
		n := f.actions
		f.actions++
		return func(p *page, dot reflect.Value) {
			text := what(p, dot).String()
			if text == p.plain[n] {
				p.WriteString(text)
			} else if how.write(p.Buffer, text) {
				p.plain[n] = text
			}
		}, nil
	case of.Kind() == reflect.Int:
		return func(p *page, dot reflect.Value) { how.write(p.Buffer, strconv.FormatInt(what(p, dot).Int(), 10)) }, nil
	}
	return func(p *page, dot reflect.Value) { how.through(p.Buffer, what(p, dot).Interface()) }, nil
}

// pipe finds a value and sets the variable that is declared by it.
func (f *follower) pipe(pipe *parse.PipeNode, s scope) (value, reflect.Type, error) {
	if len(pipe.Cmds) != 1 || pipe.IsAssign || len(pipe.Decl) > 1 {
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, pipe)
	}
	what, of, err := f.command(pipe.Cmds[0], s)
	if err != nil {
		return nil, nil, err
	}
	if of == nil || of.Kind() == reflect.Interface {
		return nil, nil, fmt.Errorf("%w: %s of any type", errUnknown, pipe)
	}
	if len(pipe.Decl) == 0 {
		return what, of, nil
	}
	slot := f.declare(s, pipe.Decl[0].Ident[0], of)
	return func(p *page, dot reflect.Value) reflect.Value {
		p.variables[slot] = what(p, dot)
		return p.variables[slot]
	}, of, nil
}

func (f *follower) command(c *parse.CommandNode, s scope) (value, reflect.Type, error) {
	if name, is := c.Args[0].(*parse.IdentifierNode); is {
		switch name.Ident {
		case "t":
			return f.message(c, s)
		case "len":
			if len(c.Args) == 2 {
				what, of, err := f.operand(c.Args[1], s)
				if err == nil && of.Kind() == reflect.Slice {
					return func(p *page, dot reflect.Value) reflect.Value { return reflect.ValueOf(what(p, dot).Len()) }, reflect.TypeFor[int](), nil
				}
			}
		}
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, c)
	}
	if len(c.Args) != 1 {
		return nil, nil, fmt.Errorf("%w: %s", errUnknown, c)
	}
	return f.operand(c.Args[0], s)
}

// operand is the value of one word of a command.
func (f *follower) operand(n parse.Node, s scope) (value, reflect.Type, error) {
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
		return f.pipe(n, s)
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

// fieldsIn follows names from a value on.
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

// message says a message with what its placeholders stand for.
func (f *follower) message(c *parse.CommandNode, s scope) (value, reflect.Type, error) {
	var args []value
	for _, n := range c.Args[1:] {
		what, _, err := f.operand(n, s)
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
		text, err := f.words.Say(said[0].(string), said[1:]...)
		if err != nil {
			panic(err) // html/template says it with its place
		}
		return reflect.ValueOf(text)
	}, reflect.TypeFor[string](), nil
}

// test is a condition.
type test func(p *page, dot reflect.Value) bool

// truth is the condition of an if.
func (f *follower) truth(pipe *parse.PipeNode, s scope) (test, error) {
	if name, is := pipe.Cmds[0].Args[0].(*parse.IdentifierNode); is && len(pipe.Cmds) == 1 && len(pipe.Decl) == 0 {
		switch args := pipe.Cmds[0].Args[1:]; name.Ident {
		case "or":
			return f.several(args, s, true)
		case "and":
			return f.several(args, s, false)
		case "not":
			is, err := f.several(args, s, true)
			return func(p *page, dot reflect.Value) bool { return !is(p, dot) }, err
		case "eq", "ne":
			return f.compared(args, s, name.Ident == "eq")
		}
	}
	what, _, err := f.pipe(pipe, s)
	return func(p *page, dot reflect.Value) bool { return holds(what(p, dot)) }, err
}

// several reports whether one of several conditions is as asked, or none is.
func (f *follower) several(args []parse.Node, s scope, asked bool) (test, error) {
	var all []test
	for _, n := range args {
		pipe, is := n.(*parse.PipeNode)
		if !is {
			pipe = &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Args: []parse.Node{n}}}}
		}
		next, err := f.truth(pipe, s)
		if err != nil {
			return nil, err
		}
		all = append(all, next)
	}
	return func(p *page, dot reflect.Value) bool {
		for _, is := range all {
			if is(p, dot) == asked {
				return asked
			}
		}
		return !asked
	}, nil
}

// compared reports whether two texts or two numbers are equal, or are not.
func (f *follower) compared(args []parse.Node, s scope, equal bool) (test, error) {
	if len(args) != 2 {
		return nil, fmt.Errorf("%w: a comparison of %d", errUnknown, len(args))
	}
	one, first, err := f.operand(args[0], s)
	if err != nil {
		return nil, err
	}
	other, second, err := f.operand(args[1], s)
	if err != nil {
		return nil, err
	}
	if first != second || first.Kind() != reflect.String && first.Kind() != reflect.Int {
		return nil, fmt.Errorf("%w: a comparison of %s", errUnknown, first)
	}
	return func(p *page, dot reflect.Value) bool { return one(p, dot).Equal(other(p, dot)) == equal }, nil
}

// holds reports whether a value counts as true in a template.
func holds(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return v.Len() > 0
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}
