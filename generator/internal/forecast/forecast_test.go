package forecast

import (
	"testing"

	"guntime/generator/internal/race"
)

const (
	gun  = race.Instant(7*3_600_000 + 30*60_000)
	hour = 3_600_000
)

// marathon is a course with a point every 10 km, and the finish closed six hours
// after the gun.
func marathon() *race.Race {
	rc := &race.Race{Length: 42_195 * race.Kilometre / 1000, Gun: gun, Points: []race.Point{{ID: "start", Listed: true}}}
	for _, km := range []race.Distance{10, 20, 30, 40} {
		rc.Points = append(rc.Points, race.Point{At: km * race.Kilometre, Listed: true})
	}
	rc.Points = append(rc.Points, race.Point{ID: "finish", At: rc.Length, Listed: true, Cutoff: race.Cutoff{Set: true, At: gun + 6*hour}})
	return rc
}

// seen is a runner who passed the points of the course after so many minutes since
// the gun, -1 for one where nothing was read.
func seen(rc *race.Race, minutes ...race.Clock) *race.Result {
	r := &race.Result{Entry: &race.Entry{}, Division: &race.Division{Gun: race.Unseen}, Status: race.OnCourse}
	for p := range rc.Points {
		at := race.NoTime
		if p < len(minutes) && minutes[p] >= 0 {
			at = minutes[p] * 60_000
			r.Arrival = &race.Arrival{Point: p, At: gun.After(at)}
		}
		r.Splits = append(r.Splits, at)
	}
	return r
}

func TestTheBandIsThePaceOfTheLastStretch(t *testing.T) {
	rc := marathon()
	f, ok := Of(rc, seen(rc, 1, 51, 111)) // 5 minutes a kilometre, then 6; it is 9:21
	if !ok || f.From != 1 || f.To != 2 || f.Pace != 6*60_000 {
		t.Fatalf("%+v %v", f, ok)
	}
	clock := func(h, m race.Instant) race.Instant { return h*hour + m*minute }
	if want := (Band{Point: 3, From: clock(10, 17), About: clock(10, 21), Before: clock(10, 28)}); f.Next != want {
		t.Errorf("next %+v, want %+v", f.Next, want)
	}
	// 22.195 km are 133:10 at 6:00, and 52.6 % of the course: from 95.1 to 123.7 % of that.
	if want := (Band{Point: 5, From: clock(11, 27), About: clock(11, 34), Before: clock(12, 6)}); f.Finish != want {
		t.Errorf("finish %+v, want %+v", f.Finish, want)
	}
	if f, _ := Of(rc, seen(rc, 1, 51, 111, 171, 231)); f.Next.Point != rc.Finish() || !f.Finish.Empty() {
		t.Errorf("the finish is the next point: %+v", f)
	}
	if f, _ := Of(rc, seen(rc, 1, 51, -1, 171)); f.From != 1 || f.Pace != 6*60_000 {
		t.Errorf("a point where nothing was read parts no stretch: %+v", f)
	}
	rc.Points[3].Listed = false
	if f, _ := Of(rc, seen(rc, 1, 51, 111)); f.Next.Point != 4 {
		t.Errorf("a point that no page shows is none to be expected at: %+v", f)
	}
}

func TestNothingIsExpectedWhereItWouldNotBeTrue(t *testing.T) {
	for claim, c := range map[string]struct {
		minutes []race.Clock
		change  func(*race.Race, *race.Result)
	}{
		"before the first point":                  {minutes: []race.Clock{1}},
		"of whom no start was read, at the first": {minutes: []race.Clock{-1, 51}},
		"of whoever was seen nowhere":             {},
		"of whoever stood still":                  {minutes: []race.Clock{1, 51, 150}},
		"at a pace that nobody holds":             {minutes: []race.Clock{1, 231}},
		"after a point that was closed":           {minutes: []race.Clock{1, 51, 111}, change: func(rc *race.Race, _ *race.Result) { rc.Points[1].Cutoff = race.Cutoff{Set: true, At: gun + 51*minute} }},
		"where the next point will be closed": {minutes: []race.Clock{1, 51, 111}, change: func(rc *race.Race, _ *race.Result) {
			rc.Points[3].Cutoff = race.Cutoff{Set: true, At: gun + 160*minute}
		}},
		"of whoever is out of the race":                {minutes: []race.Clock{1, 51, 111}, change: func(_ *race.Race, r *race.Result) { r.Status = race.DNF }},
		"of whoever has finished":                      {minutes: []race.Clock{1, 51, 111, 171, 231, 245}, change: func(_ *race.Race, r *race.Result) { r.Status = race.Finished }},
		"in a race of laps, where there is no next":    {minutes: []race.Clock{1, 51, 111}, change: func(rc *race.Race, _ *race.Result) { rc.Lap = race.Kilometre }},
		"over a stretch that is too short to say much": {minutes: []race.Clock{-1, 51, 60}, change: func(rc *race.Race, _ *race.Result) { rc.Points[2].At = 12 * race.Kilometre }},
	} {
		rc := marathon()
		r := seen(rc, c.minutes...)
		if c.change != nil {
			c.change(rc, r)
		}
		if f, ok := Of(rc, r); ok {
			t.Errorf("%s: %+v", claim, f)
		}
	}
	rc := marathon()
	rc.Points[4].Cutoff = race.Cutoff{Set: true, At: gun + 220*minute}
	if f, ok := Of(rc, seen(rc, 1, 51, 111)); !ok || f.Next.Empty() || !f.Finish.Empty() {
		t.Errorf("who will be stopped at 40 km is expected at the next point alone: %+v", f)
	}
	rc.Points[4].Cutoff.Unknown = true
	if f, _ := Of(rc, seen(rc, 1, 51, 111)); f.Finish.Empty() {
		t.Errorf("a cut-off that is not stated stops nobody: %+v", f)
	}
}
