package chipreads

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/chipreads/vendors"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/table"
)

// A course is how the points of a race lie on the readers.
type course struct {
	km       []float64
	stations []Station // one reader each
}

// gather reads lines of one runner without a date: reader, chip A7000, time of day.
func (of course) gather(start race.Instant, lines []string) (*race.Race, problem.List) {
	zone := time.FixedZone("CST", 8*3600)
	rc := &race.Race{ID: "marathon", Gun: start, Divisions: []*race.Division{{ID: "all", Gun: race.Unseen}}, Entries: []*race.Entry{{Bib: "1", Chip: "A7000"}}}
	for i, km := range of.km {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("p%d", i), At: race.Distance(km * float64(race.Kilometre))})
	}
	var found problem.List
	files := fstest.MapFS{"reads.txt": {Data: []byte(strings.Join(lines, "\n"))}}
	columns := []vendors.Column{{Header: "1", Role: "reader"}, {Header: "2", Role: "chip"}, {Header: "3", Role: "time"}}
	Gather(Input{Tables: table.NewReader(files, &found), Edition: &race.Edition{ID: "2022", Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Unseen},
		Race: rc, Bibs: map[string]int{"1": 0}, Join: func(e *race.Entry, t *race.Timing, _ problem.Level) { e.Timing = t }},
		[]Source{{Files: []string{"reads.txt"}, Format: "generic", Columns: columns, Window: DefaultWindow, Stations: of.stations}})
	return rc, found
}

func times(list []race.Instant) string {
	var out []string
	for _, at := range list {
		if at == race.Unseen {
			out = append(out, "-")
		} else {
			out = append(out, race.Clock(at).String())
		}
	}
	return strings.Join(out, " ")
}

// ran is what the reads of one runner, "reader hh:mm:ss" each, become.
func ran(t *testing.T, on course, start race.Instant, reads string) (passed, said string) {
	t.Helper()
	var lines []string
	for read := range strings.SplitSeq(reads, ", ") {
		reader, clock, _ := strings.Cut(read, " ")
		lines = append(lines, reader+",A7000,"+clock)
	}
	rc, found := on.gather(start, lines)
	var codes []string
	for _, p := range found {
		if p.Code != "silent_reader" {
			codes = append(codes, p.String())
		}
	}
	said = strings.Join(codes, "\n")
	timing := rc.Entries[0].Timing
	switch {
	case timing == nil:
		return "never seen", said
	case timing.SetAside:
		return "set aside", said
	}
	return times(timing.At), said
}

func TestPassesOfAMat(t *testing.T) {
	laps := func(n int, km float64) course {
		c, s := course{}, Station{Name: "m"}
		for i := range n + 1 {
			c.km, s.Points = append(c.km, km*float64(i)), append(s.Points, i)
		}
		c.stations = []Station{s}
		return c
	}
	two := course{km: []float64{0, 10}, stations: []Station{{Name: "s", Points: []int{0}}, {Name: "f", Points: []int{1}}}}
	twice := course{km: []float64{0, 10, 20, 30, 42.195}, stations: []Station{{Name: "s", Points: []int{0}}, {Name: "m", Points: []int{1, 3}}, {Name: "t", Points: []int{2}}, {Name: "f", Points: []int{4}}}}
	ultra := course{km: []float64{0, 60, 100}, stations: []Station{{Name: "s", Points: []int{0}}, {Name: "h", Points: []int{1}}, {Name: "f", Points: []int{2}}}}
	longer := course{km: []float64{0, 60, 100, 160}, stations: []Station{{Name: "s", Points: []int{0}}, {Name: "h", Points: []int{1}}, {Name: "k", Points: []int{2}}, {Name: "f", Points: []int{3}}}}
	for claim, c := range map[string]struct {
		on     course
		gun    race.Instant
		reads  string
		passed string
		said   string // the codes of what is said, in part
	}{
		"a first lap within ten minutes counts":                   {laps(4, 2.5), gun, "m 07:30:05, m 07:38:10, m 07:48:30, m 07:58:50, m 08:09:40", "7:30:05 7:38:10 7:48:30 7:58:50 8:09:40", ""},
		"laps of a minute on a track count":                       {laps(5, 0.4), gun, "m 07:30:01, m 07:31:05, m 07:32:11, m 07:33:18, m 07:34:24, m 07:35:25", "7:30:01 7:31:05 7:32:11 7:33:18 7:34:24 7:35:25", ""},
		"a slow lap after fast ones counts":                       {laps(3, 2.5), gun, "m 07:30:05, m 07:39:00, m 07:48:00, m 08:45:00", "7:30:05 7:39:00 7:48:00 8:45:00", "doubtful_pass"},
		"who rests at the mat passes it once":                     {laps(3, 2.5), gun, "m 07:30:05, m 07:40:00, m 07:43:00, m 07:45:30, m 07:56:00, m 08:06:00", "7:30:05 7:40:00 7:56:00 8:06:00", ""},
		"a lap that was not read is the one of twice a lap":       {laps(4, 2.5), gun, "m 07:30:05, m 07:40:00, m 08:00:00, m 08:10:00", "7:30:05 7:40:00 - 8:00:00 8:10:00", "pass_missing"},
		"one pass of two after two hours is the second":           {twice, gun, "s 07:30:05, m 09:30:00, f 10:20:00", "7:30:05 - - 9:30:00 10:20:00", "pass_missing"},
		"one pass of two after 40 minutes is the first":           {twice, gun, "s 07:30:05, m 08:10:00, f 10:20:00", "7:30:05 8:10:00 - - 10:20:00", "pass_missing"},
		"a pass between both is told":                             {twice, gun, "s 07:30:05, m 08:55:00, f 10:30:00", "7:30:05 8:55:00 - - 10:30:00", "can be that of p1 or of p3"},
		"the point between decides":                               {twice, gun, "s 07:30:05, t 08:50:00, m 09:30:00, f 10:20:00", "7:30:05 - 8:50:00 9:30:00 10:20:00", "pass_missing"},
		"a read before the own start is no finish":                {two, gun, "f 07:42:00, s 07:45:00, f 08:50:00", "7:45:00 8:50:00", "stray_reads"},
		"nor where one could have run that fast":                  {two, gun, "f 08:05:00, s 08:10:00, f 09:20:00", "8:10:00 9:20:00", "stray_reads"},
		"nor where no other follows":                              {two, gun, "f 07:42:00, s 07:45:00", "7:45:00 -", "stray_reads"},
		"nor where one had been heard waiting before":             {two, gun, "s 07:31:00, f 07:42:00, s 07:45:00, f 08:50:00", "7:45:00 8:50:00", "stray_reads"},
		"nor on a mat that is passed twice":                       {twice, gun, "m 07:40:00, s 07:45:00, m 08:30:00, t 09:20:00, m 10:10:00, f 11:20:00", "7:45:00 8:30:00 9:20:00 10:10:00 11:20:00", ""},
		"who has no start keeps all else":                         {two, gun, "f 08:50:00", "- 8:50:00", ""},
		"a finish at one in the morning is of the next day":       {ultra, gun, "s 07:30:02, h 16:00:00, f 01:00:00", "7:30:02 16:00:00 25:00:00", ""},
		"a point at the gun's own time is of the next day":        {ultra, gun, "s 07:30:02, h 18:00:00, f 07:30:00", "7:30:02 18:00:00 31:30:00", ""},
		"a point after the gun's time can be of the next":         {longer, gun, "s 07:30:02, h 16:00:00, k 01:00:00, f 09:00:00", "7:30:02 16:00:00 25:00:00 33:00:00", ""},
		"also where the points between were not read":             {longer, gun, "s 07:30:02, k 01:00:00, f 10:00:00", "7:30:02 - 25:00:00 34:00:00", ""},
		"a gun just after midnight has starts of the day on":      {ultra, 300 * second, "s 23:59:50, h 08:00:00, f 14:00:00", "-0:00:10 8:00:00 14:00:00", ""},
		"who tried the mat before the gun is not of the next day": {two, gun, "f 07:00:00, s 07:30:05, f 08:20:00", "7:30:05 8:20:00", "before_gun"},
	} {
		passed, said := ran(t, c.on, c.gun, c.reads)
		if passed != c.passed {
			t.Errorf("%s: passed at %s, not at %s\n%s", claim, passed, c.passed, said)
		}
		if c.said == "" && said != "" || !strings.Contains(said, c.said) {
			t.Errorf("%s: said %s", claim, said)
		}
	}
}

func TestAChipThatLiesAtAMatOfManyLapsCostsLittle(t *testing.T) {
	c, s := course{}, Station{Name: "m"}
	for i := range 200 {
		c.km, s.Points = append(c.km, 0.4*float64(i)), append(s.Points, i)
	}
	c.stations = []Station{s}
	var lines []string
	at := gun
	for range 480 {
		at += 100 * second
		lines = append(lines, "m,A7000,"+race.Clock(at).String())
	}
	rc, _ := c.gather(gun, lines)
	if rc.Entries[0].Timing == nil {
		t.Error("never seen")
	}
}
