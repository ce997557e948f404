package site

import (
	"testing"

	"guntime/generator/internal/race"
)

func TestURLsArePathsFromTheRootAndAFolderEndsInASlash(t *testing.T) {
	l := Links(race.Site{})
	for want, got := range map[string]string{
		"en/":                                   l.Home("en"),
		"en/history/":                           l.Section("en", "history"),
		"en/2022/":                              l.Edition("en", "2022"),
		"en/2022/rules/":                        l.Rules("en", "2022"),
		"en/2022/guide/":                        l.Guide("en", "2022"),
		"en/2022/changes/":                      l.Changes("en", "2022"),
		"en/2022/half/":                         l.Race("en", "2022", "half"),
		"en/2022/half/men/":                     l.Division("en", "2022", "half", "men", 1),
		"en/2022/half/men/2/":                   l.Division("en", "2022", "half", "men", 2),
		"en/2022/half/men/group/m40/3/":         l.Division("en", "2022", "half", "men/group/m40", 3),
		"en/2022/half/men/pages/":               l.ListIndex("en", "2022", "half", "men"),
		"en/2022/half/compare.html":             l.Compare("en", "2022", "half"),
		"en/2022/half/others/":                  l.Others("en", "2022", "half", "", 1),
		"en/2022/half/others/2/":                l.Others("en", "2022", "half", "", 2),
		"en/2022/half/women/others/":            l.Others("en", "2022", "half", "women", 1),
		"en/2022/half/women/others/4/":          l.Others("en", "2022", "half", "women", 4),
		"en/2022/half/awards/":                  l.Awards("en", "2022", "half"),
		"en/2022/half/statistics/":              l.Statistics("en", "2022", "half"),
		"en/2022/half/media/":                   l.Media("en", "2022", "half"),
		"en/2022/half/embed/":                   l.Embed("en", "2022", "half"),
		"en/2022/half/runners/":                 l.Runners("en", "2022", "half"),
		"en/2022/half/runners/A_0-1.html":       l.Runner("en", "2022", "half", "A_0-1"),
		"en/2022/half/bibs/":                    l.Bibs("en", "2022", "half", 0),
		"en/2022/half/bibs/1/":                  l.Bibs("en", "2022", "half", 1),
		"en/2022/half/surnames/":                l.Surnames("en", "2022", "half", 0),
		"en/2022/half/surnames/1/":              l.Surnames("en", "2022", "half", 1),
		"2022/changes.json":                     l.ChangesJSON("2022"),
		"2022/changes.en.xml":                   l.Feed("en", "2022"),
		"2022/changes.en.json":                  l.FeedJSON("en", "2022"),
		"2022/half/results.json":                l.JSON("2022", "half"),
		"2022/half/results.csv":                 l.CSV("2022", "half"),
		"en/2022/half/live/":                    l.Live("en", "2022", "half"),
		"2022/half/live/leaders.json":           l.Leaders("2022", "half"),
		"2022/half/live/points/25k.json":        l.PointOrder("2022", "half", "25k"),
		"live.schema.json":                      l.LiveSchema(),
		"2022/half/results.xlsx":                l.XLSX("2022", "half"),
		"2022/half/results.pdf":                 l.PDF("2022", "half"),
		"results.schema.json":                   l.Schema(),
		"2022/half/certificates/A_0-1.pdf":      l.Certificate("2022", "half", "A_0-1"),
		"2022/half/search/":                     l.Search("2022", "half"),
		"2022/half/field/men.svg":               l.Field("2022", "half", "men"),
		"2022/half/field/en.css":                l.FieldStyle("en", "2022", "half"),
		"2022/half/field/paces/median.svg":      l.FieldPaces("2022", "half"),
		"verify.json":                           l.Verification(),
		"2022/half/verify/stamps/3.json":        l.Checks("2022", "half", "stamps/3"),
		"2022/half/runners/en/7.json":           l.RunnerShard("en", "2022", "half", "7"),
		"2022/half/certificates/7.json":         l.CertificateShard("2022", "half", "7"),
		"2022/half/certificates/form-0a1b.pdf":  l.CertificateForm("2022", "half", "0a1b"),
		"2022/half/certificates/form.svg":       l.CertificatePreview("2022", "half"),
		"en/2022/half/runners/#A_0-1 (compact)": Links(race.Site{Compact: true}).Runner("en", "2022", "half", "A_0-1") + " (compact)",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestTheBytesOfAFolderLieInItsIndex(t *testing.T) {
	for url, want := range map[string]string{"": "index.html", "en/": "en/index.html", "404.html": "404.html", "en/2022/half/compare.html": "en/2022/half/compare.html"} {
		if got := file(url); got != want {
			t.Errorf("%q lies in %s, not in %s", url, got, want)
		}
	}
}

func TestEachFileIsOfTheKindThatABuildReports(t *testing.T) {
	for name, want := range map[string]string{
		"en/2022/half/runners/M1.html":    "runners' pages",
		"2022/half/certificates/M1.pdf":   "certificates",
		"2022/half/search/0a/b0.json":     "search data",
		"2022/half/verify/stamps/0.json":  "lists of certificates",
		"en/2022/half/bibs/index.html":    "lists by bib",
		"en/2022/half/surnames/1/a.html":  "lists by surname",
		"en/2022/half/awards/index.html":  "other pages",
		"2022/half/results.xlsx":          "results.xlsx",
		"sitemap.xml":                     "other files",
		"2022/half/verify/race.json":      "other files",
		"en/runners.html":                 "other pages",
		"en/2022/half/compare.html":       "other pages",
		"2022/half/field/men.svg":         "other files",
		"results.schema.json":             "results.schema.json",
		"2022/half/certificates/0.json":   "certificates",
		"2022/half/runners/en/0.json":     "runners' pages",
		"en/2022/half/runners/index.html": "runners' pages",
	} {
		if got := Kind(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]bool{"en/2022/half/runners/M1.html": true, "2022/half/certificates/M1.pdf": true, "en/2022/half/men/index.html": false, "2022/half/search/0a/b0.json": false} {
		if IsPerRunner(name) != want {
			t.Errorf("%s: one of as many as there are runners? %v", name, !want)
		}
	}
}
