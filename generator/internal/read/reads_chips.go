package read

import (
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// elsewhere is the owner of a chip whose bib has not entered this race.
const elsewhere = -1

// chipRow is one row of a chips file.
type chipRow struct {
	Chip string `csv:"chip"`
	Bib  string `csv:"bib"`
}

// chipOwner is whose chip one is, and where that is written.
type chipOwner struct {
	entry int32 // or elsewhere
	chip  uint8 // a bit that tells it from the entry's other chips; 0 where it is not known which
	at    race.Position
}

// anotherChip is the bit of the next chip of an entry: an eighth and all
// after it share one.
func (c *collector) anotherChip(entry int32) uint8 {
	n := min(c.chipped[entry], 7)
	c.chipped[entry] = n + 1
	return 1 << n
}

// entryChips learns the chips that the entries name; somebody may have
// several, with a slash, a plus, a comma or a semicolon between.
func (c *collector) entryChips() {
	for i, e := range c.race.Entries {
		for chip := range strings.FieldsFuncSeq(e.Chip, func(r rune) bool { return strings.ContainsRune("/+,;", r) }) {
			chip = foldKey(chip)
			if chip == "" || chip == "-" {
				continue
			}
			had, twice := c.chips[chip]
			if twice && had.entry != int32(i) {
				problem.Place{Path: e.From.Path, Line: e.From.Line, Column: 1}.Report(c.project.found, problem.Error, "duplicate_chip",
					"the chip "+quoted(chip)+" of bib "+quoted(e.Bib)+" is that of bib "+quoted(c.race.Entries[had.entry].Bib)+" already", "one chip cannot belong to two runners")
				continue
			}
			if !twice {
				c.chips[chip] = chipOwner{int32(i), c.anotherChip(int32(i)), e.From}
			}
		}
	}
}

// chipsFile learns the chips of a file of its own, each once for all sources
// that name it.
func (c *collector) chipsFile(s *readsSource) {
	if s.chips.path == "" || c.chipFiles[s.chips.path] {
		return
	}
	c.chipFiles[s.chips.path] = true
	words := vocabulary{kind: "chips", columns: []string{"chip", "bib"}, required: []string{"chip", "bib"}}
	for _, other := range append(append([]string{"epc", "remark", "note"}, entryColumns...), timeColumns...) {
		if other != "chip" && other != "bib" {
			words.also = append(words.also, foldHeader(other))
		}
	}
	t, ok := c.project.table(source{path: s.chips.path, encoding: s.encoding}, words, func() { c.project.missing(c.edition, s.chips) })
	if !ok {
		return
	}
	rows(t, func(row *chipRow, r *record) {
		if t.outgrown(r) {
			return
		}
		if why := t.ragged(r); why != "" {
			t.raggedAt(r).Report(t.found, problem.Error, "cell_count", why, "put quotes around a cell that contains the separator")
			return
		}
		chip, bib := foldKey(row.Chip), race.FoldBib(bibOf(row.Bib))
		if chip == "" || bib == "" {
			t.warn(r, 0, "row_set_aside", "", "the row has no chip or no bib")
			t.aside(r, t.scan.cellAt(r, 0), "the row has no chip or no bib")
			return
		}
		owner := chipOwner{entry: elsewhere, at: race.Position{Path: t.scan.path, Line: r.line}}
		if i, entered := c.roster.index[bib]; entered {
			owner.entry = int32(i)
		}
		had, twice := c.chips[chip]
		switch {
		case twice && had.entry != owner.entry && owner.entry != elsewhere && had.entry != elsewhere:
			t.fail(r, t.column("chip"), "duplicate_chip", "one chip cannot belong to two runners", "the chip %q of bib %q is that of bib %q already, by %s:%d",
				chip, row.Bib, c.race.Entries[had.entry].Bib, had.at.Path, had.at.Line)
		case !twice || had.entry == elsewhere && owner.entry != elsewhere:
			if owner.entry != elsewhere {
				owner.chip = c.anotherChip(owner.entry)
			}
			c.chips[strings.Clone(chip)] = owner
		}
	})
}

// owner returns whose read it is, and by which chip; known is false where nobody can say. A chip
// counts before a bib that the line carries, and a tag that is nobody's chip is
// the bib of somebody who has no chip of their own.
func (c *collector) owner(r *rawRead) (owner chipOwner, known bool) {
	if len(r.chip) > 0 {
		c.scratch = foldBytes(c.scratch[:0], r.chip)
		if o, ok := c.chips[string(c.scratch)]; ok {
			return o, true
		}
		if len(r.bib) == 0 {
			if i, ok := c.roster.index[string(c.scratch)]; ok && c.chipped[i] == 0 {
				return chipOwner{entry: int32(i)}, true
			}
			return chipOwner{}, false
		}
	}
	c.scratch = foldBytes(c.scratch[:0], r.bib)
	i, ok := c.roster.index[string(c.scratch)]
	return chipOwner{entry: int32(i)}, ok
}

// foldBytes appends a text as foldKey and race.FoldBib have it.
func foldBytes(to, text []byte) []byte {
	for _, b := range text {
		if b >= 0x80 {
			return append(to[:0], foldKey(string(text))...)
		}
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		to = append(to, b)
	}
	return to
}
