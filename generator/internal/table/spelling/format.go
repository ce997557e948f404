package spelling

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
)

// TimeFormat is how the times of a table are written.
type TimeFormat string

// The formats. A time with its units, such as 2H 11M 42S, cannot be mistaken
// and is read under each of the first two.
const (
	AsClock    TimeFormat = "clock"           // h:mm:ss
	AsMinutes  TimeFormat = "m:ss"            // 62:13, and h:mm:ss beside it
	AsPoints   TimeFormat = "m.ss"            // 33.15 is 33 minutes and 15 seconds
	AsDecimal  TimeFormat = "decimal_minutes" // 143.88
	AsSeconds  TimeFormat = "seconds"         // 8632.8
	AsFraction TimeFormat = "day_fraction"    // 0.124548611, as a spreadsheet keeps a time
	AsShifted  TimeFormat = "m:ss:00"         // 40:05:00 is 40 minutes and 5 seconds, which a spreadsheet took for hours and minutes
)

// TimeFormats are the formats that time_format can name.
var TimeFormats = []TimeFormat{AsClock, AsMinutes, AsPoints, AsDecimal, AsSeconds, AsFraction, AsShifted}

// FormatFindings are the codes of the findings which say that a format was found
// out and not declared.
var FormatFindings = map[TimeFormat]struct{ Code, Name string }{
	AsMinutes:  {"minutes_seconds", "minutes and seconds"},
	AsDecimal:  {"decimal_minutes", "decimal minutes"},
	AsFraction: {"day_fraction", "fractions of a day"},
	AsShifted:  {"shifted_minutes", "minutes and seconds that a spreadsheet took for hours and minutes"},
	AsSeconds:  {"seconds", "seconds"},
}

var formatErrors = map[TimeFormat]error{
	AsClock:    errors.New("not a time in the form h:mm:ss"),
	AsMinutes:  errors.New("not a time in the form m:ss or h:mm:ss"),
	AsPoints:   errors.New("not a time in the form m.ss or h:mm:ss"),
	AsDecimal:  errors.New("not decimal minutes such as 143.88"),
	AsSeconds:  errors.New("not seconds such as 8632.8"),
	AsFraction: errors.New("not a fraction of a day such as 0.0998"),
	AsShifted:  errors.New("not a time in the form m:ss:00 or h:mm:ss"),
}

// What the cells of a column look like where its format is found out.
var (
	decimalShape  = regexp.MustCompile(`^\d{2,3}[.,]\d{1,2}$`)
	fractionShape = regexp.MustCompile(`^(0?[.,]\d{5,30}|\d([.,]\d{1,17})?[Ee]-0?[1-9])$`)
	powerShape    = regexp.MustCompile(`^(\d)(?:\.(\d+))?[Ee]-0?([1-9])$`)
	pointShape    = regexp.MustCompile(`^(\d{1,3})[.,]([0-5]\d)$`)
	ShortShape    = regexp.MustCompile(`^\d{1,3}:[0-5]\d([.,]\d{1,9})?$`)
	secondsShape  = regexp.MustCompile(`^\d{3,6}\.\d{1,3}$`)
	Thousands     = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)
)

// ParseTime reads a time of a timing file, exact to the millisecond.
func ParseTime(cell string, f TimeFormat) (race.Clock, error) {
	var c race.Clock
	ok := false
	switch f {
	case AsDecimal:
		c, ok = scaled(cell, 4, 60_000)
	case AsSeconds:
		c, ok = scaled(cell, 7, 1000)
	case AsFraction:
		c, ok = scaled(cell, 1, int64(race.Day))
	case AsShifted:
		if c, ok = ParseClock(cell); ok && shifted(cell, c) {
			c /= 60
		}
	case AsPoints:
		if m := pointShape.FindStringSubmatch(cell); m != nil {
			return race.Clock(number(m[1])*60+number(m[2])) * 1000, nil
		}
		c, ok = ParseClock(cell)
	case AsMinutes:
		if c, ok = minutesSeconds(cell); ok {
			break
		}
		fallthrough
	default:
		c, ok = ParseClock(cell)
	}
	switch {
	case ok:
		return c, nil
	case f == AsClock || f == AsMinutes:
		if c, err, dated := dated(cell); dated {
			return c, err
		}
	}
	switch {
	case f == AsClock && fractionShape.MatchString(cell):
		c, _ := scaled(cell, 1, int64(race.Day))
		return race.NoTime, fmt.Errorf("%w; as a fraction of a day it would be %s", formatErrors[f], c)
	case f == AsClock && decimalShape.MatchString(cell) && pointShape.MatchString(cell):
		return race.NoTime, fmt.Errorf("%w; minutes and seconds must be declared, time_format: m.ss, and so must decimal minutes, time_format: decimal_minutes", formatErrors[f])
	case f == AsClock && decimalShape.MatchString(cell):
		return race.NoTime, fmt.Errorf("%w; decimal minutes must be declared, time_format: decimal_minutes", formatErrors[f])
	case f == AsClock && ShortShape.MatchString(cell):
		return race.NoTime, fmt.Errorf("%w; minutes and seconds must be declared, time_format: m:ss", formatErrors[f])
	case f == AsClock && Digits(cell):
		return race.NoTime, fmt.Errorf("%w%s", formatErrors[f], hintSeconds(cell))
	}
	return race.NoTime, formatErrors[f]
}

// leastShifted is the least time that may be minutes and seconds which a spreadsheet took
// for hours and minutes: nobody races for less than three minutes.
const leastShifted = 3 * 3_600_000

// shifted reports whether a clock may be such a time: it has no seconds.
func shifted(cell string, c race.Clock) bool {
	return c >= leastShifted && c%60_000 == 0 && strings.Count(cell, ":") == 2
}

// minutesSeconds reads m:ss with the decimals that it has.
func minutesSeconds(cell string) (race.Clock, bool) {
	rest, negative := strings.CutPrefix(cell, "-")
	if !ShortShape.MatchString(rest) {
		return race.NoTime, false
	}
	m, s, _ := strings.Cut(rest, ":")
	whole, decimals, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	c := race.Clock((number(m)*60+number(whole))*1000 + thousandths(decimals))
	if negative {
		c = -c
	}
	return c, true
}

// number is the value of at most eighteen digits, 0 of none.
func number(digits string) int64 {
	n, _ := strconv.ParseInt(digits, 10, 64)
	return n
}

// scaled reads a decimal number of units, each of so many milliseconds, rounded
// to the millisecond. The number has at most so many digits before the point and
// thirty after it, of which eleven count: less than a microsecond of a day.
func scaled(cell string, digits int, unit int64) (race.Clock, bool) {
	whole, decimals, dotted := strings.Cut(plainNumber(cell), ".")
	if whole == "" && dotted {
		whole = "0"
	}
	if len(whole) < 1 || len(whole) > digits || dotted && len(decimals) < 1 || len(decimals) > 30 || strings.Trim(whole+decimals, "0123456789") != "" {
		return race.NoTime, false
	}
	const ten11 = 100_000_000_000
	part := number((decimals + "00000000000")[:11])
	return race.Clock(number(whole)*unit + (part*unit+ten11/2)/ten11), true
}

// plainNumber takes the commas between thousands out of a number, writes a decimal
// comma as a point, and a small number without its power of ten: spreadsheets write
// the second after the gun as 1.15741E-05 days.
func plainNumber(s string) string {
	switch {
	case strings.IndexByte(s, ',') < 0:
	case Thousands.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	default:
		s = strings.Replace(s, ",", ".", 1)
	}
	if strings.ContainsAny(s, "Ee") {
		if m := powerShape.FindStringSubmatch(s); m != nil {
			return "0." + strings.Repeat("0", int(number(m[3]))-1) + m[1] + m[2]
		}
	}
	return s
}

// SampleCells is how many cells of a column are looked at to find its format.
const SampleCells = 1000

// Shapes count what the cells of a column look like.
type Shapes struct {
	Cells, Clocks, zeroHours, Lettered, Short, over23, Decimals, notSeconds, Fractions int
	wholes                                                                             []int64    // the whole numbers
	shortest                                                                           race.Clock // of the short ones, as hours and minutes
	shifted, long                                                                      int        // clocks that may be minutes and seconds taken for hours and minutes, and all as long as those
	leastShifted                                                                       race.Clock
	Example                                                                            string // the first that is no clock
	ShiftedExample                                                                     string // the first clock that may be minutes and seconds
}

func (s *Shapes) Add(cell string) {
	if !strings.ContainsAny(cell, "0123456789") { // a word says nothing of the numbers beside it
		return
	}
	s.Cells++
	if c, ok := ParseClock(cell); ok {
		if s.Clocks++; c >= leastShifted {
			s.long++
		}
		if shifted(cell, c) {
			if s.shifted++; s.shifted == 1 || c < s.leastShifted {
				s.leastShifted = c
			}
			s.ShiftedExample = orElse(s.ShiftedExample, cell)
		}
		if _, points := tenths(cell); strings.IndexByte(cell, ':') < 0 && !points {
			s.Lettered++
			s.Example = orElse(s.Example, cell)
		} else if c >= 0 && c < 3_600_000 {
			s.zeroHours++
		}
		return
	}
	switch {
	case ShortShape.MatchString(cell):
		m, rest, _ := strings.Cut(cell, ":")
		if s.Short++; number(m) > 23 {
			s.over23++
		}
		if c := race.Clock(number(m)*60+number(rest[:2])) * 60_000; c > 0 && (s.shortest == 0 || c < s.shortest) {
			s.shortest = c
		}
	case decimalShape.MatchString(cell):
		s.Decimals++
		if _, d, _ := strings.Cut(strings.Replace(cell, ",", ".", 1), "."); len(d) == 1 || number(d) > 59 {
			s.notSeconds++
		}
	case fractionShape.MatchString(cell):
		s.Fractions++
	case Digits(cell) && len(cell) >= 2 && len(cell) <= 6, secondsShape.MatchString(cell):
		whole, _, _ := strings.Cut(cell, ".")
		s.wholes = append(s.wholes, number(whole))
	case cell == "0":
		s.Cells-- // not seen
		return
	default:
		return
	}
	s.Example = orElse(s.Example, cell)
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return strings.Clone(b)
}

// Points reports whether all cells could be minutes and seconds with a point
// between them, 33.15, with hours beside them as 1:02:03. Decimal minutes could be so
// too, but of ten cells hardly ever all.
func (s *Shapes) Points() bool {
	return s.Decimals > 0 && s.Decimals+s.Clocks == s.Cells && s.notSeconds == 0
}

// Seconds are how many of the cells are numbers that may be seconds, and the least and
// the greatest of them.
func (s *Shapes) Seconds() (n int, least, most int64) {
	if len(s.wholes) == 0 {
		return 0, 0, 0
	}
	return len(s.wholes), slices.Min(s.wholes), slices.Max(s.wholes)
}

// Format is the format that the cells of a column have beyond doubt, else
// AsClock. One cell in twenty may be something else: it is set aside like any
// cell that cannot be read.
//
// 143.88 cannot be minutes and seconds, for no minute has 88 seconds; nor can
// 143.8, for seconds have two digits. 62:13 is minutes and seconds if some cell
// would mean more than 23 hours, and no clock in the column begins with a zero
// hour: who writes 0:58:01 would not write 62:13.
//
// A length says more: where 18:05 as hours would be slower than anybody goes, it
// is minutes; and whole numbers are seconds where that gives the fastest and the
// one in the middle a pace that runners have. The length is 0 where it is not known.
func (s *Shapes) Format(length race.Distance) TimeFormat {
	most := func(n int) bool { return n > 0 && n*20 >= s.Cells*19 }
	switch {
	case s.Clocks == 0 && s.Short == 0 && s.notSeconds > 0 && most(s.Decimals):
		return AsDecimal
	case s.Clocks == 0 && s.Short == 0 && most(s.Fractions):
		return AsFraction
	case s.zeroHours == 0 && s.over23 > 0 && most(s.Short+s.Clocks):
		return AsMinutes
	case s.zeroHours == 0 && s.Short > 0 && most(s.Short+s.Clocks) && length > 0 && int64(s.shortest)*int64(race.Kilometre) > int64(slowest)*int64(length):
		return AsMinutes
	case s.Shifted(length):
		return AsShifted
	case s.Clocks == 0 && s.Short == 0 && most(len(s.wholes)) && secondsLike(s.wholes) && plausible(s.wholes, length):
		return AsSeconds
	}
	return AsClock
}

// Shifted reports whether the clocks are in truth minutes and seconds over a length, 40:05
// kept as 40:05:00: as hours all that are long are whole minutes, and slower than
// anybody goes, and as minutes they are a pace of runners.
func (s *Shapes) Shifted(length race.Distance) bool {
	return s.shifted > 1 && s.shifted == s.long && s.shifted*2 > s.Clocks && length > 0 &&
		int64(s.leastShifted)*int64(race.Kilometre) > int64(slowest)*int64(length) && plausible([]int64{int64(s.leastShifted) / 60_000}, length)
}

// slowest is how long the fastest of a race take for a kilometre at most.
const slowest = 30 * 60_000 * race.Clock(1)

// plausible reports whether numbers of seconds are times of runners over a length:
// the fastest no faster than a record, the one in the middle no slower than a walk.
func plausible(seconds []int64, length race.Distance) bool {
	if length <= 0 {
		return true
	}
	sorted := slices.Sorted(slices.Values(seconds))
	pace := func(s int64) int64 { return s * int64(race.Kilometre) / int64(length) }
	return pace(sorted[0]) >= 100 && pace(sorted[len(sorted)/2]) <= 1500
}

// Proposed is how the times of a column are most likely written, "" where it
// holds none. A column of cells such as 62:13 alone is proposed as minutes and
// seconds, for nobody runs for 62 hours.
func (s *Shapes) Proposed() TimeFormat {
	f := s.Format(0)
	times := map[TimeFormat]int{AsClock: s.Clocks, AsMinutes: s.Clocks + s.Short, AsDecimal: s.Decimals, AsFraction: s.Fractions}[f]
	if f == AsClock && s.Clocks == 0 && s.Short*20 >= s.Cells*19 {
		f, times = AsMinutes, s.Short
	}
	if s.Cells == 0 || times*2 < s.Cells {
		return ""
	}
	return f
}
