package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/judge"
	"guntime/generator/internal/race"
)

// running is a race of a hundred at ten o'clock, of whom some lack their first point.
func running(t *testing.T, without int, live race.LiveRules) []string {
	t.Helper()
	rc := &race.Race{ID: "run", Length: 42_195_000, Gun: race.Instant(race.Day / 3), Divisions: []*race.Division{{ID: "open", Gun: race.Unseen}},
		Points: []race.Point{{ID: "start"}, {ID: "15k", At: 15_000_000, Required: true, Listed: true}, {ID: "20k", At: 20_000_000, Required: true, Listed: true},
			{ID: "finish", At: 42_195_000, Required: true, Listed: true}}}
	rc.Rules.Live = live
	for i := range 100 {
		at := rc.Gun + race.Instant(3_600_000+i*1000)
		e := &race.Entry{Bib: fmt.Sprintf("M%d", i+1), Visibility: race.Public, Timing: &race.Timing{At: []race.Instant{race.Unseen, at - 900_000, at, race.Unseen},
			Net: race.NoTime, From: race.Position{Path: "times.csv", Line: i + 2}}}
		if i < without {
			e.Timing.At[1] = race.Unseen
		}
		rc.Entries = append(rc.Entries, e)
	}
	e := &race.Edition{ID: "2022", State: race.Provisional, Date: time.Date(2022, 11, 6, 0, 0, 0, 0, time.UTC), Zone: time.UTC, RaceEnd: race.Instant(race.Day), Races: []*race.Race{rc}}
	var said []string
	for _, p := range Edition(judge.Rule(e, time.Date(2022, 11, 6, 10, 0, 0, 0, time.UTC)), nil, nil) {
		if p.Code == "kept_from_front" || p.Code == "unknown_bib" {
			said = append(said, p.String())
		}
	}
	return said
}

func TestTheDeskIsToldWhoIsKeptFromTheFront(t *testing.T) {
	want := []string{
		"times.csv:2:1: review: M1 leads at 20k and was never seen at 15k [kept_from_front]",
		"times.csv:3:1: review: M2 leads at 20k and was never seen at 15k [kept_from_front]",
	}
	if said := running(t, 2, race.LiveRules{}); !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	t.Run("of one whom the desk confirmed nothing is said", func(t *testing.T) {
		if said := running(t, 2, race.LiveRules{Confirmed: map[string]bool{"M1": true}}); len(said) != 1 || !strings.Contains(said[0], "M2 would be number 2 at 20k") {
			t.Errorf("%q", said)
		}
	})
	t.Run("a bib that nobody has is said", func(t *testing.T) {
		if said := running(t, 0, race.LiveRules{Confirmed: map[string]bool{"M700": true}}); len(said) != 1 || !strings.Contains(said[0], `live confirms "M700", which is not in the entries`) {
			t.Errorf("%q", said)
		}
	})
	t.Run("forty of them are thirty lines and one", func(t *testing.T) {
		if said := running(t, 40, race.LiveRules{}); len(said) != alone+1 {
			t.Errorf("%d lines", len(said))
		}
	})
	t.Run("too fast is said with the figures", func(t *testing.T) {
		text := Doubted(&race.Race{Points: []race.Point{{ID: "start"}, {ID: "5k"}}}, "M9", race.Doubt{Point: 1, Place: 3, Missed: -1, To: 1, Took: 600_000, Least: 671_000})
		if want := "M9 would be number 3 at 5k and came from start to 5k in 0:10:00, where nobody takes less than 0:11:11"; text != want {
			t.Error(text)
		}
	})
}
