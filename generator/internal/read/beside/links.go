package beside

import (
	"net/url"
	"strings"

	"guntime/generator/internal/race"
	"guntime/generator/internal/yamlpos"
)

// mostLinks is how many links to photos and the like a runner's page may have.
const mostLinks = 4

// Links reads where others keep photos or videos of each runner.
func Links(v yamlpos.Value, languages []string) (all []race.MediaLink) {
	for i, item := range v.Items() {
		f := item.Fields("name", "url")
		link := race.MediaLink{Name: f.Need("name").Text(languages)}
		at := f.Need("url")
		text, ok := at.Scalar()
		if !ok {
			continue
		}
		const hint = "expected: an address such as https://photos.example.org/?bib={bib}"
		u, err := url.Parse(strings.ReplaceAll(text, "{bib}", "1"))
		switch {
		case err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil:
			at.Fail("bad_link", hint, "%q is not an https address", text)
		case strings.Contains(strings.SplitN(strings.TrimPrefix(text, "https://"), "/", 2)[0], "{"):
			at.Fail("bad_link", hint, "the host of %q depends on the bib", text)
		case strings.ContainsAny(strings.ReplaceAll(text, "{bib}", ""), "{}<>\"' "):
			at.Fail("bad_link", hint+"; {bib} is the only field", "%q has a field that is not known, or a character that no address has", text)
		case i >= mostLinks:
			item.Fail("bad_link", "", "a runner's page has room for %d links", mostLinks)
		default:
			link.URL = text
			all = append(all, link)
		}
	}
	return all
}
