package read

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestALinkToPhotosIsAnHTTPSAddressOfAFixedHost(t *testing.T) {
	link := race.MediaLink{URL: "https://photos.example.org/?bib={bib}&r={bib}"}
	if got := link.Of("Ä 1&x"); got != "https://photos.example.org/?bib=%C3%84+1%26x&r=%C3%84+1%26x" {
		t.Errorf("%s", got)
	}
	for url, sound := range map[string]bool{
		"https://photos.example.org/{bib}": true, "https://photos.example.org": true, "http://photos.example.org/{bib}": false, "javascript:alert({bib})": false,
		"https://{bib}.example.org/": false, "https://a.example.org/{name}": false, "https://u:p@a.example.org/{bib}": false, "https:///x": false,
	} {
		_, problems := Project(files("data/2022/edition.yaml", yearYAML+"links: [{name: Photos, url: '"+url+"'}]\n"))
		if text := findings(problems); strings.Contains(text, "bad_link") == sound {
			t.Errorf("%s: %s", url, text)
		}
	}
}
