package preview

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"guntime/generator/internal/artifact"
)

//go:embed reload.js
var reloadScript []byte

// script is added to every page, so that it reloads after a build.
const script = `<script src="/_guntime/reload.js" defer></script>`

// sheet is the page around a PDF that somebody opens, so that it too is shown anew after
// a build: its title, its address and the script. Readers and scripts that load the PDF
// itself get nothing but the PDF.
const sheet = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title>` +
	`<style>html,body,iframe{margin:0;border:0;width:100%%;height:100%%;display:block}</style></head><body><iframe title="PDF" src="%s"></iframe>%s</body></html>
`

// pages answers requests from the output folder.
type pages struct {
	root  string
	state *state
	names map[string]bool // accepted host names, besides loopback names and addresses
	note  func(page string) string
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if !p.welcome(r.Host) {
		http.Error(w, "guntime serve does not answer for this name; -host NAME lets it", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case "/_guntime/events":
		p.events(w, r)
	case "/_guntime/reload.js":
		w.Header().Set("Content-Type", artifact.TypeOf(r.URL.Path))
		w.Write(reloadScript)
	default:
		p.file(w, r)
	}
}

// events sends the state to one open page, now and after each change.
func (p *pages) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		state, changed := p.state.look()
		data, err := json.Marshal(state)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}

// file answers with a file of the site, the index of a folder, or the 404 page of
// the site.
func (p *pages) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	folder := strings.HasSuffix(r.URL.Path, "/")
	if name == "" {
		name = "."
	}
	root, err := os.OpenRoot(p.root)
	if err != nil {
		p.absent(w, nil)
		return
	}
	defer root.Close()
	if hidden(name) {
		p.absent(w, root)
		return
	}
	if info, err := root.Stat(name); err == nil && info.IsDir() {
		if !folder {
			to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusMovedPermanently)
			return
		}
		name = path.Join(name, "index.html")
	} else if folder {
		p.absent(w, root)
		return
	}
	f, err := root.Open(name)
	if err != nil {
		p.absent(w, root)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		p.absent(w, root)
		return
	}
	w.Header().Set("Vary", "Sec-Fetch-Dest")
	if strings.HasSuffix(name, ".pdf") && r.Header.Get("Sec-Fetch-Dest") == "document" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		shown := url.URL{Path: path.Base(name)}
		fmt.Fprintf(w, sheet, html.EscapeString(path.Base(name)), html.EscapeString("./"+shown.EscapedPath()), script)
		return
	}
	w.Header().Set("Content-Type", artifact.TypeOf(name))
	if !strings.HasSuffix(name, ".html") {
		http.ServeContent(w, r, "", info.ModTime(), f)
		return
	}
	page, err := io.ReadAll(f)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(follow(p.noted(name, page))))
}

// noted puts a note to the owner of the site at the beginning of a page.
func (p *pages) noted(name string, page []byte) []byte {
	if p.note == nil {
		return page
	}
	note := p.note(name)
	if note == "" {
		return page
	}
	const main = `<main id="main">`
	return bytes.Replace(page, []byte(main), []byte(main+"\n<p class=\"reason\" role=\"note\" lang=\"en\">"+html.EscapeString(note)+"</p>"), 1)
}

// absent answers for a missing file: with the 404 page of the site or, before there
// is a site, with the state of the build.
func (p *pages) absent(w http.ResponseWriter, root *os.Root) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if root != nil {
		if page, err := root.ReadFile("404.html"); err == nil {
			w.WriteHeader(http.StatusNotFound)
			w.Write(follow(page))
			return
		}
	}
	state, _ := p.state.look()
	status, text := http.StatusNotFound, "There is no such page."
	switch {
	case state.Problem != "":
		status, text = http.StatusInternalServerError, state.Problem
	case state.Version == 0:
		status, text = http.StatusServiceUnavailable, "The site is being built."
	}
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>guntime</title><body><pre>%s</pre>%s</body></html>\n", html.EscapeString(text), script)
}

// hidden reports whether a path is not part of the site: dotfiles are not, except
// in .well-known.
func hidden(name string) bool {
	if !fs.ValidPath(name) {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part != "." && part != ".well-known" && strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

// follow inserts the script before the end of the body of a page.
func follow(page []byte) []byte {
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	return bytes.Join([][]byte{page[:at], []byte(script), page[at:]}, nil)
}
