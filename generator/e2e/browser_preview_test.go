package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// sheetLies is whether a page shows the picture of a certificate, with its texts on it, as
// a part of the link to the certificate.
const sheetLies = `(() => {
	const sheet = document.querySelector(".sheet"), box = sheet.getBoundingClientRect();
	const texts = Array.from(sheet.querySelectorAll("text")).filter((text) => text.textContent);
	const within = texts.every((text) => {
		const at = text.getBoundingClientRect();
		return at.width > 0 && at.left >= box.left && at.right <= box.right && at.top >= box.top && at.bottom <= box.bottom;
	});
	const apart = new Set(texts.map((text) => Math.round(text.getBoundingClientRect().left) + " " + Math.round(text.getBoundingClientRect().top))).size === texts.length;
	sheet.scrollIntoView({ block: "center" });
	const now = sheet.getBoundingClientRect(), under = (x, y) => document.elementFromPoint(now.left + now.width * x, now.top + now.height * y)?.id;
	return texts.length > 6 && within && apart && Math.abs(box.width / box.height - 842 / 595) < 0.01 &&
		under(0.1, 0.1) === "certificate" && under(0.9, 0.9) === "certificate" && under(1.05, 0.1) !== "certificate" &&
		getComputedStyle(sheet).backgroundColor === "rgb(255, 255, 255)";
})()`

func TestBrowserShowsTheCertificateOnARunnersPage(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	j.write(t, twoRaces)
	files := j.build(t, j.key)
	j.write(t, map[string]string{"data/site.yaml": twoRaces["data/site.yaml"] + "layout: compact\n"})
	compact := j.build(t, j.key)
	for layout, of := range map[string]struct{ public, page, other, masked string }{
		"a file a runner": {files, "en/2022/run/runners/A1.html", "zh/2022/run/runners/A2.html", "en/2022/run/runners/A6.html"},
		"compact":         {compact, "en/2022/run/runners/#A1", "zh/2022/run/runners/#A2", "en/2022/run/runners/#A6"},
	} {
		t.Run(layout, func(t *testing.T) {
			w := browse(t, of.public)
			for _, width := range []int64{390, 1440} {
				w.size(width, 900)
				w.open(of.page)
				w.do(chromedp.WaitVisible("#save"))
				w.until(`document.querySelector(".sheet text")?.textContent === "张伟"`)
				w.until(`performance.getEntriesByType("resource").some(({ name, transferSize }) => name.endsWith("/2022/run/certificates/form.svg"))`)
				if !see[bool](w, sheetLies) {
					t.Errorf("%d: the sheet does not lie as it should", width)
				}
				if see[bool](w, `document.documentElement.scrollWidth > innerWidth`) {
					t.Errorf("%d: the page is wider than the window", width)
				}
				w.calm()
			}
			w.open(of.other)
			w.until(`document.querySelector(".sheet text")?.textContent === "Wanjiru Kamau"`)
			if !see[bool](w, sheetLies) {
				t.Error("the other's sheet does not lie as it should")
			}
			if !see[bool](w, `document.querySelectorAll("a[href*=certificates]").length === 1 && document.querySelector(".sheet").getAttribute("aria-hidden") === "true"`) {
				t.Error("the sheet is read, or a link of its own")
			}
			w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#certificate").focus()`), chromedp.WaitVisible("#save"), chromedp.KeyEvent(kb.Tab))
			if !see[bool](w, `document.activeElement.id === "save"`) {
				t.Error("behind the certificate the keyboard does not come to its picture")
			}
			w.open(of.masked)
			w.until(`document.querySelector("article.runner .eyebrow b")?.textContent === "A6"`)
			if see[bool](w, `document.querySelector(".sheet") !== null`) {
				t.Error("somebody masked has a sheet")
			}
			w.calm()
		})
	}
}
