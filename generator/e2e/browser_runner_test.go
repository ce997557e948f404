package e2e

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestBrowserComparesRunners(t *testing.T) {
	chromium(t)
	public, results := demonstrationSite(t)
	var bibs []string
	for _, r := range results.Results {
		if r.Bib != nil && r.Status == "finished" && len(bibs) < 3 {
			bibs = append(bibs, *r.Bib)
		}
	}
	w := browse(t, public)
	columns := func(n string) string { return `document.querySelectorAll("#compared thead th").length === 1 + ` + n }
	w.open("en/2022/marathon/compare.html#" + bibs[0] + "," + bibs[1])
	w.until(columns("2"))
	if !see[bool](w, `document.querySelector("#compared tr.at:last-child td:last-child small") !== null && document.querySelector("svg.plot path.r1").getAttribute("d") !== ""`) {
		t.Error("there is no gap at the finish, or none is drawn")
	}
	w.calm()
	w.do(chromedp.SendKeys("#finder", bibs[2]))
	w.lists(bibs[2])
	w.do(chromedp.SendKeys("#finder", kb.ArrowDown+kb.Enter))
	w.until(columns("3"))
	w.do(click(`.languages a[lang="zh"]`))
	w.until(`document.documentElement.lang === "zh" && document.readyState === "complete"`)
	w.until(columns("3"))
	w.do(click("#compared thead th:last-child button"))
	w.until(columns("2") + ` && location.hash === "#` + bibs[0] + "," + bibs[1] + `"`)
	w.calm()
}

func TestBrowserComparesRunnersByKeyboardAlone(t *testing.T) {
	chromium(t)
	public, results := demonstrationSite(t)
	w := browse(t, public)
	tab := func(to string) {
		t.Helper()
		for range 30 {
			if see[bool](w, `document.activeElement.matches('`+to+`')`) {
				return
			}
			w.do(chromedp.KeyEvent(kb.Tab))
		}
		t.Fatalf("thirty stops lead past %s", to)
	}
	w.open("en/2022/marathon/compare.html")
	n := 0
	for _, r := range results.Results {
		if r.Bib == nil || r.Status != "finished" || n == 2 {
			continue
		}
		n++
		tab("#finder")
		w.do(chromedp.KeyEvent(*r.Bib))
		w.lists(*r.Bib)
		w.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
		w.until(`document.querySelectorAll("#compared thead button").length === ` + strconv.Itoa(n))
	}
	tab(`[name="clock"]`)
	w.do(chromedp.KeyEvent(kb.ArrowRight))
	w.until(`document.querySelector('[name="clock"]:checked').value === "net"`)
	tab("#compared thead button")
	w.do(chromedp.KeyEvent(kb.Enter))
	w.until(`document.querySelectorAll("#compared thead button").length === 1`)
	w.calm()
}

func TestBrowserShowsACodeThatLeadsToTheRunner(t *testing.T) {
	chromium(t)
	scan := needs(t, "zbarimg")
	public, results := demonstrationSite(t)
	w := browse(t, public)
	w.open("zh/2022/marathon/runners/" + *results.Results[0].Bib + ".html")
	w.do(click(".share summary"), chromedp.WaitVisible("img.qr"))
	w.until(`document.querySelector(".share .note") !== null`) // the script has put all into it, and nothing moves
	picture, err := chromedp.Run(w.ctx, chromedp.Screenshot("img.qr"))
	if err != nil {
		t.Fatal(err)
	}
	read := exec.Command(scan, "--quiet", "-Sdisable", "-Sqrcode.enable", "--raw", "-")
	read.Stdin = bytes.NewReader(picture)
	said, err := read.Output()
	if want := see[string](w, `document.querySelector('link[rel="canonical"]').href`); err != nil || strings.TrimSpace(string(said)) != want {
		t.Errorf("it says %q, want %q (%v)", said, want, err)
	}
	w.calm()
}

func TestBrowserMarksARunnerInTheField(t *testing.T) {
	chromium(t)
	public, results := demonstrationSite(t)
	bib := ""
	for _, r := range results.Results {
		if r.Bib != nil && r.Status == "finished" {
			bib = *r.Bib
			break
		}
	}
	w := browse(t, public)
	w.open("en/2022/marathon/runners/" + bib + ".html")
	if !see[bool](w, `document.querySelector(".field img").naturalWidth > 0 && document.querySelector(".field rect") !== null`) {
		t.Error("the picture of the field does not load, or nothing is marked in it")
	}
	w.calm()
	w.do(click(`.field a[href*="#finish-"]`))
	w.until(`location.hash !== "" && document.readyState === "complete" && document.querySelector("svg[data-chart] text.you")?.textContent === location.hash.split("=")[1]`)
	w.calm()
}

func TestBrowserJumpsToAPlace(t *testing.T) {
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.open("en/2022/marathon/men/")
	w.do(chromedp.SendKeys("#jump", "250"+kb.Enter))
	w.until(`location.pathname === "/en/2022/marathon/men/3/" && location.hash === "#p250" && document.readyState === "complete"`)
	w.calm()
}
