package page

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/words"
)

var (
	heading  = regexp.MustCompile(`<h([1-6])[ >]`)
	landmark = regexp.MustCompile(`<(?:nav|aside)[^>]* aria-label="([^"]*)"`)
)

// What the sample's pages owe to those who read them in other ways than by eye
// and mouse, and to entries nobody would have thought of.
func TestReading(t *testing.T) {
	archive, verdicts := sample(230)
	pages := pagesOf(t, sampleSet(t, archive, projectContent), verdicts)
	holds := func(t *testing.T, path string, wanted ...string) {
		t.Helper()
		for _, want := range wanted {
			if !strings.Contains(pages[path], want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
	t.Run("headings begin at one and skip no level", func(t *testing.T) {
		for path, text := range pages {
			level := 0
			for _, m := range heading.FindAllStringSubmatch(text, -1) {
				next := int(m[1][0] - '0')
				if next > level+1 {
					t.Errorf("%s: h%d follows h%d", path, next, level)
				}
				level = next
			}
		}
	})
	t.Run("no two landmarks of a page have one name", func(t *testing.T) {
		for path, text := range pages {
			seen := map[string]bool{}
			for _, m := range landmark.FindAllStringSubmatch(text, -1) {
				if seen[m[1]] {
					t.Errorf("%s: %q is there twice", path, m[1])
				}
				seen[m[1]] = true
			}
		}
	})
	t.Run("a runner seen nowhere has no table of dashes", func(t *testing.T) {
		if text := pages["en/2022/marathon/runners/X6.html"]; text == "" || strings.Contains(text, "<table") {
			t.Error("there is one, or no page")
		}
		holds(t, "en/2022/marathon/runners/X1.html", `class="splits`)
	})
	t.Run("the place at the finish is the official one", func(t *testing.T) {
		holds(t, "en/2022/marathon/runners/M21.html", `<td>21<td>`)
	})
	t.Run("a place that a ruling gave says so wherever places are listed", func(t *testing.T) {
		for _, path := range []string{"en/2022/marathon/women/index.html", "en/2022/marathon/index.html", "en/2022/marathon/awards/index.html"} {
			if n := strings.Count(pages[path], "place by ruling"); n != 1 {
				t.Errorf("%s says so %d times", path, n)
			}
		}
	})
	t.Run("a note that is not in the page's language says which it is in", func(t *testing.T) {
		holds(t, "zh/history/index.html", `<span lang="en">course reported short</span>`, `未举行。 <span lang="en">pandemic</span>`)
		if strings.Contains(pages["en/history/index.html"], `<span lang="en">`) {
			t.Error("the page's own is marked too")
		}
	})
	t.Run("awards have no column in which nothing stands", func(t *testing.T) {
		if strings.Contains(pages["en/2022/marathon/awards/index.html"], "Record bonus</th>") {
			t.Error("nobody earned a bonus, yet it has a column")
		}
		archive, verdicts := sample(3)
		verdicts[1].Races[0].Results[0].Prize.Bonus = 2_000_000
		pages := pagesOf(t, sampleSet(t, archive, noContent), verdicts)
		if !strings.Contains(pages["en/2022/marathon/awards/index.html"], "Record bonus</th>") {
			t.Error("somebody earned a bonus, and it has no column")
		}
	})
	t.Run("a name's direction marks and control characters turn nothing around", func(t *testing.T) {
		archive, verdicts := sample(3)
		entry := verdicts[1].Races[0].Results[0].Entry
		entry.Name, entry.Club = "Kip\u202eruto\u2066 \x07Kibet", "Club\u202e"
		for path, text := range pagesOf(t, sampleSet(t, archive, noContent), verdicts) {
			if strings.ContainsAny(text, "\u202e\u2066\x07") {
				t.Errorf("%s holds them", path)
			}
		}
	})
	t.Run("a site of one language has nothing to switch to", func(t *testing.T) {
		archive, verdicts := sample(3)
		archive.Site.Languages = []string{"en"}
		for path, text := range pagesOf(t, sampleSet(t, archive, noContent), verdicts) {
			if strings.HasPrefix(path, "en/") && (strings.Contains(text, `class="languages"`) || strings.Contains(text, "hreflang")) {
				t.Errorf("%s has", path)
			}
		}
	})
	t.Run("a page without a description is described by its title", func(t *testing.T) {
		archive, verdicts := sample(3)
		content := fstest.MapFS{"en/bags.md": {Data: []byte("---\ntitle: Where bags go\n---\nx\n")}, "zh/bags.md": {Data: []byte("---\ntitle: 存衣\n---\nx\n")}}
		pages := pagesOf(t, sampleSet(t, archive, content), verdicts)
		if !strings.Contains(pages["en/bags/index.html"], `<meta name="description" property="og:description" content="Where bags go">`) {
			t.Error("it is not")
		}
	})
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"王𬱖":                      "王𬱖",
		"Mary\u202e-Ann\u2069":    "Mary-Ann",
		"two\nlines":              "two lines",
		"नी\u200dल":               "नी\u200dल", // a joiner belongs to the word
		"محمد \u200fالعربي\u061c": "محمد العربي",
	} {
		if got := words.PlainText(in); got != want {
			t.Errorf("%q reads %q, not %q", in, got, want)
		}
	}
}
