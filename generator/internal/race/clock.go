package race

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Clock is a span of time in whole milliseconds, such as a gun time or a net
// time. It may be negative: a chip start before the gun is.
type Clock int64

// NoTime is the clock of something that was not timed.
const NoTime Clock = math.MinInt64

// Instant is a moment of the race day: milliseconds of real time since the
// midnight at which that day began. What the clocks show at it is a Wall's to
// say, for they may change in between (R50).
type Instant int64

// Unseen is the instant of a passing that was not read.
const Unseen Instant = math.MinInt64

// Day is the length of a day on the wall clock.
const Day Clock = 24 * 60 * 60 * 1000

// Since returns the time from one instant to another, NoTime where either is
// unseen.
func (i Instant) Since(from Instant) Clock {
	if i == Unseen || from == Unseen {
		return NoTime
	}
	return Clock(i - from)
}

// After returns the instant a clock after i, Unseen where either is missing.
func (i Instant) After(c Clock) Instant {
	if i == Unseen || c == NoTime {
		return Unseen
	}
	return i + Instant(c)
}

// Official rounds up to the next whole second (R3, WA TR 19.24.5). It is
// applied once, to a raw clock.
func (c Clock) Official() Clock {
	if c == NoTime {
		return NoTime
	}
	s := c / 1000
	if c%1000 > 0 {
		s++
	}
	return s * 1000
}

// String writes the clock exactly, h:mm:ss with one to three decimals where
// the milliseconds are not zero: ParseClock(c.String()) == c. It is empty for
// NoTime.
func (c Clock) String() string {
	var room [24]byte
	return string(c.Append(room[:0]))
}

// Append appends what String writes: a page has dozens of clocks.
func (c Clock) Append(b []byte) []byte {
	if c == NoTime {
		return b
	}
	if c < 0 {
		b, c = append(b, '-'), -c
	}
	digit := func(n Clock) byte { return '0' + byte(n%10) }
	b = strconv.AppendInt(b, int64(c/3600000), 10)
	b = append(b, ':', digit(c/600000%6), digit(c/60000), ':', digit(c/10000%6), digit(c/1000))
	if c%1000 != 0 {
		b = bytes.TrimRight(append(b, '.', digit(c/100), digit(c/10), digit(c)), "0")
	}
	return b
}

// Text writes the official time, h:mm:ss, empty for NoTime.
func (c Clock) Text() string { return c.Official().String() }

// Pace returns the time a kilometre over a distance, rounded up to the next
// whole second from the raw clock (R3).
func (c Clock) Pace(over Distance) Clock {
	if c == NoTime || over <= 0 {
		return NoTime
	}
	perKM := int64(c) * int64(Kilometre)
	ms := perKM / int64(over)
	if perKM%int64(over) > 0 {
		ms++
	}
	return Clock(ms).Official()
}

var errClock = errors.New("not a time in the form h:mm:ss")

// ParseClock reads h:mm:ss, with one to three decimals after a point if any,
// and with a leading minus for a time before the gun. Hours are at most 999.
func ParseClock(s string) (Clock, error) {
	rest, negative := strings.CutPrefix(s, "-")
	whole, decimals, dotted := strings.Cut(rest, ".")
	hours, below, _ := strings.Cut(whole, ":")
	minutes, seconds, three := strings.Cut(below, ":")
	if !three || len(hours) > 3 || len(minutes) != 2 || len(seconds) != 2 {
		return NoTime, errClock
	}
	var n [3]int64
	for i, p := range [...]string{hours, minutes, seconds} {
		v, ok := digits(p)
		if !ok || i > 0 && v > 59 {
			return NoTime, errClock
		}
		n[i] = v
	}
	ms := int64(0)
	if dotted {
		if len(decimals) < 1 || len(decimals) > 3 {
			return NoTime, errClock
		}
		v, ok := digits(decimals)
		if !ok {
			return NoTime, errClock
		}
		for range 3 - len(decimals) {
			v *= 10
		}
		ms = v
	}
	c := Clock((n[0]*3600+n[1]*60+n[2])*1000 + ms)
	if negative {
		c = -c
	}
	return c, nil
}

// digits reads an unsigned decimal of plain ASCII digits.
func digits(s string) (int64, bool) {
	if s == "" {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	v, err := strconv.ParseInt(s, 10, 64)
	return v, err == nil
}
