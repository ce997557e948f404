package judge

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

// anyRace draws a race of any shape: ties, missed mats, drop-outs, cut-offs
// failed, every ruling, every policy.
func anyRace(t *rapid.T) *race.Race {
	rc := marathon()
	rc.Rules.Ranking.By = rapid.SampledFrom([]race.ClockKind{race.ByGun, race.ByNet}).Draw(t, "by")
	if rapid.Bool().Draw(t, "banded") {
		rc.Rules.Ranking.Bands = []race.Band{{To: rapid.IntRange(1, 4).Draw(t, "to"), By: race.ByGun}, {By: race.ByNet}}
	}
	rc.Rules.Ranking.MissingPoint = rapid.SampledFrom([]race.MissingPoint{race.MissingUnranked, race.MissingDisqualified,
		race.MissingIgnored}).Draw(t, "missing")
	if rapid.Bool().Draw(t, "waves") {
		rc.Waves = []race.Wave{{ID: "A", Gun: rc.Gun}, {ID: "B", Gun: rc.Gun + 60_000}}
	}
	if rapid.Bool().Draw(t, "relay") {
		rc.Legs = []int{rc.Point("10k"), rc.Point("30k"), rc.Finish()}
	}
	for n := range rapid.IntRange(0, 2).Draw(t, "sets") {
		rc.Rules.AgeSets = append(rc.Rules.AgeSets, race.AgeSet{By: rapid.SampledFrom([]race.ClockKind{"", race.ByGun, race.ByNet}).Draw(t, "group clock"),
			ExcludeTop: rapid.IntRange(0, 3).Draw(t, "top"), YearEnd: rapid.Bool().Draw(t, "year end"), Trophies: 1})
		for _, g := range []race.AgeGroup{{ID: "under", To: 29}, {ID: "30", From: 30, To: 34}, {ID: "over", From: 35}} {
			for _, d := range []string{"men", "women"} {
				rc.Rules.AgeGroups = append(rc.Rules.AgeGroups, race.AgeGroup{ID: fmt.Sprintf("%s-%s-%d", d, g.ID, n), Division: d, From: g.From, To: g.To, Set: n})
			}
		}
	}
	policy := rapid.SampledFrom([]race.Vacancy{race.Vacate, race.Promote})
	rc.Rules.Disqualification = race.Disqualification{Doping: policy.Draw(t, "doping"), Other: policy.Draw(t, "other"),
		ShowTimes: rapid.Bool().Draw(t, "show")}
	for i := range rapid.IntRange(0, 25).Draw(t, "entries") {
		bib := fmt.Sprintf("%s%d", rapid.SampledFrom([]string{"M", "F", "W"}).Draw(t, "kind"), i)
		e := add(rc, bib, fmt.Sprintf("all=2:%02d:%02d.5", rapid.IntRange(5, 20).Draw(t, "m"), rapid.IntRange(0, 2).Draw(t, "s")))
		switch rapid.IntRange(0, 9).Draw(t, "genderless") {
		case 0:
			e.Gender = race.NoGender
		case 1:
			e.Gender = race.GenderX
		}
		e.Age = rapid.SampledFrom([]int{0, 19, 30, 34, 35, 41, 77}).Draw(t, "age")
		if e.Age == 0 {
			e.BirthYear = rapid.SampledFrom([]int{0, 1988, 1992}).Draw(t, "year")
		}
		if len(rc.Waves) > 0 {
			e.Wave = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "wave")
		}
		switch rapid.IntRange(0, 9).Draw(t, "fate") {
		case 0:
			e.Timing = nil
		case 1:
			for p := rapid.IntRange(0, rc.Finish()).Draw(t, "from"); p <= rc.Finish(); p++ {
				e.Timing.At[p] = race.Unseen
			}
		case 2, 3:
			e.Timing.At[rapid.IntRange(0, rc.Finish()).Draw(t, "missed")] = race.Unseen
		case 4:
			e.Timing.At[1] = wall("8:25:00")
		case 5:
			e.Timing.SetAside = true
		}
		if e.Timing != nil && rapid.IntRange(0, 9).Draw(t, "told") == 0 {
			e.Timing.Status = rapid.SampledFrom([]race.TimedStatus{race.TimedFinished, race.TimedDNF, race.TimedDNS, race.TimedDQ}).Draw(t, "status")
		}
		for range max(0, rapid.IntRange(-6, 2).Draw(t, "rulings")) {
			kind := rapid.SampledFrom(race.RulingKinds).Draw(t, "ruling")
			argument := ""
			switch kind {
			case race.ConfirmPoint:
				argument = rapid.SampledFrom(rc.Points).Draw(t, "point").ID
			case race.JudgesOrder, race.PlaceRuling:
				argument = fmt.Sprint(rapid.IntRange(1, 10).Draw(t, "place"))
			}
			rule(rc, fmt.Sprintf("%s %s %s", bib, kind, argument))
		}
	}
	return rc
}

func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		e := edition(rc)
		now := later
		if rapid.Bool().Draw(t, "live") {
			now = during
		}
		rv := Rule(e, now).Races[0]

		seen := map[string]bool{}
		for i := range rv.Results {
			r := &rv.Results[i]
			if seen[r.Entry.Bib] {
				t.Fatalf("%s appears twice", r.Entry.Bib)
			}
			seen[r.Entry.Bib] = true
			if (r.Status == race.Finished) != (r.Reason == nil) {
				t.Fatalf("%s: status %s with reason %v", r.Entry.Bib, r.Status, r.Reason)
			}
			if len(r.Doubts) > 0 && now == later {
				t.Fatalf("%s is in doubt in a race that is over", r.Entry.Bib)
			}
			keptBack := r.Place == 0 && r.DoubtAt(rc.Finish()) != nil
			if alone := r.Division == nil && r.Entry.Gender == race.GenderX && (r.PlaceOverall > 0 || !rv.Over); (r.Place > 0) != (r.Status == race.Finished) && !alone && !keptBack {
				t.Fatalf("%s: status %s with place %d", r.Entry.Bib, r.Status, r.Place)
			}
			if c := r.Certificate.Status; c == race.CertificateReady && r.Status != race.Finished && r.Status != race.Unranked {
				t.Fatalf("%s: a certificate for %s", r.Entry.Bib, r.Status)
			}
			if r.Status == race.Disqualified && (r.Prize != nil || r.Trophy || r.Package) {
				t.Fatalf("%s: disqualified, yet %+v", r.Entry.Bib, r)
			}
		}
		if len(seen) != len(rc.Entries) {
			t.Fatalf("%d results of %d entries", len(seen), len(rc.Entries))
		}
		sum := race.Counts{}
		for _, d := range rv.Divisions {
			wantCounts(t, d.Counts)
			sum.Entries += d.Counts.Entries
			sum.Ranked += d.Counts.Ranked
			wantGapless(t, rc, d)
		}
		wantCounts(t, rv.Counts)
		if sum.Ranked != rv.Counts.Ranked || sum.Entries > rv.Counts.Entries {
			t.Fatalf("divisions %+v, race %+v", sum, rv.Counts)
		}
	})
}

func wantCounts(t *rapid.T, c race.Counts) {
	if c.Ranked > c.Finishers || c.Finishers > c.Starters || c.Starters > c.Entries {
		t.Fatalf("counts %+v", c)
	}
}

// wantGapless holds that every place is filled but for ties, vacated places
// and gaps that a place by ruling leaves beyond the field.
func wantGapless(t *rapid.T, rc *race.Race, d race.DivisionVerdict) {
	held := map[int]int{}
	vacant, ruled := 0, false
	for _, r := range d.Results {
		if r.Place > 0 {
			held[r.Place]++
			ruled = ruled || r.PlaceRuling != nil
		}
		if r.Vacated > 0 {
			if vacant++; r.Status != race.Disqualified || r.Reason.Code == race.CutoffFailed || !vacates(rc, r.Reason.Code) {
				t.Fatalf("%s: the place %d of %s (%v) stays vacant", r.Entry.Bib, r.Vacated, r.Status, r.Reason)
			}
		}
	}
	for _, place := range d.Vacant {
		if held[place] > 0 {
			t.Fatalf("%s: place %d is vacant, and %d hold it", d.Division.ID, place, held[place])
		}
	}
	for _, r := range d.Results {
		if p := r.Vacated; p > 0 && held[p] == 0 && !slices.Contains(d.Vacant, p) {
			t.Fatalf("%s: place %d stays vacant, and the division does not say so: %v", d.Division.ID, p, d.Vacant)
		}
	}
	if ruled {
		return
	}
	place, gaps := 1, 0
	for left := d.Counts.Ranked; left > 0; {
		n := held[place]
		if n == 0 {
			gaps++
			place++
		}
		left -= n
		place += n
	}
	if gaps > vacant {
		t.Fatalf("%s: %d gaps, %d vacated at most", d.Division.ID, gaps, vacant)
	}
}

func vacates(rc *race.Race, code race.ReasonCode) bool {
	if code == race.ByDoping {
		return rc.Rules.Disqualification.Doping == race.Vacate
	}
	return rc.Rules.Disqualification.Other == race.Vacate
}

func TestShuffledInputGivesTheSameVerdictAndChangesNoArgument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		before := written(rc)
		want := Rule(edition(rc), later).Races[0]
		if after := written(rc); after != before {
			t.Fatalf("judging changed its argument from\n%s\nto\n%s", before, after)
		}
		shuffled := *rc
		shuffled.Entries = slices.Clone(rc.Entries)
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled.Entries), func(i, j int) {
			shuffled.Entries[i], shuffled.Entries[j] = shuffled.Entries[j], shuffled.Entries[i]
		})
		got := Rule(edition(&shuffled), later).Races[0]
		if !reflect.DeepEqual(got.Results, want.Results) {
			t.Fatal("the order of the entries changed the verdict")
		}
	})
}

// written is everything a race says, to hold against itself later.
func written(rc *race.Race) string {
	var b strings.Builder
	for _, e := range rc.Entries {
		entry := *e
		entry.Timing = nil
		fmt.Fprintf(&b, "%+v", entry)
		if e.Timing != nil {
			fmt.Fprintf(&b, " %+v", *e.Timing)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%+v\n%+v\n", rc.Rulings, rc.Rules)
	return b.String()
}

func TestAnUnrankedRunnerMovesNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		rc.Rules.Ranking.MissingPoint = race.MissingUnranked
		before := places(Rule(edition(rc), later))
		add(rc, "M999", "all=2:00:00", "10k=")
		after := places(Rule(edition(rc), later))
		delete(after, "M999")
		delete(before, "M999")
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("before %v, after %v", before, after)
		}
	})
}

func places(v *race.Verdict) map[string]int {
	m := map[string]int{}
	for _, r := range v.Races[0].Results {
		m[r.Entry.Bib] = r.Place
	}
	return m
}

func TestTheMoneyPaidEqualsTheTableLessForfeitsAndBlockedPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		for _, d := range Rule(edition(rc), later).Races[0].Divisions {
			paid, owed := race.Cents(0), race.Cents(0)
			holders := map[int]int{}
			for _, r := range d.Results {
				holders[r.Place]++
			}
			for i := range d.Results {
				r := &d.Results[i]
				if p := r.Prize; p != nil && !p.Open() {
					paid += p.Gross
					if p.Net != p.Gross+p.Bonus-p.Tax || p.Tax*5 != p.Gross+p.Bonus {
						t.Fatalf("%+v does not add up", p)
					}
				}
				for _, p := range rc.Rules.Prizes.Tables[d.Division.ID] {
					conditional := p.Under != race.NoTime
					switch {
					case p.Place != r.Place || holders[r.Place] > 1 || r.TiedVacant || conditional && (r.Annulled || r.PlaceRuling != nil || r.Gun == race.NoTime):
					case conditional && r.Gun.Official() >= p.Under:
						owed += p.Otherwise.Cents
					case r.Record != nil && r.PlaceRuling != nil:
					default:
						owed += p.Amount.Cents
					}
				}
			}
			if paid != owed {
				t.Fatalf("%s: paid %s, the table owes %s", d.Division.ID, paid, owed)
			}
		}
	})
}

func BenchmarkRule(b *testing.B) {
	for _, n := range []int{30_000, 300_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			rc := marathon()
			random := rand.New(rand.NewPCG(1, 2))
			for i := range n {
				finish := race.Clock(7_800_000 + random.IntN(14_000_000))
				add(rc, fmt.Sprintf("M%d", i), "all="+finish.String())
			}
			e := edition(rc)
			b.ReportAllocs()
			for b.Loop() {
				Rule(e, later)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/runner")
		})
	}
}
