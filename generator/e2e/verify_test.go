package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
	"guntime/generator/internal/read"
	"guntime/generator/internal/verify"
)

func TestVerifyFindsNothingWrongWithTheDemonstration(t *testing.T) {
	public, _ := demonstrationSite(t)
	var said, complaint bytes.Buffer
	if status := run(context.Background(), []string{"verify", "-C", "../..", "-out", public}, &said, &complaint); status != done {
		t.Errorf("%s%s", said.String(), complaint.String())
	}
}

func TestVerifyFindsEachWayInWhichASiteCanBeUntrue(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	var complaint bytes.Buffer
	for _, words := range [][]string{{"simulate", "-runners", "12", dir}, {"build", "-C", dir, "-quiet"}} {
		if status := run(context.Background(), words, io.Discard, &complaint); status != done {
			t.Fatal(complaint.String())
		}
	}
	archive, found := read.Project(os.DirFS(dir))
	if found.Errors() {
		t.Fatal(found)
	}
	built := tree(t, filepath.Join(dir, "public"))
	m, err := publish.ReadManifest(filepath.Join(dir, "public"))
	if err != nil {
		t.Fatal(err)
	}
	r := winner(t, built)
	bib := *r.Bib
	page, list, table := "en/2022/marathon/runners/"+bib+".html", "en/2022/marathon/"+*r.Division+"/index.html", "2022/marathon/results.csv"
	entry := archive.Editions[0].Races[0].Entries[0]
	for _, e := range archive.Editions[0].Races[0].Entries {
		if e.Bib == bib {
			entry = e
		}
	}
	if entry.Code == "" {
		entry.Code = "K7Q2M4X9P3TW"
	}

	change := func(name, from, to string) func(*testing.T, map[string][]byte) {
		return func(t *testing.T, files map[string][]byte) {
			if !bytes.Contains(files[name], []byte(from)) {
				t.Fatalf("%s does not say %q", name, from)
			}
			files[name] = bytes.ReplaceAll(files[name], []byte(from), []byte(to))
		}
	}
	without := func(name string) func(*testing.T, map[string][]byte) {
		return func(t *testing.T, files map[string][]byte) {
			if _, there := files[name]; !there {
				t.Fatalf("%s is not there", name)
			}
			delete(files, name)
		}
	}
	hide := func(a *race.Archive) { a.Editions[0].Races[0].Entries = masking(a.Editions[0].Races[0].Entries, entry) }
	for _, c := range []struct {
		claim, code, at, says string
		harm                  func(*testing.T, map[string][]byte)
		know                  func(*race.Archive)
	}{
		{"a link to a page that is not there", "broken_link", page, "nowhere.html",
			change(page, "</main>", `<a href="nowhere.html">x</a></main>`), nil},
		{"a link to a place that a page has not", "broken_link", page, "#p1", change(list, `id="p1"`, `id="q1"`), nil},
		{"a runner without a page in one language", "no_page", page, bib, without(page), nil},
		{"a page of nobody", "page_too_many", "en/2022/marathon/runners/NOBODY.html", "NOBODY", func(_ *testing.T, files map[string][]byte) {
			files["en/2022/marathon/runners/NOBODY.html"] = files[page]
		}, nil},
		{"a runner who is not in the list", "not_listed_once", "en/2022/marathon/index.html", bib, func(_ *testing.T, files map[string][]byte) {
			row := rowOf(t, files[list], bib)
			files[list] = bytes.Replace(files[list], row, nil, 1)
		}, nil},
		{"a runner who is in the list twice", "not_listed_once", "en/2022/marathon/index.html", "2 times", func(_ *testing.T, files map[string][]byte) {
			row := rowOf(t, files[list], bib)
			files[list] = bytes.Replace(files[list], row, slices.Concat(row, row), 1)
		}, nil},
		{"a nameless row too many", "counts_differ", list, "rows have a place", change(list, "</tbody>", "<tr><td>9</td></tr></tbody>"), nil},
		{"another gun time on the page", "results_differ", page, "gun time", change(page, "<dd data-gun>"+*r.GunTime+"</dd>", "<dd data-gun>1:00:00</dd>"), nil},
		{"another net time on the page", "results_differ", page, "net time", change(page, "<dd data-net>"+*r.NetTime+"</dd></div><div><dt>Pace", "<dd data-net>1:00:01</dd></div><div><dt>Pace"), nil},
		{"another place on the page", "results_differ", page, "place", change(page, `#p1">1</a><i `, `#p1">2</a><i `), nil},
		{"another name on the page", "results_differ", page, "name", change(page, *r.Name, "Somebody Else"), nil},
		{"another bib on the page", "results_differ", page, "bib", change(page, "<b data-bib>"+bib+"</b>", "<b data-bib>X9</b>"), nil},
		{"another gun time on the preview", "results_differ", page, "the preview of the certificate", change(page, "<text>"+*r.GunTime+"</text>", "<text>1:00:00</text>"), nil},
		{"another gun time in the list", "results_differ", list, "gun time", change(list, *r.GunTime, "1:00:00"), nil},
		{"another place in the list", "results_differ", list, "in results.json", change(list, `<td class="p">1</td>`, `<td class="p">2</td>`), nil},
		{"another time in results.csv", "results_differ", table, "gun_time", change(table, *r.GunTime, "1:00:00"), nil},
		{"a row too few in results.csv", "results_differ", table, "", func(_ *testing.T, files map[string][]byte) {
			rows := bytes.SplitAfter(files[table], []byte("\n"))
			files[table] = bytes.Join(rows[:len(rows)-2], nil)
		}, nil},
		{"a table that is none", "unreadable_results", "2022/marathon/results.json", "", change("2022/marathon/results.json", `"results":[`, `"results":{`), nil},
		{"another runner's certificate", "results_differ", "2022/marathon/certificates/" + bib + ".pdf", "name", func(t *testing.T, files map[string][]byte) {
			for name := range files {
				if strings.HasPrefix(name, "2022/marathon/certificates/") && strings.HasSuffix(name, ".pdf") && certificateOf(bib) != name {
					files[certificateOf(bib)] = files[name]
					return
				}
			}
			t.Fatal("there is one certificate alone")
		}, nil},
		{"a certificate that is not there", "no_certificate", certificateOf(bib), bib, without(certificateOf(bib)), nil},
		{"a certificate that nobody has", "certificates_differ", "2022/marathon/results.json", "ready", func(_ *testing.T, files map[string][]byte) {
			files[certificateOf("NOBODY")] = files[certificateOf(bib)]
		}, nil},
		{"a certificate that is no PDF", "unreadable_pdf", certificateOf(bib), "", func(_ *testing.T, files map[string][]byte) { files[certificateOf(bib)] = []byte("%PDF-1.7\nno") }, nil},
		{"a printed list of other times", "results_differ", "2022/marathon/results.pdf", bib, func(_ *testing.T, files map[string][]byte) {
			files["2022/marathon/results.pdf"] = files[certificateOf(bib)]
		}, nil},
		{"a runner who is in results.json twice", "runner_twice", "2022/marathon/results.json", bib, func(t *testing.T, files map[string][]byte) {
			const head = `"results":[`
			data := files["2022/marathon/results.json"]
			_, rest, _ := bytes.Cut(data, []byte(head))
			var first json.RawMessage
			if err := json.NewDecoder(bytes.NewReader(rest)).Decode(&first); err != nil {
				t.Fatal(err)
			}
			files["2022/marathon/results.json"] = bytes.Replace(data, []byte(head), slices.Concat([]byte(head), first, []byte(",")), 1)
		}, nil},
		{"a row of nobody", "row_too_many", list, "NOBODY", change(list, "/"+bib+".html", "/NOBODY.html"), nil},
		{"more of one kind than can be told", "broken_link", page, "; 5 more like it", func(_ *testing.T, files map[string][]byte) {
			for i := range 25 {
				files[page] = fmt.Appendf(slices.Clone(files[page]), `<a href="nowhere%02d.html">x</a>`, i)
			}
		}, nil},
		{"a code on a page", "private_field", page, "certificate code", change(page, "</main>", "<p>"+entry.Code+"</p></main>"), nil},
		{"a private column", "private_field", table, "birth_date", change(table, "bib,name,latin_name,gender", "bib,name,birth_date,gender"), nil},
		{"a private key", "private_field", "2022/marathon/results.json", "chip", change("2022/marathon/results.json", `"trophy":`, `"chip":"x","trophy":`), nil},
		{"the name of somebody who is hidden by now", "withdrawn_name", table, *r.Name, func(*testing.T, map[string][]byte) {}, hide},
		{"a hidden name in a workbook", "withdrawn_name", "2022/marathon/results.xlsx", *r.Name, func(*testing.T, map[string][]byte) {}, hide},
		{"a hidden name in a printed list", "withdrawn_name", "2022/marathon/results.pdf", *r.Name, func(*testing.T, map[string][]byte) {}, hide},
	} {
		t.Run(c.claim, func(t *testing.T) {
			files := map[string][]byte{}
			for name, data := range built {
				files[name] = data
			}
			c.harm(t, files)
			known := *archive
			known.Editions = []*race.Edition{new(race.Edition)}
			*known.Editions[0] = *archive.Editions[0]
			known.Editions[0].Races = []*race.Race{new(race.Race)}
			*known.Editions[0].Races[0] = *archive.Editions[0].Races[0]
			if c.know != nil {
				c.know(&known)
			}
			listed := &publish.Manifest{}
			for name := range files {
				if _, was := m.Find(name); was || built[name] == nil {
					listed.Files = append(listed.Files, publish.Entry{Path: name})
				}
			}
			finds(t, files, listed, &known, c.code, c.at, c.says)
		})
	}
	// Of each kind of fault twenty are said, so it is somebody to whom few pages link.
	gone, links := "", len(built)
	for _, e := range archive.Editions[0].Races[0].Entries {
		n := 0
		for _, data := range built {
			if bytes.Contains(data, []byte("runners/"+e.Bib+".html")) {
				n++
			}
		}
		if built["en/2022/marathon/runners/"+e.Bib+".html"] != nil && n < links {
			gone, links = e.Bib, n
		}
	}
	stone := "en/2022/marathon/runners/" + gone + ".html"
	for _, c := range []struct {
		claim, at, says string
		harm            func(*testing.T, map[string][]byte)
	}{
		{"a link to a page that was withdrawn", "en/2022/marathon/bibs/1/index.html", stone, func(*testing.T, map[string][]byte) {}},
		{"a sitemap that has it", "sitemap.xml", stone, change("sitemap.xml", "</urlset>", "<url><loc>https://example.org/"+stone+"</loc></url></urlset>")},
		{"a page in its place that search engines may list", stone, "search engines", change(stone, `content="noindex"`, `content="all"`)},
		{"a page in its place that says whose it was", stone, "says the bib", change(stone, "</main>", "<p>"+gone+"</p></main>")},
		{"a result of somebody who was withdrawn", stone, "results.json has bib", func(*testing.T, map[string][]byte) {}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			files, listed := maps.Clone(built), &publish.Manifest{}
			files[stone] = built["404.html"]
			c.harm(t, files)
			for _, e := range m.Files {
				if e.Path == stone {
					e.Removed = 1
				}
				listed.Files = append(listed.Files, e)
			}
			finds(t, files, listed, archive, "withdrawn_page", c.at, c.says)
		})
	}
	if found, err := verify.Site(os.DirFS(filepath.Join(dir, "public")), m, archive); err != nil || len(found) > 0 {
		t.Errorf("the site as it was built: %v, %v", found, err)
	}
}

// finds checks that verify has a finding about a site.
func finds(t *testing.T, files map[string][]byte, m *publish.Manifest, archive *race.Archive, code, at, says string) {
	t.Helper()
	site := fstest.MapFS{}
	for name, data := range files {
		site[name] = &fstest.MapFile{Data: data}
	}
	found, err := verify.Site(site, m, archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		if p.Code == code && p.Path == at && strings.Contains(p.Text, says) && p.Hint != "" {
			return
		}
	}
	t.Errorf("no finding %s of %s that says %q among %v", code, at, says, found)
}

// certificateOf returns the path of the certificate of a runner.
func certificateOf(bib string) string { return "2022/marathon/certificates/" + bib + ".pdf" }

// masking returns a field in which one entry is masked, and nobody else has the
// name.
func masking(entries []*race.Entry, one *race.Entry) []*race.Entry {
	entries = slices.Clone(entries)
	for i, e := range entries {
		if e == one {
			masked := *e
			masked.Visibility = race.Masked
			entries[i] = &masked
		}
	}
	return entries
}

// winner returns the first result of a race with a place, a name and a net time.
func winner(t *testing.T, files map[string][]byte) (r struct {
	Bib, Name, Division *string
	GunTime             *string `json:"gun_time"`
	NetTime             *string `json:"net_time"`
}) {
	t.Helper()
	var all struct{ Results []json.RawMessage }
	if err := json.Unmarshal(files["2022/marathon/results.json"], &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all.Results[0], &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// rowOf returns the row of a runner in a list.
func rowOf(t *testing.T, list []byte, bib string) []byte {
	t.Helper()
	for row := range bytes.Lines(list) {
		if bytes.HasPrefix(row, []byte("<tr")) && bytes.Contains(row, []byte("/"+bib+".html")) {
			return row
		}
	}
	t.Fatalf("no row of %s", bib)
	return nil
}
