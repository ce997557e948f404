// Package sheets reads spreadsheets in XLSX. In go the bytes of a file and the name
// of a sheet; out comes the sheet as text, a row a line, with tabs between its
// cells, so that line and column of a cell are its row and column.
//
// Cells come out as what they are, whatever they look like: a number of days that
// is shown as a time is h:mm:ss, of any number of hours, rounded to the
// millisecond; a day is 2001-12-31; a whole number has no point; a formula is the
// value that was kept with it. Breaks within a cell are blanks.
//
// Nothing is unpacked beyond bounds, and what is damaged is an error: no cell is
// ever left out in silence. The sheets are cut into tokens by tdewolff's lexer,
// five times as fast as the rows of the large libraries, which lose the formats
// of cells besides.
package sheets

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/xml"

	"guntime/generator/internal/problem"
)

// The bounds of a spreadsheet. A million runners with twenty columns stay below
// each of them.
const (
	Rows         = 1 << 20
	Columns      = 1 << 14
	mostUnpacked = 2 << 30   // bytes of all parts that are read
	mostStrings  = 256 << 20 // bytes of the strings that cells share
	mostSheet    = 512 << 20 // bytes of a sheet as text
	longestPart  = 64 << 20  // bytes of one row, or of a small part such as the styles
)

// book is a spreadsheet in XLSX.
type book struct {
	parts    map[string]*zip.File
	sheets   []sheetPart
	is1904   bool // its days count from 1904
	styles   []numberStyle
	strings  []string
	unpacked int64
}

// sheetPart is one sheet of a book.
type sheetPart struct {
	name, part string
	hidden     bool
}

// errTooLarge is what reading a part ends with that is over the bounds.
var errTooLarge = errors.New("it unpacks to more than a table can have")

// IsBook reports whether a file is an archive that holds a spreadsheet.
func IsBook(raw string) bool {
	if !strings.HasPrefix(raw, "PK\x03\x04") {
		return false
	}
	z, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return partName(f.Name) == "xl/workbook.xml" || f.Name == "_rels/.rels" })
}

// Text writes a sheet as text: a row a line, its cells with tabs between
// them, so that line and column of a cell are its row and column. Without a name
// it is the first sheet that is not hidden. Names are those of the sheets that are
// not hidden, and of the one that was taken. An error is a *problem.FileError.
func Text(raw, name string) (text, sheet string, names []string, err error) {
	b, err := openBook(raw)
	if err != nil {
		return "", "", nil, brokenBook(err)
	}
	chosen := -1
	for i, s := range b.sheets {
		if name == "" && chosen < 0 && !s.hidden || name != "" && s.name == name {
			chosen = i
		}
	}
	if chosen < 0 && name != "" {
		chosen = slices.IndexFunc(b.sheets, func(s sheetPart) bool { return strings.EqualFold(strings.TrimSpace(s.name), strings.TrimSpace(name)) })
	} else if chosen < 0 && len(b.sheets) > 0 { // all are hidden
		chosen = 0
	}
	for i, s := range b.sheets {
		if !s.hidden || i == chosen {
			names = append(names, s.name)
		}
	}
	switch {
	case len(b.sheets) == 0:
		return "", "", nil, &problem.FileError{Code: "not_text", Text: "the spreadsheet has no sheet with cells", Hint: "save the table as XLSX or as CSV in UTF-8"}
	case chosen < 0:
		hint := "its sheets: " + List(names)
		if near := nearestSheet(name, names); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return "", "", names, &problem.FileError{Code: "unknown_sheet", Text: fmt.Sprintf("the file has no sheet %q", name), Hint: hint}
	}
	w := &sheetWriter{book: b, row: 1}
	if err := b.each(b.sheets[chosen].part, "row", w.chunk); err != nil && !errors.Is(err, io.EOF) {
		return "", "", names, brokenBook(err)
	}
	if !w.ended {
		return "", "", names, brokenBook(fmt.Errorf("the sheet %q ends before its rows do", b.sheets[chosen].name))
	}
	return w.text.String(), b.sheets[chosen].name, names, nil
}

// nearestSheet is the sheet whose name is misspelt, "" where none is near.
func nearestSheet(name string, names []string) string {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = strings.ToLower(n)
	}
	if i := slices.Index(folded, problem.Nearest(name, folded)); i >= 0 {
		return names[i]
	}
	return ""
}

// List names sheets, each in quotes.
func List(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = strconv.Quote(n)
	}
	return strings.Join(quoted, ", ")
}

// brokenBook is the fault of a spreadsheet that cannot be read to its end.
func brokenBook(err error) error {
	if errors.Is(err, errTooLarge) {
		return &problem.FileError{Code: "too_large", Text: "the spreadsheet " + strings.TrimPrefix(err.Error(), "it "), Hint: "is it a table at all? save the sheet alone as a new file"}
	}
	return &problem.FileError{Code: "broken_file", Text: fmt.Sprintf("the spreadsheet is damaged: %v", err), Hint: "open it in a spreadsheet program, save it again as XLSX, or as CSV in UTF-8"}
}

// openBook reads what a book says of its sheets, styles and shared strings.
func openBook(raw string) (*book, error) {
	z, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	b := &book{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		if name := partName(f.Name); b.parts[name] == nil {
			b.parts[name] = f
		}
	}
	workbook := "xl/workbook.xml"
	if err := b.relations("", func(_, kind, target string) {
		if strings.HasSuffix(kind, "/officeDocument") {
			workbook = target
		}
	}); err != nil {
		return nil, err
	}
	kinds, targets := map[string]string{}, map[string]string{}
	strings, styles := "", ""
	if err := b.relations(workbook, func(id, kind, target string) {
		kind = path.Base(kind)
		kinds[id], targets[id] = kind, target
		switch kind {
		case "sharedStrings":
			strings = target
		case "styles":
			styles = target
		}
	}); err != nil {
		return nil, err
	}
	err = b.elements(workbook, func(name string, attr func(string) string) {
		switch name {
		case "workbookPr":
			b.is1904 = attr("date1904") == "1" || attr("date1904") == "true"
		case "sheet":
			if id := attr("id"); kinds[id] == "worksheet" {
				b.sheets = append(b.sheets, sheetPart{name: attr("name"), part: targets[id], hidden: attr("state") != "" && attr("state") != "visible"})
			}
		}
	})
	if err == nil && styles != "" {
		err = b.readStyles(styles)
	}
	if err == nil && strings != "" {
		err = b.readStrings(strings)
	}
	return b, err
}

// partName is the name of a part as relations write it, whatever its case.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// open opens a part. All parts together unpack to at most mostUnpacked bytes.
func (b *book) open(part string) (io.ReadCloser, error) {
	f := b.parts[partName(part)]
	if f == nil {
		return nil, fmt.Errorf("it has no %s", part)
	}
	if f.Flags&1 != 0 {
		return nil, errors.New("it is protected by a password")
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return &bounded{r, b}, nil
}

// bounded counts what is unpacked.
type bounded struct {
	io.ReadCloser
	book *book
}

func (r *bounded) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.book.unpacked += int64(n); r.book.unpacked > mostUnpacked {
		return n, errTooLarge
	}
	return n, err
}

// relations calls each with the relations of a part; "" is the file itself.
func (b *book) relations(of string, each func(id, kind, target string)) error {
	dir, base := path.Split(of)
	rels := path.Join(dir, "_rels", base+".rels")
	if b.parts[partName(rels)] == nil {
		if of == "" {
			return nil
		}
		return fmt.Errorf("it has no %s", rels)
	}
	return b.elements(rels, func(name string, attr func(string) string) {
		if name != "Relationship" || strings.EqualFold(attr("TargetMode"), "External") {
			return
		}
		target := attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		each(attr("Id"), attr("Type"), strings.TrimPrefix(path.Clean(target), "/"))
	})
}

// elements calls each with every element of a small part, and with "/name" at
// its end. Names are without their prefix.
func (b *book) elements(part string, each func(name string, attr func(string) string)) error {
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, longestPart+1))
	if err != nil {
		return err
	}
	if len(data) > longestPart {
		return errTooLarge
	}
	l := xml.NewLexer(parse.NewInputBytes(data))
	var name string
	var names, values []string
	attr := func(of string) string {
		if i := slices.Index(names, of); i >= 0 {
			return values[i]
		}
		return ""
	}
	for {
		switch kind, _ := l.Next(); kind {
		case xml.ErrorToken:
			if l.Err() == io.EOF {
				return nil
			}
			return l.Err()
		case xml.StartTagToken:
			name, names, values = string(local(l.Text())), names[:0], values[:0]
		case xml.AttributeToken:
			names, values = append(names, string(local(l.Text()))), append(values, html.UnescapeString(string(unquote(l.AttrVal()))))
		case xml.StartTagCloseToken:
			each(name, attr)
		case xml.StartTagCloseVoidToken:
			each(name, attr)
			each("/"+name, attr)
		case xml.EndTagToken:
			each("/"+string(local(l.Text())), func(string) string { return "" })
		}
	}
}

// each reads a part of any size and calls a function with pieces of it, each of
// which ends where an element of a name ends.
func (b *book) each(part, element string, do func(piece []byte) error) error {
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	buf := make([]byte, 0, 1<<20)
	for {
		if len(buf) > longestPart {
			return errTooLarge
		}
		if len(buf) > cap(buf)-1<<15 {
			buf = slices.Grow(buf, cap(buf))
		}
		n, err := r.Read(buf[len(buf) : cap(buf)-1]) // the lexer wants one more
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return do(buf)
		}
		if err != nil {
			return err
		}
		end := lastEnd(buf, len(buf)-n, element)
		if end == 0 {
			continue
		}
		if err := do(buf[:end:end]); err != nil {
			return err
		}
		buf = buf[:copy(buf, buf[end:])]
	}
}

// lastEnd returns where the last end of an element ends, 0 without one. What
// stands before from was searched already.
func lastEnd(buf []byte, from int, element string) int {
	end := len(buf)
	for from = max(0, from-len(element)-20); ; {
		i := bytes.LastIndex(buf[from:end], []byte(element+">"))
		if i < 0 {
			return 0
		}
		end = from + i
		open := bytes.LastIndexByte(buf[:end], '<')
		if open >= 0 && open+1 < end+1 && buf[open+1] == '/' && string(local(buf[open+2:end+len(element)])) == element {
			return end + len(element) + 1
		}
	}
}

// local is a name without its prefix.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// unquote drops the quotes around the value of an attribute.
func unquote(value []byte) []byte {
	if len(value) >= 2 && value[0] == value[len(value)-1] && (value[0] == '"' || value[0] == '\'') {
		return value[1 : len(value)-1]
	}
	return value
}

// readStrings reads the strings that cells share. How they are pronounced is no
// part of them.
func (b *book) readStrings(part string) error {
	size, spoken, in := 0, false, false
	var text []byte
	return b.each(part, "si", func(piece []byte) error {
		l := xml.NewLexer(parse.NewInputBytes(piece))
		for {
			switch kind, _ := l.Next(); kind {
			case xml.ErrorToken:
				if l.Err() == io.EOF {
					return nil
				}
				return l.Err()
			case xml.StartTagToken:
				switch string(local(l.Text())) {
				case "si":
					text = text[:0]
				case "t":
					in = !spoken
				case "rPh":
					spoken = true
				}
			case xml.StartTagCloseVoidToken:
				in = false
			case xml.TextToken:
				if in {
					text = append(text, unescape(l.Text())...)
				}
			case xml.CDATAToken:
				if in {
					text = append(text, l.Text()...)
				}
			case xml.EndTagToken:
				switch string(local(l.Text())) {
				case "t":
					in = false
				case "rPh":
					spoken = false
				case "si":
					if size += len(text); size > mostStrings {
						return errTooLarge
					}
					b.strings = append(b.strings, cellText(text))
				}
			}
		}
	})
}

// unescape replaces the entities of a text.
func unescape(text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 {
		return text
	}
	return []byte(html.UnescapeString(string(text)))
}

// cellText is a text as it stands on one line: _x000D_ is a character that
// spreadsheets write so.
func cellText(text []byte) string {
	s := string(text)
	for i := strings.Index(s, "_x"); i >= 0 && i+7 <= len(s); {
		if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && s[i+6] == '_' {
			s = s[:i] + string(rune(n)) + s[i+7:]
		}
		next := strings.Index(s[i+1:], "_x")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if !strings.ContainsFunc(s, breaks) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0:
			return -1
		case breaks(r):
			return ' '
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

func breaks(r rune) bool { return r == '\t' || r == '\n' || r == '\r' || r == 0 }
