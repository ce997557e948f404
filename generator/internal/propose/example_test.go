package propose

import (
	"bytes"
	"testing"
	"time"
)

func TestAnExampleIsTheSameRaceEachTimeAndExplainsItsRules(t *testing.T) {
	for _, kind := range Examples {
		one, ok, err := Example(kind, "UTC", []string{"en"})
		two, _, _ := Example(kind, "UTC", []string{"en"})
		if !ok || err != nil {
			t.Fatal(kind, ok, err)
		}
		for _, name := range one.Names() {
			if !bytes.Equal(one[name], two[name]) {
				t.Errorf("%s: %s differs", kind, name)
			}
		}
		if n := bytes.Count(one["data/2025/edition.yaml"], []byte("# ")); n < 8 {
			t.Errorf("%s: only %d comments explain its rules", kind, n)
		}
	}
	if _, ok, err := Example("swim", "UTC", []string{"en"}); ok || err != nil {
		t.Errorf("swim: %v, %v", ok, err)
	}
}

func TestTheNextStepsAreInTheFirstLanguage(t *testing.T) {
	for language, want := range map[string]string{"en": "The next three steps", "zh": "接下来的三步", "ja": "次の三つの手順"} {
		files, err := MadeUp(time.Date(2026, 1, 8, 0, 0, 0, 0, time.UTC), "UTC", []string{language, "en"})
		if err != nil {
			t.Fatal(err)
		}
		text := files["README.md"]
		if !bytes.Contains(text, []byte(want)) || !bytes.Contains(text, []byte("`data/2026/race/entries.csv`")) || bytes.Contains(text, []byte("RACE")) {
			t.Errorf("%s: %s", language, text)
		}
		for name := range files {
			if name == "readme/en.md" {
				t.Error("a project has the folder readme")
			}
		}
	}
}
