package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// oddities count the cells of a column that are not read exactly as they are
// written. They become one finding for the column.
type oddities struct {
	cells int
	kinds [len(oddKinds)]bool
	at    problem.Place
	first string
}

// oddKinds are what can be odd about a cell.
var oddKinds = [...]string{"full-width characters", "spaces that do not break", "characters that cannot be seen", "commas between thousands"}

const (
	wideKind = iota
	spaceKind
	hiddenKind
	commaKind
)

// look counts what is odd about the cells of a row.
func (t *Table) look(r *Record) {
	if t.odd == nil {
		t.odd = make([]oddities, len(t.names))
	}
	for i := range min(r.physical, len(t.names)) {
		if t.names[i] == Ignore {
			continue
		}
		cell := t.scan.written(r, i)
		kinds, odd := odd(cell, t.names[i])
		if !odd {
			continue
		}
		o := &t.odd[i]
		if o.cells++; o.cells == 1 {
			o.at, o.first = t.scan.cellAt(r, i), strings.Clone(strings.Trim(cell, `"`))
		}
		for k := range kinds {
			o.kinds[k] = o.kinds[k] || kinds[k]
		}
	}
}

// odd says what is odd about a cell as it is written. Chinese text has
// full-width punctuation and wide spaces: in a column of texts they are not odd.
func odd(cell, column string) (kinds [len(oddKinds)]bool, any bool) {
	special := false
	for i := range len(cell) {
		if b := cell[i]; b >= 0x7F || b < ' ' && b != '\t' && b != '\r' && b != '\n' || b == ',' {
			special = true
			break
		}
	}
	if !special {
		return kinds, false
	}
	text := proseColumn(column)
	if !text && spelling.Given(strings.Trim(cell, `"`)) == "" {
		return kinds, false
	}
	runes := []rune(cell)
	for i, r := range runes {
		switch {
		case text && r == 0x3000, text && column != "zone" && spelling.KeepsJoiner(runes, i):
		case text && spelling.NarrowLetters(r) != r, !text && r >= 0xFF01 && r <= 0xFF5E, !text && (r == 0x2212 || r == 0x3000):
			kinds[wideKind] = true
		case spelling.Invisible(r), r == 0x85, r > 0x7F && spelling.IsDirectionMark(r) && !text, unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r':
			kinds[hiddenKind] = true
		case r > 0x7F && spelling.Blank(r):
			kinds[spaceKind] = true
		}
	}
	kinds[commaKind] = column == "bib" && spelling.Thousands.MatchString(strings.Trim(spelling.FoldWidth(cell), `",`))
	for _, k := range kinds {
		any = any || k
	}
	return kinds, any
}

// proseColumn reports whether a column holds what people write and not what a
// program compares.
func proseColumn(column string) bool {
	switch column {
	case "latin_name", "club", "zone":
		return true
	}
	return slices.ContainsFunc([]string{"name", "note", "authority", "source"}, func(prefix string) bool { return strings.HasPrefix(column, prefix) })
}

// oddities reports each column with odd cells once, at the first of them.
func (t *Table) oddities() {
	for i := range t.odd {
		o := &t.odd[i]
		if o.cells == 0 {
			continue
		}
		var kinds []string
		for k, there := range o.kinds {
			if there {
				kinds = append(kinds, oddKinds[k])
			}
		}
		read := spelling.FoldWidth(o.first)
		if proseColumn(t.names[i]) {
			read = spelling.Tidy(o.first)
		} else if t.names[i] == "bib" {
			read = spelling.Bib(o.first)
		}
		has := "have"
		if o.cells == 1 {
			has = "has"
		}
		o.at.Report(t.found, problem.Review, "normalised", fmt.Sprintf("%s of the column %q %s %s: %q is read as %q",
			problem.Quantity(o.cells, "cell", "cells"), t.head.Cells[i], has, strings.Join(kinds, " and "), o.first, read), "")
	}
}
