package site

import (
	"fmt"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// policy is the content security policy of the pages: nothing inline and
// nothing from elsewhere runs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"

// header is one header of an answer.
type header struct{ name, value string }

// security are the headers of every answer.
func security() []header {
	return []header{
		{"Content-Security-Policy", policy + "; frame-ancestors 'self'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
	}
}

// embedded is the policy of the leaders' page, which may stand in any other
// site's frame.
var embedded = header{"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors *"}

// noIndex keeps certificates out of search engines.
var noIndex = header{"X-Robots-Tag", "noindex"}

const cacheHeader = "Cache-Control"

// cacheControl is how long copies of a class are kept. Browsers always ask
// whether a page is still the same; a CDN asks after ten seconds while the race
// goes on, and after an hour when its results are official.
func cacheControl(c artifact.Cache) header {
	value := "public, max-age=0, s-maxage=3600, must-revalidate"
	switch c {
	case artifact.Live:
		value = "public, max-age=0, s-maxage=10, must-revalidate"
	case artifact.Immutable:
		value = "public, max-age=31536000, immutable"
	}
	return header{cacheHeader, value}
}

// CacheControl is the header Cache-Control of a class.
func CacheControl(c artifact.Cache) string { return cacheControl(c).value }

// rule gives the answers under a path their headers. Where several fit, the
// later one counts.
type rule struct {
	path    string // * stands for anything to the end, :word for one folder or file
	headers []header
}

// headerRules are the site's, under the path of its root, for a host that can be
// told which answers are errors: copies of those are kept for seconds.
func (p *plan) headerRules(root string) []rule {
	immutable := []header{cacheControl(artifact.Immutable)}
	return p.rules(root, append(security(), cacheControl(artifact.Settled)),
		rule{"404.html", []header{cacheControl(artifact.Live)}},
		rule{"assets/*", immutable}, rule{":edition/:race/search/:version/*", immutable})
}

// fileRules are those of _headers. The hosts that read it go by the address
// alone, and give an error what the file that is missing would have been given.
// So nothing there lets copies of an address be kept for long that may hold no
// file: pages are left to the host, which has them asked for anew, and of what
// never changes each file is named.
func (p *plan) fileRules(root string) []rule {
	var immutable []rule
	for _, asset := range p.Pages.Assets() {
		immutable = append(immutable, rule{asset.Path, []header{cacheControl(artifact.Immutable)}})
	}
	return p.rules(root, security(), immutable...)
}

// rules are the headers of everything, those of live results, and more.
func (p *plan) rules(root string, all []header, more ...rule) []rule {
	rules := []rule{{"*", all}}
	live := []header{cacheControl(artifact.Live)}
	if p.anyLive() {
		rules = append(rules, rule{":lang/", live})
	}
	for _, v := range p.Verdicts {
		if cacheOf(v) == artifact.Live {
			rules = append(rules, rule{":lang/" + v.Edition.ID + "/*", live}, rule{v.Edition.ID + "/*", live})
		}
	}
	if p.Signer != nil { // whatever the state: what no longer holds is not to be called genuine
		rules = append(rules, rule{p.Links.Verification(), live}, rule{":edition/:race/verify/*", live})
	}
	rules = append(append(rules, more...),
		rule{":lang/:edition/:race/embed/*", []header{embedded}}, rule{"*.pdf", []header{noIndex}})
	for i := range rules {
		rules[i].path = root + rules[i].path
	}
	return rules
}

// rulesText writes rules as a host's _headers.
func rulesText(rules []rule, host race.Host) string {
	var b strings.Builder
	said := map[string]bool{} // headers that the first rule gives everything
	for i, r := range rules {
		lines := ""
		for _, h := range r.headers {
			switch {
			case host != race.Netlify && said[h.name]: // without this the host joins both values
				lines += "  ! " + h.name + "\n"
			case host == race.Netlify && i == 0 && h.name == "Content-Security-Policy":
				h.value = policy // of two policies both hold, so this one may not forbid what the embedded page allows
			case host == race.Netlify && said[h.name]:
				continue
			}
			said[h.name] = said[h.name] || i == 0
			lines += "  " + h.name + ": " + h.value + "\n"
		}
		if lines != "" {
			fmt.Fprintf(&b, "%s\n%s\n", r.path, lines)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// cacheOf is how long copies of what an edition says may be kept.
func cacheOf(v *race.Verdict) artifact.Cache {
	if v.Edition.State.HasResults() && (v.Edition.State != race.Official || !v.Over) {
		return artifact.Live
	}
	return artifact.Settled
}

func (p *plan) anyLive() bool {
	for _, v := range p.Verdicts {
		if cacheOf(v) == artifact.Live {
			return true
		}
	}
	return false
}
