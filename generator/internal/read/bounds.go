package read

import (
	"fmt"
	"io"
	"unicode/utf8"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// The bounds of an entry's cells, in characters. A name of two hundred fills five
// lines of a certificate. A cell of chips may hold several.
const (
	longestText = 200
	longestChip = 1000
)

// largestRules is how many bytes a YAML file may have: a thousand times the size
// of any race's rules so far.
const largestRules = 8 << 20

// bytes reads a file into memory. A file of more than most bytes is an error.
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

// becomes says what becomes of a row that cannot be read: where that is an error,
// nothing is published before it is right.
func becomes(level problem.Level) string {
	if level == problem.Error {
		return "correct it; without on_row_error: stop the row would be ignored and its runner shown as under review"
	}
	return asideHint
}

// overlong empties the cells of a row that are longer than the bounds. It says
// which was the first, and why.
func (row *entryRow) overlong(r *table.Record) (column, why string) {
	if r.Size() <= longestText { // no cell has as many
		return "", ""
	}
	for _, c := range [...]struct {
		column string
		cell   *string
		most   int
	}{{"name", &row.Name, longestText}, {"latin_name", &row.LatinName, longestText}, {"club", &row.Club, longestText}, {"team", &row.Team, longestText},
		{"category", &row.Category, longestText}, {"zone", &row.Zone, longestText}, {"wave", &row.Wave, longestText}, {"championship", &row.Championship, longestText}, {"certificate_code", &row.CertificateCode, longestText}, {"chip", &row.Chip, longestChip}, {"id", &row.ID, longestChip}} {
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
