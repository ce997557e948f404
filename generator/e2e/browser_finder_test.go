package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// firstAnswer types into the finder of a page and returns what the browser was sent from
// the first key to the first runner, scripts and heads too, as hosts compress it.
func (w *walk) firstAnswer(path, typed string) (bytes int) {
	w.t.Helper()
	w.open(path)
	w.mu.Lock()
	w.given = nil
	w.mu.Unlock()
	w.do(chromedp.SendKeys("#finder", typed))
	w.until(`document.querySelector('[role="option"] b') !== null`)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.given {
		bytes += one.bytes
	}
	return bytes
}

// Files of the finder have so many runners and no more, in a large field too: here the
// keys of a whole word ask for several of them.
func TestBrowserGetsItsFirstAnswerWithFewBytes(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	for _, typed := range []string{"W6", "wang", "若溪"} {
		w := browse(t, public) // with nothing kept
		bytes := w.firstAnswer("zh/2022/marathon/", typed)
		t.Logf("%s: %d bytes", typed, bytes)
		if bytes == 0 || bytes > 60_000 {
			t.Errorf("%s takes %d bytes", typed, bytes)
		}
	}
}

// A slow phone paints the rows that are seen first, and makes what they all need once.
func TestBrowserShowsTheFirstRowsOfAnAnswerBeforeTheOthers(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.open("en/2022/marathon/")
	w.do(chromedp.Evaluate[chromedp.Void](`(() => {
		window.steps = [];
		window.formats = 0;
		Intl.NumberFormat = new Proxy(Intl.NumberFormat, { construct(of, all) { formats++; return new of(...all); } });
		new MutationObserver((all) => steps.push(all.reduce((n, one) => n + (one.target.matches(".found") ? one.addedNodes.length : 0), 0))).observe(document.querySelector(".finder"), { childList: true, subtree: true });
	})()`))
	w.do(chromedp.SendKeys("#finder", "C"))
	w.until(`document.querySelectorAll(".found > li").length === 21`)
	steps := see[[]int](w, `steps.filter(Boolean)`)
	if len(steps) != 2 || steps[0] > 10 {
		t.Errorf("rows came in steps of %v", steps)
	}
	if n := see[int](w, `formats`); n != 1 {
		t.Errorf("%d formats of numbers for one answer", n)
	}
	if last := see[string](w, `document.querySelector(".found > li:last-child").className`); last != "more" {
		t.Errorf("the list ends in a row %q", last)
	}
	w.calm()
}
