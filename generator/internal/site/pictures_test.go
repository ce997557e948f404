package site

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestOnlyWhoIsNamedInFullHasAPictureAndOnlyOnceTheRaceIsOver(t *testing.T) {
	pictures := func(change func(*setting)) []string {
		got := within(paths(files(t, change)), "2022/mini/social/")
		for i, p := range got {
			got[i] = strings.TrimSuffix(strings.TrimPrefix(p, "2022/mini/social/"), ".png")
		}
		slices.Sort(got)
		return got
	}
	hidden := map[string]bool{}
	s := standard()
	for _, e := range s.Editions {
		for _, rc := range e.Races {
			for _, entry := range rc.Entries {
				if entry.Visibility != race.Public {
					hidden[entry.Bib] = true
				}
			}
		}
	}
	all := pictures(func(s *setting) { s.Site.Pictures = race.PicturesOfAll })
	if len(hidden) == 0 || len(all) < 3 || slices.ContainsFunc(all, func(bib string) bool { return hidden[bib] }) {
		t.Errorf("pictures of %v; hidden are %v", all, hidden)
	}
	if got := pictures(nil); !slices.Equal(got, []string{"M1", "W1"}) {
		t.Errorf("of winners: %v", got)
	}
	for name, change := range map[string]func(*setting){
		"none":    func(s *setting) { s.Site.Pictures = race.PicturesOfNone },
		"running": func(s *setting) { s.Site.Pictures, s.now = race.PicturesOfAll, during },
		"compact": func(s *setting) { s.Site.Pictures, s.Site.Compact = race.PicturesOfAll, true },
	} {
		if got := pictures(change); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
