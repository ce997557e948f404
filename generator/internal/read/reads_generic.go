package read

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/problem"
)

// genericReads reads a table of reads by the columns that the edition names,
// by their headers or, in a file without a header, by their numbers. Columns
// that it does not name are passed over.
type genericReads struct {
	c         *collector
	zone      *time.Location
	separator byte
	headless  bool
	ready     bool
	broken    bool // a column is missing
	at        map[string]int
	fields    [][]byte
	r         rawRead
	lastDate  string // as it stood last, and what it means
	lastDay   int
}

func newGenericReads(c *collector) *genericReads {
	p := &genericReads{c: c, zone: c.edition.Zone, separator: c.source.separator, at: map[string]int{}, headless: len(c.source.roles) > 0}
	for _, role := range c.source.roles {
		n, ok := wholeNumber([]byte(role.header))
		if !ok || n < 1 || n > 1000 {
			p.headless = false
			break
		}
		p.at[role.role] = int(n) - 1
	}
	p.ready = p.headless
	return p
}

// parse implements readsParser.
func (p *genericReads) parse(line []byte, take func(*rawRead)) {
	if p.broken {
		return
	}
	if p.separator == 0 {
		p.separator = newScanner("", string(line), 0).comma
	}
	p.fields = splitFields(p.fields, line, p.separator)
	if !p.ready {
		p.header()
		return
	}
	p.r = rawRead{}
	r := &p.r
	defer take(r)
	r.chip, r.bib = p.get("chip"), p.get("bib")
	r.place, r.reader = p.get("point"), p.get("reader")
	r.strength = signal(p.get("strength"))
	clock := p.get("time")
	if date := p.get("date"); len(date) > 0 {
		if string(date) != p.lastDate || p.lastDay == 0 {
			day, err := parseDay(string(date))
			if err != nil {
				r.bad(line, date, noDate)
				return
			}
			p.lastDate, p.lastDay = string(date), dayNumber(day)
		}
		r.day, r.dated = p.lastDay, true
	}
	switch {
	case len(clock) == 0:
		r.bad(line, line, noTime)
	case !p.moment(clock):
		r.bad(line, clock, noTime)
	case len(r.chip) == 0 && len(r.bib) == 0:
		r.bad(line, line, noChip)
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
		names = append(names, foldHeader(string(f)))
	}
	for _, role := range p.c.source.roles {
		i := slices.Index(names, role.header)
		if i < 0 && role.role != ignore {
			role.at.Report(p.c.project.found, problem.Error, "unknown_column", fmt.Sprintf("the file %q has no column %q", p.c.path, role.name), "the file's columns: "+strings.Join(names, ", "))
			p.broken = true
		}
		p.at[role.role] = i
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

// instant turns a moment into the wall clock of the race.
func (p *genericReads) instant(t time.Time) {
	t = t.In(p.zone)
	h, m, s := t.Clock()
	p.r.day, p.r.dated = dayNumber(t), true
	p.r.at = int64((h*60+m)*60+s)*1000 + int64((t.Nanosecond()+999_999)/1_000_000)
}
