package site

import (
	"fmt"
	"path"
	"strings"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// policy is the content security policy of the pages: no inline code and nothing
// from other sites runs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"

// header is one header of an answer.
type header struct{ name, value string }

// security returns the headers of every answer.
func security() []header {
	return []header{
		{"Content-Security-Policy", policy + "; frame-ancestors 'self'"},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
	}
}

// embedded is the policy of the leaders' page, which any other site may show in a
// frame.
var embedded = header{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors *"}

// noIndex keeps certificates out of search engines.
var noIndex = header{"X-Robots-Tag", "noindex"}

const cacheHeader = "Cache-Control"

// cacheControl returns how long caches keep copies of a class. Browsers always ask
// whether a page has changed. A CDN asks every ten seconds during the race, and
// every hour when the results are official. While it asks during the race it goes on
// answering, for twenty seconds at most: else all who follow a runner would wait for
// the origin every ten seconds. So may a browser: no page is older than half a minute
// then. Where the origin is down a CDN may show the last copy.
func cacheControl(c artifact.Cache) header {
	value := "public, max-age=0, s-maxage=3600, must-revalidate"
	switch c {
	case artifact.Live:
		value = "public, max-age=0, s-maxage=10, stale-while-revalidate=20"
	case artifact.Immutable:
		value = "public, max-age=31536000, immutable"
	}
	return header{cacheHeader, value}
}

// CacheControl returns the value of the header Cache-Control for a class.
func CacheControl(c artifact.Cache) string { return cacheControl(c).value }

// rule sets headers for the paths that match. If several rules match, the later one
// wins.
type rule struct {
	path    string // * matches anything to the end, :word one folder or file name
	headers []header
}

// headerRules returns the rules of the site below its root, for hosts that have
// separate rules for errors, whose copies are kept for seconds.
func (p *plan) headerRules(root string) []rule {
	immutable := []header{cacheControl(artifact.Immutable)}
	return p.rules(root, append(security(), cacheControl(artifact.Settled)),
		rule{"404.html", []header{cacheControl(artifact.Live)}},
		rule{"assets/*", immutable}, rule{":edition/:race/search/lists/*", immutable})
}

// fileRules returns the rules for _headers. Hosts that read it look only at the
// address: an error gets the headers of the missing file. So no rule keeps copies
// of an address for long that may have no file. Pages have no rule, because the
// host revalidates them anyway; immutable files are named one by one.
func (p *plan) fileRules(root string) []rule {
	var immutable []rule
	for _, asset := range p.Pages.Assets() {
		if path.Dir(asset.Path) == "." {
			continue
		}
		immutable = append(immutable, rule{asset.Path, []header{cacheControl(artifact.Immutable)}})
	}
	return p.rules(root, security(), immutable...)
}

// rules returns the rules for everything, for live results, and more.
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
	if p.Signer != nil { // in every state: what no longer holds must not be confirmed
		rules = append(rules, rule{p.Links.Verification(), live}, rule{":edition/:race/verify/*", live})
	}
	rules = append(append(rules, more...),
		rule{":lang/:edition/:race/embed/*", []header{embedded}}, rule{"*.pdf", []header{noIndex}})
	for i := range rules {
		rules[i].path = root + rules[i].path
	}
	return rules
}

// rulesText returns rules in the format of _headers of a host.
func rulesText(rules []rule, host race.Host) string {
	var b strings.Builder
	said := map[string]bool{} // headers that the first rule sets everywhere
	for i, r := range rules {
		lines := ""
		for _, h := range r.headers {
			switch {
			case host != race.Netlify && said[h.name]: // otherwise the host joins both values
				lines += "  ! " + h.name + "\n"
			case host == race.Netlify && i == 0 && h.name == "Content-Security-Policy":
				h.value = policy // two policies both apply, so this one must allow what the embedded page allows
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

// cacheOf returns how long caches keep pages of an edition.
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
