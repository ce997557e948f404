package site

import (
	"regexp"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestTheRootLeadsABrowserToTheFirstOfItsLanguages(t *testing.T) {
	// nginx takes the first pattern that matches; its (?!…) is taken apart here, because Go has none.
	rules := languageMap([]string{"zh", "en", "zh-Hant"})
	if !strings.Contains(rules, `"~*^(?:(?!(?:zh|en|zh-hant)\b)[^,]*,\s*)*zh-hant\b" zh-Hant;`) || strings.Index(rules, "zh-hant\\b\" ") > strings.Index(rules, `*zh\b" zh;`) {
		t.Error(rules)
	}
	if languageMap([]string{"zh"}) != "" || languageLocation([]string{"zh"}, "/") != "" {
		t.Error("a site of one language leads nobody anywhere")
	}
	s := standard()
	for host, want := range map[race.Host]int{race.Netlify: 2, race.CloudflarePages: 0, race.AnyHost: 0} {
		s.Site.Host = host
		redirects := text(t, planned(t, s.input(t)), "_redirects")
		if got := len(regexp.MustCompile(`(?m)^/bj/ /bj/(en|zh)/ 302! Language=(en|zh)$`).FindAllString(redirects, -1)); got != want {
			t.Errorf("%q: %d rules: %s", host, got, redirects)
		}
	}
	s.Site.Host = race.Nginx
	all := HostConfigFiles(s.input(t))
	if conf := text(t, all, "nginx-server.conf"); !strings.Contains(conf, "location = /bj/ {\n    if ($guntime_language) { return 302 /bj/$guntime_language/; }\n}\n") {
		t.Error(conf)
	}
	if got := mapped(text(t, all, "nginx-http.conf"), "/bj/index.html")["vary"]; got != "Accept-Language" {
		t.Errorf("Vary: %q", got)
	}
}
