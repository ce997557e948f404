package publish

import (
	"errors"
	"io/fs"
	"iter"
	"math"
	"os"

	"guntime/generator/internal/artifact"
)

// Session publishes one site again and again, as a race day needs it: what a run costs
// is in proportion to what moved, not to the site. It holds the lock from Open to Close,
// knows the manifest, and trusts the files that it wrote or looked at itself; of the
// others it looks at a share in each run, so that damage is found in time.
//
// All that the package promises stays true, but for two things: until Close the change
// of each run is in the log beside the manifest (see since.go), and the record of the
// release is that of Open; and there is no previous release for a Rollback. The first
// run, and one that changes a large part of the site, is that of Tree.
type Session struct {
	dir     string
	at      place
	disk    disk
	release func()

	files   []Entry
	gone    []bool   // by index of files
	place   *index   // of files
	outline *outline // of paths; nil where it is to be made
	paths   []string // of files, and of files that a run adds
	order   []int32  // the plan of the last run, as indexes of files
	seen    []uint32 // by index of files: the run in whose plan it was
	twinOf  []int32  // by index of files: the file that it is a compressed twin of; -1 for none
	inputs  map[string]artifact.Key
	written int64 // as of Manifest

	run    uint32
	look   int  // where the next look at the disk begins
	whole  bool // the next run must look at everything
	size   int64
	folded int64 // size of the manifest
	purge  Purge
	latest Purge        // of the last run; no more is kept of its options, which hold the whole verdict
	twins  artifact.Key // of the twins of the last whole run
}

// Moves are the files that a run changed, and those that it took away.
type Moves struct {
	Changed []Entry
	Gone    []string
	All     bool // Changed is the whole site
}

// share is in how many runs a Session looks at every file of the site.
const share = 60

// errWhole says that a run changes more than a Session changes by its log.
var errWhole = errors.New("more changes than a session logs")

// OpenSession takes the lock of an output folder, and finishes what a killed run left.
// Errors are those of Tree.
func OpenSession(dir string, purge Purge) (*Session, error) {
	return openSession(dir, purge, disk{})
}

func openSession(dir string, purge Purge, d disk) (*Session, error) {
	at, err := locate(dir)
	if err != nil {
		return nil, err
	}
	if err := at.ours(); err != nil {
		return nil, err
	}
	release, err := at.hold(dir, d)
	if err != nil {
		return nil, err
	}
	if err := recoverChange(at, d, purge); err != nil {
		release()
		return nil, err
	}
	return &Session{dir: dir, at: at, disk: d, release: release, whole: true, purge: purge}, nil
}

// Publish makes the folder hold the files of the plan, as Tree does. After an error
// the folder is unchanged, and so is what the session knows. The plan may be asked for
// twice. later names files of the plan that stay as they are for now, if they exist;
// nil for none.
func (s *Session) Publish(files iter.Seq2[artifact.File, error], o Options, later func(path string) bool) (Summary, Moves, error) {
	o = o.complete()
	s.disk.durable = o.Durable
	s.latest = o.Purge
	if !s.whole && s.twins == o.Twins.key() && s.at.marked() {
		sum, moves, err := s.publish(files, o, later)
		if !errors.Is(err, errWhole) {
			return sum, moves, err
		}
	}
	return s.publishWhole(files, o, later)
}

// publishWhole is a run as that of Tree.
func (s *Session) publishWhole(files iter.Seq2[artifact.File, error], o Options, later func(path string) bool) (Summary, Moves, error) {
	s.whole = true
	if err := s.settle(); err != nil {
		return Summary{}, Moves{}, err
	}
	o.Last, o.hasty = nil, true
	sum, err := s.at.publish(s.postponed(files, later), o, s.disk)
	if err != nil {
		return Summary{}, Moves{}, err // settle brings the next run back to order
	}
	m, err := readManifest(s.at.file("manifest.json"))
	if err != nil {
		return Summary{}, Moves{}, &DiskError{err}
	}
	s.twins = o.Twins.key()
	s.know(m)
	return sum, Moves{Changed: m.Files, All: true}, nil
}

// postponed yields a plan in which the files that wait have the keys that they have in
// the site.
func (s *Session) postponed(files iter.Seq2[artifact.File, error], later func(path string) bool) iter.Seq2[artifact.File, error] {
	if later == nil || s.place == nil {
		return files
	}
	return func(yield func(artifact.File, error) bool) {
		for f, err := range files {
			if err == nil && later(f.Path) {
				if i, ok := s.place.find(f.Path); ok && !s.gone[i] {
					f.Key = s.files[i].Key
				}
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

// know takes over the manifest on the disk.
func (s *Session) know(m *Manifest) {
	s.files, s.gone, s.seen = m.Files, make([]bool, len(m.Files)), make([]uint32, len(m.Files))
	s.inputs, s.written, s.order, s.outline, s.run, s.look = m.Inputs, m.written, nil, nil, 0, 0
	s.place = newIndex(len(s.files), func(i int) string { return s.files[i].Path })
	for i := range s.files {
		s.place.add(s.files[i].Path, i)
	}
	s.twinOf = make([]int32, len(m.Files))
	for i := range s.files {
		s.twinOf[i] = s.originalOf(s.files[i].Path)
	}
	s.whole, s.size, s.folded = false, 0, 0
	if info, err := os.Stat(s.at.file("manifest.json")); err == nil {
		s.folded = info.Size()
	}
}

// originalOf returns the index of the file that a path is a compressed twin of, -1 where
// the session makes none.
func (s *Session) originalOf(path string) int32 {
	if name, twin := original(path); twin && s.twins != (artifact.Key{}) {
		if i, ok := s.place.find(name); ok {
			return int32(i)
		}
	}
	return -1
}

// settle writes the manifest whole if there is a log.
func (s *Session) settle() error {
	if err := recoverChange(s.at, s.disk, s.purge); err != nil {
		return err
	}
	s.size = 0
	return nil
}

// Close writes the manifest whole and the record of the release, and gives the lock
// back. Where it fails, the next run does that.
func (s *Session) Close() error {
	defer s.release()
	if exists(s.at.file("pending.json")) || exists(s.at.file("staging")) {
		return nil // it was stopped; the next run brings it back to order
	}
	if err := s.at.fold(s.disk); err != nil {
		return err
	}
	m, err := readManifest(s.at.file("manifest.json"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errCorrupt) {
		return nil // nothing was published
	}
	if err != nil {
		return &DiskError{err}
	}
	b := &build{at: s.at, disk: s.disk, o: Options{Purge: s.latest}}
	return b.recordAnew(m)
}

// publish is a run that changes a small part of the site.
func (s *Session) publish(files iter.Seq2[artifact.File, error], o Options, later func(path string) bool) (sum Summary, moves Moves, err error) {
	defer func() {
		if err != nil {
			s.outline, s.order = nil, nil // they may have files that did not come
		}
	}()
	b := &build{at: s.at, disk: s.disk, o: o, last: &Manifest{Inputs: s.inputs, written: s.written}, staged: map[string]bool{}, inputs: map[string]artifact.Key{}, costs: map[string]*Cost{}}
	b.failed.Store(math.MaxInt64)
	b.before = func(path string) *Entry {
		if i, ok := s.place.find(path); ok && !s.gone[i] {
			return &s.files[i]
		}
		return nil
	}
	suspects, err := s.lookAround(b)
	if err != nil {
		return sum, moves, err
	}
	p := &pass{Session: s, build: b, later: later, suspects: suspects, fresh: map[string]bool{}}
	if err := p.plan(files); err != nil {
		return sum, moves, err
	}
	done, err := p.draw()
	if err == nil {
		sum, moves, err = p.compare(done)
	}
	if err == nil && len(moves.Changed)+len(moves.Gone) > 0 {
		err = p.commit(moves)
	}
	if err != nil {
		return Summary{}, Moves{}, errors.Join(err, s.tidy(err))
	}
	if len(b.staged) > 0 {
		if err := s.disk.removeAll(s.at.file("staging")); err != nil {
			s.whole = true // the files are in place, and the next run tidies up
		}
	}
	s.order = p.order
	for _, f := range moves.Changed {
		s.keep(f)
	}
	for _, name := range moves.Gone {
		i, _ := s.place.find(name)
		s.gone[i] = true
	}
	return sum, moves, s.foldLarge()
}

// tidy removes what a failed run staged, unless its change waits to be finished.
func (s *Session) tidy(err error) error {
	if errors.As(err, new(*unfinishedError)) {
		s.whole = true
		return nil
	}
	return s.disk.removeAll(s.at.file("staging"))
}

// keep takes over an entry of a change.
func (s *Session) keep(e Entry) {
	if i, ok := s.place.find(e.Path); ok {
		s.files[i], s.gone[i] = e, false
		return
	}
	s.files, s.gone, s.seen = append(s.files, e), append(s.gone, false), append(s.seen, s.run)
	s.twinOf = append(s.twinOf, s.originalOf(e.Path))
	at := len(s.files) - 1
	s.place.add(e.Path, at)
	if s.outline != nil && at == len(s.paths) { // a twin: the others are in it since they were planned
		s.paths = append(s.paths, e.Path)
		if s.outline.add(e.Path, at) != nil {
			s.whole = true
		}
	}
}

// foldLarge writes the manifest whole when the log has become a large part of it.
func (s *Session) foldLarge() error {
	if s.size < max(1<<20, s.folded/4) {
		return nil
	}
	if err := s.settle(); err != nil {
		s.whole = true
		return nil // the change is done; the next run tries again
	}
	info, err := os.Stat(s.at.file("manifest.json"))
	if err != nil {
		return &DiskError{err}
	}
	s.written, s.folded = info.ModTime().UnixNano(), info.Size()
	return nil
}

// lookAround looks at a share of the files on the disk, and returns those that are not
// surely as they were written.
func (s *Session) lookAround(b *build) (map[int]bool, error) {
	suspects := map[int]bool{}
	for range min(len(s.files), len(s.files)/share+1) {
		i := s.look
		if s.look++; s.look == len(s.files) {
			s.look = 0
		}
		if s.gone[i] {
			continue
		}
		info, err := os.Lstat(b.onDisk(s.files[i].Path))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, &DiskError{err}
		}
		if err != nil || !b.last.vouches(&s.files[i], info) {
			suspects[i] = true
			if of := s.twinOf[i]; of >= 0 {
				suspects[int(of)] = true // which is settled with its twins
			}
		}
	}
	return suspects, nil
}

// find returns the index of a path that is the n-th of a plan: mostly that of the n-th
// of the plan before.
func (s *Session) find(n int, path string) (int, bool) {
	if n < len(s.order) {
		if i := int(s.order[n]); s.files[i].Path == path {
			return i, true
		}
	}
	return s.place.find(path)
}
