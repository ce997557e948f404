package site

import (
	"strings"
	"testing"
)

func TestAPageIsWithdrawnWhereItsRunnerIsNotShownAnyMore(t *testing.T) {
	for name, compact := range map[string]bool{"a file a runner": false, "compact": true} {
		t.Run(name, func(t *testing.T) {
			s := standard()
			s.Site.Compact = compact
			withdrawn := Withdrawn(s.input(t))
			for path, want := range map[string]bool{
				"en/2022/mini/runners/M2.html":    true, // anonymous
				"zh/2022/mini/runners/M2.html":    true,
				"en/2022/mini/runners/Z9.html":    true, // not entered
				"en/2022/mini/runners/M1.html":    false,
				"en/2022/mini/runners/M4.html":    false, // masked
				"en/2021/mini/runners/W1.html":    true,
				"en/2022/mini/runners/index.html": false, // the page of all of the compact layout
				"en/2022/mini/runners/M2.json":    false,
				"ja/2022/mini/runners/M2.html":    false, // a language that is gone
				"en/2022/half/runners/M2.html":    false, // a race that is gone
				"en/2020/mini/runners/M2.html":    false,
				"en/2023/mini/runners/M2.html":    false, // no results yet
				"2022/mini/certificates/M2.pdf":   false,
				"en/2022/mini/men/2/index.html":   false,
			} {
				if got := withdrawn(path); got != want {
					t.Errorf("%s: withdrawn %v", path, got)
				}
			}
		})
	}
}

func TestATombstoneSaysNothingOfWhomThePageWasOf(t *testing.T) {
	s := standard()
	in := s.input(t)
	stone := Tombstone(in)
	var b strings.Builder
	if err := stone.Draw(&b); err != nil {
		t.Fatal(err)
	}
	for _, e := range s.Editions[1].Races[0].Entries {
		if strings.Contains(b.String(), e.Name) || strings.Contains(b.String(), e.Bib) {
			t.Errorf("it names %s", e.Bib)
		}
	}
	for _, f := range planned(t, in) {
		if f.Key == stone.Key {
			t.Errorf("it has the key of %s", f.Path)
		}
	}
	s.facts.Templates = s.facts.Data
	if Tombstone(s.input(t)).Key == stone.Key {
		t.Error("other templates do not draw it again")
	}
	s = standard()
	s.entry("M1").Club = "Another"
	if Tombstone(s.input(t)).Key != stone.Key {
		t.Error("a correction draws it again")
	}
}
