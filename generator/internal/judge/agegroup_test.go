package judge

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

func TestWavesAndOwnStarts(t *testing.T) {
	waves := func() *race.Race {
		rc := marathon()
		add(rc, "M1", "all=2:40:00")
		add(rc, "M2", "all=2:45:00")
		rc.Waves = []race.Wave{{ID: "A", Gun: wall("7:30:00")}, {ID: "B", Gun: wall("7:40:00")}}
		rc.Entries[0].Wave, rc.Entries[1].Wave = "A", "B"
		return rc
	}
	t.Run("gun time and places count from the gun of the wave", func(t *testing.T) {
		rc := waves()
		wantPlaces(t, rc, "M2=1 M1=2")
		if r := of(t, rc, "M2"); r.Gun != clock("2:35:00") || r.Net != clock("2:44:59") || r.StartDelay != clock("-0:09:59") {
			t.Errorf("gun %s, net %s, start %s", r.Gun, r.Net, r.StartDelay)
		}
	})
	t.Run("a start of one's own counts from the gun of the race, whatever the wave", func(t *testing.T) {
		rc := waves()
		rc.Entries[1].OwnStart, rc.Entries[1].StartOffset = true, clock("0:03:00")
		if r := of(t, rc, "M2"); r.Gun != clock("2:42:00") {
			t.Errorf("gun %s", r.Gun)
		}
	})
	t.Run("a cut-off is wall clock for every wave", func(t *testing.T) {
		rc := waves()
		rc.Entries[1].Timing.At[1] = wall("8:25:00") // 45 minutes after its own gun
		r := of(t, rc, "M2")
		wantStatus(t, r, race.Disqualified, race.CutoffFailed, "5k")
		if r.Reason.Limit != clock("0:45:00") {
			t.Errorf("the limit was %s after the runner's gun", r.Reason.Limit)
		}
	})
	t.Run("the gun of the division counts where there is no wave", func(t *testing.T) {
		rc := waves()
		rc.Entries[1].Wave, rc.Divisions[0].Gun = "", wall("7:35:00")
		if r := of(t, rc, "M2"); r.Gun != clock("2:40:00") {
			t.Errorf("gun %s", r.Gun)
		}
	})
}

// aging is a race of men of 40 to 43 with two age groups, whose order by net time
// is not that by gun time.
func aging(set race.AgeSet) *race.Race {
	rc := marathon()
	for i, start := range []string{"0:00:10", "0:04:00", "0:05:30", "0:00:01"} {
		e := add(rc, fmt.Sprintf("M%d", i+1), fmt.Sprintf("all=3:0%d:00", i), "start="+start)
		e.Age = 40 + i
	}
	rc.Rules.AgeGroups = []race.AgeGroup{{ID: "men-40", Division: "men", From: 40, To: 49}, {ID: "men-50", Division: "men", From: 50}}
	rc.Rules.AgeSets = []race.AgeSet{set}
	return rc
}

// inGroups are the places in age groups, as "group: bib=place …".
func inGroups(e *race.Edition) string {
	rv := Rule(e, later).Races[0]
	var all []string
	for _, g := range rv.Groups {
		line := g.ID + ":"
		for _, at := range g.Members {
			r := &rv.Results[at]
			o := r.Overlays[slices.IndexFunc(r.Overlays, func(o race.Overlay) bool { return o.ID == g.ID })]
			line += fmt.Sprintf(" %s=%d", r.Entry.Bib, o.Place)
			if o.Tied {
				line += "="
			}
		}
		all = append(all, line)
	}
	return strings.Join(all, " ")
}

func TestAgeGroups(t *testing.T) {
	want := func(t *testing.T, rc *race.Race, want string) {
		t.Helper()
		if got := inGroups(edition(rc)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	t.Run("they keep the order of the division", func(t *testing.T) {
		want(t, aging(race.AgeSet{}), "men-40: M1=1 M2=2 M3=3 M4=4")
	})
	t.Run("a clock of their own ranks them", func(t *testing.T) {
		want(t, aging(race.AgeSet{By: race.ByNet}), "men-40: M3=1 M2=2 M1=3 M4=4")
	})
	t.Run("whose start was not read is placed by gun time", func(t *testing.T) {
		rc := aging(race.AgeSet{By: race.ByNet})
		rc.Rules.Ranking.MissingPoint = race.MissingIgnored
		rc.Entries[2].Timing.At[0] = race.Unseen
		want(t, rc, "men-40: M2=1 M1=2 M3=3 M4=4")
	})
	t.Run("the first of the division are in none", func(t *testing.T) {
		want(t, aging(race.AgeSet{ExcludeTop: 2, By: race.ByNet}), "men-40: M3=1 M4=2")
	})
	t.Run("year_end counts the age that is reached in the race's year", func(t *testing.T) {
		rc := aging(race.AgeSet{YearEnd: true})
		rc.Entries[0].Age, rc.Entries[0].BirthYear = 0, 1972
		rc.Entries[1].Age, rc.Entries[1].Birth = 49, time.Date(1972, 12, 31, 0, 0, 0, 0, time.UTC)
		rc.Entries[2].Age, rc.Entries[2].BirthYear = 0, 0
		want(t, rc, "men-40: M4=1 men-50: M1=1 M2=2")
	})
	t.Run("a year of birth alone tells no age on race day", func(t *testing.T) {
		rc := aging(race.AgeSet{})
		rc.Entries[0].Age, rc.Entries[0].BirthYear = 0, 1972
		want(t, rc, "men-40: M2=1 M3=2 M4=3")
	})
	t.Run("a vacated place is vacant there, by a clock of their own as well", func(t *testing.T) {
		rc := aging(race.AgeSet{By: race.ByNet})
		rule(rc, "M2 doping")
		want(t, rc, "men-40: M3=1 M1=3 M4=4")
		if r := of(t, rc, "M1"); r.Overlays[0].Ranked != 3 || r.Overlays[0].Row != 1 {
			t.Errorf("%+v", r.Overlays[0])
		}
	})
	t.Run("a place by ruling goes ahead of those placed behind, whatever their net times", func(t *testing.T) {
		rc := aging(race.AgeSet{By: race.ByNet})
		rule(rc, "M4 place 1")
		want(t, rc, "men-40: M4=1 M3=2 M2=3 M1=4")
	})
	t.Run("trophies and prizes are those of the group, a shared place leaves its prize pending", func(t *testing.T) {
		rc := aging(race.AgeSet{ExcludeTop: 1, Trophies: 1, Prizes: []race.Prize{{Place: 1, Amount: race.Amount{Cents: 100_00}}, {Place: 2, Amount: race.Amount{Cents: 50_00}}}})
		first, second := of(t, rc, "M2").Overlays[0], of(t, rc, "M3").Overlays[0]
		if !first.Trophy || second.Trophy || first.Prize.Net != 80_00 || !first.Prize.Due || second.Prize.Gross != 50_00 {
			t.Errorf("%+v %+v", first, second)
		}
		copy(rc.Entries[2].Timing.At, rc.Entries[1].Timing.At)
		if o := of(t, rc, "M3").Overlays[0]; o.Place != 1 || !o.Tied || !o.Trophy || !o.Prize.Open() || o.Prize.Reason.Code != race.PrizeTied {
			t.Errorf("%+v %+v", o, o.Prize)
		}
	})
	t.Run("the best of an age is known, though left out of its group", func(t *testing.T) {
		rc := aging(race.AgeSet{ExcludeTop: 3, By: race.ByNet})
		rv := Rule(edition(rc), later).Races[0]
		if g := rv.Groups[0]; len(g.Members) != 1 || len(g.Best) != 1 || rv.Results[g.Best[0]].Entry.Bib != "M3" || g.Finishers != 4 {
			t.Errorf("%+v", g)
		}
	})
}

func TestGenderX(t *testing.T) {
	field := func() *race.Race {
		rc := marathon()
		add(rc, "M1", "all=2:40:00")
		add(rc, "X1", "all=2:41:00").Gender = race.GenderX
		add(rc, "F1", "all=2:42:00")
		return rc
	}
	t.Run("without a division of theirs they are ranked in the overall list alone", func(t *testing.T) {
		rc := field()
		r := of(t, rc, "X1")
		if r.Status != race.Finished || r.Reason != nil || r.Place != 0 || r.PlaceOverall != 2 || r.Division != nil || r.Certificate.Status != race.CertificateReady {
			t.Errorf("%+v", r)
		}
		if r := of(t, rc, "F1"); r.PlaceOverall != 3 || r.Place != 1 {
			t.Errorf("%+v", r)
		}
		if rv := Rule(edition(rc), later).Races[0]; rv.RankedOverall() != 3 || rv.Counts.Ranked != 2 {
			t.Errorf("%d overall, %+v", rv.RankedOverall(), rv.Counts)
		}
	})
	t.Run("a division of theirs ranks them", func(t *testing.T) {
		rc := field()
		rc.Divisions = append(rc.Divisions, &race.Division{ID: "nonbinary", Gender: race.GenderX, Gun: race.Unseen})
		if r := of(t, rc, "X1"); r.Place != 1 || r.Division.ID != "nonbinary" || r.PlaceOverall != 2 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("one who is disqualified for doping keeps the overall place empty", func(t *testing.T) {
		rc := field()
		rule(rc, "X1 doping")
		if r := of(t, rc, "F1"); r.PlaceOverall != 3 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("so does one whom a missed point disqualifies, where the rules leave places vacant", func(t *testing.T) {
		rc := field()
		rc.Entries[1].Timing.At[1] = race.Unseen
		rc.Rules.Ranking.MissingPoint, rc.Rules.Disqualification.Other = race.MissingDisqualified, race.Vacate
		wantStatus(t, of(t, rc, "X1"), race.Disqualified, race.MissedPoint, rc.Points[1].ID)
		if r := of(t, rc, "F1"); r.PlaceOverall != 3 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a category outside the ranking has no overall place to give", func(t *testing.T) {
		rc := field()
		rc.Entries[1].Category = "wheelchair"
		wantStatus(t, of(t, rc, "X1"), race.Unranked, race.NoDivision, "")
	})
}

func TestAgeGroupInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		rv := Rule(edition(rc), later).Races[0]
		e := edition(rc)
		listed := map[string]map[string]bool{}
		for _, g := range rv.Groups {
			listed[g.ID] = map[string]bool{}
			for _, at := range g.Members {
				listed[g.ID][rv.Results[at].Entry.Bib] = true
			}
			if g.Ranked != len(g.Members) {
				t.Fatalf("%s: %d of %d", g.ID, g.Ranked, len(g.Members))
			}
		}
		for i := range rv.Results {
			r := &rv.Results[i]
			in := map[int]string{}
			for _, o := range r.Overlays {
				if o.Ages == nil {
					continue
				}
				if in[o.Ages.Set] != "" {
					t.Fatalf("%s is in %s and in %s", r.Entry.Bib, in[o.Ages.Set], o.ID)
				}
				in[o.Ages.Set] = o.ID
				if !listed[o.ID][r.Entry.Bib] {
					t.Fatalf("%s is not among the members of %s", r.Entry.Bib, o.ID)
				}
			}
			for n, set := range rc.Rules.AgeSets {
				age := e.AgeOf(r.Entry, set)
				grouped := r.Division != nil && slices.ContainsFunc(rc.Rules.AgeGroups, func(g race.AgeGroup) bool {
					return g.Set == n && g.Division == r.Division.ID && g.Holds(age)
				})
				if want := grouped && r.Place > set.ExcludeTop; want != (in[n] != "") {
					t.Fatalf("%s, %d years, place %d: in group %q of set %d", r.Entry.Bib, age, r.Place, in[n], n)
				}
			}
		}
	})
}
