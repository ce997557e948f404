package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// desk is a project served in a test.
type desk struct {
	t     *testing.T
	root  string
	data  string
	url   string
	log   *lines
	leave func() error
}

// lines is a log that a test can wait on.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func open(t *testing.T, addr string, build func(d *desk) error) *desk {
	t.Helper()
	base := t.TempDir()
	d := &desk{t: t, root: filepath.Join(base, "public"), data: filepath.Join(base, "data"), log: &lines{}}
	d.write(filepath.Join(d.data, "2022", "times.csv"), "bib")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Serve(ctx, At{Address: addr, Names: []string{"Race.Test", "box.lan."}}, d.root, []string{d.data, filepath.Join(base, "content")}, d.log, func(context.Context) error { return build(d) })
	}()
	d.leave = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { d.leave() })
	said := regexp.MustCompile(`serving (http://\S+)/`)
	d.until("it says where", func() bool {
		m := said.FindStringSubmatch(d.log.String())
		if m != nil {
			d.url = m[1]
		}
		return m != nil
	})
	return d
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) until(what string, true func() bool) {
	d.t.Helper()
	for range 1000 {
		if true() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	d.t.Fatalf("waited in vain until %s; the log:\n%s", what, d.log)
}

var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (d *desk) get(path string) (*http.Response, string) {
	d.t.Helper()
	res, err := client.Get(d.url + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return res, string(body)
}

// follow returns the states an open page is told, one by one.
func (d *desk) follow() func() now {
	d.t.Helper()
	res, err := client.Get(d.url + "/_guntime/events")
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { res.Body.Close() })
	told := make(chan now, 10)
	go func() {
		defer close(told)
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				var n now
				if json.Unmarshal([]byte(data), &n) == nil {
					told <- n
				}
			}
		}
	}()
	return func() now {
		d.t.Helper()
		select {
		case n, ok := <-told:
			if !ok {
				d.t.Fatal("the page was told nothing more")
			}
			return n
		case <-time.After(5 * time.Second):
			d.t.Fatalf("the page was told nothing; the log:\n%s", d.log)
			return now{}
		}
	}
}

// built waits for the first build; it returns the states that follow, and the
// version of the first.
func (d *desk) built() (next func() now, version int) {
	d.t.Helper()
	next = d.follow()
	for version == 0 {
		version = next().Version
	}
	return next, version
}

func site(d *desk) error {
	d.write(filepath.Join(d.root, "index.html"), "<html><body>home</body></html>")
	d.write(filepath.Join(d.root, "zh", "index.html"), "<html><body>中文</body></html>")
	d.write(filepath.Join(d.root, "zh", "runners", "M1.html"), "<html><body>M1</body></html>")
	d.write(filepath.Join(d.root, "404.html"), "<html><body>nothing here</body></html>")
	d.write(filepath.Join(d.root, "results.json"), "{}")
	d.write(filepath.Join(d.root, "results.csv"), "bib")
	d.write(filepath.Join(d.root, "M1.pdf"), "%PDF-1.7")
	d.write(filepath.Join(d.root, ".gitkeep"), "")
	return nil
}

func TestPagesAreServedAsAHostWould(t *testing.T) {
	d := open(t, "127.0.0.1:0", site)
	d.built()
	for _, c := range []struct {
		claim, path string
		status      int
		kind, holds string
	}{
		{"the root is its index", "/", 200, "text/html; charset=utf-8", "home"},
		{"a folder is its index", "/zh/", 200, "text/html; charset=utf-8", "中文"},
		{"a page is itself", "/zh/runners/M1.html", 200, "text/html; charset=utf-8", "M1"},
		{"data has its type and charset", "/results.json", 200, "application/json; charset=utf-8", "{}"},
		{"a table has its type and charset", "/results.csv", 200, "text/csv; charset=utf-8", "bib"},
		{"a certificate has its type", "/M1.pdf", 200, "application/pdf", "%PDF"},
		{"what is not there is the site's own page", "/zh/M2.html", 404, "text/html; charset=utf-8", "nothing here"},
		{"a folder without an index is not listed", "/zh/runners/", 404, "text/html; charset=utf-8", "nothing here"},
		{"a file is no folder", "/M1.pdf/", 404, "text/html; charset=utf-8", "nothing here"},
		{"dotfiles are no part of the site", "/.gitkeep", 404, "text/html; charset=utf-8", "nothing here"},
		{"no path leads out of the folder", "/../data/2022/times.csv", 404, "text/html; charset=utf-8", "nothing here"},
	} {
		t.Run(c.claim, func(t *testing.T) {
			res, body := d.get(c.path)
			if res.StatusCode != c.status || res.Header.Get("Content-Type") != c.kind || !strings.Contains(body, c.holds) {
				t.Errorf("%s: %d %s %q", c.path, res.StatusCode, res.Header.Get("Content-Type"), body)
			}
		})
	}
	t.Run("a folder without its slash is sent to it, query and all", func(t *testing.T) {
		res, _ := d.get("/zh?q=1")
		if res.StatusCode != 301 || res.Header.Get("Location") != "/zh/?q=1" {
			t.Errorf("%d %q", res.StatusCode, res.Header.Get("Location"))
		}
	})
	t.Run("the script is in the answer and not in the file", func(t *testing.T) {
		_, body := d.get("/zh/")
		if body != "<html><body>中文"+script+"</body></html>" {
			t.Errorf("answer %q", body)
		}
		file, err := os.ReadFile(filepath.Join(d.root, "zh", "index.html"))
		if err != nil || strings.Contains(string(file), "script") {
			t.Errorf("file %q, %v", file, err)
		}
		_, data := d.get("/results.json")
		if data != "{}" {
			t.Errorf("data %q", data)
		}
	})
	t.Run("a PDF that is opened stands in a page with the script, and is itself for everybody else", func(t *testing.T) {
		for dest, want := range map[string]string{"document": "text/html; charset=utf-8", "iframe": "application/pdf", "empty": "application/pdf", "": "application/pdf"} {
			ask, err := http.NewRequest(http.MethodGet, d.url+"/M1.pdf", nil)
			if err != nil {
				t.Fatal(err)
			}
			ask.Header.Set("Sec-Fetch-Dest", dest)
			res, err := client.Do(ask)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(res.Body)
			res.Body.Close()
			if err != nil || res.Header.Get("Content-Type") != want || res.Header.Get("Vary") != "Sec-Fetch-Dest" || res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%q: %v %v", dest, res.Header, err)
			}
			if whole := string(body) == "%PDF-1.7"; whole == (dest == "document") || !whole && (!strings.Contains(string(body), `src="./M1.pdf"`) || !strings.Contains(string(body), script)) {
				t.Errorf("%q: %s", dest, body)
			}
		}
	})
	t.Run("only reading is answered", func(t *testing.T) {
		res, err := client.Post(d.url+"/", "text/plain", nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 405 {
			t.Errorf("status %d", res.StatusCode)
		}
	})
}

func TestAChangeBuildsAgainAndReloadsThePage(t *testing.T) {
	var builds atomic.Int64
	d := open(t, "127.0.0.1:0", func(d *desk) error {
		builds.Add(1)
		return site(d)
	})
	next, version := d.built()
	check := func(claim string, change func()) {
		t.Helper()
		before := builds.Load()
		change()
		if n := next(); n.Version != version+1 || n.Problem != "" {
			t.Fatalf("%s: told %+v after version %d", claim, n, version)
		}
		version++
		time.Sleep(2 * settle)
		if built := builds.Load() - before; built != 1 {
			t.Errorf("%s: %d builds, want one", claim, built)
		}
	}
	check("many writes make one build", func() {
		for range 20 {
			d.write(filepath.Join(d.data, "2022", "times.csv"), "bib,finish")
		}
	})
	check("a file in a new folder is seen", func() { d.write(filepath.Join(d.data, "2023", "half", "times.csv"), "bib") })
	check("a change in a new folder is seen", func() { d.write(filepath.Join(d.data, "2023", "half", "times.csv"), "bib,finish") })
	check("a watched folder may come later", func() { d.write(filepath.Join(d.data, "..", "content", "zh", "history.md"), "#") })
	before := builds.Load()
	d.write(filepath.Join(d.data, ".times.csv.swp"), "")
	d.write(filepath.Join(d.data, "..", "notes.txt"), "")
	d.write(filepath.Join(d.root, "index.html"), "")
	time.Sleep(2 * settle)
	if builds.Load() != before {
		t.Error("an editor's file, a neighbour or the output made a build")
	}
}

func TestAFailedBuildKeepsTheLastGoodSite(t *testing.T) {
	var broken atomic.Bool
	d := open(t, "127.0.0.1:0", func(d *desk) error {
		if broken.Load() {
			return errors.New("data/2022/times.csv:3:1: error: <b>two runners</b> [duplicate_bib]")
		}
		return site(d)
	})
	next, good := d.built()
	broken.Store(true)
	d.write(filepath.Join(d.data, "2022", "times.csv"), "bad")
	if n := next(); n.Version != good || !strings.Contains(n.Problem, "duplicate_bib") {
		t.Errorf("told %+v", n)
	}
	if res, body := d.get("/"); res.StatusCode != 200 || !strings.Contains(body, "home") {
		t.Errorf("the page is %d %q", res.StatusCode, body)
	}
	if !strings.Contains(d.log.String(), "duplicate_bib") {
		t.Errorf("the log is silent: %s", d.log)
	}
	broken.Store(false)
	d.write(filepath.Join(d.data, "2022", "times.csv"), "good")
	if n := next(); n.Version != good+1 || n.Problem != "" {
		t.Errorf("after mending told %+v", n)
	}
}

func TestWithoutASiteThePageShowsTheFindings(t *testing.T) {
	d := open(t, "127.0.0.1:0", func(d *desk) error { return errors.New("<b>no</b> races") })
	d.until("the build has failed", func() bool { return strings.Contains(d.log.String(), "failed") })
	var body string
	d.until("the page says so", func() bool {
		res, text := d.get("/zh/")
		body = text
		return res.StatusCode == 500
	})
	if !strings.Contains(body, "&lt;b&gt;no&lt;/b&gt; races") || !strings.Contains(body, script) {
		t.Errorf("the page is %q", body)
	}
}

func TestATakenPortGivesWay(t *testing.T) {
	holder, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	_, port, err := net.SplitHostPort(holder.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, ":"+port, site)
	if !strings.HasPrefix(d.url, "http://127.0.0.1:") || strings.HasSuffix(d.url, ":"+port) {
		t.Errorf("served at %s", d.url)
	}
	if !strings.Contains(d.log.String(), "port "+port+" is taken") {
		t.Errorf("the log does not say so: %s", d.log)
	}
}

func TestAnAddressThatIsNoneIsAnError(t *testing.T) {
	err := Serve(t.Context(), At{Address: "nonsense"}, t.TempDir(), nil, io.Discard, func(context.Context) error { return nil })
	if err == nil || !strings.Contains(err.Error(), `"nonsense"`) {
		t.Errorf("error %v", err)
	}
}

func TestTheEndLeavesNothingRunning(t *testing.T) {
	d := open(t, "127.0.0.1:0", site)
	d.follow()()
	if err := d.leave(); err != nil {
		t.Errorf("error %v", err)
	}
	if _, err := client.Get(d.url + "/"); err == nil {
		t.Error("the server still answers")
	}
	d.until("no goroutine of the server is left", func() bool {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for _, of := range []string{"preview.Serve", "preview.rebuild", "preview.(*watcher)", "preview.(*pages)", "http.(*Server)", "fsnotify"} {
			if strings.Contains(string(stacks), of) {
				return false
			}
		}
		return true
	})
}
