package judge

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"guntime/generator/internal/race"
)

func TestWaits(t *testing.T) {
	end := edition().End()
	for _, c := range []struct {
		claim  string
		now    time.Time
		change func(*race.Edition)
		want   bool
	}{
		{"until the race's end somebody may still finish", end.Add(-time.Millisecond), nil, true},
		{"at the race's end all is said", end, nil, false},
		{"a certificate given some time after the race is waited for", end.Add(time.Hour), func(e *race.Edition) { e.Races[0].Rules.Certificate.Delay = 2 * time.Hour }, true},
		{"once that time is over it is not", end.Add(2 * time.Hour), func(e *race.Edition) { e.Races[0].Rules.Certificate.Delay = 2 * time.Hour }, false},
		{"a certificate given from a day on is waited for", later.Add(-time.Second), func(e *race.Edition) { e.Races[0].Rules.Certificate.From = later }, true},
		{"from that day on it is not", later, func(e *race.Edition) { e.Races[0].Rules.Certificate.From = later }, false},
		{"a certificate that is held waits for people", later, func(e *race.Edition) { e.Races[0].Entries[0].Hold = true }, false},
		{"a race that gives no certificate waits for none", end, func(e *race.Edition) {
			e.Races[0].Rules.Certificate = race.CertificateRules{None: true, From: later}
		}, false},
		{"a notice ends in the data", end, func(e *race.Edition) { e.State, e.NoticeUntil = race.Notice, later }, false},
	} {
		t.Run(c.claim, func(t *testing.T) {
			rc := marathon()
			add(rc, "M1", "all=2:10:00")
			e := edition(rc)
			if c.change != nil {
				c.change(e)
			}
			if got := Waits(Rule(e, c.now)); got != c.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestAVerdictThatWaitsForNothingIsThatOfEveryLaterMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := edition(anyRace(t))
		e.State = rapid.SampledFrom([]race.State{race.Scheduled, race.Cancelled, race.Provisional, race.Notice, race.Official}).Draw(t, "state")
		rules := &e.Races[0].Rules.Certificate
		rules.Delay = time.Duration(rapid.IntRange(0, 3).Draw(t, "delay")) * time.Hour
		if rapid.Bool().Draw(t, "dated") {
			rules.From = e.End().Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, "from")) * time.Hour)
		}
		now := e.End().Add(time.Duration(rapid.IntRange(-4, 8).Draw(t, "now")) * time.Hour)
		v := Rule(e, now)
		if Waits(v) {
			return
		}
		later := Rule(e, now.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "then"))*time.Hour))
		if !reflect.DeepEqual(statisticsIn(v), statisticsIn(later)) || !reflect.DeepEqual(v, later) {
			t.Fatal("a later moment has another")
		}
	})
}

// statisticsIn takes the statistics out of a verdict: a function is never equal to another.
func statisticsIn(v *race.Verdict) (all []*race.Statistics) {
	for _, rv := range v.Races {
		all = append(all, rv.Statistics())
		rv.Statistics = nil
	}
	return all
}
