package site

import (
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// hashes are the parts of a path that follow what the file says.
var hashes = regexp.MustCompile(`/[bnw][0-9a-f]{10}\.|form-[0-9a-f]{10}|\.[0-9a-f]{10}\.`)

// listed writes paths a line each, without their hashes and the assets.
func listed(all []artifact.File) string {
	var b strings.Builder
	for _, p := range paths(all) {
		if !strings.HasPrefix(p, "assets/") {
			b.WriteString(hashes.ReplaceAllStringFunc(p, func(h string) string { return regexp.MustCompile(`[0-9a-f]{10}(\.|$)`).ReplaceAllString(h, "HASH$1") }) + "\n")
		}
	}
	return b.String()
}

// spelled takes the tabs from a list that stands in a test.
func spelled(list string) string {
	return strings.ReplaceAll(strings.TrimPrefix(list, "\n"), "\t", "")
}

func TestThePlanIsTheseFilesInThisOrder(t *testing.T) {
	all := files(t, func(s *setting) { s.Editions = s.Editions[1:] })
	if diff := cmp.Diff(spelled(`
		index.html
		404.html
		en/index.html
		en/history/index.html
		en/editions/index.html
		en/records/index.html
		en/search/index.html
		en/following/index.html
		en/verify/index.html
		en/glossary/index.html
		zh/index.html
		zh/history/index.html
		zh/editions/index.html
		zh/records/index.html
		zh/search/index.html
		zh/following/index.html
		zh/verify/index.html
		zh/glossary/index.html
		en/2022/index.html
		en/2022/rules/index.html
		zh/2022/index.html
		zh/2022/rules/index.html
		2022/changes.json
		en/2022/changes/index.html
		2022/changes.en.xml
		2022/changes.en.json
		zh/2022/changes/index.html
		2022/changes.zh.xml
		2022/changes.zh.json
		2022/mini/certificates/form.svg
		2022/mini/results.json
		2022/mini/results.csv
		2022/mini/results.xlsx
		2022/mini/results.pdf
		2022/mini/field/men.svg
		2022/mini/field/women.svg
		2022/mini/field/paces/median.svg
		2022/mini/field/en.css
		2022/mini/field/zh.css
		2022/mini/live/leaders.json
		2022/mini/live/points/finish.json
		2022/mini/search/index.json
		2022/mini/search/times/bHASH.json
		2022/mini/search/times/nHASH.json
		2022/mini/search/lists/bHASH.json
		2022/mini/search/lists/nHASH.json
		2022/mini/search/lists/wHASH.json
		en/2022/mini/bibs/index.html
		en/2022/mini/surnames/index.html
		en/2022/mini/bibs/1/index.html
		en/2022/mini/surnames/1/index.html
		zh/2022/mini/bibs/index.html
		zh/2022/mini/surnames/index.html
		zh/2022/mini/bibs/1/index.html
		zh/2022/mini/surnames/1/index.html
		2022/mini/following/index.json
		2022/mini/following/0.json
		en/2022/mini/index.html
		en/2022/mini/live/index.html
		en/2022/mini/awards/index.html
		en/2022/mini/statistics/index.html
		en/2022/mini/media/index.html
		en/2022/mini/embed/index.html
		en/2022/mini/men/index.html
		en/2022/mini/women/index.html
		en/2022/mini/overall/index.html
		en/2022/mini/compare.html
		en/2022/mini/others/index.html
		zh/2022/mini/index.html
		zh/2022/mini/live/index.html
		zh/2022/mini/awards/index.html
		zh/2022/mini/statistics/index.html
		zh/2022/mini/media/index.html
		zh/2022/mini/embed/index.html
		zh/2022/mini/men/index.html
		zh/2022/mini/women/index.html
		zh/2022/mini/overall/index.html
		zh/2022/mini/compare.html
		zh/2022/mini/others/index.html
		en/2022/mini/nations/index.html
		en/2022/mini/nations/chn/index.html
		en/2022/mini/nations/ger/index.html
		en/2022/mini/nations/ken/index.html
		en/2022/mini/nations/usa/index.html
		en/2022/mini/points/index.html
		en/2022/mini/points/finish/index.html
		zh/2022/mini/nations/index.html
		zh/2022/mini/nations/chn/index.html
		zh/2022/mini/nations/ger/index.html
		zh/2022/mini/nations/ken/index.html
		zh/2022/mini/nations/usa/index.html
		zh/2022/mini/points/index.html
		zh/2022/mini/points/finish/index.html
		en/2022/mini/social.png
		zh/2022/mini/social.png
		2022/mini/social/M1.png
		2022/mini/social/W1.png
		en/2022/mini/runners/M1.html
		en/2022/mini/runners/M3.html
		en/2022/mini/runners/M4.html
		en/2022/mini/runners/M5.html
		en/2022/mini/runners/W1.html
		en/2022/mini/runners/X1.html
		zh/2022/mini/runners/M1.html
		zh/2022/mini/runners/M3.html
		zh/2022/mini/runners/M4.html
		zh/2022/mini/runners/M5.html
		zh/2022/mini/runners/W1.html
		zh/2022/mini/runners/X1.html
		2022/mini/certificates/M1.pdf
		2022/mini/certificates/M3.pdf
		2022/mini/certificates/xbqh4pm3z2ttp344pvxrnxox.pdf
		2022/mini/certificates/M5.pdf
		2022/mini/certificates/W1.pdf
		en/2023/index.html
		en/2023/rules/index.html
		zh/2023/index.html
		zh/2023/rules/index.html
		results.schema.json
		live.schema.json
		embed.js
		sw.js
		sitemap.xml
		robots.txt
		_headers
		_redirects
	`), listed(all)); diff != "" {
		t.Error(diff)
	}
	if p := paths(all); !slices.IsSorted(within(p, "assets/")) || len(within(p, "assets/*.css")) != 1 {
		t.Errorf("the assets are %s", within(p, "assets/"))
	}
}

func TestTheCompactPlanHasShardsAndOfSingleFilesOnlyCertificatesByCode(t *testing.T) {
	all := files(t, func(s *setting) { s.Site.Compact = true })
	got := within(paths(all), "en/2022/mini/runners/", "2022/mini/runners/", "2022/mini/certificates/")
	for i, p := range got {
		got[i] = hashes.ReplaceAllString(p, "form-HASH")
	}
	if diff := cmp.Diff([]string{"2022/mini/certificates/form.svg", "en/2022/mini/runners/index.html", "2022/mini/runners/en/0.json", "2022/mini/runners/zh/0.json", "2022/mini/certificates/form-HASH.pdf",
		"2022/mini/certificates/0.json", "2022/mini/certificates/xbqh4pm3z2ttp344pvxrnxox.pdf"}, got); diff != "" {
		t.Error(diff)
	}
	shard := text(t, all, "2022/mini/certificates/0.json")
	for bib, want := range map[string]bool{"M1": true, "M2": false, "M4": false, "W1": true} {
		if strings.Contains(shard, `"`+bib+`"`) != want {
			t.Errorf("the open certificates have %s: %v", bib, !want)
		}
	}
	if text(t, all, "2022/mini/results.json") == "" || strings.Contains(text(t, all, "2022/mini/results.json"), "certificates/") {
		t.Error("the results name certificates that are no files")
	}
}

func TestAnEditionWithoutResultsHasNoFilesOfRunners(t *testing.T) {
	for _, state := range []race.State{race.Scheduled, race.Cancelled} {
		all := paths(files(t, func(s *setting) { s.Editions[1].State = state }))
		if got := within(all, "2022/", "en/2022/*/*/", "en/2022/changes/"); len(got) > 0 {
			t.Errorf("%s: %s", state, got)
		}
		if got := within(all, "en/2022/"); !slices.Equal(got, []string{"en/2022/index.html", "en/2022/rules/index.html"}) {
			t.Errorf("%s: %s", state, got)
		}
	}
}

func TestARaceWithoutCertificatesHasNone(t *testing.T) {
	all := paths(files(t, func(s *setting) {
		s.signed, s.Editions[1].Races[0].Rules.Certificate.None = strings.Repeat("a", 32), true
	}))
	if got := within(all, "2022/mini/certificates/", "2022/mini/verify/"); len(got) > 0 {
		t.Error(got)
	}
	if len(within(all, "2021/mini/certificates/")) != 3 || len(within(all, "2021/mini/verify/")) == 0 {
		t.Error("the other race has lost its own")
	}
}

func TestOnlySignedCertificatesCanBeChecked(t *testing.T) {
	plain, signed := files(t, nil), files(t, func(s *setting) { s.signed = strings.Repeat("a", 32) })
	if got := within(paths(plain), "verify.json", "*/*/verify/*"); len(got) > 0 {
		t.Errorf("unsigned: %s", got)
	}
	got := within(paths(signed), "verify.json", "2022/mini/verify/")
	if !slices.Contains(got, "verify.json") || !slices.Contains(got, "2022/mini/verify/race.json") {
		t.Errorf("signed: %s", got)
	}
	if key := text(t, signed, "verify.json"); !strings.Contains(key, `"2022":["mini"]`) || strings.Contains(key, `"2023"`) {
		t.Errorf("the races that have certificates: %s", key)
	}
	for _, f := range signed {
		if slices.Contains(got, f.Path) && f.Cache != artifact.Live {
			t.Errorf("copies of %s are %s", f.Path, f.Cache)
		}
	}
}

func TestEveryPlanOfTheSameInputHasTheSameFilesAndKeys(t *testing.T) {
	in := standard().input(t)
	first := planned(t, in)
	if got := moved(t, first, planned(t, in)); len(got) > 0 {
		t.Errorf("drawn again: %s", got)
	}
	if got := moved(t, first, files(t, nil)); len(got) > 0 {
		t.Errorf("of the same data elsewhere in memory: %s", got)
	}
	workers := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(workers)
	if got := moved(t, first, files(t, nil)); len(got) > 0 {
		t.Errorf("by one worker: %s", got)
	}
}

func TestAPlanEndsWhereWhoeverPullsHasHadEnough(t *testing.T) {
	in := standard().input(t)
	for _, n := range []int{1, 20, 70} {
		got := 0
		in.Whole = nil
		for range Plan(in) {
			if got++; got == n {
				break
			}
		}
		if got != n {
			t.Errorf("%d files, not %d", got, n)
		}
	}
}

func TestTheSitemapNamesEveryPageButThoseOfRunnersAndTheEmbedded(t *testing.T) {
	locations := func(all []artifact.File) map[string]bool {
		found := map[string]bool{}
		for _, m := range regexp.MustCompile(`<loc>https://example\.org/bj/([^<]*)</loc>`).FindAllStringSubmatch(text(t, all, "sitemap.xml"), -1) {
			found[m[1]] = true
		}
		return found
	}
	all := files(t, nil)
	got := locations(all)
	for _, url := range []string{"", "en/", "zh/glossary/", "en/2022/", "zh/2023/rules/", "en/2022/changes/", "en/2022/mini/", "en/2022/mini/men/", "zh/2022/mini/media/"} {
		if !got[url] {
			t.Errorf("%q is not in the sitemap", url)
		}
	}
	for url := range got {
		if strings.Contains(url, "/runners/") || strings.Contains(url, "/embed/") || strings.Contains(url, "/others/") || strings.Contains(url, "404") {
			t.Errorf("%q is in the sitemap", url)
		}
		if !slices.Contains(paths(all), file(url)) {
			t.Errorf("%q is in the sitemap and no file", url)
		}
	}
	for _, index := range []bool{false, true} {
		compact := locations(files(t, func(s *setting) { s.Site.Compact, s.Site.IndexRunners = true, index }))
		if compact["en/2022/mini/runners/"] != index {
			t.Errorf("the page of all runners is in the sitemap: %v", !index)
		}
	}
	if robots := text(t, all, "robots.txt"); !strings.Contains(robots, "Sitemap: https://example.org/bj/sitemap.xml\n") {
		t.Error(robots)
	}
}

func TestResultsNameTheCertificatesThatAreOpenByBibAlone(t *testing.T) {
	all := files(t, nil)
	for _, name := range []string{"2022/mini/results.json", "2022/mini/results.csv"} {
		got := slices.Sorted(maps.Keys(setOf(regexp.MustCompile(`certificates/[^"., ]*`).FindAllString(text(t, all, name), -1))))
		if !slices.Equal(got, []string{"certificates/M1", "certificates/M3", "certificates/M5", "certificates/W1"}) {
			t.Errorf("%s names %s", name, got)
		}
	}
	held := files(t, func(s *setting) { s.Editions[1].Races[0].Entries[0].Hold = true })
	if strings.Contains(text(t, held, "2022/mini/results.json"), "certificates/M1") || slices.Contains(paths(held), "2022/mini/certificates/M1.pdf") {
		t.Error("a certificate that is held is there")
	}
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return set
}

func TestCopiesAreKeptAsLongAsAFileStays(t *testing.T) {
	cacheOf := func(all []artifact.File, name string) artifact.Cache {
		at := slices.IndexFunc(all, func(f artifact.File) bool { return hashes.ReplaceAllString(f.Path, "/HASH/") == name })
		if at < 0 {
			t.Fatalf("%s is not in the plan", name)
		}
		return all[at].Cache
	}
	settled, live := files(t, nil), files(t, func(s *setting) { s.now = during })
	for _, name := range []string{"en/index.html", "en/2022/index.html", "zh/2022/mini/runners/M1.html", "2022/mini/results.json", "2022/mini/search/index.json"} {
		if got := cacheOf(settled, name); got != artifact.Settled {
			t.Errorf("after the race %s is %s", name, got)
		}
		if got := cacheOf(live, name); got != artifact.Live {
			t.Errorf("during the race %s is %s", name, got)
		}
	}
	for _, name := range []string{"index.html", "en/history/index.html", "en/2021/index.html", "en/2023/index.html", "2021/mini/results.json", "sitemap.xml", "results.schema.json"} {
		if got := cacheOf(live, name); got != artifact.Settled {
			t.Errorf("during another race %s is %s", name, got)
		}
	}
	for _, all := range [][]artifact.File{settled, live} {
		if got := cacheOf(all, "404.html"); got != artifact.Live {
			t.Errorf("404.html is %s", got)
		}
		for _, f := range all {
			named := strings.HasPrefix(f.Path, "assets/") || strings.Contains(f.Path, "/search/lists/")
			if named != (f.Cache == artifact.Immutable) {
				t.Errorf("%s is %s", f.Path, f.Cache)
			}
		}
	}
	for _, f := range files(t, func(s *setting) { s.Site.Compact = true }) {
		if form := strings.Contains(f.Path, "/certificates/form-"); form && f.Cache != artifact.Immutable || strings.Contains(f.Path, "/certificates/0.json") && f.Cache != artifact.Settled {
			t.Errorf("%s is %s", f.Path, f.Cache)
		}
	}
}

func TestTheEstimateIsNearThePlan(t *testing.T) {
	for _, compact := range []bool{false, true} {
		s := standard()
		s.Site.Compact = compact
		var many []race.Entry
		for _, e := range seven()[:1] {
			for i := range 400 {
				e.Bib = "M" + string(rune('0'+i/100)) + string(rune('0'+i/10%10)) + string(rune('0'+i%10))
				many = append(many, e)
			}
		}
		s.Editions[1] = year("2022", race.Official, dash("mini", many...))
		in := s.input(t)
		got, want := EstimateFiles(in)-1000, len(planned(t, in))
		if got > want || got < want-250 {
			t.Errorf("compact %v: about %d besides the thousand, and there are %d", compact, got, want)
		}
		in.Archive.Site.Host = race.Nginx
		if twins := EstimateFiles(in); !compact && twins <= 2*(got+1000) {
			t.Errorf("with compressed twins %d", twins)
		}
	}
}
