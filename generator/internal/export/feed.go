package export

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"guntime/generator/internal/race"
	"guntime/generator/internal/words"
)

// Feed is the log of the revisions of an edition in one language, the latest first.
type Feed struct {
	lang       string
	made       string // says that the results are invented, "" for real ones
	title      string
	author     string
	page, self string // absolute
	selfJSON   string
	updated    time.Time
	items      []item
}

type item struct {
	id, url, title, text string
	released             time.Time
}

// FeedOf returns the feed of an edition. Addresses are absolute, with the base URL
// of the site. Time stamps are those of the ledger; without a revision, that of the
// race day.
func FeedOf(v *race.Verdict, l *words.Language, site *race.Site, links *race.Links) (*Feed, error) {
	e, lang := v.Edition, l.Tag()
	page := site.BaseURL + links.Changes(lang, e.ID)
	title, err := l.Say("changes.title", "Edition", e.Name.In(lang))
	f := &Feed{lang: lang, title: title, author: site.Title.In(lang), page: page, self: site.BaseURL + links.Feed(lang, e.ID),
		selfJSON: site.BaseURL + links.FeedJSON(lang, e.ID), updated: e.Date}
	if err == nil && e.Demonstration {
		f.made, err = l.Say("banner.demonstration")
	}
	for _, r := range slices.Backward(e.Ledger) {
		if err != nil {
			return nil, err
		}
		if r.Released.After(f.updated) {
			f.updated = r.Released
		}
		var i item
		i, err = feedItem(e, &r, l)
		i.url = page + "#revision-" + strconv.Itoa(r.Number)
		i.id = i.url
		i.text = l.Sentences(i.text, f.made)
		f.items = append(f.items, i)
	}
	return f, err
}

// feedItem says what a revision is and how many runners it moved. It names nobody,
// because feed readers keep it even if somebody withdraws later.
func feedItem(e *race.Edition, r *race.Revision, l *words.Language) (item, error) {
	var first error
	say := func(id string, args ...any) string {
		text, err := l.Say(id, args...)
		if err != nil && first == nil {
			first = err
		}
		return text
	}
	i := item{title: say("changes.revision", "Number", r.Number), released: r.Released.In(e.Zone)}
	i.title = e.Name.In(l.Tag()) + " · " + i.title
	state := say("state." + string(r.State))
	i.text = say("changes.state", "State", state)
	if r.Number == 1 {
		i.text = say("changes.first", "State", state)
		if len(r.Changes) > 0 {
			i.text = l.Sentences(i.text, say("changes.first_since"))
		}
	}
	moved := map[race.ChangeCause]int{}
	for _, c := range r.Changes {
		moved[c.Cause]++
	}
	i.text = l.Sentences(i.text, r.Note.In(l.Tag()))
	for _, cause := range []race.ChangeCause{race.CauseRuling, race.CauseTiming, race.CauseName, race.CauseOthers} {
		if n := moved[cause]; n > 0 {
			i.text = l.Sentences(i.text, say("media.feed_"+string(cause), "Count", n))
		}
	}
	return i, first
}

type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Made    string      `xml:"subtitle,omitempty"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`
	}
)

// Atom writes the feed as Atom (RFC 4287).
func (f *Feed) Atom(w io.Writer) error {
	out := atomFeed{Lang: f.lang, ID: f.self, Title: legal(f.title), Made: f.made, Updated: f.updated.Format(time.RFC3339), Author: legal(f.author),
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.self}, {Rel: "alternate", Type: "text/html", Href: f.page}}}
	for _, i := range f.items {
		out.Entries = append(out.Entries, atomEntry{ID: i.id, Title: legal(i.title), Updated: i.released.Format(time.RFC3339),
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: i.url}, Summary: legal(i.text)})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type (
	jsonFeed struct {
		Version  string     `json:"version"`
		Title    string     `json:"title"`
		Made     string     `json:"description,omitempty"`
		HomePage string     `json:"home_page_url"`
		Self     string     `json:"feed_url"`
		Language string     `json:"language"`
		Authors  []jsonName `json:"authors"`
		Items    []jsonItem `json:"items"`
	}
	jsonName struct {
		Name string `json:"name"`
	}
	jsonItem struct {
		ID        string `json:"id"`
		URL       string `json:"url"`
		Title     string `json:"title"`
		Text      string `json:"content_text"`
		Published string `json:"date_published"`
	}
)

// JSON writes the feed as a JSON Feed, version 1.1.
func (f *Feed) JSON(w io.Writer) error {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.title, Made: f.made, HomePage: f.page, Self: f.selfJSON, Language: f.lang,
		Authors: []jsonName{{f.author}}, Items: []jsonItem{}}
	for _, i := range f.items {
		out.Items = append(out.Items, jsonItem{ID: i.id, URL: i.url, Title: i.title, Text: i.text, Published: i.released.Format(time.RFC3339)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(out)
}

// legal removes characters that XML forbids.
func legal(s string) string {
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, s)
}
