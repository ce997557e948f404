package project

import (
	"crypto/sha256"
	"fmt"
	"testing"
)

func TestAnEditionsKeyCoversItselfTheRulesBeforeItAndWhatAllShare(t *testing.T) {
	const years = 5
	sources := func(changed string) (all []source) {
		for y := range years {
			for _, file := range []string{"edition.yaml", "run/times.csv"} {
				name := fmt.Sprintf("data/%d/%s", 2020+y, file)
				s := source{name: name, sum: sha256.Sum256([]byte(name))}
				if name == changed {
					s.sum = sha256.Sum256([]byte("changed"))
				}
				all = append(all, s)
			}
		}
		s := source{name: "data/site.yaml", sum: sha256.Sum256(nil)}
		if changed == s.name {
			s.sum[0]++
		}
		return append(all, s)
	}
	was := editionKeys(sources(""))
	for changed, want := range map[string]string{
		"":                        "",
		"data/2022/run/times.csv": "2022 ",
		"data/2022/edition.yaml":  "2022 2023 2024 ",
		"data/2024/edition.yaml":  "2024 ",
		"data/site.yaml":          "2020 2021 2022 2023 2024 ",
	} {
		is, differ := editionKeys(sources(changed)), ""
		for y := range years {
			if id := fmt.Sprint(2020 + y); is[id] != was[id] {
				differ += id + " "
			}
		}
		if differ != want || len(is) != years {
			t.Errorf("%q changes the keys of %q of %d, not of %q", changed, differ, len(is), want)
		}
	}
}

// BenchmarkEditionKeys measures the keys of an archive of ten thousand editions.
func BenchmarkEditionKeys(b *testing.B) {
	var all []source
	for y := range 10_000 {
		for _, file := range []string{"edition.yaml", "run/entries.csv", "run/times.csv"} {
			all = append(all, source{name: fmt.Sprintf("data/%05d/%s", y, file)})
		}
	}
	for b.Loop() {
		editionKeys(all)
	}
}
