package e2e

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// copied copies the project of this repository, so that a test may change it.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"data", "content"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("../..", name))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// rewrite replaces a text of a file, which must be there.
func rewrite(t *testing.T, file, from, to string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(from)) {
		t.Fatalf("%s lacks %q", file, from)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(data, []byte(from), []byte(to)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// buildProject builds a project at a fixed moment and returns its output.
func buildProject(t *testing.T, dir string) string {
	t.Helper()
	var complaint bytes.Buffer
	if status := run(context.Background(), []string{"build", "-C", dir, "-quiet", "-now", "2026-01-01T00:00:00Z"}, io.Discard, &complaint); status != done {
		t.Fatal(complaint.String())
	}
	return filepath.Join(dir, "public")
}

// tree returns every file below a folder by its path.
func tree(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		files[name] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// small keeps only the first finishers of the marathon, so that the demonstration
// builds fast.
func small(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"entries.csv", "times.csv", "rulings.csv", "releases.csv"} {
		file := filepath.Join(dir, "data/2022/marathon", name)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfterN(string(data), "\n", 62)
		if name == "rulings.csv" || name == "releases.csv" {
			lines = lines[:1]
		}
		if err := os.WriteFile(file, []byte(strings.Join(lines[:min(len(lines), 61)], "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rows := map[string]bool{}
	for _, row := range strings.Split(string(tree(t, filepath.Join(dir, "data/2022/marathon"))["entries.csv"]), "\n") {
		rows[strings.SplitN(row, ",", 2)[0]] = true
	}
	file := filepath.Join(dir, "data/2022/marathon/times.csv")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(data)) {
		if rows[strings.SplitN(line, ",", 2)[0]] {
			kept = append(kept, line)
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(kept, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestANewEditionLeavesTheResultsOfTheOldOnesAsTheyAre(t *testing.T) {
	dir := copied(t)
	small(t, dir)
	before := tree(t, buildProject(t, dir))
	if err := os.CopyFS(filepath.Join(dir, "data/2023"), os.DirFS(filepath.Join(dir, "data/2022"))); err != nil {
		t.Fatal(err)
	}
	edition := filepath.Join(dir, "data/2023/edition.yaml")
	rewrite(t, edition, "date: 2022-11-06", "date: 2026-10-31") // champions.csv does not have this year
	rewrite(t, edition, "2022北京马拉松, en: 2022 Beijing Marathon", "2026北京马拉松, en: 2026 Beijing Marathon")
	rewrite(t, edition, "demonstration: true", "demonstration: false")
	rewrite(t, edition, "until: 2022-11-13T24:00", "until: 2026-11-13T24:00")
	rewrite(t, filepath.Join(dir, "data/2023/marathon/times.csv"), "2:08:59.412", "2:05:59.412")
	var complaint bytes.Buffer
	if status := run(context.Background(), []string{"build", "-C", dir, "-quiet", "-now", "2027-01-01T00:00:00Z"}, io.Discard, &complaint); status != done {
		t.Fatal(complaint.String())
	}
	after := tree(t, filepath.Join(dir, "public"))
	same := 0
	for name, data := range before {
		if !strings.Contains(name, "2022/marathon/") && !strings.Contains(name, "2022/half/") {
			continue
		}
		same++
		if !bytes.Equal(after[name], data) {
			t.Errorf("%s is not what it was", name)
		}
	}
	if same < 300 {
		t.Fatalf("only %d files of 2022: nothing is proved", same)
	}
	for name, want := range map[string]string{
		"en/history/index.html": "Tsegazeab Worku Alemseged",
		"en/records/index.html": "2:06:00",
		"en/index.html":         "2026 Beijing Marathon",
	} {
		if !bytes.Contains(after[name], []byte(want)) {
			t.Errorf("%s lacks %q", name, want)
		}
		if bytes.Contains(before[name], []byte(want)) {
			t.Errorf("%s had %q before: a made-up edition is history", name, want)
		}
	}
}

func TestACutoffOfTheRuleDataIsTheOneOnThePageAndTheOneThatJudges(t *testing.T) {
	dir := copied(t)
	small(t, dir)
	look := func(cutoff string, failed bool) {
		t.Helper()
		public := tree(t, buildProject(t, dir))
		for _, lang := range []string{"zh", "en", "ja"} {
			page := string(public[lang+"/2022/rules/index.html"])
			if n := regexp.MustCompile(`<td>`+cutoff+`</td>`).FindAllString(page, -1); len(n) == 0 {
				t.Errorf("the rules page in %s does not say %s", lang, cutoff)
			}
		}
		if got := strings.Contains(string(public["2022/marathon/results.json"]), `"code":"cutoff","point":"5k"`); got != failed {
			t.Errorf("with a cut-off at %s, somebody failed it: %v", cutoff, got)
		}
	}
	look("8:25", false)
	rewrite(t, filepath.Join(dir, "data/2022/edition.yaml"), `{id: 5k, km: 5, cutoff: "08:25"}`, `{id: 5k, km: 5, cutoff: "07:52"}`)
	look("7:52", true)
}

func TestEveryRemarkOnAChampionIsSaidInEachLanguageOfTheData(t *testing.T) {
	f, err := os.Open("../../data/champions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for i, row := range rows[1:] {
		if (row[at["note_en"]] == "") != (row[at["note_zh"]] == "") {
			t.Errorf("champions.csv:%d: the remark %q lacks a language", i+2, row[at["note_en"]]+row[at["note_zh"]])
		}
	}
}

// The history page has the facts of the article it is based on, in every language.
func TestTheHistoryHoldsTheFactsOfItsSourceInEveryLanguage(t *testing.T) {
	facts := map[string][]string{
		"en": {"8 November 2012", "did not offer Japan", "safety concerns", "Japanese embassy", "night of 10 November", "Japanese version", "Shen Chunde", "Japanese organisations",
			"China International Travel Service", "marathon.cits.com.cn", "a half marathon, a 10 km run and a mini-marathon", "4,897", "556", "Gold Label", "Xiamen", "AIMS", "25 November 2012",
			"Tian'anmen Square", "National Olympic Sports Centre", "Deng Xiaoping", "misdirected", "accepted the blame", "well ahead", "18 years old", "Asian record", "fourth fastest", "men's national championship"},
		"zh": {"2012年11月8日", "没有日本的选项", "安全方面的顾虑", "日本大使馆", "11月10日夜间", "日文版", "沈纯德", "日本的机构",
			"中国国际旅行社总社", "marathon.cits.com.cn", "半程马拉松、10公里和迷你马拉松", "4897", "556", "金标", "厦门", "AIMS", "2012年11月25日",
			"天安门广场", "国家奥林匹克体育中心", "邓小平", "引导有误", "承认责任", "遥遥领先", "18岁", "亚洲纪录", "第四位", "全国男子马拉松锦标赛"},
		"ja": {"2012年11月8日", "日本の選択肢がありません", "安全上の懸念", "日本大使館", "11月10日の夜", "日本語版", "沈純徳", "日本の団体",
			"中国国際旅行社", "marathon.cits.com.cn", "ハーフマラソン、10km、ミニマラソン", "4,897", "556", "ゴールドラベル", "アモイ", "AIMS", "2012年11月25日",
			"天安門広場", "国家オリンピックスポーツセンター", "鄧小平", "誘導の誤り", "非を認め", "大差", "18歳", "アジア記録", "歴代4位", "男子全国選手権"},
	}
	for lang, words := range facts {
		text, err := os.ReadFile("../../content/" + lang + "/history.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if !strings.Contains(string(text), word) {
				t.Errorf("content/%s/history.md does not say %q", lang, word)
			}
		}
	}
}

// A source is cited by its own address, not by that of a copy of it.
func TestNoSourceIsCitedByTheAddressOfACopy(t *testing.T) {
	copies := []string{"oracleblog.org", "wikizero.com", "wiki.x.io", "covid-19.chinadaily", "sdlsmy.com", "big5.cctv.com", "de.m.wikinews.org"}
	files := []string{"../../data/champions.csv"}
	pages, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	for _, file := range append(files, pages...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range copies {
			if strings.Contains(string(text), host) {
				t.Errorf("%s cites %s", file, host)
			}
		}
	}
}

// The Japanese page names champions as Japanese readers write them. The names
// of some are known in other writings only.
func TestChampionsHaveAJapaneseSpellingWhereOneIsKnown(t *testing.T) {
	unknown := []string{"", "Kenichi Suzuki", "Wei Xiaojie"}
	f, err := os.Open("../../data/champions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	name, japanese := slices.Index(rows[0], "name"), slices.Index(rows[0], "name_ja")
	for i, row := range rows[1:] {
		if row[japanese] == "" && !slices.Contains(unknown, row[name]) {
			t.Errorf("champions.csv:%d: %s has none", i+2, row[name])
		}
	}
}
