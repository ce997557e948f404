package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Whoever edits a design sees the certificate anew, and what is wrong with the design,
// without a hand on the browser.
func TestACertificateThatIsOpenFollowsItsDesign(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	var quiet bytes.Buffer
	if Run(t.Context(), []string{"simulate", "-runners", "3", dir}, &quiet, &quiet) != Done {
		t.Fatal(&quiet)
	}
	ctx, cancel := context.WithCancel(t.Context())
	said, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, []string{"serve", "-C", dir, "-addr", "127.0.0.1:0", "-quiet"}, out, io.Discard)
		out.Close()
	}()
	defer func() {
		cancel()
		go io.Copy(io.Discard, said)
		<-ended
	}()
	lines := bufio.NewScanner(said)
	at := ""
	for at == "" && lines.Scan() {
		if m := regexp.MustCompile(`serving (http://\S+)/`).FindStringSubmatch(lines.Text()); m != nil {
			at = m[1]
		}
	}
	go io.Copy(io.Discard, said)

	ask := func(path, dest string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, at+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Dest", dest)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	get := func(path, dest string) string {
		t.Helper()
		answer := ask(path, dest)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	events := ask("/_guntime/events", "")
	defer events.Body.Close()
	told := bufio.NewScanner(events.Body)
	wait := func(what, want string) {
		t.Helper()
		enough := time.AfterFunc(2*time.Minute, func() { events.Body.Close() })
		defer enough.Stop()
		for told.Scan() {
			if strings.Contains(told.Text(), want) {
				return
			}
		}
		t.Fatalf("%s: the page is told no %q", what, want)
	}
	wait("the first build", `"version":1,"problem":""`)
	pdfs, err := filepath.Glob(filepath.Join(dir, "public", "2022", "marathon", "certificates", "*.pdf"))
	if err != nil || len(pdfs) == 0 {
		t.Fatalf("there are no certificates: %v", err)
	}
	path := "/2022/marathon/certificates/" + filepath.Base(pdfs[0])
	if page := get(path, "document"); !strings.Contains(page, "/_guntime/reload.js") || !strings.Contains(page, filepath.Base(path)) {
		t.Errorf("opened it is %s", page)
	}
	first := get(path, "iframe")

	design := filepath.Join(dir, "templates", "certificate.yaml")
	save := func(text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(design), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(design, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	source, err := os.ReadFile("../../../templates/certificate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	save(strings.Replace(string(source), `"#71685f"`, `"#00685f"`, 1))
	wait("the design is edited", `"version":2,"problem":""`)
	second := get(path, "iframe")
	if !strings.HasPrefix(second, "%PDF") || second == first {
		t.Error("the certificate is not drawn anew")
	}
	save(strings.Replace(string(source), "fact: gun,", "fackt: gun,", 1))
	wait("the design is broken", `templates/certificate.yaml:`)
	if get(path, "iframe") != second {
		t.Error("the last good certificate is gone")
	}
	save(string(source))
	wait("the design is mended", `"version":3,"problem":""`)
	if get(path, "iframe") != first {
		t.Error("mended it is not what it was")
	}
}
