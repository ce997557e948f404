package page

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// TestWrite leaves every page of the sample in the folder that PAGES names, to
// be looked at.
func TestWrite(t *testing.T) {
	folder := os.Getenv("PAGES")
	if folder == "" {
		t.Skip("PAGES names no folder")
	}
	archive, verdicts := sample(730)
	s := sampleSet(t, archive, projectContent)
	pages := pagesOf(t, s, verdicts)
	for _, a := range s.Assets() {
		pages[a.Path] = string(a.Bytes)
	}
	for path, text := range pages {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	inline  = regexp.MustCompile(`(?i)<script(?:>| [^s])|<style|\sstyle=|\son[a-z]+=|javascript:`)
	address = regexp.MustCompile(`(?:href|src)="([^"#]*)(#[^"]*)?"`)
	loaded  = regexp.MustCompile(`<link rel="(?:icon|stylesheet)" href="([^"]*)"|src="([^"]*)"`)
)

func TestPages(t *testing.T) {
	archive, verdicts := sample(230)
	s := sampleSet(t, archive, projectContent)
	pages := pagesOf(t, s, verdicts)
	files := map[string]bool{"2022/marathon/results.json": true, "2022/marathon/live/leaders.json": true, "2022/marathon/results.csv": true, "2022/changes.json": true, "2022/marathon/results.xlsx": true, "results.schema.json": true, "live.schema.json": true,
		"2022/changes.zh.xml": true, "2022/changes.zh.json": true, "2022/changes.en.xml": true, "2022/changes.en.json": true}
	for path := range pages {
		files[path] = true
	}
	for _, a := range s.Assets() {
		files[a.Path] = true
	}
	fields, err := s.Fields(verdicts[1], verdicts[1].Races[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range fields {
		files[field.Path] = true
	}
	t.Run("every page ends in </html>, has one h1 and a title, and is never empty", func(t *testing.T) {
		for path, text := range pages {
			head, _, _ := strings.Cut(text, "</head>") // a drawing has titles too
			if !strings.HasSuffix(text, "</html>\n") || strings.Count(head, "<title>") != 1 || strings.Contains(text, "<title></title>") {
				t.Errorf("%s is not whole", path)
			}
			if n := strings.Count(text, "<h1"); n != 1 {
				t.Errorf("%s has %d h1", path, n)
			}
		}
	})
	t.Run("nothing is inline and nothing is loaded from elsewhere", func(t *testing.T) {
		for path, text := range pages {
			if m := inline.FindString(strings.ReplaceAll(text, `<script type="application/ld+json">`, "")); m != "" { // data, which never runs
				t.Errorf("%s holds %q", path, m)
			}
			for _, m := range loaded.FindAllStringSubmatch(text, -1) {
				if from := m[1] + m[2]; strings.Contains(from, "//") && !strings.HasPrefix(from, "data:") {
					t.Errorf("%s loads %s", path, from)
				}
			}
		}
	})
	t.Run("every link inside the site leads somewhere, from any depth", func(t *testing.T) {
		for path, text := range pages {
			for _, m := range address.FindAllStringSubmatch(text, -1) {
				to, _, _ := strings.Cut(m[1], "?")
				if to == "" || strings.Contains(to, "://") || strings.HasPrefix(to, "data:") || strings.HasPrefix(to, "mailto:") || strings.HasSuffix(to, ".pdf") {
					continue
				}
				target := strings.TrimPrefix(to, "/bj/")
				if target == to {
					target = filepath.ToSlash(filepath.Join(filepath.Dir(path), to))
					if strings.HasSuffix(to, "/") {
						target += "/"
					}
				}
				target = strings.TrimPrefix(target, "./")
				if target == "" || strings.HasSuffix(target, "/") {
					target += "index.html"
				}
				if !files[target] {
					t.Errorf("%s links %q, which is not there (%s)", path, to, target)
				}
			}
		}
	})
	t.Run("a made-up edition says so on each of its pages in every language, and no other does", func(t *testing.T) {
		for path, text := range pages {
			of := strings.Contains(path, "/2022/") || path == "zh/index.html" || path == "en/index.html" || strings.HasSuffix(path, "/editions/index.html")
			both := strings.Contains(text, "演示数据：本届成绩为虚构") && strings.Contains(text, "These results are fictional.")
			if of != both {
				t.Errorf("%s: of the edition %v, marked %v", path, of, both)
			}
		}
	})
	t.Run("made-up results never are history", func(t *testing.T) {
		for _, path := range []string{"en/history/index.html", "en/records/index.html", "zh/history/index.html"} {
			if strings.Contains(pages[path], `/2022/"`) {
				t.Errorf("%s leads to a made-up edition", path)
			}
			if strings.Contains(pages[path], "Kipruto") || strings.Contains(pages[path], "Edesa") {
				t.Errorf("%s names a made-up winner", path)
			}
		}
	})
	t.Run("the language switch leads to the same page", func(t *testing.T) {
		if text := pages["en/2022/marathon/runners/M2.html"]; !strings.Contains(text, `href="../../../../zh/2022/marathon/runners/M2.html" lang="zh"`) {
			t.Error("it does not")
		}
	})
	t.Run("an anonymous entry shows a place and a time and nothing else", func(t *testing.T) {
		for path, text := range pages {
			if strings.Contains(text, "隐姓") || strings.Contains(text, "秘密俱乐部") || strings.Contains(text, ">M6<") || strings.Contains(text, "/M6.") {
				t.Errorf("%s tells who it is", path)
			}
		}
		if text := pages["en/2022/marathon/men/index.html"]; !strings.Contains(text, `<td class="p">6</td><td class="b"></td><th scope="row" class="w" dir="auto"><span>Anonymous</span>`) {
			t.Error("the list does not keep its place")
		}
	})
	t.Run("a masked name is masked", func(t *testing.T) {
		for path, text := range pages {
			if strings.Contains(text, "欧阳娜") || strings.Contains(text, "Ouyang Na") {
				t.Errorf("%s tells it", path)
			}
		}
	})
	t.Run("English pages show the Latin name first and mark the native one, Chinese pages the native one", func(t *testing.T) {
		if text := pages["en/2022/marathon/men/index.html"]; !strings.Contains(text, `Yang Shaohui</a> <small lang="zh">杨绍辉</small>`) || !strings.Contains(text, `<small lang="ja">大迫傑</small>`) {
			t.Error("not so in English")
		}
		if text := pages["zh/2022/marathon/men/index.html"]; !strings.Contains(text, `>杨绍辉</a></th>`) || !strings.Contains(text, `lang="ja">大迫傑</a>`) {
			t.Error("not so in Chinese")
		}
	})
	t.Run("a search engine is told of the race in a sentence of the page's language", func(t *testing.T) {
		for path, want := range map[string]string{
			"en/2022/marathon/index.html": `"description":"2022 Beijing Marathon: 6 November 2022, 42.195 km."`,
			"zh/2022/marathon/index.html": `"description":"2022北京马拉松：2022年11月6日，42.195公里。"`,
		} {
			if !strings.Contains(pages[path], want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	})
	t.Run("a race without certificates promises none", func(t *testing.T) {
		archive, verdicts := sample(3)
		for _, e := range archive.Editions {
			for _, rc := range e.Races {
				rc.Rules.Certificate.None = true
			}
		}
		described := regexp.MustCompile(`<meta name="description" content="([^"]*)"`)
		for path, text := range pagesOf(t, sampleSet(t, archive, noContent), verdicts) {
			m := described.FindStringSubmatch(text)
			if m != nil && !strings.Contains(path, "/search/") && !strings.Contains(path, "/verify/") && (strings.Contains(m[1], "ertificate") || strings.Contains(m[1], "证书")) {
				t.Errorf("%s: %s", path, m[1])
			}
		}
	})
	t.Run("amounts that the rules leave blank are one statement", func(t *testing.T) {
		archive, verdicts := sample(3)
		rc := verdicts[1].Races[0].Race
		rc.Rules.Prizes.Tables["men"][0] = race.Prize{Place: 1, Amount: race.Amount{Unknown: true}, Under: clock("2:09:00"), Otherwise: race.Amount{Unknown: true}}
		page := pagesOf(t, sampleSet(t, archive, noContent), verdicts)["en/2022/rules/index.html"]
		if !strings.Contains(page, "Two amounts, neither stated: one for a time under 2:09:00, one otherwise") || strings.Contains(page, "not stated under") {
			t.Error("they are not")
		}
	})
	t.Run("the log of changes calls whoever decided by the name in its language", func(t *testing.T) {
		c := &race.Change{Cause: race.CauseRuling, Authority: "Chief Referee", Authorities: race.Text{"zh": "总裁判长"}}
		s := sampleSet(t, archive, noContent)
		if zh, en := s.draft("zh", "").cause(c), s.draft("en", "").cause(c); !strings.Contains(zh, "总裁判长") || !strings.Contains(en, "Chief Referee") || strings.Contains(zh+en, "Chief Referee总") {
			t.Errorf("%s %s", zh, en)
		}
	})
	t.Run("currencies have names", func(t *testing.T) {
		d := sampleSet(t, archive, noContent).draft("en", "")
		p := race.Prizes{Currency: "USD", Exchange: race.Exchange{To: "CNY", For: []string{"CHN"}}}
		if got := d.exchange(&p); got != "Athletes from China are paid in renminbi. No exchange rate is given, so amounts are shown in US dollars." {
			t.Error(got)
		}
		p.Exchange.Rate, p.Exchange.Date = 72_555, verdicts[1].Edition.Date
		if got := d.exchange(&p); got != "Athletes from China are paid in renminbi, at a rate of 7.2555 (US dollars to renminbi, 6 November 2022)." {
			t.Error(got)
		}
	})
	t.Run("a name with markup is text", func(t *testing.T) {
		if text := pages["en/2022/marathon/runners/M5.html"]; strings.Contains(text, "<b>Biegacza") || !strings.Contains(text, "Klub &lt;b&gt;Biegacza") {
			t.Error("it is not")
		}
	})
	t.Run("a list says which clock ranks and leads to its other pages", func(t *testing.T) {
		text := pages["en/2022/marathon/men/2/index.html"]
		for _, want := range []string{"Ranked by gun time", `places 101 to 200<span class="size-men"></span>`, `<a class="n" href="./" aria-current="page">2</a>`, `rel="prev"`, `rel="next"`} {
			if !strings.Contains(text, want) {
				t.Errorf("it lacks %q", want)
			}
		}
		if n := strings.Count(text, "<tr"); n != PageSize+1 {
			t.Errorf("it has %d rows", n)
		}
	})
	t.Run("a place is shared with whoever stands beside it in that list, of all, of a group, across pages", func(t *testing.T) {
		archive, verdicts := sample(230)
		rv := verdicts[1].Races[0]
		group := &race.Group{ID: "m40", Name: race.Text{"en": "Men 40–44", "zh": "男子40–44岁"}, Ranked: 4}
		rv.Groups = []race.GroupVerdict{{Group: group, Division: rv.Divisions[0].Division, Members: []int32{9, 19, 29, 39}}}
		for n, place := range []int{1, 2, 2, 4} {
			rv.Results[rv.Groups[0].Members[n]].Overlays = []race.Overlay{{Group: group, Place: place, Row: n}}
		}
		rv.Results[100].PlaceOverall = 100 // as the hundredth, who stands on the page before
		pages := pagesOf(t, sampleSet(t, archive, projectContent), verdicts)
		places := regexp.MustCompile(`<td class="p">([^<]*)</td>`)
		of := func(path string) (list []string) {
			for _, m := range places.FindAllStringSubmatch(pages[path], -1) {
				list = append(list, m[1])
			}
			return list
		}
		if got := strings.Join(of("en/2022/marathon/m40/index.html"), " "); got != "1 2= 2= 4" {
			t.Errorf("the group has %s", got)
		}
		first, second := of("en/2022/marathon/overall/index.html"), of("en/2022/marathon/overall/2/index.html")
		if len(first) != 100 || first[98] != "99" || first[99] != "100=" || second[0] != "100=" || second[1] != "102" {
			t.Errorf("all together have %v and %v", first, second)
		}
	})
	t.Run("a runner's page links the clause of the reason on the rules page", func(t *testing.T) {
		text := pages["en/2022/marathon/runners/X1.html"]
		if !strings.Contains(text, "No time recorded at Half.") || !strings.Contains(text, `href="../../rules/#clause-10.5"`) {
			t.Error("it does not")
		}
		if !strings.Contains(pages["en/2022/rules/index.html"], `id="clause-10.5"`) {
			t.Error("the anchor is not there")
		}
	})
	t.Run("a segment after a missed point is not guessed", func(t *testing.T) {
		text := pages["en/2022/marathon/runners/X1.html"]
		if !strings.Contains(text, "<tr class=\"missed\"><th>Half<td data-gun>—<td data-net>—<td>—<td>—\n") ||
			!regexp.MustCompile(`<th>25\x{a0}km<td data-gun>2:[0-9:]+<td data-net>[0-9:]+<td>—<td>—\n`).MatchString(text) {
			t.Error("it is")
		}
	})
	t.Run("a shared link tells the time and the place, and names a picture where the address is known", func(t *testing.T) {
		text := pages["en/2022/marathon/runners/M1.html"]
		if !strings.Contains(text, `<meta name="description" property="og:description" content="2:09:00 · 1st of the men">`) || !strings.Contains(text, `<meta property="og:image" content="https://results.example.org/bj/en/2022/marathon/social.png">`) {
			t.Error("it does not")
		}
		if !strings.Contains(pages["en/2022/marathon/index.html"], `/en/2022/marathon/social.png">`) {
			t.Error("the race has no picture")
		}
	})
	t.Run("certificates: a link, a date, pending, a code, a refusal", func(t *testing.T) {
		for path, want := range map[string]string{
			"M1": `href="../../../../2022/marathon/certificates/M1.pdf">Certificate (PDF)`,
			"F2": "The certificate will be available from 7 November 2022, 13:45 (Beijing time).",
			"F1": "The certificate is pending.",
			"N1": "The runner can open the certificate with the code",
			"X3": "No certificate is given after a disqualification.",
		} {
			if !strings.Contains(pages["en/2022/marathon/runners/"+path+".html"], want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	})
	t.Run("awards show a vacated place as vacant, a shared one shared, and an unknown amount as not stated", func(t *testing.T) {
		text := pages["en/2022/marathon/awards/index.html"]
		for _, want := range []string{`<td class="p">2</td><td class="w none">vacant</td>`, `<td class="p">3=</td>`, "not stated", "$24,000", "$6,000"} {
			if !strings.Contains(text, want) {
				t.Errorf("it lacks %q", want)
			}
		}
	})
	t.Run("a cancelled edition says so", func(t *testing.T) {
		if !strings.Contains(pages["en/2021/index.html"], "This edition was not held") {
			t.Error("it does not")
		}
	})
	t.Run("a disputed time does not raise the bar for the record", func(t *testing.T) {
		text := pages["en/records/index.html"]
		for _, want := range []string{"Soh", "Kodama", "Mekonnen", "Sun Yingjie"} {
			if !strings.Contains(text, want) {
				t.Errorf("it lacks %s", want)
			}
		}
		for _, no := range []string{"Ikangaa", "Wei Yanan", "Moiben", "equalled</span>"} {
			if strings.Contains(text, no) {
				t.Errorf("it has %s", no)
			}
		}
	})
	t.Run("no page of a runner or a list says how many there are, the style sheet does", func(t *testing.T) {
		sheet := ""
		for _, f := range fields {
			if f.Path == "2022/marathon/field/en.css" {
				sheet = string(f.Bytes)
			}
		}
		for _, want := range []string{`.of-men::after{content:"/230"}`, `.size-men::after{content:" · 230 ranked"}`} {
			if !strings.Contains(sheet, want) {
				t.Errorf("the style sheet lacks %s:\n%s", want, sheet)
			}
		}
		for path, text := range pages {
			list := strings.Contains(path, "/marathon/men/") && !strings.HasSuffix(path, "/pages/index.html")
			if (list || strings.Contains(path, "2022/marathon/runners/")) && strings.Contains(text, "230<") && !strings.Contains(path, "/M22") && !strings.Contains(path, "/M230") && !strings.Contains(path, "/3/") {
				t.Errorf("%s counts the field", path)
			}
		}
	})
	t.Run("runner pages are lean", func(t *testing.T) {
		for path, text := range pages {
			if strings.Contains(path, "/runners/") && len(text) > 14<<10 {
				t.Errorf("%s has %d bytes", path, len(text))
			}
		}
	})
	t.Run("many goroutines draw the same bytes", func(t *testing.T) {
		v, again := verdicts[1], sampleSet(t, archive, projectContent)
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				rv := v.Races[0]
				if rv.Results[i].Entry.Visibility == race.Anonymous {
					return
				}
				var b strings.Builder
				if err := again.Runner("zh", v, rv, i)(&b); err != nil || b.String() != pages["zh/2022/marathon/runners/"+rv.Results[i].Entry.Bib+".html"] {
					t.Errorf("result %d differs: %v", i, err)
				}
			})
		}
		all.Wait()
	})
}

func TestStates(t *testing.T) {
	for _, c := range []struct {
		claim  string
		change func(*race.Verdict)
		want   string
	}{
		{"a provisional edition", func(v *race.Verdict) { v.Edition.State = race.Provisional }, "Provisional"},
		{"a notice with its end", func(v *race.Verdict) {
			v.Edition.State, v.Edition.NoticeUntil = race.Notice, time.Date(2022, 11, 14, 0, 0, 0, 0, v.Edition.Zone)
		}, "Protest deadline: the end of 13 November 2022."},
		{"a revision", func(v *race.Verdict) {
			v.Edition.Ledger = []race.Revision{{Number: 1, State: race.Official}, {Number: 2, State: race.Official}}
		}, "revision 2"},
		{"a race still on", func(v *race.Verdict) { v.Over, v.Races[0].Over = false, false }, "The race is in progress."},
	} {
		t.Run(c.claim+" shows on its pages", func(t *testing.T) {
			archive, verdicts := sample(3)
			c.change(verdicts[1])
			s := sampleSet(t, archive, noContent)
			for path, text := range pagesOf(t, s, verdicts) {
				if strings.HasPrefix(path, "en/2022/") && !strings.Contains(text, c.want) {
					t.Errorf("%s lacks %q", path, c.want)
				}
			}
		})
	}
	t.Run("the winners of a real, official edition become history", func(t *testing.T) {
		archive, verdicts := sample(3)
		verdicts[1].Edition.Demonstration = false
		s := sampleSet(t, archive, noContent)
		var b strings.Builder
		if err := s.History("en", judge.History(archive, verdicts))(&b); err != nil || !strings.Contains(b.String(), "Kipruto Kibet") {
			t.Errorf("they do not: %v", err)
		}
	})
	t.Run("without a page of rules the tables of the rule data stand there", func(t *testing.T) {
		archive, verdicts := sample(3)
		s := sampleSet(t, archive, noContent)
		var b strings.Builder
		if err := s.Rules("en", verdicts[1])(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Marathon: cut-offs", "<td>8:15</td>", "<td>not stated</td>", "$30,000 under 2:09:00, otherwise $15,000", "2:07:06"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("it lacks %q", want)
			}
		}
	})
	t.Run("a clause without an anchor is not linked", func(t *testing.T) {
		archive, verdicts := sample(3)
		s := sampleSet(t, archive, noContent)
		var b strings.Builder
		v := verdicts[1]
		if err := s.Others("en", v, v.Races[0], v.Races[0].Divisions[0].Division, 1)(&b); err != nil || strings.Contains(b.String(), "#clause") || !strings.Contains(b.String(), "10.6") {
			t.Errorf("it is: %v", err)
		}
	})
	t.Run("a page of a list that does not exist is an error", func(t *testing.T) {
		archive, verdicts := sample(3)
		s := sampleSet(t, archive, noContent)
		v := verdicts[1]
		if err := s.Division("en", v, v.Races[0], s.Lists(v.Races[0])[0], 2)(io.Discard); err == nil {
			t.Error("it is drawn")
		}
	})
}

// overlay puts files before those of a folder.
func overlay(t *testing.T, folder string, files map[string]string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"*.html", "parts/*", "assets/*"} {
		names, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			rel := strings.TrimPrefix(filepath.ToSlash(name), folder+"/")
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[rel] = &fstest.MapFile{Data: data}
		}
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func TestFindings(t *testing.T) {
	page := func(s string) string { return "---\ntitle: T\n---\n" + s }
	find := func(t *testing.T, templates, content fstest.MapFS, accent, path, code string, line int, text string) {
		t.Helper()
		archive, _ := sample(1)
		archive.Site.Accent = accent
		book, problems := words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
		if problems.Errors() {
			t.Fatal(problems)
		}
		_, problems = New(templates, content, book, archive, links())
		for _, p := range problems {
			if p.Path == path && p.Code == code && p.Line == line && p.Level == problem.Error && strings.Contains(p.Text, text) {
				return
			}
		}
		t.Errorf("not among the findings: %v", problems)
	}
	t.Run("templates:", func(t *testing.T) {
		for _, c := range []struct{ claim, name, text, want string }{
			{"a misspelt field", "runner.html", `{{define "main"}}{{.Bbi}}{{end}}`, `no field "Bbi"`},
			{"a misspelt field in a branch nobody takes", "runner.html", `{{define "main"}}{{if .Bib}}{{else}}{{with .Prize}}{{.Gros}}{{end}}{{end}}{{end}}`, `no field "Gros"`},
			{"a misspelt field of a row", "division.html", `{{define "main"}}{{range .Rows}}{{.Plaec}}{{end}}{{end}}`, `no field "Plaec"`},
			{"an unknown message", "home.html", `{{define "main"}}{{t "no.such"}}{{end}}`, `"no.such"`},
			{"a message without its placeholder", "home.html", `{{define "main"}}{{t "others.headline"}}{{end}}`, `others.headline`},
			{"a template that cannot be read", "home.html", `{{define "main"}}{{if}}{{end}}`, "missing value for if"},
			{"a part that is not there", "home.html", `{{define "main"}}{{template "nope" .}}{{end}}`, `no template "nope"`},
		} {
			t.Run(c.claim+" is found before anything is drawn", func(t *testing.T) {
				find(t, overlay(t, templateFolder, map[string]string{c.name: c.text}), fstest.MapFS{}, "", "templates/"+c.name, "template", 1, c.want)
			})
		}
	})
	t.Run("content:", func(t *testing.T) {
		for _, c := range []struct {
			claim, name, text, code string
			line                    int
			want                    string
		}{
			{"other headings", "zh/rules/2022.md", page("## A {#a}"), "headings", 1, `"a"`},
			{"a name that the site has taken", "zh/2022.md", "---\ntitle: a\n---\n", "name_taken", 1, "2022"},
			{"no title", "zh/a.md", "x", "front_matter", 1, "no title"},
			{"an unknown key", "zh/a.md", "---\ntitle: T\ntitel: T\n---\nx", "front_matter", 3, "titel"},
			{"an open front matter", "zh/a.md", "---\ntitle: T\n", "front_matter", 1, "no end"},
			{"an unknown directive", "zh/rules/2022.md", page("a\n\n{{cutofs marathon}}\n"), "directive", 6, "{{cutofs marathon}}"},
			{"a race that is not run", "zh/rules/2022.md", page("{{cutoffs relay}}\n"), "directive", 4, `no race "relay"`},
			{"a directive outside the rules", "zh/a.md", page("{{cutoffs marathon}}\n"), "directive", 4, "can only be used in"},
			{"HTML", "zh/a.md", page("<div>x</div>\n"), "markup", 4, "HTML"},
			{"a script for a link", "zh/a.md", page("[x](javascript:alert(1))\n"), "link", 4, "javascript:"},
			{"a link to no heading", "zh/a.md", page("x\n\n[x](#nope)\n"), "link", 6, "#nope"},
			{"an id twice", "zh/a.md", page("## A {#a}\n\n## B {#a}\n"), "headings", 6, "twice"},
		} {
			t.Run(c.claim+" is found at its place", func(t *testing.T) {
				content := fstest.MapFS{c.name: {Data: []byte(c.text)}}
				path := "content/" + c.name
				if c.code == "headings" && c.line == 1 {
					content["en/rules/2022.md"] = &fstest.MapFile{Data: []byte(page("## B {#b}"))}
					path = "content/en/rules/2022.md"
				}
				find(t, overlay(t, templateFolder, nil), content, "", path, c.code, c.line, c.want)
			})
		}
	})
	t.Run("an accent that is no colour is found", func(t *testing.T) {
		find(t, overlay(t, templateFolder, nil), fstest.MapFS{}, "red;}body{display:none", "data/site.yaml", "accent", 1, "is not a colour")
	})
	t.Run("a missing style sheet is found", func(t *testing.T) {
		templates := overlay(t, templateFolder, nil)
		delete(templates, "assets/site.css")
		find(t, templates, fstest.MapFS{}, "", "templates/assets/site.css", "missing_file", 1, "does not exist")
	})
}

func BenchmarkRunner(b *testing.B) {
	archive, verdicts := sample(500)
	s := sampleSet(b, archive, noContent)
	v := verdicts[1]
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := s.Runner("zh", v, v.Races[0], i%500)(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
