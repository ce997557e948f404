package table

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/sheets"
	"guntime/generator/internal/table/spelling"
)

// mostBefore is in how many lines the names of the columns are looked for.
const mostBefore = 40

// find reads the names of the columns; false where no line is left for them.
// Where neither skip_lines nor header_lines is declared, the names are in the
// first line, or two lines, that have every column that the table must have; what
// stands before is passed over and said. Where no line has them, the first is
// taken for it.
func (t *Table) find(text *content, words *Vocabulary, of Source) bool {
	t.content = text
	if of.Headers == NoHeader {
		return t.unnamed(text, words, of.Skip)
	}
	if of.Skip > 0 || of.Headers > 0 && text.ruler == nil {
		t.note(text, of.Skip)
		lines := max(1, of.Headers)
		if text.ruler != nil && of.Headers == 0 { // all down to the ruler
			lines = min(max(1, text.header+1-of.Skip), 2)
		}
		return t.named(text, words, of.Skip, lines)
	}
	for skip := range mostBefore {
		lines := t.fit(text, words, skip)
		if lines == 0 || of.Headers > 0 && of.Headers != lines {
			continue
		}
		if !t.named(text, words, skip, lines) {
			return false
		}
		t.before(text, skip)
		return true
	}
	if text.ruler != nil {
		lines := max(1, of.Headers)
		if skip := max(0, text.header+1-lines); t.named(text, words, skip, lines) {
			t.before(text, skip)
			return true
		}
	}
	return t.named(text, words, 0, max(1, of.Headers))
}

// fit says of how many lines a header is that begins behind some lines; 0 where
// there is none.
func (t *Table) fit(text *content, words *Vocabulary, skip int) int {
	s := text.scanner(skip)
	var first, second Record
	if !s.read(&first) || first.Line != skip+1 {
		return 0
	}
	enough := func(cells []string) bool {
		if !words.fits(cells) {
			return false
		}
		return words.recognised(cells) >= min(2, filled(cells))
	}
	one := enough(first.Cells)
	if !s.read(&second) || second.Line != first.Line+1 && text.ruler == nil {
		if one {
			return 1
		}
		return 0
	}
	if filled(second.Cells) == 1 && filled(first.Cells) > 2 || slices.ContainsFunc(second.Cells, func(c string) bool { return rowTime.MatchString(c) || rowDay.MatchString(c) }) { // a heading of the first rows, or a row, whatever its words
		if one {
			return 1
		}
		return 0
	}
	two := enough(second.Cells) && !strange(second.Cells)
	switch {
	case one && two && !slices.Equal(first.Cells, second.Cells) && words.recognised(joined(words, first.Cells, second.Cells)) > 0:
		return 2
	case one && !strange(second.Cells) && words.recognised(joined(words, first.Cells, second.Cells)) > words.recognised(first.Cells) && unknown(words, first.Cells):
		return 2
	case one:
		return 1
	case text.ruler == nil && len(first.Cells) != len(second.Cells):
		return 0
	}
	if both := joined(words, first.Cells, second.Cells); enough(both) && (!two || words.recognised(both) > words.recognised(second.Cells)) {
		return 2
	}
	return 0
}

// strange reports whether a cell of a line is one that names of columns have not: a
// time, a day or a number.
func strange(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return shapeOf(spelling.FoldWidth(c)) != "" })
}

// unknown reports whether a cell of a line is no name of a column, as those of
// groups of columns are.
func unknown(words *Vocabulary, cells []string) bool {
	return slices.ContainsFunc(cells[:min(len(cells), widest)], func(c string) bool { return c != "" && words.canonical(c) == "" })
}

// named reads the names of the columns from one line or two.
func (t *Table) named(text *content, words *Vocabulary, skip, lines int) bool {
	t.scan = text.scanner(skip)
	var upper Record
	if lines == 2 && !t.scan.read(&upper) {
		return false
	}
	if !t.scan.read(&t.head) {
		return false
	}
	t.heads = append(t.heads, slices.Clone(t.head.Cells))
	if lines == 2 {
		t.heads = append(t.heads, slices.Clone(upper.Cells))
		t.head.Cells = joined(words, upper.Cells, t.head.Cells)
	}
	for i, cell := range t.head.Cells {
		t.head.Cells[i] = strings.Join(strings.Fields(cell), " ")
	}
	return true
}

// joined makes one header of two lines. A name in the upper line holds for the
// blank cells to its right as well, as merged cells do. A column is called by
// both names together if that is a known name, else by the lower if that is
// known, else by the upper if that is known and stands above it, else by both.
func joined(words *Vocabulary, upper, lower []string) []string {
	names := slices.Clone(lower[:min(len(lower), max(widest, len(upper)))])
	above := ""
	for i := range names {
		own := ""
		if i < len(upper) {
			own = upper[i]
		}
		if own != "" {
			above = own
		}
		if i >= len(upper) {
			above = ""
		}
		both := strings.TrimSpace(above + " " + lower[i])
		switch {
		case words.canonical(both) != "":
			names[i] = both
		case lower[i] != "" && words.canonical(lower[i]) != "":
		case own != "" && words.canonical(own) != "", lower[i] == "" && words.canonical(above) != "":
			names[i] = above
		default:
			names[i] = both
		}
	}
	return names
}

// before says what stands before the names of the columns.
func (t *Table) before(text *content, skip int) {
	t.skipped = skip
	first, at := t.note(text, skip)
	if len(t.titles) == 0 {
		return
	}
	what := fmt.Sprintf("the line %q stands", first)
	if len(t.titles) > 1 {
		what = fmt.Sprintf("%d lines stand, the first %q,", len(t.titles), first)
	}
	problem.Place{Path: t.scan.path, Sheet: t.scan.sheet, Line: at, Column: 1}.Report(t.found, problem.Review, "lines_before", what+" before the names of the columns: passed over", "")
}

// note keeps the lines before the names of the columns, which may stand again on
// each page, and returns the first of them.
func (t *Table) note(text *content, skip int) (first string, at int) {
	rest := text.text
	for n := range skip {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line = strings.TrimFunc(line, spelling.Blank); line == "" || n == 0 && separatorLine(line) > 0 {
			continue
		}
		if t.titles = append(t.titles, line); len(t.titles) == 1 {
			first, at = strings.Join(strings.Fields(line), " "), n+1
		}
	}
	return first, at
}

// unnamed makes up the names of columns that have none: their positions. There
// are as many columns as most of the first rows have cells.
func (t *Table) unnamed(text *content, words *Vocabulary, skip int) bool {
	t.scan = text.scanner(skip)
	s := *t.scan
	var r Record
	counts := map[int]int{}
	best := 0
	for range 100 {
		if !s.read(&r) {
			break
		}
		n := len(r.Cells)
		if counts[n]++; counts[n] > counts[best] || counts[n] == counts[best] && n > best {
			best = n
		}
	}
	if best == 0 {
		return false
	}
	for _, m := range words.mappings {
		if m.Position > best && t.scan.sheet != "" { // a sheet has no end of a row
			best = min(m.Position, sheets.Columns)
		}
	}
	s = *t.scan
	s.read(&t.head)
	first := t.head.offsets
	t.head.Cells, t.head.offsets = nil, nil
	for i := range best {
		t.head.Cells = append(t.head.Cells, strconv.Itoa(i+1))
		at := t.head.end
		if i < len(first) {
			at = first[i]
		}
		t.head.offsets = append(t.head.offsets, at)
	}
	t.head.physical = best
	t.scan.unnamed = true
	return true
}

// shapeOf says what a cell of a row looks like that no name of a column does.
func shapeOf(cell string) string {
	switch {
	case rowTime.MatchString(cell):
		return "gun"
	case rowDay.MatchString(cell):
		return "birth_date"
	case cell != "" && len(cell) < 7 && strings.Trim(cell, "0123456789") == "":
		return "bib"
	}
	return ""
}

var (
	rowTime = regexp.MustCompile(`^-?\d{1,2}:\d\d(:\d\d)?([.,]\d{1,3})?$`)
	rowDay  = regexp.MustCompile(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$`)
)

// data reports an error where the line that is taken for the names of the columns
// is a row: no name in it is known by itself, and what no name of a column looks
// like stands in it as in the next.
func (t *Table) data(words *Vocabulary) bool {
	if t.scan.unnamed || !words.Mappable {
		return false
	}
	own := *words
	own.mappings = nil
	if own.recognised(t.head.Cells) > 1 {
		return false
	}
	s := *t.scan
	var next Record
	next.Cells = slices.Clone(t.head.Cells) // of a table of one row
	s.read(&next)
	alike, times := 0, 0
	var columns []string
	taken := map[string]bool{}
	for i, cell := range t.head.Cells[:min(len(t.head.Cells), widest)] {
		shape := shapeOf(spelling.FoldWidth(cell))
		if shape != "" && i < len(next.Cells) && shapeOf(spelling.FoldWidth(next.Cells[i])) == shape {
			alike++
			if shape != "bib" {
				times++
			}
		}
		if shape == "" {
			if _, err := spelling.ParseGender(cell); err == nil {
				shape = "gender"
			} else if shape = Ignore; strings.ContainsRune(strings.TrimSpace(cell), ' ') {
				shape = "name"
			}
		}
		if taken[shape] {
			shape = Ignore
		}
		taken[shape] = shape != Ignore
		columns = append(columns, fmt.Sprintf("%d: %s", i+1, shape))
	}
	if alike == 0 || times == 0 && (own.recognised(t.head.Cells) > 0 || alike == len(t.head.Cells)) {
		return false
	}
	t.scan.cellAt(&t.head, 0).Report(t.found, problem.Error, "header_is_data", fmt.Sprintf("line %d looks like data, not like the names of columns", t.head.Line),
		fmt.Sprintf("declare header_lines: 0, and which column is what: columns: {%s}", strings.Join(columns, ", ")))
	return true
}

// later returns how many lines to skip to reach one that looks like the header,
// where the line that is declared to be it does not; 0 where there is none.
func (t *Table) later(words *Vocabulary, of Source) int {
	if t.scan.unnamed || !words.Mappable {
		return 0
	}
	if known, _ := words.anyKnown(t.head.Cells); known {
		return 0
	}
	for skip := of.Skip + 1; skip < of.Skip+20; skip++ {
		if t.fit(t.content, words, skip) > 0 {
			return skip
		}
	}
	return 0
}
