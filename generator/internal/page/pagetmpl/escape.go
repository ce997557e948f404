package pagetmpl

import (
	"bytes"
	"html/template"
	"io"
	"strings"
	"sync"
	"text/template/parse"
)

// escaper writes values into one kind of place.
type escaper struct {
	plain          [256]bool         // bytes that need no escaping
	replace        *strings.Replacer // escapes the others; nil if html/template must do it
	html           bool              // HTML needs no escaping
	scheme         bool              // a colon may end the scheme of an address, which is checked
	place          *template.Template
	before, behind int // length of what is around the value in a test drawing
}

// inHTML escapes a text as html/template does in text and in attributes.
var inHTML = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// escapers are for the kinds of places in pages, by the functions that
// html/template adds to a value there.
var escapers = sync.OnceValue(func() map[string]*escaper {
	const inURL = "-._~/#,=?:@"
	all := map[string]*escaper{}
	for _, p := range []struct {
		before, behind string
		plain          string // unescaped bytes besides letters and digits; "" for those of inHTML
		html           bool
	}{
		{html: true},
		{before: `<p title="`, behind: `">`},
		{before: "<title>", behind: "</title>"},
		{before: `<a href="`, behind: `">`, plain: inURL},
		{before: `<a href="/`, behind: `">`, plain: inURL},
		{before: `<a href="/?`, behind: `">`, plain: "-._~"},
		{before: `<script type="application/ld+json">`, behind: "</script>", plain: "none"},
	} {
		e := &escaper{html: p.html, scheme: p.before == `<a href="`, before: len(p.before), behind: len(p.behind), place: template.Must(template.New("").Parse(p.before + "{{.}}" + p.behind))}
		if err := e.place.Execute(io.Discard, ""); err != nil {
			continue // what stands in such a place is not known then
		}
		for c := range e.plain {
			switch letter := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'; p.plain {
			case "":
				e.plain[c], e.replace = !strings.ContainsRune("\x00\"&'+<>", rune(c)), inHTML
			case "none":
			default:
				e.plain[c] = letter || strings.IndexByte(p.plain, byte(c)) >= 0
			}
		}
		for _, n := range e.place.Tree.Root.Nodes {
			if action, is := n.(*parse.ActionNode); is {
				all[chainOf(action.Pipe)] = e
			}
		}
	}
	return all
})

// chainOf returns the functions that html/template has added to the value of an
// action.
func chainOf(pipe *parse.PipeNode) string {
	var names []string
	for _, c := range pipe.Cmds[1:] {
		names = append(names, c.String())
	}
	return strings.Join(names, "|")
}

// write writes a text, and reports whether it needed no escaping.
func (e *escaper) write(b *bytes.Buffer, text string) (plain bool) {
	for i := range len(text) {
		if c := text[i]; e.plain[c] && (c != ':' || !e.scheme || strings.IndexByte(text[:i], '/') >= 0 || text[:i] == "https" || text[:i] == "mailto") {
			continue
		}
		if e.replace != nil {
			e.replace.WriteString(b, text) // a buffer never fails
		} else {
			e.through(b, text)
		}
		return false
	}
	b.WriteString(text)
	return true
}

// writeURL writes an address of which the program vouches, and reports whether it could:
// html/template knows what to do with characters that are rare in addresses.
func (e *escaper) writeURL(b *bytes.Buffer, url string) bool {
	for i := range len(url) {
		if c := url[i]; !e.plain[c] && c != '+' && c != ';' {
			return false
		}
	}
	inHTML.WriteString(b, url)
	return true
}

// through lets html/template escape a value.
func (e *escaper) through(b *bytes.Buffer, v any) {
	var drawn bytes.Buffer
	if err := e.place.Execute(&drawn, v); err != nil {
		panic(err) // then html/template draws the page and reports the place
	}
	b.Write(drawn.Bytes()[e.before : drawn.Len()-e.behind])
}
