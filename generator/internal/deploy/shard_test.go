package deploy

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"guntime/generator/internal/publish"
)

// shardsDeploy builds and deploys a site in n shards at once, each in a folder of
// its own, and then all of it from a folder that has their state and not their
// files. It returns what the last deploy did.
func shardsDeploy(t *testing.T, n int, s site, to *shelf) Summary {
	t.Helper()
	part := func(i int) publish.Shard {
		return publish.Shard{Part: i, Of: n, Many: func(path string) bool {
			return strings.Contains(path, "/runners/") || strings.Contains(path, "/certificates/")
		}}
	}
	bring := func(i int, dir string) Summary {
		o := usual
		o.Shard = part(i)
		if _, err := publish.Tree(dir, s.files(), publish.Options{Shard: o.Shard}); err != nil {
			t.Error(err)
		}
		sum, err := Site(t.Context(), dir, to.to, o)
		if err != nil {
			t.Error(err)
		}
		if len(sum.Delete) > 0 && i < n {
			t.Errorf("shard %d deletes %v", i, sum.Delete)
		}
		return sum
	}
	whole := room(t)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			dir := room(t)
			bring(i, dir)
			name := filepath.Join(".guntime", "public", "shard-"+strconv.Itoa(i)+"-of-"+strconv.Itoa(n), "manifest.json")
			data, err := os.ReadFile(filepath.Join(filepath.Dir(dir), name))
			if err != nil {
				t.Error(err)
				return
			}
			copied := filepath.Join(filepath.Dir(whole), name)
			if err := os.MkdirAll(filepath.Dir(copied), 0o777); err != nil {
				t.Error(err)
			}
			if err := os.WriteFile(copied, data, 0o666); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return bring(n, whole)
}

func TestShardsDeployTheirPartsAndTheWholeTheRest(t *testing.T) {
	s := stock(t)
	sum := shardsDeploy(t, 3, small, s)
	same(t, "the bucket", map[string]string(small), s.contents(t))
	same(t, "the last deploy brings", []string{"assets/site.0a.css", "2022/marathon/results.json", "2022/marathon/results.json.gz", "zh/2022/marathon/index.html", "zh/index.html", "index.html"}, sum.Upload)

	next := small.with("zh/2022/marathon/runners/M1.html", "M1 corrected").without("zh/2022/marathon/runners/M2.html").with("index.html", "choose again")
	s.moved()
	sum = shardsDeploy(t, 2, next, s)
	same(t, "the bucket after a correction", map[string]string(next), s.contents(t))
	same(t, "a correction brings", []string{"index.html"}, sum.Upload)
	same(t, "a correction takes away", []string{"zh/2022/marathon/runners/M2.html"}, sum.Delete)
	same(t, "all that moves, the shards' records among it,", []string{"PUT zh/2022/marathon/runners/M1.html", "POST ", "PUT index.html", "POST "}, s.moved())

	// One machine goes on where several stopped.
	dir := room(t)
	built(t, dir, next)
	sum = must(t, dir, s)
	same(t, "one machine has to do", 0, len(sum.Upload)+len(sum.Delete))
}

// What shards note counts though no listing shows it: else it would count later,
// when it is old.
func TestWhatShardsNoteCountsThoughNoListingShowsIt(t *testing.T) {
	s := stock(t)
	s.hidden = func(path string) bool { return strings.HasPrefix(path, sinceName+"-") }
	shardsDeploy(t, 3, small, s)
	same(t, "the bucket", map[string]string(small), s.contents(t))
	next := small.with("zh/2022/marathon/runners/M1.html", "M1 corrected").without("zh/2022/marathon/runners/M2.html")
	sum := shardsDeploy(t, 3, next, s)
	same(t, "a correction brings", []string(nil), sum.Upload)
	s.hidden = nil
	dir := room(t)
	for _, then := range []site{small, next} {
		built(t, dir, then)
		must(t, dir, s)
		same(t, "the bucket", map[string]string(then), s.contents(t))
	}
}
