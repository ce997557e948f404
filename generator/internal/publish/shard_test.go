package publish

import (
	"errors"
	"strings"
	"sync"
	"testing"
)

func many(path string) bool {
	return strings.Contains(path, "/runners/") || strings.Contains(path, "/certificates/")
}

func TestShardsThatBeginAtOnceDoNotStumbleOverEachOther(t *testing.T) {
	const n = 4
	whole := room(t)
	if _, err := Tree(whole, plan(textual("")...), withTwins); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		dir := room(t)
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				if _, err := Tree(dir, plan(textual("")...), Options{Twins: withTwins.Twins, Shard: Shard{Part: i, Of: n, Many: many}}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		s, err := Tree(dir, plan(textual("")...), Options{Twins: withTwins.Twins, Shard: Shard{Part: n, Of: n, Many: many}})
		if err != nil || s.Files != len(texts(t, whole)) {
			t.Fatal(s, err)
		}
		same(t, "files", texts(t, whole), texts(t, dir))
	}
}

func TestAShardThatFailsLeavesTheSiteAsItWas(t *testing.T) {
	dir := room(t)
	build := func(salt string, part int, d disk) error {
		_, err := tree(dir, plan(small(salt)...), Options{Jobs: 1, Shard: Shard{Part: part, Of: 1, Many: many}}, d)
		return err
	}
	for part := range 2 {
		if err := build("", part, disk{}); err != nil {
			t.Fatal(err)
		}
	}
	before := texts(t, dir)
	for n := 1; ; n++ {
		left := n
		err := build("new", 0, disk{fault: func(string, string) error {
			if left--; left == 0 {
				return errors.New("fault")
			}
			return nil
		}})
		if err == nil {
			break
		}
		same(t, "after a fault", before, texts(t, dir))
	}
	if err := build("new", 1, disk{}); err != nil {
		t.Fatal(err)
	}
	same(t, "in the end", len(before), len(texts(t, dir)))
}

func TestAShardReadsBackAsItIsWritten(t *testing.T) {
	for _, text := range []string{"0/1", "index/1", "3/16", "15/16", "index/16"} {
		if s, err := ParseShard(text); err != nil || s.String() != text {
			t.Errorf("%s: %v %v", text, s, err)
		}
	}
}
