package chipreads

import (
	"iter"
	"strings"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
)

// elsewhere is the owner of a chip whose bib has not entered this race.
const elsewhere = -1

// chipRow is one row of a chips file.
type chipRow struct {
	Chip string `csv:"chip"`
	Bib  string `csv:"bib"`
}

// chipOwner says whose chip one is, and where that is written.
type chipOwner struct {
	entry int32 // or elsewhere
	chip  uint8 // a bit that tells it from the entry's other chips; 0 where it is not known which
	at    race.Position
}

// anotherChip returns the bit of the next chip of an entry. The eighth chip and
// all after it share one.
func (c *collector) anotherChip(entry int32) uint8 {
	n := min(c.chipped[entry], 7)
	c.chipped[entry] = n + 1
	return 1 << n
}

// chipsOf are the chips that a cell of the entries names, folded.
func chipsOf(cell string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for chip := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune("/+,;", r) }) {
			if chip = FoldName(chip); chip != "" && chip != "-" && !yield(chip) {
				return
			}
		}
	}
}

// chipsWords are what the columns of a chips file may be called.
func chipsWords() table.Vocabulary {
	words := table.Vocabulary{Kind: "chips", Columns: []string{"chip", "bib"}, Required: []string{"chip", "bib"}}
	for _, other := range append(append([]string{"remark", "note"}, table.EntryColumns...), table.TimeColumns...) {
		if other != "chip" && other != "bib" {
			words.Also = append(words.Also, spelling.FoldHeader(other))
		}
	}
	return words
}

// entryChips notes the chips that the entries name. One entry may have several,
// with a slash, a plus, a comma or a semicolon between.
func (c *collector) entryChips() {
	for i, e := range c.race.Entries {
		for chip := range chipsOf(e.Chip) {
			had, twice := c.chips[chip]
			if twice && had.entry != int32(i) {
				problem.At(e.From).Report(c.tables.Found, problem.Error, "duplicate_chip",
					"the chip "+quoted(chip)+" of bib "+quoted(e.Bib)+" is that of bib "+quoted(c.race.Entries[had.entry].Bib)+" already", "one chip cannot belong to two runners")
				continue
			}
			if !twice {
				c.chips[chip] = chipOwner{int32(i), c.anotherChip(int32(i)), e.From}
			}
		}
	}
}

// chipsFile notes the chips of a source's chips file. A file that several sources
// name is read once.
func (c *collector) chipsFile(s *Source) {
	if s.Chips.Path == "" || c.chipFiles[s.Chips.Path] {
		return
	}
	c.chipFiles[s.Chips.Path] = true
	t, ok := c.tables.Open(s.Chips, chipsWords())
	if !ok {
		return
	}
	table.Rows(t, func(row *chipRow, r *table.Record) {
		if t.SetAsideExcess(r) {
			return
		}
		if t.RefuseRagged(r) {
			return
		}
		chip, bib := FoldName(row.Chip), race.FoldBib(spelling.Bib(row.Bib))
		if chip == "" || bib == "" {
			t.SetAside(r, 0, problem.Warning, "the row has no chip or no bib", "")
			return
		}
		owner := chipOwner{entry: elsewhere, at: t.Row(r)}
		i, entered := c.index[bib]
		if !entered && !c.bibElsewhere([]byte(bib)) {
			i, entered = c.bare(bib, func() problem.Place { return t.Place(r, t.Column("bib")) })
		}
		if entered {
			owner.entry = int32(i)
		}
		had, twice := c.chips[chip]
		switch {
		case twice && had.entry != owner.entry && owner.entry != elsewhere && had.entry != elsewhere:
			t.Fail(r, t.Column("chip"), "duplicate_chip", "one chip cannot belong to two runners", "the chip %q of bib %q is that of bib %q already, by %s",
				chip, row.Bib, c.race.Entries[had.entry].Bib, had.at)
		case !twice || had.entry == elsewhere && owner.entry != elsewhere:
			if owner.entry != elsewhere {
				owner.chip = c.anotherChip(owner.entry)
			}
			c.chips[strings.Clone(chip)] = owner
		}
	})
}

// owner returns whose read it is, and by which chip; known is false where it is
// nobody's. The chip of a line counts before its bib. A line that has only a tag,
// and one that is nobody's chip, means the entry with that bib if no chip is
// named for it: whoever has a chip gets no time from another.
func (c *collector) owner(r *vendors.Read, rd *reader) (owner chipOwner, known bool) {
	if len(r.Chip) > 0 {
		c.scratch = foldBytes(c.scratch[:0], r.Chip)
		if rd == nil || rd.radix == asWritten {
			if o, ok := c.chips[string(c.scratch)]; ok {
				return o, true
			}
		}
		if o, ok := c.respelt(rd); ok {
			return o, true
		}
		c.scratch = foldBytes(c.scratch[:0], r.Chip)
		if i, ok := c.index[string(c.scratch)]; ok && c.chipped[i] == 0 && len(r.Bib) == 0 {
			return chipOwner{entry: int32(i)}, true
		}
		if c.elsewhere(c.scratch) {
			return chipOwner{entry: elsewhere}, true
		}
		if len(r.Bib) == 0 {
			return chipOwner{}, false
		}
	}
	c.scratch = foldBytes(c.scratch[:0], r.Bib)
	i, ok := c.index[string(c.scratch)]
	if !ok && !c.bibElsewhere(c.scratch) {
		i, ok = c.bare(string(c.scratch), func() problem.Place { return c.here(r.Bib) })
	}
	switch {
	case !ok:
		return chipOwner{entry: elsewhere}, len(r.Bib) > 0 && c.bibElsewhere(c.scratch)
	case len(r.Chip) > 0 && c.chipped[i] > 0:
		return chipOwner{}, false
	}
	return chipOwner{entry: int32(i)}, true
}

// foldBytes appends a text as FoldName and race.FoldBib fold it.
func foldBytes(to, text []byte) []byte {
	for _, b := range text {
		if b >= 0x80 {
			return append(to[:0], FoldName(string(text))...)
		}
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		to = append(to, b)
	}
	return to
}
