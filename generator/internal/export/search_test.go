package export

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/simulate"
)

const finderScripts = "../../../templates/assets"

// answer is what the finder's script says to a query.
type answer struct {
	Query string
	Bibs  []string
	Exact string
	More  bool
	Near  bool
	Later bool
	Rows  []string
	Bytes int // compressed, of the files it loaded
	Kept  int // files in memory
}

// field is a race of these entries.
func field(entries ...race.Entry) *race.RaceVerdict {
	rv := &race.RaceVerdict{Race: &race.Race{ID: "marathon"}}
	for i := range entries {
		rv.Results = append(rv.Results, race.Result{Entry: &entries[i]})
	}
	return rv
}

// written is a folder with the files of a finder.
func written(t testing.TB, s *Search) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, draw func(io.Writer) error) {
		t.Helper()
		var b bytes.Buffer
		if err := draw(&b); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("index.json", s.Index(SearchNames{Labels: map[string][]string{"en": {"Men", "Women"}}, Nations: map[string][]string{"en": {"CHN"}}}))
	for _, shard := range s.Shards() {
		write(shard.Name, shard.Draw)
	}
	name, draw := s.Words()
	write(name, draw)
	return dir
}

// ask puts queries to the finder's own script.
func ask(t testing.TB, dir string, limit int, queries ...string) []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is not here, and the finder's script goes unproven")
		}
		t.Skip("node is not here")
	}
	// Node takes a script for a module by its name.
	scripts := t.TempDir()
	for _, name := range []string{"search.js", "latin.js"} {
		script, err := os.ReadFile(filepath.Join(finderScripts, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(scripts, name), script, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(scripts, "package.json"), []byte(`{"type":"module"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	_, timed := os.Stat(filepath.Join(dir, "times"))
	question, err := json.Marshal(map[string]any{"limit": limit, "timed": timed == nil, "first": limit == 20, "queries": queries})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "testdata/finder.mjs", scripts, dir)
	cmd.Stdin = bytes.NewReader(question)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(queries) {
		t.Fatalf("%d answers to %d queries", len(answers), len(queries))
	}
	return answers
}

func TestFindingARunner(t *testing.T) {
	dir := written(t, NewSearch(new(race.Edition), field(
		race.Entry{Bib: "1000", Name: "李娜"}, race.Entry{Bib: "100", Name: "单若溪"}, race.Entry{Bib: "1001", Name: "仇岳"},
		race.Entry{Bib: "A0012", Name: "尉迟朔"}, race.Entry{Bib: "7", Name: "吴永平", LatinName: "WU Yongping"},
		race.Entry{Bib: "8", Name: "José Łukasz O’Connell-Müller"}, race.Entry{Bib: "9", Name: "歐陽國傑"}, race.Entry{Bib: "10", Name: "大沢傑", Nat: "JPN"},
		race.Entry{Bib: "11", Name: "吕晓乐"}, race.Entry{Bib: "12", Name: "阿卜杜热合曼·艾力"}, race.Entry{Bib: "13", Name: "王𬱖"}, race.Entry{Bib: "14", Name: "王\uE863"},
		race.Entry{Bib: "15", Name: "钱守密", LatinName: "QIAN Shoumi", Visibility: race.Masked}, race.Entry{Bib: "16", Name: "尉迟藏名", Visibility: race.Masked},
		race.Entry{Bib: "17", Name: "Hidden Runner", Visibility: race.Masked}, race.Entry{Bib: "18", Name: "隐名氏", LatinName: "YIN Mingshi", Visibility: race.Anonymous},
		race.Entry{Bib: "19", Name: "Ｗａｎｇ Ｗｅｉ"}, race.Entry{Bib: "20", Name: "Иван Петров"}, race.Entry{Bib: "21", Name: "김민수", LatinName: "KIM Minsu"}, race.Entry{Bib: "22"},
		race.Entry{Bib: "C00120", Name: "Müller Jörg"}, race.Entry{Bib: "26", Name: "Mueller Anna"}, race.Entry{Bib: "27", Name: "Юлия Щербакова"}, race.Entry{Bib: "28", Name: "Sergei Ivanov"},
		race.Entry{Bib: "29", Name: "Γιώργος Παπαδόπουλος"}, race.Entry{Bib: "30", Name: "イトウ シンイチロウ"}, race.Entry{Bib: "31", Name: "Yamada Taro"}, race.Entry{Bib: "32", Name: "أحمد مؤمن"},
		race.Entry{Bib: "33", Name: "Maria do Carmo de Souza Ribeiro dos Santos Filha"}, race.Entry{Bib: "34", Name: "赵志强"},
		race.Entry{Bib: "23", Name: "Festus Kimaru Lelgut"}, race.Entry{Bib: "24", Name: "钱\u202e反"}, race.Entry{Bib: "25", Name: "<script>alert(1)</script>"},
	), SearchRows))
	cases := []struct{ claim, query, bibs, exact string }{
		{"100 stands first and 1000 does not stand above it", "100", "100 1000 1001", "100"},
		{"a bib is found in small letters and full width", "ａ００12", "A0012", "A0012"},
		{"the beginning of a bib is no exact bib", "A00", "A0012", ""},
		{"a bib that does not exist finds nobody", "999", "", ""},
		{"a longer bib that does not exist finds nobody", "10000", "", ""},
		{"单 is read shan", "shanruoxi", "100", ""},
		{"单 is found as dan too", "danruoxi", "100", ""},
		{"仇 is read qiu", "qiu yue", "1001", ""},
		{"尉迟 is read yuchi", "yuchi shuo", "A0012", ""},
		{"尉迟 is read weichi by others", "weichishuo", "A0012", ""},
		{"a name is found by its initials", "wyp", "7", ""},
		{"initials of a compound surname", "ycs", "A0012", ""},
		{"a surname and initials", "wuyp", "7", ""},
		{"full pinyin, with spaces", "Wu Yong Ping", "7", ""},
		{"the given name first", "yongping wu", "7", ""},
		{"a Chinese name", "吴永平", "7", ""},
		{"part of a Chinese name", "永平", "7", ""},
		{"one character of it", "平", "7", ""},
		{"a traditional name by simplified characters", "欧阳国杰", "9", ""},
		{"a simplified name by traditional characters", "吳永平", "7", ""},
		{"part of a name in the other form", "国杰", "9", ""},
		{"a Japanese form by its Chinese one", "大泽杰", "10", ""},
		{"a Japanese form by itself", "大沢", "10", ""},
		{"吕 as lü", "lü xiaole", "11", ""},
		{"吕 as lv", "lvxiaole", "11", ""},
		{"吕 as lyu, as in passports", "lyu xiaole", "11", ""},
		{"乐 within a name by another reading", "lvxiaoyue", "11", ""},
		{"a name with a dot, without it", "阿卜杜热合曼艾力", "12", ""},
		{"the part behind the dot", "艾力", "12", ""},
		{"a character beyond the basic plane", "王𬱖", "13", ""},
		{"a private character of an old encoding", "王\uE863", "14", ""},
		{"without accents", "jose lukasz", "8", ""},
		{"a bib without its letter and zeros", "120", "C00120", "C00120"},
		{"a bib without its zeros", "c120", "C00120", "C00120"},
		{"a bib with another letter", "d120", "", ""},
		{"a bib with a sign before it", "＃Ａ0012", "A0012", "A0012"},
		{"an umlaut as two letters", "mueller joerg", "C00120", ""},
		{"two letters by an umlaut", "Müller", "C00120 8 26", ""},
		{"Cyrillic in Latin letters", "yuliya shcherbakova", "27", ""},
		{"Cyrillic as in passports", "iuliia", "27", ""},
		{"Latin letters by Cyrillic ones", "Сергей Иванов", "28", ""},
		{"Greek in Latin letters", "papadopoulos", "29", ""},
		{"Greek without accents", "παπαδοπουλος", "29", ""},
		{"katakana in Latin letters", "ito shinichiro", "30", ""},
		{"katakana by hiragana", "いとう", "30", ""},
		{"Latin letters by katakana", "ヤマダ タロウ", "31", ""},
		{"Arabic without hamza", "احمد مومن", "32", ""},
		{"the last word of a long name", "filha", "33", ""},
		{"any words of a long name", "santos maria ribeiro", "33", ""},
		{"one letter wrong", "lelgot", "23", ""},
		{"the first letter wrong", "pestus", "23", ""},
		{"one letter missing", "petov", "20", ""},
		{"two letters swapped", "fetsus lelgut", "23", ""},
		{"two letters swapped in the second word", "festus leglut", "23", ""},
		{"pinyin with two letters swapped", "zhaozhiqinag", "34", ""},
		{"one character wrong", "赵智强", "34", ""},
		{"two characters swapped", "赵强志", "34", ""},
		{"with other case", "JOSÉ ŁUK", "8", ""},
		{"from the last word on", "muller", "C00120 8", ""},
		{"without the apostrophe", "connell", "8", ""},
		{"the last name first", "lelgut festus", "23", ""},
		{"two words that stand apart", "festus lelgut", "23", ""},
		{"two words that do not stand together in anybody", "festus muller", "", ""},
		{"full-width letters", "ｗａｎｇ ｗｅｉ", "19", ""},
		{"Cyrillic letters in another case", "ПЕТРОВ", "20", ""},
		{"part of a Korean name", "민수", "21", ""},
		{"a masked name by its surname", "qian", "15 24", ""},
		{"a masked name not by its reading", "qianshoumi", "", ""},
		{"a masked name not by its initials", "qsm", "", ""},
		{"a masked name not by itself", "钱守密", "", ""},
		{"a masked compound surname by its reading", "yuchi", "16 A0012", ""},
		{"a masked Latin name not at all", "hidden", "", ""},
		{"a masked Latin name not by its letters either", "h", "", ""},
		{"a masked runner by bib", "17", "17", "17"},
		{"an anonymous bib", "18", "", ""},
		{"an anonymous name", "隐名氏", "", ""},
		{"an anonymous reading", "yin", "", ""},
		{"a runner without a name by bib", "22", "22", "22"},
		{"nothing", " ", "", ""},
		{"marks alone", "·*'", "", ""},
	}
	var queries []string
	for _, c := range cases {
		queries = append(queries, c.query)
	}
	answers := ask(t, dir, 20, queries...)
	for i, c := range cases {
		t.Run(c.claim, func(t *testing.T) {
			got := answers[i]
			if strings.Join(got.Bibs, " ") != c.bibs || got.Exact != c.exact || got.More {
				t.Errorf("%q finds %q, exactly %q, more %v; want %q, exactly %q", c.query, got.Bibs, got.Exact, got.More, c.bibs, c.exact)
			}
		})
	}
	t.Run("no file holds a hidden name or a mark that turns the writing", func(t *testing.T) {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			for _, hidden := range []string{"守密", "守", "shou", "Shoumi", "藏", "cang", "idden", "隐", "氏", "mingshi", `"18"`, "\u202e"} {
				if bytes.Contains(data, []byte(hidden)) {
					t.Errorf("%s holds %q", filepath.Base(path), hidden)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// called are the names of the shards.
func called(s *Search) (names []string) {
	for _, shard := range s.Shards() {
		names = append(names, shard.Name)
	}
	return names
}

func TestTheFinderDoesNotDependOnOrderOrResults(t *testing.T) {
	entries := []race.Entry{{Bib: "1", Name: "张伟"}, {Bib: "2", Name: "张伟", LatinName: "ZHANG Wei"}, {Bib: "3", Name: "Ana"}}
	one := NewSearch(new(race.Edition), field(entries...), SearchRows)
	slices.Reverse(entries)
	two := field(entries...)
	two.Results[0].Place, two.Results[0].Status = 1, race.Finished
	for name, s := range map[string]*Search{"turned round": NewSearch(new(race.Edition), two, SearchRows)} {
		if !slices.Equal(called(one), called(s)) {
			t.Errorf("%s: the files are %s, were %s", name, called(s), called(one))
		}
	}
	entries[0].Name = "Anna"
	if s := NewSearch(new(race.Edition), field(entries...), SearchRows); slices.Equal(called(one), called(s)) {
		t.Error("with another name the files are called the same")
	}
	if s := NewSearch(new(race.Edition), field(), SearchRows); len(s.Shards()) != 0 {
		t.Errorf("a race without entries has %d shards", len(s.Shards()))
	}
}

// full is a made-up race of 30,000 runners, made once.
var full *race.RaceVerdict

func simulated(t testing.TB) *race.RaceVerdict {
	t.Helper()
	if testing.Short() {
		t.Skip("30,000 runners are not for a short test")
	}
	if full == nil {
		full = made(t, 30_000)
	}
	return full
}

func made(t testing.TB, runners int) *race.RaceVerdict {
	t.Helper()
	dir := t.TempDir()
	if err := simulate.Project(simulate.Options{Runners: runners, Seed: 7}, func(path string) (io.WriteCloser, error) {
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return nil, err
		}
		return os.Create(file)
	}); err != nil {
		t.Fatal(err)
	}
	return ruled(t, dir)
}

func ruled(t testing.TB, dir string) *race.RaceVerdict {
	t.Helper()
	archive, problems := read.Project(os.DirFS(dir))
	if problems.Errors() {
		t.Fatal(problems)
	}
	for _, e := range archive.Editions {
		if e.State.HasResults() {
			return judge.Rule(e, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).Races[0]
		}
	}
	t.Fatal("no edition has results")
	return nil
}

func compressed(t testing.TB, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestScriptAndListsAgree asks the finder's script for every runner in every
// way that is promised, and holds random beginnings of keys against the keys
// themselves.
func TestScriptAndListsAgree(t *testing.T) {
	for name, field := range map[string]func(testing.TB) *race.RaceVerdict{
		"the demonstration": func(t testing.TB) *race.RaceVerdict { return ruled(t, "../../..") }, "30,000 runners": simulated} {
		t.Run(name, func(t *testing.T) {
			rv := field(t)
			s := NewSearch(new(race.Edition), rv, SearchRows)
			dir := written(t, s)
			rd := newReader()
			byKey := map[string][]string{}
			var keys []string
			for i := range rv.Results {
				e := rv.Results[i].Entry
				if e.Visibility == race.Anonymous {
					continue
				}
				for _, k := range rd.nameKeys(e) {
					key := string(k)
					if byKey[key] == nil {
						keys = append(keys, key)
					}
					byKey[key] = append(byKey[key], e.Bib)
				}
			}
			slices.SortFunc(keys, compareKeys)
			dice := rand.New(rand.NewPCG(1, 2))
			var queries []string
			var want [][]string
			for i := range rv.Results { // by bib
				if e := rv.Results[i].Entry; e.Visibility != race.Anonymous && dice.IntN(len(rv.Results)) < 300 {
					queries, want = append(queries, strings.ToLower(e.Bib)), append(want, []string{e.Bib})
				}
			}
			bibs := len(queries)
			const limit = 300
			for range 1200 { // by the beginning of a key
				letters := []rune(keys[dice.IntN(len(keys))])
				query := string(letters[:1+dice.IntN(len(letters))])
				from, _ := slices.BinarySearchFunc(keys, query, compareKeys)
				found := map[string]bool{}
				for _, key := range keys[from:] {
					if !strings.HasPrefix(key, query) || len(found) > limit {
						break
					}
					for _, bib := range byKey[key] {
						found[bib] = true
					}
				}
				if len(found) > limit || strings.ContainsAny(query, "0123456789") {
					continue
				}
				all := make([]string, 0, len(found))
				for bib := range found {
					all = append(all, bib)
				}
				slices.Sort(all)
				queries, want = append(queries, query), append(want, all)
			}
			short := 0
			for i, a := range ask(t, dir, limit, queries...) {
				if a.Kept > 48 {
					t.Fatalf("%d files are kept", a.Kept)
				}
				if i < bibs {
					if a.Exact != want[i][0] || a.Bibs[0] != want[i][0] {
						t.Errorf("bib %s finds %q, exactly %q", a.Query, a.Bibs, a.Exact)
					}
					continue
				}
				slices.Sort(a.Bibs)
				if len(a.Bibs) < len(want[i]) && len(a.Bibs) >= 250 { // the bound on files for one answer
					short++
					continue
				}
				if !slices.Equal(a.Bibs, want[i]) {
					t.Errorf("%q finds %d, want %d", a.Query, len(a.Bibs), len(want[i]))
				}
			}
			if len(queries)-bibs-short < 500 {
				t.Errorf("only %d beginnings were held against the keys", len(queries)-bibs-short)
			}
		})
	}
}

func TestWhereFilesAreLargeAFirstAnswerLeavesSomeForLater(t *testing.T) {
	dir := written(t, NewSearch(new(race.Edition), field(race.Entry{Bib: "1", Name: "Festus Lelgut"}, race.Entry{Bib: "2", Name: "Lelgut Kimaru Festus Paul"}, race.Entry{Bib: "A00012", Name: "Festus"}), CompactSearchRows))
	const firsts = 20 // as many are asked for at first
	for _, c := range []struct {
		limit int
		query string
		bibs  string
		later bool
	}{
		{firsts, "festus lelgut", "1", true}, {firsts + 1, "festus lelgut", "1 2", false}, {firsts, "paul kimaru", "2", false},
		{firsts, "A12", "A00012", false}, {firsts, "a000", "A00012", false}, {firsts, "fetsus lelgut", "1", false}, {firsts, "nobody", "", false},
	} {
		if a := ask(t, dir, c.limit, c.query)[0]; strings.Join(a.Bibs, " ") != c.bibs || a.Later != c.later {
			t.Errorf("%s, %d: %q, later %v; want %q, later %v", c.query, c.limit, a.Bibs, a.Later, c.bibs, c.later)
		}
	}
}

// firstBytes is the most that a first answer may take, compressed, with the scripts.
const firstBytes = 60_000

// What is typed as it is written takes less than that in both layouts: bibs, with and
// without letters and zeros, whole and begun; names, in any order and writing, and their
// beginnings. Of names with a letter wrong some take more, because several files are tried.
func TestTheFirstAnswerIsSmall(t *testing.T) {
	rv := simulated(t)
	scripts := 0
	for _, name := range []string{"finder.js", "search.js", "star.js"} {
		script, err := os.ReadFile(filepath.Join(finderScripts, name))
		if err != nil {
			t.Fatal(err)
		}
		var lean bytes.Buffer
		if err := js.Minify(minify.New(), &lean, bytes.NewReader(script), nil); err != nil {
			t.Fatal(err)
		}
		scripts += compressed(t, lean.Bytes())
	}
	queries := []string{"王", "wang", "zhang wei", "张伟", "w", "zw", "A", "A000", "A0", "F00100", "F100", "D42", "17", "1", "C01480", "伟", "lelgut festus", "nobody at all", "99999"}
	dice := rand.New(rand.NewPCG(3, 4))
	for len(queries) < 90 {
		e := rv.Results[dice.IntN(len(rv.Results))].Entry
		if e.Visibility != race.Public || e.LatinName == "" {
			continue
		}
		name, words := []rune(e.Name), strings.Fields(e.LatinName)
		queries = append(queries, e.Bib, bibNumber(e.Bib), e.Name, string(name[:1]), string(name[1:]), e.LatinName, strings.ToLower(strings.Join(words, "")),
			words[1]+" "+words[0], words[0][:2], words[0]+" "+words[1][:1], words[0][:1]+words[1][:1])
	}
	for layout, c := range map[string]struct{ rows, files int }{"usual": {SearchRows, 2_000}, "compact": {CompactSearchRows, 330}} {
		t.Run(layout, func(t *testing.T) {
			s := NewSearch(new(race.Edition), rv, c.rows)
			dir := written(t, s)
			writeTimes(t, dir, s, rv)
			worst, sum := answer{}, 0
			for _, a := range ask(t, dir, 20, queries...) {
				if a.Query != "nobody at all" && a.Query != "99999" && len(a.Bibs) == 0 {
					t.Errorf("nobody is found by %s", a.Query)
				}
				if sum += a.Bytes; a.Bytes > worst.Bytes {
					worst = a
				}
			}
			t.Logf("%d files, scripts %d bytes; an answer takes %d more on average, to %q %d", 2*len(s.Shards())+2, scripts, sum/len(queries), worst.Query, worst.Bytes)
			if n := worst.Bytes + scripts; n > firstBytes {
				t.Errorf("the first answer, to %s, takes %d bytes", worst.Query, n)
			}
			if n := 2*len(s.Shards()) + 2; n > c.files {
				t.Errorf("%d files", n)
			}
		})
	}
}

// A name with two letters swapped takes less than that mostly: the likeliest file is read
// first, and the others once somebody is shown.
func TestTheFirstAnswerToANameWithAWrongLetterIsMostlySmall(t *testing.T) {
	rv := simulated(t)
	var queries []string
	dice := rand.New(rand.NewPCG(5, 6))
	for len(queries) < 60 {
		e := rv.Results[dice.IntN(len(rv.Results))].Entry
		name := []byte(strings.ToLower(e.LatinName))
		at := 1 + dice.IntN(max(1, len(name)-2))
		if e.Visibility != race.Public || len(name) < 6 || name[at] == name[at-1] || name[at] == ' ' || name[at-1] == ' ' {
			continue
		}
		name[at-1], name[at] = name[at], name[at-1]
		queries = append(queries, string(name))
	}
	s := NewSearch(new(race.Edition), rv, SearchRows)
	dir := written(t, s)
	writeTimes(t, dir, s, rv)
	first, all, large, found := ask(t, dir, 20, queries...), ask(t, dir, 40, queries...), 0, 0
	for i, a := range first {
		if a.Bytes > firstBytes-8_000 { // with the scripts
			large++
		}
		if len(a.Bibs) > 0 {
			found++
		}
		for _, bib := range a.Bibs {
			if len(a.Bibs) < 20 && !slices.Contains(all[i].Bibs, bib) {
				t.Errorf("%s: %s is in the first answer alone", a.Query, bib)
			}
		}
		if len(a.Bibs) == 0 && len(all[i].Bibs) > 0 {
			t.Errorf("%s: nobody is in the first answer, and %v later", a.Query, all[i].Bibs)
		}
	}
	t.Logf("%d of %d take more, %d find somebody", large, len(queries), found)
	if large > len(queries)/5 || found < len(queries)*3/4 {
		t.Errorf("%d of %d first answers are large, and %d find somebody", large, len(queries), found)
	}
}

func BenchmarkNewSearch(b *testing.B) {
	rv := simulated(b)
	b.ReportAllocs()
	for b.Loop() {
		s := NewSearch(new(race.Edition), rv, SearchRows)
		for _, shard := range s.Shards() {
			if err := shard.Draw(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func FuzzNameKeys(f *testing.F) {
	for _, name := range []string{"张伟", "尉迟朔", "José", "\xff", "𬱖", strings.Repeat("重", 200), "·", "ǅ ß İ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, key := range newReader().nameKeys(&race.Entry{Name: name, LatinName: name}) {
			if len(key) == 0 || utf8.RuneCount(key) > keyRunes {
				t.Fatalf("%q of %q", key, name)
			}
		}
	})
}
