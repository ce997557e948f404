package lists

import (
	"fmt"
	"testing"

	"guntime/generator/internal/race"
)

func TestShardsAreOfOneSize(t *testing.T) {
	const shards = 128
	count := make([]int, shards)
	for _, prefix := range []string{"A", "B", "F"} {
		for n := range 10_000 {
			count[race.ShardOf(fmt.Sprintf("%s%05d", prefix, n), shards)]++
		}
	}
	for n, c := range count {
		if c < 150 || c > 330 {
			t.Errorf("shard %d has %d runners of 234", n, c)
		}
	}
}
