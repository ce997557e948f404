package artifact

import "testing"

func TestAMemoComputesOnceAndKeepsTheLastOnes(t *testing.T) {
	var m Memo[int, int]
	computed := map[int]int{}
	double := func(n int) int {
		return m.Find(n, func() (int, bool) { computed[n]++; return 2 * n, n >= 0 })
	}
	for n := range mostKept + 1 {
		for range 2 {
			if got := double(n); got != 2*n || computed[n] != 1 {
				t.Fatalf("%d was computed %d times, as %d", n, computed[n], got)
			}
		}
	}
	if double(mostKept); computed[mostKept] != 1 {
		t.Error("the newest is not kept")
	}
	if double(0); computed[0] != 2 {
		t.Error("the oldest is kept beyond the bound")
	}
	if double(-1); double(-1) != -2 || computed[-1] != 2 {
		t.Error("a result that is not to be kept was kept")
	}
}
