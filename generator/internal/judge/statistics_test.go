package judge

import (
	"fmt"
	"slices"
	"testing"

	"guntime/generator/internal/race"

	"pgregory.net/rapid"
)

func statisticsOf(rc *race.Race) (*race.Statistics, *race.RaceVerdict) {
	rv := Rule(edition(rc), later).Races[0]
	return rv.Statistics(), rv
}

func TestTheFiguresAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rc := anyRace(t)
		nats := rapid.SampledFrom([]string{"", "CHN", "KEN", "JPN"})
		sight := rapid.SampledFrom([]race.Visibility{race.Public, race.Masked, race.Anonymous})
		for _, e := range rc.Entries {
			e.Nat, e.Visibility, e.Age = nats.Draw(t, "nat"), sight.Draw(t, "sight"), rapid.IntRange(0, 90).Draw(t, "age")
		}
		s, rv := statisticsOf(rc)
		timed := 0
		for i := range rv.Results {
			if r := &rv.Results[i]; (r.Status == race.Finished || r.Status == race.Unranked) && r.Gun != race.NoTime {
				timed++
			}
		}
		if n := s.Finish.Total() + s.Outside.Total(); n != timed {
			t.Fatalf("the histograms count %d of %d finishers with a time", n, timed)
		}
		n, most := 0, 0
		for _, m := range s.Minutes {
			n += m.Count
			most = max(most, m.Count)
		}
		if n != timed || most != s.Busiest.Count {
			t.Fatalf("the minutes count %d of %d, the busiest %d of %d", n, timed, s.Busiest.Count, most)
		}
		dropped, dnf := 0, 0
		for _, d := range s.DropOuts {
			dropped += d.Count
		}
		for i := range rv.Results {
			if rv.Results[i].Status == race.DNF {
				dnf++
			}
		}
		if dropped != dnf {
			t.Fatalf("%d drop-outs of %d", dropped, dnf)
		}
		sum := s.Unplaced
		for _, nation := range s.Nations {
			sum.Starters += nation.Starters
			sum.Finishers += nation.Finishers
		}
		if sum.Starters != rv.Counts.Starters || sum.Finishers != rv.Counts.Finishers {
			t.Fatalf("nations add up to %+v, the race to %+v", sum, rv.Counts)
		}
		aged := s.Ages.Left
		for i, b := range s.Ages.Bands {
			for _, n := range b.Counts {
				if aged += n; n > 0 && n < race.Crowd {
					t.Fatalf("the ages %d–%d single out %d", b.From, b.To, n)
				}
			}
			if i > 0 && b.From != s.Ages.Bands[i-1].To+1 {
				t.Fatalf("ages leave a gap before %d", b.From)
			}
		}
		if aged != rv.Counts.Finishers {
			t.Fatalf("ages count %d of %d finishers", aged, rv.Counts.Finishers)
		}
		for _, c := range s.Points {
			if c.Read > c.Of || c.Of > rv.Counts.Starters {
				t.Fatalf("%s: read %d of %d of %d starters", c.Point, c.Read, c.Of, rv.Counts.Starters)
			}
		}
		for i, f := range s.Divisions {
			if f.Negative > f.Paced || f.Paced > f.Timed || f.Timed > rv.Divisions[i].Counts.Finishers {
				t.Fatalf("%s: %d negative of %d paced of %d timed", f.Division.ID, f.Negative, f.Paced, f.Timed)
			}
			for _, p := range f.Passages {
				if p.First > p.Median || p.Median > p.Last || p.Seen == 0 {
					t.Fatalf("%s at %s: %+v", f.Division.ID, p.Point, p)
				}
			}
		}
	})
}

func TestStatistics(t *testing.T) {
	t.Run("a time at a bin's edge counts in the bin it begins", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00")
		add(rc, "M2", "all=2:14:59.999")
		add(rc, "M3", "all=2:15:00")
		s, _ := statisticsOf(rc)
		if b := s.Finish.Bins; len(b) != 2 || b[0].From != clock("2:10:00") || b[0].Counts[0] != 2 || b[1].Counts[0] != 1 {
			t.Errorf("%+v", b)
		}
	})
	t.Run("categories outside the ranking stand apart, and an empty division nowhere", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00")
		add(rc, "W1", "all=1:50:00")
		s, _ := statisticsOf(rc)
		if s.Finish.Total() != 1 || s.Outside.Total() != 1 || len(s.Finish.Divisions) != 1 || s.Finish.Bins[0].From != clock("2:10:00") {
			t.Errorf("%+v %+v", s.Finish, s.Outside)
		}
	})
	t.Run("of nobody there are no figures", func(t *testing.T) {
		s, _ := statisticsOf(marathon())
		if s.Finish.Total() != 0 || len(s.Minutes) != 0 || s.Busiest.Count != 0 || len(s.Nations) != 0 || len(s.Ages.Bands) != 0 || len(s.Divisions) != 4 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("one finisher is first, median and last, and has no age group", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00").Age = 30
		s, _ := statisticsOf(rc)
		p := s.Divisions[0].Passages[len(rc.Points)-1]
		if p.First != clock("2:10:00") || p.Median != p.First || p.Last != p.First || len(s.Ages.Bands) != 0 || s.Ages.Left != 1 {
			t.Errorf("%+v %+v", p, s.Ages)
		}
	})
	t.Run("the busiest minute is of the wall clock, the first of equals", func(t *testing.T) {
		rc := marathon()
		for i, at := range []string{"2:10:01", "2:10:59.9", "2:20:00", "2:20:30"} {
			add(rc, fmt.Sprintf("M%d", i), "all="+at)
		}
		s, _ := statisticsOf(rc)
		if s.Busiest != (race.Minute{At: wall("9:40:00"), Count: 2}) || len(s.Minutes) != 2 {
			t.Errorf("%+v of %+v", s.Busiest, s.Minutes)
		}
	})
	t.Run("without a start nobody's halves are compared", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00", "start=")
		s, _ := statisticsOf(rc)
		if f := s.Divisions[0]; f.Paced != 0 || f.Timed != 1 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("a negative split is counted from the runner's own start", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00", "start=0:02:00", "half=1:06:00") // 1:04:00 and 1:04:00: even
		add(rc, "M2", "all=2:10:00", "start=0:02:00", "half=1:06:00.001")
		add(rc, "M3", "all=2:10:00", "start=0:00:00", "half=1:05:01")
		s, _ := statisticsOf(rc)
		if f := s.Divisions[0]; f.Paced != 3 || f.Negative != 2 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("a missed mat lowers its own capture and no other's; a runner who stopped says nothing of the mats ahead", func(t *testing.T) {
		rc := marathon()
		add(rc, "M1", "all=2:10:00", "10k=")
		add(rc, "M2", "all=2:11:00")
		add(rc, "M3", "start=0:00:01", "5k=0:16:00")
		s, _ := statisticsOf(rc)
		want := []race.Capture{{Point: "start", Read: 3, Of: 3}, {Point: "5k", Read: 2, Of: 2}, {Point: "10k", Read: 1, Of: 2}, {Point: "half", Read: 2, Of: 2}, {Point: "30k", Read: 2, Of: 2}, {Point: "finish"}}
		if !slices.Equal(s.Points, want) || s.Points[2].Rate() != 50_00 {
			t.Errorf("%+v", s.Points)
		}
		if !slices.Equal(s.DropOuts, []race.DropOut{{Point: "5k", Count: 1}}) {
			t.Errorf("%+v", s.DropOuts)
		}
	})
	t.Run("an anonymous runner's nation and age count nowhere", func(t *testing.T) {
		rc := marathon()
		for i := range 7 {
			e := add(rc, fmt.Sprintf("M%d", i), fmt.Sprintf("all=2:1%d:00", i))
			e.Nat, e.Age = "CHN", 30
		}
		rc.Entries[0].Visibility, rc.Entries[0].Nat, rc.Entries[0].Age = race.Anonymous, "LIE", 81
		s, _ := statisticsOf(rc)
		if len(s.Nations) != 1 || s.Nations[0].Finishers != 6 || s.Unplaced.Finishers != 1 || len(s.Ages.Bands) != 1 || s.Ages.Bands[0].Counts[0] != 6 {
			t.Errorf("%+v %+v", s.Nations, s.Ages)
		}
	})
	t.Run("a small age group is folded into its neighbour, at both ends", func(t *testing.T) {
		rc := marathon()
		for i, age := range []int{19, 25, 25, 25, 25, 25, 35, 35, 35, 35, 35, 62, 71} {
			add(rc, fmt.Sprintf("M%d", i), fmt.Sprintf("all=3:%02d:00", i)).Age = age
		}
		s, _ := statisticsOf(rc)
		bands := fmt.Sprint(s.Ages.Bands)
		if bands != "[{10 29 [6]} {30 79 [7]}]" {
			t.Error(bands)
		}
	})
	t.Run("an annulled time and a disqualified runner count nowhere", func(t *testing.T) {
		rc := marathon()
		rc.Rules.Disqualification.ShowTimes = true
		for i := range 3 {
			add(rc, fmt.Sprintf("M%d", i), fmt.Sprintf("all=2:1%d:00", i))
		}
		rule(rc, "M0 disqualify", "M1 annul_time")
		s, _ := statisticsOf(rc)
		if p := s.Divisions[0].Passages; s.Finish.Total() != 1 || s.Divisions[0].Timed != 1 || p[len(p)-1].First != clock("2:12:00") || p[1].Seen != 1 {
			t.Errorf("%+v", s)
		}
	})
	t.Run("a field of days is counted in wider bins, not in thousands of them", func(t *testing.T) {
		rc := marathon()
		rc.Points[rc.Finish()].Cutoff = race.Cutoff{}
		add(rc, "M1", "all=2:10:00")
		add(rc, "M2", "all=2:20:00", "finish=99:00:00")
		s, _ := statisticsOf(rc)
		if n := len(s.Finish.Bins); n > mostBins+1 || s.Finish.Total() != 2 || s.Finish.Width != 60*oneMinute {
			t.Errorf("%d bins of %s", n, s.Finish.Width)
		}
	})
}
