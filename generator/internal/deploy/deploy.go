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
//   - What somebody else has deleted in the bucket goes up again. A listing is
//     believed in what it shows: what it lacks is asked for by name.
//   - Nothing is deleted but what a deploy put there, and nothing by a shard's. It
//     is deleted by name where that is known, listed or not, and has gone when it
//     cannot be had any more.
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

	"guntime/generator/internal/artifact"
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

	// What deploys put there and the bucket's listing lacks:
	Unlisted int // is there all the same
	Missing  int // is not there, and goes up again
	Nameless int // is to be deleted, and is known by the hash of its name alone
}

// workers is how many uploads are under way at once.
const workers = 16

// saveEvery is after how many uploads what is done is recorded.
const saveEvery = 2000

// Site deploys the site in dir. Errors are those of publish.LockForDeploy, a *Refusal
// where the service does not let us, and whatever else kept it from ending.
func Site(ctx context.Context, dir string, to Target, o Options) (Summary, error) {
	m, release, err := publish.LockForDeploy(dir, o.Shard)
	if err != nil {
		return Summary{}, err
	}
	defer release()
	b, err := open(to)
	if err != nil {
		return Summary{}, err
	}
	there, err := b.readRecord(ctx, o.Shard)
	if err != nil {
		return Summary{}, err
	}
	d := &deployment{dir: dir, bucket: b, o: o, there: there, jobs: map[string]job{}}
	if err := d.plan(ctx, m); err != nil || o.Dry {
		return d.Summary, err
	}
	if len(d.Upload)+len(d.Delete) == 0 && !there.tells() {
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
	kept := map[sum]string{} // by the hash of its path, what is to be there already
	for _, e := range m.Files {
		j, name := d.job(m, e), hash(e.Path)
		planned[name] = true
		if is, ours := d.there.find(name); ours && is == j.want {
			kept[name] = e.Path
		} else {
			d.bring(j)
		}
	}
	gone := map[sum]bool{} // what is to go; a shard's deploy does not know, others have what it does not
	if !d.o.Shard.Partial() {
		for name := range d.there.all() {
			if !planned[name] {
				gone[name] = true
			}
		}
		missing, err := d.look(ctx, kept, gone)
		if err != nil {
			return err
		}
		for _, path := range missing {
			e, _ := m.Find(path)
			d.bring(d.job(m, e))
		}
		d.Missing = len(missing)
	}
	d.Kept = len(kept) - d.Missing
	m.Order(d.Upload)
	publish.SortDeletions(d.Delete)
	return nil
}

// job is the upload of a file of the manifest.
func (d *deployment) job(m *publish.Manifest, e publish.Entry) job {
	plain, encoding := m.Plain(e.Path)
	j := job{entry: e, headers: headers{artifact.TypeOf(plain), encoding, d.o.CacheControl(e)}}
	j.want = hash(string(e.SHA256[:]), j.contentType, j.encoding, j.cache)
	return j
}

// bring notes an object to upload.
func (d *deployment) bring(j job) {
	d.jobs[j.entry.Path] = j
	d.Upload = append(d.Upload, j.entry.Path)
	d.Bytes += j.entry.Size
}

// look holds the bucket against what the record says of it. It returns which of
// what is to be kept is not there, and finds the names of what is to go, which the
// record knows by their hashes: in the listing, or in what was built here once.
func (d *deployment) look(ctx context.Context, kept map[sum]string, gone map[sum]bool) (missing []string, err error) {
	if len(kept)+len(gone) == 0 {
		return nil, nil
	}
	listed := make(map[sum]bool, len(kept))
	named := map[sum]string{}
	err = d.bucket.list(ctx, "", func(path string) {
		if name := hash(path); gone[name] {
			named[name] = path
		} else if kept[name] != "" {
			listed[name] = true
		}
	})
	if err != nil {
		return nil, err
	}
	var unlisted []string
	for name, path := range kept {
		if !listed[name] {
			unlisted = append(unlisted, path)
		}
	}
	slices.Sort(unlisted)
	if missing, err = d.bucket.lack(ctx, unlisted); err != nil {
		return nil, err
	}
	d.Unlisted = len(unlisted) - len(missing)
	if len(named) < len(gone) {
		once, err := publish.Once(d.dir)
		if err != nil {
			return nil, err
		}
		for path := range once {
			if name := hash(path); gone[name] && named[name] == "" {
				named[name] = path
			}
		}
	}
	for _, path := range named {
		d.Delete = append(d.Delete, path)
	}
	d.Nameless = len(gone) - len(named)
	return missing, nil
}

// carryOut deletes what must not wait, uploads, and deletes the rest. What the
// service does not delete keeps nothing else from being done; it is the error.
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
	wait := slices.IndexFunc(d.Delete, func(path string) bool { return !publish.DeleteFirst(path) })
	if wait < 0 {
		wait = len(d.Delete)
	}
	early := d.remove(ctx, d.Delete[:wait])
	if stay := (*StayError)(nil); early != nil && !errors.As(early, &stay) {
		return early
	}
	for rest := d.Upload; len(rest) > 0; {
		n := 1
		for n < len(rest) && n < saveEvery && m.Turn(rest[n]) == m.Turn(rest[0]) {
			n++
		}
		if err := d.upload(ctx, rest[:n]); err != nil {
			return errors.Join(early, err)
		}
		if rest = rest[n:]; n == saveEvery {
			if err := d.bucket.save(ctx, d.there); err != nil {
				return errors.Join(early, err)
			}
		}
	}
	return errors.Join(early, d.remove(ctx, d.Delete[wait:]))
}

// remove deletes some objects.
func (d *deployment) remove(ctx context.Context, paths []string) error {
	return d.bucket.remove(ctx, paths, func(path string) { d.settle(path, absent) })
}

// upload brings some files up, in any order.
func (d *deployment) upload(ctx context.Context, paths []string) error {
	return side(ctx, len(paths), func(ctx context.Context, i int) error {
		j := d.jobs[paths[i]]
		data, err := d.read(j.entry)
		if err == nil {
			err = d.bucket.put(ctx, paths[i], data, j.headers)
		}
		if err == nil {
			d.settle(paths[i], j.want)
		}
		return err
	})
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
