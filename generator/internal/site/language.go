package site

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"guntime/generator/internal/race"
)

// The root of the site leads a browser to its language. Hosts that know the languages of
// a browser do it, so that nothing is loaded in vain; on others a script on the page does.
// Whoever has none of the site's languages chooses on that page.

// languageRules returns the rules for _redirects of a host that knows languages.
func languageRules(s race.Site, root string) string {
	if s.Host != race.Netlify || len(s.Languages) < 2 {
		return ""
	}
	var b strings.Builder
	for _, lang := range s.Languages {
		fmt.Fprintf(&b, "%s %s%s/ 302! Language=%s\n", root, root, lang, strings.ToLower(lang))
	}
	return b.String()
}

// languageVariable is the variable of nginx for the language of a browser.
const languageVariable = "$guntime_language"

// languageMap returns a map from the languages of a browser to that of the site which
// comes first among them; browsers send the dearest first. A language that is another's
// beginning, such as zh of zh-Hant, stands behind it.
func languageMap(languages []string) string {
	if len(languages) < 2 {
		return ""
	}
	var tags []string
	for _, lang := range languages {
		tags = append(tags, regexp.QuoteMeta(strings.ToLower(lang)))
	}
	any := strings.Join(tags, "|")
	var b strings.Builder
	fmt.Fprintf(&b, "map $http_accept_language %s {\n", languageVariable)
	longest := slices.Clone(languages)
	slices.SortStableFunc(longest, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, lang := range longest {
		fmt.Fprintf(&b, "    \"~*^(?:(?!(?:%s)\\b)[^,]*,\\s*)*%s\\b\" %s;\n", any, regexp.QuoteMeta(strings.ToLower(lang)), lang)
	}
	b.WriteString("    default \"\";\n}\n")
	return b.String()
}

// languageLocation returns the location of the root for the server block of nginx.
func languageLocation(languages []string, root string) string {
	if len(languages) < 2 {
		return ""
	}
	return fmt.Sprintf("location = %s {\n    if (%s) { return 302 %s%s/; }\n}\n", root, languageVariable, root, languageVariable)
}
