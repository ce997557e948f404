package review

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"guntime/generator/internal/problem"
	"guntime/generator/internal/race"
)

func ruled(kind race.RulingKind, bib string) race.Ruling {
	return race.Ruling{Bib: bib, Kind: kind, Clause: "13.1", Authority: "Chief Referee", From: race.Position{Path: "rulings.csv", Line: 2}}
}

func TestSideBySide(t *testing.T) {
	const pair = "times.csv:8:1: review: 7 and 9 were read at all 9 points they share after the start, never more than 0.999 s apart, at last at finish, 3:36:21.67 after the gun [side_by_side]"
	hold(t, 60, []claim{
		{"two chips less than a second apart at every point are for the referee", func(rc *race.Race) { beside(rc, 9, 7, 999) }, pair},
		{"a whole second apart at one point is enough to clear both", func(rc *race.Race) {
			beside(rc, 9, 7, 999)
			rc.Entries[8].Timing.At[point(rc, "30k")]++
		}, ""},
		{"the start is not compared", func(rc *race.Race) {
			beside(rc, 9, 7, 999)
			rc.Entries[8].Timing.At[0] -= 40_000
		}, pair},
		{"three points shared are too few", func(rc *race.Race) {
			beside(rc, 9, 7, 100)
			miss(rc, 9, "20k", "25k", "30k", "35k", "40k", "finish")
		}, ""},
		{"four are enough, though neither finished", func(rc *race.Race) {
			beside(rc, 9, 7, 100)
			miss(rc, 9, "25k", "30k", "35k", "40k", "finish")
			miss(rc, 7, "25k", "30k", "35k", "40k", "finish")
		}, "times.csv:8:1: review: 7 and 9 were read at all 4 points they share after the start, never more than 0.100 s apart, at last at 20k, 1:43:10 after the gun [side_by_side]"},
		{"a point that one of them missed is passed over, the finish too", func(rc *race.Race) {
			beside(rc, 9, 7, 100)
			miss(rc, 9, "finish")
			miss(rc, 7, "30k")
		}, "times.csv:8:1: review: 7 and 9 were read at all 7 points they share after the start, never more than 0.100 s apart, at last at 40k, 3:25:10 after the gun [side_by_side]"},
		{"different genders are said", func(rc *race.Race) { beside(rc, 10, 7, -250) },
			"times.csv:8:1: review: 7 and 10, of different genders, were read at all 9 points they share after the start, never more than 0.250 s apart, at last at finish, 3:36:21.67 after the gun [side_by_side]"},
		{"of three, each pair is said once", func(rc *race.Race) {
			beside(rc, 9, 7, 0)
			beside(rc, 11, 7, 600)
		}, "times.csv:8:1: review: 7 and 11 were read at all 9 points they share after the start, never more than 0.600 s apart, at last at finish, 3:36:21.67 after the gun [side_by_side]\n" +
			"times.csv:8:1: review: 7 and 9 were read at all 9 points they share after the start, never more than 0.000 s apart, at last at finish, 3:36:21.67 after the gun [side_by_side]\n" +
			"times.csv:10:1: review: 9 and 11 were read at all 9 points they share after the start, never more than 0.600 s apart, at last at finish, 3:36:21.67 after the gun [side_by_side]"},
		{"with both disqualified nobody is asked again", func(rc *race.Race) {
			beside(rc, 9, 7, 999)
			rc.Rulings = []race.Ruling{ruled(race.Disqualify, "7"), ruled(race.Disqualify, "9")}
		}, ""},
		{"with one disqualified the other is still asked", func(rc *race.Race) {
			beside(rc, 9, 7, 999)
			rc.Rulings = []race.Ruling{ruled(race.Disqualify, "7")}
		}, "times.csv:10:1: review: 9 and 7 were read at all 9 points they share after the start, never more than 0.999 s apart, at last at finish, 3:36:22.669 after the gun [side_by_side]"},
	})
}

func TestPace(t *testing.T) {
	hold(t, 60, []claim{
		{"a ride on one leg is too fast, and not a change of pace as well", func(rc *race.Race) { shift(rc, 7, "20k", -15*60_000) },
			"times.csv:8:1: review: 7 ran the 5 km from 15k to 20k in 0:10:30, 2:06/km, where the world record's pace and a tenth more is 2:36/km [too_fast]"},
		{"a woman is held against the women's record", func(rc *race.Race) { shift(rc, 8, "20k", -12*60_000-30_000) },
			"times.csv:9:1: review: 8 ran the 5 km from 15k to 20k in 0:13:05, 2:37/km, where the world record's pace and a tenth more is 2:48/km [too_fast]"},
		{"a man as fast as that is only implausible", func(rc *race.Race) { shift(rc, 7, "20k", -12*60_000-30_000) },
			"times.csv:8:1: review: 7 ran from 15k to 20k in 0:13:00, 2:36/km, and never faster than 5:06/km before, from start to 5k [change_of_pace]"},
		{"a wheelchair has wheels", func(rc *race.Race) {
			rc.Entries[6].Category = "wheelchair"
			shift(rc, 7, "20k", -15*60_000)
		}, ""},
		{"a quarter faster than ever before is plausible", func(rc *race.Race) { shift(rc, 7, "30k", -306_000) }, ""},
		{"more than a quarter is not", func(rc *race.Race) { shift(rc, 7, "30k", -306_001) },
			"times.csv:8:1: review: 7 ran from 25k to 30k in 0:20:23.999, 4:05/km, and never faster than 5:06/km before, from start to 5k [change_of_pace]"},
		{"who starts in a crowd and then runs is plausible", func(rc *race.Race) { shift(rc, 7, "5k", 15*60_000) }, ""},
		{"who stops for half an hour and runs on is plausible", func(rc *race.Race) { shift(rc, 7, "20k", 30*60_000) }, ""},
		{"who stops for longer and goes on as fast may be two", func(rc *race.Race) { shift(rc, 7, "20k", 30*60_000+1) },
			"times.csv:8:1: review: 7 took 0:55:30.001 from 15k to 20k, 0:30:01 more than at the pace of the other legs, and then ran from 20k to 25k in 5:06/km, no slower than before [long_gap]"},
		{"who stops for an hour and drags on is one", func(rc *race.Race) {
			shift(rc, 7, "20k", 60*60_000)
			for _, id := range []string{"25k", "30k", "35k", "40k", "finish"} {
				shift(rc, 7, id, 60_000)
			}
		}, ""},
		{"missed points make a longer stretch, which counts as one", func(rc *race.Race) {
			miss(rc, 7, "25k")
			shift(rc, 7, "30k", -20*60_000)
		}, "times.csv:8:1: review: 7 ran from 20k to 30k in 0:31:00, 3:06/km, and never faster than 5:06/km before, from start to 5k [change_of_pace]"},
		{"without a start the first leg counts from the gun and is no measure of pace", func(rc *race.Race) {
			miss(rc, 7, "start")
			shift(rc, 7, "5k", 10*60_000)
		}, ""},
	})
	t.Run("a half marathon has the half's record", func(t *testing.T) {
		rc := sample(60)
		rc.Points = rc.Points[:5]
		rc.Points[4] = race.Point{ID: "finish", At: half, Required: true, Listed: true}
		for _, e := range rc.Entries {
			e.Timing.At = e.Timing.At[:5]
		}
		shift(rc, 7, "finish", -9*60_000)
		const want = "times.csv:8:1: review: 7 ran the 6.0975 km from 15k to finish in 0:16:30, 2:43/km, where the world record's pace and a tenth more is 2:27/km [too_fast]"
		if got := lines(reviewed(rc)); got != "" && !strings.Contains(got, "change_of_pace") {
			t.Errorf("the half's pace is not too fast: %s", got)
		}
		shift(rc, 7, "finish", -2*60_000)
		if got := lines(reviewed(rc)); got != strings.NewReplacer("0:16:30, 2:43", "0:14:30, 2:23").Replace(want) {
			t.Errorf("got  %s", got)
		}
	})
}

func TestCourse(t *testing.T) {
	at := func(rc *race.Race, bib int, id string) *race.Instant {
		return &rc.Entries[bib-1].Timing.At[point(rc, id)]
	}
	hold(t, 60, []claim{
		{"a second before the gun is the clocks'", func(rc *race.Race) { *at(rc, 7, "start") = gun - 1000 }, ""},
		{"more is a false start", func(rc *race.Race) { *at(rc, 7, "start") = gun - 1001 },
			"times.csv:8:1: review: 7 was read at the start at 7:29:58.999, 0:00:01.001 before the gun at 7:30:00 [start_before_gun]"},
		{"a division's own gun is the one that counts", func(rc *race.Race) {
			rc.Divisions[1].Gun = gun + 15*60_000
			for i, e := range rc.Entries {
				if e.Gender == race.Female && i+1 != 8 {
					for p := range e.Timing.At {
						e.Timing.At[p] += 15 * 60_000
					}
				}
			}
		}, "times.csv:9:1: review: 8 was read at the start at 7:31:20, 0:13:40 before the gun at 7:45:00 [start_before_gun]"},
		{"a start before the zone is let go is for the referee", func(rc *race.Race) {
			rc.Rules.Zones = map[string]race.Instant{"B": gun + 60_000, "A": gun}
			rc.Entries[0].Zone, rc.Entries[1].Zone, rc.Entries[2].Zone, rc.Entries[5].Zone = "A", "b", "b", "B"
			*at(rc, 3, "start") = gun + 59_000
		}, "times.csv:3:1: review: 2 was read at the start at 7:30:20, 0:00:40 before zone b started at 7:31:00 [start_before_zone]"},
		{"a start before the gun is that, and not a start before the zone as well", func(rc *race.Race) {
			rc.Rules.Zones = map[string]race.Instant{"B": gun + 60_000}
			rc.Entries[6].Zone = "B"
			*at(rc, 7, "start") = gun - 1001
		}, "times.csv:8:1: review: 7 was read at the start at 7:29:58.999, 0:00:01.001 before the gun at 7:30:00 [start_before_gun]"},
		{"a zone without a time of its own starts when it likes, and a zone that nobody has is a warning", func(rc *race.Race) {
			rc.Rules.Zones = map[string]race.Instant{"C": gun + 60_000}
			rc.Entries[6].Zone = "B"
		}, `data/2022/edition.yaml:1:1: warning: race marathon: no entry has the zone "C", which starts at 7:31:00 [zone_of_nobody]`},
		{"the finish crossed again is for the referee", func(rc *race.Race) {
			rc.Entries[6].Timing.Later = []race.Sighting{{Point: 9, At: *at(rc, 7, "finish") + 61_000}, {Point: 9, At: *at(rc, 7, "finish") + 600_000}}
		}, "times.csv:8:1: review: 7 crossed the finish at 11:06:21.67 and was read there again 2 times, at last 0:10:00 later [finished_again]"},
		{"two chips of one bib read apart are for the referee, though the times contradict each other", func(rc *race.Race) {
			from := race.Position{Path: "reads.txt", Line: 70}
			rc.Entries[6].Timing.Later = []race.Sighting{{Point: 2, At: gun + 3_900_000, Chip: "C7B", From: from}, {Point: 4, At: gun + 7_900_000, Chip: "C7B", From: from}}
			rc.Entries[8].Timing = &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime, SetAside: true, Later: []race.Sighting{{Point: 2, At: gun + 3_900_000, Chip: "C9B", From: race.Position{Path: "reads.txt", Line: 90}}}}
			for p := range rc.Entries[8].Timing.At {
				rc.Entries[8].Timing.At[p] = race.Unseen
			}
		}, `reads.txt:70:1: review: 7 has two chips that were read apart at 2 points: the chip "C7B" at 10k at 8:35:00, where the time that counts is 8:22:10 [two_chips]` + "\n" +
			`reads.txt:90:1: review: 9 has two chips that were read apart at 1 point: the chip "C9B" at 10k at 8:35:00 [two_chips]`},
		{"a chip that nobody has and that ran the course is for the referee", func(rc *race.Race) {
			rc.Strays = []race.Stray{{Chip: "X9", At: slices.Clone(rc.Entries[6].Timing.At), From: race.Position{Path: "reads.txt", Line: 3}}}
			rc.Strays[0].At[2] = race.Unseen
		}, `reads.txt:3:1: review: the chip "X9", which belongs to no entry, was read at 8 points after the start, from start at 7:31:10 to finish at 11:06:21.67 [unofficial_chip]`},
		{"reads after a failed cut-off are for the referee", func(rc *race.Race) {
			rc.Points[point(rc, "30k")].Cutoff = race.Cutoff{Set: true, At: *at(rc, 60, "30k")}
			miss(rc, 60, "40k")
		}, "times.csv:61:1: review: 60 passed 30k at 10:39:30, after the 10:39:30 cut-off, and was recorded at 2 later points (last: finish, 11:52:28.005) [went_on]"},
		{"who is gone after it raises none", func(rc *race.Race) {
			rc.Points[point(rc, "30k")].Cutoff = race.Cutoff{Set: true, At: *at(rc, 60, "30k")}
			miss(rc, 60, "35k", "40k", "finish")
		}, ""},
		{"one point missed is a miss", func(rc *race.Race) { miss(rc, 7, "25k") }, ""},
		{"two in a row and a read after them are for the referee", func(rc *race.Race) { miss(rc, 7, "25k", "30k") },
			"times.csv:8:1: review: 7 was not read at 25k, 30k, and again at 35k: 15 km from 20k in 1:16:30, 5:06/km [points_missed_in_a_row]"},
		{"two that are not in a row are two misses", func(rc *race.Race) { miss(rc, 7, "20k", "30k") }, ""},
		{"without a read after them it is the end of a race", func(rc *race.Race) { miss(rc, 7, "25k", "30k", "35k", "40k", "finish") }, ""},
		{"a start and the point after it are one", func(rc *race.Race) { miss(rc, 7, "start", "5k") }, ""},
		{"a point confirmed by ruling was passed", func(rc *race.Race) {
			miss(rc, 7, "25k", "30k")
			rc.Rulings = []race.Ruling{{Bib: "7", Kind: race.ConfirmPoint, Point: "25k"}}
		}, ""},
		{"a finish and nothing between is for the referee", func(rc *race.Race) {
			miss(rc, 7, "5k", "10k", "15k", "20k", "25k", "30k", "35k", "40k")
		}, "times.csv:8:1: review: 7 finished 3:36:21.67 after the gun and was read nowhere between start and finish (8 points) [no_point_between]"},
		{"one read is something between", func(rc *race.Race) {
			miss(rc, 7, "5k", "10k", "15k", "20k", "25k", "30k", "35k")
		}, "times.csv:8:1: review: 7 was not read at 5k, 10k, 15k, 20k, 25k, 30k, 35k, and again at 40k: 40 km from start in 3:24:00, 5:06/km [points_missed_in_a_row]"},
		{"a race without points between has nothing to miss", func(rc *race.Race) {
			rc.Points = []race.Point{rc.Points[0], rc.Points[9]}
			for _, e := range rc.Entries {
				e.Timing.At = []race.Instant{e.Timing.At[0], e.Timing.At[9]}
			}
		}, ""},
		{"who is disqualified or withdrawn by ruling, or reinstated, raises none", func(rc *race.Race) {
			for i, kind := range []race.RulingKind{race.Disqualify, race.Doping, race.Withdraw, race.AnnulTime, race.Reinstate} {
				bib := 2*i + 1
				miss(rc, bib, "25k", "30k")
				shift(rc, bib, "10k", -15*60_000)
				*at(rc, bib, "start") = gun - 5000
				rc.Rulings = append(rc.Rulings, ruled(kind, rc.Entries[bib-1].Bib))
				rc.Entries[bib-1].Timing.Later = []race.Sighting{{Point: 9, At: *at(rc, bib, "finish") + 61_000}, {Point: 2, At: gun + 3_900_000, Chip: "C7B"}}
			}
		}, ""},
		{"a row that could not be read is not asked", func(rc *race.Race) {
			rc.Entries[6].Timing = &race.Timing{At: make([]race.Instant, len(rc.Points)), Net: race.NoTime, SetAside: true}
		}, ""},
	})
}

func TestEntries(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	hold(t, 10, []claim{
		{"a chip given to two entries is for the referee", func(rc *race.Race) {
			rc.Entries[2].Chip, rc.Entries[6].Chip, rc.Entries[7].Chip = "e37 ", "E37", "E38"
		}, `entries.csv:8:1: review: the chip "E37" is given to 2 entries: 3, 7 [chip_shared]`},
		{"a chip that half the field has is one finding", func(rc *race.Race) {
			for _, e := range rc.Entries {
				e.Chip = "0"
			}
		}, `entries.csv:3:1: review: the chip "0" is given to 10 entries: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 [chip_shared]`},
		{"no chip is no chip in common", func(rc *race.Race) {}, ""},
		{"without a date the age decides who is too young", func(rc *race.Race) {
			rc.Rules.Eligibility.Over = 20
			rc.Entries[0].Age = 19
			rc.Entries[1].Age = 20
			rc.Entries[2].Birth = day("2002-11-07")
			rc.Entries[3].Birth = day("2002-11-06")
		}, "entries.csv:2:1: review: 1 is 19 on race day, not over 20 [too_young]\n" +
			"entries.csv:4:1: review: 3 is 19 on race day, not over 20 [too_young]"},
		{"a date and an age that disagree are a warning, and the date decides", func(rc *race.Race) {
			rc.Rules.Eligibility = race.Eligibility{BornBefore: day("2002-12-31"), Over: 20}
			rc.Entries[2].Birth = day("2002-12-30")
		}, "data/2022/edition.yaml:1:1: warning: race marathon: eligibility contradicts itself: a runner born on 2002-12-30 satisfies born_before 2002-12-31 but is 19 on race day, not over 20 [age_rules_disagree]"},
		{"a date and an age that agree are none", func(rc *race.Race) {
			rc.Rules.Eligibility = race.Eligibility{BornBefore: day("2002-11-07"), Over: 20}
		}, ""},
		{"bags that close before the finish are a warning", func(rc *race.Race) {
			rc.Rules.Baggage = race.Baggage{Set: true, Until: 13 * 3600_000}
			rc.Points[9].Cutoff = race.Cutoff{Set: true, At: 13*3600_000 + 45*60_000}
		}, "data/2022/edition.yaml:1:1: warning: race marathon: bags can be picked up until 13:00:00, the finish is open until 13:45:00 [bags_close_early]"},
		{"bags that close before the finisher's package does are a warning", func(rc *race.Race) {
			rc.Rules.Baggage = race.Baggage{Set: true, Until: 13 * 3600_000}
			rc.Rules.Package = race.Package{Set: true, Before: 13*3600_000 + 45*60_000}
			rc.Points[9].Cutoff = race.Cutoff{Set: true, Unknown: true}
		}, "data/2022/edition.yaml:1:1: warning: race marathon: bags can be picked up until 13:00:00, the finisher's package is for all before 13:45:00 [bags_close_early]"},
		{"bags that close with the finish are none", func(rc *race.Race) {
			rc.Rules.Baggage = race.Baggage{Set: true, Until: 13*3600_000 + 45*60_000}
			rc.Rules.Package = race.Package{Set: true, Before: 13*3600_000 + 45*60_000}
			rc.Points[9].Cutoff = race.Cutoff{Set: true, At: 13*3600_000 + 45*60_000}
		}, ""},
	})
}

func TestBans(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	ban := race.Ban{Name: "Ｗａｎｇ  Hai", Birth: day("1990-05-01"), Item: "13.8", Authority: "Organising Committee",
		Since: day("2022-01-01"), Until: day("2022-11-06"), From: race.Position{Path: "data/bans.csv", Line: 2}}
	const found = "entries.csv:4:1: review: 3 is entered within a ban from 2022-01-01 to 2022-11-06 under 13.8 by Organising Committee: the same name and birth date [banned_entry]"
	for _, c := range []struct {
		claim  string
		change func(*race.Entry, *race.Ban)
		want   string
	}{
		{"a banned person entered again is for the referee, to the last day of the ban", func(*race.Entry, *race.Ban) {}, found},
		{"the Latin name counts too", func(e *race.Entry, _ *race.Ban) { e.Name, e.LatinName = "王海", "WANG Hai" }, found},
		{"the day after the ban anybody may run", func(_ *race.Entry, b *race.Ban) { b.Until = day("2022-11-05") }, ""},
		{"before the ban anybody may run", func(_ *race.Entry, b *race.Ban) { b.Since = day("2022-11-07") }, ""},
		{"a namesake born on another day is somebody else", func(e *race.Entry, _ *race.Ban) { e.Birth = day("1990-05-02") }, ""},
		{"a birth date that is not known clears nobody", func(e *race.Entry, _ *race.Ban) { e.Birth = time.Time{} },
			strings.Replace(found, "the same name and birth date", "the same name, the birth date is not known on both sides", 1)},
		{"a ban for life has no end", func(_ *race.Entry, b *race.Ban) { b.Until = time.Time{} }, strings.Replace(found, "to 2022-11-06", "for life", 1)},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rc, b := sample(10), ban
			rc.Entries[2].Name, rc.Entries[2].Birth = "wang hai", day("1990-05-01")
			c.change(rc.Entries[2], &b)
			if got := lines(reviewed(rc, b)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestReport(t *testing.T) {
	spoil := func() *race.Race {
		rc := sample(400)
		for bib := 1; bib <= 300; bib += 3 { // sound mats still: each is missed by a few
			first := 1 + bib%7
			miss(rc, bib, rc.Points[first].ID, rc.Points[first+1].ID)
		}
		beside(rc, 9, 6, 10)
		shift(rc, 2, "20k", -20*60_000)
		return rc
	}
	all := reviewed(spoil())
	count := map[string]int{}
	for _, p := range all {
		count[p.Code]++
	}
	t.Run("of a hundred of a kind thirty stand alone and one line names the others", func(t *testing.T) {
		if count["points_missed_in_a_row"] != alone+1 {
			t.Fatalf("%v", count)
		}
		for _, p := range all {
			if strings.Contains(p.Text, "more cases of this kind") && !strings.Contains(p.Text, "race marathon: 70 more cases of this kind, none stronger: ") {
				t.Error(p)
			}
		}
	})
	t.Run("entries in another order are found the same", func(t *testing.T) {
		want := lines(all)
		for seed := range uint64(5) {
			shuffled := spoil()
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled.Entries), func(i, j int) {
				shuffled.Entries[i], shuffled.Entries[j] = shuffled.Entries[j], shuffled.Entries[i]
			})
			if got := lines(reviewed(shuffled)); got != want {
				t.Fatalf("seed %d:\n%s\nwant\n%s", seed, got, want)
			}
		}
	})
	t.Run("every flag says which offence it may be, and that a ruling decides", func(t *testing.T) {
		for _, p := range all {
			if p.Path == "times.csv" && (!strings.HasPrefix(p.Hint, "clause 13.") || !strings.HasSuffix(p.Hint, "; the referee decides")) {
				t.Errorf("%s: %q", p, p.Hint)
			}
		}
	})
}

func TestOfPairsWithoutNumberTheStrongestStandAloneAndTheOthersAreCounted(t *testing.T) {
	const alike = 220 // each beside each other
	rc := sample(alike)
	for bib := 2; bib <= alike; bib++ {
		beside(rc, bib, 1, 0)
	}
	var found problem.List
	for _, f := range reviewed(rc) {
		if f.Code == "side_by_side" {
			found = append(found, f)
		}
	}
	const pairs = alike * (alike - 1) / 2
	if len(found) != alone+1 {
		t.Fatalf("%d findings, not %d", len(found), alone+1)
	}
	if want := fmt.Sprintf("%d more cases of this kind, none stronger: ", pairs-alone); !strings.Contains(lines(found), want) || !strings.Contains(lines(found), fmt.Sprintf(" and %d others", pairs-alone-named)) {
		t.Errorf("it does not say %q: %s", want, lines(found))
	}
}
