package read

import (
	"fmt"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// nation reads the nation of a row.
func (b *entryReader) nation(e *race.Entry, row *entryRow, r *table.Record) {
	if row.Nat == "" || row.Nat == "-" {
		return
	}
	b.nationRows++
	if ioc := b.strings.of(row.Nat, spelling.Nation); ioc != "" {
		e.Nat = ioc
		return
	}
	if nat := spelling.FoldWidth(row.Nat); strings.Trim(nat, "-—–?.") != "" {
		b.nations.add(nat, b.table.Place(r, b.table.Column("nat")), fmt.Sprintf("unknown nation %q", nat))
	}
}

// reportNations reports the nations that are none: once for a value, and once for
// all where most of the column are towns or whatever else.
func (b *entryReader) reportNations() {
	found := b.project.found
	if rows := b.nations.rows(); len(b.nations.order) > 3 && rows*2 > b.nationRows {
		column := b.table.Column("nat")
		b.table.ReportHeader(column, problem.Warning, "no_nations", fmt.Sprintf("the column %q does not hold nations: %d different values in %d rows are none, such as %q", b.table.Header(column), len(b.nations.order), rows, b.nations.order[0]),
			fmt.Sprintf("if it holds towns, declare columns: {%s: ignore}", table.YAMLKey(b.table.Header(column))))
		return
	}
	for word, m := range b.nations.byWord {
		m.hint = fmt.Sprintf("expected: a code such as CHN, GER or DE, or a name; to say what it is, declare values: {nat: {%s: GER}}", strconv.Quote(word))
	}
	b.nations.report(found, "unknown_nation", "")
}

// unfitHint says what would make somebody fit a division.
func (b *entryReader) unfitHint(e *race.Entry, row *entryRow) string {
	switch gender := spelling.Given(row.Gender); {
	case e.Gender != race.NoGender:
		return "no division takes this gender and category; the runner is listed but not ranked"
	case gender == "":
		return "the gender must be M, F or X; the runner is listed but not ranked"
	default:
		return fmt.Sprintf("the gender must be M, F or X; to say what it is, declare values: {gender: {%s: F}}", strconv.Quote(gender))
	}
}

// birth reads the day of birth of a row.
func (b *entryReader) birth(e *race.Entry, row *entryRow, r *table.Record) {
	t := b.table
	birth := spelling.Given(row.BirthDate)
	if birth == "" || (birth[0] < '1' || birth[0] > '9') && strings.Trim(birth, "0-/. :") == "" {
		return
	}
	parts, ok := spelling.SplitDay(birth)
	if ok && !parts.Ordered && b.dates == "" { // the first rows had none that leaves its order open
		b.dates = dates(t, "", false)
	}
	day, err := parts.Day(b.dates, b.edition.Date.Year())
	switch {
	case !ok || err != nil:
		b.badDates.addHint(birth, t.Place(r, t.Column("birth_date")), fmt.Sprintf("bib %q: %q is not a day", e.Bib, row.BirthDate), "")
	case !b.edition.Date.IsZero() && ageOn(day, b.edition.Date) < 0:
		t.Warn(r, t.Column("birth_date"), "bad_birth_date", "", "bib %q: the birth date %q is after the race", e.Bib, row.BirthDate)
	default:
		e.Birth = day
		if !b.edition.Date.IsZero() {
			e.Age = ageOn(day, b.edition.Date)
		}
	}
}

// dates finds out in which order the birth dates of a table stand, and says so
// where it is not certain. With ordered it is "" where the dates of the first rows
// need no order, whatever comes below them.
func dates(t *table.Table, declared spelling.DateFormat, ordered bool) spelling.DateFormat {
	column := t.Column("birth_date")
	if declared != "" || column < 0 {
		return declared
	}
	switch o := t.DateOrder(column, ordered); {
	case o.Both:
		t.ReportHeader(column, problem.Warning, "date_order", fmt.Sprintf("the dates of the column %q are of both orders, day first and month first; they are read as %s", t.Header(column), o.Format),
			"declare date_format: d/m/y or m/d/y; dates that do not fit are left out")
		return o.Format
	case o.Format != "" && !o.Certain && o.Example != "":
		parts, _ := spelling.SplitDay(o.Example)
		day, err := parts.Day(o.Format, 2099)
		if err != nil {
			return o.Format
		}
		t.ReportHeader(column, problem.Warning, "date_order", fmt.Sprintf("no date of the column %q says whether its day or its month is first; %q is read as %s", t.Header(column), o.Example, day.Format("2 January 2006")),
			"declare date_format: d/m/y, or date_format: m/d/y if the month is first")
		return o.Format
	default:
		return o.Format
	}
}
