package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/export"
	"guntime/generator/internal/page/lists"
	"guntime/generator/internal/race"
)

func TestRegisters(t *testing.T) {
	archive, verdicts := sample(730)
	s := sampleSet(t, archive, projectContent)
	pages := pagesOf(t, s, verdicts)
	v := verdicts[1]
	rv := v.Races[0]
	const bibs, surnames = "2022/marathon/bibs/", "2022/marathon/surnames/"
	last := s.RegisterPages(rv)
	all := func(lang, folder string) string {
		var b strings.Builder
		for n := 1; n <= last; n++ {
			b.WriteString(pages[fmt.Sprintf("%s/%s%d/index.html", lang, folder, n)])
		}
		return b.String()
	}
	t.Run("every runner with a page is reached once from each register, and nobody else", func(t *testing.T) {
		for _, lang := range []string{"zh", "en"} {
			for _, folder := range []string{bibs, surnames} {
				text := all(lang, folder)
				for i := range rv.Results {
					e, want := rv.Results[i].Entry, 1
					if e.Visibility == race.Anonymous {
						want = 0
					}
					if n := strings.Count(text, `/runners/`+e.Bib+`.html"`); n != want {
						t.Errorf("%s/%s: %s is linked %d times", lang, folder, e.Bib, n)
					}
				}
			}
		}
	})
	t.Run("the first page leads to each of the others", func(t *testing.T) {
		for _, folder := range []string{bibs, surnames} {
			for n := 1; n <= last; n++ {
				if !strings.Contains(pages["en/"+folder+"index.html"], fmt.Sprintf(`href="%d/"`, n)) {
					t.Errorf("not to %s%d/", folder, n)
				}
			}
		}
	})
	t.Run("hidden names are in neither", func(t *testing.T) {
		for path, text := range pages {
			if !strings.Contains(path, bibs) && !strings.Contains(path, surnames) {
				continue
			}
			for _, hidden := range []string{"欧阳娜", "Ouyang Na", "隐姓", "秘密俱乐部"} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s names %s", path, hidden)
				}
			}
		}
	})
	t.Run("no page has two lines of one name, nor too many nodes", func(t *testing.T) {
		id := regexp.MustCompile(` id="([^"]+)"`)
		for path, text := range pages {
			if !strings.Contains(path, bibs) && !strings.Contains(path, surnames) {
				continue
			}
			seen := map[string]bool{}
			for _, m := range id.FindAllStringSubmatch(text, -1) {
				if seen[m[1]] {
					t.Errorf("%s has two %s", path, m[1])
				}
				seen[m[1]] = true
			}
			if n := strings.Count(text, "<") - strings.Count(text, "</"); n > 1000 { // no more than a page of a list
				t.Errorf("%s has %d nodes", path, n)
			}
		}
	})
	t.Run("bibs stand as people count", func(t *testing.T) {
		bibs := []string{"A10", "A9", "B1", "100", "20", "3", "A009", "A-2", "A", "a9x"}
		slices.SortFunc(bibs, func(a, b string) int { return lists.CompareBibs(race.FoldBib(a), race.FoldBib(b)) })
		if got := strings.Join(bibs, " "); got != "3 20 100 A A-2 A009 A9 a9x A10 B1" {
			t.Error(got)
		}
	})
	t.Run("a race whose runners are all anonymous has no finder and no register", func(t *testing.T) {
		hidden := &race.RaceVerdict{Race: rv.Race, Results: []race.Result{{Entry: &race.Entry{Bib: "1", Name: "隐姓", Visibility: race.Anonymous}}}}
		if n := s.RegisterPages(hidden); n != 0 {
			t.Errorf("%d pages", n)
		}
		if s.draft("en", "").finder(v, hidden) != nil {
			t.Error("it has a finder")
		}
		if n := len(export.Surnames(hidden)); n != 0 {
			t.Errorf("%d surnames", n)
		}
	})
	t.Run("a page that is not there is an error", func(t *testing.T) {
		var b strings.Builder
		if err := s.Bibs("en", v, rv, last+1)(&b); err == nil {
			t.Error("it is drawn")
		}
	})
	t.Run("home, the race and the search page have one finder of the latest edition", func(t *testing.T) {
		for path, data := range map[string]string{"en/index.html": `data-search="../2022/marathon/search/"`, "zh/2022/marathon/index.html": `data-search="../../../2022/marathon/search/"`,
			"zh/search/index.html": `data-search="../../2022/marathon/search/"`} {
			if strings.Count(pages[path], `<form class="finder" role="search"`) != 1 || strings.Count(pages[path], data) != 1 {
				t.Errorf("%s has not", path)
			}
		}
	})
}

func TestAPageOfARegisterGrowsSoThatTheFirstStaysShort(t *testing.T) {
	for runners, want := range map[int]int{1: 1, 100: 1, 101: 2, 30_000: 300, 1_000_000: 500} {
		size := (&Set{archive: &race.Archive{}}).registerSize(runners)
		if got := (runners + size - 1) / size; got != want {
			t.Errorf("%d runners stand on %d pages, want %d", runners, got, want)
		}
	}
}
