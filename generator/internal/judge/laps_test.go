package judge

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// laps is a race over three laps of 1 km with a limit of an hour. Of each runner
// the ends of the laps are given in minutes, 0 where one was not read.
func laps(limit race.Clock, runners ...[]int) *race.Edition {
	const gun = race.Instant(10 * 3_600_000)
	rc := &race.Race{ID: "laps", Lap: race.Kilometre, Limit: limit, Length: 3 * race.Kilometre, Gun: gun,
		Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}, Points: []race.Point{{ID: "start"}}}
	for n := 1; n <= 3; n++ {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprint("lap-", n), At: race.Kilometre * race.Distance(n), Listed: true})
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: 3 * race.Kilometre, Required: true})
	for i, minutes := range runners {
		t := &race.Timing{At: []race.Instant{race.Unseen, race.Unseen, race.Unseen, race.Unseen, race.Unseen}, Net: race.NoTime}
		for lap, m := range minutes {
			if m > 0 {
				t.At[lap+1], t.Laps = gun.After(race.Clock(m)*60_000), lap+1
			}
		}
		rc.Entries = append(rc.Entries, &race.Entry{Bib: fmt.Sprint(i + 1), Timing: t})
	}
	return edition(rc)
}

func TestLaps(t *testing.T) {
	hour := race.Clock(3_600_000)
	for _, c := range []struct {
		claim   string
		limit   race.Clock
		runners [][]int
		want    string // "place bib laps time"
	}{
		{"the most laps win, of equal many the earlier end of the last", hour, [][]int{{10, 20}, {15, 30, 50}, {12, 19}}, "1 2 3 0:50:00, 2 3 2 0:19:00, 3 1 2 0:20:00"},
		{"equal laps at one time share a place", hour, [][]int{{10, 20}, {11, 20}, {5}}, "1= 1 2 0:20:00, 1= 2 2 0:20:00, 3 3 1 0:05:00"},
		{"a lap that ends at the limit counts, one that ends after it does not", hour, [][]int{{10, 61}, {20, 60}}, "1 2 2 1:00:00, 2 1 1 0:10:00"},
		{"a lap that was not read counts where a later one was", hour, [][]int{{10, 0, 40}, {10, 20}}, "1 1 3 0:40:00, 2 2 2 0:20:00"},
		{"without a limit all count", 0, [][]int{{10, 200}, {20, 60}}, "1 2 2 1:00:00, 2 1 2 3:20:00"},
		{"whoever has no lap in time did not finish", hour, [][]int{{61}, {30}, {}}, "1 2 1 0:30:00, dnf 1 0 , dns 3 0 "},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rv := Rule(laps(c.limit, c.runners...), later).Races[0]
			var all []string
			for i := range rv.Results {
				r := &rv.Results[i]
				place, clock := string(r.Status), ""
				if r.Place > 0 {
					place, clock = fmt.Sprint(r.Place), r.Gun.Text()
				}
				if r.Tied {
					place += "="
				}
				all = append(all, fmt.Sprintf("%s %s %d %s", place, r.Entry.Bib, r.Laps, clock))
				if d := rv.Race.DistanceOf(r); d != race.Kilometre*race.Distance(r.Laps) {
					t.Error(d)
				}
			}
			if got := strings.Join(all, ", "); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}
