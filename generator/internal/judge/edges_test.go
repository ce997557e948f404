package judge

import (
	"testing"

	"guntime/generator/internal/race"
)

// The boundaries of what is judged, each from one side and from the other.

func TestTheBonusOfAWinnerByRulingIsOpenThoughTheOwnTimeIsUnderTheRecord(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:07:05")
	wantPrize(t, of(t, rc, "M1"), 30000, 20000, 40000)
	rule(rc, "M1 place 1")
	r := of(t, rc, "M1")
	if r.Record == nil || r.Prize == nil || !r.Prize.BonusOpen || r.Prize.Bonus != 0 || !r.Prize.GrossOpen || r.Prize.Reason.Code != race.PrizeByRuling {
		t.Errorf("record %+v, prize %+v", r.Record, r.Prize)
	}
	t.Run("also where no condition hangs on the prize itself", func(t *testing.T) {
		rc.Rules.Prizes.Tables["men"][0].Under = race.NoTime
		r := of(t, rc, "M1")
		if r.Prize == nil || r.Prize.GrossOpen || r.Prize.Gross != 3_000_000 || !r.Prize.BonusOpen || r.Prize.Bonus != 0 || r.Prize.Net != 0 || r.Prize.Reason.Code != race.PrizeByRuling {
			t.Errorf("prize %+v", r.Prize)
		}
	})
	t.Run("without any time there is no record and no bonus", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1")
		rule(rc, "M1 place 1")
		if r := of(t, rc, "M1"); r.Record != nil || r.Prize == nil || !r.Prize.GrossOpen || r.Prize.BonusOpen {
			t.Errorf("record %+v, prize %+v", r.Record, r.Prize)
		}
	})
}

func TestAStartThatIsConfirmedKeepsItsTime(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=3:00:00")
	read := of(t, rc, "M1")
	rule(rc, "M1 confirm_point start", "M1 confirm_point 10k", "M1 confirm_point finish")
	r := of(t, rc, "M1")
	if r.StartDelay != 1000 || r.StartDelay != read.StartDelay || r.Splits[rc.Start()] != 1000 || r.Net != read.Net || r.Gun != read.Gun {
		t.Errorf("start %s, net %s, gun %s; read were %s, %s and %s", r.StartDelay, r.Net, r.Gun, read.StartDelay, read.Net, read.Gun)
	}
	if at := rc.Point("10k"); r.Splits[at] != race.NoTime {
		t.Errorf("a point between, which is confirmed because it is not believed, is shown at %s", r.Splits[at])
	}
}

func TestADisqualifiedRunnerHasNoPlaceByRuling(t *testing.T) {
	rc := marathon()
	add(rc, "M1", "all=2:20:00")
	rule(rc, "M1 place 1")
	if r := of(t, rc, "M1"); r.PlaceRuling == nil || r.Place != 1 {
		t.Errorf("place %d by %+v", r.Place, r.PlaceRuling)
	}
	rule(rc, "M1 disqualify")
	if r := of(t, rc, "M1"); r.Status != race.Disqualified || r.PlaceRuling != nil || r.Place != 0 {
		t.Errorf("%s, place %d by %+v", r.Status, r.Place, r.PlaceRuling)
	}
}

func TestAGradeIsOfTheAgesFromFirstToLast(t *testing.T) {
	for age, want := range map[int]int{0: 0, 34: 0, 35: 1, 39: 1, 40: 2, 99: 2} {
		rc := marathon()
		rc.Rules.Grades = &race.Grades{Rows: []race.GradeRow{
			{Gender: race.Male, From: 35, To: 39, Within: []race.Clock{clock("3:00:00"), clock("3:30:00")}},
			{Gender: race.Female, From: 20, Within: []race.Clock{clock("9:00:00")}},
			{Gender: race.Male, From: 40, Within: []race.Clock{clock("2:30:00"), clock("3:00:00")}}}}
		add(rc, "M1", "all=3:00:01").Age = age // net 3:00:00
		if r := of(t, rc, "M1"); r.Grade != want {
			t.Errorf("at %d: grade %d, want %d", age, r.Grade, want)
		}
	}
}
