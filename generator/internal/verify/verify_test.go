package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
)

// small is an archive of one race: a public runner, a masked one of the same
// name, a masked one whom nobody else is called like, and an anonymous one.
func small() *race.Archive {
	entry := func(bib, name, latin string, v race.Visibility) *race.Entry {
		return &race.Entry{Bib: bib, Name: name, LatinName: latin, Visibility: v, Club: "高峰跑团"}
	}
	entries := []*race.Entry{
		entry("1", "王伟", "WANG Wei", race.Public), entry("2", "王伟", "WANG Wei", race.Masked),
		entry("3", "诸葛钢铁", "ZHUGE Gangtie", race.Masked), entry("4", "Long", "", race.Anonymous),
		entry("5", "Joann Leeson", "", race.Public), entry("6", "Ann Lee", "", race.Masked), entry("7", "高峰", "", race.Masked),
	}
	entries[2].Code, entries[2].Chip = "K7Q2M4X9P3TW", "1234567"
	return &race.Archive{
		Site: race.Site{Title: race.Text{"en": "Run"}, BaseURL: "https://example.org/results/", Languages: []string{"en"}},
		Editions: []*race.Edition{{ID: "2026", Races: []*race.Race{{ID: "run", Entries: entries,
			Rulings: []race.Ruling{{Bib: "3", Note: race.Text{"en": "诸葛钢铁 took another way"}}, {Bib: "1", Note: race.Text{"en": "Handed to 诸葛钢铁 by mistake"}}}}}}},
	}
}

const smallResults = `{"results":[
{"bib":"1","name":"王伟","latin_name":"WANG Wei","division":"all","status":"finished","place":1,"gun_time":"0:30:00","net_time":null},
{"bib":"2","name":"王*","latin_name":"W*** W**","division":"all","status":"finished","place":2,"gun_time":"0:31:00","net_time":null},
{"bib":"3","name":"诸**铁","latin_name":"Z**** G******","division":"all","status":"finished","place":3,"gun_time":"0:32:00","net_time":null},
{"bib":null,"name":null,"latin_name":null,"division":"all","status":"finished","place":4,"gun_time":"0:33:00","net_time":null}
]}`

// finds is what verify has against the small site with these files, each as
// "path code: text".
func finds(t *testing.T, files map[string]string, words ...string) []string {
	t.Helper()
	site, m := fstest.MapFS{}, &publish.Manifest{}
	all := map[string]string{"2026/run/results.json": smallResults}
	maps.Copy(all, files)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		site[name] = &fstest.MapFile{Data: []byte(all[name])}
		e := publish.Entry{Path: name}
		if strings.HasPrefix(name, "en/2026/run/runners/gone") {
			e.Removed = 1
		}
		m.Files = append(m.Files, e)
	}
	sources := fstest.MapFS{}
	for i, text := range words {
		sources[fmt.Sprintf("en/%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	found, err := Site(site, m, small(), sources)
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, p := range found {
		says = append(says, p.Path+" "+p.Code+": "+p.Text)
	}
	return says
}

// has reports whether one of some findings has all of these parts.
func has(found []string, parts ...string) bool {
	return slices.ContainsFunc(found, func(f string) bool {
		return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(f, part) })
	})
}

const ownPages = "en/2026/run/runners/"

func TestAHiddenNameIsALeakUnlessAPublishedTextAccountsForIt(t *testing.T) {
	page := func(text string) string { return "<html><body><main>" + text + "</main></body></html>" }
	for _, c := range []struct {
		claim, name, text, words string
		leak                     string // "" for none
	}{
		{"a name that nobody else has, anywhere", "en/index.html", page("<p>Well run, 诸葛钢铁!</p>"), "", "诸葛钢铁"},
		{"in another case", "en/index.html", page("<p>zhuge gangtie</p>"), "", "ZHUGE Gangtie"},
		{"amid other characters", "en/index.html", page("<p>选手诸葛钢铁因故</p>"), "", "诸葛钢铁"},
		{"in a remark", "en/index.html", page("<!-- 诸葛钢铁 -->"), "", "诸葛钢铁"},
		{"in an attribute", "en/index.html", page(`<img alt="诸葛钢铁">`), "", "诸葛钢铁"},
		{"over several lines", "en/index.html", page("<p>ZHUGE\n   Gangtie</p>"), "", "ZHUGE Gangtie"},
		{"split by an inline tag", "en/index.html", page("<p><b>诸</b>葛钢铁</p>"), "", "诸葛钢铁"},
		{"split by inline tags with spaces", "en/index.html", page("<p><i>Zhuge</i>\n <b>Gang</b><wbr>tie</p>"), "", "ZHUGE Gangtie"},
		{"under its pronunciation", "en/index.html", page("<ruby>诸<rt>zhū</rt>葛<rt>gě</rt>钢铁</ruby>"), "", "诸葛钢铁"},
		{"split, in a row of who hides it", "en/2026/run/bibs/1/index.html", page(`<table><tbody><tr><td><a href="../../runners/2.html">王<b>伟</b></a></td></tr></tbody></table>`), "", "王伟"},
		{"split, in a link to who bears it in public", "en/index.html", page(`<a href="2026/run/runners/1.html">王<b>伟</b></a>`), "", ""},
		{"split, as a part of a club", "en/index.html", page("<p><b>高</b>峰跑团</p>"), "", ""},
		{"split over two blocks", "en/index.html", page("<p>诸</p><p>葛钢铁</p><td>诸<td>葛钢铁"), "", ""},
		{"split over two lines", "en/index.html", page("<p>诸<br>葛钢铁</p>"), "", ""},
		{"a word that goes on in the next element", "en/index.html", page("<p><b>A</b>nn Lee<b>son</b> Jo<i>ann</i> Lee</p>"), "", ""},
		{"in an address", "en/index.html", page(`<a href="https://example.net/%E8%AF%B8%E8%91%9B%E9%92%A2%E9%93%81">x</a>`), "", "诸葛钢铁"},
		{"in JSON, escaped", "2026/changes.json", `{"note":"\u8bf8\u845b\u94a2\u94c1"}`, "", "诸葛钢铁"},
		{"in XML, as numbers", "2026/changes.en.xml", `<t>&#35832;&#33883;&#38050;&#38081;</t>`, "", "诸葛钢铁"},
		{"in a file without an ending", "_redirects", "# 诸葛钢铁\n", "", "诸葛钢铁"},
		{"in a JSON file that nobody knows", "2026/run/new/0.json", `{"a":["诸葛钢铁"]}`, "", "诸葛钢铁"},
		{"a name that somebody else bears in public", "en/index.html", page("<p>王伟</p>"), "", ""},
		{"the same on the page of who hides it", ownPages + "2.html", page("<b>2</b><h1>王*</h1><p>王伟</p>"), "", "王伟"},
		{"the same in a link to them", "en/index.html", page(`<a href="2026/run/runners/2.html">王伟</a>`), "", "王伟"},
		{"the same in a link to who bears it in public", "en/index.html", page(`<a href="2026/run/runners/1.html">王伟</a>`), "", ""},
		{"a neighbour's name in a link on the page of who hides it", ownPages + "2.html", page(`<b>2</b><h1>王*</h1><a href="1.html">王伟</a>`), "", ""},
		{"a row of who hides it", "en/2026/run/bibs/1/index.html", page(`<table><tbody><tr><td><a href="../../runners/2.html">W***</a> <small>王伟</small></td></tr></tbody></table>`), "", "王伟"},
		{"a part of another word", "en/index.html", page("<p>Joann Leeson</p>"), "", ""},
		{"a part of a published name with a word of its own", "en/index.html", page("<p>Ann Lee</p>"), "", "Ann Lee"},
		{"a part of a club", "en/index.html", page("<p>高峰跑团</p>"), "", ""},
		{"what is a part of a club, by itself", "en/index.html", page("<p>高峰</p>"), "", "高峰"},
		{"a word of the site", "en/index.html", page("<p>Long courses are hard.</p>"), "# Long courses are hard", ""},
		{"a word that the site has otherwise", "en/index.html", page("<p>Long, of all people</p>"), "# Long courses are hard", "Long"},
		{"a word in what programs read", "en/index.html", page(`<p class="Long" id="Long">x</p>`), "", ""},
		{"a key of JSON", "2026/new.json", `{"Long":1}`, "", ""},
		{"a word in a code", "2026/new.json", `{"tags":["x7-Long_q"]}`, "", ""},
		{"a word in a script", "assets/a.js", `const Long = 1`, "", ""},
		{"what a ruling says of somebody else", ownPages + "1.html", page("<b>1</b><h1>王伟</h1><p>Handed to 诸葛钢铁 by mistake</p>"), "", ""},
		{"what a ruling says of the hidden runner", ownPages + "3.html", page("<b>3</b><h1>诸**铁</h1><p>诸葛钢铁 took another way</p>"), "", "诸葛钢铁"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			found := finds(t, map[string]string{c.name: c.text}, c.words)
			told := has(found, c.name+" withdrawn_name", "")
			if told != (c.leak != "") || told && !has(found, c.name+" withdrawn_name", fmt.Sprintf("%q", c.leak)) {
				t.Errorf("found %q", found)
			}
		})
	}
}

func TestWhatIsPrivateToARunnerIsSaidNowhere(t *testing.T) {
	rows := func(with string) string {
		return strings.Replace(smallResults, `"bib":"3"`, `"bib":"3",`+with, 1)
	}
	for _, c := range []struct{ claim, name, text, says string }{
		{"a certificate code on a page of all", "en/index.html", "<p>K7Q2M4X9P3TW</p>", "private_field: bib 3: it says the certificate code"},
		{"a chip in a row of theirs", "2026/run/results.json", rows(`"note":"1234567"`), "private_field: bib 3: it says the chip"},
		{"a private key", "2026/run/results.json", rows(`"birth_date":"x"`), `private_field: it has "birth_date"`},
		{"where the certificate lies", "robots.txt", "Disallow: /2026/run/certificates/" + tokenOf("K7Q2M4X9P3TW", "2026/run", "3") + ".pdf", "private_field: bib 3: it says where"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			token := "2026/run/certificates/" + tokenOf("K7Q2M4X9P3TW", "2026/run", "3") + ".pdf"
			if found := finds(t, map[string]string{c.name: c.text, token: "%PDF-"}); !has(found, c.name, c.says) {
				t.Errorf("found %q", found)
			}
		})
	}
	if found := finds(t, map[string]string{"2026/run/results.json": rows(`"gun_ms":1234567`)}); has(found, "private_field") {
		t.Errorf("a time is taken for a chip: %q", found)
	}
}

// finderList is a file of the finder: rows of bib, name and Latin name, and keys with the
// row that each finds.
func finderList(rows [][3]string, keys ...any) string {
	var bibs, names, latin, lines, found []string
	for _, row := range rows {
		bibs, names, latin = append(bibs, row[0]), append(names, row[1]), append(latin, row[2])
	}
	next := 0
	for i := 0; i < len(keys); i += 2 {
		n := keys[i+1].(int)
		lines, found = append(lines, "0"+keys[i].(string)), append(found, strconv.Itoa(next-n))
		next = max(next, n+1)
	}
	lists := map[string]string{}
	for name, column := range map[string][]string{"bibs": bibs, "names": names, "latin": latin, "keys": lines, "rows": found} {
		lists[name] = strings.Join(column, "\n")
	}
	for _, name := range []string{"labels", "clubs", "nations"} {
		lists[name] = strings.Repeat("\n", len(rows)-1)
	}
	data, _ := json.Marshal(lists)
	return string(data)
}

func TestTheFinderKnowsNoMoreThanIsPublished(t *testing.T) {
	shard := func(list string) map[string]string {
		return map[string]string{"2026/run/search/lists/n0a1b.json": list,
			"2026/run/search/index.json": `{"files":[[],["0a1b"]],"names":[""],"bibs":[],"forms":"張张楊杨"}`}
	}
	known, masked := [3]string{"1", "王伟", "WANG Wei"}, [3]string{"2", "王*", "W*** W**"}
	with := func(column string) string { // one more column, or a club that says it
		return strings.Replace(finderList([][3]string{known}, "王伟", 0), `{`, `{`+column+`,`, 1)
	}
	for _, c := range []struct{ claim, list, says string }{
		{"what it is built with", finderList([][3]string{known, masked}, "wangwei", 0, "weiwang", 0, "ww", 0, "王伟", 0, "王", 1), ""},
		{"the key of a masked name that is another's name", finderList([][3]string{{"3", "王*伟"}}, "王伟", 0), ""},
		{"a hidden name in a row", finderList([][3]string{{"2", "王伟"}}, "王伟", 0), "withdrawn_name"},
		{"a hidden name as a key", finderList([][3]string{known}, "诸葛钢铁", 0), "search_key: bib 1"},
		{"the reading of a hidden name", finderList([][3]string{masked}, "wangwei", 0), "search_key: bib 2"},
		{"a hidden name in a column that nobody reads", with(`"note":"诸葛钢铁"`), "withdrawn_name"},
		{"somebody who is not in the results", finderList([][3]string{{"9", "赵云"}}, "赵云", 0), "row_too_many"},
		{"a runner that the shard does not have", finderList([][3]string{known}, "王伟", 7), "unreadable_shard"},
		{"a row too few in a column", strings.Replace(finderList([][3]string{known, masked}, "王伟", 0), `"clubs":"\n"`, `"clubs":""`, 1), "unreadable_shard"},
		{"no table", `7`, "unreadable_shard"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			found := slices.DeleteFunc(finds(t, shard(c.list)), func(f string) bool { return !strings.HasPrefix(f, "2026/run/search/") })
			if c.says == "" && len(found) > 0 || c.says != "" && !has(found, "n0a1b.json "+c.says) {
				t.Errorf("found %q", found)
			}
		})
	}
	other := shard(finderList([][3]string{known}, "王伟", 0))
	other["2026/run/search/index.json"] = `{"files":[[],["0a1b"]],"names":["诸葛钢铁"],"bibs":[],"forms":"","note":"诸葛钢铁"}`
	if found := finds(t, other); !has(found, "index.json search_key") || !has(found, "index.json withdrawn_name") {
		t.Errorf("an index that says more: %q", found)
	}
	for claim, c := range map[string]struct{ times, says string }{
		"the times of the results": {`{"statuses":[],"places":"0","times":"1o9"}`, ""},
		"another place":            {`{"statuses":[],"places":"1","times":"1o9"}`, "results_differ"},
		"another time":             {`{"statuses":[],"places":"0","times":"1oa"}`, "results_differ"},
		"a row too many":           {`{"statuses":[],"places":"01","times":"1o9"}`, "results_differ"},
		"a name as a time":         {`{"statuses":[],"places":"0","texts":"诸葛钢铁"}`, "withdrawn_name"},
	} {
		timed := shard(finderList([][3]string{known}, "王伟", 0))
		timed["2026/run/search/times/n0a1b.json"] = c.times
		found := slices.DeleteFunc(finds(t, timed), func(f string) bool { return !strings.HasPrefix(f, "2026/run/search/times/") })
		if c.says == "" && len(found) > 0 || c.says != "" && !has(found, c.says) {
			t.Errorf("%s: found %q", claim, found)
		}
	}
}

func TestLinksAndPlacesInPagesAreFollowed(t *testing.T) {
	files := map[string]string{"en/index.html": `<a href="a/">1</a><a href="/results/en/a/#x">2</a><a href="https://example.org/results/en/a/#y">3</a>
		<a href="/other/">4</a><a href="//example.net/q">5</a><a href="mailto:a@b.c">6</a><a href="gone.html">7</a><a href="#here">8</a>`,
		"en/a/index.html": `<p id="x">x</p>`}
	found := finds(t, files)
	for _, missing := range []string{`"gone.html"`, `"#here"`, "en/a/index.html#y"} {
		if !has(found, "en/index.html broken_link", missing) {
			t.Errorf("%s is not missed: %q", missing, found)
		}
	}
	if n := len(slices.DeleteFunc(found, func(f string) bool { return !strings.Contains(f, "broken_link") })); n != 3 {
		t.Errorf("%d broken links", n)
	}
}

func TestAPageThatWasWithdrawnSaysNothing(t *testing.T) {
	tombstone := ownPages + "gone.html"
	quiet := map[string]string{tombstone: `<meta name="robots" content="noindex"><p>Removed</p>`, "sitemap.xml": "<url/>"}
	if found := finds(t, quiet); has(found, "withdrawn_page") {
		t.Errorf("a quiet one: %q", found)
	}
	loud := map[string]string{tombstone: `<p>gone was here</p>`, "sitemap.xml": "<loc>https://example.org/results/" + tombstone + "</loc>", "en/index.html": `<a href="2026/run/runners/gone.html">x</a>`}
	found := finds(t, loud)
	for _, says := range []string{tombstone + " withdrawn_page: it was withdrawn, and search", tombstone + " withdrawn_page: it was withdrawn, and says the bib", "sitemap.xml withdrawn_page", "en/index.html withdrawn_page"} {
		if !has(found, says) {
			t.Errorf("not told: %s: %q", says, found)
		}
	}
}

func TestTablesAndPagesAreHeldAgainstTheResults(t *testing.T) {
	table := "bib,name,gun_time\n1,王伟,0:30:00\n2,王*,0:31:00\n3,诸**铁,0:32:00\n,,0:33:00\n"
	for _, c := range []struct{ claim, name, text, says string }{
		{"a table that says the same", "2026/run/results.csv", table, ""},
		{"another time in a table", "2026/run/results.csv", strings.Replace(table, "0:31:00", "0:30:59", 1), "results_differ: row 3: gun_time"},
		{"a row too few", "2026/run/results.csv", strings.Replace(table, ",,0:33:00\n", "", 1), "results_differ: row 5"},
		{"a hidden name in a row without one", "2026/run/results.csv", strings.Replace(table, ",,0:33:00", ",王伟,0:33:00", 1), "withdrawn_name"},
		{"a column that is private", "2026/run/results.csv", strings.Replace(table, "name", "phone", 1), "private_field"},
		{"a page of nobody", ownPages + "9.html", "<b>9</b>", "page_too_many"},
		{"another time on a page", ownPages + "1.html", "<b>1</b><h1>王伟</h1><dd>0:30:01</dd>", "results_differ: the gun time"},
		{"a page that says the same", ownPages + "1.html", "<b>1</b><h1>王伟</h1><dd>0:30:00</dd><dd>1</dd>", ""},
	} {
		t.Run(c.claim, func(t *testing.T) {
			found := slices.DeleteFunc(finds(t, map[string]string{c.name: c.text}), func(f string) bool { return !strings.HasPrefix(f, c.name) })
			if c.says == "" && len(found) > 0 || c.says != "" && !has(found, c.says) {
				t.Errorf("found %q", found)
			}
		})
	}
	running := map[string]string{ownPages + "1.html": "<b>1</b><h1>王伟</h1><dd>0:30:00</dd><dd>1<i>/4</i></dd>",
		"2026/run/results.json": strings.Replace(strings.Replace(smallResults, `"place":2,`, `"place":2,"place_overall":2,`, 1), "\n]}", `,{"bib":"5","name":"Joann Leeson","division":"all","status":"on_course","place":null}]}`, 1)}
	for _, says := range []string{ownPages + "1.html counted_early: it says \"/4\"", "2026/run/results.json counted_early: bib 2 "} {
		if found := finds(t, running); !has(found, says) {
			t.Errorf("of a race that is not over it is not told: %s: %q", says, found)
		}
	}
	if found := finds(t, map[string]string{ownPages + "1.html": running[ownPages+"1.html"]}); has(found, "counted_early") {
		t.Errorf("of a race that is over: %q", found)
	}
	missing := finds(t, nil)
	if !has(missing, ownPages+"1.html no_page") || !has(missing, "not_listed_once: bib 1 is 0 times") {
		t.Errorf("a site without pages: %q", missing)
	}
}

func TestOfOneKindTwentyFindingsAreTold(t *testing.T) {
	var links strings.Builder
	for i := range 25 {
		fmt.Fprintf(&links, `<a href="gone%02d.html">x</a>`, i)
	}
	found := slices.DeleteFunc(finds(t, map[string]string{"en/index.html": links.String()}), func(f string) bool { return !strings.Contains(f, "broken_link") })
	if len(found) != 20 || !strings.HasSuffix(found[19], "; 5 more like it") {
		t.Errorf("%d: %q", len(found), found)
	}
}
