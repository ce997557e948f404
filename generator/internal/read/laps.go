package read

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
	"guntime/generator/internal/table/spelling"
	"guntime/generator/internal/yamlpos"
)

// mostLaps is how many laps a race may have; fastestKilometre is a pace that nobody
// runs, by which a limit tells how many there can be.
const (
	mostLaps                    = 1000
	fastestKilometre race.Clock = 120_000
)

// lapsColumn is the column of timing files that says how many laps somebody ran.
const lapsColumn = "laps"

// laps reads what makes a race one of laps, and makes its points.
func laps(rc *race.Race, f yamlpos.Fields) {
	rc.Lap = kilometres(f.Need("lap_km"))
	if v := f.Get("lap_km"); v.Exists() && rc.Lap <= 0 {
		v.Fail("bad_value", "", "a lap has no length")
	}
	rc.Limit = yamlpos.Parsed(f.Get("limit"), 0, `a span such as 6h, 24h or "6:00:00"`, func(text string) (race.Clock, error) {
		if hours, ok := strings.CutSuffix(text, "h"); ok {
			n, err := strconv.Atoi(hours)
			if err != nil || n < 1 || n > 1000 {
				return 0, fmt.Errorf("not a number of hours")
			}
			return race.Clock(n) * 3_600_000, nil
		}
		c, err := race.ParseClock(text)
		if err == nil && c <= 0 {
			err = fmt.Errorf("not a span of time")
		}
		return c, err
	})
	for _, key := range []string{"points", "km", "records", "cutoffs"} {
		if v := f.Get(key); v.Exists() {
			v.Fail("unknown_key", "leave it out", "a race of laps has no %s", key)
		}
	}
	if rc.Lap <= 0 {
		rc.Lap = race.Kilometre // it is an error, and no other follows from it
	}
	most := mostLaps
	if rc.Limit > 0 {
		most = min(most, int(int64(rc.Limit)*int64(race.Kilometre)/int64(fastestKilometre)/int64(rc.Lap))+1)
	}
	rc.Points = []race.Point{{ID: "start"}}
	for n := 1; n <= most; n++ {
		rc.Points = append(rc.Points, race.Point{ID: "lap-" + strconv.Itoa(n), At: rc.Lap * race.Distance(n), Listed: true})
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: rc.Lap * race.Distance(most), Required: true})
	rc.Length = rc.Points[len(rc.Points)-1].At
	if rc.Limit > 0 && rc.RaceEnd == 0 && rc.Gun != race.Unseen {
		rc.RaceEnd = rc.Gun.After(rc.Limit)
	}
}

// fewerLaps leaves out the laps that nobody ran.
func fewerLaps(rc *race.Race) {
	last := 1
	for _, e := range rc.Entries {
		if e.Timing == nil {
			continue
		}
		for i := rc.Finish() - 1; i > last; i-- {
			if e.Timing.At[i] != race.Unseen {
				last = i
				break
			}
		}
	}
	finish := rc.Finish()
	for _, e := range rc.Entries {
		if t := e.Timing; t != nil {
			t.At = append(slices.Clone(t.At[:last+1]), t.At[finish])
		}
	}
	rc.Points[finish].At = rc.Points[last].At
	rc.Points = append(slices.Clone(rc.Points[:last+1]), rc.Points[finish])
	rc.Length = rc.Points[len(rc.Points)-1].At
}

// laps reads how many laps a row has: those that it says, or its last lap with a
// time. Where they cannot be true it says why, and at which column.
func (b *timeReader) laps(timing *race.Timing, r *table.Record) (column int, why string) {
	rc := b.race
	for i := rc.Finish() - 1; i > rc.Start(); i-- {
		if timing.At[i] != race.Unseen {
			timing.Laps = i
			break
		}
	}
	at := timing.At[rc.Finish()]
	if column = b.table.Column(lapsColumn); column >= 0 {
		cell := spelling.Given(r.Cells[column])
		n := 0
		if cell != "" {
			var err error
			if n, err = strconv.Atoi(spelling.Bib(cell)); err != nil || n < 0 || n >= len(rc.Points)-1 {
				return column, fmt.Sprintf("%q is not a number of laps that can be run here", cell)
			}
		}
		switch {
		case timing.Laps > 0 && n != timing.Laps:
			return column, fmt.Sprintf("it says %d laps, but the last lap with a time is the %dth", n, timing.Laps)
		case n > 0 && timing.Laps == 0 && at == race.Unseen:
			return column, fmt.Sprintf("it says %d laps, but not when the last one ended", n)
		case n > 0 && timing.Laps == 0 && !rc.InTime(at):
			return column, fmt.Sprintf("the last lap ended %s after the gun, the limit is %s, and when the one before ended is not said", at.Since(rc.Gun), rc.Limit)
		case n > 0 && timing.Laps == 0 && at.Since(rc.Gun) < race.Clock(int64(n)*int64(rc.Lap)*int64(fastestKilometre)/int64(race.Kilometre)):
			return column, fmt.Sprintf("nobody runs %d laps in %s", n, at.Since(rc.Gun))
		}
		timing.Laps = n
	}
	if timing.Laps == 0 && at != race.Unseen {
		return max(column, b.gun, b.points[rc.Finish()], 0), "there is a time of the last lap, but no number of laps"
	}
	if timing.Laps > 0 && timing.Status == race.TimedDNF { // whoever stops has run the laps before
		timing.Status = race.TimedNone
	}
	return 0, ""
}
