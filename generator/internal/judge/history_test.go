package judge

import (
	"testing"
	"time"

	"guntime/generator/internal/race"
)

func champion(year int, gender race.Gender, status race.ChampionStatus, time string) race.Champion {
	c := race.Champion{Year: year, Gender: gender, Status: status, Name: "Champion", Time: race.NoTime}
	if time != "" {
		c.Time = clock(time)
	}
	return c
}

func historyOf(rc *race.Race, change func(*race.Edition), champions ...race.Champion) race.History {
	e := edition(rc)
	if change != nil {
		change(e)
	}
	archive := &race.Archive{Editions: []*race.Edition{e}, Champions: champions}
	return History(archive, []*race.Verdict{Rule(e, later)})
}

func TestHistory(t *testing.T) {
	won := func() *race.Race {
		rc := marathon()
		add(rc, "M1", "all=2:06:00")
		add(rc, "F1", "all=2:30:00")
		return rc
	}
	old := champion(2019, race.Male, race.Winner, "2:07:06")
	t.Run("winners of an official edition are champions, from the latest year down", func(t *testing.T) {
		h := historyOf(won(), nil, old)
		if len(h.Champions) != 3 || h.Champions[0].Entry == nil || h.Champions[0].Entry.Bib != "M1" || h.Champions[2].Year != 2019 {
			t.Errorf("%+v", h.Champions)
		}
		if steps := h.Records[0].Steps; len(steps) != 2 || steps[1].Time != clock("2:06:00") {
			t.Errorf("%+v", steps)
		}
	})
	t.Run("made-up results never become history", func(t *testing.T) {
		if h := historyOf(won(), func(e *race.Edition) { e.Demonstration = true }, old); len(h.Champions) != 1 {
			t.Errorf("%+v", h.Champions)
		}
	})
	t.Run("results that are not official yet never become history", func(t *testing.T) {
		if h := historyOf(won(), func(e *race.Edition) { e.State = race.Notice }, old); len(h.Champions) != 1 {
			t.Errorf("%+v", h.Champions)
		}
	})
	t.Run("the file is believed before the results", func(t *testing.T) {
		h := historyOf(won(), nil, champion(2022, race.Male, race.Winner, "2:14:34"))
		if len(h.Champions) != 2 || h.Champions[0].Time != clock("2:14:34") || h.Champions[1].Gender != race.Female {
			t.Errorf("%+v", h.Champions)
		}
	})
	t.Run("a champion of the file is found among the results by name, gender and time, and nobody whose name is hidden", func(t *testing.T) {
		file := champion(2022, race.Male, race.Winner, "2:06:00")
		for _, c := range []struct {
			claim  string
			change func(*race.Entry, *race.Champion)
			want   string
		}{
			{"in Latin letters", func(e *race.Entry, _ *race.Champion) { e.LatinName = "CHAMPION" }, "M1"},
			{"as it is written at home", func(e *race.Entry, c *race.Champion) { e.Name, c.Names = "宗茂", race.Text{"ja": "宗茂"} }, "M1"},
			{"under another name", func(e *race.Entry, _ *race.Champion) { e.Name = "Somebody Else" }, ""},
			{"in another time", func(e *race.Entry, c *race.Champion) { e.Name, c.Time = "Champion", clock("2:07:00") }, ""},
			{"with a hidden name", func(e *race.Entry, _ *race.Champion) { e.Name, e.Visibility = "Champion", race.Masked }, ""},
		} {
			rc, one := won(), file
			c.change(rc.Entries[0], &one)
			h := historyOf(rc, nil, one)
			if got := h.Champions[0]; got.Bib != c.want || (got.Edition == "") != (c.want == "") {
				t.Errorf("%s: %+v", c.claim, got)
			}
		}
	})
	t.Run("an annulled winner is in no record list", func(t *testing.T) {
		rc := won()
		rule(rc, "M1 place 1", "M1 annul_time")
		h := historyOf(rc, nil, old)
		if c := h.Champions[0]; c.Status != race.ByRuling || c.Time != race.NoTime {
			t.Errorf("%+v", c)
		}
		if steps := h.Records[0].Steps; len(steps) != 1 || steps[0].Year != 2019 {
			t.Errorf("%+v", steps)
		}
	})
	t.Run("a cancelled year is told", func(t *testing.T) {
		h := historyOf(marathon(), func(e *race.Edition) { e.State = race.Cancelled; e.Date = time.Date(2020, 11, 1, 0, 0, 0, 0, e.Zone) }, old)
		if len(h.Champions) != 2 || h.Champions[0].Status != race.CancelledChampion {
			t.Errorf("%+v", h.Champions)
		}
	})
}

func TestProgression(t *testing.T) {
	t.Run("a disputed record is listed and is no hurdle, an equalled one is shared", func(t *testing.T) {
		h := historyOf(marathon(), nil,
			champion(1984, race.Male, race.Winner, "2:12:16"), champion(1986, race.Male, race.Disputed, "2:07:35"),
			champion(1987, race.Male, race.Winner, "2:12:19"), champion(1988, race.Male, race.Winner, "2:07:35"),
			champion(1989, race.Male, race.Winner, "2:07:35"), champion(1990, race.Male, race.Winner, ""))
		var got []int
		for _, s := range h.Records[0].Steps {
			got = append(got, s.Year)
			if s.Disputed != (s.Year == 1986) || s.Equalled != (s.Year == 1989) {
				t.Errorf("%d: disputed %v, equalled %v", s.Year, s.Disputed, s.Equalled)
			}
		}
		if len(got) != 4 || got[1] != 1986 || got[2] != 1988 {
			t.Errorf("%v", got)
		}
	})
}

func TestALedgerSaysWhatMovedWhyAndOnWhoseAuthority(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:08:00")
	add(rc, "M2", "all=2:09:00")
	add(rc, "M3", "all=2:10:00")
	e := edition(rc)
	release := func() race.Revision {
		rev := Release(Rule(e, later), nil, later, nil)
		if rev.Number > 0 {
			e.Ledger = append(e.Ledger, rev)
		}
		return rev
	}
	if first := release(); first.Number != 1 || len(first.First["marathon"]) != 3 || len(first.Changes) != 0 {
		t.Fatalf("%+v", first)
	}
	if again := release(); again.Number != 0 {
		t.Fatalf("nothing moved, yet %+v", again)
	}
	rule(rc, "M1 disqualify", "M1 hold_certificate")
	rc.Rulings[0].Authorities = race.Text{"ja": "審判長"}
	rc.Entries[2].Timing.At[rc.Finish()] -= 1000
	second := release()
	if second.Number != 2 || len(second.Changes) != 3 {
		t.Fatalf("%+v", second)
	}
	for i, want := range []struct {
		bib   string
		cause race.ChangeCause
		from  int
		to    int
	}{{"M1", race.CauseRuling, 1, 0}, {"M3", race.CauseTiming, 3, 2}, {"M2", race.CauseOthers, 2, 1}} {
		c := second.Changes[i]
		if c.Bib != want.bib || c.Cause != want.cause || c.From.Place != want.from || c.To.Place != want.to {
			t.Errorf("change %d: %+v, want %+v", i, c, want)
		}
	}
	if c := second.Changes[0]; c.Clause != "13.1" || c.By("en") != "referee" || c.By("ja") != "審判長" || c.To.Status != race.Disqualified || c.To.GunMS != nil {
		t.Errorf("%+v", c)
	}
	if v := Rule(e, later); len(v.Unreleased) != 0 || v.Edition.Revision() != 2 || !v.Edition.Revised() {
		t.Errorf("%d unreleased, revision %d", len(v.Unreleased), v.Edition.Revision())
	}
	e.Ledger = e.Ledger[:1]
	if v := Rule(e, later); len(v.Unreleased) != 3 {
		t.Errorf("%d unreleased", len(v.Unreleased))
	}
}
