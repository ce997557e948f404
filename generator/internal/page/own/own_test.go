package own

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/content"
	"guntime/templates"
)

func looked(files map[string]string) (lines []string) {
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p := Project{Root: root, Program: templates.FS, Content: content.FS, Languages: []string{"en", "zh-Hant"}, Editions: []string{"2025", "2026"}, Pages: []string{"glossary", "history", "verify"}}
	for _, f := range Check(p).Sorted() {
		lines = append(lines, f.String()+" "+f.Hint)
	}
	return lines
}

func TestAMisnamedFileIsNamedWithTheNameThatIsMeant(t *testing.T) {
	for file, want := range map[string]string{
		"templates/race.html":              "",
		"templates/rcae.html":              "is templates/race.html meant?",
		"templates/race.htm":               "is templates/race.html meant?",
		"templates/prices.html":            "guntime templates lists",
		"templates/parts/mine.html":        "",
		"templates/parts/page.html":        "is templates/parts/pages.html meant?",
		"templates/certificate-mine.yaml":  "",
		"templates/certificat.yaml":        "is templates/certificate.yaml meant?",
		"templates/assets/logo.svg":        "",
		"templates/fonts/Mine.ttf":         "",
		"templates/.note":                  "",
		"content/en/history.md":            "",
		"content/en/histroy.md":            "is content/en/history.md meant?",
		"content/en/story.md":              "",
		"content/en/travel.md":             "",
		"content/en/rules/2026.md":         "",
		"content/en/rules/2062.md":         "is content/en/rules/202",
		"content/eng/history.md":           "is content/en/history.md meant?",
		"content/fr/history.md":            "",
		"content/en/history.txt":           "is content/en/history.md meant?",
		"content/history.md":               "is content/en/history.md meant?",
		"content/messages/en.yml":          "is content/messages/en.yaml meant?",
		"content/messages/fr.yaml":         "",
		"content/en/pages/travel.md":       "is content/en/travel.md meant?",
		"content/zh-Hant/rules/2025.md":    "",
		"templates/parts/.git/parts.html":  "",
		"templates/evidence.html":          "",
		"templates/assets/site.css":        "",
		"templates/something/else/in.html": "guntime templates lists",
	} {
		lines := looked(map[string]string{file: ""})
		if want == "" && len(lines) > 0 || want != "" && (len(lines) != 1 || !strings.Contains(lines[0], want) || !strings.HasPrefix(lines[0], file+":1:1: warning: ")) {
			t.Errorf("%s: %q, not %q", file, lines, want)
		}
	}
}

func TestAPictureThatADesignNamesIsUsed(t *testing.T) {
	design := "like: certificate.yaml\nemblem:\n  - {draw: image, file: images/logo.svg, at: [133, 33], size: [30, 30]}\n"
	lines := looked(map[string]string{"templates/certificate-club.yaml": design, "templates/images/logo.svg": "", "templates/images/other.svg": ""})
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "templates/images/other.svg:1:1: ") {
		t.Errorf("%q", lines)
	}
}

func TestWhatBrowsersRefuseIsReportedWhereItStands(t *testing.T) {
	lines := looked(map[string]string{
		"templates/race.html": `{{define "main"}}
<p onclick="go()">{{.Name}}</p> <b style="color: red">!</b>
<script>go()</script><script src="{{asset "a.js"}}"></script><script type="application/ld+json">{}</script>
<img src="https://example.org/a.png" alt=""> <img src="/a.png" srcset="//cdn.example.org/b.png 2x" alt="">
<a href="https://example.org/">away</a> <a href="javascript:go()">go</a>
<link rel="canonical" href="https://example.org/"><link rel="stylesheet" href="https://fonts.example.org/a.css">
<style>p {}</style>{{end}}`,
		"templates/assets/site.css":  "p { background: url(\"https://example.org/a.png\") }\n@import '//example.org/b.css';\nb { background: url(a.png) }",
		"templates/evidence.html":    "<style>p {}</style>",
		"content/en/travel.md":       "<script>text of a page is never a script</script>",
		"templates/assets/mine.html": "",
	})
	var places []string
	for _, line := range lines {
		at, _, _ := strings.Cut(line, ": warning: ")
		code := line[strings.Index(line, " [")+2:]
		places = append(places, strings.TrimPrefix(at, "templates/")+" "+code[:strings.Index(code, "]")])
	}
	want := []string{
		"assets/site.css:1:17 foreign_file", "assets/site.css:2:1 foreign_file",
		"race.html:2:1 inline_script", "race.html:2:33 inline_style", "race.html:3:1 inline_script",
		"race.html:4:1 foreign_file", "race.html:4:46 foreign_file", "race.html:5:41 inline_script", "race.html:6:51 foreign_file", "race.html:7:1 inline_style",
	}
	if !slices.Equal(places, want) {
		t.Errorf("%s\nnot\n%s", strings.Join(places, "\n"), strings.Join(want, "\n"))
	}
}

// The program's own templates and pages are as those of a project have to be.
func TestTheProgramsOwnFilesAreWithoutAWarning(t *testing.T) {
	files := map[string]string{}
	for folder, from := range map[string]fs.FS{"templates": templates.FS, "content": content.FS} {
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasPrefix(name, "fonts/") {
				return err
			}
			text, err := fs.ReadFile(from, name)
			files[folder+"/"+name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range looked(files) {
		t.Error(line)
	}
}
