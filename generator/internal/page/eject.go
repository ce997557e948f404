package page

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"

	"guntime/generator/internal/page/pagetmpl"
)

// says are the descriptions of the pages.
var says = map[string]string{
	"choose.html":     "the root of the site: choose a language",
	"notfound.html":   "shown for a page that does not exist or was removed",
	"home.html":       "a language's first page",
	"editions.html":   "all editions",
	"edition.html":    "one edition: its races",
	"race.html":       "one race: winners, facts, links",
	"division.html":   "a list of places, a hundred a page",
	"others.html":     "who is listed without a place",
	"listindex.html":  "the pages of a long list",
	"compare.html":    "runners side by side",
	"runner.html":     "one runner: result, splits, certificate",
	"runners.html":    "all runners of a race, in the compact layout",
	"awards.html":     "prizes, records and trophies",
	"changes.html":    "what moved since the last revision",
	"document.html":   "a page of content/: rules, glossary",
	"guide.html":      "the race day: hours, stations, contacts",
	"verify.html":     "whether a certificate is genuine",
	"find.html":       "the search",
	"register.html":   "all runners by bib or by name",
	"teams.html":      "the teams of a classification, and the classifications there are",
	"history.html":    "the winners of all years",
	"records.html":    "the best of all years",
	"statistics.html": "a race in figures",
	"media.html":      "a race for the media",
	"embed.html":      "winners to show in another page",
}

// Template is a page that a project may redraw.
type Template struct{ Name, Says string }

// Templates returns all pages by name.
func Templates() []Template {
	var list []Template
	for _, name := range sortedKeys(views) {
		list = append(list, Template{name, says[name]})
	}
	return list
}

// Eject returns the template of a page with a comment that lists its fields. The
// error is that of templates, which must have the page.
func Eject(templates fs.FS, name string) (string, error) {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		return "", err
	}
	view, ok := views[name]
	if !ok {
		return string(text), nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "{{/* %s: %s. base.html is the frame around it.\n\nThe data, by their Go types; {{.Name}} shows a field, {{range .List}} goes through one with [],\n{{with .Thing}} steps into one that may be missing, and {{t \"message\"}} says a message in the page's language.\n", name, says[name])
	pagetmpl.Describe(&b, reflect.TypeOf(view))
	b.WriteString("*/ -}}\n")
	b.Write(text)
	return b.String(), nil
}
