// Package read turns one project's files into a race.Archive.
//
// In goes the project's root as an fs.FS; out comes every edition under data/
// with its rules, entries, timing and rulings, and the champions of the years
// before. Nothing is judged here and nothing is guessed in silence: whatever
// cannot be understood becomes a finding at the file, line and column where it
// stands, and all findings come at once, not only the first of them.
//
// An error means that nobody may rely on the archive, and none is returned
// with one. A row of a timing file that cannot be read stops nobody: its
// runner is set aside and all others stand.
package read

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

// Project reads the project whose root is fsys: data/site.yaml,
// data/champions.csv and data/*/edition.yaml with the tables they name. The
// findings are sorted; the archive is nil where one of them is an error.
func Project(fsys fs.FS) (*race.Archive, problem.List) {
	p := &project{fsys: fsys, found: &problem.List{}}
	archive := &race.Archive{Site: p.site()}
	p.languages = archive.Site.Languages
	archive.Champions = p.champions()
	for _, id := range p.editions() {
		archive.Editions = append(archive.Editions, p.edition(id))
	}
	found := p.found.Sorted()
	if found.Errors() {
		return nil, found
	}
	return archive, found
}

// project is one reading of one project.
type project struct {
	fsys      fs.FS
	found     *problem.List
	languages []string
}

// editions returns the names of the folders that hold an edition, in
// ascending order.
func (p *project) editions() []string {
	folders, err := fs.ReadDir(p.fsys, "data")
	if err != nil {
		p.unreadable("data", err, whole("data"))
		return nil
	}
	var ids []string
	for _, folder := range folders {
		name := folder.Name()
		if !folder.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		file := path.Join("data", name, "edition.yaml")
		if _, err := fs.Stat(p.fsys, file); errors.Is(err, fs.ErrNotExist) {
			whole(path.Join("data", name)).report(p.found, problem.Warning, "missing_file",
				fmt.Sprintf("the folder %q has no edition.yaml and is passed over", name), "an edition is a folder with an edition.yaml in it")
			continue
		}
		ids = append(ids, name)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(a, b) })
	return ids
}

// place is a spot in a file, lines and columns from 1; columns count
// characters.
type place struct {
	path         string
	line, column int
}

// whole is the place that means a file as such.
func whole(file string) place { return place{path: file, line: 1, column: 1} }

// report adds a finding at the place.
func (at place) report(found *problem.List, level problem.Level, code, text, hint string) {
	found.Add(problem.Problem{Path: at.path, Line: at.line, Column: at.column, Level: level, Code: code, Text: text, Hint: hint})
}

// unreadable reports a file that is not there, or cannot be read, at the place
// where it is asked for.
func (p *project) unreadable(file string, err error, at place) {
	if errors.Is(err, fs.ErrNotExist) {
		at.report(p.found, problem.Error, "missing_file", fmt.Sprintf("there is no file %q", file), "")
		return
	}
	at.report(p.found, problem.Error, "unreadable_file", fmt.Sprintf("the file %q cannot be read: %v", file, err), "")
}
