package read

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// rulingRow is one row of rulings.csv, every cell as it stands. The notes are read
// from the record.
type rulingRow struct {
	Bib       string `csv:"bib"`
	Ruling    string `csv:"ruling"`
	Clause    string `csv:"clause"`
	Authority string `csv:"authority"`
	Date      string `csv:"date"`
	Place     string `csv:"place"`
	Point     string `csv:"point"`
}

// rulings reads what the referee decided, in the order it was made: by date,
// then as the file has it. An undated ruling stands with the one before it.
// Without a roster the bibs are not compared with the entries.
func (p *project) rulings(e *race.Edition, rc *race.Race, roster *roster) {
	words := table.Vocabulary{Kind: "rulings", Columns: []string{"bib", "ruling", "clause", "authority", "date", "place", "point"}, Prefixes: []string{"note", "authority"}, Required: []string{"bib", "ruling"}}
	t, ok := p.tables.Open(table.Source{Path: path.Join("data", e.ID, rc.ID, "rulings.csv")}, words)
	if !ok {
		return
	}
	last := time.Time{}
	var order []time.Time
	table.Rows(t, func(row *rulingRow, r *table.Record) {
		if column, why := t.Excess(r); why != "" {
			hint := "the row is set aside; all others stand"
			if roster != nil {
				if index, ok := roster.index[race.FoldBib(spelling.Bib(row.Bib))]; ok {
					hint = asideHint
					review(rc, rc.Entries[index], t.Row(r))
				}
			}
			t.SetAside(r, column, problem.Warning, why, hint)
			return
		}
		if t.RefuseRagged(r) {
			return
		}
		before := len(*p.found)
		ruling := decision(t, row, r, e, rc, roster)
		if (*p.found)[before:].Errors() {
			return
		}
		if !ruling.Date.IsZero() {
			last = ruling.Date
		}
		order = append(order, last)
		rc.Rulings = append(rc.Rulings, ruling)
	})
	sequence := make([]int, len(rc.Rulings))
	for i := range sequence {
		sequence[i] = i
	}
	slices.SortFunc(sequence, func(a, b int) int { return cmp.Or(order[a].Compare(order[b]), cmp.Compare(a, b)) })
	sorted := make([]race.Ruling, len(sequence))
	for i, from := range sequence {
		sorted[i] = rc.Rulings[from]
	}
	rc.Rulings = sorted
	contradictions(rc.Rulings, p.found)
}

// decision reads one ruling and reports what is wrong with it.
func decision(t *table.Table, row *rulingRow, r *table.Record, e *race.Edition, rc *race.Race, roster *roster) race.Ruling {
	ruling := race.Ruling{Clause: spelling.Tidy(row.Clause), Authority: spelling.Tidy(row.Authority), Authorities: t.Texts(r, "authority"), Note: t.Texts(r, "note"),
		From: t.Row(r)}
	ruling.Bib = entered(t, row.Bib, r, rc, roster)
	kind := race.RulingKind(strings.ToLower(spelling.FoldWidth(row.Ruling)))
	if !slices.Contains(race.RulingKinds, kind) {
		t.Fail(r, t.Column("ruling"), "unknown_ruling", "known: "+problem.ListOf(race.RulingKinds), "unknown ruling %q", row.Ruling)
	}
	ruling.Kind = kind
	if date := spelling.FoldWidth(row.Date); date != "" {
		day, err := spelling.CertainDay(date)
		if err == nil {
			y, m, d := day.Date()
			ruling.Date = time.Date(y, m, d, 0, 0, 0, 0, e.Zone)
		} else if ruling.Date, err = race.ParseMoment(date, e.Zone, false); err != nil {
			t.Fail(r, t.Column("date"), "bad_date", fmt.Sprintf("expected: a day such as %s", e.Date.Format(time.DateOnly)), "%q is not a day", row.Date)
		}
	}
	placed := kind == race.PlaceRuling || kind == race.JudgesOrder
	switch n, err := strconv.Atoi(spelling.FoldWidth(row.Place)); {
	case row.Place == "" && placed:
		t.Fail(r, max(t.Column("place"), 0), "missing_place", "write the place, such as 1, into the column place", "the ruling %s needs a place", kind)
	case row.Place != "" && (err != nil || n < 1):
		t.Fail(r, t.Column("place"), "bad_place", "expected: a whole number from 1", "%q is not a place", row.Place)
	case placed:
		ruling.Place = n
	}
	switch id := strings.ToLower(spelling.FoldWidth(row.Point)); {
	case kind == race.ConfirmPoint && id == "":
		t.Fail(r, max(t.Column("point"), 0), "missing_point", "write one of these into the column point: "+strings.Join(pointIDs(rc), ", "), "the ruling %s needs a point", kind)
	case id != "" && rc.Point(id) < 0:
		t.Fail(r, t.Column("point"), "unknown_point", "known: "+strings.Join(pointIDs(rc), ", "), "the race has no point %q", row.Point)
	default:
		ruling.Point = strings.Clone(id)
	}
	if ruling.Clause == "" {
		t.Warn(r, max(t.Column("clause"), 0), "ruling_without_clause", "", "the ruling on bib %q names no clause", ruling.Bib)
	}
	if ruling.By("") == "" {
		t.Warn(r, max(t.Column("authority"), 0), "ruling_without_authority", "", "the ruling on bib %q names no authority", ruling.Bib)
	}
	return ruling
}

// entered returns a bib as its entry writes it; a bib that nobody has is an error.
func entered(t *table.Table, cell string, r *table.Record, rc *race.Race, roster *roster) string {
	bib := spelling.Bib(cell)
	if roster == nil || roster.broken[race.FoldBib(bib)] {
		return strings.Clone(bib)
	}
	index, ok, bare := roster.find(bib)
	if bare {
		t.Warn(r, t.Column("bib"), "leading_zeros", "write the bibs alike in all files", "bib %q stands for %q in the entries", bib, rc.Entries[index].Bib)
	}
	if !ok {
		t.Fail(r, t.Column("bib"), "unknown_bib", "add it to the entries or remove it here", "bib %q is not in the entries", bib)
		return strings.Clone(bib)
	}
	return rc.Entries[index].Bib
}

// releaseRow is one row of releases.csv.
type releaseRow struct {
	Bib string `csv:"bib"`
}

// releases reads whose held certificate is released (R25).
func (p *project) releases(e *race.Edition, rc *race.Race, roster *roster) {
	t, ok := p.tables.Open(table.Source{Path: path.Join("data", e.ID, rc.ID, "releases.csv")}, table.Vocabulary{Kind: "releases", Columns: []string{"bib"}, Prefixes: []string{"note"}, Required: []string{"bib"}})
	if !ok {
		return
	}
	rc.Released = map[string]bool{}
	table.Rows(t, func(row *releaseRow, r *table.Record) {
		if t.SetAsideExcess(r) {
			return
		}
		if t.RefuseRagged(r) {
			return
		}
		rc.Released[race.FoldBib(entered(t, row.Bib, r, rc, roster))] = true
	})
}
