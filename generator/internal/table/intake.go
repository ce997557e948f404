package table

import (
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table/spelling"
)

// Intake is what a project's files were taken for, in the order they were
// read. It keeps every row that was set aside as it was, so that nothing is
// lost.
type Intake struct{ Files []*File }

// File is one use of one file: a file that serves as entries and as times is
// there twice.
type File struct {
	Path      string `json:"path"`
	Edition   string `json:"edition,omitempty"`
	Race      string `json:"race,omitempty"`
	Kind      string `json:"kind"` // entries, timing, reads, chips, rulings, releases, champions, bans
	Encoding  string `json:"encoding,omitempty"`
	Guessed   bool   `json:"encoding_guessed,omitempty"`
	Separator string `json:"separator,omitempty"`
	Table     string `json:"table,omitempty"` // what the file is: csv, xlsx or fixed
	Sheet     string `json:"sheet,omitempty"`
	Skipped   int    `json:"lines_skipped,omitempty"`
	Passed    int    `json:"lines_passed_over,omitempty"` // the header again, as on each page
	Format    string `json:"format,omitempty"`            // of raw reads
	// FormatFound says that the format was found out and not declared.
	FormatFound bool     `json:"format_found,omitempty"`
	Columns     []Column `json:"columns,omitempty"`
	Rows        int      `json:"rows"` // or lines of raw reads, without the header and blank ones
	Aside       []Aside  `json:"set_aside,omitempty"`
	More        int      `json:"set_aside_unlisted,omitempty"` // lines of raw reads beyond those listed
	kept        int      // bytes of those listed
	text        string   // of a table
}

// Column is a column and what it was taken for.
type Column struct {
	Header string `json:"header"`
	Means  string `json:"means"`            // a column, a point, or ignore
	Format string `json:"format,omitempty"` // of times; row_number where the bib is that
}

// Aside is a row that was set aside, as it was.
type Aside struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Reason string `json:"reason"`
	Text   string `json:"row"` // without its line end
}

// table adds a table that was opened. It returns nil where nobody asks.
func (in *Intake) table(t *Table, of Source, kind string, text *content) *File {
	if in == nil {
		return nil
	}
	f := &File{Path: of.Path, Kind: kind, Encoding: text.encoding, Guessed: text.guessed, Table: text.kind(t.scan), Sheet: text.sheet, Skipped: max(of.Skip, t.skipped), text: t.scan.text}
	if f.Table == CSV {
		f.Separator = string(t.scan.comma)
	} else if f.Table == XLSX {
		f.Encoding = ""
	}
	if part := strings.Split(of.Path, "/"); len(part) > 2 {
		f.Edition = part[1]
	}
	for i, cell := range t.head.Cells {
		c := Column{Header: strings.Clone(cell)}
		if i < len(t.names) {
			c.Means = t.names[i]
		}
		f.Columns = append(f.Columns, c)
	}
	for _, m := range of.Columns {
		if m.Target == RowNumber {
			f.Columns = append(f.Columns, Column{Means: "bib", Format: RowNumber})
		}
	}
	in.Files = append(in.Files, f)
	return f
}

// Add adds a use of a file. It returns f, or nil where nobody asks.
func (in *Intake) Add(f *File) *File {
	if in == nil {
		return nil
	}
	in.Files = append(in.Files, f)
	return f
}

// mostKept is how many bytes of lines that are set aside are kept of one file
// of raw reads, which may have any size.
const mostKept = 64 << 20

// KeepLine keeps a line of raw reads that is set aside, or counts it where too
// many are kept already.
func (f *File) KeepLine(line, column int, why string, text []byte) {
	switch {
	case f == nil:
	case f.kept+len(text) > mostKept || len(f.Aside) >= mostKept>>8:
		f.More++
	default:
		f.kept += len(text)
		f.Aside = append(f.Aside, Aside{Line: line, Column: column, Reason: problem.Clip(why), Text: strings.ToValidUTF8(string(text), "\uFFFD")})
	}
}

// CountLines sets Rows to the lines of raw reads that were used and those that
// were set aside.
func (f *File) CountLines(used int) {
	if f != nil {
		f.Rows = used + len(f.Aside) + f.More
	}
}

// AsideLine keeps a line of a timing file that was set aside only after all
// files had been read.
func (in *Intake) AsideLine(from race.Position, why string) {
	if in == nil {
		return
	}
	for _, f := range in.Files {
		if f.Path == from.Path && f.Sheet == from.Sheet && f.Kind == "timing" {
			f.Aside = append(f.Aside, Aside{Line: from.Line, Column: 1, Reason: why, Text: lineOf(f.text, from.Line)})
			return
		}
	}
}

// lineOf is a line of a text, counted from 1, without its end.
func lineOf(text string, line int) string {
	for range line - 1 {
		_, text, _ = strings.Cut(text, "\n")
	}
	text, _, _ = strings.Cut(text, "\n")
	return strings.Clone(strings.TrimSuffix(text, "\r"))
}

// count counts a row.
func (f *File) count() {
	if f != nil {
		f.Rows++
	}
}

// formats notes how the times of some columns are written.
func (f *File) formats(columns []int, formats []spelling.TimeFormat) {
	if f == nil {
		return
	}
	for _, c := range columns {
		if c < len(f.Columns) {
			f.Columns[c].Format = string(formats[c])
		}
	}
}
