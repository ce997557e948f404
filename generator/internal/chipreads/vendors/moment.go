package vendors

import (
	"bytes"
	"strings"
	"time"

	"guntime/generator/internal/table/spelling"
)

// Order is the order in which a date has its day, month and year.
type Order int

// The orders of a date. A year of four digits at the front needs none.
const (
	AnyOrder Order = iota // to be found out
	YearFirst
	DayFirst
	MonthFirst
)

// moments reads moments in every way in which people write them: the time of
// day, a date and a time, an instant with its zone, seconds since 1970, the days
// of a spreadsheet, or the time since the gun. What one cell leaves open, all
// cells of a file decide together.
type moments struct {
	zoned
	day      int // of the race, 0 where it is not known
	order    Order
	number   unit
	sinceGun bool
	shape    shape
	parts    parts
}

// shape is how the times of a file look. A cell that lacks what nearly all others
// have was cut short, and is no time.
type shape struct {
	noSeconds bool // 9:40, beside a day
	unpadded  bool // 9:5:7
	halves    bool // AM, PM
	zones     bool // Z, +0800
	digits    int  // of the offsets of those zones
	days      bool // a day in the same cell
	epochs    bool // seconds since 1970
}

// unit is what a bare number counts.
type unit int

// The units of bare numbers. Seconds since 1970 are known by their length.
const (
	anyUnit     unit = iota
	clockDigits      // hhmmss, hhmmsscc or hhmmssmmm without colons
	daySeconds       // since midnight
	dayMillis        // since midnight
	dayFraction      // of a day, since midnight
	serialDays       // of a spreadsheet: since 1899-12-30
)

// serialEpoch is the day from which spreadsheets count.
const serialEpoch = 25569

// read fills in what a text says of a moment. Why is "" where it can be read.
func (m *moments) read(r *Read, text []byte) (why string) {
	if !m.sinceGun && !m.shape.halves && !m.shape.zones && r.moment(text) && (r.Dated || !m.shape.days) && !(m.number > clockDigits && len(text) < 8) {
		return ""
	}
	if len(text) > 120 {
		return noTime
	}
	p := &m.parts
	if !p.scan(text) {
		return noTime
	}
	if m.sinceGun {
		return m.elapsed(r, p)
	}
	if p.bare() {
		return m.bareNumber(r, p)
	}
	if why := m.date(r, p); why != "" {
		return why
	}
	if why := m.clock(r, p); why != "" {
		return why
	}
	return m.shift(r, p)
}

// date fills in the day, where the parts have one.
func (m *moments) date(r *Read, p *parts) string {
	day, has, why := m.dayOf(p)
	if why != "" || !has {
		return why
	}
	r.Day, r.Dated = day, true
	return ""
}

// dayOf returns the day that the parts say.
func (m *moments) dayOf(p *parts) (day int, has bool, why string) {
	g := p.dateGroup()
	switch {
	case p.month > 0:
		d, y, ok := p.dayAndYear()
		if !ok {
			return 0, false, noDate
		}
		day, ok = calendarDay(century(y), p.month, d)
		if !ok {
			return 0, false, noDate
		}
		return day, true, ""
	case g < 0:
		return 0, false, ""
	}
	n, width := p.groups[g].n, p.groups[g].width
	if p.groups[g].count == 1 {
		var ok bool
		if n, width, ok = packedDate(n[0], width[0]); !ok {
			return 0, false, noDate
		}
	}
	day, why = m.inOrder(int(n[0]), int(n[1]), int(n[2]), width[0] == 4, width[2] == 4)
	return day, why == "", why
}

// inOrder puts the three numbers of a date in order.
func (m *moments) inOrder(a, b, c int, yearFirst, yearLast bool) (int, string) {
	order := m.order
	switch {
	case yearFirst:
		order = YearFirst
	case order == YearFirst && yearLast:
		order = AnyOrder
	}
	if day, ok := dayIn(order, a, b, c); ok {
		return day, ""
	} else if order != AnyOrder {
		return 0, noDate
	}
	// The file does not decide it: the cell alone may.
	var found int
	ways := 0
	for _, o := range []Order{YearFirst, DayFirst, MonthFirst} {
		if o == YearFirst && yearLast {
			continue
		}
		if day, ok := dayIn(o, a, b, c); ok && (ways == 0 || day != found) {
			found = day
			ways++
		}
	}
	switch ways {
	case 0:
		return 0, noDate
	case 1:
		return found, ""
	}
	return 0, anyDate
}

// dayIn returns the day of three numbers in an order.
func dayIn(order Order, a, b, c int) (int, bool) {
	switch order {
	case YearFirst:
		return calendarDay(century(a), b, c)
	case DayFirst:
		return calendarDay(century(c), b, a)
	case MonthFirst:
		return calendarDay(century(c), a, b)
	}
	return 0, false
}

// century adds the century to a year of two digits.
func century(y int) int {
	if y < 100 {
		return 2000 + y
	}
	return y
}

// packedDate takes a date of one number apart: yyyymmdd, ddmmyyyy or yymmdd.
func packedDate(n int64, width int8) (list [4]int64, widths [4]int8, ok bool) {
	switch {
	case width == 8 && n/10000 >= 1900 && n/10000 < 2200:
		return [4]int64{n / 10000, n / 100 % 100, n % 100}, [4]int8{4, 2, 2}, true
	case width == 8:
		return [4]int64{n / 1_000_000, n / 10000 % 100, n % 10000}, [4]int8{2, 2, 4}, true
	case width == 6:
		return [4]int64{n/10000 + 2000, n / 100 % 100, n % 100}, [4]int8{4, 2, 2}, true
	}
	return list, widths, false
}

// clock fills in the time of day.
func (m *moments) clock(r *Read, p *parts) string {
	g := p.timeGroup()
	if g < 0 {
		return noTime
	}
	at := &p.groups[g]
	h, min, s := at.n[0], at.n[1], at.n[2]
	ms, ok := milliseconds(at.decimals)
	switch {
	case !ok, at.unit != 0 && at.unit != 'h', m.shape.halves && p.half == 0, m.shape.zones && (!p.zoned || p.digits != m.shape.digits), m.shape.days && p.month == 0 && p.dateGroup() < 0:
		return noTime
	case at.count == 3 && (at.width[2] < 2 && len(at.decimals) == 0 || at.width[1] < 2) && at.unit == 0 && !m.shape.unpadded:
		return noTime
	case at.count == 1: // hhmmss beside a date
		if at.width[0] != 6 {
			return noTime
		}
		h, min, s = at.n[0]/10000, at.n[0]/100%100, at.n[0]%100
	case at.count == 2: // no seconds: a spreadsheet beside a date writes so
		if !r.Dated || len(at.decimals) > 0 || !m.shape.noSeconds {
			return noTime
		}
		s = 0
	case at.count == 4:
		if len(at.decimals) > 0 || at.width[3] > 3 {
			return noTime
		}
		ms = at.n[3]
		for range 3 - at.width[3] {
			ms *= 10
		}
	}
	switch {
	case p.half != 0 && (h == 0 || h > 12) && !(h > 12 && p.half == 'p'):
		return noTime
	case p.half == 'p' && h < 12, p.half == 'n' && h < 11:
		h += 12
	case p.half == 'a' && h == 12:
		h = 0
	}
	if h > 23 || min > 59 || s > 59 || at.width[0] > 2 && at.count > 1 {
		return noTime
	}
	r.At = ((h*60+min)*60+s)*1000 + ms
	return ""
}

// shift turns a moment with a zone into the wall clock of the race.
func (m *moments) shift(r *Read, p *parts) string {
	if !p.zoned && p.zone == "" {
		return ""
	}
	day := r.Day
	if !r.Dated {
		day = m.day
	}
	unix := int64(day)*dayLength + r.At
	if !p.zoned { // the short name of a zone: that of the race, or none that can be known
		if m.zone == nil {
			return noTime
		}
		t := time.UnixMilli(unix).UTC()
		for _, shift := range []time.Duration{0, time.Hour, -time.Hour} { // either of the hours of autumn
			name, _ := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, m.zone).Add(shift).Zone()
			if strings.EqualFold(name, p.zone) {
				return ""
			}
		}
		return "the zone of the time is not that of the race"
	}
	unix -= p.offset * 1000
	if r.Dated {
		if !instant(r, unix) {
			return noTime
		}
		return ""
	}
	if m.zone == nil {
		return noTime
	}
	// A time of day alone stays one, by the clock of the race.
	_, offset := time.UnixMilli(unix).In(m.zone).Zone()
	r.At = (unix + int64(offset)*1000) % dayLength
	if r.At < 0 {
		r.At += dayLength
	}
	return ""
}

// elapsed fills in a time since the gun.
func (m *moments) elapsed(r *Read, p *parts) string {
	if p.month > 0 || p.half != 0 || p.zoned || p.zone != "" || p.many != 1 {
		return noTime
	}
	g := &p.groups[0]
	ms, ok := milliseconds(g.decimals)
	if !ok {
		return noTime
	}
	var h, min, s int64
	switch {
	case g.sign == ':' && g.unit == 0 && g.width[g.count-1] == 1: // seconds have two digits: the time is torn
		return noTime
	case g.count == 3:
		h, min, s = g.n[0], g.n[1], g.n[2]
	case g.count == 2 && g.unit == 'h':
		h, min = g.n[0], g.n[1]
	case g.count == 2:
		min, s = g.n[0], g.n[1]
	case g.count == 4 && len(g.decimals) == 0 && g.width[3] <= 3:
		h, min, s, ms = g.n[0], g.n[1], g.n[2], g.n[3]
		for range 3 - g.width[3] {
			ms *= 10
		}
	case g.count == 1 && g.unit == 'h':
		h = g.n[0]
	case g.count == 1 && g.unit == 'm':
		min = g.n[0]
	case g.count == 1 && m.number == dayFraction && g.n[0] < 30:
		s, ms = 0, fractionOfDay(g.n[0], g.decimals)
	case g.count == 1 && m.number == dayMillis && len(g.decimals) == 0:
		s, ms = 0, g.n[0]
	case g.count == 1:
		s = g.n[0]
	default:
		return noTime
	}
	if g.count >= 3 && g.width[2] < 2 && len(g.decimals) == 0 && g.unit == 0 { // cut short
		return noTime
	}
	if g.count > 1 && (s > 59 || min > 59 && (h > 0 || g.count > 2)) || h > 500 || min > 30_000 || s > 2_000_000 {
		return noTime
	}
	r.At, r.SinceGun = ((h*60+min)*60+s)*1000+ms, true
	if p.negative {
		r.At = -r.At
	}
	return ""
}

// bareNumber fills in what one number says.
func (m *moments) bareNumber(r *Read, p *parts) string {
	g := &p.groups[0]
	text := p.number
	if unix, ok := epochNumber(text); ok {
		if !m.epoch(r, unix) {
			return noTime
		}
		return ""
	}
	n, width := g.n[0], g.width[0]
	ms, ok := milliseconds(g.decimals)
	if !ok || m.shape.epochs {
		return noTime
	}
	switch {
	case width == 14 || width == 17 && len(g.decimals) == 0, width == 12:
		return m.packed(r, text)
	case m.number == serialDays:
		whole := n
		r.Day, r.Dated, r.At = int(whole)-serialEpoch, true, fractionOfDay(0, g.decimals)
		if r.At == dayLength {
			r.Day, r.At = r.Day+1, 0
		}
		return ""
	case m.number == dayFraction && n == 0:
		if r.At = fractionOfDay(0, g.decimals); r.At < dayLength {
			return ""
		}
	case m.number == daySeconds && n < 86_400:
		r.At = n*1000 + ms
		return ""
	case m.number == dayMillis && n < dayLength && len(g.decimals) == 0:
		r.At = n
		return ""
	case m.number == clockDigits || m.number == anyUnit:
		if at, ok := digitsOfClock(text); ok {
			r.At = at
			return ""
		}
	}
	return noTime
}

// packed reads yyyymmddhhmmss with any decimals, the same with milliseconds
// behind it, and yymmddhhmmss.
func (m *moments) packed(r *Read, text []byte) string {
	date := 8
	if n := bytes.IndexAny(text, ".,"); n == 12 || n < 0 && len(text) == 12 {
		date = 6
	}
	day, ok := shortDay(text[:min(6, date)])
	if date == 8 {
		day, ok = dayOf(text[:4], text[4:6], text[6:8])
	}
	if !ok {
		return noDate
	}
	at, ok := digitsOfClock(text[date:])
	if !ok {
		return noTime
	}
	r.Day, r.Dated, r.At = day, true, at
	return ""
}

// digitsOfClock reads hhmmss, with decimals after a point or right behind it.
func digitsOfClock(text []byte) (int64, bool) {
	if len(text) == 8 || len(text) == 9 {
		if !bytes.ContainsAny(text, ".,:") {
			at, ok := timeOfDay(text[:6])
			ms, ok2 := milliseconds(text[6:])
			return at + ms, ok && ok2
		}
	}
	return timeOfDay(text)
}

// fractionOfDay returns milliseconds of whole days and of decimals of one. A
// spreadsheet keeps some 15 digits of which five or more are the day's: what is
// within a tenth of a millisecond of a whole one is that one, the rest is
// rounded up.
func fractionOfDay(days int64, decimals []byte) int64 {
	var n, scale int64 = 0, 1
	for i, c := range decimals {
		if i == 10 {
			break
		}
		n, scale = n*10+int64(c-'0'), scale*10
	}
	whole, rest := n*dayLength/scale, n*dayLength%scale
	if rest*10 > scale*spare(len(decimals)) {
		whole++
	}
	return days*dayLength + whole
}

// spare is how many tenths of a millisecond the last of so many decimals of a day
// leaves open; below that nothing is rounded up.
func spare(decimals int) int64 {
	if decimals >= 10 {
		return 1
	}
	return 9
}

// survey decides what single cells leave open, by all that the beginning of a
// file has: the order of dates, and what bare numbers count. Dates decide it
// where only one order makes all of them days of the calendar, or puts them near
// the day of the race.
func (m *moments) survey(times, dates [][]byte) {
	m.surveyNumbers(times)
	m.surveyShape(times)
	if m.order != AnyOrder {
		return
	}
	var valid, near [4]int
	total := 0
	for _, text := range append(append([][]byte(nil), times...), dates...) {
		p := &m.parts
		if len(text) > 120 || !p.scan(text) || p.month > 0 || p.bare() && len(dates) == 0 {
			continue
		}
		g := p.dateGroup()
		if g < 0 {
			continue
		}
		n, width := p.groups[g].n, p.groups[g].width
		if p.groups[g].count == 1 {
			var ok bool
			if n, width, ok = packedDate(n[0], width[0]); !ok {
				continue
			}
		}
		if width[0] == 4 {
			continue
		}
		total++
		for o := YearFirst; o <= MonthFirst; o++ {
			if o == YearFirst && width[2] == 4 {
				continue
			}
			if day, ok := dayIn(o, int(n[0]), int(n[1]), int(n[2])); ok {
				valid[o]++
				if m.day != 0 && day >= m.day-1 && day <= m.day+7 {
					near[o]++
				}
			}
		}
	}
	if total == 0 {
		return
	}
	best, ways := AnyOrder, 0
	for o := YearFirst; o <= MonthFirst; o++ {
		if 2*near[o] > total && 20*valid[o] >= 19*total && (best == AnyOrder || near[o] > near[best]) {
			best = o
		}
	}
	if best == AnyOrder {
		for o := YearFirst; o <= MonthFirst; o++ {
			if 20*valid[o] >= 19*total && valid[o] > 0 {
				best = o
				ways++
			}
		}
		if ways != 1 {
			best = AnyOrder
		}
	}
	m.order = best
}

// surveyShape finds out how the times look.
func (m *moments) surveyShape(times [][]byte) {
	total, noSeconds, unpadded, halves, zones, epochs, days := 0, 0, 0, 0, 0, 0, 0
	var digits [5]int
	for _, text := range times {
		p := &m.parts
		if len(text) > 120 || !p.scan(text) {
			continue
		}
		total++
		if p.half != 0 {
			halves++
		}
		if p.zoned {
			zones++
			digits[p.digits]++
		}
		if p.month > 0 || p.dateGroup() >= 0 {
			days++
		}
		if p.bare() {
			if _, ok := epochNumber(p.number); ok {
				epochs++
			}
			continue
		}
		g := p.timeGroup()
		if g < 0 {
			continue
		}
		switch at := &p.groups[g]; {
		case at.count == 2:
			noSeconds++
		case at.count >= 3 && (at.width[1] < 2 || at.width[2] < 2):
			unpadded++
		}
	}
	m.shape = shape{noSeconds: 2*noSeconds > total, unpadded: 20*unpadded > total, halves: 10*halves > 9*total, zones: 10*zones > 9*total, epochs: 10*epochs > 9*total, days: 10*days > 9*total}
	for n, k := range digits {
		if k > digits[m.shape.digits] {
			m.shape.digits = n
		}
	}
}

// surveyNumbers decides what bare numbers count.
func (m *moments) surveyNumbers(times [][]byte) {
	m.number = anyUnit
	total, others, digits, seconds, millis, fraction, serial := 0, 0, 0, 0, 0, 0, 0
	for _, text := range times {
		p := &m.parts
		if len(text) > 120 || !p.scan(text) {
			continue
		}
		if !p.bare() {
			others++
			continue
		}
		if _, ok := epochNumber(p.number); ok || p.groups[0].width[0] > 9 {
			continue
		}
		total++
		n, width, decimals := p.groups[0].n[0], p.groups[0].width[0], len(p.groups[0].decimals)
		if _, ok := digitsOfClock(p.number); ok {
			digits++
		}
		if n < 86_400 && width <= 5 {
			seconds++
		}
		if n < dayLength && decimals == 0 && width <= 8 {
			millis++
		}
		if n == 0 && decimals > 3 {
			fraction++
		}
		if day := int(n) - serialEpoch; decimals > 0 && m.day != 0 && day >= m.day-1 && day <= m.day+7 {
			serial++
		}
	}
	most := func(n int) bool { return total > others && 10*n >= 9*total }
	switch {
	case most(serial):
		m.number = serialDays
	case most(fraction):
		m.number = dayFraction
	case most(digits):
		m.number = clockDigits
	case most(seconds):
		m.number = daySeconds
	case most(millis):
		m.number = dayMillis
	}
}

// folded writes a text with letters and signs of the West, where it has others.
func folded(text []byte) []byte {
	for i, c := range text {
		if c >= 0x80 || c == '.' && i+2 < len(text) && text[i+1] == ' ' && text[i+2]|0x20 == 'm' {
			return []byte(eastern.Replace(spelling.FoldWidth(string(text))))
		}
	}
	return text
}

// eastern turns the characters that dates and times are written with in the East
// into signs.
var eastern = strings.NewReplacer("年", "-", "月", "-", "日", " ", "년", "-", "월", "-", "일", " ", "时", "h", "時", "h", "点", "h", "點", "h", "시", "h", "分", "m", "분", "m", "秒", "s", "초", "s",
	"上午", " am ", "早上", " am ", "早晨", " am ", "凌晨", " am ", "午前", " am ", "오전", " am ", "中午", " noon ", "下午", " pm ", "晚上", " pm ", "午後", " pm ", "午后", " pm ", "오후", " pm ",
	"星期", "", "周", "", "一", "", "二", "", "三", "", "四", "", "五", "", "六", "", "a. m.", " am ", "p. m.", " pm ", "a.\u00A0m.", " am ", "p.\u00A0m.", " pm ", "\u3000", " ", "\u202F", " ", "\u00A0", " ", "\u2009", " ", "：", ":", "′", "'", "″", "\"", "’", "'", "”", "\"", "−", "-")

// SinceGun reads a time since the gun, in milliseconds, in every way in which
// people write one.
func SinceGun(r *Read, text string) (int64, bool) {
	m := moments{sinceGun: true}
	why := m.read(r, []byte(text))
	return r.At, why == ""
}

// Moments returns what reads moments by the wall clock in every way in which
// people write them; cells are some of those to come, which decide what single ones
// leave open. It says why a text is none.
func Moments(of File, cells [][]byte) func(r *Read, text []byte) (why string) {
	m := &moments{zoned: newZoned(of), day: of.Day, order: of.Order}
	m.survey(cells, nil)
	return m.read
}
