package verify

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"guntime/generator/internal/race"
)

// page is what is read of an HTML file.
type page struct {
	texts []string // what a visitor reads, piece by piece between tags
	words []byte   // all of it, and what attributes, remarks and blocks of data say
	parts []part   // the pieces of it, in order
	ids   map[string]bool
	links []string
	rows  []row
	robot string // what it asks of robots
}

// part is a piece of a page's words.
type part struct {
	from, to int
	link     int  // the number of the link that it is in, counted from 1
	row      int  // and of the row of a table
	programs bool // an attribute that nobody reads
}

// row is a row of a table's body.
type row struct {
	texts []string
	link  string // the first
}

// parse reads a page in place of the one before.
func (p *page) parse(data []byte) {
	*p = page{texts: p.texts[:0], words: p.words[:0], parts: p.parts[:0], ids: map[string]bool{}, links: p.links[:0], rows: p.rows[:0]}
	z := html.NewTokenizer(bytes.NewReader(data))
	body, hidden, inRow, inLink := false, 0, false, 0
	say := func(text []byte, programs bool) {
		one := part{from: len(p.words), link: inLink, programs: programs}
		if inRow {
			one.row = len(p.rows)
		}
		p.words = appendSpaced(p.words, text)
		one.to = len(p.words)
		p.words, p.parts = append(p.words, '\n'), append(p.parts, one)
	}
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			text := z.Text()
			say(text, hidden > 0)
			if hidden > 0 {
				continue
			}
			if text := strings.TrimSpace(string(text)); text != "" {
				p.texts = append(p.texts, text)
				if inRow {
					r := &p.rows[len(p.rows)-1]
					r.texts = append(r.texts, text)
				}
			}
		case html.CommentToken:
			say(z.Text(), false)
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, more := z.TagName()
			name := string(tag)
			switch name {
			case "tbody":
				body = true
			case "tr":
				if inRow = body; inRow {
					p.rows = append(p.rows, row{})
				}
			case "script", "style":
				hidden++
			}
			var meta, content string
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				switch string(key) {
				case "href", "src":
					p.links = append(p.links, string(value))
					if name == "a" {
						inLink = len(p.links)
					}
					if inRow && p.rows[len(p.rows)-1].link == "" {
						p.rows[len(p.rows)-1].link = string(value)
					}
				case "id", "data-chart": // a script marks a time in a chart by its name
					p.ids[string(value)] = true
				case "name":
					meta = string(value)
				case "content":
					content = string(value)
				}
				if bytes.IndexByte(value, '%') >= 0 {
					value = plain(value)
				}
				say(value, unread[string(key)])
			}
			if name == "meta" && meta == "robots" {
				p.robot = content
			}
		case html.EndTagToken:
			switch tag, _ := z.TagName(); string(tag) {
			case "tbody":
				body, inRow = false, false
			case "tr":
				inRow = false
			case "script", "style":
				hidden--
			case "a":
				inLink = 0
			}
		}
	}
}

// unread are the attributes whose words nobody reads.
var unread = map[string]bool{"class": true, "id": true, "href": true, "src": true, "rel": true, "type": true, "name": true, "lang": true,
	"hreflang": true, "property": true, "charset": true, "media": true, "role": true, "scope": true, "action": true, "style": true}

// appendSpaced appends a text with one space for each run of them, as a browser
// shows it.
func appendSpaced(b, text []byte) []byte {
	if bytes.IndexByte(text, '\n') < 0 && !bytes.Contains(text, []byte("  ")) {
		return append(b, text...)
	}
	for i, word := range bytes.Fields(text) {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, word...)
	}
	return b
}

// look looks through the words of the page that was read last. What is in a link
// to a runner, or in a row that has one, is that runner's; a row of a list
// without one is of somebody who is not to be named; all else is of the page's
// owner or, without one, of nobody in particular. On is the page that a visitor
// sees.
func (r *reader) look(file, on string, owner *place, list bool) {
	parts := r.page.parts
	r.scan(file, r.page.words, func(from, _ int) ([2]int, place, bool) {
		i, _ := slices.BinarySearchFunc(parts, from, func(p part, at int) int { return cmp.Compare(p.to, at) })
		one := &parts[i]
		where := place{}
		if owner != nil {
			where = *owner
		}
		switch {
		case one.link > 0:
			if e, is := r.leadsToRunner(on, r.page.links[one.link-1]); is {
				where = place{strict: true, of: e}
			}
		case one.row > 0 && owner == nil:
			if of := r.rowOf(on, i); len(of) > 0 || list {
				where = place{strict: true, of: of}
			}
		}
		return [2]int{one.from, one.to}, where, one.programs
	})
}

// lonely looks in the page that was read last for what is private to its owner,
// and for a hidden name of one character.
func (r *reader) lonely(file string, where place) {
	for _, e := range where.of {
		r.private(file, own(e), r.page.words)
		if e.Visibility == visible || !single(e.Name) && !single(e.LatinName) {
			continue
		}
		for _, text := range r.page.texts {
			r.lone(file, e, text)
		}
	}
}

// rowOf are the runners whom a row leads to that a part of the page is in, on
// pages of a race.
func (r *reader) rowOf(on string, i int) (all []*race.Entry) {
	if strings.Count(on, "/") < 3 {
		return nil
	}
	parts := r.page.parts
	from := i
	for from > 0 && parts[from-1].row == parts[i].row {
		from--
	}
	for _, one := range parts[from:] {
		if one.row != parts[i].row {
			break
		}
		if one.link > 0 {
			e, _ := r.leadsToRunner(on, r.page.links[one.link-1])
			all = append(all, e...)
		}
	}
	return all
}

// ofRunner returns whose page a file is; one is false for any other.
func ofRunner(name string) (folder, bib string, one bool) {
	part := strings.Split(name, "/")
	if len(part) != 5 || part[3] != "runners" || part[4] == "index.html" {
		return "", "", false
	}
	return part[1] + "/" + part[2], strings.TrimSuffix(part[4], ".html"), true
}

// leadsToRunner reports whether a link leads to a runner's page, and whose: of
// nobody where the race has no such runner.
func (s *site) leadsToRunner(on, link string) (of []*race.Entry, is bool) {
	to, id, inside := s.resolve(on, link)
	if !inside {
		return nil, false
	}
	folder, bib, is := ofRunner(to)
	if part := strings.Split(to, "/"); !is && len(part) == 5 && part[3] == "runners" && id != "" {
		folder, bib, is = part[1]+"/"+part[2], id, true
	}
	if e := s.person(folder, bib); e != nil {
		of = append(of, e)
	}
	return of, is
}

// links follows what a page leads to.
func (r *reader) links(name string) {
	ids := r.page.ids
	r.mu.Lock()
	r.ids[name] = ids
	r.mu.Unlock()
	r.follow(name, name)
}

// follow follows the links of what is read, which a visitor sees on a page.
func (r *reader) follow(name, on string) {
	ids := r.page.ids
	for _, link := range r.page.links {
		to, id, inside := r.resolve(on, link)
		switch {
		case !inside:
		case to != name && r.withdrawn(to):
			r.wrong(name, "withdrawn_page", rebuild, "it leads to %s, which was withdrawn", to)
		case to != name && !r.paths[to]:
			r.wrong(name, "broken_link", rebuild, "it leads to %q, which does not exist", link)
		case id != "" && to == name:
			if id, _, _ = strings.Cut(id, "="); !ids[id] {
				r.wrong(name, "broken_link", rebuild, "it leads to %q, a place that the page does not have", link)
			}
		case id != "" && path.Ext(to) == ".html" && path.Base(to) != "compare.html" && !strings.Contains(id, "/"): // those are read by scripts
			id, _, _ = strings.Cut(id, "=")
			r.anchors = append(r.anchors, anchor{from: name, to: to, id: id})
		}
	}
}

// resolve returns the file and the place in it that a link leads to; inside is
// false for one out of the site.
func (s *site) resolve(from, link string) (to, id string, inside bool) {
	if rest, ours := strings.CutPrefix(link, s.base); ours {
		link = "/" + rest
	} else if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
		rest, ours := strings.CutPrefix(link, s.root)
		if !ours {
			return "", "", false // another site of the same host
		}
		link = "/" + rest
	}
	u, err := url.Parse(link)
	if err != nil {
		return link, "", true // no file has such a name
	}
	if u.Scheme != "" || u.Host != "" {
		return "", "", false
	}
	switch {
	case strings.HasPrefix(u.Path, "/"):
		to = path.Clean(strings.TrimPrefix(u.Path, "/"))
	case u.Path == "":
		to = from
	default:
		to = path.Join(path.Dir(from), u.Path)
	}
	if to == "." || strings.HasSuffix(u.Path, "/") {
		to = path.Join(to, "index.html")
	}
	return to, u.Fragment, true
}

// anchored looks for the places that links lead to, when all pages are read.
func (s *site) anchored() {
	for _, a := range s.anchors {
		if ids, read := s.ids[a.to]; read && !ids[a.id] && !s.shown[a.to][a.id] {
			s.wrong(a.from, "broken_link", rebuild, "it leads to %s#%s, a place that the page does not have", a.to, a.id)
		}
	}
}
