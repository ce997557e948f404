package read

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/race"
)

// A file whose last line is torn wherever a line can be: no runner is said not to
// have finished, and none has a time that the whole line does not have.
func TestATornLinePutsItsRunnerUnderReviewInEveryFormat(t *testing.T) {
	const chip = "0580000000c1"
	const finish = race.Instant(34_800_120)
	for i, v := range writers {
		t.Run(fmt.Sprintf("%s, writer %d", v.name, i), func(t *testing.T) {
			keys, points := strings.TrimSuffix(v.keys, byFile), `"00": start, "01": half, "02": finish`
			if v.keys == byFile {
				points = `00.txt: start, 01.txt: half, 02.txt: finish`
			}
			others := ""
			for k, other := range []string{"0580000000c2", "0580000000c3", "0580000000c4", "0580000000c5"} {
				others += v.line("02", other, raceDay, 34_700_120+race.Instant(k*10)) + "\n"
			}
			last := v.line("02", chip, raceDay, finish)
			named := strings.Index(strings.ToLower(last), chip) + len(chip)
			reviewed := 0
			for cut := named; cut < len(last); cut++ {
				fsys := readProject(fmt.Sprintf(`file: "*.txt", format: %s%s, points: {%s}`, v.name, keys, points),
					"00.txt", v.head+v.line("00", chip, raceDay, 27_002_500)+"\n", "01.txt", v.head+v.line("01", chip, raceDay, 30_900_250)+"\n", "02.txt", v.head+others+last[:cut])
				fsys[folder+"entries.csv"] = &fstest.MapFile{Data: []byte("bib,name,gender,chip\n1,张三,M," + chip + "\n2,Ann Lee,F,0580000000c2\n3,Bo Li,F,0580000000c3\n4,Xi Wu,F,0580000000c4\n5,Lu Ma,F,0580000000c5\n")}
				archive, list := Project(fsys)
				if archive == nil {
					t.Fatal(findings(list))
				}
				timing := entry(t, archive.Editions[0].Races[0], "1").Timing
				switch {
				case timing == nil:
					t.Errorf("cut to %q: no timing\n%s", last[:cut], findings(list))
				case timing.SetAside:
					reviewed++
				case timing.At[2] != finish-finish%race.Instant(v.step):
					t.Errorf("cut to %q: %v\n%s", last[:cut], timing.At, findings(list))
				}
			}
			t.Logf("%d of %d", reviewed, len(last)-named)
			if reviewed == 0 {
				t.Error("no tear puts the runner under review")
			}
		})
	}
}

// Whoever wrote the line may have gone on behind what was left of it.
func TestALineBehindATornOneNamesItsRunnerToo(t *testing.T) {
	rc := expect(t, readProject(stations, "reads.txt", "C1,07:30:02,s\nC1,08:35:00,h\nC1,09:4C2,09:45:00,f\nC2,07:30:02,s\nC2,08:40:00,h\n"),
		`data/2022/edition.yaml:16:146: warning: there are no reads from the reader "f" [silent_reader]`,
		folder+`reads.txt:3:1: warning: bib "1" has no other read at finish [row_set_aside]`, folder+`reads.txt:3:1: warning: bib "2" has no other read at finish [row_set_aside]`,
		folder+`reads.txt:3:4: warning: the time cannot be read: "C1,09:4C2,09:45:00,f" [row_set_aside]`)
	if got := passed(t, rc, "1") + ", " + passed(t, rc, "2"); got != "set aside, set aside" {
		t.Error(got)
	}
}

func TestATableWhoseHeaderIsKnownIsNoVendorsFormat(t *testing.T) {
	rc := expect(t, readProject(`file: reads.txt, format: auto, clock: since_gun, points: {"*": finish}`, "reads.txt", "bib,time\n1,2:10:00.12\n2,2:11:00\n"))
	if got := passed(t, rc, "1"); got != "- - 9:40:00.12" {
		t.Errorf("passed at %s", got)
	}
}
