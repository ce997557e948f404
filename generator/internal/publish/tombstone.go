package publish

import (
	"iter"
	"time"

	"guntime/generator/internal/artifact"
)

// Tombstones stand for a while where pages were withdrawn: a host may serve a page
// that was deleted for days on, and one that was replaced by another at once not.
// Which pages there were only the last manifest knows; without it there are no
// tombstones. The zero value sets none.
type Tombstones struct {
	Withdrawn func(path string) bool // whether a file that the plan has no more was withdrawn
	File      artifact.File          // the tombstone; its path does not count
	Keep      time.Duration          // how long one stands
	Now       time.Time
}

// withTombstones yields the files of the plan, and after them the tombstones that stand
// where the last manifest has files and the plan has none.
func (b *build) withTombstones(files iter.Seq2[artifact.File, error]) iter.Seq2[artifact.File, error] {
	return func(yield func(artifact.File, error) bool) {
		for f, err := range files {
			if !yield(f, err) || err != nil {
				return
			}
		}
		s, room := b.o.Tombstones, b.o.Limits.Files
		if s.Withdrawn == nil || s.Keep <= 0 || b.o.Shard.Partial() {
			return
		}
		for i, used := range b.used {
			e := &b.last.Files[i]
			if used || b.outline.blocks(e.Path) || room > 0 && len(b.entries) >= room || !s.Withdrawn(e.Path) {
				continue
			}
			tombstone := s.File
			tombstone.Path, tombstone.Removed = e.Path, e.Removed
			if tombstone.Removed == 0 {
				tombstone.Removed = max(1, s.Now.Unix())
			}
			if s.Now.Sub(time.Unix(tombstone.Removed, 0)) < s.Keep && !yield(tombstone, nil) {
				return
			}
		}
	}
}
