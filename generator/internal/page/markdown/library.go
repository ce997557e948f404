package markdown

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"guntime/generator/internal/problem"
)

// A Library is the folder content: the Markdown of every language of a site.
type Library struct {
	Languages []string
	Page      func(lang, name string) *Page // what a page may say among those of a language
	Taken     func(name string) bool        // whether the site draws a page of this name itself
	OnSite    func(name string) bool        // whether a page is drawn
}

// Documents are pages by language and name.
type Documents = map[string]map[string]*Document

// English is the language that stands in where another lacks a page.
const English = "en"

// Read reads the pages of all languages and compares the languages. A page that a
// language lacks is the English one, or else that of the first language which has
// it. The name of a page is "glossary" or "rules/2022".
func (l Library) Read(content fs.FS) (Documents, problem.List) {
	var problems problem.List
	documents := Documents{}
	all := map[string]bool{}
	for _, name := range commonPages {
		if _, err := fs.Stat(content, English+"/"+name+".md"); err == nil {
			all[name] = true
		}
	}
	for _, lang := range l.Languages {
		documents[lang] = map[string]*Document{}
		for _, name := range pagesOf(content, lang) {
			if l.Taken(name) {
				problems.Add(problem.Problem{Path: "content/" + lang + "/" + name + ".md", Level: problem.Error, Code: "name_taken",
					Text: fmt.Sprintf("the site has a page of its own at %q", lang+"/"+name+"/"),
					Hint: "give the file another name; the rules of an edition are rules/" + name + ".md"})
			}
			all[name] = true
			doc, found := l.readPage(content, lang, name, lang)
			problems = append(problems, found...)
			if doc != nil {
				documents[lang][name] = doc
			}
		}
	}
	for _, lang := range l.Languages {
		problems = append(problems, l.fallBack(documents, content, lang, slices.Sorted(maps.Keys(all)))...)
	}
	problems = append(problems, CheckReferences(l.Languages, documents, l.OnSite)...)
	return documents, append(problems, Compare(l.Languages, documents)...)
}

// commonPages are the pages that every site has.
var commonPages = []string{"glossary", "verify"}

// pagesOf returns the names of the pages that a language has: "glossary",
// "rules/2022".
func pagesOf(content fs.FS, lang string) []string {
	var names []string
	for _, dir := range []string{lang, lang + "/rules"} {
		entries, err := fs.ReadDir(content, dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if base, ok := strings.CutSuffix(entry.Name(), ".md"); ok && !entry.IsDir() {
				names = append(names, strings.TrimPrefix(dir+"/"+base, lang+"/"))
			}
		}
	}
	return names
}

// readPage reads the page of a language as it stands among those of another, or of
// the same.
func (l Library) readPage(content fs.FS, from, name, lang string) (*Document, problem.List) {
	file := from + "/" + name + ".md"
	fault := problem.Problem{Path: "content/" + file, Level: problem.Error}
	doc := &Document{Path: fault.Path, Lang: from}
	var problems problem.List
	if info, err := fs.Stat(content, file); err == nil && info.Size() > largestPage {
		fault.Code, fault.Hint = "too_large", "a page is text for reading; split it"
		fault.Text = fmt.Sprintf("the page has %d bytes, more than %d", info.Size(), largestPage)
		problems.Add(fault)
		return doc, problems
	}
	source, err := fs.ReadFile(content, file)
	if err != nil {
		fault.Code, fault.Text = "missing_file", err.Error()
		problems.Add(fault)
		return nil, problems
	}
	page := l.Page(lang, name)
	page.Path = fault.Path
	doc, problems = page.Read(source)
	doc.Lang = from
	return doc, problems
}

// fallBack gives a language the pages that it lacks, and says how many.
func (l Library) fallBack(documents Documents, content fs.FS, lang string, all []string) problem.List {
	var problems problem.List
	lacks, from := []string{}, ""
	for _, name := range all {
		if documents[lang][name] != nil {
			continue
		}
		for _, other := range append([]string{English}, l.Languages...) {
			if _, err := fs.Stat(content, other+"/"+name+".md"); other == lang || err != nil {
				continue
			}
			doc, found := l.readPage(content, other, name, lang)
			if !slices.Contains(l.Languages, other) { // else they are reported there
				problems = append(problems, found...)
			}
			if doc == nil {
				break
			}
			documents[lang][name] = doc
			lacks, from = append(lacks, name), cmp.Or(from, doc.Path)
			break
		}
	}
	if len(lacks) > 0 {
		problems.Add(problem.Problem{Path: "content/" + lang, Level: problem.Warning, Code: "missing_page",
			Text: fmt.Sprintf("the language lacks %s, so the site shows those of another: %s", counted(len(lacks)), strings.Join(lacks, ", ")),
			Hint: fmt.Sprintf("translate %s as content/%s/%s.md", from, lang, lacks[0])})
	}
	return problems
}

// counted is a number of pages, for a finding.
func counted(pages int) string {
	if pages == 1 {
		return "1 page"
	}
	return fmt.Sprintf("%d pages", pages)
}

// largestPage is the limit of a page of Markdown in bytes.
const largestPage = 1 << 20
