package site

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// wellKnown adds the files that crawlers and hosts look for at the root.
func (p *plan) wellKnown() {
	base, urls, root := p.Archive.Site.BaseURL, p.urls, rootOf(p.Archive.Site)
	p.summary("sitemap.xml", func(w io.Writer) error { return sitemap(w, base, urls) })
	p.summary("robots.txt", func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", base)
		return err
	})
	rules := p.fileRules(root)
	p.summary("_headers", func(w io.Writer) error {
		_, err := io.WriteString(w, rulesText(rules, p.Archive.Site.Host))
		return err
	})
	p.summary("_redirects", artifact.Bytes([]byte(refusals(p.Archive.Site.Host, root)+languageRules(p.Archive.Site, root)+p.redirects(root))))
	if p.Archive.Site.Host == race.GitHubPages {
		p.summary(".nojekyll", artifact.Bytes(nil)) // otherwise GitHub Pages leaves out names with a leading underscore
	}
}

// sitemap lists the pages that search engines should find; runners' pages are not
// among them.
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

// deepest is down to which depth rules of _redirects hide .guntime/: their patterns
// cannot match any depth.
const deepest = 5

// refusals returns rules that hide the state of builds on hosts that read
// _redirects. It may have been uploaded with the folder around the site.
func refusals(host race.Host, root string) string {
	to := root + " 302" // the only way on Cloudflare, where it wins over files
	switch host {
	case race.Netlify:
		to = root + "404.html 404!" // also where a file exists
	case race.Nginx, race.S3, race.OSS, race.COS, race.GitHubPages:
		return ""
	}
	var b strings.Builder
	above := "/"
	for i := range deepest + 1 {
		fmt.Fprintf(&b, "%s.guntime/* %s\n", above, to)
		above += ":in" + strconv.Itoa(i) + "/"
	}
	return b.String()
}

// redirects returns rules that give every runner a short address in the default
// language.
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
	return b.String() + p.movedGroups(root)
}

// movedGroups returns the rule that leads from where the lists of age groups and
// championships lay before, in the folder of their division, to where they lie in
// that of the race. It goes by the rules of the races alone.
func (p *plan) movedGroups(root string) string {
	any := false
	for _, v := range p.Verdicts {
		for _, rv := range v.Races {
			if rv.Race.Division("group") != nil { // its own lists look like those
				return ""
			}
			any = any || len(rv.Race.Rules.AgeGroups)+len(rv.Race.Rules.Championships) > 0
		}
	}
	if !any {
		return ""
	}
	return fmt.Sprintf("%s:lang/:edition/:race/:division/group/:id/* %s:lang/:edition/:race/:id/:splat 301\n", root, root)
}
