package export

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// namesakes is a race of nine runners called 张鹏, and some more, which is over.
func namesakes() *race.RaceVerdict {
	men, women := &race.Division{ID: "men", Gender: race.Male}, &race.Division{ID: "women", Gender: race.Female}
	rc := &race.Race{ID: "marathon", Divisions: []*race.Division{men, women}, Rules: race.Rules{Ranking: race.Ranking{By: race.ByNet}}}
	rv := &race.RaceVerdict{Race: rc, Over: true}
	for i := range 9 {
		e := &race.Entry{Bib: "A00" + strconv.Itoa(90-i*7), Name: "张鹏", Gender: race.Male, Nat: "CHN", Club: "跑团" + strconv.Itoa(i)}
		r := race.Result{Entry: e, Division: men, Status: race.Finished, Place: i*3 + 1, Gun: race.Clock(9_000_000 + i*60_000), Net: race.Clock(8_990_001 + i*60_000)}
		if i == 8 {
			e.Gender, e.Club, r.Division, r.Place, r.Status, r.Gun, r.Net = race.Female, "", women, 0, race.DNF, race.NoTime, race.NoTime
		}
		rv.Results = append(rv.Results, r)
	}
	for _, e := range []*race.Entry{{Bib: "B1", Name: "张鹏飞", Gender: race.Male}, {Bib: "B2", Name: "李张鹏", Gender: race.Male}} {
		rv.Results = append(rv.Results, race.Result{Entry: e, Division: men, Status: race.Finished, Place: 2, Gun: 9_000_500, Net: 8_990_500})
	}
	return rv
}

// writeTimes adds the files of times to a folder of the finder.
func writeTimes(t testing.TB, dir string, s *Search, rv *race.RaceVerdict) {
	t.Helper()
	of := s.ResultsOf(rv)
	for _, shard := range s.Shards() {
		var results []int32
		for _, n := range shard.Runners() {
			results = append(results, of[n])
		}
		var b strings.Builder
		if err := SearchTimes(rv, results)(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, "times"), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, shard.Times), []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNamesakesAreToldApartAndStandByPlace(t *testing.T) {
	rv := namesakes()
	s := NewSearch(new(race.Edition), rv, SearchRows)
	dir := written(t, s)
	writeTimes(t, dir, s, rv)
	a := ask(t, dir, 20, "张鹏")[0]
	want := "A0090 Men 跑团0 2:29:51 1, A0083 Men 跑团1 2:30:51 4, A0076 Men 跑团2 2:31:51 7, A0069 Men 跑团3 2:32:51 10, A0062 Men 跑团4 2:33:51 13, A0055 Men 跑团5 2:34:51 16, A0048 Men 跑团6 2:35:51 19, A0041 Men 跑团7 2:36:51 22, A0034 Women CHN  dnf"
	if got := strings.Join(a.Rows[:9], ", "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// Those who are called more than that stand behind.
	if got := strings.Join(a.Bibs[9:], " "); got != "B2 B1" && got != "B1 B2" {
		t.Errorf("behind them %s", got)
	}
	t.Run("another time changes no name of a file", func(t *testing.T) {
		other := namesakes()
		other.Results[0].Net, other.Results[0].Place = 8_980_000, 2
		if next := NewSearch(new(race.Edition), other, SearchRows); !slices.Equal(called(s), called(next)) {
			t.Errorf("%s, were %s", called(next), called(s))
		}
	})
	t.Run("more are shown in the same order", func(t *testing.T) {
		some := ask(t, dir, 4, "张鹏")[0]
		if !some.More || !slices.Equal(some.Bibs, a.Bibs[:4]) {
			t.Errorf("%s, more %v", some.Bibs, some.More)
		}
	})
}

func TestOneNameMovesOnlyTheFilesThatHaveIt(t *testing.T) {
	rv := simulated(t)
	before := called(NewSearch(new(race.Edition), rv, SearchRows))
	i := slices.IndexFunc(rv.Results, func(r race.Result) bool { return r.Entry.Visibility == race.Public && r.Entry.LatinName == "" })
	e := *rv.Results[i].Entry
	e.Name += "明"
	changed := *rv
	changed.Results = slices.Clone(rv.Results)
	changed.Results[i].Entry = &e
	after := called(NewSearch(new(race.Edition), &changed, SearchRows))
	known := map[string]bool{}
	for _, name := range before {
		known[name] = true
	}
	moved := 0
	for _, name := range after {
		if !known[name] {
			moved++
		}
	}
	t.Logf("%d of %d files", moved, len(after))
	if moved == 0 || moved > 40 {
		t.Errorf("one name moves %d of %d files", moved, len(after))
	}
}

// The tables of other alphabets stand in the program and in a script: this needs no browser.
func TestTheScriptHasTheTablesOfTheProgram(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(finderScripts, "latin.js"))
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"CYRILLIC": cyrillicTable, "GREEK": greekTable, "KANA": kanaTable} {
		m := regexp.MustCompile(`const ` + name + ` = ((?:"[^"]*"[\s+]*)+);`).FindSubmatch(script)
		if m == nil {
			t.Fatalf("no table %s", name)
		}
		if got := strings.Join(strings.FieldsFunc(regexp.MustCompile(`"\s*\+\s*"`).ReplaceAllString(string(m[1]), ""), func(r rune) bool { return r == '"' }), ""); got != table {
			t.Errorf("%s has %q, want %q", name, got, table)
		}
	}
}

func TestOtherAlphabetsInLatinLetters(t *testing.T) {
	for name, want := range map[string]string{
		"Юлия Щербакова":       "yuliya shcherbakova, iuliia shcherbakova, julija scerbakova",
		"Александр Йовчев":     "aleksandr yovchev, aleksandr iovchev, alexandr jovcev",
		"Γιώργος Παπαδόπουλος": "giorgos papadopoulos, giorgos papadhopulos",
		"ΑΫ́":        "ay, ai, au",
		"イトウ しんいちろう": "itou shinichirou, ito shinichiro, ito sinitiro",
		"はっちょう":      "hatchou, hatcho, hattyo",
		"ﾊﾞﾊﾞ Ivan":  "baba ivan",
		"José":       "",
	} {
		if got := strings.Join(Romanise(name), ", "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
