package e2e

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"guntime/generator/internal/build"
	"guntime/generator/internal/export"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

// publishedOf makes a project of tables by new -from alone and returns a line a runner,
// in the order of their bibs: bib, name, gender, nation, status, place, gun time, net
// time and splits, - for what is not there; and what new printed and check found.
func publishedOf(t *testing.T, files map[string]string, flags ...string) (lines []string, said string) {
	t.Helper()
	base := t.TempDir()
	dir := filepath.Join(base, "project")
	args := append([]string{"new", "-now", "2026-01-01T00:00:00Z"}, flags...)
	for name, text := range files {
		file := filepath.Join(base, name)
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-from", file)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, dir), &out, &errs); status != done {
		t.Fatalf("status %d\n%s%s", status, &out, &errs)
	}
	in, found, err := build.Judge(t.Context(), build.Options{Dir: dir, Now: newYear}, read.Project)
	if err != nil {
		t.Fatal(err, found)
	}
	for _, rv := range in.Verdicts[0].Races {
		var b bytes.Buffer
		if err := export.JSON(&b, in.Verdicts[0], rv, func(*race.Result) string { return "" }, nil); err != nil {
			t.Fatal(err)
		}
		var file struct{ Results []publishedRow }
		if err := json.Unmarshal(b.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		clock := func(ms *int64) string {
			if ms == nil {
				return "-"
			}
			return race.Clock(*ms).String()
		}
		for _, r := range file.Results {
			place := "-"
			if r.Place != nil {
				place = fmt.Sprint(*r.Place)
			}
			line := fmt.Sprintf("%s %s %s %s %s %s %s %s", r.Bib, r.Name, cmp.Or(r.Gender, "-"), cmp.Or(r.Nat, "-"), r.Status, place, clock(r.Gun), clock(r.Net))
			for _, s := range r.Splits {
				line += fmt.Sprintf(" %s=%s", s.Point, clock(&s.MS))
			}
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	said = out.String()
	for _, f := range found {
		said += f.String() + "\n" + f.Hint + "\n"
	}
	return lines, said
}

// inEncoding is a text in an encoding that has all of its letters.
func inEncoding(name, text string) []byte {
	e, err := htmlindex.Get(name)
	if err != nil {
		panic(err)
	}
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return out
}

func TestTablesAsOtherSystemsWriteThemGiveTheResultsThatAPersonReads(t *testing.T) {
	for _, c := range []struct {
		claim, name, table string
		rows, said         []string
	}{
		{"groups of columns above their names", "10k.csv", "Place,Bib,Name,Sex,Split,Split,Result,Result\n,,,,5 km,7.5 km,Gun,Net\n1,7,Ann Alder,F,0:20:00,0:30:00,0:41:00,0:40:55\n2,8,Bob Birch,M,0:20:30,0:31:00,0:42:00,0:41:55\n",
			[]string{"7 Ann Alder F - finished 1 0:41:00 0:40:55 5k=0:20:00 7.5k=0:30:00", "8 Bob Birch M - finished 1 0:42:00 0:41:55 5k=0:20:30 7.5k=0:31:00"}, nil},
		{"units below the names of columns", "10k.csv", "Place,Bib,Name,Sex,5K,Time\n(overall),(no.),,(m/f),(h:mm:ss),(h:mm:ss)\n1,7,Ann Alder,F,0:20:00,0:41:00\n", []string{"7 Ann Alder F - finished 1 0:41:00 - 5k=0:20:00"}, nil},
		{"a status in the remarks, with its reason", "10k.csv", "Place,Bib,Name,Sex,Time,Comments\n1,1,Ann Alder,F,0:40:00,New PB\n,4,Dan Doe,M,,DNF\n,5,Eve Elm,F,,DNS (ill)\n,6,Fay Fir,F,0:39:00,DQ - short course\n",
			[]string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -", "5 Eve Elm F - dns - - -", "6 Fay Fir F - disqualified - - -"}, []string{`the column "Comments" says that a runner is DQ`, `columns: {Comments: ignore}`}},
		{"a status in a column of another name", "10k.csv", "Place,Bib,Name,Sex,Time,Foo\n1,1,Ann Alder,F,0:40:00,x\n,4,Dan Doe,M,,DNF\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -"}, []string{"some of its cells say DNF, DNS or DQ"}},
		{"a status in place of the category", "10k.csv", "Place,Bib,Name,Sex,Category,Time\n1,1,Ann Alder,F,F30,0:40:00\n,4,Dan Doe,M,DNF,\n,5,Eve Elm,F,DNS,\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "4 Dan Doe M - dnf - - -", "5 Eve Elm F - dns - - -"}, nil},
		{"a category that is called like a status has no say over a result", "10k.csv", "Bib,Name,Sex,Category,Time\n1,Ann Alder,F,RET,0:40:00\n2,Bob Birch,M,M30,0:41:00\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -"}, nil},
		{"own words for who finished", "10k.csv", "Place,Bib,Name,Sex,Gun Time,Status\n1,1,Ann Alder,F,0:40:00,CONF\n2,2,Bob Birch,M,0:41:00,CONF\n3,3,Cid Cedar,M,0:42:00,CONF\n,4,Dan Doe,M,,DNF\n",
			[]string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -", "3 Cid Cedar M - finished 2 0:42:00 -", "4 Dan Doe M - dnf - - -"}, []string{`values      status: {"CONF": finished}`}},
		{"headings of genders between the rows", "10k.csv", "Place,Bib,Name,Time\nOpen Men (2),,,\n1,8,Bob Birch,0:39:00\n2,10,Cid Cedar,0:42:00\nOpen Women (1),,,\n1,7,Ann Alder,0:41:00\nDid Not Finish,,,\n,12,Eve Elm,\n",
			[]string{"10 Cid Cedar M - finished 2 0:42:00 -", "12 Eve Elm F - dnf - - -", "7 Ann Alder F - finished 1 0:41:00 -", "8 Bob Birch M - finished 1 0:39:00 -"}, []string{"the headings between the rows say it", `the line "Open Men (2)" heads the rows below it, as 1 further line of its kind`}},
		{"tables of men and women beneath each other", "10k.csv", "Men's results,,,\nPlace,Bib,Name,Time\n1,8,Bob Birch,0:39:00\n\nWomen's results,,,\nPlace,Bib,Name,Time\n1,7,Ann Alder,0:41:00\n",
			[]string{"7 Ann Alder F - finished 1 0:41:00 -", "8 Bob Birch M - finished 1 0:39:00 -"}, nil},
		{"age groups in fixed columns, the first before the header", "10k.txt", "MALE AGE GROUP: 30 - 39\nPlace Name               Age Bib  City        Time\n===== ================== === ==== =========== =======\n    1 Bob Birch           33    8 Bend          39:00\n    2 Cid O'Cedar         39   10 St. John's    42:00\n\nFEMALE AGE GROUP: 30 - 39\nPlace Name               Age Bib  City        Time\n===== ================== === ==== =========== =======\n    1 Ann Alder           31    7 Bend          41:00\n",
			[]string{"10 Cid O'Cedar M - finished 2 0:42:00 -", "7 Ann Alder F - finished 1 0:41:00 -", "8 Bob Birch M - finished 1 0:39:00 -"}, nil},
		{"Chinese headings of genders", "10公里.csv", "名次,号码,姓名,成绩\n男子组,,,\n1,1,王小明,0:35:00\n女子组,,,\n1,3,张丽,0:40:00\n", []string{"1 王小明 M - finished 1 0:35:00 -", "3 张丽 F - finished 1 0:40:00 -"}, nil},
		{"moments with their dates", "10k.csv", "bib,name,gender,Start Time,Finish Time\n1,Ann Alder,F,5/17/2025 8:00:05 AM,5/17/2025 8:40:05 AM\n2,Bob Birch,M,5/17/2025 8:00:04 AM,5/17/2025 8:41:05 AM\n", []string{"1 Ann Alder F - finished 1 0:40:05 0:40:00", "2 Bob Birch M - finished 1 0:41:05 0:41:01"}, []string{`date        2025-05-17: from the column "Start Time"`}},
		{"moments with their offset from Greenwich", "10k.csv", "bib,name,gender,start,finish\n1,Ann Alder,F,2025-05-17T08:00:05+02:00,2025-05-17T08:40:05.4+02:00\n2,Bob Birch,M,2025-05-17T08:00:04+02:00,2025-05-17T08:41:05+02:00\n", []string{"1 Ann Alder F - finished 1 0:40:05.4 0:40:00.4", "2 Bob Birch M - finished 1 0:41:05 0:41:01"}, []string{"Etc/GMT-2: the times of the table have +02:00"}},
		{"over midnight", "100k.csv", "bib,name,gender,start,finish\n1,Ann Alder,F,2025-05-17 18:00:05,2025-05-18 05:40:05\n2,Bob Birch,M,2025-05-17 18:00:04,2025-05-17 23:41:05\n", []string{"1 Ann Alder F - finished 1 11:40:05 11:40:00", "2 Bob Birch M - finished 1 5:41:05 5:41:01"}, nil},
		{"the day of the race in a column", "10k.csv", "Race Date,Place,Bib,Name,Sex,Time\n17/05/2025,1,1,Ann Alder,F,0:40:00\n17/05/2025,2,2,Bob Birch,M,0:41:00\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -"}, []string{`date        2025-05-17: from the column "Race Date"`}},
		{"seconds with decimals", "10k.csv", "bib,name,gender,gun,net\n1,Ann Alder,F,2400.4,2395.1\n2,Bob Birch,M,2460,2455\n", []string{"1 Ann Alder F - finished 1 0:40:00.4 0:39:55.1", "2 Bob Birch M - finished 1 0:41:00 0:40:55"}, nil},
		{"durations of ISO 8601", "10k.csv", "bib,name,gender,time\n1,Ann Alder,F,PT40M0.4S\n2,Bob Birch,M,PT1H1M10S\n", []string{"1 Ann Alder F - finished 1 0:40:00.4 -", "2 Bob Birch M - finished 1 1:01:10 -"}, nil},
		{"minutes and seconds that a spreadsheet took for hours and minutes", "10k.csv", "Place,Bib,Name,Sex,Time\n1,1,Ann Alder,F,40:00:00\n2,2,Bob Birch,M,41:10:00\n3,3,Cid Cedar,M,1:02:10\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:10 -", "3 Cid Cedar M - finished 2 1:02:10 -"}, []string{"[shifted_minutes]"}},
		{"hours without seconds of a race that takes them", "100k.csv", "Place,Bib,Name,Sex,Time\n1,1,Ann Alder,F,10:40:00\n2,2,Bob Birch,M,11:10:00\n", []string{"1 Ann Alder F - finished 1 10:40:00 -", "2 Bob Birch M - finished 1 11:10:00 -"}, nil},
		{"Greek in its Windows encoding", "10km.csv", string(inEncoding("windows-1253", "Κατάταξη;Αριθμός;Επώνυμο;Όνομα;Φύλο;Χρόνος\n1;7;Παπαδόπουλος;Γιώργος;Α;00:34:10\n2;9;Νικολάου;Μαρία;Γ;00:39:10\n")), []string{"7 Γιώργος Παπαδόπουλος M - finished 1 0:34:10 -", "9 Μαρία Νικολάου F - finished 1 0:39:10 -"}, []string{"windows-1253   Κατάταξη"}},
		{"Hungarian in its Windows encoding", "10 km.csv", string(inEncoding("windows-1250", "Helyezés;Rajtszám;Név;Nem;Egyesület;Idő\n1;7;Kovács Győző;Férfi;BEAC;00:34:10\n2;9;Szűcs Éva;Nő;;00:39:10\n")), []string{"7 Kovács Győző M - finished 1 0:34:10 -", "9 Szűcs Éva F - finished 1 0:39:10 -"}, nil},
		{"Vietnamese words for genders", "10km.csv", "Hạng,Số BIB,Họ và tên,Giới tính,Thời gian gun\n1,7,Nguyễn Văn An,Nam,0:34:10\n2,9,Trần Thị Ánh,Nữ,0:39:10\n3,10,Lê Văn B,Nam,DNF\n", []string{"10 Lê Văn B M - dnf - - -", "7 Nguyễn Văn An M - finished 1 0:34:10 -", "9 Trần Thị Ánh F - finished 1 0:39:10 -"}, nil},
		{"a finish by the wall clock beside the gun time", "10k.csv", "Place,Bib,Name,Sex,Finish,Gun Time\n1,1,Ann Alder,F,08:40:00,0:40:00\n2,2,Bob Birch,M,08:41:00,0:41:00\n", []string{"1 Ann Alder F - finished 1 0:40:00 -", "2 Bob Birch M - finished 1 0:41:00 -"}, []string{"gun         08:00:00: the first finish less its gun time"}},
		{"a finish with its date alone", "10k.csv", "bib,name,gender,finish\n1,Ann Alder,F,2025-05-17 08:40:05\n2,Bob Birch,M,2025-05-17 08:41:05\n", []string{"1 Ann Alder F - finished 1 1:10:05 -", "2 Bob Birch M - finished 1 1:11:05 -"}, []string{"gun         07:30:00: to fill in"}},
		{"headings of races between the rows", "results.csv", "Place,Bib,Name,Sex,Time\nHALF MARATHON,,,,\n1,8,Bob Birch,M,1:19:00\n10 KM,,,,\n1,7,Ann Alder,F,0:41:00\n", []string{"7 Ann Alder F - finished 1 0:41:00 -", "8 Bob Birch M - finished 1 1:19:00 -"}, []string{`results.csv has lines such as "HALF MARATHON" between its rows, as if races began there`}},
		{"nations as World Athletics writes them", "10k.csv", "Bib,Name,Gender,Nationality,Time\n1,Ann Alder,F,Great Britain & N.I.,0:40:00\n2,Bob Birch,M,Côte d'Ivoire,0:41:00\n", []string{"1 Ann Alder F GBR finished 1 0:40:00 -", "2 Bob Birch M CIV finished 1 0:41:00 -"}, nil},
		{"wheelchairs say nothing of the course's length", "marathon.csv", "Place,Bib,Name,Gender,Division,Time\n1,W1,Ann Wheel,F,Wheelchair,1:40:00\n2,1,Bob Birch,M,Open,2:21:00\n3,2,Cid Cedar,F,Open,2:42:00\n",
			[]string{"1 Bob Birch M - finished 1 2:21:00 -", "2 Cid Cedar F - finished 1 2:42:00 -", "W1 Ann Wheel F - finished 1 1:40:00 -"}, []string{"km          42.195: likely: from the file's name"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rows, said := publishedOf(t, map[string]string{c.name: c.table})
			if !slices.Equal(rows, c.rows) {
				t.Errorf("got\n%s\nwanted\n%s\n%s", strings.Join(rows, "\n"), strings.Join(c.rows, "\n"), said)
			}
			for _, want := range c.said {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q:\n%s", want, said)
				}
			}
		})
	}
}

func TestAWordOfEveryRowSaysNoMoreOfTheEncodingThanInOne(t *testing.T) {
	text := "名次,参赛号,姓名,性别,枪声成绩\n"
	for i := range 400 {
		text += fmt.Sprintf("%d,%d,Runner %c%c,男,2:%02d:%02d\n", i+1, i+1, 'A'+i/26%26, 'a'+i%26, 10+i/60, i%60)
	}
	rows, said := publishedOf(t, map[string]string{"马拉松.csv": string(inEncoding("gb18030", text))})
	if len(rows) != 400 || !strings.Contains(said, "GB18030") || !slices.Contains(rows, "1 Runner Aa M - finished 1 2:10:00 -") {
		t.Errorf("%d rows, such as %q\n%s", len(rows), rows[0], said)
	}
}

func TestALongNameInFixedColumnsKeepsItsLastWord(t *testing.T) {
	line := func(place, bib, name, sex, time string) string {
		return fmt.Sprintf("%5s %4s %-26s %s %7s\n", place, bib, name, sex, time)
	}
	text := line("Place", "Bib", "Name", "S", "Time")
	for i := range 100 {
		text += line(fmt.Sprint(i+1), fmt.Sprint(i+1), []string{"Bob Birch", "Cid O'Cedar", "Dan St. John"}[i%3], "M", fmt.Sprintf("%d:%02d", 40+i/60, i%60))
	}
	text += line("101", "101", "Maximilian van d. Bergh Sr", "M", "44:00")
	text += line("102", "102", "Maximiliana von und zu Br.", "F", "44:01")
	rows, said := publishedOf(t, map[string]string{"10k.txt": text})
	for _, want := range []string{"101 Maximilian van d. Bergh Sr M - finished 101 0:44:00 -", "102 Maximiliana von und zu Br. F - finished 1 0:44:01 -", "2 Cid O'Cedar M - finished 2 0:40:01 -"} {
		if !slices.Contains(rows, want) {
			t.Errorf("there is no %q:\n%s\n%s", want, strings.Join(rows, "\n"), said)
		}
	}
}
