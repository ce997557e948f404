package read

import (
	"strings"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// banRow is one row of bans.csv, every cell as it stands. The notes are for
// whoever keeps the file; they are not read.
type banRow struct {
	Name      string `csv:"name"`
	BirthDate string `csv:"birth_date"`
	Item      string `csv:"item"`
	Authority string `csv:"authority"`
	From      string `csv:"from"`
	To        string `csv:"to"`
}

// bans reads data/bans.csv: who may not enter, and from when to when. A
// project may do without one.
func (p *project) bans() []race.Ban {
	words := table.Vocabulary{Kind: "bans", Columns: []string{"name", "birth_date", "item", "authority", "from", "to"}, Prefixes: []string{"note"}, Required: []string{"name", "item", "authority", "from", "to"}}
	t, ok := p.tables.Open(table.Source{Path: "data/bans.csv"}, words)
	if !ok {
		return nil
	}
	var list []race.Ban
	table.Rows(t, func(row *banRow, r *table.Record) {
		if t.SetAsideExcess(r) {
			return
		}
		if t.RefuseRagged(r) {
			return
		}
		text := func(column, cell string) string {
			if cell = table.Tidy(cell); cell == "" {
				t.Fail(r, t.Column(column), "missing_cell", "", "the ban has no %s", column)
			}
			return cell
		}
		day := func(column, cell, hint string) time.Time {
			on, err := table.ParseDay(cell)
			if err != nil {
				t.Fail(r, t.Column(column), "bad_date", hint, "%q is not a day", cell)
			}
			return on
		}
		b := race.Ban{Name: text("name", row.Name), Item: text("item", row.Item), Authority: text("authority", row.Authority),
			Since: day("from", row.From, "expected: a day such as 2022-11-06"), From: t.Row(r)}
		if row.BirthDate != "" {
			b.Birth = day("birth_date", row.BirthDate, "expected: a day such as 2001-12-31, or nothing if unknown")
		}
		if !forLife(row.To) {
			b.Until = day("to", row.To, "expected: the last day, such as 2024-11-05, or life")
		}
		if !b.Since.IsZero() && !b.Until.IsZero() && b.Until.Before(b.Since) {
			t.Fail(r, t.Column("to"), "bad_date", "", "the ban ends on %s, before it begins on %s", row.To, row.From)
		}
		list = append(list, b)
	})
	return list
}

func forLife(cell string) bool {
	switch strings.ToLower(table.FoldWidth(cell)) {
	case "life", "终身", "終身":
		return true
	}
	return false
}
