package replay

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// The tables of a race day, in the race's folder.
const (
	chipsTable   = "chips.csv"
	deskTable    = "desk.csv"
	entriesTable = "entries.csv"
)

// tables plans the tables of the race, and returns what its rules say of its
// files. It notes in kept which files of the edition stay.
func (d *day) tables(in *table.Intake, kept map[string]bool) edit {
	p := d.plan
	files := edit{race: d.race.ID}
	p.Files = append(p.Files, File{path.Join(d.folder, chipsTable), d.chips()})
	if before, after := d.desk(); after != nil {
		files.timing = append(files.timing, fmt.Sprintf("- {file: %s}", deskTable))
		p.Files = append(p.Files, File{path.Join(d.folder, deskTable), before})
		p.Later = append(p.Later, File{path.Join(d.folder, deskTable), after})
	}
	files.timing = append(files.timing, d.reads()...)
	p.Held = append(p.Held, path.Join(d.folder, "rulings.csv"), path.Join(d.folder, "releases.csv"))
	from := d.race.Entries[0].From.Path
	if slices.ContainsFunc(in.Files, func(f *table.File) bool { return f.Kind == "timing" && f.Path == from }) {
		text, columns := d.entries()
		p.Files = append(p.Files, File{path.Join(d.folder, entriesTable), text})
		files.entries = []string{"file: " + entriesTable}
		if columns != "" {
			files.entries = append(files.entries, columns)
		}
	} else {
		kept[from] = true
	}
	return files
}

// reads are the items of timing: one for each format, so that every reader is in
// the format that it writes.
func (d *day) reads() []string {
	var order []string
	by := map[string][]*Feed{}
	for i := d.first; i < len(d.plan.Feeds); i++ {
		f := &d.plan.Feeds[i]
		if by[f.Format] == nil {
			order = append(order, f.Format)
		}
		by[f.Format] = append(by[f.Format], f)
	}
	var items []string
	for _, format := range order {
		var names, points, offsets []string
		more := ""
		for _, f := range by[format] {
			name := path.Base(f.Path)
			names = append(names, strconv.Quote("reads/"+name))
			key := strconv.Quote(f.reader)
			if f.writer.ByFile {
				key = strconv.Quote(name)
			}
			points = append(points, fmt.Sprintf("%s: %q", key, d.race.Points[f.point].ID))
			if f.ahead != 0 && slices.Contains(d.o.Faults, Clock) {
				offsets = append(offsets, fmt.Sprintf("%s: %q", key, (-f.ahead).String()))
			}
			if f.writer.Columns != "" {
				more = ", " + f.writer.Columns
			}
		}
		if offsets != nil {
			more += ", offsets: {" + strings.Join(offsets, ", ") + "}"
		}
		items = append(items, fmt.Sprintf("- {kind: reads, format: %s, file: [%s], chips: %s, points: {%s}%s}", format,
			strings.Join(names, ", "), chipsTable, strings.Join(points, ", "), more))
	}
	return items
}

// chips says whose chip is whose.
func (d *day) chips() []byte {
	rows := [][]string{{"chip", "bib"}}
	for i, e := range d.race.Entries {
		rows = append(rows, []string{d.plan.chips[len(d.plan.chips)-1][i], e.Bib})
	}
	return written(rows)
}

// desk is what no reader says, before the race and after it: the status of a
// runner, a net time without a start, and a row that could not be read. After is
// nil where there is none of it.
func (d *day) desk() (before, after []byte) {
	head := []string{"bib", "status", "net", "gun"}
	rows := [][]string{head}
	for _, e := range d.race.Entries {
		t := e.Timing
		if t == nil {
			continue
		}
		row := []string{e.Bib, "", "", ""}
		switch {
		case t.SetAside:
			row[3] = "?:??:??"
		default:
			if t.Status != race.TimedNone && (t.Status != race.TimedFinished || t.At[d.race.Finish()] == race.Unseen) {
				row[1] = string(t.Status)
			}
			if t.Net != race.NoTime {
				row[2] = t.Net.String()
			}
		}
		if row[1]+row[2]+row[3] != "" {
			rows = append(rows, row)
		}
	}
	if len(rows) == 1 {
		return nil, nil
	}
	filled := filledColumns(rows)
	return written(filled[:1]), written(filled)
}

// entries writes who entered, for a race whose entries are a table of times too.
// Columns is what edition.yaml has to say of it, "" for nothing.
func (d *day) entries() (text []byte, columns string) {
	rows := [][]string{table.EntryColumns}
	named, gendered := false, false
	for _, e := range d.race.Entries {
		row := make([]string, len(table.EntryColumns))
		for i, column := range table.EntryColumns {
			row[i] = cellOf(e, column)
		}
		named, gendered = named || e.Name != "", gendered || e.Gender != race.NoGender
		rows = append(rows, row)
	}
	var none []string
	if !named {
		none = append(none, "name: none")
	}
	if !gendered {
		none = append(none, "gender: none")
	}
	if none != nil {
		columns = "columns: {" + strings.Join(none, ", ") + "}"
	}
	return written(filledColumns(rows)), columns
}

// cellOf is what a table of entries says of an entry in a column.
func cellOf(e *race.Entry, column string) string {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	switch column {
	case "bib":
		return e.Bib
	case "name":
		return e.Name
	case "latin_name":
		return e.LatinName
	case "gender":
		return e.Gender.String()
	case "nat":
		return e.Nat
	case "birth_date":
		if !e.Birth.IsZero() {
			return e.Birth.Format(time.DateOnly)
		}
	case "birth_year":
		if e.Birth.IsZero() {
			return number(e.BirthYear)
		}
	case "age":
		if e.Birth.IsZero() {
			return number(e.Age)
		}
	case "club":
		return e.Club
	case "team":
		return e.Team
	case "category":
		return e.Category
	case "zone":
		return e.Zone
	case "wave":
		return e.Wave
	case "start_offset":
		if e.OwnStart {
			return e.StartOffset.String()
		}
	case "visibility":
		return string(e.Visibility)
	case "certificate_code":
		return e.Code
	case "certificate_hold":
		if e.Hold {
			return "yes"
		}
	case "championship":
		return e.Championship
	}
	return ""
}

// filledColumns are the columns of a table in which any row has something; the
// first always.
func filledColumns(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for column := range rows[0] {
		if column > 0 && !slices.ContainsFunc(rows[1:], func(row []string) bool { return row[column] != "" }) {
			continue
		}
		for i, row := range rows {
			out[i] = append(out[i], row[column])
		}
	}
	return out
}

// written is a table as CSV.
func written(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(rows) // a buffer never fails
	return b.Bytes()
}
