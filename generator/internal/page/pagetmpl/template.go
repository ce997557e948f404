package pagetmpl

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"
)

// Template is one page's template and, from its first drawing on, the compiled
// one.
type Template struct {
	*template.Template
	root     string           // which of its templates is drawn
	compiled func() *compiled // nil where it cannot be compiled
}

// New returns the template of pages that are drawn from views of one type,
// beginning with the template named root.
func New(t *template.Template, root string, view any, l Sayer) *Template {
	return &Template{t, root, sync.OnceValue(func() *compiled {
		made, err := compile(t, root, reflect.TypeOf(view), l)
		if err != nil {
			return nil
		}
		return made
	})}
}

// Write draws the page of a view.
func (t *Template) Write(b *bytes.Buffer, view any) error {
	if made := t.compiled(); made != nil && made.draw(b, reflect.Indirect(reflect.ValueOf(view))) {
		return nil
	}
	b.Reset()
	return t.ExecuteTemplate(b, t.root, view)
}

// Compiled is the error of a template that has to be drawn by html/template, nil
// where it is compiled.
func (t *Template) Compiled(view any, l Sayer) error {
	_, err := compile(t.Template, t.root, reflect.TypeOf(view), l)
	return err
}

// compiled is a page's template made ready for views of one type.
type compiled struct {
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
	// is: what pages have in common is looked at once.
	plain []string
}

// draw draws the page of a view, or reports that it cannot.
func (t *compiled) draw(b *bytes.Buffer, view reflect.Value) (done bool) {
	if view.Type() != t.of {
		return false
	}
	defer func() { done = recover() == nil }()
	p := t.pages.Get().(*page)
	p.Buffer = b
	t.steps(p, view)
	clear(p.variables)
	t.pages.Put(p)
	return true
}
