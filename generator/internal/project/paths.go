package project

import (
	"os"
	"path/filepath"
)

// Resolved returns an absolute path with its links resolved, as far as the path
// exists.
func Resolved(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		name = full
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		return target
	}
	if parent := filepath.Dir(name); parent != name {
		return filepath.Join(Resolved(parent), filepath.Base(name))
	}
	return name
}

// Above returns the parent folders of a file, links resolved, from the nearest to
// the root.
func Above(name string) []string {
	dir := Resolved(filepath.Dir(name))
	all := []string{dir}
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		all = append(all, up)
	}
	return all
}

// Around returns the project folder around a file, "" for none.
func Around(name string) string {
	for _, dir := range Above(name) {
		if _, err := os.Stat(filepath.Join(dir, "data", "site.yaml")); err == nil {
			return dir
		}
	}
	return ""
}

// SiteAround returns the folder of a built site around a file, "" for none. Such a
// folder has the mark of package publish, or it is public.
func SiteAround(name, public string) string {
	if public != "" {
		public = Resolved(public)
	}
	for _, dir := range Above(name) {
		info, err := os.Stat(filepath.Join(dir, ".guntime"))
		if dir == public || err == nil && info.Mode().IsRegular() {
			return dir
		}
	}
	return ""
}
