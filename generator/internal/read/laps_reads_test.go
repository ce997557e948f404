package read

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// lapRace is a race of laps with some reads, "reader hh:mm:ss" each, of the runners
// with the chips C1, C2 and C3 by their own.
func lapRace(rules, points string, reads ...string) fstest.MapFS {
	text := ""
	for i, list := range reads {
		for read := range strings.SplitSeq(list, ", ") {
			if reader, clock, ok := strings.Cut(read, " "); ok {
				text += fmt.Sprintf("C%d,%s,%s\n", i+1, clock, reader)
			}
		}
	}
	yaml := strings.Replace(lapsYAML, "    lap_km: 1.2\n    limit: 6h\n", "    "+rules+"\n", 1) +
		fmt.Sprintf("    timing: [{kind: reads, file: reads.txt, format: generic, columns: {\"1\": chip, \"2\": time, \"3\": reader}, points: {%s}}]\n", points)
	return files("data/2022/edition.yaml", yaml, folder+"entries.csv", chipped, folder+"times.csv", "absent", folder+"reads.txt", text)
}

func TestEachPassAtTheEndOfALapIsOne(t *testing.T) {
	const rules, line, mats = "lap_km: 2\n    limit: 6h", "m: [start, lap]", "s: start, l: lap"
	for claim, c := range map[string]struct {
		rules, points, reads string
		passed               string // start and laps of bib 1, with the number of laps
		said                 string // the codes of what is said of bib 1
	}{
		"the first pass at the start is no lap":                          {rules, line, "m 07:30:05, m 07:40:00, m 07:50:30", "7:30:05 7:40:00 7:50:30 | 2", ""},
		"also where only ends of laps are asked for":                     {rules, "m: lap", "m 07:30:05, m 07:40:00, m 07:50:30", "- 7:40:00 7:50:30 | 2", ""},
		"the start has a mat of its own":                                 {rules, mats, "s 07:29:50, s 07:30:08, l 07:40:00, l 07:50:30, s 08:00:00", "7:30:08 7:40:00 7:50:30 | 2", ""},
		"whoever waits at the start starts at the last read":             {rules, line, "m 07:25:00, m 07:28:00, m 07:30:20, m 07:40:00, m 07:51:00", "7:30:20 7:40:00 7:51:00 | 2", ""},
		"somebody in the tenth minute starts, if laps take longer":       {rules, line, "m 07:35:00, m 07:45:00, m 07:55:30, m 08:05:30", "7:35:00 7:45:00 7:55:30 8:05:30 | 3", ""},
		"a start that was not read costs no lap":                         {rules, line, "m 07:40:00, m 07:50:30, m 08:01:00", "- 7:40:00 7:50:30 8:01:00 | 3", ""},
		"what can be both is told":                                       {rules, line, "m 07:37:30, m 07:47:30, m 07:57:30, m 08:07:30", "- 7:37:30 7:47:30 7:57:30 8:07:30 | 4", "doubtful_pass"},
		"passes nearer than anybody runs a lap are one":                  {rules, line, "m 07:30:05, m 07:40:00, m 07:42:00, m 07:44:30, m 07:55:00", "7:30:05 7:40:00 7:55:00 | 2", ""},
		"a declared gap holds":                                           {rules, line + "}, gap: \"0:08:00\", window: \"0:00:30\", offsets: {", "m 07:30:05, m 07:40:00, m 07:47:00, m 07:58:00", "7:30:05 7:40:00 7:58:00 | 2", ""},
		"a lap in half the time of the others is told":                   {rules, line, "m 07:30:05, m 07:40:00, m 07:45:30, m 07:55:30, m 08:05:30", "7:30:05 7:40:00 7:45:30 7:55:30 8:05:30 | 4", "doubtful_pass"},
		"a lap that takes as long as two is told":                        {rules, line, "m 07:30:05, m 07:40:00, m 07:50:00, m 08:10:00, m 08:20:00", "7:30:05 7:40:00 7:50:00 8:10:00 8:20:00 | 4", "pass_missing"},
		"of laps after the limit one is kept":                            {"lap_km: 2\n    limit: 0:25:00", line, "m 07:30:05, m 07:40:00, m 07:54:59, m 08:05:00, m 08:15:00", "7:30:05 7:40:00 7:54:59 8:05:00 | 3", ""},
		"a mat and its backup end a lap once":                            {rules, "m: [start, lap], b: lap", "m 07:30:05, m 07:40:00, b 07:40:01, b 07:50:30, m 08:01:00, b 08:01:02", "7:30:05 7:40:00 7:50:30 8:01:00 | 3", ""},
		"the last read of a pass, where that is asked for":               {rules, line + "}, pick: {lap: last}, offsets: {", "m 07:30:05, m 07:40:00, m 07:40:20, m 07:50:30", "7:30:05 7:40:20 7:50:30 | 2", ""},
		"whoever waits for the next hour of a backyard ended one lap":    {"lap_km: 6.706", line, "m 07:30:00, m 08:18:00, m 08:30:00, m 09:20:00, m 09:30:00, m 10:19:00", "7:30:00 8:18:00 9:20:00 10:19:00 | 3", "undated"},
		"a race of 24 hours goes on after midnight, without dates too":   {"lap_km: 60\n    limit: 24h", line, "m 07:30:05, m 13:00:00, m 19:30:00, m 01:30:00, m 07:29:00", "7:30:05 13:00:00 19:30:00 25:30:00 31:29:00 | 4", ""},
		"and the last minutes of the day are not those before the gun":   {"lap_km: 60\n    limit: 24h", line, "m 07:29:30, m 07:30:05, m 13:00:00, m 19:30:00, m 01:30:00, m 07:29:59, m 07:31:00", "7:30:05 13:00:00 19:30:00 25:30:00 31:29:59 | 4", ""},
		"more laps than can be chained on a course":                      {"lap_km: 0.4\n    limit: 24h", line, track(700), "7:30:01 | 700", ""},
		"a point column names the end of a lap":                          {rules, "x: start}, columns: {\"1\": chip, \"2\": time, \"3\": point}, offsets: {", "start 07:30:05, lap 07:40:00, finish 07:50:30", "7:30:05 7:40:00 7:50:30 | 2", ""},
		"a runner with a start alone did not end a lap":                  {rules, line, "m 07:30:05", "7:30:05 | 0", ""},
		"a chip that lay at the line ended one lap, and runs on from it": {rules, line, "m 07:30:05, " + lying("07:40:00", 45) + "m 08:35:00, m 08:45:10", "7:30:05 7:40:00 8:35:00 8:45:10 | 3", "parked_chip"},
	} {
		t.Run(claim, func(t *testing.T) {
			points := c.points
			fsys := lapRace(c.rules, points, c.reads)
			if strings.Contains(points, "columns") {
				raw := fsys["data/2022/edition.yaml"].Data
				fsys["data/2022/edition.yaml"].Data = []byte(strings.NewReplacer(`columns: {"1": chip, "2": time, "3": reader}, points: {x: start}, `, "").Replace(string(raw)))
			}
			archive, list := Project(fsys)
			if c.said == "undated" {
				if !strings.Contains(findings(list), "[undated_laps]") {
					t.Fatal(findings(list))
				}
				for n, line := range strings.SplitAfter(string(fsys[folder+"reads.txt"].Data), "\n") {
					if n == 0 {
						fsys[folder+"reads.txt"].Data = nil
					}
					fsys[folder+"reads.txt"].Data = append(fsys[folder+"reads.txt"].Data, strings.Replace(line, ",", ",2022-11-06 ", 1)...)
				}
				archive, list = Project(fsys)
			}
			if archive == nil {
				t.Fatal(findings(list))
			}
			rc := archive.Editions[0].Races[0]
			timing := entry(t, rc, "1").Timing
			got := []string{}
			for i, at := range timing.At[:len(timing.At)-1] {
				if at != race.Unseen || i == 0 {
					got = append(got, clocksOf(timing.At[i:i+1]))
				}
			}
			if len(got) > 10 {
				got = got[:1]
			}
			if s := fmt.Sprintf("%s | %d", strings.Join(got, " "), timing.Laps); s != c.passed {
				t.Errorf("%s, not %s\n%s", s, c.passed, findings(list))
			}
			codes := ""
			for _, p := range list {
				codes += p.Code + " "
			}
			if c.said == "undated" {
				c.said = ""
			}
			if strings.TrimSpace(codes) != c.said {
				t.Errorf("said %s, not %s\n%s", codes, c.said, findings(list))
			}
		})
	}
}

// track is the reads of somebody who runs laps of 400 m, two minutes each.
func track(laps int) string {
	list := "m 07:30:01"
	for i := range laps {
		at := race.Clock(7*3_600_000+30*60_000) + race.Clock(i+1)*115_000
		list += ", m " + (at % race.Day).String()
	}
	return list
}

// lying is the reads of a chip that lies at the line, one every twenty seconds.
func lying(from string, minutes int) string {
	at, _ := race.ParseClock(from)
	list := ""
	for i := range minutes * 3 {
		list += "m " + (at + race.Clock(i)*20_000).String() + ", "
	}
	return list
}

func TestLapsFromReadsGoWithOtherThings(t *testing.T) {
	const rules, line = "lap_km: 2\n    limit: 6h", "m: [start, lap]"
	all := func(rc *race.Race) string {
		var list []string
		for _, e := range rc.Entries {
			switch t := e.Timing; {
			case t == nil:
				list = append(list, "none")
			case t.SetAside:
				list = append(list, "set aside")
			default:
				list = append(list, fmt.Sprint(t.Laps))
			}
		}
		return strings.Join(list, " ")
	}
	const three = "m 07:30:05, m 07:40:00, m 07:50:30, m 08:01:00"
	until := three // up to the limit
	for at := race.Clock(8*3_600_000 + 11*60_000); at < 13*3_600_000+30*60_000; at += 630_000 {
		until += ", m " + at.String()
	}
	for claim, c := range map[string]struct {
		reads, more []string
		laps, said  string
	}{
		"a line that is torn puts a runner under review who may have run a lap more": {[]string{until, three}, []string{"C1,12:0", "C2,08:1"}, "34 set aside none", "row_set_aside row_set_aside row_set_aside"},
		"reads and a table that say the same":                                        {[]string{three, three}, []string{"times.csv", "bib,laps,finish\n1,3,0:31:00\n"}, "3 3 none", ""},
		"reads and a table that count otherwise":                                     {[]string{three, three}, []string{"times.csv", "bib,laps,finish\n1,4,0:51:00\n"}, "set aside 3 none", "row_set_aside"},
		"a table says a lap that was not read":                                       {[]string{three, three}, []string{"times.csv", "bib,lap-4\n1,0:51:00\n"}, "4 3 none", ""},
	} {
		t.Run(claim, func(t *testing.T) {
			fsys := lapRace(rules, line, c.reads...)
			if c.more[0] == "times.csv" {
				fsys[folder+"times.csv"] = &fstest.MapFile{Data: []byte(c.more[1])}
				raw := string(fsys["data/2022/edition.yaml"].Data)
				fsys["data/2022/edition.yaml"].Data = []byte(strings.Replace(raw, "timing: [{", "timing: [{file: times.csv}, {", 1))
			} else {
				fsys[folder+"reads.txt"].Data = append(fsys[folder+"reads.txt"].Data, strings.Join(c.more, "\n")+"\n"...)
			}
			archive, list := Project(fsys)
			if archive == nil {
				t.Fatal(findings(list))
			}
			codes := ""
			for _, p := range list {
				codes += p.Code + " "
			}
			if got := all(archive.Editions[0].Races[0]); got != c.laps || strings.TrimSpace(codes) != c.said {
				t.Errorf("%s, not %s\n%s", got, c.laps, findings(list))
			}
		})
	}
	t.Run("a clock at the line that is off by an hour is named", func(t *testing.T) {
		const off = "s 07:30:05, l 08:40:00, l 08:50:30, l 09:01:00"
		_, list := Project(lapRace(rules, "s: start, l: lap", off, off, off))
		if !strings.Contains(findings(list), `the clock of the reader "l" seems to be 1:00:00 fast`) {
			t.Error(findings(list))
		}
	})
}

// A race of laps whose runners wait at the line, rest beside the mat, are heard many
// times and by a backup, and walk over the line when all is over, comes back from
// every format lap by lap.
func TestLapsComeBackInEveryFormat(t *testing.T) {
	for i, v := range slices.Concat(writers, undated) {
		t.Run(fmt.Sprintf("%s, writer %d", v.name, i), func(t *testing.T) {
			for seed := range max(2, *trueRaces/4) {
				w := rand.New(rand.NewPCG(uint64(seed), uint64(i)))
				size := w.IntN(4)
				km, hours := []float64{0.4, 1.2, 2, 5}[size], []int{1, 2, 6, 24}[size]
				gun, limit := race.Instant(27_000_000), race.Instant(hours)*3_600_000
				files := [2]string{v.head, v.head}
				hear := func(reader int, chip string, at race.Instant) {
					days := int(at / race.Instant(race.Day))
					files[reader] += v.line(fmt.Sprintf("%02x", reader), chip, raceDay.AddDate(0, 0, days), at-race.Instant(days)*race.Instant(race.Day)) + "\n"
				}
				entries := "bib,name,gender,chip\n"
				var want [][]race.Instant
				for k := range 8 {
					chip := fmt.Sprintf("%012x", 0x58000000+k*3)
					entries += fmt.Sprintf("%d,Runner,M,%s\n", k+1, chip)
					at := gun + race.Instant(w.IntN(60_000))
					for wait := at - 300_000; wait < at; wait += 45_000 {
						hear(0, chip, wait)
					}
					hear(0, chip, at)
					passes := []race.Instant{at}
					lap := race.Instant(km * float64(240+w.IntN(240)) * 1000)
					for at <= gun+limit {
						at += lap * race.Instant(95+w.IntN(12)) / 100
						passes = append(passes, at)
						if w.IntN(9) == 0 {
							hear(1, chip, at)
						} else {
							hear(0, chip, at)
							hear(0, chip, at+1300)
							hear(1, chip, at+2100)
						}
						if w.IntN(12) == 0 { // rests
							for rest := w.IntN(40); rest > 0 && at <= gun+limit; rest-- {
								at += 25_000
								hear(0, chip, at)
							}
						}
					}
					for range w.IntN(3) {
						hear(0, chip, at+race.Instant(300_000+w.IntN(600_000)))
					}
					want = append(want, passes)
				}
				keys, end := v.keys, ""
				if keys == byFile {
					keys, end = "", ".txt"
				}
				fsys := lapRace(fmt.Sprintf("lap_km: %g\n    limit: %dh", km, hours), "x: lap")
				yaml, _, _ := strings.Cut(string(fsys["data/2022/edition.yaml"].Data), "    timing:")
				fsys["data/2022/edition.yaml"].Data = []byte(yaml + fmt.Sprintf("    timing: [{kind: reads, file: \"*.txt\", format: %s%s, points: {\"00%s\": [start, lap], \"01%s\": lap}}]\n", v.name, keys, end, end))
				fsys[folder+"entries.csv"].Data = []byte(entries)
				delete(fsys, folder+"reads.txt")
				for reader, text := range files {
					fsys[folder+fmt.Sprintf("%02x.txt", reader)] = &fstest.MapFile{Data: []byte(text)}
				}
				archive, list := Project(fsys)
				if archive == nil {
					t.Fatalf("seed %d: %s", seed, findings(list))
				}
				for k, passes := range want {
					for n := range passes {
						passes[n] = v.shown(passes[n])
					}
					late := func(at race.Instant) bool { return at > gun+limit } // no lap, whatever it was
					timing := archive.Editions[0].Races[0].Entries[k].Timing
					passes = slices.DeleteFunc(passes, late)
					if got := slices.DeleteFunc(slices.Clone(timing.At[:timing.Laps+1]), late); !slices.Equal(got, passes) {
						t.Fatalf("seed %d, laps of %g km, %d hours: bib %d passed at\n%s, not at\n%s\n%s", seed, km, hours, k+1, clocksOf(got), clocksOf(passes), findings(list))
					}
				}
			}
		})
	}
}
