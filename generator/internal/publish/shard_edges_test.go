package publish

import (
	"errors"
	"strings"
	"testing"
)

func TestAShardOfOtherDataIsDrawnAgainBeforeTheIndexStep(t *testing.T) {
	const n = 2
	dir := room(t)
	build := func(salt string, part int) error {
		_, err := tree(dir, plan(small(salt)...), Options{Shard: Shard{Part: part, Of: n, Many: many}}, quick)
		return err
	}
	whole := Shard{Of: n, Many: many}
	stale := whole.owner(page("zh/2022/marathon/runners/M1.html", ""))
	for part := range n {
		if err := build("old", part); err != nil {
			t.Fatal(err)
		}
	}
	before := texts(t, dir)
	for part := range n {
		if part != stale {
			if err := build("new", part); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := build("new", n)
	if !errors.Is(err, ErrShards) || !strings.Contains(err.Error(), Shard{Part: stale, Of: n}.String()+" again") {
		t.Errorf("the shard %d/%d drew a page from other data: %v", stale, n, err)
	}
	if err := build("new", stale); err != nil {
		t.Fatal(err)
	}
	if err := build("new", n); err != nil {
		t.Fatal(err)
	}
	if after := texts(t, dir); after["zh/2022/marathon/runners/M1.html"] != "M1 new" || before["zh/2022/marathon/runners/M1.html"] != "M1 old" {
		t.Error(after)
	}
}
