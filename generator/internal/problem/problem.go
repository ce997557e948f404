// Package problem defines findings: what is wrong with the input, where, what was
// expected, and how to fix it.
package problem

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Level is how bad a finding is.
type Level string

// The levels: an error stops the build, a warning does not, a review is for the
// referee to look at.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Review  Level = "review"
)

// Problem is one finding. Line and Column count from 1, columns in characters. Both
// are 1 for the whole file.
type Problem struct {
	Path   string `json:"path"`
	Sheet  string `json:"sheet,omitempty"` // of a spreadsheet: Line and Column are its row and column
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Level  Level  `json:"level"`
	Code   string `json:"code"`
	Text   string `json:"text"` // lower case, no full stop, quotes the wrong text
	Hint   string `json:"hint"` // "" where there is none
}

// String returns the finding as on a terminal, without its hint.
func (p Problem) String() string {
	at := fmt.Sprintf("%d:%d", p.Line, p.Column)
	if p.Sheet != "" {
		at = oneLine(p.Sheet) + "!" + Letters(p.Column) + strconv.Itoa(p.Line)
	}
	return fmt.Sprintf("%s:%s: %s: %s [%s]", p.Path, at, p.Level, oneLine(p.Text), p.Code)
}

// Letters name a column of a spreadsheet, counted from 1: A, Z, AA.
func Letters(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// oneLine escapes whatever would break the line of a finding.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 {
			return '\uFFFD'
		}
		return r
	}, s)
}

// FileError is the error of a file that may not be read, with the content of its
// finding.
type FileError struct{ Code, Text, Hint string }

// Error implements error.
func (e *FileError) Error() string { return e.Text }

// List is a list of findings. The zero value is ready for use.
type List []Problem

// Add appends a finding. Line and column 0 become 1: the whole file or line.
func (l *List) Add(p Problem) {
	p.Line, p.Column = max(1, p.Line), max(1, p.Column)
	*l = append(*l, p)
}

// Errors reports whether the list has an error.
func (l List) Errors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Level == Error })
}

// Count returns the number of findings of a level.
func (l List) Count(level Level) int {
	n := 0
	for _, p := range l {
		if p.Level == level {
			n++
		}
	}
	return n
}

// Raised returns the findings, with warnings about files in a folder raised to
// errors.
func (l List) Raised(dir string) List {
	raised := slices.Clone(l)
	for i := range raised {
		if raised[i].Level == Warning && strings.HasPrefix(raised[i].Path, dir+"/") {
			raised[i].Level = Error
		}
	}
	return raised
}

// Sorted returns the findings by place, without doubles.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortFunc(s, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Hint, b.Hint))
	})
	return slices.Compact(s)
}

// Shortened returns the findings with at most this many of one level and code in
// one file; one more finding counts the rest. It never drops a finding that is
// unlike the others.
func (l List) Shortened(most int) List {
	type kind struct {
		path  string
		level Level
		code  string
	}
	count := map[kind]int{}
	for _, p := range l {
		count[kind{p.Path, p.Level, p.Code}]++
	}
	seen := make(map[kind]int, len(count))
	var short List
	for _, p := range l {
		k := kind{p.Path, p.Level, p.Code}
		seen[k]++
		if beyond := count[k] - most; beyond > 1 && seen[k] > most {
			if seen[k] > most+1 {
				continue
			}
			p.Text = fmt.Sprintf("from here on %d more of this kind", beyond)
			p.Hint = "guntime check -report FILE.json lists them all"
		}
		short = append(short, p)
	}
	return short
}

// WriteText writes each finding on a line, and its hint indented on the next.
func (l List) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, p := range l {
		b.WriteString(p.String())
		b.WriteByte('\n')
		if p.Hint != "" {
			b.WriteString("    hint: " + oneLine(p.Hint) + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteJSON writes the findings as a JSON array.
func (l List) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if l == nil {
		l = List{}
	}
	return e.Encode(l)
}
