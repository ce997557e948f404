package own

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"guntime/generator/internal/problem"
)

// loads are the attributes by which elements load files, or send to them.
var loads = map[string][]string{
	"script": {"src"}, "img": {"src", "srcset"}, "source": {"src", "srcset"}, "video": {"src", "poster"}, "audio": {"src"}, "track": {"src"},
	"iframe": {"src"}, "embed": {"src"}, "object": {"data"}, "link": {"href"}, "form": {"action"}, "input": {"src"}, "image": {"href", "xlink:href"}, "use": {"href", "xlink:href"},
}

// follows are values of rel with which a link loads nothing.
var follows = regexp.MustCompile(`\b(canonical|alternate|author|license|me|next|prev)\b`)

// foreign matches an address of another site.
var foreign = regexp.MustCompile(`(?i)^\s*(?:[a-z][a-z0-9+.-]*:)?//`)

// inCSS matches what a style loads from another site.
var inCSS = regexp.MustCompile(`(?i)(?:@import\s+|url\(\s*)["']?\s*(?:https?:)?//[^"')\s;]*`)

// blocked reports what the site's content security policy keeps browsers from: code
// and styles in the page itself, and whatever comes from another site.
func blocked(name, text string, found *problem.List) {
	if path.Ext(name) == ".css" {
		for _, m := range inCSS.FindAllStringIndex(text, -1) {
			problem.PlaceIn(name, text, m[0]).Report(found, problem.Warning, "foreign_file", fmt.Sprintf("%q is loaded from another site, which browsers refuse", text[m[0]:m[1]]), ownCopy)
		}
		return
	}
	z, at := html.NewTokenizer(strings.NewReader(text)), 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		from := problem.PlaceIn(name, text, at)
		at += len(z.Raw())
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		element(z.Token(), func(code, text, hint string) { from.Report(found, problem.Warning, code, text, hint) })
	}
}

const (
	ownCopy    = "put a copy into templates/assets and name it there: everything else is refused by the site's content security policy"
	ownScript  = "put it into a file of templates/assets and load that: <script type=\"module\" src=…>"
	ownClasses = "put it into templates/assets/site.css, under a class"
)

// element reports what browsers refuse of an element.
func element(tag html.Token, report func(code, text, hint string)) {
	attributes := map[string]string{}
	for _, a := range tag.Attr {
		attributes[a.Key] = a.Val
		switch {
		case strings.HasPrefix(a.Key, "on"):
			report("inline_script", fmt.Sprintf("<%s %s=…> is a script in the page, which browsers refuse", tag.Data, a.Key), ownScript)
		case a.Key == "style":
			report("inline_style", fmt.Sprintf("<%s style=…> is a style in the page, which browsers refuse", tag.Data), ownClasses)
		case strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:"):
			report("inline_script", fmt.Sprintf("<%s %s=\"javascript:…\"> is a script in the page, which browsers refuse", tag.Data, a.Key), ownScript)
		}
	}
	switch tag.Data {
	case "style":
		report("inline_style", "<style> is a style in the page, which browsers refuse", ownClasses)
	case "script":
		if kind := strings.ToLower(attributes["type"]); attributes["src"] == "" && !strings.HasSuffix(kind, "json") {
			report("inline_script", "<script> without src is a script in the page, which browsers refuse", ownScript)
		}
	case "link":
		if follows.MatchString(attributes["rel"]) {
			return
		}
	}
	for _, key := range loads[tag.Data] {
		if value := attributes[key]; foreign.MatchString(value) {
			report("foreign_file", fmt.Sprintf("<%s %s=%q> comes from another site, which browsers refuse", tag.Data, key, value), ownCopy)
		}
	}
}
