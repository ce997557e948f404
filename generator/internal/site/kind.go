package site

import (
	"path"
	"strings"
)

// Kind returns the kind of file at a path of the site, in words for statistics.
func Kind(name string) string {
	if ext := path.Ext(name); ext == ".gz" || ext == ".br" {
		return "compressed twins"
	}
	for folder, kind := range map[string]string{"/runners/": "runners' pages", "/certificates/": "certificates", "/search/": "search data", "/stamps/": "lists of certificates",
		"/social/": "pictures for messengers", "/bibs/": "lists by bib", "/surnames/": "lists by surname",
		"/clubs/": "clubs, nations, points", "/nations/": "clubs, nations, points", "/points/": "clubs, nations, points"} {
		if strings.Contains(name, folder) {
			return kind
		}
	}
	switch ext := path.Ext(name); {
	case ext == ".html":
		return "other pages"
	case path.Base(name) == "social.png":
		return "pictures of races"
	case strings.HasPrefix(path.Base(name), "results."):
		return path.Base(name)
	}
	return "other files"
}

// IsPerRunner reports whether there is such a file for each runner: a page, a
// certificate or a picture. Of other files a site has few.
func IsPerRunner(name string) bool {
	return strings.Contains(name, "/runners/") || strings.Contains(name, "/certificates/") || strings.Contains(name, "/social/")
}

// TakesBrotli reports whether a large file is compressed with brotli, too, where the host
// sends compressed twins: assets, data and lists are. A runner's page is not: there are
// too many of them. Nor is what certificates are put together from, which is compressed.
func TakesBrotli(name string) bool {
	return !strings.Contains(name, "/certificates/") && !(strings.Contains(name, "/runners/") && path.Ext(name) == ".html")
}
