package simulate

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
)

// table is a CSV file that is being written. It buffers rows and writes large
// pieces. After the first error it writes nothing.
type table struct {
	name string
	to   io.WriteCloser
	row  []byte // buffered rows
	err  error
}

func open(create Create, name string) (*table, error) {
	to, err := create(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &table{name: name, to: to}, nil
}

const piece = 64 << 10

// cell adds a text and a comma, in quotes where needed.
func (t *table) cell(text string) {
	if strings.ContainsAny(text, ",\"\n\r") {
		t.row = append(t.row, '"')
		t.row = append(t.row, strings.ReplaceAll(text, `"`, `""`)...)
		t.row = append(t.row, '"')
	} else {
		t.row = append(t.row, text...)
	}
	t.row = append(t.row, ',')
}

// end replaces the last comma with a line end.
func (t *table) end() {
	t.row[len(t.row)-1] = '\n'
	if len(t.row) >= piece {
		t.flush()
	}
}

func (t *table) flush() {
	if t.err == nil && len(t.row) > 0 {
		if _, err := t.to.Write(t.row); err != nil {
			t.err = fmt.Errorf("%s: %w", t.name, err)
		}
	}
	t.row = t.row[:0]
}

// close closes the file, also after an error.
func (t *table) close() error {
	if err := t.to.Close(); err != nil {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	return nil
}

// tables are the files of a race: entries, times, rulings, releases. Unused ones
// are nil.
type tables [4]*table

func (t *tables) close() error {
	var first error
	for _, one := range t {
		if one == nil {
			continue
		}
		if err := one.close(); first == nil {
			first = err
		}
	}
	return first
}

// failed returns the first error of any table.
func (t *tables) failed() error {
	for _, one := range t {
		if one.err != nil {
			return one.err
		}
	}
	return nil
}

func (t *tables) heads(rc *race.Race) {
	t.head(0, "bib", "name", "latin_name", "gender", "nat", "birth_date", "club", "category", "zone", "chip",
		"visibility", "certificate_code", "certificate_hold", "championship")
	names := []string{"bib"}
	for i := range rc.Points {
		names = append(names, rc.Points[i].ID)
	}
	t.head(1, names...)
	t.head(2, "bib", "ruling", "clause", "authority", "date", "place", "point", "note_en", "note_zh", "note_ja", "authority_zh", "authority_ja")
	t.head(3, "bib")
}

func (t *tables) head(i int, names ...string) {
	for _, name := range names {
		t[i].cell(name)
	}
	t[i].end()
}

// entry adds a runner to entries.csv.
func (t *tables) entry(r *runner) {
	e := t[0]
	e.cell(r.bib)
	e.cell(r.name)
	e.cell(r.latin)
	e.cell(r.gender.String())
	e.cell(r.nat)
	e.row = append(r.birth.AppendFormat(e.row, time.DateOnly), ',')
	e.cell(r.club)
	e.cell(r.category)
	e.cell(r.zone)
	chip := strconv.FormatInt(int64(r.chip), 16)
	e.cell("0000000"[len(chip):] + strings.ToUpper(chip))
	e.cell(string(r.visibility))
	e.cell(r.code)
	hold := ""
	if r.hold {
		hold = "yes"
	}
	e.cell(hold)
	e.cell(r.championship)
	e.end()
}

// times adds a runner to times.csv, with milliseconds as a timing feed has.
func (t *tables) times(r *runner) {
	if r.unread {
		return
	}
	e := t[1]
	e.cell(r.bib)
	for i, c := range r.at {
		switch {
		case c == race.NoTime:
		case r.illegible && i == len(r.at)-1:
			e.row = append(appendClock(e.row, c)[:len(e.row)+2], "#?:##"...)
		default:
			e.row = appendClock(e.row, c)
		}
		e.row = append(e.row, ',')
	}
	e.end()
}

// appendClock appends h:mm:ss.mmm.
func appendClock(to []byte, c race.Clock) []byte {
	if c < 0 {
		to, c = append(to, '-'), -c
	}
	to = strconv.AppendInt(to, int64(c/hour), 10)
	for _, part := range [...]race.Clock{c / minute % 60, c / second % 60} {
		to = append(to, ':', byte('0'+part/10), byte('0'+part%10))
	}
	ms := c % second
	return append(to, '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10))
}

// rulings writes rulings.csv in the order of the decisions, and flushes the other
// tables.
func (t *tables) rulings(list []ruling, raceDay time.Time) {
	slices.SortFunc(list, ruling.compare)
	e := t[2]
	for _, r := range list {
		place := ""
		if r.place > 0 {
			place = strconv.Itoa(r.place)
		}
		for _, text := range []string{r.bib, string(r.kind), r.clause, r.by.en,
			raceDay.AddDate(0, 0, r.day).Format(time.DateOnly), place, r.point, r.en, r.zh, r.ja, r.by.zh, r.by.ja} {
			e.cell(text)
		}
		e.end()
	}
	for _, one := range t {
		one.flush()
	}
}

// release adds a runner to releases.csv.
func (t *tables) release(r *runner) {
	t[3].cell(r.bib)
	t[3].end()
}
