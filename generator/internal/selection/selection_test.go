package selection

import (
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

func TestWhereChoosesByFacts(t *testing.T) {
	men, women := &race.Division{ID: "men"}, &race.Division{ID: "women"}
	results := []race.Result{
		{Entry: &race.Entry{Bib: "M1", Nat: "KEN", Category: "elite"}, Division: men, Place: 1, Status: race.Finished},
		{Entry: &race.Entry{Bib: "m2", Nat: "CHN"}, Division: men, Place: 2, Status: race.Finished},
		{Entry: &race.Entry{Bib: "F1", Nat: "CHN"}, Division: women, Place: 1, Status: race.Finished},
		{Entry: &race.Entry{Bib: "9", Nat: "CHN"}, Status: race.Unranked},
	}
	for text, want := range map[string]string{
		"":                          "M1 m2 F1 9",
		"division=men":              "M1 m2",
		"division=men place<=1":     "M1",
		"place>1":                   "m2",
		"place>=1 nat=CHN":          "m2 F1",
		"bib=M2,f1":                 "m2 F1",
		"nat!=CHN":                  "M1",
		"category=elite":            "M1",
		"status=unranked":           "9",
		"place<2 division=women,xx": "F1",
	} {
		conditions, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range results {
			chosen := true
			for _, c := range conditions {
				chosen = chosen && c.Holds(&results[i])
			}
			if chosen {
				got = append(got, results[i].Entry.Bib)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q chooses %s, want %s", text, s, want)
		}
	}
	for text, want := range map[string]string{
		"men":         `"men" is not a condition`,
		"shoe=42":     `"shoe" is not one of bib, category`,
		"place<=many": "only places can be compared",
		"nat<CHN":     "only places can be compared",
		"=men":        "is not a condition",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
