package judge

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"guntime/generator/internal/race"
)

// running is a race at ten o'clock, two and a half hours after its gun: men have
// passed points evenly, the first of them fastest.
func running(men int) *race.Race {
	rc := marathon()
	for i := range men {
		add(rc, fmt.Sprintf("M%d", i+1), fmt.Sprintf("all=2:%02d:%02d", 10+i/60, i%60), "finish=")
	}
	return rc
}

func board(rc *race.Race) *race.RaceVerdict { return Rule(edition(rc), during).Races[0] }

// orderAt are the bibs of a division at a point.
func orderAt(rv *race.RaceVerdict, division, point string) string {
	var bibs []string
	for _, p := range rv.Board.Points {
		for _, d := range p.Divisions {
			if rv.Race.Points[p.Point].ID == point && d.Division.ID == division {
				for _, i := range d.Order {
					bibs = append(bibs, rv.Results[i].Entry.Bib)
				}
			}
		}
	}
	return strings.Join(bibs, " ")
}

func resultIn(rv *race.RaceVerdict, bib string) *race.Result {
	i := slices.IndexFunc(rv.Results, func(r race.Result) bool { return r.Entry.Bib == bib })
	return &rv.Results[i]
}

func TestWhoMissedAPointOrCameTooFastIsNotInFrontOfARunningRace(t *testing.T) {
	cases := []struct {
		name, bib string
		reads     []string
		missed    string
		from, to  string
	}{
		{"a point missed", "M90", []string{"start=0:00:01", "5k=0:15:00", "half=1:02:00"}, "10k", "", ""},
		{"every point missed", "M90", []string{"start=0:00:01", "half=1:02:00"}, "5k", "", ""},
		{"from one point to the next faster than anybody", "M90", []string{"start=0:00:01", "5k=0:16:00", "10k=0:26:30", "half=1:01:30"}, "", "5k", "10k"},
		{"faster than anybody from the gun", "M90", []string{"start=0:00:01", "5k=0:11:00", "10k=0:28:00", "half=1:01:30"}, "", "start", "5k"},
		{"before the point before", "M90", []string{"start=0:00:01", "5k=0:16:00", "10k=0:15:00", "half=1:01:30"}, "", "5k", "10k"},
		{"a woman faster than any woman", "F90", []string{"start=0:00:01", "5k=0:12:40", "10k=0:25:00", "half=1:01:00"}, "", "start", "10k"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rc := running(3)
			add(rc, c.bib, c.reads...)
			rv := board(rc)
			r := resultIn(rv, c.bib)
			d := r.DoubtAt(rc.Point("half"))
			if d == nil {
				t.Fatal("nothing speaks against it")
			}
			if c.missed != "" && (d.Missed < 0 || rc.Points[d.Missed].ID != c.missed) {
				t.Errorf("missed %d", d.Missed)
			}
			if c.missed == "" && (d.Missed >= 0 || rc.Points[d.From].ID != c.from || rc.Points[d.To].ID != c.to) {
				t.Errorf("%+v", d)
			}
			if d.Place != 1 {
				t.Errorf("in place %d", d.Place)
			}
			if got := orderAt(rv, r.Division.ID, "half"); strings.Contains(got, c.bib) {
				t.Error(got)
			}
			if got := orderAt(rv, "men", "half"); got != "M1 M2 M3" {
				t.Error(got)
			}
			if r.Status != race.OnCourse || r.Splits[rc.Point("half")] == race.NoTime {
				t.Errorf("the read is lost: %s", r.Status)
			}
			if rv.Board.Apart != 1 {
				t.Errorf("%d set apart", rv.Board.Apart)
			}
		})
	}
	t.Run("a man as fast as that woman stands", func(t *testing.T) {
		rc := running(3)
		add(rc, "M90", cases[5].reads...)
		if got := orderAt(board(rc), "men", "half"); got != "M90 M1 M2 M3" {
			t.Error(got)
		}
	})
	t.Run("at a point before the doubtful one it stands", func(t *testing.T) {
		rc := running(3)
		add(rc, "M90", cases[0].reads...)
		if got := orderAt(board(rc), "men", "5k"); got != "M90 M1 M2 M3" {
			t.Error(got)
		}
	})
	t.Run("behind somebody doubtful everybody moves up", func(t *testing.T) {
		rc := running(12)
		for i := range 8 {
			add(rc, fmt.Sprintf("M9%02d", i), "start=0:00:01", fmt.Sprintf("half=0:59:%02d", i))
		}
		rv := board(rc)
		if got := orderAt(rv, "men", "half"); got != "M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 M12" {
			t.Error(got)
		}
		if rv.Board.Apart != 8 {
			t.Error(rv.Board.Apart)
		}
	})
}

func TestWhoIsSeenRightlyOrConfirmedIsInFrontAgain(t *testing.T) {
	missed := []string{"start=0:00:01", "5k=0:15:00", "half=1:02:00"}
	fast := []string{"start=0:00:01", "5k=0:16:00", "10k=0:26:30", "half=1:01:30"}
	for name, c := range map[string]struct {
		reads  []string
		change func(rc *race.Race)
	}{
		"the read came late":         {append(slices.Clone(missed), "10k=0:30:00"), func(*race.Race) {}},
		"a ruling confirms it":       {missed, func(rc *race.Race) { rule(rc, "M90 confirm_point 10k") }},
		"the desk confirms the bib":  {missed, func(rc *race.Race) { rc.Rules.Live.Confirmed = map[string]bool{"M90": true} }},
		"the desk confirms the time": {fast, func(rc *race.Race) { rc.Rules.Live.Confirmed = map[string]bool{"M90": true} }},
		"the rules do not ask for it": {missed, func(rc *race.Race) {
			rc.Rules.Ranking.MissingPoint = race.MissingIgnored
		}},
		"the division is faster": {fast, func(rc *race.Race) {
			rc.Rules.Live.Fastest = map[string]race.Clock{"men": clock("0:02:00")}
		}},
		"the point is not required": {missed, func(rc *race.Race) { rc.Points[rc.Point("10k")].Required = false }},
		"its mat read nobody": {missed, func(rc *race.Race) {
			for _, e := range rc.Entries {
				e.Timing.At[rc.Point("10k")] = race.Unseen
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			rc := running(5)
			add(rc, "M90", c.reads...)
			c.change(rc)
			if got := orderAt(board(rc), "men", "half"); !strings.HasPrefix(got, "M90 M1 M2") {
				t.Error(got)
			}
		})
	}
	t.Run("a mat that read nobody of two is no excuse yet", func(t *testing.T) {
		rc := marathon()
		add(rc, "M90", missed...)
		add(rc, "M91", missed...)
		if got := orderAt(board(rc), "men", "half"); got != "" {
			t.Error(got)
		}
	})
	t.Run("a start that was not read of anybody is none", func(t *testing.T) {
		rc := marathon()
		add(rc, "M90", "5k=0:15:00", "10k=0:30:00")
		if got := orderAt(board(rc), "men", "10k"); got != "M90" {
			t.Error(got)
		}
	})
}

func TestOnlyTheFrontIsAskedForMissedPoints(t *testing.T) {
	rc := running(40)
	for i := 10; i < 40; i++ { // from place 11 on everybody lacks a mat, as long as most have it
		if i%3 == 0 {
			rc.Entries[i].Timing.At[rc.Point("10k")] = race.Unseen
		}
	}
	rv := board(rc)
	if rv.Board.Apart != 0 || strings.Count(orderAt(rv, "men", "half"), "M") != 40 {
		t.Error(rv.Board.Apart, orderAt(rv, "men", "half"))
	}
	rc.Rules.Live.Front = 13
	if rv := board(rc); rv.Board.Apart != 1 {
		t.Errorf("a front of thirteen has %d set apart", rv.Board.Apart)
	}
}

func TestAFinisherWithoutAHalfHasNoPlaceInFrontUntilTheRaceIsOver(t *testing.T) {
	rc := running(0)
	add(rc, "M1", "all=2:15:00")
	add(rc, "M2", "all=2:16:00")
	add(rc, "M90", "all=2:14:00", "half=")
	rv := board(rc)
	r := resultIn(rv, "M90")
	if r.Status != race.Finished || r.Place != 0 || r.PlaceOverall != 0 || r.Gun == race.NoTime {
		t.Errorf("%s, place %d of all %d, %s", r.Status, r.Place, r.PlaceOverall, r.Gun)
	}
	if got := orderAt(rv, "men", "finish"); got != "M1 M2" {
		t.Error(got)
	}
	if rv.Results[2].Entry.Bib != "M90" || rv.Divisions[0].Counts.Ranked != 2 || rv.Divisions[0].Counts.Finishers != 3 {
		t.Errorf("%s stands last, %+v", rv.Results[2].Entry.Bib, rv.Divisions[0].Counts)
	}
	over := Rule(edition(rc), later).Races[0]
	if r := resultIn(over, "M90"); r.Status != race.Unranked || r.Doubts != nil || over.Board.Apart != 0 {
		t.Errorf("when it is over: %s, %v", r.Status, r.Doubts)
	}
}

func TestTheBoardShowsNobodyWhoIsOut(t *testing.T) {
	for name, ruling := range map[string]string{"disqualified": "disqualify", "withdrawn": "withdraw", "annulled": "annul_time"} {
		rc := running(3)
		rule(rc, "M1 "+ruling)
		for _, now := range []string{"running", "over"} {
			rv := board(rc)
			if now == "over" {
				rv = Rule(edition(rc), later).Races[0]
			}
			if got := orderAt(rv, "men", "half"); got != "M2 M3" {
				t.Errorf("%s, %s: %s", name, now, got)
			}
		}
	}
}

func TestTheBoardCountsWhoPassedAndHowNewItIs(t *testing.T) {
	rc := running(120)
	add(rc, "F1", "start=0:00:01", "5k=0:20:00")
	add(rc, "F2")
	b := board(rc).Board
	last := b.Points[len(b.Points)-1]
	if len(b.Points) != 5 || b.Points[0].Passed != 121 || last.Passed != 0 || b.Points[0].Divisions[1].Passed != 1 || b.Points[3].Divisions[0].Passed != 120 {
		t.Errorf("%+v", b)
	}
	if n := len(b.Points[0].Divisions[0].Order); n != race.BoardRows {
		t.Errorf("%d rows", n)
	}
	t.Run("a passing that is ahead of the clock makes nothing newer", func(t *testing.T) {
		was := b.AsOf
		rc.Entries[3].Timing.At[rc.Finish()] = wall("11:00:00")
		if now := board(rc).Board.AsOf; now != was || was > wall("10:00:00") {
			t.Errorf("%d, before %d", now, was)
		}
	})
}

func TestARunnerKeptFromALongFrontIsFoundHoweverManyThereAre(t *testing.T) {
	rc := running(3)
	for i := range 400 {
		add(rc, fmt.Sprintf("M9%03d", i), "start=0:00:01", fmt.Sprintf("half=0:%02d:%02d", 50+i/60, i%60))
	}
	for i := range 1000 {
		add(rc, fmt.Sprintf("M5%04d", i), "all=3:00:00", "finish=")
	}
	rv := board(rc)
	if got := orderAt(rv, "men", "half"); !strings.HasPrefix(got, "M1 M2 M3 M5") || rv.Board.Apart != 400 {
		t.Error(rv.Board.Apart, got[:40])
	}
}
