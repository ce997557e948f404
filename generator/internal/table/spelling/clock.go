package spelling

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"guntime/generator/internal/race"
)

// ParseClock reads a time in one of the forms that cannot be mistaken: h:mm:ss, with a
// point or a comma before its decimals; 1:0:08 and 2.08.45; 1:12.34,5 and 34.12,5; 12:38:20 AM; a time with
// its units, such as 2H 11M 42S and 1h23'45".
func ParseClock(cell string) (race.Clock, bool) {
	c, err := race.ParseClock(cell)
	if err == nil {
		return c, true
	}
	if len(cell) > 40 || cell == "" {
		return race.NoTime, false
	}
	if c, ok := tenths(cell); ok {
		return c, true
	}
	if last := cell[len(cell)-1]; last >= '0' && last <= '9' && (cell[0] == '-' || cell[0] >= '0' && cell[0] <= '9') {
		return colons(cell)
	}
	if c, ok := halfDay(cell); ok {
		return c, true
	}
	return lettered(cell)
}

// tenths reads m.ss,t and h:mm.ss,t, as Swiss lists have them.
func tenths(cell string) (race.Clock, bool) {
	whole, decimals, found := strings.Cut(cell, ",")
	if !found || len(decimals) > 3 || !Digits(decimals) {
		return race.NoTime, false
	}
	left, s, found := strings.Cut(whole, ".")
	if !found || len(s) != 2 || !Digits(s) {
		return race.NoTime, false
	}
	h, m, found := strings.Cut(left, ":")
	if !found {
		if h, m = "0", left; len(m) > 3 || !Digits(m) {
			return race.NoTime, false
		}
		return together(number(m)/60, number(m)%60, number(s), decimals, false)
	}
	if len(h) > 3 || len(m) != 2 || !Digits(h) || !Digits(m) {
		return race.NoTime, false
	}
	return together(number(h), number(m), number(s), decimals, false)
}

// colons reads h:m:s with any number of digits, and h.mm.ss.
func colons(cell string) (race.Clock, bool) {
	rest, negative := strings.CutPrefix(cell, "-")
	separator := ":"
	if strings.Count(rest, ".") == 2 && strings.IndexByte(rest, ':') < 0 {
		separator = "."
	}
	h, rest, _ := strings.Cut(rest, separator)
	m, rest, found := strings.Cut(rest, separator)
	if !found {
		if c, ok := lettered(cell); ok { // 2h05
			return c, true
		}
		return race.NoTime, false
	}
	s, decimals := rest, ""
	if i := strings.IndexAny(rest, ".,"); i >= 0 {
		if s, decimals = rest[:i], rest[i+1:]; !Digits(decimals) || len(decimals) > 3 {
			return race.NoTime, false
		}
	}
	h, m, s = strings.TrimSpace(h), strings.TrimSpace(m), strings.TrimSpace(s)
	if !Digits(h) || !Digits(m) || !Digits(s) || len(h) > 3 || len(m) > 2 || len(s) > 2 || separator == "." && (len(m) != 2 || len(s) != 2) {
		return race.NoTime, false
	}
	return together(number(h), number(m), number(s), decimals, negative)
}

// together is the time of hours, minutes, seconds and the digits of a fraction
// of a second, rounded to the millisecond.
func together(h, m, s int64, decimals string, negative bool) (race.Clock, bool) {
	if m > 59 || s > 59 {
		return race.NoTime, false
	}
	c := race.Clock((h*3600+m*60+s)*1000 + thousandths(decimals))
	if negative {
		c = -c
	}
	return c, true
}

// thousandths is a fraction by its digits, rounded to thousandths.
func thousandths(decimals string) int64 {
	n := number((decimals + "000")[:3])
	if len(decimals) > 3 && decimals[3] >= '5' {
		n++
	}
	return n
}

// The words for the halves of a day.
var (
	mornings   = []string{"am", "a.m.", "a. m.", "上午", "午前", "오전"}
	afternoons = []string{"pm", "p.m.", "p. m.", "下午", "午後", "오후"}
)

// halfDay reads a time of twelve hours with its half of the day: 12:38:20 AM is
// 0:38:20. Spreadsheets write durations like that.
func halfDay(cell string) (race.Clock, bool) {
	lower := strings.ToLower(cell)
	for i, words := range [][]string{mornings, afternoons} {
		for _, w := range words {
			rest, ok := strings.CutSuffix(lower, w)
			if !ok {
				rest, ok = strings.CutPrefix(lower, w)
			}
			if !ok {
				continue
			}
			rest = strings.TrimSpace(rest)
			if strings.Count(rest, ":") == 1 {
				rest += ":00"
			}
			c, ok := colons(rest)
			if !ok || c < 0 || c >= 13*3_600_000 {
				return race.NoTime, false
			}
			return c%(12*3_600_000) + race.Clock(i)*12*3_600_000, true
		}
	}
	return race.NoTime, false
}

// units are the words and signs behind hours, minutes and seconds.
var units = [3][]string{
	{"hours", "hour", "hrs", "hr", "heures", "horas", "stunden", "std.", "std", "godz.", "godz", "h.", "h", "小时", "小時", "时", "時", "時間", "시간", "час", "ч"},
	{"minutes", "minuten", "minutos", "minute", "mins", "min.", "min", "mn", "m", "'", "′", "’", "´", "分钟", "分鐘", "分", "분", "мин", "м"},
	{"seconds", "sekunden", "secondes", "segundos", "second", "secs", "sec.", "sec", "sek.", "sek", "seg", "s", "\"", "″", "”", "''", "’’", "′′", "秒", "초", "сек", "с"},
}

// lettered reads a time whose numbers have their units. The last unit may be
// missing: 2h05, 1h23'45.
func lettered(cell string) (race.Clock, bool) {
	rest, negative := strings.CutPrefix(strings.ToLower(strings.TrimSpace(cell)), "-")
	rest = strings.TrimPrefix(rest, "pt") // PT1H2M3.4S, as ISO 8601 has durations
	var values [3]int64
	decimals, next, seen := "", 0, 0
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n == 0 || n > 3 {
			return race.NoTime, false
		}
		value := number(rest[:n])
		rest = rest[n:]
		if len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && rest[1] >= '0' && rest[1] <= '9' {
			d := 1
			for d < len(rest) && rest[d] >= '0' && rest[d] <= '9' {
				d++
			}
			decimals, rest = rest[1:d], rest[d:]
		}
		unit, after := unitOf(strings.TrimLeft(rest, " "))
		switch {
		case unit < 0 && rest == "" && seen > 0: // no unit behind the last number
			unit, after = next, ""
		case unit < next:
			return race.NoTime, false
		}
		if unit > 2 || decimals != "" && unit != 2 {
			return race.NoTime, false
		}
		values[unit] = value
		next, rest = unit+1, after
		seen++
	}
	if seen == 0 || seen == 1 && next == 0 {
		return race.NoTime, false
	}
	if values[0] == 0 && next > 1 && values[1] > 59 { // 83'45"
		values[0], values[1] = values[1]/60, values[1]%60
	}
	return together(values[0], values[1], values[2], decimals, negative)
}

// unitOf is which unit a text begins with, -1 for none, and what follows it.
func unitOf(s string) (unit int, after string) {
	best := 0
	unit = -1
	for u, words := range units {
		for _, w := range words {
			if len(w) > best && strings.HasPrefix(s, w) {
				unit, best = u, len(w)
			}
		}
	}
	s = s[best:]
	if r, _ := utf8.DecodeRuneInString(s); unit >= 0 && s != "" && r < 0x80 && (r >= 'a' && r <= 'z') {
		return -1, ""
	}
	return unit, s
}

// Stamp takes a date and a time of day apart that stand in one cell. Without a
// date ok is false.
func Stamp(cell string) (day DayParts, at race.Clock, ok bool) {
	i := strings.IndexAny(cell, " T")
	if i < 6 || i+1 >= len(cell) || strings.IndexByte(cell, ':') < i {
		return day, race.NoTime, false
	}
	if day, ok = SplitDay(cell[:i]); !ok {
		return day, race.NoTime, false
	}
	rest, _, _ := offsetOf(strings.TrimSpace(cell[i+1:]))
	if strings.Count(rest, ":") == 1 && rest[len(rest)-1] <= '9' {
		rest += ":00"
	}
	at, ok = ParseClock(rest)
	return day, at, ok
}

// offsetOf takes the offset from a time that is written with it: Z, +02:00, +0200, +02.
// It is in seconds east of Greenwich.
func offsetOf(clock string) (rest string, east int, ok bool) {
	if rest, ok = strings.CutSuffix(clock, "Z"); ok {
		return rest, 0, true
	}
	i := strings.LastIndexAny(clock, "+-")
	if i < 5 || strings.Count(clock, "+")+strings.Count(clock, "-") != 1 {
		return clock, 0, false
	}
	digits := strings.Replace(clock[i+1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	if len(digits) != 4 || !Digits(digits) {
		return clock, 0, false
	}
	if east = int(number(digits[:2])*3600 + number(digits[2:])*60); clock[i] == '-' {
		east = -east
	}
	return strings.TrimSpace(clock[:i]), east, true
}

// Moment is the instant of a date and a time that stand in one cell with their offset
// from Greenwich: 2026-05-17T08:00:05.25+02:00. Without one ok is false.
func Moment(cell string) (at time.Time, ok bool) {
	i := strings.IndexAny(cell, " T")
	if i < 6 {
		return at, false
	}
	_, east, ok := offsetOf(strings.TrimSpace(cell[i+1:]))
	if !ok {
		return at, false
	}
	parts, clock, ok := Stamp(cell)
	if !ok || !parts.Ordered {
		return at, false
	}
	day, err := parts.Day(DayMonth, 2099)
	return day.Add(time.Duration(clock)*time.Millisecond - time.Duration(east)*time.Second), err == nil
}

// Offset is the offset from Greenwich of a date and a time as it is written, "" without.
func Offset(cell string) string {
	i := strings.IndexAny(cell, " T")
	if i < 0 {
		return ""
	}
	rest, _, ok := offsetOf(strings.TrimSpace(cell[i+1:]))
	if !ok {
		return ""
	}
	return strings.TrimSpace(strings.TrimSpace(cell[i+1:])[len(rest):])
}

// TimeShown is what ParseTime reads, else the time of day that stands behind a date.
func TimeShown(cell string, f TimeFormat) (race.Clock, error) {
	c, err := ParseTime(cell, f)
	if err != nil {
		if _, at, ok := Stamp(cell); ok {
			return at, nil
		}
	}
	return c, err
}

// DaysAfter is how many days after a day the date is. Of the two orders that a
// date may have, the nearer one is meant.
func (p DayParts) DaysAfter(day time.Time) (days int, err error) {
	best := 0
	for i, f := range []DateFormat{DayMonth, MonthDay} {
		t, e := p.Day(f, day.Year())
		if e != nil {
			if i == 1 && err != nil {
				return 0, err
			}
			err = e
			continue
		}
		y, m, d := day.Date()
		n := int(t.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
		if i == 0 || err != nil || abs(n) < abs(best) {
			best = n
		}
		if i == 1 {
			err = nil
		}
	}
	return best, nil
}

func abs(n int) int { return max(n, -n) }

// errDated is the error of a date where the time since the gun is wanted.
var errDated = errors.New("a date and a time of day, not a time since the gun; declare clock: time_of_day")

// dated reads a duration that a spreadsheet shows with the day it counts from:
// 1900-01-01 0:38:20 is 24:38:20, 1899-12-30 and 1900-01-00 are the day before.
func dated(cell string) (race.Clock, error, bool) {
	if len(cell) < 12 || strings.IndexByte(cell, ':') < 0 {
		return race.NoTime, nil, false
	}
	if rest, ok := strings.CutPrefix(cell, "1900-01-00 "); ok {
		c, ok := ParseClock(rest)
		return c, nil, ok
	}
	if rest, ok := strings.CutPrefix(cell, "1/0/1900 "); ok {
		c, ok := ParseClock(rest)
		return c, nil, ok
	}
	p, c, ok := Stamp(cell)
	if !ok {
		return race.NoTime, nil, false
	}
	day, err := p.Day(DayMonth, 2099)
	if err != nil {
		day, err = p.Day(MonthDay, 2099)
	}
	if err != nil || day.Year() < 1899 || day.Year() > 1900 {
		return race.NoTime, errDated, true
	}
	if day.Year() == 1899 {
		return c, nil, true
	}
	return c + race.Clock(day.YearDay())*race.Day, nil, true
}

// seconds of whole numbers, and what they cannot be.
func secondsLike(values []int64) bool {
	if len(values) < 2 {
		return false
	}
	beyond := 0 // minutes or seconds above 59, if the number were hmmss
	for _, v := range values {
		if v < 60 || v > 400_000 {
			return false
		}
		if v%100 > 59 || v/100%100 > 59 {
			beyond++
		}
	}
	return beyond > 0
}

// hintSeconds says what a whole number in a column of times would be as seconds.
func hintSeconds(cell string) string {
	if c, ok := scaled(cell, 7, 1000); ok && Digits(cell) && len(cell) >= 3 {
		return fmt.Sprintf("; as seconds it would be %s: declare time_format: seconds", c)
	}
	return ""
}
