package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// threeDesigns is a project with a race in each certificate design, with names that
// are hard to draw. Certificates of the last race and of masked runners need a
// code.
func threeDesigns(t *testing.T) judgedTwice {
	t.Helper()
	j := judgedTwice{dir: t.TempDir(), key: newKey(t)}
	files := map[string]string{"data/site.yaml": "title: {en: Trial run, zh: 试跑}\nbase_url: https://example.org/\nlanguages: [en, zh]\n"}
	edition := `name: {en: Trial run 2022, zh: 2022试跑}
date: 2022-11-06
time_zone: Asia/Shanghai
state: official
races:
`
	for id, certificate := range map[string]string{"formal": "{}", "upright": "{design: portrait}", "plain": "{design: plain, access: code}"} {
		edition += "  " + id + `:
    name: {en: 10 km, zh: 十公里}
    km: 10
    gun: "07:30:00"
    divisions: {men: {gender: M}, women: {gender: F}}
    points: [{id: start, km: 0}, {id: 5k, km: 5}, {id: finish, km: 10}]
    certificate: ` + certificate + "\n"
		files["data/2022/"+id+"/entries.csv"] = "bib,name,gender,visibility,certificate_code\nH1,张伟,M,public,QWERTY123451\nR2,䶮㛃𬱖𠅤犇喆叕,F,public,QWERTY123452\n" +
			"L3,Wolfeschlegelsteinhausenbergerdorff-Łukasiewicz Zoë-Ångström,F,public,QWERTY123453\nM4,欧阳志远,M,masked,QWERTY123456\n"
		files["data/2022/"+id+"/times.csv"] = "bib,start,5k,finish\nH1,0:00:01,0:19:30.5,0:40:00.5\nR2,0:00:01,0:19:40,0:40:10.5\nL3,0:00:01,,0:41:00.5\nM4,0:00:01.5,0:19:00,0:39:00.001\n"
	}
	files["data/2022/edition.yaml"] = edition
	j.write(t, files)
	j.run(t, "release", "-now", "2022-11-07T09:00:00+08:00", "2022")
	return j
}

// picture waits for the picture that a page draws of a certificate, and returns its
// file.
func (w *walk) picture() []byte {
	w.t.Helper()
	w.until(`document.querySelector("#picture figure")?.hidden === false || document.querySelector("#picture p")?.hidden === false`)
	if see[bool](w, `document.querySelector("#picture figure").hidden`) {
		w.t.Fatal("there is no picture")
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(see[string](w, `document.querySelector("#picture img").src`), "data:image/png;base64,"))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

// cells is a page as a grid of square millimetres with the mean red, green and blue
// of each. Programs differ in how they draw an edge within a pixel, but not over a
// millimetre.
type cells struct {
	width, height int // pixels
	rgb           [][3]float64
}

const millimetre = 6 // pixels, of a page as long as A4

// cellsOf returns the cells of a picture, given as rows of pixels and bytes per pixel.
func cellsOf(width, height, bytes int, pixels []byte) cells {
	c := cells{width: width, height: height}
	columns, rows := width/millimetre, height/millimetre
	c.rgb = make([][3]float64, columns*rows)
	for y := range rows * millimetre {
		for x := range columns * millimetre {
			cell, pixel := &c.rgb[y/millimetre*columns+x/millimetre], pixels[(y*width+x)*bytes:]
			for k := range cell {
				cell[k] += float64(pixel[k]) / (millimetre * millimetre)
			}
		}
	}
	return c
}

// drawn returns the cells of the file of a picture.
func drawn(t *testing.T, file []byte) cells {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	all := image.NewRGBA(picture.Bounds())
	draw.Draw(all, all.Rect, picture, image.Point{}, draw.Src)
	return cellsOf(all.Rect.Dx(), all.Rect.Dy(), 4, all.Pix)
}

// printed returns the cells of a PDF as drawn by a PDF reader.
func printed(t *testing.T, path string) cells {
	t.Helper()
	out, err := exec.Command(needs(t, "mutool"), "draw", "-q", "-r", "152.4", "-F", "ppm", "-o", "-", path).Output()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var width, height int
	pixels := bytes.NewBuffer(out)
	if _, err := fmt.Fscanf(pixels, "P6\n%d %d\n255\n", &width, &height); err != nil || pixels.Len() != 3*width*height {
		t.Fatalf("%s: %d bytes for %d by %d pixels: %v", path, pixels.Len(), width, height, err)
	}
	return cellsOf(width, height, 3, pixels.Bytes())
}

// apart returns the difference of two pages, up to 255: the mean, and that of the
// square millimetre that differs most.
func apart(a, b cells) (mean, worst float64) {
	for i := range a.rgb {
		for k := range a.rgb[i] {
			d := math.Abs(a.rgb[i][k] - b.rgb[i][k])
			mean += d / float64(3*len(a.rgb))
			worst = max(worst, d)
		}
	}
	return mean, worst
}

// codeIn returns where the code in a picture leads to on the site. It looks for QR codes
// alone: among the fine lines of an ornament, or of the code itself, the program takes a
// few for a bar code now and then, whose digits would stand behind the address.
func codeIn(t *testing.T, picture []byte) string {
	t.Helper()
	sheet := filepath.Join(t.TempDir(), "sheet.png")
	if err := os.WriteFile(sheet, picture, 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(needs(t, "zbarimg"), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", sheet).Output()
	check, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "https://example.org/")
	if err != nil || !ok {
		t.Fatalf("the code reads %q: %v", out, err)
	}
	return check
}

func TestBrowserMakesAPictureOfACertificate(t *testing.T) {
	t.Parallel()
	chromium(t)
	j := threeDesigns(t)
	public := j.build(t, j.key)
	w := browse(t, public)
	codes := map[string]string{"H1": "QWERTY123451", "R2": "QWERTY123452", "L3": "QWERTY123453", "M4": "QWERTY123456"}
	for id, bibs := range map[string][]string{"formal": {"H1", "R2"}, "upright": {"M4", "R2"}, "plain": {"L3", "M4"}} {
		var last *cells
		for _, bib := range bibs {
			t.Run(fmt.Sprintf("it looks like the PDF: %s, %s", id, bib), func(t *testing.T) {
				w.t = t
				path := "2022/" + id + "/certificates/" + bib + ".pdf"
				if id == "plain" || bib == "M4" {
					path = hidden(id, bib, codes[bib])
					w.open("en/search/#2022/" + id + "/" + bib)
					w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#code", codes[bib]+kb.Enter))
					w.answer()
				} else {
					w.open("en/2022/" + id + "/runners/" + bib + ".html")
				}
				w.do(chromedp.WaitVisible("#save"), click("#save"))
				file := w.picture()
				picture, page := drawn(t, file), printed(t, filepath.Join(public, path))
				if max(picture.width, picture.height) != 1782 || min(picture.width, picture.height) != 1260 || len(picture.rgb) != len(page.rgb) || (picture.width > picture.height) == (id == "upright") {
					t.Fatalf("it is %d by %d, the PDF %d by %d", picture.width, picture.height, page.width, page.height)
				}
				mean, worst := apart(picture, page)
				t.Logf("apart %.2f, at worst %.1f", mean, worst)
				if mean > 1 || worst > 36 { // edges within a pixel weigh more where a millimetre has few
					t.Errorf("they are %.2f of 255 apart, and %.1f where they differ most", mean, worst)
				}
				if last != nil {
					if _, worst := apart(*last, page); worst < 120 {
						t.Errorf("another runner's is only %.1f apart where they differ most: the comparison proves nothing", worst)
					}
				}
				last = &picture
				if name := see[string](w, `document.querySelector("#picture a").download`); name != id+"-"+bib+".png" {
					t.Errorf("it is saved as %q", name)
				}
				if text := see[string](w, `document.querySelector("#picture img").alt`); !strings.Contains(text, "Finisher’s Certificate") || !strings.HasSuffix(text, bib) {
					t.Errorf("it is read out as %q", text)
				}
				w.calm()
				if bib != "R2" {
					return
				}
				check := codeIn(t, file)
				for size, want := range map[string]image.Point{"story": {X: 1080, Y: 1920}, "wallet": {X: 1012, Y: 638}} {
					shown := "document.querySelector('#picture img').naturalWidth"
					w.do(click("#picture [data-size=" + size + "]"))
					w.until(fmt.Sprintf("%s === %d && document.querySelector('#picture progress') === null", shown, want.X))
					other := w.picture()
					if is, err := png.DecodeConfig(bytes.NewReader(other)); err != nil || is.Width != want.X || is.Height != want.Y {
						t.Errorf("%s: %+v, %v", size, is, err)
					}
					if name := see[string](w, `document.querySelector("#picture a").download`); name != id+"-"+bib+"-"+size+".png" {
						t.Errorf("%s: it is saved as %q", size, name)
					}
					if size == "wallet" && codeIn(t, other) != check {
						t.Error("the code for the wallet is another one")
					}
				}
				w.calm()
				w.open(check)
				if state, text := w.answer(); state != "genuine" || !strings.Contains(text, "䶮㛃𬱖𠅤犇喆叕") {
					t.Errorf("its code leads to: %s: %s", state, text)
				}
				w.calm()
			})
		}
	}
	t.Run("it is begun when the button is touched, and nothing is done twice", func(t *testing.T) {
		w.t = t
		certificate, words := "/2022/formal/certificates/H1.pdf", "/assets/sharing.en."
		asked := func() (pdf, said int) {
			w.mu.Lock()
			defer w.mu.Unlock()
			for _, one := range w.given {
				if one.path == certificate {
					pdf++
				} else if strings.HasPrefix(one.path, words) {
					said++
				}
			}
			return pdf, said
		}
		// counted opens the page, which loads nothing for a picture yet, and counts from there.
		counted := func() {
			w.open("en/2022/formal/runners/H1.html")
			w.do(chromedp.WaitVisible("#save"))
			w.until(`document.readyState === "complete"`)
			w.mu.Lock()
			w.given = nil
			w.mu.Unlock()
			see[bool](w, `(() => {
				const count = window.count = { unpacked: 0, packed: 0, shown: [], offered: "" }, Packed = DecompressionStream, pack = HTMLCanvasElement.prototype.toDataURL;
				window.DecompressionStream = function (...how) { count.unpacked++; return new Packed(...how); };
				HTMLCanvasElement.prototype.toDataURL = function (...how) { count.packed++; return pack.apply(this, how); };
				new MutationObserver(() => {
					const figure = document.querySelector("#picture figure");
					count.shown.push(document.querySelector("#picture progress")?.value ?? -1);
					if (figure && !figure.hidden) count.offered ||= figure.querySelector("a").href.slice(0, 21);
				}).observe(document.getElementById("picture"), { attributes: true, childList: true, subtree: true });
				return true;
			})()`)
		}
		type work struct {
			Unpacked, Packed int
			Shown            []float64
			Offered          string
		}
		var both [2]work
		for i, touch := range []chromedp.Action[chromedp.Void]{
			chromedp.Evaluate[chromedp.Void](`document.getElementById("save").dispatchEvent(new PointerEvent("pointerenter"))`),
			chromedp.Evaluate[chromedp.Void](`document.getElementById("save").focus({ preventScroll: true })`),
		} {
			counted()
			w.do(touch)
			w.until(`window.count.unpacked > 4 && document.querySelector("#picture figure") !== null`)
			if pdf, said := asked(); pdf != 1 || said > 1 { // the words may lie in the browser's store
				t.Errorf("touched, the certificate is asked for %d times, the words %d", pdf, said)
			}
			if see[bool](w, `!document.querySelector("#picture figure").hidden || document.querySelector("#picture progress") !== null`) {
				t.Error("something is shown before the button is pressed")
			}
			w.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("save").click()`))
			file := w.picture()
			w.until(`document.querySelector("#picture progress") === null`)
			both[i] = see[work](w, `window.count`)
			if pdf, said := asked(); pdf != 1 || said > 1 {
				t.Errorf("pressed, the certificate is asked for %d times, the words %d", pdf, said)
			}
			if of := both[i]; of.Packed != 1 || len(of.Shown) == 0 || of.Offered != "data:image/png;base64" {
				t.Errorf("it is packed %d times, offered as %q", of.Packed, of.Offered)
			}
			if len(file) > 1300<<10 { // it is packed, and unpacked to be shown
				t.Errorf("it has %d KB", len(file)>>10)
			}
			w.calm()
		}
		counted()
		w.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("save").click()`))
		w.picture()
		w.until(`document.querySelector("#picture progress") === null`)
		bare := see[work](w, `window.count`)
		for _, of := range both {
			if of.Unpacked != bare.Unpacked {
				t.Errorf("%d streams are unpacked, %d by who did not touch the button before", of.Unpacked, bare.Unpacked)
			}
		}
		if !slices.Contains(bare.Shown, 0.9) || bare.Shown[len(bare.Shown)-1] != -1 || slices.Index(bare.Shown, -1) != len(bare.Shown)-1 {
			t.Errorf("its progress is shown as %v", bare.Shown)
		}
		w.calm()
	})
	failed := `(() => { const [words, figure] = document.getElementById("picture").children; return !!figure && figure.hidden && !words.hidden && words.innerText.includes("as PDF") })()`
	t.Run("by keyboard alone, and what was said before is taken back", func(t *testing.T) {
		w.t = t
		w.open("en/2022/formal/runners/H1.html")
		w.do(chromedp.WaitVisible("#save"))
		gone := "/2022/formal/certificates/H1.pdf"
		w.without.Store(&gone)
		w.do(chromedp.SendKeys("#save", kb.Enter))
		w.until(failed)
		w.without.Store(nil)
		w.do(chromedp.KeyEvent(kb.Enter)) // the button has the focus still
		w.picture()
		w.forget()
		w.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
		if saved := w.downloads(); strings.Join(saved, " ") != "formal-H1.png" {
			t.Errorf("the next stop saves %q", saved)
		}
		w.calm()
	})
	t.Run("a browser that cannot unpack says so, and the PDF is there", func(t *testing.T) {
		w.t = t
		w.open("en/2022/formal/runners/H1.html")
		w.do(chromedp.WaitVisible("#save"))
		see[bool](w, `delete window.DecompressionStream`)
		w.do(click("#save"))
		w.until(failed)
		if !see[bool](w, `document.getElementById("certificate").href.endsWith("/2022/formal/certificates/H1.pdf")`) {
			t.Error("the way to the PDF is gone")
		}
		w.calm()
	})
	t.Run("another runner's certificate takes the picture of the last one away", func(t *testing.T) {
		w.t = t
		w.open("en/search/#2022/formal/H1")
		w.do(chromedp.WaitVisible("#lookup"), chromedp.SendKeys("#code", kb.Enter))
		w.answer()
		w.do(click("#save"))
		w.picture()
		w.do(chromedp.SetValue("#bib", "R2"), chromedp.SendKeys("#bib", kb.Enter))
		w.until(`document.querySelector("#picture figure").hidden`)
		w.do(chromedp.WaitVisible("#save"), click("#save"))
		w.picture()
		if text := see[string](w, `document.querySelector("#picture img").alt`); !strings.HasSuffix(text, "R2") {
			t.Errorf("it is %q", text)
		}
		w.calm()
	})
	t.Run("where there is no certificate there is no button", func(t *testing.T) {
		w.t = t
		w.open("en/2022/plain/runners/H1.html")
		if see[bool](w, `document.getElementById("save") !== null`) {
			t.Error("there is one")
		}
		if text := w.withoutScripts("en/2022/formal/runners/H1.html"); strings.Contains(text, "Save as picture") {
			t.Error("without scripts it is shown")
		}
	})
}
