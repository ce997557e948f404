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

// genderOf says the genders of a table of entries: by the cells of its column,
// else by its categories, else by headings between the rows.
type genderOf struct {
	cells      map[string]race.Gender
	categories map[string]race.Gender
	column     int  // where a finding about it stands
	unknown    bool // nothing says them, which has been reported
	headings   bool // no column says them: what stands between the rows does
}

// asksGender reports whether some division of a race takes one gender alone.
func asksGender(rc *race.Race) bool {
	for _, d := range rc.Divisions {
		if d.Gender != race.NoGender {
			return true
		}
	}
	return false
}

// genders finds out what the genders of a table mean, and says so where they are
// not M and F. Where nothing says a gender that a division asks for, that is an
// error.
func genders(t *table.Table, rc *race.Race, without bool) genderOf {
	g := genderOf{column: t.Column("gender")}
	category := t.Column("category")
	switch {
	case g.column >= 0:
		counts, r := t.Genders(g.column)
		g.cells = r.Of
		switch {
		case r.Either[0] != "" && asksGender(rc):
			g.unknown = true
			t.ReportHeader(g.column, problem.Error, "ambiguous_gender", fmt.Sprintf("the letters of the column %q can be read in two ways", t.Header(g.column)),
				fmt.Sprintf("declare %s, or %s", r.Either[0], r.Either[1]))
		case r.Mixed:
			t.ReportHeader(g.column, problem.Warning, "mixed_genders", fmt.Sprintf("the letters of the column %q are of several languages: %s", t.Header(g.column), readings(counts, r)),
				"declare "+valuesHint(counts, r)+" if that is right, or what is")
		case !usual(r.Letters):
			t.ReportHeader(g.column, problem.Review, "gender_letters", fmt.Sprintf("the column %q is read as %s", t.Header(g.column), readings(counts, r)), "if that is wrong, declare "+valuesHint(counts, r)+" as it is right")
		}
	case category >= 0 && !without:
		g.column = category
		rows := t.Categories(category)
		g.categories = spelling.GenderOfCategories(rows, t.Header(category))
		switch {
		case g.categories != nil:
			t.ReportHeader(category, problem.Review, "gender_by_category", fmt.Sprintf("there is no column of genders: they are read from the column %q, such as %s", t.Header(category), genderExample(g.categories)),
				"")
		case asksGender(rc):
			g.unknown = true
			t.FailHeader(0, "missing_column", `where a category says it, declare columns: {"CATEGORY": [category, gender]}; where no division needs it, take the genders out of divisions`, `there is no column "gender"`)
		}
	}
	g.column = max(g.column, 0)
	g.headings = without && g.cells == nil && t.Sections() != nil
	g.unknown = g.unknown || without && !g.headings
	return g
}

// of is the gender of a row, that of the heading above it where no column says it.
func (g *genderOf) of(gender, category string, heading race.Gender) race.Gender {
	if g.headings {
		return heading
	}
	if m, ok := g.cells[spelling.Given(gender)]; ok {
		return m
	}
	return g.categories[spelling.Given(category)]
}

// usual reports whether letters are those that need no word about them.
func usual(letters map[string]race.Gender) bool {
	for f, g := range letters {
		if f == "m" && g != race.Male || f != "m" && f != "f" && f != "w" && f != "d" {
			return false
		}
	}
	return true
}

// readings say what cells were taken for: "H" as M, "F" as F.
func readings(counts *spelling.Genders, r spelling.GenderReading) string {
	var parts []string
	for _, cell := range counts.Values() {
		if g, ok := r.Of[cell]; ok && len(parts) < 8 {
			parts = append(parts, fmt.Sprintf("%q as %s (%s)", cell, g, problem.Quantity(counts.Rows(cell), "row", "rows")))
		}
	}
	return strings.Join(parts, ", ")
}

// valuesHint is text to paste that declares a reading.
func valuesHint(counts *spelling.Genders, r spelling.GenderReading) string {
	var parts []string
	for _, cell := range counts.Values() {
		if g, ok := r.Of[cell]; ok && len(parts) < 8 {
			parts = append(parts, strconv.Quote(cell)+": "+g.String())
		}
	}
	return "values: {gender: {" + strings.Join(parts, ", ") + "}}"
}

// genderExample is the first category in order with its gender.
func genderExample(of map[string]race.Gender) string {
	first := ""
	for category := range of {
		if first == "" || category < first {
			first = category
		}
	}
	return fmt.Sprintf("%q as %s", first, of[first])
}
