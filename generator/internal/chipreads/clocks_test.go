package chipreads

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

const minutes = 60 * second

// clockFindings gathers a field of 60 whose readers are off by what wrong says for
// a time of their clock, and returns what is said of clocks.
func clockFindings(dated bool, km map[string]float64, order []string, wrong map[string]func(race.Instant) race.Instant) string {
	rc := &race.Race{ID: "m", Gun: gun, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}}
	source := Source{Files: []string{"reads.txt"}, Format: "generic", Window: DefaultWindow,
		Columns: []vendors.Column{{Header: "1", Role: "reader"}, {Header: "2", Role: "chip"}, {Header: "3", Role: "time"}}}
	for _, name := range order {
		at := race.Distance(km[name] * float64(race.Kilometre))
		if n := len(rc.Points); n == 0 || rc.Points[n-1].At != at {
			rc.Points = append(rc.Points, race.Point{ID: "p" + name, At: at})
		}
		source.Stations = append(source.Stations, Station{Name: name, Points: []int{len(rc.Points) - 1}})
	}
	r := rand.New(rand.NewPCG(1, 2))
	bibs := map[string]int{}
	var lines []string
	for i := range 60 {
		bib := fmt.Sprint(i + 1)
		rc.Entries, bibs[bib] = append(rc.Entries, &race.Entry{Bib: bib, Chip: "C" + bib}), i
		at, pace, far := gun+race.Instant(r.IntN(300))*second, float64(200+r.IntN(200)), 0.0
		for _, name := range order {
			at += race.Instant((km[name] - far) * pace * (0.96 + r.Float64()*0.1) * 1000)
			if km[name] == far && far > 0 {
				at += 300
			}
			far = km[name]
			said := at
			if off := wrong[name]; off != nil {
				said += off(at)
			}
			day, ms := 6, int(said)
			for ms < 0 {
				day, ms = day-1, ms+int(race.Day)
			}
			text := fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000%24, ms/60000%60, ms/1000%60, ms%1000)
			if dated {
				text = fmt.Sprintf("2022-11-%02d %s", day+ms/int(race.Day), text)
			}
			lines = append(lines, name+",C"+bib+","+text)
		}
	}
	zone := time.FixedZone("CST", 8*3600)
	var found problem.List
	Gather(Input{Tables: table.NewReader(fstest.MapFS{"reads.txt": {Data: []byte(strings.Join(lines, "\n"))}}, &found),
		Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Unseen},
		Race:    rc, Bibs: bibs, Join: func(e *race.Entry, t *race.Timing, _ problem.Level) { e.Timing = t }}, []Source{source})
	var said []string
	for _, p := range found.Sorted() {
		if p.Code == "clock_offset" {
			said = append(said, p.Text+" | "+p.Hint)
		}
	}
	return strings.Join(said, "\n")
}

func TestTheClockThatIsOffIsNamedWithOneOffset(t *testing.T) {
	by := func(off race.Instant) func(race.Instant) race.Instant {
		return func(race.Instant) race.Instant { return off }
	}
	type offs = map[string]func(race.Instant) race.Instant
	const hours = 60 * minutes
	full := map[string]float64{"s": 0, "a": 10, "h": 21.0975, "b": 30, "f": 42.195}
	points := []string{"s", "a", "h", "b", "f"}
	three, short := map[string]float64{"s": 0, "h": 21.0975, "f": 42.195}, []string{"s", "h", "f"}
	for claim, c := range map[string]struct {
		km    map[string]float64
		order []string
		off   offs
		want  []string // parts of the findings, one each
	}{
		"all are right":                {full, points, nil, nil},
		"an hour fast in the middle":   {full, points, offs{"h": by(hours)}, []string{`reader "h" seems to be 1:00:00 fast`, `offsets: {"h": "-1:00:00"}`}},
		"an hour slow in the middle":   {full, points, offs{"a": by(-hours)}, []string{`reader "a" seems to be 1:00:00 slow`, `offsets: {"a": "1:00:00"}`}},
		"half a day":                   {full, points, offs{"h": by(12 * hours)}, []string{`reader "h" seems to be 12:00:00 fast`, `offsets: {"h": "-12:00:00"}`}},
		"half a day of three":          {three, short, offs{"h": by(12 * hours)}, []string{`reader "h" seems to be 12:00:00 fast`, `offsets: {"h": "-12:00:00"}`}},
		"the start":                    {full, points, offs{"s": by(hours)}, []string{`reader "s" seems to be 1:00:00 fast`}},
		"the start, slow":              {full, points, offs{"s": by(-hours)}, []string{`reader "s" seems to be 1:00:00 slow`}},
		"the finish":                   {full, points, offs{"f": by(-hours)}, []string{`reader "f" seems to be 1:00:00 slow`}},
		"the finish of three":          {three, short, offs{"f": by(12 * hours)}, []string{`reader "f" seems to be 12:00:00 fast`}},
		"two in the same way":          {full, points, offs{"h": by(hours), "f": by(hours)}, []string{`reader "h" seems to be 1:00:00 fast`, `reader "f" seems to be 1:00:00 fast`}},
		"one on UTC":                   {full, points, offs{"b": by(-8 * hours)}, []string{`reader "b" seems to be 8:00:00 slow`, `offsets: {"b": "8:00:00"}`}},
		"all on UTC":                   {full, points, offs{"s": by(-8 * hours), "a": by(-8 * hours), "h": by(-8 * hours), "b": by(-8 * hours), "f": by(-8 * hours)}, []string{`the clocks of all readers agree with each other and seem to be 8:00:00 slow against the gun, as clocks on UTC are in this zone`, `offsets: {"*": "8:00:00"}`}},
		"some minutes":                 {full, points, offs{"h": by(17 * minutes)}, []string{`reader "h" seems to be 0:1`}},
		"a backup some seconds":        {map[string]float64{"s": 0, "h": 21, "f": 42, "g": 42}, []string{"s", "h", "f", "g"}, offs{"g": by(23 * second)}, []string{`reader "g" seems to be 0:00:23 fast, against the reader "f" at the same point, if that one is right`}},
		"a backup that drifts":         {map[string]float64{"s": 0, "h": 21, "f": 42, "g": 42}, []string{"s", "h", "f", "g"}, offs{"g": func(at race.Instant) race.Instant { return (at - gun) / 300 }}, []string{`reader "g" seems to drift`}},
		"a drift of a tenth":           {full, points, offs{"h": func(at race.Instant) race.Instant { return (at - gun - 80*minutes) / 4 }}, []string{`reader "h" seems to drift`}},
		"three of four against a half": {map[string]float64{"s": 0, "a": 10, "h": 21, "f": 42}, []string{"s", "a", "h", "f"}, offs{"a": by(hours), "h": by(hours), "f": by(hours)}, []string{`it cannot be known which`}},
	} {
		for _, dated := range []bool{true, false} {
			got := clockFindings(dated, c.km, c.order, c.off)
			lines := 0
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s (dated %v): %q is not said:\n%s", claim, dated, want, got)
				}
				if strings.Contains(want, "seem") || strings.Contains(want, "known") {
					lines++
				}
			}
			if n := strings.Count(got, "|"); n != lines {
				t.Errorf("%s (dated %v): %d findings, not %d:\n%s", claim, dated, n, lines, got)
			}
		}
	}
}
