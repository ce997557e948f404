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
// Every file is read, and what lies in a shard of the compact layout is read as
// if it were a file. A name that must not be told is searched for in all of
// them, in one pass for all names (match.go). Found, it is a leak unless a text
// that is published accounts for it (origin.go): in what is of one runner (their
// page, a row, a link to them, a certificate) that is a text of theirs or
// of the site itself, anywhere else anybody's. What the finder's keys are made
// of is made again (search.go). A compressed twin is the file beside it, which
// publish.Verify proves. Of who was taken out of the entries nobody knows
// the name any more: rows, pages and keys of a bib that results.json does not
// have are errors. Where certificates are signed, the codes of
// some of each race are read back and held against the lists of what holds today.
package verify

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"guntime/generator/internal/export"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/publish"
	"guntime/generator/internal/race"
)

// Site returns what is wrong with a site, sorted, with paths from its root; of
// one kind no more than the first 20, and how many there are. The error is one
// of reading files.
func Site(files fs.FS, m *publish.Manifest, a *race.Archive, words ...fs.FS) (problem.List, error) {
	s := &site{files: files, base: a.Site.BaseURL, languages: a.Site.Languages, paths: make(map[string]bool, len(m.Files)),
		races: map[string]*results{}, said: map[problem.Problem]bool{}, firstKeys: map[string]string{}, indexes: map[string]searchIndex{}}
	for i := range m.Files {
		if e := &m.Files[i]; e.Removed != 0 {
			s.tombstones = append(s.tombstones, e.Path)
		} else {
			s.paths[e.Path] = true
		}
	}
	if base, err := url.Parse(s.base); err == nil {
		s.root = base.Path
	}
	s.secrets = secretsOf(a, s.paths, s.tombstones)
	s.origins = originsOf(a, s.secrets, words)
	for i := range m.Files {
		if name := m.Files[i].Path; path.Base(name) == "results.json" && strings.Count(name, "/") == 2 {
			if err := s.tables(path.Dir(name)); err != nil {
				return nil, err
			}
		}
	}
	if err := s.keys(); err != nil {
		return nil, err
	}
	if err := s.read(m.Files); err != nil {
		return nil, err
	}
	s.anchored()
	s.begun()
	for _, name := range slices.Sorted(maps.Keys(s.races)) {
		s.complete(s.races[name])
		s.inTeams(s.races[name])
		s.certificates(s.races[name])
		s.stamped(s.races[name])
		if err := s.coded(s.races[name]); err != nil {
			return nil, err
		}
	}
	return s.brief(), nil
}

// site is what is known of a site while it is read.
type site struct {
	files      fs.FS
	base       string
	root       string // the path of base
	languages  []string
	paths      map[string]bool
	tombstones []string            // pages that stand where others were withdrawn, sorted
	races      map[string]*results // by edition/race
	secrets    *secrets
	origins    *origins
	signed     map[string][]string // the races whose certificates are signed, by edition
	key        *ecdsa.PublicKey    // that they are signed with, nil where there is none

	mu      sync.Mutex
	shown   map[string]map[string]bool // bibs by the page that shows them out of shards
	found   problem.List
	said    map[problem.Problem]bool
	ids     map[string]map[string]bool // of pages that others lead into, by path
	anchors []anchor
	// Of the finders, when all is read: the first keys of their shards, and what
	// their indexes say of those.
	firstKeys map[string]string
	indexes   map[string]searchIndex
}

// anchor is a link to a place in a page.
type anchor struct{ from, to, id string }

func (s *site) wrong(name, code, hint, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := problem.Problem{Path: name, Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint}
	if !s.said[p] { // a page may say one thing in several places
		s.said[p] = true
		s.found.Add(p)
	}
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
			r := &reader{site: s, nameKeys: export.NameKeys(), forms: map[string]*document{}}
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
	page     page
	anchors  []anchor
	nameKeys func(name, latin string, masked bool) [][]byte // by which a published name is found
	forms    map[string]*document                           // what certificates begin with, by race
	pdfs     pdfReader
}

func (r *reader) file(name string) error {
	ext := path.Ext(name)
	if ext == ".gz" || ext == ".br" { // a twin, which publish.Verify unpacks
		if r.paths[strings.TrimSuffix(name, ext)] {
			return nil
		}
	}
	data, err := fs.ReadFile(r.files, name)
	if err != nil {
		return r.unread(name, err)
	}
	switch ext {
	case ".html":
		r.page.parse(data)
		r.links(name)
		folder, bib, one := ofRunner(name)
		where := r.of(folder, bib)
		if r.tombstone(name) {
			r.look(name, name, &where, false)
			r.lonely(name, where)
			return nil
		}
		if one {
			r.look(name, name, &where, false)
			r.runner(name, folder, bib)
			return nil
		}
		l, lists := r.listOf(name)
		r.look(name, name, nil, lists)
		if lists {
			r.list(name, l)
		}
		r.teams(name)
	case ".pdf":
		return r.printed(name, data)
	case ".xlsx":
		return r.sheets(name, data)
	case ".json":
		if r.checked(name, data) || r.search(name, data) {
			return nil
		}
		return r.shard(name, data)
	default:
		r.named(name, data)
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
