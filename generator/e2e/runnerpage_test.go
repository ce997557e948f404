package e2e

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What a runner's page says in figures.
var (
	pageGun    = regexp.MustCompile(`<div class="gun"><dt>[^<]*</dt><dd data-gun>([0-9:]+)</dd>`)
	pageNet    = regexp.MustCompile(`<div><dt>Net time</dt><dd data-net>([0-9:]+)</dd>`)
	pagePlace  = regexp.MustCompile(`<a href="[^"]*/(men|women|wheelchair-men|wheelchair-women)/[^"]*#p\d+">([0-9,]+)=?</a><i class="of-([a-z-]+)"></i>`)
	styleOf    = regexp.MustCompile(`\.of-([a-z-]+)::after\{content:"/([0-9,]+)"\}`)
	pageAll    = regexp.MustCompile(`/overall/[^"]*">([0-9,]+)</a>`)
	pageSplits = regexp.MustCompile(`(?s)<table class="splits whole" data-splits>.*?</table>`)
	pageSplit  = regexp.MustCompile(`<tr><th>[^<]*<td data-gun>([0-9:]+)<`)
)

// onPage is a time of the results as pages write it: less than an hour as m:ss.
func onPage(text string) string {
	if minutes, short := strings.CutPrefix(text, "0:"); short {
		if minutes[0] == '0' {
			return minutes[1:]
		}
		return minutes
	}
	return text
}

func TestEveryFigureOfARunnersPageIsThatOfTheResults(t *testing.T) {
	public, _ := demonstrationSite(t)
	data, err := os.ReadFile(filepath.Join(public, "2022/marathon/results.json"))
	if err != nil {
		t.Fatal(err)
	}
	var results struct {
		Divisions []struct {
			ID     string
			Counts struct{ Ranked int }
		}
		Results []struct {
			Bib          *string
			Division     string
			Place        int
			PlaceOverall int    `json:"place_overall"`
			Gun          string `json:"gun_time"`
			Net          string `json:"net_time"`
			Splits       []struct{ Time string }
		}
	}
	if err := json.Unmarshal(data, &results); err != nil {
		t.Fatal(err)
	}
	ranked := map[string]int{}
	for _, d := range results.Divisions {
		ranked[d.ID] = d.Counts.Ranked
	}
	first := func(re *regexp.Regexp, page string) string {
		if m := re.FindStringSubmatch(page); m != nil {
			return m[1]
		}
		return ""
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
		return n
	}
	style, err := os.ReadFile(filepath.Join(public, "2022/marathon/field/en.css"))
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]int{} // what the pages say of how many, by list
	for _, m := range styleOf.FindAllStringSubmatch(string(style), -1) {
		of[m[1]] = number(m[2])
	}
	compared := 0
	for _, r := range results.Results {
		if r.Bib == nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(public, "en/2022/marathon/runners", *r.Bib+".html"))
		if err != nil {
			t.Fatal(err)
		}
		page := html.UnescapeString(string(data))
		if got := first(pageGun, page); got != onPage(r.Gun) {
			t.Errorf("%s: gun time %q, in the results %q", *r.Bib, got, r.Gun)
		}
		if got := first(pageNet, page); got != onPage(r.Net) {
			t.Errorf("%s: net time %q, in the results %q", *r.Bib, got, r.Net)
		}
		if m := pagePlace.FindStringSubmatch(page); r.Place > 0 && (m == nil || m[1] != r.Division || number(m[2]) != r.Place || m[3] != r.Division || of[m[3]] != ranked[r.Division]) {
			t.Errorf("%s: place %q, in the results %d of %d", *r.Bib, m, r.Place, ranked[r.Division])
		}
		if got := number(first(pageAll, page)); got != r.PlaceOverall {
			t.Errorf("%s: overall place %d, in the results %d", *r.Bib, got, r.PlaceOverall)
		}
		var splits []string
		for _, m := range pageSplit.FindAllStringSubmatch(pageSplits.FindString(page), -1) {
			splits = append(splits, m[1])
		}
		if len(splits) != len(r.Splits) {
			t.Errorf("%s: splits %v, in the results %v", *r.Bib, splits, r.Splits)
			continue
		}
		for i, s := range r.Splits {
			if compared++; splits[i] != onPage(s.Time) {
				t.Errorf("%s: split %q, in the results %q", *r.Bib, splits[i], s.Time)
			}
		}
	}
	if compared < 5_000 {
		t.Errorf("only %d splits were compared", compared)
	}
}
