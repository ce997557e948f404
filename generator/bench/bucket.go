package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/build"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// countedBucket is a local S3 service behind a counter of requests.
type countedBucket struct {
	address  string
	asked    atomic.Int64
	received atomic.Int64
	arrived  func(key string, body []byte) // when an object is there
}

// The key of the local service.
const bucketID, bucketSecret = "rabbit", "hole-in-the-ground"

// errNoBucket says that no local bucket is installed.
var errNoBucket = errors.New("a bucket needs versitygw: go install github.com/versity/versitygw/cmd/versitygw@v1.8.0")

// startBucket starts versitygw over an empty folder.
func (b *bench) startBucket(ctx context.Context, dir string) (*countedBucket, error) {
	program, err := exec.LookPath("versitygw")
	if err != nil {
		if program, err = exec.LookPath(filepath.Join(build.Default.GOPATH, "bin", "versitygw")); err != nil {
			return nil, errNoBucket
		}
	}
	objects, sidecar := filepath.Join(dir, "objects"), filepath.Join(dir, "meta")
	for _, name := range []string{filepath.Join(objects, "race"), sidecar} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			return nil, err
		}
	}
	behind, err := freeAddress()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, "--port", behind, "--access", bucketID, "--secret", bucketSecret, "--quiet", "posix", "--sidecar", sidecar, objects)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go cmd.Wait() // the context ends it
	if err := listening(behind); err != nil {
		return nil, fmt.Errorf("versitygw: %w", err)
	}
	to := &countedBucket{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: behind})
			r.Out.Host = r.In.Host // which is signed
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	}
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	to.address = listen.Addr().String()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to.asked.Add(1)
		key, isPage := strings.CutPrefix(r.URL.Path, "/race/")
		if r.Method != http.MethodPut || !isPage || to.arrived == nil || !strings.Contains(key, "/runners/") {
			to.received.Add(max(0, r.ContentLength))
			proxy.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		to.received.Add(int64(len(body)))
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := &statusWriter{ResponseWriter: w}
		proxy.ServeHTTP(answer, r)
		if answer.status == http.StatusOK {
			to.arrived(key, body)
		}
	})}
	go server.Serve(listen)
	context.AfterFunc(ctx, func() { server.Close() })
	return to, nil
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (b *countedBucket) env() []string {
	return []string{"AWS_ENDPOINT_URL=http://" + b.address, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=" + bucketID, "AWS_SECRET_ACCESS_KEY=" + bucketSecret, "AWS_SESSION_TOKEN="}
}

// counts are the requests and the bytes that came; 0 without a bucket.
func (b *countedBucket) counts() (asked, received int64) {
	if b == nil {
		return 0, 0
	}
	return b.asked.Load(), b.received.Load()
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// listening waits until a service answers at an address.
func listening(address string) (err error) {
	for range 1000 {
		var c net.Conn
		if c, err = net.Dial("tcp", address); err == nil {
			return c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// settle waits until the first site is in the bucket: until nothing was asked of it for a
// while.
func (b *countedBucket) settle(ctx context.Context) error {
	if b == nil {
		return nil
	}
	for asked := int64(-1); ; {
		now, _ := b.counts()
		if now == asked {
			return nil
		}
		asked = now
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Second):
		}
	}
}
