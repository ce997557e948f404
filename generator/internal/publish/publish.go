// Package publish writes a plan of files into a folder on disk, completely or not
// at all.
//
// A plan is a sequence of files with a path, a key and a function that draws. The
// result is an output folder with exactly those files, and a manifest of them beside
// it. The package promises:
//
//   - Everything new is drawn into a staging folder first. If the plan, a drawing
//     or a write fails, or the context ends, the output folder keeps every byte
//     and time stamp.
//   - The visible change consists of renames: first new files come, then changed
//     ones, then old ones go. If a rename fails, those before it are reverted. If
//     the program is killed between them, the next run finishes them before it
//     does anything else.
//   - The next run draws again what a power cut destroyed. With Durable all files
//     are synced before the change begins, so a power cut destroys none.
//   - Twins are made where Options.Twins says so, each from the drawing of its file,
//     and again only when the bytes of the file change.
//   - A file whose key and bytes equal those of the manifest is not drawn. A file
//     that is drawn with the same bytes is not written.
//   - Only files of the manifest are ever replaced or removed. An output folder
//     that has other files and was not made here is refused.
//   - Modes do not depend on the umask: 0644 and 0755 for the site, 0600 and 0700
//     for the state.
//   - A withdrawn page is replaced by a tombstone for a while.
//   - The result depends on the plan only, not on the number of workers.
//
// A Session does the same again and again, at a cost in proportion to what changes.
//
// The state lies beside the output folder, in .guntime/public/ for public/. Only its
// owner can read it, because it names certificates that need a code and holds
// withdrawn pages. Where .guntime/ has the setgid bit on purpose, its group can read
// it too. Everybody can read the site. The state has:
//
//	manifest.json   the files of the output folder; written last
//	pending.json    the journal: the next manifest, while renames are under way
//	since.log       what changed since, while a Session publishes
//	release/        which files to upload, in order, and which to delete
//	uploaded.json   the manifest of what was uploaded last
//	host/           what belongs into the settings of the host
//	notes/          notes of the caller for the next build
//	kept/           what makes the next build cheaper, and may be lost
//	snapshots/      data of the caller about sites that were published
//	previous/       what the last change replaced, for Rollback
//	staging/ undo/  new files not yet in place, old ones not yet given up
//	lock            held by the running build
//	shard-I-of-N/   the state of a machine that draws a part of the site
//
// A folder counts as made here if it has a manifest or journal, readable or not, or
// the file .guntime inside, which remains when the state folder is lost.
package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"guntime/generator/internal/artifact"
)

// ErrForeign is the error of an output folder, or a path in it, with files that
// this program did not write.
var ErrForeign = errors.New("not made by guntime")

// ErrLocked is the error of a second build of one output folder at the same time.
var ErrLocked = errors.New("another build is running")

// Options say how to publish. The zero value works.
type Options struct {
	Jobs       int             // number of workers; below 1 for one per core
	About      int             // expected number of files, to allocate memory once; 0 if unknown
	Context    context.Context // cancels the build, until its first visible change; nil for never
	Explain    string          // path of a file: Summary.Why tells why it was drawn; "" for none
	Purge      Purge           // what the CDN of the host accepts
	Limits     Limits
	Twins      *Twins          // compressed twins that the site has beside its files; nil for none
	Shard      Shard           // the part of the build to do here
	Durable    bool            // sync every file: also a power cut leaves one whole site
	Tombstones Tombstones      // what replaces withdrawn pages for a while
	HostConfig []artifact.File // written to host/ for the person who sets up the host; not part of the site
	Notes      []artifact.File // written to notes/ for the next build, before the change begins
	Keep       Keep            // written to kept/, as notes are
	Last       *Manifest       // the manifest, if the caller has it; it is read again if it changed since
	back       *Manifest       // manifest of an older release that comes back: host/ and notes/ stay
	hasty      bool            // when the context ends, leave what is staged to the next run
	Measure    *Measure        // measures costs for the summary; nil for none
	Progress   func(Progress)  // called on the goroutine of the caller, once a file; nil for silence

	Snapshots []Snapshot // of this site, for later; a Rollback brings back those of its release

	// Back is called before a Rollback changes anything. It gets the snapshots of
	// the release to come back and of the site to be replaced, by name; a lost one
	// is nil. If it returns an error, Rollback does nothing and returns that error.
	Back func(before, now map[string][]byte) error
}

// Limits are the limits of a host, each 0 for none.
type Limits struct {
	Files      int
	File, Site int64 // sizes in bytes
}

// LimitError is the error of a site that exceeds the limits of its host.
type LimitError struct{ Text string }

func (e *LimitError) Error() string { return e.Text }

// Check compares a site with the limits. Its error is a *LimitError.
func (l Limits) Check(m *Manifest) error {
	if l.Files > 0 && len(m.Files) > l.Files {
		return &LimitError{fmt.Sprintf("its limit is %d files, the site has %d", l.Files, len(m.Files))}
	}
	var sum int64
	for i := range m.Files {
		e := &m.Files[i]
		if sum += e.Size; l.File > 0 && e.Size > l.File {
			return &LimitError{fmt.Sprintf("its limit is %d bytes per file, %s has %d", l.File, e.Path, e.Size)}
		}
	}
	if l.Site > 0 && sum > l.Site {
		return &LimitError{fmt.Sprintf("its limit is %d bytes, the site has %d", l.Site, sum)}
	}
	return nil
}

// checkMoved compares changed files, and a site of that size, with the limits, as Check
// does.
func (l Limits) checkMoved(changed *Manifest, files int, bytes int64) error {
	if l.Files > 0 && files > l.Files {
		return &LimitError{fmt.Sprintf("its limit is %d files, the site has %d", l.Files, files)}
	}
	if err := (Limits{File: l.File}).Check(changed); err != nil {
		return err
	}
	if l.Site > 0 && bytes > l.Site {
		return &LimitError{fmt.Sprintf("its limit is %d bytes, the site has %d", l.Site, bytes)}
	}
	return nil
}

// Progress is how far a build is.
type Progress struct {
	Moving bool // false while drawing, true while files are put in place
	Done   int  // files processed; when moving, files in place
	Total  int  // files of the plan so far; when moving, all that move
}

// Summary is what a build did.
type Summary struct {
	Files   int    // files of the site
	Drawn   int    // of those, drawn because the key or the bytes on disk changed
	Written int    // of those, new or changed on disk
	Kept    int    // of those, left as they were
	Removed int    // files of the last build that this one lacks
	Bytes   int64  // size of the site in bytes
	Moved   int64  // bytes of the files that were written
	Why     string // why the file of Options.Explain was drawn, or was not
	Costs   []Cost // costs by kind of file, the greatest first, if Options.Measure is set
}

// Tree makes dir hold the files of the plan. Errors are ErrForeign, ErrLocked,
// ErrShards, a *DiskError, and those of the context, the plan or a drawing. If
// several files fail, it reports the first in the plan. After an error dir is
// unchanged.
func Tree(dir string, files iter.Seq2[artifact.File, error], o Options) (Summary, error) {
	return tree(dir, files, o, disk{})
}

func tree(dir string, files iter.Seq2[artifact.File, error], o Options, d disk) (Summary, error) {
	o = o.complete()
	d.durable = o.Durable
	at, err := locate(dir)
	if err != nil {
		return Summary{}, err
	}
	if err := at.ours(); err != nil {
		return Summary{}, err
	}
	if o.Shard.Partial() {
		at, o.HostConfig, o.Notes, o.Last = at.shard(o.Shard.Part, o.Shard.Of), nil, nil, nil
	}
	release, err := at.hold(dir, d)
	if err != nil {
		return Summary{}, err
	}
	defer release()
	if err := recoverChange(at, d, o.Purge); err != nil {
		return Summary{}, err
	}
	return at.publish(files, o, d)
}

// complete fills in what an option left at zero stands for.
func (o Options) complete() Options {
	if o.Jobs < 1 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	return o
}

// hold takes the lock of the state, which it makes where it is missing.
func (p place) hold(dir string, d disk) (release func(), err error) {
	if err := d.mkdir(p.state, p.own); err != nil {
		return nil, err
	}
	release, err = lock(p.file("lock"), p.own)
	if errors.Is(err, ErrLocked) {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if err != nil {
		return nil, &DiskError{err}
	}
	if err := p.tighten(d); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// publish makes the folder hold the files of the plan. The lock is held, and no change
// is interrupted.
func (p place) publish(files iter.Seq2[artifact.File, error], o Options, d disk) (Summary, error) {
	last, lost, err := p.last(o.Last)
	if err != nil {
		return Summary{}, err
	}
	if o.Shard.Partial() {
		o.Snapshots = nil
	} else if err := p.keepFirsts(d); err != nil {
		return Summary{}, err
	}
	if o.back != nil && o.Back != nil {
		if err := p.mayReturn(o, last); err != nil {
			return Summary{}, err
		}
	}
	about := o.About / o.Shard.shares()
	if !o.Shard.Partial() {
		about = max(about, len(last.Files))
	}
	b := &build{at: p, disk: d, o: o, last: last, lost: lost, staged: map[string]bool{}, inputs: map[string]artifact.Key{}, costs: map[string]*Cost{}}
	b.entries = make([]Entry, 0, about)
	b.outline = newOutline(about, b.path)
	b.failed.Store(math.MaxInt64)
	if o.Shard.index() {
		if b.drawnBy, err = p.drawn(o.Shard); err != nil {
			return Summary{}, err
		}
	}
	if err := b.draw(files); err != nil {
		if o.hasty && o.Context.Err() != nil {
			return Summary{}, err // the next run tidies up
		}
		return Summary{}, errors.Join(err, d.removeAll(p.file("staging")))
	}
	s, err := b.commit()
	if err == nil && !o.Shard.Partial() {
		p.keepFirsts(d) // the site is complete; on failure the next run does this before it changes anything
	}
	return s, err
}

// mayReturn asks Options.Back whether a Rollback is allowed.
func (p place) mayReturn(o Options, last *Manifest) error {
	before, err := p.snapshotsOf(o.back.Inputs)
	if err != nil {
		return err
	}
	now, err := p.snapshotsOf(last.Inputs)
	if err != nil {
		return err
	}
	return o.Back(before, now)
}

// commit moves the drawn files into place and returns what was done.
func (b *build) commit() (Summary, error) {
	gone := b.removedFiles()
	early, late := b.outline.part(gone)
	b.outline = nil // it refers to entries by their order in the plan
	b.entries, b.twins = append(b.entries, b.twins...), nil
	s := Summary{Files: len(b.entries), Drawn: b.drawn, Written: b.written, Kept: len(b.entries) - b.written, Removed: len(gone), Moved: b.moved, Why: b.why, Costs: b.sortedCosts()}
	for i := range b.entries {
		s.Bytes += b.entries[i].Size
	}
	if err := b.snapshots(); err != nil {
		return Summary{}, errors.Join(err, b.disk.removeAll(b.at.file("staging")))
	}
	next := &Manifest{Files: b.entries, Inputs: b.inputs}
	next.sort()
	err := b.o.Limits.Check(next)
	if err == nil {
		err = errors.Join(b.writeBeside("host", b.o.HostConfig), b.writeBeside("notes", b.o.Notes), b.keep())
	}
	if err != nil {
		return Summary{}, errors.Join(err, b.disk.removeAll(b.at.file("staging")))
	}
	if b.written == 0 && len(gone) == 0 && !b.lost && b.at.marked() && slices.Equal(next.Files, b.last.Files) && maps.Equal(withoutSnapshots(next.Inputs), withoutSnapshots(b.last.Inputs)) {
		if len(b.staged) > 0 { // by files that turned out to be unchanged
			if err := b.disk.removeAll(b.at.file("staging")); err != nil {
				return s, err
			}
		}
		if maps.Equal(next.Inputs, b.last.Inputs) {
			return s, b.noticeUpload()
		}
		// Only the snapshots differ: the previous release stays.
		if err := next.write(b.disk, b.at.file("manifest.json"), b.at.own); err != nil {
			return s, err
		}
		return s, b.recordAnew(next)
	}
	err = b.force()
	if err == nil {
		err = next.write(b.disk, b.at.file("pending.json"), b.at.own)
	}
	if err != nil {
		return Summary{}, errors.Join(err, b.drop())
	}
	if err := record(b.at, b.disk, b.at.file("pending.json"), next, b.o.Purge); err != nil {
		return Summary{}, errors.Join(err, b.drop())
	}
	c := &change{at: b.at, disk: b.disk, early: early, late: late}
	c.progress = func(done int) {
		b.o.Progress(Progress{Moving: true, Done: done, Total: b.written + len(gone)})
	}
	if err := c.apply(); err != nil {
		if undone := c.undo(); undone != nil {
			return Summary{}, errors.Join(err, fmt.Errorf("the old site could not be put back, the next build finishes the new one: %w", undone))
		}
		return Summary{}, err
	}
	return s, nil
}

// noticeUpload writes the release record again where an upload happened since the
// last one.
func (b *build) noticeUpload() error {
	if b.at.recorded() {
		return nil
	}
	return b.recordAnew(b.last)
}

// recordAnew writes the release record of a site that is in place.
func (b *build) recordAnew(m *Manifest) error {
	if err := record(b.at, b.disk, b.at.file("manifest.json"), m, b.o.Purge); err != nil {
		return errors.Join(err, b.disk.removeAll(b.at.file("release.next")))
	}
	return promote(b.at, b.disk)
}

// writeBeside makes a folder of the state hold exactly these files. It does not write
// unchanged ones.
func (b *build) writeBeside(folder string, files []artifact.File) error {
	if b.o.back != nil {
		return nil
	}
	there, err := os.ReadDir(b.at.file(folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &DiskError{err}
	}
	for _, e := range there {
		if !slices.ContainsFunc(files, func(f artifact.File) bool { return f.Path == e.Name() }) {
			if err := b.disk.removeAll(filepath.Join(b.at.file(folder), e.Name())); err != nil {
				return err
			}
		}
	}
	for _, f := range files {
		var text bytes.Buffer
		if err := f.Draw(&text); err != nil {
			return fmt.Errorf("draw %s: %w", f.Path, err)
		}
		name := filepath.Join(b.at.file(folder), filepath.FromSlash(f.Path))
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text.Bytes()) {
			continue
		}
		if err := b.disk.mkdir(filepath.Dir(name), b.at.own); err != nil {
			return err
		}
		if err := b.disk.replace(name, b.at.own, func(w io.Writer) error { _, err := w.Write(text.Bytes()); return err }); err != nil {
			return err
		}
	}
	return nil
}

// drop deletes what was prepared for a change that will not happen.
func (b *build) drop() error {
	if err := b.disk.removeAll(b.at.file("release.next")); err != nil {
		return err // the journal stays, so that the next run can tell what it is
	}
	return errors.Join(b.disk.remove(b.at.file("pending.json")), b.disk.removeAll(b.at.file("staging")))
}

// last returns the manifest of the last build, empty where there is none; known is
// returned if it is still that one. lost means that the folder is ours, but its
// manifest is missing or unreadable.
func (p place) last(known *Manifest) (m *Manifest, lost bool, err error) {
	if info, err := os.Stat(p.file("manifest.json")); err == nil && known != nil && info.ModTime().UnixNano() == known.written {
		return known, false, nil
	}
	m, err = readManifest(p.file("manifest.json"))
	if p.whole != "" { // what this shard built last, or the whole site
		if whole, missing := readManifest(filepath.Join(p.whole, "manifest.json")); missing == nil && (m == nil || m.written < whole.written) {
			m, err = whole, nil
		}
	}
	switch {
	case err == nil:
		return m, false, nil
	case errors.Is(err, errCorrupt):
		return &Manifest{}, true, nil
	case errors.Is(err, fs.ErrNotExist):
		_, err := os.Lstat(p.mark())
		return &Manifest{}, err == nil, nil
	}
	return nil, false, &DiskError{err}
}
