package site

import (
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/artifact"
	"guntime/generator/internal/race"
)

// wholes plans an input and returns its files, and what it is told of each
// edition.
func wholes(t *testing.T, in Input) ([]artifact.File, map[string]CachedEdition) {
	t.Helper()
	told := map[string]CachedEdition{}
	in.Whole = func(v *race.Verdict, c CachedEdition) { told[v.Edition.ID] = c }
	return planned(t, in), told
}

func TestAnEditionIsMadeOfNoMoreThanItsCacheIsHeldAgainst(t *testing.T) {
	in := func(secret string) Input {
		s := standard()
		s.signed = secret
		return s.input(t)
	}
	signed := in(strings.Repeat("a", 32))
	_, told := wholes(t, signed)
	if len(told) != 3 {
		t.Fatalf("told of %v", slices.Sorted(maps.Keys(told)))
	}
	for id, edition := range told {
		before := EditionInputs(signed.Sources, id, signed.Signer.ID())
		for _, name := range []string{"program", "messages", "templates", "content", "data of " + id, "signing key"} {
			if key, known := before[name]; !known || edition.Inputs[name] != key {
				t.Errorf("%s was made from another %q than is known before", id, name)
			}
		}
		for name := range edition.Inputs {
			if strings.HasSuffix(name, "of 2021") && id != "2021" || name == "data" || name == "moment" {
				t.Errorf("%s hangs on %q", id, name)
			}
		}
	}
	t.Run("another signing key, or none, is another cache", func(t *testing.T) {
		other := in(strings.Repeat("b", 32))
		of := EditionInputs(signed.Sources, "2022", signed.Signer.ID())
		for _, id := range []string{"", other.Signer.ID()} {
			if now := EditionInputs(signed.Sources, "2022", id); now["signing key"] == of["signing key"] {
				t.Errorf("the cache of the key %q is taken for that of %q", signed.Signer.ID(), id)
			}
		}
		if _, more := wholes(t, other); more["2022"].Inputs["signing key"] == told["2022"].Inputs["signing key"] {
			t.Error("an edition that is signed anew says that it was made with the same key")
		}
	})
}

func TestACachedEditionStandsInThePlanAsItDidBefore(t *testing.T) {
	in := standard().input(t)
	all, told := wholes(t, in)
	folders := Folders("2021", in.Archive.Site.Languages)
	if !slices.Equal(folders, []string{"2021/", "en/2021/", "zh/2021/"}) {
		t.Fatal(folders)
	}
	standing := told["2021"]
	standing.About = 1_000
	standing.Files = func(yield func(artifact.File) bool) {
		for _, f := range all {
			if len(within([]string{f.Path}, folders...)) > 0 {
				f.Draw = func(io.Writer) error { t.Error("it was drawn"); return nil }
				if !yield(f) {
					return
				}
			}
		}
	}
	in.Cached = map[string]*CachedEdition{"2021": &standing}
	again, more := wholes(t, in)
	if _, known := more["2021"]; known {
		t.Error("it was planned whole")
	}
	if got := moved(t, all, again); len(got) > 0 {
		t.Errorf("drawn again: %s", got)
	}
	if text(t, all, "sitemap.xml") != text(t, again, "sitemap.xml") {
		t.Error("the sitemap is another")
	}
	if a, b := EstimateFiles(in), EstimateFiles(standard().input(t)); a < b || a > b+1_000 {
		t.Errorf("about %d files with it cached, %d without", a, b)
	}
	n := 0
	for range Plan(in) { // it stops within the cached one
		if n++; n == 20 {
			break
		}
	}
	if n != 20 {
		t.Error(n)
	}
}

func TestOnlyAnEditionThatWasPlannedToItsEndIsTold(t *testing.T) {
	in := standard().input(t)
	told := 0
	in.Whole = func(*race.Verdict, CachedEdition) { told++ }
	for f := range Plan(in) {
		if f.Path == "2022/mini/results.csv" {
			break
		}
	}
	if told != 1 {
		t.Errorf("%d editions", told)
	}
}
