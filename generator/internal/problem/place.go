package problem

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// Place is a spot in a file. Line and Column count from 1, columns in
// characters; both are 1 where the file as a whole is meant.
type Place struct {
	Path         string
	Sheet        string // of a spreadsheet, whose rows are the lines; "" in any other file
	Line, Column int
	// Text is the line itself where a finding should quote it, as those about
	// rule data do; else "".
	Text string
}

// WholeFile is the place that means a file as such.
func WholeFile(path string) Place { return Place{Path: path, Line: 1, Column: 1} }

// At is the place of a row.
func At(p race.Position) Place {
	return Place{Path: p.Path, Sheet: p.Sheet, Line: max(1, p.Line), Column: 1}
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

// Bare is the place without the text of its line.
func (at Place) Bare() Place {
	at.Text = ""
	return at
}

// Report adds a finding at the place. Text and hint are cut where they quote
// input without an end. Where the place has the text of its line, the hint
// ends with it.
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
	found.Add(Problem{Path: at.Path, Sheet: at.Sheet, Line: at.Line, Column: at.Column, Level: level, Code: code, Text: clip(text), Hint: clip(hint)})
}

// ReportUnreadable adds the error of a file that is not there or cannot be
// read, at the place where it is asked for. A FileError stands at the file.
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

// clip shortens what a finding says where it quotes a cell without an end.
func clip(text string) string {
	const most = 1000
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
