package table

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// Values say what the cells of a column stand for, as the edition declares it
// under values.
type Values struct {
	Column string // canonical
	At     problem.Place
	exact  map[string]string // by the folded cell
	wild   []wildcard        // the longest first, of those the one whose beginning is fixed
	seen   map[string]string // what cells came to, by the cell as it is written
}

// wildcard is a cell in which a star stands for anything.
type wildcard struct {
	parts []string // folded, between the stars
	size  int      // characters without the stars
	to    string
}

// Set declares what a cell stands for. A star stands for anything.
func (v *Values) Set(cell, to string) {
	folded := foldValue(cell)
	if !strings.Contains(folded, "*") {
		if v.exact == nil {
			v.exact = map[string]string{}
		}
		v.exact[folded] = to
		return
	}
	v.wild = append(v.wild, wildcard{strings.Split(folded, "*"), utf8.RuneCountInString(strings.ReplaceAll(folded, "*", "")), to})
	slices.SortStableFunc(v.wild, func(a, b wildcard) int {
		return cmp.Or(cmp.Compare(b.size, a.size), slices.Compare(b.parts, a.parts))
	})
}

// foldValue is a form of a cell in which case and width do not count.
func foldValue(cell string) string { return strings.ToLower(spelling.Unwrap(spelling.FoldWidth(cell))) }

// mostSeen is how many different cells of a column are kept with what they came
// to.
const mostSeen = 10_000

// Of returns what a cell stands for; ok is false where nothing is declared of it.
func (v *Values) Of(cell string) (to string, ok bool) {
	if to, ok := v.seen[cell]; ok {
		return to, to != undeclared
	}
	folded := foldValue(cell)
	if to, ok = v.exact[folded]; !ok {
		for _, w := range v.wild {
			if w.matches(folded) {
				to, ok = w.to, true
				break
			}
		}
	}
	if v.seen == nil {
		v.seen = map[string]string{}
	}
	if len(v.seen) < mostSeen {
		kept := to
		if !ok {
			kept = undeclared
		}
		v.seen[strings.Clone(cell)] = kept
	}
	return to, ok
}

// undeclared is kept for a cell of which nothing is declared.
const undeclared = "\x00"

// matches reports whether a folded cell is the parts with anything between them.
func (w *wildcard) matches(cell string) bool {
	first, last := w.parts[0], w.parts[len(w.parts)-1]
	if len(cell) < len(first)+len(last) || !strings.HasPrefix(cell, first) || !strings.HasSuffix(cell, last) {
		return false
	}
	cell = cell[len(first) : len(cell)-len(last)]
	for _, part := range w.parts[1 : len(w.parts)-1] {
		i := strings.Index(cell, part)
		if i < 0 {
			return false
		}
		cell = cell[i+len(part):]
	}
	return true
}

// valuesOf are the values declared for a column, nil without any.
func (t *Table) valuesOf(column string) *Values {
	for _, v := range t.values {
		if v.Column == column {
			return v
		}
	}
	return nil
}

// Declared returns what the edition declares that a cell stands for in a column.
func (t *Table) Declared(column, cell string) (to string, ok bool) {
	if v := t.valuesOf(column); v != nil {
		return v.Of(cell)
	}
	return "", false
}

// translate puts what cells stand for in their place.
func (t *Table) translate(r *Record) {
	if len(t.values) == 0 {
		return
	}
	if t.meant == nil {
		t.meant = make([]*Values, len(t.names))
		for i, name := range t.names {
			t.meant[i] = t.valuesOf(name)
		}
	}
	for i, v := range t.meant[:min(len(r.Cells), len(t.meant))] {
		if v != nil {
			if to, ok := v.Of(r.Cells[i]); ok {
				r.Cells[i] = to
			}
		}
	}
}
