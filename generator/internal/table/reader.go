package table

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
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
	file := of.Path
	p.Opened[file] = true
	words.mappings = of.Columns
	raw, refused := p.load(file, of.Missing)
	if raw == "" && refused == nil {
		return nil, false
	}
	text := decoded{}
	if refused == nil {
		text, refused = decode(raw, of.Encoding)
	}
	if refused != nil {
		at := problem.WholeFile(file)
		if refused.in != "" {
			at = problem.PlaceIn(file, refused.in, refused.offset)
		}
		hint := refused.hint
		if refused.code == "encoding" && !words.Mappable {
			hint = "save it as UTF-8"
		}
		at.Report(p.Found, problem.Error, refused.code, refused.text, hint)
		return nil, false
	}
	for _, c := range of.Where {
		words.Also = append(words.Also[:len(words.Also):len(words.Also)], c.Header)
	}
	t = &Table{scan: newScanner(file, text.text, of.Skip), found: p.Found, values: of.Values}
	if text.doubted {
		problem.WholeFile(file).Report(p.Found, problem.Warning, "doubtful_encoding", "the text is UTF-8, and was not read as such because another encoding is declared",
			"remove `encoding:` unless the names already look right")
	}
	if !t.header(&words, of.Headers) {
		problem.WholeFile(file).Report(p.Found, problem.Error, "empty_file", fmt.Sprintf("the file has no header after the %s that are skipped", problem.Quantity(of.Skip, "line", "lines")),
			"skip_lines is the number of lines before the header")
		return nil, false
	}
	t.scan.width = len(t.head.Cells)
	if text.guessed && !t.credible(&words, text.unlikely) {
		return nil, false
	}
	t.start = *t.scan
	t.decide(&words)
	t.names, ok = words.header(p.Found, t.scan, &t.head, t.blanks(), t.later(&words))
	for _, c := range of.Where {
		i := slices.IndexFunc(t.head.Cells, func(cell string) bool { return FoldHeader(cell) == c.Header })
		if i < 0 {
			i = slices.IndexFunc(t.names, func(name string) bool { return name != Ignore && FoldHeader(name) == c.Header })
		}
		if i < 0 {
			c.At.Report(p.Found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", file, c.Name), "")
			ok = false
			continue
		}
		t.where = append(t.where, filter{i, c.Equals, c.At})
	}
	for _, m := range words.mappings {
		if m.Target == RowNumber || m.Target == NoName || m.At.IsZero() {
			continue
		}
		if !slices.ContainsFunc(t.head.Cells, func(cell string) bool { return FoldHeader(cell) == m.Header }) {
			m.At.Report(p.Found, problem.Warning, "unused_column", fmt.Sprintf("the file %q has no column %q", file, m.Name), "")
		}
	}
	t.file = p.Intake.table(t, of, words.Kind, text)
	return t, ok
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

// header reads the names of the columns; false where no line is left for them.
//
// In a header of two lines a name in the upper line holds for the blank cells to
// its right as well, as merged cells do. A column is called by both names
// together if that is a known name, else by the lower if that is known, else by
// the upper where the lower is blank, else by both.
func (t *Table) header(words *Vocabulary, lines int) bool {
	var upper Record
	if lines == 2 && !t.scan.read(&upper) {
		return false
	}
	if !t.scan.read(&t.head) {
		return false
	}
	above := ""
	for i := range upper.Cells {
		above = cmp.Or(upper.Cells[i], above)
		if i >= len(t.head.Cells) {
			break
		}
		lower := t.head.Cells[i]
		both := strings.TrimSpace(above + " " + lower)
		switch {
		case words.canonical(both) != "":
			t.head.Cells[i] = both
		case words.canonical(lower) != "":
		case words.canonical(above) != "" && lower == "":
			t.head.Cells[i] = above
		default:
			t.head.Cells[i] = both
		}
	}
	return true
}

// later returns how many lines to skip to reach one that looks like the header,
// where the first line does not look like it; 0 where there is none.
func (t *Table) later(words *Vocabulary) int {
	if known, _ := words.anyKnown(t.head.Cells); known || !words.Mappable {
		return 0
	}
	s := *t.scan
	s.width = 0
	var r Record
	for range 20 {
		at := s
		if !s.read(&r) {
			return 0
		}
		other := newScanner(s.path, s.text[at.next:], 0) // its separator may be another
		if other.read(&r); words.fits(r.Cells) {
			return at.line - 1 + strings.Count(s.text[at.next:at.next+r.start], "\n")
		}
	}
	return 0
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
func (t *Table) blanks() []bool {
	if !slices.Contains(t.head.Cells, "") {
		return nil
	}
	empty := make([]bool, len(t.head.Cells))
	for i, cell := range t.head.Cells {
		empty[i] = cell == ""
	}
	var r Record
	for s := t.start; s.read(&r); {
		for i := range min(len(empty), len(r.Cells)) {
			empty[i] = empty[i] && r.Cells[i] == ""
		}
	}
	return empty
}
