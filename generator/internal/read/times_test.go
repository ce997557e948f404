package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// timed reads the smallest project with other times and, if any, other words
// about them.
func timed(t *testing.T, times, timing string, want ...string) *race.Race {
	t.Helper()
	for i := range want {
		want[i] = folder + "times.csv:" + want[i]
	}
	text := yearYAML
	if timing != "" {
		text += "    timing: [{" + timing + "}]\n"
	}
	return expect(t, files("data/2022/edition.yaml", text, folder+"times.csv", times), want...)
}

func TestTimes(t *testing.T) {
	t.Run("a cell is a time since the gun of the runner's own division", func(t *testing.T) {
		text := year(t, "women: {gender: F}", "women: {gender: F, gun: \"07:15\"}")
		rc := expect(t, files("data/2022/edition.yaml", text))
		if got := shown(entry(t, rc, "2").Timing.At[2]); got != "9:41:00" {
			t.Fatal(got)
		}
	})
	t.Run("a start may be before the gun", func(t *testing.T) {
		rc := timed(t, "bib,start,finish\n1,-0:00:02.5,2:10:00\n", "")
		if got := shown(entry(t, rc, "1").Timing.At[0]); got != "7:29:57.5" {
			t.Fatal(got)
		}
	})
	t.Run("wall clock is taken as it stands, and the small hours are the next day", func(t *testing.T) {
		text := strings.Replace(yearYAML, "07:30:00", "22:00:00", 1)
		text = strings.Replace(text, `, cutoff: "13:45"`, "", 1) + "    timing: [{clock: time_of_day}]\n"
		rc := expect(t, files("data/2022/edition.yaml", text, folder+"times.csv", "bib,start,half,finish,gun\n1,21:59:59.5,23:10:00,00:20:00.25,2:20:00.25\n"))
		at := entry(t, rc, "1").Timing.At
		if shown(at[0]) != "21:59:59.5" || shown(at[2]) != "24:20:00.25" {
			t.Fatal(at)
		}
	})
	t.Run("a net time without a column of the start is as given and counts the start as seen", func(t *testing.T) {
		timing := entry(t, timed(t, "bib,gun,net\n1,2:10:00,2:09:50\n2,2:20:00,\n", ""), "1").Timing
		if timing.Net.String() != "2:09:50" || !timing.Started || timing.At[0] != race.Unseen {
			t.Fatalf("%+v", timing)
		}
	})
	t.Run("a net time beside a column of the start is held against it and dropped", func(t *testing.T) {
		rc := timed(t, "bib,start,gun,net\n1,0:00:10,2:10:00,2:09:50\n2,0:00:10,2:20:00,2:19:48\nF3,,3:00:00,2:59:00\n", "",
			`3:19: warning: the net time 2:19:48 is not the 2:19:50 from start to finish [net_disagrees]`,
			`4:13: warning: net time 2:59:00 given but no start recorded [net_disagrees]`)
		if e := entry(t, rc, "F3").Timing; e.Started || e.Net != race.NoTime {
			t.Fatalf("%+v", e)
		}
	})
	t.Run("gun and finish agree when rounded up, and the raw one stays", func(t *testing.T) {
		rc := timed(t, "bib,gun,finish\n1,2:10:01,2:10:00.2\n2,2:20:00,2:20:00.2\n", "",
			`3:3: warning: the gun time 2:20:00 and the finish 2:20:00.2 do not agree [row_set_aside]`)
		if got := entry(t, rc, "1").Timing.At[2].Since(rc.Gun).String(); got != "2:10:00.2" {
			t.Fatal(got)
		}
	})
	t.Run("statuses are known in English and Chinese", func(t *testing.T) {
		rc := timed(t, "bib,status,gun\n1,完赛,2:10:00\n2,Did not finished,\nF3,未起跑,\n", "")
		got := string(entry(t, rc, "1").Timing.Status + entry(t, rc, "2").Timing.Status + entry(t, rc, "F3").Timing.Status)
		if got != "finisheddnfdns" {
			t.Fatal(got)
		}
	})
	t.Run("a dash is not a time", func(t *testing.T) {
		rc := timed(t, "bib,half,finish\n1,-,—\n2, － ,\n", "")
		if e := entry(t, rc, "1").Timing; e.SetAside || e.At[1] != race.Unseen {
			t.Fatalf("%+v", e)
		}
	})
	t.Run("several files are taken together point by point", func(t *testing.T) {
		text := yearYAML + "    timing: [{file: times.csv}, {file: finish.csv}]\n"
		rc := expect(t, files("data/2022/edition.yaml", text, folder+"times.csv", "bib,start,half\n1,0:00:01,1:05:00\n2,0:00:01,1:15:00\nF3,0:00:05,\n",
			folder+"finish.csv", "bib,half,finish,status\n1,,2:10:00,finished\n2,1:15:01,2:30:00,\nF3,,,finished\n"),
			folder+`finish.csv:3:3: warning: half 1:15:01 differs from 1:15:00 in data/2022/marathon/times.csv:3 [row_set_aside]`,
			folder+`finish.csv:4:1: warning: bib "F3": the status is finished, but there is no finish [row_set_aside]`)
		if e := entry(t, rc, "1").Timing; e.SetAside || shown(e.At[1]) != "8:35:00" || shown(e.At[2]) != "9:40:00" {
			t.Fatalf("%+v", e)
		}
		if !entry(t, rc, "2").Timing.SetAside || !entry(t, rc, "F3").Timing.SetAside {
			t.Fatal("a conflict was kept")
		}
	})
	t.Run("identical rows of a bib are one", func(t *testing.T) {
		timed(t, "bib,finish\n1,2:10:00\n1,2:10:00\n", "", `3:1: warning: the same row for bib "1" is already on line 2; it is used once [duplicate_row]`)
	})
}

func TestSetAside(t *testing.T) {
	for claim, c := range map[string]struct{ row, want string }{
		"an unparsable time":            {"1,0:00:01,1:05:00,2.10,,,", `2:19: warning: "2.10" is not a time in the form h:mm:ss`},
		"four decimals":                 {"1,0:00:01,1:05:00,2:10:00.1234,,,", `2:19: warning: "2:10:00.1234" is not a time in the form h:mm:ss`},
		"a finish before the start":     {"1,2:10:00,,1:05:00,,,", `2:12: warning: finish at 1:05:00 is not after start at 2:10:00`},
		"a finish before the gun":       {"1,,,-0:00:01,,,", `2:5: warning: finish at 7:29:59 is not after the gun at 7:30:00`},
		"points out of course order":    {"1,0:00:01,2:15:00,2:10:00,,,", `2:19: warning: finish at 2:10:00 is not after half at 2:15:00`},
		"an unknown status":             {"1,,,2:10:00,,,lost", `2:15: warning: unknown status "lost"`},
		"a time of one who did not run": {"1,,1:05:00,,,,DNS", `2:15: warning: the status is dns, but half was passed`},
		"a finish of one who dropped":   {"1,,,2:10:00,,,DNF", `2:15: warning: the status is dnf, but there is a finish`},
		"a net of one who dropped":      {"1,,,,,2:10:00,DNF", `2:15: warning: the status is dnf, but there is a net time 2:10:00`},
		"a finisher without any time":   {"1,,,,,,finished", `2:8: warning: the status is finished, but there is no finish`},
		"a cell too few":                {"1,,,2:10:00", `2:12: warning: the row has 4 cells, the header has 7`},
		"a cell too many":               {"1,,,2:10:00,,,,,", `2:16: warning: the row has 9 cells, the header has 7`},
		"a net time below zero":         {"1,,,2:10:00,,-0:00:01,", `2:14: warning: the net time -0:00:01 is not above zero`},
		"a row without a bib":           {",,,2:10:00,,,", `2:1: warning: the row has no bib`},
	} {
		t.Run(claim+" sets the row aside and nobody else", func(t *testing.T) {
			times := "bib,start,half,finish,gun,net,status\n" + c.row + "\n2,0:00:01,1:10:00,2:26:00,2:26:00,,finished\n"
			rc := timed(t, times, "", c.want+" [row_set_aside]")
			if e := entry(t, rc, "2").Timing; e.SetAside || shown(e.At[2]) != "9:56:00" {
				t.Fatalf("%+v", e)
			}
			if strings.HasPrefix(c.row, ",") {
				return
			}
			e := entry(t, rc, "1").Timing
			if e == nil || !e.SetAside || e.At[0] != race.Unseen || e.At[2] != race.Unseen || e.Net != race.NoTime || e.Status != race.TimedNone {
				t.Fatalf("%+v", e)
			}
		})
	}
	t.Run("on_row_error: stop makes an error of it", func(t *testing.T) {
		timed(t, "bib,finish\n1,soon\n", "on_row_error: stop", `2:3: error: "soon" is not a time in the form h:mm:ss [row_set_aside]`)
		for stop, hint := range map[string]string{"on_row_error: stop": "correct it; ", "on_row_error: set_aside": "this row is ignored and "} {
			for _, rows := range []string{"bib,finish\n1,soon\n", "bib,half,finish\n1,soon\n"} {
				_, found := Project(files("data/2022/edition.yaml", yearYAML+"    timing: [{"+stop+"}]\n", folder+"times.csv", rows))
				if len(found) == 0 || !strings.Contains(found[len(found)-1].Hint, hint) {
					t.Errorf("%s: %v", stop, found)
				}
			}
		}
	})
}

func TestDecimalMinutes(t *testing.T) {
	t.Run("a column of decimal minutes is read as such and pointed out", func(t *testing.T) {
		rc := timed(t, "bib,gun,net\n1,143.88,143.80\n2,-,150.1\n", "",
			`1:5: review: the column "gun" is read as decimal minutes, "143.88" as 2:23:52.8 [decimal_minutes]`,
			`1:9: review: the column "net" is read as decimal minutes, "143.80" as 2:23:48 [decimal_minutes]`)
		if got := entry(t, rc, "1").Timing.At[2].Since(rc.Gun); got != 8632800 {
			t.Fatal(got)
		}
	})
	t.Run("one clock in the column and none is minutes", func(t *testing.T) {
		timed(t, "bib,gun\n1,143.88\n2,2:23:53\n", "", `2:3: warning: "143.88" is not a time in the form h:mm:ss; decimal minutes must be declared, time_format: decimal_minutes [row_set_aside]`)
	})
	t.Run("a declared format is taken at its word", func(t *testing.T) {
		timed(t, "bib,gun\n1,143.88\n2,2:23:53\n", "time_format: decimal_minutes", `3:3: warning: "2:23:53" is not decimal minutes such as 143.88 [row_set_aside]`)
		timed(t, "bib,gun\n1,143.88\n", "time_format: clock", `2:3: warning: "143.88" is not a time in the form h:mm:ss; decimal minutes must be declared, time_format: decimal_minutes [row_set_aside]`)
	})
}

func TestRulings(t *testing.T) {
	const at = folder + "rulings.csv:"
	const head = "bib,ruling,clause,authority,date,place,point,note_en,note_zh\n"
	t.Run("rulings stand by date, an undated one with the line before it", func(t *testing.T) {
		rc := expect(t, files(folder+"rulings.csv", head+"2,disqualify,13.3,Jury,2022-11-08,,,Relay,接力\n2,reinstate,13,Jury,,,,,\n1,confirm_point,10.5,Jury,2022-11-07,,half,,\nf3,place,12,Jury,2022-11-09,2,,,\n"))
		var got []string
		for _, r := range rc.Rulings {
			got = append(got, r.Bib+" "+string(r.Kind))
		}
		if s := strings.Join(got, ", "); s != "1 confirm_point, 2 disqualify, 2 reinstate, F3 place" {
			t.Fatal(s)
		}
		if r := rc.Rulings[1]; r.Note["zh"] != "接力" || r.From.Line != 2 || rc.Rulings[3].Place != 2 || rc.Rulings[0].Point != "half" {
			t.Fatalf("%+v", rc.Rulings)
		}
	})
	t.Run("what a ruling cannot mean is an error, each at its cell", func(t *testing.T) {
		expect(t, files(folder+"rulings.csv", head+"9,disqualify,1,J,,,,,\n1,expel,1,J,,,,,\n1,place,1,J,,,,,\n1,place,1,J,,first,,,\n1,confirm_point,1,J,,,7k,,\n1,confirm_point,1,J,,,,,\n1,withdraw,1,J,soon,,,,\n"),
			at+`2:1: error: bib "9" is not in the entries [unknown_bib]`,
			at+`3:3: error: unknown ruling "expel" [unknown_ruling]`,
			at+`4:14: error: the ruling place needs a place [missing_place]`,
			at+`5:14: error: "first" is not a place [bad_place]`,
			at+`6:23: error: the race has no point "7k" [unknown_point]`,
			at+`7:23: error: the ruling confirm_point needs a point [missing_point]`,
			at+`8:16: error: "soon" is not a day [bad_date]`)
	})
	t.Run("a ruling names its clause and its authority", func(t *testing.T) {
		expect(t, files(folder+"rulings.csv", "bib,ruling\n1,withdraw\n"),
			at+`2:1: warning: the ruling on bib "1" names no authority [ruling_without_authority]`,
			at+`2:1: warning: the ruling on bib "1" names no clause [ruling_without_clause]`)
	})
	t.Run("an authority may be named in each language, beside the name for all or without it", func(t *testing.T) {
		rc := expect(t, files(folder+"rulings.csv", "bib,ruling,clause,authority,authority_zh,authority_ja\n1,withdraw,1,Chief Referee,总裁判长,審判長\n2,withdraw,1,,总裁判长,\n"))
		one, two := &rc.Rulings[0], &rc.Rulings[1]
		for got, want := range map[string]string{one.By("zh"): "总裁判长", one.By("ja"): "審判長", one.By("en"): "Chief Referee", one.By("fr"): "Chief Referee", two.By("en"): "总裁判长"} {
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	})
	t.Run("a ruling that another overrides is pointed out, with both lines and what counts", func(t *testing.T) {
		const rows = "1,disqualify,1,J,,,,,\n1,place,1,J,,1,,,\n2,place,1,J,,1,,,\n2,place,1,J,,2,,,\nF3,disqualify,1,J,,,,,\nF3,reinstate,1,J,,,,,\nF3,confirm_point,1,J,,,half,,\nF3,withdraw,1,J,,,,,\nF3,place,1,J,,4,,,\n"
		fsys := files(folder+"rulings.csv", head+rows)
		expect(t, fsys,
			at+`3:1: warning: the rulings place 1 and disqualify (line 2) on bib "1" contradict each other: disqualify counts [rulings_contradict]`,
			at+`5:1: warning: the rulings place 2 and place 1 (line 4) on bib "2" contradict each other: place 2 counts [rulings_contradict]`,
			at+`10:1: warning: the rulings place 4 and withdraw (line 9) on bib "F3" contradict each other: withdraw counts [rulings_contradict]`)
	})
	t.Run("two rulings of one kind are pointed out, unless what lies between takes the first back", func(t *testing.T) {
		const rows = "1,withdraw,1,J,,,,,\n1,withdraw,1,J,,,,,\n2,disqualify,1,J,,,,,\n2,reinstate,1,J,,,,,\n2,disqualify,1,J,,,,,\n2,hold_certificate,1,J,,,,,\n2,release_certificate,1,J,,,,,\n2,hold_certificate,1,J,,,,,\n2,hold_certificate,1,J,,,,,\n" +
			"F3,confirm_point,1,J,,,half,,\nF3,confirm_point,1,J,,,start,,\nF3,doping,1,J,,,,,\nF3,disqualify,1,J,,,,,\n"
		expect(t, files(folder+"rulings.csv", head+rows),
			at+`3:1: warning: the ruling withdraw on bib "1" stands twice, here and in line 2 [ruling_repeated]`,
			at+`10:1: warning: the ruling hold_certificate on bib "2" stands twice, here and in line 9 [ruling_repeated]`,
			at+`13:1: warning: the rulings doping and confirm_point half (line 11) on bib "F3" contradict each other: doping counts [rulings_contradict]`,
			at+`13:1: warning: the rulings doping and confirm_point start (line 12) on bib "F3" contradict each other: doping counts [rulings_contradict]`,
			at+`14:1: warning: the rulings disqualify and doping (line 13) on bib "F3" contradict each other: doping counts [rulings_contradict]`)
	})
	t.Run("releases free bibs that entered", func(t *testing.T) {
		rc := expect(t, files(folder+"releases.csv", "号码\nf3\n"))
		if !rc.Released["F3"] {
			t.Fatal(rc.Released)
		}
		expect(t, files(folder+"releases.csv", "bib\n77\n"), folder+`releases.csv:2:1: error: bib "77" is not in the entries [unknown_bib]`)
	})
}

func TestChampions(t *testing.T) {
	const at = "data/champions.csv:"
	const head = "year,gender,status,name,name_zh,nat,time,note_en,note_zh,source\n"
	t.Run("a cancelled year has no gender, any other has", func(t *testing.T) {
		expect(t, files("data/champions.csv", head+"2020,,cancelled,,,,,,,\n2019,,winner,A,,KEN,2:07:06,,,\n"),
			at+`3:6: error: "" is not a gender [bad_gender]`)
	})
	t.Run("what cannot be read is an error at its cell", func(t *testing.T) {
		expect(t, files("data/champions.csv", head+"MMXX,M,won,A,,KEN,2:07,,,\n"),
			at+`2:1: error: "MMXX" is not a year [bad_year]`, at+`2:8: error: unknown status "won" [unknown_status]`, at+`2:19: error: "2:07" is not a time [bad_time]`)
	})
	t.Run("the champions of the demonstration are read without a finding", func(t *testing.T) {
		archive, list := Project(files("data/champions.csv", demonstration(t)))
		if len(list) != 0 || len(archive.Champions) != 82 {
			t.Fatalf("%d champions\n%s", len(archive.Champions), findings(list))
		}
		if c := archive.Champions[0]; c.Year != 1981 || c.Time.String() != "2:15:20" || c.Note["en"] == "" {
			t.Fatalf("%+v", c)
		}
	})
}

func TestRealData(t *testing.T) {
	project := func(t *testing.T, file, race string, problems int) (*race.Race, problem.List) {
		t.Helper()
		head, _, _ := strings.Cut(yearYAML, "    points:")
		fsys := files("data/2022/edition.yaml", head+race, folder+"all.csv", realData(t, file), folder+"entries.csv", "absent", folder+"times.csv", "absent")
		archive, list := Project(fsys)
		if archive == nil || len(list) != problems {
			t.Fatalf("%d findings:\n%.2000s", len(list), findings(list))
		}
		return archive.Editions[0].Races[0], list
	}
	const table = "    entries: {file: all.csv, columns: {official_overall_rank: ignore, official_gender_rank: ignore%s}}\n    timing: [{file: all.csv}]\n"
	const points = "    points: [{id: 5k, km: 5}, {id: 10k, km: 10}, {id: 15k, km: 15, missing: ignored}, {id: 20k, km: 20}, {id: half, km: 21.0975}, {id: 25k, km: 25}, {id: 30k, km: 30}, {id: 35k, km: 35}, {id: 40k, km: 40}, {id: finish, km: 42.195}]\n"
	t.Run("Boston 2001 is read as it is", func(t *testing.T) {
		rc, _ := project(t, "boston2001_gun_net.csv", points+strings.Replace(table, "%s", "", 1), 1) // no split has a cell
		for _, e := range rc.Entries {
			if e.Timing == nil || e.Timing.SetAside || e.Timing.At[rc.Finish()] == race.Unseen || !e.Timing.Started {
				t.Fatalf("%+v %+v", e, e.Timing)
			}
		}
		if len(rc.Entries) != 13408 {
			t.Fatal(len(rc.Entries))
		}
	})
	t.Run("Boston 2014 is read as it is, with its missed points", func(t *testing.T) {
		rc, _ := project(t, "boston2014_splits.csv", points+strings.Replace(table, "%s", "", 1), 1) // 15K and net are empty
		missed := 0
		for _, e := range rc.Entries {
			for i, p := range rc.Points {
				if p.Required && e.Timing.At[i] == race.Unseen {
					missed++
					break
				}
			}
		}
		if len(rc.Entries) != 31931 || missed != 335 {
			t.Fatal(len(rc.Entries), missed)
		}
	})
	t.Run("Boston 2012 is read from decimal minutes", func(t *testing.T) {
		rc, list := project(t, "boston2012_original.csv", "    points: [{id: finish, km: 42.195}]\n    timing: [{file: all.csv}]\n"+
			"    entries: {file: all.csv, columns: {division: ignore, city: ignore, official: gun, overall: ignore, state: ignore, genderdiv: ignore, country: nat}}\n", 2)
		if len(rc.Entries) != 21652 || list[0].Code != "decimal_minutes" {
			t.Fatal(len(rc.Entries), list)
		}
		if got := entry(t, rc, "2").Timing.At[1].Since(rc.Gun).String(); got != "2:22:55.8" {
			t.Fatal(got)
		}
	})
	t.Run("Moscow is read by year, without bibs and names", func(t *testing.T) {
		rc, _ := project(t, "moscow2013-2018.csv", "    points: [{id: finish, km: 42.195}]\n    timing: [{file: all.csv, where: {year: 2015}}]\n"+
			"    entries: {file: all.csv, columns: {bib: row_number, name: none, resultTime: gun, genderPosition: ignore, country: ignore, city: ignore, teamNormalized: ignore}}\n", 0)
		if len(rc.Entries) != 4666+888+209+83+33+27 {
			t.Fatal(len(rc.Entries))
		}
	})
}
