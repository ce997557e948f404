package certificate

import (
	"testing"

	"guntime/generator/internal/race"
)

func TestAnAgeGroupAndThePlaceInItAreFacts(t *testing.T) {
	f := form(t, func(*race.Edition, *race.Race, *race.RaceVerdict) {})
	group := &race.Group{ID: "men-40", Ranked: 17, Ages: &race.AgeGroup{ID: "men-40", From: 40, To: 44}}
	r := &race.Result{Entry: &race.Entry{Bib: "1"}, Division: f.race.Divisions[0],
		Overlays: []race.Overlay{{Group: &race.Group{ID: "games"}, Place: 9}, {Group: group, Place: 3}}}
	en := f.languages[len(f.languages)-1]
	for fact, want := range map[string]string{"age_group": "Men 40–44", "age_group_place": "3 / 17"} {
		if got, err := f.text(fact, en, r); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", fact, got, err, want)
		}
		if got, err := f.text(fact, en, &race.Result{Entry: r.Entry}); err != nil || got != "" {
			t.Errorf("%s of somebody in no group is %q (%v)", fact, got, err)
		}
	}
}
