package pagetmpl

import (
	"fmt"
	"reflect"
	"text/template/parse"
)

// test is a condition.
type test func(p *page, dot reflect.Value) bool

// truth compiles the condition of an if.
func (c *compiler) truth(pipe *parse.PipeNode, s scope) (test, error) {
	if name, is := pipe.Cmds[0].Args[0].(*parse.IdentifierNode); is && len(pipe.Cmds) == 1 && len(pipe.Decl) == 0 {
		switch args := pipe.Cmds[0].Args[1:]; name.Ident {
		case "or":
			return c.several(args, s, true)
		case "and":
			return c.several(args, s, false)
		case "not":
			is, err := c.several(args, s, true)
			return func(p *page, dot reflect.Value) bool { return !is(p, dot) }, err
		case "eq", "ne":
			return c.compared(args, s, name.Ident == "eq")
		}
	}
	what, _, err := c.pipe(pipe, s)
	return func(p *page, dot reflect.Value) bool { return holds(what(p, dot)) }, err
}

// several reports whether one of several conditions is as asked, or none is.
func (c *compiler) several(args []parse.Node, s scope, asked bool) (test, error) {
	var all []test
	for _, n := range args {
		pipe, is := n.(*parse.PipeNode)
		if !is {
			pipe = &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Args: []parse.Node{n}}}}
		}
		next, err := c.truth(pipe, s)
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

// compared compiles eq and ne for texts or numbers.
func (c *compiler) compared(args []parse.Node, s scope, equal bool) (test, error) {
	if len(args) != 2 {
		return nil, fmt.Errorf("%w: a comparison of %d", errUnknown, len(args))
	}
	one, first, err := c.operand(args[0], s)
	if err != nil {
		return nil, err
	}
	other, second, err := c.operand(args[1], s)
	if err != nil {
		return nil, err
	}
	if first != second || first.Kind() != reflect.String && first.Kind() != reflect.Int {
		return nil, fmt.Errorf("%w: a comparison of %s", errUnknown, first)
	}
	return func(p *page, dot reflect.Value) bool { return one(p, dot).Equal(other(p, dot)) == equal }, nil
}

// holds reports whether a value is true in a template.
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
