package deploy

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Key is who brings a site to a bucket.
type Key struct{ ID, Secret, Session string }

// UsualKey is the key of the environment, AWS_ACCESS_KEY_ID and its fellows, else
// that of the file ~/.aws/credentials; zero where neither has one.
func UsualKey() Key {
	k, err := credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}}).GetWithContext(nil)
	if err != nil {
		return Key{}
	}
	return Key{k.AccessKeyID, k.SecretAccessKey, k.SessionToken}
}

// Refusal is the error of a service that will not do what it is asked, however
// often.
type Refusal struct {
	Text string // what is wrong, for a person
	Err  error  // what the service said
}

func (r *Refusal) Error() string { return r.Text }

func (r *Refusal) Unwrap() error { return r.Err }

// bucket is a bucket, or a part of one, under the paths of the site.
type bucket struct {
	client *minio.Client
	to     Target
}

// open makes ready to speak to the service; it says nothing to it yet.
func open(to Target) (*bucket, error) {
	service, err := url.Parse(to.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	client, err := minio.New(service.Host, &minio.Options{
		Creds:     credentials.NewStaticV4(to.Key.ID, to.Key.Secret, to.Key.Session),
		Secure:    service.Scheme == "https",
		Region:    to.Region,
		Transport: to.Network,
		BucketLookupViaURL: func(u url.URL, _ string) minio.BucketLookupType {
			if strings.HasSuffix(u.Hostname(), ".myqcloud.com") { // COS knows buckets by the host's name alone
				return minio.BucketLookupDNS
			}
			return minio.BucketLookupAuto
		},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", to.Endpoint, err)
	}
	return &bucket{client, to}, nil
}

// named is how a person knows an object.
func (b *bucket) named(path string) string { return "s3://" + b.to.Bucket + "/" + b.to.Prefix + path }

// get returns an object's bytes, nil where there is none.
func (b *bucket) get(ctx context.Context, path string) ([]byte, error) {
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

// put uploads an object in one piece, with a sum by which the service knows
// that it came whole.
func (b *bucket) put(ctx context.Context, path string, data []byte, h headers) error {
	_, err := b.client.PutObject(ctx, b.to.Bucket, b.to.Prefix+path, bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{
		ContentType: h.contentType, ContentEncoding: h.encoding, CacheControl: h.cache, SendContentMd5: true, DisableMultipart: true})
	return b.explain(err, "write "+path)
}

// list yields the paths of all objects that begin so, and at last an error where those are
// not all.
func (b *bucket) list(ctx context.Context, prefix string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for object := range b.client.ListObjectsIter(ctx, b.to.Bucket, minio.ListObjectsOptions{Prefix: b.to.Prefix + prefix, Recursive: true}) {
			if !yield(strings.TrimPrefix(object.Key, b.to.Prefix), b.explain(object.Err, "list its objects")) || object.Err != nil {
				return
			}
		}
		if ctx.Err() != nil { // a listing that was stopped looks as if it had ended
			yield("", ctx.Err())
		}
	}
}

// remove deletes objects, a thousand at a time, and tells of each that is gone.
func (b *bucket) remove(ctx context.Context, paths []string, gone func(path string)) error {
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
	var first error
	done := 0
	for r := range results {
		path := strings.TrimPrefix(r.ObjectName, b.to.Prefix)
		if r.Err == nil {
			gone(path)
			done++
		} else if first == nil {
			first = b.explain(r.Err, "delete "+path)
		}
	}
	if first == nil && done < len(paths) {
		first = cmp.Or(ctx.Err(), fmt.Errorf("the service says of %d of %d objects that they are deleted", done, len(paths)))
	}
	return first
}

// explain says in plain words what the service did not do.
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
