// Package deploy brings a built site into an S3-compatible bucket.
//
// In go an output folder with its manifest, and a bucket. Out comes a bucket
// that holds the files of the manifest, each with its type, encoding and how
// long copies may be kept. Promised:
//
//   - Only what differs from what the bucket has goes up, in the manifest's
//     order: what stands for withdrawn pages first, what pages load before the
//     pages, what leads to them after. What is gone is deleted last, however much
//     it is, but for certificates, which go before anything comes.
//   - Nothing is deleted but what a deploy put there, and nothing by a shard's.
//   - A file that is not as the manifest says stops the deploy.
//   - What the service cannot do just now is tried again. After a deploy that
//     stopped the next one goes on, and ends with the same bucket.
//
// What deploys put there is recorded in the bucket itself (see record), so any
// machine that has the site can deploy it.
package deploy

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"guntime/generator/internal/publish"
)

// Target is where a site goes, and who brings it there.
type Target struct {
	Endpoint string // the service's address, such as https://s3.eu-central-1.amazonaws.com
	Region   string // "" to ask the service
	Bucket   string
	Prefix   string // what the name of every object begins with: "" or with a slash at its end
	Key      Key
	Network  http.RoundTripper // nil for the usual one
}

// Options are how to deploy; CacheControl is needed.
type Options struct {
	Dry          bool                       // only tell what would be done
	Shard        publish.Shard              // the part of the site that was built here
	CacheControl func(publish.Entry) string // the header of a file
	Progress     func(done, total int)      // called for each object, on any goroutine but one at a time; nil for silence
}

// Summary is what a deploy did, or would do.
type Summary struct {
	Upload []string // paths, in order
	Delete []string // paths, in order
	Kept   int      // objects that were as they are to be
	Bytes  int64    // of the uploads
}

// workers is how many uploads are under way at once.
const workers = 16

// saveEvery is after how many uploads what is done is recorded.
const saveEvery = 2000

// Site deploys the site in dir. Errors are those of publish.Hold, a *Refusal
// where the service does not let us, and whatever else kept it from ending.
func Site(ctx context.Context, dir string, to Target, o Options) (Summary, error) {
	m, release, err := publish.Hold(dir, o.Shard)
	if err != nil {
		return Summary{}, err
	}
	defer release()
	b, err := open(to)
	if err != nil {
		return Summary{}, err
	}
	there, err := b.recall(ctx, o.Shard)
	if err != nil {
		return Summary{}, err
	}
	d := &deployment{dir: dir, bucket: b, o: o, there: there, jobs: map[string]job{}}
	if err := d.plan(ctx, m); err != nil || o.Dry {
		return d.Summary, err
	}
	if len(d.Upload)+len(d.Delete) == 0 {
		return d.Summary, d.note(dir, m)
	}
	if err := d.carryOut(ctx, m); err != nil {
		// What is done is worth recording whatever stopped us; if that fails too,
		// the next deploy only does it again.
		b.save(context.WithoutCancel(ctx), there)
		if ctx.Err() != nil {
			err = errors.New("stopped")
		}
		return d.Summary, fmt.Errorf("after %d of %d objects: %w", d.done, len(d.Upload)+len(d.Delete), err)
	}
	if err := b.finish(ctx, there); err != nil {
		return d.Summary, err
	}
	return d.Summary, d.note(dir, m)
}

// note says that the site is what was uploaded last; a shard is no site.
func (d *deployment) note(dir string, m *publish.Manifest) error {
	if d.o.Shard.Partial() {
		return nil
	}
	return publish.Uploaded(dir, m)
}

// deployment is one deploy under way.
type deployment struct {
	Summary
	dir    string
	bucket *bucket
	o      Options
	there  *record
	jobs   map[string]job // by path, of what goes up

	mutex sync.Mutex // of what follows, and of there
	done  int
}

// job is an object to upload.
type job struct {
	entry publish.Entry
	headers
	want sum
}

// headers are what the service says of an object.
type headers struct{ contentType, encoding, cache string }

// plan finds out what is to be done.
func (d *deployment) plan(ctx context.Context, m *publish.Manifest) error {
	planned := make(map[sum]bool, len(m.Files))
	for _, e := range m.Files {
		plain, encoding := m.Plain(e.Path)
		j := job{entry: e, headers: headers{publish.TypeOf(plain), encoding, d.o.CacheControl(e)}}
		j.want = hash(string(e.SHA256[:]), j.contentType, j.encoding, j.cache)
		name := hash(e.Path)
		planned[name] = true
		if is, ours := d.there.find(name); ours && is == j.want {
			d.Kept++
			continue
		}
		d.jobs[e.Path] = j
		d.Upload = append(d.Upload, e.Path)
		d.Bytes += e.Size
	}
	m.Order(d.Upload)
	if d.o.Shard.Partial() { // what it does not have, others have
		return nil
	}
	gone := map[sum]bool{}
	for name := range d.there.all() {
		if !planned[name] {
			gone[name] = true
		}
	}
	if len(gone) == 0 {
		return nil
	}
	// The record knows its objects by their hashes, the bucket knows their names.
	for path, err := range d.bucket.list(ctx, "") {
		if err != nil {
			return err
		}
		if name := hash(path); gone[name] {
			d.Delete = append(d.Delete, path)
			delete(gone, name)
		}
	}
	for name := range gone { // somebody else has deleted it
		d.there.set(name, absent)
	}
	publish.OrderGone(d.Delete)
	return nil
}

// carryOut deletes what must not wait, uploads, and deletes the rest.
func (d *deployment) carryOut(ctx context.Context, m *publish.Manifest) error {
	// Whatever happens from here on, the objects are ours, and it is not known
	// which of them are still as they were.
	for _, paths := range [][]string{d.Upload, d.Delete} {
		for _, path := range paths {
			d.there.set(hash(path), unknown)
		}
	}
	if err := d.bucket.begin(ctx, d.there); err != nil {
		return err
	}
	wait := slices.IndexFunc(d.Delete, func(path string) bool { return !publish.Hurries(path) })
	if wait < 0 {
		wait = len(d.Delete)
	}
	if err := d.remove(ctx, d.Delete[:wait]); err != nil {
		return err
	}
	for rest := d.Upload; len(rest) > 0; {
		n := 1
		for n < len(rest) && n < saveEvery && m.Turn(rest[n]) == m.Turn(rest[0]) {
			n++
		}
		if err := d.upload(ctx, rest[:n]); err != nil {
			return err
		}
		if rest = rest[n:]; n == saveEvery {
			if err := d.bucket.save(ctx, d.there); err != nil {
				return err
			}
		}
	}
	return d.remove(ctx, d.Delete[wait:])
}

// remove deletes some objects.
func (d *deployment) remove(ctx context.Context, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	return d.bucket.remove(ctx, paths, func(path string) { d.settle(path, absent) })
}

// upload brings some files up, in any order.
func (d *deployment) upload(ctx context.Context, paths []string) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wg sync.WaitGroup
	next := make(chan string)
	for range min(workers, len(paths)) {
		wg.Go(func() {
			for path := range next {
				j := d.jobs[path]
				data, err := d.read(j.entry)
				if err == nil {
					err = d.bucket.put(ctx, path, data, j.headers)
				}
				if err != nil {
					stop(err) // the first counts
					continue
				}
				d.settle(path, j.want)
			}
		})
	}
	for _, path := range paths {
		if ctx.Err() != nil {
			break
		}
		next <- path
	}
	close(next)
	wg.Wait()
	return context.Cause(ctx)
}

// settle notes what the bucket has now.
func (d *deployment) settle(path string, is sum) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.there.set(hash(path), is)
	d.done++
	if d.o.Progress != nil {
		d.o.Progress(d.done, len(d.Upload)+len(d.Delete))
	}
}

// read returns a file's bytes if they are still those of the manifest.
func (d *deployment) read(e publish.Entry) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(e.Path)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &publish.DiskError{Err: err}
	}
	if err != nil || sha256.Sum256(data) != e.SHA256 {
		return nil, fmt.Errorf("%s is not as it was built: build again", e.Path)
	}
	return data, nil
}
