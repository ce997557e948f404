package publish

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"guntime/generator/internal/artifact"
)

// pass is one run of a session that changes a small part of the site, from the plan to
// the change.
type pass struct {
	*Session
	build    *build
	later    func(string) bool
	suspects map[int]bool // by index of the session's files: not surely as it was written
	order    []int32
	tasks    []job // to be drawn or compared
	fresh    map[string]bool
	count    int // files of the plan so far
}

// plan goes through the files of the plan and notes those that are not surely in the
// site as they must be.
func (p *pass) plan(files iter.Seq2[artifact.File, error]) error {
	p.run++
	p.order = make([]int32, 0, len(p.Session.order))
	most := len(p.files)/4 + 1000
	for file, err := range files {
		if err != nil {
			return fmt.Errorf("plan: %w", err)
		}
		if err := p.take(file); err != nil {
			return err
		}
		if len(p.tasks) > most {
			return errWhole
		}
		if err := p.build.o.Context.Err(); err != nil {
			return fmt.Errorf("stopped: %w", err)
		}
	}
	for _, file := range p.tombstones() {
		if err := p.take(file); err != nil {
			return err
		}
	}
	return nil
}

// take takes one file of the plan.
func (p *pass) take(file artifact.File) error {
	p.build.note(file.Inputs)
	i, known := p.find(p.count, file.Path)
	p.count++
	if !known {
		return p.add(file)
	}
	if p.seen[i] == p.run {
		return fmt.Errorf("plan: %q: two files with one path", file.Path)
	}
	p.seen[i] = p.run
	p.order = append(p.order, int32(i))
	e := &p.files[i]
	switch {
	case p.gone[i]:
		p.tasks = append(p.tasks, job{index: i, file: file})
	case p.later != nil && p.later(file.Path):
		if p.suspects[i] {
			file.Key = e.Key
			p.tasks = append(p.tasks, job{index: i, file: file, old: e})
		}
	case file.Key != e.Key || file.Key == artifact.Key{} || file.Cache != e.Cache || file.Removed != e.Removed || p.suspects[i]:
		p.tasks = append(p.tasks, job{index: i, file: file, old: e})
	}
	return nil
}

// add takes a file that the site never had in this session. One that cannot be beside
// the others is left to a run that looks at everything.
func (p *pass) add(file artifact.File) error {
	if p.fresh[file.Path] {
		return fmt.Errorf("plan: %q: two files with one path", file.Path)
	}
	s := p.Session
	if s.outline == nil {
		s.paths = make([]string, len(s.files))
		s.outline = newOutline(len(s.files), func(i int) string { return s.paths[i] })
		for i := range s.files {
			s.paths[i] = s.files[i].Path
			if s.outline.add(s.paths[i], i) != nil {
				return errWhole
			}
		}
	}
	at := len(s.paths)
	s.paths = append(s.paths, file.Path)
	if s.outline.add(file.Path, at) != nil {
		return errWhole
	}
	p.fresh[file.Path] = true
	p.order = append(p.order, int32(at))
	p.tasks = append(p.tasks, job{index: at, file: file})
	return nil
}

// tombstones returns those of pages that are withdrawn, as build.withTombstones does.
func (p *pass) tombstones() (all []artifact.File) {
	t, room := p.build.o.Tombstones, p.build.o.Limits.Files
	if t.Withdrawn == nil || t.Keep <= 0 {
		return nil
	}
	for i := range p.files {
		e := &p.files[i]
		if p.gone[i] || p.seen[i] == p.run || room > 0 && p.count+len(all) >= room || !t.Withdrawn(e.Path) {
			continue
		}
		if tombstone := t.of(e); t.stays(tombstone) {
			all = append(all, tombstone)
		}
	}
	return all
}

// draw draws the files that are not as they must be, or whose key is another one. Of
// several failures it returns that of the first file.
func (p *pass) draw() ([]outcome, error) {
	all := make([]outcome, len(p.tasks))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(p.build.o.Jobs, len(p.tasks)) {
		workers.Go(func() {
			w := p.build.worker()
			for {
				n := int(next.Add(1)) - 1
				if n >= len(p.tasks) {
					return
				}
				if int64(n) < p.build.failed.Load() {
					all[n] = w.do(p.tasks[n])
				}
				if all[n].err != nil {
					for was := p.build.failed.Load(); int64(n) < was && !p.build.failed.CompareAndSwap(was, int64(n)); was = p.build.failed.Load() {
					}
				}
			}
		})
	}
	workers.Wait()
	for i := range all {
		if all[i].err != nil {
			return nil, all[i].err
		}
	}
	return all, nil
}

// compare returns what the run changes, and checks the site against its limits.
func (p *pass) compare(done []outcome) (s Summary, moves Moves, err error) {
	var twins []Entry // changed ones: they come behind the files of the plan, whose order is known
	settled, stays := map[int32]bool{}, map[string]bool{}
	for n := range done {
		r, t := &done[n], &p.tasks[n]
		if t.old != nil {
			settled[int32(t.index)] = true
		}
		if p.tally(&s, r, t.old) {
			moves.Changed = append(moves.Changed, r.entry)
		}
		for i := range r.twins {
			twin := &r.twins[i]
			stays[twin.entry.Path] = true
			if p.tally(&s, twin, twin.old) {
				twins = append(twins, twin.entry)
			}
		}
	}
	moves.Changed = append(moves.Changed, twins...)
	for i := range p.files {
		e, of := &p.files[i], p.twinOf[i]
		switch {
		case p.gone[i]:
		case p.seen[i] == p.run, of >= 0 && p.seen[of] == p.run && (!settled[of] || stays[e.Path]):
			s.Bytes += e.Size
			s.Files++
		default:
			moves.Gone = append(moves.Gone, e.Path)
		}
	}
	s.Kept, s.Removed = s.Files-s.Written, len(moves.Gone)
	return s, moves, p.build.o.Limits.checkMoved(&Manifest{Files: moves.Changed}, s.Files, s.Bytes)
}

// tally adds what was done for a file to the sums of the run, by which the files of the
// site before it are counted as they were. It reports whether the entry changed.
func (p *pass) tally(s *Summary, r *outcome, old *Entry) bool {
	if r.drawn {
		s.Drawn++
	}
	if r.written {
		s.Written++
		s.Moved += r.entry.Size
		if old != nil && old.Key == r.entry.Key {
			p.whole = true // somebody else changed it, and maybe more
		}
	}
	if old != nil {
		s.Bytes -= old.Size
		s.Files--
	}
	s.Bytes += r.entry.Size
	s.Files++
	return old == nil || *old != r.entry
}

// unfinishedError is the error of a change that could be neither made nor undone.
type unfinishedError struct{ error }

func (e *unfinishedError) Unwrap() error { return e.error }

// commit writes the change into the log and makes it.
func (p *pass) commit(moves Moves) error {
	d, log := p.disk, p.at.file(sinceName)
	if p.size == 0 {
		// Without its manifest a release cannot come back. Its files may be as many as
		// those of the site, and the next whole change removes them.
		if err := d.remove(filepath.Join(p.at.file("previous"), "manifest.json")); err != nil {
			return err
		}
		sum, err := hashFile(p.at.file("manifest.json"))
		if err != nil {
			return &DiskError{err}
		}
		head := sinceHead(sum)
		if err := d.replace(log, p.at.own, func(w io.Writer) error { _, err := io.WriteString(w, head); return err }); err != nil {
			return err
		}
		p.size = int64(len(head))
	}
	b := block{changed: moves.Changed, gone: moves.Gone}
	inputs := p.build.inputs
	for name, key := range p.inputs { // snapshots are those of the manifest
		if ofSnapshot(name) {
			inputs[name] = key
		}
	}
	if !maps.Equal(inputs, p.inputs) {
		b.inputs = inputs
	}
	text, err := b.lines()
	if err != nil {
		return err
	}
	if err := p.build.force(); err != nil {
		return err
	}
	if err := d.extend(log, p.size, text, true); err != nil {
		return errors.Join(err, p.shorten())
	}
	c := &change{at: p.at, disk: d, progress: func(int) {}}
	if err := c.moves(b); err != nil {
		if undone := c.revert(); undone != nil {
			return &unfinishedError{errors.Join(err, fmt.Errorf("the old site could not be put back, the next run finishes the new one: %w", undone))}
		}
		return errors.Join(err, p.shorten())
	}
	p.size += int64(len(text))
	if d.extend(log, p.size, []byte(doneLine), false) == nil {
		p.size += int64(len(doneLine))
	} else {
		p.whole = true // the change is made, which the next run finds out
	}
	p.inputs = inputs
	if info, err := os.Stat(log); err == nil {
		p.written = info.ModTime().UnixNano()
	}
	c.makeUnreadable()
	if d.removeAll(p.at.file("undo")) != nil {
		p.whole = true
	}
	return nil
}

// shorten takes a block out of the log whose change was not made.
func (p *pass) shorten() error {
	if err := p.disk.extend(p.at.file(sinceName), p.size, nil, false); err != nil {
		return &unfinishedError{err}
	}
	return nil
}

// moves makes the change of a block: its staged files come, others go.
func (c *change) moves(b block) error {
	if err := c.disk.mkdir(c.at.file("undo"), c.at.own); err != nil {
		return err
	}
	if err := c.arrive(b.changed); err != nil {
		return err
	}
	if err := c.retire(b.gone); err != nil {
		return err
	}
	if !c.disk.durable {
		return nil
	}
	return c.disk.syncAll(c.folders())
}
