package read

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// tenYAML is a race of ten kilometres with what an edition adds to it.
const tenYAML = `name: {en: Run}
date: 2026-05-17
time_zone: Europe/Berlin
state: provisional
races:
  marathon:
    km: 10
    gun: "07:00:00"
    divisions: {men: {gender: M}, women: {gender: F}}
    points: [{id: finish, km: 10}]
    ranking: {missing_point: ignored}
`

// ten reads a race of ten kilometres from one table of entries and times, and says
// who was read as what, and with which findings.
func ten(t *testing.T, more, rows string) (string, problem.List) {
	t.Helper()
	yaml := tenYAML
	if !strings.Contains(more, "entries:") {
		more += "    entries: {file: r.csv}\n"
	}
	if !strings.Contains(more, "timing:") {
		more += "    timing: [{file: r.csv}]\n"
	}
	if strings.Contains(more, "divisions:") {
		yaml = strings.Replace(yaml, "    divisions: {men: {gender: M}, women: {gender: F}}\n", "", 1)
	}
	archive, list := Project(files("data/2022/edition.yaml", yaml+more, folder+"r.csv", rows, folder+"entries.csv", "absent", folder+"times.csv", "absent"))
	if archive == nil {
		return "", list
	}
	var b strings.Builder
	for _, e := range archive.Editions[0].Races[0].Entries {
		fmt.Fprintf(&b, "%s %s %s%s", e.Bib, e.Name, e.Gender, e.Nat)
		if t := e.Timing; t != nil {
			if t.SetAside {
				b.WriteString(" aside")
			}
			if t.At[len(t.At)-1] != race.Unseen {
				b.WriteString(" " + t.At[len(t.At)-1].Since(race.Instant(7*3_600_000)).String())
			}
			b.WriteString(strings.TrimRight(" "+string(t.Status), " "))
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; "), list
}

func TestTablesOfTheWorldAreReadAsTheyAre(t *testing.T) {
	for claim, c := range map[string]struct{ more, rows, want, codes string }{
		"names in two columns":                 {"", "Bib,First Name,Last Name,Sex,City,Gun\n1,Anna,Adler,F,Salem,0:40:00\n", "1 Anna Adler F 0:40:00", "passed_over"},
		"both declared to be the name":         {"    entries: {file: r.csv, columns: {First Name: name, Last Name: name}}\n", "Bib,First Name,Last Name,Sex,Gun\n1,Anna,Adler,F,0:40:00\n", "1 Anna Adler F 0:40:00", ""},
		"names in Han, kana and Hangul":        {"", "bib,given_name,family_name,gender,gun\n1,三,张,F,0:40:00\n2,太郎,やまだ,M,0:41:00\n3,민준,김,M,0:42:00\n4,三,Zhang,M,0:43:00\n", "1 张三 F 0:40:00; 2 やまだ 太郎 M 0:41:00; 3 김민준 M 0:42:00; 4 三 Zhang M 0:43:00", ""},
		"family names first where declared":    {"    entries: {file: r.csv, name_order: family_first}\n", "bib,given_name,family_name,gender,gun\n1,Anna,ADLER,F,0:40:00\n", "1 ADLER Anna F 0:40:00", ""},
		"Last, First in one column":            {"", "bib;name;gender;gun\n1;Adler, Anna;F;0:40:00\n2;Boon, Bert;M;0:41:00\n", "1 Anna Adler F 0:40:00; 2 Bert Boon M 0:41:00", ""},
		"a comma in one name of many":          {"", "bib;name;gender;gun\n1;Adler, Anna;F;0:40:00\n2;Bert Boon;M;0:41:00\n", "1 Adler, Anna F 0:40:00; 2 Bert Boon M 0:41:00", ""},
		"a mark and a nation about a name":     {"", "bib;name;gender;gun\n1;» Adler, Anna (GER);F;0:40:00\n2;» Boon, Bert (NED);M;0:41:00\n", "1 Anna Adler FGER 0:40:00; 2 Bert Boon MNED 0:41:00", ""},
		"fractions of a day, with a comma":     {"", "bib;name;gender;gun\n1;Anna;F;0,0277777778\n2;Bert;M;0,0284722222\n", "1 Anna F 0:40:00; 2 Bert M 0:41:00", "day_fraction"},
		"accents that stand apart":             {"", "bib,name,gender,gun\n1,Zoe\u0308 Mu\u0308ller,F,0:40:00\n", "1 Zoë Müller F 0:40:00", ""},
		"French letters":                       {"", "bib,name,Sexe,gun\n1,A,H,0:40:00\n2,B,F,0:41:00\n", "1 A M 0:40:00; 2 B F 0:41:00", "gender_letters"},
		"Spanish letters":                      {"", "bib,name,Sexo,gun\n1,A,H,0:40:00\n2,B,M,0:41:00\n", "1 A M 0:40:00; 2 B F 0:41:00", "gender_letters"},
		"letters that are declared":            {"    entries: {file: r.csv, values: {gender: {V: M, M: F}}}\n", "bib,name,gender,gun\n1,A,V,0:40:00\n2,B,M,0:41:00\n", "1 A M 0:40:00; 2 B F 0:41:00", ""},
		"letters with two readings":            {"", "bib,name,gender,gun\n1,A,V,0:40:00\n2,B,M,0:41:00\n", "", "ambiguous_gender"},
		"a gender that a category says":        {"", "bib,name,AK,gun\n1,A,M35,0:40:00\n2,B,W40,0:41:00\n", "1 A M 0:40:00; 2 B F 0:41:00", "gender_by_category"},
		"nobody's gender where none is asked":  {"    divisions: {all: {}}\n", "bib,name,gun\n1,A,0:40:00\n", "1 A  0:40:00", ""},
		"gender: none":                         {"    divisions: {all: {}}\n    entries: {file: r.csv, columns: {gender: none}}\n", "bib,name,gun\n1,A,0:40:00\n", "1 A  0:40:00", ""},
		"gender: none where one is asked":      {"    entries: {file: r.csv, columns: {gender: none}}\n", "bib,name,gun\n1,A,0:40:00\n", "", "bad_value"},
		"statuses in cells of times":           {"", "bib,name,gender,gun\n1,A,M,DNF\n2,B,F,Non partant\n3,C,M,失格\n4,D,M,0:00:00\n5,E,M,--:--\n", "1 A M dnf; 2 B F dns; 3 C M dq; 4 D M; 5 E M", ""},
		"a status that is declared":            {"    timing: [{file: r.csv, values: {status: {\"ab*\": DNF}}}]\n", "bib,name,gender,gun\n1,A,M,abgebrochen\n", "1 A M dnf", ""},
		"a status in place of the place":       {"", "Place,bib,name,gender,gun\n1,1,A,M,0:40:00\nDNF,2,B,F,\n", "1 A M 0:40:00; 2 B F dnf", ""},
		"bibs of a spreadsheet":                {"", "bib,name,gender,gun\n7.0,A,M,0:40:00\n'8,B,F,0:41:00\n\"=\"\"009\"\"\",C,M,0:42:00\n", "7 A M 0:40:00; 8 B F 0:41:00; 009 C M 0:42:00", ""},
		"durations of a spreadsheet":           {"", "bib,name,gender,gun\n1,A,M,12:38:20 AM\n2,B,F,1:05:00 AM\n3,C,M,1:0:08\n", "1 A M 0:38:20; 2 B F 1:05:00; 3 C M 1:00:08", ""},
		"seconds that cannot be clocks":        {"", "bib,name,gender,gun\n1,A,M,2405\n2,B,F,2471\n3,C,M,2590\n", "1 A M 0:40:05; 2 B F 0:41:11; 3 C M 0:43:10", "seconds"},
		"minutes that are too slow for hours":  {"", "bib,name,gender,gun\n1,A,M,18:05\n2,B,F,19:11\n", "1 A M 0:18:05; 2 B F 0:19:11", "minutes_seconds"},
		"a wall clock of twelve hours":         {"    timing: [{file: r.csv, clock: time_of_day}]\n", "bib,name,gender,finish\n1,A,M,7:38:20 AM\n2,B,F,5/17/2026 7:41:05 AM\n3,C,M,2026-05-17 07:42:00\n", "1 A M 0:38:20; 2 B F 0:41:05; 3 C M 0:42:00", ""},
		"nations in codes and names":           {"", "bib,name,gender,nat,gun\n1,A,M,DEU,0:40:00\n2,B,F,中国,0:41:00\n3,C,M,SIN,0:42:00\n4,D,M,ke,0:43:00\n", "1 A MGER 0:40:00; 2 B FCHN 0:41:00; 3 C MSGP 0:42:00; 4 D MKEN 0:43:00", ""},
		"towns for nations":                    {"", "bib,name,gender,nat,gun\n1,A,M,Salem,0:40:00\n2,B,F,Bend,0:41:00\n3,C,M,Astoria,0:42:00\n4,D,M,Eugene,0:43:00\n", "1 A M 0:40:00; 2 B F 0:41:00; 3 C M 0:42:00; 4 D M 0:43:00", "no_nations"},
		"net and gun swapped":                  {"", "bib,name,gender,gun,net\n1,A,M,0:40:00,0:40:10\n2,B,F,0:41:00,0:41:10\n", "", "net_longer"},
		"one net longer than the gun":          {"", "bib,name,gender,gun,net\n1,A,M,0:40:00,0:40:10\n2,B,F,0:41:00,0:40:50\n", "1 A M 0:40:00; 2 B F 0:41:00", "start_before_gun"},
		"a column of times without a cell":     {"    timing: [{file: r.csv, columns: {Mitte: ignore}}]\n", "bib,name,gender,Mitte,gun,finish\n1,A,M,,0:40:00,\n", "1 A M 0:40:00", ""},
		"values of a column that is not there": {"    entries: {file: r.csv, values: {shoes: {a: b}}}\n", "bib,name,gender,gun\n1,A,M,0:40:00\n", "", "unknown_column"},
		"values that mean nothing":             {"    entries: {file: r.csv, values: {gender: {a: b}}}\n", "bib,name,gender,gun\n1,A,M,0:40:00\n", "", "bad_value"},
	} {
		t.Run(claim, func(t *testing.T) {
			got, list := ten(t, c.more, c.rows)
			var codes []string
			for _, p := range list {
				if p.Code != "dq_without_ruling" && p.Code != "normalised" {
					codes = append(codes, p.Code)
				}
			}
			if got != c.want || strings.Join(codes, " ") != c.codes {
				t.Errorf("got  %s\nwant %s\n%s", got, c.want, findings(list))
			}
		})
	}
}

func TestBibsWhoseZerosWereDroppedAreFoundWhereOneCanBeMeant(t *testing.T) {
	archive, list := Project(files(folder+"entries.csv", "bib,name,gender\n007,A,M\n020,B,F\n", folder+"times.csv", "bib,start,half,finish\n7,0:00:01,1:05:00,2:10:00\n20,0:00:01,1:06:00,2:11:00\n"))
	if got := findings(list); archive == nil || got != folder+"times.csv:2:1: review: bib \"7\" stands for \"007\" in the entries: a spreadsheet dropped leading zeros, in 2 rows: also on line 3 [leading_zeros]\n" {
		t.Fatal(got)
	}
	_, list = Project(files(folder+"entries.csv", "bib,name,gender\n07,A,M\n007,B,F\n", folder+"times.csv", "bib,finish\n7,2:10:00\n"))
	if !list.Errors() || list[len(list)-1].Code != "unknown_bib" {
		t.Fatal(findings(list))
	}
	_, list = Project(files(folder+"times.csv", "bib,finish\n5.80E+15,2:10:00\n"))
	if !list.Errors() || !strings.Contains(list[0].Hint, "digits are lost") {
		t.Fatal(findings(list))
	}
}

func TestBibsOfReadsAndRulingsAreFoundWithOtherZerosToo(t *testing.T) {
	const said = `bib "001" stands for "1" in the entries`
	fsys := readProject(`file: reads.txt, format: generic, columns: {"1": bib, "2": time, "3": reader}, points: {s: start, h: half, f: finish}`, "reads.txt", "001,07:30:01,s\n001,08:35:00,h\n001,09:40:00,f\n02,07:30:01,s\n")
	fsys[folder+"entries.csv"].Data = []byte("bib,name,gender\n1,A,M\n2,B,M\n")
	e, found := reread(t, fsys)
	if got := passed(t, e.Races[0], "1"); got != "7:30:01 8:35:00 9:40:00" || !strings.Contains(found, said+", and so do 1 other bib") {
		t.Errorf("passed at %s\n%s", got, found)
	}
	fsys[folder+"entries.csv"].Data = []byte("bib,name,gender\n01,A,M\n0001,B,M\n2,C,M\n")
	if _, list := Project(fsys); !list.Errors() || !strings.Contains(findings(list), `bib "001" is not in the entries`) {
		t.Errorf("two can be meant: %s", findings(list))
	}
	chips := readProject(`file: reads.txt, format: generic, columns: {"1": chip, "2": time, "3": reader}, points: {s: start, h: half, f: finish}, chips: chips.csv`, "reads.txt", "C1,07:30:01,s\nC1,08:35:00,h\nC1,09:40:00,f\n")
	chips[folder+"entries.csv"].Data = []byte("bib,name,gender\n1,A,M\n")
	chips[folder+"chips.csv"] = &fstest.MapFile{Data: []byte("chip,bib\nC1,001\n")}
	if e, found = reread(t, chips); passed(t, e.Races[0], "1") != "7:30:01 8:35:00 9:40:00" || !strings.Contains(found, said) {
		t.Errorf("by a chips file: %s", found)
	}
	archive, list := Project(files(folder+"entries.csv", "bib,name,gender\n1,A,M\n", folder+"times.csv", "bib,start,half,finish\n1,0:00:01,1:05:00,2:10:00\n", folder+"rulings.csv", "bib,ruling,clause,authority,date\n001,disqualify,13.6,J,06.11.2022\n"))
	if archive == nil || !strings.Contains(findings(list), said) {
		t.Fatal(findings(list))
	}
	if r := archive.Editions[0].Races[0].Rulings; len(r) != 1 || r[0].Bib != "1" || r[0].Date.Day() != 6 {
		t.Errorf("rulings %v", r)
	}
}

func TestDatesOfBirthAreReadInTheOrderThatIsCertainOrDeclared(t *testing.T) {
	for claim, c := range map[string]struct {
		more, dates string
		age         int
		codes       string
	}{
		"days first, by a day above twelve":   {"", "17/05/1986 05/06/1990", 40, ""},
		"months first, by a day above twelve": {"", "05/17/1986 05/06/1990", 40, ""},
		"dots are days first":                 {"", "01.12.1985 05.06.1990", 40, ""},
		"neither is certain":                  {"", "01/12/1985 05/06/1990", 40, "date_order"},
		"declared":                            {"    entries: {file: r.csv, date_format: m/d/y}\n", "01/12/1985 05/06/1990", 41, ""},
		"an age of zero is none":              {"", "0000-00-00", 0, ""},
	} {
		rows := "bib,name,gender,gun,birth_date\n"
		for i, d := range strings.Fields(c.dates) {
			rows += fmt.Sprintf("%d,A,M,0:40:0%d,%s\n", i+1, i, d)
		}
		more := c.more
		if more == "" {
			more = "    entries: {file: r.csv}\n"
		}
		archive, list := Project(files("data/2022/edition.yaml", tenYAML+more+"    timing: [{file: r.csv}]\n", folder+"r.csv", rows, folder+"entries.csv", "absent", folder+"times.csv", "absent"))
		var codes []string
		for _, p := range list {
			codes = append(codes, p.Code)
		}
		if archive == nil || archive.Editions[0].Races[0].Entries[0].Age != c.age || strings.Join(codes, " ") != c.codes {
			t.Errorf("%s: %+v\n%s", claim, archive, findings(list))
		}
	}
}
