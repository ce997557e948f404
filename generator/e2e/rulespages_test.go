package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
)

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
				one, other, _ := strings.Cut(strings.ToLower(fact), "|")
				if text := strings.ToLower(string(source)); !strings.Contains(text, one) && (other == "" || !strings.Contains(text, other)) {
					t.Errorf("%s %s: %q is not there", lang, edition, fact)
				}
			}
		}
	}
}

// deciding are the words with which a clause begins that decides results.
var deciding = map[string]string{"zh": "<strong>决定成绩的条款", "en": "<strong>Decides results", "ja": "<strong>結果を決める条項です。</strong>"}

// TestWhatDecidesResultsIsMarkedOnTheRulesPage goes through the clauses that the
// rule data cites: those that results hang on are marked, and all have a place.
func TestWhatDecidesResultsIsMarkedOnTheRulesPage(t *testing.T) {
	t.Parallel()
	public, _ := demonstrationSite(t)
	archive, found := read.Project(os.DirFS("../.."))
	if archive == nil {
		t.Fatal(found)
	}
	for _, e := range archive.Editions {
		clauses := &e.Races[0].Rules.Clauses
		for _, lang := range archive.Site.Languages {
			source, err := os.ReadFile(filepath.Join(public, lang, e.ID, "rules", "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range clauses.All() {
				_, section, ok := strings.Cut(string(source), ` id="clause-`+c.Clause+`"`)
				switch section, _, _ = strings.Cut(section, "<h"); {
				case c.Clause == "" || !ok:
					t.Errorf("%s %s: clause %q of %s has no place", lang, e.ID, c.Clause, c.Key)
				case i < 11 && !strings.Contains(section, deciding[lang]): // up to discipline they decide
					t.Errorf("%s %s: clause %s of %s is not marked as one that decides results", lang, e.ID, c.Clause, c.Key)
				}
			}
		}
	}
}

// TestAClauseOf2021IsCitedInThePagesLanguage looks at the comparison of the two
// years, in which both stand.
func TestAClauseOf2021IsCitedInThePagesLanguage(t *testing.T) {
	t.Parallel()
	public, _ := demonstrationSite(t)
	for lang, want := range map[string][]string{
		"zh": {">竞赛办法第5条</a>", ">竞赛办法第6条</a>", ">录取名次与奖励第8条</a>"},
		"en": {">Rules of competition, cl. 5</a>", ">Rules of competition, cl. 6</a>", ">Awards, cl. 8</a>"},
		"ja": {">競技方法 第5条</a>", ">競技方法 第6条</a>", ">順位と表彰 第8条</a>"},
	} {
		source, err := os.ReadFile(filepath.Join(public, lang, "2022", "rules", "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range want {
			if !strings.Contains(string(source), link) {
				t.Errorf("%s: no %s", lang, link)
			}
		}
		if strings.Contains(string(source), ">competition.") {
			t.Errorf("%s: a clause is cited by its key", lang)
		}
	}
}

// TestTheRuleDataOf2021CitesTheTextsOwnNumbers: that text has no clause on bibs.
func TestTheRuleDataOf2021CitesTheTextsOwnNumbers(t *testing.T) {
	archive, found := read.Project(os.DirFS("../.."))
	if archive == nil {
		t.Fatal(found)
	}
	got := archive.Editions[0].Races[0].Rules.Clauses
	if archive.Editions[0].ID != "2021" || got.Start != "competition.3" || got.Points != "competition.4" || got.Cutoff != "competition.5" || got.Baggage != "competition.6" {
		t.Errorf("%s %+v", archive.Editions[0].ID, got)
	}
	bags := archive.Editions[1].Races[0].Rules.Baggage
	if until := race.Instant(14*3600_000 + 45*60_000); bags.Until != until {
		t.Errorf("bags are handed out until %s in 2022", race.Clock(bags.Until))
	}
}

var (
	figures  = regexp.MustCompile(`\d+(?:[:.]\d+)*`)
	ordinal  = regexp.MustCompile(`(?m)^\s*\d+\s*(?:\)|\.\s)`)
	pageTags = regexp.MustCompile(`<[^>]*>`)
)

// TestEveryFigureOfTheTextsIsOnTheirPage takes the texts themselves, where they
// lie beside the project, and looks for every hour, amount and number in them.
func TestEveryFigureOfTheTextsIsOnTheirPage(t *testing.T) {
	t.Parallel()
	texts, err := filepath.Glob("../../../shared/seeds/*.txt")
	if err != nil || len(texts) < 3 {
		t.Skip("the texts of the rules are not here")
	}
	public, _ := demonstrationSite(t)
	for edition, name := range map[string]string{"2021": texts[1], "2022": texts[2]} {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(source), "Title Sponsor") // what follows is the foot of the web page
		wanted := figures.FindAllString(ordinal.ReplaceAllString(text, ""), -1)
		if len(wanted) < 50 {
			t.Fatalf("%s has only %d figures", name, len(wanted))
		}
		for _, lang := range []string{"zh", "en", "ja"} {
			page, err := os.ReadFile(filepath.Join(public, lang, edition, "rules", "index.html"))
			if err != nil {
				t.Fatal(err)
			}
			_, main, _ := strings.Cut(string(page), "<main")
			have := map[string]bool{}
			for _, figure := range figures.FindAllString(strings.ReplaceAll(pageTags.ReplaceAllString(main, " "), ",", ""), -1) {
				have[figure] = true
			}
			for _, figure := range wanted {
				if !have[figure] {
					t.Errorf("%s %s: %s is not there", lang, edition, figure)
					have[figure] = true
				}
			}
		}
	}
}
