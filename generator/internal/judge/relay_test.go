package judge

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"guntime/generator/internal/race"

	"pgregory.net/rapid"
)

// inLegs is a relay of three legs, to 10k, 30k and the finish; runners are teams.
func inLegs() *race.Race {
	rc := marathon()
	rc.Legs = []int{rc.Point("10k"), rc.Point("30k"), rc.Finish()}
	return rc
}

// legsOf writes the legs of a team: "0:30:00/1 1:00:00/2 -".
func legsOf(r *race.Result) string {
	var all []string
	for _, l := range r.Legs {
		switch {
		case l.Time == race.NoTime:
			all = append(all, "-")
		case l.Place == 0:
			all = append(all, l.Time.String())
		default:
			all = append(all, fmt.Sprintf("%s/%d", l.Time, l.Place))
		}
	}
	return strings.Join(all, " ")
}

func TestRelays(t *testing.T) {
	const all = "start=0:00:02 5k=0:15:00 10k=%s half=1:05:00 30k=%s finish=%s"
	team := func(rc *race.Race, bib, first, second, third string) *race.Entry {
		return add(rc, bib, strings.Fields(fmt.Sprintf(all, first, second, third))...)
	}
	t.Run("legs last from one end to the next, the first from the gun, and have places of their own", func(t *testing.T) {
		rc := inLegs()
		team(rc, "1", "0:31:00", "1:31:00", "2:10:00.4")
		team(rc, "2", "0:30:00", "1:31:30", "2:10:00.5")
		team(rc, "3", "0:30:00", "1:32:00", "2:12:00")
		wantPlaces(t, rc, "1=1 2=2 3=3")
		for bib, want := range map[string]string{"1": "0:31:00/3 1:00:00/1 0:39:00.4/2", "2": "0:30:00/1 1:01:30/2 0:38:30.5/1", "3": "0:30:00/1 1:02:00/3 0:40:00/3"} {
			if got := legsOf(of(t, rc, bib)); got != want {
				t.Errorf("%s: %s, want %s", bib, got, want)
			}
		}
	})
	t.Run("where net time ranks the first leg counts from the team's own start", func(t *testing.T) {
		rc := inLegs()
		rc.Rules.Ranking.By = race.ByNet
		team(rc, "1", "0:31:00", "1:31:00", "2:10:00")
		if got := legsOf(of(t, rc, "1")); got != "0:30:58/1 1:00:00/1 0:39:00/1" {
			t.Error(got)
		}
	})
	t.Run("a leg that was given up ends the team's race, whoever ran on", func(t *testing.T) {
		rc := inLegs()
		team(rc, "1", "0:31:00", "1:31:00", "2:10:00").Timing.LegOut = 2
		team(rc, "2", "0:32:00", "1:33:00", "2:14:00")
		r := of(t, rc, "1")
		if wantStatus(t, r, race.DNF, race.LegUnfinished, ""); r.Reason.Leg != 2 || r.Gun != race.NoTime || legsOf(r) != "0:31:00 - -" {
			t.Errorf("%+v %s %s", r.Reason, r.Gun, legsOf(r))
		}
		wantPlaces(t, rc, "2=1")
	})
	t.Run("a team without a finish did not finish the leg that it was on", func(t *testing.T) {
		rc := inLegs()
		add(rc, "1", "start=0:00:02", "5k=0:15:00", "10k=0:31:00")
		add(rc, "2", "start=0:00:02")
		add(rc, "3")
		for bib, leg := range map[string]int{"1": 2, "2": 1} {
			if r := of(t, rc, bib); r.Status != race.DNF || r.Reason.Code != race.LegUnfinished || r.Reason.Leg != leg {
				t.Errorf("%s: %s %+v", bib, r.Status, r.Reason)
			}
		}
		wantStatus(t, of(t, rc, "3"), race.DNS, race.NoStart, "")
	})
	t.Run("a disqualified team has no legs to show", func(t *testing.T) {
		rc := inLegs()
		team(rc, "1", "0:31:00", "1:31:00", "2:10:00")
		rule(rc, "1 disqualify")
		if r := of(t, rc, "1"); r.Status != race.Disqualified || r.Legs != nil {
			t.Errorf("%s %s", r.Status, legsOf(r))
		}
	})
	t.Run("a note on a team says nothing where one of it is not public", func(t *testing.T) {
		rc := inLegs()
		team(rc, "1", "0:31:00", "1:31:00", "2:10:00").Members = []race.Member{{Leg: 1, Name: "Ann Lee", Visibility: race.Masked}}
		rule(rc, "1 disqualify")
		rc.Rulings[0].Note = race.Text{"en": "Ann Lee took the tram"}
		if note := of(t, rc, "1").Reason.Ruling.Note; note.In("en") != "" {
			t.Error(note)
		}
	})
	t.Run("a race without legs has none", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=2:10:00")
		if r := of(t, rc, "1"); r.Legs != nil {
			t.Error(r.Legs)
		}
	})
}

// The legs of a team add up to the time that ranks it, the best of a leg in a
// division is the first there, whoever has no place has none in a leg, and no order
// of the entries changes any of it.
func TestRelayInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		rc.Legs = []int{rc.Point("10k"), rc.Point("30k"), rc.Finish()}
		legs := func(rv *race.RaceVerdict) map[string]string {
			all := map[string]string{}
			for i := range rv.Results {
				all[rv.Results[i].Entry.Bib] = legsOf(&rv.Results[i])
			}
			return all
		}
		rv := Rule(edition(rc), later).Races[0]
		for i := range rv.Results {
			r := &rv.Results[i]
			sum, seen := race.Clock(0), r.Legs != nil
			for n, l := range r.Legs {
				if sum += l.Time; l.Time == race.NoTime {
					seen = false
				}
				if l.Place > 0 && (r.Place == 0 || l.Time == race.NoTime) {
					t.Fatalf("%s: place %d in leg %d", r.Entry.Bib, l.Place, n+1)
				}
				for j := range rv.Results {
					if o := &rv.Results[j]; o.Division == r.Division && o.Place > 0 && o.Legs != nil && l.Place > 0 && o.Legs[n].Place > 0 &&
						(o.Legs[n].Time < l.Time) != (o.Legs[n].Place < l.Place) {
						t.Fatalf("leg %d: %s is place %d with %s, %s place %d with %s", n+1, r.Entry.Bib, l.Place, l.Time, o.Entry.Bib, o.Legs[n].Place, o.Legs[n].Time)
					}
				}
			}
			want := r.Gun
			if rc.Rules.Ranking.By == race.ByNet && r.StartDelay != race.NoTime {
				want = r.Net
			}
			if seen && r.Status == race.Finished && want != race.NoTime && sum != want {
				t.Fatalf("%s: the legs add up to %s, the time is %s", r.Entry.Bib, sum, want)
			}
		}
		before := legs(rv)
		rc.Entries = rapid.Permutation(rc.Entries).Draw(t, "order")
		if after := legs(Rule(edition(rc), later).Races[0]); !maps.Equal(after, before) {
			t.Fatalf("shuffled\n%v\nbefore\n%v", after, before)
		}
	})
}
