package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dated matches when a manifest says that a file was written.
var dated = regexp.MustCompile(`"modified":\d+`)

// handedOver returns all that a build leaves for others: the site, its manifest
// without dates, and what is to be uploaded.
func handedOver(t *testing.T, public string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, data := range tree(t, public) {
		all[name] = string(data)
	}
	state := filepath.Join(filepath.Dir(public), ".guntime", filepath.Base(public))
	for _, name := range []string{"manifest.json", "release/changed.txt", "release/deleted.txt", "release/purge.txt"} {
		all[name+" beside it"] = dated.ReplaceAllString(own(t, filepath.Join(state, name)), "")
	}
	return all
}

// shards builds the project in n shards at the same time, each into the folder that
// out returns for it.
func (w *workshop) shards(n int, out func(i int) string) {
	w.t.Helper()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			args := []string{"build", "-C", w.path("p"), "-out", out(i), "-now", w.now, "-jobs", "1", "-shard", strconv.Itoa(i) + "/" + strconv.Itoa(n)}
			if w.key != "" {
				args = append(args, "-key", w.key)
			}
			if status, complaint := w.run(args...); status != done {
				w.t.Errorf("%v: status %d\n%s", args, status, complaint)
			}
		})
	}
	all.Wait()
	if w.t.Failed() {
		w.t.FailNow()
	}
}

func (w *workshop) index(n int, out string) {
	w.t.Helper()
	args := []string{"build", "-C", w.path("p"), "-out", out, "-now", w.now, "-shard", "index/" + strconv.Itoa(n)}
	if w.key != "" {
		args = append(args, "-key", w.key)
	}
	w.must(args...)
}

func TestShardsTogetherAreTheSiteOfOneBuild(t *testing.T) {
	w := newWorkshop(t, 1, 40)
	w.key = w.path("key.pem")
	w.swap("data/site.yaml", "contact:", "host: nginx\ncontact:") // with compressed twins
	one, shared := w.path("public"), w.path("shared/public")
	inOne := func(int) string { return shared }
	apart := func(i int) string { return w.path("apart/" + strconv.Itoa(i) + "/public") }
	w.build()
	want := handedOver(t, one)
	if want["2022/marathon/verify/stamps/0.json"] == "" {
		t.Fatal("no certificate is listed")
	}

	w.shards(3, inOne)
	w.index(3, shared)
	if diff := cmp.Diff(want, handedOver(t, shared)); diff != "" {
		t.Errorf("in one folder:\n%s", diff)
	}

	w.shards(2, apart)
	whose := map[string]int{}
	for i := range 2 {
		for name := range contents(t, apart(i)) {
			if other, twice := whose[name]; twice {
				t.Errorf("%s is drawn by shards %d and %d", name, other, i)
			}
			whose[name] = i
		}
		w.join(filepath.Dir(apart(i)), w.path("joined"))
	}
	w.index(2, w.path("joined/public"))
	if diff := cmp.Diff(want, handedOver(t, w.path("joined/public"))); diff != "" {
		t.Errorf("in a folder each:\n%s", diff)
	}

	// Corrections, one of which takes pages away, and other shards than before.
	w.swap("data/2022/edition.yaml", "2:07:06", "2:17:06")
	w.cell("data/2022/marathon/entries.csv", "visibility", func(string) string { return "anonymous" })
	w.cell("data/2022/marathon/times.csv", "finish", func(string) string { return "" })
	before := contents(t, shared)
	status, complaint := w.run("build", "-C", w.path("p"), "-out", shared, "-now", w.now, "-shard", "index/3")
	if status != badUsage || !strings.Contains(complaint, "build -shard 0/3, 1/3, 2/3 again") {
		t.Errorf("an index step without its shards: status %d\n%s", status, complaint)
	}
	if diff := cmp.Diff(before, contents(t, shared)); diff != "" {
		t.Errorf("an index step without its shards wrote:\n%s", diff)
	}
	w.build()
	w.shards(2, inOne)
	for name := range before {
		if _, err := os.Stat(filepath.Join(shared, name)); err != nil {
			t.Errorf("a shard removed %s", name)
		}
	}
	w.index(2, shared)
	if diff := cmp.Diff(handedOver(t, one), handedOver(t, shared)); diff != "" {
		t.Errorf("after corrections:\n%s", diff)
	}
	w.must("verify", "-C", w.path("p"), "-out", shared)
}

// join copies a folder into another, as separate machines do.
func (w *workshop) join(from, to string) {
	w.t.Helper()
	for name, data := range tree(w.t, from) {
		full := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			w.t.Fatal(err)
		}
		if err := os.WriteFile(full, data, 0o666); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestAPartThatThereIsNotIsNamedWithThoseThatAre(t *testing.T) {
	w := &workshop{t: t, dir: t.TempDir()}
	for shard, want := range map[string]string{"1": "must be I/N", "2/2": "the shards of 2 are 0/2 to 1/2, and then index/2"} {
		if status, complaint := w.run("build", "-C", w.dir, "-shard", shard); status != badUsage || !strings.Contains(complaint, want) {
			t.Errorf("-shard %q: status %d\n%s", shard, status, complaint)
		}
	}
}
