package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"guntime/generator/internal/problem"
)

// workbook makes a spreadsheet by a library of others.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheet makes a spreadsheet of which the first sheet has these rows.
func sheet(t testing.TB, rows ...[]any) []byte {
	return workbook(t, func(f *excelize.File) {
		for i, row := range rows {
			must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		}
	})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// readBook reads a spreadsheet and writes its rows and then its findings.
func readBook(t *testing.T, of Source, data []byte) string {
	t.Helper()
	var found problem.List
	var b strings.Builder
	of.Path = "a.xlsx"
	r := NewReader(fstest.MapFS{"a.xlsx": {Data: data}}, &found)
	if table, ok := r.Open(of, people); ok {
		Rows(table, func(p *person, r *Record) {
			if table.SetAsideExcess(r) || table.RefuseRagged(r) {
				return
			}
			fmt.Fprintf(&b, "%s|%s\n", p.Bib, p.Name)
			if p.Name == "?" {
				table.Fail(r, table.Column("name"), "odd", "", "odd")
			}
		})
	}
	for _, p := range found.Sorted() {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func TestASheetIsReadAsATable(t *testing.T) {
	header := []any{"bib", "name"}
	for claim, c := range map[string]struct {
		of   Source
		data []byte
		want string
	}{
		"numbers are whole and texts stay texts":        {Source{}, sheet(t, header, []any{7, "Ann"}, []any{8.0, "Bo"}, []any{"007", "Cy"}, []any{1e6, "Di"}), "7|Ann\n8|Bo\n007|Cy\n1000000|Di\n"},
		"a finding names the cell as spreadsheets do":   {Source{}, sheet(t, header, []any{7, "Ann"}, []any{8, "?"}), "7|Ann\n8|?\na.xlsx:Sheet1!B3: error: odd [odd]\n"},
		"truth is a word":                               {Source{}, sheet(t, header, []any{7, true}), "7|true\n"},
		"breaks within a cell are blanks":               {Source{}, sheet(t, header, []any{7, "Ann\nLee\tX"}), "7|Ann Lee X\n"},
		"a quote or a separator in a cell is a text":    {Source{}, sheet(t, header, []any{7, `"Ann, Lee;`}), "7|\"Ann, Lee;\n"},
		"an empty cell at the end is one":               {Source{}, sheet(t, header, []any{7}, []any{8, "Bo"}), "7|\n8|Bo\n"},
		"titles and empty rows before the names":        {Source{}, sheet(t, []any{"Harbour Run"}, nil, header, []any{7, "Ann"}), "7|Ann\na.xlsx:Sheet1!A1: review: the line \"Harbour Run\" stands before the names of the columns: passed over [lines_before]\n"},
		"the names again, and totals":                   {Source{}, sheet(t, header, []any{7, "Ann"}, header, []any{8, "Bo"}, []any{"Total", 2}), "7|Ann\n8|Bo\na.xlsx:Sheet1!A3: review: the names of the columns stand again on 1 line: passed over [repeated_header]\na.xlsx:Sheet1!A5: warning: the row holds a total, not a runner: \"Total 2\" [row_set_aside]\n"},
		"cells beside the table are passed over":        {Source{}, sheet(t, header, []any{7, "Ann", nil, "late"}), "7|Ann\na.xlsx:Sheet1!D2: review: cells to the right of the last named column are passed over [beside_the_table]\n"},
		"no header at all":                              {Source{Headers: NoHeader, Columns: []Mapping{{Position: 1, Target: "bib"}, {Position: 2, Target: "name"}}}, sheet(t, []any{7, "Ann"}, []any{8, "Bo"}), "7|Ann\n8|Bo\n"},
		"a sheet by its name":                           {Source{Sheet: "Results"}, twoSheets(t, false), "8|Bo\n"},
		"a sheet that is not there":                     {Source{Sheet: "Result"}, twoSheets(t, false), "a.xlsx:1:1: error: the file has no sheet \"Result\" [unknown_sheet]\n"},
		"the first sheet":                               {Source{}, twoSheets(t, false), "7|Ann\n"},
		"a hidden sheet is not the first":               {Source{}, twoSheets(t, true), "8|Bo\n"},
		"a formula by the value that was kept":          {Source{}, formula(t), "7|Ann\n"},
		"a sheet with nothing in it":                    {Source{}, sheet(t), "a.xlsx:1:1: error: the sheet \"Sheet1\" is empty [empty_file]\n"},
		"an old spreadsheet":                            {Source{}, []byte(compound + strings.Repeat("\x00", 600) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"), "a.xlsx:1:1: error: the file is an old spreadsheet (.xls) [not_text]\n"},
		"a spreadsheet behind a password":               {Source{}, locked(t), "a.xlsx:1:1: error: the spreadsheet is protected by a password [not_text]\n"},
		"a page that bears the name of a spreadsheet":   {Source{}, []byte("<html><table><tr><td>bib</td></tr></table></html>"), "a.xlsx:1:1: error: the file is a web page or another document, not a table [not_text]\n"},
		"a file that was cut off":                       {Source{}, cutOff(t), "a.xlsx:1:1: error: the spreadsheet is damaged: its end is missing [broken_file]\n"},
		"a string that is not there":                    {Source{}, byHand(`<row r="1"><c r="A1" t="s"><v>9</v></c></row>`), "a.xlsx:1:1: error: the spreadsheet is damaged: a cell of row 1 names the shared string \"9\" of 2 [broken_file]\n"},
		"rows and cells without places of their own":    {Source{}, byHand(`<row><c t="inlineStr"><is><t>bib</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row><row r="3"><c><v>7</v></c><c t="s"><v>0</v></c></row>`), "7|山田 & Ann\n"},
		"how a text is pronounced is no part of it":     {Source{}, byHand(`<row><c t="str"><v>bib</v></c><c t="str"><v>name</v></c></row><row><c><v>7</v></c><c t="s"><v>1</v></c></row>`), "7|高橋 A_x\n"},
		"cells in an order that no spreadsheet has":     {Source{}, byHand(`<row r="2"><c r="A2" t="str"><v>bib</v></c></row><row r="1"><c r="A1" t="str"><v>7</v></c></row>`), "a.xlsx:1:1: error: the spreadsheet is damaged: a row has the number \"1\" after row 2 [broken_file]\n"},
		"a number that no spreadsheet can keep exactly": {Source{}, sheet(t, header, []any{5.80000000000001e15, "Ann"}), "5.80000000000001E+15|Ann\n"},
	} {
		if got := readBook(t, c.of, c.data); got != c.want {
			t.Errorf("%s:\n%s\nnot\n%s", claim, got, c.want)
		}
	}
}

func twoSheets(t *testing.T, hide bool) []byte {
	return workbook(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"bib", "name"}))
		must(t, f.SetSheetRow("Sheet1", "A2", &[]any{7, "Ann"}))
		_, err := f.NewSheet("Results")
		must(t, err)
		must(t, f.SetSheetRow("Results", "A1", &[]any{"bib", "name"}))
		must(t, f.SetSheetRow("Results", "A2", &[]any{8, "Bo"}))
		if hide {
			f.SetActiveSheet(1)
			must(t, f.SetSheetVisible("Sheet1", false))
		}
	})
}

func formula(t *testing.T) []byte {
	return byHand(`<row><c t="str"><v>bib</v></c><c t="str"><v>name</v></c></row><row><c><f>3+4</f><v>7</v></c><c t="str"><f>"An"&amp;"n"</f><v>Ann</v></c></row>`)
}

func locked(t *testing.T) []byte {
	f := excelize.NewFile()
	var b bytes.Buffer
	must(t, f.Write(&b, excelize.Options{Password: "secret"}))
	return b.Bytes()
}

func cutOff(t *testing.T) []byte {
	whole := sheet(t, []any{"bib", "name"}, []any{7, "Ann"})
	return whole[:len(whole)-100]
}

// byHand is a spreadsheet whose first sheet has these rows, with two strings that
// cells can share.
func byHand(rows string, workbookPr ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"_rels/.rels", `<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/book/main.xml"/></Relationships>`},
		{"book/main.xml", `<x:workbook xmlns:x="a" xmlns:r="b">` + strings.Join(workbookPr, "") + `<x:sheets><x:sheet name="One" sheetId="1" r:id="r1"/></x:sheets></x:workbook>`},
		{"book/_rels/main.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="one.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>`},
		{"book/strings.xml", `<sst><si><r><t>山田</t></r><r><t xml:space="preserve"> &amp; Ann</t></r></si><si><t>高橋 A_x005F_x</t><rPh sb="0" eb="2"><t>タカハシ</t></rPh></si></sst>`},
		{"book/styles.xml", `<styleSheet><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="46"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>`},
		{"book/one.xml", `<worksheet><sheetData>` + rows + `</sheetData><pageMargins left="1"/></worksheet>`},
	} {
		w, _ := z.Create(part[0])
		w.Write([]byte(part[1]))
	}
	z.Close()
	return b.Bytes()
}

func TestATimeOfASheetStaysWhatItIs(t *testing.T) {
	style := func(code string) func(v any) []byte {
		return func(v any) []byte {
			return workbook(t, func(f *excelize.File) {
				must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"bib", "name"}))
				must(t, f.SetSheetRow("Sheet1", "A2", &[]any{7, v}))
				s, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
				must(t, err)
				must(t, f.SetCellStyle("Sheet1", "B2", "B2", s))
			})
		}
	}
	day := 86400.0
	for _, c := range []struct {
		code  string
		value any
		want  string
	}{
		{"h:mm:ss", 8074.6 / day, "2:14:34.600"},
		{"h:mm:ss", 8074 / day, "2:14:34"},
		{"[h]:mm:ss", 30 * 3600 / day, "30:00:00"},
		{"h:mm:ss", 26 * 3600 / day, "26:00:00"},
		{"mm:ss.0", 2512.3 / day, "0:41:52.300"},
		{"h:mm", 8074 / day, "2:14:34"},
		{"[ss]", 59.9996 / day, "0:01:00"},
		{"h:mm:ss AM/PM", 25203 / day, "7:00:03"},
		{"[$-409]h:mm:ss\\ AM/PM;@", 25203 / day, "7:00:03"},
		{"yyyy-mm-dd", 46159.0, "2026-05-17"},
		{"d.m.yyyy", time.Date(1986, 5, 17, 0, 0, 0, 0, time.UTC), "1986-05-17"},
		{"yyyy\"年\"m\"月\"d\"日\"", 46159.0, "2026-05-17"},
		{"d/m/yyyy h:mm", 46159 + 25203/day, "2026-05-17 7:00:03"},
		{"d/m/yyyy h:mm", 1 + 25203/day, "31:00:03"}, // of a program that writes more than a day so
		{"0.00", 8074 / day, "0.093449074074074"},
		{"#,##0", 10201, "10201"},
		{"0.00E+00", 12.5, "12.5"},
		{"\"Sum\" 0", 7, "7"},
		{"General", 0.1 + 0.2, "0.3"},
		{"[Red]-0.0", -2.5, "-2.5"},
		{"h:mm:ss", -2.5 / day, "-0:00:02.500"},
	} {
		if got := readBook(t, Source{}, style(c.code)(c.value)); got != "7|"+c.want+"\n" {
			t.Errorf("%v as %s: %s, not %s", c.value, c.code, got, c.want)
		}
	}
	for want, cell := range map[string]string{
		"2030-05-18": `<c s="2"><v>46159</v></c>`, "26:00:00": `<c s="1"><v>1.0833333333333333</v></c>`, "2026-05-17 07:00:03.5": `<c t="d"><v>2026-05-17T07:00:03.500Z</v></c>`,
		"02:10:00": `<c t="d"><v>1899-12-30T02:10:00</v></c>`, "#N/A": `<c t="e"><v>#N/A</v></c>`, "2030-05-18 7:00:03": `<c s="3"><v>46159.291701388887</v></c>`,
	} {
		data := byHand(`<row><c t="str"><v>bib</v></c><c t="str"><v>name</v></c></row><row><c><v>7</v></c>`+cell+`</row>`, `<workbookPr date1904="1"/>`)
		if got := readBook(t, Source{}, data); got != "7|"+want+"\n" {
			t.Errorf("%s is %s, not %s", cell, got, want)
		}
	}
}

// A sheet that would fill the memory is refused before it does.
func TestASheetThatUnpacksWithoutAnEndIsRefused(t *testing.T) {
	for claim, rows := range map[string]string{
		"one row":              `<row r="1"><c t="str"><v>` + strings.Repeat(" ", 66<<20),
		"a place out of range": `<row r="1048577"/>`,
		"a cell out of range":  `<row><c r="XFE1"><v>1</v></c></row>`,
	} {
		var found problem.List
		r := NewReader(fstest.MapFS{"a.xlsx": {Data: byHand(rows)}}, &found)
		if _, ok := r.Open(Source{Path: "a.xlsx"}, people); ok || len(found) != 1 || found[0].Code != "too_large" && found[0].Code != "broken_file" {
			t.Errorf("%s: %v", claim, found)
		}
	}
}

func BenchmarkSheetOfThirtyThousand(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	times, err := f.NewStyle(&excelize.Style{NumFmt: 46})
	must(b, err)
	names := []any{"bib", "name"}
	for c := len(names); c < 20; c++ {
		names = append(names, fmt.Sprintf("x%d", c))
	}
	must(b, w.SetRow("A1", names))
	for r := range 30_000 {
		row := []any{r + 1, fmt.Sprintf("Runner %d", r)}
		for c := len(row); c < 20; c++ {
			row = append(row, excelize.Cell{StyleID: times, Value: float64(r*100+c) / 86400})
		}
		must(b, w.SetRow(fmt.Sprintf("A%d", r+2), row))
	}
	must(b, w.Flush())
	var data bytes.Buffer
	must(b, f.Write(&data))
	files := fstest.MapFS{"a.xlsx": {Data: data.Bytes()}}
	b.ReportAllocs()
	for b.Loop() {
		var found problem.List
		t, ok := NewReader(files, &found).Open(Source{Path: "a.xlsx", Columns: []Mapping{{Header: Everything, Target: Ignore}}}, people)
		rows := 0
		if ok {
			Rows(t, func(*person, *Record) { rows++ })
		}
		if rows != 30_000 {
			b.Fatal(rows, found)
		}
	}
}

func TestASurveyTakesTheFirstSheetThatHoldsATable(t *testing.T) {
	book := workbook(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"Organiser: the club"}))
		_, err := f.NewSheet("Results")
		must(t, err)
		must(t, f.SetSheetRow("Results", "A1", &[]any{"Bib", "Name", "Gender", "Time"}))
		must(t, f.SetSheetRow("Results", "A2", &[]any{7, "Ann Alder", "F", "0:40:00"}))
		must(t, f.SetSheetRow("Results", "A3", &[]any{8, "Bob Birch", "M", "0:41:00"}))
	})
	list, found := SurveyFile(fstest.MapFS{"a.xlsx": {Data: book}}, "a.xlsx", SurveyOptions{})
	if len(list) != 1 || list[0].Sheet != "Results" || list[0].Rows != 2 || !list[0].Timed() {
		t.Errorf("%+v %v", list, found)
	}
}
