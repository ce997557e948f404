package race

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

// wallIn is the wall clock of a day in a zone.
func wallIn(t testing.TB, day, zone string) (*Wall, *Edition) {
	t.Helper()
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	e := &Edition{Date: Midnight(date, z), Zone: z}
	return e.Wall(), e
}

func clockOf(t testing.TB, s string) Clock {
	t.Helper()
	c, err := ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAWallClockShowsWhatTheClocksOfTheZoneShow(t *testing.T) {
	for _, c := range []struct{ what, day, zone, shown, first, last string }{
		{"no change", "2026-05-17", "Asia/Shanghai", "7:30:00", "7:30:00", "7:30:00"},
		{"an hour that comes twice", "2026-10-25", "Europe/Berlin", "2:30:00", "2:30:00", "3:30:00"},
		{"after it", "2026-10-25", "Europe/Berlin", "3:00:00", "4:00:00", "4:00:00"},
		{"nine o'clock of the next day, over the change", "2026-10-24", "Europe/Berlin", "33:00:00", "34:00:00", "34:00:00"},
		{"after an hour that is skipped", "2026-03-29", "Europe/Berlin", "3:00:00", "2:00:00", "2:00:00"},
		{"half an hour", "2026-04-05", "Australia/Lord_Howe", "2:00:00", "2:30:00", "2:30:00"},
		{"a day that begins with the change", "2018-11-04", "America/Sao_Paulo", "1:00:00", "0:00:00", "0:00:00"},
		{"a midnight that comes twice", "2026-11-01", "America/Havana", "0:10:00", "0:10:00", "1:10:00"},
	} {
		t.Run(c.what, func(t *testing.T) {
			w, _ := wallIn(t, c.day, c.zone)
			first, ok := w.First(clockOf(t, c.shown))
			last, _ := w.Last(clockOf(t, c.shown))
			if !ok || Clock(first) != clockOf(t, c.first) || Clock(last) != clockOf(t, c.last) {
				t.Fatalf("%s is %s and %s after midnight, %v", c.shown, Clock(first), Clock(last), ok)
			}
			if w.Text(first) != c.shown || w.Text(last) != c.shown || w.Second(first) != last {
				t.Fatalf("shown again: %s and %s", w.Text(first), w.Text(last))
			}
		})
	}
	w, _ := wallIn(t, "2026-03-29", "Europe/Berlin")
	if at, ok := w.First(clockOf(t, "2:30:00")); ok || w.Text(at) != "3:30:00" {
		t.Fatalf("the hour that is skipped: %s, %v", w.Text(at), ok)
	}
}

func TestAReadingIsTheOneThatKeepsThePointsInOrder(t *testing.T) {
	for _, c := range []struct{ what, day, zone, gun, read, want string }{
		{"on one day", "2026-05-17", "Asia/Shanghai", "10:00:00", "10:00:01 17:00:00 23:40:00", "10:00:01 17:00:00 23:40:00"},
		{"after midnight", "2026-05-17", "Asia/Shanghai", "10:00:00", "10:00:01 18:00:00 0:20:00", "10:00:01 18:00:00 24:20:00"},
		{"at the gun, a day later", "2026-05-17", "Asia/Shanghai", "10:00:00", "9:59:59 18:00:00 10:00:00", "9:59:59 18:00:00 34:00:00"},
		{"a second night", "2026-05-17", "Asia/Shanghai", "10:00:00", "10:00:01 9:00:00 20:00:00", "10:00:01 33:00:00 44:00:00"},
		{"less than twelve hours before is out of order", "2026-05-17", "Asia/Shanghai", "7:30:00", "7:30:01 10:00:00 9:00:00", "7:30:01 10:00:00 9:00:00"},
		{"that says its day", "2026-05-17", "Asia/Shanghai", "10:00:00", "10:00:01 18:00:00 24:20:00", "10:00:01 18:00:00 24:20:00"},
		{"a start before a gun after midnight", "2026-05-17", "Asia/Shanghai", "0:05:00", "23:59:58 1:00:00 2:00:00", "-0:00:02 1:00:00 2:00:00"},
		{"a start after midnight", "2026-05-17", "Asia/Shanghai", "23:59:00", "0:00:30 1:00:00 2:00:00", "24:00:30 25:00:00 26:00:00"},
		{"the first of two where both are in order", "2026-10-25", "Europe/Berlin", "1:30:00", "1:30:05 2:30:00 4:40:00", "1:30:05 2:30:00 5:40:00"},
		{"the second where the first is not", "2026-10-25", "Europe/Berlin", "1:30:00", "1:30:05 2:50:00 2:10:00", "1:30:05 2:50:00 3:10:00"},
		{"the second, before the gun on the wall and after it in truth", "2026-10-25", "Europe/Berlin", "2:30:00", "2:30:05 2:20:00 2:40:00", "2:30:05 3:20:00 3:40:00"},
		{"a start before a gun after the change", "2026-10-25", "Europe/Berlin", "3:00:00", "2:59:58 3:20:00 4:00:00", "3:59:58 4:20:00 5:00:00"},
	} {
		t.Run(c.what, func(t *testing.T) {
			w, _ := wallIn(t, c.day, c.zone)
			gun, _ := w.First(clockOf(t, c.gun))
			last, got := gun, ""
			for i, s := range strings.Fields(c.read) {
				at := w.Start(gun, clockOf(t, s))
				if i > 0 {
					at = w.Pass(gun, last, clockOf(t, s))
				}
				last = max(last, at)
				got += " " + Clock(at).String()
			}
			if got[1:] != c.want {
				t.Fatalf("%s, want %s", got[1:], c.want)
			}
		})
	}
}

// Whatever the day and the zone: an instant is the same time after the gun, and
// what the clock shows at it leads back to it.
func TestRaceDayMayBeAnyDayOfAnyZone(t *testing.T) {
	zones := []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "America/Havana", "Asia/Tehran", "Pacific/Chatham", "UTC"}
	rapid.Check(t, func(rt *rapid.T) {
		day := time.Date(2018, 1, 1+rapid.IntRange(0, 4000).Draw(rt, "day"), 0, 0, 0, 0, time.UTC)
		w, e := wallIn(t, day.Format(time.DateOnly), rapid.SampledFrom(zones).Draw(rt, "zone"))
		gun := Instant(rapid.Int64Range(0, int64(Day)).Draw(rt, "gun"))
		took := Clock(rapid.Int64Range(1, 2*int64(Day)).Draw(rt, "took"))
		at := gun.After(took)
		if got := e.At(at).Sub(e.At(gun)).Milliseconds(); got != int64(took) {
			rt.Fatalf("%d ms became %d", took, got)
		}
		local := e.At(at)
		y, m, d := local.Date()
		h, min, s := local.Clock()
		days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(day).Hours() / 24
		shown := Clock(days)*Day + Clock((h*60+min)*60+s)*1000 + Clock(local.Nanosecond()/1e6)
		if w.Shows(at) != shown {
			rt.Fatalf("the clock shows %s at %s", w.Text(at), local)
		}
		first, ok := w.First(shown)
		if last, _ := w.Last(shown); !ok || at != first && at != last {
			rt.Fatalf("%s is read as %s or %s after midnight, not %s", shown, Clock(first), Clock(last), Clock(at))
		}
	})
}

func TestATimeThatTheClockShowsTwiceSaysWhichItIs(t *testing.T) {
	for _, c := range []struct{ day, zone, shown, first, last string }{
		{"2026-05-17", "Asia/Shanghai", "2:30:00", "2:30:00", "2:30:00"},
		{"2026-10-25", "Europe/Berlin", "2:30:00.5", "2:30:00.5 (UTC+2)", "2:30:00.5 (UTC+1)"},
		{"2026-10-25", "Europe/Berlin", "3:00:00", "3:00:00", "3:00:00"},
		{"2026-10-24", "Europe/Berlin", "26:30:00", "26:30:00 (UTC+2)", "26:30:00 (UTC+1)"},
		{"2026-03-29", "Europe/Berlin", "3:00:00", "3:00:00", "3:00:00"},
		{"2026-11-01", "America/New_York", "1:00:00", "1:00:00 (UTC-4)", "1:00:00 (UTC-5)"},
		{"2026-04-05", "Australia/Lord_Howe", "1:45:00", "1:45:00 (UTC+11)", "1:45:00 (UTC+10:30)"},
	} {
		w, _ := wallIn(t, c.day, c.zone)
		first, _ := w.First(clockOf(t, c.shown))
		last, _ := w.Last(clockOf(t, c.shown))
		if w.Said(first) != c.first || w.Said(last) != c.last {
			t.Errorf("%s %s: %s and %s", c.day, c.zone, w.Said(first), w.Said(last))
		}
	}
	if w, _ := wallIn(t, "2026-10-25", "Europe/Berlin"); w.Said(Unseen) != "" {
		t.Errorf("nobody seen: %s", w.Said(Unseen))
	}
}
