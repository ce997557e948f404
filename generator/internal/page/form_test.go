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
var hostile = []string{`<script>alert(1)</script>`, `"'>&amp;<b>`, "+ ` = \u202e\x00 \ufdd0 \xff", "guntime-bib-mark", "guntime-main-mark", "王𬱖 {{.}}", ""}

func TestAFormFilledIsThePageItStandsFor(t *testing.T) {
	archive, verdicts := sample(40)
	s := sampleSet(t, archive, projectContent)
	v, rv := verdicts[1], verdicts[1].Races[0]
	for i, name := range hostile {
		rv.Results[i].Entry.Name, rv.Results[i].Entry.LatinName = name, name+" x"
		rv.Results[i].Entry.Visibility = race.Public
	}
	for _, lang := range s.languages {
		for i := range rv.Results {
			if rv.Results[i].Entry.Visibility == race.Anonymous {
				continue
			}
			f, err := s.form(lang, v, rv)
			if err != nil || f.pieces == nil {
				t.Fatal("there is no form", err)
			}
			var filled, plain, alone bytes.Buffer
			view, err := s.runner(lang, v, rv, i, f)
			if err != nil {
				t.Fatal(err)
			}
			d := s.draft(lang, s.links.Runner(lang, v.Edition.ID, rv.Race.ID, view.Bib))
			view.Frame = d.runnerFrame(v, rv, view.Name.Text, view.Bib)
			if err := s.templates[lang]["runner.html"].ExecuteTemplate(&plain, "base.html", view); err != nil {
				t.Fatal(err)
			}
			if err := s.Runner(lang, v, rv, i)(&filled); err != nil {
				t.Fatal(err)
			}
			if err := s.Plain(lang, v, rv, i)(&alone); err != nil {
				t.Fatal(err)
			}
			if name := rv.Results[i].Entry.Name; alone.String() != plain.String() && !strings.Contains(name, "guntime-") {
				t.Errorf("%s %s: Plain differs from the page", lang, view.Bib)
			}
			if filled.String() != plain.String() {
				t.Errorf("%s %s: the form filled differs from the page:\n%s\n%s", lang, view.Bib, filled.String(), plain.String())
			}
		}
	}
}

func TestATemplateThatDoesMoreWithANameIsDrawnInFull(t *testing.T) {
	archive, verdicts := sample(3)
	frame, err := os.ReadFile(templateFolder + "/base.html")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(frame), "</head>", `<script type="application/ld+json">{"name": {{.Title}}}</script></head>`, 1)
	templates := overlay(t, templateFolder, map[string]string{"base.html": text})
	book, problems := words.Load(os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
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
	if !strings.Contains(b.String(), `{"name": "\u003c/script\u003e\"`) {
		t.Error(b.String())
	}
}
