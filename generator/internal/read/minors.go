package read

import (
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// birthYear reads the year in which somebody was born, of whom the day need not
// be known.
func (b *entryReader) birthYear(e *race.Entry, row *entryRow, r *table.Record) {
	cell := spelling.Given(row.BirthYear)
	if cell == "" {
		return
	}
	last := b.edition.Date.Year()
	year, ok := spelling.BirthYear(cell, last)
	switch {
	case !ok || year < 1880 || year > 2200:
		b.table.Warn(r, b.table.Column("birth_year"), "bad_birth_year", "expected: a year such as 1985", "bib %q: %q is not a year of birth", e.Bib, row.BirthYear)
	case !b.edition.Date.IsZero() && year > last:
		b.table.Warn(r, b.table.Column("birth_year"), "bad_birth_year", "", "bib %q: the year of birth %d is after the race", e.Bib, year)
	case !e.Birth.IsZero() && year != e.Birth.Year():
		b.table.Warn(r, b.table.Column("birth_year"), "bad_birth_year", "the birth date counts", "bib %q: the year of birth %d is not that of the birth date %s", e.Bib, year, e.Birth.Format("2006-01-02"))
	default:
		e.BirthYear = year
	}
}

// protect masks whoever is, or may be, younger than the edition's rule says, and
// counts those of whom that is not known.
func (b *entryReader) protect(e *race.Entry, r *table.Record) {
	if b.edition.MaskUnder == 0 {
		return
	}
	age := b.edition.YoungestAge(e)
	if age == 0 && e.BirthYear == 0 && e.Birth.IsZero() {
		b.unknownAges.add("", b.table.Place(r, max(b.table.Column("birth_date"), 0)), "the entry has no age, so its name is not masked")
		return
	}
	if age < b.edition.MaskUnder && e.Visibility == race.Public {
		e.Visibility = race.Masked
	}
}

// grouped counts those whose division has age groups and whose age is not known:
// they are in none (R64).
func (b *entryReader) grouped(e *race.Entry, r *table.Record) {
	if len(b.race.Rules.AgeGroups) == 0 {
		return
	}
	d := b.race.DivisionOf(e)
	if d == nil {
		return
	}
	for i := range b.race.Rules.AgeGroups {
		g := &b.race.Rules.AgeGroups[i]
		if set := b.race.Rules.AgeSet(g.Set); g.Division == d.ID && b.edition.AgeOf(e, set) == 0 {
			if e.BirthYear > 0 && !set.YearEnd {
				b.ageless.year = true
			}
			b.ageless.add("", b.table.Place(r, max(b.table.Column("birth_date"), 0)), "the entry has no age, so it is in no age group")
			return
		}
	}
}

// ageHint says what is wanted to know an age.
func (b *entryReader) ageHint() string {
	if b.ageless.year {
		return "a year of birth tells no age on race day: write age: year_end under age_groups, or give birth_date or age"
	}
	return "give birth_date, birth_year or age"
}

// agelessTally counts those without an age, some of whom have a year of birth.
type agelessTally struct {
	tally
	year bool
}
