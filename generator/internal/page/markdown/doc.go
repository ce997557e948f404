// Package markdown reads the pages of content/: Markdown with front matter, ids on
// headings, footnotes, tables, and directives for tables and numbers of the rules.
// A page becomes HTML in pieces, with its links and every finding at its line. It
// cannot contain HTML or images.
package markdown

import "html/template"

// Page is a page to read, and what it may refer to.
type Page struct {
	Path, Name string   // of the file: content/en/rules/2022.md; of the page: rules/2022
	Tables     []string // tables that a paragraph may place
	Figures    []string // numbers that a text may name
	Hint       string   // hint that lists them
	// Quote returns a quotation mark by its name: open, close, inner_open,
	// inner_close.
	Quote func(name string) (string, error)
	// Address returns the address of another page, relative to this one.
	Address func(page string) string
	// Table returns why a table of a race cannot be placed here; said is the text
	// of the directive.
	Table func(said, race string) error
	// Figure returns a number of the rules of a race, "" on a page that is never
	// drawn.
	Figure func(said, figure, race string) (string, error)
	// Time returns the time of a champion by year, gender and, optionally, status.
	Time func(said string, of []string) (string, error)
}

// Document is a page that was read, rendered except for its tables.
type Document struct {
	Path, Title, Description string
	Lang                     string // what it is written in: another than that of the site around it where that lacks the page
	Parts                    []Part
	Anchors                  []string          // ids of its headings, in order
	Labels                   map[string]string // by id: how a heading is cited, if not by its number
	Contents                 []Chapter
	References               []Reference
}

// In is the language of a document on a site in another, "" if that is the same.
func (d *Document) In(site string) string {
	if d.Lang == site {
		return ""
	}
	return d.Lang
}

// Part is a piece of HTML, or the place of a table: its kind and its race.
type Part struct {
	HTML       template.HTML
	Kind, Race string
}

// Chapter is a heading of the second level.
type Chapter struct{ ID, Title string }

// Reference is a link to a heading of this page or another.
type Reference struct {
	Page, Anchor string // "" for this one; "" for the page's top
	Text         string // as written
	Line, Column int
}
