package deploy

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Key is the access key for a bucket.
type Key struct{ ID, Secret, Session string }

// UsualKey returns the key of the environment (AWS_ACCESS_KEY_ID and so on), else
// that of ~/.aws/credentials, else the zero value.
func UsualKey() Key {
	k, err := credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}}).GetWithContext(nil)
	if err != nil {
		return Key{}
	}
	return Key{k.AccessKeyID, k.SecretAccessKey, k.SessionToken}
}

// Refusal is the error of a service that refuses a request and will refuse it
// again.
type Refusal struct {
	Text string // what is wrong, in plain words
	Err  error  // the error of the service
}

func (r *Refusal) Error() string { return r.Text }

func (r *Refusal) Unwrap() error { return r.Err }

// bucket is a bucket, or the part of one below a prefix.
type bucket struct {
	client *minio.Client
	to     Target
	pace   *pace
}

// open prepares the client. It sends nothing to the service yet.
func open(to Target) (*bucket, error) {
	service, err := url.Parse(to.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	network, pace := to.Network, newPace()
	if network == nil {
		if network, err = usualNetwork(service.Scheme == "https"); err != nil {
			return nil, err
		}
	}
	client, err := minio.New(service.Host, &minio.Options{
		Creds:      credentials.NewStaticV4(to.Key.ID, to.Key.Secret, to.Key.Session),
		Secure:     service.Scheme == "https",
		Region:     to.Region,
		Transport:  stallGuard{network, pace.slower},
		MaxRetries: map[bool]int{true: 1}[to.once],
		BucketLookupViaURL: func(u url.URL, _ string) minio.BucketLookupType {
			if strings.HasSuffix(u.Hostname(), ".myqcloud.com") { // COS finds a bucket only by the host name
				return minio.BucketLookupDNS
			}
			return minio.BucketLookupAuto
		},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", to.Endpoint, err)
	}
	return &bucket{client, to, pace}, nil
}

// address returns the address of an object, for messages.
func (b *bucket) address(path string) string { return "s3://" + b.to.Bucket + "/" + b.to.Prefix + path }

// tries is how often a request is sent whose answer is cut off or wrong.
const tries = 4

// pause is the wait before the second try. It doubles before each later one.
var pause = time.Second

// retry calls do until it returns no error, at most tries times, with pauses. It
// does not try again after a *Refusal or the end of the context.
func retry(ctx context.Context, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if refused := (*Refusal)(nil); err == nil || try == tries || ctx.Err() != nil || errors.As(err, &refused) {
			return err
		}
		waitToRetry(ctx, try)
	}
}

// waitToRetry waits before the next try.
func waitToRetry(ctx context.Context, try int) {
	select {
	case <-time.After(pause << (try - 1)):
	case <-ctx.Done():
	}
}

// get returns the bytes of an object, nil where there is none.
func (b *bucket) get(ctx context.Context, path string) (data []byte, err error) {
	err = retry(ctx, func() (err error) { data, err = b.getOnce(ctx, path); return err })
	return data, err
}

func (b *bucket) getOnce(ctx context.Context, path string) ([]byte, error) {
	object, err := b.client.GetObject(ctx, b.to.Bucket, b.to.Prefix+path, minio.GetObjectOptions{})
	if err != nil {
		return nil, b.explain(err, "read "+path)
	}
	defer object.Close()
	data, err := io.ReadAll(object)
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil, nil
	}
	if err != nil {
		return nil, b.explain(err, "read "+path)
	}
	return data, nil
}

// put uploads an object in one request, with a checksum that the service verifies.
func (b *bucket) put(ctx context.Context, path string, data []byte, h headers) error {
	_, err := b.client.PutObject(ctx, b.to.Bucket, b.to.Prefix+path, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{
		ContentType: h.contentType, ContentEncoding: h.encoding, CacheControl: h.cache, SendContentMd5: true, DisableMultipart: true})
	return b.explain(err, "write "+path)
}

// list calls each with the path of every object below prefix, at least once. A
// listing that is cut off starts again.
func (b *bucket) list(ctx context.Context, prefix string, each func(path string)) error {
	return retry(ctx, func() error {
		for object := range b.client.ListObjectsIter(ctx, b.to.Bucket, minio.ListObjectsOptions{Prefix: b.to.Prefix + prefix, Recursive: true}) {
			if object.Err != nil {
				return b.explain(object.Err, "list its objects")
			}
			each(strings.TrimPrefix(object.Key, b.to.Prefix))
		}
		return ctx.Err() // a cancelled listing looks like a complete one
	})
}

// has asks for an object by its name, without a listing.
func (b *bucket) has(ctx context.Context, path string) (bool, error) {
	_, err := b.client.StatObject(ctx, b.to.Bucket, b.to.Prefix+path, minio.StatObjectOptions{})
	if said := minio.ToErrorResponse(err); said.Code == minio.NoSuchKey || said.StatusCode == http.StatusNotFound && said.Code != minio.NoSuchBucket {
		return false, nil
	}
	return err == nil, b.explain(err, "look at "+path)
}

// findMissing returns the paths that have no object, in order.
func (b *bucket) findMissing(ctx context.Context, paths []string) (missing []string, err error) {
	there := make([]bool, len(paths))
	err = b.pace.parallel(ctx, len(paths), func(ctx context.Context, i int) (err error) {
		there[i], err = b.has(ctx, paths[i])
		return err
	})
	for i, path := range paths {
		if !there[i] {
			missing = append(missing, path)
		}
	}
	return missing, err
}

// remove deletes objects by name, whether a listing shows them or not. It does not
// trust the answer of the service: an object counts as deleted when it cannot be
// read any more, and then gone is called. If some can still be read after several
// tries, the error is a *StayError.
func (b *bucket) remove(ctx context.Context, paths []string, gone func(path string)) error {
	for try := 1; len(paths) > 0; try++ {
		failed := b.requestDeletion(ctx, paths)
		refused := (*Refusal)(nil)
		if errors.As(failed, &refused) || ctx.Err() != nil {
			return cmp.Or(failed, ctx.Err())
		}
		missing, err := b.findMissing(ctx, paths)
		if err != nil {
			return err
		}
		is := make(map[string]bool, len(missing))
		for _, path := range missing {
			is[path] = true
			gone(path)
		}
		paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return is[path] })
		if len(paths) > 0 && try == tries {
			return &StayError{paths, failed}
		}
		if len(paths) > 0 {
			waitToRetry(ctx, try)
		}
	}
	return nil
}

// StayError is the error of objects that should be deleted but can still be read.
type StayError struct {
	Paths []string
	Said  error // error of the service, nil where it reported success
}

// named is how many of the objects the error names.
const named = 20

func (e *StayError) Error() string {
	text := fmt.Sprintf("the service does not delete %s", strings.Join(e.Paths[:min(named, len(e.Paths))], ", "))
	if more := len(e.Paths) - named; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if e.Said != nil {
		text += ": " + e.Said.Error()
	}
	return text
}

func (e *StayError) Unwrap() error { return e.Said }

// requestDeletion requests the deletion of objects, a thousand at a time.
func (b *bucket) requestDeletion(ctx context.Context, paths []string) error {
	results, err := b.client.RemoveObjectsWithIter(ctx, b.to.Bucket, func(yield func(minio.ObjectInfo) bool) {
		for _, path := range paths {
			if !yield(minio.ObjectInfo{Key: b.to.Prefix + path}) {
				return
			}
		}
	}, minio.RemoveObjectsOptions{})
	if err != nil {
		return b.explain(err, "delete")
	}
	for r := range results {
		if r.Err != nil && err == nil {
			err = b.explain(r.Err, "delete "+strings.TrimPrefix(r.ObjectName, b.to.Prefix))
		}
	}
	return err
}

// explain describes in plain words what the service did not do.
func (b *bucket) explain(err error, what string) error {
	if err == nil {
		return nil
	}
	said := minio.ToErrorResponse(err)
	refused := func(text string) error { return &Refusal{Text: text, Err: err} }
	switch said.Code {
	case minio.NoSuchBucket:
		return refused(fmt.Sprintf("there is no bucket %q at %s", b.to.Bucket, b.to.Endpoint))
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "AuthorizationHeaderMalformed":
		return refused(fmt.Sprintf("%s does not accept the key %q: %s (%s); look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the region", b.to.Endpoint, b.to.Key.ID, said.Message, said.Code))
	case "RequestTimeTooSkewed":
		return refused(fmt.Sprintf("%s rejects this machine's clock as wrong: %s", b.to.Endpoint, said.Message))
	}
	if said.StatusCode == http.StatusForbidden {
		return refused(fmt.Sprintf("the key %q may not %s in the bucket %q (403 %s); it needs permission to list the bucket and to read, write and delete what is in it",
			b.to.Key.ID, what, b.to.Bucket, said.Code))
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%s in the bucket %q: %w", what, b.to.Bucket, err)
}
