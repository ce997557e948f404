package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/build"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected results of editions/ and ratios.txt anew")

// TestEditions builds each worked edition of editions, a small
// project whose folder is named as a claim, and holds what is published
// against what the rules want. A folder has
//
//	why.txt          the rule, and what it makes of these runners
//	data/            the project
//	now              the moment of the build, where it matters; 2026-01-01 otherwise
//	want/            results.json of each race at its path in the site, byte for byte
//	want/pages.txt   "path: text", what a page must say; a path alone must be there
//	want/absent.txt  "path: text", what a page must not say; a path alone must not be there
//
// The lines of the last two are held against a page as it reads, without its
// tags. With -update, results.json is written anew; derive it by hand first.
func TestEditions(t *testing.T) {
	const root = "editions"
	folders, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		t.Run(strings.ReplaceAll(f.Name(), "-", " "), func(t *testing.T) {
			t.Parallel()
			worked{dir: filepath.Join(root, f.Name())}.hold(t)
		})
	}
}

// worked is the folder of one worked edition.
type worked struct{ dir string }

func (w worked) hold(t *testing.T) {
	w.tidy(t)
	public := w.build(t)
	w.results(t, public)
	pages := w.claims(t, "pages.txt")
	if len(pages) == 0 {
		t.Error("want/pages.txt claims nothing: say how the case reads in each language")
	}
	for _, c := range pages {
		if text, err := reading(public, c.path); err != nil {
			t.Errorf("%s: %v", c, err)
		} else if !strings.Contains(text, c.text) {
			t.Errorf("%s: the page reads:\n%s", c, text)
		}
	}
	for _, c := range w.claims(t, "absent.txt") {
		text, err := reading(public, c.path)
		switch {
		case c.text == "" && err == nil:
			t.Errorf("%s: it is there", c)
		case c.text != "" && err != nil: // a missing page proves nothing
			t.Errorf("%s: %v", c, err)
		case c.text != "" && strings.Contains(text, c.text):
			t.Errorf("%s: the page reads:\n%s", c, text)
		}
	}
}

// tidy checks that the folder has its reasons, and nothing that no test reads.
func (w worked) tidy(t *testing.T) {
	if why, err := os.ReadFile(filepath.Join(w.dir, "why.txt")); err != nil || len(strings.TrimSpace(string(why))) == 0 {
		t.Errorf("why.txt must say which rule is at work: %v", err)
	}
	for dir, known := range map[string]string{"": " data now want why.txt ", "want": " absent.txt pages.txt "} {
		files, err := os.ReadDir(filepath.Join(w.dir, dir))
		if err != nil {
			t.Error(err)
		}
		for _, f := range files {
			if !strings.Contains(known, " "+f.Name()+" ") && (dir == "" || !f.IsDir()) {
				t.Errorf("%s is read by no test", path.Join(dir, f.Name()))
			}
		}
	}
}

// build builds the site of the project in the folder.
func (w worked) build(t *testing.T) (public string) {
	t.Helper()
	now := newYear
	if said, err := os.ReadFile(filepath.Join(w.dir, "now")); err == nil {
		if now, err = time.Parse(time.RFC3339, strings.TrimSpace(string(said))); err != nil {
			t.Fatal(err)
		}
	}
	public = filepath.Join(t.TempDir(), "public")
	built, err := build.Site(t.Context(), build.Options{Dir: w.dir, Public: public, Now: now})
	if err != nil {
		for _, f := range built.Found {
			t.Log(f)
		}
		t.Fatal(err)
	}
	return public
}

// results compares every results.json of the site with the wanted one, and reports
// missing ones.
func (w worked) results(t *testing.T, public string) {
	t.Helper()
	want := filepath.Join(w.dir, "want")
	for _, name := range resultsIn(t, public) {
		got, err := os.ReadFile(filepath.Join(public, name))
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join(want, name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, got, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		wanted, err := os.ReadFile(golden)
		if err != nil {
			t.Errorf("%s is published and not wanted: %v", name, err)
			continue
		}
		if string(got) == string(wanted) {
			continue
		}
		diff := cmp.Diff(facts(t, wanted), facts(t, got))
		if diff == "" {
			diff = "the same facts in other bytes:\n" + cmp.Diff(strings.Split(string(wanted), "\n"), strings.Split(string(got), "\n"))
		}
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	for _, name := range resultsIn(t, want) {
		if _, err := os.Stat(filepath.Join(public, name)); err == nil {
			continue
		}
		if !*update {
			t.Errorf("%s is wanted and not published", name)
		} else if err := os.Remove(filepath.Join(want, name)); err != nil {
			t.Error(err)
		}
	}
}

// resultsIn returns the paths of the results.json below a folder of wanted results,
// which must have nothing else.
func resultsIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		switch {
		case err != nil:
			return err
		case d.Name() == "results.json":
			names = append(names, name)
		case filepath.Base(dir) == "want" && filepath.Dir(name) != ".":
			t.Errorf("want/%s is read by no test", filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// facts returns a results.json for comparison: its runners in order, each under the
// bib.
func facts(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	results, _ := all["results"].([]any)
	order, runners := []string{}, map[string]any{}
	for _, r := range results {
		bib := fmt.Sprint(r.(map[string]any)["bib"])
		order, runners[bib] = append(order, bib), r
	}
	all["order"], all["results"] = order, runners
	return all
}

// claim is one line of pages.txt or absent.txt.
type claim struct{ from, path, text string }

func (c claim) String() string {
	if c.text == "" {
		return c.from + ": " + c.path
	}
	return fmt.Sprintf("%s: %s: %q", c.from, c.path, c.text)
}

func (w worked) claims(t *testing.T, file string) (list []claim) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, "want", file))
	if err != nil {
		return nil
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		c := claim{from: fmt.Sprintf("%s:%d", file, i+1)}
		c.path, c.text, _ = strings.Cut(line, ": ")
		list = append(list, c)
	}
	return list
}

var tag = regexp.MustCompile(`<[^>]*>`)

// reading returns the text of a file of the site: a page without its tags, each of
// which separates words, any other file unchanged.
func reading(public, name string) (string, error) {
	data, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(name)))
	if err != nil || path.Ext(name) != ".html" {
		return string(data), err
	}
	text := generated(public, name, string(data))
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(text, " "))), " "), nil
}

// What a page's style sheet of the field writes, and where.
var (
	fieldStyle = regexp.MustCompile(`<link rel="stylesheet" href="([^"]*/field/[^"]*\.css)">`)
	afterClass = regexp.MustCompile(`(?m)^\.([\w-]+)::after\{content:"(.*)"\}$`)
)

// generated puts the generated text of a page into it.
func generated(public, name, text string) string {
	link := fieldStyle.FindStringSubmatch(text)
	if link == nil {
		return text
	}
	style, err := os.ReadFile(filepath.Join(public, filepath.FromSlash(path.Join(path.Dir(name), link[1]))))
	if err != nil {
		return text // and the claim fails
	}
	for _, m := range afterClass.FindAllStringSubmatch(string(style), -1) {
		text = strings.ReplaceAll(text, ` class="`+m[1]+`"></`, ` class="`+m[1]+`">`+m[2]+`</`)
	}
	return text
}
