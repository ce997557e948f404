package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

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
			width, height, css := 210/25.4, 297/25.4, true
			printed, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: width, PaperHeight: height, PreferCSSPageSize: &css})
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(t.TempDir(), "guide.pdf")
			if err := os.WriteFile(name, printed.Data, 0o600); err != nil {
				t.Fatal(err)
			}
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

// clausesOf are the numbers of the clauses of the texts, each of which has its
// place on the rules page.
func clausesOf(edition string) []string {
	var all []string
	under := func(section string, n int) {
		all = append(all, section)
		for i := 1; i <= n; i++ {
			all = append(all, fmt.Sprintf("%s.%d", section, i))
		}
	}
	if edition == "2022" {
		for section, n := range []int{0, 0, 0, 0, 0, 0, 0, 0, 3, 12, 5, 8, 13, 0, 0} {
			under(fmt.Sprint(section+1), n)
		}
		return all
	}
	for _, s := range []struct {
		section string
		n       int
	}{{"host", 0}, {"co-host", 0}, {"organiser", 0}, {"co-organiser", 0}, {"approval", 0}, {"date", 0}, {"event", 0}, {"divisions", 0}, {"course", 3},
		{"competition", 11}, {"registration", 5}, {"awards", 8}, {"punishment", 12}, {"insurance", 0}, {"contact", 0}} {
		under(s.section, s.n)
	}
	return all
}

// saysLacking is how a page says that a source does not hold what it does hold.
var saysLacking = regexp.MustCompile(`(?i)sources? at hand|does not give what|do not give what|手头资料|没有记载此|手元の資料|手元に資料`)

func TestEveryClauseOfBothYearsIsOnItsPageInEachLanguage(t *testing.T) {
	t.Parallel()
	public, _ := demonstrationSite(t)
	heading := regexp.MustCompile(`<h[23] id="([^"]+)"[^>]*>([^<]+)</h[23]>`)
	for _, edition := range []string{"2021", "2022"} {
		for _, lang := range []string{"zh", "en", "ja"} {
			source, err := os.ReadFile(filepath.Join(public, lang, edition, "rules", "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			text := string(source)
			if said := saysLacking.FindString(text); said != "" {
				t.Errorf("%s %s says %q", lang, edition, said)
			}
			found := heading.FindAllStringSubmatchIndex(text, -1)
			at := map[string]int{}
			for i, m := range found {
				at[text[m[2]:m[3]]] = i
			}
			last := -1
			for _, clause := range clausesOf(edition) {
				i, ok := at["clause-"+clause]
				if !ok {
					t.Errorf("%s %s: no heading for clause %s", lang, edition, clause)
					continue
				}
				if i <= last {
					t.Errorf("%s %s: clause %s is not after the one before it", lang, edition, clause)
				}
				last = i
				title := text[found[i][4]:found[i][5]]
				if edition == "2022" && !strings.HasPrefix(title, clause+" ") {
					t.Errorf("%s %s: the heading of clause %s is %q", lang, edition, clause, title)
				}
				end := len(text)
				if i+1 < len(found) {
					end = found[i+1][0]
				}
				if body := text[found[i][1]:end]; !strings.Contains(body, "<p>") && !strings.Contains(body, "<ul>") && !strings.Contains(text[found[min(i+1, len(found)-1)][2]:], "clause-"+clause+".") {
					t.Errorf("%s %s: clause %s says nothing", lang, edition, clause)
				}
			}
		}
	}
}

// textFacts are what the texts say as it is: figures, hours and names that read the
// same in every language.
var textFacts = map[string][]string{
	"2022": {"5:30", "7:15", "7:30", "8:25", "9:00", "9:40", "10:20", "11:00", "11:45", "12:35", "13:25", "13:45", "14:45", "21.0975", "42.195", "40",
		"2002", "2019", "AED", "Alipay", "T-shirt", "mist station", "video", "Beijing Marathon EXPO 2022", "Official Program", "BEIKE", "WA", "AIMS", "GMT+8|北京时间",
		"010-67167482", "13699107993", "13691584483", "13691582045", "13691529472", "9:00-11:30", "13:00-17:30", "www.beijing-marathon.com", "oc@beijing-marathon.com",
		"2:09:00", "2:26:00", "2:07:06", "2:19:39", "30,000", "15,000", "6,000", "20,000", "20%", "50", "48", "12.5", "37.5", "Beijing Investment Group Co., Ltd."},
	"2021": {"5:30", "7:15", "7:30", "13:00", "13:45", "21.0975", "42.195", "2001", "2019", "AED", "Alipay", "T-shirt", "mist station", "video",
		"Beijing Marathon EXPO 2021", "Official Program", "BEIKE", "010-67167482", "13699107993", "15210037927", "2:09:00", "2:26:00", "2:07:06", "2:19:39", "20,000",
		"20%", "50", "60", "72", "21", "24"},
}

func TestTheFactsOfTheTextsAreOnThePagesInEachLanguage(t *testing.T) {
	t.Parallel()
	public, _ := demonstrationSite(t)
	for edition, list := range textFacts {
		for _, lang := range []string{"zh", "en", "ja"} {
			source, err := os.ReadFile(filepath.Join(public, lang, edition, "rules", "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			for _, fact := range list {
				one, other, _ := strings.Cut(fact, "|")
				if !strings.Contains(string(source), one) && (other == "" || !strings.Contains(string(source), other)) {
					t.Errorf("%s %s: %q is not there", lang, edition, fact)
				}
			}
		}
	}
}
