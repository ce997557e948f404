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
	plain          [256]bool         // bytes that stand there as they are
	replace        *strings.Replacer // writes the others; nil where html/template does
	html           bool              // HTML stands there as it is
	scheme         bool              // a colon may end the scheme of an address
	place          *template.Template
	before, behind int // how much of a drawing of the place stands around the value
}

// inHTML escapes a text as html/template does in text and in attributes.
var inHTML = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// escapers are those of the places there are in pages, by what html/template
// puts behind a value there.
var escapers = sync.OnceValue(func() map[string]*escaper {
	const inURL = "-._~/#,=?:@"
	all := map[string]*escaper{}
	for _, p := range []struct {
		before, behind string
		plain          string // bytes besides letters and digits; "" for all that inHTML leaves alone
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

// chainOf is what html/template has put behind the value of an action.
func chainOf(pipe *parse.PipeNode) string {
	var names []string
	for _, c := range pipe.Cmds[1:] {
		names = append(names, c.String())
	}
	return strings.Join(names, "|")
}

// write writes a text, and reports whether it stands there as it is.
func (e *escaper) write(b *bytes.Buffer, text string) (plain bool) {
	for i := range len(text) {
		if c := text[i]; e.plain[c] && (c != ':' || !e.scheme || strings.IndexByte(text[:i], '/') >= 0 || text[:i] == "https" || text[:i] == "mailto") {
			continue
		}
		if e.replace != nil {
			e.replace.WriteString(b, text) // a buffer takes everything
		} else {
			e.through(b, text)
		}
		return false
	}
	b.WriteString(text)
	return true
}

// through lets html/template write a value.
func (e *escaper) through(b *bytes.Buffer, v any) {
	var drawn bytes.Buffer
	if err := e.place.Execute(&drawn, v); err != nil {
		panic(err) // the page is drawn in full then, and says it with its place
	}
	b.Write(drawn.Bytes()[e.before : drawn.Len()-e.behind])
}
