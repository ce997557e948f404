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

// page is the content of an HTML file.
type page struct {
	texts []string // the visible texts, one for each run between two tags
	sheet []string // those of them on the preview of a certificate, which are not in texts
	words []byte   // the visible texts, attributes, comments and data blocks, a line each
	parts []part   // the lines of words, in order
	ids   map[string]bool
	links []string
	rows  []row
	robot string // content of <meta name="robots">
	flow  flow
}

// part is one line of page.words.
type part struct {
	from, to int
	link     int  // the link around it, counted from 1; 0 for none
	row      int  // the row of a table around it, likewise
	programs bool // only programs read it
}

// row is a row of a table's body.
type row struct {
	texts []string
	link  string // the first link in it
	empty bool   // it stands for a place that stays vacant
}

// parse reads an HTML file into p and replaces what p held.
func (p *page) parse(data []byte) {
	*p = page{texts: p.texts[:0], sheet: p.sheet[:0], words: p.words[:0], parts: p.parts[:0], ids: map[string]bool{}, links: p.links[:0], rows: p.rows[:0], flow: p.flow}
	p.flow.reset()
	defer p.flow.endBlock()
	z := html.NewTokenizer(bytes.NewReader(data))
	body, hidden, inRow, inLink, inSheet := false, 0, false, 0, false
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
			p.flow.add(text, len(p.parts)-1)
			switch text := strings.TrimSpace(string(text)); {
			case text == "":
			case inSheet:
				p.sheet = append(p.sheet, text)
			default:
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
			p.flow.tag(tag, false)
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
				case "class":
					if name == "tr" && inRow {
						p.rows[len(p.rows)-1].empty = string(value) == "vacant"
					}
					inSheet = inSheet || name == "svg" && string(value) == "sheet"
				case "href", "src":
					p.links = append(p.links, string(value))
					if name == "a" {
						inLink = len(p.links)
					}
					if inRow && p.rows[len(p.rows)-1].link == "" {
						p.rows[len(p.rows)-1].link = string(value)
					}
				case "id", "data-chart": // scripts link to the times in a chart by data-chart
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
			tag, _ := z.TagName()
			p.flow.tag(tag, true)
			switch string(tag) {
			case "tbody":
				body, inRow = false, false
			case "tr":
				inRow = false
			case "script", "style":
				hidden--
			case "svg":
				inSheet = false
			case "a":
				inLink = 0
			}
		}
	}
}

// unread lists the attributes that only programs read.
var unread = map[string]bool{"class": true, "id": true, "href": true, "src": true, "rel": true, "type": true, "name": true, "lang": true,
	"hreflang": true, "property": true, "charset": true, "media": true, "role": true, "scope": true, "action": true, "style": true}

// appendSpaced appends a text with each run of white space as one space, as a
// browser shows it.
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

// look searches the page that was parsed last for secrets. A link to a runner, and
// a row with such a link, belong to that runner. A row of a list without a link
// belongs to somebody who must not be named. Everything else belongs to the owner
// of the page or, without one, to nobody. file is where the bytes are, on the page
// that shows them.
func (r *reader) look(file, on string, owner *place, list bool) {
	parts := r.page.parts
	r.scan(file, r.page.words, func(from, _ int) (context, bool) {
		i, _ := slices.BinarySearchFunc(parts, from, func(p part, at int) int { return cmp.Compare(p.to, at) })
		one := &parts[i]
		return context{[2]int{one.from, one.to}, r.placeOf(on, i, one.link, owner, list), one.programs}, true
	})
	r.lookAcross(file, on, owner, list)
}

// placeOf returns whose the part with this index is. link is the link that it is
// in, counted from 1, 0 for none; the other arguments are those of look.
func (r *reader) placeOf(on string, index, link int, owner *place, list bool) place {
	if link > 0 {
		if e, is := r.leadsToRunner(on, r.page.links[link-1]); is {
			return place{strict: true, of: e}
		}
	} else if r.page.parts[index].row > 0 && owner == nil {
		if of := r.rowOf(on, index); len(of) > 0 || list {
			return place{strict: true, of: of}
		}
	}
	if owner != nil {
		return *owner
	}
	return place{}
}

// lookForOwner searches the page that was parsed last for private data of its owner, and
// for a hidden name of one character.
func (r *reader) lookForOwner(file string, where place) {
	for _, e := range where.of {
		r.private(file, privateDataOf(e), r.page.words)
		if e.Visibility == visible || !isOneCharacter(e.Name) && !isOneCharacter(e.LatinName) {
			continue
		}
		for _, text := range r.page.texts {
			r.lone(file, e, text)
		}
	}
}

// rowOf returns the runners that the row of part i links to. It finds none on pages
// outside of a race.
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

// ofRunner returns the race and the bib of a runner's page; one is false for any
// other file.
func ofRunner(name string) (folder, bib string, one bool) {
	part := strings.Split(name, "/")
	if len(part) != 5 || part[3] != "runners" || part[4] == "index.html" {
		return "", "", false
	}
	return part[1] + "/" + part[2], strings.TrimSuffix(part[4], ".html"), true
}

// leadsToRunner reports whether a link leads to a runner's page, and to whose. The
// list is empty where the race has no such runner.
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

// links checks the links of the page that was parsed last.
func (r *reader) links(name string) {
	ids := r.page.ids
	r.mu.Lock()
	r.ids[name] = ids
	r.mu.Unlock()
	r.follow(name, name)
}

// follow checks the links of what was parsed last from file name, which page on
// shows.
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
		case id != "" && path.Ext(to) == ".html" && path.Base(to) != "compare.html" && !strings.Contains(id, "/"): // a script reads those anchors
			id, _, _ = strings.Cut(id, "=")
			r.anchors = append(r.anchors, anchor{from: name, to: to, id: id})
		}
	}
}

// resolve returns the file that a link leads to, and the anchor in it; inside is
// false for a link out of the site.
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

// checkAnchors reports links to anchors that do not exist. All pages must be read
// before.
func (s *site) checkAnchors() {
	for _, a := range s.anchors {
		if ids, read := s.ids[a.to]; read && !ids[a.id] && !s.shown[a.to][a.id] {
			s.wrong(a.from, "broken_link", rebuild, "it leads to %s#%s, a place that the page does not have", a.to, a.id)
		}
	}
}
