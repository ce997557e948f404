package e2e

import (
	"encoding/xml"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// printedLine is a line of text on paper: its words in their order, and where it stands.
type printedLine struct {
	text string
	top  float64
}

// lines are the lines of each page of a PDF.
func linesOf(t *testing.T, file string) (pages [][]printedLine) {
	t.Helper()
	out, err := exec.Command(needs(t, "pdftotext"), "-bbox-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Pages []struct {
			Lines []struct {
				Top   float64  `xml:"yMin,attr"`
				Words []string `xml:"word"`
			} `xml:"flow>block>line"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &document); err != nil {
		t.Fatal(err)
	}
	for _, p := range document.Pages {
		var lines []printedLine
		for _, l := range p.Lines {
			lines = append(lines, printedLine{strings.Join(l.Words, " "), l.Top})
		}
		pages = append(pages, lines)
	}
	return pages
}

// has reports whether a page has a line with a text.
func has(page []printedLine, text string) bool {
	for _, l := range page {
		if strings.Contains(l.text, text) {
			return true
		}
	}
	return false
}

func TestPagesOnPaper(t *testing.T) {
	t.Parallel()
	chromium(t)
	public, _ := demonstrationSite(t)
	w := browse(t, public)
	for _, path := range []string{"en/2022/marathon/runners/M1.html", "zh/2022/marathon/runners/W6.html", "ja/2022/marathon/runners/F2.html"} {
		w.open(path)
		gun := see[string](w, `document.querySelector("[data-gun]").textContent`)
		pages := linesOf(t, w.paper())
		if len(pages) != 1 {
			t.Errorf("%s: %d sheets of A4", path, len(pages))
		}
		if !has(pages[0], gun) {
			t.Errorf("%s: %s stands in no line of its own sheet", path, gun)
		}
	}

	w.open("en/2022/marathon/men/")
	pages := linesOf(t, w.paper())
	rows := see[[]string](w, `Array.from(document.querySelectorAll(".list td.c"), (td) => td.textContent)`)
	if len(pages) < 2 {
		t.Fatalf("%d rows on %d sheets", len(rows), len(pages))
	}
	clock := regexp.MustCompile(`\d:\d\d:\d\d`)
	for n, p := range pages {
		lines := 0
		for _, l := range p {
			if clock.MatchString(l.text) {
				lines++
			}
		}
		if lines > 3 && !has(p, "Gun time") {
			t.Errorf("sheet %d of the list has %d times and no head", n+1, lines)
		}
	}
	for _, time := range rows { // none is broken over lines
		found := false
		for _, p := range pages {
			found = found || has(p, time)
		}
		if !found {
			t.Errorf("%s stands in no line", time)
		}
	}

	w.open("en/2022/marathon/awards/")
	heads := see[[]string](w, `Array.from(document.querySelectorAll("main h2"), (h) => h.textContent)`)
	for n, p := range linesOf(t, w.paper()) {
		for _, head := range heads {
			for _, l := range p {
				if l.text != head {
					continue
				}
				below := 0
				for _, other := range p {
					if other.top > l.top+20 && clock.MatchString(other.text) {
						below++
					}
				}
				if below == 0 {
					t.Errorf("sheet %d of the awards ends in the head %q", n+1, head)
				}
			}
		}
	}

	// Names keep their words whole, also beside long amounts and reasons.
	for path, words := range map[string][]string{"ja/2022/marathon/awards/": {"Alemseged", "Tazrouti", "Bouzekraoui"}, "en/2022/marathon/men/others/": {"WANG Yichen", "HUANG Yukai"}} {
		w.open(path)
		pages := linesOf(t, w.paper())
		for _, word := range words {
			if !slices.ContainsFunc(pages, func(page []printedLine) bool { return has(page, word) }) {
				t.Errorf("%s: %s is on no sheet in one piece", path, word)
			}
		}
	}
	w.open("en/2022/marathon/course/")
	if pages := linesOf(t, w.paper()); !has(pages[0], "Elevation profile") {
		t.Error("the map leaves the first sheet of the course")
	}
}
