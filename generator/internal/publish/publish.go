// Package publish turns a plan of files into a folder on disk, whole or not at
// all.
//
// In goes a plan: files with a path, a key and a way to draw themselves. Out
// comes an output folder that holds the bytes the plan describes, and a
// manifest of them beside it. Promised:
//
//   - Everything new is drawn into a staging folder first. If the plan, a
//     drawing or a write fails, or the context ends, the output folder keeps
//     every byte and time stamp it had.
//   - The visible change is renames: what is new comes first, then what is
//     changed, then what is gone goes. If one of them fails, those before it
//     are taken back. If the program is killed among them, the next run
//     finishes them before it begins its own work.
//   - What a power cut takes of the files, the next run draws again. With
//     Durable they are on the disk before the change begins, and it takes none.
//   - A file whose key and bytes are still those of the manifest is not drawn;
//     one that is drawn with the bytes it had is not written.
//   - Only files that the manifest lists are ever replaced or removed. An
//     output folder with files in it that was not made here is refused.
//   - Modes are as promised whatever the umask: 0644 and 0755 for the site, 0600
//     and 0700 for the state.
//   - Where a page was withdrawn, a stone takes its place for a while.
//   - The result depends on the plan alone, not on the number of workers.
//
// State lives beside the output folder, for public/ in .guntime/public/, and can
// be read by its owner alone: it names certificates that are open by code, and
// holds pages that were withdrawn. Where .guntime/ was given to a group on purpose
// (the setgid bit), it is the group's. What is published can be read by everybody:
//
//	manifest.json   what the output folder holds; written last
//	pending.json    the next manifest while renames are under way: the journal
//	release/        what is to be uploaded, in order, and what deleted
//	uploaded.json   the manifest of what was uploaded last
//	host/           what belongs into the host's own settings
//	notes/          what the caller noted for the next build
//	snapshots/      what the caller wants to know of sites that were published
//	previous/       what the last change replaced, for Rollback
//	staging/ undo/  new files not yet in place, old ones not yet given up
//	lock            held by the build that is running
//	shard-I-of-N/   the state of a machine that draws a part of the site
//
// The proof that a folder was made here is its manifest or journal, whether it
// can be read or not, or the file .guntime in the folder itself, which survives
// when the state folder does not.
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

// ErrForeign is the error of an output folder, or a place in it, that holds
// what this program did not write.
var ErrForeign = errors.New("not made by guntime")

// ErrLocked is the error of a second build of one output folder at once.
var ErrLocked = errors.New("another build is running")

// Options are how to publish; the zero value will do.
type Options struct {
	Jobs       int             // workers; below 1 means one a core
	About      int             // how many files there will be, about, so that there is room for them; 0 where nobody knows
	Context    context.Context // ends the build before its first visible change; nil never does
	Explain    string          // a path of the site, to be told in the summary why it was drawn; "" for none
	Purge      Purge           // what the host's CDN takes
	Limits     Limits
	Shard      Shard           // the part of the build that is done here
	Durable    bool            // force every file to the disk: a power cut leaves one whole site, too
	Tombstones Tombstones      // what stands for a while where pages were withdrawn
	HostConfig []artifact.File // for whoever sets up the host: written to host/, no part of the site
	Notes      []artifact.File // for the next build: written to notes/ before the change begins
	Last       *Manifest       // as ReadManifest returned it before; it is read again where another is there by now
	back       *Manifest       // an older release is put back: what is beside it stays
	Measure    *Measure        // what the files cost is told in the summary; nil for no measure
	Progress   func(Progress)  // called on the caller's goroutine, once a file; nil for silence

	Snapshots []Snapshot // of the site, for later; a Rollback brings those of its release

	// Back is asked before a Rollback changes anything: the snapshots of the release
	// that is to come back, and those of the site that it replaces, by name, nil each
	// that is lost. Its error is that of Rollback.
	Back func(before, now map[string][]byte) error
}

// Limits are what a host takes, each 0 for any.
type Limits struct {
	Files      int
	File, Site int64 // sizes in bytes
}

// LimitError is the error of a site that the host does not take.
type LimitError struct{ Text string }

func (e *LimitError) Error() string { return e.Text }

// Check holds a site against them; its error is a *LimitError.
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

// Progress is how far a build is.
type Progress struct {
	Moving bool // false while drawing, true while files are put in place
	Done   int  // files settled; when moving, files in place
	Total  int  // files the plan has yielded so far; when moving, all that move
}

// Summary is what a build did.
type Summary struct {
	Files   int    // files of the site
	Drawn   int    // of them drawn, because a key or the disk's bytes were new
	Written int    // of them new or changed on disk
	Kept    int    // of them left as they were
	Removed int    // files of the last build that this one has no more
	Bytes   int64  // size of the site
	Why     string // why the file of Options.Explain was drawn, or was not
	Costs   []Cost // of Options.Measure, the greatest first
}

// Tree makes dir hold the files of the plan. Errors are ErrForeign, ErrLocked,
// ErrShards, a *DiskError when the machine failed, the context's, or that of the plan or of
// a drawing; of several failing files the first in the plan is reported. After
// an error dir is as it was.
func Tree(dir string, files iter.Seq2[artifact.File, error], o Options) (Summary, error) {
	return tree(dir, files, o, disk{})
}

func tree(dir string, files iter.Seq2[artifact.File, error], o Options, d disk) (Summary, error) {
	if o.Jobs < 1 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
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
	if err := d.mkdir(at.state, at.own); err != nil {
		return Summary{}, err
	}
	release, err := lock(at.file("lock"), at.own)
	if errors.Is(err, ErrLocked) {
		return Summary{}, fmt.Errorf("%s: %w", dir, err)
	}
	if err != nil {
		return Summary{}, &DiskError{err}
	}
	defer release()
	if err := at.tighten(d); err != nil {
		return Summary{}, err
	}
	if err := recoverChange(at, d, o.Purge); err != nil {
		return Summary{}, err
	}

	last, lost, err := at.last(o.Last)
	if err != nil {
		return Summary{}, err
	}
	if o.Shard.Partial() {
		o.Snapshots = nil
	} else if err := at.keepFirsts(d); err != nil {
		return Summary{}, err
	}
	if o.back != nil && o.Back != nil {
		if err := at.mayReturn(o, last); err != nil {
			return Summary{}, err
		}
	}
	about := o.About / o.Shard.shares()
	if !o.Shard.Partial() {
		about = max(about, len(last.Files))
	}
	b := &build{at: at, disk: d, o: o, last: last, lost: lost, staged: map[string]bool{}, inputs: map[string]artifact.Key{}, costs: map[string]*Cost{}}
	b.entries = make([]Entry, 0, about)
	b.outline = newOutline(about, func(i int) string { return b.entries[i].Path })
	b.failed.Store(math.MaxInt64)
	if o.Shard.index() {
		if b.drawnBy, err = at.drawn(o.Shard); err != nil {
			return Summary{}, err
		}
	}
	if err := b.draw(files); err != nil {
		return Summary{}, errors.Join(err, d.removeAll(at.file("staging")))
	}
	s, err := b.commit()
	if err == nil && !o.Shard.Partial() {
		at.keepFirsts(d) // the site is whole; what cannot be noted now the next run notes, before it changes anything
	}
	return s, err
}

// mayReturn asks whether a Rollback may be.
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

// commit puts what was drawn in place and says what was done.
func (b *build) commit() (Summary, error) {
	gone := b.gone()
	s := Summary{Files: len(b.entries), Drawn: b.drawn, Written: b.written, Kept: len(b.entries) - b.written, Removed: len(gone), Why: b.why, Costs: b.costliest()}
	for i := range b.entries {
		s.Bytes += b.entries[i].Size
	}
	early, late := b.outline.part(gone)
	b.outline = nil // it goes by the plan's order of the entries
	if err := b.snapshots(); err != nil {
		return Summary{}, errors.Join(err, b.disk.removeAll(b.at.file("staging")))
	}
	next := &Manifest{Files: b.entries, Inputs: b.inputs}
	next.sort()
	err := b.o.Limits.Check(next)
	if err == nil {
		err = errors.Join(b.beside("host", b.o.HostConfig), b.beside("notes", b.o.Notes))
	}
	if err != nil {
		return Summary{}, errors.Join(err, b.disk.removeAll(b.at.file("staging")))
	}
	if b.written == 0 && len(gone) == 0 && !b.lost && b.at.marked() && slices.Equal(next.Files, b.last.Files) && maps.Equal(withoutSnapshots(next.Inputs), withoutSnapshots(b.last.Inputs)) {
		if len(b.staged) > 0 { // by drawings that turned out to be what was there
			if err := b.disk.removeAll(b.at.file("staging")); err != nil {
				return s, err
			}
		}
		if maps.Equal(next.Inputs, b.last.Inputs) {
			return s, b.noticeUpload()
		}
		// The same site, of which other snapshots are known: the release before stays
		// what it is.
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

// noticeUpload records anew what is to be uploaded where an upload, and no
// change, has made another record of it.
func (b *build) noticeUpload() error {
	if b.at.recorded() {
		return nil
	}
	return b.recordAnew(b.last)
}

// recordAnew records what is to be uploaded of a site that is in place.
func (b *build) recordAnew(m *Manifest) error {
	if err := record(b.at, b.disk, b.at.file("manifest.json"), m, b.o.Purge); err != nil {
		return errors.Join(err, b.disk.removeAll(b.at.file("release.next")))
	}
	return promote(b.at, b.disk)
}

// beside makes a folder of the state hold these files and no others, writing
// none that is there already.
func (b *build) beside(folder string, files []artifact.File) error {
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

// drop takes away what was made ready for a change that will not be made.
func (b *build) drop() error {
	if err := b.disk.removeAll(b.at.file("release.next")); err != nil {
		return err // with the journal beside it the next run knows it for what it is
	}
	return errors.Join(b.disk.remove(b.at.file("pending.json")), b.disk.removeAll(b.at.file("staging")))
}

// last returns the manifest of the build before, empty when there is none, and
// the one that is known where that is it. It is lost when the folder is ours and
// what we wrote there is not known.
func (p place) last(known *Manifest) (m *Manifest, lost bool, err error) {
	if info, err := os.Stat(p.file("manifest.json")); err == nil && known != nil && info.ModTime().UnixNano() == known.written {
		return known, false, nil
	}
	m, err = readManifest(p.file("manifest.json"))
	if p.whole != "" { // what was built here last, by the shard or as a whole
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
