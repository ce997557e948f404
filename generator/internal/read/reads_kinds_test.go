package read

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// reread is a project with reads of three points, and what is written of it.
func reread(t *testing.T, fsys fstest.MapFS) (*race.Edition, string) {
	t.Helper()
	archive, list := Project(fsys)
	if archive == nil {
		t.Fatal(findings(list))
	}
	return archive.Editions[0], findings(list)
}

func TestAChipIsKnownHoweverItIsWritten(t *testing.T) {
	for claim, c := range map[string]struct {
		list string // the chips of the bibs 1, 2 and 3, with blanks between
		read string // the chips as the reader at the finish writes them
		want string // what is said, "" for nothing
	}{
		"zeros before it":           {"9573 9574 9575", "009573 009574 009575", "writes 009573 where the list has 9573: 3 reads are"},
		"zeros in the list":         {"009573 009574 009575", "9573 9574 9575", "writes 9573 where the list has 009573: 3 reads are"},
		"0x before it":              {"58001A 58001B 58001C", "0x58001A 0x58001B 0X58001c", "writes 0X58001A where the list has 58001A: 3 reads are"},
		"hyphens in it":             {"E200-001A E200-001B E200-001C", "E200001A E200001B E200001C", "writes E200001A where the list has E200-001A"},
		"small letters":             {"E200AB E200AC E200AD", "e200ab e200ac e200ad", ""},
		"hexadecimals for decimals": {"9573 9574 9575", "2565 2566 2567", "writes 2565 where the list has 9573: 3 reads are"},
		"decimals for hexadecimals": {"2565 2566 256A", "9573 9574 9578", "writes 9573 where the list has 2565: 3 reads are"},
	} {
		t.Run(claim, func(t *testing.T) {
			chips, reads := strings.Fields(c.list), strings.Fields(c.read)
			var entries, text strings.Builder
			entries.WriteString("bib,name,gender,chip\n")
			for i := range chips {
				fmt.Fprintf(&entries, "%d,Runner,M,%s\n", i+1, chips[i])
				fmt.Fprintf(&text, "%s,07:30:0%d,s\n%s,08:35:0%d,h\n%s,09:40:0%d,f\n", chips[i], i, chips[i], i, reads[i], i)
			}
			fsys := readProject(stations, "reads.txt", text.String())
			fsys[folder+"entries.csv"].Data = []byte(entries.String())
			e, said := reread(t, fsys)
			for i := range chips {
				if got, want := passed(t, e.Races[0], fmt.Sprint(i+1)), fmt.Sprintf("7:30:0%d 8:35:0%d 9:40:0%d", i, i, i); strings.ReplaceAll(got, ":00 ", " ") != strings.ReplaceAll(want, ":00 ", " ") {
					t.Errorf("bib %d passed at %s", i+1, got)
				}
			}
			if n := strings.Count(said, "[chip_spelling]"); c.want == "" && said != "" || c.want != "" && (n != 1 || !strings.Contains(said, c.want)) {
				t.Errorf("said:\n%s", said)
			}
		})
	}
	t.Run("but not where two chips of the list are meant", func(t *testing.T) {
		fsys := readProject(stations, "reads.txt", "573,07:30:01,s\n0573,08:35:00,h\n00573,09:40:00,f\n")
		fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,A,M,573\n2,B,M,0573\n")
		e, said := reread(t, fsys)
		if got := passed(t, e.Races[0], "1") + ", " + passed(t, e.Races[0], "2"); got != "7:30:01 - -, - 8:35:00 -" || !strings.Contains(said, `no entry has the chip "00573"`) {
			t.Errorf("%s\n%s", got, said)
		}
	})
	t.Run("and one chip of another event is not taken for the number of a runner", func(t *testing.T) {
		var entries, text strings.Builder
		entries.WriteString("bib,name,gender,chip\n")
		for i := range 300 {
			fmt.Fprintf(&entries, "%d,Runner,M,%d\n", i+1, i+1)
			fmt.Fprintf(&text, "%d,09:40:00,f\n", i+1)
		}
		fsys := readProject(stations, "reads.txt", text.String()+"A5,09:30:00,f\n")
		fsys[folder+"entries.csv"].Data = []byte(entries.String())
		e, said := reread(t, fsys)
		if got := passed(t, e.Races[0], "165"); got != "- - 9:40:00" || !strings.Contains(said, `no entry has the chip "A5"`) {
			t.Errorf("%s\n%s", got, said)
		}
	})
}

func TestTheColumnOfTheChipHasManyNames(t *testing.T) {
	for _, header := range []string{"EPC,号码", "epc,bib", "Chip Code,Bib", "ChipCode,参赛号", "Tag,Bib", "芯片号,号码", "chip,bib"} {
		fsys := readProject(stations+", chips: chips.csv", "chips.csv", header+"\nX1,1\n", "reads.txt", "X1,07:30:01,s\nX1,08:35:00,h\nX1,09:40:00,f\n")
		fsys[folder+"entries.csv"].Data = []byte("bib,name,gender\n1,A,M\n")
		if got := passed(t, expect(t, fsys), "1"); got != "7:30:01 8:35:00 9:40:00" {
			t.Errorf("%s: passed at %s", header, got)
		}
	}
	for _, header := range []string{"Transponder;Uhrzeit;Ort", "Chip-Nr.;Durchgangszeit;Standort", "Puce;Heure de passage;Lieu", "Chip;Hora de paso;Punto de control", "Чип;Время;Точка"} {
		fsys := readProject("file: reads.txt, format: auto, points: {s: start, h: half, f: finish}", "reads.txt", header+"\nX1;07:30:01;s\nX1;08:35:00;h\nX1;09:40:00;f\n")
		fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,A,M,X1\n")
		if got := passed(t, expect(t, fsys), "1"); got != "7:30:01 8:35:00 9:40:00" {
			t.Errorf("%s: passed at %s", header, got)
		}
	}
	t.Run("an EPC beside the chip is not the chip", func(t *testing.T) {
		for _, table := range []string{"chip,EPC,bib\nX1,E2001,1\n", "EPC,chip,bib\nE2001,X1,1\n"} {
			fsys := readProject(stations+", chips: chips.csv", "chips.csv", table, "reads.txt", "X1,07:30:01,s\nX1,08:35:00,h\nX1,09:40:00,f\n")
			fsys[folder+"entries.csv"].Data = []byte("bib,name,gender\n1,A,M\n")
			if got := passed(t, expect(t, fsys), "1"); got != "7:30:01 8:35:00 9:40:00" {
				t.Errorf("passed at %s", got)
			}
		}
	})
}

func TestAChipThatNobodyHasGivesNoTimeToWhoHasOthers(t *testing.T) {
	const keys = `file: reads.txt, format: generic, columns: {"1": chip, "2": bib, "3": time, "4": reader}, points: {s: start, h: half, f: finish}`
	fsys := readProject(keys, "reads.txt", "C1,1,07:30:01,s\nOLD77,1,09:20:00,f\nC1,1,08:35:00,h\nC1,1,09:40:00,f\nOLD78,2,09:30:00,f\n")
	fsys[folder+"entries.csv"].Data = []byte("bib,name,gender,chip\n1,A,M,C1\n2,B,M,\n")
	e, said := reread(t, fsys)
	if got := passed(t, e.Races[0], "1") + ", " + passed(t, e.Races[0], "2"); got != "7:30:01 8:35:00 9:40:00, - - 9:30:00" {
		t.Errorf("passed at %s", got)
	}
	if want := `no entry has the chip "OLD77", which the reader calls bib "1", who has other chips: 1 read is ignored`; !strings.Contains(said, want) || strings.Contains(said, "OLD78") {
		t.Errorf("said:\n%s", said)
	}
}

func TestWhoRunsInAnotherRaceOfTheEditionIsKnown(t *testing.T) {
	_, raceText, _ := strings.Cut(yearYAML, "races:\n")
	const timing = "    timing: [{kind: reads, file: ../reads.txt, format: generic, columns: {\"1\": chip, \"2\": time, \"3\": reader}, points: {s: start, h: half, f: finish}%s}]\n"
	for claim, chips := range map[string]string{"by the chips of the entries": "", "by a chips file": ", chips: chips.csv", "by one chips file for both": ", chips: ../chips.csv"} {
		t.Run(claim, func(t *testing.T) {
			other := strings.Replace(raceText, "marathon:", "second:", 1)
			fsys := files("data/2022/edition.yaml", yearYAML+fmt.Sprintf(timing, chips)+other+fmt.Sprintf(timing, chips), folder+"times.csv", "absent")
			entries := func(bib, chip string) string { return "bib,name,gender,chip\n" + bib + ",A,M," + chip + "\n" }
			fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte(entries("1", "C1"))}
			fsys["data/2022/second/entries.csv"] = &fstest.MapFile{Data: []byte(entries("2", "C2"))}
			if chips != "" {
				fsys[folder+"entries.csv"].Data = []byte(entries("1", ""))
				fsys["data/2022/second/entries.csv"].Data = []byte(entries("2", ""))
				fsys[folder+"chips.csv"] = &fstest.MapFile{Data: []byte("chip,bib\nC1,1\n")}
				fsys["data/2022/second/chips.csv"] = &fstest.MapFile{Data: []byte("chip,bib\nC2,2\n")}
				fsys["data/2022/chips.csv"] = &fstest.MapFile{Data: []byte("chip,bib\nC1,1\nC2,2\n")}
				if strings.Contains(chips, "../") {
					delete(fsys, folder+"chips.csv")
					delete(fsys, "data/2022/second/chips.csv")
				} else {
					delete(fsys, "data/2022/chips.csv")
				}
			}
			fsys["data/2022/reads.txt"] = &fstest.MapFile{Data: []byte("C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\nC2,07:30:01,s\nC2,08:36:00,h\nC2,09:41:00,f\nX9,08:37:00,h\nX9,09:42:00,f\n")}
			e, said := reread(t, fsys)
			if got := passed(t, e.Races[0], "1") + ", " + passed(t, e.Races[1], "2"); got != "7:30:01 8:35:00 9:40:00, 7:30:01 8:36:00 9:41:00" {
				t.Errorf("passed at %s", got)
			}
			if strings.Count(said, "[other_race]") != 2 || strings.Contains(said, `"C1"`) || strings.Contains(said, `"C2"`) || !strings.Contains(said, `"X9"`) {
				t.Errorf("said:\n%s", said)
			}
			for _, rc := range e.Races {
				if len(rc.Strays) != 1 || rc.Strays[0].Chip != "X9" {
					t.Errorf("strays %v", rc.Strays)
				}
			}
		})
	}
}

func TestATornLinePutsItsRunnerUnderReview(t *testing.T) {
	three := func(points string) fstest.MapFS {
		return readProject(`file: [a.txt, b.txt, c.txt], format: generic, columns: {"1": chip, "2": time}, points: `+points, "a.txt", "C1,07:30:02\nC2,07:30:02\n", "b.txt", "C1,08:35:00\nC2,08:36:00\n", "c.txt", "C2,09:41:00\nC1,09:4")
	}
	for claim, fsys := range map[string]fstest.MapFS{
		"where the file's name says the reader": three("{a.txt: start, b.txt: half, c.txt: finish}"),
		"where all of a file is of one reader":  readProject(`file: c.txt, format: generic, columns: {"1": chip, "2": time}, points: {"*": finish}`, "c.txt", "C2,09:41:00\nC1,09:4"),
		"where the line says it":                readProject(strings.Replace(stations, `"1": chip, "2": time, "3": reader`, `"1": reader, "2": chip, "3": time`, 1), "reads.txt", "s,C1,07:30:02\nh,C1,08:35:00\nf,C2,09:41:00\nf,C1,09:4"),
		"where nothing says it any more":        readProject(stations, "reads.txt", "C1,07:30:02,s\nC1,08:35:00,h\nC2,09:41:00,f\nC1,09:4"),
	} {
		e, said := reread(t, fsys)
		if got := passed(t, e.Races[0], "1"); got != "set aside" || !strings.Contains(said, `bib "1" has no other read at finish`) {
			t.Errorf("%s: %s\n%s", claim, got, said)
		}
		if got := passed(t, e.Races[0], "2"); !strings.HasSuffix(got, "9:41:00") {
			t.Errorf("%s: bib 2 passed at %s", claim, got)
		}
	}
	t.Run("but not where all points have a read", func(t *testing.T) {
		e, _ := reread(t, readProject(stations, "reads.txt", "C1,07:30:02,s\nC1,08:35:00,h\nC1,09:40:00,f\nC1,09:4"))
		if got := passed(t, e.Races[0], "1"); got != "7:30:02 8:35:00 9:40:00" {
			t.Error(got)
		}
	})
}
