package table

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// decidingRows are the rows in which the writing of a column is looked for; all
// are read only where these do not decide.
const decidingRows = 20_000

// DateOrder finds out in which order the dates of a column stand. With ordered it
// is content where the first rows have none that leaves its order open.
func (t *Table) DateOrder(column int, ordered bool) spelling.DateOrder {
	var o spelling.DateOrder
	first, second := 0, 0 // dates whose first or second number can only be the day
	dots := false
	enough := func() bool { return first+second > 0 || ordered && o.Format == "" && o.Example == "" }
	t.column(column, enough, func(cell string) {
		p, ok := spelling.SplitDay(cell)
		if !ok || p.Ordered {
			return
		}
		dots = dots || p.Dots
		switch a, b := p.Numbers[0], p.Numbers[1]; {
		case a > 12 && b <= 12:
			first++
		case b > 12 && a <= 12:
			second++
		case a != b && o.Example == "":
			o.Example = strings.Clone(cell)
		case o.Format == "":
			o.Format = spelling.DayMonth
		}
	})
	switch {
	case first > 0 && second > 0:
		o.Both = true
		o.Format = spelling.DayMonth
		if second > first {
			o.Format = spelling.MonthDay
		}
	case second > 0:
		o.Format, o.Certain = spelling.MonthDay, true
	case first > 0:
		o.Format, o.Certain = spelling.DayMonth, true
	case o.Example != "" && dots:
		o.Format, o.Certain = spelling.DayMonthDots, true // nobody writes months first with dots
	case o.Example != "":
		o.Format = spelling.DayMonth
	}
	return o
}

// column calls a function with the cells of a column that are not blank, mapped
// as the edition maps its values, until enough is known after the first rows.
func (t *Table) column(column int, enough func() bool, each func(cell string)) {
	var r Record
	var values *Values
	if column < len(t.names) {
		values = t.valuesOf(t.names[column])
	}
	rows := 0
	t.records(func() *Record { return &r }, func(r *Record) bool {
		if rows++; rows > decidingRows && rows%decidingRows == 1 && enough() {
			return false
		}
		if column < len(r.Cells) {
			cell := r.Cells[column]
			if values != nil {
				if to, ok := values.Of(cell); ok {
					cell = to
				}
			}
			if cell = spelling.Given(cell); cell != "" {
				each(cell)
			}
		}
		return true
	})
}

// Genders reads the genders of a column. All rows are looked at, unless the first
// have nothing but M and F or words that mean the same in every language.
func (t *Table) Genders(column int) (*spelling.Genders, spelling.GenderReading) {
	g := &spelling.Genders{}
	g.Spoken(t.head.Cells[column])
	if len(spelling.Lexicon().Senses[spelling.FoldWord(t.head.Cells[column])]) == 0 || slices.Contains([]string{"gender", "sex"}, spelling.FoldWord(t.head.Cells[column])) {
		g = &spelling.Genders{}
		for _, h := range t.head.Cells {
			g.Spoken(h)
		}
	}
	t.column(column, func() bool { return g.Plain() }, g.Add)
	return g, g.Read()
}

// Categories counts the rows of each category of a column.
func (t *Table) Categories(column int) map[string]int {
	rows := map[string]int{}
	t.column(column, func() bool { return false }, func(cell string) {
		if _, known := rows[cell]; known {
			rows[cell]++
		} else if len(rows) < 2000 {
			rows[strings.Clone(cell)]++
		}
	})
	return rows
}

// Header is the name of a column as it is written.
func (t *Table) Header(column int) string { return t.head.Cells[column] }

// Name is what a column was taken for.
func (t *Table) Name(column int) string { return t.names[column] }

// ReportHeader reports a finding at the name of a column.
func (t *Table) ReportHeader(column int, level problem.Level, code, text, hint string) {
	t.scan.cellAt(&t.head, column).Report(t.found, level, code, text, hint)
}

// Commas reports whether the names of a column are written Family, Given: nearly
// all of them have one comma between two words.
func (t *Table) Commas(column int) bool {
	if column < 0 {
		return false
	}
	all, commas := 0, 0
	t.column(column, func() bool { return true }, func(cell string) {
		all++
		if family, given, found := strings.Cut(cell, ","); found && strings.TrimSpace(family) != "" && strings.TrimSpace(given) != "" && !strings.Contains(given, ",") {
			commas++
		}
	})
	return all > 0 && commas*10 >= all*9
}

// Width is how many columns the table has, those that are two things twice.
func (t *Table) Width() int { return len(t.names) }

// Lengths says how far from the start the columns of times are, where that is
// known.
func (t *Table) Lengths(km map[int]race.Distance) { t.lengths = km }

// TimeFormats finds out how the times of some columns are written, and reports a
// format other than the clock at the column's header. A declared format holds
// for all of them. The result has one format for each column of the table.
func (t *Table) TimeFormats(columns []int, declared spelling.TimeFormat) []spelling.TimeFormat {
	formats := make([]spelling.TimeFormat, len(t.names))
	for i := range formats {
		formats[i] = cmp.Or(declared, spelling.AsClock)
	}
	if declared == "" {
		t.findFormats(columns, formats)
	}
	t.file.formats(columns, formats)
	return formats
}

// findFormats fills in the formats of some columns by what their cells look like.
func (t *Table) findFormats(columns []int, formats []spelling.TimeFormat) {
	like := make([]spelling.Shapes, len(t.names))
	var r Record
	rows := 0
	t.records(func() *Record { return &r }, func(r *Record) bool {
		rows++
		open := false
		for _, c := range columns {
			if c < len(r.Cells) && like[c].Cells < spelling.SampleCells {
				open = true
				if cell := spelling.Given(r.Cells[c]); cell != "" {
					like[c].Add(cell)
				}
			}
		}
		return open && rows < 20*spelling.SampleCells // a column that is empty so far has little to say
	})
	for _, c := range columns {
		formats[c] = like[c].Format(t.lengths[c])
		example, code, name, hint := like[c].Example, "", "", ""
		if formats[c] == spelling.AsShifted {
			example = like[c].ShiftedExample
		}
		if finding, other := spelling.FormatFindings[formats[c]]; other {
			code, name, hint = finding.Code, finding.Name, fmt.Sprintf("say time_format: %s, or time_format: clock if they are not", formats[c])
		} else if like[c].Lettered > 0 {
			code, name = "lettered_times", "hours, minutes and seconds by their letters"
		}
		if clock, err := spelling.ParseTime(example, formats[c]); code != "" && err == nil {
			t.scan.cellAt(&t.head, c).Report(t.found, problem.Review, code,
				fmt.Sprintf("the column %q is read as %s, %q as %s", t.head.Cells[c], name, example, clock), hint)
		}
	}
}
