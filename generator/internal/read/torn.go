package read

import (
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// piece is what is known of a row of entries whose cells cannot be told apart.
type piece struct {
	bib  string
	from race.Position
	at   table.Span
}

// torn sets a row of entries aside. Its bib did enter, if it can be trusted: where
// cells are shifted, one in the first column is right, and any other is if it has
// a digit.
func (b *entryReader) torn(bib string, column int, why string, r *table.Record) {
	b.table.SetAside(r, column, problem.Warning, why, asideHint)
	if !bibPattern.MatchString(bib) || device(bib) || b.table.Column("bib") > 0 && !strings.ContainsAny(bib, "0123456789") {
		return
	}
	b.roster.broken[race.FoldBib(bib)] = true
	b.pieces = append(b.pieces, piece{strings.Clone(bib), b.table.Row(r), r.Span()})
}

// restore adds an entry under review for each bib of which only such a row is
// there. It has nothing but the bib, and is anonymous where the table says of
// anybody that they must be.
func (b *entryReader) restore() {
	for _, p := range b.pieces {
		key := race.FoldBib(p.bib)
		delete(b.roster.broken, key)
		if _, there := b.roster.index[key]; there {
			continue
		}
		e := b.next()
		e.Bib, e.From = p.bib, p.from
		if b.table.Column("visibility") >= 0 {
			e.Visibility = race.Anonymous
		}
		review(b.race, e, p.from)
		b.roster.index[key] = len(b.race.Entries)
		b.roster.lines = append(b.roster.lines, p.from.Line)
		b.roster.at = append(b.roster.at, table.Span{})
		b.race.Entries = append(b.race.Entries, e)
	}
}
