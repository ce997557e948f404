package pagetmpl

import (
	"bytes"
	"html/template"
	"reflect"
	"sync"
)

// Template is the template of a page and, after its first drawing, the compiled
// form.
type Template struct {
	*template.Template
	root     string           // name of the template that is drawn
	compiled func() *compiled // nil if it cannot be compiled
}

// New returns the template of pages with views of one type, beginning with the
// template named root.
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

// Compiled returns why a template must be drawn by html/template, nil if it is
// compiled.
func (t *Template) Compiled(view any, l Sayer) error {
	_, err := compile(t.Template, t.root, reflect.TypeOf(view), l)
	return err
}

// compiled is a template compiled for views of one type.
type compiled struct {
	of    reflect.Type
	steps step
	pages sync.Pool // of *page
}

// step writes a part of a page. dot is the dot of the template there.
type step func(p *page, dot reflect.Value)

// value returns a value of a type that is known at compile time.
type value func(p *page, dot reflect.Value) reflect.Value

// page is a page that is being drawn.
type page struct {
	*bytes.Buffer
	variables []reflect.Value
	// plain has, by action, the text of the last page that needed no escaping:
	// texts that pages share are checked once.
	plain []string
}

// draw draws the page of a view, false if it cannot.
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
