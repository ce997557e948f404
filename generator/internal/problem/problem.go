// Package problem holds findings: what is wrong with the input, where exactly,
// what was wanted and how to mend it.
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

// The levels: an error stops the build, a warning is counted, a review is for
// the referee's eye.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Review  Level = "review"
)

// Problem is one finding. Line and Column count from 1, columns in characters;
// both are 1 where the file as a whole is meant.
type Problem struct {
	Path   string `json:"path"`
	Sheet  string `json:"sheet,omitempty"` // of a spreadsheet: Line and Column are its row and column
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Level  Level  `json:"level"`
	Code   string `json:"code"`
	Text   string `json:"text"` // lower case, no full stop, with the offending text in it
	Hint   string `json:"hint"` // "" where there is none
}

// String is the finding as a terminal shows it, without its hint.
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

// oneLine keeps a finding on its line whatever the offending text holds.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 {
			return '\uFFFD'
		}
		return r
	}, s)
}

// FileError is the error of a file that may not be read, and what the finding
// about it says.
type FileError struct{ Code, Text, Hint string }

// Error implements error.
func (e *FileError) Error() string { return e.Text }

// List gathers findings. Its zero value is empty and ready.
type List []Problem

// Add appends a finding. One without a line or a column means the whole file
// or line, and stands at its beginning.
func (l *List) Add(p Problem) {
	p.Line, p.Column = max(1, p.Line), max(1, p.Column)
	*l = append(*l, p)
}

// Errors reports whether the list holds an error.
func (l List) Errors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Level == Error })
}

// Count returns how many findings there are of a level.
func (l List) Count(level Level) int {
	n := 0
	for _, p := range l {
		if p.Level == level {
			n++
		}
	}
	return n
}

// Raised returns the findings with each warning about a file in a folder made
// an error.
func (l List) Raised(dir string) List {
	raised := slices.Clone(l)
	for i := range raised {
		if raised[i].Level == Warning && strings.HasPrefix(raised[i].Path, dir+"/") {
			raised[i].Level = Error
		}
	}
	return raised
}

// Sorted returns the findings by place, each once.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortFunc(s, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Hint, b.Hint))
	})
	return slices.Compact(s)
}

// Shortened returns the findings with at most so many of one level and code
// about one file: in the place of those beyond stands one that counts them.
// Nothing that is unlike the others is ever left out.
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

// WriteText writes the findings one a line, each hint indented on its own.
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

// WriteJSON writes the findings as a list of objects.
func (l List) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if l == nil {
		l = List{}
	}
	return e.Encode(l)
}
