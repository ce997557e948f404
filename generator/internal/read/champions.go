package read

import (
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// championRow is one row of champions.csv, every cell as it stands. The notes,
// names and sources by language are read from the record.
type championRow struct {
	Year   string `csv:"year"`
	Gender string `csv:"gender"`
	Status string `csv:"status"`
	Name   string `csv:"name"`
	Nat    string `csv:"nat"`
	Time   string `csv:"time"`
	Source string `csv:"source"`
}

var championStatuses = []race.ChampionStatus{race.Winner, race.ByRuling, race.Second, race.Disputed, race.ChampionDQ, race.UnknownChampion, race.CancelledChampion}

// champions reads data/champions.csv, in the file's order. A project may do
// without one.
func (p *project) champions() []race.Champion {
	words := table.Vocabulary{Kind: "champions", Columns: []string{"year", "gender", "status", "name", "nat", "time", "source"}, Prefixes: []string{"note", "name", "source"}, Required: []string{"year", "gender", "status", "name"}}
	t, ok := p.tables.Open(table.Source{Path: "data/champions.csv"}, words)
	if !ok {
		return nil
	}
	var list []race.Champion
	nations := tally{}
	table.Rows(t, func(row *championRow, r *table.Record) {
		if t.SetAsideExcess(r) {
			return
		}
		if t.RefuseRagged(r) {
			return
		}
		c := race.Champion{Name: table.Tidy(row.Name), Names: t.Texts(r, "name"), Source: table.Tidy(row.Source), Sources: t.Texts(r, "source"), Time: race.NoTime, Note: t.Texts(r, "note"),
			From: t.Row(r)}
		year, err := strconv.Atoi(row.Year)
		if err != nil || year < 1800 || year > 9999 {
			t.Fail(r, t.Column("year"), "bad_year", "", "%q is not a year", row.Year)
		}
		c.Year = year
		c.Status = race.ChampionStatus(strings.Clone(row.Status))
		if !slices.Contains(championStatuses, c.Status) {
			t.Fail(r, t.Column("status"), "unknown_status", "known: "+problem.ListOf(championStatuses), "unknown status %q", row.Status)
		}
		if c.Gender, err = table.ParseGender(row.Gender); err != nil && (row.Gender != "" || c.Status != race.CancelledChampion) {
			t.Fail(r, t.Column("gender"), "bad_gender", "expected: M or F; empty only for a cancelled year", "%q is not a gender", row.Gender)
		}
		if nat := strings.ToUpper(row.Nat); table.IsNation(nat) {
			c.Nat = strings.Clone(nat)
		} else if nat != "" {
			nations.add(nat, t.Place(r, t.Column("nat")), "unknown nation "+strconv.Quote(nat))
		}
		if cell := table.Given(row.Time); cell != "" {
			clock, err := table.ParseTime(cell, table.AsClock)
			if err != nil || clock <= 0 {
				t.Fail(r, t.Column("time"), "bad_time", "expected: h:mm:ss", "%q is not a time", row.Time)
			} else {
				c.Time = clock
			}
		}
		list = append(list, c)
	})
	nations.report(p.found, "unknown_nation", "expected: the code of a national Olympic committee")
	return list
}
