// Package neighbour tells when the folder beside a site is probably served, too: the
// state of a build lies there, which is not for everybody.
package neighbour

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/project"
)

// Usual names of folders that web servers serve: the first ones at any place, the
// others in most cases.
var (
	alwaysServed = []string{"public_html", "htdocs", "httpdocs", "wwwroot", "webroot"}
	oftenServed  = append([]string{"public", "html", "www", "docs", "dist", "site", "_site"}, alwaysServed...)
	// webRoots are the folders where systems keep web sites.
	webRoots = []string{"/var/www", "/srv/www", "/srv/http", "/usr/share/nginx", "/usr/local/www", "/usr/local/var/www", "/opt/homebrew/var/www", "/Library/WebServer/Documents", "/inetpub"}
)

// Served returns a warning if the parent of the output folder, where
// .guntime/ lies, is probably served too.
func Served(public, baseURL string) (found problem.List) {
	dir := project.Resolved(public)
	above, why := filepath.Dir(dir), servedAbove(dir, baseURL)
	if why == "" {
		return nil
	}
	found.Add(problem.Problem{Path: filepath.ToSlash(public), Level: problem.Warning, Code: "state_served",
		Text: fmt.Sprintf("%s, beside the site, names certificates that are open by code, and %s", filepath.ToSlash(filepath.Join(above, ".guntime")), why),
		Hint: "build into a folder whose neighbours nobody serves, -out /srv/race/public, and let the web server's root or alias be that folder; else let it refuse every name that begins with a dot"})
	return found
}

// servedAbove returns why the parent of an output folder seems to be served, "" if
// it does not.
func servedAbove(dir, baseURL string) string {
	above, name := filepath.Dir(dir), filepath.Base(dir)
	for _, index := range []string{"index.html", "index.htm", "index.php"} {
		if _, err := os.Stat(filepath.Join(above, index)); err == nil {
			return fmt.Sprintf("%s holds %s as a folder does that is served", filepath.ToSlash(above), index)
		}
	}
	if u, err := url.Parse(baseURL); err == nil {
		if last := path.Base(u.Path); len(u.Path) > 1 && last == name {
			return fmt.Sprintf("the site lies at %s, so that %s seems to be the server's root", u.Path, filepath.ToSlash(above))
		}
	}
	for folder := above; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if slices.Contains(alwaysServed, filepath.Base(folder)) {
			return fmt.Sprintf("%s looks like what a web server serves", filepath.ToSlash(folder))
		}
	}
	if slices.Contains(oftenServed, name) {
		return "" // then this folder is the root of the server
	}
	if slices.Contains(oftenServed, filepath.Base(above)) {
		return fmt.Sprintf("%s looks like what a web server serves", filepath.ToSlash(above))
	}
	slashed := filepath.ToSlash(strings.TrimPrefix(above, filepath.VolumeName(above)))
	for _, root := range webRoots {
		if slashed == root || strings.HasPrefix(slashed, root+"/") {
			return fmt.Sprintf("%s lies where web servers find what they serve", filepath.ToSlash(above))
		}
	}
	return ""
}
