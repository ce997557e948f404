package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// hasty makes the page's clock for waiting run fifty times as fast, so that what is
// asked for every half minute comes twice a second.
const hasty = `const later = window.setTimeout; window.setTimeout = (f, ms, ...more) => later(f, ms / 50, ...more);`

func TestBrowserRenewsAPageOfARaceUnderWay(t *testing.T) {
	chromium(t)
	d := newRaceDay(t, 400, "")
	d.at("4:26:00", "11:56:00")
	was := map[string]string{}
	for name, data := range tree(t, d.public) {
		was[name] = string(data)
	}
	w := browse(t, d.public)
	if _, err := chromedp.Call(w.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: hasty}); err != nil {
		t.Fatal(err)
	}
	_, seen := d.at("4:30:00", "12:00:00")
	var bibs []string
	for bib := range seen {
		if strings.Contains(was["en/2022/marathon/runners/"+bib+".html"], "data-said") {
			bibs = append(bibs, bib)
		}
	}
	if len(bibs) == 0 {
		t.Fatal("nobody was seen before and in the last minute")
	}
	bib := slices.Min(bibs)
	d.at("4:26:00", "11:56:00")

	w.open("en/2022/marathon/runners/" + bib + ".html")
	w.do(chromedp.WaitVisible("button.star"), click("button.star"), click(".share summary"))
	w.until(`document.querySelector(".share .note") !== null`) // the script has put all into it
	w.do(chromedp.Evaluate[chromedp.Void](`window.spoken = []; window.told = document.getElementById("renewed"); new MutationObserver(() => spoken.push(told.textContent)).observe(told, {childList: true, characterData: true, subtree: true});
		window.first = document.querySelector(".splits tbody tr"); window.said = document.querySelector("[data-said]").dataset.said; document.querySelector(".share").scrollIntoView(); window.stood = document.querySelector(".share").getBoundingClientRect().top; undefined`))
	w.until(`document.getElementById("fresh").textContent.startsWith("As of ")`)
	if n := see[int](w, `spoken.length`); n != 0 {
		t.Errorf("the page speaks before anything changed: %d times", n)
	}
	d.at("4:30:00", "12:00:00")
	w.until(`document.querySelector("[data-said]").dataset.said !== said`)
	w.do(chromedp.Evaluate[chromedp.Void](`window.asked = performance.getEntriesByType("resource").length; undefined`))
	w.until(`performance.getEntriesByType("resource").length > asked + 2`)
	if spoken := see[[]string](w, `spoken`); len(spoken) != 1 || spoken[0] == "" {
		t.Errorf("one change is spoken as %q", spoken)
	}
	if moved := see[float64](w, `document.querySelector(".share").getBoundingClientRect().top - stood`); moved > 1 || moved < -1 {
		t.Errorf("what the reader looked at moved by %v pixels", moved)
	}
	for claim, holds := range map[string]string{
		"what did not change is still the same part of the page": `first === document.querySelector(".splits tbody tr")`,
		"what was open is open":                                  `document.querySelector(".share").open`,
		"the star is there, pressed":                             `document.querySelector("button.star").ariaPressed === "true" && !document.querySelector("button.star").hidden`,
	} {
		if !see[bool](w, holds) {
			t.Errorf("it does not hold that %s", claim)
		}
	}
	w.calm()

	d.at("9:00:00", "23:00:00")
	w.until(`document.getElementById("fresh") === null && document.querySelector("[data-place]") !== null`)
	w.do(chromedp.Evaluate[chromedp.Void](`window.asked = performance.getEntriesByType("resource").length; undefined`))
	w.do(chromedp.Sleep(1500 * time.Millisecond))
	if n := see[int](w, `performance.getEntriesByType("resource").filter((e) => e.initiatorType === "fetch").length - 0`); n == 0 {
		t.Error("the page was never asked for")
	}
	if more := see[int](w, `performance.getEntriesByType("resource").length - asked`); more > 1 {
		t.Errorf("after the race's end the page is asked for %d times more", more)
	}
	w.calm()
}
