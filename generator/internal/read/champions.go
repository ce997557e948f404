package read

import (
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// championRow is one row of champions.csv, every cell as it stands. The notes,
// names and sources by language come with the record.
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
	words := vocabulary{kind: "champions", columns: []string{"year", "gender", "status", "name", "nat", "time", "source"}, prefixes: []string{"note", "name", "source"}, required: []string{"year", "gender", "status", "name"}}
	t, ok := p.table(source{path: "data/champions.csv"}, words, func() {})
	if !ok {
		return nil
	}
	var list []race.Champion
	nations := tally{}
	rows(t, func(row *championRow, r *record) {
		if t.outgrown(r) {
			return
		}
		if why := t.ragged(r); why != "" {
			t.raggedAt(r).Report(t.found, problem.Error, "cell_count", why, "put quotes around a cell that contains the separator")
			return
		}
		c := race.Champion{Name: tidy(row.Name), Names: texts(t, r, "name"), Source: tidy(row.Source), Sources: texts(t, r, "source"), Time: race.NoTime, Note: texts(t, r, "note"),
			From: race.Position{Path: t.scan.path, Line: r.line}}
		year, err := strconv.Atoi(row.Year)
		if err != nil || year < 1800 || year > 9999 {
			t.fail(r, t.column("year"), "bad_year", "", "%q is not a year", row.Year)
		}
		c.Year = year
		c.Status = race.ChampionStatus(strings.Clone(row.Status))
		if !slices.Contains(championStatuses, c.Status) {
			t.fail(r, t.column("status"), "unknown_status", "known: "+problem.ListOf(championStatuses), "unknown status %q", row.Status)
		}
		if c.Gender, err = parseGender(row.Gender); err != nil && (row.Gender != "" || c.Status != race.CancelledChampion) {
			t.fail(r, t.column("gender"), "bad_gender", "expected: M or F; empty only for a cancelled year", "%q is not a gender", row.Gender)
		}
		if nat := strings.ToUpper(row.Nat); nation(nat) {
			c.Nat = strings.Clone(nat)
		} else if nat != "" {
			nations.add(nat, t.scan.cellAt(r, t.column("nat")), t, "unknown nation "+strconv.Quote(nat))
		}
		if cell := seen(row.Time); cell != "" {
			clock, err := parseTime(cell, asClock)
			if err != nil || clock <= 0 {
				t.fail(r, t.column("time"), "bad_time", "expected: h:mm:ss", "%q is not a time", row.Time)
			} else {
				c.Time = clock
			}
		}
		list = append(list, c)
	})
	nations.report("unknown_nation", "expected: the code of a national Olympic committee")
	return list
}
