package chipreads

import (
	"maps"
	"slices"
	"strconv"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
)

// radix is how a reader writes the numbers of chips.
type radix uint8

const (
	asWritten     radix = iota // as the list does
	asHexadecimal              // where the list has decimals
	asDecimal                  // where the list has hexadecimals
	respellings   = 3
	ambiguous     = -2 // the owner of a spelling that two chips have
)

// plainChip appends the spelling of a chip without what says nothing: blanks and
// hyphens, 0x and leading zeros. The chip is folded.
func plainChip(to, chip []byte) []byte {
	if len(chip) > 2 && chip[0] == '0' && chip[1] == 'X' {
		chip = chip[2:]
	}
	begin := len(to)
	for _, b := range chip {
		switch {
		case b == ' ' || b == '-' || b == ':' || b == '\t' || b == '_':
		case b == '0' && len(to) == begin:
		default:
			to = append(to, b)
		}
	}
	return to
}

// converted appends a plain chip in the radix of the list; ok is false where it
// is no number of the reader's.
func (r radix) converted(to, chip []byte) (_ []byte, ok bool) {
	base, other := 16, 10
	if r == asDecimal {
		base, other = 10, 16
	}
	if len(chip) == 0 || len(chip) > 20 {
		return to, false
	}
	n := uint64(0)
	for _, b := range chip {
		d := int(b - '0')
		if b >= 'A' && b <= 'F' {
			d = int(b-'A') + 10
		} else if b < '0' || b > '9' {
			return to, false
		}
		if d >= base || n > (1<<64-1-uint64(d))/uint64(base) {
			return to, false
		}
		n = n*uint64(base) + uint64(d)
	}
	from := len(to)
	to = strconv.AppendUint(to, n, other)
	for i := from; i < len(to); i++ {
		if to[i] >= 'a' {
			to[i] -= 'a' - 'A'
		}
	}
	return to, true
}

// spellings fills in the plain spellings of all chips of the list.
func (c *collector) spellings() {
	c.plainly = make(map[string]chipOwner, len(c.chips))
	for _, name := range slices.Sorted(maps.Keys(c.chips)) {
		owner := c.chips[name]
		plain := string(plainChip(nil, []byte(name)))
		if had, twice := c.plainly[plain]; twice && had.entry != owner.entry {
			owner.entry = ambiguous
		} else if twice {
			continue
		}
		c.plainly[plain] = owner
	}
}

// respelt returns the owner of the chip in c.scratch where the list writes it in
// another way, and counts it for the reader.
func (c *collector) respelt(rd *reader) (chipOwner, bool) {
	if c.plainly == nil {
		c.spellings()
	}
	chip := len(c.scratch)
	how := asWritten
	if rd != nil {
		how = rd.radix
	}
	c.scratch = plainChip(c.scratch, c.scratch[:chip])
	plain := len(c.scratch)
	key := c.scratch[chip:plain]
	if how != asWritten {
		var ok bool
		if c.scratch, ok = how.converted(c.scratch, c.scratch[chip:plain]); !ok {
			return chipOwner{}, false
		}
		key = c.scratch[plain:]
	}
	owner, ok := c.plainly[string(key)]
	if !ok || owner.entry == ambiguous || len(key) == 0 {
		return chipOwner{}, false
	}
	if rd != nil && owner.entry != elsewhere {
		if rd.respelt[how]++; rd.respelt[how] == 1 {
			rd.example[how] = [2]string{string(c.scratch[:chip]), string(key)}
		}
	}
	return owner, true
}

// sparse reports whether numbers of the list's chips are so far apart that two do
// not meet by chance.
func (c *collector) sparse() bool {
	most := uint64(0)
	for plain := range c.plainly {
		n, err := strconv.ParseUint(plain, 16, 64)
		if err != nil {
			return true
		}
		most = max(most, n)
	}
	return most > 100*uint64(len(c.plainly))
}

// spellingReport says which readers write chips in another way than the list.
func (c *collector) spellingReport() {
	for _, rd := range c.readers {
		for how, n := range rd.respelt {
			if n == 0 {
				continue
			}
			at := rd.source.At
			if !rd.key.IsZero() {
				at = rd.key
			}
			has := rd.example[how][1]
			for _, name := range slices.Sorted(maps.Keys(c.chips)) {
				if string(plainChip(nil, []byte(name))) == rd.example[how][1] {
					has = name
					break
				}
			}
			at.Report(c.tables.Found, problem.Review, "chip_spelling", "the reader "+strconv.Quote(rd.name)+" writes "+rd.example[how][0]+" where the list has "+has+": "+
				problem.Quantity(n, "read is", "reads are")+" taken for those of the chips of the list", "")
		}
	}
}

// Race is another race of the edition, whose chips are no unknown ones.
type Race struct {
	Bibs    map[string]int
	Chips   []string // of its entries
	Sources []Source
}

// othersOf gathers the bibs and chips of the other races of the edition.
func (c *collector) othersOf(list []Race) {
	if len(list) == 0 {
		return
	}
	c.otherChips = map[string]bool{}
	for _, o := range list {
		c.otherBibs = append(c.otherBibs, o.Bibs)
		for _, cell := range o.Chips {
			for chip := range chipsOf(cell) {
				c.otherChips[string(plainChip(nil, []byte(chip)))] = true
			}
		}
		var read []string
		for i := range o.Sources {
			s := &o.Sources[i]
			if s.Chips.Path == "" || slices.Contains(read, s.Chips.Path) || slices.ContainsFunc(c.list, func(own Source) bool { return own.Chips.Path == s.Chips.Path }) {
				continue
			}
			read = append(read, s.Chips.Path)
			var unsaid problem.List // its own race says what is wrong with it
			t, ok := table.NewReader(c.tables.FS, &unsaid).Open(table.Source{Path: s.Chips.Path, Encoding: s.Chips.Encoding, Missing: func() {}}, chipsWords())
			if !ok {
				continue
			}
			table.Rows(t, func(row *chipRow, r *table.Record) {
				if chip := FoldName(row.Chip); chip != "" {
					c.otherChips[string(plainChip(nil, []byte(chip)))] = true
				}
			})
		}
	}
}

// elsewhere reports whether a chip is that of another race of the edition.
func (c *collector) elsewhere(chip []byte) bool {
	if c.otherChips == nil {
		return false
	}
	if c.bibElsewhere(chip) {
		return true
	}
	n := len(c.scratch)
	c.scratch = plainChip(c.scratch, chip)
	return c.otherChips[string(c.scratch[n:])]
}

// bibElsewhere reports whether a folded bib has entered another race of the
// edition.
func (c *collector) bibElsewhere(bib []byte) bool {
	return slices.ContainsFunc(c.otherBibs, func(bibs map[string]int) bool { _, ok := bibs[string(bib)]; return ok })
}
