package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"
)

// TestMain has garbage collected seldom, as a user may say in GOGC: the tests follow
// hundreds of command lines on small projects within this process, and one that says
// itself how often, as live does, says it for all after it.
func TestMain(m *testing.M) {
	os.Setenv("GOGC", "400")
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// following runs live on a new project until the site is there and stop was called.
func following(t *testing.T, stdout io.Writer, args ...string) (dir string, stop func() int) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "p")
	var quiet bytes.Buffer
	if Run(t.Context(), []string{"new", "-now", "2026-01-01T00:00:00Z", dir}, &quiet, &quiet) != Done {
		t.Fatal(&quiet)
	}
	ctx, cancel := context.WithCancel(t.Context())
	status := make(chan int, 1)
	go func() {
		status <- Run(ctx, append([]string{"live", "-C", dir, "-now", "2026-01-01T00:00:00Z", "-every", "10ms"}, args...), stdout, io.Discard)
	}()
	for range 1200 {
		if _, err := os.Stat(filepath.Join(dir, ".guntime", "public", "manifest.json")); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return dir, func() int {
		cancel()
		select {
		case s := <-status:
			return s
		case <-time.After(10 * time.Second):
			t.Fatal("it does not end within 10 seconds")
		}
		return -1
	}
}

// safe is a buffer for several goroutines.
type safe struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (s *safe) Write(b []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.text.Write(b)
}

func (s *safe) String() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.text.String()
}

func TestLiveWritesALineOfJSONACycle(t *testing.T) {
	t.Setenv("GOGC", "") // live says itself how often garbage is collected
	was := debug.SetGCPercent(400)
	defer func() {
		if percent := debug.SetGCPercent(was); percent != garbage && percent != liveGarbage {
			t.Errorf("garbage is collected when the heap has grown by %d percent", percent)
		}
	}()
	var out safe
	dir, stop := following(t, &out, "-json")
	if err := os.WriteFile(filepath.Join(dir, "data", "site.yaml"), append(must(os.ReadFile(filepath.Join(dir, "data", "site.yaml"))), "# more\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if strings.Count(out.String(), "\n") > 1 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if status := stop(); status != Done {
		t.Errorf("status %d", status)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) < 2 {
		t.Fatalf("lines %q", lines)
	}
	for _, line := range lines {
		var cycle map[string]any
		if err := json.Unmarshal([]byte(line), &cycle); err != nil || len(line) > 1000 {
			t.Errorf("%q: %v", line, err)
		}
		for _, key := range []string{"at", "reads", "runners", "files", "bytes", "build_ms", "deploy_ms"} {
			if _, has := cycle[key]; !has {
				t.Errorf("%q has no %s", line, key)
			}
		}
		if at, err := time.Parse(time.RFC3339, cycle["at"].(string)); err != nil || at.Before(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) || at.After(time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC)) {
			t.Errorf("its clock says %v, %v", cycle["at"], err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// stuck is somebody who never reads.
type stuck struct{}

func (stuck) Write([]byte) (int, error) { select {} }

func TestLiveWaitsForNobodyWhoReadsItsOutput(t *testing.T) {
	dir, stop := following(t, stuck{})
	shown := filepath.Join(dir, "public", "index.html")
	for n := range 3 {
		before := must(os.Stat(shown)).ModTime()
		text := strings.Replace(string(must(os.ReadFile(filepath.Join(dir, "data", "site.yaml")))), "title: {", "title: {  ", 1)
		text = strings.Replace(text, "en: ", "en: More ", 1)
		if err := os.WriteFile(filepath.Join(dir, "data", "site.yaml"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		moved := false
		for range 600 {
			if info, err := os.Stat(shown); err == nil && info.ModTime().After(before) {
				moved = true
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if !moved {
			t.Fatalf("change %d was not drawn", n)
		}
	}
	if status := stop(); status != Done {
		t.Errorf("status %d", status)
	}
}

func TestLiveUploadsWhatItDraws(t *testing.T) {
	backend := s3mem.New()
	if err := backend.CreateBucket(t.Context(), "race"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	defer server.Close()
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "rabbit", "AWS_SECRET_ACCESS_KEY": "hole", "AWS_ENDPOINT_URL_S3": server.URL, "AWS_REGION": "us-east-1"} {
		t.Setenv(name, value)
	}
	dir := filepath.Join(t.TempDir(), "p")
	var quiet bytes.Buffer
	if Run(t.Context(), []string{"new", "-now", "2026-01-01T00:00:00Z", dir}, &quiet, &quiet) != Done {
		t.Fatal(&quiet)
	}
	settings := filepath.Join(dir, "data", "site.yaml")
	if err := os.WriteFile(settings, append(must(os.ReadFile(settings)), "deploy: {bucket: race}\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	status := make(chan int, 1)
	var errs safe
	go func() { status <- Run(ctx, []string{"live", "-C", dir, "-deploy"}, io.Discard, &errs) }()
	up := false
	for range 600 {
		if o, err := backend.GetObject(t.Context(), "race", "index.html", nil); err == nil {
			o.Contents.Close()
			up = true
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	cancel()
	if s := <-status; s != Done || !up {
		t.Errorf("status %d, in the bucket: %v\n%s", s, up, errs.String())
	}
}

func TestASecondLiveRunOfOneSiteIsRefused(t *testing.T) {
	dir, stop := following(t, io.Discard)
	var errs bytes.Buffer
	if status := Run(t.Context(), []string{"live", "-C", dir}, io.Discard, &errs); status != Machine || !strings.Contains(errs.String(), "another build is running") {
		t.Errorf("status %d, %s", status, errs.String())
	}
	if status := stop(); status != Done {
		t.Errorf("status %d", status)
	}
}
