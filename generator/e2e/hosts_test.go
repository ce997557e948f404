package e2e

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"guntime/generator/internal/publish"
	"guntime/generator/internal/site"
)

// fileRule is a rule of _headers or _redirects.
type fileRule struct {
	path  *regexp.Regexp
	lines []string // lines below it, or the rest of its line
}

// fileRules parses a _headers or _redirects file.
func fileRules(text string) (rules []fileRule) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if inner, ok := strings.CutPrefix(line, "  "); ok {
			rules[len(rules)-1].lines = append(rules[len(rules)-1].lines, inner)
		} else if line != "" {
			path, rest, _ := strings.Cut(line, " ")
			p := strings.ReplaceAll(regexp.QuoteMeta(path), `\*`, ".*")
			p = regexp.MustCompile(`:[A-Za-z]\w*`).ReplaceAllString(p, "[^/]+")
			rules = append(rules, fileRule{regexp.MustCompile("^" + p + "$"), strings.Fields(rest)})
		}
	}
	return rules
}

// cacheControl returns the header that a _headers gives an address: values of all
// matching rules are joined, unless a rule removes earlier ones.
func cacheControl(rules []fileRule, path string) string {
	said := ""
	for _, r := range rules {
		if !r.path.MatchString(path) {
			continue
		}
		for _, line := range r.lines {
			if line == "! Cache-Control" {
				said = ""
			} else if value, ok := strings.CutPrefix(line, "Cache-Control: "); ok {
				said += value
			}
		}
	}
	return said
}

// TestNoHostKeepsAnErrorAndEachRefusesTheState interprets the files for each host
// as that host does.
func TestNoHostKeepsAnErrorAndEachRefusesTheState(t *testing.T) {
	for _, host := range []string{"", "cloudflare-pages", "netlify", "s3", "oss", "cos", "github-pages", "nginx"} {
		for _, root := range []string{"/", "/a/y/"} {
			if root == "/" && host != "" {
				continue // a path has more to get wrong
			}
			t.Run(host+root, func(t *testing.T) {
				files := maps.Clone(twoRaces)
				files["data/site.yaml"] = fmt.Sprintf("title: {en: Trial run}\nbase_url: https://example.org%s\nlanguages: [en, zh]\n", root)
				if host != "" {
					files["data/site.yaml"] += "host: " + host + "\n"
				}
				files["data/2022/edition.yaml"] = strings.Replace(files["data/2022/edition.yaml"], "state: official", "state: provisional", 1)
				j := judgedTwice{dir: t.TempDir()}
				j.write(t, files)
				public := j.build(t, ownKey{})
				m, err := publish.ReadManifest(public)
				if err != nil {
					t.Fatal(err)
				}
				if e, ok := m.Find("404.html"); !ok || site.CacheControl(e.Cache) != "public, max-age=0, s-maxage=10, stale-while-revalidate=20" {
					t.Errorf("404.html is %q", e.Cache)
				}
				texts := contents(t, public)
				headers := fileRules(texts["_headers"])
				for _, missing := range []string{"nowhere", "zh/nowhere.html", "zh/2022/run/runners/ZZ.html", "2022/run/certificates/ZZ.pdf", "assets/site.0123456789.css", "2022/run/search/lists/b0123456789.json", "404.html"} {
					switch got := cacheControl(headers, root+missing); got {
					case "", "public, max-age=0, s-maxage=10, stale-while-revalidate=20": // "" is the host's own: it is asked anew each time
					default:
						t.Errorf("%s, which is not there: %s", missing, got)
					}
				}
				assets := 0
				for _, e := range m.Files {
					if strings.HasPrefix(e.Path, "assets/") && !strings.HasSuffix(e.Path, ".br") && !strings.HasSuffix(e.Path, ".gz") {
						assets++
						if got := cacheControl(headers, root+e.Path); got != "public, max-age=31536000, immutable" {
							t.Errorf("%s: %q", e.Path, got)
						}
					}
				}
				if got := cacheControl(headers, root+"zh/2022/run/runners/A1.html"); assets < 8 || got != "public, max-age=0, s-maxage=10, stale-while-revalidate=20" {
					t.Errorf("a page as the race goes on: %q, %d assets", got, assets)
				}
				if host != "" && host != "cloudflare-pages" && host != "netlify" {
					return // they do not read _redirects
				}
				redirects := fileRules(texts["_redirects"])
				for _, state := range []string{"/.guntime/public/release/changed.txt", "/a/.guntime/y/manifest.json", "/a/y/.guntime/y/uploaded.json", "/a/y/zh/2022/run/.guntime/x"} {
					to := ""
					for _, r := range redirects {
						if r.path.MatchString(state) {
							to = strings.Join(r.lines, " ")
							break // the first counts
						}
					}
					want := root + " 302"
					if host == "netlify" {
						want = root + "404.html 404!"
					}
					if to != want {
						t.Errorf("%s leads to %q, want %q", state, to, want)
					}
				}
			})
		}
	}
}
