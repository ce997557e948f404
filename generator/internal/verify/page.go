package verify

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// page is what is read of an HTML file.
type page struct {
	texts []string // what a visitor reads, piece by piece between tags
	words []byte   // all of it, and what attributes and blocks of data say
	ids   map[string]bool
	links []string
	rows  []row
	robot string // what it asks of robots
}

// row is a row of a table's body.
type row struct {
	texts []string
	link  string // the first
}

// parse reads a page in place of the one before.
func (p *page) parse(data []byte) {
	*p = page{texts: p.texts[:0], words: p.words[:0], ids: map[string]bool{}, links: p.links[:0], rows: p.rows[:0]}
	z := html.NewTokenizer(bytes.NewReader(data))
	body, hidden, inRow := false, 0, false
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			text := z.Text()
			p.say(text)
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
				p.say(value)
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
			}
		}
	}
}

func (p *page) say(text []byte) {
	p.words = append(append(p.words, text...), '\n')
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
	} else if u, err := url.Parse(s.base); err == nil && strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "//") {
		rest, ours := strings.CutPrefix(link, u.Path)
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
