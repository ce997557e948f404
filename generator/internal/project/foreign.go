package project

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"guntime/generator/internal/problem"
)

// Foreign returns an error finding for everything in these folders that may not be
// read: links that leave the project, devices, pipes and sockets. It ignores names
// with a leading dot. It does not search allowed folders: their files are checked
// when opened.
func (p *Project) Foreign(folders ...string) problem.List {
	s := search{tree: p.tree, been: map[string]bool{}}
	for _, dir := range folders {
		s.look(dir)
	}
	return s.found.Sorted()
}

// search visits every file and folder once, even if several links lead to it.
type search struct {
	*tree
	found problem.List
	been  map[string]bool // visited folders, by path with links resolved
}

func (s *search) look(name string) {
	in, at, info, err := s.find("stat", name)
	if err == nil {
		err = checkReadable(info, sizeLimit(name))
	}
	if bad := (*problem.FileError)(nil); errors.As(err, &bad) {
		s.found.Add(problem.Problem{Path: name, Level: problem.Error, Code: bad.Code, Text: bad.Text, Hint: bad.Hint})
	}
	if err != nil || !info.IsDir() || in != s.project {
		return
	}
	full, err := filepath.EvalSymlinks(filepath.Join(in.path, at))
	if err != nil || s.been[full] {
		return
	}
	s.been[full] = true
	entries, err := fs.ReadDir(s.tree, name)
	if err != nil { // whoever reads the folder reports it
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			s.look(path.Join(name, e.Name()))
		}
	}
}
