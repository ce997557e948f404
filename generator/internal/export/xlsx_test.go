package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

type sheet struct {
	Rows []struct {
		Cells []struct {
			Ref   string `xml:"r,attr"`
			Type  string `xml:"t,attr"`
			Style string `xml:"s,attr"`
			Value string `xml:"v"`
			Text  string `xml:"is>t"`
			Runs  string `xml:"f"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

// workbookOf writes a workbook and reads its parts back; every one is well-formed.
func workbookOf(t *testing.T, v *race.Verdict, rv *race.RaceVerdict) (raw []byte, parts map[string]string) {
	t.Helper()
	var b bytes.Buffer
	if err := XLSX(&b, v, rv, path, nil); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		parts[f.Name] = string(text)
	}
	return b.Bytes(), parts
}

func cellsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	var s sheet
	if err := xml.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Runs != "" {
				t.Errorf("%s is a formula: %q", c.Ref, c.Runs)
			}
			cells[c.Ref] = strings.TrimSpace(c.Type + ":" + c.Text + c.Value)
		}
	}
	return cells
}

func TestAWorkbookHoldsTheResultsAsAPersonWouldEnterThem(t *testing.T) {
	v, rv := verdict()
	_, parts := workbookOf(t, v, rv)
	cells := cellsOf(t, parts["xl/worksheets/sheet1.xml"])
	at := map[string]string{}
	for i, c := range sheetColumns(rv.Race) {
		at[c.name] = letters(i)
		if got := cells[c.letter+"1"]; got != "inlineStr:"+c.name {
			t.Errorf("the head of %s says %q", c.letter, got)
		}
	}
	for _, c := range []struct {
		column string
		row    int
		want   string
	}{{"bib", 2, "inlineStr:M1"}, {"name", 2, "inlineStr:张伟"}, {"place", 2, ":1"}, {"gun_ms", 2, ":8073600"}, {"trophy", 2, "b:1"}, {"trophy", 3, "b:0"},
		{"prize_net", 2, ":12000.00"}, {"club", 2, "inlineStr:=1+1"}, {"name", 3, "inlineStr:欧阳*娜"}, {"bib", 4, ""}, {"name", 4, ""}, {"half", 2, ""},
		{"gun_time", 2, ":" + "0.09344907407407407"}, {"gun_time", 5, ""}} {
		if got := cells[fmt.Sprint(at[c.column], c.row)]; got != c.want {
			t.Errorf("%s of row %d: %q, want %q", c.column, c.row, got, c.want)
		}
	}
	if _, twice := at["5k_ms"]; twice || at["5k"] == "" {
		t.Error("splits stand in milliseconds, or not at all")
	}
	for _, text := range parts {
		if strings.Contains(text, "欧阳小娜") || strings.Contains(text, "司马光") {
			t.Error("a name that is not published is in it")
		}
	}
}

func TestAWorkbookOfMadeUpResultsSaysSoOnItsSheet(t *testing.T) {
	v, rv := verdict()
	if _, parts := workbookOf(t, v, rv); strings.Contains(parts["xl/workbook.xml"], "DEMONSTRATION") {
		t.Error("a real one says it too")
	}
	v.Edition.Demonstration = true
	_, parts := workbookOf(t, v, rv)
	if !strings.Contains(parts["xl/workbook.xml"], `name="DEMONSTRATION results"`) || cellsOf(t, parts["xl/worksheets/sheet2.xml"])["B5"] != "b:1" {
		t.Error("it does not")
	}
}

func TestTheSameResultsGiveTheSameWorkbook(t *testing.T) {
	v, rv := verdict()
	one, _ := workbookOf(t, v, rv)
	two, _ := workbookOf(t, v, rv)
	if !bytes.Equal(one, two) {
		t.Error("they do not")
	}
}

func TestACellHoldsAnyTextAsText(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "=1+1", "<b>&": "<b>&", "a\x00b\x1fc": "abc", " x ": " x ", "_x0041_": "_x005F_x0041_", "a\xffb": "a\uFFFDb", "王𬱖": "王𬱖"} {
		if got := shown(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := len([]rune(shown(strings.Repeat("𬱖", 40_000)))); got != cellLength/2 {
		t.Errorf("a long text keeps %d characters", got)
	}
}

func TestColumnsAreNamedAsASpreadsheetNamesThem(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := letters(n); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}

// BenchmarkXLSX writes 30,000 rows.
func BenchmarkXLSX(b *testing.B) {
	v, rv := verdict()
	row := rv.Results[0]
	rv.Results = nil
	for range 30_000 {
		rv.Results = append(rv.Results, row)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := XLSX(io.Discard, v, rv, path, nil); err != nil {
			b.Fatal(err)
		}
	}
}
