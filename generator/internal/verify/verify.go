// Package verify holds a built site against itself and against the archive it
// was built from.
//
// In go the site's files, their manifest and the archive; out come findings:
// links and anchors that lead nowhere, runners of results.json that a list or
// a language lacks or has twice, figures in which pages, lists, results.csv
// and PDFs differ from results.json, and what must not be published: private
// fields, names of those who are not to be named, and anything of pages that
// were withdrawn. Paths are those of the
// contract, so that it holds for a project with templates of its own too.
// Bytes are held against the manifest by publish.Verify.
//
// Every page and table is read, whether it is a file or lies in a shard of the
// compact layout. Of a race's certificates 20 are, evenly spread:
// their words take 20 ms each to read back, and all come off one form.
package verify

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
)

// Site returns what is wrong with a site, sorted, with paths from its root; of
// one kind no more than the first 20, and how many there are. The error is one
// of reading files.
func Site(files fs.FS, m *publish.Manifest, a *race.Archive) (problem.List, error) {
	s := &site{files: files, base: a.Site.BaseURL, languages: a.Site.Languages, paths: make(map[string]bool, len(m.Files)),
		races: map[string]*results{}, secrets: secretsOf(a)}
	for i := range m.Files {
		if e := &m.Files[i]; e.Removed != 0 {
			s.stones = append(s.stones, e.Path)
		} else {
			s.paths[e.Path] = true
		}
	}
	for i := range m.Files {
		if name := m.Files[i].Path; path.Base(name) == "results.json" && strings.Count(name, "/") == 2 {
			if err := s.tables(path.Dir(name)); err != nil {
				return nil, err
			}
		}
	}
	if err := s.read(m.Files); err != nil {
		return nil, err
	}
	s.anchored()
	for _, name := range slices.Sorted(maps.Keys(s.races)) {
		s.complete(s.races[name])
		if err := s.printed(s.races[name]); err != nil {
			return nil, err
		}
	}
	return s.brief(), nil
}

// site is what is known of a site while it is read.
type site struct {
	files     fs.FS
	base      string
	languages []string
	paths     map[string]bool
	stones    []string            // pages that stand where others were withdrawn, sorted
	races     map[string]*results // by edition/race
	secrets   *secrets

	mu      sync.Mutex
	shown   map[string]map[string]bool // bibs by the page that shows them out of shards
	found   problem.List
	ids     map[string]map[string]bool // of pages that others lead into, by path
	anchors []anchor
}

// anchor is a link to a place in a page.
type anchor struct{ from, to, id string }

func (s *site) wrong(name, code, hint, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found.Add(problem.Problem{Path: name, Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint})
}

// rebuild is the hint where the files and their sources cannot both be right.
const rebuild = "build again; if it happens again, a template of the project or the program is wrong"

// read reads every file whose words can be read, a worker a core.
func (s *site) read(files []publish.Entry) error {
	s.ids, s.shown = map[string]map[string]bool{}, map[string]map[string]bool{}
	failures := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for w := range failures {
		workers.Go(func() {
			r := &reader{site: s}
			for i := w; i < len(files) && failures[w] == nil; i += len(failures) {
				failures[w] = r.file(files[i].Path)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.anchors = append(s.anchors, r.anchors...)
		})
	}
	workers.Wait()
	return errors.Join(failures...)
}

// reader reads files, one after another.
type reader struct {
	*site
	page    page
	anchors []anchor
}

func (r *reader) file(name string) error {
	switch path.Ext(name) {
	case ".html":
		data, err := fs.ReadFile(r.files, name)
		if err != nil {
			return r.unread(name, err)
		}
		r.page.parse(data)
		r.links(name)
		r.named(name, r.page.words)
		if r.stone(name) {
			return nil
		}
		if folder, bib, one := ofRunner(name); one {
			r.runner(name, folder, bib)
		}
		r.list(name)
	case ".json", ".csv", ".xml", ".txt", ".svg", ".atom", ".js":
		data, err := fs.ReadFile(r.files, name)
		if err != nil {
			return r.unread(name, err)
		}
		r.named(name, data)
		r.leads(name, data)
		return r.shard(name, data)
	case ".xlsx":
		text, err := sheetText(r.files, name)
		if err != nil {
			return r.unread(name, err)
		}
		r.named(name, text)
	}
	return nil
}

// unread is for a file of the manifest that cannot be read: one that is missing
// is told by publish.Verify.
func (s *site) unread(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("verify %s: %w", name, err)
}

// most is how many findings of one kind are told.
const most = 20

// brief is what was found, without the rest of a kind of which there are many.
func (s *site) brief() problem.List {
	count := map[string]int{}
	var told problem.List
	for _, p := range s.found.Sorted() {
		if count[p.Code]++; count[p.Code] <= most {
			told = append(told, p)
		}
	}
	for i := range told {
		if n := count[told[i].Code]; n > most && (i == len(told)-1 || !slices.ContainsFunc(told[i+1:], func(p problem.Problem) bool { return p.Code == told[i].Code })) {
			told[i].Text += fmt.Sprintf("; %d more like it", n-most)
		}
	}
	return told
}
