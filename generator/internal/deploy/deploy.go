// Package deploy uploads a built site into an S3-compatible bucket.
//
// It takes an output folder with its manifest, and a bucket. Afterwards the bucket has
// the files of the manifest, each with its type, encoding and cache header. It promises:
//
//   - Only differences are uploaded, in the order of the manifest: tombstones of
//     withdrawn pages first, then what pages load, then pages, then what links to
//     them. Old files are deleted last, however many they are. Only certificates are
//     deleted before the uploads.
//   - What somebody else deleted in the bucket is uploaded again. Objects in a
//     listing exist; others are asked for by name.
//   - Only objects that a deploy put there are deleted, and a shard deletes none.
//     They are deleted by name where it is known, listed or not. An object counts as
//     deleted when it cannot be read any more.
//   - A file that differs from the manifest stops the deploy.
//   - A temporary failure of the service is tried again. After a deploy that stopped,
//     the next one continues and ends with the same bucket.
//
// The bucket itself records what deploys put there (see record), so any machine that
// has the site can deploy it.
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
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/publish"
)

// Target is where to upload a site, and with which key.
type Target struct {
	Endpoint string // address of the service, such as https://s3.eu-central-1.amazonaws.com
	Region   string // "" to ask the service
	Bucket   string
	Prefix   string // prefix of every object name: "" or ending in a slash
	Key      Key
	Network  http.RoundTripper // nil for the default

	once bool // a request that fails is not sent again
}

// Options are how to deploy. CacheControl is required.
type Options struct {
	Dry          bool                       // change nothing, only return what would be done
	Shard        publish.Shard              // the part of the site that was built here
	CacheControl func(publish.Entry) string // returns the Cache-Control header of a file
	Progress     func(done, total int)      // called for each object, on any goroutine, never twice at once; nil for silence
}

// Summary is what a deploy did, or would do.
type Summary struct {
	Upload []string // paths, in order
	Delete []string // paths, in order
	Kept   int      // number of objects that were up to date
	Bytes  int64    // size of the uploads

	// Objects that deploys put there and the listing does not show:
	Unlisted int // they exist
	Missing  int // they are missing and are uploaded again
	Nameless int // they must be deleted, but only the hashes of their names are known
}

// From how many uploads on, and after which time, the record is saved during a deploy.
const (
	saveEvery    = 2000
	saveInterval = 10 * time.Second
)

// Site deploys the site in dir. Errors are those of publish.LockForDeploy, a
// *Refusal where the service refuses, and any other that stopped the deploy.
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
	d := &deployment{dir: dir, bucket: b, o: o, there: there, plain: m.Plain}
	if err := d.plan(ctx, m); err != nil || o.Dry {
		return d.Summary, err
	}
	if len(d.Upload)+len(d.Delete) == 0 && !there.hasDeleted() {
		return d.Summary, d.note(dir, m)
	}
	if err := d.carryOut(ctx, m); err != nil {
		// Record what is done even after an error. If that fails too, the next
		// deploy only does it again.
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

// note records that this site was uploaded last, unless it is only a shard.
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
	plain  func(path string) (plain, encoding string) // what a file is without compression, and which that is

	mutex sync.Mutex // guards the fields below, and there
	done  int
}

// job is an object to upload.
type job struct {
	headers
	want sum
}

// headers are the HTTP headers of an object.
type headers struct{ contentType, encoding, cache string }

// plan decides what to upload and delete.
func (d *deployment) plan(ctx context.Context, m *publish.Manifest) error {
	planned := make(map[sum]bool, len(m.Files))
	kept := map[sum]string{} // by hash of the path: objects that should be there already
	for i := range m.Files {
		e := &m.Files[i]
		name := hash(e.Path)
		planned[name] = true
		if is, ours := d.there.find(name); ours && is == d.job(e).want {
			kept[name] = e.Path
		} else {
			d.addUpload(e)
		}
	}
	gone := map[sum]bool{} // objects to delete; none for a shard, which does not know the files of others
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
			d.addUpload(&e)
		}
		d.Missing = len(missing)
	}
	d.Kept = len(kept) - d.Missing
	m.Order(d.Upload)
	publish.SortDeletions(d.Delete)
	return nil
}

// job returns the upload of a file of the manifest. It is made when it is needed, not
// kept: a site of a million files has a million of them.
func (d *deployment) job(e *publish.Entry) job {
	plain, encoding := d.plain(e.Path)
	j := job{headers: headers{artifact.TypeOf(plain), encoding, d.o.CacheControl(*e)}}
	j.want = hash(string(e.SHA256[:]), j.contentType, j.encoding, j.cache)
	return j
}

// addUpload adds an object to the uploads.
func (d *deployment) addUpload(e *publish.Entry) {
	d.Upload = append(d.Upload, e.Path)
	d.Bytes += e.Size
}

// look compares the bucket with the record. It returns the objects of kept that are
// missing. It also finds the names of the objects to delete, which the record knows
// only by hash: in the listing, or among the files that were built here before.
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
	if missing, err = d.bucket.findMissing(ctx, unlisted); err != nil {
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

// carryOut deletes what must not wait, uploads, and deletes the rest. If a deletion
// fails, it does everything else and then returns that error.
func (d *deployment) carryOut(ctx context.Context, m *publish.Manifest) error {
	// From here on the objects are ours, whatever happens, and some may already be
	// changed.
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
	saved := time.Now()
	for rest := d.Upload; len(rest) > 0; {
		n := 1
		for n < len(rest) && n < saveEvery && m.Turn(rest[n]) == m.Turn(rest[0]) {
			n++
		}
		if err := d.upload(ctx, m, rest[:n]); err != nil {
			return errors.Join(early, err)
		}
		if rest = rest[n:]; n == saveEvery && time.Since(saved) > saveInterval {
			if err := d.bucket.save(ctx, d.there); err != nil {
				return errors.Join(early, err)
			}
			saved = time.Now()
		}
	}
	return errors.Join(early, d.remove(ctx, d.Delete[wait:]))
}

// remove deletes some objects.
func (d *deployment) remove(ctx context.Context, paths []string) error {
	return d.bucket.remove(ctx, paths, func(path string) { d.recordContent(path, absent) })
}

// upload uploads files of the manifest in any order.
func (d *deployment) upload(ctx context.Context, m *publish.Manifest, paths []string) error {
	return d.bucket.pace.parallel(ctx, len(paths), func(ctx context.Context, i int) error {
		e, _ := m.Find(paths[i])
		j := d.job(&e)
		data, err := d.read(&e)
		if err == nil {
			err = d.bucket.put(ctx, paths[i], data, j.headers)
		}
		if err == nil {
			d.recordContent(paths[i], j.want)
		}
		return err
	})
}

// recordContent records what the bucket has at a path now.
func (d *deployment) recordContent(path string, is sum) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.there.set(hash(path), is)
	d.done++
	if d.o.Progress != nil {
		d.o.Progress(d.done, len(d.Upload)+len(d.Delete))
	}
}

func (d *deployment) read(e *publish.Entry) ([]byte, error) { return readBuilt(d.dir, *e) }

// readBuilt returns the bytes of a file of a site, an error if they are not those of the
// manifest.
func readBuilt(dir string, e publish.Entry) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(e.Path)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &publish.DiskError{Err: err}
	}
	if err != nil || sha256.Sum256(data) != e.SHA256 {
		return nil, fmt.Errorf("%s is not as it was built: build again", e.Path)
	}
	return data, nil
}
