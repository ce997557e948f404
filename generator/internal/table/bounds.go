package table

import (
	"fmt"
	"strings"

	"guntime/generator/internal/problem"
)

// The bounds of a row, in bytes as it is written. A longer one comes from a
// quote that was never closed or from a file of another kind.
const (
	longestRow  = 1 << 20
	longestCell = 64 << 10
)

// Excess says which cell of a row is longer than a cell can be; column -1 is
// the row itself. The reason is "" where none is too long.
func (t *Table) Excess(r *Record) (column int, why string) {
	if r.end-r.start <= longestCell {
		return -1, ""
	}
	if r.end-r.start > longestRow {
		return -1, fmt.Sprintf("the row has %d KB, a row has at most %d KB", (r.end-r.start)>>10, longestRow>>10)
	}
	for i, from := range r.offsets[:r.physical] {
		to := r.end
		if i+1 < r.physical {
			to = r.offsets[i+1]
		}
		if to-from > longestCell+1 { // with what parts it from the next
			return i, fmt.Sprintf("the cell has %d KB, a cell has at most %d KB", (to-from)>>10, longestCell>>10)
		}
	}
	return -1, ""
}

// SetAsideExcess sets a row aside if it is over the bounds, and returns whether
// it is. It is for tables whose rows put nobody under review.
func (t *Table) SetAsideExcess(r *Record) bool {
	column, why := t.Excess(r)
	if why == "" {
		return false
	}
	t.SetAside(r, column, problem.Warning, why, "the row is set aside; all others stand")
	return true
}

// SetAside reports at a cell of a row that the row is set aside, and why;
// column -1 is the row itself. The Intake keeps the row as it was.
func (t *Table) SetAside(r *Record, column int, level problem.Level, why, hint string) {
	at := t.scan.cellAt(r, column)
	at.Report(t.found, level, "row_set_aside", why, hint)
	if t.file != nil {
		t.file.Aside = append(t.file.Aside, Aside{Line: r.Line, Column: at.Column, Reason: problem.Clip(why), Text: strings.Clone(strings.TrimRight(t.scan.text[r.start:r.end], "\r\n"))})
	}
}
