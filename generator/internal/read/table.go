package read

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"

	"guntime/generator/internal/problem"
)

// table is a CSV file whose header is understood.
type table struct {
	scan  *scanner
	found *problem.List
	head  record
	names []string // the canonical column each cell belongs to
	where []filter
	start scanner    // as it stood after the header
	file  *File      // what is told of it, nil where nobody asks
	odd   []oddities // by column
}

// filter keeps the records whose cell has a value.
type filter struct {
	column int
	equals string
	at     problem.Place
}

// table opens a CSV file. ok is false where no row of it can be used; the
// reasons have then been reported. notThere is called where there is no file.
func (p *project) table(of source, words vocabulary, notThere func()) (*table, bool) {
	file := of.path
	p.opened[file] = true
	raw, bad := p.load(file, notThere)
	if raw == "" && bad == nil {
		return nil, false
	}
	text := decoded{}
	if bad == nil {
		text, bad = decode(raw, of.encoding)
	}
	if bad != nil {
		at := problem.WholeFile(file)
		if bad.in != "" {
			at = problem.PlaceIn(file, bad.in, bad.offset)
		}
		hint := bad.hint
		if bad.code == "encoding" && !words.mappable {
			hint = "save it as UTF-8"
		}
		at.Report(p.found, problem.Error, bad.code, bad.text, hint)
		return nil, false
	}
	for _, c := range of.where {
		words.also = append(words.also[:len(words.also):len(words.also)], c.header)
	}
	t := &table{scan: newScanner(file, text.text, of.skip), found: p.found}
	if text.doubted {
		problem.WholeFile(file).Report(p.found, problem.Warning, "doubtful_encoding", "the text is UTF-8, and was not read as such because another encoding is declared",
			"remove `encoding:` unless the names already look right")
	}
	if !t.header(&words, of.headers) {
		problem.WholeFile(file).Report(p.found, problem.Error, "empty_file", fmt.Sprintf("the file has no header after the %s that are skipped", quantity(of.skip, "line", "lines")),
			"skip_lines is the number of lines before the header")
		return nil, false
	}
	t.scan.width = len(t.head.cells)
	if text.guessed && !t.credible(&words, text.unlikely) {
		return nil, false
	}
	t.start = *t.scan
	names, ok := words.header(p.found, t.scan, &t.head, t.blanks(), t.later(&words))
	t.names = names
	for _, c := range of.where {
		i := slices.IndexFunc(t.head.cells, func(cell string) bool { return foldHeader(cell) == c.header })
		if i < 0 {
			i = slices.IndexFunc(t.names, func(name string) bool { return name != ignore && foldHeader(name) == c.header })
		}
		if i < 0 {
			c.at.Report(p.found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", file, c.name), "")
			ok = false
			continue
		}
		t.where = append(t.where, filter{i, c.equals, c.at})
	}
	for _, m := range words.mappings {
		if m.target == rowNumber || m.target == noName || m.at.IsZero() {
			continue
		}
		if !slices.ContainsFunc(t.head.cells, func(cell string) bool { return foldHeader(cell) == m.header }) {
			m.at.Report(p.found, problem.Warning, "unused_column", fmt.Sprintf("the file %q has no column %q", file, m.name), "")
		}
	}
	t.file = p.intake.table(t, of, words.kind, text)
	return t, ok
}

// largestTable is how many bytes a table may have: that of a million runners
// with twelve points has a fifth of it. A table is held in memory once.
const largestTable = 1 << 30

// load reads a file into memory, once. Both results are empty where there is
// no file, which has then been reported.
func (p *project) load(file string, notThere func()) (string, *fault) {
	f, err := p.fsys.Open(file)
	if err == nil {
		defer f.Close()
		var info fs.FileInfo
		if info, err = f.Stat(); err == nil && info.Size() > largestTable {
			return "", &fault{code: "too_large", text: fmt.Sprintf("the file has %d MB; a table must not exceed %d MB", info.Size()>>20, largestTable>>20),
				hint: "is it a table at all? raw reads (kind: reads) may have any size"}
		}
		if err == nil {
			var text strings.Builder
			text.Grow(int(info.Size()))
			if _, err = io.Copy(&text, io.LimitReader(f, largestTable)); err == nil && text.Len() == 0 {
				return "", emptyFile()
			}
			if err == nil {
				return text.String(), nil
			}
		}
	}
	if isMissing(err) {
		notThere()
	} else {
		problem.WholeFile(file).ReportUnreadable(p.found, file, err)
	}
	return "", nil
}

// header reads the names of the columns; false where no line is left for them.
// Of two lines the upper one's names reach over the blank cells to their right,
// as merged cells do, and the name of a column is both together where that, or
// neither alone, is known.
func (t *table) header(words *vocabulary, lines int) bool {
	var upper record
	if lines == 2 && !t.scan.read(&upper) {
		return false
	}
	if !t.scan.read(&t.head) {
		return false
	}
	above := ""
	for i := range upper.cells {
		above = cmp.Or(upper.cells[i], above)
		if i >= len(t.head.cells) {
			break
		}
		lower := t.head.cells[i]
		both := strings.TrimSpace(above + " " + lower)
		switch {
		case words.canonical(both) != "":
			t.head.cells[i] = both
		case words.canonical(lower) != "":
		case words.canonical(above) != "" && lower == "":
			t.head.cells[i] = above
		default:
			t.head.cells[i] = both
		}
	}
	return true
}

// later returns after how many lines more something stands that looks like the
// header, where the first line does not; 0 where nothing does.
func (t *table) later(words *vocabulary) int {
	if known, _ := words.anyKnown(t.head.cells); known || !words.mappable {
		return 0
	}
	s := *t.scan
	s.width = 0
	var r record
	for range 20 {
		at := s
		if !s.read(&r) {
			return 0
		}
		other := newScanner(s.path, s.text[at.next:], 0) // its separator may be another
		if other.read(&r); words.fits(r.cells) {
			return at.line - 1 + strings.Count(s.text[at.next:at.next+r.start], "\n")
		}
	}
	return 0
}

// credible reports whether a guessed encoding makes sense of the header; a
// guess that only ASCII speaks for is pointed out.
func (t *table) credible(words *vocabulary, unlikely bool) bool {
	hint := "save it as UTF-8"
	if words.mappable {
		hint = "declare it: encoding: gb18030, big5, windows-1252 …"
	}
	known, confirmed := words.anyKnown(t.head.cells)
	switch {
	case !known:
		t.scan.cellAt(&t.head, 0).Report(t.found, problem.Error, "encoding", "the text is not UTF-8, and read as GB18030 its header has no known column", hint)
	case !confirmed && unlikely:
		t.scan.cellAt(&t.head, 0).Report(t.found, problem.Error, "encoding", "the text is not UTF-8, and read as GB18030 its characters are not those of Chinese text", hint)
		return false
	case !confirmed:
		t.scan.cellAt(&t.head, 0).Report(t.found, problem.Warning, "guessed_encoding", "the text is not UTF-8 and was read as GB18030, which the header does not confirm", hint)
	}
	return known
}

// blanks are the columns that have neither a name nor a cell with anything in
// it, as a separator at the end of each line makes one; nil where every column
// has a name.
func (t *table) blanks() []bool {
	if !slices.Contains(t.head.cells, "") {
		return nil
	}
	empty := make([]bool, len(t.head.cells))
	for i, cell := range t.head.cells {
		empty[i] = cell == ""
	}
	var r record
	for s := t.start; s.read(&r); {
		for i := range min(len(empty), len(r.cells)) {
			empty[i] = empty[i] && r.cells[i] == ""
		}
	}
	return empty
}

// column returns the index of a canonical column, or -1.
func (t *table) column(name string) int { return slices.Index(t.names, name) }

// records calls each with every data row that the conditions keep, until it
// returns false. Rows are numbered from 1 before any is dropped.
func (t *table) records(r func() *record, each func(*record) bool) {
	s := t.start
	number := 0
	for rec := r(); s.read(rec); rec = r() {
		number++
		rec.number = number
		if t.keeps(rec) && !each(rec) {
			return
		}
	}
}

func (t *table) keeps(r *record) bool {
	for _, f := range t.where {
		if f.column < len(r.cells) && foldWidth(r.cells[f.column]) != f.equals {
			return false
		}
	}
	return true
}

// ragged says why a record has not the header's number of cells, or "".
func (t *table) ragged(r *record) string {
	if len(r.cells) == len(t.names) {
		return ""
	}
	return fmt.Sprintf("the row has %d cells, the header has %d", len(r.cells), len(t.names))
}

// raggedAt is where the first cell too many stands, or where cells end too soon.
func (t *table) raggedAt(r *record) problem.Place { return t.scan.cellAt(r, len(t.names)) }

// warn and fail report at a cell of a record; column -1 is the row.
func (t *table) warn(r *record, column int, code, hint, format string, args ...any) {
	t.scan.cellAt(r, column).Report(t.found, problem.Warning, code, fmt.Sprintf(format, args...), hint)
}

func (t *table) fail(r *record, column int, code, hint, format string, args ...any) {
	t.scan.cellAt(r, column).Report(t.found, problem.Error, code, fmt.Sprintf(format, args...), hint)
}

// batch is how many rows are decoded at a time, so that a million stream.
const batch = 1024

// rows decodes each row into a struct by the csv tags of its fields and calls
// each with it and with the record it came from. Neither may be kept.
func rows[T any](t *table, each func(*T, *record)) {
	records := make([]record, batch)
	cells := make([][]string, 1, batch+1)
	cells[0] = t.names
	var decoded []T
	flush := func() {
		// All fields are strings and the reader never fails: there is no error.
		if err := gocsv.UnmarshalCSV(rowReader(cells), &decoded); err != nil {
			panic(err)
		}
		for i := range cells[1:] {
			each(&decoded[i], &records[i])
		}
		cells = cells[:1]
	}
	t.records(func() *record { return &records[len(cells)-1] }, func(r *record) bool {
		t.file.count()
		t.look(r)
		if cells = append(cells, r.cells); len(cells) > batch {
			flush()
		}
		return true
	})
	if len(cells) > 1 {
		flush()
	}
	t.oddities()
	if decoded == nil && len(t.where) > 0 {
		t.where[0].at.Report(t.found, problem.Warning, "no_rows", fmt.Sprintf("no row of the file %q matches where", t.scan.path), "")
	}
}

// rowReader hands gocsv the rows that the scanner has read, under the
// canonical names of their columns.
type rowReader [][]string

// Read implements gocsv.CSVReader.
func (r rowReader) Read() ([]string, error) { return nil, io.EOF }

// ReadAll implements gocsv.CSVReader.
func (r rowReader) ReadAll() ([][]string, error) { return r, nil }
