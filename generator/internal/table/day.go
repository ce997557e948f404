package table

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/problem"
)

// DateFormat is in which order the parts of a date stand.
type DateFormat string

// The formats that date_format can name. Dots, slashes and hyphens mean the same:
// only the order counts. A date that begins with its year is certain.
const (
	DayMonthDots DateFormat = "d.m.y"
	DayMonth     DateFormat = "d/m/y"
	MonthDay     DateFormat = "m/d/y"
)

// DateFormats are the formats that date_format can name.
var DateFormats = []DateFormat{DayMonthDots, DayMonth, MonthDay}

// DayParts are the numbers of a date as they stand in a cell.
type DayParts struct {
	numbers [3]int
	ordered bool // the year comes first, or the month has a name: then they are year, month, day
	dots    bool
	short   bool // the year has two digits
}

// SplitDay takes a date apart: 2001-12-31, 20011231, 31.12.2001, 12/31/01, 31 Dec
// 2001, 2001年12月31日; ok is false for what is none. A time behind it is passed over.
func SplitDay(cell string) (p DayParts, ok bool) {
	cell = Given(cell)
	if len(cell) > 40 {
		return p, false
	}
	if i := strings.IndexAny(cell, "T "); i >= 8 && strings.Contains(cell[i:], ":") {
		cell = cell[:i]
	}
	if len(cell) == 8 && digits(cell) {
		return DayParts{numbers: [3]int{num(cell[:4]), num(cell[4:6]), num(cell[6:])}, ordered: true}, true
	}
	fields := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("-./ ,年月日년월일", r) })
	if len(fields) != 3 {
		return p, false
	}
	p.dots = strings.Contains(cell, ".")
	month := -1
	for i, f := range fields {
		if digits(f) && len(f) <= 4 {
			p.numbers[i] = num(f)
		} else if m := monthNamed(f); m > 0 && month < 0 {
			p.numbers[i], month = m, i
		} else {
			return p, false
		}
	}
	switch {
	case month == 0: // Dec 31 2001
		p.numbers = [3]int{p.numbers[2], p.numbers[0], p.numbers[1]}
		p.ordered, p.short = true, len(fields[2]) == 2
	case month == 1 && len(fields[0]) == 4:
		p.ordered = true
	case month == 1:
		p.numbers = [3]int{p.numbers[2], p.numbers[1], p.numbers[0]}
		p.ordered, p.short = true, len(fields[2]) == 2
	case month == 2:
		return p, false
	case len(fields[0]) == 4:
		p.ordered = true
	default:
		p.short = len(fields[2]) == 2
		if len(fields[2]) != 4 && !p.short {
			return p, false
		}
	}
	return p, true
}

// monthWords begin the names of the months in English, German, French and
// Spanish.
var monthWords = [12]string{"jan ene gen", "feb fev", "mar mrz", "apr avr abr", "may mai mag", "jun juin giu", "jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic"}

func monthNamed(word string) int {
	w := foldWord(word)
	if len(w) < 3 || digits(w) {
		return 0
	}
	for i, list := range monthWords {
		for _, begin := range strings.Fields(list) {
			if strings.HasPrefix(w, begin) && (begin != "mar" || !strings.HasPrefix(w, "mart") || len(w) < 9) {
				return i + 1
			}
		}
	}
	return 0
}

func num(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// Day is the day that the parts mean in UTC. A year of two digits is the last
// that is not after the race's.
func (p DayParts) Day(f DateFormat, raceYear int) (time.Time, error) {
	y, m, d := p.numbers[0], p.numbers[1], p.numbers[2]
	if !p.ordered {
		y, m, d = p.numbers[2], p.numbers[1], p.numbers[0]
		if f == MonthDay {
			m, d = d, m
		}
	}
	if p.short {
		y = fullYear(y, raceYear)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || int(t.Month()) != m || y < 1800 {
		return time.Time{}, errors.New("not a day of the calendar")
	}
	return t, nil
}

// fullYear is the last year with these two digits that is not after another.
func fullYear(two, last int) int {
	if last < 1800 {
		last = 2099
	}
	y := last - last%100 + two
	if y > last {
		y -= 100
	}
	return y
}

// BirthYear reads a year of birth of four or two digits.
func BirthYear(cell string, raceYear int) (int, bool) {
	s := plainCell(cell)
	if strings.HasPrefix(s, "'") {
		s = s[1:]
	}
	if !digits(s) || len(s) != 4 && len(s) != 2 {
		return 0, false
	}
	y := num(s)
	if len(s) == 2 {
		y = fullYear(y, raceYear)
	}
	return y, y >= 1850 && (raceYear == 0 || y <= raceYear)
}

// ParseDay reads a day as 2001-12-31, 2001/12/31 or 20011231, in UTC.
func ParseDay(s string) (time.Time, error) {
	p, ok := SplitDay(s)
	if !ok || !p.ordered || p.short {
		return time.Time{}, errors.New("not a day")
	}
	return p.Day("", 0)
}

// DateOrder is what the dates of a column say of their order.
type DateOrder struct {
	Format  DateFormat // "" where every date begins with its year
	Certain bool       // some date can be read in this order alone
	Example string     // a date that could be read in the other order too
	Both    bool       // dates of both orders: 13/1/1990 and 1/13/1990
}

// DateOrder finds out in which order the dates of a column stand.
func (t *Table) DateOrder(column int) DateOrder {
	var o DateOrder
	first, second := 0, 0 // dates whose first or second number can only be the day
	dots := false
	t.column(column, func() bool { return first+second > 0 }, func(cell string) {
		p, ok := SplitDay(cell)
		if !ok || p.ordered {
			return
		}
		dots = dots || p.dots
		switch a, b := p.numbers[0], p.numbers[1]; {
		case a > 12 && b <= 12:
			first++
		case b > 12 && a <= 12:
			second++
		case a != b && o.Example == "":
			o.Example = strings.Clone(cell)
		case o.Format == "":
			o.Format = DayMonth
		}
	})
	switch {
	case first > 0 && second > 0:
		o.Both = true
		o.Format = DayMonth
		if second > first {
			o.Format = MonthDay
		}
	case second > 0:
		o.Format, o.Certain = MonthDay, true
	case first > 0:
		o.Format, o.Certain = DayMonth, true
	case o.Example != "" && dots:
		o.Format, o.Certain = DayMonthDots, true // nobody writes months first with dots
	case o.Example != "":
		o.Format = DayMonth
	}
	return o
}

// decidingRows are the rows in which the writing of a column is looked for; all
// are read only where these do not decide.
const decidingRows = 20_000

// column calls a function with the cells of a column that are not blank, mapped
// as the edition maps its values, until enough is known after the first rows.
func (t *Table) column(column int, enough func() bool, each func(cell string)) {
	var r Record
	rows := 0
	t.records(func() *Record { return &r }, func(r *Record) bool {
		if rows++; rows > decidingRows && rows%decidingRows == 1 && enough() {
			return false
		}
		if column < len(r.Cells) {
			t.translate(r)
			if c := Given(r.Cells[column]); c != "" {
				each(c)
			}
		}
		return true
	})
}

// Genders reads the genders of a column. All rows are looked at, unless the first
// have nothing but M and F or words that mean the same in every language.
func (t *Table) Genders(column int) (*Genders, GenderReading) {
	g := &Genders{}
	g.Spoken(t.head.Cells[column])
	if len(theLexicon().senses[foldWord(t.head.Cells[column])]) == 0 || slices.Contains([]string{"gender", "sex"}, foldWord(t.head.Cells[column])) {
		g.spoken = 0
		for _, h := range t.head.Cells {
			g.Spoken(h)
		}
	}
	t.column(column, func() bool { return g.plain() }, g.Add)
	return g, g.Read()
}

// plain reports whether the cells so far are read alike in every language.
func (g *Genders) plain() bool {
	if len(g.counts) > 50 {
		return true
	}
	f := map[string]bool{}
	for cell := range g.counts {
		if w := g.folded[cell]; len(w) == 1 {
			f[w] = true
		}
	}
	delete(f, "x")
	return len(f) == 0 || f["m"] && (f["f"] || f["w"]) && len(f) == 2
}

// Categories counts the rows of each category of a column.
func (t *Table) Categories(column int) map[string]int {
	rows := map[string]int{}
	t.column(column, func() bool { return false }, func(cell string) {
		if _, known := rows[cell]; known || len(rows) < 2000 {
			rows[strings.Clone(cell)]++
		}
	})
	return rows
}

// Header is the name of a column as it is written.
func (t *Table) Header(column int) string { return t.head.Cells[column] }

// ReportHeader reports a finding at the name of a column.
func (t *Table) ReportHeader(column int, level problem.Level, code, text, hint string) {
	t.scan.cellAt(&t.head, column).Report(t.found, level, code, text, hint)
}

// Commas reports whether the names of a column are written Family, Given: nearly
// all of them have one comma between two words.
func (t *Table) Commas(column int) bool {
	if column < 0 {
		return false
	}
	all, commas := 0, 0
	t.column(column, func() bool { return true }, func(cell string) {
		all++
		if family, given, found := strings.Cut(cell, ","); found && strings.TrimSpace(family) != "" && strings.TrimSpace(given) != "" && !strings.Contains(given, ",") {
			commas++
		}
	})
	return all > 0 && commas*10 >= all*9
}
