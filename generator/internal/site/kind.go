package site

import (
	"path"
	"strings"
)

// Kind is what sort of file stands at a path of the site, in words for whoever
// looks at what a build costs.
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

// IsPerRunner reports whether a file is one of as many as there are runners: their
// pages and certificates. All others a site has few of.
func IsPerRunner(name string) bool {
	return strings.Contains(name, "/runners/") || strings.Contains(name, "/certificates/")
}
