package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// promised evaluates an expression in the page and waits for what it promises.
func promised[T any](w *walk, expression string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func TestBrowserKeepsWhatWasOpenedAndForgetsWhatIsWithdrawn(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	const first, second = "/en/2022/marathon/runners/W6.html", "/en/2022/marathon/runners/M1.html"
	kept := func(path string, want bool) {
		t.Helper()
		for range 200 {
			if promised[bool](w, `caches.match(location.origin + "`+path+`").then((r) => r !== undefined)`) == want {
				return
			}
			promised[bool](w, `new Promise((r) => setTimeout(() => r(true), 50))`)
		}
		t.Fatalf("%s is kept: %v", path, !want)
	}
	w.open(first[1:])
	kept(first, true)
	w.instead.Store(first, nil) // withdrawn
	w.open("en/")               // the next visit, to any page
	kept(first, false)
	w.open(second[1:])
	kept(second, true)
	w.down.Store(true)
	w.open(second[1:])
	if name := see[string](w, `document.querySelector("[data-bib]")?.textContent ?? document.body.innerText`); name != "M1" {
		t.Errorf("without a connection it shows %q", name)
	}
	w.down.Store(false)
	w.instead.Store(second, nil)
	w.open(second[1:])
	w.until(`document.querySelector("[data-bib]") === null`)
	kept(second, false)
}

func TestBrowserFiltersAndSortsAListByItsAddress(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	const shown = `Array.from(document.querySelectorAll("table.list tbody tr:not([hidden])"), (tr) => tr.cells[document.querySelector(".list th.n").cellIndex].textContent)`
	w.open("en/2022/marathon/overall/")
	w.until(`document.querySelector(".sift") && !document.querySelector(".sift").hidden`)
	all := see[[]string](w, shown)
	w.do(click(`.list th.n button`), click(`.list th.n button`))
	w.until(`location.search === "?sort=n&down="`)
	down := see[[]string](w, shown)
	if len(down) != len(all) {
		t.Errorf("sorting leaves %d of %d rows", len(down), len(all))
	}
	for i := 1; i < len(down); i++ {
		if down[i] > down[i-1] && !strings.HasPrefix(down[i], "—") { // all of as many digits
			t.Errorf("%s stands behind %s", down[i], down[i-1])
		}
	}
	w.do(chromedp.SendKeys(`.sift input`, "kenya"))
	w.until(`location.search === "?q=kenya&sort=n&down="`)
	few := see[[]string](w, shown)
	if len(few) == 0 || len(few) >= len(all) {
		t.Errorf("%d of %d rows are of Kenya", len(few), len(all))
	}
	address := see[string](w, `location.href`)
	w.open(address)
	w.until(`document.querySelector(".list th.n").ariaSort === "descending"`)
	if again := see[[]string](w, shown); strings.Join(again, " ") != strings.Join(few, " ") {
		t.Errorf("the address shows %v, not %v", again, few)
	}
	if said := see[string](w, `document.querySelector(".sift output").textContent`); !strings.Contains(said, strconv.Itoa(len(few))) {
		t.Errorf("it says %q of %d rows", said, len(few))
	}
	w.calm()
}

func TestBrowserPaintsACardOfAResult(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.open("zh/2022/marathon/runners/W6.html")
	gun := see[string](w, `document.querySelector("[data-gun]").textContent`)
	w.do(click(`.share summary`))
	w.until(`document.querySelectorAll(".share .star.plain").length >= 3`)
	count := see[int](w, `document.querySelectorAll(".share .star.plain").length`)
	for i, height := range []string{"1920", "1080"} {
		w.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".share .star.plain")[` + strconv.Itoa(count-2+i) + `].click()`))
		w.until(`document.querySelector(".saved.card img")?.naturalHeight === ` + height)
		card := see[[]string](w, `[String(document.querySelector(".saved.card img").naturalWidth), document.querySelector(".saved.card img").alt, document.querySelector(".saved.card a").download]`)
		if card[0] != "1080" || !strings.Contains(card[1], gun) || !strings.HasSuffix(card[2], "W6-1080x"+height+".png") {
			t.Errorf("a card of %s: %q", height, card)
		}
		if colours := promised[int](w, `(async () => { const i = document.querySelector(".saved.card img"), c = document.createElement("canvas"); c.width = c.height = 90; const x = c.getContext("2d"); x.drawImage(i, 0, 0, 90, 90); return new Set(new Uint32Array(x.getImageData(0, 0, 90, 90).data.buffer)).size })()`); colours < 50 {
			t.Errorf("the card has %d colours", colours)
		}
	}
	w.calm()
}

func TestBrowserShowsResultsInAFrameOfAnotherPage(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.bare.Store(true) // the page around it has another site's headers
	frame := func(query string) string {
		return `<!doctype html><title>a</title><iframe src="/en/2022/marathon/embed/` + query + `"></iframe><script src="/embed.js"></script>`
	}
	const within = `document.querySelector("iframe").contentDocument`
	w.instead.Store("/around.html", frame(""))
	w.open("around.html")
	w.until(`document.querySelector("iframe").offsetHeight > 400`)
	whole := see[int](w, `document.querySelector("iframe").offsetHeight`)
	if left := see[int](w, within+`.documentElement.scrollHeight - document.querySelector("iframe").offsetHeight`); left > 4 {
		t.Errorf("the frame is %d pixels too low", left)
	}
	w.instead.Store("/some.html", frame("?rows=2&division=women&theme=dark"))
	w.open("some.html")
	w.until(`document.querySelector("iframe").offsetHeight > 160`)
	got := see[[]int](w, `[`+within+`.querySelectorAll("section[data-division]:not([hidden])").length, `+within+`.querySelectorAll("section:not([hidden]) tbody tr:not([hidden])").length, document.querySelector("iframe").offsetHeight]`)
	if got[0] != 1 || got[1] != 2 || got[2] >= whole {
		t.Errorf("two rows of the women: %d divisions, %d rows, %d pixels high of %d", got[0], got[1], got[2], whole)
	}
	if paper := see[string](w, `getComputedStyle(`+within+`.body).backgroundColor`); paper != "rgb(22, 21, 20)" {
		t.Errorf("in the dark it is %s", paper)
	}
}

func TestBrowserLeadsToItsOwnLanguageAndRemembersAnother(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	agent := see[string](w, `navigator.userAgent`)
	if _, err := chromedp.Call(w.ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: "fr-CH,ja-JP,en"}); err != nil {
		t.Fatal(err)
	}
	lands := func(at, path string) {
		t.Helper()
		w.open(at)
		w.until(`location.pathname === "` + path + `" && document.readyState === "complete"`)
	}
	lands("", "/ja/")
	w.open("#choose")
	w.do(click(`a.choice[hreflang="zh"]`))
	w.until(`location.pathname === "/zh/"`)
	lands("", "/zh/")
	w.calm()
}
