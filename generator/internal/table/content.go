package table

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table/fixed"
	"guntime/generator/internal/table/sheets"
)

// The kinds of tables that a file can be.
const (
	CSV   = "csv"   // or with another separator
	XLSX  = "xlsx"  // a sheet of a spreadsheet
	Fixed = "fixed" // text in columns of a fixed width
)

// content is the text of a table, whatever its file is: a sheet of a spreadsheet
// is text too, with a row on each line and tabs between its cells.
type content struct {
	decoded
	path   string
	sheet  string         // of a spreadsheet
	sheets []string       // all that it has
	ruler  *fixed.Columns // of fixed columns with a ruler
	header int            // lines before the names of the columns, by the ruler
}

// kind is what the file is.
func (c *content) kind(s *scanner) string {
	switch {
	case c.sheet != "":
		return XLSX
	case s.cuts != nil:
		return Fixed
	}
	return CSV
}

// content reads what is in a file. Both results are nil where there is no file
// or it cannot be read, which has then been reported.
func (p *Reader) content(of Source) (*content, *fault) {
	raw, refused := p.load(of.Path, of.Missing)
	if refused != nil || raw == "" {
		return nil, refused
	}
	c := &content{path: of.Path}
	if sheets.IsBook(raw) {
		text, sheet, names, err := sheets.Text(raw, of.Sheet)
		if bad := (*problem.FileError)(nil); errors.As(err, &bad) {
			return nil, &fault{code: bad.Code, text: bad.Text, hint: bad.Hint}
		}
		if strings.TrimSpace(text) == "" {
			return nil, &fault{code: "empty_file", text: fmt.Sprintf("the sheet %q is empty", sheet), hint: "its sheets: " + sheets.List(names) + "; name another with sheet"}
		}
		c.text, c.encoding, c.sheet, c.sheets = text, XLSX, sheet, names
		return c, nil
	}
	c.decoded, refused = decode(raw, of.Encoding)
	if refused != nil {
		return nil, refused
	}
	if of.Sheet != "" && !of.SheetAt.IsZero() {
		of.SheetAt.Report(p.Found, problem.Warning, "no_sheets", fmt.Sprintf("the file %q is no spreadsheet and has no sheets", of.Path), "remove the key sheet")
	}
	if strings.IndexByte(c.text, '\n') < 0 { // lines that end as they did on old machines
		c.text = strings.ReplaceAll(c.text, "\r", "\n")
	}
	c.ruler, c.header = fixed.FindRuler(c.text)
	return c, nil
}

// scanner reads the table from behind some lines.
func (c *content) scanner(skip int) *scanner {
	if c.sheet == "" && c.ruler == nil {
		return newScanner(c.path, c.text, skip)
	}
	s := &scanner{path: c.path, text: c.text, line: 1, sheet: c.sheet, cuts: c.ruler, comma: '\t'}
	s.skip(skip)
	return s
}

// compound is how files begin that old office programs wrote, and spreadsheets
// with a password.
const compound = "\xD0\xCF\x11\xE0"

// compoundFault says what to do with such a file. Names in it are UTF-16.
func compoundFault(raw string) *fault {
	wide := func(name string) []byte {
		var b []byte
		for _, u := range utf16.Encode([]rune(name)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	if bytes.Contains([]byte(raw), wide("EncryptedPackage")) {
		return &fault{code: "not_text", text: "the spreadsheet is protected by a password", hint: "open it with the password, and save it without one as XLSX, or the sheet as CSV in UTF-8"}
	}
	return &fault{code: "not_text", text: "the file is an old spreadsheet (.xls)", hint: "open it in a spreadsheet program and save it as XLSX, or the sheet as CSV in UTF-8"}
}

// archiveFault says what to do with an archive that holds no XLSX.
func archiveFault(raw string) *fault {
	head := raw[:min(len(raw), 200)]
	switch {
	case strings.Contains(head, "application/vnd.oasis.opendocument"):
		return &fault{code: "not_text", text: "the file is an OpenDocument spreadsheet", hint: "save it as XLSX, or the sheet as CSV in UTF-8"}
	case strings.Contains(raw, "xl/workbook.bin"):
		return &fault{code: "not_text", text: "the file is a binary spreadsheet (.xlsb)", hint: "save it as XLSX, or the sheet as CSV in UTF-8"}
	case strings.Contains(raw, "xl/workbook.xml"), strings.Contains(raw, "xl/worksheets/"):
		return &fault{code: "broken_file", text: "the spreadsheet is damaged: its end is missing", hint: "copy or download it again"}
	}
	return &fault{code: "not_text", text: "the file is an archive, not a table", hint: "unpack it; a spreadsheet must be XLSX or CSV in UTF-8"}
}

// markup reports whether a text is a page or a document that only bears the name
// of a spreadsheet.
func markup(text string) bool {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 500)]))
	for _, begin := range []string{"<!doctype", "<html", "<table", "<?xml", "<head", "<meta"} {
		if strings.HasPrefix(head, begin) {
			return true
		}
	}
	return false
}
