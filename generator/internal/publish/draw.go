package publish

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"guntime/generator/internal/artifact"
)

// build is one run of Tree, from the plan to the staging folder.
type build struct {
	at   place
	disk disk
	o    Options

	last *Manifest
	lost bool   // the folder is ours, but the manifest is lost
	old  *index // of last
	used []bool // by index of last: the plan still has it

	before func(path string) *Entry // finds an entry of last; nil where there is none

	drawnBy *drawn // drawn by the shards, for an index step
	outline *outline
	inputs  map[string]artifact.Key // shared inputs of the files so far
	shared  *artifact.Input         // the last slice of inputs that was noted
	why     string
	costs   map[string]*Cost
	entries []Entry // in the plan's order
	twins   []Entry // compressed twins of those, in any order
	drawn   int
	written int
	moved   int64 // bytes of those

	failed atomic.Int64 // least index of a file that failed

	mu     sync.Mutex
	staged map[string]bool // folders made in staging
}

// job is one file of the plan, for a worker.
type job struct {
	index int
	file  artifact.File
	old   *Entry // the last manifest's entry; nil when there is none
	fresh bool   // its folder is not on the disk, so neither is the file
}

// outcome is the result of a job.
type outcome struct {
	index          int
	entry          Entry
	drawn, written bool
	twins          []outcome
	old            *Entry // of a twin: the last manifest's entry
	why            string // for the file that is to be explained
	drawing        time.Duration
	writing        time.Duration // time for comparing and writing
	err            error
}

// ahead is how many jobs, and how many outcomes, may wait in a queue: enough that
// neither side sleeps at every file.
const ahead = 256

// draw processes every file of the plan: it is kept as it is, or drawn into
// staging.
func (b *build) draw(files iter.Seq2[artifact.File, error]) error {
	b.old = newIndex(len(b.last.Files), func(i int) string { return b.last.Files[i].Path })
	for i := range b.last.Files {
		b.old.add(b.last.Files[i].Path, i)
	}
	b.used = make([]bool, len(b.last.Files))
	b.before = func(path string) *Entry {
		if i, ok := b.old.find(path); ok {
			return &b.last.Files[i]
		}
		return nil
	}

	jobs, done := make(chan job, ahead), make(chan outcome, ahead)
	var workers sync.WaitGroup
	for range b.o.Jobs {
		workers.Go(func() { b.work(jobs, done) })
	}
	var failure error
	first, waiting := -1, 0
	fail := func(index int, err error) {
		if failure == nil || index < first {
			first, failure = index, err
		}
	}
	take := func(r outcome) {
		waiting--
		if r.err != nil {
			fail(r.index, r.err)
			return
		}
		b.entries[r.index] = r.entry
		b.tally(&r)
		for i := range r.twins {
			b.tally(&r.twins[i])
			if err := b.addTwin(r.twins[i].entry); err != nil {
				fail(r.index, err)
				return
			}
		}
		b.o.Progress(Progress{Done: len(b.entries) - waiting, Total: len(b.entries)})
	}
	there := map[string]bool{".": exists(b.at.dir)}
	for file, err := range b.withTombstones(files) {
		index := len(b.entries)
		if err != nil {
			fail(index, fmt.Errorf("plan: %w", err))
			break
		}
		owner := b.o.Shard.owner(file)
		if b.o.Shard.Partial() && owner != b.o.Shard.Part {
			continue
		}
		j, err := b.plan(index, file, there)
		if err != nil {
			fail(index, err)
			break
		}
		if owner != b.o.Shard.Part {
			e := b.drawnBy.find(file, owner)
			b.entries = append(b.entries, e)
			for _, end := range b.o.Twins.of(&e) {
				if err := b.addTwin(b.drawnBy.find(b.o.Twins.file(&e, end), owner)); err != nil {
					fail(index, err)
				}
			}
			continue
		}
		b.entries = append(b.entries, Entry{Path: file.Path})
		waiting++
		for sent := false; !sent; {
			select {
			case jobs <- j:
				sent = true
			case r := <-done:
				take(r)
			}
		}
		if failure != nil || b.o.Context.Err() != nil {
			break
		}
	}
	close(jobs)
	for waiting > 0 {
		take(<-done)
	}
	workers.Wait()
	if b.o.Context.Err() != nil {
		return fmt.Errorf("stopped: %w", context.Cause(b.o.Context))
	}
	if failure == nil && b.drawnBy != nil {
		failure = b.drawnBy.check()
	}
	return failure
}

// tally adds what was done for a file to the sums of the build.
func (b *build) tally(r *outcome) {
	b.count(r)
	b.why = cmp.Or(b.why, r.why)
	if r.drawn {
		b.drawn++
	}
	if r.written {
		b.written++
		b.moved += r.entry.Size
	}
}

// addTwin adds a compressed twin to the site.
func (b *build) addTwin(e Entry) error {
	b.twins = append(b.twins, e)
	if i, ok := b.old.find(e.Path); ok {
		b.used[i] = true
	}
	if err := b.outline.add(e.Path, -len(b.twins)); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	return nil
}

// path returns the path of the i-th file, or of the twin before the -i-th.
func (b *build) path(i int) string {
	if i < 0 {
		return b.twins[-i-1].Path
	}
	return b.entries[i].Path
}

// plan checks a file against the files before it, the last manifest and the disk.
func (b *build) plan(index int, file artifact.File, there map[string]bool) (job, error) {
	if err := b.outline.add(file.Path, index); err != nil {
		return job{}, fmt.Errorf("plan: %w", err)
	}
	b.note(file.Inputs)
	j := job{index: index, file: file}
	if i, ok := b.old.find(file.Path); ok {
		j.old, b.used[i] = &b.last.Files[i], true
	}
	found, err := b.folder(path.Dir(file.Path), there)
	j.fresh = !found
	return j, err
}

// folder reports whether the site has a folder on the disk. there caches the
// answers.
func (b *build) folder(name string, there map[string]bool) (bool, error) {
	if found, ok := there[name]; ok {
		return found, nil
	}
	found, err := b.folder(path.Dir(name), there)
	if err != nil {
		return false, err
	}
	if found {
		info, err := os.Lstat(b.onDisk(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			found = false
		case err != nil:
			return false, &DiskError{err}
		case !info.IsDir():
			if _, ours := b.old.find(name); !ours {
				return false, fmt.Errorf("%s: %w: the site needs a folder there", b.onDisk(name), ErrForeign)
			}
			found = false // an old file, which will be removed
		}
	}
	there[name] = found
	return found, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// onDisk returns the path on disk of a file or folder of the site.
func (b *build) onDisk(name string) string {
	return filepath.Join(b.at.dir, filepath.FromSlash(name))
}

// work processes jobs. After a failure it only processes files earlier in the plan,
// so that the reported failure does not depend on which worker was faster.
func (b *build) work(jobs <-chan job, done chan<- outcome) {
	w := b.worker()
	for j := range jobs {
		r := outcome{index: j.index}
		if int64(j.index) < b.failed.Load() {
			r = w.do(j)
		}
		if r.err != nil {
			for was := b.failed.Load(); int64(j.index) < was && !b.failed.CompareAndSwap(was, int64(j.index)); was = b.failed.Load() {
			}
		}
		done <- r
	}
}

// settle keeps a file as it is on the disk, or draws it into staging.
func (b *build) settle(j job, d *drawing) (r outcome) {
	if err := b.o.Context.Err(); err != nil {
		return outcome{err: err}
	}
	name := b.onDisk(j.file.Path)
	var info fs.FileInfo // nil when there is no such file
	var err error
	if !j.fresh {
		if info, err = os.Lstat(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return outcome{err: &DiskError{err}}
		}
	}
	sum, known := [sha256.Size]byte{}, false // hash of the bytes on the disk
	if info != nil && info.Mode().IsRegular() && j.old != nil {
		if b.last.vouches(j.old, info) {
			sum, known = j.old.SHA256, true
		} else if info.Size() == j.old.Size {
			if sum, err = hashFile(name); err != nil {
				return outcome{err: &DiskError{err}}
			}
			known = true
		}
		if known && sum == j.old.SHA256 && j.file.Key == j.old.Key && j.file.Key != (artifact.Key{}) {
			e := *j.old
			e.Cache, e.Removed, e.Modified = j.file.Cache, j.file.Removed, info.ModTime().UnixNano()
			return outcome{entry: e, why: b.explain(j, "")}
		}
	}
	why := b.explain(j, reason(j, info, known && sum == j.old.SHA256))

	d.begin(j.file.Path)
	defer func() {
		if err := d.drop(); err != nil {
			r.err = errors.Join(r.err, err)
		}
	}()
	began := b.o.Measure.clock()
	if err := j.file.Draw(d); err != nil {
		if disk := (*DiskError)(nil); errors.As(err, &disk) {
			return outcome{err: disk}
		}
		return outcome{err: fmt.Errorf("draw %s: %w", j.file.Path, err)}
	}
	took := b.o.Measure.clock() - began
	e := Entry{Path: j.file.Path, Size: d.size, SHA256: d.sum(), Key: j.file.Key, Cache: j.file.Cache, Removed: j.file.Removed}
	if info != nil && info.Mode().IsRegular() && info.Size() == e.Size {
		if !known {
			if sum, err = hashFile(name); err != nil {
				return outcome{err: &DiskError{err}}
			}
		}
		if sum == e.SHA256 {
			e.Modified = info.ModTime().UnixNano()
			return outcome{entry: e, drawn: true, why: why, drawing: took}
		}
	}
	if info != nil && !info.IsDir() && j.old == nil && !b.lost {
		return outcome{err: fmt.Errorf("%s: %w: the site needs its place", name, ErrForeign)}
	}
	if e.Modified, err = d.stage(); err != nil {
		return outcome{err: err}
	}
	return outcome{entry: e, drawn: true, written: true, why: why, drawing: took}
}

// stagingPath makes the folder in staging for a file, and returns the path of the file
// there.
func (b *build) stagingPath(name string) (string, error) {
	staged := filepath.Join(b.at.file("staging"), filepath.FromSlash(name))
	folder := filepath.Dir(staged)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.staged[folder] {
		return staged, nil
	}
	err := b.disk.mkdir(folder, b.at.site)
	b.staged[folder] = err == nil
	return staged, err
}

// force syncs the folders of staging where Durable is set. Their files are synced
// already.
func (b *build) force() error {
	if !b.disk.durable {
		return nil
	}
	folders := map[string]bool{}
	for folder := range b.staged {
		for ; folder != b.at.state && !folders[folder]; folder = filepath.Dir(folder) {
			folders[folder] = true
		}
	}
	return b.disk.syncAll(folders)
}

// removedFiles lists the files of the last manifest that the plan lacks. A shard leaves
// this to the index step, which knows the files of all.
func (b *build) removedFiles() []string {
	var gone []string
	if b.at.whole != "" {
		return nil
	}
	for i, used := range b.used {
		if !used {
			gone = append(gone, b.last.Files[i].Path)
		}
	}
	return gone
}

func hashFile(name string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}
