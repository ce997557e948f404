package judge

import (
	"fmt"
	"testing"
	"time"

	"guntime/generator/internal/race"
)

// Whom the front of a running race is believed of, and the boards, are a small part
// of judging it.
func BenchmarkBoard(b *testing.B) {
	rc := marathon()
	for i := range 30_000 {
		add(rc, fmt.Sprintf("M%d", i), fmt.Sprintf("all=%d:%02d:%02d", 2+i/7500, 5+i/150%50, i%60))
	}
	e := edition(rc)
	now := time.Date(2022, 11, 6, 2, 0, 0, 0, time.UTC)
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			Rule(e, now)
		}
	})
	decisions := &decision{}
	splits := make([]race.Clock, len(rc.Entries)*len(rc.Points))
	store, runners := make([]runner, len(rc.Entries)), make([]*runner, len(rc.Entries))
	for i, entry := range rc.Entries {
		store[i] = assess(rc, entry, decisions, false, splits[i*len(rc.Points):(i+1)*len(rc.Points)])
		runners[i] = &store[i]
	}
	b.Run("boards", func(b *testing.B) {
		for b.Loop() {
			w := newWatch(rc, runners, false)
			w.doubt()
			w.board(wall("10:00:00"))
		}
	})
}
