package page

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// ownScript reports whether a page loads a script besides the one that all do, which
// has the browser keep pages.
func ownScript(page string) bool {
	return strings.Count(page, "<script") > strings.Count(page, "keep.")
}

func TestCertificatePages(t *testing.T) {
	archive, verdicts := sample(3)
	results := verdicts[1].Races[0].Results
	results[0].Certificate = &race.Certificate{Status: race.CertificateReady, ByCode: true}
	bib := results[0].Entry.Bib
	s := sampleSet(t, archive, projectContent)
	pages := pagesOf(t, s, verdicts)
	t.Run("a runner whose certificate takes a code is led to the form, with the bib in it", func(t *testing.T) {
		if text := pages["en/2022/marathon/runners/"+bib+".html"]; !strings.Contains(text, `href="../../../search/#2022/marathon/`+bib+`"`) {
			t.Error("there is no such link")
		}
	})
	t.Run("a race leads to the form for its certificates", func(t *testing.T) {
		if text := pages["zh/2022/marathon/index.html"]; !strings.Contains(text, `href="../../search/#2022/marathon"`) {
			t.Error("there is no such link")
		}
	})
	t.Run("the form offers races with results and names no runner", func(t *testing.T) {
		_, text, _ := strings.Cut(pages["en/search/index.html"], `id="lookup"`)
		if !strings.Contains(text, `data-certificate="../../2022/marathon/certificates/*.pdf"`) {
			t.Error("the race with results is missing")
		}
		if strings.Contains(text, "2021/marathon") || strings.Contains(text, "2023/marathon") {
			t.Error("a race without results is offered")
		}
		for i := range results {
			if name := results[i].Entry.Name; strings.Contains(text, name) || strings.Contains(text, ">"+results[i].Entry.Bib+"<") {
				t.Errorf("it names %s", name)
			}
		}
	})
	t.Run("where races need a code the form knows it, and no list is offered", func(t *testing.T) {
		rules := &verdicts[1].Races[0].Race.Rules.Certificate
		rules.ByCode = true
		defer func() { rules.ByCode = false }()
		var b strings.Builder
		if err := s.Find("en", verdicts...)(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), " data-by-code>") || strings.Contains(b.String(), "/men/") {
			t.Error("not so")
		}
	})
	t.Run("a site without results says that there are no certificates", func(t *testing.T) {
		var b strings.Builder
		if err := s.Find("en", verdicts[0], verdicts[2])(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "There are no certificates yet") || strings.Contains(b.String(), "<form") || ownScript(b.String()) {
			t.Error("it does not")
		}
	})
	t.Run("a site without a key says that its certificates are not signed, and checks nothing", func(t *testing.T) {
		for lang, want := range map[string]string{"en": "are not signed", "zh": "没有签名"} {
			var b strings.Builder
			if err := s.Verify(lang, "")(&b); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), want) || ownScript(b.String()) || strings.Contains(b.String(), "<form") {
				t.Errorf("%s: not so", lang)
			}
			if strings.Contains(pages[lang+"/verify/index.html"], want) {
				t.Errorf("%s: a site with a key says so too", lang)
			}
		}
	})
	t.Run("everything that waits for a script is hidden until it runs", func(t *testing.T) {
		for _, path := range []string{"en/verify/index.html", "en/search/index.html"} {
			for _, tag := range strings.Split(pages[path], "<") {
				if (strings.Contains(tag, "data-when") || strings.HasPrefix(tag, `form class="ask"`)) && !strings.Contains(tag, " hidden") {
					t.Errorf("%s: <%s is not", path, tag)
				}
			}
			if !strings.Contains(pages[path], "<noscript>") {
				t.Errorf("%s says nothing to those without scripts", path)
			}
		}
	})
}
