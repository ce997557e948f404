package read

import (
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
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
	b.table.SetAside(r, column, problem.Warning, why, raggedHint(b.table, column, problem.Warning))
	b.roster.torn = append(b.roster.torn, suspect{strings.Clone(b.table.Written(r)), b.table.Row(r)})
	if !bibPattern.MatchString(bib) || device(bib) || b.table.Column("bib") > 0 && !strings.ContainsAny(bib, "0123456789") {
		return
	}
	b.roster.broken[race.FoldBib(bib)] = true
	b.pieces = append(b.pieces, piece{strings.Clone(bib), b.table.Row(r), r.Span()})
}

// raggedHint says what to do with such a row, and what becomes of it.
func raggedHint(t *table.Table, column int, level problem.Level) string {
	if hint := t.RaggedHint(column); hint != "" {
		return hint + "; " + becomes(level)
	}
	return becomes(level)
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
		b.roster.add(b.race, p.bib, p.from)
	}
}

// add adds an entry under review of whom nothing but the bib is known.
func (r *roster) add(rc *race.Race, bib string, from race.Position) {
	e := &race.Entry{Bib: bib, From: from}
	if r.hides {
		e.Visibility = race.Anonymous
	}
	review(rc, e, from)
	r.index[race.FoldBib(bib)] = len(rc.Entries)
	r.lines = append(r.lines, from.Line)
	r.at = append(r.at, table.Span{})
	rc.Entries = append(rc.Entries, e)
}

// recover adds an entry for a bib that was timed, and of which only a torn row of
// the entries speaks; it reports whether there is one.
func (r *roster) recover(rc *race.Race, bib string) bool {
	key := race.FoldBib(bib)
	for _, s := range r.torn {
		for _, word := range wordsOf(s.row) {
			if race.FoldBib(spelling.Bib(word)) == key && bibPattern.MatchString(bib) {
				r.add(rc, strings.Clone(bib), s.from)
				return true
			}
		}
	}
	return false
}

// wordsOf are the words of a row, whatever parts its cells.
func wordsOf(row string) []string {
	return strings.FieldsFunc(row, func(r rune) bool { return strings.ContainsRune(",;|\t\"' \x00", r) })
}

// suspect is a row of times whose cells cannot be told apart.
type suspect struct {
	row  string
	from race.Position
}

// suspect puts everybody under review whose bib stands in such a row, wherever,
// and in no other row of the file: it may be theirs.
func (b *timeReader) suspect() {
	for _, s := range b.suspects {
		for _, word := range wordsOf(s.row) {
			index, known := b.roster.index[race.FoldBib(spelling.Bib(word))]
			if known && index < len(b.first) && b.first[index].line == 0 && b.race.Entries[index].Timing == nil {
				review(b.race, b.race.Entries[index], s.from)
			}
		}
	}
}
