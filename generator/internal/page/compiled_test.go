package page

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// hostile are names that try to leave their place.
var hostile = []string{`<script>alert(1)</script>`, `"'>&amp;<b>`, "+ ` = \u202e\x00 \ufdd0 \xff", nameMark, "王𬱖 {{.}}", ""}

// uncompiled writes nothing, and only html/template knows it.
const uncompiled = `{{with printf ""}}{{end}}`

// plainSet draws with html/template alone.
func plainSet(t *testing.T, archive *race.Archive) *Set {
	t.Helper()
	frames := map[string]string{}
	for _, name := range []string{"base.html", "embed.html"} { // which has a frame of its own
		text, err := os.ReadFile(templateFolder + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		frames[name] = strings.Replace(string(text), "</html>\n", "</html>\n"+uncompiled, 1)
	}
	book, problems := catalogue()
	s, more := New(overlay(t, templateFolder, frames), projectContent, book, archive, links())
	if problems = append(problems, more...); len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, view := range views {
		if s.templates["en"][name].Compiled(view, s.book.In("en")) == nil {
			t.Fatalf("%s is compiled", name)
		}
	}
	return s
}

func TestACompiledTemplateDrawsThePageThatTheTemplateDraws(t *testing.T) {
	draw := func(set func(*race.Archive) *Set) map[string]string {
		archive, verdicts := sample(230)
		results := verdicts[1].Races[0].Results
		for i, name := range hostile {
			e := results[i].Entry
			e.Name, e.LatinName, e.Club, e.Visibility = name, name+" x", name, race.Public
		}
		return pagesOf(t, set(archive), verdicts)
	}
	pages := draw(func(a *race.Archive) *Set { return sampleSet(t, a, projectContent) })
	plain := draw(func(a *race.Archive) *Set { return plainSet(t, a) })
	if len(pages) != len(plain) || len(pages) < 400 {
		t.Fatalf("%d pages, %d plain ones", len(pages), len(plain))
	}
	for path, want := range plain {
		if pages[path] != want {
			t.Errorf("%s differs:\n%s\n%s", path, pages[path], want)
		}
	}
}

func TestEveryTemplateIsCompiled(t *testing.T) {
	archive, _ := sample(3)
	s := sampleSet(t, archive, projectContent)
	for name, view := range views {
		if err := s.templates["en"][name].Compiled(view, s.book.In("en")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATemplateThatIsNotCompiledIsDrawnAllTheSame(t *testing.T) {
	archive, verdicts := sample(3)
	frame, err := os.ReadFile(templateFolder + "/base.html")
	if err != nil {
		t.Fatal(err)
	}
	for added, want := range map[string]string{
		`<script type="application/ld+json">{"name": {{.Title}}}</script>`: `{"name": "\u003c/script\u003e\"`,
		`<!-- --><meta name="x" content={{printf "%s" .Title}}>`:           `content=&lt;/script&gt;&#34;`,
	} {
		text := strings.Replace(string(frame), "</head>", added+"</head>", 1)
		templates := overlay(t, templateFolder, map[string]string{"base.html": text})
		book, problems := words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
		s, more := New(templates, noContent, book, archive, links())
		if problems = append(problems, more...); len(problems) > 0 {
			t.Fatal(problems)
		}
		v, rv := verdicts[1], verdicts[1].Races[0]
		rv.Results[0].Entry.Name = `</script>"`
		var b bytes.Buffer
		if err := s.Runner("en", v, rv, 0)(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s: %s", added, b.String())
		}
	}
}
