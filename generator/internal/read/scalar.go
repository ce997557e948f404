package read

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"guntime/generator/internal/race"
)

// scalar returns the text of a value that holds no list and no keys.
func (v value) scalar() (string, bool) {
	switch v.node.(type) {
	case nil:
		return "", false
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		v.fail("wrong_type", "", "%s must be a single value, not %s", v.title(), v.kind())
		return "", false
	}
	return strings.TrimSpace(scalarText(v.node)), true
}

// parsed reads a scalar by a function; where the function refuses it, the
// finding says what was wanted. An absent value is def.
func parsed[T any](v value, def T, wanted string, parse func(string) (T, error)) T {
	s, ok := v.scalar()
	if !ok {
		return def
	}
	t, err := parse(s)
	if err != nil {
		v.fail("bad_value", "expected: "+wanted, "%s: %q is %v", v.title(), s, err)
		return def
	}
	return t
}

// text reads a text by language. A plain scalar is the text in each of the
// site's languages.
func (v value) text(languages []string) race.Text {
	if !v.exists() {
		return nil
	}
	t := race.Text{}
	if _, ok := v.node.(ast.ScalarNode); ok {
		if s, ok := v.scalar(); ok {
			for _, l := range languages {
				t[l] = s
			}
		}
		return t
	}
	for _, p := range v.pairs() {
		if !tagPattern.MatchString(p.key) {
			p.named.fail("unknown_key", "expected: a language such as zh or en", "unknown key %q", p.key)
			continue
		}
		if s, ok := p.value.scalar(); ok {
			t[p.key] = s
		}
	}
	return t
}

var tagPattern = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// words reads a list of plain scalars.
func (v value) words() []string {
	var list []string
	for _, item := range v.items() {
		if s, ok := item.scalar(); ok {
			list = append(list, s)
		}
	}
	return list
}

// str reads any scalar as it stands.
func (v value) str(def string) string {
	return parsed(v, def, "", func(s string) (string, error) { return s, nil })
}

// choice reads one of some words; the first is the default.
func choice[T ~string](v value, allowed ...T) T {
	return parsed(v, allowed[0], quotedList(allowed), func(s string) (T, error) {
		if slices.Contains(allowed, T(s)) {
			return T(s), nil
		}
		return allowed[0], errors.New("not known here")
	})
}

func quotedList[T ~string](list []T) string {
	var b strings.Builder
	for i, w := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// yes reads true or false.
func (v value) yes(def bool) bool {
	return parsed(v, def, "true or false", func(s string) (bool, error) {
		switch s {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return def, errors.New("neither true nor false")
	})
}

// number reads a whole number within bounds.
func (v value) number(def, least, most int) int {
	return parsed(v, def, fmt.Sprintf("a whole number from %d to %d", least, most), func(s string) (int, error) {
		n, err := strconv.Atoi(s)
		if err != nil || strings.HasPrefix(s, "+") {
			return def, errors.New("not a whole number")
		}
		if n < least || n > most {
			return def, errors.New("out of bounds")
		}
		return n, nil
	})
}

// kilometres reads a distance, as text: no float ever holds it.
func (v value) kilometres() race.Distance {
	return parsed(v, 0, `kilometres with up to six decimals, such as 21.0975`, race.ParseDistance)
}

// wall reads a time of the race day by the wall clock; Unseen where absent.
func (v value) wall() race.Instant {
	return parsed(v, race.Unseen, `a wall clock such as "07:30" or "07:30:00", up to a week after the race day begins`, parseWall)
}

// parseWall reads h:mm, h:mm:ss or h:mm:ss.f as a time of the race day. Hours
// above 23 belong to the days after it.
func parseWall(s string) (race.Instant, error) {
	if strings.Count(s, ":") == 1 {
		s += ":00"
	}
	c, err := race.ParseClock(s)
	if err != nil || c < 0 || c > 7*race.Day {
		return race.Unseen, errors.New("not a time of day")
	}
	return race.Instant(c), nil
}

// clock reads a running time; NoTime where absent or "unknown".
func (v value) clock() race.Clock {
	return parsed(v, race.NoTime, `a time such as "2:09:00"`, func(s string) (race.Clock, error) {
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

// unknown stands in rule data where the text of the rules leaves a blank.
const unknown = "unknown"

// amount reads a sum of money, or unknown.
func (v value) amount() race.Amount {
	return parsed(v, race.Amount{}, "an amount such as 30000 or 7500.50, or unknown", func(s string) (race.Amount, error) {
		if s == unknown {
			return race.Amount{Unknown: true}, nil
		}
		c, err := race.ParseCents(s)
		return race.Amount{Cents: c}, err
	})
}

// day reads a calendar day as its midnight in a zone; zero where absent.
func (v value) day(zone *time.Location) time.Time {
	return parsed(v, time.Time{}, "a day such as 2022-11-06", func(s string) (time.Time, error) {
		t, err := time.ParseInLocation(time.DateOnly, s, zone)
		if err != nil {
			return time.Time{}, errors.New("not a day of the calendar")
		}
		return t, nil
	})
}

// moment reads an instant: RFC 3339, or a local date and time in the zone. A
// day alone means its end where ends is set, else its beginning.
func (v value) moment(zone *time.Location, ends bool) time.Time {
	return parsed(v, time.Time{}, "an instant such as 2022-11-13T24:00 (local) or 2022-11-14T00:00:00+08:00", func(s string) (time.Time, error) {
		return parseMoment(s, zone, ends)
	})
}

func parseMoment(s string, zone *time.Location, ends bool) (time.Time, error) {
	bad := errors.New("not an instant")
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone), nil
	}
	date, clock, timed := strings.Cut(strings.Replace(s, " ", "T", 1), "T")
	t, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		return time.Time{}, bad
	}
	y, m, d := t.Date()
	if !timed {
		if ends {
			t = time.Date(y, m, d+1, 0, 0, 0, 0, zone)
		}
		return t, nil
	}
	at, err := parseWall(clock)
	if err != nil || at > race.Instant(race.Day) {
		return time.Time{}, bad
	}
	return time.Date(y, m, d, 0, 0, int(at/1000), int(at%1000)*1e6, zone), nil
}

// idPattern is what editions, races and divisions may be called: their ids are
// parts of URLs.
var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// reserved are the names of the site's own folders, and of the keys that stand
// beside division ids.
var reserved = []string{"runners", "awards", "statistics", "media", "embed", "rules", "certificates", "history", "records",
	"search", "editions", "bibs", "surnames", "verify", "assets", "glossary", "index", "others", "overall", "changes", "guide", "currency", "by", "exchange"}

// checkID says why an id cannot be used, or nil.
func checkID(id string, languages []string) error {
	switch {
	case !idPattern.MatchString(id) || len(id) > 64:
		return errors.New("not made of lower-case letters, digits and hyphens")
	case slices.Contains(reserved, id):
		return errors.New("reserved for a folder or key of the program's own")
	case device(id):
		return errDevice
	case slices.Contains(languages, id), id == "zh", id == "en", id == "ja":
		return errors.New("the name of a language")
	}
	return nil
}

// id checks an id and reports a bad one at v.
func (v value) id(kind, id string, languages []string) bool {
	if err := checkID(id, languages); err != nil {
		hint := "expected: lower-case letters, digits and hyphens, and no folder name of the site"
		if errors.Is(err, errDevice) {
			hint = "expected: another name, such as " + id + "-1"
		}
		v.fail("bad_id", hint, "the %s id %q is %v", kind, id, err)
		return false
	}
	return true
}
