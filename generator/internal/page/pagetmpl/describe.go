package pagetmpl

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
)

// Eject returns a template with a comment that lists the fields of its view, as it is
// where it has none. The error is that of templates, which must have it.
func Eject(templates fs.FS, name string, view any, says string) (string, error) {
	text, err := fs.ReadFile(templates, name)
	if err != nil || view == nil {
		return string(text), err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "{{/* %s: %s. base.html is the frame around it.\n\nThe data, by their Go types; {{.Name}} shows a field, {{range .List}} goes through one with [],\n{{with .Thing}} steps into one that may be missing, and {{t \"message\"}} says a message in the page's language.\n", name, says)
	describe(&b, reflect.TypeOf(view))
	b.WriteString("*/ -}}\n")
	b.Write(text)
	return b.String(), nil
}

// describe writes the fields of a view, then those of every type that they
// lead to, each once.
func describe(b *strings.Builder, view reflect.Type) {
	queue := []reflect.Type{view}
	for i := 0; i < len(queue); i++ {
		fmt.Fprintf(b, "\n%s\n", NameOf(queue[i]))
		for _, f := range Fields(queue[i]) {
			fmt.Fprintf(b, "    .%-20s %s\n", f.Name, NameOf(f.Type))
			if inner := innermost(f.Type); inner.Kind() == reflect.Struct && inner.PkgPath() == view.PkgPath() && !slices.Contains(queue, inner) {
				queue = append(queue, inner)
			}
		}
	}
}

// innermost is what a pointer points to, or a list is of.
func innermost(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// Says are the descriptions of the pages.
var Says = map[string]string{
	"choose.html":     "the root of the site: choose a language",
	"notfound.html":   "shown for a page that does not exist or was removed",
	"home.html":       "a language's first page",
	"editions.html":   "all editions",
	"edition.html":    "one edition: its races",
	"race.html":       "one race: winners, facts, links",
	"division.html":   "a list of places, a hundred a page",
	"hub.html":        "the runners of a club or nation, the order at a point, and overviews of them",
	"years.html":      "the results of runners over the years",
	"course.html":     "where a race goes: map, profile, points",
	"others.html":     "who is listed without a place",
	"listindex.html":  "the pages of a long list",
	"compare.html":    "runners side by side",
	"following.html":  "the runners whom a visitor follows",
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
	"live.html":       "a race at every point: leaders, gaps, how many passed",
}
