package project

import (
	"os"
	"path/filepath"
)

// Resolved is a path from the root, links resolved as far as it exists.
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

// Above returns the folders that a file lies in, links resolved, from the nearest
// to the root.
func Above(name string) []string {
	dir := Resolved(filepath.Dir(name))
	all := []string{dir}
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		all = append(all, up)
	}
	return all
}

// Around is the project that a file would lie in, "" for none.
func Around(name string) string {
	for _, dir := range Above(name) {
		if _, err := os.Stat(filepath.Join(dir, "data", "site.yaml")); err == nil {
			return dir
		}
	}
	return ""
}

// SiteAround is the folder of a built site that a file would lie in, "" for none:
// a folder with the publisher's mark, or the output folder that is named.
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
