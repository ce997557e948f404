package deploy

import (
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"guntime/generator/internal/publish"
)

// folder is an S3 service of the real kind: versitygw, which keeps a bucket's
// objects as files of a folder.
type folder struct {
	dir string // of the bucket
	to  Target

	mutex sync.Mutex
	asked map[string]int // requests, by method
}

// RoundTrip counts what is asked of the service.
func (f *folder) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mutex.Lock()
	f.asked[r.Method]++
	f.mutex.Unlock()
	return http.DefaultTransport.RoundTrip(r)
}

// gateway finds versitygw, and where it is not there fails the test or skips it.
func gateway(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"versitygw", filepath.Join(build.Default.GOPATH, "bin", "versitygw")} { // where go install puts it
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("versitygw is needed: go install github.com/versity/versitygw/cmd/versitygw@v1.8.0")
	}
	t.Skip("versitygw is not here")
	return ""
}

// serve starts the service over an empty bucket.
func serve(t testing.TB) *folder {
	t.Helper()
	program, root := gateway(t), t.TempDir()
	f := &folder{dir: filepath.Join(root, "objects", "race"), asked: map[string]int{}}
	sidecar := filepath.Join(root, "meta") // what it knows of objects: not every disk takes it with the file
	for _, dir := range []string{f.dir, sidecar} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listen.Addr().String()
	listen.Close()
	var said strings.Builder
	run := exec.CommandContext(t.Context(), program, "--port", address, "--access", key.ID, "--secret", key.Secret, "--quiet",
		"posix", "--sidecar", sidecar, filepath.Dir(f.dir))
	run.Stdout, run.Stderr = &said, &said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		run.Process.Kill()
		run.Wait()
	})
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			break
		}
		if time.Now().After(end) {
			run.Process.Kill()
			run.Wait()
			t.Fatalf("versitygw does not answer: %s", said.String())
		}
	}
	f.to = Target{Endpoint: "http://" + address, Region: "us-east-1", Bucket: "race", Key: key, Network: f}
	return f
}

// contents are the objects that are not the record.
func (f *folder) contents(t testing.TB) map[string]string {
	t.Helper()
	objects := map[string]string{}
	err := fs.WalkDir(os.DirFS(f.dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(path, ".guntime/") || strings.HasPrefix(path, ".sgwtmp/") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(f.dir, path))
		objects[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func (f *folder) deploy(t testing.TB, dir string) (sum Summary, asked map[string]int) {
	t.Helper()
	f.mutex.Lock()
	f.asked = map[string]int{}
	f.mutex.Unlock()
	sum, err := Site(t.Context(), dir, f.to, usual)
	if err != nil {
		t.Fatal(err)
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return sum, f.asked
}

func TestARealServiceHoldsTheSite(t *testing.T) {
	f, dir := serve(t), room(t)
	all := site{}
	for path, text := range small {
		all[path] = text
	}
	for i := range 1050 { // more than a listing shows at once
		all[fmt.Sprintf("zh/2022/marathon/runners/N%d.html", i)] = fmt.Sprint("page ", i)
	}
	foreign := func(path string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(f.dir, path)), 0o755), os.WriteFile(filepath.Join(f.dir, path), []byte("foreign"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	foreign("zh/mine.html")
	with := func(s site) map[string]string { return s.with("zh/mine.html", "foreign") }
	built(t, dir, all)
	f.deploy(t, dir)
	same(t, "the bucket", with(all), f.contents(t))

	sum, asked := f.deploy(t, dir)
	same(t, "another deploy", Summary{Kept: len(all)}, sum)
	same(t, "writes", 0, asked[http.MethodPut]+asked[http.MethodPost]+asked[http.MethodDelete])
	if asked[http.MethodHead] > 0 || asked[http.MethodGet] > 8 {
		t.Errorf("it asks %v", asked)
	}

	// The correction comes, what is withdrawn goes, what somebody deleted is back.
	next := all.with("zh/2022/marathon/runners/M1.html", "M1 corrected").without(certificate).without(withdrawn)
	for i := range 90 {
		next = next.without(fmt.Sprintf("zh/2022/marathon/runners/N%d.html", i))
	}
	for _, path := range []string{"index.html", "zh/2022/marathon/runners/N1000.html"} {
		if err := os.Remove(filepath.Join(f.dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	built(t, dir, next)
	sum, _ = f.deploy(t, dir)
	same(t, "it brings", []string{"zh/2022/marathon/runners/M1.html", "zh/2022/marathon/runners/N1000.html", "index.html"}, sum.Upload)
	same(t, "it deletes", 92, len(sum.Delete))
	same(t, "the bucket after a correction", with(next), f.contents(t))
}

// BenchmarkRealService tells how many objects a second a deploy brings, and how
// much an unchanged one asks, of the site that GUNTIME_SITE names.
func BenchmarkRealService(b *testing.B) {
	dir := os.Getenv("GUNTIME_SITE")
	if dir == "" {
		b.Skip("GUNTIME_SITE names no site")
	}
	m, err := publish.ReadManifest(dir)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		f := serve(b)
		start := time.Now()
		f.deploy(b, dir)
		b.ReportMetric(float64(len(m.Files))/time.Since(start).Seconds(), "objects/s")
		start = time.Now()
		_, asked := f.deploy(b, dir)
		b.ReportMetric(time.Since(start).Seconds(), "unchanged-s")
		b.ReportMetric(float64(asked[http.MethodGet]+asked[http.MethodHead]), "unchanged-requests")
	}
}
