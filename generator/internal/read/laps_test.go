package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

const lapsYAML = `name: {zh: 测试赛, en: Test Race}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  marathon:
    kind: laps
    lap_km: 1.2
    limit: 6h
    gun: "07:30:00"
    divisions:
      men: {gender: M}
      women: {gender: F}
`

func TestLapsAreRead(t *testing.T) {
	with := func(times string) []string {
		return []string{"data/2022/edition.yaml", lapsYAML, folder + "times.csv", times}
	}
	t.Run("a column a lap; laps that nobody ran are no points", func(t *testing.T) {
		rc := expect(t, files(with("bib,start,lap-1,lap-2,lap-3\n1,0:00:02,1:00:00,2:00:00,\n2,0:00:03,1:10:00,,6:30:00\nF3,,,,\n")...))
		if ids := strings.Join(pointIDs(rc), " "); ids != "start lap-1 lap-2 lap-3 finish laps" || rc.Length != 3600*race.Kilometre/1000 {
			t.Error(ids, rc.Length)
		}
		if a, b := rc.Entries[0].Timing, rc.Entries[1].Timing; a.Laps != 2 || b.Laps != 3 || len(a.At) != 5 {
			t.Errorf("%+v %+v", a, b)
		}
		if rc.RaceEnd != rc.Gun.After(6*3_600_000) {
			t.Error("the race is over at its limit")
		}
	})
	t.Run("the number of laps and the time of the last", func(t *testing.T) {
		rc := expect(t, files(with("bib,laps,finish,status\n1,42,5:50:00,\n2,7,2:00:00,DNF\nF3,0,,\n")...))
		if a, b, c := rc.Entries[0].Timing, rc.Entries[1].Timing, rc.Entries[2].Timing; a.Laps != 42 || b.Laps != 7 || b.Status != race.TimedNone || c.Laps != 0 || len(rc.Points) != 3 {
			t.Errorf("%+v %+v %+v", a, b, c)
		}
	})
	for row, want := range map[string]string{
		"1,5,":         `times.csv:2:3: warning: it says 5 laps, but not when the last one ended [row_set_aside]`,
		"1,,5:00:00":   `there is a time of the last lap, but no number of laps [row_set_aside]`,
		"1,5,6:00:01":  `the last lap ended 6:00:01 after the gun, the limit is 6:00:00, and when the one before ended is not said [row_set_aside]`,
		"1,x,5:00:00":  `"x" is not a number of laps that can be run here [row_set_aside]`,
		"1,90,1:00:00": `nobody runs 90 laps in 1:00:00 [row_set_aside]`,
	} {
		t.Run("finding: "+row, func(t *testing.T) {
			_, list := Project(files(with("bib,laps,finish\n" + row + "\n2,1,0:30:00\nF3,1,0:30:00\n")...))
			if got := findings(list); !strings.Contains(got, want) {
				t.Errorf("findings:\n%swanted:\n%s", got, want)
			}
		})
	}
	for change, want := range map[string]string{
		"lap_km: 1.2|lap_km: 0":        `a lap has no length [bad_value]`,
		"limit: 6h|limit: soon":        `edition.yaml:9:12: error:`,
		"kind: laps|kind: course":      `lap_km is for a race of laps [unknown_key]`,
		"    limit: 6h\n|    km: 10\n": `a race of laps has no km [unknown_key]`,
		"    limit: 6h\n|    teams: [{id: t, name: {zh: 队, en: T}, by: club, scorers: 2}]\n":                                                 `times of a race of laps cannot be added [bad_value]`,
		"    limit: 6h\n|    timing: [{kind: reads, file: reads/*, format: generic, columns: {a: chip, b: time}, points: {\"*\": lap-1}}]\n": `the race has no point "lap-1" [unknown_point]`,
	} {
		t.Run("finding: "+change, func(t *testing.T) {
			old, new, _ := strings.Cut(change, "|")
			_, list := Project(files("data/2022/edition.yaml", strings.Replace(lapsYAML, old, new, 1), folder+"times.csv", "bib,lap-1\n1,1:00:00\n2,1:00:00\nF3,1:00:00\n"))
			if got := findings(list); !strings.Contains(got, want) || !list.Errors() {
				t.Errorf("findings:\n%swanted:\n%s", got, want)
			}
		})
	}
}
