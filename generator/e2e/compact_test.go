package e2e

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/race"

	"github.com/google/go-cmp/cmp"
)

// layout sets the layout of the project.
func (w *workshop) layout(name string) {
	w.t.Helper()
	text, _, _ := strings.Cut(w.read("data/site.yaml"), "\nlayout:")
	w.write("data/site.yaml", strings.TrimSpace(text)+"\nlayout: "+name+"\n")
}

func TestTheCompactLayoutOf30000RunnersHasFewerThan2000Files(t *testing.T) {
	if testing.Short() {
		t.Skip("reads and judges 30,000 runners")
	}
	t.Parallel()
	w := &workshop{t: t, dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}
	w.must("simulate", "-runners", "30000", w.path("p"))
	w.layout("compact")
	w.must("keygen", "-out", w.path("key.pem")) // with lists for checking certificates
	w.key = w.path("key.pem")
	files := w.planned().keys
	if len(files) >= 2_000 {
		t.Errorf("%d files", len(files))
	}
	t.Logf("%d files", len(files))
}

// joined assembles the files of the compact layout as a browser does: the pages and
// certificates that are files in the usual layout.
func joined(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, text := range files {
		part := strings.Split(name, "/")
		switch {
		case path.Ext(name) != ".json":
		case len(part) == 5 && part[2] == "runners":
			var s struct {
				Forms   [][]string
				Runners map[string][]any
			}
			if err := json.Unmarshal([]byte(text), &s); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for bib, line := range s.Runners {
				form, html := s.Forms[int(line[1].(float64))], ""
				for i, piece := range form {
					if html += piece; i+2 < len(line) {
						html += line[i+2].(string)
					}
				}
				if len(form) != len(line)-1 {
					t.Fatalf("%s: %s has %d slots in %d pieces", name, bib, len(line)-2, len(form))
				}
				all[path.Join(part[3], part[0], part[1], "runners", bib+".html")] = html
			}
		case len(part) == 4 && part[2] == "certificates":
			var s struct {
				Form     string
				Imprints map[string][]byte
			}
			if err := json.Unmarshal([]byte(text), &s); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for bib, imprint := range s.Imprints {
				all[path.Join(path.Dir(name), bib+".pdf")] = files[path.Join(path.Dir(name), s.Form)] + string(imprint)
			}
		}
	}
	return all
}

// What depends on the layout on a runner's page: addresses of runners, certificates
// and lists, and so the QR code.
var (
	listAddress        = regexp.MustCompile(`/(group/[^/"]+|[\w-]+)/\d+/#`)
	runnerAddress      = regexp.MustCompile(`((?:href="|/runners/))([\w-]+)\.html`)
	hubAddress         = regexp.MustCompile(`/(clubs|nations)/few/(?:\d+/)?#([\w-]+)"`)
	certificateAddress = regexp.MustCompile(`id="certificate" href="[^"]*"( download="[^"]*" data-join="[^"]*")?`)
	ownCode            = regexp.MustCompile(`src="data:image/png;base64,[^"]*"`)
)

// anyLayout returns the content of a runner's page without what depends on the
// layout.
func anyLayout(html string) string {
	html = listAddress.ReplaceAllString(html, "/$1/#")
	html = hubAddress.ReplaceAllString(html, `/$1/$2/"`)
	html = ownCode.ReplaceAllString(certificateAddress.ReplaceAllString(runnerAddress.ReplaceAllString(html, "$1#$2"), `id="certificate"`), "")
	from, to := strings.Index(html, "<article"), strings.LastIndex(html, "</article>")
	if from < 0 || to < 0 {
		return html
	}
	return html[from:to]
}

func TestBothLayoutsSayTheSame(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t, 1, 300)
	w.key = w.path("key.pem")
	want := w.drawn()
	w.layout("compact")
	compact := w.drawn()
	got := joined(t, compact)
	pages, certificates := 0, 0
	for name, text := range want {
		switch folder := path.Base(path.Dir(name)); {
		case folder == "runners":
			pages++
			if diff := cmp.Diff(anyLayout(text), anyLayout(got[name])); diff != "" {
				t.Fatalf("%s (-file +joined):\n%s", name, diff)
			}
		case folder == "certificates":
			certificates++
			if _, file := compact[name]; !file && text != got[name] {
				t.Errorf("%s is not the same joined", name)
			} else if _, lies := got[name]; file && lies {
				t.Errorf("%s is a file and lies in a shard", name)
			}
		case path.Base(name) == "results.csv" && strings.Count(compact[name], "\n") != strings.Count(text, "\n"):
			t.Errorf("%s has other rows", name)
		}
	}
	if pages < 500 || certificates < 400 {
		t.Errorf("only %d pages and %d certificates are compared", pages, certificates)
	}
	for name := range compact {
		if folder := path.Base(path.Dir(name)); folder == "runners" && path.Base(name) != "index.html" || folder == "certificates" && len(path.Base(name)) < 20 && path.Ext(name) == ".pdf" && !strings.HasPrefix(path.Base(name), "form-") {
			t.Errorf("%s is a file of its own", name)
		}
	}
}

func TestTheLayoutIsChangedWithoutALeftover(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t, 1, 20)
	built := func(layout string) map[string]string {
		w.layout(layout)
		w.build()
		return contents(t, w.path("public"))
	}
	compact, pages := built("compact"), built("pages")
	for name := range pages {
		if strings.HasSuffix(name, ".json") && (strings.Contains(name, "/runners/") || strings.Contains(name, "/certificates/")) {
			t.Errorf("%s is left over", name)
		}
	}
	if diff := cmp.Diff(compact, built("compact")); diff != "" {
		t.Errorf("compact again:\n%s", diff)
	}
	w.must("verify", "-C", w.path("p"), "-out", w.path("public"))
	file := filepath.Join(w.path("public"), "2022/marathon/certificates/0.json")
	if err := os.WriteFile(file, []byte(strings.Replace(own(t, file), `form-`, `no-form-`, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	if status, complaint := w.run("verify", "-C", w.path("p"), "-out", w.path("public")); status == done || !strings.Contains(complaint, "certificates/0.json") {
		t.Errorf("a damaged shard: %d %s", status, complaint)
	}
}

func TestACorrectionMovesOnlyTheShardsOfWhomItMoves(t *testing.T) {
	t.Parallel()
	w := &workshop{t: t, dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}
	w.must("simulate", "-runners", "2000", w.path("p"))
	w.layout("compact")
	before := w.planned()
	last := before.verdict.Divisions[0].Results // the correction moves only the slowest
	at := 0
	for at+1 < len(last) && last[at+1].Place > 0 {
		at++
	}
	corrected := last[at].Entry.Bib
	w.later(corrected, time.Second)
	after := w.planned()
	moved := map[string]race.Result{}
	for _, r := range before.verdict.Results {
		moved[r.Entry.Bib] = r
	}
	shards := map[string]bool{} // shards of those who move, and of those whose page shows a neighbour who moves
	for i, r := range after.verdict.Results {
		if old := moved[r.Entry.Bib]; r.Gun != old.Gun || r.Place != old.Place || r.PlaceOverall != old.PlaceOverall {
			for n := max(0, i-2); n <= min(i+2, len(after.verdict.Results)-1); n++ {
				shards[strconv.Itoa(race.ShardOf(after.verdict.Results[n].Entry.Bib, 8))+".json"] = true
			}
		}
	}
	if len(shards) == 0 || len(shards) > 5 {
		t.Fatalf("%d shards: the example shows nothing", len(shards))
	}
	drawn := 0
	for name, key := range after.keys {
		folder := path.Dir(name)
		if before.keys[name] == key || !strings.Contains(folder, "/runners/") && path.Base(folder) != "certificates" {
			continue
		}
		if drawn++; !shards[path.Base(name)] {
			t.Errorf("%s is drawn again", name)
		}
	}
	if drawn < 3 {
		t.Errorf("only %d shards are drawn again", drawn)
	}
	if len(before.keys) != len(after.keys) {
		t.Errorf("%d files became %d", len(before.keys), len(after.keys))
	}
}
