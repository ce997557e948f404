package cli

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"guntime/generator/internal/certificate"
	"guntime/generator/internal/race"
)

// printed is the list of the certificates that were printed, of any races: a CSV file
// that a print shop keeps beside the prints.
type printed struct {
	file string
	rows map[[3]string]certificate.Wording // by edition, race and bib
}

// printedHead are the columns of the file.
var printedHead = []string{"edition", "race", "bib", "shared", "own"}

// readPrinted reads the list; one that does not exist yet is empty.
func readPrinted(file string) (*printed, error) {
	p := &printed{file: file, rows: map[[3]string]certificate.Wording{}}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Equal(rows[0], printedHead) {
		return nil, misused("name another file; guntime certificates writes it", "-printed %s: not a list of printed certificates", file)
	}
	for _, row := range rows[1:] {
		p.rows[[3]string(row[:3])] = certificate.Wording{Shared: row[3], Own: row[4]}
	}
	return p, nil
}

// corrected returns which of some results are to be printed again, and says why. A
// race of which nothing was printed is printed whole.
func (p *printed) corrected(w io.Writer, form *certificate.Form, edition, id string, chosen []*race.Result) ([]*race.Result, error) {
	before := 0
	for key := range p.rows {
		if key[0] == edition && key[1] == id {
			before++
		}
	}
	if before == 0 {
		return chosen, nil
	}
	var again []*race.Result
	shared, own, gone := 0, []string{}, []string{}
	for _, r := range chosen {
		was, known := p.rows[[3]string{edition, id, r.Entry.Bib}]
		if !known {
			continue
		}
		if r.Certificate.Status != race.CertificateReady {
			gone = append(gone, r.Entry.Bib)
			continue
		}
		now, err := form.WordingOf(r)
		switch {
		case err != nil:
			return nil, err
		case now.Own != was.Own:
			own = append(own, r.Entry.Bib)
		case now.Shared != was.Shared:
			shared++
		default:
			continue
		}
		again = append(again, r)
	}
	fmt.Fprintf(w, "%d printed before; no longer valid: %d\n", before, len(again)+len(gone))
	if len(own) > 0 {
		fmt.Fprintf(w, "    %d say something else of the runner: %s\n", len(own), strings.Join(own, ", "))
	}
	if shared > 0 {
		fmt.Fprintf(w, "    %d differ only in what all say, such as the revision or the state of the results\n", shared)
	}
	if len(gone) > 0 {
		fmt.Fprintf(w, "    %d have no certificate today, and none is printed: %s\n", len(gone), strings.Join(gone, ", "))
	}
	return again, nil
}

// add notes what was printed, and writes the list.
func (p *printed) add(form *certificate.Form, edition, id string, results []*race.Result) error {
	for _, r := range results {
		now, err := form.WordingOf(r)
		if err != nil {
			return err
		}
		p.rows[[3]string{edition, id, r.Entry.Bib}] = now
	}
	rows := [][]string{printedHead}
	for key, was := range p.rows {
		rows = append(rows, append(slices.Clone(key[:]), was.Shared, was.Own))
	}
	slices.SortFunc(rows[1:], slices.Compare[[]string])
	return writeWhole(p.file, func(w io.Writer) error { return csv.NewWriter(w).WriteAll(rows) })
}
