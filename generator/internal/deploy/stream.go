package deploy

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"guntime/generator/internal/publish"
)

// Stream deploys what a session publishes, while the session goes on. Its first upload
// is a deploy of the whole site; after it only what changes is compared and uploaded, in
// the order of a deploy, the last state of each file. What a lost network keeps back
// goes up when it is there again, and nothing goes up twice.
type Stream struct {
	dir    string
	to     Target
	o      Options
	failed func(error)

	mutex  sync.Mutex
	wanted map[string]*publish.Entry // what waits; nil for a file that is gone
	all    bool                      // wanted is the whole site
	whole  bool                      // the whole site is being compared and uploaded
	since  time.Time                 // when the first of it came
	took   time.Duration             // how long the last upload took from there
	ended  bool                      // nothing more comes
	woken  chan struct{}

	bucket  *bucket
	there   *record
	marked  map[sum]bool // what the record in the bucket says nothing certain of
	settled time.Time    // when that record was last made certain
	unlock  func()
}

// settleEvery is how often the record in the bucket says what is where. Between two of
// these it only says which objects change.
const settleEvery = 5 * time.Minute

// Waits between two tries after a failure.
const (
	firstWait = time.Second
	lastWait  = 30 * time.Second
)

// NewStream returns a Stream. failed is called with each failure that is new, and with
// nil when it is over.
func NewStream(dir string, to Target, o Options, failed func(error)) *Stream {
	to.once = true // what failed may have changed by the time of the next try
	return &Stream{dir: dir, to: to, o: o, failed: failed, wanted: map[string]*publish.Entry{}, woken: make(chan struct{}, 1), marked: map[sum]bool{}}
}

// Change takes in what a run of the session changed. It returns at once.
func (s *Stream) Change(m publish.Moves) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.wanted) == 0 {
		s.since = time.Now()
	}
	if m.All {
		s.all, s.wanted = true, make(map[string]*publish.Entry, len(m.Changed))
	}
	for _, e := range m.Changed {
		s.wanted[e.Path] = &e
	}
	for _, name := range m.Gone {
		if s.all {
			delete(s.wanted, name)
		} else {
			s.wanted[name] = nil
		}
	}
	s.wake()
}

func (s *Stream) wake() {
	select {
	case s.woken <- struct{}{}:
	default:
	}
}

// Took returns how long the last upload took, from the change of its first file.
func (s *Stream) Took() time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.took
}

// Whole reports whether the whole site waits or is being uploaded, which takes more
// memory than what moves in a minute.
func (s *Stream) Whole() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.all || s.whole
}

// End says that nothing more comes: Run returns when all is uploaded.
func (s *Stream) End() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.ended = true
	s.wake()
}

// Run uploads until End was called and all is uploaded, or the context ends.
func (s *Stream) Run(ctx context.Context) {
	defer func() {
		if s.unlock != nil {
			s.unlock()
		}
	}()
	said, wait := "", firstWait
	for ctx.Err() == nil {
		batch, all, since, ended := s.take()
		if len(batch) == 0 && !all {
			if ended {
				s.leave(ctx, said == "")
				return
			}
			select {
			case <-s.woken:
			case <-ctx.Done():
			}
			continue
		}
		rest, err := s.upload(ctx, batch, all)
		s.giveBack(rest, all && err != nil, since)
		switch {
		case ctx.Err() != nil:
			s.leave(context.WithoutCancel(ctx), false)
			return
		case err != nil:
			if text := err.Error(); text != said {
				said = text
				s.failed(err)
			}
			pausedFor(ctx, wait)
			wait = min(2*wait, lastWait)
		default:
			if said != "" {
				said = ""
				s.failed(nil)
			}
			wait = firstWait
		}
	}
}

// pausedFor waits, and reports whether the context goes on.
func pausedFor(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// take takes what waits.
func (s *Stream) take() (batch map[string]*publish.Entry, all bool, since time.Time, ended bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	batch, all = s.wanted, s.all
	s.wanted, s.all, s.whole = map[string]*publish.Entry{}, false, s.all
	return batch, all, s.since, s.ended
}

// giveBack makes wait again what did not go up, unless something newer waits already.
func (s *Stream) giveBack(rest map[string]*publish.Entry, all bool, since time.Time) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.whole = false
	if len(rest) == 0 && !all {
		s.took = time.Since(since)
		return
	}
	if s.all { // what waits is the whole site
		return
	}
	s.all, s.since = all, since
	for name, e := range s.wanted {
		if rest[name] = e; e == nil && all {
			delete(rest, name)
		}
	}
	s.wanted = rest
}

// leave makes the record certain and, if the bucket has the whole site, notes that here.
func (s *Stream) leave(ctx context.Context, whole bool) {
	if s.there == nil {
		return
	}
	ctx, stop := context.WithTimeout(ctx, 2*time.Second)
	defer stop()
	if s.settle(ctx) != nil || !whole {
		return
	}
	if m, err := publish.ReadManifest(s.dir); err == nil {
		publish.Uploaded(s.dir, m) // without it the next deploy only asks for more
	}
}

// upload brings a batch into the bucket. It returns what did not go up.
func (s *Stream) upload(ctx context.Context, batch map[string]*publish.Entry, all bool) (rest map[string]*publish.Entry, err error) {
	if s.there == nil {
		if err := s.connect(ctx); err != nil {
			return batch, err
		}
	}
	m := &publish.Manifest{Files: make([]publish.Entry, 0, len(batch))}
	for _, name := range slices.Sorted(maps.Keys(batch)) {
		if e := batch[name]; e != nil {
			m.Files = append(m.Files, *e)
		}
	}
	again := func() map[string]*publish.Entry { return batch }
	if all { // the manifest has them: a site of a million files is held once
		clear(batch)
		again = func() map[string]*publish.Entry {
			for i := range m.Files {
				batch[m.Files[i].Path] = &m.Files[i]
			}
			return batch
		}
	}
	d := &deployment{dir: s.dir, bucket: s.bucket, o: s.o, there: s.there, plain: m.Plain}
	if all {
		if err := d.plan(ctx, m); err != nil {
			return again(), err
		}
	} else {
		d.plain = untwinned // the batch may lack what a twin belongs to
		s.plan(d, m, batch)
	}
	done, err := s.carryOut(ctx, d, m)
	if all && err != nil {
		return again(), err // it is compared anew, and what went up is known
	}
	rest = map[string]*publish.Entry{}
	for _, paths := range [][]string{d.Upload, d.Delete} {
		for _, name := range paths {
			if done[name] {
				continue
			}
			if e, ok := m.Find(name); ok {
				rest[name] = &e
			} else {
				rest[name] = nil // it is gone
			}
		}
	}
	if err == nil && time.Since(s.settled) > settleEvery {
		err = s.settle(ctx)
	}
	return rest, err
}

// connect opens the bucket and reads its record.
func (s *Stream) connect(ctx context.Context) (err error) {
	for s.unlock == nil {
		_, s.unlock, err = publish.LockForDeploy(s.dir, publish.Shard{})
		if errors.Is(err, publish.ErrUnfinished) && pausedFor(ctx, 100*time.Millisecond) { // the session is putting files in place
			continue
		}
		if err != nil {
			return err
		}
	}
	if s.bucket == nil {
		if s.bucket, err = open(s.to); err != nil {
			return err
		}
	}
	s.there, err = s.bucket.readRecord(ctx, publish.Shard{})
	s.settled = time.Now()
	return err
}

// plan decides what of a batch to upload and delete.
func (s *Stream) plan(d *deployment, m *publish.Manifest, batch map[string]*publish.Entry) {
	for i := range m.Files {
		e := &m.Files[i]
		if is, ours := s.there.find(hash(e.Path)); !ours || is != d.job(e).want {
			d.addUpload(e)
		}
	}
	for name, e := range batch {
		if _, ours := s.there.find(hash(name)); e == nil && ours {
			d.Delete = append(d.Delete, name)
		}
	}
	m.Order(d.Upload)
	publish.SortDeletions(d.Delete)
}

// untwinned returns what a file is without compression, and which that is, by its name
// alone.
func untwinned(name string) (plain, encoding string) {
	switch ext := path.Ext(name); ext {
	case ".br":
		return strings.TrimSuffix(name, ext), "br"
	case ".gz":
		return strings.TrimSuffix(name, ext), "gzip"
	}
	return name, ""
}

// carryOut deletes and uploads, as deployment.carryOut does, and returns what it did. It
// stops before the next turn where a file has changed since: its last state comes soon,
// and what leads to it must wait for that.
func (s *Stream) carryOut(ctx context.Context, d *deployment, m *publish.Manifest) (done map[string]bool, err error) {
	done = map[string]bool{}
	if err := s.mark(ctx, d); err != nil {
		return done, err
	}
	early := slices.IndexFunc(d.Delete, func(path string) bool { return !publish.DeleteFirst(path) })
	if early < 0 {
		early = len(d.Delete)
	}
	remove := func(paths []string) error {
		return s.bucket.remove(ctx, paths, func(name string) {
			d.recordContent(name, absent)
			done[name] = true
		})
	}
	if err := remove(d.Delete[:early]); err != nil {
		return done, err
	}
	for rest := d.Upload; len(rest) > 0; {
		n := 1
		for n < len(rest) && n < saveEvery && m.Turn(rest[n]) == m.Turn(rest[0]) {
			n++
		}
		var mutex sync.Mutex
		changed := false
		err := s.bucket.pace.parallel(ctx, n, func(ctx context.Context, i int) error {
			e, _ := m.Find(rest[i])
			j := d.job(&e)
			data, err := d.read(&e)
			if err != nil && !errors.As(err, new(*publish.DiskError)) {
				mutex.Lock()
				defer mutex.Unlock()
				changed = true
				done[rest[i]] = true // its last state comes in another batch
				return nil
			}
			if err == nil {
				err = s.bucket.put(ctx, rest[i], data, j.headers)
			}
			if err == nil {
				d.recordContent(rest[i], j.want)
				mutex.Lock()
				defer mutex.Unlock()
				done[rest[i]] = true
			}
			return err
		})
		if err != nil || changed {
			return done, err
		}
		rest = rest[n:]
	}
	return done, remove(d.Delete[early:])
}

// mark makes the record in the bucket say of which objects nothing is certain from here
// on, where it does not say so already.
func (s *Stream) mark(ctx context.Context, d *deployment) error {
	fresh := false
	for _, paths := range [][]string{d.Upload, d.Delete} {
		for _, path := range paths {
			if name := hash(path); !s.marked[name] {
				s.marked[name], fresh = true, true
			}
		}
	}
	if !fresh {
		return nil
	}
	said := *s.there
	said.since = maps.Clone(s.there.since)
	for name := range s.marked {
		said.since[name] = unknown
	}
	err := s.bucket.begin(ctx, &said)
	s.there.shards = said.shards
	if err != nil {
		for _, paths := range [][]string{d.Upload, d.Delete} {
			for _, path := range paths {
				delete(s.marked, hash(path))
			}
		}
	}
	return err
}

// settle makes the record in the bucket say what is where.
func (s *Stream) settle(ctx context.Context) error {
	if err := s.bucket.finish(ctx, s.there); err != nil {
		return err
	}
	clear(s.marked)
	s.settled = time.Now()
	return nil
}
