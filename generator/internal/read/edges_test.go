package read_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// The boundaries of what is read, each from one side and from the other.

const (
	raceFolder = "data/2022/marathon/"
	halfway    = `name: {en: Test Race}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  marathon:
    gun: "GUN"
    divisions: {men: {gender: M}, women: {gender: F}}
    points: [{id: start, km: 0}, {id: half, km: 21.0975}, {id: finish, km: 42.195}]
`
	// byReads times the race by lines of chip, time and reader.
	byReads = `    timing: [{kind: reads, file: reads.txt, format: generic, columns: {"1": chip, "2": time, "3": reader}, POINTS}]
`
	ownMats = "points: {s: start, h: half, f: finish}"
)

// projectOf has a gun, what follows in its edition.yaml, and files in its race's
// folder by their names.
func projectOf(gun, more string, pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{
		"data/site.yaml":           {Data: []byte("title: {en: Results}\nbase_url: https://example.org/\n")},
		"data/2022/edition.yaml":   {Data: []byte(strings.Replace(halfway, "GUN", gun, 1) + more)},
		raceFolder + "entries.csv": {Data: []byte("bib,name,gender,chip\n1,Ann,M,C1/K1\n2,Bob,M,C2\n")},
	}
	for i := 0; i < len(pairs); i += 2 {
		fsys[raceFolder+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// byMats is a project that is timed by reads alone, by lines apart by spaces.
func byMats(gun, points, reads string) fstest.MapFS {
	return projectOf(gun, strings.Replace(byReads, "POINTS", points, 1), "reads.txt", strings.Join(strings.Fields(reads), "\n")+"\n")
}

// of is the first runner of a project, and the codes of what was found.
func of(t *testing.T, fsys fstest.MapFS) (*race.Entry, string) {
	t.Helper()
	archive, found := read.Project(fsys)
	if archive == nil {
		t.Fatal(found)
	}
	return archive.Editions[0].Races[0].Entries[0], codes(found)
}

func codes(found problem.List) string {
	var all []string
	for _, p := range found {
		all = append(all, p.Code)
	}
	return strings.Join(all, " ")
}

// at is where the runner was when, "-" for a point that was not seen.
func at(e *race.Entry) string {
	if e.Timing == nil || e.Timing.SetAside {
		return "no times"
	}
	var all []string
	for _, i := range e.Timing.At {
		if i == race.Unseen {
			all = append(all, "-")
			continue
		}
		all = append(all, race.Clock(i).String())
	}
	return strings.Join(all, " ")
}

func wantPassed(t *testing.T, fsys fstest.MapFS, want, found string) {
	t.Helper()
	e, said := of(t, fsys)
	if got := at(e); got != want {
		t.Errorf("passed at %s, want %s", got, want)
	}
	if said != found {
		t.Errorf("found %q, want %q", said, found)
	}
}

func TestATimeOfDayBeforeTheGunIsOfTheNextDay(t *testing.T) {
	t.Run("in reads", func(t *testing.T) {
		wantPassed(t, byMats("20:00", ownMats, "C1,20:00:01,s C1,22:00:00,h C1,07:59:59,f"), "20:00:01 22:00:00 31:59:59", "")
		wantPassed(t, byMats("20:00", ownMats, "C1,20:00:01,s C1,22:00:00,h C1,08:00:00,f"), "20:00:01 22:00:00 -", "before_gun")
	})
	t.Run("in a table", func(t *testing.T) {
		timed := func(finish string) fstest.MapFS {
			return projectOf("20:00", "    timing: [{file: times.csv, clock: time_of_day}]\n", "times.csv", "bib,start,half,finish\n1,20:00:01,22:00:00,"+finish+"\n")
		}
		wantPassed(t, timed("07:59:59"), "20:00:01 22:00:00 31:59:59", "")
		wantPassed(t, timed("08:00:00"), "20:00:01 22:00:00 32:00:00", "")
		wantPassed(t, timed("20:00:00"), "20:00:01 22:00:00 44:00:00", "")
		wantPassed(t, timed("21:00:00"), "no times", "row_set_aside")
	})
}

func TestTheLastStartCountsAlsoWhereTheFirstReadsDoNotFit(t *testing.T) {
	const stray = "C1,08:20:00,f " // before the half, so that the chain is searched
	wantPassed(t, byMats("7:30", ownMats, "C1,07:30:01,s C1,07:33:00,s C1,07:36:00,s C1,08:35:00,h C1,09:40:00,f "+stray), "7:36:00 8:35:00 9:40:00", "stray_reads")
	t.Run("of any other point the first that fits does", func(t *testing.T) {
		wantPassed(t, byMats("7:30", ownMats, "C1,08:25:00,s C1,08:20:00,h C1,08:35:00,h C1,08:50:00,h C1,08:15:00,f C1,09:40:00,f"), "8:25:00 8:35:00 9:40:00", "stray_reads stray_reads")
	})
	t.Run("but none after the next point", func(t *testing.T) {
		wantPassed(t, byMats("7:30", ownMats, "C1,07:30:01,s C1,07:33:00,s C1,08:50:00,s C1,08:35:00,h C1,09:40:00,f "+stray), "7:33:00 8:35:00 9:40:00", "stray_reads")
	})
}

func TestOnAMatOfStartAndFinishTheFirstPassIsTheStart(t *testing.T) {
	const ends = "points: {e: [start, finish], h: half}"
	wantPassed(t, byMats("7:30", ends, "C1,07:30:01,e C1,07:50:00,e C1,08:35:00,h C1,09:40:00,e"), "7:30:01 8:35:00 9:40:00", "")
}

func TestWhoWaitsOnTheMatOfTheStartIsNotTakenForAChipThatWasLeftThere(t *testing.T) {
	often := func(reader string, first race.Clock, n int) string {
		var b strings.Builder
		for i := range race.Clock(n) {
			fmt.Fprintf(&b, "C1,%s,%s ", first+i*1000, reader)
		}
		return b.String()
	}
	const start, finish = race.Clock(7*3_600_000 + 30*60_000 + 1000), race.Clock(9*3_600_000 + 40*60_000)
	for _, c := range []struct {
		reads, found string
	}{
		{often("s", start, 150) + "C1,08:35:00,h C1,09:40:00,f", ""},
		{"C1,07:30:01,s C1,08:35:00,h " + often("f", finish, 101), "parked_chip"},
		{"C1,07:30:01,s C1,08:35:00,h " + often("f", finish, 100), ""},
	} {
		if _, found := of(t, byMats("7:30", ownMats, c.reads)); found != c.found {
			t.Errorf("%.40s…: found %q, want %q", c.reads, found, c.found)
		}
	}
	t.Run("who stays for more than half an hour is", func(t *testing.T) {
		stays := func(last string) string {
			reads := ""
			for m := range 16 {
				reads += fmt.Sprintf("C1,%s,s ", race.Clock(7*3_600_000+(30+2*m)*60_000+1000))
			}
			return reads + "C1," + last + ",s C1,08:35:00,h C1,09:40:00,f"
		}
		if _, found := of(t, byMats("7:30", ownMats+`, gap: "0:03:00"`, stays("08:00:01"))); found != "" {
			t.Errorf("half an hour: found %q", found)
		}
		if _, found := of(t, byMats("7:30", ownMats+`, gap: "0:03:00"`, stays("08:00:02"))); found != "parked_chip" {
			t.Errorf("a second more: found %q", found)
		}
	})
}

func TestChipsThatWereReadTogetherAreOneRunner(t *testing.T) {
	later := func(reads string) (chips []string) {
		e, _ := of(t, byMats("7:30", ownMats+`, window: "0:00:02"`, "C1,07:30:01,s C1,08:35:00,h "+reads))
		for _, s := range e.Timing.Later {
			chips = append(chips, s.Chip)
		}
		return chips
	}
	if got := later("C1,09:40:00,f K1,09:40:00.1,f K1,09:40:30,f"); len(got) > 0 {
		t.Errorf("the second chip came again alone, and was taken for another runner: %s", got)
	}
	if got := later("C1,09:40:00,f K1,09:40:30,f"); len(got) != 1 || got[0] != "K1" {
		t.Errorf("the second chip came alone: %s", got)
	}
}

func TestReadsAndATableMayDifferByASecond(t *testing.T) {
	both := func(table string) fstest.MapFS {
		more := strings.Replace(strings.Replace(byReads, "POINTS", ownMats, 1), "}]\n", "}, {file: times.csv}]\n", 1)
		return projectOf("7:30", more, "reads.txt", "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00.5,f\n", "times.csv", "bib,finish\n1,"+table+"\n")
	}
	wantPassed(t, both("2:10:01.5"), "7:30:01 8:35:00 9:40:00.5", "")
	wantPassed(t, both("2:09:59.5"), "7:30:01 8:35:00 9:40:00.5", "")
	wantPassed(t, both("2:10:01.501"), "no times", "row_set_aside")
}

func TestOnlyAWholeHeaderOfAnImpinjLogIsNoRead(t *testing.T) {
	impinj := func(reader, text string) fstest.MapFS {
		return projectOf("7:30", fmt.Sprintf("    timing: [{kind: reads, file: reads.txt, format: impinj, points: {%s: finish}}]\n", reader), "reads.txt", text)
	}
	wantPassed(t, impinj("reader", "Reader, EPC, Time, Count, RSSI\nreader,C1,094000.5,0,-60\n"), "- - 9:40:00.5", "")
	fsys := impinj("m", "m,EPC,094000.5,0,-60\n")
	fsys[raceFolder+"entries.csv"] = &fstest.MapFile{Data: []byte("bib,name,gender,chip\n1,Ann,M,EPC\n")}
	wantPassed(t, fsys, "- - 9:40:00.5", "")
}

func TestWhatTurnsTheDirectionOfANameIsLeftOut(t *testing.T) {
	for _, c := range []struct {
		r    rune
		kept bool
	}{{0x061B, true}, {0x061C, false}, {0x061D, true}, {0x200E, false}, {0x200F, false}, {0x2010, true}, {0x2027, true}, {0x202A, false}, {0x202B, false}, {0x202E, false}, {0x2030, true}, {0x2066, false}, {0x2067, false}, {0x2069, false}, {0x2070, true}} {
		fsys := projectOf("7:30", "", "times.csv", "bib,finish\n1,2:10:00\n")
		fsys[raceFolder+"entries.csv"] = &fstest.MapFile{Data: []byte("bib,name,gender\n1,A" + string(c.r) + "nn,M\n")}
		want := "Ann"
		if c.kept {
			want = "A" + string(c.r) + "nn"
		}
		if e, _ := of(t, fsys); e.Name != want {
			t.Errorf("U+%04X: %q, want %q", c.r, e.Name, want)
		}
	}
}

func TestATableWhoseEncodingCannotBeDeclaredIsToBeSavedAsUTF8(t *testing.T) {
	fsys := projectOf("7:30", "", "times.csv", "bib,finish\n1,2:10:00\n", "rulings.csv", "bib,ruling,clause,authority\n1,\xFF\xFF\xFF,1,x\n")
	_, found := read.Project(fsys)
	for _, p := range found {
		if p.Code == "encoding" && strings.HasSuffix(p.Path, "rulings.csv") {
			if p.Hint != "save it as UTF-8" {
				t.Errorf("the hint is %q", p.Hint)
			}
			return
		}
	}
	t.Errorf("the encoding is not found fault with: %v", found)
}
