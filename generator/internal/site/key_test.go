package site

import (
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// redrawn are the paths that are drawn again after a change of the setting. Files of the
// finder that are called by their content do not count where they are called otherwise.
func redrawn(t *testing.T, change func(*setting)) []string {
	t.Helper()
	return movedButFound(t, files(t, nil), files(t, change))
}

func movedButFound(t *testing.T, before, after []artifact.File) []string {
	t.Helper()
	without := func(all, other []artifact.File) []artifact.File {
		known := setOf(paths(other))
		return slices.DeleteFunc(slices.Clone(all), func(f artifact.File) bool {
			return !known[f.Path] && (strings.Contains(f.Path, "/search/lists/") || strings.Contains(f.Path, "/search/times/"))
		})
	}
	return moved(t, without(before, after), without(after, before))
}

// entry is a runner of 2022.
func (s *setting) entry(bib string) *race.Entry {
	for _, e := range s.Editions[1].Races[0].Entries {
		if e.Bib == bib {
			return e
		}
	}
	panic(bib)
}

// want fails where some paths are not drawn again, or others are, of those that
// patterns choose.
func wantRedrawn(t *testing.T, got []string, of []string, want ...string) {
	t.Helper()
	if some := within(got, of...); !slices.Equal(some, want) {
		t.Errorf("drawn again: %s, want %s", some, want)
	}
}

var runnersPages = []string{"en/2022/mini/runners/"}

func TestARunnersPageHangsOnTheRunnerAndTheVisibleNeighbours(t *testing.T) {
	page := func(bib string) string { return "en/2022/mini/runners/" + bib + ".html" }
	club := func(bib string) []string {
		return redrawn(t, func(s *setting) { s.entry(bib).Club = "Another" })
	}
	t.Run("one in the middle of the field draws three", func(t *testing.T) {
		wantRedrawn(t, club("M4"), runnersPages, page("M3"), page("M4"), page("M5"))
	})
	t.Run("the page leads past an anonymous neighbour to the next who is not, and hangs on both", func(t *testing.T) {
		wantRedrawn(t, club("M3"), runnersPages, page("M1"), page("M3"), page("M4"))
		wantRedrawn(t, club("M1"), runnersPages, page("M1"), page("M3"))
		wantRedrawn(t, club("M2"), runnersPages, page("M1"), page("M3"))
	})
	t.Run("who has no place has no neighbours", func(t *testing.T) {
		wantRedrawn(t, club("X1"), runnersPages, page("W1"), page("X1"))
	})
	t.Run("in every language", func(t *testing.T) {
		wantRedrawn(t, club("M4"), []string{"zh/2022/mini/runners/"}, "zh/2022/mini/runners/M3.html", "zh/2022/mini/runners/M4.html", "zh/2022/mini/runners/M5.html")
	})
	t.Run("in the compact layout the shard hangs on all who lie in it", func(t *testing.T) {
		compact := func(club string) []artifact.File {
			return files(t, func(s *setting) { s.Site.Compact, s.entry("X1").Club = true, club })
		}
		wantRedrawn(t, movedButFound(t, compact(""), compact("Another")), []string{"2022/mini/runners/", "2022/mini/certificates/"}, "2022/mini/runners/en/0.json", "2022/mini/runners/zh/0.json")
	})
}

func TestWhereARunnerStandsIsPartOfThePagesKey(t *testing.T) {
	results := []artifact.Key{artifact.KeyOf([]byte("one")), artifact.KeyOf([]byte("two"))}
	rv := &race.RaceVerdict{Results: []race.Result{{Place: 1, Entry: &race.Entry{}}, {Place: 2, Entry: &race.Entry{}}}}
	k := raceKeys{results: results}
	if k.runner(rv, 0, 99) == k.runner(rv, 0, 100) {
		t.Error("the hundred-and-first stands on the first page of the list")
	}
	if k.runner(rv, 0, 0) != k.runner(rv, 0, 99) {
		t.Error("the hundredth does not stand on the first page of the list")
	}
}

func TestACorrectionDrawsWhatShowsIt(t *testing.T) {
	got := redrawn(t, func(s *setting) { s.entry("M4").Club = "Another" })
	for _, name := range []string{"2022/mini/results.json", "2022/mini/results.csv", "2022/mini/results.xlsx", "2022/mini/results.pdf",
		"2022/mini/certificates/xbqh4pm3z2ttp344pvxrnxox.pdf", "en/2022/mini/men/index.html", "zh/2022/mini/overall/index.html", "en/2022/mini/index.html", "en/2022/index.html", "en/index.html", "en/search/index.html",
		"2022/mini/search/index.json", "en/2022/mini/bibs/1/index.html"} {
		if !slices.Contains(got, name) {
			t.Errorf("%s is not drawn again", name)
		}
	}
	for _, name := range []string{"2022/mini/certificates/M1.pdf", "en/2022/mini/women/index.html", "en/2022/mini/others/index.html", "en/2022/mini/surnames/index.html",
		"en/2021/index.html", "en/2021/mini/runners/M1.html", "2021/mini/results.json", "results.schema.json"} {
		if slices.Contains(got, name) {
			t.Errorf("%s is drawn again", name)
		}
	}
	t.Run("of somebody without a place, the list of those", func(t *testing.T) {
		got := within(redrawn(t, func(s *setting) { s.entry("X1").Club = "Another" }), "en/2022/mini/others/", "en/2022/mini/men/", "en/2022/mini/women/")
		if !slices.Equal(got, []string{"en/2022/mini/others/index.html"}) {
			t.Error(got)
		}
	})
}

func TestASpellingDrawsWhatFindsRunners(t *testing.T) {
	got := redrawn(t, func(s *setting) { s.entry("M5").Nat = "CAN" })
	for _, name := range []string{"2022/mini/search/index.json", "en/2022/mini/bibs/index.html", "zh/2022/mini/surnames/1/index.html"} {
		if !slices.Contains(got, name) {
			t.Errorf("%s is not drawn again", name)
		}
	}
	if some := within(redrawn(t, func(s *setting) { s.entry("M2").Name = "Whoever" }), "2022/mini/search/", "en/2022/mini/bibs/", "en/2022/mini/surnames/"); len(some) > 0 {
		t.Errorf("an anonymous name draws %s", some)
	}
}

func TestEachSourceDrawsWhatIsMadeFromIt(t *testing.T) {
	other := artifact.KeyOf([]byte("other"))
	const (
		home, list, runner, register = "en/index.html", "en/2022/mini/men/index.html", "en/2022/mini/runners/M1.html", "en/2022/mini/bibs/index.html"
		edition, past                = "en/2022/index.html", "en/2021/index.html"
		data, search, schema         = "2022/mini/results.json", "2022/mini/search/index.json", "results.schema.json"
		print, certificate           = "2022/mini/results.pdf", "2022/mini/certificates/M1.pdf"
	)
	all := []string{certificate, data, edition, home, list, past, print, register, runner, schema, search}
	for name, c := range map[string]struct {
		change func(*setting)
		want   []string
	}{
		"the program draws all but the assets": {func(s *setting) { s.facts.Program = other }, all},
		"site.yaml draws all but the assets":   {func(s *setting) { s.Site.Contact = "somebody@example.org" }, all},
		"messages draw what is read, not data": {func(s *setting) { s.facts.Messages = other }, []string{certificate, edition, home, list, past, print, register, runner}},
		"templates draw pages and the printed results": {func(s *setting) { s.facts.Templates = other },
			[]string{edition, home, list, past, print, register, runner}},
		"content draws pages":                                     {func(s *setting) { s.facts.Content = other }, []string{edition, home, list, past, register, runner}},
		"the data draw what sums up the archive":                  {func(s *setting) { s.facts.Data = other }, []string{home}},
		"an edition's data draw what sums it up":                  {func(s *setting) { s.facts.Editions["2022"] = other }, []string{edition}},
		"the signing key draws what sums up, and what it signs":   {func(s *setting) { s.signed = strings.Repeat("b", 32) }, []string{certificate, edition, home, past}},
		"a moment at which nothing changes draws nothing":         {func(s *setting) { s.now = after.AddDate(0, 1, 0) }, nil},
		"an edition's name draws what is of it, and what sums up": {func(s *setting) { s.Editions[1].Name["en"] = "X" }, []string{certificate, data, edition, home, list, print, register, runner}},
		// What sums up hangs on the data that the name comes from.
		"a race's name draws what is of it": {func(s *setting) { s.Editions[1].Races[0].Name["en"] = "X" }, []string{certificate, data, list, print, register, runner}},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := files(t, nil), files(t, c.change)
			if strings.Contains(name, "signing") { // one of which there are other files
				before = files(t, func(s *setting) { s.signed = strings.Repeat("a", 32) })
			}
			got := moved(t, before, after)
			var some []string
			for _, p := range all {
				if slices.Contains(got, p) {
					some = append(some, p)
				}
			}
			if !slices.Equal(some, c.want) {
				t.Errorf("drawn again: %s, want %s", some, c.want)
			}
			if assets := within(got, "assets/", "2022/mini/field/"); len(assets) > 0 {
				t.Errorf("what goes by its bytes alone is drawn again: %s", assets)
			}
		})
	}
}

func TestFilesOfOneKeyWouldBeOne(t *testing.T) {
	seen := map[artifact.Key]string{}
	for _, f := range files(t, func(s *setting) { s.signed = strings.Repeat("a", 32) }) {
		if other := seen[f.Key]; other != "" {
			t.Errorf("%s and %s have one key", f.Path, other)
		}
		seen[f.Key] = f.Path
	}
}

func TestAFileNamesTheInputsThatItShares(t *testing.T) {
	names := func(name string) string {
		var list []string
		for _, f := range files(t, nil) {
			if f.Path == name {
				for _, in := range f.Inputs {
					list = append(list, in.Name)
				}
			}
		}
		return strings.Join(list, ", ")
	}
	for name, want := range map[string]string{
		"en/index.html":                 "program, site.yaml, messages, templates, content, sections, data, moment, signing key",
		"en/2022/index.html":            "program, site.yaml, messages, templates, content, sections, data of 2022, moment of 2022, signing key",
		"en/2022/mini/runners/M1.html":  "program, site.yaml, messages, templates, content, sections, edition 2022, race 2022/mini, figures of 2022/mini (en)",
		"en/2022/mini/bibs/index.html":  "program, site.yaml, messages, templates, content, sections, edition 2022, race 2022/mini, names of 2022/mini",
		"2022/mini/search/index.json":   "program, site.yaml, entries of 2022/mini",
		"2022/mini/results.json":        "program, site.yaml, edition 2022, race 2022/mini",
		"2022/mini/results.pdf":         "program, site.yaml, messages, edition 2022, race 2022/mini, templates",
		"2022/mini/certificates/M1.pdf": "program, site.yaml, messages, edition 2022, race 2022/mini, certificate form of 2022/mini",
		"results.schema.json":           "program, site.yaml",
		"2022/mini/field/men.svg":       "",
	} {
		if got := names(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestWhileARaceIsRunAnArrivalDrawsTheRunnerAndTheListsTheyStandOn(t *testing.T) {
	for layout, compact := range map[string]bool{"a file a runner": false, "compact": true} {
		before := func(s *setting) {
			s.now, s.Site.Compact = during, compact
			s.entry("M5").Timing.At[1] = race.Unseen
		}
		after := func(s *setting) { s.now, s.Site.Compact = during, compact }
		got := within(moved(t, files(t, before), files(t, after)), "en/2022/mini/", "2022/mini/")
		want := []string{"2022/mini/results.csv", "2022/mini/results.json",
			"en/2022/mini/awards/index.html", "en/2022/mini/embed/index.html", "en/2022/mini/index.html", "en/2022/mini/media/index.html", // they count
			"2022/mini/live/leaders.json", "2022/mini/live/points/finish.json", "en/2022/mini/live/index.html", "2022/mini/following/0.json",
			"en/2022/mini/men/index.html", "en/2022/mini/runners/M5.html", "en/2022/mini/statistics/index.html", "en/2022/mini/points/finish/index.html"}
		if compact {
			want[11] = "en/2022/mini/runners/index.html"
			want = append([]string{"2022/mini/runners/en/0.json", "2022/mini/runners/zh/0.json"}, want...)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: drawn again: %s, want %s", layout, got, want)
		}
	}
}

func TestWhatTheReadersHeardDrawsNothing(t *testing.T) {
	got := redrawn(t, func(s *setting) {
		s.Editions[1].Races[0].Strays = []race.Stray{{Chip: "lost"}}
		s.Editions[1].Races[0].Readers = []race.ReaderClock{{Reader: "mat", Reads: 7}}
	})
	if len(got) > 0 {
		t.Errorf("drawn again: %s", got)
	}
}
