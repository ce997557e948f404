package e2e

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

func TestBrowserFollowsRunnersAndHandsThemOnByALink(t *testing.T) {
	chromium(t)
	public, results := demonstrationSite(t)
	var bibs []string
	for _, r := range results.Results {
		if r.Bib != nil && r.Status == "finished" && len(bibs) < 3 {
			bibs = append(bibs, *r.Bib)
		}
	}
	w := browse(t, public)
	rows := func(want ...string) {
		t.Helper()
		w.until(`Array.from(document.querySelectorAll("#followed li"), (li) => li.dataset.runner + (li.querySelector(".says").textContent ? "" : "?")).join() === "2022/marathon/` + strings.Join(want, ",2022/marathon/") + `"`)
	}
	w.open("en/2022/marathon/runners/" + bibs[0] + ".html")
	w.do(chromedp.WaitVisible("button.star"), click("button.star"))
	w.until(`document.querySelector("button.star").ariaPressed === "true"`)
	w.do(click(`.top a[href$="/following/"]`))
	rows(bibs[0])
	if text := see[string](w, `document.querySelector("#followed li").innerText`); !strings.Contains(text, "Finish:") || !strings.Contains(text, "Place") {
		t.Errorf("the row says %q", text)
	}
	w.calm()

	w.do(chromedp.SendKeys("#finder", bibs[1]))
	w.lists(bibs[1])
	w.do(click(".found li"))
	rows(bibs[0], bibs[1])
	link := see[string](w, `document.querySelector("#share a").href`)
	if !strings.HasSuffix(link, "#2022/marathon/"+bibs[0]+","+bibs[1]) {
		t.Errorf("the link of the list is %s", link)
	}

	w.open("zh/following/#2022/marathon/" + bibs[2] + ",NOBODY")
	rows(bibs[0], bibs[1], bibs[2], "NOBODY")
	w.do(chromedp.WaitVisible("#keep button"), click("#keep button"))
	w.until(`document.getElementById("keep").hidden && location.hash === ""`)
	w.do(click("#followed li:first-child button.star"))
	rows(bibs[1], bibs[2], "NOBODY")
	w.calm()
	w.accessible("zh/following/", axe(t))
}

func TestBrowserFollowsTenRunnersForTenKilobytesAMinute(t *testing.T) {
	chromium(t)
	d := newRaceDay(t, 1500, "")
	_, seen := d.at("2:00:00", "09:30:00")
	if len(seen) < 10 {
		t.Fatalf("%d runners were seen in a minute", len(seen))
	}
	bibs := slices.Sorted(maps.Keys(seen))[:10]
	w := browse(t, d.public)
	if _, err := chromedp.Call(w.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: hasty}); err != nil {
		t.Fatal(err)
	}
	w.open("en/following/#2022/marathon/" + strings.Join(bibs, ","))
	w.until(`document.querySelectorAll("#followed li .says:not(:empty)").length === 10`)
	if text := see[string](w, `document.querySelector("#followed li").innerText`); !strings.Contains(text, " at ") || !strings.Contains(text, "Next: ") {
		t.Errorf("of somebody on the course it says %q", text)
	}
	first := w.followed()
	delete(first, "/2022/marathon/following/index.json") // it is asked for once
	d.at("2:05:00", "09:35:00")                          // longer than a minute, so that more of it changed
	w.mu.Lock()
	w.given = nil
	w.mu.Unlock()
	var files map[string]int
	for end := time.Now().Add(time.Minute); len(files) < len(first) && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		files = w.followed()
	}
	bytes := 0
	for _, n := range files {
		bytes += n
	}
	t.Logf("%d files, %d bytes, heads of answers included, bodies compressed", len(files), bytes)
	if len(first) == 0 || len(files) != len(first) || len(files) > 10 || bytes > 10<<10 {
		t.Errorf("a minute took %d files, %d bytes; there were %d", len(files), bytes, len(first))
	}
	w.calm()
}

// followed are the files of followed runners that were answered, each with the bytes of
// its first answer.
func (w *walk) followed() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := map[string]int{}
	for _, g := range w.given {
		if _, known := all[g.path]; !known && strings.HasPrefix(g.path, "/2022/marathon/following/") {
			all[g.path] = g.bytes
		}
	}
	return all
}
