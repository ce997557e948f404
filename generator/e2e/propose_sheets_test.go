package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// finishers are rows of a sheet: bib, name, gender and time, from a bib and a
// number of seconds on; without a gender where that is "".
func finishers(header string, first, seconds int, genders string) [][]string {
	lines := [][]string{strings.Split(header, ",")}
	for i := range 8 {
		s := seconds + 61*i
		cells := []string{fmt.Sprint(first + i), string(rune('A'+i)) + " Runner" + fmt.Sprint(first)}
		if genders != "" {
			cells = append(cells, string(genders[i%len(genders)]))
		}
		lines = append(lines, append(cells, fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)))
	}
	return lines
}

func TestAWorkbookWhoseSheetsAreRacesMakesARaceOfEach(t *testing.T) {
	const header = "Bib,Name,Gender,Time"
	full, half := finishers(header, 1, 9000, "MF"), finishers(header, 1, 4300, "FM")
	for _, c := range []struct {
		claim, file string
		sheets      []sheet
		flags       []string
		rules, said []string
		not         []string
	}{
		{"lengths in short", "City Marathon 2024.xlsx", []sheet{{"FM", full}, {"HM", half}, {"10K", finishers(header, 1, 1900, "MF")}}, nil,
			[]string{"  marathon:", "  half:", "  10k:", "sheet: FM", "sheet: HM", `sheet: "10K"`, "km: 10 ", "the name of the sheet"}, []string{"marathon: 8 runners", "half: 8 runners", "10k: 8 runners"}, []string{"not read"}},
		{"lengths in words, beside a sheet of something else", "r.xlsx", []sheet{{"Info", [][]string{{"Organiser: the club"}}}, {"Marathon", full}, {"Half Marathon", half}, {"Teams", [][]string{{"Place", "Team", "Points"}, {"1", "Club", "12"}}}}, nil,
			[]string{"  marathon:", "  half:", "sheet: Marathon", "sheet: Half Marathon"}, []string{"Its other sheets are not read: Info, Teams", "half: 8 runners"}, nil},
		{"Chinese lengths", "2024城市马拉松.xlsx", []sheet{{"全程", finishers("参赛号,姓名,性别,成绩", 1, 9000, "MF")}, {"半程", finishers("参赛号,姓名,性别,成绩", 1, 4300, "MF")}}, nil,
			[]string{"  marathon:", "  half:", "sheet: 全程", "sheet: 半程"}, []string{"marathon: 8 runners"}, nil},
		{"men and women of one race", "Spring 10k.xlsx", []sheet{{"Men", finishers("Bib,Name,Time", 1, 1900, "")}, {"Women", finishers("Bib,Name,Time", 101, 2100, "")}}, nil,
			[]string{"  10k-men:", "  10k-women:", "women: {gender: F}", "km: 10 ", "the file's name"}, []string{`the sheets "Men" and "Women" are two races here`, "10k-women: 8 runners"}, nil},
		{"a race with a name of its own", "r.xlsx", []sheet{{"10K", finishers(header, 1, 1900, "MF")}, {"Fun Run", finishers(header, 50, 1000, "MF")}}, nil,
			[]string{"  10k:", "  fun-run:", "name: Fun Run"}, []string{"fun-run: 8 runners"}, nil},
		{"excerpts of one sheet are no races", "10k.xlsx", []sheet{{"Top 3", half[:4]}, {"All", half}, {"Women", [][]string{half[0], half[1], half[3], half[5], half[7]}}}, nil,
			[]string{"sheet: All"}, []string{"Its other sheets are not read: Top 3, Women", "8 finished, 8 ranked"}, []string{"half-", "sheet: Women"}},
		{"entries and times in a sheet each", "10k.xlsx", []sheet{{"Entries", [][]string{{"Bib", "Name", "Gender"}, {"1", "Ann Alder", "F"}, {"2", "Bob Birch", "M"}, {"3", "Cid Cedar", "M"}}}, {"Times", [][]string{{"Bib", "Gun Time"}, {"1", "0:41:00"}, {"2", "0:39:00"}}}}, nil,
			[]string{"sheet: Entries", "sheet: Times"}, []string{"2 of 3 entries are in the times", "2 ranked"}, nil},
		{"one that is chosen is alone", "r.xlsx", []sheet{{"FM", full}, {"HM", half}}, []string{"-sheet", "HM"}, []string{"sheet: HM", "  half:"}, []string{"Its other sheets are not read: FM"}, []string{"marathon:"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rules, said := proposedOf(t, map[string]string{c.file: string(sheetsOf(c.sheets))}, []string{c.file}, c.flags...)
			for _, want := range c.rules {
				if !strings.Contains(rules, want) {
					t.Errorf("edition.yaml has no %q:\n%s", want, rules)
				}
			}
			for _, want := range append(c.said, "It reads with 0 errors") {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
			for _, not := range c.not {
				if strings.Contains(rules+said, not) {
					t.Errorf("it has %q:\n%s\n%s", not, rules, said)
				}
			}
		})
	}
}
