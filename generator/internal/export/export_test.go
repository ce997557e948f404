package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// verdict holds one of each: a public winner, a masked second, an anonymous
// unranked finisher and somebody disqualified whose times are withheld.
func verdict() (*race.Verdict, *race.RaceVerdict) {
	men := &race.Division{ID: "men"}
	rc := &race.Race{ID: "marathon", Divisions: []*race.Division{men}, Points: []race.Point{{ID: "start"}, {ID: "5k"}, {ID: "half"}, {ID: "finish"}}}
	entry := func(bib, name string, v race.Visibility) *race.Entry {
		return &race.Entry{Bib: bib, Name: name, LatinName: "ZHANG Wei", Gender: race.Male, Nat: "CHN", Club: "=1+1", Visibility: v}
	}
	results := []race.Result{
		{Entry: entry("M1", "张伟", race.Public), Division: men, Status: race.Finished, Place: 1, PlaceOverall: 1,
			Gun: 8073600, Net: 8073100, Splits: []race.Clock{500, 961400, race.NoTime, 8073600},
			Prize:  &race.PrizeDue{Currency: "USD", Gross: 1500000, Tax: 300000, Net: 1200000, Due: true, Reason: race.Reason{Code: race.PrizeNotUnder}},
			Trophy: true, Package: true, Certificate: &race.Certificate{Status: race.CertificateReady}},
		{Entry: entry("M2", "欧阳小娜", race.Masked), Division: men, Status: race.Finished, Place: 2, PlaceOverall: 2, Tied: true,
			Gun: 8074000, Net: race.NoTime, Splits: []race.Clock{race.NoTime, race.NoTime, race.NoTime, 8074000},
			Prize:       &race.PrizeDue{Currency: "USD", GrossOpen: true, Reason: race.Reason{Code: race.PrizeTied}},
			Certificate: &race.Certificate{Status: race.CertificateScheduled, From: time.Date(2022, 11, 7, 5, 45, 0, 0, time.UTC)}},
		{Entry: entry("M3", "司马光", race.Anonymous), Division: men, Status: race.Unranked, Gun: 8080000, Net: race.NoTime,
			Reason: &race.Reason{Code: race.MissedPoint, Point: "5k", LastPoint: "finish", Clause: "12.8"}, Splits: []race.Clock{0, race.NoTime, 4000000, 8080000},
			Certificate: &race.Certificate{Status: race.CertificateNone}},
		{Entry: entry("M4", "李四", race.Public), Division: men, Status: race.Disqualified, Gun: race.NoTime, Net: race.NoTime,
			Reason: &race.Reason{Code: race.ByRulingReason, Clause: "13.6"}, Certificate: &race.Certificate{Status: race.CertificateNone}},
	}
	rv := &race.RaceVerdict{Race: rc, Results: results, Counts: race.Counts{Entries: 4, Starters: 4, Finishers: 3, Ranked: 2},
		Divisions: []race.DivisionVerdict{{Division: men, Counts: race.Counts{Entries: 4, Starters: 4, Finishers: 3, Ranked: 2}, Results: results}}}
	e := &race.Edition{ID: "2022", State: race.Official, Zone: time.FixedZone("CST", 8*3600), Races: []*race.Race{rc}}
	return &race.Verdict{Edition: e, Over: true, Races: []*race.RaceVerdict{rv}}, rv
}

func path(r *race.Result) string {
	if r.Certificate.Status != race.CertificateReady {
		return ""
	}
	return "2022/marathon/certificates/" + r.Entry.Bib + ".pdf"
}

func TestJSONSaysWhatTheVerdictSays(t *testing.T) {
	v, rv := verdict()
	var b bytes.Buffer
	if err := JSON(&b, v, rv, path, nil); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Edition   string
		Counts    map[string]int
		Divisions []map[string]any
		Results   []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	if got.Edition != "2022" || got.Counts["finishers"] != 3 || len(got.Results) != 4 {
		t.Fatalf("%+v", got)
	}
	line := func(i int) string {
		text, err := json.Marshal(got.Results[i])
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for i, wanted := range [][]string{
		{`"gun_time":"2:14:34"`, `"gun_ms":8073600`, `"splits":[{"ms":961400,"point":"5k","time":"0:16:02"}]`, `"gross":"15000.00"`, `"tax":"3000.00"`,
			`"net":"12000.00"`, `"state":"due"`, `"path":"2022/marathon/certificates/M1.pdf"`, `"reason":null`, `"place":1`},
		{`"name":"欧阳*娜"`, `"latin_name":"Z**** W**"`, `"net_time":null`, `"splits":[]`, `"gross":null`, `"net":null`, `"state":"pending"`,
			`"from":"2022-11-07T13:45:00+08:00"`, `"path":null`},
		{`"bib":null`, `"name":null`, `"latin_name":null`, `"club":null`, `"nat":null`, `"place":null`,
			`"reason":{"clause":"12.8","code":"missing_point","last_point":"finish","point":"5k"}`},
		{`"gun_ms":null`, `"splits":null`, `"status":"disqualified"`, `"reason":{"clause":"13.6","code":"ruling"}`, `"prize":null`},
	} {
		for _, want := range wanted {
			if !strings.Contains(line(i), want) {
				t.Errorf("result %d lacks %s: %s", i, want, line(i))
			}
		}
	}
	for _, hidden := range []string{"欧阳小娜", "司马光", "M3"} {
		if bytes.Contains(b.Bytes(), []byte(hidden)) {
			t.Errorf("%s is published", hidden)
		}
	}
}

func TestCSVHasTheSameFactsAndNoFormula(t *testing.T) {
	v, rv := verdict()
	var b bytes.Buffer
	if err := CSV(&b, v, rv, path, nil); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "\uFEFFbib,name,") {
		t.Errorf("begins with %q", b.String()[:20])
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(row int, column string) string {
		for i, name := range rows[0] {
			if name == column {
				return rows[row][i]
			}
		}
		t.Fatalf("no column %s", column)
		return ""
	}
	for _, c := range []struct {
		row          int
		column, want string
	}{{1, "club", "'=1+1"}, {1, "5k", "0:16:02"}, {1, "half", ""}, {1, "prize_net", "12000.00"}, {3, "half", "1:06:40"},
		{3, "reason_point", "5k"}, {3, "name", ""}, {2, "name", "欧阳*娜"}, {4, "gun_time", ""}, {4, "clause", "13.6"}} {
		if got := cell(c.row, c.column); got != c.want {
			t.Errorf("row %d, %s: %q, want %q", c.row, c.column, got, c.want)
		}
	}
}

func TestCellsThatASpreadsheetWouldRunAreQuoted(t *testing.T) {
	for cell, want := range map[string]string{"=1": "'=1", "+1": "'+1", "-0:00:02": "'-0:00:02", "@a": "'@a", "\tx": "'\tx", "a=1": "a=1", "": ""} {
		if got := string(inert([]byte(cell))); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}
