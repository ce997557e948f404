package read

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// kilometres reads a distance exactly, without a float.
func kilometres(v yamlpos.Value) race.Distance {
	return yamlpos.Parsed(v, 0, `kilometres with up to six decimals, such as 21.0975`, race.ParseDistance)
}

// begins reads a time at which something begins, such as the gun, by the wall
// clock of the race day: the first of two where the clock shows it twice (R50).
// It is Unseen where absent.
func begins(v yamlpos.Value, w *race.Wall) race.Instant { return wall(v, w, w.First) }

// gun reads the gun of a part of the field: of the next day where it lies more than
// half a day before the race's, as a start does.
func gun(v yamlpos.Value, rc *race.Race) race.Instant {
	at := begins(v, &rc.Wall)
	if at == race.Unseen || rc.Gun == race.Unseen || rc.Gun-at <= race.Instant(race.Day)/2 {
		return at
	}
	if next, ok := rc.Wall.First(rc.Wall.Shows(at) + race.Day); ok {
		return next
	}
	return at
}

// ends reads a time at which something ends or is let go, such as a cut-off:
// the second of two where the clock shows it twice (R50).
func ends(v yamlpos.Value, w *race.Wall) race.Instant { return wall(v, w, w.Last) }

func wall(v yamlpos.Value, w *race.Wall, reading func(race.Clock) (race.Instant, bool)) race.Instant {
	shown := yamlpos.Parsed(v, race.NoTime, `a wall clock such as "07:30" or "07:30:00", up to a week after the race day begins`, race.ParseTimeOfDay)
	at, ok := reading(shown)
	if !ok {
		from, to, _ := w.Change(at-race.Instant(race.Day), at)
		v.Fail("no_such_time", fmt.Sprintf("expected: %q, or a time before %s", w.Text(at), from),
			"%s: no clock shows %s, for it goes from %s to %s", v.Title(), shown, from, to)
		return race.Unseen
	}
	return at
}

// clockOf reads a running time; NoTime where absent or "unknown".
func clockOf(v yamlpos.Value) race.Clock {
	return yamlpos.Parsed(v, race.NoTime, `a time such as "2:09:00"`, func(s string) (race.Clock, error) {
		if s == unknown {
			return race.NoTime, nil
		}
		c, err := race.ParseClock(s)
		if err == nil && c <= 0 {
			err = errors.New("not a running time")
		}
		return c, err
	})
}

// unknown is the value of what the text of the rules does not say.
const unknown = "unknown"

// amount reads a sum of money, or unknown.
func amount(v yamlpos.Value) race.Amount {
	return yamlpos.Parsed(v, race.Amount{}, "an amount such as 30000 or 7500.50, or unknown", func(s string) (race.Amount, error) {
		if s == unknown {
			return race.Amount{Unknown: true}, nil
		}
		c, err := race.ParseCents(s)
		return race.Amount{Cents: c}, err
	})
}

// day reads a calendar day as its midnight in a zone; zero where absent.
func day(v yamlpos.Value, zone *time.Location) time.Time {
	return yamlpos.Parsed(v, time.Time{}, "a day such as 2022-11-06", func(s string) (time.Time, error) {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return time.Time{}, errors.New("not a day of the calendar")
		}
		return race.Midnight(t, zone), nil
	})
}

// moment reads an instant: RFC 3339, or a local date and time in the zone. A
// day alone means its end where ends is set, else its beginning.
func moment(v yamlpos.Value, zone *time.Location, ends bool) time.Time {
	return yamlpos.Parsed(v, time.Time{}, "an instant such as 2022-11-13T24:00 (local) or 2022-11-14T00:00:00+08:00", func(s string) (time.Time, error) {
		return race.ParseMoment(s, zone, ends)
	})
}

// idPattern is what editions, races and divisions may be called: their ids are
// parts of URLs.
var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// reserved are the names of the site's own folders, and of the keys that stand
// beside division ids.
var reserved = []string{"runners", "awards", "statistics", "media", "embed", "rules", "certificates", "history", "records",
	"search", "editions", "bibs", "surnames", "verify", "assets", "glossary", "index", "others", "overall", "changes", "currency", "by", "exchange"}

// reservedIn are the names of folders beside those of one kind of id.
var reservedIn = map[string][]string{
	"edition": {"following"}, "race": {"guide"},
	"division": inRace, "age group": inRace, "championship": inRace, // the lists of teams lie in a folder of their own
}

// inRace are the folders of a race beside its lists.
var inRace = []string{"live", "course", "clubs", "nations", "teams", "points"}

// checkID says why an id of a kind cannot be used, or nil.
func checkID(kind, id string, languages []string) error {
	switch {
	case !idPattern.MatchString(id) || len(id) > 64:
		return errors.New("not made of lower-case letters, digits and hyphens")
	case slices.Contains(reserved, id), slices.Contains(reservedIn[kind], id):
		return errors.New("reserved for a folder or key of the program's own")
	case device(id):
		return errDevice
	case slices.Contains(languages, id), id == "zh", id == "en", id == "ja":
		return errors.New("the name of a language")
	}
	return nil
}

// validID reports whether an id can be used; one that cannot is an error at v.
func validID(v yamlpos.Value, kind, id string, languages []string) bool {
	if err := checkID(kind, id, languages); err != nil {
		hint := "expected: lower-case letters, digits and hyphens, and no folder name of the site"
		if errors.Is(err, errDevice) {
			hint = "expected: another name, such as " + id + "-1"
		}
		v.Fail("bad_id", hint, "the %s id %q is %v", kind, id, err)
		return false
	}
	return true
}
