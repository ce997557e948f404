package read

import (
	"errors"
	"slices"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// cellKeys are the keys of a table about what its cells say.
var cellKeys = []string{"values", "name_order", "date_format"}

// readCells reads what is declared of a table's cells.
func (s *source) readCells(rc *race.Race, f yamlpos.Fields) {
	if v := f.Get("name_order"); v.Exists() {
		s.order = yamlpos.Choice(v, givenFirst, familyFirst)
	}
	if v := f.Get("date_format"); v.Exists() {
		if s.dates = yamlpos.Choice(v, spelling.DateFormats...); strings.HasPrefix(string(s.dates), "y") {
			s.dates = "" // the year first is known as it stands
		}
	}
	for _, pair := range f.Get("values").Pairs() {
		if !slices.Contains(table.EntryColumns, pair.Key) && !slices.Contains(table.TimeColumns, pair.Key) && rc.Point(pair.Key) < 0 {
			pair.At.Fail("unknown_column", "values stand under a column as the program calls it: gender, status, nat, category …", "%q is neither a column nor a point of this race", pair.Key)
			continue
		}
		values := &table.Values{Column: pair.Key, At: pair.At.Place()}
		for _, v := range pair.Value.Pairs() {
			values.Set(v.Key, yamlpos.Parsed(v.Value, "", meaningOf(pair.Key), func(to string) (string, error) { return meaning(pair.Key, to) }))
		}
		s.Values = append(s.Values, values)
	}
}

// meaningOf says what the cells of a column can stand for.
func meaningOf(column string) string {
	switch column {
	case "gender":
		return "M, F or X"
	case "status":
		return "finished, DNF, DNS or DQ"
	case "nat":
		return "the code of a nation, such as CHN or GER"
	}
	return "what the cell stands for"
}

// meaning checks what a cell is declared to stand for; nothing means that the
// cell is blank.
func meaning(column, to string) (string, error) {
	if to == "" {
		return to, nil
	}
	switch column {
	case "gender":
		g, err := spelling.ParseGender(to)
		return genderWords[g], err
	case "status":
		if _, ok := spelling.ParseStatus(to); !ok {
			return "", errors.New("not a status")
		}
	case "nat":
		if to = spelling.Nation(to); to == "" {
			return "", errors.New("not a nation")
		}
	}
	return to, nil
}

// genderWords are words for the genders that mean the same whatever else a
// column holds.
var genderWords = map[race.Gender]string{race.Male: "male", race.Female: "female", race.GenderX: "x", race.Mixed: "mixed"}

// share takes what another use of the same file declares of its cells.
func (s *source) share(o *source) {
	for _, v := range o.Values {
		if !slices.ContainsFunc(s.Values, func(own *table.Values) bool { return own.Column == v.Column }) {
			s.Values = append(s.Values[:len(s.Values):len(s.Values)], v)
		}
	}
	if s.order == "" {
		s.order = o.order
	}
	if s.dates == "" {
		s.dates = o.dates
	}
}
