package vendors

import (
	"bytes"
	"math"
	"time"
)

// splitFields cuts a line at a separator that stands outside quotes, and trims
// each part and its quotes. The parts reach into the line.
func splitFields(list [][]byte, line []byte, separator byte) [][]byte {
	list = list[:0]
	for {
		line = bytes.TrimLeft(line, " ")
		end := bytes.IndexByte(line, separator)
		if len(line) > 0 && line[0] == '"' {
			if closing := bytes.IndexByte(line[1:], '"'); closing >= 0 {
				after := bytes.IndexByte(line[closing+2:], separator)
				list = append(list, line[1:1+closing])
				if after < 0 {
					return list
				}
				line = line[closing+2+after+1:]
				continue
			}
		}
		if end < 0 {
			return append(list, bytes.TrimRight(line, " \t"))
		}
		list = append(list, bytes.TrimRight(line[:end], " \t"))
		line = line[end+1:]
	}
}

// nth returns a field by its index, empty where there is none.
func nth(list [][]byte, i int) []byte {
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

// wholeNumber reads plain digits.
func wholeNumber(text []byte) (int64, bool) {
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// milliseconds reads the digits after a decimal point as milliseconds, rounded
// up: then the next whole second after the instant stays the same (R3).
func milliseconds(decimals []byte) (int64, bool) {
	ms, more := int64(0), false
	for i, c := range decimals {
		switch {
		case c < '0' || c > '9':
			return 0, false
		case i < 3:
			ms = ms*10 + int64(c-'0')
		default:
			more = more || c != '0'
		}
	}
	for range 3 - len(decimals) {
		ms *= 10
	}
	if more {
		ms++
	}
	return ms, true
}

// timeOfDay reads hh:mm:ss with any number of decimals, or hhmmss with some.
func timeOfDay(text []byte) (int64, bool) {
	clock, decimals := text, []byte(nil)
	if i := bytes.IndexAny(text, ".,"); i >= 0 {
		clock, decimals = text[:i], text[i+1:]
		if len(decimals) == 0 {
			return 0, false
		}
	}
	ms, ok := milliseconds(decimals)
	if !ok {
		return 0, false
	}
	var parts [3][]byte
	switch {
	case len(clock) == 6 && bytes.IndexByte(clock, ':') < 0:
		parts = [3][]byte{clock[:2], clock[2:4], clock[4:]}
	case len(clock) == 8 && clock[2] == ':' && clock[5] == ':':
		parts = [3][]byte{clock[:2], clock[3:5], clock[6:]}
	case len(clock) == 7 && clock[1] == ':' && clock[4] == ':':
		parts = [3][]byte{clock[:1], clock[2:4], clock[5:]}
	default:
		return 0, false
	}
	h, ok1 := wholeNumber(parts[0])
	m, ok2 := wholeNumber(parts[1])
	s, ok3 := wholeNumber(parts[2])
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || s > 59 {
		return 0, false
	}
	return ((h*60+m)*60+s)*1000 + ms, true
}

// calendarDay counts the days from 1970-01-01 to a day of the calendar.
func calendarDay(year, month, day int) (int, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || year < 1970 || year > 2200 {
		return 0, false
	}
	return DayNumber(t), true
}

// DayNumber counts the days from 1970-01-01 to the calendar day of t where t is.
func DayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// isoDay reads yyyy-mm-dd, or the same with slashes or points.
func isoDay(text []byte) (int, bool) {
	if len(text) != 10 || text[4] != text[7] || bytes.IndexByte([]byte("-/."), text[4]) < 0 {
		return 0, false
	}
	return dayOf(text[:4], text[5:7], text[8:])
}

// shortDay reads yymmdd of this century.
func shortDay(text []byte) (int, bool) {
	if len(text) != 6 {
		return 0, false
	}
	y, ok := wholeNumber(text[:2])
	m, ok2 := wholeNumber(text[2:4])
	d, ok3 := wholeNumber(text[4:])
	if !ok || !ok2 || !ok3 {
		return 0, false
	}
	return calendarDay(2000+int(y), int(m), int(d))
}

func dayOf(year, month, day []byte) (int, bool) {
	y, ok := wholeNumber(year)
	m, ok2 := wholeNumber(month)
	d, ok3 := wholeNumber(day)
	if !ok || !ok2 || !ok3 {
		return 0, false
	}
	return calendarDay(int(y), int(m), int(d))
}

// signal reads a strength in dBm or in any whole number where more is
// stronger; decimals are dropped. What cannot be read is weaker than anything.
func signal(text []byte) int16 {
	negative := len(text) > 0 && text[0] == '-'
	if negative {
		text = text[1:]
	}
	if i := bytes.IndexByte(text, '.'); i >= 0 {
		text = text[:i]
	}
	n, ok := wholeNumber(text)
	if !ok || n > 30_000 {
		return math.MinInt16
	}
	if negative {
		n = -n
	}
	return int16(n)
}

// anyBib returns a bib that a line carries, nothing for what stands for none.
func anyBib(text []byte) []byte {
	switch string(text) {
	case "0", "-1":
		return nil
	}
	return text
}

// isoInstant reads a day and a time with the zone behind it: Z, +08:00 or +0800.
func isoInstant(r *Read, text []byte) bool {
	n := len(text)
	offset := int64(0)
	switch {
	case n > 19 && text[n-1]|0x20 == 'z':
		text = text[:n-1]
	case n > 24 && (text[n-6] == '+' || text[n-6] == '-') && text[n-3] == ':', n > 23 && (text[n-5] == '+' || text[n-5] == '-'):
		at := n - 5
		if text[n-3] == ':' {
			at--
		}
		h, ok := wholeNumber(text[at+1 : at+3])
		m, ok2 := wholeNumber(text[n-2:])
		if !ok || !ok2 || h > 15 || m > 59 {
			return false
		}
		if offset = (h*60 + m) * 60_000; text[at] == '-' {
			offset = -offset
		}
		text = text[:at]
	default:
		return false
	}
	if !r.moment(text) || !r.Dated {
		return false
	}
	return instant(r, int64(r.Day)*dayLength+r.At-offset)
}

// Zeros reports whether a chip is the gun's: nothing but zeros.
func Zeros(chip []byte) bool {
	for _, c := range chip {
		if c != '0' {
			return false
		}
	}
	return len(chip) > 0
}
