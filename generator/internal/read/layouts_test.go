package read

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"guntime/generator/internal/race"
)

// outcome writes of each runner the finish since the gun, "review" under review and
// "-" without times.
func outcome(rc *race.Race) string {
	var b strings.Builder
	for _, e := range rc.Entries {
		what := "-"
		switch {
		case e.Timing == nil:
		case e.Timing.SetAside:
			what = "review"
		case e.Timing.At[rc.Finish()] != race.Unseen:
			what = e.Timing.At[rc.Finish()].Since(rc.GunOf(rc.DivisionOf(e))).String()
		}
		fmt.Fprintf(&b, "%s %s %c %s\n", e.Bib, e.Name, cmpGender(e.Gender), what)
	}
	return b.String()
}

func cmpGender(g race.Gender) rune {
	if g == race.NoGender {
		return '?'
	}
	return rune(g)
}

// oneTable is an edition whose entries and times are one file.
func oneTable(file, keys string) string {
	return yearYAML + "    ranking: {missing_point: ignored}\n    entries: {file: " + file + keys + "}\n    timing: [{file: " + file + "}]\n"
}

const ann = "1 Ann Alder F 2:40:05\n2 Bob Birch M 2:39:05\n"

func TestATableIsReadHoweverItIsLaidOut(t *testing.T) {
	const at = folder + "all.csv"
	review := func(line int, text string) string { return fmt.Sprintf("%s:%d:1: review: %s", at, line, text) }
	aside := func(place, text string) string { return at + ":" + place + ": warning: " + text + " [row_set_aside]" }
	for claim, c := range map[string]struct {
		keys, text, said string
		want             []string
	}{
		"columns by number where no line names them": {", header_lines: 0, columns: {1: bib, 2: name, 3: gender, 4: gun}", "1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, nil},
		"and with tabs and a title":                  {", header_lines: 0, skip_lines: 1, columns: {1: bib, 2: name, 3: gender, 4: gun, 5: ignore}", "Harbour Run\n1\tAnn Alder\tF\t2:40:05\tx\n2\tBob Birch\tM\t2:39:05\t\n", ann, nil},
		"a column without a name by its number":      {", columns: {3: gender}", "bib,name,,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, nil},
		"a quoted number is a name":                  {", columns: {\"3\": gender, 1: name}", "name,bib,3,gun\nAnn Alder,1,F,2:40:05\nBob Birch,2,M,2:39:05\n", ann, nil},
		"everything else is ignored":                 {", columns: {\"*\": ignore}", "Pace,bib,name,gender,gun,Shoes\n4:00,1,Ann Alder,F,2:40:05,x\n4:00,2,Bob Birch,M,2:39:05,y\n", ann, nil},
		"one column is two things":                   {", columns: {Kat.: [category, gender]}", "bib,name,Kat.,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, nil},
		"lines that end as on old machines":          {"", "bib,name,gender,gun\r1,Ann Alder,F,2:40:05\r2,Bob Birch,M,2:39:05\r", ann, nil},
		"a line that names the separator":            {"", "sep=;\r\nbib;name;gender;gun\r\n1;Ann Alder;F;2:40:05\r\n2;Bob Birch;M;2:39:05\r\n", ann, nil},
		"cells in single quotes":                     {"", "'bib','name','gender','gun'\n'1','Ann Alder','F','2:40:05'\n'2','Bob Birch','M','2:39:05'\n", ann, nil},
		"the header again on each page, and a total": {"", "bib,name,gender,gun\n1,Ann Alder,F,2:40:05\nbib,name,gender,gun\n2,Bob Birch,M,2:39:05\nTotal,2,,\n", ann,
			[]string{review(3, "the names of the columns stand again on 1 line: passed over [repeated_header]"), aside("5:1", `the row holds a total, not a runner: "Total 2"`)}},
		"genders that are numbers": {", values: {gender: {1: M, 2: F}}", "bib,name,gender,gun\n1,Ann Alder,2,2:40:05\n2,Bob Birch,1,2:39:05\n", ann, nil},
		"numbers of any size":      {", values: {gender: {7: M, 8: F}}", "bib,name,Sex,gun\n1,Ann Alder,8,2:40:05\n2,Bob Birch,7,2:39:05\n", ann, nil},
		"totals with their count among the bibs": {"", "bib,name,gender,gun\n1,Ann Alder,F,2:40:05\nTotal: 1,,,\n2,Bob Birch,M,2:39:05\nTotal 2,,,\n合计：2,,,\n2 finishers,,,\n", ann,
			[]string{aside("3:1", `the row holds a total, not a runner: "Total: 1"`), aside("5:1", `the row holds a total, not a runner: "Total 2"`),
				aside("6:1", `the row holds a total, not a runner: "合计：2"`), aside("7:1", `the row holds a total, not a runner: "2 finishers"`)}},
		"a bib that looks like a total": {"", "bib,name,gender,gun\nTotal1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", strings.Replace(ann, "1 ", "Total1 ", 1), nil},
		"a footnote": {"", "bib,name,gender,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n* provisional results,,,\n", ann,
			[]string{aside("4:1", `the line is a text, not a row of the table: "* provisional results"`)}},
		"a header of two languages": {"", "参赛号,姓名,性别,枪声成绩\nbib,name,gender,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, nil},
		"a header of two lines":     {"", "Runner,,,Times\nbib,name,gender,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, []string{review(1, `the line "Runner,,,Times" stands before the names of the columns: passed over [lines_before]`)}},
		"titles and an empty line":  {"", "Harbour Run\n2022,6 Nov\n\nbib,name,gender,gun\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", ann, []string{review(1, `2 lines stand, the first "Harbour Run", before the names of the columns: passed over [lines_before]`)}},
		"counters in a column without a name": {"", ",bib,name,gender,gun\n0,1,Ann Alder,F,2:40:05\n1,2,Bob Birch,M,2:39:05\n", ann,
			[]string{review(1, "the first column has no name and counts the rows: it is passed over [counter_column]")}},
		"separators at the end of every row": {"", "bib,name,gender,gun\n1,Ann Alder,F,2:40:05,,\n2,Bob Birch,M,2:39:05,,\n", ann, nil},
		"blank columns at the end":           {"", "bib,name,gender,gun,,\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05,,\n", ann, nil},
		"a separator without quotes": {"", "bib,name,gender,gun\n1,Alder, Ann,F,2:40:05\n2,Bob Birch,M,2:39:05\n", "2 Bob Birch M 2:39:05\n1  ? review\n",
			[]string{aside("2:16", "the row has 5 cells, the header has 4")}},
		"a quote without its other half": {"", "bib,name,gender,gun\n1,\"Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", "2 Bob Birch M 2:39:05\n1  ? review\n",
			[]string{aside("2:3", "a quote in the row has no other half")}},
		"a row that is good after all": {"", "bib,name,gender,gun\n1,Ann\n1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n", "1 Ann Alder F review\n2 Bob Birch M 2:39:05\n",
			[]string{aside("2:6", "the row has 2 cells, the header has 4")}},
		"a ruler": {"", "bib name      gender     gun\n=== ========= ====== =======\n  1 Ann Alder F      2:40:05\n  2 Bob Birch M      2:39:05\n", ann, nil},
		"a ruler, and a page of it again": {"", "Harbour Run  page\n\nbib name      gender     gun\n--- --------- ------ -------\n  1 Ann Alder F      2:40:05\n\fHarbour Run  page\n\nbib name      gender     gun\n--- --------- ------ -------\n  2 Bob Birch M      2:39:05\n", ann,
			[]string{review(1, `the line "Harbour Run page" stands before the names of the columns: passed over [lines_before]`),
				review(6, "what stands before the names of the columns stands again on 1 line: passed over [repeated_header]"), review(8, "the names of the columns stand again on 1 line: passed over [repeated_header]")}},
		"a total below that runs across columns": {"", "bib name      gender     gun\n=== ========= ====== =======\n  1 Ann Alder F      2:40:05\n  2 Bob Birch M      2:39:05\nTotal: 2\n", ann,
			[]string{aside("5:1", `the row holds a total, not a runner: "Total: 2"`)}},
		"a header of two lines above a ruler": {"", "            gun \nbib name   gender time\n=== ====== ====== =======\n  1 Ann A  F      2:40:05\n  2 Bob B  M      2:39:05\n", "1 Ann A F 2:40:05\n2 Bob B M 2:39:05\n", nil},
		"columns of blanks":                   {"", "bib   name         gender  gun\n  1   Ann Alder    F       2:40:05\n  2   Bob Birch    M       2:39:05\n", ann, nil},
		"Chinese takes the room of two":       {"", "参赛号 姓名   性别 枪声成绩\n====== ====== ==== ========\n     1 王小明 男    2:40:05\n     2 Li Mei 女    2:39:05\n", "1 王小明 M 2:40:05\n2 Li Mei F 2:39:05\n", nil},
		"or of one where the columns say so":  {"", "bib name   gender gun\n=== ====== ====== =======\n  1 王小明    男      2:40:05\n  2 Li Mei 女      2:39:05\n", "1 王小明 M 2:40:05\n2 Li Mei F 2:39:05\n", nil},
	} {
		t.Run(claim, func(t *testing.T) {
			rc := expect(t, files("data/2022/edition.yaml", oneTable("all.csv", c.keys), at, c.text, folder+"entries.csv", "absent", folder+"times.csv", "absent"), c.want...)
			if got := outcome(rc); got != c.said {
				t.Errorf("%s\nnot\n%s", got, c.said)
			}
		})
	}
}

func TestALineOfDataIsNoHeader(t *testing.T) {
	text := "1,Ann Alder,F,2:40:05\n2,Bob Birch,M,2:39:05\n"
	for _, keys := range []string{"", `, columns: {1: bib, Ann Alder: name, F: gender, "2:40:05": gun}`} {
		_, list := Project(files("data/2022/edition.yaml", oneTable("all.csv", keys), folder+"all.csv", text, folder+"entries.csv", "absent", folder+"times.csv", "absent"))
		i := 0
		for i < len(list) && list[i].Code != "header_is_data" {
			i++
		}
		if i == len(list) || list[i].Text != "line 1 looks like data, not like the names of columns" || list[i].Hint != "declare header_lines: 0, and which column is what: columns: {1: bib, 2: name, 3: gender, 4: gun}" {
			t.Errorf("%s: %s", keys, findings(list))
		}
	}
}

func TestTheHintsOfColumnsCanBePasted(t *testing.T) {
	table := func(columns string) string {
		return yearYAML + "    ranking: {missing_point: ignored}\n    entries: {file: all.csv" + columns + "}\n    timing: [{file: all.csv}]\n"
	}
	text := "bib,name,gender,gun,\"Split 2,5 km\",Bib #,Time: pace,,# x,yes,bib,\"say \"\"so\"\"\"\n1,Ann Aa,F,2:40:00,0:10:00,1,4:00,x,1,1,1,1\n"
	_, list := Project(files("data/2022/edition.yaml", table(""), folder+"all.csv", text))
	var columns []string
	for _, p := range list {
		if _, paste, ok := strings.Cut(p.Hint, "declare columns: {"); ok && strings.HasSuffix(p.Path, "all.csv") {
			one := strings.TrimSuffix(paste, "}")
			if len(columns) == 0 || columns[len(columns)-1] != one { // of the entries and of the timing
				columns = append(columns, one)
			}
		}
	}
	_, list = Project(files("data/2022/edition.yaml", table(", columns: {"+strings.Join(columns, ", ")+"}"), folder+"all.csv", text))
	if len(columns) != 8 || list.Errors() {
		t.Errorf("%q: %s", columns, findings(list))
	}
}

func TestEveryTableOfARaceMayBeASpreadsheet(t *testing.T) {
	book := func(sheets ...[][]any) string {
		f := excelize.NewFile()
		for i, rows := range sheets {
			name := fmt.Sprintf("Sheet%d", i+1)
			if i > 0 {
				f.NewSheet(name)
			}
			for r, row := range rows {
				f.SetSheetRow(name, fmt.Sprintf("A%d", r+1), &row)
			}
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	entries := [][]any{{"bib", "name", "gender"}, {1, "Ann", "F"}, {2, "Bob", "M"}}
	times := [][]any{{"bib", "gun"}, {1, "2:40:05"}, {2, "2:39:05"}, {3, "2:41:00"}}
	one := book(entries, times)
	t.Run("by names that are the default", func(t *testing.T) {
		rc := expect(t, files(folder+"entries.csv", "absent", folder+"times.csv", "absent", folder+"entries.xlsx", book(entries), folder+"times.xlsx", book(times[:3]),
			folder+"rulings.xlsx", book([][]any{{"bib", "ruling", "clause", "authority", "date"}, {2, "withdraw", "3.1", "Referee", "2022-11-06"}}), folder+"releases.xlsx", book([][]any{{"bib"}, {1}})))
		if len(rc.Rulings) != 1 || rc.Rulings[0].From.String() != folder+"rulings.xlsx:Sheet1!2" {
			t.Errorf("%+v", rc.Rulings)
		}
	})
	t.Run("two sheets of one", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {file: all.xlsx}\n    timing: [{file: all.xlsx, sheet: Sheet2}]\n", folder+"all.xlsx", one, folder+"entries.csv", "absent", folder+"times.csv", "absent"),
			folder+`all.xlsx:Sheet2!A4: error: bib "3" is not in the entries [unknown_bib]`)
	})
	t.Run("a sheet that is not there is missed where it is named", func(t *testing.T) {
		_, list := Project(files("data/2022/edition.yaml", yearYAML+"    entries: {file: all.xlsx}\n    timing: [{file: all.xlsx, sheet: Shet2}]\n", folder+"all.xlsx", one, folder+"entries.csv", "absent", folder+"times.csv", "absent"))
		if got := findings(list); !strings.Contains(got, `edition.yaml:16:38: error: the file "data/2022/marathon/all.xlsx" has no sheet "Shet2" [unknown_sheet]`) || !strings.Contains(list[0].Hint, `did you mean "Sheet2"? its sheets: "Sheet1", "Sheet2"`) {
			t.Errorf("%s%+v", got, list[0])
		}
	})
	t.Run("a sheet of a file that has none", func(t *testing.T) {
		expect(t, files("data/2022/edition.yaml", yearYAML+"    entries: {sheet: Runners}\n"),
			`data/2022/edition.yaml:15:22: warning: the file "data/2022/marathon/entries.csv" is no spreadsheet and has no sheets [no_sheets]`)
	})
}
