package page

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/words"
)

// readPages reads content against the sample edition of 2022, and returns its
// findings, one a line.
func readPages(t *testing.T, content map[string]string) (*Set, string) {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range content {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	archive, _ := sample(1)
	archive.Editions[1].Races[0].Rules.Trophies = 3
	book, problems := words.Load(os.DirFS(contentFolder+"/messages"), os.DirFS(contentFolder+"/messages"), archive.Site.Languages)
	if problems.Errors() {
		t.Fatal(problems)
	}
	s := &Set{archive: archive, book: book, links: links(), languages: archive.Site.Languages}
	problems = placed(s.readDocuments(files)).Sorted()
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return s, b.String()
}

// both is a page in both languages of the sample.
func both(name, text string) map[string]string {
	return map[string]string{"zh/" + name: text, "en/" + name: text}
}

func TestWhatIsWrongWithAPageIsFoundAtItsPlace(t *testing.T) {
	const head = "---\ntitle: T\n---\n"
	for _, c := range []struct{ claim, name, text, want string }{
		{"a page without a title", "a.md", "---\ndescription: x\n---\n", `a.md:1:1: error: the page has no title [front_matter]`},
		{"an unknown key in its head", "a.md", "---\ntitle: T\n  titel: T\n---\n", `a.md:2:8: error:`},
		{"an image that is not there", "a.md", head + "See ![a map](map.png) here.\n", `a.md:4:5: error: "map.png": a page cannot contain images [image]`},
		{"a link to a page that is not there", "a.md", head + "One, [two](two.md).\n", `a.md:4:6: error: "two.md" leads to no page [link]`},
		{"a link to no file of a page", "a.md", head + "One, [two](../two/).\n", `a.md:4:6: error: "../two/" leads to no page [link]`},
		{"a link to rules of an edition that is not there", "a.md", head + "[x](rules/1999.md)\n", `a.md:4:1: error: "rules/1999.md" leads to no page [link]`},
		{"a link to a heading that is not on the page", "a.md", head + "# A {#a}\n\n中文[二](#b)\n", `a.md:6:3: error: "#b": there is no heading "#b" on that page [link]`},
		{"a link to a heading that is not on another page", "a.md", head + "[x](a.md#b)\n", `a.md:4:1: error: "a.md#b": there is no heading "#b" on that page [link]`},
		{"a link that runs a script", "a.md", head + "x [y](javascript:alert)\n", `a.md:4:3: error: a page cannot contain the link "javascript:alert" [link]`},
		{"HTML in running text", "a.md", head + "one <b>two</b>\n", `a.md:4:5: error: a page cannot contain HTML [markup]`},
		{"a page larger than anybody reads", "a.md", head + strings.Repeat("words and words\n", 330_000), `a.md:1:1: error: the page has 5280017 bytes, more than 1048576 [too_large]`},
		{"a page that is not UTF-8", "a.md", head + "caf\xe9\n", `a.md:4:4: error: the page is not UTF-8 [encoding]`},
		{"a name that is an edition's", "2022.md", head, `2022.md:1:1: error: the site has a page of its own at "en/2022/" [name_taken]`},
		{"a name that is a page of the site's own", "records.md", head, `records.md:1:1: error: the site has a page of its own at "en/records/" [name_taken]`},
		{"an unknown figure", "rules/2022.md", head + "Taxed at {{taxes marathon}}.\n", `rules/2022.md:4:10: error: "{{taxes marathon}}" is not a directive [directive]`},
		{"a figure of a race that is not run", "rules/2022.md", head + "Taxed at {{tax relay}}.\n", `rules/2022.md:4:10: error: the edition 2022 has no race "relay" [directive]`},
		{"a figure outside the rules", "a.md", head + "Taxed at {{tax marathon}}.\n", `a.md:4:10: error: "{{tax marathon}}" can only be used in an edition's rules [directive]`},
		{"a time that the champions' file does not have", "a.md", head + "He ran {{time 1984 men}}.\n", `a.md:4:8: error: "{{time 1984 men}}": data/champions.csv has no such time [directive]`},
		{"a time of no year", "a.md", head + "He ran {{time men}}.\n", `a.md:4:8: error: "{{time men}}" names no year and no gender [directive]`},
		{"a table within a sentence", "rules/2022.md", head + "See {{points marathon}}.\n", `rules/2022.md:4:5: error: "{{points marathon}}" is a table and must be a paragraph of its own [directive]`},
	} {
		t.Run(c.claim, func(t *testing.T) {
			_, found := readPages(t, both(c.name, c.text))
			if !strings.Contains(found, "content/en/"+c.want) {
				t.Errorf("found\n%swanted\ncontent/en/%s", found, c.want)
			}
		})
	}
	t.Run("a page that a language lacks is named with the one it has", func(t *testing.T) {
		_, found := readPages(t, map[string]string{"zh/a.md": head})
		if want := "content/en:1:1: warning: the language lacks 1 page, so the site shows those of another: a [missing_page]\n"; found != want {
			t.Errorf("found %q", found)
		}
	})
	t.Run("headings of other ids are named with both files", func(t *testing.T) {
		_, found := readPages(t, map[string]string{"zh/a.md": head + "## A {#a}\n", "en/a.md": head + "## A {#b}\n"})
		if !strings.HasPrefix(found, "content/en/a.md:1:1: error:") || !strings.Contains(found, "content/zh/a.md") || strings.Count(found, "\n") != 1 {
			t.Errorf("found %q", found)
		}
	})
}

func TestAPageOfMarkdownIsSetAsItsLanguageIs(t *testing.T) {
	const text = "---\ntitle: T\n---\n## A {#a}\n\nHe said \"it's 'good'\" -- see [A](#a), [rules](rules/2022.md#b) and this[^1].\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n\nFirst {{time 1986 men}}, then {{time 2005 men second}}.\n"
	content := both("a.md", text)
	content["en/rules/2022.md"] = "---\ntitle: R\n---\n## B {#b}\n\nTaxed at {{tax marathon}}, {{trophies marathon}} cups.\n"
	content["zh/rules/2022.md"] = "---\ntitle: R\n---\n## B {#b}\n\n他说\"好\"，又说\"不好\"。\n"
	s, found := readPages(t, content)
	if found != "" {
		t.Fatal(found)
	}
	drawn := func(lang, name string) string {
		var b strings.Builder
		for _, p := range s.documents[lang][name].Parts {
			b.WriteString(string(p.HTML))
		}
		return b.String()
	}
	for _, c := range []struct{ claim, text, want string }{
		{"quotes, apostrophes and dashes are typographic", drawn("en", "a"), "He said “it’s ‘good’” – see"},
		{"quotes pair where words have no spaces between them", drawn("zh", "rules/2022"), "他说“好”，又说“不好”。"},
		{"a heading has its anchor", drawn("en", "a"), `<h2 id="a">A</h2>`},
		{"a link to a file leads to the page", drawn("en", "a"), `<a href="../../en/2022/rules/#b">rules</a>`},
		{"a footnote has its mark and its note", drawn("en", "a"), `class="footnote-ref"`},
		{"a table is a table", drawn("en", "a"), "<td>2</td>"},
		{"a champion's time is that of the file", drawn("en", "a"), "First 2:07:35, then 2:12:15."},
		{"a figure is that of the rule data", drawn("en", "rules/2022"), "Taxed at 20%, 3 cups."},
	} {
		t.Run(c.claim, func(t *testing.T) {
			if !strings.Contains(c.text, c.want) {
				t.Errorf("%s lacks %s", c.text, c.want)
			}
		})
	}
}
