package table

import (
	"fmt"
	"slices"

	"guntime/generator/internal/problem"
)

// unusedValues warns of values that are declared of a column that the table lacks. A
// status may stand in a column of times or places as well.
func (t *Table) unusedValues(file string, words *Vocabulary) {
	for _, v := range t.values {
		if t.Column(v.Column) >= 0 || v.Column == "status" && slices.ContainsFunc(t.names, func(name string) bool {
			return slices.Contains(TimeColumns, name) || slices.Contains(words.Points, name)
		}) {
			continue
		}
		v.At.Report(t.found, problem.Warning, "unused_values", fmt.Sprintf("the file %q has no column %s for these values", file, v.Column),
			fmt.Sprintf("say which column it is, columns: {\"HEADER\": %s}, or remove them", v.Column))
	}
}

// awaited notes the columns that edition.yaml names and of which a cell is awaited.
// Those of times are for whoever knows the race to judge.
func (t *Table) awaited(words *Vocabulary) {
	if words.Kind != "entries" || len(t.where) > 0 {
		return
	}
	for i, name := range t.names {
		at := i
		if i >= t.width { // a column that is two things
			at = t.again[i-t.width].column
		}
		if slices.Contains(EntryColumns, name) && words.mapped(at, t.head.Cells[at]) != "" {
			t.empty = append(t.empty, i)
		}
	}
}

// filledIn takes the columns of which a row has a cell from those that are awaited.
func (t *Table) filledIn(r *Record) {
	t.empty = slices.DeleteFunc(t.empty, func(column int) bool { return column < len(r.Cells) && r.Cells[column] != "" })
}

// emptyColumns warns of the columns that edition.yaml names and that have no cell.
func (t *Table) emptyColumns() {
	if len(t.empty) == 0 {
		return
	}
	t.ReportEmpty(t.empty)
}

// ReportEmpty warns of columns without a cell.
func (t *Table) ReportEmpty(columns []int) {
	names, keys := "", ""
	for i, column := range columns {
		if i > 0 {
			names, keys = names+", ", keys+", "
		}
		header := t.Header(column)
		names, keys = names+fmt.Sprintf("%q", header), keys+YAMLKey(header)+": ignore"
	}
	t.ReportHeader(columns[0], problem.Warning, "empty_column", fmt.Sprintf("%s empty in every row: %s", problem.Quantity(len(columns), "column is", "columns are"), names),
		fmt.Sprintf("if that is so, declare columns: {%s}", keys))
}
