package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The boards of a running race on a wall: one order after another on a
// narrow one, turned by keys, and nothing of it without ?screen.
func TestBrowserFillsAWallWithTheBoards(t *testing.T) {
	chromium(t)
	public := worked{dir: "editions/a-leader-never-seen-at-a-mat-is-not-shown-in-front-while-the-race-runs"}.build(t)
	w := browse(t, public)
	const shown = `Array.from(document.querySelectorAll(".order, .tally"), (o) => o).filter((o) => o.checkVisibility()).map((o) => o.querySelector("h3, h2").textContent.trim().replaceAll("\u00a0", " ")).join(" | ")`
	w.open("en/2022/marathon/live/")
	if got, want := see[string](w, shown), "Men 30 km 3 have passed | Women 20 km 2 have passed | Men | Men | Women | Men | Women | Men | Women | How many passed each point"; got != want {
		t.Errorf("the page shows %s", got)
	}
	w.open("en/2022/marathon/live/?screen")
	w.until(`document.documentElement.classList.contains("wall")`)
	const first = "Men 30 km 3 have passed"
	if got := see[string](w, shown); got != first {
		t.Errorf("the wall begins with %s", got)
	}
	for _, want := range []string{"Women 20 km 2 have passed", "Men", "How many passed each point", first} {
		w.do(chromedp.KeyEvent(kb.ArrowRight))
		if got := see[string](w, shown); got != want {
			t.Errorf("the wall turned to %s, not to %s", got, want)
		}
	}
	w.do(chromedp.KeyEvent(kb.Escape))
	w.until(`!document.documentElement.classList.contains("wall")`)
	if axe := axe(t); axe != "" {
		w.accessible("en/2022/marathon/live/", axe)
		w.accessible("zh/2022/marathon/live/", axe)
	}
	w.calm()
}
