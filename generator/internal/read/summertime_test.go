package read

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

// night is a race over the night in which the clocks of Berlin go back from 3:00
// to 2:00, with its times as one file of them has it.
func night(timing, times string) fstest.MapFS {
	return files("data/2022/edition.yaml", `name: {en: Night}
date: 2026-10-25
time_zone: Europe/Berlin
state: official
race_end: "08:00"
races:
  marathon:
    km: 42.195
    gun: "01:30:00"
    divisions: {open: {}}
    points:
      - {id: start, km: 0}
      - {id: half, km: 21.0975, cutoff: "02:30"}
      - {id: finish, km: 42.195, cutoff: "06:30"}
    timing: [{`+timing+`}]
`, folder+"times.csv", times)
}

const changes = `data/2022/edition.yaml:3:12: review: the clocks of Europe/Berlin change during the race, from 3:00:00 to 2:00:00 [clock_change]`

func TestTimesAreWhatReallyPassedWhereTheClocksChange(t *testing.T) {
	const passed = "0:00:05 1:20:00 4:59:00"
	for _, c := range []struct{ what, timing, times string }{
		{"since the gun", "clock: since_gun", "bib,start,half,finish\n1,0:00:05,1:20:00,4:59:00\n"},
		{"by the wall clock", "clock: time_of_day", "bib,start,half,finish\n1,01:30:05,02:50:00,05:29:00\n"},
		{"by the wall clock, with the zone", "clock: time_of_day", "bib,start,half,finish\n1,2026-10-24T23:30:05Z,2026-10-25T02:50:00+02:00,2026-10-25 05:29:00+0100\n"},
		{"by reads of the wall clock", `kind: reads, file: times.csv, format: generic, columns: {"1": bib, "2": time, "3": point}`, "1,2026-10-25T01:30:05,start\n1,2026-10-25T02:50:00,half\n1,2026-10-25T05:29:00,finish\n"},
		{"by reads with their zone", `kind: reads, file: times.csv, format: generic, columns: {"1": bib, "2": time, "3": point}`, "1,2026-10-24T23:30:05Z,start\n1,2026-10-25T02:50:00+02:00,half\n1,1792902540,finish\n"},
	} {
		t.Run(c.what, func(t *testing.T) {
			rc := expect(t, night(c.timing, c.times), changes)
			var got []string
			for _, at := range entry(t, rc, "1").Timing.At {
				got = append(got, at.Since(rc.Gun).String())
			}
			if strings.Join(got, " ") != passed {
				t.Fatalf("%s after the gun, want %s", got, passed)
			}
			if half := rc.Points[1].Cutoff.At.Since(rc.Gun); half.String() != "2:00:00" { // the second half past two
				t.Fatalf("the half closes %s after the gun", half)
			}
		})
	}
}

func TestAReadInTheHourThatComesTwiceKeepsThePointsInOrder(t *testing.T) {
	const table, reads = "clock: time_of_day", `kind: reads, file: times.csv, format: generic, columns: {"1": bib, "2": time, "3": point}`
	for _, c := range []struct{ what, half, finish, want string }{
		{"the first where both do", "02:40:00", "03:40:00", "0:00:05 1:10:00 3:10:00"},
		{"the second where the first does not", "02:50:00", "02:20:00", "0:00:05 1:20:00 1:50:00"},
		{"whatever stands before it", "02:59:59", "02:01:00", "0:00:05 1:29:59 1:31:00"},
	} {
		for kind, project := range map[string]fstest.MapFS{
			"table":       night(table, "bib,start,half,finish\n1,01:30:05,"+c.half+","+c.finish+"\n"),
			"reads":       night(reads, "1,2026-10-25T"+c.finish+",finish\n1,2026-10-25T"+c.half+",half\n1,2026-10-25T01:30:05,start\n"),
			"of no date":  night(reads, "1,"+c.finish+",finish\n1,"+c.half+",half\n1,01:30:05,start\n"),
			"read hourly": night(reads, "1,2026-10-25T01:30:05,start\n1,2026-10-25T"+c.half+",half\n1,2026-10-25T"+c.finish+",finish\n"),
		} {
			archive, found := Project(project)
			if archive == nil {
				t.Fatal(findings(found))
			}
			rc := archive.Editions[0].Races[0]
			var got []string
			for _, at := range entry(t, rc, "1").Timing.At {
				got = append(got, at.Since(rc.Gun).String())
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s, %s: %s, want %s\n%s", c.what, kind, s, c.want, findings(found))
			}
		}
	}
}

func TestARuleTimeThatNoClockShowsIsAnError(t *testing.T) {
	text := strings.NewReplacer("2022-11-06", "2026-03-29", "Asia/Shanghai", "Europe/Berlin", `cutoff: "13:45"`, `cutoff: "02:30"`, `"07:30:00"`, `"01:00"`,
		"state: official", `state: notice
notice_until: 2026-03-29T02:30`).Replace(yearYAML)
	_, found := Project(files("data/2022/edition.yaml", text))
	if got, want := findings(found), `data/2022/edition.yaml:3:12: review: the clocks of Europe/Berlin change during the race, from 2:00:00 to 3:00:00 [clock_change]
data/2022/edition.yaml:5:15: error: notice_until: "2026-03-29T02:30" is a time that no clock shows: it would be 3:30:00 [bad_value]
data/2022/edition.yaml:15:42: error: races.marathon.points.3.cutoff: no clock shows 2:30:00, for it goes from 2:00:00 to 3:00:00 [no_such_time]
`; got != want {
		t.Errorf("found:\n%swanted:\n%s", got, want)
	}
	if hint := found[len(found)-1].Hint; !strings.HasPrefix(hint, `expected: "3:30:00", or a time before 2:00:00`) {
		t.Error(hint)
	}
}

// Whatever the day and the zone of a race, what the clocks showed gives the times
// that passed, in whatever order the rows stand.
func TestTheDayOfARaceChangesNoTime(t *testing.T) {
	zones := []string{"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Chatham"}
	rapid.Check(t, func(rt *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(rt, "zone"))
		if err != nil {
			rt.Fatal(err)
		}
		day := time.Date(2018, 1, 1+rapid.IntRange(0, 800).Draw(rt, "day"), 0, 0, 0, 0, time.UTC)
		w := race.WallOf(day, zone)
		gun, ok := w.First(race.Clock(rapid.IntRange(0, 23*60+59).Draw(rt, "gun")) * 60_000)
		if !ok {
			return // no clock shows it
		}
		want, rows := map[string][3]race.Clock{}, []string{}
		for i := range 4 {
			bib := fmt.Sprint(i + 1)
			times := [3]race.Clock{race.Clock(rapid.IntRange(0, 3_600_000).Draw(rt, "start"))}
			times[1] = times[0] + race.Clock(rapid.IntRange(1, 11*3_600_000).Draw(rt, "half"))
			times[2] = times[1] + race.Clock(rapid.IntRange(1, 11*3_600_000).Draw(rt, "finish"))
			row := bib
			for _, took := range times {
				at := gun.After(took)
				if first, _ := w.First(w.Shows(at)); first != at || w.Second(at) != at {
					row = "" // an hour that comes twice: either reading may be meant
					break
				}
				row += "," + (w.Shows(at) % race.Day).String()
			}
			if row != "" {
				want[bib], rows = times, append(rows, row)
			}
		}
		order := rapid.Permutation(rows).Draw(rt, "order")
		text := strings.NewReplacer("2022-11-06", day.Format(time.DateOnly), "Asia/Shanghai", zone.String(), `, cutoff: "13:45"`, "", "07:30:00", w.Text(gun)).Replace(yearYAML)
		archive, found := Project(files("data/2022/edition.yaml", text+"    timing: [{file: times.csv, clock: time_of_day}]\n",
			folder+"entries.csv", "bib,name,gender\n1,A,M\n2,B,F\n3,C,M\n4,D,F\n", folder+"times.csv", "bib,start,half,finish\n"+strings.Join(order, "\n")+"\n"))
		if found.Errors() {
			rt.Fatal(findings(found))
		}
		rc := archive.Editions[0].Races[0]
		for _, e := range rc.Entries {
			times, timed := want[e.Bib]
			if timed != (e.Timing != nil && !e.Timing.SetAside) {
				rt.Fatalf("bib %s: %+v\n%s", e.Bib, e.Timing, findings(found))
			}
			for i, took := range times {
				if timed && e.Timing.At[i].Since(rc.Gun) != took {
					rt.Fatalf("bib %s: %s became %s", e.Bib, took, e.Timing.At[i].Since(rc.Gun))
				}
			}
		}
	})
}
