package chipreads

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

const (
	second race.Instant = 1000
	gun                 = race.Instant(7*3600+30*60) * second
)

// gathered gathers the reads of two runners at the start, the half and the
// finish, and writes what each of them passed.
func gathered(t *testing.T, lines ...string) (timing map[string]string, n Counts, findings string) {
	t.Helper()
	zone := time.FixedZone("CST", 8*3600)
	rc := &race.Race{ID: "marathon", Gun: gun, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}},
		Points:  []race.Point{{ID: "start"}, {ID: "half", At: 21_097_500 * race.Kilometre / 1_000_000}, {ID: "finish", At: 42_195_000 * race.Kilometre / 1_000_000}},
		Entries: []*race.Entry{{Bib: "1", Chip: "C1"}, {Bib: "2", Chip: "C2/K2"}}}
	var found problem.List
	files := fstest.MapFS{"reads.txt": {Data: []byte(strings.Join(lines, "\n"))}}
	timing = map[string]string{}
	n = Gather(Input{Tables: table.NewReader(files, &found), Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone},
		Race: rc, Bibs: map[string]int{"1": 0, "2": 1}, Join: func(e *race.Entry, got *race.Timing, level problem.Level) {
			var at []string
			for _, x := range got.At {
				if at = append(at, "-"); x != race.Unseen {
					at[len(at)-1] = rc.Wall.Text(x)
				}
			}
			if timing[e.Bib] = strings.Join(at, " "); got.SetAside {
				timing[e.Bib] = "set aside"
			}
			e.Timing = got
		}}, []Source{{Files: []string{"reads.txt"}, Format: "chronotrack", Window: DefaultWindow, Gap: DefaultGap,
		Stations: []Station{{Name: "Start", Points: []int{0}}, {Name: "H", Points: []int{1}}, {Name: "F", Points: []int{2}}}}})
	var b strings.Builder
	for _, p := range found.Sorted() {
		b.WriteString(p.String() + "\n")
	}
	return timing, n, b.String()
}

// at is a line of ChronoTrack's.
func at(point, chip, clock string) string {
	return "CT01_13,1," + point + "," + chip + "," + clock + ",1,R,1"
}

func TestReadsBecomeTheTimesAtWhichRunnersPassed(t *testing.T) {
	for claim, c := range map[string]struct {
		lines    []string
		timing   map[string]string
		findings string
	}{
		"the start is the last read before the next point, all else the first": {
			[]string{at("Start", "C1", "07:29:00"), at("Start", "C1", "07:30:10"), at("H", "C1", "08:40:00.5"), at("H", "C1", "08:40:03"), at("F", "C1", "10:00:00"), at("F", "C1", "10:00:02")},
			map[string]string{"1": "7:30:10 8:40:00.5 10:00:00"}, ""},
		"either chip of a runner counts": {
			[]string{at("Start", "c2", "07:30:01"), at("H", "K2", "08:40:00"), at("F", "C2", "10:00:00")},
			map[string]string{"2": "7:30:01 8:40:00 10:00:00"}, ""},
		"who was read at the finish before the half is set aside": {
			[]string{at("Start", "C1", "07:30:01"), at("F", "C1", "08:30:00"), at("H", "C1", "09:00:00")},
			map[string]string{"1": "set aside"},
			`reads.txt:2:1: warning: the chip of bib "1" was read at finish at 8:30:00, though half at 9:00:00 [row_set_aside]` + "\n"},
		"a chip that nobody has is a finding and no runner": {
			[]string{at("Start", "C1", "07:30:01"), at("H", "C1", "08:40:00"), at("F", "C1", "10:00:00"), at("F", "X9", "10:00:00")},
			map[string]string{"1": "7:30:01 8:40:00 10:00:00"},
			`reads.txt:4:13: warning: no entry has the chip "X9": 1 read is ignored [unknown_chip]` + "\n"},
	} {
		timing, n, findings := gathered(t, c.lines...)
		if diff := cmp.Diff(c.timing, timing); diff != "" {
			t.Errorf("%s:\n%s", claim, diff)
		}
		var kept []string
		for line := range strings.Lines(findings) {
			if !strings.Contains(line, "[silent_reader]") {
				kept = append(kept, line)
			}
		}
		if diff := cmp.Diff(c.findings, strings.Join(kept, "")); diff != "" {
			t.Errorf("%s:\n%s", claim, diff)
		}
		if n.Reads != len(c.lines) || n.Unknown != strings.Count(findings, "[unknown_chip]") {
			t.Errorf("%s: %+v", claim, n)
		}
	}
}
