package e2e

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/build"
	"guntime/generator/internal/certificate"
	"guntime/generator/internal/site"
)

// Number and seed of the random edits in TestABuildAfterAnEditIsAFreshBuild.
var (
	edits = flag.Int("edits", 8, "random edits")
	seed  = flag.Uint64("seed", 1, "of the random edits")
)

// workshop is a project that is edited and built repeatedly.
type workshop struct {
	t    *testing.T
	dice *rand.Rand
	dir  string
	now  string
	key  string // file of the signing key, "" for none
}

func newWorkshop(t *testing.T, seed uint64, runners int) *workshop {
	w := &workshop{t: t, dice: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), now: "2026-01-01T00:00:00Z"}
	w.must("simulate", "-runners", strconv.Itoa(runners), w.path("p"))
	w.must("keygen", "-out", w.path("key.pem"))
	// A second edition like the first, to see how they affect each other.
	for _, name := range []string{"edition.yaml", "marathon/entries.csv", "marathon/times.csv"} {
		text := w.read("data/2022/" + name)
		if name == "edition.yaml" {
			text = strings.ReplaceAll(strings.Replace(text, "date: 2022-11-06", "date: 2021-11-07", 1), "2022", "2021")
		}
		w.write("data/2021/"+name, text)
	}
	w.write("content/zh/glossary.md", "---\ntitle: 词汇\n---\n# 词汇\n")
	w.write("content/en/glossary.md", "---\ntitle: Words\n---\n# Words\n")
	return w
}

func (w *workshop) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *workshop) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(w.path("p/" + name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

func (w *workshop) write(name, text string) {
	w.t.Helper()
	full := w.path("p/" + name)
	if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workshop) run(args ...string) (status int, complaint string) {
	var b bytes.Buffer
	return run(context.Background(), args, io.Discard, &b), b.String()
}

func (w *workshop) must(args ...string) {
	w.t.Helper()
	if status, complaint := w.run(args...); status != done {
		w.t.Fatalf("%v: status %d\n%s", args, status, complaint)
	}
}

// build builds the project into public/ beside it and returns the exit status.
func (w *workshop) build() int {
	args := []string{"build", "-C", w.path("p"), "-out", w.path("public"), "-now", w.now, "-quiet"}
	if w.key != "" {
		args = append(args, "-key", w.key)
	}
	status, complaint := w.run(args...)
	if status != done && status != badData {
		w.t.Fatalf("%v: status %d\n%s", args, status, complaint)
	}
	return status
}

// cell replaces one cell of a random row of a table.
func (w *workshop) cell(name, column string, value func(old string) string) {
	rows, err := csv.NewReader(strings.NewReader(w.read(name))).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	at := slices.Index(rows[0], column)
	if at < 0 {
		w.t.Fatalf("%s has no column %s", name, column)
	}
	row := rows[1+w.dice.IntN(len(rows)-1)]
	row[at] = value(row[at])
	var b strings.Builder
	out := csv.NewWriter(&b)
	if err := out.WriteAll(rows); err != nil {
		w.t.Fatal(err)
	}
	w.write(name, b.String())
}

// swap replaces text a with b in a file, or b with a.
func (w *workshop) swap(name, a, b string) {
	text := w.read(name)
	switch {
	case strings.Contains(text, b):
		w.write(name, strings.Replace(text, b, a, 1))
	case strings.Contains(text, a):
		w.write(name, strings.Replace(text, a, b, 1))
	default:
		w.t.Fatalf("%s holds neither %q nor %q", name, a, b)
	}
}

// change makes one random edit as people make them, and describes it.
func (w *workshop) change() string {
	const folder = "data/2022/marathon/"
	one := func(values ...string) func(string) string {
		return func(string) string { return values[w.dice.IntN(len(values))] }
	}
	kinds := []struct {
		name string
		make func()
	}{
		{"a finish time", func() {
			w.cell(folder+"times.csv", "finish", func(old string) string {
				return fmt.Sprintf("%d:%02d:%02d.%d", 2+w.dice.IntN(4), w.dice.IntN(60), w.dice.IntN(60), w.dice.IntN(10))
			})
		}},
		{"a split", func() {
			w.cell(folder+"times.csv", one("5k", "half", "30k", "40k")(""), one("", "0:20:00", "1:20:00", "2:30:00"))
		}},
		{"a finish unseen", func() { w.cell(folder+"times.csv", "finish", one("")) }},
		{"a start", func() { w.cell(folder+"times.csv", "start", one("", "0:00:01", "0:03:00")) }},
		{"a name", func() { w.cell(folder+"entries.csv", "name", one("王小明", "欧阳娜", "KIPTUM Kelvin", "𬱖")) }},
		{"a Latin name", func() { w.cell(folder+"entries.csv", "latin_name", one("WANG Xiaoming", "")) }},
		{"a club", func() { w.cell(folder+"entries.csv", "club", one("", "跑团", "Harriers")) }},
		{"a nation", func() { w.cell(folder+"entries.csv", "nat", one("KEN", "CHN", "")) }},
		{"a gender", func() { w.cell(folder+"entries.csv", "gender", one("M", "F")) }},
		{"a birthday", func() { w.cell(folder+"entries.csv", "birth_date", one("1950-01-01", "1990-05-05")) }},
		{"a visibility", func() { w.cell(folder+"entries.csv", "visibility", one("public", "masked", "anonymous")) }},
		{"a code", func() { w.cell(folder+"entries.csv", "certificate_code", one("", "7Q2MXK4PABCD")) }},
		{"a hold", func() { w.cell(folder+"entries.csv", "certificate_hold", one("yes", "")) }},
		{"a category", func() { w.cell(folder+"entries.csv", "category", one("wheelchair", "general")) }},
		{"a ruling", func() {
			rows := strings.Split(strings.TrimSpace(w.read(folder+"entries.csv")), "\n")
			bib, _, _ := strings.Cut(rows[1+w.dice.IntN(len(rows)-1)], ",")
			w.write(folder+"rulings.csv", w.read(folder+"rulings.csv")+bib+one(",disqualify,13.6,Referee,2022-11-07,,,cut,", ",doping,13.7,,,,,,", ",annul_time,,,,,,,",
				",place,12.3,,,3,,why,", ",withdraw,,,,,,,", ",hold_certificate,,,,,,,", ",reinstate,,,,,,,", ",confirm_point,,,,,30k,,")("")+"\n")
		}},
		{"the edition's name", func() { w.swap("data/2022/edition.yaml", "2022 Simulated Marathon", "2022 Imagined Marathon") }},
		{"the other edition's name", func() { w.swap("data/2021/edition.yaml", "2021 Simulated Marathon", "2021 Imagined Marathon") }},
		{"the state", func() { w.swap("data/2022/edition.yaml", "state: official", "state: provisional") }},
		{"a cut-off", func() { w.swap("data/2022/edition.yaml", `cutoff: "11:45"`, `cutoff: "11:00"`) }},
		{"a prize", func() { w.swap("data/2022/edition.yaml", "{place: 2, amount: 6000}", "{place: 2, amount: 6100}") }},
		{"a record", func() { w.swap("data/2022/edition.yaml", "2:07:06", "2:17:06") }},
		{"the gun", func() { w.swap("data/2022/edition.yaml", "07:30:00", "07:30:01") }},
		{"the ranking", func() { w.swap("data/2022/edition.yaml", "ranking: {by: gun", "ranking: {by: net") }},
		{"access", func() { w.swap("data/2022/edition.yaml", "access: open", "access: code") }},
		{"demonstration", func() { w.swap("data/2022/edition.yaml", "demonstration: true", "demonstration: false") }},
		{"the title", func() { w.swap("data/site.yaml", "Simulated Marathon Results", "Results") }},
		{"the address", func() { w.swap("data/site.yaml", "https://example.org/\n", "https://example.org/results/\n") }},
		{"the languages", func() { w.swap("data/site.yaml", "[zh, en]", "[en, zh]") }},
		{"a page", func() { w.swap("content/en/glossary.md", "title: Words", "title: Glossary") }},
		{"the moment", func() {
			w.now = one("2026-01-01T00:00:00Z", "2022-11-06T10:00:00+08:00", "2022-11-06T15:00:00+08:00")("")
		}},
		{"a release", func() { w.run("release", "-C", w.path("p"), "-now", w.now, "2022") }},
		{"the signing key", func() {
			if w.key == "" {
				w.key = w.path("key.pem")
			} else {
				w.key = ""
			}
		}},
		{"a template", func() {
			const name = "templates/runner.html"
			if os.Remove(w.path("p/"+name)) == nil {
				return
			}
			w.write(name, strings.Replace(own(w.t, "../../"+name), "</h1>", " </h1><!-- mine -->", 1))
		}},
		{"a message", func() {
			const name = "content/messages/en.yaml"
			if os.Remove(w.path("p/"+name)) == nil {
				return
			}
			text := own(w.t, "../../"+name)
			w.write(name, strings.Replace(text, "Certificate", "Diploma", -1))
		}},
	}
	kind := kinds[w.dice.IntN(len(kinds))]
	kind.make()
	return kind.name
}

// saved returns a function that restores the project as it is now.
func (w *workshop) saved() func() {
	then, files := *w, contents(w.t, w.path("p"))
	return func() {
		w.now, w.key = then.now, then.key
		for name := range contents(w.t, w.path("p")) {
			if _, was := files[name]; !was {
				if err := os.Remove(w.path("p/" + name)); err != nil {
					w.t.Fatal(err)
				}
			}
		}
		for name, text := range files {
			w.write(name, text)
		}
	}
}

// own returns the text of a file of this repository.
func own(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// options returns the options for building the project into public/ beside it.
func (w *workshop) options() build.Options {
	w.t.Helper()
	now, err := time.Parse(time.RFC3339, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	o := build.Options{Dir: w.path("p"), Public: w.path("public"), Now: now}
	if w.key != "" {
		text, err := os.ReadFile(w.key)
		if err != nil {
			w.t.Fatal(err)
		}
		if o.Key, err = certificate.ParseKey(text); err != nil {
			w.t.Fatal(err)
		}
	}
	return o
}

// input returns the input of the plan of the site.
func (w *workshop) input() site.Input {
	w.t.Helper()
	in := prepared(w.t, w.options())
	in.Finders = site.Finders(in.Archive.Site, in.Verdicts, nil, site.KeptFinders{})
	return in.Input
}

// drawn returns every file of the site, drawn again in memory.
func (w *workshop) drawn() map[string]string {
	w.t.Helper()
	return w.draw(w.input())
}

func (w *workshop) draw(in site.Input) map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for f, err := range site.Plan(in) {
		var b strings.Builder
		if err := cmp.Or(err, f.Draw(&b)); err != nil {
			w.t.Fatal(err)
		}
		all[f.Path] = b.String()
	}
	return all
}

// contents returns every file below a folder except dotfiles.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestABuildAfterAnEditIsAFreshBuild(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t, *seed, 170)
	if w.build() != done {
		t.Fatal("the first build fails")
	}
	good, before := 0, contents(t, w.path("public"))
	for round := range *edits {
		undo := w.saved()
		change := w.change()
		if w.build() != done {
			undo() // the edit caused errors, and nothing was written
			continue
		}
		good++
		in := w.input()
		kept, fresh := contents(t, w.path("public")), w.draw(in)
		var stone strings.Builder
		if err := site.Tombstone(in).Draw(&stone); err != nil {
			t.Fatal(err)
		}
		withdrawn := site.Withdrawn(in)
		for name := range fresh {
			if kept[name] != fresh[name] {
				t.Errorf("round %d, after %s: %s is not what a fresh build draws", round, change, name)
			}
		}
		for name := range kept {
			if _, ok := fresh[name]; ok || before[name] != "" && withdrawn(name) && kept[name] == stone.String() {
				continue // a withdrawn page is replaced by a tombstone
			}
			t.Errorf("round %d, after %s: %s should be gone", round, change, name)
		}
		if t.Failed() {
			return
		}
		before = kept
	}
	if good < *edits/2 {
		t.Errorf("only %d of %d edits built", good, *edits)
	}
}
