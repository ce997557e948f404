// Package markdown reads the pages of content/: Markdown with a head, ids on
// headings, footnotes, tables, and places for tables and figures of the rules. A
// page comes out as HTML in pieces, with what it links to and every finding at its
// line. It cannot contain HTML or images.
package markdown

import "html/template"

// Page is a page that is to be read, and what it may ask for.
type Page struct {
	Path, Name string   // of the file: content/en/rules/2022.md; of the page: rules/2022
	Tables     []string // that a paragraph may place
	Figures    []string // that a text may name
	Hint       string   // which there are
	// Quote is a mark of quotation by its name: open, close, inner_open, inner_close.
	Quote func(name string) (string, error)
	// Address is where another page is, seen from this one.
	Address func(page string) string
	// Table says why a table of a race cannot be placed here; said is the text that asks.
	Table func(said, race string) error
	// Figure is a figure of a race's rules, "" on a page that is never drawn.
	Figure func(said, figure, race string) (string, error)
	// Time is a champion's time, by year, gender and, maybe, status.
	Time func(said string, of []string) (string, error)
}

// Document is a page that was read, rendered but for the tables it asks for.
type Document struct {
	Path, Title, Description string
	Parts                    []Part
	Anchors                  []string          // the ids of its headings, in order
	Labels                   map[string]string // by id: how a heading is cited, where that is not its number
	Contents                 []Chapter
	References               []Reference
}

// Part is a run of HTML, or the place of a table: its kind and its race.
type Part struct {
	HTML       template.HTML
	Kind, Race string
}

// Chapter is a heading of the second level.
type Chapter struct{ ID, Title string }

// Reference is a link to a heading of this page or another.
type Reference struct {
	Page, Anchor string // "" for this one; "" for the page's top
	Text         string // as it is written
	Line, Column int
}
