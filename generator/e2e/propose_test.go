package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// newFrom makes a project of a table and returns its folder and the output.
func newFrom(t *testing.T, name, table string, more ...string) (dir, said string) {
	t.Helper()
	base := t.TempDir()
	file := filepath.Join(base, name)
	if err := os.WriteFile(file, []byte(table), 0o666); err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(base, "project")
	var out, errs bytes.Buffer
	if status := run(t.Context(), append([]string{"new", "-from", file, "-now", "2026-01-01T00:00:00Z", dir}, more...), &out, &errs); status != done {
		t.Fatalf("status %d\n%s%s", status, &out, &errs)
	}
	return dir, out.String()
}

func proposed(t *testing.T, dir, edition string, wants ...string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "data", edition, "edition.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range wants {
		if !strings.Contains(string(text), want) {
			t.Errorf("edition.yaml has no %q:\n%s", want, text)
		}
	}
}

func TestAChineseTableInGB18030BecomesAProjectThatBuilds(t *testing.T) {
	table := "参赛号码,姓名,性别,起点,5公里,10公里,半程,30km,枪声成绩,净成绩,名次,手机号\n"
	for i := range 30 {
		s := func(k float64) string {
			at := int(float64(i) + (240+3*float64(i))*k)
			return fmt.Sprintf("%d:%02d:%02d", at/3600, at/60%60, at%60)
		}
		net := int((240 + 3*float64(i)) * 42.195)
		table += fmt.Sprintf("A%02d,王小%s,%s,%s,%s,%s,%s,%s,%s,%d:%02d:%02d,%d,13800000000\n", i, []string{"明", "红"}[i%2], []string{"男", "女"}[i%2],
			s(0), s(5), s(10), s(21.0975), s(30), s(42.195), net/3600, net/60%60, net%60, i+1)
	}
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	dir, said := newFrom(t, "2025成都马拉松.csv", encoded)
	proposed(t, dir, "2025", "encoding: gb18030", "手机号: ignore", "{id: half, km: 21.0975}", "{id: 30k, km: 30}", "km: 42.195", "time_zone: ", `name: "2025成都马拉松"`)
	for _, want := range []string{"0 errors and 2 warnings (to fill in), 1 for the referee", "looks like private data", "30 rows, GB18030"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	copied, err := os.ReadFile(filepath.Join(dir, "data", "2025", "marathon", "2025成都马拉松.csv"))
	if err != nil || string(copied) != encoded {
		t.Errorf("the table was not copied as it is: %v", err)
	}
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"build", "-C", dir, "-now", "2026-01-01T00:00:00Z"}, &out, &errs); status != done || !strings.Contains(out.String(), "30 runners, 30 ranked, 30 certificates") {
		t.Fatalf("status %d: %s%s", status, &out, &errs)
	}
	err = fs.WalkDir(os.DirFS(filepath.Join(dir, "public")), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		page, err := os.ReadFile(filepath.Join(dir, "public", path))
		if strings.Contains(string(page), `"demonstration":true`) || strings.Contains(string(page), "演示") || strings.Contains(string(page), "13800000000") {
			t.Errorf("%s bears the mark of a demonstration, or a telephone number", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestATableIsTakenForWhatItsNamesAndCellsSay(t *testing.T) {
	for _, c := range []struct {
		claim, name, table, edition string
		wants                       []string
	}{
		{"a length stands in the file's name", "run-10km-2024.csv", "Bib;Name;Sex;5K;Gun time\n1;Ann;F;20:01;41:00\n2;Bob;M;19:00;39:59\n", "2024",
			[]string{"10k:", "km: 10 ", "time_format: m:ss", "women: {gender: F}", "{id: 5k, km: 5}"}},
		{"hours of the day at the start make the gun", "half.csv", "Bib,Name,Sex,Start,10K,Finish\n1,Ann,F,08:00:07,08:48:00,09:40:00\n2,Bob,M,08:00:09,08:50:00,09:50:00\n", "2025",
			[]string{"clock: time_of_day", `gun: "08:00:00"`, "km: 21.0975"}},
		{"the one time is the gun time, whatever it is called", "a.csv", "No title here,,\nBib,Name,Sex,Zeit,Pace\n1,Ann,F,1:20:00,3:50\n2,Bob,M,1:11:00,3:20\n", "2025",
			[]string{"skip_lines: 1", "Zeit: gun", "Pace: ignore", "km: 21.0975"}},
		{"a lone net time ranks", "b.csv", "Name,Sex,Net time\nAnn,F,0:52:00\nBob,M,0:41:00\n", "2025",
			[]string{"Net time: gun", "bib: row_number", "km: 10 "}},
		{"a start that no column tells of is missed by nobody", "s.csv", "bib,name,gender,5K,finish\n1,Ann,F,0:25:00,0:52:00\n2,Bob,M,0:20:00,0:41:00\n", "2025",
			[]string{"points:   # the mats in course order; add cutoff: \"11:00\" where one closes\n      - {id: 5k, km: 5}\n"}},
		{"of several years the last is made", "c.csv", "bib,name,gender,gun,year\n1,Ann,F,2:52:00,2019\n1,Bob,M,2:41:00,2018\n", "2019",
			[]string{`where: {year: "2019"}`, "km: 42.195"}},
		{"the years of the file's name leave its words whole", "moscow2018-2019.csv", "bib,name,gender,gun,year\n1,Ann,F,2:52:00,2019\n1,Bob,M,2:41:00,2018\n", "2019",
			[]string{"name: Moscow 2019 "}},
		{"a column without a time is no point", "d.csv", "bib,name,gender,country,5K,15 km split,finish\n1,Ann,F,Украина,,0:45:00,1:10:00\n", "2025",
			[]string{`"5K": ignore`, "15 km split\": 15k", "km: 21.0975"}},
		{"wheelchairs stand outside the ranking", "e.csv", "bib,name,gender,category,finish\n1,Ann,F,轮椅,1:40:00\n2,Bob,M,大众,2:50:00\n", "2025",
			[]string{"outside_ranking: [wheelchair]"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			dir, said := newFrom(t, c.name, c.table)
			proposed(t, dir, c.edition, c.wants...)
			if !strings.Contains(said, "It reads with 0 errors") || regexp.MustCompile(`[1-9]\d* finished, 0 ranked`).MatchString(said) {
				t.Error(said)
			}
		})
	}
}

func TestWhatIsNoTableOfResultsMakesNoProject(t *testing.T) {
	for claim, c := range map[string]struct {
		table  string
		status int
		says   string
	}{
		"an archive":     {"7z\xBC\xAF\x27\x1C…", badData, "is an archive, not text"},
		"an empty file":  {"", badData, "the file is empty"},
		"a header alone": {"bib,name,finish\n", badData, "no row"},
	} {
		base := t.TempDir()
		file := filepath.Join(base, "r.csv")
		if err := os.WriteFile(file, []byte(c.table), 0o666); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		status := run(t.Context(), []string{"new", "-from", file, filepath.Join(base, "p")}, &out, &errs)
		if status != c.status || !strings.Contains(errs.String(), c.says) {
			t.Errorf("%s: status %d: %s", claim, status, &errs)
		}
		if _, err := os.Stat(filepath.Join(base, "p")); err == nil {
			t.Errorf("%s: a project was written", claim)
		}
	}
}
