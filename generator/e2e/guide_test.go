package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// paper prints the open page as a browser does, on A4 with the page's own margins, and
// returns the name of the file.
func (w *walk) paper() string {
	w.t.Helper()
	css := true
	printed, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 210 / 25.4, PaperHeight: 297 / 25.4, PreferCSSPageSize: &css})
	if err != nil {
		w.t.Fatal(err)
	}
	name := filepath.Join(w.t.TempDir(), "page.pdf")
	if err := os.WriteFile(name, printed.Data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return name
}

// TestTheRaceDayIsOneSheetOfPaper prints the guide as a browser does, on A4 with
// the page's own margins, and holds it against its text.
func TestTheRaceDayIsOneSheetOfPaper(t *testing.T) {
	t.Parallel()
	chromium(t)
	count := needs(t, "pdfinfo")
	text := needs(t, "pdftotext")
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, lang := range []string{"en", "zh", "ja"} {
		for _, edition := range []string{"2021", "2022"} {
			w.open(lang + "/" + edition + "/guide/")
			name := w.paper()
			out, err := exec.Command(count, name).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if !regexp.MustCompile(`(?m)^Pages: +1$`).Match(out) || !bytes.Contains(out, []byte("A4")) {
				t.Errorf("%s %s is no single sheet of A4:\n%s", lang, edition, out)
			}
			said, err := exec.Command(text, name, "-").CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			for _, want := range []string{"7:30", "010-67167482", "42.195"} {
				if !strings.Contains(string(said), want) {
					t.Errorf("%s %s: %q is not on the paper", lang, edition, want)
				}
			}
		}
	}
}

func TestTheRaceDayFitsAPhone(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public) // as wide as a phone
	for _, path := range []string{"en/2022/guide/", "zh/2022/guide/", "ja/2022/guide/", "en/2021/guide/"} {
		w.open(path)
		for _, what := range []string{"document.documentElement", `document.querySelector(".stops").parentElement`} {
			if wide := see[int](w, what+".scrollWidth - "+what+".clientWidth"); wide > 0 {
				t.Errorf("%s: %s is %d pixels wider than its place", path, what, wide)
			}
		}
	}
	w.calm()
}
