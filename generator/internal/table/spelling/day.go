package spelling

import (
	"errors"
	"strconv"
	"strings"
	"time"
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
var DateFormats = []DateFormat{DayMonthDots, DayMonth, "d-m-y", MonthDay, monthDayHyphens, "y-m-d", "y/m/d", "y.m.d"}

const monthDayHyphens DateFormat = "m-d-y"

// DayParts are the numbers of a date as they stand in a cell.
type DayParts struct {
	Numbers [3]int
	Ordered bool // the year comes first, or the month has a name: then they are year, month, day
	Dots    bool
	short   bool // the year has two digits
}

// SplitDay takes a date apart: 2001-12-31, 20011231, 31.12.2001, 12/31/01, 31 Dec
// 2001, 2001年12月31日; ok is false for what is none. A time behind it is passed over.
func SplitDay(cell string) (p DayParts, ok bool) {
	cell = Given(cell)
	if len(cell) == 10 && cell[4] == '-' && cell[7] == '-' && Digits(cell[:4]) && Digits(cell[5:7]) && Digits(cell[8:]) { // nearly all of them
		return DayParts{Numbers: [3]int{num(cell[:4]), num(cell[5:7]), num(cell[8:])}, Ordered: true}, true
	}
	if len(cell) > 40 {
		return p, false
	}
	if i := strings.IndexAny(cell, "T "); i >= 8 && strings.Contains(cell[i:], ":") {
		cell = cell[:i]
	}
	if len(cell) == 8 && Digits(cell) {
		return DayParts{Numbers: [3]int{num(cell[:4]), num(cell[4:6]), num(cell[6:])}, Ordered: true}, true
	}
	fields := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("-./ ,年月日년월일", r) })
	if len(fields) != 3 {
		return p, false
	}
	p.Dots = strings.Contains(cell, ".")
	month := -1
	for i, f := range fields {
		if Digits(f) && len(f) <= 4 {
			p.Numbers[i] = num(f)
		} else if m := monthNamed(f); m > 0 && month < 0 {
			p.Numbers[i], month = m, i
		} else {
			return p, false
		}
	}
	switch {
	case month == 0: // Dec 31 2001
		p.Numbers = [3]int{p.Numbers[2], p.Numbers[0], p.Numbers[1]}
		p.Ordered, p.short = true, len(fields[2]) == 2
	case month == 1 && len(fields[0]) == 4:
		p.Ordered = true
	case month == 1:
		p.Numbers = [3]int{p.Numbers[2], p.Numbers[1], p.Numbers[0]}
		p.Ordered, p.short = true, len(fields[2]) == 2
	case month == 2:
		return p, false
	case len(fields[0]) == 4:
		p.Ordered = true
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
	w := FoldWord(word)
	if len(w) < 3 || Digits(w) {
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
	y, m, d := p.Numbers[0], p.Numbers[1], p.Numbers[2]
	if !p.Ordered {
		y, m, d = p.Numbers[2], p.Numbers[1], p.Numbers[0]
		if f == MonthDay || f == monthDayHyphens {
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

// BirthYear reads a year of birth: 1967, 67, '67, 1967.0. A year of two digits is the
// last that is not after the race's, as in days of birth.
func BirthYear(cell string, raceYear int) (year int, ok bool) {
	cell = strings.TrimLeft(wholeFloat(Unwrap(Given(cell))), "'’‘`")
	if len(cell) != 2 && len(cell) != 4 || !Digits(cell) {
		return 0, false
	}
	if year = num(cell); len(cell) == 2 {
		year = fullYear(year, raceYear)
	}
	return year, true
}

// ParseDay reads a day as 2001-12-31, 2001/12/31 or 20011231, in UTC.
func ParseDay(s string) (time.Time, error) {
	p, ok := SplitDay(s)
	if !ok || !p.Ordered || p.short {
		return time.Time{}, errors.New("not a day")
	}
	return p.Day("", 0)
}

// CertainDay reads a day as ParseDay does, and one whose order is beyond doubt: with dots
// or a named month, or with a number that can only be the day.
func CertainDay(s string) (time.Time, error) {
	p, ok := SplitDay(s)
	switch a, b := p.Numbers[0], p.Numbers[1]; {
	case !ok || p.short:
	case p.Ordered || p.Dots || a > 12 || a == b:
		return p.Day(DayMonth, 2099)
	case b > 12:
		return p.Day(MonthDay, 2099)
	}
	return time.Time{}, errors.New("not a day")
}

// DateOrder is what the dates of a column say of their order.
type DateOrder struct {
	Format  DateFormat // "" where every date begins with its year
	Certain bool       // some date can be read in this order alone
	Example string     // a date that could be read in the other order too
	Both    bool       // dates of both orders: 13/1/1990 and 1/13/1990
}
