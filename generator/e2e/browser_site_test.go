package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guntime/templates"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserFindsARunner(t *testing.T) {
	chromium(t)
	public, results := demonstrationSite(t)
	w := browse(t, public)
	for _, c := range []struct{ claim, at, typed, bib string }{
		{"by full pinyin, from the first page", "zh/", "shanruoxi", "W6"},
		{"by a part of the name, in English", "en/", "若溪", "W6"},
		{"by the bib, from the page of the race", "zh/2022/marathon/", "w6", "W6"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			w.t = t
			w.open(c.at)
			w.do(chromedp.SendKeys("#finder", c.typed))
			w.lists(c.bib)
			w.do(chromedp.SendKeys("#finder", kb.ArrowDown+kb.Enter))
			w.until(`location.pathname.endsWith("/runners/` + c.bib + `.html") && document.readyState === "complete"`)
			w.calm()
		})
	}
	t.Run("and the certificate is two taps away", func(t *testing.T) {
		w.t = t
		bib := ""
		for _, r := range results.Results {
			if r.Certificate.Path != nil && r.Status == "finished" {
				bib = *r.Bib
				break
			}
		}
		w.open("zh/2022/marathon/runners/" + bib + ".html")
		w.calm()
		w.do(click("a.button"))
		w.until(`location.pathname === "/2022/marathon/certificates/` + bib + `.pdf"`)
	})
}

func TestBrowserByKeyboardAlone(t *testing.T) {
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.open("en/2022/marathon/")
	w.do(chromedp.KeyEvent(kb.Tab))
	if !see[bool](w, `document.activeElement.matches("a.skip") && document.activeElement.getBoundingClientRect().left >= 0`) {
		t.Error("the first stop is not the visible way to the page's own matter")
	}
	w.do(chromedp.KeyEvent(kb.Enter))
	w.until(`location.hash === "#main"`)
	for range 8 {
		if see[bool](w, `document.activeElement.id === "finder"`) {
			break
		}
		w.do(chromedp.KeyEvent(kb.Tab))
	}
	w.do(chromedp.KeyEvent("W6"))
	w.lists("W6")
	w.do(chromedp.KeyEvent(kb.Escape))
	w.until(`document.querySelector('[role="listbox"]').hidden`)
	w.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	w.until(`location.pathname.endsWith("/runners/W6.html") && document.readyState === "complete"`)
	unseen := 0
	for range 40 {
		w.do(chromedp.KeyEvent(kb.Tab))
		if see[bool](w, `document.activeElement === document.body`) {
			break
		}
		if !see[bool](w, `getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
			unseen++
		}
	}
	if unseen > 0 {
		t.Errorf("%d stops do not show that they have the focus", unseen)
	}
	w.calm()
}

func TestBrowserWithoutScriptsLeadsToARunner(t *testing.T) {
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	if _, err := chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	w.open("zh/")
	w.do(click(`.finder summary`)) // with several races, the lists are folded
	for _, step := range []struct{ link, lands string }{
		{`main a[href$="2022/marathon/bibs/"]`, "/zh/2022/marathon/bibs/"},
		{`main .ranges a, main .index a`, "/zh/2022/marathon/bibs/1/"},
		{`main table a[href*="runners/"]`, "/zh/2022/marathon/runners/"},
	} {
		w.do(click(step.link))
		w.until(`location.pathname.startsWith("` + step.lands + `")`)
	}
	if text := w.reading(); !strings.Contains(text, "参赛号") {
		t.Error(text)
	}
	w.calm()
}

func TestBrowserOnEveryKindOfPage(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, path := range pageTypes(t, public) {
		lang, rest, _ := strings.Cut(path, "/")
		alone := strings.Contains(path, "/embed/") || lang != "zh" && lang != "en" && lang != "ja"
		if lang != "zh" && !alone {
			continue // the switch leads there
		}
		t.Run(path, func(t *testing.T) {
			w.t = t
			w.open(path)
			w.calm()
			if alone {
				return
			}
			for _, other := range []string{"en", "ja"} {
				w.do(click(`.languages a[lang="` + other + `"]`))
				w.until(`document.documentElement.lang === "` + other + `" && document.readyState === "complete"`)
				if at := see[string](w, `location.pathname`); at != "/"+other+"/"+rest {
					t.Errorf("the switch to %s leads to %s", other, at)
				}
				w.calm()
			}
			if back := see[string](w, `document.querySelector('.languages a[lang="zh"]').pathname`); back != "/"+path {
				t.Errorf("the switch back leads to %s", back)
			}
		})
	}
}

// axe returns the script of the accessibility checker.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(auditors(t), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func TestBrowserFindsNothingInaccessible(t *testing.T) {
	t.Parallel()
	source := axe(t)
	chromium(t)
	public, _ := demonstrationSite(t)
	pages := map[string][]string{} // by language
	for _, path := range pageTypes(t, public) {
		lang, _, _ := strings.Cut(path, "/")
		pages[lang] = append(pages[lang], path)
	}
	for lang, paths := range pages {
		t.Run("language "+lang, func(t *testing.T) {
			t.Parallel()
			w := browse(t, public)
			for _, path := range paths {
				t.Run(path, func(t *testing.T) {
					w.t = t
					w.accessible(path, source)
				})
			}
		})
	}
}

// accessible opens a page and checks its accessibility.
func (w *walk) accessible(path, checker string) {
	w.t.Helper()
	w.open(path)
	w.do(chromedp.Evaluate[chromedp.Void](shorten), chromedp.Evaluate[chromedp.Void](checker))
	schemes := []struct{ scheme, rules string }{{"light", everyRule}, {"dark", rulesOfColour}}
	if strings.HasPrefix(path, "zh/") || strings.HasPrefix(path, "ja/") { // colours do not depend on the language
		schemes = schemes[:1]
		schemes[0].rules = rulesBesideColour
	}
	for _, c := range schemes {
		if _, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: c.scheme}}}); err != nil {
			w.t.Fatal(err)
		}
		w.until(`matchMedia("(prefers-color-scheme: ` + c.scheme + `)").matches`)
		found, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(violations, c.rules), chromedp.EvalAwaitPromise))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, v := range found {
			w.t.Errorf("%s: %s", c.scheme, v)
		}
	}
}

// shorten keeps a dozen rows of each table: all rows are alike, and the checker is
// slow.
const shorten = `for (const body of document.querySelectorAll("tbody")) [...body.rows].slice(12).forEach((row) => row.remove())`

// The rules of WCAG 2.2 up to level AA, those that depend on the colour scheme, and
// the others.
const (
	wcag              = `runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], `
	everyRule         = wcag + `rules: {"target-size": {enabled: true}}`
	rulesOfColour     = `runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}`
	rulesBesideColour = wcag + `rules: {"target-size": {enabled: true}, "color-contrast": {enabled: false}, "link-in-text-block": {enabled: false}}`
)

// TestNoColourDependsOnTheLanguage is why one language is enough for the rules of colour.
func TestNoColourDependsOnTheLanguage(t *testing.T) {
	styles, err := fs.ReadFile(templates.FS, "assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	rules := regexp.MustCompile(`:lang\([^{}]*\{([^}]*)\}`).FindAllSubmatch(styles, -1)
	if len(rules) < 5 {
		t.Fatalf("only %d rules of languages", len(rules))
	}
	for _, rule := range rules {
		if regexp.MustCompile(`color|background|opacity|--(?:[^s]|s[^a])`).Match(rule[1]) {
			t.Errorf("%s", rule[0])
		}
	}
}

// violations returns each broken rule and where.
const violations = `axe.run(document, {resultTypes: ["violations"], selectors: false, %s})
	.then((r) => r.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => v.id + ": " + n.html + ": " + n.failureSummary)))`
