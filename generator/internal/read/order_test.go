package read

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
)

// handProject is a project timed by hand alone: runners 101 to 100+n, and files by
// their names in the race's folder.
func handProject(n int, keys string, pairs ...string) fstest.MapFS {
	var entries strings.Builder
	entries.WriteString("bib,name,gender,chip\n")
	for i := range n {
		fmt.Fprintf(&entries, "%d,N%d,%c,K%d\n", 101+i, i, "MF"[i%2], 101+i)
	}
	fsys := files("data/2022/edition.yaml", yearYAML+"    timing:\n      - {kind: order, "+keys+"}\n", folder+"entries.csv", entries.String(), folder+"times.csv", "absent")
	for i := 0; i < len(pairs); i += 2 {
		fsys[folder+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

const handLists = "times: {file: t.txt}, bibs: {file: b.txt}"

func TestListsOfTimesAndOfBibsAreJoinedByPlace(t *testing.T) {
	const plainBibs = "101\n103\n102\n"
	for claim, tt := range map[string]struct{ keys, times, bibs string }{
		"with places":                                   {"", "place,time\n1,2:10:00.12\n2,2:10:05\n3,2:11:00\n", "place,bib\n1,101\n2,103\n3,102\n"},
		"in any order of lines":                         {"", "place,time\n3,2:11:00\n1,2:10:00.12\n2,2:10:05\n", "place;bib\n2;103\n1;101\n3;102\n"},
		"without places":                                {"", "2:10:00.12\n2:10:05.00\n2:11:00.00\n", plainBibs},
		"a stopwatch's laps":                            {"", "1 02:10:00.12\n2 02:10:05.00\n3 02:11:00.00\n", plainBibs},
		"laps with their own times beside":              {"", "1\t02:10:00.12\t02:10:00.12\n2\t00:00:04.88\t02:10:05.00\n3\t00:00:55.00\t02:11:00.00\n", plainBibs},
		"laps, the last first":                          {"", "Lap 3 00:00:55.00 02:11:00.00\nLap 2 00:00:04.88 02:10:05.00\nLap 1 02:10:00.12 02:10:00.12\n", plainBibs},
		"an app's table with a title":                   {"", "Stopwatch of Sunday\nCreated: somewhere\n\nLap,Lap time,Overall time\n1,02:10:00.12,02:10:00.12\n2,00:00:04.88,02:10:05.00\n3,00:00:55.00,02:11:00.00\n", "Bibs\n" + plainBibs},
		"in Chinese":                                    {"", "计次,单圈时间,总时间\n第1圈,02:10:00.12,02:10:00.12\n第2圈,00:00:04.88,02:10:05.00\n第3圈,00:00:55.00,02:11:00.00\n", "名次,号码布号\n1,101\n2,103\n3,102\n"},
		"with commas for decimals":                      {"", "1 2:10:00,12\n2 2:10:05,00\n3 2:11:00,00\n", plainBibs},
		"a start that the watch wrote down too":         {"", "0,0:00:00\n1,2:10:00.12\n2,2:10:05.00\n3,2:11:00\n", plainBibs},
		"minutes and seconds":                           {"", "1,130:00.12\n2,130:05.00\n3,131:00.00\n", plainBibs},
		"the wall clock, declared":                      {", clock: time_of_day", "1,09:40:00.12\n2,09:40:05\n3,09:41:00\n", plainBibs},
		"a day and the wall clock":                      {", clock: time_of_day", "1,2022-11-06 09:40:00.12\n2,2022-11-06 09:40:05\n3,2022-11-06 09:41:00\n", plainBibs},
		"what a Time Machine sends":                     {"", "\x17       00001 2:10:00.12\r\n\x14       00002 2:10:05.00   00103\r\n\x17       00003 2:11:00.00\r\n", plainBibs},
		"what its connector saves: place, bib and time": {", clock: time_of_day", "1,,09:40:00.12\n2,103,09:40:05.00\n3,,09:41:00.00\n", plainBibs},
		"columns that are declared":                     {"", "x,y,z\n2:10:00.12,1,7\n2:10:05,2,7\n2:11:00,3,7\n", plainBibs},
		"bibs that a keypad wrote with its own times":   {"", "2:10:00.12\n2:10:05.00\n2:11:00.00\n", "1,101,09:40:02\n2,103,09:40:07\n3,102,09:41:03\n"},
		"bibs that count up":                            {"", "2:10:00.12\n2:11:00.00\n2:10:59.00\n", ""},
	} {
		t.Run(claim, func(t *testing.T) {
			if tt.bibs == "" {
				return
			}
			keys := handLists + tt.keys
			if claim == "columns that are declared" {
				keys = "times: {file: t.txt, columns: {x: time, y: place}}, bibs: {file: b.txt}"
			}
			rc := expect(t, handProject(4, keys, "t.txt", tt.times, "b.txt", tt.bibs))
			got := strings.Join([]string{passed(t, rc, "101"), passed(t, rc, "103"), passed(t, rc, "102"), passed(t, rc, "104")}, ", ")
			if want := "- - 9:40:00.12, - - 9:40:05, - - 9:41:00, no timing"; got != want {
				t.Errorf("%s, not %s", got, want)
			}
		})
	}
	t.Run("bibs that count up are bibs and no places", func(t *testing.T) {
		rc := expect(t, handProject(3, handLists, "t.txt", "2:10:00\n2:10:05\n2:11:00\n", "b.txt", "101\n102\n103\n"))
		if got := passed(t, rc, "103"); got != "- - 9:41:00" {
			t.Errorf("%s", got)
		}
	})
	t.Run("what nothing declares is found out and said", func(t *testing.T) {
		rc := expect(t, handProject(3, handLists, "t.txt", "1,09:40:00.12\n2,09:40:05\n", "b.txt", "101\n102\n"),
			folder+"t.txt:1:1: review: the times of the list are read as times of day: since the gun all of them are after the finish has closed [time_of_day]")
		if got := passed(t, rc, "102"); got != "- - 9:40:05" {
			t.Errorf("%s", got)
		}
	})
}

// ordered are lists of n arrivals, five seconds apart, from 2:10:00 since the gun
// on; without leaves a bib or a time out.
func ordered(n, withoutBib, withoutTime int) (times, bibs string) {
	var t, b strings.Builder
	for i := range n {
		if s := 7800 + 5*i; i+1 != withoutTime {
			fmt.Fprintf(&t, "%d:%02d:%02d.00\n", s/3600, s/60%60, s%60)
		}
		if i+1 != withoutBib {
			fmt.Fprintf(&b, "%d\n", 101+i)
		}
	}
	return t.String(), b.String()
}

// chipLines are reads at the finish of some of the arrivals, a second before the
// hand.
func chipLines(places ...int) string {
	var b strings.Builder
	for _, p := range places {
		s := 9*3600 + 40*60 + 5*(p-1) - 1
		fmt.Fprintf(&b, "K%d,%02d:%02d:%02d,f\n", 100+p, s/3600, s/60%60, s%60)
	}
	return b.String()
}

func TestListsThatSlippedAreNamedWhereAndNothingIsGuessed(t *testing.T) {
	const backup = "data/2022/edition.yaml"
	withChips := func(fsys fstest.MapFS, chips string) fstest.MapFS {
		fsys[backup] = &fstest.MapFile{Data: append(fsys[backup].Data, []byte(`      - {kind: reads, file: chips.txt, format: generic, columns: {"1": chip, "2": time, "3": reader}, points: {f: finish}}`+"\n")...)}
		fsys[folder+"chips.txt"] = &fstest.MapFile{Data: []byte(chips)}
		return fsys
	}
	for claim, tt := range map[string]struct {
		withoutBib, withoutTime int
		chips                   string
		want                    []string
		good                    []string // bib and time
		review                  []string
	}{
		"a bib is missing where the chips show it": {12, 0, chipLines(5, 10, 14, 18, 25), []string{
			folder + "b.txt:1:1: warning: one bib is missing near place 13, between places 11 and 13: the lists have 30 times and 29 bibs [order_slipped]"},
			[]string{"109 9:40:40", "110 9:40:44", "114 9:41:04"}, []string{"111", "113", "130"}},
		"a time is missing": {0, 12, chipLines(5, 10, 14, 18, 25), []string{
			folder + "t.txt:1:1: warning: one time is missing near place 14, between places 11 and 14: the lists have 29 times and 30 bibs [order_slipped]"},
			[]string{"109 9:40:40", "118 9:41:24"}, []string{"111", "113", "130"}},
		"nothing shows where": {12, 0, "", []string{
			folder + "b.txt:1:1: warning: one bib is missing near place 30, between places 1 and 30: the lists have 30 times and 29 bibs [order_slipped]"}, nil, []string{"101", "130"}},
		"the chips show only that it is later": {12, 0, chipLines(5), []string{
			folder + "b.txt:1:1: warning: one bib is missing near place 30, between places 6 and 30: the lists have 30 times and 29 bibs [order_slipped]"},
			[]string{"101 9:40:00", "105 9:40:19"}, []string{"106", "130"}},
		"one chip that disagrees is a bib at a wrong place and no slip": {0, 0, chipLines(5, 10, 14, 18) + "K120,09:41:04,f\n", []string{
			folder + `b.txt:20:1: review: 1 time is by hand more than 3 s from that of the chip or table, the first that of bib "120" at place 20: 9:41:35, not 9:41:04 [hand_differs]`},
			[]string{"119 9:41:30", "120 9:41:04", "121 9:41:40"}, nil},
		"a bib and a time are missing, and the lists are as long as each other": {12, 20, chipLines(5, 14, 15, 16, 25, 26, 27, 28), []string{
			folder + "b.txt:1:1: warning: one bib is missing near place 13, between places 6 and 13 [order_slipped]",
			folder + "t.txt:1:1: warning: one time is missing near place 24, between places 16 and 24 [order_slipped]"},
			[]string{"105 9:40:19", "125 9:41:59"}, []string{"106", "111", "130"}},
	} {
		t.Run(claim, func(t *testing.T) {
			times, bibs := ordered(30, tt.withoutBib, tt.withoutTime)
			fsys := handProject(30, handLists, "t.txt", times, "b.txt", bibs)
			if tt.chips != "" {
				fsys = withChips(fsys, tt.chips)
			}
			archive, list := Project(fsys)
			var got []string
			for _, f := range list {
				if slices.Contains([]string{"order_slipped", "hand_differs", "row_set_aside"}, f.Code) {
					got = append(got, f.String())
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Fatalf("findings:\n%s\nwanted:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			rc := archive.Editions[0].Races[0]
			for _, g := range tt.good {
				bib, at, _ := strings.Cut(g, " ")
				if got := passed(t, rc, bib); got != "- - "+at {
					t.Errorf("bib %s passed at %s, not at %s", bib, got, at)
				}
			}
			for _, bib := range tt.review {
				if got := passed(t, rc, bib); got != "set aside" {
					t.Errorf("bib %s is not under review: %s", bib, got)
				}
			}
		})
	}
	t.Run("a time that was taken with its bib shows the slip", func(t *testing.T) {
		times, bibs := ordered(30, 12, 0)
		lines := strings.Split(strings.TrimSpace(times), "\n")
		for i := range lines {
			bib := ""
			if i == 4 || i == 10 || i == 19 {
				bib = fmt.Sprint(101 + i)
			}
			lines[i] = fmt.Sprintf("%d,%s,%s", i+1, lines[i], bib)
		}
		_, list := Project(handProject(30, handLists, "t.txt", "place,time,bib\n"+strings.Join(lines, "\n"), "b.txt", bibs))
		if got := findings(list); got != folder+"b.txt:1:1: warning: one bib is missing near place 19, between places 12 and 19: the lists have 30 times and 29 bibs [order_slipped]\n" {
			t.Errorf("%s", got)
		}
	})
	t.Run("a line with the place and no bib mends it", func(t *testing.T) {
		times, bibs := ordered(30, 12, 0)
		bibs = strings.Replace(bibs, "111\n", "111\n?\n", 1)
		rc := expect(t, handProject(30, handLists, "t.txt", times, "b.txt", bibs))
		if got := passed(t, rc, "130") + passed(t, rc, "112"); got != "- - 9:42:25no timing" {
			t.Errorf("%s", got)
		}
	})
	t.Run("every slip by one that chips surround is found between them", func(t *testing.T) {
		for missing := 1; missing <= 30; missing++ {
			times, bibs := ordered(30, missing, 0)
			var all []int
			for p := 1; p <= 30; p += 2 {
				all = append(all, p)
			}
			archive, list := Project(withChips(handProject(30, handLists, "t.txt", times, "b.txt", bibs), chipLines(all...)))
			if archive == nil || !slices.ContainsFunc(list, func(p problem.Problem) bool { return p.Code == "order_slipped" }) {
				t.Fatalf("the bib of place %d is missing: %s", missing, findings(list))
			}
			rc := archive.Editions[0].Races[0]
			for p := 1; p <= 30; p++ {
				if p == missing {
					continue
				}
				s := 9*3600 + 40*60 + 5*(p-1)
				bib := fmt.Sprint(100 + p)
				hand, chip := fmt.Sprintf("- - %d:%02d:%02d", s/3600, s/60%60, s%60), fmt.Sprintf("- - %d:%02d:%02d", (s-1)/3600, (s-1)/60%60, (s-1)%60)
				if got := passed(t, rc, bib); got != hand && got != chip && got != "set aside" {
					t.Fatalf("the bib of place %d is missing, and bib %s has a wrong time: %s", missing, bib, got)
				}
			}
		}
	})
}

func TestWhatListsCannotSayIsSaid(t *testing.T) {
	for claim, tt := range map[string]struct {
		times, bibs string
		want        []string
		set         string // what bib 101 has
	}{
		"a bib that nobody has keeps its place": {"1,2:10:00\n2,2:10:05\n", "1,999\n2,101\n", []string{folder + `b.txt:1:1: warning: bib "999" at place 1 is not in the entries [unknown_bib]`}, "- - 9:40:05"},
		"a bib at two places":                   {"1,2:10:00\n2,2:10:05\n3,2:10:06\n", "1,101\n2,102\n3,101\n", []string{folder + `b.txt:3:1: warning: bib "101" is at place 1 and at place 3 [row_set_aside]`}, "set aside"},
		"a place twice":                         {"1,2:10:00\n1,2:10:05\n2,2:10:06\n", "1,101\n2,102\n", []string{folder + `t.txt:2:1: warning: place 1 has a time already, in line 1 [row_set_aside]`}, "- - 9:40:00"},
		"a time that goes back":                 {"1,2:10:00\n2,2:09:05\n3,2:10:06\n", "1,101\n2,102\n3,103\n", []string{folder + `t.txt:2:1: warning: the time of place 2 is before that of place 1 [order_of_times]`}, "set aside"},
		"laps alone are refused":                {"1,0:10:00\n2,0:09:05\n3,0:10:06\n4,0:09:01\n5,0:10:02\n", "1,101\n2,102\n", []string{folder + `t.txt:1:1: error: 2 of 5 times are before that of the place before: the list has laps, not times since the start [order_of_times]`}, ""},
		"no times":                              {"a\nb\n", "1,101\n", []string{folder + `t.txt:1:1: error: no line of the list has times [bad_list]`}, ""},
		"an empty list":                         {"1,2:10:00\n", "", []string{folder + `b.txt:1:1: error: the list is empty [bad_list]`}, ""},
	} {
		t.Run(claim, func(t *testing.T) {
			rc := expect(t, handProject(3, handLists, "t.txt", tt.times, "b.txt", tt.bibs), tt.want...)
			if rc != nil {
				if got := passed(t, rc, "101"); got != tt.set {
					t.Errorf("%s, not %s", got, tt.set)
				}
			}
		})
	}
	expect(t, handProject(1, "times: {file: t.txt}, bibs: {file: b.txt}", "b.txt", "101\n"), `data/2022/edition.yaml:16:37: error: there is no file "data/2022/marathon/t.txt" [missing_file]`)
	expect(t, handProject(1, "times: {file: t.txt}, format: impinj", "t.txt", "1"), `data/2022/edition.yaml:16:9: error: the key "races.marathon.timing.1.bibs" is missing [missing_key]`, `data/2022/edition.yaml:16:53: error: the key "format" belongs to timing of the kind reads [unknown_key]`)
}

func FuzzOrder(f *testing.F) {
	times, bibs := ordered(6, 3, 0)
	f.Add([]byte(times), []byte(bibs))
	f.Add([]byte("Lap 2 1:00 2:10:05,0\nLap 1 1:00 2:10:00,1\n"), []byte("place\tbib\n1\t101\n"))
	f.Add([]byte("\x17       00001 2:10:00.12\n\x14       00002 2:10:05.00   00103\n"), []byte("?\n0\n101\n"))
	f.Fuzz(func(t *testing.T, times, bibs []byte) {
		fsys := handProject(6, handLists, "t.txt", string(times), "b.txt", string(bibs))
		archive, list := Project(fsys)
		if (archive == nil) != list.Errors() {
			t.Fatal("neither an edition nor an error")
		}
		for _, p := range list {
			if !exists(fsys, p.Path, p.Line) || p.Column < 1 {
				t.Fatalf("no such place: %s", p)
			}
		}
	})
}
