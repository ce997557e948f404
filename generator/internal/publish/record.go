package publish

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/artifact"
)

// The record of what is to be deployed lies in release/, beside the manifest:
//
//	changed.txt   files to upload, in the order in which to upload them
//	deleted.txt   files to delete, after all uploads
//	purge.txt     what a CDN has to forget: URLs, or folders where those are too many
//
// The lists grow from build to build until whoever has uploaded them removes
// the folder: none of the builds in between is forgotten.

// Purge says what a host lets one purge.
type Purge struct {
	Base    string // what a URL begins with, up to the slash before a path
	URLs    int    // the most at a time; beyond them folders are listed; 0 for any number
	Folders int    // the most folders at a time; beyond them folders above them; 0 for any number
	Folder  string // what a folder's line ends in, after its slash
}

// record writes into release.next/ what the next manifest changes, together
// with what is still to be uploaded from before. Of a shard's change the index
// step makes the record.
func record(at place, d disk, last, next *Manifest, p Purge) error {
	if at.whole != "" {
		return nil
	}
	folder := at.file("release.next")
	if err := errors.Join(d.removeAll(folder), d.mkdir(folder)); err != nil {
		return err
	}
	changed, deleted, err := moved(at, last, next)
	if err != nil {
		return err
	}
	for _, list := range []struct {
		name  string
		lines []string
	}{{"changed.txt", changed}, {"deleted.txt", deleted}, {"purge.txt", p.lines(changed, deleted, next)}} {
		err := d.replace(path.Join(folder, list.name), func(w io.Writer) error {
			for _, line := range list.lines {
				if _, err := io.WriteString(w, line+"\n"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// promote makes the new record the one that counts.
func promote(at place, d disk) error {
	next := at.file("release.next")
	if !exists(next) {
		return nil
	}
	if err := d.removeAll(at.file("release")); err != nil {
		return err
	}
	return d.move(next, at.file("release"))
}

// moved returns what is to be uploaded, in order, and what to be deleted.
func moved(at place, last, next *Manifest) (changed, deleted []string, err error) {
	upload, remove := map[string]bool{}, map[string]bool{}
	for _, old := range []struct {
		name string
		into map[string]bool
	}{{"changed.txt", upload}, {"deleted.txt", remove}} {
		if err := readLines(path.Join(at.file("release"), old.name), old.into); err != nil {
			return nil, nil, err
		}
	}
	i := 0
	for j := range next.Files {
		e := &next.Files[j]
		for ; i < len(last.Files) && last.Files[i].Path < e.Path; i++ {
			remove[last.Files[i].Path] = true
		}
		if same := i < len(last.Files) && last.Files[i].Path == e.Path; !same || last.Files[i].SHA256 != e.SHA256 || last.Files[i].Cache != e.Cache {
			upload[e.Path] = true
		}
		if i < len(last.Files) && last.Files[i].Path == e.Path {
			i++
		}
	}
	for ; i < len(last.Files); i++ {
		remove[last.Files[i].Path] = true
	}
	for name := range upload {
		if _, there := next.Find(name); there {
			changed = append(changed, name)
		}
	}
	for name := range remove {
		if _, there := next.Find(name); !there {
			deleted = append(deleted, name)
		}
	}
	next.Order(changed)
	slices.Sort(deleted)
	return changed, deleted, nil
}

// Order sorts paths of the manifest into the order in which they are uploaded.
func (m *Manifest) Order(paths []string) {
	turns := map[string]int{}
	for _, name := range paths {
		turns[name] = m.Turn(name)
	}
	slices.SortFunc(paths, func(a, b string) int {
		return cmp.Or(cmp.Compare(turns[a], turns[b]), cmp.Compare(a, b))
	})
}

// Turn is when a file is uploaded: what pages load comes before them, and what
// leads to them after. Files of one turn may go in any order.
func (m *Manifest) Turn(name string) int {
	e, _ := m.Find(name)
	switch {
	case e.Cache == artifact.Immutable:
		return 0
	case path.Ext(name) != ".html" && strings.Contains(name, "/"):
		return 1
	case path.Ext(name) == ".html" && path.Base(name) != "index.html" && strings.Contains(name, "/"):
		return 2
	}
	return 3 + max(0, 9-strings.Count(name, "/")) // the deepest folder first, the root last
}

func readLines(name string, into map[string]bool) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &DiskError{err}
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		into[lines.Text()] = true
	}
	if err := lines.Err(); err != nil {
		return &DiskError{err}
	}
	return nil
}

// lines lists what to purge: each file's URL, a folder's for its index.html; or
// folders, as few as the host wants.
func (p Purge) lines(changed, deleted []string, next *Manifest) []string {
	var names []string
	for _, name := range changed {
		if e, _ := next.Find(name); e.Cache != artifact.Immutable {
			names = append(names, name)
		}
	}
	names = append(names, deleted...)
	slices.Sort(names)
	if p.URLs == 0 || len(names) <= p.URLs {
		var urls []string
		for _, name := range names {
			if folder, ok := strings.CutSuffix("/"+name, "/index.html"); ok {
				urls = append(urls, p.Base+strings.TrimPrefix(folder+"/", "/"))
			}
			urls = append(urls, p.Base+name)
		}
		return urls
	}
	folders := map[string]bool{}
	for _, name := range names {
		folders[path.Dir(name)] = true
	}
	for depth := 9; p.Folders > 0 && len(folders) > p.Folders && depth >= 0; depth-- {
		above := map[string]bool{}
		for folder := range folders {
			if strings.Count(folder, "/") >= depth {
				folder = path.Dir(folder)
			}
			above[folder] = true
		}
		folders = above
	}
	var lines []string
	for folder := range folders {
		if !within(folder, folders) {
			lines = append(lines, p.Base+strings.TrimPrefix(folder+"/", "./")+p.Folder)
		}
	}
	slices.Sort(lines)
	return lines
}

// within reports whether a folder above this one is listed too.
func within(folder string, listed map[string]bool) bool {
	for folder != "." {
		if folder = path.Dir(folder); listed[folder] {
			return true
		}
	}
	return false
}
