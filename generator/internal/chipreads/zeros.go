package chipreads

import (
	"fmt"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// zeros finds the entries of bibs that a file writes with other leading zeros than the
// entries do: 001 for 1.
type zeros struct {
	of    spelling.Unpadded // entries by folded bib
	bibs  map[string]bool
	first string // what is to be said of the first
	at    problem.Place
}

// bare is the entry of a folded bib that no entry has as it is written, where only one
// can be meant. The first is said, with how many there are.
func (c *collector) bare(bib string, at func() problem.Place) (entry int, ok bool) {
	z := &c.zeros
	if z.of == nil {
		z.of, z.bibs = spelling.UnpaddedOf(c.index), map[string]bool{}
	}
	if entry, ok = z.of.Find(bib); !ok {
		return 0, false
	}
	if !z.bibs[bib] {
		if z.bibs[strings.Clone(bib)] = true; len(z.bibs) == 1 {
			z.at, z.first = at(), fmt.Sprintf("bib %q stands for %q in the entries", bib, c.race.Entries[entry].Bib)
		}
	}
	return entry, true
}

// zerosReport says that bibs are written with other leading zeros.
func (c *collector) zerosReport() {
	if n := len(c.zeros.bibs); n > 0 {
		text := c.zeros.first
		if n > 1 {
			text += fmt.Sprintf(", and so do %s without or with leading zeros", problem.Quantity(n-1, "other bib", "other bibs"))
		}
		c.zeros.at.Report(c.tables.Found, problem.Review, "leading_zeros", text, "write the bibs alike in all files")
	}
}
