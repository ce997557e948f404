package judge

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

// until is a race as far as it was read at an instant, the passings later than that
// still to come.
func until(rc *race.Race, now race.Instant) *race.Race {
	cut := *rc
	cut.Entries = nil
	for _, e := range rc.Entries {
		entry := *e
		if e.Timing != nil {
			timing := *e.Timing
			timing.At = slices.Clone(timing.At)
			for i, at := range timing.At {
				if at > now {
					timing.At[i] = race.Unseen
				}
			}
			entry.Timing = &timing
		}
		cut.Entries = append(cut.Entries, &entry)
	}
	return &cut
}

func TestWhoArrivesLaterChangesNobodysResultWhileTheRaceIsRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		rc.Rulings = slices.DeleteFunc(rc.Rulings, func(r race.Ruling) bool { // a place given by hand moves others when its runner arrives
			return r.Kind == race.JudgesOrder || r.Kind == race.PlaceRuling
		})
		for _, e := range rc.Entries { // so that net times have an order of their own
			if e.Timing != nil && e.Timing.At[0] != race.Unseen {
				e.Timing.At[0] += race.Instant(rapid.IntRange(0, 10).Draw(t, "late at the start")) * 60_000
			}
		}
		first := rapid.OneOf(rapid.IntRange(0, 170), rapid.IntRange(120, 145)).Draw(t, "minutes after the gun")
		now := rc.Gun + race.Instant(first)*60_000
		then := now + race.Instant(rapid.IntRange(1, 90).Draw(t, "minutes more"))*60_000
		before, after := Rule(edition(until(rc, now)), during).Races[0], Rule(edition(until(rc, then)), during).Races[0]
		was := map[string]*race.Result{}
		for i := range before.Results {
			was[before.Results[i].Entry.Bib] = &before.Results[i]
		}
		for i := range after.Results {
			if old := was[after.Results[i].Entry.Bib]; !sameDoubts(rc, old, &after.Results[i]) {
				t.Skip("a mat that is silent, or no longer, makes another believed: this is a change for those behind")
			}
		}
		for i := range after.Results {
			r := &after.Results[i]
			r.Doubts, was[r.Entry.Bib].Doubts = nil, nil // on no page: which place they would have follows the front
			if old := was[r.Entry.Bib]; reflect.DeepEqual(old.Entry, r.Entry) && !reflect.DeepEqual(old, r) {
				t.Fatalf("%s was not seen between %d and %d, and yet:\n%+v %+v\n%+v %+v", r.Entry.Bib, now, then, old, old.Arrival, r, r.Arrival)
			}
		}
	})
}

// sameDoubts reports whether a runner is believed where they had been seen as they
// were before.
func sameDoubts(rc *race.Race, before, after *race.Result) bool {
	for p := range rc.Points {
		if before.Entry.Timing == nil || before.Entry.Timing.At[p] == race.Unseen {
			continue
		}
		if (before.DoubtAt(p) == nil) != (after.DoubtAt(p) == nil) {
			return false
		}
	}
	return true
}

func TestWhileTheRaceIsRunPlacesAreTheOrderOfArrival(t *testing.T) {
	rc := marathon()
	rc.Rules.Ranking.By = race.ByNet
	rc.Rules.AgeGroups = []race.AgeGroup{{ID: "men-20", Division: "men", From: 20}}
	rc.Waves = []race.Wave{{ID: "A", Gun: rc.Gun}, {ID: "B", Gun: rc.Gun + 600_000}}
	for bib, passed := range map[string]struct{ wave, all string }{"1": {"A", "2:21:00"}, "2": {"B", "2:12:00"}, "3": {"A", "2:20:00"}} {
		e := add(rc, bib, "all="+passed.all)
		e.Wave, e.Age = passed.wave, 30
		if passed.wave == "B" {
			for i := range e.Timing.At {
				e.Timing.At[i] += 600_000
			}
		}
	}
	add(rc, "4", "start=0:00:01", "5k=0:16:00", "10k=0:33:00")
	add(rc, "5", "start=0:00:01", "5k=0:15:00", "10k=0:31:00")
	add(rc, "6", "start=0:00:01", "5k=0:15:30")
	add(rc, "7", "start=0:00:01", "5k=0:15:30")
	add(rc, "8", "start=0:00:01")
	add(rc, "9", "start=0:00:01", "5k=0:14:00", "10k=0:30:00").Timing.Status = race.TimedDQ
	results := map[string]*race.Result{}
	rv := Rule(edition(rc), during).Races[0]
	for i := range rv.Results {
		results[rv.Results[i].Entry.Bib] = &rv.Results[i]
	}
	for bib, place := range map[string]int{"3": 1, "1": 2, "2": 3} {
		if r := results[bib]; r.Place != place || r.PlaceOverall != 0 || len(r.Overlays) > 0 || r.SplitPlaces != nil || r.Prize != nil || r.Trophy {
			t.Errorf("%s arrived as number %d, not as %+v", bib, place, r)
		}
	}
	if len(rv.Groups) > 0 {
		t.Error("there are classifications already")
	}
	// 9 is out of the race and was there all the same, before everybody. Those who
	// have finished passed 5 km after 16:00 and 10 km after 33:00.
	for bib, want := range map[string]race.Arrival{"5": {Point: rc.Point("10k"), Place: 2}, "4": {Point: rc.Point("10k"), Place: 3},
		"6": {Point: rc.Point("5k"), Place: 3, Tied: true}, "7": {Point: rc.Point("5k"), Place: 3, Tied: true}, "8": {Point: rc.Start()}, "9": {}} {
		got := results[bib].Arrival
		if bib == "9" {
			if got != nil {
				t.Errorf("9 is out, and its times are shown: %+v", got)
			}
			continue
		}
		want.At = results[bib].Entry.Timing.At[want.Point]
		if got == nil || *got != want {
			t.Errorf("%s was last seen as %+v, want %+v", bib, got, want)
		}
	}
	for _, r := range Rule(edition(rc), later).Races[0].Results {
		if r.Arrival != nil {
			t.Errorf("the race is over, and %s is still on its way", r.Entry.Bib)
		}
	}
}

func TestWhileARaceOfLapsIsRunTheLastLapIsWhereSomebodyWasSeen(t *testing.T) {
	results := Rule(laps(3_600_000, []int{11, 22}, []int{10, 21}, []int{12}), during).Races[0].Results
	for i, want := range []struct {
		bib    string
		minute race.Clock
		race.Arrival
	}{{"2", 21, race.Arrival{Point: 2, Place: 1}}, {"1", 22, race.Arrival{Point: 2, Place: 2}}, {"3", 12, race.Arrival{Point: 1, Place: 3}}} {
		want.At = race.Instant(10 * 3_600_000).After(want.minute * 60_000)
		if r := &results[i]; r.Entry.Bib != want.bib || r.Arrival == nil || *r.Arrival != want.Arrival {
			t.Errorf("%s: %+v, want %+v", r.Entry.Bib, r.Arrival, want)
		}
	}
}
