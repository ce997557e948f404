package site

import (
	"path"
	"strings"
)

// Kind returns the kind of file at a path of the site, in words for statistics.
func Kind(name string) string {
	for folder, kind := range map[string]string{"/runners/": "runners' pages", "/certificates/": "certificates", "/search/": "search data", "/stamps/": "lists of certificates",
		"/bibs/": "lists by bib", "/surnames/": "lists by surname"} {
		if strings.Contains(name, folder) {
			return kind
		}
	}
	switch ext := path.Ext(name); {
	case ext == ".html":
		return "other pages"
	case strings.HasPrefix(path.Base(name), "results."):
		return path.Base(name)
	}
	return "other files"
}

// IsPerRunner reports whether there is such a file for each runner: a page or a
// certificate. Of other files a site has few.
func IsPerRunner(name string) bool {
	return strings.Contains(name, "/runners/") || strings.Contains(name, "/certificates/")
}
