package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guntime/templates"

	"github.com/chromedp/chromedp"
)

// editedTemplate is a site of three runners whose runner template has some texts
// replaced. Each text must be there once.
func editedTemplate(t *testing.T, replace ...string) (public string) {
	t.Helper()
	template, err := fs.ReadFile(templates.FS, "runner.html")
	if err != nil {
		t.Fatal(err)
	}
	text := string(template)
	for i := 0; i < len(replace); i += 2 {
		if strings.Count(text, replace[i]) != 1 {
			t.Fatalf("%q does not stand once in templates/runner.html", replace[i])
		}
		text = strings.Replace(text, replace[i], replace[i+1], 1)
	}
	j := judgedTwice{dir: t.TempDir()}
	j.write(t, map[string]string{
		"data/site.yaml": twoRaces["data/site.yaml"],
		"data/2022/edition.yaml": `name: {en: Trial run 2022, zh: 2022试跑}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
  run:
    name: {en: 10 km, zh: 十公里}
    km: 10
    gun: "07:30:00"
    divisions: {men: {gender: M}}
    points: [{id: start, km: 0}, {id: k5, km: 5}, {id: finish, km: 10}]
`,
		"data/2022/run/entries.csv": "bib,name,gender\nA1,张伟,M\nA2,Wanjiru Kamau,M\nA3,Łukasz Nowak,M\n",
		"data/2022/run/times.csv":   "bib,start,k5,finish\nA1,0:00:05,0:20:00,0:40:00\nA2,0:00:10,0:21:00,0:42:00\nA3,,,\n",
		"templates/runner.html":     text,
	})
	public = filepath.Join(j.dir, "public")
	j.run(t, "build", "-out", public, "-now", "2026-01-01T00:00:00Z")
	return public
}

// Times on a runner's page in the order of the template, where gun times rank.
const (
	gunTime = `<div class="gun"><dt>{{t "gun_time"}}</dt><dd data-gun>{{.Gun}}</dd></div>`
	netTime = `<div><dt>{{t "net_time"}}</dt><dd data-net>{{.Net}}</dd></div>`
)

// rowTimes are the two clocks of a row of the table of splits.
var rowTimes = regexp.MustCompile(`(<td data-gun>[^<]*)(<td data-net>[^<]*)`)

func TestBrowserComparesRunnersByTheNamesOfColumns(t *testing.T) {
	chromium(t)
	for _, c := range []struct {
		claim   string
		replace []string
	}{
		{"as the template stands", nil},
		{"gun and net swapped, a figure before them", []string{gunTime, "<div><dt>New</dt><dd>9:99</dd></div>" + netTime, netTime + "{{end}}", gunTime + "{{end}}"}},
		{"another frame, no classes, the status first", []string{`<p class="eyebrow">{{t "bib"}} <b data-bib>{{.Bib}}</b></p>`, `<p><strong data-status>{{.Status}}</strong> <i data-bib>{{.Bib}}</i></p>`,
			`<strong class="status" data-status>{{.Status}}</strong>`, "", `<table class="splits whole" data-splits>`, "<table data-splits>", `<dl class="times">{{if .Laps}}`, "<dl>{{if .Laps}}"}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			public := editedTemplate(t, c.replace...)
			for _, bib := range []string{"A1", "A2"} { // the rows are the program's; their columns move too
				file := filepath.Join(public, "en/2022/run/runners", bib+".html")
				page, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if c.replace != nil {
					if n := len(rowTimes.FindAll(page, -1)); n != 2 {
						t.Fatalf("%s has %d rows", file, n)
					}
					page = rowTimes.ReplaceAll(page, []byte("<td>0:00:00$2$1"))
				}
				if err := os.WriteFile(file, page, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			w := browse(t, public)
			w.open("en/2022/run/compare.html#A1,A2,A3")
			w.until(`document.querySelectorAll("#compared thead th").length === 4`)
			// How many have a place is text that a style sheet generates.
			w.until(`getComputedStyle(document.querySelector("#compared .places i"), "::after").content.startsWith('"')`)
			w.do(chromedp.Evaluate[chromedp.Void](`window.read = (n) => n.nodeType === Node.TEXT_NODE ? n.data : Array.from(n.childNodes, read).join("") + (getComputedStyle(n, "::after").content.match(/^"(.*)"$/) ?? ["", ""])[1]; undefined`))
			shown := func() string {
				return see[string](w, `Array.from(document.querySelectorAll("#compared tbody tr"), (row) => Array.from(row.cells, read).join(" | ")).join("\n").replaceAll("\u00a0", " ")`)
			}
			const gun = "Place | Men 1/2Overall 1/2 | Men 2/2Overall 2/2 | DNS\n5 km | 20:00 | 21:00 +1:00 | —\nFinish | 40:00 | 42:00 +2:00 | —"
			const net = "Place | Men 1/2Overall 1/2 | Men 2/2Overall 2/2 | DNS\n5 km | 19:55 | 20:50 +0:55 | —\nFinish | 39:55 | 41:50 +1:55 | —"
			if got := shown(); got != gun {
				t.Errorf("by gun time:\n%s\nwant:\n%s", got, gun)
			}
			w.do(click(`#compared [name="clock"][value="net"]`))
			w.until(`document.querySelector('[name="clock"]:checked').value === "net"`)
			if got := shown(); got != net {
				t.Errorf("by net time:\n%s\nwant:\n%s", got, net)
			}
			w.calm()
		})
	}
}

func TestBrowserComparesNobodyWhereTheTemplateHasLostAName(t *testing.T) {
	chromium(t)
	for _, c := range []struct{ name, within string }{
		{" data-bib", " data-bib"}, {" data-name", " data-name"}, {" data-status", " data-status"}, {" data-gun", gunTime}, {" data-net", netTime}, {" data-splits", " data-splits"},
	} {
		t.Run(strings.TrimSpace(c.name), func(t *testing.T) {
			w := browse(t, editedTemplate(t, c.within, strings.Replace(c.within, c.name, "", 1)))
			w.open("en/2022/run/compare.html#A1,A2")
			w.until(`document.getElementById("told").textContent !== ""`)
			if !see[bool](w, `document.getElementById("told").textContent === document.getElementById("compared").dataset.failed && document.getElementById("compared").hidden`) {
				t.Error(w.reading())
			}
			w.calm()
		})
	}
}
