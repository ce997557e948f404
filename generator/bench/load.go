package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// crowd are many clients of a web server that ask for a page again and again, as
// the script of a page does.
type crowd struct {
	cancel context.CancelFunc
	group  sync.WaitGroup
	pid    int // of the server
	had    time.Duration
	began  time.Time

	mutex sync.Mutex
	r     loadResult
	tags  map[string][sha256.Size]byte // by page and ETag
	ended bool
}

// loadResult is what the clients saw.
type loadResult struct {
	clients, asked, fresh, same int // answers with a page, and those that say that it is the same
	bytes                       int64
	torn, changed, errors       int // pages without their end; two pages under one ETag; all else
	example                     string
	took                        []time.Duration
	lasted, cpu                 time.Duration // of the server
	peak                        int64
}

const serverConfig = `%[5]sdaemon off;
worker_processes 2;
worker_rlimit_nofile 16384;
pid %[1]s/pid;
error_log stderr;
events { worker_connections 8192; }
http {
    access_log off;
    client_body_temp_path %[1]s/body;
    proxy_temp_path %[1]s/proxy;
    fastcgi_temp_path %[1]s/fastcgi;
    uwsgi_temp_path %[1]s/uwsgi;
    scgi_temp_path %[1]s/scgi;
    include %[2]s/nginx-http.conf;
    server {
        listen %[3]s;
        root %[4]s;
        include %[2]s/nginx-server.conf;
    }
}
`

// startLoad starts nginx with the site as its profile says, and the clients.
func (d *raceDay) startLoad(ctx context.Context, dir, public string) (*crowd, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return nil, fmt.Errorf("-load needs nginx, such as Debian's nginx-light: %w", err)
	}
	pages, err := pagesIn(filepath.Join(public, "en/2022/marathon/runners"))
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "nginx")
	if err := os.MkdirAll(own, 0o777); err != nil {
		return nil, err
	}
	profile := filepath.Join(filepath.Dir(public), ".guntime", filepath.Base(public), "host")
	file, user := filepath.Join(own, "nginx.conf"), ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // else it may not read a temporary folder
	}
	if err := os.WriteFile(file, fmt.Appendf(nil, serverConfig, own, profile, address, public, user), 0o666); err != nil {
		return nil, err
	}
	var complaint bytes.Buffer
	c := &crowd{tags: map[string][sha256.Size]byte{}, r: loadResult{clients: d.clients}}
	ctx, c.cancel = context.WithCancel(ctx)
	server := exec.CommandContext(ctx, program, "-p", own, "-c", file)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) } // its workers end with it
	server.WaitDelay = 10 * time.Second
	server.Stderr = &complaint
	if err := server.Start(); err != nil {
		return nil, err
	}
	c.group.Go(func() { server.Wait() })
	if err := listening(address); err != nil {
		c.cancel()
		c.group.Wait()
		return nil, fmt.Errorf("nginx: %w: %s", err, &complaint)
	}
	c.pid, c.began = server.Process.Pid, time.Now()
	c.had, _ = usedBy(c.pid)
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 0, MaxIdleConnsPerHost: d.clients, MaxConnsPerHost: 0, IdleConnTimeout: time.Minute}, Timeout: 30 * time.Second}
	for i := range d.clients {
		dice := rand.New(rand.NewPCG(1, uint64(i)))
		page := fmt.Sprintf("http://%s/en/2022/marathon/runners/%s", address, pages[dice.IntN(len(pages))])
		c.group.Go(func() { c.visit(ctx, client, page, dice) })
	}
	return c, nil
}

// pagesIn are the names of a folder's pages.
func pagesIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".html" {
			names = append(names, e.Name())
		}
	}
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("%s: no pages", dir)
	}
	return names, err
}

// visit asks for a page every 20 to 30 seconds, the first time at any moment of
// these.
func (c *crowd) visit(ctx context.Context, client *http.Client, page string, dice *rand.Rand) {
	pause, tag := time.Duration(dice.Int64N(int64(30*time.Second))), ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = 20*time.Second + time.Duration(dice.Int64N(int64(10*time.Second)))
		start := time.Now()
		ask, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
		if err != nil {
			c.note(func(r *loadResult) { r.errors++ }, err.Error())
			return
		}
		if tag != "" {
			ask.Header.Set("If-None-Match", tag)
		}
		answer, err := client.Do(ask)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			c.note(func(r *loadResult) { r.asked++; r.errors++ }, err.Error())
			continue
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if ctx.Err() != nil {
			return
		}
		took := time.Since(start)
		is := answer.Header.Get("ETag")
		c.note(func(r *loadResult) {
			r.asked++
			r.bytes += int64(len(body))
			r.took = append(r.took, took)
			switch {
			case err != nil:
				r.errors++
				r.example = page + ": " + err.Error()
			case answer.StatusCode == http.StatusNotModified:
				r.same++
			case answer.StatusCode != http.StatusOK || is == "":
				r.errors++
				r.example = page + ": " + answer.Status
			case !bytes.HasSuffix(bytes.TrimSpace(body), []byte("</html>")):
				r.torn++
				r.example = fmt.Sprintf("%s: %d bytes without an end", page, len(body))
			default:
				r.fresh++
				sum := sha256.Sum256(body)
				key := page + " " + is
				if had, ok := c.tags[key]; ok && had != sum {
					r.changed++
					r.example = key + ": two pages"
				}
				c.tags[key] = sum
			}
		}, "")
		if answer.StatusCode == http.StatusOK {
			tag = is
		}
	}
}

func (c *crowd) note(add func(*loadResult), example string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	add(&c.r)
	if example != "" {
		c.r.example = example
	}
}

// stop ends the clients and the server.
func (c *crowd) stop() *loadResult {
	if !c.ended {
		c.ended = true
		cpu, peak := usedBy(c.pid)
		c.r.cpu, c.r.peak, c.r.lasted = cpu-c.had, peak, time.Since(c.began)
		c.cancel()
		c.group.Wait()
		slices.Sort(c.r.took)
	}
	return &c.r
}

// says is the result in a sentence or two.
func (r *loadResult) says() string {
	var b strings.Builder
	minutes := r.lasted.Minutes()
	fmt.Fprintf(&b, "%d clients asked %d times (%.0f a second): %d pages, %d times “not modified”, %.1f MB; half the answers within %s, 99 of 100 within %s. ",
		r.clients, r.asked, float64(r.asked)/r.lasted.Seconds(), r.fresh, r.same, float64(r.bytes)/1e6, milliseconds(r.took, 50), milliseconds(r.took, 99))
	fmt.Fprintf(&b, "Torn pages: %d. Two pages under one ETag: %d. Errors: %d. nginx: %.1f s of processor a minute, %s MB.", r.torn, r.changed, r.errors, r.cpu.Seconds()/minutes, megabytes(r.peak))
	if r.example != "" {
		b.WriteString(" For example " + r.example)
	}
	return b.String()
}

func milliseconds(sorted []time.Duration, percent int) string {
	if len(sorted) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f ms", float64(at(sorted, percent).Microseconds())/1000)
}

// at is a percentile of sorted times.
func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}
