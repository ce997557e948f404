package words

import (
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Nothing is written where there is no number.
const Nothing = "—"

// Clock returns the official time, rounded up to the second, as h:mm:ss, or m:ss under
// an hour; Nothing for NoTime.
func (l *Language) Clock(c race.Clock) string {
	var room [24]byte
	return string(l.AppendClock(room[:0], c))
}

// FullClock returns the official time as h:mm:ss, as the exports and certificates have it.
func (l *Language) FullClock(c race.Clock) string {
	if c == race.NoTime {
		return Nothing
	}
	return c.Text()
}

// AppendClock appends what Clock returns.
func (l *Language) AppendClock(b []byte, c race.Clock) []byte {
	if c == race.NoTime {
		return append(b, Nothing...)
	}
	if s := int64(c.Official() / 1000); s >= 0 && s < 3600 {
		return appendMinutes(b, s)
	}
	return c.Official().Append(b)
}

// appendMinutes appends seconds that are not negative as m:ss.
func appendMinutes(b []byte, s int64) []byte {
	return append(strconv.AppendInt(b, s/60, 10), ':', '0'+byte(s%60/10), '0'+byte(s%10))
}

// Pace returns a time per kilometre as m:ss, rounded up, or Nothing for NoTime.
func (l *Language) Pace(c race.Clock) string {
	var room [24]byte
	return string(l.AppendPace(room[:0], c))
}

// AppendPace appends what Pace returns.
func (l *Language) AppendPace(b []byte, c race.Clock) []byte {
	if c == race.NoTime {
		return append(b, Nothing...)
	}
	s := int64(c.Official() / 1000)
	if s < 0 {
		return c.Official().Append(b)
	}
	return appendMinutes(b, s)
}

// Number returns a whole number with the digit groups of the language.
func (l *Language) Number(n int) string {
	if l.bare(n) {
		return strconv.Itoa(n)
	}
	if l.thousands == nil || n < 0 {
		return l.printer.Sprint(number.Decimal(n))
	}
	return grouped(n, *l.thousands)
}

// AppendNumber appends what Number returns.
func (l *Language) AppendNumber(b []byte, n int) []byte {
	if l.bare(n) {
		return strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, l.Number(n)...)
}

// bare reports whether a number is written as digits only.
func (l *Language) bare(n int) bool { return n >= 0 && n < 1000 && l.decimal != "٫" }

// grouped returns a non-negative number with a mark between groups of three digits.
func grouped(n int, mark string) string {
	digits := strconv.Itoa(n)
	b := make([]byte, 0, 32)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, mark...)
		}
		b = append(b, digits[i])
	}
	return string(b)
}

// thousandsMark returns the mark between digit groups by CLDR, nil where the
// language does not simply have one between groups of three.
func thousandsMark(p *message.Printer) *string {
	mark := strings.Trim(p.Sprint(number.Decimal(111_111)), "1")
	for n := 1000; n < 1_000_000_000_000; n *= 3 {
		if p.Sprint(number.Decimal(n)) != grouped(n, mark) {
			return nil
		}
	}
	return &mark
}

// decimalMark returns the decimal mark by CLDR.
func decimalMark(p *message.Printer) string {
	s := p.Sprint(number.Decimal(1.5, number.Scale(1)))
	return strings.Trim(s, "15١٥")
}

// Ordinal returns a place: 1st, 第1.
func (l *Language) Ordinal(n int) string {
	if l.ordinals == 0 && l.fallback != nil {
		return l.fallback.Ordinal(n)
	}
	form := formNames[plural.Ordinal.MatchPlural(l.cldr, n, 0, 0, 0, 0)]
	return l.own("ordinal."+form, "Number", n)
}

// Distance returns kilometres with all decimals: 42.195 km.
func (l *Language) Distance(d race.Distance) string {
	whole, decimals, dotted := strings.Cut(d.String(), ".")
	if n, err := strconv.Atoi(whole); err == nil {
		whole = l.Number(n)
	}
	if dotted {
		whole += l.decimal + decimals
	}
	return l.own("distance", "Kilometres", whole)
}

// Unbroken returns a text in which no line ends between a figure and its unit: 10 km.
func Unbroken(text string) string {
	for i := 1; i+1 < len(text); i++ {
		if text[i] == ' ' && '0' <= text[i-1] && text[i-1] <= '9' && (text[i+1] == 'k' || text[i+1] == 'm') {
			text = text[:i] + "\u00a0" + text[i+1:]
		}
	}
	return text
}

// Date returns a day in the style of the language: 6 November 2022.
func (l *Language) Date(t time.Time) string {
	return l.own("date", "Year", strconv.Itoa(t.Year()), "Month", l.own("month."+strconv.Itoa(int(t.Month()))), "Day", t.Day())
}

// Moment returns a date, a time of day and the time zone: the message for the zone
// if there is one, else its offset from UTC.
func (l *Language) Moment(t time.Time) string {
	zone := "zone." + t.Location().String()
	if l.Has(zone) {
		zone = l.own(zone)
	} else {
		zone = t.Format("UTC-07:00")
	}
	return l.own("moment", "Date", l.Date(t), "Time", t.Format("15:04"), "Zone", zone)
}

// Until returns a deadline. Midnight is written as 24:00 of the day before, as
// people mean it.
func (l *Language) Until(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return l.own("end_of", "Date", l.Date(t.AddDate(0, 0, -1)))
	}
	return l.Moment(t)
}

// CurrencyName returns the name of a currency, or its code where it has none.
func (l *Language) CurrencyName(code string) string {
	if id := "currency_name." + code; l.Has(id) {
		return l.own(id)
	}
	return code
}

// Money returns an amount with the sign of the currency in the style of the
// language, with cents only if there are some.
func (l *Language) Money(c race.Cents, currency string) string {
	sign := ""
	if c < 0 {
		sign, c = "−", -c
	}
	amount := sign + l.Number(int(c/100))
	if c%100 != 0 {
		amount += l.decimal + strconv.FormatInt(int64(100+c%100), 10)[1:]
	}
	if id := "currency." + currency; l.Has(id) {
		return l.own(id, "Amount", amount)
	}
	return l.own("currency", "Amount", amount, "Currency", currency)
}

// Percent returns hundredths of a percent as text: 20%, 12.5%.
func (l *Language) Percent(hundredths int64) string {
	s := l.Number(int(hundredths / 100))
	if rest := hundredths % 100; rest != 0 {
		s += l.decimal + strings.TrimRight(strconv.FormatInt(100+rest, 10)[1:], "0")
	}
	return l.own("percent", "Number", s)
}

// Nation returns the name of a nation by its IOC code, the code where it has none,
// and "" for "".
func (l *Language) Nation(code string) string {
	if id := "nation." + code; l.Has(id) {
		return l.own(id)
	}
	return code
}

// List joins items in the style of the language: "a, b and c".
func (l *Language) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	s := items[0]
	for _, item := range items[1 : len(items)-1] {
		s = l.own("list.more", "First", s, "Next", item)
	}
	return l.own("list.last", "First", s, "Next", items[len(items)-1])
}

// Sentences joins sentences.
func (l *Language) Sentences(first string, more ...string) string {
	for _, s := range more {
		if s != "" {
			first = l.own("sentences", "First", first, "Next", s)
		}
	}
	return first
}
