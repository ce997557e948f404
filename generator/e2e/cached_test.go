package e2e

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/build"

	diff "github.com/google/go-cmp/cmp"
)

// newArchive makes a project of three editions with different years, places and
// states, and everything optional.
func newArchive(t *testing.T, runners string) *workshop {
	w := &workshop{t: t, dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}
	w.must("simulate", "-runners", runners, w.path("p"))
	w.must("keygen", "-out", w.path("key.pem"))
	for _, year := range []string{"2020", "2021"} {
		for _, name := range []string{"edition.yaml", "marathon/entries.csv", "marathon/times.csv", "marathon/rulings.csv", "marathon/releases.csv"} {
			text := w.read("data/2022/" + name)
			if name == "edition.yaml" {
				text = strings.ReplaceAll(text, "2022", year)
			}
			w.write("data/"+year+"/"+name, text)
		}
	}
	w.swap("data/2021/edition.yaml", "demonstration: true", "demonstration: false") // so that the history page includes it
	w.swap("data/2020/edition.yaml", "state: official", "state: cancelled")
	w.write("data/champions.csv", "year,gender,status,name,name_zh,nat,time,note_en,note_zh,source\n2019,M,winner,Somebody,某人,KEN,2:07:00,,,\n")
	w.write("data/2021/marathon/spare.csv", "a,b\n") // causes a warning
	w.write("content/zh/glossary.md", "---\ntitle: 词汇\n---\n# 词汇\n")
	w.write("content/en/glossary.md", "---\ntitle: Words\n---\n# Words\n")
	return w
}

// cached returns the editions that the next build would not read completely.
func (w *workshop) cached() string {
	w.t.Helper()
	ids, err := build.Cached(w.t.Context(), w.options())
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(ids, " ")
}

// seconds matches the duration that a build reports.
var seconds = regexp.MustCompile(`; \S+ s\n`)

// built builds the project into an output folder and returns all files and
// messages.
func (w *workshop) built(public string) map[string]string {
	w.t.Helper()
	var stdout, stderr bytes.Buffer
	args := []string{"build", "-C", w.path("p"), "-out", public, "-now", w.now}
	if w.key != "" {
		args = append(args, "-key", w.key)
	}
	if status := run(context.Background(), args, &stdout, &stderr); status != done {
		w.t.Fatalf("status %d\n%s", status, &stderr)
	}
	all := handedOver(w.t, public)
	for _, folder := range []string{"notes", "host"} {
		if _, err := os.Stat(state(public, folder)); err != nil {
			continue
		}
		for name, text := range contents(w.t, state(public, folder)) {
			all[folder+"/"+name] = text
		}
	}
	all["said"] = seconds.ReplaceAllString(strings.TrimPrefix(stdout.String(), public), "")
	all["found"] = stderr.String()
	return all
}

// state returns the path of a file of the state.
func state(public, name string) string {
	return filepath.Join(filepath.Dir(public), ".guntime", filepath.Base(public), name)
}

// dating matches when a note was made, which differs between builds.
var dating = regexp.MustCompile(`"made":"[^"]*"`)

func undated(all map[string]string) map[string]string {
	for name, text := range all {
		if strings.HasPrefix(name, "notes/") {
			all[name] = dating.ReplaceAllString(text, "")
		}
	}
	return all
}

// differing returns the names of what differs.
func differing(a, b map[string]string) (names []string) {
	for name := range a {
		if b[name] != a[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Each build with cached editions is compared with one that has no notes and reads
// everything.
func TestABuildBesideCachedEditionsLeavesAndSaysWhatAWholeOneDoes(t *testing.T) {
	t.Parallel()
	w := newArchive(t, "12")
	kept, whole := w.path("public"), w.path("whole/public")
	w.built(kept)
	w.built(whole)
	for _, c := range []struct {
		change, cached string
		make           func()
	}{
		{"a time, and a nation that nobody knows", "2020 2021", func() {
			w.first("times.csv", "finish", "2:30:00")
			w.first("entries.csv", "nat", "XXX")
		}},
		{"a runner hidden", "2020 2021", func() { w.first("entries.csv", "visibility", "anonymous") }},
		{"nothing, beside a stone", "2020 2021 2022", func() {}},
		{"years, and the stone with them", "2020 2021 2022", func() { w.now = "2030-01-01T00:00:00Z" }},
		{"a champion who ran, and a signing key", "", func() {
			winner := strings.Split(strings.Split(w.read("data/2021/marathon/entries.csv"), "\n")[1], ",")
			w.write("data/champions.csv", w.read("data/champions.csv")+"2021,M,winner,"+winner[1]+",,KEN,,,,\n")
			w.key = w.path("key.pem")
		}},
		{"a release, and an edition more", "2020 2021", func() {
			w.must("release", "-C", w.path("p"), "-now", w.now, "2022")
			w.write("data/2023/edition.yaml", strings.ReplaceAll(w.read("data/2020/edition.yaml"), "2020", "2023"))
		}},
		{"certificates that wait for a day", "2020 2021", func() { w.swap("data/2022/edition.yaml", "delay: 0h", "delay: 100000h") }},
		{"nothing while they wait", "2020 2021 2023", func() {}},
		{"the day", "2020 2021 2023", func() { w.now = "2037-01-01T00:00:00Z" }},
		{"the compact layout, with compressed twins", "", func() { w.swap("data/site.yaml", "contact:", "host: nginx\nlayout: compact\ncontact:") }},
		{"a time there", "2020 2021 2023", func() { w.first("times.csv", "finish", "2:33:00") }},
	} {
		c.make()
		if got := w.cached(); got != c.cached {
			t.Errorf("after %s %q are cached, not %q", c.change, got, c.cached)
		}
		if err := os.RemoveAll(state(whole, "notes")); err != nil {
			t.Fatal(err)
		}
		want, got := undated(w.built(whole)), undated(w.built(kept))
		for _, name := range differing(want, got) {
			t.Errorf("after %s, %s:\n%.2000s", c.change, name, diff.Diff(want[name], got[name]))
		}
		if t.Failed() {
			return
		}
	}
	fresh := contents(t, kept)
	for name, text := range w.drawn() {
		if fresh[name] != text {
			t.Errorf("%s is not what a fresh build draws", name)
		}
	}
}

// first sets a column of the first runner in a table of 2022.
func (w *workshop) first(table, column, value string) {
	name := "data/2022/marathon/" + table
	lines := strings.Split(w.read(name), "\n")
	row := strings.Split(lines[1], ",")
	row[slices.Index(strings.Split(strings.TrimPrefix(lines[0], "\ufeff"), ","), column)] = value
	lines[1] = strings.Join(row, ",")
	w.write(name, strings.Join(lines, "\n"))
}

func TestWhatEndsTheCacheOfAnEdition(t *testing.T) {
	t.Parallel()
	model := newArchive(t, "12")
	model.build()
	const all = "2020 2021 2022"
	swap := func(name, a, b string) func(*workshop) { return func(w *workshop) { w.swap(name, a, b) } }
	add := func(name, text string) func(*workshop) { return func(w *workshop) { w.write(name, text) } }
	remove := func(name string) func(*workshop) {
		return func(w *workshop) {
			if err := os.RemoveAll(w.path(name)); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	const notes = ".guntime/public/notes/"
	for claim, c := range map[string]struct {
		cached string
		change func(*workshop)
	}{
		"nothing none":                       {all, func(*workshop) {}},
		"a table its own":                    {"2020 2022", add("data/2021/marathon/rulings.csv", "bib,ruling\n")},
		"a table that nobody reads its own":  {"2020 2022", add("data/2021/new.csv", "a\n")},
		"a ledger its own":                   {"2020 2022", add("data/2021/revisions.jsonl", "")},
		"a hidden file none":                 {all, add("data/2021/.lock", "x")},
		"its rules it and those after it":    {"2020", swap("data/2021/edition.yaml", "07:30:00", "07:31:00")},
		"a new edition none":                 {all, func(w *workshop) { w.write("data/2023/edition.yaml", w.read("data/2020/edition.yaml")) }},
		"a folder whose name is longer none": {all, func(w *workshop) { w.write("data/2022-b/edition.yaml", w.read("data/2020/edition.yaml")) }},
		"an older one all":                   {"", func(w *workshop) { w.write("data/2019/edition.yaml", w.read("data/2020/edition.yaml")) }},
		"an edition less those after it":     {"2020", remove("p/data/2021")},
		"a folder that is no edition all":    {"", add("data/more/notes.csv", "a\n")},
		"the champions all":                  {"", swap("data/champions.csv", "2:07:00", "2:08:00")},
		"the bans all":                       {"", add("data/bans.csv", "name\n")},
		"the site's address all":             {"", swap("data/site.yaml", "https://example.org/", "https://example.org/r/")},
		"the languages all":                  {"", swap("data/site.yaml", "[zh, en]", "[zh]")},
		"a page all":                         {"", swap("content/en/glossary.md", "title: Words", "title: Glossary")},
		"a message all":                      {"", add("content/messages/en.yaml", own(t, "../../content/messages/en.yaml"))},
		"a template all":                     {"", add("templates/runner.html", own(t, "../../templates/runner.html"))},
		"a signing key all":                  {"", func(w *workshop) { w.key = w.path("key.pem") }},
		"an earlier moment all":              {"", func(w *workshop) { w.now = "2025-12-31T23:59:59Z" }},
		"a later one none":                   {all, func(w *workshop) { w.now = "2036-01-01T00:00:00Z" }},
		"a lost note its own":                {"2020 2021", remove(notes + "2022.json")},
		"a note that cannot be read its own": {"2020 2021", add("../"+notes+"2022.json", "{")},
		"the note of another build all":      {"2020 2021", func(w *workshop) { w.write("../"+notes+"2022.json", w.read("../"+notes+"2021.json")) }},
		"the state that is lost all":         {"", remove(".guntime")},
		"the manifest that is lost all":      {"", remove(".guntime/public/manifest.json")},
		"an output folder that is gone all":  {"", remove("public")},
	} {
		t.Run(claim, func(t *testing.T) {
			w := &workshop{t: t, dir: t.TempDir(), now: model.now}
			for _, name := range []string{"p", ".guntime"} {
				if err := os.CopyFS(w.path(name), os.DirFS(model.path(name))); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"../key.pem", "../public/.guntime"} { // all that is asked of the site itself
				w.write(name, model.read(name))
			}
			c.change(w)
			if got := w.cached(); got != c.cached {
				t.Errorf("%q are cached, not %q", got, c.cached)
			}
		})
	}
}

func TestACachedEditionWhoseFilesAreNotAsTheyWereWrittenIsReadWhole(t *testing.T) {
	t.Parallel()
	w := newArchive(t, "12")
	w.build()
	want := contents(t, w.path("public"))
	for claim, change := range map[string]func(name string) error{
		"changed": func(name string) error { return os.WriteFile(name, []byte("changed"), 0o666) },
		"changed inside": func(name string) error {
			return os.WriteFile(name, bytes.ToUpper([]byte(want["en/2021/index.html"])), 0o666)
		},
		"gone":          os.Remove,
		"gone with all": func(name string) error { return os.RemoveAll(filepath.Dir(name)) },
	} {
		if err := change(w.path("public/en/2021/index.html")); err != nil {
			t.Fatal(err)
		}
		if got := w.cached(); got != "2020 2021 2022" {
			t.Errorf("%s: %q are cached", claim, got)
		}
		w.build()
		if names := differing(want, contents(t, w.path("public"))); len(names) > 0 {
			t.Errorf("%s: %v are not as they were", claim, names)
		}
		if got := w.cached(); got != "2020 2021 2022" {
			t.Errorf("%s: %q are cached after that", claim, got)
		}
	}
	if err := os.WriteFile(state(w.path("public"), "notes/2022.json"), []byte(strings.Replace(string(own(t, state(w.path("public"), "notes/2022.json"))), `"race":"marathon"`, `"race":"mile"`, 1)), 0o666); err != nil {
		t.Fatal(err)
	}
	w.build()
	if names := differing(want, contents(t, w.path("public"))); len(names) > 0 {
		t.Errorf("with a note that does not fit, %v are not as they were", names)
	}
}

func TestAfterARollbackTheEditionThatIsNotAsItWasIsReadWhole(t *testing.T) {
	t.Parallel()
	w := newArchive(t, "12")
	w.build()
	w.first("times.csv", "finish", "2:30:00")
	w.build()
	want := contents(t, w.path("public"))
	w.must("rollback", "-C", w.path("p"), "-out", w.path("public"))
	if got := w.cached(); got != "2020 2021" {
		t.Errorf("%q are cached", got)
	}
	w.build()
	if names := differing(want, contents(t, w.path("public"))); len(names) > 0 {
		t.Errorf("%v are not as they were before it", names)
	}
}
