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

// Nothing stands where there is no figure to show.
const Nothing = "—"

// Clock writes the official time, h:mm:ss rounded up to the whole second, and
// Nothing for NoTime.
func (l *Language) Clock(c race.Clock) string {
	if c == race.NoTime {
		return Nothing
	}
	return c.Text()
}

// AppendClock appends what Clock writes.
func (l *Language) AppendClock(b []byte, c race.Clock) []byte {
	if c == race.NoTime {
		return append(b, Nothing...)
	}
	return c.Official().Append(b)
}

// Pace writes a time a kilometre as m:ss, rounded up, and Nothing for NoTime.
func (l *Language) Pace(c race.Clock) string {
	var room [24]byte
	return string(l.AppendPace(room[:0], c))
}

// AppendPace appends what Pace writes.
func (l *Language) AppendPace(b []byte, c race.Clock) []byte {
	if c == race.NoTime {
		return append(b, Nothing...)
	}
	s := int64(c.Official() / 1000)
	if s < 0 {
		return c.Official().Append(b)
	}
	return append(strconv.AppendInt(b, s/60, 10), ':', '0'+byte(s%60/10), '0'+byte(s%10))
}

// Number writes a whole number with the language's grouping.
func (l *Language) Number(n int) string {
	if l.bare(n) {
		return strconv.Itoa(n)
	}
	if l.thousands == nil || n < 0 {
		return l.printer.Sprint(number.Decimal(n))
	}
	return grouped(n, *l.thousands)
}

// AppendNumber appends what Number writes.
func (l *Language) AppendNumber(b []byte, n int) []byte {
	if l.bare(n) {
		return strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, l.Number(n)...)
}

// bare reports whether a number is written as its digits alone.
func (l *Language) bare(n int) bool { return n >= 0 && n < 1000 && l.decimal != "٫" }

// grouped writes a number that is not negative with a mark between groups of
// three digits.
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

// thousandsMark asks CLDR how the language groups digits: nil where it does more
// than to set one mark between groups of three.
func thousandsMark(p *message.Printer) *string {
	mark := strings.Trim(p.Sprint(number.Decimal(111_111)), "1")
	for n := 1000; n < 1_000_000_000_000; n *= 3 {
		if p.Sprint(number.Decimal(n)) != grouped(n, mark) {
			return nil
		}
	}
	return &mark
}

// decimalMark asks CLDR how the language separates decimals.
func decimalMark(p *message.Printer) string {
	s := p.Sprint(number.Decimal(1.5, number.Scale(1)))
	return strings.Trim(s, "15١٥")
}

// Ordinal writes a place: 1st, 第1.
func (l *Language) Ordinal(n int) string {
	form := formNames[plural.Ordinal.MatchPlural(l.cldr, n, 0, 0, 0, 0)]
	return l.own("ordinal."+form, "Number", n)
}

// Distance writes kilometres with the decimals they have: 42.195 km.
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

// Date writes a day by the habit of the language: 6 November 2022.
func (l *Language) Date(t time.Time) string {
	return l.own("date", "Year", strconv.Itoa(t.Year()), "Month", l.own("month."+strconv.Itoa(int(t.Month()))), "Day", t.Day())
}

// Moment writes a date, a time of day and the zone they are in: the zone's own
// message where there is one, else its distance from UTC.
func (l *Language) Moment(t time.Time) string {
	zone := "zone." + t.Location().String()
	if l.Has(zone) {
		zone = l.own(zone)
	} else {
		zone = t.Format("UTC-07:00")
	}
	return l.own("moment", "Date", l.Date(t), "Time", t.Format("15:04"), "Zone", zone)
}

// Until writes a deadline. Midnight is the end of the day before, as people
// mean it and as "24:00" says it.
func (l *Language) Until(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return l.own("end_of", "Date", l.Date(t.AddDate(0, 0, -1)))
	}
	return l.Moment(t)
}

// CurrencyName names a currency by its code, the code itself where there is no
// name for it.
func (l *Language) CurrencyName(code string) string {
	if id := "currency_name." + code; l.Has(id) {
		return l.own(id)
	}
	return code
}

// Money writes an amount with the currency's sign as the language writes it.
// Cents are shown where there are any.
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

// Percent writes hundredths of a per cent: 20%, 12.5%.
func (l *Language) Percent(hundredths int64) string {
	s := l.Number(int(hundredths / 100))
	if rest := hundredths % 100; rest != 0 {
		s += l.decimal + strings.TrimRight(strconv.FormatInt(100+rest, 10)[1:], "0")
	}
	return l.own("percent", "Number", s)
}

// Nation returns the name of a nation by its IOC code, the code itself where
// there is no name for it, and nothing for none.
func (l *Language) Nation(code string) string {
	if id := "nation." + code; l.Has(id) {
		return l.own(id)
	}
	return code
}

// List joins items as the language lists them: "a, b and c".
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

// Sentences puts one sentence after another.
func (l *Language) Sentences(first string, more ...string) string {
	for _, s := range more {
		if s != "" {
			first = l.own("sentences", "First", first, "Next", s)
		}
	}
	return first
}
