package publish

import (
	"iter"
	"time"

	"guntime/generator/internal/artifact"
)

// Tombstones replace withdrawn pages for a while. A host may serve a deleted page
// for days, but a replaced one is replaced at once. Only the last manifest tells
// which pages there were, so without it there are no tombstones. The zero value
// sets none.
type Tombstones struct {
	Withdrawn func(path string) bool // whether a file that the plan lacks was withdrawn
	File      artifact.File          // the tombstone; its path is ignored
	Keep      time.Duration          // how long a tombstone stays
	Now       time.Time
}

// withTombstones yields the files of the plan, then the tombstones.
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
			if tombstone := s.of(e); s.stays(tombstone) && !yield(tombstone, nil) {
				return
			}
		}
	}
}

// of returns the tombstone of a page.
func (s *Tombstones) of(e *Entry) artifact.File {
	tombstone := s.File
	tombstone.Path, tombstone.Removed = e.Path, e.Removed
	if tombstone.Removed == 0 {
		tombstone.Removed = max(1, s.Now.Unix())
	}
	return tombstone
}

// stays reports whether the time of a tombstone is not over.
func (s *Tombstones) stays(f artifact.File) bool {
	return s.Now.Sub(time.Unix(f.Removed, 0)) < s.Keep
}
