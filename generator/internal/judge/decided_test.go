package judge

import (
	"reflect"
	"testing"

	"guntime/generator/internal/race"
)

func TestAPartialJudgesOrderGivesThePlacesItNames(t *testing.T) {
	tied := func(rulings ...string) *race.Race {
		rc := marathon()
		add(rc, "M1", "all=2:09:30")
		add(rc, "M2", "all=2:10:00")
		add(rc, "M3", "all=2:10:00")
		add(rc, "M4", "all=2:10:00")
		add(rc, "M5", "all=2:10:01")
		rule(rc, rulings...)
		return rc
	}
	for _, c := range []struct {
		what, want string
		rulings    []string
	}{
		{"all of them", "M1=1 M4=2 M2=3 M3=4 M5=5", []string{"M4 judges_order 2", "M3 judges_order 4", "M2 judges_order 3"}},
		{"all but one, who takes the place left", "M1=1 M4=2 M2=3 M3=4 M5=5", []string{"M4 judges_order 2", "M3 judges_order 4"}},
		{"too few", "M1=1 M2=2 M3=2 M4=2 M5=5", []string{"M4 judges_order 3"}},
		{"one place for two", "M1=1 M2=2 M3=2 M4=2 M5=5", []string{"M4 judges_order 3", "M3 judges_order 3"}},
		{"a place that is not theirs", "M1=1 M2=2 M3=2 M4=2 M5=5", []string{"M4 judges_order 1", "M3 judges_order 3", "M2 judges_order 4"}},
	} {
		t.Run(c.what, func(t *testing.T) { wantPlaces(t, tied(c.rulings...), c.want) })
	}
	if r := of(t, tied("M4 judges_order 3"), "M4"); !r.Prize.GrossOpen || r.Prize.Reason.Code != race.PrizeTied {
		t.Errorf("the prize of a place that is shared: %+v", r.Prize)
	}
	rc := marathon() // the order names the second of two: the other is first
	add(rc, "M1", "all=2:10:00")
	add(rc, "M2", "all=2:10:00")
	rule(rc, "M1 judges_order 2")
	wantPlaces(t, rc, "M2=1 M1=2")
}

func TestAStarterWasSeenOrIsSaidToHaveStarted(t *testing.T) {
	for _, c := range []struct {
		what  string
		reads []string
		more  string
		want  int
	}{
		{"no row", nil, "", 0},
		{"an empty row", []string{"finish="}, "", 0},
		{"seen at one point", []string{"10k=0:40:00"}, "", 1},
		{"said not to have finished", []string{"status=dnf"}, "", 1},
		{"said not to have started", []string{"status=dns"}, "", 0},
		{"with a net time alone", []string{"net=3:00:00"}, "", 1},
		{"a point confirmed by ruling", []string{"finish="}, "M1 confirm_point 10k", 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			rc := marathon()
			add(rc, "M1", c.reads...)
			rule(rc, "M1 disqualify")
			if c.more != "" {
				rule(rc, c.more)
			}
			if n := Rule(edition(rc), later).Races[0].Counts.Starters; n != c.want {
				t.Errorf("%d starters", n)
			}
		})
	}
}

func TestAVacatedPlaceIsVacantInEveryClassification(t *testing.T) {
	rc := marathon()
	rc.Rules.Championships = []race.Championship{{ID: "open"}}
	for bib, finish := range map[string]string{"M1": "2:10:00", "M2": "2:11:00", "M3": "2:12:00"} {
		add(rc, bib, "all="+finish).Championship = "open"
	}
	rule(rc, "M1 doping")
	for bib, place := range map[string]int{"M2": 2, "M3": 3} {
		if o := of(t, rc, bib).Overlays; len(o) != 1 || o[0].Place != place || o[0].Ranked != 2 {
			t.Errorf("%s: %+v", bib, o)
		}
	}
	rv := Rule(edition(rc), later).Races[0]
	if got := [][]int{rv.Divisions[0].Vacant, rv.Groups[0].Vacant, rv.Vacant, rv.Divisions[1].Vacant}; !reflect.DeepEqual(got, [][]int{{1}, {1}, {1}, nil}) {
		t.Errorf("vacant in the division, the championship, overall and elsewhere: %v", got)
	}
	rc.Rules.Disqualification.Doping = race.Promote
	if o := of(t, rc, "M2").Overlays; o[0].Place != 1 {
		t.Errorf("promoted to %d", o[0].Place)
	}
	if rv := Rule(edition(rc), later).Races[0]; len(rv.Divisions[0].Vacant)+len(rv.Groups[0].Vacant)+len(rv.Vacant) > 0 {
		t.Errorf("vacant where all move up: %v %v", rv.Divisions[0].Vacant, rv.Vacant)
	}
}

func TestWhoWithdrewHasNoTimes(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:12:00")
	add(rc, "M2")
	add(rc, "M3", "all=2:13:00", "finish=")
	rule(rc, "M1 withdraw", "M2 withdraw", "M3 withdraw", "M3 place 1")
	e := edition(rc)
	for name, now := range map[string]bool{"after the race": true, "before its end": false} {
		moment := during
		if now {
			moment = later
		}
		r := at(t, e, "M1", moment)
		if r.Status != race.DNF || r.Gun != race.NoTime || r.Net != race.NoTime || r.StartDelay != race.NoTime || r.Splits[rc.Finish()] != race.NoTime || r.Splits[1] == race.NoTime || r.Reason.LastPoint != "30k" {
			t.Errorf("%s: %+v %+v", name, r, r.Reason)
		}
		if r := at(t, e, "M2", moment); r.Status != race.DNS {
			t.Errorf("%s: %s", name, r.Status)
		}
		if r := at(t, e, "M3", moment); r.Status != race.DNF || r.PlaceRuling != nil || r.Place != 0 {
			t.Errorf("%s: placed by ruling, and withdrawn: %+v", name, r)
		}
	}
}

func TestAPlaceByRulingLeavesItsConditionOpenForItsOwnReason(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:08:00")
	add(rc, "M2", "all=2:08:30")
	rule(rc, "M2 place 1")
	if p := of(t, rc, "M2").Prize; !p.GrossOpen || p.Reason.Code != race.PrizeByRuling {
		t.Errorf("%+v", p)
	}
	rule(rc, "M2 annul_time")
	if p := of(t, rc, "M2").Prize; !p.GrossOpen || p.Reason.Code != race.PrizeAnnulled {
		t.Errorf("%+v", p)
	}
	for _, rulings := range [][]string{{"M1 place 2", "M1 disqualify"}, {"M1 disqualify", "M1 place 2"}} {
		rc := marathon()
		add(rc, "M1", "all=2:08:00")
		rule(rc, rulings...)
		if r := of(t, rc, "M1"); r.Status != race.Disqualified || r.PlaceRuling != nil {
			t.Errorf("%v: %+v", rulings, r)
		}
	}
}

func TestAnnulledIsTheTimeAndNotACutOff(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=6:00:00", "5k=0:55:00")
	rule(rc, "M1 annul_time")
	wantStatus(t, of(t, rc, "M1"), race.Disqualified, race.CutoffFailed, "5k")
	rc = marathon()
	add(rc, "M1", "all=4:00:00")
	rule(rc, "M1 annul_time")
	wantStatus(t, of(t, rc, "M1"), race.Unranked, race.ByRulingReason, "")
}

func TestATieWithAVacatedRunnerLeavesItsPrizesPending(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:10:00")
	add(rc, "M2", "all=2:10:00")
	add(rc, "M3", "all=2:11:00")
	rule(rc, "M1 doping")
	r := of(t, rc, "M2")
	if r.Place != 1 || r.Tied || !r.Prize.GrossOpen || r.Prize.Reason.Code != race.PrizeTied {
		t.Errorf("place %d, tied %v, %+v", r.Place, r.Tied, r.Prize)
	}
	wantPrize(t, of(t, rc, "M3"), 4000, 0, 3200)
	rule(rc, "M1 judges_order 1") // the tie is none: nothing is shared
	wantPrize(t, of(t, rc, "M2"), 6000, 0, 4800)
}

func TestOtherVacateLeavesThePlaceOfWhoeverHasAFinishTime(t *testing.T) {
	for _, c := range []struct {
		what    string
		reads   []string
		missing race.MissingPoint
		ruling  string
		want    string
	}{
		{"by ruling", []string{"all=2:10:00"}, race.MissingUnranked, "M1 disqualify", "M2=2"},
		{"by the timing file", []string{"all=2:10:00", "status=dq"}, race.MissingUnranked, "", "M2=2"},
		{"by a missed point", []string{"all=2:10:00", "10k="}, race.MissingDisqualified, "", "M2=2"},
		{"by ruling after a missed point", []string{"all=2:10:00", "10k="}, race.MissingDisqualified, "M1 disqualify", "M2=2"},
		{"who was unranked had no place", []string{"all=2:10:00", "10k="}, race.MissingUnranked, "M1 disqualify", "M2=1"},
		{"not by a cut-off", []string{"all=2:10:00", "5k=0:56:00", "10k=1:00:00"}, race.MissingIgnored, "", "M2=1"},
		{"not without a finish time", []string{"all=2:10:00", "finish="}, race.MissingUnranked, "M1 disqualify", "M2=1"},
	} {
		t.Run(c.what, func(t *testing.T) {
			rc := marathon()
			rc.Rules.Disqualification.Other, rc.Rules.Ranking.MissingPoint = race.Vacate, c.missing
			add(rc, "M1", c.reads...)
			add(rc, "M2", "all=2:20:00")
			if c.ruling != "" {
				rule(rc, c.ruling)
			}
			wantPlaces(t, rc, c.want)
		})
	}
}

func TestAPackageWithoutALimitIsEveryFinishers(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:10:00", "finish=")
	add(rc, "M2", "all=2:10:00", "finish=")
	rule(rc, "M1 confirm_point finish")
	if of(t, rc, "M1").Package {
		t.Error("nobody knows whether a finish without a time was before the limit")
	}
	rc.Rules.Package.Before = race.Unseen
	if !of(t, rc, "M1").Package || of(t, rc, "M2").Package {
		t.Error("a finish that was confirmed is one, and no other is")
	}
}

func TestARunnerBelongsToTheFirstBandThatPlacesHim(t *testing.T) {
	rc := marathon()
	rc.Rules.Ranking.MissingPoint = race.MissingIgnored
	rc.Rules.Ranking.Bands = []race.Band{{To: 2, By: race.ByGun}, {By: race.ByNet}}
	add(rc, "M1", "all=2:10:00", "start=")
	add(rc, "M2", "all=2:11:00")
	add(rc, "M3", "all=2:12:00", "start=")
	add(rc, "M4", "all=2:13:00")
	wantPlaces(t, rc, "M1=1 M2=2 M4=3")
	wantStatus(t, of(t, rc, "M3"), race.Unranked, race.MissedPoint, "start")
}
