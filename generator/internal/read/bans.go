package read

import (
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// banRow is one row of bans.csv, every cell as it stands. The notes come with
// the record, and nothing is made of them.
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
	words := vocabulary{kind: "bans", columns: []string{"name", "birth_date", "item", "authority", "from", "to"}, prefixes: []string{"note"}, required: []string{"name", "item", "authority", "from", "to"}}
	t, ok := p.table(source{path: "data/bans.csv"}, words, func() {})
	if !ok {
		return nil
	}
	var list []race.Ban
	rows(t, func(row *banRow, r *record) {
		if t.outgrown(r) {
			return
		}
		if why := t.ragged(r); why != "" {
			t.raggedAt(r).Report(t.found, problem.Error, "cell_count", why, "put quotes around a cell that contains the separator")
			return
		}
		text := func(column, cell string) string {
			if cell = tidy(cell); cell == "" {
				t.fail(r, t.column(column), "missing_cell", "", "the ban has no %s", column)
			}
			return cell
		}
		day := func(column, cell, hint string) time.Time {
			on, err := parseDay(cell)
			if err != nil {
				t.fail(r, t.column(column), "bad_date", hint, "%q is not a day", cell)
			}
			return on
		}
		b := race.Ban{Name: text("name", row.Name), Item: text("item", row.Item), Authority: text("authority", row.Authority),
			Since: day("from", row.From, "expected: a day such as 2022-11-06"), From: race.Position{Path: t.scan.path, Line: r.line}}
		if row.BirthDate != "" {
			b.Birth = day("birth_date", row.BirthDate, "expected: a day such as 2001-12-31, or nothing if unknown")
		}
		if !forLife(row.To) {
			b.Until = day("to", row.To, "expected: the last day, such as 2024-11-05, or life")
		}
		if !b.Since.IsZero() && !b.Until.IsZero() && b.Until.Before(b.Since) {
			t.fail(r, t.column("to"), "bad_date", "", "the ban ends on %s, before it begins on %s", row.To, row.From)
		}
		list = append(list, b)
	})
	return list
}

func forLife(cell string) bool {
	switch strings.ToLower(foldWidth(cell)) {
	case "life", "终身", "終身":
		return true
	}
	return false
}
