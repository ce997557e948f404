package page

import (
	"io/fs"

	"guntime/generator/internal/page/pagetmpl"
)

// Template is a page that a project may redraw.
type Template struct{ Name, Says string }

// Templates returns all pages by name.
func Templates() []Template {
	var list []Template
	for _, name := range sortedKeys(views) {
		list = append(list, Template{name, pagetmpl.Says[name]})
	}
	return list
}

// Eject returns the template of a page with a comment that lists its fields. The
// error is that of templates, which must have the page.
func Eject(templates fs.FS, name string) (string, error) {
	return pagetmpl.Eject(templates, name, views[name], pagetmpl.Says[name])
}
