package vendors

import "time"

// zoned reads moments that a line gives as an instant.
type zoned struct {
	zone *time.Location // of the race
	wall bool           // seconds since 1970 are the wall clock, written as if it were UTC
}

func newZoned(of File) zoned { return zoned{zone: of.Zone, wall: of.Wall} }

// epoch fills in a moment that a line gives in milliseconds since 1970. It is
// false for one that no race was at.
func (z *zoned) epoch(r *Read, unix int64) bool {
	r.UTC = !z.wall
	return dated(r, unix)
}

// instant fills in a moment that a line gives with its zone.
func instant(r *Read, unix int64) bool {
	r.UTC = true
	return dated(r, unix)
}

// dated fills in a day and a time from milliseconds since 1970.
func dated(r *Read, unix int64) bool {
	if unix < 0 || unix > lastMoment {
		return false
	}
	r.Day, r.Dated, r.At = int(unix/dayLength), true, unix%dayLength
	return true
}

const (
	dayLength  = int64(86_400_000)
	lastMoment = int64(200*366) * dayLength
)

// epochNumber reads seconds since 1970 with any decimals, or whole milliseconds,
// microseconds or nanoseconds, as milliseconds rounded up. Which of them a number
// is, its length tells for every moment from 2001 to 2286.
func epochNumber(text []byte) (int64, bool) {
	whole, decimals := text, []byte(nil)
	for i, c := range text {
		if c == '.' || c == ',' {
			if whole, decimals = text[:i], text[i+1:]; len(decimals) == 0 {
				return 0, false
			}
			break
		}
	}
	if len(whole) == 19 { // wholeNumber reads 18 digits
		if _, ok := wholeNumber(whole[9:]); !ok || len(decimals) > 0 {
			return 0, false
		}
		whole, decimals = whole[:10], whole[10:]
	}
	n, ok := wholeNumber(whole)
	ms, ok2 := milliseconds(decimals)
	switch {
	case !ok || !ok2:
		return 0, false
	case len(whole) == 10:
		return n*1000 + ms, true
	case len(whole) == 13:
		if ms > 0 {
			n++
		}
		return n, true
	case len(whole) == 16:
		return (n + 999) / 1000, len(decimals) == 0
	}
	return 0, false
}
