package simulate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// tale is one runner as the tables tell of it.
type tale struct {
	entry   map[string]string
	at      []race.Clock // NoTime where not seen or not to be read
	timed   bool
	unread  bool // a cell of its row makes no sense
	rulings []map[string]string
	free    bool
}

// tales puts the tables of a project together again.
func tales(t testing.TB, m memory) []*tale {
	t.Helper()
	var list []*tale
	by := map[string]*tale{}
	for _, e := range sheet(t, m, "entries.csv") {
		one := &tale{entry: e, at: slices.Repeat([]race.Clock{race.NoTime}, len(standardPoints))}
		list, by[e["bib"]] = append(list, one), one
	}
	for _, row := range sheet(t, m, "times.csv") {
		one := by[row["bib"]]
		one.timed = true
		for i, p := range standardPoints {
			if c, err := race.ParseClock(row[p.id]); err == nil {
				one.at[i] = c
			} else if row[p.id] != "" {
				one.unread = true
			}
		}
	}
	for _, r := range sheet(t, m, "rulings.csv") {
		by[r["bib"]].rulings = append(by[r["bib"]].rulings, r)
	}
	for _, r := range sheet(t, m, "releases.csv") {
		by[r["bib"]].free = true
	}
	return list
}

func (t *tale) finish() race.Clock { return t.at[len(t.at)-1] }

// ruled lists the kinds of rulings on the runner.
func (t *tale) ruled() string {
	var kinds []string
	for _, r := range t.rulings {
		kinds = append(kinds, r["ruling"])
	}
	return strings.Join(kinds, " ")
}

func (t *tale) is(gender, category string) bool {
	return t.entry["gender"] == gender && t.entry["category"] == category
}

// missed counts the points before the finish at which a finisher was not seen.
func (t *tale) missed() (n int) {
	for _, c := range t.at {
		if c == race.NoTime {
			n++
		}
	}
	return n
}

// tooLate returns the first point passed when it was closed, or -1, and
// whether the runner was seen after it.
func (t *tale) tooLate() (point int, goneOn bool) {
	point = -1
	for i, p := range standardPoints {
		if t.at[i] == race.NoTime {
			continue
		}
		goneOn = goneOn || point >= 0
		if closes, err := race.ParseClock(p.closes + ":00"); err == nil && point < 0 && t.at[i] >= closes-clock(7, 30, 0, 0) {
			point = i
		}
	}
	return point, goneOn
}

// A small field has all that a large one has.
func TestCases(t *testing.T) {
	for _, runners := range []int{200, 1200} {
		t.Run(fmt.Sprintf("among %d runners", runners), func(t *testing.T) {
			list := tales(t, made(t, Options{Runners: runners, Seed: 2022}))
			some := func(claim string, is func(*tale) bool) {
				t.Helper()
				if !slices.ContainsFunc(list, is) {
					t.Errorf("there is nobody who %s", claim)
				}
			}
			finish := len(standardPoints) - 1
			clean := func(x *tale) bool {
				late, _ := x.tooLate()
				return x.finish() != race.NoTime && x.missed() == 0 && late < 0 && len(x.rulings) == 0
			}
			some("finishes and is ranked", clean)
			some("is fast and misses a mat (men)", func(x *tale) bool {
				return x.is("M", "general") && x.missed() == 1 && x.finish() < clock(2, 40, 0, 0) && x.finish() > 0
			})
			some("is fast and misses a mat (women)", func(x *tale) bool {
				return x.is("F", "general") && x.missed() == 1 && x.finish() < clock(3, 0, 0, 0) && x.finish() > 0
			})
			some("does not start", func(x *tale) bool { return !x.timed && len(x.rulings) == 0 })
			some("gives up", func(x *tale) bool { return x.timed && !x.unread && x.finish() == race.NoTime && len(x.rulings) == 0 })
			some("is stopped at a closed point", func(x *tale) bool { p, on := x.tooLate(); return p > 0 && p < finish && !on })
			some("goes on after a closed point", func(x *tale) bool { p, on := x.tooLate(); return p > 0 && on })
			some("is too late at the finish alone for having started late", func(x *tale) bool {
				p, _ := x.tooLate()
				return p == finish && x.missed() == 0 && x.finish()-x.at[0] < clock(6, 15, 0, 0)
			})
			some("finishes in the last second", func(x *tale) bool {
				p, _ := x.tooLate()
				return p < 0 && x.finish() > clock(6, 14, 59, 0) && x.finish() < clock(6, 15, 0, 0)
			})
			some("finishes at the instant of closing", func(x *tale) bool { p, _ := x.tooLate(); return p == finish && x.finish() == clock(6, 15, 0, 0) })
			some("has a row that cannot be read and otherwise would have finished", func(x *tale) bool { return x.unread && x.missed() == 1 && len(x.rulings) == 0 })
			some("is masked, finishes and has a code", func(x *tale) bool { return clean(x) && x.entry["visibility"] == "masked" })
			some("is anonymous and finishes", func(x *tale) bool { return clean(x) && x.entry["visibility"] == "anonymous" })
			some("hides and has a code", func(x *tale) bool { return x.entry["certificate_code"] != "" })
			some("waits for a certificate", func(x *tale) bool { return clean(x) && x.entry["certificate_hold"] == "yes" && !x.free })
			some("waited for a certificate and has it", func(x *tale) bool { return clean(x) && x.entry["certificate_hold"] == "yes" && x.free })
			some("runs for the championship in the general field", func(x *tale) bool { return clean(x) && x.is("M", "general") && x.entry["championship"] == "open" })
			for _, gender := range []string{"M", "F"} {
				some("finishes in a wheelchair, "+gender, func(x *tale) bool { return clean(x) && x.is(gender, "wheelchair") && x.at[0] > clock(0, 12, 5, 0) })
			}
			for _, letter := range "ABCDEF" {
				some("starts in zone "+string(letter), func(x *tale) bool { return x.timed && x.entry["zone"] == string(letter) })
			}
			for _, kind := range race.RulingKinds {
				some("has the ruling "+string(kind), func(x *tale) bool { return strings.Contains(x.ruled(), string(kind)) })
			}
			for _, clause := range []string{"10.2", "10.5", "13.2", "13.6", "13.7", "13.8"} {
				some("is disqualified by "+clause, func(x *tale) bool { return x.ruled() == "disqualify" && x.rulings[0]["clause"] == clause })
			}
			some("rides 5 km in less than a record pace allows", func(x *tale) bool {
				return x.ruled() == "disqualify" && x.rulings[0]["clause"] == "13.6" && x.missed() == 0 && x.at[4]-x.at[3] < 12*minute
			})
			some("is disqualified and reinstated", func(x *tale) bool { return x.ruled() == "disqualify reinstate" && x.finish() > 0 })
			some("has a missed point confirmed", func(x *tale) bool {
				return x.ruled() == "confirm_point" && x.missed() == 1 && x.at[slices.IndexFunc(standardPoints, x.confirmed)] == race.NoTime
			})
			some("withdraws without a start", func(x *tale) bool { return x.ruled() == "withdraw" && !x.timed })
			some("withdraws on the way", func(x *tale) bool { return x.ruled() == "withdraw" && x.at[0] > 0 && x.finish() == race.NoTime })
			for _, name := range []string{"䶮", "㛃", "𬱖", "𠅤", "犇", "喆", "叕", "欧阳", "司马", "尉迟", "ł", "š", "ż", "ğ", "ő", "ș", "é", "ñ", "ø", "ç", "·", "'", "﨑"} {
				some("is called "+name+" and gets a certificate", func(x *tale) bool { return clean(x) && strings.Contains(strings.ToLower(x.entry["name"]), name) })
			}
			for _, nat := range []string{"CHN", "KEN", "ETH", "MAR", "JPN", "KOR", "POL"} {
				some("comes from "+nat, func(x *tale) bool { return clean(x) && x.entry["nat"] == nat })
			}
			t.Run("one row alone cannot be read", func(t *testing.T) {
				if n := len(slices.DeleteFunc(slices.Clone(list), func(x *tale) bool { return !x.unread })); n != 1 {
					t.Errorf("%d rows", n)
				}
			})
			t.Run("prizes are due, pending and vacant", func(t *testing.T) { podium(t, list) })
			t.Run("a dead heat beyond the prizes is resolved by the judges", func(t *testing.T) {
				places := map[race.Clock][]string{}
				for _, x := range list {
					if x.ruled() == "judges_order" {
						places[x.finish()] = append(places[x.finish()], x.rulings[0]["place"])
					}
				}
				if got := places[clock(2, 20, 30, 318)]; len(places) != 1 || len(got) != 2 || got[0] == got[1] {
					t.Errorf("places by time: %v", places)
				}
			})
			t.Run("two chips go side by side", func(t *testing.T) {
				var pair []*tale
				for _, x := range list {
					if x.ruled() == "disqualify" && x.rulings[0]["clause"] == "13.2" {
						pair = append(pair, x)
					}
				}
				if len(pair) != 2 || pair[0].entry["gender"] == pair[1].entry["gender"] {
					t.Fatalf("%d runners", len(pair))
				}
				for i := range pair[0].at {
					if apart := pair[1].at[i] - pair[0].at[i]; apart <= 0 || apart >= second {
						t.Errorf("%s apart at %s", apart, standardPoints[i].id)
					}
				}
			})
		})
	}
}

// confirmed reports whether a point is the one confirmed.
func (t *tale) confirmed(p struct{ id, km, closes string }) bool {
	return p.id == t.rulings[0]["point"]
}

// podium holds the first eight against what the demonstration is to show.
func podium(t *testing.T, list []*tale) {
	order := func(gender string) (first []*tale) {
		for _, x := range list {
			if x.entry["gender"] == gender && x.entry["category"] != "wheelchair" && x.finish() != race.NoTime && x.missed() == 0 {
				first = append(first, x)
			}
		}
		slices.SortFunc(first, func(a, b *tale) int { return int(a.finish() - b.finish()) })
		return first[:8]
	}
	men, women := order("M"), order("F")
	for _, x := range slices.Concat(men, women) {
		if x.entry["category"] != "elite" {
			t.Errorf("%s is among the first eight and was not invited", x.entry["bib"])
		}
	}
	if won := men[0].finish(); won >= clock(2, 9, 0, 0) || won.Official() != clock(2, 9, 0, 0) {
		t.Errorf("the men's winner at %s is not officially at 2:09:00", won)
	}
	if won := women[0].finish().Official(); won >= clock(2, 26, 0, 0) || won < clock(2, 19, 39, 0) {
		t.Errorf("the women's winner at %s is not between the record and the condition", won)
	}
	for i, x := range men {
		if doped := x.ruled() == "doping"; doped != (i == 3) {
			t.Errorf("man %d of doping: %v", i+1, doped)
		}
	}
	for i := 1; i < 8; i++ {
		if tied := women[i].finish() == women[i-1].finish(); tied != (i == 5) {
			t.Errorf("woman %d ties with the one before: %v", i+1, tied)
		}
		if men[i].finish() == men[i-1].finish() {
			t.Errorf("man %d ties with the one before", i+1)
		}
	}
	if women[4].ruled()+women[5].ruled() != "" {
		t.Error("the women's dead heat is ruled on")
	}
}

// What a large field looks like.
func TestField(t *testing.T) {
	list := tales(t, made(t, Options{Runners: 30_000, Seed: 11}))
	nets := map[string][]race.Clock{}
	dns, gaveUp, missed, negative, whole, unranked := 0, 0, 0, 0, 0, 0
	starts := map[string][]race.Clock{}
	for _, x := range list {
		if x.entry["category"] != "general" {
			continue
		}
		late, _ := x.tooLate()
		switch {
		case !x.timed:
			dns++
		case x.finish() == race.NoTime:
			if late < 0 {
				gaveUp++
			}
		case x.missed() > 0:
			missed++
		case late < 0:
			half := x.at[5] - x.at[0]
			net := x.finish() - x.at[0]
			nets[x.entry["gender"]] = append(nets[x.entry["gender"]], net)
			starts[x.entry["zone"]] = append(starts[x.entry["zone"]], x.at[0])
			if whole++; net < 2*half {
				negative++
			}
		default:
			unranked++
		}
	}
	between := func(claim string, got, low, high int) {
		t.Helper()
		t.Run(claim, func(t *testing.T) {
			t.Helper()
			if got < low || got > high {
				t.Errorf("%d is not between %d and %d", got, low, high)
			}
		})
	}
	for _, list := range nets {
		slices.Sort(list)
	}
	minutes := func(gender string) int { return int(nets[gender][len(nets[gender])/2] / minute) }
	between("half the men take less than about 4:05", minutes("M"), 241, 249)
	between("half the women take less than about 4:30", minutes("F"), 265, 274)
	between("six in a hundred do not come", dns*1000/len(list), 52, 68)
	between("three in a hundred give up", gaveUp*1000/len(list), 24, 36)
	between("one in a hundred finishers misses a mat", missed*1000/len(list), 6, 13)
	between("few go on after a closed point", unranked*1000/len(list), 1, 15)
	between("few run the second half faster", negative*1000/whole, 5, 120)
	below, above := 0, 0
	for _, net := range nets["M"] {
		if net > clock(3, 56, 0, 0) && net <= 4*hour {
			below++
		} else if net > 4*hour && net <= clock(4, 4, 0, 0) {
			above++
		}
	}
	between("more finish just under four hours than just over", below*100/above, 130, 400)
	for i, z := range zones {
		slices.Sort(starts[z.letter])
		first, last := starts[z.letter][0], starts[z.letter][len(starts[z.letter])-1]
		t.Run("zone "+z.letter+" crosses the line in its turn", func(t *testing.T) {
			// Written scenes start when they do; the crowd is within its zone's time.
			list := starts[z.letter]
			if list[len(list)/50] < race.Clock(z.first) || list[len(list)*49/50] > race.Clock(z.last) {
				t.Errorf("zone %d starts from %s to %s", i, first, last)
			}
		})
	}
	t.Run("no two runners of the crowd are closer than chance", func(t *testing.T) {
		seen := map[race.Clock]int{}
		for _, x := range list {
			if x.finish() != race.NoTime {
				seen[x.finish()]++
			}
		}
		worst := 0
		for _, n := range seen {
			worst = max(worst, n)
		}
		if worst > 4 {
			t.Errorf("%d finish at one millisecond", worst)
		}
	})
}
