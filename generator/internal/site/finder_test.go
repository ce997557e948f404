package site

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

func TestTheSearchDataAreCalledByWhatIsInThem(t *testing.T) {
	all := files(t, nil)
	const folder, times = "2022/mini/search/lists/", "2022/mini/search/times/"
	shards := within(paths(all), folder)
	if len(shards) == 0 || len(within(paths(all), "2022/mini/search/")) != 2*len(shards) { // index.json is one more, and the beginnings have no times
		t.Errorf("%s holds %s", folder, shards)
	}
	for _, f := range all {
		if slices.Contains(shards, f.Path) && f.Cache != artifact.Immutable {
			t.Errorf("%s is %s", f.Path, f.Cache)
		}
	}
	t.Run("a name that changes moves those that have it", func(t *testing.T) {
		other := within(paths(files(t, func(s *setting) { s.entry("M3").Name = "Joe Three" })), folder)
		if slices.Equal(other, shards) || len(other) != len(shards) {
			t.Error(other)
		}
	})
	t.Run("a time that changes moves nothing, and draws its times again", func(t *testing.T) {
		change := func(s *setting) { s.entry("M3").Timing.At[1] += 300 }
		if other := paths(files(t, change)); !slices.Equal(within(other, folder, times), within(paths(all), folder, times)) {
			t.Error(within(other, folder, times))
		}
		got := redrawn(t, change)
		if len(within(got, times)) == 0 || len(within(got, folder, "2022/mini/search/index.json")) > 0 {
			t.Error(got)
		}
	})
	t.Run("while a race is run nothing of it tells a time", func(t *testing.T) {
		running := files(t, func(s *setting) { s.now = s.Editions[1].Date })
		if got := within(paths(running), times); len(got) > 0 || len(within(paths(running), folder)) != len(shards) {
			t.Error(got)
		}
	})
	t.Run("no anonymous or masked name is in them", func(t *testing.T) {
		for _, name := range shards {
			for _, secret := range []string{"Secret", "secret", "Max Four"} {
				if strings.Contains(text(t, all, name), secret) {
					t.Errorf("%s says %q", name, secret)
				}
			}
		}
	})
}

func TestARaceInWhichNobodyIsShownHasNothingToFindThemBy(t *testing.T) {
	all := paths(files(t, func(s *setting) {
		for _, e := range s.Editions[1].Races[0].Entries {
			e.Visibility = race.Anonymous
		}
	}))
	if got := within(all, "2022/mini/search/", "en/2022/mini/bibs/", "en/2022/mini/surnames/", "en/2022/mini/runners/"); len(got) > 0 {
		t.Error(got)
	}
}

func TestAFinderIsMadeAnewForWhoeverAsksAgain(t *testing.T) {
	s := standard()
	in := s.input(t)
	rv := in.Verdicts[1].Races[0]
	if len(in.Finders) != 2 || in.Finders[rv] == nil {
		t.Fatalf("%d finders: those of the two editions with results are needed", len(in.Finders))
	}
	first, second := in.Finders[rv](), in.Finders[rv]()
	if first == nil || second == nil || first == second {
		t.Errorf("%p, then %p", first, second)
	}
	if len(first.surnames()) == 0 || len(first.surnames()) != len(second.surnames()) {
		t.Errorf("%d surnames, then %d", len(first.surnames()), len(second.surnames()))
	}
}

func TestAShardOfABuildWithoutFindersPlansNoneOfTheirFiles(t *testing.T) {
	in := standard().input(t)
	in.Finders = nil
	if got := within(paths(planned(t, in)), "2022/mini/search/", "en/2022/mini/bibs/", "en/2022/mini/surnames/"); len(got) > 0 {
		t.Error(got)
	}
}
