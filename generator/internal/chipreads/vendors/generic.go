package vendors

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/table"
)

// genericReads reads a table of reads by the columns that the edition names,
// by their headers or, in a file without a header, by their numbers. Columns
// that it does not name are ignored.
type genericReads struct {
	file      File
	separator byte
	headless  bool
	ready     bool
	broken    bool // a column is missing
	at        map[string]int
	fields    [][]byte
	r         Read
	lastDate  string // of the last line, as it stands there
	lastDay   int    // and as a day
}

var genericFormat = Format{Generic, newGenericReads}

func newGenericReads(of File) Parser {
	p := &genericReads{file: of, separator: of.Separator, at: map[string]int{}, headless: len(of.Columns) > 0}
	for _, role := range of.Columns {
		n, ok := wholeNumber([]byte(role.Header))
		if !ok || n < 1 || n > 1000 {
			p.headless = false
			break
		}
		p.at[role.Role] = int(n) - 1
	}
	p.ready = p.headless
	return p
}

// Parse implements Parser.
func (p *genericReads) Parse(line []byte, add func(*Read)) {
	if p.broken {
		return
	}
	if p.separator == 0 {
		p.separator = table.Separator(string(line))
	}
	p.fields = splitFields(p.fields, line, p.separator)
	if !p.ready {
		p.header()
		return
	}
	p.r = Read{}
	r := &p.r
	defer add(r)
	r.Chip, r.Bib = p.get("chip"), p.get("bib")
	r.Place, r.Reader = p.get("point"), p.get("reader")
	r.Strength = signal(p.get("strength"))
	clock := p.get("time")
	if date := p.get("date"); len(date) > 0 {
		if string(date) != p.lastDate || p.lastDay == 0 {
			day, err := table.ParseDay(string(date))
			if err != nil {
				r.unusable(line, date, noDate)
				return
			}
			p.lastDate, p.lastDay = string(date), DayNumber(day)
		}
		r.Day, r.Dated = p.lastDay, true
	}
	switch {
	case len(clock) == 0:
		r.unusable(line, line, noTime)
	case !p.moment(clock):
		r.unusable(line, clock, noTime)
	case len(r.Chip) == 0 && len(r.Bib) == 0:
		r.unusable(line, line, noChip)
	}
}

func (p *genericReads) get(role string) []byte {
	i, ok := p.at[role]
	if !ok {
		return nil
	}
	return nth(p.fields, i)
}

// header finds the named columns in the first line.
func (p *genericReads) header() {
	p.ready = true
	var names []string
	for _, f := range p.fields {
		names = append(names, table.FoldHeader(string(f)))
	}
	for _, role := range p.file.Columns {
		i := slices.Index(names, role.Header)
		if i < 0 && role.Role != table.Ignore {
			role.At.Report(p.file.Found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", p.file.Path, role.Name), "the file's columns: "+strings.Join(names, ", "))
			p.broken = true
		}
		p.at[role.Role] = i
	}
}

// moment reads a time of day, a local day and time, an instant with its zone,
// or the seconds or milliseconds of a computer's clock since 1970.
func (p *genericReads) moment(text []byte) bool {
	r := &p.r
	if r.moment(text) {
		return true
	}
	if t, err := time.Parse(time.RFC3339Nano, strings.Replace(string(text), " ", "T", 1)); err == nil {
		p.instant(t)
		return true
	}
	whole, decimals, _ := bytes.Cut(text, []byte("."))
	n, ok := wholeNumber(whole)
	ms, ok2 := milliseconds(decimals)
	switch {
	case !ok || !ok2:
		return false
	case len(whole) == 13 && len(decimals) == 0:
		p.instant(time.UnixMilli(n))
	case len(whole) == 10:
		p.instant(time.UnixMilli(n*1000 + ms))
	default:
		return false
	}
	return true
}

// instant takes a moment, whatever the clocks where the race is run show at it.
func (p *genericReads) instant(t time.Time) {
	t = t.UTC()
	h, m, s := t.Clock()
	p.r.Day, p.r.Dated, p.r.UTC = DayNumber(t), true, true
	p.r.At = int64((h*60+m)*60+s)*1000 + int64((t.Nanosecond()+999_999)/1_000_000)
}
