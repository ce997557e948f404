package read

import (
	"strings"
	"testing"
)

func TestBibsWithoutAnEntryAreOneFindingWithTheFirstThreeOfThem(t *testing.T) {
	const times = folder + "times.csv"
	expect(t, files(times, "bib,finish\n1,2:10:00\n97,2:11:00\n98,2:12:00\n"),
		times+`:3:1: error: bib "97" is not in the entries: nor is "98" on line 4 [unknown_bib]`)
	expect(t, files(times, "bib,finish\n95,2:11:00\n96,2:12:00\n97,2:13:00\n98,2:14:00\n99,2:15:00\n5.80E+15,2:10:00\n"),
		times+`:2:1: error: bib "95" is not in the entries: nor is "96" on line 3, "97" on line 4 and 2 others [unknown_bib]`,
		times+`:7:1: error: bib "5.80E+15" is not in the entries [unknown_bib]`)
}

func TestValuesOfAColumnThatTheTableLacksAreWarnedOfWhereTheyStand(t *testing.T) {
	const rows = "bib,name,gender,gun\n1,A,M,0:40:00\n2,B,M,abandon\n"
	got, list := ten(t, "    entries: {file: r.csv, values: {club: {a: b}}}\n", rows)
	if want := "data/2022/edition.yaml:12:37: warning: the file \"data/2022/marathon/r.csv\" has no column club for these values [unused_values]\n"; findings(list) != want || got == "" {
		t.Errorf("got  %s\nwant %s", findings(list), want)
	}
	if _, list = ten(t, "    entries: {file: r.csv, values: {status: {abandon: DNF}, gender: {M: M}}}\n", rows); len(list) > 0 {
		t.Errorf("a status may stand among the times: %s", findings(list))
	}
}

func TestAColumnThatTheEditionNamesAndThatHasNoCellIsWarnedOf(t *testing.T) {
	const head = "bib,name,gender,gun,Verein,Stadt,age\n"
	const more = "    entries: {file: r.csv, columns: {Verein: club, Stadt: zone}}\n"
	const want = folder + "r.csv:1:21: warning: 2 columns are empty in every row: \"Verein\", \"Stadt\" [empty_column]\n"
	if _, list := ten(t, more, head+"1,A,M,0:40:00,,,\n2,B,M,0:41:00,,,\n"); findings(list) != want || !strings.Contains(list[0].Hint, "columns: {Verein: ignore, Stadt: ignore}") {
		t.Errorf("got  %s\nwant %s", findings(list), want)
	}
	if _, list := ten(t, more, head+"1,A,M,0:40:00,,Ulm,\n2,B,M,0:41:00,SSV,,\n"); len(list) > 0 {
		t.Error(findings(list))
	}
	if _, list := ten(t, more, head); strings.Contains(findings(list), "empty_column") {
		t.Errorf("of a table without rows nothing is awaited: %s", findings(list))
	}
}

func TestAYearOfBirthHasTwoDigitsOrFourAndMayHaveAnApostrophe(t *testing.T) {
	rows := "bib,name,gender,gun,birth_year\n"
	cells := strings.Fields("1967 67 '67 ’67 1967.0 25 27 26 19670 x")
	for i, cell := range cells {
		rows += string(rune('1'+i)) + ",A,M,0:40:00," + cell + "\n"
	}
	rows = strings.Replace(rows, ":,A", "10,A", 1)
	archive, list := Project(files("data/2022/edition.yaml", tenYAML+"    entries: {file: r.csv}\n    timing: [{file: r.csv}]\n", folder+"r.csv", rows, folder+"entries.csv", "absent", folder+"times.csv", "absent"))
	if archive == nil {
		t.Fatal(findings(list))
	}
	for i, want := range []int{1967, 1967, 1967, 1967, 1967, 2025, 1927, 2026, 0, 0} {
		if e := archive.Editions[0].Races[0].Entries[i]; e.BirthYear != want {
			t.Errorf("%q: %d, not %d", cells[i], e.BirthYear, want)
		}
	}
	if len(list) != 2 || list[0].Code != "bad_birth_year" || list[1].Line != 11 {
		t.Error(findings(list))
	}
}

func TestHeadingsOfARankingSayTheStatusOfThoseWithoutATime(t *testing.T) {
	rows := "place,name,city,gender,gun,bib\n\"Finishers - 2\",,,,,\n1,A Ax,,M,0:40:00,1\n2,B Bx,,M,0:41:00,2\nDid Not Finish - 2,,,,,\n,C Cx,,F,,3\n,D Dx,,F,0:50:00,4\nNot Started,,,,,\n,E Ex,,M,,5\nFinisher,,,,,\n,F Fx,,M,,6\n"
	got, list := ten(t, "", rows)
	if want := "1 A Ax M 0:40:00; 2 B Bx M 0:41:00; 3 C Cx F dnf; 4 D Dx F 0:50:00; 5 E Ex M dns; 6 F Fx M"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if list.Errors() || len(list) != 5 || list[2].Code != "section" || list[2].Line != 5 {
		t.Error(findings(list))
	}
}
