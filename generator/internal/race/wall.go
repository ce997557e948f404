package race

import (
	"fmt"
	"slices"
	"time"
)

// Wall is the wall clock of a race day: what the clocks of the edition's zone
// show at each instant (R50). The zero value is a clock that never changes.
type Wall struct {
	Spans []WallSpan // ascending; empty where no clock changes near the race day
}

// WallSpan is the time between two changes of the clock.
type WallSpan struct {
	From  Instant
	Ahead Clock // how far the clock is ahead of the time since midnight
	East  Clock // how far it is ahead of UTC
}

// The changes of the clock are known from before days ahead of the race day to
// after days behind it: rule times reach a week.
const (
	wallBefore = 2 * 24 * time.Hour
	wallAfter  = 9 * 24 * time.Hour
)

// WallOf returns the wall clock of a day in a zone.
func WallOf(day time.Time, zone *time.Location) Wall {
	begin := Midnight(day, zone)
	y, m, d := day.Date()
	shown := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	var w Wall
	for at, last := begin.Add(-wallBefore), begin.Add(wallAfter); at.Before(last); {
		_, offset := at.Zone()
		ahead := begin.Add(time.Duration(offset) * time.Second).UTC().Sub(shown)
		w.Spans = append(w.Spans, WallSpan{From: Instant(at.Sub(begin).Milliseconds()), Ahead: Clock(ahead.Milliseconds()), East: Clock(offset) * 1000})
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		at = end
	}
	w.Spans = slices.CompactFunc(w.Spans, func(a, b WallSpan) bool { return a.Ahead == b.Ahead })
	if len(w.Spans) == 1 && w.Spans[0].Ahead == 0 {
		return Wall{}
	}
	return w
}

// Midnight is the moment at which a day begins in a zone. Of a midnight that
// comes twice it is the first; where the clocks skip it, the day begins with
// their change.
func Midnight(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	shown := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	at := shown.Add(-26 * time.Hour).In(zone)
	for {
		_, offset := at.Zone()
		begin, end := at.ZoneBounds()
		midnight := shown.Add(-time.Duration(offset) * time.Second).In(zone)
		if midnight.Before(begin) {
			midnight = begin
		}
		if end.IsZero() || midnight.Before(end) {
			return midnight
		}
		at = end
	}
}

// span is the index of the span that an instant lies in.
func (w *Wall) span(i Instant) int {
	n := len(w.Spans) - 1
	for n > 0 && i < w.Spans[n].From {
		n--
	}
	return n
}

// Shows returns what the clock shows at an instant, counted from the midnight at
// which the race day began: 33:00 is nine o'clock of the next day. It is NoTime
// for Unseen.
func (w *Wall) Shows(i Instant) Clock {
	switch {
	case i == Unseen:
		return NoTime
	case len(w.Spans) == 0:
		return Clock(i)
	}
	return Clock(i) + w.Spans[w.span(i)].Ahead
}

// Second returns the other instant at which the clock shows what it shows at one,
// where the clocks go back between the two; else the same.
func (w *Wall) Second(at Instant) Instant {
	_, second, _ := w.readings(w.Shows(at))
	return second
}

// Text writes what the clock shows at an instant: h:mm:ss with the milliseconds
// that are not zero. It is empty for Unseen.
func (w *Wall) Text(i Instant) string { return w.Shows(i).String() }

// Said writes what Text does and, of a time that the clock shows twice, which of
// the two it is: 2:30:00 (UTC+2) comes before 2:30:00 (UTC+1).
func (w *Wall) Said(i Instant) string { return w.Text(i) + w.Which(i) }

// Which is what tells the two readings of one time apart, such as " (UTC+10:30)";
// empty where the clock shows the time once.
func (w *Wall) Which(i Instant) string {
	if i == Unseen || len(w.Spans) == 0 {
		return ""
	}
	if first, last, _ := w.readings(w.Shows(i)); first == last {
		return ""
	}
	east, sign := w.Spans[w.span(i)].East/60_000, "+"
	if east < 0 {
		east, sign = -east, "-"
	}
	if east%60 == 0 {
		return fmt.Sprintf(" (UTC%s%d)", sign, east/60)
	}
	return fmt.Sprintf(" (UTC%s%d:%02d)", sign, east/60, east%60)
}

// First returns the first instant at which the clock shows a time. It is not ok
// for a time that the clock skips: the instant is then the one at which it would
// have been shown without the change.
func (w *Wall) First(shown Clock) (at Instant, ok bool) {
	first, _, ok := w.readings(shown)
	return first, ok
}

// Last returns the last instant at which the clock shows a time; ok is as First
// has it.
func (w *Wall) Last(shown Clock) (at Instant, ok bool) {
	_, last, ok := w.readings(shown)
	return last, ok
}

func (w *Wall) readings(shown Clock) (first, last Instant, ok bool) {
	if shown == NoTime {
		return Unseen, Unseen, true
	}
	if len(w.Spans) == 0 {
		return Instant(shown), Instant(shown), true
	}
	before := 0
	for n, s := range w.Spans {
		at := Instant(shown - s.Ahead)
		if n > 0 && at < s.From {
			continue
		}
		if n+1 < len(w.Spans) && at >= w.Spans[n+1].From {
			before = n
			continue
		}
		if !ok {
			first, ok = at, true
		}
		last = at
	}
	if !ok {
		first = Instant(shown - w.Spans[before].Ahead)
		last = first
	}
	return first, last, ok
}

// Change returns the first change of the clock after one instant and not after
// another: what the clock showed last and what it shows from then on.
func (w *Wall) Change(after, until Instant) (from, to Clock, ok bool) {
	for n := 1; n < len(w.Spans); n++ {
		if s := w.Spans[n]; s.From > after && s.From <= until {
			return Clock(s.From) + w.Spans[n-1].Ahead, Clock(s.From) + s.Ahead, true
		}
	}
	return 0, 0, false
}

// A Reading is what a clock on the course showed when a runner passed, without
// the day. 24:00:00 and later say that it was the next day, or a day after it.
type Reading = Clock

// halfDay is how far a point may lie before an earlier one without being of the
// next day (R51).
const halfDay = Day / 2

// Start returns when a runner passed the start, by what the clock showed: of the
// next day where it lies more than half a day before the gun; of the day before
// where it lies in the last hour before a gun after midnight.
func (w *Wall) Start(gun Instant, shown Reading) Instant {
	at := w.nearest(gun, shown)
	if shown >= Day {
		return at
	}
	switch before := w.nearest(gun, shown-Day); {
	case at < gun-Instant(halfDay):
		return w.nearest(gun, shown+Day)
	case at > gun+Instant(halfDay) && before >= gun-60*60*1000:
		return before
	}
	return at
}

// nearest returns the reading that is nearest to the gun, the first where both
// are as near.
func (w *Wall) nearest(gun Instant, shown Clock) Instant {
	first, last, _ := w.readings(shown)
	if far := first.Since(gun); max(far, -far) <= max(last.Since(gun), -last.Since(gun)) {
		return first
	}
	return last
}

// Pass returns when a runner passed a point but the start, by what the clock
// showed; last is when the latest of the earlier points of the course was passed,
// the gun where none was. What the clock shows at or before the gun is of the next
// day, and what would lie more than twelve hours before an earlier point a day
// further (R51). In the hour that comes twice it is the reading that keeps the
// points in order, the first where both do (R50). A reading that the clock skips is
// taken as that of a clock that was not changed. What is out of order after all
// stays so: the caller says what is wrong with it.
func (w *Wall) Pass(gun, last Instant, shown Reading) Instant {
	for dated := shown >= Day; ; shown += Day {
		first, second, _ := w.readings(shown)
		if !dated && (second <= gun || second < last-Instant(halfDay)) {
			continue
		}
		if first <= last && first != second && second > last {
			return second
		}
		return first
	}
}
