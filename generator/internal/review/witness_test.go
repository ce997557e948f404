package review

import (
	"fmt"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// witnessed is a race of some gun and net times in seconds, ranked by a clock,
// of which the table gives places. No gun time is 0.
func witnessed(by race.ClockKind, gun, net, place []int) string {
	at := func(seconds int) race.Instant {
		if seconds == 0 {
			return race.Unseen
		}
		return race.Instant(seconds * 1000)
	}
	v := verdict(func(rc *race.Race) {
		rc.Rules.Ranking.By = by
		rc.Entries = nil
		for i := range gun {
			bib := fmt.Sprint(i + 1)
			t := &race.Timing{At: []race.Instant{race.Unseen, at(gun[i])}, Net: race.Clock(net[i] * 1000), Started: true, Testimony: race.Testimony{Place: int32(place[i])}}
			rc.Entries = append(rc.Entries, &race.Entry{Bib: bib, Name: bib, Visibility: race.Public, Timing: t})
		}
	})
	var said []string
	for _, p := range Edition(v, nil, nil) {
		if p.Code == "own_places" || p.Code == "places_differ" {
			said = append(said, fmt.Sprintf("%s: %s\n%s", p.Level, p.Text, p.Hint))
		}
	}
	return strings.Join(said, "\n")
}

func TestTheTablesOwnPlacesAreHeldAgainstBothClocks(t *testing.T) {
	gun, net := []int{3000, 3001, 3001, 3100}, []int{2990, 2985, 3000, 2800}
	for _, c := range []struct {
		claim string
		by    race.ClockKind
		place []int
		wants []string
	}{
		{"all agree, those of one time in any order", "", []int{1, 3, 2, 4}, []string{"review: race run: of 4 places that the table itself gives, 4 agree by gun, 0 by net"}},
		{"most differ, and the other clock is to be pasted", "", []int{3, 2, 4, 1}, []string{"warning: ", "1 agree by gun, 4 by net", "ranking: {by: net}", "bib 4, there 1, here place 4 in the division and 4 of all"}},
		{"the same by the other clock", race.ByNet, []int{1, 2, 3, 4}, []string{"warning: ", "1 agree by net, 4 by gun", "ranking: {by: gun}"}},
		{"one differs, and is named", "", []int{1, 2, 3, 9}, []string{"review: ", "3 agree by gun", "bib 4, there 9"}},
		{"without places nothing is said", "", []int{0, 0, 0, 0}, nil},
	} {
		t.Run(c.claim, func(t *testing.T) {
			said := witnessed(c.by, gun, net, c.place)
			if said != "" && c.wants == nil {
				t.Error(said)
			}
			for _, want := range c.wants {
				if !strings.Contains(said, want) {
					t.Errorf("it does not say %q: %s", want, said)
				}
			}
		})
	}
}

func TestWhoHasNoTimeByTheClockThatRanksIsCountedByTheOther(t *testing.T) {
	said := witnessed(race.ByGun, []int{0, 3001, 3002, 3003, 3004}, []int{2900, 2901, 2902, 2903, 2904}, []int{1, 2, 3, 4, 5})
	for _, want := range []string{"warning: ", "0 agree by gun, 5 by net", "ranking: {by: net}"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %s", want, said)
		}
	}
}
