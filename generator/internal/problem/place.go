package problem

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// Place is a position in a file. Line and Column count from 1, columns in
// characters. Both are 1 for the whole file.
type Place struct {
	Path         string
	Sheet        string // of a spreadsheet, whose rows are the lines; "" in any other file
	Line, Column int
	// Text is the line itself if findings should quote it, as for rules; else "".
	Text string
}

// WholeFile returns the place that means the whole file.
func WholeFile(path string) Place { return Place{Path: path, Line: 1, Column: 1} }

// At is the place of a row.
func At(p race.Position) Place {
	return Place{Path: p.Path, Sheet: p.Sheet, Line: max(1, p.Line), Column: max(1, p.Column)}
}

// PlaceIn is the place of an offset, in bytes, of a file's text.
func PlaceIn(path, text string, offset int) Place {
	offset = min(offset, len(text))
	before := text[:offset]
	line := strings.Count(before, "\n")
	if end := strings.LastIndexByte(before, '\n'); end >= 0 {
		before = before[end+1:]
	}
	return Place{Path: path, Line: line + 1, Column: utf8.RuneCountInString(before) + 1}
}

// IsZero reports whether the place is in no file.
func (at Place) IsZero() bool { return at == Place{} }

// Bare returns the place without the text of its line.
func (at Place) Bare() Place {
	at.Text = ""
	return at
}

// Report adds a finding at the place. It shortens text and hint where they quote
// very long input, and appends the text of the line, if any, to the hint.
func (at Place) Report(found *List, level Level, code, text, hint string) {
	line := strings.TrimSpace(at.Text)
	if runes := []rune(line); len(runes) > 100 {
		line = string(runes[:100]) + "…"
	}
	if line != "" {
		if hint != "" {
			hint += "; "
		}
		hint += "the line reads: " + line
	}
	found.Add(Problem{Path: at.Path, Sheet: at.Sheet, Line: at.Line, Column: at.Column, Level: level, Code: code, Text: Clip(text), Hint: Clip(hint)})
}

// ReportUnreadable adds the error of a file that is missing or unreadable, at the
// place that refers to it; a FileError is placed in the file itself.
func (at Place) ReportUnreadable(found *List, file string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		at.Report(found, Error, "missing_file", fmt.Sprintf("there is no file %q", file), "")
		return
	}
	if refused := (*FileError)(nil); errors.As(err, &refused) {
		WholeFile(file).Report(found, Error, refused.Code, refused.Text, refused.Hint)
		return
	}
	at.Report(found, Error, "unreadable_file", fmt.Sprintf("the file %q cannot be read: %v", file, err), "")
}

// Clip shortens a text that quotes a very long cell.
func Clip(text string) string {
	const most = 1000
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
