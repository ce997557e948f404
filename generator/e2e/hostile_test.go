package e2e

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Names and clubs that attack HTML, spreadsheets and scripts.
const (
	markup   = `<script>alert(1)</script>`
	ending   = `</title></script><!--<img src=x onerror=alert(2)>-->`
	quoted   = `O'Brien "Bo" & Söhne`
	turned   = "\u202eabc\u202c \u2066张\u2069"
	turnless = "abc 张"
	formula  = `=HYPERLINK("https://evil.example/","x")`
	address  = `https://club.example/?a=1&b="2"`
	javascr  = `javascript:alert(3)`
)

var long = strings.Repeat("Wolfeschlegelsteinhausenbergerdorff-", 2) + "Mueller" + "9"

// hostileProject returns a project with an edition of two races that has all of
// those, one of them with a single finisher, and no champions.
func hostileProject(t *testing.T) string {
	t.Helper()
	cell := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	return written(t, map[string]string{
		"data/site.yaml": "title: {zh: '成绩 " + markup + "', en: 'Results " + markup + "'}\nbase_url: https://example.org/\nlanguages: [zh, en]\ncontact: 'javascript:alert(4)'\nindex_runners: true\n",
		"data/2022/edition.yaml": "name: {zh: '" + strings.ReplaceAll(ending, "'", "''") + "', en: '" + ending + "'}\ndate: 2022-11-06\ntime_zone: Asia/Shanghai\nstate: official\n" +
			"course: {zh: '" + markup + "', en: '" + markup + "'}\nraces:\n" + strings.Join([]string{
			"  run:", "    name: {zh: '" + markup + "', en: '" + markup + "'}", "    km: 10", "    gun: '07:30:00'",
			"    divisions: {men: {gender: M}, women: {gender: F}}", "    outside_ranking: [wheelchair]",
			"    points: [{id: start, km: 0}, {id: 5k, km: 5}, {id: finish, km: 10}]", "    certificate: {from: race_end, delay: 0h, access: open}",
			"  mile:", "    name: {zh: 一英里, en: Mile}", "    km: 1.609", "    gun: '10:30:00'", "    divisions: {men: {gender: M}, women: {gender: F}}",
			"    points: [{id: start, km: 0, missing: ignored}, {id: finish, km: 1.609}]", ""}, "\n"),
		"data/2022/run/entries.csv": "bib,name,latin_name,gender,club\n" + strings.Join([]string{
			"A1," + cell(markup) + "," + cell(markup) + ",M," + cell(address), "A2," + cell(ending) + ",,M," + cell(javascr),
			"A3," + cell(quoted) + ",,M," + cell(quoted), "A4," + cell(turned) + ",,M," + cell(turned), "A5," + cell(long) + "," + cell(long) + ",M,",
			"A6," + cell(formula) + ",,M," + cell(formula), "A7,张伟,,M,", "A8,王强,Wang Qiang,M,", ""}, "\n"),
		"data/2022/run/times.csv": "bib,start,5k,finish\nA1,0:00:01,0:20:00,0:40:00\nA2,0:00:01,0:20:01,0:40:01\nA3,0:00:01,0:20:02,0:40:02\n" +
			"A4,0:00:01,0:20:03,0:40:03\nA5,0:00:01,0:20:04,0:40:04\nA6,0:00:01,0:20:05,0:40:05\nA7,,0:20:06,0:40:06\nA8,0:00:01,0:20:07,\n",
		"data/2022/run/rulings.csv":  "bib,ruling,clause,authority,date,place,point,note_en,note_zh\nA6,disqualify,1.1," + cell(markup) + ",2022-11-06,,," + cell(markup) + "," + cell(ending) + "\n",
		"data/2022/mile/entries.csv": "bib,name,gender\n1,赵云,M\n",
		"data/2022/mile/times.csv":   "bib,finish\n1,0:05:00\n",
	})
}

func TestHostileTexts(t *testing.T) {
	public := buildProject(t, hostileProject(t))
	t.Run("leave every file whole", func(t *testing.T) { everyFileIsWhole(t, public) })
	t.Run("stay text in files for programs", func(t *testing.T) { filesHoldTexts(t, public) })
	t.Run("stand on certificates as they are", func(t *testing.T) { printedAsTheyAre(t, public) })
	t.Run("are valid HTML", func(t *testing.T) { validHTML(t, public) })
}

func everyFileIsWhole(t *testing.T, public string) {
	pages := 0
	for name, data := range tree(t, public) {
		switch filepath.Ext(name) {
		case ".html":
			pages++
			wholePage(t, name, data)
		case ".xml", ".svg":
			wellFormed(t, name, data)
		case ".json":
			if !json.Valid(data) {
				t.Errorf("%s is not JSON", name)
			}
		}
	}
	if pages < 60 {
		t.Errorf("only %d pages", pages)
	}
	for _, c := range []struct{ page, says string }{
		{"en/2022/run/runners/A1.html", markup}, {"zh/2022/run/runners/A1.html", address}, {"en/2022/run/runners/A2.html", ending},
		{"zh/2022/run/runners/A2.html", javascr}, {"en/2022/run/runners/A3.html", quoted}, {"en/2022/run/runners/A4.html", turnless},
		{"zh/2022/run/men/index.html", turnless}, {"zh/2022/run/runners/A5.html", long}, {"en/2022/run/runners/A6.html", formula},
		{"en/2022/run/runners/A7.html", "张伟"}, {"en/2022/run/media/index.html", markup}, {"en/2022/run/index.html", markup},
		{"en/2022/mile/index.html", "赵云"}, {"en/2022/mile/women/index.html", "No ranked runners"},
	} {
		if text, err := reading(public, c.page); err != nil {
			t.Error(err)
		} else if !strings.Contains(text, c.says) {
			t.Errorf("%s does not say %q but\n%s", c.page, c.says, text)
		}
	}
}

// wholePage checks that a page is well-formed, and that all markup in it comes from
// the templates.
func wholePage(t *testing.T, name string, page []byte) {
	t.Helper()
	if !bytes.HasSuffix(bytes.TrimSpace(page), []byte("</html>")) {
		t.Errorf("%s does not end in </html>", name)
	}
	if at := bytes.IndexFunc(page, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }); at >= 0 {
		t.Errorf("%s turns the writing's direction: %q", name, page[max(0, at-40):at+10])
	}
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if tokens.Err() != io.EOF {
				t.Errorf("%s: %v", name, tokens.Err())
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := tokens.Token()
			attributes := map[string]string{}
			for _, a := range tag.Attr {
				attributes[a.Key] = a.Val
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s: %s", name, tag)
				}
				if (a.Key == "href" || a.Key == "src") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: %s", name, tag)
				}
			}
			if tag.DataAtom != atom.Script {
				continue
			}
			if attributes["type"] == "application/ld+json" {
				tokens.Next()
				if !json.Valid(tokens.Raw()) {
					t.Errorf("%s: what search engines read is not JSON: %s", name, tokens.Raw())
				}
			} else if !strings.Contains(attributes["src"], "assets/") {
				t.Errorf("%s: %s", name, tag)
			}
		case html.CommentToken:
			t.Errorf("%s has a comment: %s", name, tokens.Raw())
		}
	}
}

func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func filesHoldTexts(t *testing.T, public string) {
	data, err := os.ReadFile(filepath.Join(public, "2022/run/results.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := slices.Index(rows[0], "name")
	var names []string
	for _, row := range rows[1:] {
		names = append(names, row[column])
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet runs %q", cell)
			}
		}
	}
	book, err := readable(t, filepath.Join(public, "2022/run/results.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(book, []byte("<f>")) || bytes.Contains(book, []byte("<script")) {
		t.Error("the workbook holds a formula or markup")
	}
	for _, want := range []string{markup, ending, quoted, long, "'" + formula, "张伟"} {
		if !slices.Contains(names, want) {
			t.Errorf("results.csv lacks %q among %q", want, names)
		}
	}
}

func printedAsTheyAre(t *testing.T, public string) {
	tool := needs(t, "pdftotext")
	for bib, want := range map[string]string{"A1": markup, "A3": quoted, "A4": turnless, "A7": "张伟"} {
		text, err := exec.Command(tool, "-raw", filepath.Join(public, "2022/run/certificates", bib+".pdf"), "-").Output()
		if err != nil {
			t.Errorf("%s: %v", bib, err)
		} else if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), want) {
			t.Errorf("%s lacks %q:\n%s", bib, want, text)
		}
	}
	text, err := exec.Command(tool, "-raw", filepath.Join(public, "2022/run/results.pdf"), "-").Output()
	if err != nil || !bytes.Contains(text, []byte("张伟")) || !bytes.Contains(text, []byte("<script>")) {
		t.Errorf("the printed results: %v\n%s", err, text)
	}
}

func TestAMarkdownPageThatWouldRunAScriptStopsTheBuild(t *testing.T) {
	dir := hostileProject(t)
	for _, lang := range []string{"zh", "en"} {
		file := filepath.Join(dir, "content", lang, "course.md")
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, fmt.Appendf(nil, "---\ntitle: A\n---\nSee [this](JavaScript:alert(5)).\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var complaint bytes.Buffer
	if status := run(t.Context(), []string{"build", "-C", dir, "-quiet"}, io.Discard, &complaint); status != badData || !strings.Contains(complaint.String(), "[link]") {
		t.Errorf("%d: %s", status, complaint.String())
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("something was published")
	}
}

// written writes a project into a new folder.
func written(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
