// Package verify checks a built site against itself and against the archive it was
// built from.
//
// It takes the files of the site, their manifest and the archive, and returns
// findings: broken links and anchors; runners of results.json that a list or a
// language lacks or has twice; figures in pages, lists, results.csv and PDFs that
// differ from results.json, also on the pages of clubs, nations, points and years; and whatever must not be published: private fields,
// hidden names, and content of withdrawn pages. It relies on the paths of the
// contract only, so it also works with templates of a project. publish.Verify
// compares the bytes with the manifest.
//
// Every file is read. What lies in a shard of the compact layout is read as if it
// were a file. One pass searches a file for all hidden names (match.go), and a
// second one joins the words that inline tags split (flow.go). A hit is a leak
// unless a published text explains it (origin.go). In what belongs to one runner
// (their page, a row, a link to them, a certificate) only their own texts and those
// of the site explain a name; elsewhere the texts of anybody do. The keys of the
// finder are computed again (search.go). Compressed twins are not read, because
// publish.Verify compares them with their originals. The names of people who left
// the entries are unknown, so rows, pages and keys of a bib that results.json lacks
// are errors. Where certificates are signed, the QR codes of some of each race are
// read back and compared with the lists of what holds today.
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

// Site returns what is wrong with a site, sorted, with paths from its root: the
// first 20 findings of each kind, and how many more there are. The error is one of
// reading files.
func Site(files fs.FS, m *publish.Manifest, a *race.Archive, words ...fs.FS) (problem.List, error) {
	s := &site{files: files, base: a.Site.BaseURL, languages: a.Site.Languages, paths: make(map[string]bool, len(m.Files)),
		races: map[string]*results{}, said: map[problem.Problem]bool{}, firstKeys: map[string]string{}, indexes: map[string]searchIndex{},
		shardBibs: map[string][]string{}, times: map[string][]byte{}}
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
	if err := s.readKeys(); err != nil {
		return nil, err
	}
	if err := s.read(m.Files); err != nil {
		return nil, err
	}
	s.checkAnchors()
	s.checkFirstKeys()
	s.checkTimes()
	for _, name := range slices.Sorted(maps.Keys(s.races)) {
		s.checkComplete(s.races[name])
		s.checkTeams(s.races[name])
		s.checkHubs(s.races[name])
		if err := s.checkBoards(s.races[name]); err != nil {
			return nil, err
		}
		s.checkCertificates(s.races[name])
		s.checkStamps(s.races[name])
		if err := s.checkCodes(s.races[name]); err != nil {
			return nil, err
		}
	}
	return s.brief(), nil
}

// site is what is known about a site while it is read.
type site struct {
	files      fs.FS
	base       string
	root       string // path of base
	languages  []string
	paths      map[string]bool
	tombstones []string            // paths of withdrawn pages, sorted
	races      map[string]*results // by edition/race
	secrets    *secrets
	origins    *origins
	signed     map[string][]string // by edition: the races with signed certificates
	key        *ecdsa.PublicKey    // public key of the signatures, nil if there is none

	mu      sync.Mutex
	shown   map[string]map[string]bool // compact layout: by page, the bibs whose pages it shows
	found   problem.List
	said    map[problem.Problem]bool
	ids     map[string]map[string]bool // by path: the anchors of a page
	anchors []anchor
	// By path, complete when all files are read: the first key of each shard, and
	// each index of a finder.
	firstKeys map[string]string
	indexes   map[string]searchIndex
	shardBibs map[string][]string // whom each shard of a finder has
	times     map[string][]byte   // the times and places beside them
}

// anchor is a link to an anchor of another page.
type anchor struct{ from, to, id string }

func (s *site) wrong(name, code, hint, format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := problem.Problem{Path: name, Level: problem.Error, Code: code, Text: fmt.Sprintf(format, args...), Hint: hint}
	if !s.said[p] { // a page may show one thing in several places
		s.said[p] = true
		s.found.Add(p)
	}
}

// rebuild is the hint where the site contradicts its own sources.
const rebuild = "build again; if it happens again, a template of the project or the program is wrong"

// read checks every file, with one worker for each core.
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

// reader checks files, one after another.
type reader struct {
	*site
	page     page
	anchors  []anchor
	nameKeys func(name, latin string, masked bool) [][]byte // returns the keys that find a published name
	forms    map[string]*document                           // by race: the shared beginning of its certificates
	pdfs     pdfReader
}

func (r *reader) file(name string) error {
	ext := path.Ext(name)
	if ext == ".gz" || ext == ".br" { // a compressed twin, which publish.Verify compares
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
			r.lookForOwner(name, where)
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
		r.hub(name)
		r.years(name)
	case ".pdf":
		return r.printed(name, data)
	case ".xlsx":
		return r.sheets(name, data)
	case ".json":
		if r.readStampList(name, data) || r.search(name, data) {
			return nil
		}
		return r.shard(name, data)
	default:
		r.lookInShared(name, data)
	}
	return nil
}

// unread returns the error for a file that cannot be read, nil for a missing one,
// which publish.Verify reports.
func (s *site) unread(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("verify %s: %w", name, err)
}

// most is how many findings of one kind are returned.
const most = 20

// brief returns the findings, at most the first 20 of each kind.
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
