package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// running is a judged race an hour and a half after its gun. Of each division many
// have passed 20 km; of the men M1 is masked, M2 anonymous, M3 withdrawn and M4 was
// never seen at 10 km.
func running(divisions, runners int) (*race.Verdict, *race.RaceVerdict) {
	rc := &race.Race{ID: "run", Length: 42_195_000, Gun: race.Instant(race.Day / 3), Rules: race.Rules{Records: map[string]race.Record{
		"d0": {Time: 7_626_000, Splits: map[string]race.Clock{"20k": 3_500_000}}, "d1": {Time: 8_379_000}}}}
	for km := race.Distance(0); km <= 40; km += 10 {
		rc.Points = append(rc.Points, race.Point{ID: fmt.Sprintf("%dk", km), At: km * race.Kilometre, Listed: km > 0, Required: km > 0})
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: rc.Length, Listed: true, Required: true})
	for d := range divisions {
		rc.Divisions = append(rc.Divisions, &race.Division{ID: fmt.Sprintf("d%d", d), Category: fmt.Sprintf("c%d", d), Gun: race.Unseen})
	}
	for i := range runners {
		e := &race.Entry{Bib: fmt.Sprintf("M%d", i), Name: fmt.Sprintf("Family%d Given", i), Nat: "CHN", Category: fmt.Sprintf("c%d", i%divisions), Visibility: race.Public,
			Timing: &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime}}
		for p := range rc.Points {
			e.Timing.At[p] = race.Unseen
			if p <= 2 {
				e.Timing.At[p] = rc.Gun + race.Instant(int64(p)*1_810_000+int64(i)*700)
			}
		}
		rc.Entries = append(rc.Entries, e)
	}
	if divisions == 1 {
		rc.Entries[1].Visibility, rc.Entries[2].Visibility = race.Masked, race.Anonymous
		rc.Entries[4].Timing.At[1] = race.Unseen
		rc.Rulings = []race.Ruling{{Bib: "M3", Kind: race.Withdraw}}
	}
	zone := time.FixedZone("CST", 8*3600)
	e := &race.Edition{ID: "2022", State: race.Provisional, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, zone), Zone: zone, RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	v := judge.Rule(e, time.Date(2022, 11, 6, 10, 0, 0, 0, zone))
	return v, v.Races[0]
}

// boards are the files of a race's boards.
func boards(t *testing.T, v *race.Verdict, rv *race.RaceVerdict) [][]byte {
	t.Helper()
	text, err := Leaders(v, rv)
	if err != nil {
		t.Fatal(err)
	}
	all := [][]byte{text}
	for i := range rv.Board.Points {
		if text, err = PointOrder(v, rv, &rv.Board.Points[i]); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	return all
}

func TestBoardsKeepToTheirSchema(t *testing.T) {
	var text bytes.Buffer
	if err := LiveSchema(&text); err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("live.schema.json", document); err != nil {
		t.Fatal(err)
	}
	rules, err := c.Compile("live.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return rules.Validate(value)
	}
	for _, of := range [][2]int{{1, 30}, {2, 300}, {30, 3000}, {1, 5}, {2, 0}} {
		v, rv := running(of[0], of[1])
		for _, b := range boards(t, v, rv) {
			if err := check(string(b)); err != nil {
				t.Errorf("%d divisions, %d runners: %v", of[0], of[1], err)
			}
		}
	}
	v, rv := running(1, 30)
	files := boards(t, v, rv)
	for n, changes := range [][][2]string{
		{{`"over":false`, `"over":"no"`}, {`"place":1`, `"place":"1"`}, {`"basis":"splits"`, `"basis":"guess"`}, {`"started":30`, `"started":-1`}, {`"first":[`, `"second":[`}},
		{{`"order":[`, `"rows":[`}, {`"gap_ms":`, `"gap":1,"gap_s":`}, {`"km":10`, `"km":"10"`}},
	} {
		for _, change := range changes {
			bad := strings.Replace(string(files[n]), change[0], change[1], 1)
			if bad == string(files[n]) {
				t.Errorf("%s: nothing to change in %.300s", change[0], bad)
			} else if check(bad) == nil {
				t.Errorf("the schema accepts %s", change[1])
			}
		}
	}
}

func TestBoardsShowNobodyWhoIsHiddenOrOut(t *testing.T) {
	v, rv := running(1, 30)
	for n, b := range boards(t, v, rv) {
		text := string(b)
		for _, secret := range []string{`"M2"`, "Family1 ", "Family2 ", `"M3"`, "Family3 "} {
			if strings.Contains(text, secret) {
				t.Errorf("file %d says %s", n, secret)
			}
		}
		if n <= 2 && n > 0 && !strings.Contains(text, `{"place":3,"bib":null,"name":null,"latin_name":null,"nat":null,"visibility":"anonymous"`) {
			t.Errorf("file %d lacks the place of whoever is anonymous: %.600s", n, text)
		}
		if n == 2 && strings.Contains(text, `"M4"`) {
			t.Error("who was never seen at 10 km is in the order at 20 km")
		}
	}
}

func TestLeadersHaveAtMostTwentyKilobytesAndPointsAHundredOfADivision(t *testing.T) {
	for _, divisions := range []int{1, 4, 30, 60} {
		v, rv := running(divisions, 150*divisions)
		files := boards(t, v, rv)
		if n := len(files[0]); n > leadersRoom {
			t.Errorf("%d divisions: %d bytes", divisions, n)
		}
		var point struct {
			Divisions []struct {
				Passed int
				Order  []struct{ Place int }
			}
		}
		if err := json.Unmarshal(files[2], &point); err != nil {
			t.Fatal(err)
		}
		for _, d := range point.Divisions {
			if len(d.Order) != race.BoardRows || d.Order[99].Place != 100 || divisions > 1 && d.Passed != 150 {
				t.Errorf("%d divisions: %d rows of %d", divisions, len(d.Order), d.Passed)
			}
		}
	}
}

func TestAPassingChangesTheFilesOfItsPointAlone(t *testing.T) {
	v, rv := running(2, 300)
	before := boards(t, v, rv)
	rv.Race.Entries[0].Timing.At[3] = rv.Race.Gun + 5_500_000
	v = judge.Rule(v.Edition, time.Date(2022, 11, 6, 2, 0, 0, 0, time.UTC))
	after := boards(t, v, v.Races[0])
	for n := range before {
		if moved := n == 0 || n == 3; slices.Equal(before[n], after[n]) == moved {
			t.Errorf("file %d changed: %v", n, !moved)
		}
	}
}

// The files of a race's boards are made anew at each build: of 30,000 runners too
// within milliseconds.
func BenchmarkBoards(b *testing.B) {
	v, rv := running(4, 30_000)
	for b.Loop() {
		if _, err := Leaders(v, rv); err != nil {
			b.Fatal(err)
		}
		for i := range rv.Board.Points {
			if _, err := PointOrder(v, rv, &rv.Board.Points[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
}
