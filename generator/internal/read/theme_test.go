package read

import (
	"slices"
	"testing"
	"testing/fstest"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

func TestAThemeThatCannotBeReadIsAFinding(t *testing.T) {
	site := func(text string) (race.Site, problem.List) {
		return Site(fstest.MapFS{"data/site.yaml": {Data: []byte("title: T\nbase_url: https://example.org/\n" + text)}})
	}
	for text, lines := range map[string][]int{
		"theme: {light: {accent: \"#a3201f\", second: \"#2a6478\"}, dark: {accent: \"#f0a08e\"}}": nil,
		"theme:\n  light: {accent: \"#e0b000\"}\n":                                                {4, 4}, // on the paper, and white on it
		"theme:\n  dark:\n    accent: \"#7a1010\"\n":                                              {5},
		"theme:\n  light: {paper: \"#777777\"}\n":                                                 {4},
		"accent: \"#ffcc00\"\n":                                                                   {3},
	} {
		_, found := site(text)
		var at []int
		for _, p := range found {
			if p.Code == "contrast" && p.Level == problem.Warning {
				at = append(at, p.Line)
			}
		}
		if !slices.Equal(at, lines) {
			t.Errorf("%q: %v, want lines %v", text, found, lines)
		}
	}
	s, _ := site("theme: {light: {paper: \"#fff8ee\", ink: \"#222\"}}")
	if p := s.Theme.Light; p.Ink != "#222222" || p.Soft == "" || p.Line == "" || p.Wash == "" || p.Sheet == "" {
		t.Errorf("%+v", p)
	}
	if _, found := site("theme: {opening: ../city.svg}"); !found.Errors() {
		t.Error("a picture outside of templates/assets is taken")
	}
	if s, _ := site("social_pictures: all"); s.Pictures != race.PicturesOfAll || s.Unaddressed {
		t.Errorf("%+v", s)
	}
	if s, found := Site(fstest.MapFS{"data/site.yaml": {Data: []byte("title: T\nlayout: compact\nsocial_pictures: all\n")}}); !s.Unaddressed || !slices.ContainsFunc(found, func(p problem.Problem) bool { return p.Code == "social_pictures" && p.Line == 3 }) {
		t.Errorf("%+v %v", s, found)
	}
}
