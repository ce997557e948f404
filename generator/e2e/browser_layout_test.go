package e2e

import (
	"slices"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// size makes what is shown so wide and so high.
func (w *walk) size(width, height int64) {
	w.t.Helper()
	if _, err := chromedp.Call(w.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1}); err != nil {
		w.t.Fatal(err)
	}
	w.until(`innerWidth === ` + strconv.FormatInt(width, 10))
}

func TestBrowserShowsWinnersAndFourComparedOnAPhone(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, lang := range []string{"zh", "en", "ja"} {
		w.open(lang + "/2022/marathon/")
		seen := see[[]float64](w, `[document.querySelector(".winners").getBoundingClientRect().bottom, document.querySelector(".whole").getBoundingClientRect().top,
			document.querySelector(".made").offsetHeight, document.querySelector(".divisions").getBoundingClientRect().top]`)
		if bottom := seen[0] - seen[2]; bottom > 844 { // only pages of made-up results say that they are
			t.Errorf("%s: the winners end at %v of 844 pixels", lang, bottom)
		}
		if seen[1] < seen[0] || seen[1] > seen[0]+40 || seen[1] > seen[3] {
			t.Errorf("%s: the lists of all stand at %v, the winners end at %v", lang, seen[1], seen[0])
		}
		w.calm()
	}
	for _, at := range []struct {
		lang  string
		width int64
	}{{"en", phone}, {"zh", phone}, {"en", 768}, {"ja", 768}} {
		w.size(at.width, 844)
		w.open(at.lang + "/2022/marathon/compare.html#F2,M1,W6,D00031")
		w.until(`document.querySelectorAll(".compared thead a").length === 4`)
		if over := see[int](w, `document.querySelector(".compared").parentElement.scrollWidth - document.querySelector(".compared").parentElement.clientWidth`); over > 0 {
			t.Errorf("%s at %d pixels: of four runners beside one another %d pixels are out of sight", at.lang, at.width, over)
		}
	}
	w.size(320, 640)
	for _, path := range []string{"ja/2022/guide/", "en/history/", "en/records/", "zh/2022/marathon/runners/M1.html"} {
		w.open(path)
		w.calm()
	}
}

func TestBrowserKeepsNamesWholeAndTablesOnThePageOfATablet(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.size(768, 1024)
	for _, path := range []string{"en/history/", "en/2022/marathon/men/", "en/2022/marathon/overall/", "en/2022/marathon/awards/", "ja/2022/marathon/awards/", "en/2022/marathon/embed/"} {
		w.open(path)
		if over := see[[]int](w, `[document.documentElement, ...document.querySelectorAll(".scroll")].map((e) => e.scrollWidth - e.clientWidth)`); slices.Max(over) > 0 {
			t.Errorf("%s: %v pixels are out of sight", path, over)
		}
		broken := see[[]string](w, `Array.from(document.querySelectorAll(".list .w a, .leaders th a, .awards .w a")).flatMap((a) => {
			const text = a.firstChild;
			return text?.nodeType !== 3 ? [] : Array.from(text.data.matchAll(/[^\s-]+/g)).filter((word) => {
				const range = document.createRange();
				range.setStart(text, word.index);
				range.setEnd(text, word.index + word[0].length);
				return new Set(Array.from(range.getClientRects(), (r) => r.top)).size > 1;
			}).map(String);
		})`)
		if len(broken) > 0 {
			t.Errorf("%s: words go on in the next line: %q", path, broken)
		}
		w.calm()
	}
}

// Figures, times and winners fill their rows, or their last row has as many as it can.
func TestBrowserLeavesNoFigureAloneInItsRow(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, width := range []int64{phone, 768, 1440} {
		w.size(width, 900)
		for _, path := range []string{"en/2022/marathon/", "ja/2022/marathon/statistics/", "en/2022/marathon/runners/A00001.html", "en/2022/marathon/runners/A00003.html", "en/2022/marathon/nations/aus/"} {
			w.open(path)
			alone := see[[]string](w, `Array.from(document.querySelectorAll(".figures, .times, .winners")).filter((all) => {
				const rows = Map.groupBy(all.children, (one) => Math.round(one.getBoundingClientRect().bottom / 10)), sizes = Array.from(rows.values(), (row) => row.length);
				return sizes.length > 1 && sizes[0] > 1 && sizes.at(-1) === 1;
			}).map((all) => all.className)`)
			if len(alone) > 0 {
				t.Errorf("%s at %d pixels: one stands alone in %v", path, width, alone)
			}
			numbers := see[[]float64](w, `Array.from(document.querySelectorAll(".figures dd"), (one) => one.getBoundingClientRect().top - one.parentElement.getBoundingClientRect().top)`)
			for _, top := range numbers {
				if top != 0 {
					t.Errorf("%s at %d pixels: figures begin at %v", path, width, numbers)
					break
				}
			}
			w.calm()
		}
	}
}

// Heads of columns are of one size and weight, and stand on one line.
func TestBrowserAlignsTheHeadsOfColumns(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, width := range []int64{phone, 1440} {
		w.size(width, 900)
		for _, path := range []string{"ja/2022/marathon/men/", "ja/2022/marathon/men/others/", "en/2022/marathon/overall/"} {
			w.open(path)
			if heads := see[[]string](w, `Array.from(new Set(Array.from(document.querySelectorAll(".list thead th"), (th) => {
				const text = document.createRange(), style = getComputedStyle(th);
				text.selectNodeContents(th.querySelector("button") ?? th);
				return style.fontSize + " " + style.fontWeight + (innerWidth > 1000 ? " " + Math.round(th.parentElement.getBoundingClientRect().bottom - text.getBoundingClientRect().bottom) : "");
			})))`); len(heads) != 1 {
				t.Errorf("%s at %d pixels: heads of %q", path, width, heads)
			}
			w.calm()
		}
	}
}

func TestBrowserShowsShortTablesWholeOnAPhone(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, path := range []string{"en/2022/marathon/course/", "ja/2022/marathon/course/", "zh/history/"} {
		w.open(path)
		if over := see[[]int](w, `Array.from(document.querySelectorAll(".scroll"), (e) => e.scrollWidth - e.clientWidth)`); slices.Max(over) > 0 {
			t.Errorf("%s: %v pixels are out of sight", path, over)
		}
		w.calm()
	}
}

func TestBrowserKeepsTheHeadOfALongTableInSight(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, width := range []int64{phone, 1440} {
		w.size(width, 844)
		w.open("en/2022/marathon/men/#p60")
		w.until(`scrollY > 500`)
		at := see[[]float64](w, `[document.querySelector(".list thead th.c").getBoundingClientRect().top, document.querySelector(".list thead").getBoundingClientRect().bottom, document.querySelector("#p60").getBoundingClientRect().top]`)
		if at[0] < 0 || at[0] > 20 {
			t.Errorf("%d: the head stands at %v", width, at[0])
		}
		if width == phone && at[1] > at[2] {
			t.Errorf("the head ends at %v, the row begins at %v", at[1], at[2])
		}
		w.calm()
	}
}

func TestBrowserUsesTheRoomBesideALongText(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	w.size(1440, 900)
	for _, path := range []string{"en/history/", "zh/history/", "ja/2022/rules/"} {
		w.open(path)
		w.until(`document.querySelectorAll(".contents a").length > 5`)
		edges := see[[]float64](w, `[document.querySelector(".contents").getBoundingClientRect().right, document.querySelector(".text > p:not(.go)").getBoundingClientRect().left, document.querySelector(".text > p:not(.go)").getBoundingClientRect().right]`)
		if edges[0] > edges[1] {
			t.Errorf("%s: the contents end at %v, the text begins at %v", path, edges[0], edges[1])
		}
		w.do(chromedp.Evaluate[chromedp.Void](`document.getElementById(decodeURIComponent(document.querySelectorAll(".contents a")[4].hash.slice(1))).scrollIntoView()`))
		w.until(`document.querySelectorAll(".contents a")[4].getAttribute("aria-current") === "location" && document.querySelectorAll(".contents [aria-current]").length === 1`)
		if top := see[float64](w, `document.querySelector(".contents").getBoundingClientRect().top`); top < 0 || top > 40 {
			t.Errorf("%s: the contents do not go along: they stand at %v", path, top)
		}
		if notes := see[[]float64](w, `Array.from(document.querySelectorAll(".footnotes li"), (li) => li.getBoundingClientRect().left)`); len(notes) > 0 && notes[0] < edges[2] {
			t.Errorf("%s: a note stands at %v, the text ends at %v", path, notes[0], edges[2])
		}
		w.calm()
	}
}
