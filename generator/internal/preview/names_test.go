package preview

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestItAnswersForItselfAndNoOtherName(t *testing.T) {
	d := open(t, "127.0.0.1:0", func(d *desk) error {
		d.write(d.root+"/index.html", "<body>home</body>")
		return nil
	})
	d.until("the site is built", func() bool { res, _ := d.get("/"); return res.StatusCode == http.StatusOK })
	at := strings.TrimPrefix(d.url, "http://")
	_, port, err := net.SplitHostPort(at)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(path, version, host string) (status int, text string) {
		t.Helper()
		c, err := net.Dial("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if host != "" {
			host = "Host: " + host + "\r\n"
		}
		fmt.Fprintf(c, "GET %s HTTP/%s\r\n%sConnection: close\r\n\r\n", path, version, host)
		res, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if res.Header.Get("Content-Type") == "text/event-stream" {
			return res.StatusCode, "" // it never ends
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(body)
	}
	for _, path := range []string{"/", "/_guntime/events", "/_guntime/reload.js"} {
		for _, host := range []string{"localhost", "LocalHost", "localhost.", "localhost:" + port, "localhost:1", "race.localhost", "a.b.localhost.:80", "127.0.0.1", "127.0.0.1:" + port,
			"192.168.1.7", "192.168.1.7:8080", "[::1]", "[::1]:" + port, "[fe80::1]:8080", "race.test", "RACE.TEST:8080", "race.test.", "box.lan:" + port, "box.lan."} {
			if status, _ := ask(path, "1.1", host); status != http.StatusOK {
				t.Errorf("%s of %s: %d", path, host, status)
			}
		}
		for _, host := range []string{"evil.example", "evil.example:" + port, "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", "race.test.evil.example", "xrace.test", "www.race.test",
			"2130706433", "0x7f000001", "127.1", ".", ".localhost.evil", "[evil]", ":" + port} {
			if status, text := ask(path, "1.1", host); status != http.StatusForbidden || strings.Contains(text, "home") {
				t.Errorf("%s of %s: %d %s", path, host, status, text)
			}
		}
		for _, version := range []string{"1.0", "1.1"} {
			if status, _ := ask(path, version, ""); status != http.StatusForbidden && status != http.StatusBadRequest {
				t.Errorf("%s without a name, HTTP/%s: %d", path, version, status)
			}
		}
		if status, _ := ask("http://evil.example"+path, "1.1", "localhost"); status != http.StatusForbidden {
			t.Errorf("%s with a name of its own: %d", path, status)
		}
	}
}

func TestTheStateIsNoPartOfWhatIsServed(t *testing.T) {
	d := open(t, "127.0.0.1:0", func(d *desk) error {
		d.write(d.root+"/404.html", "<body>none</body>")
		d.write(d.root+"/index.html", "<body>home</body>")
		d.write(d.root+"/.guntime", "mark")
		d.write(d.root+"/zh/.guntime/release/changed.txt", "secret")
		d.write(d.root+"/../.guntime/public/release/changed.txt", "secret")
		return nil
	})
	d.until("the site is built", func() bool { res, _ := d.get("/"); return res.StatusCode == http.StatusOK })
	for _, path := range []string{"/.guntime", "/.guntime/", "/zh/.guntime/release/changed.txt", "/zh/%2eguntime/release/changed.txt", "/../.guntime/public/release/changed.txt",
		"/%2e%2e/.guntime/public/release/changed.txt", "/..%2f.guntime/public/release/changed.txt", "/zh//.guntime//release/changed.txt", "/.guntime/public/release/changed.txt", "/zh/.GUNTIME/release/changed.txt"} {
		if res, text := d.get(path); res.StatusCode != http.StatusNotFound || strings.Contains(text, "secret") || strings.Contains(text, "mark") || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %v %s", path, res.Status, res.Header, text)
		}
	}
}
