package e2e

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/site"
)

// nginx serves a folder that contains a site, as the profile of the host says, and
// returns its address.
func nginx(t *testing.T, root, public string) (address string) {
	t.Helper()
	program := needs(t, "nginx")
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listen := free.Addr().String()
	free.Close()
	profile, dir := filepath.Join(filepath.Dir(public), ".guntime", filepath.Base(public), "host"), t.TempDir()
	settings := fmt.Sprintf(`daemon off;
master_process off;
pid %[1]s/pid;
error_log stderr;
events {}
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
`, dir, profile, listen, root)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(settings), 0o666); err != nil {
		t.Fatal(err)
	}
	var complaint bytes.Buffer
	server := exec.Command(program, "-p", dir, "-c", file)
	server.Stderr = &complaint
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		server.Process.Kill()
		<-ended
	})
	for range 500 {
		if c, err := net.Dial("tcp", listen); err == nil {
			c.Close()
			return "http://" + listen
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("nginx: %v: %s", err, complaint.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("nginx does not listen: %s", complaint.String())
	return ""
}

// fetch requests a page. packed allows compressed answers.
func fetch(t *testing.T, url string, packed bool) (answer *http.Response, body []byte) {
	t.Helper()
	ask, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Accept-Encoding", "identity")
	if packed {
		ask.Header.Set("Accept-Encoding", "gzip")
	}
	answer, err = http.DefaultTransport.RoundTrip(ask) // it follows no redirect
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer, body
}

// TestNginxServesEveryFileAsTheProfileSays compares the answers of a real nginx
// with the manifest: types, caching, security headers, twins, folders, missing
// files.
func TestNginxServesEveryFileAsTheProfileSays(t *testing.T) {
	needs(t, "nginx")
	w := newWorkshop(t, 1, 30)
	w.key = w.path("key.pem")
	w.write("data/site.yaml", w.read("data/site.yaml")+"host: nginx\n")
	w.write("data/2022/edition.yaml", strings.Replace(w.read("data/2022/edition.yaml"), "state: official", "state: provisional", 1))
	w.build()
	at, public := nginx(t, w.path("public"), w.path("public")), contents(t, w.path("public"))
	m, err := publish.ReadManifest(w.path("public"))
	if err != nil {
		t.Fatal(err)
	}
	classes := map[artifact.Cache]int{}
	for _, e := range m.Files {
		answer, body := fetch(t, at+"/"+e.Path, false)
		if e.Path == "_headers" || e.Path == "_redirects" {
			if answer.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %s", e.Path, answer.Status)
			}
			continue
		}
		classes[e.Cache]++
		said := answer.Header
		if answer.StatusCode != http.StatusOK || string(body) != public[e.Path] {
			t.Errorf("%s: %s, %d bytes", e.Path, answer.Status, len(body))
		}
		if got := said.Get("Content-Type"); got != artifact.TypeOf(e.Path) {
			t.Errorf("%s: the type is %q", e.Path, got)
		}
		if plain, twin := m.Plain(e.Path); twin == "" {
			if got := said.Values("Cache-Control"); len(got) != 1 || got[0] != site.CacheControl(e.Cache) {
				t.Errorf("%s is %s: %q", plain, e.Cache, got)
			}
		}
		if len(said.Values("Content-Security-Policy")) != 1 || said.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", e.Path, said)
		}
		if got := said.Get("X-Robots-Tag"); (got == "noindex") != (path.Ext(e.Path) == ".pdf") {
			t.Errorf("%s: X-Robots-Tag %q", e.Path, got)
		}
		if _, twin := m.Find(e.Path + ".gz"); twin {
			packed, body := fetch(t, at+"/"+e.Path, true)
			unpacked, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil || string(body) != public[e.Path+".gz"] {
				t.Errorf("%s: packed it is %d bytes, %v", e.Path, len(body), err)
				continue
			}
			if text, err := io.ReadAll(unpacked); err != nil || string(text) != public[e.Path] {
				t.Errorf("%s: unpacked it is another, %v", e.Path, err)
			}
			if h := packed.Header; h.Get("Content-Encoding") != "gzip" || h.Get("Vary") != "Accept-Encoding" || h.Get("Content-Type") != artifact.TypeOf(e.Path) {
				t.Errorf("%s: packed %v", e.Path, h)
			}
		}
		if folder, index := strings.CutSuffix(e.Path, "index.html"); index {
			other, body := fetch(t, at+"/"+folder, false)
			if string(body) != public[e.Path] || other.Header.Get("Cache-Control") != said.Get("Cache-Control") {
				t.Errorf("/%s: %s %v", folder, other.Status, other.Header)
			}
		}
	}
	for _, class := range []artifact.Cache{artifact.Live, artifact.Settled, artifact.Immutable} {
		if classes[class] == 0 {
			t.Errorf("no file is %s", class)
		}
	}
	if answer, body := fetch(t, at+"/zh/nowhere.html", false); answer.StatusCode != http.StatusNotFound || string(body) != public["404.html"] {
		t.Errorf("a page that is not there: %s, %d bytes", answer.Status, len(body))
	}
	if answer, _ := fetch(t, at+"/.guntime", false); answer.StatusCode != http.StatusNotFound {
		t.Errorf("the mark: %s", answer.Status)
	}
	answer, _ := fetch(t, at+"/r/2022/marathon/M7", false)
	if to, err := answer.Location(); answer.StatusCode != http.StatusFound || err != nil || !strings.HasSuffix(to.Path, "/2022/marathon/runners/M7.html") {
		t.Errorf("a bib's short address: %s %v", answer.Status, to)
	}
}

// TestNginxKeepsTheStateToItselfAndErrorsForSeconds requests what lies beside a
// site in a served folder, and missing files.
func TestNginxKeepsTheStateToItselfAndErrorsForSeconds(t *testing.T) {
	needs(t, "nginx")
	web := filepath.Join(t.TempDir(), "web")
	public, settled := filepath.Join(web, "a", "y"), site.CacheControl(artifact.Settled)
	j := judgedTwice{dir: t.TempDir()}
	files := maps.Clone(twoRaces)
	files["data/site.yaml"] = "title: {en: Trial run, zh: 试跑}\nbase_url: https://example.org/a/y/\nlanguages: [en, zh]\nhost: nginx\n"
	j.write(t, files)
	j.run(t, "build", "-out", public, "-quiet")
	for name, text := range map[string]string{".guntime/top": "state", "a/y/zh/.guntime/deep/x": "state", ".git/config": "own", "a/y/.htpasswd": "own", "a/y/.well-known/.guntime/x": "state", ".well-known/acme/x": "open"} {
		full := filepath.Join(web, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o777), os.WriteFile(full, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	at, missing := nginx(t, web, public), contents(t, public)["404.html"]
	absent := func(path string) {
		t.Helper()
		answer, body := fetch(t, at+path, false)
		if answer.StatusCode != http.StatusNotFound || string(body) != missing {
			t.Errorf("%s: %s, %.60q", path, answer.Status, body)
		}
		if got := answer.Header.Values("Cache-Control"); len(got) != 1 || got[0] != "public, max-age=0, s-maxage=10, stale-while-revalidate=20" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if _, err := os.Stat(filepath.Join(web, "a/.guntime/y/release/changed.txt")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/a/.guntime/y/release/changed.txt", "/a/.guntime/y/manifest.json", "/a/.guntime/", "/a/.guntime", "/.guntime/top", "/a/y/zh/.guntime/deep/x",
		"/a/y/.guntime", "/a/%2eguntime/y/manifest.json", "/a//.guntime//y/manifest.json", "/a/./.guntime/y/manifest.json", "/a/y/../.guntime/y/manifest.json",
		"/a/y/%2e%2e/.guntime/y/manifest.json", "/a%2f.guntime/y/manifest.json", "/.git/config", "/a/y/.htpasswd", "/a/y/.well-known/.guntime/x", "/a/y/_headers",
		"/a/y/zh/nowhere.html", "/a/y/assets/none.js", "/a/y/2022/run/search/lists/b0123456789.json", "/a/y/2022/run/certificates/ZZ.pdf", "/nowhere"} {
		absent(path)
	}
	if answer, body := fetch(t, at+"/.well-known/acme/x", false); answer.StatusCode != http.StatusOK || string(body) != "open" {
		t.Errorf("what the web keeps under .well-known: %s", answer.Status)
	}
	if answer, _ := fetch(t, at+"/a/y/assets/", false); answer.StatusCode != http.StatusForbidden || !strings.Contains(answer.Header.Get("Cache-Control"), "s-maxage=10,") {
		t.Errorf("a folder without an index: %s %v", answer.Status, answer.Header)
	}
	if answer, _ := fetch(t, at+"/a/y/zh/history/", false); answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != settled {
		t.Errorf("a page: %s %v", answer.Status, answer.Header)
	}
}
