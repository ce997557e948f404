package race

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ParseTimeOfDay reads h:mm, h:mm:ss or h:mm:ss.f as a time of the race day, of a
// week at most. Hours above 23 belong to the days after it.
func ParseTimeOfDay(s string) (Clock, error) {
	if strings.Count(s, ":") == 1 {
		s += ":00"
	}
	c, err := ParseClock(s)
	if err != nil || c < 0 || c > 7*Day {
		return NoTime, errors.New("not a time of day")
	}
	return c, nil
}

// ParseMoment reads an instant: RFC 3339, or a local date and time in the zone, the
// second of two where the clock shows it twice (R50). A day alone means its end
// where ends is set, else its beginning.
func ParseMoment(s string, zone *time.Location, ends bool) (time.Time, error) {
	refused := errors.New("not an instant")
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone), nil
	}
	date, clock, timed := strings.Cut(strings.Replace(s, " ", "T", 1), "T")
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return time.Time{}, refused
	}
	if !timed {
		if ends {
			return Midnight(t.AddDate(0, 0, 1), zone), nil
		}
		return Midnight(t, zone), nil
	}
	shown, err := ParseTimeOfDay(clock)
	if err != nil || shown > Day {
		return time.Time{}, refused
	}
	w := WallOf(t, zone)
	at, ok := w.Last(shown)
	if !ok {
		return time.Time{}, fmt.Errorf("a time that no clock shows: it would be %s", w.Text(at))
	}
	return Midnight(t, zone).Add(time.Duration(at) * time.Millisecond), nil
}
