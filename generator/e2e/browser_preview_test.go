package e2e

import (
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
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
	files, compact := bothLayouts(t)
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

// within returns the cells of a part of a page, in millimetres.
func (c cells) within(left, top, width, height int) cells {
	part, columns := cells{width: width * millimetre, height: height * millimetre}, c.width/millimetre
	for y := top; y < top+height; y++ {
		part.rgb = append(part.rgb, c.rgb[y*columns+left:y*columns+left+width]...)
	}
	return part
}

func TestBrowserDrawsTheArtworkOfAPreviewAsThePDFHasIt(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := threeDesigns(t)
	public := j.build(t, j.key)
	w := browse(t, public)
	w.open("en/2022/formal/runners/H1.html")
	for id, of := range map[string]struct{ width, height, left, top, wide, high int }{
		"formal":  {1782, 1260, 0, 0, 297, 24}, // the band, two corners, the frames
		"upright": {1260, 1782, 0, 62, 210, 24},
	} {
		data, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](fmt.Sprintf(`(async () => {
			const canvas = document.createElement("canvas"), picture = new Image();
			canvas.width = %d;
			canvas.height = %d;
			picture.src = "/2022/%s/certificates/form.svg";
			await picture.decode();
			canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
			return canvas.toDataURL();
		})()`, of.width, of.height, id), chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		file, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(data, "data:image/png;base64,"))
		if err != nil {
			t.Fatal(err)
		}
		picture, page := drawn(t, file), printed(t, filepath.Join(public, "2022/"+id+"/certificates/H1.pdf"))
		mean, _ := apart(picture, page)
		part, worst := apart(picture.within(of.left, of.top, of.wide, of.high), page.within(of.left, of.top, of.wide, of.high))
		white := page.within(of.left, of.top, of.wide, of.high)
		for i := range white.rgb {
			white.rgb[i] = [3]float64{255, 255, 255}
		}
		empty, _ := apart(white, page.within(of.left, of.top, of.wide, of.high))
		t.Logf("%s: apart %.2f; the artwork %.2f, at worst %.1f, a white sheet %.2f", id, mean, part, worst, empty)
		if mean > 7 || part > 2.5 || worst > 36 { // the picture lacks split times and the runner's texts
			t.Errorf("%s: they are %.2f of 255 apart, the artwork %.2f, and %.1f where it differs most", id, mean, part, worst)
		}
		if empty < 4*part {
			t.Errorf("%s: a white sheet is only %.2f apart: the comparison proves nothing", id, empty)
		}
	}
}
