// Package page draws the HTML of the site: every page that people read, in every language.
//
// It takes the templates, the Markdown pages of content/, a book of messages, the archive
// and the links of the site; each call takes a verdict. It returns functions that write a
// page each, may run on any goroutine, and always write the same bytes. New reports at its
// place whatever could break a page: a template with an unknown field or message, a page
// that a language lacks, a directive for a race that does not exist. Once New accepts it, a
// page can be drawn.
//
// Templates choose and never compute: each page has a view, a struct of finished texts and
// addresses. There are no inline scripts or styles, and nothing is loaded from other sites.
package page

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"
	"sync"

	"guntime/generator/internal/page/asset"
	"guntime/generator/internal/page/markdown"
	"guntime/generator/internal/page/pagetmpl"
	"guntime/generator/internal/page/qrcode"
	"guntime/generator/internal/page/social"
	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// PageSize is how many places one page of a list shows.
const PageSize = 100

// Set draws the pages of a site. Preview, if not nil, gives the HTML of the preview of a
// runner's certificate, "" for none; it must be set before a page is drawn.
type Set struct {
	Preview   func(*race.RaceVerdict, *race.Result) (string, error)
	archive   *race.Archive
	book      *words.Book
	links     race.Links
	languages []string
	base      string                                   // the path of the base URL, "/" or "/results/"
	templates map[string]map[string]*pagetmpl.Template // by language and name
	matter    map[string]*pagetmpl.Template            // by language: the page of a runner without its frame
	assets    []asset.Asset
	host      []byte // the script for other sites
	assetPath map[string]string
	documents map[string]map[string]*markdown.Document // by language, then name: "glossary", "history", "rules/2022"
	anchors   map[string]map[string]bool               // by edition: the ids of its rules page
	races     sync.Map                                 // shared by all pages of a race
	lists     sync.Map                                 // *race.RaceVerdict → []*List
	codes     qrcode.Maker
	says      race.Sections
	frames    sync.Map // raceKey → *cachedFrame
	registers sync.Map // *race.RaceVerdict → []int32: the results by bib
	unplaced  sync.Map // *race.RaceVerdict → *lists.Others
	hubs      sync.Map // *race.RaceVerdict → *hubs.Hubs
	pictures  func() (*social.Maker, error)
}

// New prepares the pages of a site. templates has base.html, the pages, parts/ and
// assets/; content has a folder of Markdown for each language. The set is usable if
// no finding is an error.
func New(templates, content fs.FS, book *words.Book, archive *race.Archive, links race.Links) (*Set, problem.List) {
	s := &Set{archive: archive, book: book, links: links, languages: archive.Site.Languages}
	var problems problem.List
	for _, lang := range s.languages {
		if book.In(lang) == nil {
			problems.Add(problem.Problem{Path: "data/site.yaml", Level: problem.Error, Code: "language",
				Text: fmt.Sprintf("there are no words for the language %q", lang)})
		}
	}
	if problems.Errors() {
		return s, placed(problems)
	}
	s.base = "/"
	if u, err := url.Parse(archive.Site.BaseURL); err == nil && u.Path != "" {
		s.base = u.Path
	}
	problems = append(problems, s.readAssets(templates)...)
	s.pictures = sync.OnceValues(func() (*social.Maker, error) {
		return social.New(templates, social.Colours{Paper: "#ffffff", Ink: "#1d1b19", Accent: asset.Accent(archive.Site.Accent, archive.Site.Theme)})
	})
	problems = append(problems, s.readTemplates(templates)...)
	problems = append(problems, pagetmpl.CheckCompared(templates, runnerPage)...)
	problems = append(problems, s.readDocuments(content)...)
	s.says = archive.Sections(s.documents[s.languages[0]]["history"] != nil)
	return s, placed(problems).Sorted()
}

// placed adds line 1 to findings about a whole file.
func placed(problems problem.List) problem.List {
	for i := range problems {
		problems[i].Line, problems[i].Column = max(problems[i].Line, 1), max(problems[i].Column, 1)
	}
	return problems
}

// views returns the pages and their views.
var views = map[string]any{
	"choose.html":     chooseView{},
	"notfound.html":   chooseView{},
	"home.html":       homeView{},
	"editions.html":   editionsView{},
	"edition.html":    editionView{},
	"race.html":       raceView{},
	"division.html":   divisionView{},
	"hub.html":        hubView{},
	"course.html":     courseView{},
	"years.html":      yearsView{},
	"others.html":     othersView{},
	"listindex.html":  listIndexView{},
	"compare.html":    compareView{},
	"following.html":  followingView{},
	runnerPage:        runnerView{},
	"runners.html":    runnersView{},
	"awards.html":     awardsView{},
	"teams.html":      teamsView{},
	"changes.html":    changesView{},
	"document.html":   documentView{},
	"guide.html":      guideView{},
	"verify.html":     verifyView{},
	"find.html":       findView{},
	"register.html":   registerView{},
	"history.html":    historyView{},
	"records.html":    recordsView{},
	"statistics.html": statisticsView{},
	"media.html":      mediaView{},
	"embed.html":      embedView{},
	"live.html":       liveView{},
}

// compiler compiles each page for its view.
var compiler = pagetmpl.Compiler{Frame: "base.html", Parts: "parts/*.html", Views: views}

// readTemplates compiles every page for every language.
func (s *Set) readTemplates(templates fs.FS) problem.List {
	var problems problem.List
	s.templates, s.matter = map[string]map[string]*pagetmpl.Template{}, map[string]*pagetmpl.Template{}
	for _, lang := range s.languages {
		l := s.book.In(lang)
		pages, found := compiler.Pages(templates, l)
		for _, p := range found {
			if !slices.Contains(problems, p) { // parts and the frame are on many pages: report once
				problems.Add(p)
			}
		}
		s.templates[lang] = pages
		if page := pages[runnerPage]; page != nil {
			s.matter[lang] = pagetmpl.New(page.Template, "main", views[runnerPage], l)
		}
	}
	return problems
}

// draw returns a function that makes the view of a page and writes the page.
func (s *Set) draw(lang, name string, build func() (any, error)) func(io.Writer) error {
	return buffered(lang, name, func(b *bytes.Buffer) error {
		view, err := build()
		if err != nil {
			return err
		}
		return s.templates[lang][name].Write(b, view)
	})
}

// buffered returns a function that writes a page only after it was drawn without an
// error.
func buffered(lang, name string, draw func(b *bytes.Buffer) error) func(io.Writer) error {
	return func(w io.Writer) error {
		b := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(b)
		b.Reset()
		if err := draw(b); err != nil {
			return fmt.Errorf("page %s (%s): %w", name, lang, err)
		}
		_, err := w.Write(b.Bytes())
		return err
	}
}

// buffers are reused to save an allocation for each page.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
