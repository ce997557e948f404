package site

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// wellKnown adds the files that crawlers and hosts look for at the root.
func (p *plan) wellKnown() {
	base, urls := p.Archive.Site.BaseURL, p.urls
	root := "/"
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		root = u.Path
	}
	p.summary("sitemap.xml", func(w io.Writer) error { return sitemap(w, base, urls) })
	p.summary("robots.txt", func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", base)
		return err
	})
	p.summary("_headers", func(w io.Writer) error {
		_, err := io.WriteString(w, strings.TrimPrefix(strings.ReplaceAll(headers, "\n/", "\n"+root), "\n"))
		return err
	})
	redirects := p.redirects(root)
	p.summary("_redirects", func(w io.Writer) error {
		_, err := io.WriteString(w, redirects)
		return err
	})
}

// sitemap lists the pages that want to be found; runners' pages do not.
func sitemap(w io.Writer, base string, urls []string) error {
	var b strings.Builder
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, url := range urls {
		b.WriteString("<url><loc>")
		if err := xml.EscapeText(&b, []byte(base+url)); err != nil {
			return err
		}
		b.WriteString("</loc></url>\n")
	}
	b.WriteString("</urlset>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// headers are for hosts that read them, under the site's root: nothing inline and nothing from
// elsewhere runs, assets never change under their name, pages are always
// asked for again, the leaders' page may stand in any other site's frame, and
// certificates stay out of search engines.
const headers = `
/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Cache-Control: public, max-age=0, must-revalidate

/assets/*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable

/:lang/:edition/:race/embed/*
  ! Content-Security-Policy
  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors *

/*.pdf
  X-Robots-Tag: noindex
`

// redirects give every runner a short address in the default language.
func (p *plan) redirects(root string) string {
	var b strings.Builder
	for _, v := range p.Verdicts {
		if !v.Edition.State.HasResults() {
			continue
		}
		for _, rv := range v.Races {
			target := p.Links.Runner(p.Archive.Site.Languages[0], v.Edition.ID, rv.Race.ID, ":bib")
			fmt.Fprintf(&b, "%sr/%s/%s/:bib %s%s 302\n", root, v.Edition.ID, rv.Race.ID, root, target)
		}
	}
	return b.String()
}
