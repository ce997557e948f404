package spelling

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// TestNationsAreKnownByTheirNamesInEveryLanguage holds the file of names against
// those of CLDR, which the library has. The program does without the library,
// which has the names of everything in every language.
func TestNationsAreKnownByTheirNamesInEveryLanguage(t *testing.T) {
	named := func(in language.Tag, iso, ioc string) {
		r, err := language.ParseRegion(iso)
		names := display.Regions(in)
		if err != nil || names == nil || r.String() != iso {
			t.Fatalf("%s: the library knows nothing of %s", in, iso)
		}
		if name := names.Name(r); Nation(name) != ioc && name != "Nga" { // Nga is Russia in Vietnamese, and the code of Nigeria
			t.Errorf("%s: %s is %q, want %s", in, name, Nation(name), ioc)
		}
	}
	for iso, ioc := range committees() {
		if !IsNation(ioc) {
			t.Errorf("%s stands for %s, which is no nation", iso, ioc)
		}
		if iso == "UK" {
			continue
		}
		for _, in := range []string{"en", "zh", "zh-Hant", "ja", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "ru", "ko", "et", "lv", "lt", "sv", "nb", "da", "fi", "is",
			"el", "hr", "hu", "id", "ro", "sk", "sl", "tr", "uk", "vi"} {
			named(language.MustParse(in), iso, ioc)
		}
		own, err := language.Compose(language.Und, language.MustParseRegion(iso))
		if err != nil {
			t.Fatal(err)
		}
		if base, _ := own.Base(); display.Regions(language.Make(base.String())) != nil {
			named(language.Make(base.String()), iso, ioc)
		}
	}
}

func TestEachNameOfANationIsWrittenOnceAndMeansItsNation(t *testing.T) {
	of := map[string]string{}
	var codes []string
	for i, line := range strings.Split(strings.TrimSpace(nationsFile), "\n") {
		if line[0] == '#' {
			continue
		}
		ioc, names, ok := strings.Cut(line, ": ")
		if !ok || !IsNation(ioc) {
			t.Errorf("line %d: %q is not the code of a nation", i+1, ioc)
		}
		codes = append(codes, ioc)
		for _, name := range strings.Split(names, " | ") {
			if was, twice := of[FoldWord(name)]; twice {
				t.Errorf("%s: %s stands already in %s", ioc, name, was)
			}
			if of[FoldWord(name)] = ioc; Nation(name) != ioc || strings.TrimSpace(name) != name {
				t.Errorf("%s: %q is %q", ioc, name, Nation(name))
			}
		}
	}
	if !slices.IsSorted(codes) || len(slices.Compact(codes)) != len(codes) {
		t.Error("the codes are not in order")
	}
}
