package pagetmpl

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Describe writes the fields of a view, then those of every type that they
// lead to, each once.
func Describe(b *strings.Builder, view reflect.Type) {
	queue := []reflect.Type{view}
	for i := 0; i < len(queue); i++ {
		fmt.Fprintf(b, "\n%s\n", NameOf(queue[i]))
		for _, f := range Fields(queue[i]) {
			fmt.Fprintf(b, "    .%-20s %s\n", f.Name, NameOf(f.Type))
			if inner := innermost(f.Type); inner.Kind() == reflect.Struct && inner.PkgPath() == view.PkgPath() && !slices.Contains(queue, inner) {
				queue = append(queue, inner)
			}
		}
	}
}

// innermost is what a pointer points to, or a list is of.
func innermost(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}
