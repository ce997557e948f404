package e2e

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"guntime/generator/internal/artifact"
)

// walk is a browser on a site that is served as by a host: with the headers of its
// _headers and its 404 page.
type walk struct {
	t       *testing.T
	ctx     context.Context
	host    string
	without atomic.Pointer[string] // a path that is answered with 404
	instead sync.Map               // by path: content that replaces a file, nil where the site no longer has it
	down    atomic.Bool            // nobody is answered: there is no connection
	bare    atomic.Bool            // served without the site's own headers, as some hosts do
	mu      sync.Mutex
	wrong   []string    // messages of the console
	saved   []string    // names under which downloads are saved
	given   []given     // what was answered
	frame   cdp.FrameID // of its window
}

// given is an answer to the browser: of a path, so many bytes with their head.
type given struct {
	path  string
	bytes int
}

// counting counts the bytes of an answer whose body is compressed, as hosts send it.
type counting struct {
	http.ResponseWriter
	bytes int
	body  bytes.Buffer
}

// all is the size of the whole answer.
func (c *counting) all() int {
	if c.body.Len() == 0 {
		return c.bytes
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(c.body.Bytes()) // a buffer takes everything
	z.Close()
	return c.bytes + packed.Len()
}

func (c *counting) WriteHeader(status int) {
	c.bytes += len(http.StatusText(status)) + 17 // HTTP/1.1 200 and the ends of two lines
	for name, values := range c.Header() {
		for _, value := range values {
			c.bytes += len(name) + len(value) + 4
		}
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counting) Write(data []byte) (int, error) {
	c.body.Write(data)
	return c.ResponseWriter.Write(data)
}

const phone = 390 // pixels, the width of what every window shows

// browse opens a window of the browser on a folder. Without Chromium a test is skipped, but a
// check run fails.
func browse(t *testing.T, public string) *walk {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser")
	}
	w := &walk{t: t}
	headers := siteHeaders(t, public)
	files := http.FileServer(http.Dir(public))
	server := httptest.NewServer(http.HandlerFunc(func(to http.ResponseWriter, in *http.Request) {
		out := &counting{ResponseWriter: to}
		defer func() {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.given = append(w.given, given{in.URL.Path, out.all()})
		}()
		if w.down.Load() {
			panic(http.ErrAbortHandler)
		}
		for name, value := range headers {
			if !w.bare.Load() {
				out.Header().Set(name, value)
			}
		}
		if gone := w.without.Load(); gone != nil && in.URL.Path == *gone {
			out.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		text, other := w.instead.Load(in.URL.Path)
		if other && text != nil {
			out.Header().Set("Content-Type", artifact.TypeOf(in.URL.Path))
			out.Header().Set("Cache-Control", "no-store")
			io.WriteString(out, text.(string))
			return
		}
		info, err := os.Stat(filepath.Join(public, filepath.FromSlash(path.Clean(in.URL.Path))))
		if err != nil || other {
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			out.WriteHeader(http.StatusNotFound)
			if page, err := os.ReadFile(filepath.Join(public, "404.html")); err == nil {
				out.Write(page)
			}
			return
		}
		// As static hosts do: always revalidated, with more than the second of
		// writing in the tag.
		if out.Header().Get("Cache-Control") == "" {
			out.Header().Set("Cache-Control", "public, max-age=0, must-revalidate")
		}
		if !info.IsDir() {
			out.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(info.ModTime().UnixNano(), "-", info.Size())))
		}
		files.ServeHTTP(out, in)
	}))
	t.Cleanup(server.Close)
	w.host = server.URL
	chromium(t)
	within, err := theBrowser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := chromedp.NewContext(within, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	w.ctx, stop = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(stop)
	for _, err := range []error{chromedp.Listen(w.ctx, w.hear), chromedp.ListenBrowser(w.ctx, w.hear)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// Of several windows one has the focus. Each page is to behave as if it were that.
	if _, err := chromedp.Call(w.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	// No window is as narrow as a phone, but what is shown in it can be.
	if _, err := chromedp.Call(w.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: phone, Height: 844, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
	w.frame = cdp.FrameID(chromedp.FromContext(w.ctx).Target.TargetID)
	w.saves(browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny})
	if width := see[int](w, `innerWidth`); width != phone {
		t.Fatalf("the window is %d pixels wide", width)
	}
	return w
}

// theBrowser starts the browser of all tests of this program, once. Each test has a
// window of its own in it that shares nothing with others: no store, no cache.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	program, err := chromiumHere()
	if err != nil {
		return nil, err
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		// Pages left are not kept, and no process is held ready for the next: both
		// would cost as much again as a page.
		chromedp.Flag("disable-features", "Translate,BackForwardCache,SpareRendererForSitePerProcess"),
		chromedp.Flag("host-resolver-rules", "MAP race.test 127.0.0.1, MAP evil.test 127.0.0.1"))...)
	ctx, _ = chromedp.NewContext(ctx)
	endBrowser = func() { chromedp.Cancel(ctx); stop() }
	return ctx, chromedp.Do(ctx)
})

var endBrowser = func() {}

// saves says what becomes of downloads.
func (w *walk) saves(p browser.SetDownloadBehaviorParams) {
	w.t.Helper()
	told := true
	p.BrowserContextID, p.EventsEnabled = chromedp.FromContext(w.ctx).BrowserContextID, &told
	if _, err := chromedp.CallBrowser(w.ctx, browser.SetDownloadBehavior, p); err != nil {
		w.t.Fatal(err)
	}
}

// chromiumHere returns the path of the browser.
func chromiumHere() (path string, err error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}

func chromium(t *testing.T) string {
	t.Helper()
	if path, err := chromiumHere(); err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("chromium is missing")
	}
	t.Skip("chromium is not here")
	return ""
}

// siteHeaders returns the headers that _headers gives every path.
func siteHeaders(t *testing.T, public string) map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(public, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	headers := map[string]string{}
	lines := bufio.NewScanner(f)
	for every := false; lines.Scan(); {
		name, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), ": ")
		if !ok {
			every = name == "/*"
		} else if every {
			headers[name] = value
		}
	}
	if !strings.Contains(headers["Content-Security-Policy"], "script-src 'self'") {
		t.Fatalf("no policy of content among %v", headers)
	}
	return headers
}

// hear records errors and downloads. A missing file is an answer and not an error.
func (w *walk) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.wrong = append(w.wrong, e.ExceptionDetails.Text+" "+e.ExceptionDetails.Exception.Description)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			w.wrong = append(w.wrong, fmt.Sprint("console: ", e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.wrong = append(w.wrong, e.Entry.Text)
		}
	case *browser.EventDownloadWillBegin:
		if e.FrameID != w.frame {
			return // of another test
		}
		w.saved = append(w.saved, e.SuggestedFilename)
	}
}

func (w *walk) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

// click clicks where something is once it stays there: what a script still adds to a page
// may move it between the look and the click.
func click(selector string) chromedp.Action[chromedp.Void] {
	where := chromedp.Evaluate[string](fmt.Sprintf(`(({ x, y, width, height }) => [x, y, width, height].join())(document.querySelector(%q).getBoundingClientRect())`, selector))
	stays := func(ctx context.Context, t *chromedp.Target) error {
		for last, same := "", 0; same < 2; time.Sleep(25 * time.Millisecond) {
			now, err := where(ctx, t)
			if err != nil {
				return err
			}
			if same++; now != last {
				last, same = now, 0
			}
		}
		return nil
	}
	return chromedp.Steps(chromedp.WaitVisible(selector), chromedp.Func(stays), chromedp.Click(selector))
}

// back goes back to the page before. The answer comes before the page is left.
func (w *walk) back() {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](`void setTimeout(() => history.back())`))
}

// see evaluates an expression in the page.
func see[T any](w *walk, expression string) T {
	w.t.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// until waits until an expression is true, also across a change of page.
func (w *walk) until(expression string) {
	w.t.Helper()
	var err error
	for range 1200 {
		var is bool
		if is, err = chromedp.Run(w.ctx, chromedp.Evaluate[bool](expression)); is {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	w.t.Fatalf("%s never comes true: %v", expression, err)
}

// lists waits until the finder shows the runner with this bib first. While one
// types, it shows other runners.
func (w *walk) lists(bib string) {
	w.t.Helper()
	w.until(`document.querySelector('[role="option"] b')?.textContent === "` + bib + `"`)
}

// reading returns the visible text of the content of the page, once all of it is there.
func (w *walk) reading() string {
	w.t.Helper()
	w.until(`document.readyState !== "loading"`)
	text, err := chromedp.Run(w.ctx, chromedp.Text("main"))
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// open loads an address of the site again, even if only the part after the #
// differs.
func (w *walk) open(path string) {
	w.t.Helper()
	address := path
	if !strings.Contains(path, "://") {
		address = w.host + "/" + path
	}
	document, _, _ := strings.Cut(address, "#")
	if at, _, _ := strings.Cut(see[string](w, `location.href`), "#"); at == document {
		w.do(chromedp.Navigate("about:blank"))
	}
	w.do(chromedp.Navigate(address))
}

// answer waits until the page shows an answer, and returns its kind and its text.
func (w *walk) answer() (state, text string) {
	w.t.Helper()
	w.until(`!["", "asking"].includes(document.getElementById("answer")?.dataset.state ?? "")`)
	text = see[string](w, `document.getElementById("answer").innerText`)
	return see[string](w, `document.getElementById("answer").dataset.state`), strings.Join(strings.Fields(text), " ")
}

// checks gives the page that checks certificates, which is open, the link of one,
// and returns its answer.
func (w *walk) checks(link string) (state, text string) {
	w.t.Helper()
	w.answer() // to what was asked before
	w.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`if (location.hash.slice(1) !== %[1]q) { document.getElementById("answer").dataset.state = ""; location.hash = %[1]q }`, link)))
	return w.answer()
}

// forget forgets the downloads so far.
func (w *walk) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.saved = nil
}

// downloads waits for a download and returns the names of all since the last call.
func (w *walk) downloads() (names []string) {
	for range 1000 {
		w.mu.Lock()
		names, w.saved = w.saved, nil
		w.mu.Unlock()
		if len(names) > 0 {
			return names
		}
		time.Sleep(20 * time.Millisecond)
	}
	return nil
}

// calm checks that there were no errors, and that nothing is wider than a phone; what scrolls
// within the page takes the keyboard.
func (w *walk) calm() {
	w.t.Helper()
	if wide := see[int](w, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		w.t.Errorf("the page is %d pixels wider than a phone", wide)
	}
	if table := see[string](w, `Array.from(document.querySelectorAll(".scroll")).find((s) => s.scrollWidth > s.clientWidth && s.getAttribute("tabindex") !== "0")?.firstElementChild.className ?? ""`); table != "" {
		w.t.Errorf("the table %s scrolls, and the keyboard does not reach it", table)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range w.wrong {
		w.t.Error(text)
	}
	w.wrong = nil
}

// withoutScripts returns the text of a page in a browser without scripts.
func (w *walk) withoutScripts(path string) string {
	w.t.Helper()
	stop := func(stopped bool) {
		if _, err := chromedp.Call(w.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: stopped}); err != nil {
			w.t.Fatal(err)
		}
	}
	stop(true)
	defer stop(false)
	w.open(path)
	return w.reading()
}
