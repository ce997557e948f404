package project

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"guntime/generator/internal/problem"
)

// Foreign returns what in some of the project's folders may not be read, each an
// error where it stands: links that leave the project, devices, pipes, sockets.
// Names with a leading dot are read by nobody. What lies in an allowed folder
// belongs to others and is looked at when it is opened.
func (p *Project) Foreign(folders ...string) problem.List {
	s := search{tree: p.tree, been: map[string]bool{}}
	for _, dir := range folders {
		s.look(dir)
	}
	return s.found.Sorted()
}

// search looks at every file and folder once, however links lead to it.
type search struct {
	*tree
	found problem.List
	been  map[string]bool // folders, by their paths with links resolved
}

func (s *search) look(name string) {
	in, at, info, err := s.find("stat", name)
	if err == nil {
		err = readable(info, most(name))
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
	if err != nil { // whoever reads the folder says so
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			s.look(path.Join(name, e.Name()))
		}
	}
}
