package e2e

import (
	"bytes"
	"compress/gzip"
	"path"
	"strings"
	"testing"
)

// Limits of what a visitor loads: a runner's page uncompressed; the styles and scripts
// that a page names, compressed; and all styles and scripts that the site's pages share.
// The style sheets that count the field of a race are its own, and each page has one.
const (
	runnerBudget = 15 << 10
	pageBudget   = 20_900 // that of the search
	assetBudget  = 44 << 10
)

// namedBy are the style sheets and scripts that a page names in an attribute, each by the
// last folder and the name.
func namedBy(page []byte) (names []string) {
	for _, end := range []string{`.css"`, `.js"`} {
		for from := 0; ; {
			at := bytes.Index(page[from:], []byte(end))
			if at < 0 {
				break
			}
			from += at + len(end)
			begin := bytes.LastIndexByte(page[:from-1], '"') + 1
			if attribute := page[:max(0, begin-1)]; bytes.HasSuffix(attribute, []byte("href=")) || bytes.HasSuffix(attribute, []byte("src=")) {
				address := string(page[begin : from-1])
				names = append(names, path.Join(path.Base(path.Dir(address)), path.Base(address)))
			}
		}
	}
	return names
}

func TestPagesKeepToTheirBudgets(t *testing.T) {
	public, _ := demonstrationSite(t)
	runners, assets, pages := 0, 0, tree(t, public)
	packed := map[string]int{} // by the last folder and the name
	for name, data := range pages {
		switch {
		case strings.Contains(name, "/runners/"):
			runners++
			if len(data) > runnerBudget {
				t.Errorf("%s has %d bytes, %d are allowed", name, len(data), runnerBudget)
			}
		case path.Ext(name) == ".css" || path.Ext(name) == ".js":
			var b bytes.Buffer
			w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			w.Write(data)
			w.Close()
			key := path.Join(path.Base(path.Dir(name)), path.Base(name))
			packed[key] = max(packed[key], b.Len())
			if strings.HasPrefix(name, "assets/embed-host.") {
				t.Errorf("%s is loaded by nobody: other sites load embed.js", name)
			}
			if path.Dir(name) == "assets" {
				assets += b.Len()
			}
		}
	}
	if runners < 1000 {
		t.Errorf("only %d runners' pages", runners)
	}
	if assets == 0 || assets > assetBudget {
		t.Errorf("styles and scripts have %d bytes compressed, %d are allowed", assets, assetBudget)
	}
	for name, data := range pages {
		if path.Ext(name) != ".html" {
			continue
		}
		load := 0
		for _, asset := range namedBy(data) {
			load += packed[asset]
		}
		if load == 0 || load > pageBudget {
			t.Errorf("%s loads %d bytes of styles and scripts, %d are allowed", name, load, pageBudget)
		}
	}
}
