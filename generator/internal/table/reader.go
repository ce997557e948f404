package table

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/spelling"
)

// Reader opens the tables of one project.
type Reader struct {
	FS     fs.FS
	Found  *problem.List   // where the findings go
	Opened map[string]bool // by path, also of files that are not there
	Intake *Intake         // nil where nobody asks what the files were taken for
}

// NewReader returns a Reader of the files of fsys that adds its findings to
// found.
func NewReader(fsys fs.FS, found *problem.List) *Reader {
	return &Reader{FS: fsys, Found: found, Opened: map[string]bool{}}
}

// Open opens a table and reads its header. ok is false where no row of it can
// be used; the reasons have then been reported.
func (p *Reader) Open(of Source, words Vocabulary) (t *Table, ok bool) {
	p.Opened[of.Path] = true
	if book, csv := strings.CutSuffix(of.Path, ".csv"); csv && (of.Default || of.Missing == nil) && !p.there(of.Path) && p.there(book+".xlsx") {
		of.Path = book + ".xlsx"
		p.Opened[of.Path] = true
	}
	file := of.Path
	words.mappings, words.values = of.Columns, of.Values
	text, refused := p.content(of)
	if text == nil && refused == nil {
		return nil, false
	}
	if refused != nil {
		at := problem.WholeFile(file)
		switch {
		case refused.in != "":
			at = problem.PlaceIn(file, refused.in, refused.offset)
		case refused.code == "unknown_sheet" && !of.SheetAt.IsZero():
			at = of.SheetAt
			refused.text = fmt.Sprintf("the file %q has no sheet %q", file, of.Sheet)
		}
		hint := refused.hint
		if refused.code == "encoding" && !words.Mappable {
			hint = "save it as UTF-8"
		}
		at.Report(p.Found, problem.Error, refused.code, refused.text, hint)
		return nil, false
	}
	for _, c := range of.Where {
		if c.Position == 0 {
			words.Also = append(words.Also[:len(words.Also):len(words.Also)], c.Header)
		}
	}
	t = &Table{found: p.Found, values: of.Values}
	if text.doubted {
		problem.WholeFile(file).Report(p.Found, problem.Warning, "doubtful_encoding", "the text is UTF-8, and was not read as such because another encoding is declared",
			"remove `encoding:` unless the names already look right")
	}
	if !t.find(text, &words, of) {
		problem.WholeFile(file).Report(p.Found, problem.Error, "empty_file", fmt.Sprintf("the file has no header after the %s that are skipped", problem.Quantity(of.Skip, "line", "lines")),
			"skip_lines is the number of lines before the header")
		return nil, false
	}
	t.width = len(t.head.Cells)
	t.scan.width = t.width
	if text.guessed && !t.scan.unnamed && !t.credible(&words, text.unlikely) {
		return nil, false
	}
	if t.data(&words) {
		return nil, false
	}
	t.start = *t.scan
	t.decide(&words)
	t.names, t.again, ok = words.header(p.Found, t.scan, &t.head, t.blanks(&words), t.later(&words, of))
	for _, d := range t.again {
		t.names = append(t.names, d.name)
		t.head.Cells, t.head.offsets = append(t.head.Cells, t.head.Cells[d.column]), append(t.head.offsets, t.head.offsets[d.column])
	}
	if ok {
		t.settle(&words, of)
	}
	for _, c := range of.Where {
		i := c.Position - 1
		if c.Position == 0 {
			i = slices.IndexFunc(t.head.Cells, func(cell string) bool { return spelling.FoldHeader(cell) == c.Header })
		} else if i >= t.width {
			i = -1
		}
		if i < 0 && c.Position == 0 {
			i = slices.IndexFunc(t.names, func(name string) bool { return name != Ignore && spelling.FoldHeader(name) == c.Header })
		}
		if i < 0 {
			c.At.Report(p.Found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", file, c.Name), "")
			ok = false
			continue
		}
		t.where = append(t.where, filter{i, c.Equals, c.Or, c.At})
	}
	for _, m := range words.mappings {
		if m.Target == RowNumber || m.Target == NoName || m.At.IsZero() || m.Header == Everything && m.Position == 0 || m.Position > 0 && m.Position <= t.width {
			continue
		}
		if m.Position > 0 || !slices.ContainsFunc(t.head.Cells, func(cell string) bool { return spelling.FoldHeader(cell) == m.Header }) {
			m.At.Report(p.Found, problem.Warning, "unused_column", fmt.Sprintf("the file %q has no column %q", file, m.Name), "")
		}
	}
	if ok {
		t.unusedValues(file, &words)
		t.awaited(&words)
	}
	t.file = p.Intake.table(t, of, words.Kind, text)
	return t, ok
}

// there reports whether a file exists.
func (p *Reader) there(file string) bool {
	_, err := fs.Stat(p.FS, file)
	return err == nil
}

// largestTable is how many bytes a table may have. A table of a million runners
// with twelve points has a fifth of that. A table is held in memory once.
const largestTable = 1 << 30

// load reads a file into memory, once. Both results are empty where there is no
// file or it cannot be read, which has then been reported.
func (p *Reader) load(file string, missing func()) (string, *fault) {
	f, err := p.FS.Open(file)
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
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		problem.WholeFile(file).ReportUnreadable(p.Found, file, err)
	case missing != nil:
		missing()
	}
	return "", nil
}

// credible reports whether the header can be understood in a guessed encoding.
// It warns where only names in ASCII can, which every encoding shares.
func (t *Table) credible(words *Vocabulary, unlikely bool) bool {
	hint := "save it as UTF-8"
	if words.Mappable {
		hint = "declare it: encoding: gb18030, big5, windows-1252 …"
	}
	known, confirmed := words.anyKnown(t.head.Cells)
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

// blanks says which columns have neither a name nor any cell that is not blank,
// as where each line ends with a separator; nil where every column has a name.
func (t *Table) blanks(words *Vocabulary) []bool {
	if !t.scan.unnamed && !slices.Contains(t.head.Cells, "") {
		return nil
	}
	empty := make([]bool, len(t.head.Cells))
	for i, cell := range t.head.Cells {
		empty[i] = cell == "" || t.scan.unnamed
	}
	var r Record
	named, _ := words.column(0, t.head.Cells[0])
	counter, rows := empty[0] && named == "" && !t.scan.unnamed, 0
	for s := t.start; s.read(&r); {
		if counter {
			n, err := strconv.Atoi(r.Cells[0])
			counter = err == nil && (rows == 0 && n >= 0 && n <= 1 || rows > 0 && n == t.counted+1)
			t.counted = n
			rows++
		}
		for i := range min(len(empty), len(r.Cells)) {
			empty[i] = empty[i] && r.Cells[i] == ""
		}
	}
	if counter && rows > 1 {
		empty[0] = true
		t.scan.cellAt(&t.head, 0).Report(t.found, problem.Review, "counter_column", "the first column has no name and counts the rows: it is passed over", "")
	}
	return empty
}
