package propose

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"guntime/generator/internal/race"
)

// ages proposes the age groups that the categories of a table are, where its
// ages fit them in the year of the race; else it says what is missing.
func (rc *Race) ages(edition string) {
	if len(rc.Legs) > 0 { // its entries are teams
		return
	}
	bands, years := rc.survey.AgeBands()
	year, _ := strconv.Atoi(edition)
	aged := rc.part.Aged
	switch {
	case len(bands) == 0 && aged > 0:
		rc.AgeGroupsWhy = "the table has ages: age_groups ranks by them, see guntime help rules"
		return
	case len(bands) == 0:
		return
	case slices.Contains(years, 0):
	case slices.Contains(years, year):
		rc.YearEnd = true
	case len(years) > 0:
		rc.AgeGroupsWhy = fmt.Sprintf("the categories are age groups (%s), and the years of birth fit them in %d, not in %s: with the right date, age_groups: {age: year_end, …} ranks by them", bands[0].Category, years[len(years)-1], edition)
		return
	default:
		rc.AgeGroupsWhy = fmt.Sprintf("the categories are age groups (%s), but the table has no ages that fit them: age_groups needs age or birth_date", bands[0].Category)
		return
	}
	taken := map[string]bool{}
	for _, d := range []struct {
		id, letter string
		gender     race.Gender
	}{{"men", "M", race.Male}, {"women", "W", race.Female}, {"all", "", race.NoGender}} {
		if !rc.has(d.id) {
			continue
		}
		for _, b := range bands {
			if b.Gender != race.NoGender && b.Gender != d.gender && d.id != "all" {
				continue
			}
			id, name := fmt.Sprintf("%s-%d", d.id, b.From), b.Category
			if b.From == 0 {
				id = fmt.Sprintf("%s-under-%d", d.id, b.To+1)
			}
			if b.Gender == race.NoGender && d.letter != "" {
				name = d.letter + " " + name
			}
			span := fmt.Sprintf("from: %d", b.From)
			if b.To > 0 {
				span += fmt.Sprintf(", to: %d", b.To)
			}
			if !taken[id] {
				taken[id] = true
				rc.AgeGroups = append(rc.AgeGroups, fmt.Sprintf("- {id: %s, name: %s, division: %s, %s}", id, quoteYAML(cmp.Or(name, id)), d.id, span))
			}
		}
	}
	rc.AgeGroupsWhy = "assumed: the categories of the table, which its ages fit"
	if rc.YearEnd {
		rc.AgeGroupsWhy = "assumed: the categories of the table, which its years of birth fit by the end of the year"
	}
}

// has reports whether the race has a division.
func (rc *Race) has(id string) bool {
	for _, d := range rc.Divisions {
		if len(d) > len(id) && d[:len(id)] == id && d[len(id)] == ':' {
			return true
		}
	}
	return false
}
