package live

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
)

const (
	lineEnds = 3 * time.Second  // a half line that nobody goes on with for so long is a whole one
	steady   = time.Second      // a file that shrank counts when it stays so for at least so long
	patience = 30 * time.Second // or after so long, whatever it does
)

// follower looks at the sources of a project again and again.
type follower struct {
	dir   string
	allow []string
	clock func() time.Time

	known    map[string]*source
	began    bool
	changed  bool // something changed since the last cycle began
	waits    bool // half a line waits for its end
	held     bool // something shrank that does not count yet
	warnings problem.List
	since    time.Time // when the first of what is held shrank
}

// source is a file as it was seen.
type source struct {
	info  fs.FileInfo // nil where it is gone
	whole int64       // bytes up to the end of the last whole line
	moved time.Time   // when it was first seen so
	shown int64       // bytes of it that the site shows; -1 for none
	given int64       // bytes of it that the last cycle was given; -1 for none
}

func newFollower(dir string, allow []string, clock func() time.Time) *follower {
	return &follower{dir: dir, allow: allow, clock: clock, known: map[string]*source{}}
}

// look looks at all sources. It returns where those end whose last line is a half one.
// The last look takes half lines for whole ones.
func (f *follower) look(ctx context.Context, last bool) (cut map[string]int64, err error) {
	p, err := project.Open(ctx, f.dir, f.allow...)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	there, err := project.UntilStopped(ctx, p.Look)
	if err != nil {
		return nil, err
	}
	now := f.clock()
	cut = map[string]int64{}
	f.waits, f.warnings = false, nil
	for name, info := range there {
		s := f.known[name]
		if s == nil {
			s = &source{shown: -1, given: -1}
			f.known[name] = s
		}
		if s.info == nil || !project.Unchanged(s.info, info) {
			if s.info, s.moved, s.whole = info, now, info.Size(); !f.began && info.ModTime().Before(now) {
				s.moved = info.ModTime()
			}
			f.changed = true
			if grows(name) && info.Size() > 0 {
				if s.whole, err = p.WholeLines(name, info.Size()); err != nil {
					s.whole = info.Size() // whoever reads it says what is wrong
				}
			}
		}
		size := info.Size()
		if whole := max(s.whole, min(size, s.shown)); whole < size && !last && s.moved.Add(lineEnds).After(now) {
			cut[name], f.waits, size = whole, true, whole
		} else if s.given >= 0 && s.given < size {
			f.changed = true // nobody went on with the half line
		}
		s.given = size
	}
	for _, name := range slices.Sorted(maps.Keys(f.known)) {
		if s := f.known[name]; there[name] == nil {
			if s.info != nil {
				s.info, s.moved, f.changed = nil, now, true
			}
			s.given = -1
		}
	}
	f.began = true
	f.hold(now)
	return cut, nil
}

// hold finds out what shrank and does not count yet.
func (f *follower) hold(now time.Time) {
	f.held = false
	calm := true
	for _, name := range slices.Sorted(maps.Keys(f.known)) {
		s := f.known[name]
		if !shrinks(name) || s.shown < 0 || s.given >= s.shown {
			continue
		}
		f.held = true
		calm = calm && !s.moved.Add(steady).After(now)
		text := fmt.Sprintf("the file has %d bytes, and had %d", s.given, s.shown)
		if s.info == nil {
			text = "the file is gone"
		}
		f.warnings.Add(problem.Problem{Path: name, Level: problem.Warning, Code: "shrunk_file", Text: text,
			Hint: "what was in it counts until it stays so; put it back if that was a mistake"})
	}
	switch {
	case !f.held:
		f.since = time.Time{}
	case f.since.IsZero():
		f.since = now
	case calm, now.Sub(f.since) >= patience:
		f.held = false
	}
}

// taken says that a cycle takes what the last look saw.
func (f *follower) taken() { f.changed = false }

// accepted says that the site shows what the last cycle was given.
func (f *follower) accepted() {
	f.since = time.Time{}
	for name, s := range f.known {
		if s.shown = s.given; s.given < 0 {
			delete(f.known, name)
		}
	}
}

// grows reports whether lines are added to a file.
func grows(name string) bool {
	return shrinks(name) && path.Ext(name) != ".xlsx"
}

// shrinks reports whether a file is a table or has reads: what is taken out of it is
// seldom meant so.
func shrinks(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return strings.HasPrefix(name, "data/") && ext != ".yaml" && ext != ".jsonl"
}
