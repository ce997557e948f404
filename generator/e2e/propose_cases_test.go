package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

// proposedOf makes a project of some tables and returns its edition.yaml and what
// was said.
func proposedOf(t *testing.T, files map[string]string, order []string, more ...string) (rules, said string) {
	t.Helper()
	base := t.TempDir()
	args := append([]string{"new", "-now", "2026-01-01T00:00:00Z"}, more...)
	for _, name := range order {
		file := filepath.Join(base, name)
		if err := os.WriteFile(file, []byte(files[name]), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-from", file)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, filepath.Join(base, "p")), &out, &errs); status != done {
		t.Fatalf("status %d\n%s%s", status, &out, &errs)
	}
	found, err := filepath.Glob(filepath.Join(base, "p", "data", "*", "edition.yaml"))
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	text, err := os.ReadFile(found[len(found)-1])
	if err != nil {
		t.Fatal(err)
	}
	return string(text), out.String()
}

func TestWhatATableSaysIsTakenAndWhatItDoesNotIsSaid(t *testing.T) {
	encode := func(name, text string) string {
		e, err := htmlindex.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		claim, name, table string
		flags              []string
		rules, said        []string
	}{
		{"the last split that equals the results is the finish", "r.csv", "名次,参赛号,姓名,性别,枪声成绩,净成绩,5公里,10公里\n1,A1,王小明,男,00:40:00,00:39:58,00:20:01,00:40:00\n2,A2,李梅,女,00:45:00,00:44:58,00:22:01,00:45:00\n,A3,赵六,男,DNF,,00:30:01,\n", nil,
			[]string{`"10公里": finish`, "km: 10 ", "sure: "}, []string{"2 finished, 2 ranked"}},
		{"the clock that the table's places follow ranks", "r.csv", "Place,Bib,Name,Gender,Gun Time,Chip Time\n1,2,B Bb,M,0:40:59,0:38:00\n2,1,A Aa,M,0:40:00,0:39:50\n3,3,C Cc,M,0:42:00,0:41:00\n", nil,
			[]string{"by: net", "1 agree by gun, 3 by net"}, []string{"ranking     by net"}},
		{"rows with a place that lack a split are ranked", "r.csv", "Place,Bib,Name,Gender,5K,10K,Time\n1,2,B Bb,M,0:18:59,,1:20:00\n2,1,A Aa,M,0:19:00,0:39:00,1:22:00\n", nil,
			[]string{"missing_point: ignored"}, []string{"1 of 2 rows with a place lack a split", "2 ranked"}},
		{"Western letters", "r.csv", encode("windows-1252", "bib,name,gender,gun\n1,Zoé Durán,F,0:40:05\n2,Jürgen Weiß,M,0:39:05\n"), nil,
			[]string{"encoding: windows-1252   # assumed"}, []string{"windows-1252   1,Zoé Durán", "windows-1250", "-encoding NAME takes another"}},
		{"traditional Chinese", "r.csv", encode("big5", "bib,name,gender,gun\n1,王小明,M,0:40:05\n2,陳美玲,F,0:39:05\n"), nil, []string{"encoding: big5   # assumed"}, nil},
		{"an encoding that is said is no guess", "r.csv", encode("iso-8859-2", "bib,name,gender,gun\n1,Paweł Żak,M,0:40:05\n"), []string{"-encoding", "iso-8859-2"}, []string{"encoding: iso-8859-2\n"}, nil},
		{"fixed columns without a gender", "r.txt", "Place Num   Name                  Ag Net     Gun     \n===== ===== ===================== == ======= ======= \n    1     3 Bob BIRCH             27   47:12   47:13 \n    2     1 Cid CEDAR             26   47:17   47:18 \n", nil,
			[]string{"all: {}", "gender: none   # to fill in"}, []string{"in fixed columns", "2 ranked"}},
		{"a gender beside places in it", "r.csv", "Bib,Name,Age,M/F,Country,5K,Official Time,Overall,Gender,Division\n2,\"Alder, Ann\",29,F,KEN,0:18:32,2:33:02,3,1,1\n3,\"Birch, Bob\",29,M,KEN,0:15:32,2:13:02,1,1,1\n", nil,
			[]string{"men: {gender: M}", "km: 42.195"}, []string{"gender_place"}},
		{"races in one table", "r.csv", "BIB,Name,Gender,Category,Gun Time\n1024,Agus P,M,FM,02:35:12\n2011,Odekta E,F,FM,02:48:20\n5022,Budi S,M,HM,01:25:10\n9001,John Doe,M,10K,00:45:12\n", nil,
			[]string{"marathon:", "half:", "10k:", "where: {Category: FM}", `where: {Category: "10K"}`}, []string{"marathon: 2 runners", "half: 1 runner"}},
		{"one race under two names", "r.csv", "Bib,Name,Gender,Event,Time\n1,A Aa,M,10K Men,0:35:12\n2,B Bb,F,10K Women,0:38:20\n3,C Cc,M,Half,1:25:10\n", nil,
			[]string{`where: {Event: ["10K Men", "10K Women"]}`}, []string{"10k: 2 runners", "half: 1 runner"}},
		{"a table without names of columns", "10k.txt", "123\tAnn Alder\tF\t39:10\n77\tBob Birch\tM\t41:20\n9\tCid Cedar\tM\t44:01\n", nil,
			[]string{"header_lines: 0", "1: bib", "2: name", "3: gender", "4: gun"}, []string{"Line 1 looks like data", "3 finished, 3 ranked"}},
		{"a gender of the file's name", "women-10k.csv", "Bib,Name,Time\n1,Ann Alder,0:39:10\n2,Bea Birch,0:41:20\n", nil,
			[]string{"women: {gender: F}", `gender: {"*": F}`}, []string{"2 ranked"}},
		{"what a column is can be said", "r.csv", "Bib,Name,Zzz,Time\n1,Ann Alder,F,0:39:10\n2,Bob Birch,M,0:41:20\n", []string{"-column", "Zzz=gender"}, []string{"Zzz: gender", "women: {gender: F}"}, []string{"as given"}},
		{"letters of a language", "r.csv", "Miejsce;Nr;Imię;Nazwisko;Płeć;Czas\n1;12;Paweł;Żak;M;0:35:12\n2;14;Anna;Zając;K;0:38:20\n", nil, []string{"women: {gender: F}"}, []string{"2 finished, 2 ranked"}},
		{"bibs that stand twice give way to rows", "r.csv", "Bib,Name,Gender,Time\n1,Ann Alder,F,0:39:10\n1,Bob Birch,M,0:41:20\n", nil, []string{"bib: row_number"}, []string{"2 ranked"}},
		{"letters with two readings", "r.csv", "bib,name,gender,gun\n1,Bob,M,0:35:12\n2,Ann,V,0:38:20\n", nil,
			[]string{`gender: {M: M, V: F}`, `the letters can also mean values: {gender: {"M": F, "V": M}}`}, []string{`can also mean values: {gender: {"M": F, "V": M}}`, "2 ranked"}},
		{"an Italian pace that is a half elsewhere", "r.csv", "Pos.;Pett.;Cognome;Nome;Sesso;Tempo Ufficiale;Media\n1;7;ROSSI;MARCO;M;1:06:53;4:12\n2;9;BIANCHI;GIULIA;F;1:07:10;4:13\n", nil, []string{"km: 21.0975"}, []string{"2 ranked"}},
		{"bibs with decimals", "r.csv", "Bib,Name,Gender,Time\n100.0,Ann,F,12:31:31 AM\n149.0,Bob,M,12:33:14 AM\n", nil, []string{"km: 10"}, []string{"bib                       2", "2 ranked"}},
		{"bibs that are all empty", "r.csv", "Bib,Name,Gender,Time\n,Ann,F,0:31:31\n,Bob,M,0:33:14\n", nil, []string{"bib: row_number"}, []string{"2 ranked"}},
		{"places in the age group, the gender and all", "r.csv", "Place (M/W);Place (AK);Place (Total);Name;BIB;AK;Finish\n1;1;1;» Boon, Bert (NED);2;M20;2:20:00\n1;1;2;» Adler, Anna (GER);1;W30;2:40:00\n", nil,
			[]string{"men: {gender: M}"}, []string{"of 2 places in the gender that the table itself gives, 2 agree", "2 ranked"}},
		{"statuses in numbers, by who has a time", "50k.csv", "place,first,last,age,gender,city,state,bib,time,status\n1,Ann,Alder,30,F,Bend,OR,11,4:40:00,1\n2,Bob,Birch,40,M,Bend,OR,12,5:00:00,1\n0,Cid,Cedar,41,M,Bend,OR,13,0,2\n0,Dan,Dogwood,42,M,Bend,OR,14,,3\n", nil,
			[]string{`status: {"1": finished, "2": DNF, "3": DNS}`, "that 2 is DNF and 3 is DNS is the custom"}, []string{"2 of 2 rows with the number 1 have a time, 0 of 1 row with the number 2 have a time", `values      status: {"1": finished`, "2 finished, 2 ranked"}},
		{"statuses in numbers, by who has splits", "r.csv", "bib,name,gender,5K,gun,status\n1,Ann Alder,F,0:20:00,0:40:00,0\n2,Bob Birch,M,0:21:00,0:41:00,0\n3,Cid Cedar,M,0:22:00,,1\n4,Dan Dogwood,M,,,2\n", nil,
			[]string{`status: {"0": finished, "1": DNF, "2": DNS}`}, []string{"2 ranked"}},
		{"statuses in numbers that have a time and no place", "r.csv", "Place,Bib,Name,Gender,Time,Status\n1,1,Ann Alder,F,0:40:00,1\n2,2,Bob Birch,M,0:41:00,1\n,3,Cid Cedar,M,0:39:00,5\n", nil,
			[]string{`status: {"1": finished, "5": DQ}`}, []string{"2 ranked"}},
		{"statuses in numbers that the times do not bear out", "r.csv", "Bib,Name,Gender,Time,Status\n1,Ann Alder,F,0:40:00,1\n2,Bob Birch,M,,1\n3,Cid Cedar,M,0:39:00,2\n4,Dan Dogwood,M,,2\n", nil,
			[]string{"Status: ignore   # its numbers do not go with the times"}, []string{"1 of 2 rows with the number 1 have one", "2 ranked"}},
		{"an M of miles in the file's name", "bear-50M-2024.csv", "Bib,Name,Gender,Time\n1,Ann Alder,F,8:40:00\n2,Bob Birch,M,9:41:00\n", nil,
			[]string{"50mi:", "km: 80.4672", "likely: from the file's name, its M read as miles; the fast took 8:40:00"}, []string{"2 ranked"}},
		{"an M of miles in a title", "r.csv", "Bear Chase 100 M\nBib,Name,Gender,Time\n1,Ann Alder,F,20:40:00\n2,Bob Birch,M,22:41:00\n", nil, []string{"km: 160.9344", "its M read as miles"}, []string{"2 ranked"}},
		{"an M of metres", "kids 400M.csv", "Bib,Name,Gender,Time\n1,Ann Alder,F,0:01:40\n2,Bob Birch,M,0:01:41\n", nil, []string{"km: 0.4 ", "its M read as metres, for miles do not fit the times"}, []string{"2 ranked"}},
		{"an M that the winner's time refutes", "10M.csv", "Bib,Name,Gender,Time\n1,Ann Alder,F,0:31:40\n2,Bob Birch,M,0:32:41\n", nil, []string{"km: 10 ", "the file's name says 16.09344 km, its M read as miles, which does not fit the times"}, []string{"2 ranked"}},
		{"races by miles", "r.csv", "Bib,Name,Gender,Race,Time\n1,Ann Alder,F,50M,8:40:00\n2,Bob Birch,M,50M,9:41:00\n3,Cid Cedar,M,50K,4:41:00\n4,Dan Dogwood,M,10mi,1:01:00\n", nil,
			[]string{"50mi:", "10mi:", `where: {Race: "50M"}`, `likely: the column "Race" says 50M, read as miles`}, []string{"50mi: 2 runners", "50k: 1 runner", "10mi: 1 runner"}},
		{"splits by miles", "20M.csv", "Bib,Name,Gender,5M,10M,15 M,Time\n1,Ann Alder,F,0:35:00,1:10:00,1:45:00,2:20:00\n2,Bob Birch,M,0:36:00,1:11:00,1:46:00,2:21:00\n", nil,
			[]string{"{id: 5mi, km: 8.04672}", "{id: 15mi, km: 24.14016}", "km: 32.18688", `"10M": 10mi   # its M is read as miles`}, []string{"2 ranked"}},
		{"Swiss minutes, seconds and tenths in fixed columns", "lauf 10km.txt", "Zürcher Lauf, 12.05.2024\n\nRang  Name und Vorname  Jg    Kat  Team     Stnr  Zeit       Rückstand\n1.    Müller Hans       1985  M30  LG Nord  101   35.12,4    0.00,0\n2.    Schmidt Anna      1990  F30  TSV      7     39.05,4    3.53,0\n3.    Novák Jan         1972  M50  -        33    1:00.00,4  24.48,0\n", nil,
			[]string{"km: 10 ", `"Rückstand": ignore`}, []string{"3 finished, 3 ranked"}},
		{"minutes and seconds with a point", "r 10k.csv", "Startnummer;Vorname;Nachname;m/w;Jahrgang;Zeit\n1;Ann;Alder;w;'85;39.10\n2;Bob;Birch;m;'67;41.59\n3;Cid;Cedar;m;'72;1:02:00\n", nil,
			[]string{"time_format: m.ss   # assumed", "the fast took 0:39:10"}, []string{"3 finished, 3 ranked"}},
		{"a list of entries is a race to come", "entries 10k.csv", "Bib,Name,Gender,Club\n1,Ann Alder,F,X\n2,Bob Birch,M,Y\n", nil,
			[]string{"state: scheduled", "date: 2026-01-29", "# timing: to fill in: the table has no times", "km: 10 "}, []string{"2 runners in the table: 0 finished"}},
		{"bars about every column, and a ruler of bars", "10k.txt", "| Pos | Bib | Name | Gender | Time |\n|:---:|---|---|---|---|\n| 1 | 1 | Ann Alder | F | 0:39:10 |\n| 2 | 2 | Bob Birch | M | 0:41:59 |\n", nil, []string{"km: 10 "}, []string{"2 runners in the table: 2 finished, 2 ranked"}},
		{"Russian words for who did not finish", "забег 10 км.csv", "Номер,Фамилия,Имя,Пол,Финиш,Статус\n1,Иванов,Пётр,муж,0:39:10,Финишировал\n2,Петрова,Анна,жен,,Сошла с дистанции\n3,Сидоров,Олег,муж,,Не вышел на старт\n", nil, []string{"km: 10 "}, []string{"1 finished, 1 ranked", "0 errors and 1 warning (to fill in)"}},
		{"a name that no font of the certificates has", "기록.csv", "배번,성명,성별,기록\n1,김민준,남,0:35:12\n2,이서연,여,0:38:20\n", nil, []string{"name: My race   # assumed: the fonts of the certificates lack letters"}, []string{"2 ranked"}},
		{"age groups that the ages fit", "r.csv", "Bib,Name,Gender,Age,Cat,Time\n1,A Aa,M,33,M30-39,0:39:10\n2,B Bb,M,44,M40-49,0:41:20\n3,C Cc,F,41,F40-49,0:42:20\n", nil,
			[]string{"{id: men-30, name: \"M30-39\", division: men, from: 30, to: 39}"}, nil},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rules, said := proposedOf(t, map[string]string{c.name: c.table}, []string{c.name}, c.flags...)
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
		})
	}
}

func TestEntriesAndTimesAreJoinedByTheirBibs(t *testing.T) {
	files := map[string]string{
		"entries.csv": "Bib,First Name,Last Name,Gender\n1,Ann,Alder,F\n2,Bob,Birch,M\n3,Cid,Cedar,M\n",
		"times.csv":   "Bib,5K,Gun Time\n1,0:20:10,0:41:00\n2,0:19:00,0:39:00\n",
	}
	rules, said := proposedOf(t, files, []string{"entries.csv", "times.csv"})
	for _, want := range []string{"file: entries.csv", "- file: times.csv", "{id: 5k, km: 5}"} {
		if !strings.Contains(rules, want) {
			t.Errorf("edition.yaml has no %q:\n%s", want, rules)
		}
	}
	if !strings.Contains(said, "2 of 3 entries are in the times") || !strings.Contains(said, "It reads with 0 errors") {
		t.Error(said)
	}
}

func TestTimesWithoutAnEntryAreSetAsideAndSaid(t *testing.T) {
	files := map[string]string{
		"entries.csv": "Bib,Name,Gender\n1,Ann Alder,F\n2,Bob Birch,M\n",
		"times.csv":   "Bib,Gun Time\n1,0:41:00\n2,0:39:00\n99,0:38:00\n",
	}
	rules, said := proposedOf(t, files, []string{"entries.csv", "times.csv"})
	if !strings.Contains(rules, "unknown_bibs: set_aside   # assumed: bib \"99\" is not in the entries; add them, or their places go to the next") {
		t.Error(rules)
	}
	if !strings.Contains(said, `bib "99" is not in the entries; add them`) || !strings.Contains(said, "It reads with 0 errors and 2 warnings") {
		t.Error(said)
	}
}

func TestATableARaceMakesARaceEach(t *testing.T) {
	files := map[string]string{
		"men-10k.csv":   "Bib,Name,Time\n1,Bob Birch,0:41:00\n2,Cid Cedar,0:39:00\n",
		"women-10k.csv": "Bib,Name,Time\n1,Ann Alder,0:41:00\n2,Bea Birch,0:39:00\n",
	}
	rules, said := proposedOf(t, files, []string{"men-10k.csv", "women-10k.csv"})
	for _, want := range []string{"10k-men:", "10k-women:", "women: {gender: F}"} {
		if !strings.Contains(rules, want) {
			t.Errorf("edition.yaml has no %q:\n%s", want, rules)
		}
	}
	if !strings.Contains(said, "It reads with 0 errors") {
		t.Error(said)
	}
}
