package pagetmpl

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"text/template/parse"

	"guntime/generator/internal/problem"
)

// Circle reports templates that call each other in a circle, at the call that leads
// back: drawing would never end.
func Circle(set *template.Template, name string) error {
	return (&circles{set: set, seen: map[string]bool{}}).template(name)
}

type circles struct {
	set   *template.Template
	seen  map[string]bool // templates without circles
	drawn []string        // the current chain of calls
}

func (c *circles) template(name string) error {
	t := c.set.Lookup(name)
	if c.seen[name] || t == nil || t.Tree == nil {
		return nil
	}
	c.drawn = append(c.drawn, name)
	err := c.list(t.Tree.Root)
	c.drawn = c.drawn[:len(c.drawn)-1]
	c.seen[name] = true
	return err
}

func (c *circles) list(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	for _, n := range list.Nodes {
		if err := c.node(n); err != nil {
			return err
		}
	}
	return nil
}

func (c *circles) node(n parse.Node) error {
	branch := (*parse.BranchNode)(nil)
	switch n := n.(type) {
	case *parse.IfNode:
		branch = &n.BranchNode
	case *parse.WithNode:
		branch = &n.BranchNode
	case *parse.RangeNode:
		branch = &n.BranchNode
	case *parse.TemplateNode:
		for i, name := range c.drawn {
			if name == n.Name {
				way := strings.Join(append(c.drawn[i:len(c.drawn):len(c.drawn)], name), " → ")
				return &nodeError{n, fmt.Sprintf("the template %q calls itself without end: %s", name, way), "take this call out"}
			}
		}
		return c.template(n.Name)
	}
	if branch == nil {
		return nil
	}
	if err := c.list(branch.List); err != nil {
		return err
	}
	return c.list(branch.ElseList)
}

// Alone checks a template in a file of its own that is not a page of the site.
func Alone(templates fs.FS, name string) (found problem.List) {
	set, err := template.New(name).ParseFS(templates, name)
	if err == nil {
		for _, t := range set.Templates() {
			if err == nil {
				err = Circle(set, t.Name())
			}
		}
	}
	if err != nil {
		found.Add(Problem(templates, name, err))
	}
	return found
}
