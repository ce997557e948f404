package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserInTheCompactLayout(t *testing.T) {
	t.Parallel()
	chromium(t)
	files, public := bothLayouts(t)
	w := browse(t, public)
	showing := func(bib string) {
		w.t.Helper()
		w.until(`document.querySelector("article.runner .eyebrow b")?.textContent === "` + bib + `" && document.title.includes("` + bib + `") && document.getElementById("find").hidden`)
	}
	claim := func(text string, hold func(t *testing.T)) {
		t.Run(text, func(t *testing.T) {
			w.t = t
			hold(t)
			w.calm()
		})
	}
	claim("a runner is shown by the bib behind the #, then the neighbours, and back", func(t *testing.T) {
		w.open("en/2022/run/runners/#A2")
		showing("A2")
		w.do(click(`nav.beside a[rel="prev"]`))
		showing("A1")
		if !see[bool](w, `document.activeElement === document.querySelector("h1:focus") && scrollY === 0`) {
			t.Error("the other runner is not begun with")
		}
		w.do(click(`.languages a[lang="zh"]`))
		w.until(`document.documentElement.lang === "zh"`)
		showing("A1")
		w.back()
		w.until(`document.documentElement.lang === "en"`)
		showing("A1")
		w.back()
		showing("A2")
	})
	claim("every runner's page is the one that the files say", func(t *testing.T) {
		want, site := map[string]string{}, map[string]string{}
		for name, data := range tree(t, public) {
			site[name] = string(data)
		}
		for name, html := range joined(t, site) {
			if strings.HasPrefix(name, "zh/") {
				want[strings.TrimSuffix(path.Base(name), ".html")+" "+path.Dir(path.Dir(name))] = html
			}
		}
		if len(want) < 8 {
			t.Fatalf("%d pages", len(want))
		}
		list, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		w.open("zh/2022/run/compare.html")
		other, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(`(async () => {
			const { runner, within } = await import(new URL(document.getElementById("compared").dataset.join, document.baseURI));
			const other = [];
			for (const [key, html] of Object.entries(%s)) {
				const [bib, race] = key.split(" ");
				const found = await runner(within("/" + race.replace(/^zh\//, "") + "/runners/zh/*.json", bib, 1));
				if (found?.html !== html) other.push(bib);
			}
			return other;
		})()`, list), chromedp.EvalAwaitPromise))
		if err != nil || len(other) > 0 {
			t.Error(err, other)
		}
	})
	claim("the shard of a bib is the one that the plan puts it in", func(t *testing.T) {
		bibs := []string{"M1", "A00123", "zz_9-", "F00999", "7", "长"}
		list, err := json.Marshal(bibs)
		if err != nil {
			t.Fatal(err)
		}
		w.open("zh/2022/run/compare.html")
		got, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]int](fmt.Sprintf(`import(new URL(document.getElementById("compared").dataset.join, document.baseURI)).then(({ shard }) => %s.map((bib) => shard(bib, 128)))`, list), chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		for i, bib := range bibs {
			if want := race.ShardOf(bib, 128); want != got[i] {
				t.Errorf("%s: %d, want %d", bib, got[i], want)
			}
		}
	})
	claim("a bib that nobody has is said, and the runner found there and then", func(t *testing.T) {
		w.open("en/2022/run/runners/#ZZ9")
		w.until(`document.getElementById("told").innerText.includes("ZZ9")`)
		w.do(chromedp.SendKeys("#finder", "a4"))
		w.lists("A4")
		w.do(chromedp.SendKeys("#finder", kb.ArrowDown+kb.Enter))
		showing("A4")
		if see[string](w, `document.getElementById("told").innerText`) != "" {
			t.Error("the complaint stays")
		}
	})
	claim("the skip link keeps the runner", func(t *testing.T) {
		w.open("en/2022/run/runners/#A4")
		showing("A4")
		w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("a.skip").click()`))
		if !see[bool](w, `document.activeElement.id === "main" && location.hash === "#A4"`) {
			t.Error("it does not, or leads nowhere")
		}
		showing("A4")
	})
	claim("a downloaded certificate is byte for byte that of the other layout", func(t *testing.T) {
		dir := t.TempDir()
		w.saves(browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
		for _, bib := range []string{"A3", "A4"} {
			w.open("en/2022/run/runners/#" + bib)
			showing(bib)
			w.do(chromedp.WaitVisible("#save"), click("#certificate"))
			want, err := os.ReadFile(filepath.Join(files, "2022/run/certificates", bib+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			if got := awaited(t, filepath.Join(dir, "run-"+bib+".pdf"), len(want)); got != string(want) {
				t.Errorf("%s: %d bytes, want %d others", bib, len(got), len(want))
			}
		}
	})
	claim("its picture is made, for the next runner too", func(t *testing.T) {
		w.open("en/2022/run/runners/#A1")
		showing("A1")
		w.do(chromedp.WaitVisible("#save"), click("#save"))
		first := w.picture()
		w.do(click(`nav.beside a[rel="next"]`))
		showing("A2")
		w.do(chromedp.WaitVisible("#save"), click("#save"))
		if second := w.picture(); slices.Equal(first, second) {
			t.Error("both have one picture")
		}
	})
	claim("runners are compared", func(t *testing.T) {
		w.open("en/2022/run/compare.html#A1,A2,ZZ9")
		w.until(`document.querySelectorAll("#compared thead th").length === 3 && document.getElementById("told").innerText.includes("ZZ9")`)
	})
	claim("the form finds certificates that are open, and those that a code opens", func(t *testing.T) {
		for _, c := range []struct{ race, bib, code, saved string }{{"2022/run", "a1", "", "run-A1.pdf"}, {"2022/run", "A6", "qwerty-123456", "run-A6.pdf"}, {"2022/night", "N7", "7Q2MXK4PA0B1", "night-N7.pdf"}} {
			w.open("en/search/#" + c.race)
			w.forget()
			w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#bib", c.bib), chromedp.SendKeys("#code", c.code+kb.Enter))
			if state, text := w.answer(); state != "found" {
				t.Errorf("%s: %s %s", c.bib, state, text)
			} else if names := w.downloads(); !slices.Equal(names, []string{c.saved}) {
				t.Errorf("%s: saved %q", c.bib, names)
			}
		}
		w.open("en/search/#2022/run")
		w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#bib", "A7"+kb.Enter))
		if state, _ := w.answer(); state != "none" {
			t.Errorf("without a certificate: %s", state)
		}
		w.do(click("#runner"))
		showing("A7")
	})
	claim("an address of the other layout leads to the same runner", func(t *testing.T) {
		w.open("en/2022/run/runners/A3.html")
		showing("A3")
	})
	claim("without scripts the lists are offered, and hold every result", func(t *testing.T) {
		text := w.withoutScripts("en/2022/run/runners/#A1")
		for _, want := range []string{"needs JavaScript", "Men", "Women"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in\n%s", want, text)
			}
		}
		if text := w.withoutScripts("en/2022/run/men/"); !strings.Contains(text, "Wanjiru Kamau") || !strings.Contains(text, "40:11") {
			t.Error(text)
		}
	})
	claim("what cannot be loaded is said", func(t *testing.T) {
		shard := "/2022/run/runners/en/0.json"
		w.without.Store(&shard)
		defer w.without.Store(nil)
		w.open("en/2022/run/runners/#A1")
		w.until(`document.getElementById("told").innerText === document.getElementById("runners").dataset.failed`)
	})
	claim("nothing is inaccessible", func(t *testing.T) {
		source := axe(t)
		for _, at := range []string{"#A1", "#ZZ9", ""} {
			w.open("en/2022/run/runners/" + at)
			w.until(`document.getElementById("find").hidden === (location.hash === "#A1") && document.getElementById("told").hidden === (location.hash !== "#ZZ9")`)
			w.do(chromedp.Evaluate[chromedp.Void](source))
			found, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(violations, everyRule), chromedp.EvalAwaitPromise))
			if err != nil || len(found) > 0 {
				t.Errorf("%q: %v %v", at, err, found)
			}
		}
	})
	claim("files are as few as they should be", func(t *testing.T) {
		for name := range maps.Keys(tree(t, public)) {
			if strings.Contains(name, "/runners/A") || strings.HasSuffix(name, "/A1.pdf") {
				t.Errorf("%s is a file", name)
			}
		}
	})
}

// awaited returns the content of a file once it has its size.
func awaited(t *testing.T, file string, size int) string {
	t.Helper()
	for range 400 {
		if data, err := os.ReadFile(file); len(data) == size {
			return string(data)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("%s does not come", file)
	return ""
}
