package pagetmpl

import (
	"html/template"
	"text/template/parse"
)

// FillMessages writes messages without placeholders into the templates of a page,
// once, so that tens of thousands of pages copy them. The page must have been
// checked, so every message exists.
func FillMessages(page *template.Template, l Sayer) error {
	for _, t := range page.Templates() {
		if t.Tree == nil {
			continue
		}
		if err := fillList(t.Tree.Root, l); err != nil {
			return err
		}
	}
	return nil
}

func fillList(list *parse.ListNode, l Sayer) error {
	if list == nil {
		return nil
	}
	for i, n := range list.Nodes {
		var err error
		switch n := n.(type) {
		case *parse.ActionNode:
			id, ok := constant(n.Pipe)
			if !ok {
				continue
			}
			var text string
			if text, err = l.Say(id); err == nil {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(text))}
			}
		case *parse.IfNode:
			err = fillBranch(&n.BranchNode, l)
		case *parse.WithNode:
			err = fillBranch(&n.BranchNode, l)
		case *parse.RangeNode:
			err = fillBranch(&n.BranchNode, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func fillBranch(n *parse.BranchNode, l Sayer) error {
	if err := fillList(n.List, l); err != nil {
		return err
	}
	return fillList(n.ElseList, l)
}

// constant returns the id of an action of the form {{t "id"}}.
func constant(p *parse.PipeNode) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	f, isFunc := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	id, isText := p.Cmds[0].Args[1].(*parse.StringNode)
	if !isFunc || !isText || f.Ident != "t" {
		return "", false
	}
	return id.Text, true
}
