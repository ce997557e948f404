package read

import (
	"fmt"
	"io"
	"unicode/utf8"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// The bounds of a row, in bytes as it is written. What is over them is no table's
// row: a quote that was never closed, or a file of another kind.
const (
	longestRow  = 1 << 20
	longestCell = 64 << 10
)

// The bounds of what an entry says, in characters. A name of two hundred fills
// five lines of a certificate; chips are several with their separators.
const (
	longestText = 200
	longestChip = 1000
)

// largestRules is how many bytes a YAML file may have: a thousand times what any
// race has written down.
const largestRules = 8 << 20

// bytes reads a file into memory, unless it is larger than any of its kind.
func (p *project) bytes(file string, most int64) ([]byte, error) {
	f, err := p.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if info.Size() > most {
		return nil, &problem.FileError{Code: "too_large", Text: fmt.Sprintf("the file has %d MB, at most %d MB can be meant", info.Size()>>20, most>>20), Hint: "is it the right file?"}
	}
	return io.ReadAll(f)
}

// asideHint says what becomes of somebody whose row is set aside.
const asideHint = "this row is ignored and its runner is shown as under review; no other runner is affected"

// excess says which cell of a row is longer than a cell can be, column -1 for the
// row itself, and why "" where none is.
func (t *table) excess(r *record) (column int, why string) {
	if r.end-r.start <= longestCell {
		return -1, ""
	}
	if r.end-r.start > longestRow {
		return -1, fmt.Sprintf("the row has %d KB, a row has at most %d KB", (r.end-r.start)>>10, longestRow>>10)
	}
	for i, from := range r.offsets {
		to := r.end
		if i+1 < len(r.offsets) {
			to = r.offsets[i+1]
		}
		if to-from > longestCell+1 { // with what parts it from the next
			return i, fmt.Sprintf("the cell has %d KB, a cell has at most %d KB", (to-from)>>10, longestCell>>10)
		}
	}
	return -1, ""
}

// outgrown sets a row aside that is over the bounds, in a table where nobody is
// under review for it.
func (t *table) outgrown(r *record) bool {
	column, why := t.excess(r)
	if why == "" {
		return false
	}
	t.putAside(r, column, why, "the row is set aside; all others stand")
	return true
}

// putAside says that a row is set aside, and why.
func (t *table) putAside(r *record, column int, why, hint string) {
	at := t.scan.cellAt(r, column)
	at.Report(t.found, problem.Warning, "row_set_aside", why, hint)
	t.aside(r, at, why)
}

// overlong leaves out of a row what is longer than it can be published or meant,
// and says which cell was the first.
func (row *entryRow) overlong(r *record) (column, why string) {
	if r.end-r.start <= longestText { // no cell has as many
		return "", ""
	}
	for _, c := range [...]struct {
		column string
		cell   *string
		most   int
	}{{"name", &row.Name, longestText}, {"latin_name", &row.LatinName, longestText}, {"club", &row.Club, longestText}, {"category", &row.Category, longestText},
		{"zone", &row.Zone, longestText}, {"championship", &row.Championship, longestText}, {"certificate_code", &row.CertificateCode, longestText}, {"chip", &row.Chip, longestChip}} {
		if len(*c.cell) <= c.most {
			continue
		}
		n := utf8.RuneCountInString(*c.cell)
		if n <= c.most {
			continue
		}
		if why == "" {
			column, why = c.column, fmt.Sprintf("the %s has %d characters, at most %d can be meant; it is left out", c.column, n, c.most)
		}
		*c.cell = ""
	}
	return column, why
}

// review puts an entry under review for a row that was set aside.
func review(rc *race.Race, e *race.Entry, from race.Position) {
	e.Timing = &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime, SetAside: true, From: from}
	for i := range e.Timing.At {
		e.Timing.At[i] = race.Unseen
	}
}
