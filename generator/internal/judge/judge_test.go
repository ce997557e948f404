package judge

import (
	"testing"
	"time"

	"guntime/generator/internal/race"
)

func TestPrizes(t *testing.T) {
	t.Run("2:08:59.4 is 2:09:00 officially and earns 15,000", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:08:59.4")
		wantPrize(t, of(t, rc, "M1"), 15000, 0, 12000)
	})
	t.Run("2:08:59.0 earns 30,000", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:08:59")
		wantPrize(t, of(t, rc, "M1"), 30000, 0, 24000)
	})
	t.Run("2:08:59.4 earns 30,000 where the raw time is judged", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Prizes.Raw = true
		add(rc, "M1", "all=2:08:59.4")
		wantPrize(t, of(t, rc, "M1"), 30000, 0, 24000)
	})
	t.Run("a record broken by a second pays the bonus, taxed with the prize", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:07:05")
		r := of(t, rc, "M1")
		wantPrize(t, r, 30000, 20000, 40000)
		if r.Prize.Tax != 10000*100 || !r.Prize.Due {
			t.Errorf("tax %s due %v", r.Prize.Tax, r.Prize.Due)
		}
	})
	t.Run("a record equalled pays nothing", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:07:06")
		wantPrize(t, of(t, rc, "M1"), 30000, 0, 24000)
	})
	t.Run("a record beaten by less than rounding pays nothing", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:07:05.5")
		wantPrize(t, of(t, rc, "M1"), 30000, 0, 24000)
	})
	t.Run("under the record at the second place pays no bonus", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:07:00")
		add(rc, "M2", "all=2:07:01")
		wantPrize(t, of(t, rc, "M2"), 6000, 0, 4800)
	})
	t.Run("a tie at the eighth place blocks the prize", func(t *testing.T) {
		rc := marathon()
		for i := range 7 {
			add(rc, "M"+string(rune('1'+i)), "all=2:1"+string(rune('0'+i))+":00")
		}
		add(rc, "M8", "all=2:20:00.5")
		add(rc, "M9", "all=2:20:00.5")
		for _, bib := range []string{"M8", "M9"} {
			r := of(t, rc, bib)
			if r.Place != 8 || !r.Tied || r.Prize == nil || !r.Prize.GrossOpen || r.Prize.Reason.Code != race.PrizeTied {
				t.Errorf("%s: place %d tied %v prize %+v", bib, r.Place, r.Tied, r.Prize)
			}
		}
	})
	t.Run("equal rounded times are no tie", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00.4")
		add(rc, "M2", "all=2:10:00.5")
		wantPlaces(t, rc, "M1=1 M2=2")
	})
	t.Run("a judges' order splits a tie and frees the prize", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00")
		add(rc, "M2", "all=2:10:00")
		rule(rc, "M2 judges_order 1", "M1 judges_order 2")
		wantPlaces(t, rc, "M2=1 M1=2")
		wantPrize(t, of(t, rc, "M1"), 6000, 0, 4800)
	})
	t.Run("a judges' order moves nobody past a faster time", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00")
		add(rc, "M2", "all=2:10:01")
		rule(rc, "M2 judges_order 1")
		wantPlaces(t, rc, "M1=1 M2=2")
	})
	t.Run("an unknown amount is pending, not nothing", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Prizes.Tables["men"][0] = race.Prize{Place: 1, Amount: race.Amount{Unknown: true}, Under: race.NoTime}
		add(rc, "M1", "all=2:10:00")
		r := of(t, rc, "M1")
		if r.Prize == nil || !r.Prize.GrossOpen || r.Prize.Reason.Code != race.PrizeUnknown {
			t.Errorf("prize %+v", r.Prize)
		}
	})
	t.Run("prizes are pending until the results are official", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00")
		e := edition(rc)
		e.State = race.Notice
		if r := at(t, e, "M1", later); r.Prize.Due || r.Prize.Open() {
			t.Errorf("prize %+v", r.Prize)
		}
	})
	t.Run("a Chinese athlete is paid in RMB by the dated rate", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Prizes.Exchange = race.Exchange{To: "CNY", For: []string{"CHN"}, Rate: 72555}
		add(rc, "M1", "all=2:10:00").Nat = "CHN"
		add(rc, "M2", "all=2:11:00").Nat = "KEN"
		if p := of(t, rc, "M1").Prize; p.PaidIn != "CNY" || p.Paid != 8706600 {
			t.Errorf("paid %s %s", p.PaidIn, p.Paid)
		}
		if p := of(t, rc, "M2").Prize; p.PaidIn != "" {
			t.Errorf("paid %s", p.PaidIn)
		}
	})
}

func TestCutoffs(t *testing.T) {
	t.Run("8:24:59.999 passes and 8:25:00.000 fails", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=5:00:00", "5k=0:54:59.999")
		add(rc, "2", "all=5:00:00", "5k=0:55:00")
		if r := of(t, rc, "1"); r.Status != race.Finished {
			t.Errorf("1: %s", r.Status)
		}
		r := of(t, rc, "2")
		wantStatus(t, r, race.Disqualified, race.CutoffFailed, "5k")
		if r.Reason.Clause != "10.6" {
			t.Errorf("clause %s", r.Reason.Clause)
		}
	})
	t.Run("8:25:00.000 passes where the boundary is inclusive", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Inclusive = true
		add(rc, "1", "all=5:00:00", "5k=0:55:00")
		if r := of(t, rc, "1"); r.Status != race.Finished {
			t.Errorf("%s", r.Status)
		}
	})
	t.Run("a failed cut-off and gone on is DQ, gone is DNF", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "start=0:05:00", "5k=0:56:00", "10k=1:20:00")
		add(rc, "2", "start=0:05:00", "5k=0:56:00")
		wantStatus(t, of(t, rc, "1"), race.Disqualified, race.CutoffFailed, "5k")
		wantStatus(t, of(t, rc, "2"), race.DNF, race.CutoffFailed, "5k")
	})
	t.Run("the finish after its cut-off is DQ, and the first point in course order is named", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=6:15:00")
		wantStatus(t, of(t, rc, "1"), race.Disqualified, race.CutoffFailed, "30k")
		add(rc, "2", "all=5:00:00", "finish=6:15:00")
		wantStatus(t, of(t, rc, "2"), race.Disqualified, race.CutoffFailed, "finish")
	})
	t.Run("an unknown cut-off is never judged", func(t *testing.T) {
		rc := marathon()
		for i := range rc.Points {
			rc.Points[i].Cutoff.Unknown = true
		}
		add(rc, "1", "all=9:00:00")
		if r := of(t, rc, "1"); r.Status != race.Finished {
			t.Errorf("%s", r.Status)
		}
	})
	t.Run("cut-offs go by the wall clock whatever the division's gun", func(t *testing.T) {
		rc := marathon()
		rc.Divisions[1].Gun = wall("7:45:00")
		add(rc, "F1", "all=4:00:00", "5k=0:39:59")
		add(rc, "F2", "all=4:00:00", "5k=0:40:00")
		if r := of(t, rc, "F1"); r.Status != race.Finished {
			t.Errorf("%s", r.Status)
		}
		wantStatus(t, of(t, rc, "F2"), race.Disqualified, race.CutoffFailed, "5k")
	})
	t.Run("a late starter past 13:45 by gun gets no package", func(t *testing.T) {
		rc := marathon()
		rc.Points[rc.Finish()].Cutoff = race.Cutoff{}
		add(rc, "1", "all=5:00:00", "start=0:40:00", "finish=6:15:00")
		add(rc, "2", "all=5:00:00", "start=0:40:00", "finish=6:14:59.999")
		add(rc, "3", "all=5:00:00", "half=")
		if r := of(t, rc, "1"); r.Package || r.Status != race.Finished {
			t.Errorf("%s package %v", r.Status, r.Package)
		}
		if !of(t, rc, "2").Package || !of(t, rc, "3").Package {
			t.Error("in time, but no package")
		}
	})
}

func TestStatuses(t *testing.T) {
	t.Run("a missed mat with a later read is unranked, not DQ", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "10k=", "half=")
		r := of(t, rc, "1")
		wantStatus(t, r, race.Unranked, race.MissedPoint, "10k")
		if r.Gun != clock("4:00:01") && r.Gun != clock("4:00:00") || r.Place != 0 || r.Reason.Clause != "12.8" {
			t.Errorf("%s place %d clause %s", r.Gun, r.Place, r.Reason.Clause)
		}
	})
	t.Run("a missed start is a missed point, and a given net time counts it as seen", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "start=")
		add(rc, "2", "all=4:00:00", "start=", "net=3:50:00")
		wantStatus(t, of(t, rc, "1"), race.Unranked, race.MissedPoint, "start")
		if r := of(t, rc, "2"); r.Status != race.Finished || r.Net != clock("3:50:00") {
			t.Errorf("%s %s", r.Status, r.Net)
		}
	})
	t.Run("a missed point may disqualify or be ignored", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "10k=")
		rc.Rules.Ranking.MissingPoint = race.MissingDisqualified
		wantStatus(t, of(t, rc, "1"), race.Disqualified, race.MissedPoint, "10k")
		rc.Rules.Ranking.MissingPoint = race.MissingIgnored
		wantPlaces(t, rc, "1=1")
	})
	t.Run("a mat declared out of order is missed by nobody", func(t *testing.T) {
		rc := marathon()
		rc.Points[2].Required = false
		add(rc, "1", "all=4:00:00", "10k=")
		wantPlaces(t, rc, "1=1")
	})
	t.Run("a confirmed point counts as passed, whatever was read there", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "5k=0:56:00")
		rule(rc, "1 confirm_point 5k")
		wantPlaces(t, rc, "1=1")
		if r := of(t, rc, "1"); r.Splits[1] != race.NoTime {
			t.Errorf("%s", r.Splits[1])
		}
	})
	t.Run("a confirmed point counts as passed", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "10k=")
		rule(rc, "1 confirm_point 10k")
		wantPlaces(t, rc, "1=1")
	})
	t.Run("never seen is DNS, seen without a finish is DNF", func(t *testing.T) {
		rc := marathon()
		add(rc, "1")
		add(rc, "2", "start=0:00:10", "5k=0:30:00")
		wantStatus(t, of(t, rc, "1"), race.DNS, race.NoStart, "")
		r := of(t, rc, "2")
		wantStatus(t, r, race.DNF, race.NoFinish, "")
		if r.Reason.LastPoint != "5k" {
			t.Errorf("last point %q", r.Reason.LastPoint)
		}
	})
	t.Run("before the end nobody is DNF or DNS and no missing point is judged", func(t *testing.T) {
		rc := marathon()
		add(rc, "1")
		add(rc, "2", "start=0:00:10")
		add(rc, "3", "all=2:20:00", "10k=")
		add(rc, "4", "start=0:00:10", "5k=0:56:00", "10k=1:10:00")
		e := edition(rc)
		for bib, want := range map[string]race.Status{"1": race.NotStarted, "2": race.OnCourse, "3": race.Finished, "4": race.Disqualified} {
			if r := at(t, e, bib, during); r.Status != want {
				t.Errorf("%s: %s, want %s", bib, r.Status, want)
			}
		}
	})
	t.Run("a withdrawn runner is DNS if never seen, else DNF", func(t *testing.T) {
		rc := marathon()
		add(rc, "1")
		add(rc, "2", "all=4:00:00")
		rule(rc, "1 withdraw", "2 withdraw")
		wantStatus(t, of(t, rc, "1"), race.DNS, race.ByRulingReason, "")
		wantStatus(t, of(t, rc, "2"), race.DNF, race.ByRulingReason, "")
	})
	t.Run("a row set aside is under review, never DNF", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00").Timing.SetAside = true
		r := of(t, rc, "1")
		wantStatus(t, r, race.UnderReview, race.RowSetAside, "")
		if r.Gun != race.NoTime || r.Splits != nil || r.Certificate.Status != race.CertificateNone {
			t.Errorf("%+v", r)
		}
	})
	t.Run("an entry that fits no division is ranked nowhere and says why", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00").Gender = race.NoGender
		wantStatus(t, of(t, rc, "1"), race.Unranked, race.NoDivision, "")
	})
	t.Run("the disqualified show no times unless the rules say so", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00")
		rule(rc, "1 disqualify")
		if r := of(t, rc, "1"); r.Gun != race.NoTime || r.Splits != nil || r.Package {
			t.Errorf("%+v", r)
		}
		rc.Rules.Disqualification.ShowTimes = true
		if r := of(t, rc, "1"); r.Gun == race.NoTime || r.Splits == nil {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a reinstated runner runs again, and an older disqualification stands", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00")
		add(rc, "2", "all=4:10:00")
		add(rc, "3", "all=4:20:00", "status=dq")
		rule(rc, "1 disqualify", "1 reinstate", "2 disqualify", "2 doping", "2 reinstate", "3 reinstate")
		wantPlaces(t, rc, "1=1 3=2")
	})
	t.Run("a reinstated runner is free of the timing file's disqualification too", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "status=dq")
		rule(rc, "1 disqualify", "1 reinstate")
		wantPlaces(t, rc, "1=1")
	})
	t.Run("somebody struck before the start is no starter", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00")
		add(rc, "2")
		rule(rc, "2 disqualify")
		if c := Rule(edition(rc), later).Races[0].Counts; c.Starters != 1 {
			t.Errorf("%+v", c)
		}
	})
	t.Run("gun and net are rounded apart, never one from the other", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=3:00:00", "start=0:00:00.6", "finish=2:59:59.5")
		r := of(t, rc, "1")
		if r.Gun.Text() != "3:00:00" || r.Net.Text() != "2:59:59" {
			t.Errorf("gun %s net %s", r.Gun.Text(), r.Net.Text())
		}
	})
}

func TestPlaces(t *testing.T) {
	three := func() *race.Race {
		rc := marathon()
		add(rc, "M1", "all=2:08:00")
		add(rc, "M2", "all=2:08:30")
		add(rc, "M3", "all=2:10:00")
		add(rc, "M4", "all=2:11:00")
		return rc
	}
	t.Run("doping at the first place leaves no winner and no bonus, the second stays second", func(t *testing.T) {
		rc := three()
		rc.Entries[0].Timing.At[rc.Finish()] = wall("7:30:00").After(clock("2:06:00"))
		rule(rc, "M1 doping")
		wantPlaces(t, rc, "M2=2 M3=3 M4=4")
		wantPrize(t, of(t, rc, "M2"), 6000, 0, 4800)
		if r := of(t, rc, "M1"); r.Prize != nil || r.Trophy || r.PlaceOverall != 0 {
			t.Errorf("%+v", r)
		}
		if r := of(t, rc, "M4"); r.Trophy {
			t.Error("a trophy for the fourth")
		}
	})
	t.Run("an ordinary disqualification at the first place promotes all, prizes and trophies with it", func(t *testing.T) {
		rc := three()
		rule(rc, "M1 disqualify")
		wantPlaces(t, rc, "M2=1 M3=2 M4=3")
		wantPrize(t, of(t, rc, "M2"), 30000, 0, 24000)
		if !of(t, rc, "M4").Trophy {
			t.Error("no trophy for the new third")
		}
	})
	t.Run("the policy is a setting for either kind", func(t *testing.T) {
		rc := three()
		rc.Rules.Disqualification = race.Disqualification{Doping: race.Promote, Other: race.Vacate}
		rule(rc, "M1 doping", "M3 disqualify")
		wantPlaces(t, rc, "M2=1 M4=3")
	})
	t.Run("a place is vacated though the timing file disqualified its runner too", func(t *testing.T) {
		rc := three()
		rc.Entries[0].Timing.Status = race.TimedDQ
		rule(rc, "M1 doping")
		wantPlaces(t, rc, "M2=2 M3=3 M4=4")
	})
	t.Run("a place given by ruling is the one that doping vacates", func(t *testing.T) {
		rc := three()
		rule(rc, "M3 place 1", "M3 doping")
		wantPlaces(t, rc, "M1=2 M2=3 M4=4")
	})
	t.Run("a doper who was not ranked vacates nothing", func(t *testing.T) {
		rc := three()
		rc.Entries[0].Timing.At[2] = race.Unseen
		rule(rc, "M1 doping")
		wantPlaces(t, rc, "M2=1 M3=2 M4=3")
	})
	t.Run("equal raw times share a place: 1, 2, 2, 4", func(t *testing.T) {
		rc := three()
		rc.Entries[2].Timing.At[rc.Finish()] = rc.Entries[1].Timing.At[rc.Finish()]
		wantPlaces(t, rc, "M1=1 M2=2 M3=2 M4=4")
	})
	t.Run("net order differs from gun order", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00")
		add(rc, "2", "all=4:05:00", "start=0:10:00")
		wantPlaces(t, rc, "1=1 2=2")
		rc.Rules.Ranking.By = race.ByNet
		wantPlaces(t, rc, "2=1 1=2")
	})
	t.Run("the first places by gun, the rest by net", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00")
		add(rc, "2", "all=4:01:00")
		add(rc, "3", "all=4:05:00", "start=0:01:00")
		add(rc, "4", "all=4:06:00", "start=0:10:00")
		rc.Rules.Ranking.Bands = []race.Band{{To: 2, By: race.ByGun}, {By: race.ByNet}}
		wantPlaces(t, rc, "1=1 2=2 4=3 3=4")
	})
	t.Run("a division with its own gun is timed from it", func(t *testing.T) {
		rc := marathon()
		rc.Divisions[1].Gun = wall("7:45:00")
		add(rc, "F1", "all=2:30:00")
		r := of(t, rc, "F1")
		if r.Gun.Text() != "2:30:00" && r.Gun.Text() != "2:30:01" {
			t.Errorf("gun %s", r.Gun.Text())
		}
	})
	t.Run("a wheelchair is in no gender's place, no overall place, no prize", func(t *testing.T) {
		rc := three()
		add(rc, "W1", "all=1:40:00")
		wantPlaces(t, rc, "M1=1 M2=2 M3=3 M4=4 W1=1")
		r := of(t, rc, "W1")
		if r.PlaceOverall != 0 || r.Prize != nil || r.Trophy || r.Division.ID != "wheelchair-men" {
			t.Errorf("%+v", r)
		}
		if c := Rule(edition(rc), later).Races[0].Counts; c != (race.Counts{Entries: 5, Starters: 5, Finishers: 5, Ranked: 5}) {
			t.Errorf("counts %+v", c)
		}
	})
	t.Run("a winner by ruling with the time annulled: place 1, no time, a conditional prize pending", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:05:00")
		add(rc, "M2", "all=2:12:15")
		rule(rc, "M1 place 1", "M1 annul_time")
		wantPlaces(t, rc, "M1=1 M2=2")
		r := of(t, rc, "M1")
		if r.Gun != race.NoTime || r.Splits != nil || r.PlaceOverall != 0 || r.Prize == nil || !r.Prize.GrossOpen ||
			r.Prize.Reason.Code != race.PrizeAnnulled || r.Certificate.Status != race.CertificateReady {
			t.Errorf("%+v prize %+v", r, r.Prize)
		}
		wantPrize(t, of(t, rc, "M2"), 6000, 0, 4800)
	})
	t.Run("two placed first by ruling leave the third place to the next", func(t *testing.T) {
		rc := three()
		rule(rc, "M3 place 1", "M4 place 1")
		wantPlaces(t, rc, "M3=1 M4=1 M1=3 M2=4")
	})
	t.Run("a winner without a time uses up an overall place", func(t *testing.T) {
		rc := three()
		add(rc, "F1", "all=2:20:00")
		rule(rc, "M4 place 1", "M4 annul_time")
		for bib, want := range map[string]int{"M4": 0, "M1": 2, "M2": 3, "M3": 4, "F1": 5} {
			if r := of(t, rc, bib); r.PlaceOverall != want {
				t.Errorf("%s: overall %d, want %d", bib, r.PlaceOverall, want)
			}
		}
	})
	t.Run("an annulled time alone leaves its runner unranked", func(t *testing.T) {
		rc := three()
		rule(rc, "M2 annul_time")
		wantPlaces(t, rc, "M1=1 M3=2 M4=3")
		wantStatus(t, of(t, rc, "M2"), race.Unranked, race.ByRulingReason, "")
	})
	t.Run("a place by ruling pushes the slower down and leaves no gap", func(t *testing.T) {
		rc := three()
		rule(rc, "M4 place 2")
		wantPlaces(t, rc, "M1=1 M4=2 M2=3 M3=4")
	})
	t.Run("a championship and an age group have places of their own", func(t *testing.T) {
		rc := three()
		rc.Rules.Championships = []race.Championship{{ID: "national-games"}}
		rc.Rules.AgeGroups = []race.AgeGroup{{ID: "men-35", Division: "men", From: 35, To: 39}}
		rc.Entries[1].Championship, rc.Entries[3].Championship = "national-games", "national-games"
		rc.Entries[3].Age, rc.Entries[2].Age = 35, 34
		r := of(t, rc, "M4")
		if len(r.Overlays) != 2 || r.Overlays[0].Place != 1 || r.Overlays[0].Ranked != 1 || r.Overlays[1].Place != 2 {
			t.Errorf("%+v", r.Overlays)
		}
		if r := of(t, rc, "M3"); len(r.Overlays) != 0 {
			t.Errorf("34 on race day, yet %+v", r.Overlays)
		}
	})
	t.Run("places at the splits are those of the ranked", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "5k=0:30:00")
		add(rc, "2", "all=4:10:00", "5k=0:29:00")
		add(rc, "3", "all=4:20:00", "5k=0:20:00", "10k=")
		if r := of(t, rc, "1"); r.SplitPlaces[1] != 2 || r.SplitPlaces[rc.Finish()] != 1 {
			t.Errorf("%v", r.SplitPlaces)
		}
	})
}

func TestCertificates(t *testing.T) {
	status := func(t *testing.T, e *race.Edition, now time.Time) race.Certificate {
		t.Helper()
		return *at(t, e, "1", now).Certificate
	}
	t.Run("the unranked get one, DQ, DNF and DNS do not", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00", "10k=")
		add(rc, "2", "all=4:00:00")
		add(rc, "3", "start=0:00:01")
		add(rc, "4")
		rule(rc, "2 disqualify")
		for bib, want := range map[string]race.CertificateStatus{"1": race.CertificateReady, "2": race.CertificateNone,
			"3": race.CertificateNone, "4": race.CertificateNone} {
			if c := of(t, rc, bib).Certificate; c.Status != want {
				t.Errorf("%s: %s, want %s", bib, c.Status, want)
			}
		}
	})
	t.Run("scheduled for 24 h after the race's end, in the race's own time zone", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Certificate.Delay = 24 * time.Hour
		add(rc, "1", "all=4:00:00")
		e := edition(rc)
		ready := time.Date(2022, 11, 7, 5, 45, 0, 0, time.UTC) // 13:45 in Beijing the day after
		if c := status(t, e, ready.Add(-time.Millisecond)); c.Status != race.CertificateScheduled || !c.From.Equal(ready) {
			t.Errorf("%+v", c)
		}
		if c := status(t, e, ready); c.Status != race.CertificateReady {
			t.Errorf("%+v", c)
		}
	})
	t.Run("held by category until released, by file or by ruling", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Certificate.Hold = []string{"general"}
		add(rc, "1", "all=4:00:00")
		e := edition(rc)
		if c := status(t, e, later); c.Status != race.CertificateHeld || c.Reason != race.CertPending {
			t.Errorf("%+v", c)
		}
		rule(rc, "1 release_certificate")
		if c := status(t, e, later); c.Status != race.CertificateReady {
			t.Errorf("%+v", c)
		}
		rule(rc, "1 hold_certificate")
		if c := status(t, e, later); c.Status != race.CertificateHeld {
			t.Errorf("%+v", c)
		}
		rc.Released = map[string]bool{"1": true}
		if c := status(t, e, later); c.Status != race.CertificateHeld { // a referee's hold ends by a ruling alone (R57)
			t.Errorf("%+v", c)
		}
		rc.Rulings = nil
		if c := status(t, e, later); c.Status != race.CertificateReady {
			t.Errorf("%+v", c)
		}
	})
	t.Run("a masked entry gets one by code alone", func(t *testing.T) {
		rc := marathon()
		add(rc, "1", "all=4:00:00").Visibility = race.Masked
		e := edition(rc)
		if c := status(t, e, later); c.Status != race.CertificateNone || c.Reason != race.CertNoCode {
			t.Errorf("%+v", c)
		}
		rc.Entries[0].Code = "abcdefghijklmnop"
		if c := status(t, e, later); c.Status != race.CertificateReady || !c.ByCode {
			t.Errorf("%+v", c)
		}
	})
}
