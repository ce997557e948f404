package e2e

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// standing is an edition in a state, and what its pages say about it.
type standing struct {
	id, keys string // the edition, and its keys that make the state
	zh, en   string // the banner
	mark     string // on certificates
	notice   bool   // objections are heard on its own page and its races'
}

const (
	heldZH = "申诉截止：2022年11月13日24:00"
	heldEN = "Protest deadline: the end of 13 November 2022."
)

var standings = []standing{
	{id: "2016", keys: "date: 2022-11-06\nstate: official\nrace_end: '13:45'", zh: "比赛正在进行", en: "The race is in progress."},
	{id: "2017", keys: "date: 2017-11-05\nstate: provisional", zh: "成绩尚未确认，可能变动。", en: "These results may still change.", mark: "Provisional results, not yet official"},
	{id: "2018", keys: "date: 2018-11-04\nstate: notice\nnotice_until: 2022-11-13T24:00", zh: heldZH, en: heldEN, mark: "Provisional results (protests until the end of 13 November 2022)", notice: true},
	{id: "2019", keys: "date: 2019-11-03\nstate: official"},
	{id: "2020", keys: "date: 2020-11-01\nstate: official", zh: "正式成绩公布后有更正，现为第2版。", en: "revision 2"},
	{id: "2021", keys: "date: 2021-10-31\nstate: cancelled", zh: "本届比赛已取消，没有成绩。", en: "This edition was not held."},
	{id: "2022", keys: "date: 2022-12-04\nstate: scheduled", zh: "比赛尚未举行。", en: "The race has not been run yet."},
	{id: "2023", keys: "date: 2021-11-05\nstate: official\ndemonstration: true", zh: "演示数据", en: "Demonstration data. These results are fictional.", mark: "Demonstration"},
}

// hasResults reports whether somebody has run.
func (s *standing) hasResults() bool { return s.id != "2021" && s.id != "2022" }

func TestEveryPageSaysHowFarItsResultsHaveGot(t *testing.T) {
	files := map[string]string{"data/site.yaml": "title: {zh: 成绩, en: Results}\nbase_url: https://example.org/\nlanguages: [zh, en]\n"}
	for _, s := range standings {
		files["data/"+s.id+"/edition.yaml"] = fmt.Sprintf("name: {zh: %[1]s路跑, en: %[1]s Run}\ntime_zone: Asia/Shanghai\n%[2]s\nraces:\n", s.id, s.keys) +
			"  run:\n    name: {zh: 十公里, en: 10 km}\n    km: 10\n    gun: '07:30:00'\n    divisions: {men: {gender: M}, women: {gender: F}}\n" +
			"    points: [{id: start, km: 0}, {id: finish, km: 10}]\n    certificate: {from: race_end, delay: 0h, access: open}\n" +
			"    objections: {contact: appeals@example.org, until: 2022-11-13T24:00}\n"
		files["data/"+s.id+"/run/entries.csv"] = "bib,name,gender\n1,张伟,M\n2,李娜,F\n"
		files["data/"+s.id+"/run/times.csv"] = "bib,start,finish\n1,0:00:01,0:40:00\n2,0:00:01,0:44:00\n"
	}
	dir := written(t, files)
	do := func(args ...string) {
		t.Helper()
		var complaint bytes.Buffer
		if status := run(t.Context(), args, io.Discard, &complaint); status != done {
			t.Fatalf("%v: %s", args, complaint.String())
		}
	}
	do("release", "-C", dir, "-now", "2020-11-02T10:00:00Z", "2020")
	rewrite(t, filepath.Join(dir, "data/2020/run/times.csv"), "0:44:00", "0:45:00")
	do("release", "-C", dir, "-now", "2020-11-03T10:00:00Z", "2020")
	do("build", "-C", dir, "-quiet", "-now", "2022-11-06T09:00:00+08:00")
	public := filepath.Join(dir, "public")
	for _, s := range standings {
		t.Run(s.id+" "+s.en, func(t *testing.T) { s.hold(t, public) })
	}
}

func (s *standing) hold(t *testing.T, public string) {
	for lang, banner := range map[string]string{"zh": s.zh, "en": s.en} {
		pages := tree(t, filepath.Join(public, lang, s.id))
		if s.hasResults() && len(pages) < 10 {
			t.Errorf("only %d pages in %s", len(pages), lang)
		}
		for name := range pages {
			if filepath.Ext(name) != ".html" {
				continue
			}
			path := filepath.ToSlash(filepath.Join(lang, s.id, name))
			text, err := reading(public, path)
			if err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(string(pages[name]), `<main`)
			if banner == "" && strings.Contains(head, "<aside") {
				t.Errorf("%s: official results have a banner", path)
			}
			if !strings.Contains(text, banner) {
				t.Errorf("%s does not say %q but %q", path, banner, text[:min(len(text), 600)])
			}
			own := strings.Contains(name, "runners/") || s.notice && (name == "index.html" || name == "run/index.html")
			if own && (!strings.Contains(string(pages[name]), `href="mailto:appeals@example.org"`) || !strings.Contains(text, map[string]string{"zh": "2022年11月13日", "en": "13 November 2022"}[lang])) {
				t.Errorf("%s does not say whom to ask for a correction or a removal, and until when: %q", path, text)
			}
		}
	}
	tool := needs(t, "pdftotext")
	certificates, err := filepath.Glob(filepath.Join(public, s.id, "run/certificates/*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if want := 2; (len(certificates) == want) != (s.hasResults() && s.id != "2016") {
		t.Errorf("%d certificates", len(certificates))
	}
	for _, file := range certificates {
		text, err := exec.Command(tool, file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(text, []byte(s.mark)) || s.mark == "" && unofficial.Match(text) {
			t.Errorf("%s has not the mark %q:\n%s", file, s.mark, text)
		}
	}
}

// unofficial is what no certificate of an official result says.
var unofficial = regexp.MustCompile(`Demonstration|Provisional`)
